/* The last step of reading; see assemble.h. */

#include <config.h>

#include "input/assemble.h"

#include <stdlib.h>
#include <string.h>

#include "input/records.h"

static int
compare(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* By kind, district, hash.  The name decides between equal files, which are
   in order only when they hold nothing. */
static int
by_content(const void *left, const void *right)
{
    const struct qp_document *a = left, *b = right;
    int order = compare(a->kind, b->kind);

    if (order == 0)
        order = compare(a->district, b->district);
    if (order == 0)
        order = strcmp(a->file.sha256, b->file.sha256);
    return order ? order : strcmp(a->file.name, b->file.name);
}

static void
sort_documents(struct qp_intake *intake, struct qp_submissions *subs)
{
    struct qp_arena *arena = intake->run->arena;
    size_t n_districts = intake->rules->n_districts;

    subs->n_documents = intake->n_documents;
    subs->documents =
        qp_arena_alloc(arena, subs->n_documents, sizeof *subs->documents);
    for (size_t i = 0; i < subs->n_documents; i++)
        subs->documents[i] = intake->documents[i].document;
    qsort(subs->documents, subs->n_documents, sizeof *subs->documents,
          by_content);
    subs->of_district =
        qp_arena_alloc(arena, n_districts, sizeof *subs->of_district);
    for (size_t i = 0; i < n_districts; i++)
        subs->of_district[i] = QP_NONE;
    for (size_t i = 0; i < subs->n_documents; i++)
        if (subs->documents[i].district != QP_NONE)
            subs->of_district[subs->documents[i].district] = i;
}

static int
by_expert(const void *left, const void *right)
{
    const struct qp_intake_opinion *a =
        *(const struct qp_intake_opinion *const *)left;
    const struct qp_intake_opinion *b =
        *(const struct qp_intake_opinion *const *)right;
    int order = compare(a->district, b->district);

    if (order == 0)
        order = compare(a->datum, b->datum);
    return order ? order : strcmp(a->opinion.expert, b->opinion.expert);
}

/* Gives each entry its experts, who are neighbours once they are sorted. */
static void
sort_opinions(struct qp_intake *intake)
{
    struct qp_arena *arena = intake->run->arena;
    size_t n = intake->n_opinions, k = 0;
    const struct qp_intake_opinion **all =
        qp_arena_alloc(intake->passing, n, sizeof *all);
    struct qp_opinion *opinions = qp_arena_alloc(arena, n, sizeof *opinions);

    for (const struct qp_intake_opinion *opinion = intake->opinions; opinion;
         opinion = opinion->next)
        all[k++] = opinion;
    if (n)
        qsort(all, n, sizeof *all, by_expert);
    for (size_t i = 0; i < n; i++) {
        struct qp_entry *entry =
            &intake->entries[all[i]->district * intake->rules->n_data +
                             all[i]->datum];

        opinions[i] = all[i]->opinion;
        if (qp_model_extra(entry)->n_opinions == 0)
            qp_model_change_extra(arena, entry)->opinions = &opinions[i];
        entry->own_extra->n_opinions++;
    }
}

/* Either all submissions are drafts and may be, or none is. */
static void
check_drafts(struct qp_intake *intake, enum qp_purpose purpose,
             struct qp_submissions *subs)
{
    size_t n = 0, n_drafts = 0;

    for (size_t i = 0; i < intake->n_documents; i++) {
        const struct qp_intake_document *given = &intake->documents[i];

        if (given->document.kind != QP_SUBMISSION)
            continue;
        n++;
        n_drafts += given->document.draft;
        if (given->document.draft && purpose == QP_PURPOSE_FINAL)
            qp_error(intake->run, given->at, QP_DRAFT,
                     "this is a draft; send the final submission, with "
                     "status=\"final\", or score drafts alone with --draft");
        if (!given->document.draft && purpose == QP_PURPOSE_DRAFTS)
            qp_error(intake->run, given->at, QP_DRAFT,
                     "this submission is final; only drafts are read "
                     "together with drafts");
    }
    subs->all_drafts = n > 0 && n_drafts == n;
}

/* Warns of districts that sent nothing. */
static void
check_presence(const struct qp_intake *intake,
               const struct qp_submissions *subs)
{
    for (size_t i = 0; i < intake->rules->n_districts; i++) {
        const struct qp_district *district = &intake->rules->districts[i];

        if (subs->of_district[i] == QP_NONE)
            qp_warning(intake->run, district->at, QP_NO_SUBMISSION,
                       "%s %s sent no submission; all its data are absent",
                       district->code, district->name);
    }
}

/* Reports a required datum that others than districts give and did not give
   for each district. */
static void
check_required(const struct qp_intake *intake, size_t i)
{
    const struct qp_ruleset *rules = intake->rules;
    const struct qp_datum *datum = &rules->data[i];

    for (size_t k = 0; k < rules->n_districts; k++) {
        const struct qp_entry *entry = &intake->entries[k * rules->n_data + i];
        const struct qp_district *district = &rules->districts[k];

        if (datum->given_by == QP_BY_DEPARTMENT &&
            !qp_model_extra(entry)->verified)
            qp_error(intake->run, datum->at, QP_REQUIRED,
                     "%s %s: is required, and no <verification> gives it for "
                     "%s %s",
                     datum->code, datum->name, district->code, district->name);
        if (datum->given_by == QP_BY_EXPERTS &&
            qp_model_extra(entry)->n_opinions == 0)
            qp_error(intake->run, datum->at, QP_REQUIRED,
                     "%s %s: is required, and no <scores> give it for %s %s",
                     datum->code, datum->name, district->code, district->name);
    }
}

struct qp_submissions *
qp_assemble(struct qp_intake *intake, enum qp_purpose purpose)
{
    struct qp_submissions *subs =
        qp_arena_alloc(intake->run->arena, 1, sizeof *subs);

    sort_documents(intake, subs);
    sort_opinions(intake);
    subs->entries = intake->entries;
    qp_records_compare(intake);
    subs->findings =
        (struct qp_findings){ intake->findings, intake->n_findings };
    subs->history = intake->history;
    check_drafts(intake, purpose, subs);
    /* What may stand in a file that was not understood is not missing. */
    if (intake->is_partial || purpose == QP_PURPOSE_CHECK)
        return subs;
    check_presence(intake, subs);
    for (size_t i = 0; i < intake->rules->n_data; i++)
        if (intake->rules->data[i].required)
            check_required(intake, i);
    return subs;
}
