/* The stages of loading a rule set; see ruleset.h. */

#include <config.h>

#include "rules/ruleset.h"

#include "rules/include.h"
#include "rules/lint.h"
#include "rules/override.h"

/* What an [evaluation] fills; there may be none. */
static struct qp_ruleset *
make_rules(struct qp_arena *arena)
{
    struct qp_ruleset *rules = qp_arena_alloc(arena, 1, sizeof *rules);

    rules->scale = qp_num_undefined("not given");
    rules->bonus_cap = rules->scale;
    rules->deduction_cap = rules->scale;
    rules->min_available = rules->scale;
    return rules;
}

static const struct qp_ruleset *
load_all(struct qp_session *run, const char *path, bool for_writers,
         const struct qp_overrides *overrides)
{
    struct qp_load load = {
        .run = run,
        .rules = make_rules(run->arena),
        .main_file = path,
        .judgements_known = true,
        .records_known = true,
    };
    struct qp_lines *lines = qp_lines_new(run->arena);
    size_t errors_before, errors, others;

    qp_diag_count(run->diag, &errors_before, &others, &others);
    load.lines = lines;
    if (!qp_include_read(run, path, load.rules, lines))
        return NULL;
    qp_overrides_apply(run, lines, overrides);
    qp_sections_read(&load);
    qp_fields_read(&load);
    /* Without units every expression would be wrong. */
    if (load.units_known)
        qp_compile(&load);
    qp_alternatives_finish(&load);
    if (qp_tree_build(&load)) {
        qp_lint(&load);
        if (for_writers)
            qp_advise(&load);
    }
    qp_diag_count(run->diag, &errors, &others, &others);
    if (for_writers && errors == errors_before) {
        qp_examples_run(&load);
        qp_diag_count(run->diag, &errors, &others, &others);
    }
    return errors == errors_before ? load.rules : NULL;
}

const struct qp_ruleset *
qp_ruleset_load(struct qp_session *run, const char *path)
{
    return load_all(run, path, false, &(struct qp_overrides){ 0 });
}

const struct qp_ruleset *
qp_ruleset_load_with(struct qp_session *run, const char *path,
                     const struct qp_overrides *overrides)
{
    return load_all(run, path, false, overrides);
}

const struct qp_ruleset *
qp_ruleset_lint(struct qp_session *run, const char *path)
{
    return load_all(run, path, true, &(struct qp_overrides){ 0 });
}
