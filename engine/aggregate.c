/* Weighted means of normalised scores, and the table of all aggregations; see
   aggregate.h. */

#include <config.h>

#include "engine/aggregate.h"

#include <stdlib.h>
#include <string.h>

#include "engine/aggregate_impl.h"

static const char negative[] = "a negative score has no such mean";

static qp_num
arithmetic(struct qp_arena *arena, const qp_num s[], const qp_num w[],
           size_t n, qp_num power)
{
    qp_num *weighted = qp_arena_alloc(arena, n, sizeof *weighted);

    (void)power;
    for (size_t i = 0; i < n; i++)
        weighted[i] = qp_num_mul(arena, w[i], s[i]);
    return qp_num_div(arena, qp_num_sum(arena, weighted, n),
                      qp_num_sum(arena, w, n));
}

/* The least sign among S: -1 where any is negative, 0 where any is zero. */
static int
least_sign(const qp_num s[], size_t n)
{
    int least = 1;

    for (size_t i = 0; i < n; i++)
        if (qp_num_sign(s[i]) < least)
            least = qp_num_sign(s[i]);
    return least;
}

static qp_num
geometric(struct qp_arena *arena, const qp_num s[], const qp_num w[],
          size_t n, qp_num power)
{
    (void)power;
    switch (least_sign(s, n)) {
    case -1:
        return qp_num_undefined(negative);
    case 0:
        return qp_num_int(0);
    default:
        return qp_num_geometric(arena, s, w, n);
    }
}

static qp_num
harmonic(struct qp_arena *arena, const qp_num s[], const qp_num w[],
         size_t n, qp_num power)
{
    qp_num *parts = qp_arena_alloc(arena, n, sizeof *parts);
    int sign = least_sign(s, n);

    (void)power;
    if (sign < 0)
        return qp_num_undefined(negative);
    if (sign == 0)
        return qp_num_int(0);
    for (size_t i = 0; i < n; i++)
        parts[i] = qp_num_div(arena, w[i], s[i]);
    return qp_num_div(arena, qp_num_sum(arena, w, n),
                      qp_num_sum(arena, parts, n));
}

static qp_num
greatest(struct qp_arena *arena, const qp_num s[], size_t n)
{
    qp_num greatest_score = s[0];

    for (size_t i = 1; i < n; i++)
        greatest_score = qp_num_max(arena, greatest_score, s[i]);
    return greatest_score;
}

static bool
all_the_same(const qp_num s[], size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (qp_num_cmp(s[i], s[0]) != 0)
            return false;
    return true;
}

/* (mean of s^P)^(1/P).  A negative score has such a mean for P = 1 only: an even
   power would turn the order round.  Roots of equal scores are not taken: the
   mean of equal scores is that score, whatever P.  Where P takes roots, scores stand in
   proportion to the greatest, so that what is rational comes out exactly. */
static qp_num
power_mean(struct qp_arena *arena, const qp_num s[], const qp_num w[],
           size_t n, qp_num power)
{
    qp_num *powers = qp_arena_alloc(arena, n, sizeof *powers);
    qp_num unit = qp_num_int(1);
    int sign = least_sign(s, n), sense = qp_num_sign(power);
    int64_t unused;
    bool takes_roots = !qp_num_to_int(power, 1000, &unused);

    if (sense == 0)
        return geometric(arena, s, w, n, power);
    if (sign < 0 && qp_num_cmp(power, qp_num_int(1)) != 0)
        return qp_num_undefined(negative);
    if (sign == 0 && sense < 0)
        return qp_num_int(0);
    if (all_the_same(s, n))
        return s[0];
    if (takes_roots)
        unit = greatest(arena, s, n);
    for (size_t i = 0; i < n; i++)
        powers[i] = qp_num_pow(arena, qp_num_div(arena, s[i], unit), power);
    return qp_num_mul(
        arena, unit,
        qp_num_pow(arena, arithmetic(arena, powers, w, n, power),
                   qp_num_div(arena, qp_num_int(1), power)));
}

static qp_num
least(struct qp_arena *arena, const qp_num s[], const qp_num w[], size_t n,
      qp_num power)
{
    qp_num least_score = s[0];

    (void)w;
    (void)power;
    for (size_t i = 1; i < n; i++)
        least_score = qp_num_min(arena, least_score, s[i]);
    return least_score;
}

static int
by_size(const void *left, const void *right)
{
    return qp_num_cmp(*(const qp_num *)left, *(const qp_num *)right);
}

static qp_num
median(struct qp_arena *arena, const qp_num s[], const qp_num w[], size_t n,
       qp_num power)
{
    qp_num *sorted = qp_arena_alloc(arena, n, sizeof *sorted);

    (void)w;
    (void)power;
    memcpy(sorted, s, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_size);
    return qp_num_div(
        arena, qp_num_add(arena, sorted[(n - 1) / 2], sorted[n / 2]),
        qp_num_int(2));
}

/* OF makes a district's score of its own scores alone, AMONG those of all. */
static const struct {
    const char *name;
    qp_num (*of)(struct qp_arena *arena, const qp_num s[], const qp_num w[],
                 size_t n, qp_num power);
    void (*among)(struct qp_arena *arena, struct qp_aggregation how,
                  const struct qp_table *in, qp_num result[]);
    bool adds_up;
} aggregates[] = {
    [QP_AGGREGATE_SUM] = { "sum", .of = arithmetic, .adds_up = true },
    [QP_AGGREGATE_MEAN] = { "mean", .of = arithmetic, .adds_up = true },
    [QP_AGGREGATE_GEOMETRIC] = { "geometric", .of = geometric },
    [QP_AGGREGATE_HARMONIC] = { "harmonic", .of = harmonic },
    [QP_AGGREGATE_POWER] = { "power", .of = power_mean },
    [QP_AGGREGATE_MIN] = { "min", .of = least },
    [QP_AGGREGATE_MEDIAN] = { "median", .of = median },
    [QP_AGGREGATE_TOPSIS] = { "topsis", .among = qp_aggregate_topsis },
    [QP_AGGREGATE_COPELAND] = { "copeland", .among = qp_aggregate_copeland },
    [QP_AGGREGATE_GREY] = { "grey", .among = qp_aggregate_grey },
};

void
qp_aggregate(struct qp_arena *arena, struct qp_aggregation how,
             const struct qp_table *in, qp_num result[])
{
    qp_num *scores = qp_arena_alloc(arena, in->n_children, sizeof *scores);
    qp_num *weights = qp_arena_alloc(arena, in->n_children, sizeof *weights);

    if (aggregates[how.kind].among) {
        aggregates[how.kind].among(arena, how, in, result);
        return;
    }
    for (size_t d = 0; d < in->n; d++) {
        size_t first = d * in->n_children, n = 0;

        for (size_t i = first; i < first + in->n_children; i++)
            if (qp_num_defined(in->scores[i])) {
                scores[n] = in->scores[i];
                weights[n++] = in->weights[i];
            }
        result[d] =
            aggregates[how.kind].of(arena, scores, weights, n, how.power);
    }
}

const char *
qp_aggregate_name(enum qp_aggregate kind)
{
    return aggregates[kind].name;
}

bool
qp_aggregate_find(const char *name, enum qp_aggregate *kind)
{
    for (size_t i = 0; i < QP_COUNT(aggregates); i++)
        if (strcmp(aggregates[i].name, name) == 0) {
            *kind = (enum qp_aggregate)i;
            return true;
        }
    return false;
}

bool
qp_aggregate_adds_up(struct qp_aggregation how)
{
    return aggregates[how.kind].adds_up;
}

bool
qp_aggregate_compares(struct qp_aggregation how)
{
    return aggregates[how.kind].among != NULL;
}

bool
qp_aggregate_stops_at_zero(struct qp_aggregation how)
{
    return how.kind == QP_AGGREGATE_GEOMETRIC ||
           how.kind == QP_AGGREGATE_HARMONIC ||
           (how.kind == QP_AGGREGATE_POWER && qp_num_sign(how.power) <= 0);
}
