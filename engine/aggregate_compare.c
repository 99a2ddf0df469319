/* Districts held against each other; see aggregate_impl.h. */

#include <config.h>

#include "engine/aggregate_impl.h"

#include <stdlib.h>

static const char nobody[] = "no district to be compared with";

/* The scores of the compared districts in one child. */
struct field {
    bool is_there; /* anybody has one */
    qp_num worst, best;
    qp_num squares; /* their sum */
};

static qp_num
score_at(const struct qp_table *in, size_t district, size_t child)
{
    return in->scores[district * in->n_children + child];
}

static qp_num
weight_at(const struct qp_table *in, size_t district, size_t child)
{
    return in->weights[district * in->n_children + child];
}

static void
add_to_field(struct qp_arena *arena, struct field *field, qp_num score)
{
    if (!field->is_there)
        *field = (struct field){ true, score, score, qp_num_int(0) };
    field->worst = qp_num_min(arena, field->worst, score);
    field->best = qp_num_max(arena, field->best, score);
    field->squares =
        qp_num_add(arena, field->squares, qp_num_mul(arena, score, score));
}

/* The field of each child. */
static struct field *
fields_of(struct qp_arena *arena, const struct qp_table *in)
{
    struct field *fields =
        qp_arena_alloc(arena, in->n_children, sizeof *fields);

    for (size_t d = 0; d < in->n; d++)
        for (size_t k = 0; in->compared[d] && k < in->n_children; k++)
            if (qp_num_defined(score_at(in, d, k)))
                add_to_field(arena, &fields[k], score_at(in, d, k));
    return fields;
}

/* True if child K of DISTRICT can be held against FIELD; *SCORE is its score
   within the field then. */
static bool
is_held(struct qp_arena *arena, const struct qp_table *in, size_t district,
        size_t k, const struct field *field, qp_num *score)
{
    *score = score_at(in, district, k);
    if (!field->is_there || !qp_num_defined(*score))
        return false;
    *score = qp_num_max(arena, field->worst,
                        qp_num_min(arena, field->best, *score));
    return true;
}

/* ---- topsis ---- */

static qp_num
square(struct qp_arena *arena, qp_num x)
{
    return qp_num_mul(arena, x, x);
}

/* The squares of both distances are exact, so that equal closeness comes out
   equal: their quotient is the only root taken. */
static qp_num
closeness(struct qp_arena *arena, const struct qp_table *in, size_t district,
          const struct field fields[])
{
    qp_num to_best = qp_num_int(0), to_worst = qp_num_int(0), score;
    bool any = false;

    for (size_t k = 0; k < in->n_children; k++) {
        qp_num scale;

        if (!is_held(arena, in, district, k, &fields[k], &score))
            continue;
        any = true;
        if (qp_num_sign(fields[k].squares) == 0)
            continue;
        scale = qp_num_div(arena, square(arena, weight_at(in, district, k)),
                           fields[k].squares);
        to_best = qp_num_add(
            arena, to_best,
            qp_num_mul(
                arena, scale,
                square(arena, qp_num_sub(arena, fields[k].best, score))));
        to_worst =
            qp_num_add(arena, to_worst,
                       qp_num_mul(arena, scale,
                                  square(arena, qp_num_sub(arena, score,
                                                           fields[k].worst))));
    }
    if (!any)
        return qp_num_undefined(nobody);
    if (qp_num_sign(to_worst) == 0)
        return qp_num_int(qp_num_sign(to_best) == 0);
    return qp_num_div(
        arena, qp_num_int(1),
        qp_num_add(arena, qp_num_int(1),
                   qp_num_sqrt(arena, qp_num_div(arena, to_best, to_worst))));
}

void
qp_aggregate_topsis(struct qp_arena *arena, struct qp_aggregation how,
                    const struct qp_table *in, qp_num result[])
{
    const struct field *fields = fields_of(arena, in);

    (void)how;
    for (size_t d = 0; d < in->n; d++)
        result[d] = closeness(arena, in, d, fields);
}

/* ---- copeland ---- */

/* One score and the place in the table that it came from. */
struct entry {
    qp_num score;
    size_t at;
};

static int
by_score(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    return qp_num_cmp(a->score, b->score);
}

/* For each score its place among those of the child, equal ones alike, from
   1; 0 for none: places compare faster than scores. */
static size_t *
places_of(struct qp_arena *arena, const struct qp_table *in)
{
    size_t *places =
        qp_arena_alloc(arena, in->n * in->n_children, sizeof *places);
    struct entry *entries = qp_arena_alloc(arena, in->n, sizeof *entries);

    for (size_t k = 0; k < in->n_children; k++) {
        size_t n = 0, place = 0;

        for (size_t d = 0; d < in->n; d++)
            if (qp_num_defined(score_at(in, d, k)))
                entries[n++] = (struct entry){ score_at(in, d, k),
                                               d * in->n_children + k };
        if (n)
            qsort(entries, n, sizeof *entries, by_score);
        for (size_t i = 0; i < n; i++) {
            place += i == 0 || by_score(&entries[i - 1], &entries[i]) != 0;
            places[entries[i].at] = place;
        }
    }
    return places;
}

/* Each weight as a share of those of its district. */
static qp_num *
shares_of(struct qp_arena *arena, const struct qp_table *in)
{
    size_t n = in->n_children;
    qp_num *shares = qp_arena_alloc(arena, in->n * n, sizeof *shares);

    for (size_t d = 0; d < in->n; d++) {
        qp_num sum = qp_num_sum(arena, in->weights + d * n, n);

        for (size_t k = 0; k < n; k++)
            shares[d * n + k] = qp_num_div(arena, weight_at(in, d, k), sum);
    }
    return shares;
}

/* -1, 0, 1 as district A loses against B, neither, or wins. */
static int
duel(struct qp_arena *arena, const size_t places_a[], const size_t places_b[],
     const qp_num shares_a[], const qp_num shares_b[], size_t n)
{
    qp_num balance = qp_num_int(0);

    for (size_t k = 0; k < n; k++) {
        qp_num both;

        if (!places_a[k] || !places_b[k] || places_a[k] == places_b[k])
            continue;
        both = qp_num_add(arena, shares_a[k], shares_b[k]);
        balance = places_a[k] > places_b[k] ? qp_num_add(arena, balance, both)
                                            : qp_num_sub(arena, balance, both);
    }
    return qp_num_sign(balance);
}

/* What districts A and B mean to each other: WON counts the rivals beaten less
   those lost to.  Who is not compared is nobody's rival. */
static void
settle_pair(struct qp_arena *arena, const struct qp_table *in,
            const size_t places[], const qp_num shares[], size_t a, size_t b,
            int64_t won[])
{
    size_t n = in->n_children;
    int outcome;

    if (!in->compared[a] && !in->compared[b])
        return;
    outcome = duel(arena, places + a * n, places + b * n, shares + a * n,
                   shares + b * n, n);
    if (in->compared[b])
        won[a] += outcome;
    if (in->compared[a])
        won[b] -= outcome;
}

void
qp_aggregate_copeland(struct qp_arena *arena, struct qp_aggregation how,
                      const struct qp_table *in, qp_num result[])
{
    const size_t *places = places_of(arena, in);
    const qp_num *shares = shares_of(arena, in);
    int64_t *won = qp_arena_alloc(arena, in->n, sizeof *won);
    int64_t n_compared = 0;

    (void)how;
    for (size_t a = 0; a < in->n; a++) {
        n_compared += in->compared[a];
        for (size_t b = a + 1; b < in->n; b++)
            settle_pair(arena, in, places, shares, a, b, won);
    }
    for (size_t a = 0; a < in->n; a++) {
        int64_t rivals = n_compared - in->compared[a];

        if (rivals)
            result[a] =
                qp_num_div(arena, qp_num_int(won[a]), qp_num_int(rivals));
        else
            result[a] = in->compared[a] ? qp_num_int(0)
                                        : qp_num_undefined(nobody);
    }
}

/* ---- grey ---- */

/* The greatest distance from the best in any child. */
static qp_num
greatest_distance(struct qp_arena *arena, const struct field fields[],
                  size_t n)
{
    qp_num greatest = qp_num_int(0);

    for (size_t k = 0; k < n; k++)
        if (fields[k].is_there)
            greatest =
                qp_num_max(arena, greatest,
                           qp_num_sub(arena, fields[k].best, fields[k].worst));
    return greatest;
}

/* The weighted mean of RHO_MOST / (d + RHO_MOST); each child's best is at a
   distance of 0, so that the least distance of all is 0 too. */
static qp_num
grade(struct qp_arena *arena, const struct qp_table *in, size_t district,
      const struct field fields[], qp_num rho_most)
{
    qp_num sum = qp_num_int(0), weights = qp_num_int(0), score;

    for (size_t k = 0; k < in->n_children; k++) {
        qp_num weight = weight_at(in, district, k), from;

        if (!is_held(arena, in, district, k, &fields[k], &score))
            continue;
        weights = qp_num_add(arena, weights, weight);
        from = qp_num_sub(arena, fields[k].best, score);
        sum = qp_num_add(arena, sum,
                         qp_num_div(arena, qp_num_mul(arena, weight, rho_most),
                                    qp_num_add(arena, from, rho_most)));
    }
    if (qp_num_sign(weights) == 0)
        return qp_num_undefined(nobody);
    return qp_num_sign(rho_most) == 0 ? qp_num_int(1)
                                      : qp_num_div(arena, sum, weights);
}

void
qp_aggregate_grey(struct qp_arena *arena, struct qp_aggregation how,
                  const struct qp_table *in, qp_num result[])
{
    const struct field *fields = fields_of(arena, in);
    qp_num rho_most = qp_num_mul(
        arena, how.rho, greatest_distance(arena, fields, in->n_children));

    for (size_t d = 0; d < in->n; d++)
        result[d] = grade(arena, in, d, fields, rho_most);
}
