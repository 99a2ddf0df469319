/* Weights by the rules and by judges; see weigh.h. */

#include <config.h>

#include "engine/weigh.h"

#include <assert.h>

static const struct {
    const char *name;
    bool from_data;
} kinds[] = {
    [QP_WEIGHTING_GIVEN] = { "given", false },
    [QP_WEIGHTING_EQUAL] = { "equal", false },
    [QP_WEIGHTING_AHP] = { "ahp", false },
    [QP_WEIGHTING_BUDGET] = { "budget", false },
    [QP_WEIGHTING_ENTROPY] = { "entropy", true },
    [QP_WEIGHTING_CRITIC] = { "critic", true },
    [QP_WEIGHTING_SD] = { "sd", true },
    [QP_WEIGHTING_PCA] = { "pca", true },
};

const struct qp_weighting *
qp_weighting_of(const struct qp_ruleset *rules, size_t node)
{
    return node == QP_NONE ? &rules->weighting
                           : &rules->indicators[node].weighting;
}

const char *
qp_weighting_name(enum qp_weighting_kind kind)
{
    return kinds[kind].name;
}

bool
qp_weighting_from_data(enum qp_weighting_kind kind)
{
    return kinds[kind].from_data;
}

/* ---- equal ---- */

const struct qp_weighing *
qp_weigh_equal(struct qp_arena *arena, size_t n, const char *note)
{
    struct qp_weighing *weighing = qp_arena_alloc(arena, 1, sizeof *weighing);
    struct qp_weighed *children = qp_arena_alloc(arena, n, sizeof *children);

    for (size_t i = 0; i < n; i++)
        children[i].share =
            qp_num_div(arena, qp_num_int(1), qp_num_int((int64_t)n));
    *weighing = (struct qp_weighing){ .children = children, .note = note };
    return weighing;
}

/* ---- ahp ---- */

/* Saaty's mean consistency indices of random judgements, in hundredths, for 1
   to 15 children: The Analytic Hierarchy Process (1980), page 21. */
static const int random_indices[QP_WEIGH_AHP_MOST] = {
    0, 0, 58, 90, 112, 124, 132, 141, 145, 149, 151, 148, 156, 157, 159,
};

/* How many times too large the way I to J to K is against I to K directly, or
   too small: 1 for consistent judgements. */
static qp_num
contradiction(struct qp_arena *arena, const qp_num matrix[], size_t n,
              size_t i, size_t j, size_t k)
{
    qp_num way = qp_num_mul(arena, matrix[i * n + j], matrix[j * n + k]);
    qp_num times = qp_num_div(arena, way, matrix[i * n + k]);

    return qp_num_max(arena, times, qp_num_div(arena, qp_num_int(1), times));
}

void
qp_weigh_worst_triple(struct qp_arena *arena, const qp_num matrix[], size_t n,
                      size_t triple[3])
{
    qp_num worst = qp_num_int(0);

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            for (size_t k = j + 1; k < n; k++) {
                qp_num here = contradiction(arena, matrix, n, i, j, k);

                if (qp_num_cmp(here, worst) <= 0)
                    continue;
                worst = here;
                triple[0] = i;
                triple[1] = j;
                triple[2] = k;
            }
}

/* True if no three judgements contradict each other. */
static bool
is_consistent(struct qp_arena *arena, const qp_num matrix[], size_t n)
{
    size_t triple[3];

    if (n < 3)
        return true;
    qp_weigh_worst_triple(arena, matrix, n, triple);
    return qp_num_cmp(contradiction(arena, matrix, n, triple[0], triple[1],
                                    triple[2]),
                      qp_num_int(1)) == 0;
}

/* The weights of consistent judgements: any column has them. */
static void
read_column(struct qp_arena *arena, const qp_num matrix[], size_t n,
            qp_num weights[])
{
    qp_num sum;

    for (size_t i = 0; i < n; i++)
        weights[i] = matrix[i * n];
    sum = qp_num_sum(arena, weights, n);
    for (size_t i = 0; i < n; i++)
        weights[i] = qp_num_div(arena, weights[i], sum);
}

/* "lambda", "ci", "ri" and "cr" of N children. */
static const struct qp_quantity *
consistency(struct qp_arena *arena, qp_num lambda, size_t n,
            size_t *n_quantities)
{
    struct qp_quantity *all = qp_arena_alloc(arena, 4, sizeof *all);
    qp_num excess = qp_num_sub(arena, lambda, qp_num_int((int64_t)n));
    qp_num ri =
        qp_num_div(arena, qp_num_int(random_indices[n - 1]), qp_num_int(100));
    qp_num ci = n > 1 ? qp_num_div(arena, excess, qp_num_int((int64_t)n - 1))
                      : qp_num_int(0);
    qp_num cr = n > 2 ? qp_num_div(arena, ci, ri) : qp_num_int(0);

    *n_quantities = 4;
    all[0] = (struct qp_quantity){ .name = "lambda", .number = lambda };
    all[1] = (struct qp_quantity){ .name = "ci", .number = ci };
    all[2] = (struct qp_quantity){ .name = "ri", .number = ri };
    all[3] = (struct qp_quantity){ .name = "cr", .number = cr };
    return all;
}

const struct qp_weighing *
qp_weigh_ahp(struct qp_arena *arena, const qp_num matrix[], size_t n)
{
    struct qp_weighing *weighing = qp_arena_alloc(arena, 1, sizeof *weighing);
    struct qp_weighed *children = qp_arena_alloc(arena, n, sizeof *children);
    qp_num *weights = qp_arena_alloc(arena, n, sizeof *weights);
    qp_num lambda = qp_num_int((int64_t)n);

    assert(n > 0 && n <= QP_WEIGH_AHP_MOST);
    /* Positive elements have a single greatest eigenvalue, so only the first
       way can fail. */
    if (is_consistent(arena, matrix, n) ||
        !qp_num_eigenvector(arena, matrix, n, weights, &lambda))
        read_column(arena, matrix, n, weights);
    for (size_t i = 0; i < n; i++)
        children[i].share = weights[i];
    weighing->children = children;
    weighing->quantities =
        consistency(arena, lambda, n, &weighing->n_quantities);
    return weighing;
}

/* ---- budget ---- */

/* Sets CHILD to what the N_EXPERTS gave to it out of ALL. */
static void
settle_budget(struct qp_arena *arena, const qp_num given[], size_t n_experts,
              qp_num all, struct qp_weighed *child)
{
    struct qp_quantity *spread = qp_arena_alloc(arena, 3, sizeof *spread);
    qp_num mean = qp_num_div(arena, qp_num_sum(arena, given, n_experts),
                             qp_num_int((int64_t)n_experts));
    qp_num least = given[0], most = given[0];

    for (size_t i = 1; i < n_experts; i++) {
        least = qp_num_min(arena, least, given[i]);
        most = qp_num_max(arena, most, given[i]);
    }
    spread[0] = (struct qp_quantity){ .name = "mean", .number = mean };
    spread[1] = (struct qp_quantity){ .name = "min", .number = least };
    spread[2] = (struct qp_quantity){ .name = "max", .number = most };
    *child = (struct qp_weighed){
        .share = qp_num_div(arena, mean, all),
        .quantities = spread,
        .n_quantities = 3,
    };
}

const struct qp_weighing *
qp_weigh_budget(struct qp_arena *arena, const qp_num given[], size_t n,
                size_t n_experts)
{
    struct qp_weighing *weighing = qp_arena_alloc(arena, 1, sizeof *weighing);
    struct qp_weighed *children = qp_arena_alloc(arena, n, sizeof *children);
    struct qp_quantity *about = qp_arena_alloc(arena, 2, sizeof *about);
    qp_num all = qp_num_int(0);

    for (size_t i = 0; i < n; i++)
        all = qp_num_add(arena, all, given[i * n_experts]);
    for (size_t i = 0; i < n; i++)
        settle_budget(arena, given + i * n_experts, n_experts, all,
                      &children[i]);
    about[0] =
        (struct qp_quantity){ .name = "experts",
                              .number = qp_num_int((int64_t)n_experts) };
    about[1] = (struct qp_quantity){ .name = "sum", .number = all };
    *weighing = (struct qp_weighing){ .children = children,
                                      .quantities = about,
                                      .n_quantities = 2 };
    return weighing;
}
