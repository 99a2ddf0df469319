/* Values and goals; see progress.h. */

#include <config.h>

#include "engine/progress.h"

#include <string.h>

#include "engine/expr.h"

/* Brings what TARGET measures, VALUE, to the unit of its goal. */
static struct qp_value
converted(struct qp_arena *arena, const struct qp_target *target,
          struct qp_value value)
{
    if (value.state == QP_REPORTED && qp_expr_has_unit(target->goal.expr))
        value.num = qp_num_mul(
            arena, value.num,
            qp_unit_factor(arena, qp_expr_unit(target->value.expr),
                           qp_expr_unit(target->goal.expr)));
    return value;
}

static const char *
unit_of(const struct qp_target *target)
{
    const struct qp_expr *has_it = qp_expr_has_unit(target->goal.expr)
                                       ? target->goal.expr
                                       : target->value.expr;
    const struct qp_unit *unit = qp_expr_unit(has_it);

    return unit->n_powers ? unit->name : "";
}

const struct qp_progress *
qp_progress_find(struct qp_arena *arena, const struct qp_ruleset *rules,
                 const struct qp_submissions *subs)
{
    bool *peers = qp_arena_alloc(arena, rules->n_districts, sizeof *peers);
    struct qp_progress *all =
        qp_arena_alloc(arena, rules->n_targets, sizeof *all);
    struct qp_eval *eval = qp_eval_new(arena, rules, subs, peers, NULL);

    memset(peers, true, rules->n_districts * sizeof *peers);
    for (size_t i = 0; i < rules->n_targets; i++) {
        const struct qp_target *target = &rules->targets[i];
        struct qp_progress *progress = &all[i];

        progress->unit = unit_of(target);
        progress->value =
            converted(arena, target,
                      qp_expr_eval(target->value.expr, eval, QP_NONE));
        progress->goal = qp_expr_literal(arena, target->goal.expr);
        progress->share =
            progress->value.state == QP_REPORTED
                ? qp_num_div(arena, progress->value.num, progress->goal)
                : qp_num_undefined("no value");
    }
    return all;
}
