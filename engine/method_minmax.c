/* "minmax" 极差标准化: from lo at the worst of the peers to hi at the best. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { LO, HI };

static const struct qp_param params[] = {
    [LO] = { "lo", QP_PARAM_PERCENT, N_("score of the worst, in percent"),
             .preset = "0" },
    [HI] = { "hi", QP_PARAM_PERCENT, N_("score of the best, in percent"),
             .preset = "100" },
    { 0 },
};

/* Source: quping-rules(5), minmax. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++) {
        qp_num lo = in->arg[LO][i];
        struct qp_bounds bounds = qp_column_bounds(
            in, QP_METHOD_NO_PARAM, QP_METHOD_NO_PARAM, i);
        qp_num position =
            qp_bounds_position(arena, bounds, in->value[i], in->lower);
        qp_num above = qp_num_sub(arena, in->arg[HI][i], lo);

        score[i] =
            qp_num_add(arena, qp_num_mul(arena, above, position), lo);
    }
}

const struct qp_method qp_method_minmax = {
    .name = "minmax",
    .name_zh = "极差标准化法",
    .name_en = "min-max",
    .help = N_("linear from lo at the worst to hi at the best"),
    .formula = "lo + (hi - lo) * (x - min) / (max - min)",
    .formula_lower = "lo + (hi - lo) * (max - x) / (max - min)",
    .words = { "{peers}中数值最大的得{hi}，最小的得{lo}，其间按比例计分",
               "{hi} for the greatest value of {peers}, {lo} for the least, "
               "in proportion between" },
    .words_lower = { "{peers}中数值最小的得{hi}，最大的得{lo}，其间按比例计分",
                     "{hi} for the least value of {peers}, {lo} for the "
                     "greatest, in proportion between" },
    .params = params,
    .by_spread = true,
    .is_bounded = true,
    .clip = QP_CLIP_NONE,
    .from_peers = true,
    .treatable = QP_TREATABLE_FREELY,
    .best = HI,
    .worst = LO,
    .score = score,
};
