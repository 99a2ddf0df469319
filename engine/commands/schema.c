/* quping schema: the XSD of a rule set, on standard output. */

#include <config.h>

#include "engine/commands/command.h"

#include "engine/tongue.h"
#include "input/form.h"
#include "output/schema.h"
#include "rules/ruleset.h"

static int
run_schema(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_ruleset *rules =
        qp_ruleset_load(run, options->operands[0]);

    if (rules)
        qp_schema_write(run, rules, qp_forms, QP_N_FORMS, stdout);
    return qp_diag_status(run->diag);
}

const struct qp_command qp_command_schema = {
    .name = "schema",
    .usage = "RULES",
    .help = N_("print the XML schema (XSD 1.0) of what is submitted"),
    .least = 1,
    .most = 1,
    .run = run_schema,
};
