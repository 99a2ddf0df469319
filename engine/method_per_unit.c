/* "per_unit" 按项计分: so much for each. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { EACH };

static const struct qp_param params[] = {
    [EACH] = { "each", QP_PARAM_PERCENT,
               N_("percent of full marks for each unit of the value"),
               .required = true, .positive = true },
    { 0 },
};

/* Source: quping-rules(5), per_unit. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++) {
        score[i] = qp_num_mul(arena, in->arg[EACH][i], in->value[i]);
        if (in->lower)
            score[i] = qp_num_sub(arena, qp_num_int(1), score[i]);
    }
}

static void
aim(struct qp_arena *arena, const struct qp_stand *at, struct qp_aims *aims)
{
    aims->full.threshold =
        at->lower ? qp_num_int(0)
                  : qp_num_div(arena, qp_num_int(1), at->arg[EACH]);
}

const struct qp_method qp_method_per_unit = {
    .name = "per_unit",
    .name_zh = "按项计分法",
    .name_en = "per unit",
    .help = N_("so much for each unit of the value"),
    .formula = "each * x",
    .formula_lower = "1 - each * x",
    .words = { "每1个单位得{each}", "{each} for each unit of the value" },
    .words_lower = { "从满分中每1个单位减{each}",
                     "{each} off full marks for each unit of the value" },
    .params = params,
    .clip = QP_CLIP_FULL,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
    .aim = aim,
};
