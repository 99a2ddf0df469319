/* quping compare: two results, of two years or by two rule sets, and what the
   changes between them come from. */

#include <config.h>

#include "engine/commands/command.h"
#include "engine/commands/compare_tables.h"
#include "engine/commands/rescore.h"

#include "engine/tongue.h"
#include "input/bundle.h"
#include "output/comparison.h"

/* True if the result in folder PATH carries its inputs; *OK is false where its
   record is at fault. */
static bool
has_inputs(struct qp_session *run, const char *path, bool *ok)
{
    const struct qp_bundle *bundle = qp_bundle_read(run, path);

    *ok = *ok && bundle;
    return bundle && bundle->main_rules && bundle->n_submissions;
}

/* Scores both results again, which must give what their records say, and
   tells the parts. */
static bool
tell_parts(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_result *before =
        qp_rescore(run, options->operands[0], options);
    const struct qp_result *after =
        qp_rescore(run, options->operands[1], options);

    const struct qp_split *split;

    if (!before || !after)
        return false;
    split = qp_split_make(run->arena, before, after);
    if (options->output && !qp_comparison_write(run, split, options->output))
        return false;
    qp_compare_print_split(run->arena, split);
    return true;
}

/* Says that the result whose record is at PATH carries no inputs; a workbook
   of the parts cannot be written then. */
static void
say_lacking(struct qp_session *run, const struct qp_options *options,
            const char *path)
{
    (options->output ? qp_error : qp_note)(
        run, (struct qp_place){ .file = path }, QP_BUNDLE_LACKS,
        "this result has no copies of its rules and submissions, so the parts "
        "of the changes cannot be told; score again with --bundle");
}

static void
compare(struct qp_session *run, const struct qp_options *options)
{
    const char *const *paths = options->operands;
    bool ok = true;
    bool first = has_inputs(run, paths[0], &ok);
    bool second = has_inputs(run, paths[1], &ok);
    const struct qp_standings *before =
        ok ? qp_standings_read(run, paths[0]) : NULL;
    const struct qp_standings *after =
        ok ? qp_standings_read(run, paths[1]) : NULL;

    if (!before || !after)
        return;
    if (first && second) {
        if (!tell_parts(run, options))
            return;
    } else {
        say_lacking(run, options, (first ? after : before)->file.path);
        qp_compare_print_totals(run->arena, before, after);
    }
    putchar('\n');
    qp_compare_print_tops(run->arena, before, after);
}

static int
run_compare(struct qp_session *run, const struct qp_options *options)
{
    compare(run, options);
    return qp_diag_status(run->diag);
}

static const struct qp_option compare_options[] = {
    { "output", 'o', "REPORT", offsetof(struct qp_options, output),
      N_("write the parts as a workbook, too") },
    { 0 },
};

const struct qp_command qp_command_compare = {
    .name = "compare",
    .usage = "DIR DIR [-o REPORT.xlsx]",
    .help = N_("compare two results, of two years or by two rule sets: how "
               "much of each change comes from the district's own figures, "
               "from all others' figures, from weights, from all other rules, "
               "in this order of steps, which add up; results that were "
               "scored without --bundle are compared by indicators only"),
    .options = compare_options,
    .least = 2,
    .most = 2,
    .run = run_compare,
};
