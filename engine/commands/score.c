/* quping score: the evaluation. */

#include <config.h>

#include "engine/commands/command.h"

#include <string.h>
#include <strings.h>

#include "engine/digest.h"
#include "engine/judge.h"
#include "engine/robust.h"
#include "engine/score.h"
#include "engine/tongue.h"
#include "input/history.h"
#include "input/submission.h"
#include "output/listing.h"
#include "output/publish.h"
#include "rules/ruleset.h"

/* Refuses rules other than those that were frozen before submissions were
   opened. */
static void
check_frozen(struct qp_session *run, const struct qp_ruleset *rules,
             const char *frozen)
{
    if (frozen && strcasecmp(frozen, rules->sha256) != 0)
        qp_error(run, (struct qp_place){ .file = rules->files[0].path },
                 QP_FROZEN,
                 "this rule set's SHA-256 is %s, but the frozen one is %s",
                 rules->sha256, frozen);
}

/* Adds what is published of DISTRICT to LISTING. */
static void
add_district(struct qp_listing *listing, struct qp_arena *arena,
             const struct qp_result *result, size_t district)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_district *d = &rules->districts[district];
    const struct qp_outcome *outcome = &result->outcomes[district];
    const char *const cells[] = {
        qp_num_text(arena, outcome->rank),
        d->code,
        d->name,
        d->group == QP_NONE ? NULL : rules->groups[d->group].name,
        qp_num_fixed(arena, outcome->total, rules->decimals),
        outcome->grade == QP_NONE ? NULL : rules->grades[outcome->grade].name,
    };

    qp_listing_add(listing, cells);
}

/* Prints the order, and where the result is. */
static void
print_ranking(struct qp_session *run, const struct qp_result *result,
              const char *path)
{
    static const struct qp_listing_column columns[] = {
        { N_("rank"), true },      { N_("code"), false },
        { N_("district"), false }, { N_("group"), false },
        { N_("points"), true },    { N_("grade"), false },
    };
    struct qp_listing *listing =
        qp_listing_new(run->arena, columns, QP_COUNT(columns));

    for (size_t i = 0; i < result->n_ranked; i++)
        add_district(listing, run->arena, result, result->by_rank[i]);
    qp_listing_print(listing, stdout);
    printf(_("\n%zu of %zu districts ranked; workbooks in %s\n"),
           result->n_ranked, result->rules->n_districts, path);
}

/* RESULT with the simulation that OPTIONS ask for, if they do; null where it
   cannot be had, which has been reported. */
static const struct qp_result *
simulate(struct qp_session *run, const struct qp_result *result,
         const struct qp_options *options)
{
    struct qp_result *with;
    uint64_t draws;

    if (!result || !options->robustness)
        return result;
    with = qp_arena_alloc(run->arena, 1, sizeof *with);
    *with = *result;
    qp_command_number(options->robustness, QP_ROBUST_DRAWS_LEAST,
                      QP_ROBUST_DRAWS_MOST, &draws);
    with->robust =
        qp_robust_find(run, result, (size_t)draws, QP_ROBUST_SEED);
    return with->robust ? with : NULL;
}

static const char *
check_score(const struct qp_options *options)
{
    uint64_t number;

    if (!options->output)
        return _("score writes a directory; say which with -o DIR");
    if (options->frozen && !qp_digest_is(options->frozen))
        return _("--frozen takes a SHA-256, 64 hexadecimal digits");
    if (options->robustness &&
        !qp_command_number(options->robustness, QP_ROBUST_DRAWS_LEAST,
                           QP_ROBUST_DRAWS_MOST, &number))
        return _("--robustness takes a number from 20 to 100000");
    return NULL;
}

static int
run_score(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_ruleset *rules =
        qp_ruleset_load(run, options->operands[0]);
    const struct qp_history *history = NULL;
    const struct qp_submissions *subs = NULL;
    const struct qp_result *result = NULL;

    if (rules)
        check_frozen(run, rules, options->frozen);
    if (rules)
        history = qp_history_read(run, rules, options->prior);
    if (rules)
        subs = qp_submissions_read(run, rules, history, options->operands + 1,
                                   options->n_operands - 1,
                                   options->draft ? QP_PURPOSE_DRAFTS
                                                  : QP_PURPOSE_FINAL);
    if (subs && qp_diag_ok(run->diag))
        result = qp_score(run, rules, subs);
    else if (subs)
        qp_judge(run, rules, subs, NULL);
    result = simulate(run, result, options);
    if (result && qp_publish(run, result, options->output, options->bundle,
                             !options->no_notices))
        print_ranking(run, result, options->output);
    return qp_diag_status(run->diag);
}

static const struct qp_option score_options[] = {
    { "output", 'o', "DIR", offsetof(struct qp_options, output),
      N_("the directory to write") },
    { "prior", 0, "RESULT", offsetof(struct qp_options, prior),
      N_("look back on last year's result: its folder, or its result.xml") },
    { "frozen", 0, "SHA256", offsetof(struct qp_options, frozen),
      N_("refuse a rule set with another hash") },
    { "robustness", 0, "N", offsetof(struct qp_options, robustness),
      N_("simulate the ranking N times, as quping robustness does") },
    { "draft", 0, NULL, offsetof(struct qp_options, draft),
      N_("read drafts, and mark every sheet as one") },
    { "bundle", 0, NULL, offsetof(struct qp_options, bundle),
      N_("copy all inputs into DIR, so that it can be audited alone") },
    { "no-notices", 0, NULL, offsetof(struct qp_options, no_notices),
      N_("leave out the workbook for each district") },
    { 0 },
};

const struct qp_command qp_command_score = {
    .name = "score",
    .usage = "RULES SUBMISSION... -o DIR [--prior RESULT] [--frozen SHA256] "
             "[--robustness N] [--draft] [--bundle] [--no-notices]",
    .help = N_("score and rank all districts, and write the workbooks"),
    .options = score_options,
    .least = 2,
    .check = check_score,
    .run = run_score,
};
