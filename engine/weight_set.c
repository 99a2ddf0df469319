/* Sets of weights; see weight_set.h. */

#include <config.h>

#include "engine/weight_set.h"

/* True if the rules give a weight to any indicator for GROUP alone. */
static bool
has_own(const struct qp_ruleset *rules, size_t group)
{
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (qp_num_defined(rules->indicators[i].group_weights[group]))
            return true;
    return false;
}

size_t
qp_weight_sets(struct qp_arena *arena, const struct qp_ruleset *rules,
               size_t sets[])
{
    size_t plain = rules->n_groups, n = 0;
    bool *own = qp_arena_alloc(arena, plain + 1, sizeof *own);
    bool *used = qp_arena_alloc(arena, plain + 1, sizeof *used);

    for (size_t g = 0; g < plain; g++)
        own[g] = has_own(rules, g);
    for (size_t d = 0; d < rules->n_districts; d++) {
        size_t group = rules->districts[d].group;

        used[group != QP_NONE && own[group] ? group : plain] = true;
    }
    if (used[plain])
        sets[n++] = plain;
    for (size_t g = 0; g < plain; g++)
        if (used[g])
            sets[n++] = g;
    return n;
}

qp_num
qp_weight_written(const struct qp_ruleset *rules, size_t node, size_t set)
{
    const struct qp_indicator *indicator = &rules->indicators[node];

    if (set < rules->n_groups && qp_num_defined(indicator->group_weights[set]))
        return indicator->group_weights[set];
    return indicator->weight;
}

qp_num
qp_weight_found(const struct qp_ruleset *rules, size_t node,
                const struct qp_weighing *weighing)
{
    size_t parent = rules->indicators[node].parent, k = 0;
    const size_t *siblings = parent == QP_NONE
                                 ? rules->top
                                 : rules->indicators[parent].children;

    while (siblings[k] != node)
        k++;
    return weighing->children[k].share;
}
