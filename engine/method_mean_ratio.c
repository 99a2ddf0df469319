/* "mean_ratio" 均值法: in proportion to the mean, without an upper end. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { AT_MEAN };

static const struct qp_param params[] = {
    [AT_MEAN] = { "at_mean", QP_PARAM_PERCENT,
                  N_("score at the mean, in percent of full marks"),
                  .preset = "100", .positive = true },
    { 0 },
};

/* Source: quping-rules(5), mean_ratio. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    qp_num mean = qp_column_mean(arena, in);

    for (size_t i = 0; i < in->n; i++) {
        qp_num ratio = in->lower
                           ? qp_method_ratio(arena, mean, in->value[i])
                           : qp_method_ratio(arena, in->value[i], mean);

        score[i] = qp_num_mul(arena, ratio, in->arg[AT_MEAN][i]);
    }
}

const struct qp_method qp_method_mean_ratio = {
    .name = "mean_ratio",
    .name_zh = "均值法",
    .name_en = "ratio to the mean",
    .help = N_("in proportion to the mean, without an upper end"),
    .formula = "at_mean * x / mean",
    .formula_lower = "at_mean * mean / x",
    .words = { "等于{peers}平均数的得{at_mean}，其他按与平均数的倍数计分",
               "{at_mean} at the mean of {peers}, otherwise in proportion to "
               "it" },
    .words_lower = { "等于{peers}平均数的得{at_mean}，其他按平均数与本区数值"
                     "之比计分",
                     "{at_mean} at the mean of {peers}, otherwise by the "
                     "ratio of it to the value" },
    .params = params,
    .clip = QP_CLIP_NONE,
    .treatable = QP_TREATABLE_FREELY,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
};
