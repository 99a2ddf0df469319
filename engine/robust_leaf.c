/* The leaves in one draw; see robust_impl.h.  Which values are there is the
   same in all draws: where moved figures would give none, or the method no
   score, what the evaluation had stands. */

#include <config.h>

#include "engine/robust_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/method.h"
#include "engine/robust_math.h"

/* One leaf in one draw.  All columns but those of SCOPE are of all units. */
struct work {
    const struct model *model;
    const struct leaf_model *leaf;
    const struct way *way;
    struct draw *draw;
    const double *figures; /* null: nothing moves */
    double *x;       /* values to be scored; NaN: none */
    bool *put_in;
    double *spare;
};

static void
set(const struct work *w, size_t unit, enum qp_standing standing,
    double score)
{
    size_t at = w->leaf->node * w->model->n + unit;
    bool is_scored = standing == QP_STANDING_SCORED;

    w->draw->scores[at] = is_scored ? score : 0;
    w->draw->there[at] = is_scored;
    w->draw->kept[at] = is_scored || standing == QP_STANDING_UNSCORED;
}

/* What the evaluation had of UNIT. */
static void
keep(const struct work *w, size_t unit)
{
    set(w, unit, w->leaf->standing[unit], w->leaf->score[unit]);
}

/* ---- values ---- */

static double
mend(const struct mend *how, double x)
{
    if (!how->is_there)
        return x;
    if (x > how->clip_high)
        x = how->clip_high;
    if (x < how->clip_low)
        x = how->clip_low;
    if (x > how->high)
        x = how->high;
    if (x < how->low)
        x = how->low;
    if (!how->transforms)
        return x;
    x = (x < how->least ? how->least : x) + how->shift;
    if (!how->boxcox || how->lambda == 0)
        return qp_robust_ln(x);
    return (qp_robust_pow(x, how->lambda) - 1) / how->lambda;
}

/* The values as this draw has them, and after treatment. */
static void
find_values(const struct work *w)
{
    const struct leaf_model *leaf = w->leaf;
    size_t n = w->model->n;

    memcpy(w->x, leaf->raw, n * sizeof *w->x);
    if (w->figures && leaf->term) {
        qp_term_eval(&w->model->crowd, leaf->term, w->figures, w->x,
                     w->spare);
        for (size_t u = 0; u < n; u++)
            if (!isfinite(w->x[u]) || isnan(leaf->raw[u]))
                w->x[u] = leaf->raw[u];
    }
    for (size_t u = 0; leaf->mends && u < n; u++)
        if (!isnan(w->x[u]))
            w->x[u] = mend(&leaf->mends[u], w->x[u]);
}

/* ---- gaps ---- */

/* What decides for a value of STATE.  What is not applicable is not missing:
   only the rules speak of it. */
static struct earning
earning_for(const struct work *w, enum qp_state state)
{
    if (w->draw->earning && state != QP_NOT_APPLICABLE)
        return w->model->earnings[w->draw->earning - 1];
    return w->leaf->earnings[state];
}

static int
by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* The values of the peers in SCOPE that were not put in, those of GROUP only
   unless it is QP_NONE, in rising order. */
static size_t
known_values(const struct work *w, const struct scope_model *scope,
             size_t group, double values[])
{
    const struct crowd *crowd = &w->model->crowd;
    size_t n = 0;

    for (size_t i = 0; i < scope->n; i++) {
        size_t u = scope->units[i];

        if (crowd->peers[u] && !w->put_in[u] && !isnan(w->x[u]) &&
            (group == QP_NONE || crowd->groups[u] == group))
            values[n++] = w->x[u];
    }
    if (n)
        qsort(values, n, sizeof *values, by_size);
    return n;
}

/* What KIND puts in for UNIT, NaN: nothing. */
static double
substitute(const struct work *w, const struct scope_model *scope, size_t unit,
           enum qp_policy_kind kind)
{
    double *values = w->spare, sum = 0;
    size_t n;

    if (kind == QP_POLICY_PRIOR)
        return w->leaf->prior[unit];
    n = known_values(w, scope,
                     kind == QP_POLICY_GROUP_MEAN
                         ? w->model->crowd.groups[unit]
                         : QP_NONE,
                     values);
    if (!n)
        return NAN;
    if (kind == QP_POLICY_MIN)
        return values[w->leaf->rule->lower ? n - 1 : 0];
    if (kind == QP_POLICY_MEDIAN)
        return (values[(n - 1) / 2] + values[n / 2]) / 2;
    for (size_t i = 0; i < n; i++)
        sum += values[i];
    return sum / (double)n;
}

/* Gives UNIT what it earns without a value; false where that is a value. */
static bool
grant(const struct work *w, size_t unit, struct earning earning)
{
    switch (earning.kind) {
    case QP_POLICY_ZERO:
        set(w, unit, QP_STANDING_SCORED, 0);
        return true;
    case QP_POLICY_SCORE:
        set(w, unit, QP_STANDING_SCORED, earning.score);
        return true;
    case QP_POLICY_EXCLUDE:
        set(w, unit, QP_STANDING_EXCLUDED, 0);
        return true;
    case QP_POLICY_REJECT:
    case QP_POLICY_UNSCORED:
        set(w, unit, QP_STANDING_UNSCORED, 0);
        return true;
    default:
        return false;
    }
}

static void
fill_gaps(const struct work *w, const struct scope_model *scope)
{
    for (size_t i = 0; i < scope->n; i++) {
        size_t u = scope->units[i];
        struct earning earning;

        if (!isnan(w->x[u]))
            continue;
        earning = earning_for(w, w->leaf->states[u]);
        if (grant(w, u, earning))
            continue;
        w->put_in[u] = true;
        w->x[u] = substitute(w, scope, u, earning.kind);
        set(w, u, QP_STANDING_UNSCORED, 0);
    }
}

/* ---- scores ---- */

static double
hold(double x, double a, double b)
{
    double low = a < b ? a : b, high = a < b ? b : a;

    return x < low ? low : x > high ? high : x;
}

/* UNIT has a value, and neither the method nor the policy for values a
   score. */
static void
settle_without(const struct work *w, size_t unit)
{
    enum qp_state state = w->leaf->states[unit];

    keep(w, unit);
    if (w->draw->earning && w->leaf->granted[unit] &&
        state != QP_NOT_APPLICABLE)
        grant(w, unit, earning_for(w, state));
}

static void
settle(const struct work *w, size_t unit, double raw, bool used_peers)
{
    const struct way *way = w->way;
    const struct qp_indicator *rule = w->leaf->rule;

    if (raw == ROBUST_EQUAL && rule->constant == QP_CONSTANT_EXCLUDE)
        set(w, unit, QP_STANDING_EXCLUDED, 0);
    else if (raw == ROBUST_EQUAL)
        set(w, unit, QP_STANDING_SCORED,
            rule->constant == QP_CONSTANT_FULL ? way->best : way->worst);
    else if (raw == ROBUST_BASE && rule->zero_base == QP_ZERO_BASE_EXCLUDE)
        set(w, unit, QP_STANDING_EXCLUDED, 0);
    else if (raw == ROBUST_BASE && rule->zero_base != QP_ZERO_BASE_UNDEFINED)
        set(w, unit, QP_STANDING_SCORED,
            rule->zero_base == QP_ZERO_BASE_FULL ? way->best : way->worst);
    else if (!isfinite(raw))
        settle_without(w, unit);
    else {
        if (!w->model->crowd.peers[unit] && way->method->from_peers &&
            used_peers)
            raw = hold(raw, way->worst, way->best);
        if (way->clips)
            raw = hold(raw, way->clip_low, way->clip_high);
        set(w, unit, QP_STANDING_SCORED, raw);
    }
}

/* COLUMN for the units of SCOPE, in ROOM if they are not all. */
static const double *
gather(const struct work *w, const struct scope_model *scope,
       const double *column, double *room)
{
    if (scope->n == w->model->n)
        return column;
    for (size_t i = 0; i < scope->n; i++)
        room[i] = column[scope->units[i]];
    return room;
}

/* Parameter P in this draw; null: the peers'. */
static const double *
parameter(const struct work *w, size_t p, double *room, double *spare)
{
    const struct parameter *param = &w->way->params[p];

    if (!w->figures || !param->term)
        return param->column;
    qp_term_eval(&w->model->crowd, param->term, w->figures, room, spare);
    for (size_t u = 0; u < w->model->n; u++) {
        room[u] *= param->factor;
        if (!isfinite(room[u]))
            room[u] = param->column[u];
    }
    return room;
}

static void
score_scope(const struct work *w, const struct scope_model *scope)
{
    size_t n = w->model->n;
    double *peers = w->spare, *sorted = peers + n, *raw = sorted + n;
    double *room = raw + n, *more = room + (2 * ROBUST_PARAMS_MOST + 2) * n;
    struct column column = {
        .n = scope->n,
        .points = gather(w, scope, w->leaf->points, room + n),
        .peers = peers,
        .sorted = sorted,
        .lower = w->leaf->rule->lower,
        .is_linear = w->way->is_linear,
        .bands = w->way->bands,
        .n_bands = w->way->n_bands,
    };

    fill_gaps(w, scope); /* before peers: it takes the spare columns */
    column.x = gather(w, scope, w->x, room);
    for (size_t i = 0; i < scope->n; i++)
        if (w->model->crowd.peers[scope->units[i]] && !isnan(column.x[i]))
            peers[column.n_peers++] = column.x[i];
    for (size_t p = 0; p < ROBUST_PARAMS_MOST; p++) {
        const double *arg = parameter(w, p, room + (2 + 2 * p) * n, more);

        if (arg)
            column.arg[p] = gather(w, scope, arg, room + (3 + 2 * p) * n);
    }
    w->way->score(&column, raw);
    for (size_t i = 0; i < scope->n; i++)
        if (!isnan(column.x[i]))
            settle(w, scope->units[i], raw[i], column.used_peers);
}

/* ---- all leaves ---- */

static void
score_leaf(const struct model *model, struct draw *draw,
           const struct leaf_model *leaf)
{
    size_t n = model->n;
    struct work w = {
        .model = model,
        .leaf = leaf,
        .draw = draw,
        .way = &leaf->ways[draw->ways[leaf->node]],
        .figures = leaf->moves ? draw->figures : NULL,
        .x = draw->spare,
        .put_in = draw->put_in,
        .spare = draw->spare + n,
    };
    bool is_plain = !w.figures && w.way == leaf->ways &&
                    !(draw->earning && leaf->has_gaps);

    for (size_t u = 0; u < n && is_plain; u++)
        keep(&w, u);
    if (is_plain)
        return;
    memset(w.put_in, 0, n * sizeof *w.put_in);
    find_values(&w);
    for (size_t i = 0; i < leaf->n_scopes; i++)
        score_scope(&w, &leaf->scopes[i]);
}

void
qp_robust_leaves(const struct model *model, struct draw *draw)
{
    size_t n = model->n;

    for (size_t node = 0; node < model->m; node++) {
        if (!model->leaves[node].rule)
            continue;
        if (node != draw->left_out) {
            score_leaf(model, draw, &model->leaves[node]);
            continue;
        }
        memset(draw->scores + node * n, 0, n * sizeof *draw->scores);
        memset(draw->there + node * n, 0, n * sizeof *draw->there);
        memset(draw->kept + node * n, 0, n * sizeof *draw->kept);
    }
}
