/* Any bytes as a rule file: they are refused, saying why, or they are a rule
   set.  Whether our pass and iniparser read the same is asked by the loader
   itself, which refuses where they differ. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include "engine/num.h"
#include "rules/ruleset.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qp_session *run = fuzz_begin();
    const char *path = fuzz_file("rules.ini", data, size);
    const struct qp_ruleset *rules = qp_ruleset_lint(run, path);
    size_t errors, warnings, notes;

    qp_diag_count(run->diag, &errors, &warnings, &notes);
    MUST(!rules == (errors > 0));
    if (!rules)
        return 0;
    MUST(rules->n_districts > 0 || rules->n_indicators > 0);
    /* what is sound for lint is sound for scoring */
    run = fuzz_begin();
    MUST(qp_ruleset_load(run, path));
    return 0;
}
