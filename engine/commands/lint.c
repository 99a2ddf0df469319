/* quping lint: is the rule set sound, and what is its hash. */

#include <config.h>

#include "engine/commands/command.h"

#include "rules/ruleset.h"

static int
run_lint(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_ruleset *rules =
        qp_ruleset_lint(run, options->operands[0]);

    if (rules)
        printf("%s  %s %d\n", rules->sha256, rules->id, rules->year);
    return qp_diag_status(run->diag);
}

const struct qp_command qp_command_lint = {
    .name = "lint",
    .usage = "RULES",
    .help = "check a rule set and print its SHA-256",
    .least = 1,
    .most = 1,
    .run = run_lint,
};
