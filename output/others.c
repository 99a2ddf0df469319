/* How all districts did, and those of each group; see others.h. */

#include <config.h>

#include "output/others.h"

#include "engine/frame.h"

struct qp_others {
    const struct qp_ruleset *rules;
    struct qp_standard *standards; /* [scope * (n_top + 1) + top], with scope
                                      n_groups for all districts */
    size_t *ranked;                /* [ranking] */
};

/* The numbers of one scope on one node. */
struct pool {
    qp_num *points, *rates;
    size_t n;
};

static bool
is_among(const struct qp_result *result, size_t district, size_t scope)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_outcome *outcome = &result->outcomes[district];

    return !outcome->excluded && !outcome->unranked &&
           (scope == rules->n_groups ||
            rules->districts[district].group == scope);
}

/* Those of SCOPE who have points on main indicator TOP. */
static void
fill(struct pool *pool, const struct qp_result *result, size_t top,
     size_t scope)
{
    const struct qp_ruleset *rules = result->rules;

    pool->n = 0;
    for (size_t d = 0; d < rules->n_districts; d++) {
        const struct qp_score *score =
            top == rules->n_top ? NULL
                                : &result->scores[d * rules->n_indicators +
                                                  rules->top[top]];
        qp_num points = score ? score->points : result->outcomes[d].total;

        if (!is_among(result, d, scope) || !qp_num_defined(points))
            continue;
        pool->points[pool->n] = points;
        pool->rates[pool->n++] = score ? score->normalised : points;
    }
}

static qp_num
mean_of(struct qp_arena *arena, const qp_num *x, size_t n)
{
    return qp_num_div(arena, qp_num_sum(arena, x, n), qp_num_int((int64_t)n));
}

static struct qp_standard
sum_up(struct qp_arena *arena, const struct pool *pool, size_t least,
       bool has_rate)
{
    qp_num none = qp_num_undefined("too few districts");
    struct qp_standard standard = { none, none, none };

    if (pool->n < least)
        return standard;
    standard.mean = mean_of(arena, pool->points, pool->n);
    standard.best = pool->points[0];
    for (size_t i = 1; i < pool->n; i++)
        standard.best = qp_num_max(arena, standard.best, pool->points[i]);
    if (has_rate)
        standard.rate = mean_of(arena, pool->rates, pool->n);
    return standard;
}

static size_t
count_ranked(const struct qp_result *result, size_t ranking)
{
    size_t n = 0;

    for (size_t d = 0; d < result->rules->n_districts; d++)
        n += qp_num_defined(result->outcomes[d].rankings[ranking].rank);
    return n;
}

const struct qp_others *
qp_others_find(struct qp_arena *arena, const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;
    size_t n = rules->n_groups + 1, n_nodes = rules->n_top + 1;
    struct qp_others *others = qp_arena_alloc(arena, 1, sizeof *others);
    struct pool pool = {
        .points = qp_arena_alloc(arena, rules->n_districts, sizeof(qp_num)),
        .rates = qp_arena_alloc(arena, rules->n_districts, sizeof(qp_num)),
    };

    others->rules = rules;
    others->standards =
        qp_arena_alloc(arena, n * n_nodes, sizeof *others->standards);
    for (size_t i = 0; i < n * n_nodes; i++) {
        size_t scope = i / n_nodes, top = i % n_nodes;

        fill(&pool, result, top, scope);
        others->standards[i] =
            sum_up(arena, &pool, scope == rules->n_groups ? 1 : QP_FRAME_LEAST,
                   top < rules->n_top);
    }
    others->ranked =
        qp_arena_alloc(arena, rules->n_rankings, sizeof *others->ranked);
    for (size_t r = 0; r < rules->n_rankings; r++)
        others->ranked[r] = count_ranked(result, r);
    return others;
}

struct qp_standard
qp_others_on(const struct qp_others *others, size_t top, size_t group)
{
    size_t scope = group == QP_NONE ? others->rules->n_groups : group;

    return others->standards[scope * (others->rules->n_top + 1) + top];
}

size_t
qp_others_ranked(const struct qp_others *others, size_t ranking)
{
    return others->ranked[ranking];
}
