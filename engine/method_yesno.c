/* "yesno" 是否: full marks or nothing. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

static const struct qp_param params[] = { { 0 } };

/* Source: quping-rules(5), yesno. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    (void)arena;
    for (size_t i = 0; i < in->n; i++)
        if (qp_num_defined(in->value[i]))
            score[i] =
                qp_num_int((qp_num_sign(in->value[i]) != 0) != in->lower);
}

const struct qp_method qp_method_yesno = {
    .name = "yesno",
    .name_zh = "是否计分",
    .name_en = "yes or no",
    .help = N_("full marks for any value but 0"),
    .formula = "x != 0",
    .formula_lower = "x == 0",
    .words = { "是（不为0）得满分，否则不得分",
               "full marks for yes (any value but 0), else nothing" },
    .words_lower = { "否（为0）得满分，否则不得分",
                     "full marks for no (0), else nothing" },
    .params = params,
    .is_bounded = true,
    .clip = QP_CLIP_FULL,
    .treatable = QP_TREATABLE_NEVER,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
};
