/* "max_ratio" 最优值比较法: in proportion to the best. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

static const struct qp_param params[] = { { 0 } };

/* Source: quping-rules(5), max_ratio. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    qp_num best = in->lower ? qp_column_min(in) : qp_column_max(in);

    for (size_t i = 0; i < in->n; i++)
        score[i] = in->lower ? qp_method_ratio(arena, best, in->value[i])
                             : qp_method_ratio(arena, in->value[i], best);
}

const struct qp_method qp_method_max_ratio = {
    .name = "max_ratio",
    .name_zh = "最优值比较法",
    .name_en = "ratio to the best",
    .help = N_("in proportion to the best"),
    .formula = "x / max",
    .formula_lower = "min / x",
    .words = { "{peers}中数值最大的得满分，其他按与最大值之比计分",
               "full marks for the greatest value of {peers}, otherwise in "
               "proportion to it" },
    .words_lower = { "{peers}中数值最小的得满分，其他按最小值与本区数值之比计"
                     "分",
                     "full marks for the least value of {peers}, otherwise "
                     "by the ratio of it to the value" },
    .params = params,
    .is_bounded = true,
    .clip = QP_CLIP_NONE,
    .treatable = QP_TREATABLE_FREELY,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
};
