/* quping score: the evaluation. */

#include <config.h>

#include "engine/commands/command.h"

#include <strings.h>

#include "engine/score.h"
#include "input/submission.h"
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

/* Says where the result is, and the order. */
static void
print_ranking(struct qp_session *run, const struct qp_result *result,
              const char *path)
{
    const struct qp_ruleset *rules = result->rules;

    for (size_t i = 0; i < result->n_ranked; i++) {
        const struct qp_outcome *outcome =
            &result->outcomes[result->by_rank[i]];
        const struct qp_district *district =
            &rules->districts[result->by_rank[i]];

        printf("%4s %10s  %s %s\n", qp_num_text(run->arena, outcome->rank),
               qp_num_fixed(run->arena, outcome->total, rules->decimals),
               district->code, district->name);
    }
    printf("%zu of %zu districts ranked; workbooks in %s\n",
           result->n_ranked, rules->n_districts, path);
}

static int
run_score(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_ruleset *rules =
        qp_ruleset_load(run, options->operands[0]);
    const struct qp_submissions *subs = NULL;
    const struct qp_result *result = NULL;

    if (!options->output) {
        fputs("quping: score writes a directory; say which with -o DIR\n",
              stderr);
        return 2;
    }
    if (rules)
        check_frozen(run, rules, options->frozen);
    if (rules)
        subs = qp_submissions_read(run, rules, options->operands + 1,
                                   options->n_operands - 1, options->draft);
    if (subs && qp_diag_ok(run->diag))
        result = qp_score(run, rules, subs);
    if (result && qp_publish(run, result, options->output))
        print_ranking(run, result, options->output);
    return qp_diag_status(run->diag);
}

static const struct qp_option score_options[] = {
    { "output", 'o', "DIR", offsetof(struct qp_options, output),
      "the directory to write" },
    { "frozen", 0, "SHA256", offsetof(struct qp_options, frozen),
      "refuse a rule set with another hash" },
    { "draft", 0, NULL, offsetof(struct qp_options, draft),
      "read drafts, and mark every sheet as one" },
    { 0 },
};

const struct qp_command qp_command_score = {
    .name = "score",
    .usage = "RULES SUBMISSION... -o DIR [--frozen SHA256] [--draft]",
    .help = "score and rank all districts, and write the workbooks",
    .options = score_options,
    .least = 2,
    .run = run_score,
};
