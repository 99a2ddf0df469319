/* The tree of indicators: children, order, cycles; see load.h. */

#include <config.h>

#include "rules/load.h"
#include "rules/ruleset.h"


/* Gives every indicator, and the total, its children in file order. */
static void
collect_children(struct qp_load *load)
{
    struct qp_ruleset *rules = load->rules;
    size_t n = rules->n_indicators, *counts, **lists;

    counts = qp_arena_alloc(load->run->arena, n + 1, sizeof *counts);
    lists = qp_arena_alloc(load->run->arena, n + 1, sizeof *lists);
    for (size_t i = 0; i < n; i++) {
        size_t parent = rules->indicators[i].parent;

        counts[parent == QP_NONE ? n : parent]++;
    }
    for (size_t i = 0; i <= n; i++) {
        lists[i] =
            qp_arena_alloc(load->run->arena, counts[i], sizeof *lists[i]);
        counts[i] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        size_t parent = rules->indicators[i].parent;
        size_t list = parent == QP_NONE ? n : parent;

        lists[list][counts[list]++] = i;
    }
    for (size_t i = 0; i < n; i++) {
        rules->indicators[i].children = lists[i];
        rules->indicators[i].n_children = counts[i];
    }
    rules->top = lists[n];
    rules->n_top = counts[n];
}

/* The way from START up to itself, "a -> b -> a".  Its nodes are marked in
   SEEN. */
static const char *
path_from(struct qp_load *load, size_t start, bool *seen)
{
    const struct qp_indicator *indicators = load->rules->indicators;
    const char *path = indicators[start].code;
    size_t at = start;

    do {
        seen[at] = true;
        at = indicators[at].parent;
        path = qp_arena_printf(load->run->arena, "%s -> %s", path,
                               indicators[at].code);
    } while (at != start);
    return path;
}

/* Where the way up from START ends: QP_NONE at the total, START when it leads
   back, else a node that is QP_RULESET_DEPTH steps away. */
static size_t
climb(const struct qp_ruleset *rules, size_t start)
{
    size_t at = start;

    for (int steps = 0; steps < QP_RULESET_DEPTH; steps++) {
        at = rules->indicators[at].parent;
        if (at == QP_NONE || at == start)
            break;
    }
    return at;
}

/* Reports each cycle once, at its first indicator in the file, and the first
   indicator that is too deep. */
static bool
check_climbs(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    bool *seen =
        qp_arena_alloc(load->run->arena, rules->n_indicators, sizeof *seen);
    bool good = true;

    for (size_t i = 0; i < rules->n_indicators; i++) {
        if (seen[i] || climb(rules, i) != i)
            continue;
        good = false;
        qp_error(load->run, rules->indicators[i].at, QP_CYCLE,
                 "indicator %s is above itself: %s",
                 rules->indicators[i].code, path_from(load, i, seen));
    }
    for (size_t i = 0; good && i < rules->n_indicators; i++)
        if (climb(rules, i) != QP_NONE) {
            good = false;
            qp_error(load->run, rules->indicators[i].at, QP_LIMIT,
                     "indicator %s is nested more than %d deep",
                     rules->indicators[i].code, QP_RULESET_DEPTH);
        }
    return good;
}

/* Appends NODES and what is below each of them to ORDER. */
static size_t
visit(const struct qp_ruleset *rules, const size_t *nodes, size_t n_nodes,
      size_t *order, size_t n)
{
    for (size_t i = 0; i < n_nodes; i++) {
        const struct qp_indicator *node = &rules->indicators[nodes[i]];

        order[n++] = nodes[i];
        n = visit(rules, node->children, node->n_children, order, n);
    }
    return n;
}

bool
qp_tree_build(struct qp_load *load)
{
    struct qp_ruleset *rules = load->rules;
    size_t *order;

    collect_children(load);
    if (!check_climbs(load))
        return false;
    order = qp_arena_alloc(load->run->arena, rules->n_indicators,
                           sizeof *order);
    visit(rules, rules->top, rules->n_top, order, 0);
    rules->order = order;
    return true;
}
