/* Two years side by side; see change.h. */

#include <config.h>

#include "engine/change.h"

#include "engine/history.h"

/* Indicators of one kind in both years. */
struct pairs {
    struct qp_change_pair *items;
    size_t n;
};

struct qp_changes {
    struct qp_arena *arena;
    const struct qp_result *result;
    const struct qp_history *history;
    int places;
    struct pairs tops, leaves;
};

static bool
is_top(const struct qp_indicator *node)
{
    return node->parent == QP_NONE;
}

static bool
is_leaf(const struct qp_indicator *node)
{
    return node->method != NULL;
}

static bool
was_top(const struct qp_past_node *past)
{
    return past->is_top;
}

static bool
was_leaf(const struct qp_past_node *past)
{
    return past->is_leaf;
}

/* Pairs what IS of a kind now with what WAS of it last year. */
static struct pairs
pair_up(struct qp_arena *arena, const struct qp_ruleset *rules,
        const struct qp_history *history,
        bool (*is)(const struct qp_indicator *),
        bool (*was)(const struct qp_past_node *))
{
    size_t n = rules->n_indicators;
    size_t *past_of = qp_arena_alloc(arena, n, sizeof *past_of);
    struct pairs pairs = {
        .items =
            qp_arena_alloc(arena, n + history->n_nodes, sizeof *pairs.items),
    };

    for (size_t i = 0; i < n; i++)
        past_of[i] = QP_NONE;
    for (size_t p = 0; p < history->n_nodes; p++) {
        size_t node = history->nodes[p].indicator;

        if (node != QP_NONE && is(&rules->indicators[node]) &&
            was(&history->nodes[p]))
            past_of[node] = p;
    }
    for (size_t i = 0; i < n; i++) {
        size_t node = rules->order[i];

        if (is(&rules->indicators[node]))
            pairs.items[pairs.n++] =
                (struct qp_change_pair){ node, past_of[node] };
    }
    for (size_t p = 0; p < history->n_nodes; p++) {
        size_t node = history->nodes[p].indicator;

        if (was(&history->nodes[p]) &&
            (node == QP_NONE || past_of[node] != p))
            pairs.items[pairs.n++] = (struct qp_change_pair){ QP_NONE, p };
    }
    return pairs;
}

struct qp_changes *
qp_changes_new(struct qp_arena *arena, const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_history *history = result->subs->history;
    struct qp_changes *changes;

    if (!history || !history->n_nodes)
        return NULL;
    changes = qp_arena_alloc(arena, 1, sizeof *changes);
    *changes = (struct qp_changes){
        .arena = arena,
        .result = result,
        .history = history,
        .places = rules->decimals > history->decimals ? rules->decimals
                                                      : history->decimals,
        .tops = pair_up(arena, rules, history, is_top, was_top),
        .leaves = pair_up(arena, rules, history, is_leaf, was_leaf),
    };
    return changes;
}

int
qp_changes_places(const struct qp_changes *changes)
{
    return changes->places;
}

const struct qp_change_pair *
qp_changes_tops(const struct qp_changes *changes, size_t *n)
{
    *n = changes->tops.n;
    return changes->tops.items;
}

/* POINTS as they are read. */
static qp_num
shown(const struct qp_changes *changes, qp_num points)
{
    return qp_num_round(changes->arena, points, changes->places,
                        changes->result->rules->rounding);
}

/* NOW less BEFORE, of which one may not be there. */
static qp_num
difference(const struct qp_changes *changes, qp_num now, qp_num before)
{
    if (!qp_num_defined(before))
        return now;
    if (!qp_num_defined(now))
        return qp_num_neg(changes->arena, before);
    return qp_num_sub(changes->arena, now, before);
}

struct qp_change
qp_changes_on(struct qp_changes *changes, size_t district,
              struct qp_change_pair pair)
{
    const struct qp_history *history = changes->history;
    size_t n = changes->result->rules->n_indicators;
    qp_num none = qp_num_undefined("no points");
    struct qp_change change = { pair, none, none, none, none, none };

    if (pair.past != QP_NONE && qp_history_past(history, district, 1)) {
        const struct qp_past_score *past =
            &history->scores[district * history->n_nodes + pair.past];

        change.before = shown(changes, past->points);
        change.weight_before = past->weight;
    }
    if (pair.node != QP_NONE) {
        const struct qp_score *score =
            &changes->result->scores[district * n + pair.node];

        change.now = shown(changes, score->points);
        change.weight_now = qp_result_weight(score);
    }
    change.by = difference(changes, change.now, change.before);
    return change;
}

bool
qp_changes_sum(struct qp_changes *changes, size_t district,
               struct qp_change_sum *sum)
{
    const struct qp_outcome *now = &changes->result->outcomes[district];
    const struct qp_past *before =
        qp_history_past(changes->history, district, 1);
    struct qp_arena *arena = changes->arena;

    if (!before || !qp_num_defined(before->total) ||
        !qp_num_defined(now->total))
        return false;
    sum->total = qp_num_sub(arena, now->total, before->total);
    sum->bonus = difference(changes, shown(changes, now->bonus),
                            shown(changes, before->bonus));
    sum->deduction = difference(changes, shown(changes, before->deduction),
                                shown(changes, now->deduction));
    sum->rest = qp_num_sub(arena, sum->total,
                           qp_num_add(arena, sum->bonus, sum->deduction));
    for (size_t i = 0; i < changes->tops.n; i++) {
        struct qp_change change =
            qp_changes_on(changes, district, changes->tops.items[i]);

        if (qp_num_defined(change.by))
            sum->rest = qp_num_sub(arena, sum->rest, change.by);
    }
    return true;
}

/* Puts CHANGE behind those of the N in MOST that are at least as large, of
   which the last falls out when there are ROOM; returns how many there are
   then. */
static size_t
insert(const struct qp_changes *changes, struct qp_change most[], size_t n,
       size_t room, struct qp_change change)
{
    qp_num size = qp_num_abs(changes->arena, change.by);
    size_t at = n;

    while (at > 0 &&
           qp_num_cmp(qp_num_abs(changes->arena, most[at - 1].by), size) < 0)
        at--;
    if (at == room)
        return n;
    if (n < room)
        n++;
    for (size_t i = n - 1; i > at; i--)
        most[i] = most[i - 1];
    most[at] = change;
    return n;
}

size_t
qp_changes_most(struct qp_changes *changes, size_t district, bool gained,
                struct qp_change most[], size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < changes->leaves.n; i++) {
        struct qp_change change =
            qp_changes_on(changes, district, changes->leaves.items[i]);

        if (qp_num_defined(change.by) &&
            qp_num_sign(change.by) == (gained ? 1 : -1))
            found = insert(changes, most, found, n, change);
    }
    return found;
}
