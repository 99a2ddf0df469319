/* Rules that targets read files against; see fuzz.h.  It stands alone so that
   targets of the engine link without what reads rules. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include "input/submission.h"
#include "rules/ruleset.h"

const struct qp_ruleset *
fuzz_rules(const char *text)
{
    static struct qp_session kept;
    static const struct qp_ruleset *rules;

    if (rules)
        return rules;
    qp_input_init();
    kept.arena = qp_arena_new();
    kept.diag = qp_diag_new(kept.arena);
    rules =
        qp_ruleset_load(&kept, fuzz_file("rules.ini", text, strlen(text)));
    if (!rules)
        fputs(fuzz_said(&kept), stderr);
    MUST(rules);
    return rules;
}
