/* Means of groups, and distances from them; see standout.h. */

#include <config.h>

#include "engine/standout.h"

#include <stdlib.h>

struct qp_standouts {
    struct qp_arena *arena; /* of one district: cleared with each call */
    const struct qp_result *result;
    qp_num *means; /* [group * n_indicators + node], n_groups for all */
};

static const struct qp_score *
score_of(const struct qp_result *result, size_t district, size_t node)
{
    return &result->scores[district * result->rules->n_indicators + node];
}

static bool
is_peer(const struct qp_result *result, size_t district)
{
    const struct qp_outcome *outcome = &result->outcomes[district];

    return !outcome->excluded && !outcome->unranked;
}

/* The mean normalised score of GROUP, n_groups for all, on leaf NODE, found in
   SCRATCH. */
static qp_num
mean_of(struct qp_arena *scratch, const struct qp_result *result, size_t group,
        size_t node)
{
    const struct qp_ruleset *rules = result->rules;
    qp_num *scores =
        qp_arena_alloc(scratch, rules->n_districts, sizeof *scores);
    size_t n = 0;

    for (size_t d = 0; d < rules->n_districts; d++) {
        const struct qp_score *score = score_of(result, d, node);

        if (is_peer(result, d) && score->standing == QP_STANDING_SCORED &&
            (group == rules->n_groups || rules->districts[d].group == group))
            scores[n++] = score->normalised;
    }
    if (n == 0)
        return qp_num_undefined("no score");
    return qp_num_div(scratch, qp_num_sum(scratch, scores, n),
                      qp_num_int((int64_t)n));
}

struct qp_standouts *
qp_standouts_new(struct qp_arena *arena, const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_standouts *standouts =
        qp_arena_alloc(arena, 1, sizeof *standouts);
    size_t n = rules->n_indicators;

    *standouts = (struct qp_standouts){
        .arena = qp_arena_inner(arena),
        .result = result,
        .means = qp_arena_alloc(arena, (rules->n_groups + 1) * n,
                                sizeof *standouts->means),
    };
    for (size_t group = 0; group <= rules->n_groups; group++)
        for (size_t node = 0; node < n; node++) {
            standouts->means[group * n + node] =
                rules->indicators[node].method
                    ? qp_num_copy(arena, mean_of(standouts->arena, result,
                                                 group, node))
                    : qp_num_undefined("no score");
            qp_arena_clear(standouts->arena);
        }
    return standouts;
}

/* A leaf and its place in the rules. */
struct place {
    struct qp_standout standout;
    size_t order;
};

static int
by_distance(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int order = qp_num_cmp(b->standout.above, a->standout.above);

    return order ? order : (a->order > b->order) - (a->order < b->order);
}

/* Leaf NODE of DISTRICT, which has points. */
static struct qp_standout
measure(const struct qp_standouts *standouts, size_t district, size_t node)
{
    const struct qp_ruleset *rules = standouts->result->rules;
    const struct qp_score *score =
        score_of(standouts->result, district, node);
    size_t group = rules->districts[district].group;
    struct qp_standout standout = { .node = node };

    if (group == QP_NONE)
        group = rules->n_groups;
    standout.mean = qp_num_mul(
        standouts->arena, standouts->means[group * rules->n_indicators + node],
        qp_result_weight(score));
    standout.above =
        qp_num_sub(standouts->arena, score->exact, standout.mean);
    return standout;
}

const struct qp_standout *
qp_standouts_of(struct qp_standouts *standouts, size_t district, size_t *n)
{
    const struct qp_ruleset *rules = standouts->result->rules;
    struct place *places;
    struct qp_standout *sorted;

    qp_arena_clear(standouts->arena);
    places = qp_arena_alloc(standouts->arena, rules->n_indicators,
                            sizeof *places);
    sorted = qp_arena_alloc(standouts->arena, rules->n_indicators,
                            sizeof *sorted);
    *n = 0;
    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t node = rules->order[i];
        const struct qp_score *score =
            score_of(standouts->result, district, node);
        struct qp_standout standout;

        if (!rules->indicators[node].method ||
            !qp_num_defined(score->points))
            continue;
        standout = measure(standouts, district, node);
        if (qp_num_defined(standout.above))
            places[(*n)++] = (struct place){ standout, i };
    }
    if (*n)
        qsort(places, *n, sizeof *places, by_distance);
    for (size_t i = 0; i < *n; i++)
        sorted[i] = places[i].standout;
    return sorted;
}
