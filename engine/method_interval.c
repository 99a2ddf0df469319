/* "interval" 适度指标: full marks between low and high, less on either side. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { LOW, HIGH, ZERO_LOW, ZERO_HIGH, AT_LOW, AT_HIGH };

static const struct qp_param params[] = {
    [LOW] = { "low", QP_PARAM_EXPR, N_("where full marks begin"),
              .required = true },
    [HIGH] = { "high", QP_PARAM_EXPR, N_("where full marks end"),
               .required = true },
    [ZERO_LOW] = { "zero_low", QP_PARAM_EXPR,
                   N_("value, below low, with the score at_low"),
                   .required = true },
    [ZERO_HIGH] = { "zero_high", QP_PARAM_EXPR,
                    N_("value, above high, with the score at_high"),
                    .required = true },
    [AT_LOW] = { "at_low", QP_PARAM_PERCENT,
                 N_("score at zero_low and below, in percent"),
                 .preset = "0" },
    [AT_HIGH] = { "at_high", QP_PARAM_PERCENT,
                  N_("score at zero_high and above, in percent"),
                  .preset = "0" },
    { 0 },
};

/* From LEAST at OUTER to full marks at INNER; flat beyond OUTER.  X lies on
   the outer side of INNER. */
static qp_num
flank(struct qp_arena *arena, qp_num x, qp_num outer, qp_num inner,
      qp_num least)
{
    qp_num share = qp_num_div(arena, qp_num_sub(arena, x, outer),
                              qp_num_sub(arena, inner, outer));
    qp_num above = qp_num_sub(arena, qp_num_int(1), least);

    if (qp_num_cmp(inner, outer) == 0)
        return least;
    share = qp_num_max(arena, share, qp_num_int(0));
    return qp_num_add(arena, least, qp_num_mul(arena, share, above));
}

static qp_num
one_score(struct qp_arena *arena, const struct qp_column *in, size_t i)
{
    qp_num x = in->value[i], low = in->arg[LOW][i], high = in->arg[HIGH][i];

    if (qp_num_cmp(in->arg[ZERO_LOW][i], low) > 0 ||
        qp_num_cmp(low, high) > 0 ||
        qp_num_cmp(high, in->arg[ZERO_HIGH][i]) > 0)
        return qp_num_undefined("bounds out of order");
    if (qp_num_cmp(x, low) < 0)
        return flank(arena, x, in->arg[ZERO_LOW][i], low,
                     in->arg[AT_LOW][i]);
    if (qp_num_cmp(x, high) > 0)
        return flank(arena, x, in->arg[ZERO_HIGH][i], high,
                     in->arg[AT_HIGH][i]);
    return qp_num_int(1);
}

/* Source: quping-rules(5), interval. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++) {
        qp_num all = in->value[i];

        for (int p = LOW; p <= ZERO_HIGH; p++)
            all = qp_num_add(arena, all, in->arg[p][i]);
        score[i] = qp_num_defined(all) ? one_score(arena, in, i) : all;
    }
}

static void
aim(struct qp_arena *arena, const struct qp_stand *at, struct qp_aims *aims)
{
    bool below = qp_num_defined(at->arg[LOW]) &&
                 qp_num_cmp(at->x, at->arg[LOW]) < 0;

    (void)arena;
    aims->full.threshold = at->arg[below ? LOW : HIGH];
}

/* The four points must stand in order. */
static void
check(struct qp_session *run, const struct qp_indicator *indicator)
{
    static const int order[] = { ZERO_LOW, LOW, HIGH, ZERO_HIGH };

    for (size_t i = 1; i < QP_COUNT(order); i++) {
        int below = order[i - 1], above = order[i];
        qp_num a = qp_method_constant(run->arena, indicator, below);
        qp_num b = qp_method_constant(run->arena, indicator, above);

        if (qp_num_defined(a) && qp_num_defined(b) && qp_num_cmp(a, b) > 0)
            qp_error(run, indicator->arguments[above].formula.at, QP_METHOD,
                     "%s: %s = %s is below %s = %s", indicator->code,
                     params[above].key,
                     indicator->arguments[above].formula.text,
                     params[below].key,
                     indicator->arguments[below].formula.text);
    }
}

const struct qp_method qp_method_interval = {
    .name = "interval",
    .name_zh = "适度指标法",
    .name_en = "interval",
    .help = N_("full marks between low and high, less on either side"),
    .formula = "if(x < low, if(x <= zero_low, at_low, at_low + (1 - at_low) * "
               "(x - zero_low) / (low - zero_low)), "
               "if(x > high, if(x >= zero_high, at_high, at_high + "
               "(1 - at_high) * (zero_high - x) / (zero_high - high)), 1))",
    .words = { "在{low}至{high}之间得满分；低于{low}的按比例递减，{zero_low}"
               "及以下得{at_low}；高于{high}的按比例递减，{zero_high}及以上得"
               "{at_high}",
               "full marks from {low} to {high}; below {low} less in "
               "proportion, {at_low} at {zero_low} and under; above {high} "
               "less in proportion, {at_high} at {zero_high} and over" },
    .params = params,
    .is_bounded = true,
    .clip = QP_CLIP_FULL,
    .no_lower = true,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
    .aim = aim,
    .check = check,
};
