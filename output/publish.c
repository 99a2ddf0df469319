/* All files of a result, and the folder that they go into; see publish.h. */

#include <config.h>

#include "output/publish.h"

#include "output/csv.h"
#include "output/folder.h"
#include "output/notice.h"
#include "output/result_xml.h"
#include "output/texts.h"
#include "output/workbook.h"

/* What is being published; OUTPUTS has room for all files. */
struct publication {
    struct qp_session *run;
    const struct qp_result *result;
    struct qp_folder *folder;
    struct qp_file *outputs;
    size_t n_outputs;
};

/* Seals NAME and takes it into the list of outputs. */
static bool
seal(struct publication *p, const char *name)
{
    return qp_folder_seal(p->run, p->folder, name,
                          &p->outputs[p->n_outputs++]);
}

static bool
publish_workbook(struct publication *p)
{
    const struct qp_ruleset *rules = p->result->rules;
    struct qp_arena *arena = p->run->arena;
    const char *name =
        qp_arena_printf(arena, "%s-%d.xlsx",
                        qp_workbook_file_name(arena, rules->title),
                        rules->year);

    return qp_workbook_write(p->run, p->result, p->folder, name) &&
           seal(p, name);
}

static bool
publish_notice(struct publication *p, const char *folder, size_t district)
{
    const struct qp_ruleset *rules = p->result->rules;
    struct qp_arena *arena = p->run->arena;
    const char *name = qp_arena_printf(
        arena, "%s/%s-%s.xlsx", folder, rules->districts[district].code,
        qp_workbook_file_name(arena, qp_text_district(rules, district)));

    return qp_notice_write(p->run, p->result, p->folder, name, district) &&
           seal(p, name);
}

static bool
publish_notices(struct publication *p)
{
    const struct qp_ruleset *rules = p->result->rules;
    const char *folder = qp_text(rules, QP_TEXT_NOTICES);

    if (!qp_folder_make(p->run, p->folder, folder))
        return false;
    for (size_t d = 0; d < rules->n_districts; d++)
        if (!publish_notice(p, folder, d))
            return false;
    return qp_folder_seal_directory(p->run, p->folder, folder);
}

static bool
publish_csv(struct publication *p)
{
    static const char name[] = "result.csv";
    FILE *out = qp_folder_create(p->run, p->folder, name);

    if (!out)
        return false;
    qp_csv_write(p->result, out);
    return qp_folder_close(p->run, p->folder, name, out) && seal(p, name);
}

/* The record comes last: it names all others. */
static bool
publish_record(struct publication *p)
{
    static const char name[] = "result.xml";
    FILE *out = qp_folder_create(p->run, p->folder, name);
    struct qp_file file;
    bool ok;

    if (!out)
        return false;
    ok = qp_result_xml_write(p->run, p->result, p->outputs, p->n_outputs,
                             out);
    return qp_folder_close(p->run, p->folder, name, out) && ok &&
           qp_folder_seal(p->run, p->folder, name, &file) &&
           qp_folder_seal_directory(p->run, p->folder, NULL);
}

bool
qp_publish(struct qp_session *run, const struct qp_result *result,
           const char *path)
{
    struct publication p = {
        .run = run,
        .result = result,
        .folder = qp_folder_begin(run, path),
        .outputs = qp_arena_alloc(run->arena, result->rules->n_districts + 2,
                                  sizeof *p.outputs),
    };
    bool ok;

    if (!p.folder)
        return false;
    ok = publish_workbook(&p) && publish_notices(&p) && publish_csv(&p) &&
         publish_record(&p) && qp_folder_publish(run, p.folder);
    if (!ok)
        qp_folder_discard(p.folder);
    return ok;
}
