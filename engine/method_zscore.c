/* "zscore" 标准差标准化: the distance from the peers' mean in standard
   deviations, moved to a mean and spread of the rules' choice. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { MEAN, SD };

static const struct qp_param params[] = {
    [MEAN] = { "mean", QP_PARAM_PERCENT,
               N_("score at the peers' mean, in percent of full marks"),
               .required = true, .otherwise = "50" },
    [SD] = { "sd", QP_PARAM_PERCENT,
             N_("what a standard deviation is worth, in percent of full "
                "marks"),
             .required = true, .otherwise = "20" },
    { 0 },
};

/* Source: quping-rules(5), zscore; OECD/JRC, Handbook on Constructing
   Composite Indicators (2008), section 5.2. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    qp_num all = qp_column_range(arena, in), middle, sd;

    qp_column_standard(arena, in, &middle, &sd);
    for (size_t i = 0; i < in->n; i++) {
        qp_num apart = in->lower
                           ? qp_num_sub(arena, middle, in->value[i])
                           : qp_num_sub(arena, in->value[i], middle);

        if (!qp_num_defined(in->value[i]))
            continue;
        score[i] = qp_column_unless_equal(all);
        if (qp_num_defined(score[i]))
            score[i] = qp_num_add(
                arena, in->arg[MEAN][i],
                qp_num_mul(arena, in->arg[SD][i],
                           qp_num_div(arena, apart, sd)));
    }
}

const struct qp_method qp_method_zscore = {
    .name = "zscore",
    .name_zh = "标准差标准化法",
    .name_en = "z-score",
    .help = N_("distance from the peers' mean in standard deviations"),
    .formula = "mean + sd * (x - peers_mean) / peers_sd",
    .formula_lower = "mean + sd * (peers_mean - x) / peers_sd",
    .words = { "等于{peers}平均数的得{mean}，每高出1个标准差加{sd}，每低1个标"
               "准差减{sd}",
               "{mean} at the mean of {peers}, {sd} more for each standard "
               "deviation above it, {sd} less for each below" },
    .words_lower = { "等于{peers}平均数的得{mean}，每低1个标准差加{sd}，每高"
                     "出1个标准差减{sd}",
                     "{mean} at the mean of {peers}, {sd} more for each "
                     "standard deviation below it, {sd} less for each above" },
    .params = params,
    .by_spread = true,
    .clip = QP_CLIP_NONE,
    .treatable = QP_TREATABLE_FREELY,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
};
