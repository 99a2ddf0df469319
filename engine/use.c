/* What data are good for; see use.h. */

#include <config.h>

#include "engine/use.h"

#include "engine/expr.h"
#include "engine/method.h"

/* A walk over all that reads data. */
struct walk {
    const struct qp_ruleset *rules;
    struct qp_use *uses;
    size_t top;   /* what is being looked at is below it; or QP_NONE */
    bool in_item; /* it is a bonus, a deduction or a veto */
};

/* Marks what FORMULA reads; as of the year before if IS_PRIOR. */
static void
mark(struct walk *walk, const struct qp_formula *formula, bool is_prior)
{
    const size_t *data;
    size_t n;

    if (!formula->expr)
        return;
    data = qp_expr_data(formula->expr, &n);
    for (size_t i = 0; i < n; i++) {
        struct qp_use *use = &walk->uses[data[i]];

        if (use->top == QP_NONE)
            use->top = walk->top;
        use->in_item = use->in_item || walk->in_item;
        use->prior = use->prior || is_prior ||
                     qp_expr_asks_prior_of(formula->expr, data[i]);
    }
}

static size_t
top_of(const struct qp_ruleset *rules, size_t node)
{
    while (rules->indicators[node].parent != QP_NONE)
        node = rules->indicators[node].parent;
    return node;
}

/* True if INDICATOR puts last year's value in the place of a missing one. */
static bool
falls_back(const struct qp_indicator *indicator)
{
    for (size_t i = 0; i < QP_N_STATES; i++)
        if (indicator->missing_state[i].kind == QP_POLICY_PRIOR)
            return true;
    return indicator->missing.kind == QP_POLICY_PRIOR;
}

static void
mark_indicator(struct walk *walk, size_t node)
{
    const struct qp_indicator *indicator = &walk->rules->indicators[node];
    const struct qp_method *method = indicator->method;

    walk->top = top_of(walk->rules, node);
    mark(walk, &indicator->value, falls_back(indicator));
    for (size_t i = 0; method && method->params[i].key; i++) {
        const struct qp_argument *argument = &indicator->arguments[i];

        if (argument->given)
            mark(walk, &argument->formula, false);
        else if (method->params[i].type == QP_PARAM_PRIOR)
            mark(walk, &indicator->value, true);
    }
    walk->top = QP_NONE;
}

static void
mark_items(struct walk *walk, const struct qp_item *items, size_t n)
{
    walk->in_item = true;
    for (size_t i = 0; i < n; i++)
        mark(walk, &items[i].points, false);
    walk->in_item = false;
}

static void
mark_vetoes(struct walk *walk)
{
    walk->in_item = true;
    for (size_t i = 0; i < walk->rules->n_vetoes; i++)
        mark(walk, &walk->rules->vetoes[i].when, false);
    walk->in_item = false;
}

/* Checks over rows of detail read fields, and no data. */
static void
mark_checks(struct walk *walk)
{
    for (size_t i = 0; i < walk->rules->n_checks; i++) {
        const struct qp_check *check = &walk->rules->checks[i];

        if (check->record != QP_NONE)
            continue;
        mark(walk, &check->assertion, false);
        mark(walk, &check->unless, false);
    }
}

static void
mark_targets(struct walk *walk)
{
    for (size_t i = 0; i < walk->rules->n_targets; i++)
        mark(walk, &walk->rules->targets[i].value, false);
}

const struct qp_use *
qp_use_find(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    struct walk walk = {
        .rules = rules,
        .uses = qp_arena_alloc(arena, rules->n_data, sizeof *walk.uses),
        .top = QP_NONE,
    };

    for (size_t i = 0; i < rules->n_data; i++)
        walk.uses[i].top = QP_NONE;
    for (size_t i = 0; i < rules->n_indicators; i++)
        mark_indicator(&walk, rules->order[i]);
    mark_items(&walk, rules->bonuses, rules->n_bonuses);
    mark_items(&walk, rules->deductions, rules->n_deductions);
    mark_vetoes(&walk);
    mark_checks(&walk);
    mark_targets(&walk);
    return walk.uses;
}
