/* Look-up of methods, and what they share: statistics of a column, positions
   between bounds, undefined scores.  See method.h. */

#include <config.h>

#include "engine/method.h"

#include <string.h>

#define METHOD(name) extern const struct qp_method qp_method_##name;
#include "engine/methods.def"
#undef METHOD

static const struct qp_method *const methods[] = {
#define METHOD(name) &qp_method_##name,
#include "engine/methods.def"
#undef METHOD
};

static const char all_equal[] = "all districts are equal";
static const char bad_base[] = "base not positive";
static const char no_peers[] = "no district has a figure";

const struct qp_method *
qp_method_row(size_t i)
{
    return i < QP_COUNT(methods) ? methods[i] : NULL;
}

const struct qp_method *
qp_method_find(const char *name)
{
    for (size_t i = 0; i < QP_COUNT(methods); i++)
        if (strcmp(methods[i]->name, name) == 0)
            return methods[i];
    return NULL;
}

/* The numbers of the parameters of INDICATOR for the district of TRACE, those
   left out that ask the peers. */
static const qp_num *
own_parameters(struct qp_arena *arena, const struct qp_indicator *indicator,
               const struct qp_trace *trace)
{
    const struct qp_param *params = indicator->method->params;
    size_t n = 0;
    qp_num *arg;

    while (params[n].key)
        n++;
    arg = qp_arena_alloc(arena, n + 1, sizeof *arg);
    for (size_t p = 0; p < n; p++) {
        const struct qp_expr *expr = indicator->arguments[p].formula.expr;
        size_t n_calls = 0;

        if (!expr && params[p].type == QP_PARAM_PRIOR)
            expr = indicator->value.expr;
        if (expr)
            qp_expr_peer_calls(expr, &n_calls);
        arg[p] = qp_num_undefined("not given");
        for (size_t q = 0; q < trace->n_quantities && !n_calls; q++)
            if (!trace->quantities[q].is_statistic &&
                strcmp(trace->quantities[q].name, params[p].key) == 0)
                arg[p] = trace->quantities[q].number;
    }
    return arg;
}

/* True if BAND scores more than SCORED, and does so in reach. */
static bool
is_more(struct qp_band band, qp_num scored, qp_num most)
{
    return qp_num_defined(band.threshold) &&
           qp_num_cmp(band.score, scored) > 0 &&
           qp_num_cmp(band.score, most) <= 0;
}

struct qp_aims
qp_method_aims(struct qp_arena *arena, const struct qp_indicator *indicator,
               const struct qp_score *score)
{
    const struct qp_band none = { .threshold = qp_num_undefined("not given"),
                                  .score = qp_num_int(1) };
    struct qp_aims aims = { none, none };
    struct qp_stand at = { .x = qp_result_value(score).num,
                           .given = indicator->arguments,
                           .lower = indicator->lower };
    qp_num low, high = qp_num_int(1);

    if (!indicator->method->aim || !score->trace ||
        qp_result_value(score).state != QP_REPORTED ||
        (qp_result_treating(score) && qp_result_treating(score)->transforms))
        return aims;
    at.arg = own_parameters(arena, indicator, score->trace);
    indicator->method->aim(arena, &at, &aims);
    if (!qp_method_clip(indicator, &low, &high))
        high = qp_num_int(1);
    if (!is_more(aims.next, score->normalised, high))
        aims.next = none;
    if (!is_more(aims.full, score->normalised, high))
        aims.full = none;
    return aims;
}

int
qp_method_param(const struct qp_method *method, const char *key)
{
    for (int i = 0; method->params[i].key; i++)
        if (strcmp(method->params[i].key, key) == 0)
            return i;
    return QP_METHOD_NO_PARAM;
}

const char *
qp_method_formula(const struct qp_indicator *indicator)
{
    const struct qp_method *method = indicator->method;

    return indicator->lower && method->formula_lower ? method->formula_lower
                                                     : method->formula;
}

const char *
qp_method_bound(const struct qp_indicator *indicator, const char *key)
{
    if (strcmp(key, "low") == 0)
        return "min";
    if (strcmp(key, "high") == 0)
        return "max";
    if (strcmp(key, "ref") == 0)
        return indicator->lower ? "min" : "max";
    return NULL;
}

bool
qp_method_clip(const struct qp_indicator *indicator, qp_num *low,
               qp_num *high)
{
    const struct qp_method *method = indicator->method;

    *low = qp_num_int(0);
    *high = qp_num_int(1);
    if (indicator->has_clip) {
        *low = indicator->clip_low;
        *high = indicator->clip_high;
        return !indicator->clip_none;
    }
    if (method->clip == QP_CLIP_TO_CAP)
        *high = indicator->arguments[qp_method_param(method, "cap")].number;
    return method->clip != QP_CLIP_NONE;
}

qp_num
qp_method_equal(void)
{
    return qp_num_undefined(all_equal);
}

qp_num
qp_method_base(void)
{
    return qp_num_undefined(bad_base);
}

bool
qp_method_is_equal(qp_num score)
{
    return qp_num_reason(score) == all_equal;
}

bool
qp_method_is_base(qp_num score)
{
    return qp_num_reason(score) == bad_base;
}

/* Notes a statistic for the trace, once. */
static qp_num
note(struct qp_column *in, const char *name, qp_num number, bool rounded)
{
    for (size_t i = 0; i < in->n_quantities; i++)
        if (strcmp(in->quantities[i].name, name) == 0)
            return number;
    if (in->n_quantities < QP_METHOD_MOST_STATISTICS)
        in->quantities[in->n_quantities++] = (struct qp_quantity){
            .name = name,
            .number = number,
            .is_statistic = true,
            .rounded = rounded,
        };
    return number;
}

/* The STATISTIC of a frame, noted if it is there. */
static qp_num
note_known(struct qp_column *in, const char *name, enum qp_statistic statistic)
{
    qp_num number = in->known->of[statistic];

    return qp_num_defined(number) ? note(in, name, number, false) : number;
}

qp_num
qp_column_min(struct qp_column *in)
{
    if (in->known)
        return note_known(in, "min", QP_STATISTIC_MIN);
    if (!in->n_peers)
        return qp_num_undefined(no_peers);
    return note(in, "min", in->sorted[0], false);
}

qp_num
qp_column_max(struct qp_column *in)
{
    if (in->known)
        return note_known(in, "max", QP_STATISTIC_MAX);
    if (!in->n_peers)
        return qp_num_undefined(no_peers);
    return note(in, "max", in->sorted[in->n_peers - 1], false);
}

qp_num
qp_column_sum(struct qp_arena *arena, struct qp_column *in)
{
    bool rounded = false;
    qp_num sum;

    if (in->known)
        return note_known(in, "sum", QP_STATISTIC_SUM);
    if (!in->n_peers)
        return qp_num_undefined(no_peers);
    sum = qp_num_statistic(
        arena, qp_num_sum(arena, in->sorted, in->n_peers), &rounded);
    return note(in, "sum", sum, rounded);
}

static qp_num
exact_mean(struct qp_arena *arena, const struct qp_column *in)
{
    if (!in->n_peers)
        return qp_num_undefined(no_peers);
    return qp_num_div(arena, qp_num_sum(arena, in->sorted, in->n_peers),
                      qp_num_int((int64_t)in->n_peers));
}

qp_num
qp_column_mean(struct qp_arena *arena, struct qp_column *in)
{
    bool rounded = false;
    qp_num mean;

    if (in->known)
        return note_known(in, "mean", QP_STATISTIC_MEAN);
    mean = qp_num_statistic(arena, exact_mean(arena, in), &rounded);
    return in->n_peers ? note(in, "mean", mean, rounded) : mean;
}

void
qp_column_standard(struct qp_arena *arena, struct qp_column *in, qp_num *mean,
                   qp_num *sd)
{
    bool rounded = false;

    if (in->known) {
        *mean = note_known(in, "peers_mean", QP_STATISTIC_MEAN);
        *sd = note_known(in, "peers_sd", QP_STATISTIC_SD);
        return;
    }
    *mean = qp_num_statistic(arena, exact_mean(arena, in), &rounded);
    if (in->n_peers)
        note(in, "peers_mean", *mean, rounded);
    *sd = qp_num_statistic(
        arena, qp_num_deviation(arena, in->sorted, in->n_peers), &rounded);
    if (in->n_peers)
        note(in, "peers_sd", *sd, rounded);
}

void
qp_column_note_peers(struct qp_column *in)
{
    note(in, "peers", qp_num_int((int64_t)in->n_peers), false);
}

qp_num
qp_column_range(struct qp_arena *arena, struct qp_column *in)
{
    qp_num low = qp_column_min(in);

    return qp_num_sub(arena, qp_column_max(in), low);
}

qp_num
qp_column_unless_equal(qp_num all)
{
    if (qp_num_defined(all) && qp_num_sign(all) == 0)
        return qp_method_equal();
    return all;
}

/* The number of peers below X, or not above it when AT_TOO. */
static size_t
peers_below(const struct qp_column *in, qp_num x, bool at_too)
{
    size_t low = 0, high = in->n_peers;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = qp_num_cmp(in->sorted[middle], x);

        if (order < 0 || (order == 0 && at_too))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
qp_column_place(const struct qp_column *in, qp_num x, size_t *better,
                size_t *equal)
{
    size_t below = peers_below(in, x, false);
    size_t not_above = peers_below(in, x, true);

    *equal = not_above - below;
    *better = in->lower ? below : in->n_peers - not_above;
}

struct qp_bounds
qp_column_bounds(struct qp_column *in, int low, int high, size_t i)
{
    const qp_num *lows = low < 0 ? NULL : in->arg[low];
    const qp_num *highs = high < 0 ? NULL : in->arg[high];

    return (struct qp_bounds){
        .low = lows ? lows[i] : qp_column_min(in),
        .high = highs ? highs[i] : qp_column_max(in),
        .low_from_peers = !lows,
        .high_from_peers = !highs,
    };
}

qp_num
qp_bounds_position(struct qp_arena *arena, struct qp_bounds bounds, qp_num x,
                   bool lower)
{
    qp_num width = qp_num_sub(arena, bounds.high, bounds.low);
    qp_num along = lower ? qp_num_sub(arena, bounds.high, x)
                         : qp_num_sub(arena, x, bounds.low);
    bool from_peers = bounds.low_from_peers || bounds.high_from_peers;

    if (!from_peers || !qp_num_defined(along) || !qp_num_defined(width) ||
        qp_num_sign(width) > 0)
        return qp_num_div(arena, along, width);
    if (qp_num_sign(width) == 0)
        return qp_method_equal();
    return qp_num_int(bounds.low_from_peers != lower);
}

qp_num
qp_method_ratio(struct qp_arena *arena, qp_num a, qp_num b)
{
    if (qp_num_defined(b) && qp_num_sign(b) <= 0)
        return qp_method_base();
    return qp_num_div(arena, a, b);
}

qp_num
qp_method_in_unit(struct qp_arena *arena,
                  const struct qp_indicator *indicator,
                  const struct qp_expr *expr, qp_num number)
{
    const struct qp_unit *unit = qp_expr_unit(expr);
    const struct qp_unit *wanted = qp_expr_unit(indicator->value.expr);

    if (!qp_expr_has_unit(expr) || !qp_unit_alike(unit, wanted))
        return number;
    return qp_num_mul(arena, number, qp_unit_factor(arena, unit, wanted));
}

qp_num
qp_method_constant(struct qp_arena *arena,
                   const struct qp_indicator *indicator, int p)
{
    const struct qp_expr *expr = indicator->arguments[p].formula.expr;

    if (!expr || !indicator->value.expr || !qp_expr_is_literal(expr))
        return qp_num_undefined("not a constant");
    return qp_method_in_unit(arena, indicator, expr,
                             qp_expr_literal(arena, expr));
}

void
qp_method_check_bounds(struct qp_session *run,
                       const struct qp_indicator *indicator, int low,
                       int high)
{
    qp_num from = qp_method_constant(run->arena, indicator, low);
    qp_num to = qp_method_constant(run->arena, indicator, high);

    if (qp_num_defined(from) && qp_num_defined(to) &&
        qp_num_cmp(from, to) == 0)
        qp_error(run, indicator->arguments[high].formula.at, QP_METHOD,
                 "%s: low = %s and high = %s are the same", indicator->code,
                 indicator->arguments[low].formula.text,
                 indicator->arguments[high].formula.text);
}
