/* "percentile" 百分位法: the part of the others that a district outdoes. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

static const struct qp_param params[] = { { 0 } };

/* Equal districts all stand at the lowest of their places.
   Source: quping-rules(5), percentile; OECD/JRC, Handbook on Constructing
   Composite Indicators (2008), as percentile ranks. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    qp_num all = qp_column_range(arena, in);

    qp_column_note_peers(in);
    for (size_t i = 0; i < in->n; i++) {
        size_t better, equal;

        if (!qp_num_defined(in->value[i]))
            continue;
        score[i] = qp_column_unless_equal(all);
        if (!qp_num_defined(score[i]))
            continue;
        qp_column_place(in, in->value[i], &better, &equal);
        score[i] = qp_num_div(
            arena, qp_num_int((int64_t)(in->n_peers - better - equal)),
            qp_num_int((int64_t)in->n_peers - 1));
    }
}

const struct qp_method qp_method_percentile = {
    .name = "percentile",
    .name_zh = "百分位法",
    .name_en = "percentile rank",
    .help = N_("the part of the other districts that do worse"),
    .formula = "worse / (peers - 1)",
    .formula_lower = "worse / (peers - 1)",
    .words = { "按{peers}中数值比本区小的所占比例计分，比例以其余区数为分母",
               "by the part of the others among {peers} whose value is less" },
    .words_lower = { "按{peers}中数值比本区大的所占比例计分，比例以其余区数为"
                     "分母",
                     "by the part of the others among {peers} whose value is "
                     "greater" },
    .params = params,
    .by_spread = true,
    .is_bounded = true,
    .clip = QP_CLIP_NONE,
    .from_peers = true,
    .treatable = QP_TREATABLE_IN_ORDER,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
};
