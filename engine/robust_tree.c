/* Up the tree and down again in one draw; see robust_impl.h. */

#include <config.h>

#include "engine/robust_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/robust_math.h"

/* One family in one draw; NODE's own columns hold what comes of it. */
struct step {
    const struct model *model;
    struct draw *draw;
    const struct family_model *family;
    size_t node;
    struct qp_aggregation how;
    double power, rho;
};

static double
weight_of(const struct step *s, size_t child, size_t unit)
{
    const struct model *model = s->model;

    return s->draw->weights[model->crowd.groups[unit] * model->m + child];
}

static double *
column_of(const struct step *s, double *columns, size_t node)
{
    return columns + node * s->model->n;
}

/* ---- means of a unit's own scores ---- */

/* The scores and weights of the children that UNIT has and that weigh
   something, and how many. */
static size_t
own_scores(const struct step *s, size_t unit, double x[], double w[])
{
    const struct family_model *family = s->family;
    size_t n = 0;

    for (size_t i = 0; i < family->n; i++) {
        size_t child = family->children[i];
        double weight = weight_of(s, child, unit);

        if (column_of(s, s->draw->there, child)[unit] == 0 || !(weight > 0))
            continue;
        x[n] = column_of(s, s->draw->scores, child)[unit];
        w[n++] = weight;
    }
    return n;
}

/* -1, 0, 1 as the least of X is below, at, above 0. */
static int
least_sign(const double x[], size_t n)
{
    double least = INFINITY;

    for (size_t i = 0; i < n; i++)
        least = x[i] < least ? x[i] : least;
    return (least > 0) - (least < 0);
}

static double
sum_of(const double x[], size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

static double
geometric(const struct step *s, double x[], const double w[], size_t n)
{
    double sum = 0;
    int sign = least_sign(x, n);

    (void)s;
    if (sign <= 0)
        return sign < 0 ? NAN : 0;
    for (size_t i = 0; i < n; i++)
        sum += w[i] * qp_robust_ln(x[i]);
    return qp_robust_exp(sum / sum_of(w, n));
}

static double
harmonic(const struct step *s, double x[], const double w[], size_t n)
{
    double sum = 0;
    int sign = least_sign(x, n);

    (void)s;
    if (sign <= 0)
        return sign < 0 ? NAN : 0;
    for (size_t i = 0; i < n; i++)
        sum += w[i] / x[i];
    return sum_of(w, n) / sum;
}

static double
power_mean(const struct step *s, double x[], const double w[], size_t n)
{
    double sum = 0;
    int sign = least_sign(x, n);

    if (s->power == 0)
        return geometric(s, x, w, n);
    if (sign < 0 && s->power != 1)
        return NAN;
    if (sign == 0 && s->power < 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        sum += w[i] * qp_robust_pow(x[i], s->power);
    return qp_robust_pow(sum / sum_of(w, n), 1 / s->power);
}

static double
least_score(const struct step *s, double x[], const double w[], size_t n)
{
    double least = x[0];

    (void)s;
    (void)w;
    for (size_t i = 1; i < n; i++)
        least = x[i] < least ? x[i] : least;
    return least;
}

static int
by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static double
median(const struct step *s, double x[], const double w[], size_t n)
{
    (void)s;
    (void)w;
    qsort(x, n, sizeof *x, by_size);
    return (x[(n - 1) / 2] + x[n / 2]) / 2;
}

/* ---- units held against each other ---- */

/* The scores of the compared units in one child; WORST > BEST: nobody has
   one. */
struct field {
    double worst, best, squares;
};

/* Whether a unit has a score in this family, before it is known which. */
static bool
is_row(const struct step *s, size_t unit)
{
    return column_of(s, s->draw->there, s->node)[unit] != 0;
}

static bool
counts(const struct step *s, size_t child, size_t unit)
{
    return column_of(s, s->draw->there, child)[unit] != 0 &&
           weight_of(s, child, unit) > 0;
}

static struct field
field_of(const struct step *s, size_t child)
{
    const double *scores = column_of(s, s->draw->scores, child);
    struct field field = { INFINITY, -INFINITY, 0 };

    for (size_t u = 0; u < s->model->n; u++) {
        if (!is_row(s, u) || !s->model->crowd.peers[u] ||
            !counts(s, child, u))
            continue;
        field.worst = scores[u] < field.worst ? scores[u] : field.worst;
        field.best = scores[u] > field.best ? scores[u] : field.best;
        field.squares += scores[u] * scores[u];
    }
    return field;
}

/* UNIT's score in CHILD, held within FIELD; NaN: none to be held. */
static double
held_score(const struct step *s, size_t child, size_t unit,
           const struct field *field)
{
    double x = column_of(s, s->draw->scores, child)[unit];

    if (!counts(s, child, unit) || field->worst > field->best)
        return NAN;
    return x < field->worst ? field->worst : x > field->best ? field->best : x;
}

static double
closeness(double to_best, double to_worst, bool any)
{
    if (!any)
        return NAN;
    if (to_worst == 0)
        return to_best == 0;
    return 1 / (1 + sqrt(to_best / to_worst));
}

/* Adds up both distances in two spare columns, and whether there are any. */
static void
topsis(const struct step *s, double result[])
{
    size_t n = s->model->n;
    double *best = s->draw->spare, *worst = best + n, *any = worst + n;

    memset(best, 0, 3 * n * sizeof *best);
    for (size_t k = 0; k < s->family->n; k++) {
        size_t child = s->family->children[k];
        struct field field = field_of(s, child);

        for (size_t u = 0; u < n; u++) {
            double x = held_score(s, child, u, &field);
            double w = weight_of(s, child, u), scale;

            if (isnan(x))
                continue;
            any[u] = 1;
            scale = field.squares > 0 ? w * w / field.squares : 0;
            best[u] += scale * (field.best - x) * (field.best - x);
            worst[u] += scale * (x - field.worst) * (x - field.worst);
        }
    }
    for (size_t u = 0; u < n; u++)
        result[u] = closeness(best[u], worst[u], any[u] != 0);
}

static double
total_weight(const struct step *s, size_t unit)
{
    double sum = 0;

    for (size_t k = 0; k < s->family->n; k++)
        sum += weight_of(s, s->family->children[k], unit);
    return sum;
}

/* -1, 0, 1 as A loses against B, neither, or wins. */
static int
duel(const struct step *s, size_t a, size_t b, double all_a, double all_b)
{
    double balance = 0;

    for (size_t k = 0; k < s->family->n; k++) {
        size_t child = s->family->children[k];
        const double *x = column_of(s, s->draw->scores, child);
        double both;

        if (!counts(s, child, a) || !counts(s, child, b) ||
            qp_robust_same(x[a], x[b]))
            continue;
        both = weight_of(s, child, a) / all_a + weight_of(s, child, b) / all_b;
        balance += x[a] > x[b] ? both : -both;
    }
    if (qp_robust_same(balance, 0))
        return 0;
    return balance > 0 ? 1 : -1;
}

static void
copeland(const struct step *s, double result[])
{
    const bool *peers = s->model->crowd.peers;
    size_t n = s->model->n;
    double compared = 0, *all = s->draw->spare;

    for (size_t u = 0; u < n; u++) {
        result[u] = 0;
        all[u] = total_weight(s, u);
        compared += is_row(s, u) && peers[u];
    }
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n && is_row(s, a); b++) {
            int outcome;

            if (!is_row(s, b) || (!peers[a] && !peers[b]))
                continue;
            outcome = duel(s, a, b, all[a], all[b]);
            result[a] += peers[b] ? outcome : 0;
            result[b] -= peers[a] ? outcome : 0;
        }
    for (size_t u = 0; u < n; u++) {
        double rivals = compared - peers[u];

        if (rivals > 0)
            result[u] /= rivals;
        else if (!peers[u])
            result[u] = NAN;
    }
}

static void
grey(const struct step *s, double result[])
{
    size_t n = s->model->n;
    double *weights = s->draw->spare, greatest = 0;

    memset(weights, 0, n * sizeof *weights);
    memset(result, 0, n * sizeof *result);
    for (size_t k = 0; k < s->family->n; k++) {
        struct field field = field_of(s, s->family->children[k]);
        double wide = field.best - field.worst;

        greatest = wide > greatest ? wide : greatest;
    }
    greatest *= s->rho;
    for (size_t k = 0; k < s->family->n; k++) {
        size_t child = s->family->children[k];
        struct field field = field_of(s, child);

        for (size_t u = 0; u < n; u++) {
            double x = held_score(s, child, u, &field);
            double w = weight_of(s, child, u);

            if (isnan(x))
                continue;
            weights[u] += w;
            result[u] += greatest > 0
                             ? w * greatest / (field.best - x + greatest)
                             : w;
        }
    }
    for (size_t u = 0; u < n; u++)
        result[u] = weights[u] > 0 ? result[u] / weights[u] : NAN;
}

/* ---- the table of aggregations ---- */

static const struct {
    double (*of)(const struct step *s, double x[], const double w[],
                 size_t n);
    void (*among)(const struct step *s, double result[]);
} aggregates[QP_N_AGGREGATES] = {
    [QP_AGGREGATE_GEOMETRIC] = { .of = geometric },
    [QP_AGGREGATE_HARMONIC] = { .of = harmonic },
    [QP_AGGREGATE_POWER] = { .of = power_mean },
    [QP_AGGREGATE_MIN] = { .of = least_score },
    [QP_AGGREGATE_MEDIAN] = { .of = median },
    [QP_AGGREGATE_TOPSIS] = { .among = topsis },
    [QP_AGGREGATE_COPELAND] = { .among = copeland },
    [QP_AGGREGATE_GREY] = { .among = grey },
};

/* ---- upward ---- */

/* Sets who has a score in the family, and the weighted sum of its children
   for a start: what weighs a mean of products is all that most trees take. */
static void
judge(const struct step *s)
{
    size_t n = s->model->n;
    double *score = column_of(s, s->draw->scores, s->node);
    double *is_there = column_of(s, s->draw->there, s->node);
    double *is_kept = column_of(s, s->draw->kept, s->node);
    double *all = s->draw->spare, *there = all + n, *unscored = there + n;
    double least = s->family->min_available;

    memset(all, 0, 3 * n * sizeof *all);
    memset(score, 0, n * sizeof *score);
    for (size_t k = 0; k < s->family->n; k++) {
        size_t child = s->family->children[k];
        const double *x = column_of(s, s->draw->scores, child);
        const double *here = column_of(s, s->draw->there, child);
        const double *kept = column_of(s, s->draw->kept, child);

        for (size_t u = 0; u < n; u++) {
            double w = weight_of(s, child, u);

            all[u] += w;
            there[u] += w * here[u];
            score[u] += w * here[u] * x[u];
            unscored[u] += kept[u] - here[u];
        }
    }
    for (size_t u = 0; u < n; u++) {
        bool enough = there[u] > 0 &&
                      !(there[u] < all[u] * least &&
                        !qp_robust_same(there[u] / all[u], least));

        is_there[u] = unscored[u] == 0 && enough;
        is_kept[u] = unscored[u] != 0 || enough;
        score[u] = is_there[u] != 0 ? score[u] / there[u] : 0;
    }
}

static void
aggregate(const struct step *s)
{
    size_t n = s->model->n;
    double *score = column_of(s, s->draw->scores, s->node);
    double *is_there = column_of(s, s->draw->there, s->node);

    judge(s);
    if (aggregates[s->how.kind].among)
        aggregates[s->how.kind].among(s, score);
    for (size_t u = 0; aggregates[s->how.kind].of && u < n; u++) {
        double *x = s->draw->spare, *w = x + s->family->n;

        if (is_there[u] != 0)
            score[u] =
                aggregates[s->how.kind].of(s, x, w, own_scores(s, u, x, w));
    }
    for (size_t u = 0; u < n; u++)
        if (is_there[u] == 0 || !isfinite(score[u]))
            score[u] = is_there[u] = 0; /* unscored, for it was kept */
}

/* ---- downward ---- */

/* Spreads the points of NODE over its children, and scores them in points. */
static void
spread(const struct step *s)
{
    size_t n = s->model->n;
    const double *above = column_of(s, s->draw->effective, s->node);
    double *all = s->draw->spare;

    memset(all, 0, n * sizeof *all);
    for (size_t k = 0; k < s->family->n; k++) {
        size_t child = s->family->children[k];
        const double *kept = column_of(s, s->draw->kept, child);

        for (size_t u = 0; u < n; u++)
            all[u] += weight_of(s, child, u) * kept[u];
    }
    for (size_t u = 0; u < n; u++)
        all[u] = all[u] > 0 ? above[u] / all[u] : 0;
    for (size_t k = 0; k < s->family->n; k++) {
        size_t child = s->family->children[k];
        const double *kept = column_of(s, s->draw->kept, child);
        double *effective = column_of(s, s->draw->effective, child);

        for (size_t u = 0; u < n; u++)
            effective[u] = weight_of(s, child, u) * kept[u] * all[u];
    }
}

/* The points of NODE in units of the last printed place; children have
   theirs. */
static void
set_points(const struct step *s)
{
    const struct model *model = s->model;
    size_t n = model->n;
    const double *score = column_of(s, s->draw->scores, s->node);
    const double *weight = column_of(s, s->draw->effective, s->node);
    double *points = column_of(s, s->draw->points, s->node);
    bool adds_up = model->may_add_up[s->node] &&
                   !aggregates[s->how.kind].of &&
                   !aggregates[s->how.kind].among;

    if (adds_up) {
        memset(points, 0, n * sizeof *points);
        for (size_t k = 0; k < s->family->n; k++) {
            const double *child =
                column_of(s, s->draw->points, s->family->children[k]);

            for (size_t u = 0; u < n; u++)
                points[u] += child[u];
        }
        return;
    }
    for (size_t u = 0; u < n; u++)
        points[u] = score[u] * weight[u] * model->tens;
    for (size_t u = 0; model->is_rounded[s->node] && u < n; u++)
        points[u] = qp_robust_round(points[u], model->to_even);
}

static struct step
step_of(const struct model *model, struct draw *draw, size_t node)
{
    const struct family_model *family = &model->families[node];
    size_t which = draw->aggregates[node];
    struct step step = { .model = model,
                         .draw = draw,
                         .family = family,
                         .node = node };

    if (family->n) {
        step.how = family->aggregates[which];
        step.power = family->powers[which];
        step.rho = family->rhos[which];
    }
    return step;
}

void
qp_robust_tree(const struct model *model, struct draw *draw)
{
    const size_t *order = model->rules->order;
    size_t m = model->m;

    for (size_t i = m + 1; i-- > 0;) {
        struct step step = step_of(model, draw, i ? order[i - 1] : m);

        if (step.family->n)
            aggregate(&step);
    }
    for (size_t u = 0; u < model->n; u++)
        draw->effective[m * model->n + u] = model->scale;
    for (size_t i = 0; i <= m; i++) {
        struct step step = step_of(model, draw, i ? order[i - 1] : m);

        if (step.family->n)
            spread(&step);
    }
    for (size_t i = m + 1; i-- > 0;) {
        struct step step = step_of(model, draw, i ? order[i - 1] : m);

        set_points(&step);
    }
}
