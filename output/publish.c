/* All files of a result, and the folder that they go into; see publish.h. */

#include <config.h>

#include "output/publish.h"

#include <string.h>

#include "engine/crew.h"
#include "output/copies.h"
#include "output/csv.h"
#include "output/facts.h"
#include "output/folder.h"
#include "output/frame_xml.h"
#include "output/notice.h"
#include "output/result_xml.h"
#include "output/texts.h"
#include "output/workbook.h"

enum { OTHERS = 3 /* files that are no workbooks, but the record */ };

/* What is being published.  OUTPUTS has room for all files: the workbooks in
   the order of their jobs, then the others, then copies of the inputs. */
struct publication {
    struct qp_session *run;
    const struct qp_result *result;
    const struct qp_others *others; /* null without notices */
    struct qp_folder *folder;
    struct qp_copies copies; /* none without a bundle */
    struct qp_file *outputs;
    size_t n_outputs;
};

static bool
publish_workbook(struct qp_session *run, const struct publication *p,
                 struct qp_file *output)
{
    const struct qp_ruleset *rules = p->result->rules;
    const char *title = qp_workbook_file_name(run->arena, rules->title);
    bool taken = strcmp(title, qp_text(rules, QP_TEXT_ANNEX)) == 0;
    const char *name = qp_arena_printf(run->arena, "%s%s-%d.xlsx", title,
                                       taken ? "_" : "", rules->year);

    return qp_workbook_write(run, p->result, p->folder, name) &&
           qp_folder_seal(run, p->folder, name, output);
}

static bool
publish_annex(struct qp_session *run, const struct publication *p,
              struct qp_file *output)
{
    const struct qp_ruleset *rules = p->result->rules;
    const char *name =
        qp_arena_printf(run->arena, "%s-%d.xlsx",
                        qp_text(rules, QP_TEXT_ANNEX), rules->year);

    return qp_workbook_write_annex(run, p->result, p->folder, name) &&
           qp_folder_seal(run, p->folder, name, output);
}

static bool
publish_notice(struct qp_session *run, const struct publication *p,
               size_t district, struct qp_file *output)
{
    const struct qp_ruleset *rules = p->result->rules;
    const char *name = qp_arena_printf(
        run->arena, "%s/%s-%s.xlsx", qp_text(rules, QP_TEXT_NOTICES),
        rules->districts[district].code,
        qp_workbook_file_name(run->arena, qp_text_district(rules, district)));

    return qp_notice_write(run, p->result, p->others, p->folder, name,
                           district) &&
           qp_folder_seal(run, p->folder, name, output);
}

static bool
publish_csv(struct qp_session *run, const struct publication *p,
            struct qp_file *output)
{
    static const char name[] = "result.csv";
    FILE *out = qp_folder_create(run, p->folder, name);

    if (!out)
        return false;
    qp_csv_write(p->result, out);
    return qp_folder_close(run, p->folder, name, out) &&
           qp_folder_seal(run, p->folder, name, output);
}

static bool
publish_facts(struct qp_session *run, const struct publication *p,
              struct qp_file *output)
{
    const char *name = qp_text(p->result->rules, QP_TEXT_FACTS);
    FILE *out = qp_folder_create(run, p->folder, name);

    if (!out)
        return false;
    qp_facts_write(run->arena, p->result, out);
    return qp_folder_close(run, p->folder, name, out) &&
           qp_folder_seal(run, p->folder, name, output);
}

/* What all districts together came to, for those who check their next draft
   alone. */
static bool
publish_frame(struct qp_session *run, const struct publication *p,
              struct qp_file *output)
{
    static const char name[] = "frame.xml";
    FILE *out = qp_folder_create(run, p->folder, name);
    bool ok;

    if (!out)
        return false;
    ok = qp_frame_xml_write(run, p->result->rules,
                            qp_frame_make(run->arena, p->result), out);
    return qp_folder_close(run, p->folder, name, out) && ok &&
           qp_folder_seal(run, p->folder, name, output);
}

/* Files that know nothing of each other, in the order of their outputs, with
   the notices behind the first ones. */
enum { WORKBOOK, ANNEX, NOTICES };

static bool (*const others[OTHERS])(struct qp_session *run,
                                    const struct publication *p,
                                    struct qp_file *output) = {
    publish_facts,
    publish_csv,
    publish_frame,
};

/* The overall workbook, the longest job, comes first, and small ones last, so
   that all threads end together.  The one thing that libxlsxwriter shares
   between threads is what gmtime() returns, and all books bear the same
   date. */
static bool
publish_one(struct qp_session *run, void *task, size_t i)
{
    struct publication *p = task;
    size_t n_books = p->n_outputs - OTHERS;

    if (i == WORKBOOK)
        return publish_workbook(run, p, &p->outputs[i]);
    if (i == ANNEX)
        return publish_annex(run, p, &p->outputs[i]);
    if (i < n_books)
        return publish_notice(run, p, i - NOTICES, &p->outputs[i]);
    return others[i - n_books](run, p, &p->outputs[i]);
}

static bool
publish_all(struct publication *p, struct qp_crew *crew, bool notices)
{
    const struct qp_ruleset *rules = p->result->rules;
    const char *folder = qp_text(rules, QP_TEXT_NOTICES);

    if (notices)
        p->others = qp_others_find(p->run->arena, p->result);
    p->n_outputs = NOTICES + (notices ? rules->n_districts : 0) + OTHERS;
    return (!notices || qp_folder_make(p->run, p->folder, folder)) &&
           qp_crew_work(p->run, crew, publish_one, p, p->n_outputs) &&
           (!notices ||
            qp_folder_seal_directory(p->run, p->folder, folder));
}

static bool
publish_copies(struct publication *p)
{
    struct qp_file *outputs = p->outputs + p->n_outputs;

    p->n_outputs += p->copies.n;
    return qp_copies_write(p->run, p->folder, p->copies, outputs);
}

/* The record comes last: it names all others. */
static bool
publish_record(struct publication *p, struct qp_crew *crew)
{
    static const char name[] = "result.xml";
    FILE *out = qp_folder_create(p->run, p->folder, name);
    bool ok;

    if (!out)
        return false;
    ok = qp_result_xml_write(p->run, crew, p->result, p->outputs, p->n_outputs,
                             out);
    return qp_folder_close(p->run, p->folder, name, out) && ok &&
           qp_folder_seal(p->run, p->folder, name, NULL) &&
           qp_folder_seal_directory(p->run, p->folder, NULL);
}

/* Writes all files of P into its folder, with NOTICES or without. */
static bool
write_files(struct publication *p, bool notices)
{
    struct qp_crew *crew = qp_crew_new(p->run);
    bool ok;

    p->outputs = qp_arena_alloc(p->run->arena,
                                NOTICES + p->result->rules->n_districts +
                                    OTHERS + p->copies.n,
                                sizeof *p->outputs);
    ok = publish_all(p, crew, notices) && publish_copies(p) &&
         publish_record(p, crew);
    qp_crew_free(crew);
    return ok;
}

bool
qp_publish(struct qp_session *run, const struct qp_result *result,
           const char *path, bool bundles, bool notices)
{
    const struct qp_earlier_identity own = {
        .id = result->rules->id,
        .year = qp_arena_printf(run->arena, "%d", result->rules->year),
        .drafts = result->subs->all_drafts,
    };
    struct publication p = { .run = run, .result = result };
    bool ok;

    if (bundles)
        p.copies = qp_copies_plan(run, result);
    if (qp_diag_ok(run->diag))
        p.folder = qp_folder_begin(run, path, &own);
    if (!p.folder)
        return false;
    ok = write_files(&p, notices) && qp_folder_publish(run, p.folder);
    if (!ok)
        qp_folder_discard(p.folder);
    return ok;
}

bool
qp_publish_into(struct qp_session *run, const struct qp_result *result,
                struct qp_folder *folder, bool bundles, bool notices)
{
    struct publication p = { .run = run, .result = result, .folder = folder };

    if (bundles)
        p.copies = qp_copies_plan(run, result);
    return qp_diag_ok(run->diag) && write_files(&p, notices);
}
