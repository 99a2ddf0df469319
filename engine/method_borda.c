/* "borda" 波达计分法: a point for each district outdone, half a point for each
   one equalled, out of all the others. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

static const struct qp_param params[] = { { 0 } };

/* Twice the points of X.  A district that is no peer stands where one with
   its value would. */
static size_t
twice_the_points(const struct qp_column *in, qp_num x)
{
    size_t better, equal;

    qp_column_place(in, x, &better, &equal);
    return 2 * (in->n_peers - better - equal) + (equal ? equal - 1 : 0);
}

/* Source: quping-rules(5), borda; OECD/JRC, Handbook on Constructing
   Composite Indicators (2008), section 6.7, the Borda rule. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    qp_num all = qp_column_range(arena, in);

    qp_column_note_peers(in);
    for (size_t i = 0; i < in->n; i++) {
        if (!qp_num_defined(in->value[i]))
            continue;
        score[i] = qp_column_unless_equal(all);
        if (qp_num_defined(score[i]))
            score[i] = qp_num_div(
                arena, qp_num_int((int64_t)twice_the_points(in, in->value[i])),
                qp_num_int(2 * ((int64_t)in->n_peers - 1)));
    }
}

const struct qp_method qp_method_borda = {
    .name = "borda",
    .name_zh = "波达计分法",
    .name_en = "Borda count",
    .help = N_("a point for each district outdone, half for each equalled"),
    .formula = "(worse + equal / 2) / (peers - 1)",
    .formula_lower = "(worse + equal / 2) / (peers - 1)",
    .words = { "{peers}中数值比本区小的每个计1，相同的每个计0.5，合计除以其余"
               "区数",
               "one for each of {peers} with a lesser value and a half for "
               "each equal one, out of all the others" },
    .words_lower = { "{peers}中数值比本区大的每个计1，相同的每个计0.5，合计除"
                     "以其余区数",
                     "one for each of {peers} with a greater value and a "
                     "half for each equal one, out of all the others" },
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
