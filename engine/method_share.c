/* "share" 比重法: in proportion to the share of the sum. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { FULL_SHARE };

static const struct qp_param params[] = {
    [FULL_SHARE] = { "full_share", QP_PARAM_PERCENT,
                     N_("share of the sum that earns full marks, in percent"),
                     .required = true, .positive = true },
    { 0 },
};

/* Source: quping-rules(5), share. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    qp_num sum = qp_column_sum(arena, in);

    for (size_t i = 0; i < in->n; i++)
        score[i] =
            qp_num_div(arena, qp_method_ratio(arena, in->value[i], sum),
                       in->arg[FULL_SHARE][i]);
}

const struct qp_method qp_method_share = {
    .name = "share",
    .name_zh = "比重法",
    .name_en = "share of the sum",
    .help = N_("in proportion to the share of the sum"),
    .formula = "x / sum / full_share",
    .words = { "占{peers}合计的{full_share%}得满分，其他按所占比重计分",
               "full marks for a share of {full_share%} of the sum of "
               "{peers}, otherwise in proportion to the share" },
    .params = params,
    .clip = QP_CLIP_FULL,
    .treatable = QP_TREATABLE_FREELY,
    .no_lower = true,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
};
