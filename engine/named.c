/* Names in formulas; see named.h. */

#include <config.h>

#include "engine/named.h"

#include <string.h>

#include "engine/method.h"

/* One district on one leaf. */
struct cell {
    struct qp_arena *arena;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    size_t district, node;
    const struct qp_indicator *leaf;
    const struct qp_score *score;
};

/* The figure called NAME that the score rests on; null. */
static const struct qp_quantity *
find_quantity(const struct cell *c, const char *name)
{
    const struct qp_trace *trace = c->score->trace;

    for (size_t i = 0; name && trace && i < trace->n_quantities; i++)
        if (strcmp(trace->quantities[i].name, name) == 0)
            return &trace->quantities[i];
    return NULL;
}

/* The peers of the scope that are better than the value, and those that have
   just it. */
static void
count_peers(const struct cell *c, size_t *better, size_t *equal)
{
    const struct qp_ruleset *rules = c->rules;
    const struct qp_outcome *outcomes = c->result->outcomes;

    *better = *equal = 0;
    for (size_t d = 0; d < rules->n_districts; d++) {
        qp_num x = c->result->scores[d * rules->n_indicators + c->node].used;
        int order;

        if (outcomes[d].excluded || outcomes[d].unranked ||
            !qp_num_defined(x) ||
            (c->leaf->by_group &&
             rules->districts[d].group != rules->districts[c->district].group))
            continue;
        order = qp_num_cmp(x, c->score->used);
        *better += c->leaf->lower ? order < 0 : order > 0;
        *equal += order == 0;
    }
}

/* Its place among them, as methods' formulas call it.  A district that is no
   peer stands where one with its value would. */
static qp_num
place(const struct cell *c, const char *name)
{
    const struct qp_quantity *peers = find_quantity(c, "peers");
    size_t better, equal;

    if (!peers)
        return qp_num_undefined("not given");
    count_peers(c, &better, &equal);
    if (strcmp(name, "place") == 0)
        return qp_num_div(
            c->arena,
            qp_num_int((int64_t)(2 * better + (equal ? equal : 1) + 1)),
            qp_num_int(2));
    if (strcmp(name, "worse") == 0)
        return qp_num_sub(c->arena, peers->number,
                          qp_num_int((int64_t)(better + equal)));
    if (strcmp(name, "equal") == 0)
        return qp_num_int(equal ? (int64_t)equal - 1 : 0);
    return qp_num_undefined("not given");
}

/* The full marks of the leaf in points as the rules weigh. */
static qp_num
full_marks(const struct cell *c)
{
    size_t group = c->rules->districts[c->district].group;

    if (group == QP_NONE)
        group = c->rules->n_groups;
    return c->result->full[group * c->rules->n_indicators + c->node];
}

struct qp_quantity
qp_named_figure(struct qp_arena *arena, const struct qp_result *result,
                size_t district, size_t node, const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    const struct cell c = {
        arena,
        result,
        rules,
        district,
        node,
        &rules->indicators[node],
        &result->scores[district * rules->n_indicators + node]
    };
    const struct qp_quantity *quantity = find_quantity(&c, name);
    struct qp_quantity found = { .name = name };

    if (!quantity)
        quantity = find_quantity(&c, qp_method_bound(c.leaf, name));
    if (quantity) {
        found = *quantity;
        found.name = name;
    } else if (strcmp(name, "x") == 0) {
        found.number = c.score->used;
    } else if (strcmp(name, "full") == 0) {
        found.number = full_marks(&c);
    } else {
        found.number = place(&c, name);
    }
    return found;
}
