/* Treatment of values that lie far out; see treat.h. */

#include <config.h>

#include "engine/treat.h"

/* ---- the shape of values ---- */

enum { DEGREES = 4 };

/* The sums of the first to fourth powers of N values: all that their shape
   rests on, and soon brought up to date where a value moves.  They are shorter
   on the way than powers of distances from a mean, and as exact. */
struct sums {
    size_t n;
    qp_num of[DEGREES];
};

static struct sums
sums_of(struct qp_arena *arena, const qp_num values[], size_t n)
{
    struct sums sums = { .n = n };
    qp_num *powers = qp_arena_alloc(arena, n, sizeof *powers);

    for (size_t i = 0; i < n; i++)
        powers[i] = values[i];
    for (int degree = 0; degree < DEGREES; degree++) {
        sums.of[degree] = qp_num_sum(arena, powers, n);
        for (size_t i = 0; i < n && degree + 1 < DEGREES; i++)
            powers[i] = qp_num_mul(arena, powers[i], values[i]);
    }
    return sums;
}

/* Moves K of the values from FROM to TO. */
static void
move_sums(struct qp_arena *arena, struct sums *sums, size_t k, qp_num from,
          qp_num to)
{
    qp_num old = from, new = to;

    for (int degree = 0; degree < DEGREES; degree++) {
        qp_num by = qp_num_mul(arena, qp_num_int((int64_t)k),
                               qp_num_sub(arena, new, old));

        sums->of[degree] = qp_num_add(arena, sums->of[degree], by);
        old = qp_num_mul(arena, old, from);
        new = qp_num_mul(arena, new, to);
    }
}

/* A + B * X, for polynomials by Horner's rule. */
static qp_num
add_times(struct qp_arena *arena, qp_num a, qp_num b, qp_num x)
{
    return qp_num_add(arena, a, qp_num_mul(arena, b, x));
}

static qp_num
times(struct qp_arena *arena, int factor, qp_num x)
{
    return qp_num_mul(arena, qp_num_int(factor), x);
}

/* Sums of powers of the distances from the mean. */
struct moments {
    qp_num second, third, fourth;
};

static struct moments
moments_of(struct qp_arena *arena, const struct sums *sums)
{
    const qp_num *of = sums->of;
    qp_num minus = qp_num_neg(
        arena, qp_num_div(arena, of[0], qp_num_int((int64_t)sums->n)));

    return (struct moments){
        .second = add_times(arena, of[1], of[0], minus),
        .third = add_times(
            arena, of[2],
            add_times(arena, times(arena, 3, of[1]), times(arena, 2, of[0]),
                      minus),
            minus),
        .fourth = add_times(
            arena, of[3],
            add_times(arena, times(arena, 4, of[2]),
                      add_times(arena, times(arena, 6, of[1]),
                                times(arena, 3, of[0]), minus),
                      minus),
            minus),
    };
}

/* n^2 (n - 1) / (n - 2)^2 * third^2 / second^3 */
static qp_num
square_of_skewness(struct qp_arena *arena, const struct moments *m, int64_t n)
{
    qp_num ratio = qp_num_div(arena, m->third, m->second);
    qp_num factor = qp_num_div(arena, qp_num_int(n), qp_num_int(n - 2));

    return qp_num_div(
        arena,
        qp_num_mul(arena, qp_num_mul(arena, factor, factor),
                   qp_num_mul(arena, qp_num_int(n - 1),
                              qp_num_mul(arena, ratio, ratio))),
        m->second);
}

/* (n - 1) / ((n - 2) (n - 3)) * (n (n + 1) fourth / second^2 - 3 (n - 1)) */
static qp_num
kurtosis_of(struct qp_arena *arena, const struct moments *m, int64_t n)
{
    qp_num ratio =
        qp_num_div(arena, m->fourth,
                   qp_num_mul(arena, m->second, m->second));
    qp_num excess = qp_num_sub(
        arena,
        qp_num_mul(arena,
                   qp_num_mul(arena, qp_num_int(n), qp_num_int(n + 1)),
                   ratio),
        qp_num_int(3 * (n - 1)));

    return qp_num_div(
        arena, qp_num_mul(arena, qp_num_int(n - 1), excess),
        qp_num_mul(arena, qp_num_int(n - 2), qp_num_int(n - 3)));
}

static struct qp_shape
shape_by(struct qp_arena *arena, const struct sums *sums)
{
    const qp_num few = qp_num_undefined("too few different values");
    struct qp_shape shape = { .square = few, .kurtosis = few };
    struct moments m;

    if (sums->n < 3)
        return shape;
    m = moments_of(arena, sums);
    if (!qp_num_defined(m.fourth) || qp_num_sign(m.second) == 0)
        return shape;
    shape.side = qp_num_sign(m.third);
    shape.square = square_of_skewness(arena, &m, (int64_t)sums->n);
    if (sums->n > 3)
        shape.kurtosis = kurtosis_of(arena, &m, (int64_t)sums->n);
    return shape;
}

struct qp_shape
qp_shape_of(struct qp_arena *arena, const qp_num values[], size_t n)
{
    struct sums sums = sums_of(arena, values, n);

    return shape_by(arena, &sums);
}

qp_num
qp_shape_skewness(struct qp_arena *arena, struct qp_shape shape)
{
    return times(arena, shape.side, qp_num_sqrt(arena, shape.square));
}

/* True if SHAPE reaches both bounds of HOW. */
static bool
is_skewed(struct qp_arena *arena, const struct qp_treatment *how,
          struct qp_shape shape)
{
    qp_num bound = how->skewness_bound;

    return qp_num_defined(shape.square) && qp_num_defined(shape.kurtosis) &&
           qp_num_cmp(shape.square, qp_num_mul(arena, bound, bound)) >= 0 &&
           qp_num_cmp(shape.kurtosis, how->kurtosis_bound) >= 0;
}

/* ---- the three treatments of one value ---- */

static qp_num
hold(struct qp_arena *arena, struct qp_limits limits, qp_num x)
{
    if (qp_num_defined(limits.high))
        x = qp_num_min(arena, x, limits.high);
    if (qp_num_defined(limits.low))
        x = qp_num_max(arena, x, limits.low);
    return x;
}

/* ln x, or (x^L - 1) / L. */
static qp_num
transform(struct qp_arena *arena, struct qp_transform how, qp_num x)
{
    if (how.kind == QP_TRANSFORM_LOG || qp_num_sign(how.lambda) == 0)
        return qp_num_ln(arena, x);
    return qp_num_div(arena,
                      qp_num_sub(arena, qp_num_pow(arena, x, how.lambda),
                                 qp_num_int(1)),
                      how.lambda);
}

/* X on the scale that FOUND says: positive there, as the peers' least is. */
static qp_num
put_on_scale(struct qp_arena *arena, struct qp_transform how,
             const struct qp_treating *found, qp_num x)
{
    x = qp_num_max(arena, x, found->least);
    return transform(arena, how, qp_num_add(arena, x, found->shift));
}

struct qp_treated
qp_treat_value(struct qp_arena *arena, const struct qp_treatment *how,
               const struct qp_treating *found, qp_num x)
{
    qp_num clipped = hold(arena, how->clip, x);
    qp_num moved = hold(arena, found->moved, clipped);

    return (struct qp_treated){
        .value = found->transforms
                     ? put_on_scale(arena, how->transform, found, moved)
                     : moved,
        .clipped = qp_num_cmp(clipped, x) != 0,
        .winsorised = qp_num_cmp(moved, clipped) != 0,
    };
}

/* ---- what the peers call for ---- */

/* Values in rising order whose ends are moved inward. */
struct line {
    qp_num *values;
    size_t n;
    size_t n_moved[2]; /* at the low end, at the high end */
};

/* The I-th value from the high or the low end of LINE. */
static qp_num *
inward(const struct line *line, bool from_high, size_t i)
{
    return &line->values[from_high ? line->n - 1 - i : i];
}

/* How many values stand at an end of LINE. */
static size_t
count_end(const struct line *line, bool high)
{
    size_t k = 1;

    while (k < line->n &&
           qp_num_cmp(*inward(line, high, k), *inward(line, high, 0)) == 0)
        k++;
    return k;
}

/* Moves the values at one end of LINE to the next one inward and sets *END to
   that, unless more than MOST would have moved in all. */
static bool
move_end(struct qp_arena *arena, struct line *line, bool high, size_t most,
         struct sums *sums, qp_num *end)
{
    size_t k = count_end(line, high);
    qp_num from = *inward(line, high, 0);

    if (k == line->n || k + line->n_moved[!high] > most)
        return false;
    *end = *inward(line, high, k);
    move_sums(arena, sums, k, from, *end);
    for (size_t i = 0; i < k; i++)
        *inward(line, high, i) = *end;
    line->n_moved[high] = k;
    return true;
}

static void
winsorise(struct qp_arena *arena, const struct qp_treatment *how,
          qp_num values[], size_t n, struct qp_limits *moved)
{
    struct line line = { .values = values, .n = n };
    struct sums sums = sums_of(arena, values, n);

    for (;;) {
        struct qp_shape shape = shape_by(arena, &sums);
        bool high = shape.side >= 0;

        if (!is_skewed(arena, how, shape) ||
            !move_end(arena, &line, high, (size_t)how->winsorise, &sums,
                      high ? &moved->high : &moved->low))
            return;
    }
}

/* Settles how the N VALUES come on another scale, if they do; without any
   there is nothing to be held against. */
static void
find_scale(struct qp_arena *arena, const struct qp_treatment *how,
           const qp_num values[], size_t n, struct qp_treating *found)
{
    found->transforms =
        n && how->transform.kind != QP_TRANSFORM_NONE &&
        (!how->if_skewed ||
         is_skewed(arena, how, qp_shape_of(arena, values, n)));
    if (!found->transforms)
        return;
    found->least = values[0];
    if (qp_num_sign(found->least) <= 0)
        found->shift =
            qp_num_sub(arena, qp_num_int(1), found->least);
}

/* A shape as it is kept, rounded once. */
static void
note_shape(struct qp_arena *arena, const qp_num values[], size_t n,
           qp_num *skewness, qp_num *kurtosis)
{
    struct qp_shape shape = qp_shape_of(arena, values, n);

    *skewness = qp_shape_skewness(arena, shape);
    *kurtosis = qp_num_real(arena, shape.kurtosis);
}

bool
qp_treat_is_asked(const struct qp_treatment *how)
{
    return qp_num_defined(how->clip.low) || qp_num_defined(how->clip.high) ||
           qp_treat_asks_peers(how);
}

bool
qp_treat_asks_peers(const struct qp_treatment *how)
{
    return how->winsorise || how->transform.kind != QP_TRANSFORM_NONE;
}

const struct qp_treating *
qp_treat_find(struct qp_arena *arena, const struct qp_treatment *how,
              const qp_num values[], size_t n)
{
    const qp_num none = qp_num_undefined("not treated");
    struct qp_treating *found = qp_arena_alloc(arena, 1, sizeof *found);
    qp_num *held = qp_arena_alloc(arena, n, sizeof *held);

    *found = (struct qp_treating){ .n = n,
                                   .moved = { none, none },
                                   .least = none,
                                   .shift = qp_num_int(0) };
    for (size_t i = 0; i < n; i++)
        held[i] = hold(arena, how->clip, values[i]);
    if (how->winsorise)
        winsorise(arena, how, held, n, &found->moved);
    find_scale(arena, how, held, n, found);
    note_shape(arena, values, n, &found->skewness, &found->kurtosis);
    for (size_t i = 0; i < n; i++)
        held[i] = qp_treat_value(arena, how, found, values[i]).value;
    note_shape(arena, held, n, &found->skewness_after,
               &found->kurtosis_after);
    return found;
}
