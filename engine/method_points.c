/* "points" 按得分: the value is points already, out of full marks. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { FULL };

static const struct qp_param params[] = {
    [FULL] = { "full", QP_PARAM_EXPR,
               N_("value that earns full marks; left out: the weight in "
                  "points") },
    { 0 },
};

/* Source: quping-rules(5), points. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    const qp_num *full = in->arg[FULL] ? in->arg[FULL] : in->points;

    for (size_t i = 0; i < in->n; i++) {
        score[i] = qp_num_div(arena, in->value[i], full[i]);
        if (in->lower)
            score[i] = qp_num_sub(arena, qp_num_int(1), score[i]);
    }
}

const struct qp_method qp_method_points = {
    .name = "points",
    .name_zh = "直接计分",
    .name_en = "points as given",
    .help = N_("the value is points already, out of full"),
    .formula = "x / full",
    .formula_lower = "1 - x / full",
    .words = { "指标值即为得分，满分为{full}",
               "the value is points already, out of {full}" },
    .words_lower = { "从满分中减去指标值，满分为{full}",
                     "the value is taken off full marks, which are {full}" },
    .params = params,
    .clip = QP_CLIP_FULL,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
};
