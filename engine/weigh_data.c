/* Weights from the scores of the districts; see weigh.h.  Deviations are
   taken in proportion to one of them, so that weights in a rational
   proportion come out rational. */

#include <config.h>

#include "engine/weigh.h"

#include <string.h>

enum { QUANTITIES_MOST = 3 };

/* What the weights are made from, and what they come to. */
struct study {
    struct qp_arena *arena;
    qp_num *scores; /* [district * n + child] */
    size_t n_districts, n;
    qp_num *sums;         /* of each child */
    qp_num *covariances;         /* [child * n + child], of sums of products */
    struct qp_weighed *children; /* SHARE in any proportion at first */
    struct qp_quantity *reasons; /* [child * QUANTITIES_MOST + quantity] */
    struct qp_quantity *about;
    size_t n_about;
};

static qp_num
score_of(const struct study *s, size_t district, size_t child)
{
    return s->scores[district * s->n + child];
}

static void
say(struct study *s, const char *name, qp_num number)
{
    s->about[s->n_about++] =
        (struct qp_quantity){ .name = name, .number = number };
}

static void
say_of(struct study *s, size_t child, const char *name, qp_num number)
{
    struct qp_weighed *weighed = &s->children[child];
    struct qp_quantity *reasons = s->reasons + child * QUANTITIES_MOST;

    reasons[weighed->n_quantities++] =
        (struct qp_quantity){ .name = name, .number = number };
    weighed->quantities = reasons;
}

/* ---- sums and covariances ---- */

/* Fills the sums of the scores.  Scores whose exact sum would be too long are
   held to 256 bits; so equal ones stay equal, and short ones stay exact. */
static void
find_sums(struct study *s)
{
    struct qp_arena *arena = s->arena;
    qp_num *column = qp_arena_alloc(arena, s->n_districts, sizeof *column);
    bool too_long;

    s->sums = qp_arena_alloc(arena, s->n, sizeof *s->sums);
    for (size_t k = 0; k < s->n; k++) {
        for (size_t d = 0; d < s->n_districts; d++)
            column[d] = score_of(s, d, k);
        qp_num_statistic(arena, qp_num_sum(arena, column, s->n_districts),
                         &too_long);
        for (size_t d = 0; too_long && d < s->n_districts; d++)
            s->scores[d * s->n + k] = column[d] =
                qp_num_real(arena, column[d]);
        s->sums[k] = qp_num_sum(arena, column, s->n_districts);
    }
}

/* The covariance of children J and K, n - 1: from the sum of the products,
   which is exact here and short. */
static qp_num
covariance(const struct study *s, size_t j, size_t k)
{
    struct qp_arena *arena = s->arena;
    qp_num *products =
        qp_arena_alloc(arena, s->n_districts, sizeof *products);
    qp_num n = qp_num_int((int64_t)s->n_districts), expected;
    bool rounded;

    for (size_t d = 0; d < s->n_districts; d++)
        products[d] =
            qp_num_mul(arena, score_of(s, d, j), score_of(s, d, k));
    expected = qp_num_div(
        arena, qp_num_mul(arena, s->sums[j], s->sums[k]), n);
    return qp_num_statistic(
        arena,
        qp_num_div(
            arena,
            qp_num_sub(arena, qp_num_sum(arena, products, s->n_districts),
                       expected),
            qp_num_sub(arena, n, qp_num_int(1))),
        &rounded);
}

/* Fills the covariances, only the variances unless ALL. */
static void
find_covariances(struct study *s, bool all)
{
    s->covariances =
        qp_arena_alloc(s->arena, s->n * s->n, sizeof *s->covariances);
    for (size_t j = 0; j < s->n; j++)
        for (size_t k = j; k < (all ? s->n : j + 1); k++)
            s->covariances[j * s->n + k] = s->covariances[k * s->n + j] =
                covariance(s, j, k);
}

static qp_num
variance_of(const struct study *s, size_t child)
{
    return s->covariances[child * s->n + child];
}

static bool
is_constant(const struct study *s, size_t child)
{
    for (size_t d = 1; d < s->n_districts; d++)
        if (qp_num_cmp(score_of(s, d, child), score_of(s, 0, child)) != 0)
            return false;
    return true;
}

/* The standard deviation of CHILD in proportion to that of the first child
   that has one. */
static qp_num
relative_sd(const struct study *s, size_t child)
{
    size_t first = 0;

    if (is_constant(s, child))
        return qp_num_int(0);
    while (is_constant(s, first))
        first++;
    return qp_num_sqrt(s->arena, qp_num_div(s->arena, variance_of(s, child),
                                            variance_of(s, first)));
}

/* The correlation of two children that are not constant. */
static qp_num
correlation(const struct study *s, size_t j, size_t k)
{
    qp_num both = qp_num_mul(s->arena, variance_of(s, j), variance_of(s, k));

    return qp_num_weight(s->arena,
                         qp_num_div(s->arena, s->covariances[j * s->n + k],
                                    qp_num_sqrt(s->arena, both)));
}

/* ---- the kinds ---- */

/* 1 - e for e = -(sum of p ln p) / ln n, where p is a score's part of the sum
   of scores; ln S - (sum of s ln s) / S is the same sum. */
static qp_num
divergence(struct study *s, size_t child)
{
    struct qp_arena *arena = s->arena;
    qp_num *parts = qp_arena_alloc(arena, s->n_districts, sizeof *parts);
    qp_num sum = s->sums[child], entropy;

    if (is_constant(s, child))
        return qp_num_int(0);
    for (size_t d = 0; d < s->n_districts; d++) {
        qp_num score = score_of(s, d, child);

        parts[d] =
            qp_num_sign(score) == 0
                ? score
                : qp_num_weight(arena, qp_num_mul(arena, score,
                                                  qp_num_ln(arena, score)));
    }
    entropy = qp_num_sub(
        arena, qp_num_ln(arena, sum),
        qp_num_div(arena, qp_num_sum(arena, parts, s->n_districts), sum));
    return qp_num_weight(
        arena,
        qp_num_sub(
            arena, qp_num_int(1),
            qp_num_div(
                arena, entropy,
                qp_num_ln(arena, qp_num_int((int64_t)s->n_districts)))));
}

static const char *
by_entropy(struct study *s)
{
    struct qp_arena *arena = s->arena;

    for (size_t i = 0; i < s->n_districts * s->n; i++)
        if (qp_num_sign(s->scores[i]) < 0)
            return "entropy needs scores that are not below 0";
    say(s, "k",
        qp_num_div(arena, qp_num_int(1),
                   qp_num_ln(arena, qp_num_int((int64_t)s->n_districts))));
    say(s, "shift", qp_num_int(0));
    for (size_t k = 0; k < s->n; k++) {
        qp_num apart = divergence(s, k);

        say_of(s, k, "entropy", qp_num_sub(arena, qp_num_int(1), apart));
        say_of(s, k, "divergence", apart);
        s->children[k].share = apart;
    }
    return NULL;
}

static const char *
by_sd(struct study *s)
{
    find_covariances(s, false);
    for (size_t k = 0; k < s->n; k++) {
        say_of(s, k, "sd", qp_num_sqrt(s->arena, variance_of(s, k)));
        s->children[k].share = relative_sd(s, k);
    }
    return NULL;
}

/* How far the scores of CHILD run against those of the others. */
static qp_num
conflict(const struct study *s, size_t child)
{
    qp_num sum = qp_num_int(0);

    for (size_t k = 0; k < s->n; k++)
        if (k != child && !is_constant(s, k) && !is_constant(s, child))
            sum = qp_num_add(
                s->arena, sum,
                qp_num_sub(s->arena, qp_num_int(1), correlation(s, child, k)));
    return sum;
}

static const char *
by_critic(struct study *s)
{
    find_covariances(s, true);
    for (size_t k = 0; k < s->n; k++) {
        qp_num sd = qp_num_sqrt(s->arena, variance_of(s, k));
        qp_num against = conflict(s, k);

        say_of(s, k, "sd", sd);
        say_of(s, k, "conflict", against);
        say_of(s, k, "information", qp_num_mul(s->arena, sd, against));
        s->children[k].share =
            qp_num_mul(s->arena, relative_sd(s, k), against);
    }
    return NULL;
}

/* The children that are not constant; returns how many. */
static size_t
find_varying(const struct study *s, size_t varying[])
{
    size_t n = 0;

    for (size_t k = 0; k < s->n; k++)
        if (!is_constant(s, k))
            varying[n++] = k;
    return n;
}

/* Says the loadings, which the N weights W are proportional to. */
static void
say_loadings(struct study *s, const size_t varying[], const qp_num w[],
             size_t n)
{
    qp_num squares = qp_num_int(0), length;

    for (size_t i = 0; i < n; i++)
        squares =
            qp_num_add(s->arena, squares, qp_num_mul(s->arena, w[i], w[i]));
    length = qp_num_sqrt(s->arena, squares);
    for (size_t i = 0; i < n; i++) {
        say_of(s, varying[i], "loading", qp_num_div(s->arena, w[i], length));
        s->children[varying[i]].share = w[i];
    }
}

static const char *
by_pca(struct study *s)
{
    struct qp_arena *arena = s->arena;
    size_t *varying = qp_arena_alloc(arena, s->n, sizeof *varying);
    size_t n = find_varying(s, varying);
    qp_num *r = qp_arena_alloc(arena, n * n, sizeof *r);
    qp_num *w = qp_arena_alloc(arena, n, sizeof *w);
    qp_num value;

    if (n == 0)
        return NULL;
    find_covariances(s, true);
    for (size_t i = 0; i < n * n; i++)
        r[i] = i / n == i % n ? qp_num_int(1)
                              : correlation(s, varying[i / n], varying[i % n]);
    if (!qp_num_eigenvector(arena, r, n, w, &value))
        return "pca finds no first component to take weights from";
    for (size_t i = 0; i < n; i++)
        if (qp_num_sign(w[i]) < 0)
            return "pca would give a negative weight, since some run against "
                   "the others";
    say(s, "eigenvalue", value);
    say(s, "explained", qp_num_div(arena, value, qp_num_int((int64_t)n)));
    say_loadings(s, varying, w, n);
    return NULL;
}

/* ---- all of them ---- */

/* Makes the shares add up to 1.  False if all are 0. */
static bool
scale_shares(struct study *s)
{
    qp_num sum = qp_num_int(0);

    for (size_t k = 0; k < s->n; k++)
        sum = qp_num_add(s->arena, sum, s->children[k].share);
    if (qp_num_sign(sum) == 0)
        return false;
    for (size_t k = 0; k < s->n; k++)
        s->children[k].share = qp_num_weight(
            s->arena, qp_num_div(s->arena, s->children[k].share, sum));
    return true;
}

const struct qp_weighing *
qp_weigh_data(struct qp_arena *arena, enum qp_weighting_kind kind,
              const qp_num scores[], size_t n_districts, size_t n,
              const char **fault)
{
    static const char *(*const by[])(struct study *s) = {
        [QP_WEIGHTING_ENTROPY] = by_entropy,
        [QP_WEIGHTING_CRITIC] = by_critic,
        [QP_WEIGHTING_SD] = by_sd,
        [QP_WEIGHTING_PCA] = by_pca,
    };
    struct study s = { .arena = arena, .n_districts = n_districts, .n = n };
    struct qp_weighing *weighing;

    if (n_districts < 2)
        return qp_weigh_equal(arena, n,
                              "fewer than two districts have all scores");
    s.children = qp_arena_alloc(arena, n, sizeof *s.children);
    s.reasons = qp_arena_alloc(arena, n * QUANTITIES_MOST, sizeof *s.reasons);
    s.about = qp_arena_alloc(arena, QUANTITIES_MOST, sizeof *s.about);
    for (size_t k = 0; k < n; k++)
        s.children[k].share = qp_num_int(0);
    say(&s, "districts", qp_num_int((int64_t)n_districts));
    s.scores = qp_arena_alloc(arena, n_districts * n, sizeof *s.scores);
    memcpy(s.scores, scores, n_districts * n * sizeof *s.scores);
    find_sums(&s);
    *fault = by[kind](&s);
    if (*fault)
        return NULL;
    if (!scale_shares(&s))
        return qp_weigh_equal(arena, n, "nothing tells the children apart");
    weighing = qp_arena_alloc(arena, 1, sizeof *weighing);
    *weighing = (struct qp_weighing){ .children = s.children,
                                      .quantities = s.about,
                                      .n_quantities = s.n_about };
    return weighing;
}
