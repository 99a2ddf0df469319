/* "range" 线性: from nothing at low to full marks at high, which may be below
   low. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { LOW, HIGH };

static const struct qp_param params[] = {
    [LOW] = { "low", QP_PARAM_EXPR, N_("value that earns nothing"),
              .required = true },
    [HIGH] = { "high", QP_PARAM_EXPR, N_("value that earns full marks"),
               .required = true },
    { 0 },
};

/* Source: quping-rules(5), range. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++)
        score[i] = qp_bounds_position(
            arena, qp_column_bounds(in, LOW, HIGH, i), in->value[i],
            in->lower);
}

/* Full marks are at the end that is better. */
static void
aim(struct qp_arena *arena, const struct qp_stand *at, struct qp_aims *aims)
{
    (void)arena;
    aims->full.threshold = at->arg[at->lower ? LOW : HIGH];
}

static void
check(struct qp_session *run, const struct qp_indicator *indicator)
{
    qp_method_check_bounds(run, indicator, LOW, HIGH);
}

const struct qp_method qp_method_range = {
    .name = "range",
    .name_zh = "线性计分法",
    .name_en = "linear scale",
    .help = N_("linear from nothing at low to full marks at high"),
    .formula = "(x - low) / (high - low)",
    .formula_lower = "(high - x) / (high - low)",
    .words = { "达到{high}得满分，{low}不得分，其间按比例计分",
               "full marks at {high}, nothing at {low}, in proportion "
               "between" },
    .words_lower = { "{low}得满分，达到{high}不得分，其间按比例计分",
                     "full marks at {low}, nothing at {high}, in proportion "
                     "between" },
    .params = params,
    .clip = QP_CLIP_FULL,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
    .aim = aim,
    .check = check,
};
