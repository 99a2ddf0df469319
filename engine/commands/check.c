/* quping check: a district's own submission, before it is sent. */

#include <config.h>

#include "engine/commands/command.h"

#include <string.h>

#include "engine/judge.h"
#include "engine/provisional.h"
#include "engine/tongue.h"
#include "input/frame.h"
#include "input/history.h"
#include "input/submission.h"
#include "output/report.h"
#include "rules/ruleset.h"

/* The district whose submission was read; QP_NONE, reported, for none or
   several. */
static size_t
find_district(struct qp_session *run, const struct qp_submissions *subs,
              const char *path)
{
    size_t district = QP_NONE;

    for (size_t i = 0; i < subs->n_documents; i++) {
        const struct qp_document *document = &subs->documents[i];

        if (document->kind != QP_SUBMISSION || document->district == QP_NONE)
            continue;
        if (district != QP_NONE && document->district != district) {
            qp_error(run, (struct qp_place){ .file = document->file.path },
                     QP_DISTRICT,
                     "this is a second district's submission; check one "
                     "district at a time");
            return QP_NONE;
        }
        district = document->district;
    }
    if (district == QP_NONE && qp_diag_ok(run->diag))
        qp_error(run, (struct qp_place){ .file = path }, QP_DISTRICT,
                 "there is no submission of a district here");
    return district;
}

/* Writes REPORT wherever OPTIONS ask for it. */
static void
write_report(struct qp_session *run, const struct qp_options *options,
             const struct qp_report *report)
{
    if (options->output)
        qp_report_write_book(run, report, options->output);
    if (options->html)
        qp_report_write_page(run, report, options->html);
}

/* What DISTRICT comes to; null where something is at fault, so that a score
   would mislead.  Checks are judged all the same. */
static const struct qp_provisional *
score(struct qp_session *run, const struct qp_ruleset *rules,
      const struct qp_submissions *subs, size_t district,
      const struct qp_frame *frame)
{
    const struct qp_lone lone = { district, frame };

    if (qp_diag_ok(run->diag))
        return qp_provisional_make(run, rules, subs, district, frame);
    qp_judge(run, rules, subs, &lone);
    return NULL;
}

static void
check(struct qp_session *run, const struct qp_options *options,
      const struct qp_ruleset *rules)
{
    size_t n_before = qp_diag_length(run->diag);
    const struct qp_history *history =
        qp_history_read(run, rules, options->prior);
    const struct qp_frame *frame =
        options->frame ? qp_frame_read(run, rules, options->frame) : NULL;
    const struct qp_submissions *subs =
        qp_submissions_read(run, rules, history, options->operands + 1,
                            options->n_operands - 1, QP_PURPOSE_CHECK);
    size_t district = find_district(run, subs, options->operands[1]);
    const struct qp_provisional *made;
    const struct qp_report *report;

    if (district == QP_NONE)
        return;
    made = score(run, rules, subs, district, frame);
    report = qp_report_make(run, rules, subs, district, made, n_before);
    write_report(run, options, report);
    qp_diag_print(run->diag, stderr, options->diagnostics != NULL);
    qp_report_print(run->arena, report, stdout);
}

static const char *
check_check(const struct qp_options *options)
{
    if (options->output && options->html &&
        strcmp(options->output, options->html) == 0)
        return _("the workbook and the page need a name each");
    return NULL;
}

static int
run_check(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_ruleset *rules =
        qp_ruleset_load(run, options->operands[0]);

    if (rules)
        check(run, options, rules);
    return qp_diag_status(run->diag);
}

static const struct qp_option check_options[] = {
    { "frame", 0, "FRAME", offsetof(struct qp_options, frame),
      N_("score by the statistics of all districts, a result's frame.xml") },
    { "prior", 0, "RESULT", offsetof(struct qp_options, prior),
      N_("look back on last year's result: its folder, or its result.xml") },
    { "output", 'o', "REPORT", offsetof(struct qp_options, output),
      N_("write the report as a workbook") },
    { "html", 0, "REPORT", offsetof(struct qp_options, html),
      N_("write the report as a page") },
    { 0 },
};

const struct qp_command qp_command_check = {
    .name = "check",
    .usage = "RULES DRAFT... [--frame FRAME] [--prior RESULT] "
             "[-o REPORT.xlsx] [--html REPORT.html]",
    .help = N_("check one district's submission, and say what it would earn"),
    .options = check_options,
    .least = 2,
    .check = check_check,
    .run = run_check,
};
