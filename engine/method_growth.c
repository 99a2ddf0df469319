/* "growth" 增速: base at no growth, and slope for each percentage point of it. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { OF, BASE, SLOPE };

static const struct qp_param params[] = {
    [OF] = { "of", QP_PARAM_PRIOR,
             N_("what x has grown from; left out: prior(value)") },
    [BASE] = { "base", QP_PARAM_PERCENT,
               N_("score at no growth, in percent of full marks"),
               .preset = "80" },
    [SLOPE] = { "slope", QP_PARAM_PERCENT,
                N_("percent of full marks for each percentage point of "
                   "growth"),
                .preset = "1" },
    { 0 },
};

/* Source: quping-rules(5), growth. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++) {
        qp_num ratio =
            qp_method_ratio(arena, in->value[i], in->arg[OF][i]);
        qp_num growth = qp_num_mul(
            arena, qp_num_sub(arena, ratio, qp_num_int(1)),
            qp_num_int(100));
        qp_num gain = qp_num_mul(arena, growth, in->arg[SLOPE][i]);

        score[i] = in->lower ? qp_num_sub(arena, in->arg[BASE][i], gain)
                             : qp_num_add(arena, in->arg[BASE][i], gain);
        if (!qp_num_defined(ratio))
            score[i] = ratio;
    }
}

/* Growth by what BASE is short of full marks, at SLOPE a percentage point. */
static void
aim(struct qp_arena *arena, const struct qp_stand *at, struct qp_aims *aims)
{
    qp_num short_of =
        qp_num_sub(arena, qp_num_int(1), at->arg[BASE]);
    qp_num points = qp_num_div(arena, short_of, at->arg[SLOPE]);
    qp_num growth = qp_num_div(arena, points, qp_num_int(100));

    if (at->lower)
        growth = qp_num_neg(arena, growth);
    aims->full.threshold =
        qp_num_mul(arena, at->arg[OF],
                   qp_num_add(arena, qp_num_int(1), growth));
}

/* Without OF, it is plain what x has grown from only when x is one datum. */
static void
check(struct qp_session *run, const struct qp_indicator *indicator)
{
    if (indicator->arguments[OF].given || !indicator->value.expr)
        return;
    if (qp_expr_single(indicator->value.expr) == QP_NONE)
        qp_error(run, indicator->method_at, QP_METHOD,
                 "%s: value is no single datum, so growth needs the key of",
                 indicator->code);
}

const struct qp_method qp_method_growth = {
    .name = "growth",
    .name_zh = "增速计分法",
    .name_en = "growth",
    .help = N_("base, and slope for each percentage point of growth"),
    .formula = "base + slope * (x / of - 1) * 100",
    .formula_lower = "base - slope * (x / of - 1) * 100",
    .words = { "与{of}相比，持平得{base}，每增长1个百分点加{slope}，每下降1个"
               "百分点减{slope}",
               "against {of}: {base} for no change, {slope} more for each "
               "percentage point of growth, {slope} less for each of "
               "decline" },
    .words_lower = { "与{of}相比，持平得{base}，每下降1个百分点加{slope}，每"
                     "增长1个百分点减{slope}",
                     "against {of}: {base} for no change, {slope} more for "
                     "each percentage point of decline, {slope} less for "
                     "each of growth" },
    .params = params,
    .clip = QP_CLIP_FULL,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
    .aim = aim,
    .check = check,
};
