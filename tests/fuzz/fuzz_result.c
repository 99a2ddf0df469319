/* Any bytes as the record of last year: it is taken with sound figures, or
   refused, saying why. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include "engine/num.h"
#include "input/history.h"
#include "input/submission.h"
#include "rules/ruleset.h"

enum { LONGEST = 64 * 1024 };

static const char rule_text[] =
    "[evaluation]\nid = e\ntitle = t\nyear = 2025\n"
    "[district a]\nname = A\n[district b]\nname = B\n"
    "[datum x]\nname = X\ndecimals = 2\n"
    "[indicator i]\nname = I\nweight = 100\nvalue = x + prior(x)\n"
    "method = efficacy\n"
    "[veto v]\nname = V\nwhen = prior_rank() > 1\neffect = no_bonus\n";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct qp_ruleset *rules;
    struct qp_session *run;
    const struct qp_history *history;

    if (size > LONGEST)
        return 0;
    rules = fuzz_rules(rule_text);
    run = fuzz_begin();
    history = qp_history_read(run, rules, fuzz_file("result.xml", data, size));
    MUST(!history == !qp_diag_ok(run->diag));
    return 0;
}
