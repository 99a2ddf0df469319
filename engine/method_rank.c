/* "rank" 位次法: from first to last in equal steps; equal values share the mean
   of their places. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { FIRST, LAST };

static const struct qp_param params[] = {
    [FIRST] = { "first", QP_PARAM_PERCENT,
                N_("score of the first, in percent"), .preset = "100" },
    [LAST] = { "last", QP_PARAM_PERCENT, N_("score of the last, in percent"),
               .preset = "0" },
    { 0 },
};

/* The steps from the first place to that of X: the mean of the places that
   the districts with X take.  A district that is no peer stands where one
   with its value would. */
static qp_num
steps(struct qp_arena *arena, const struct qp_column *in, qp_num x)
{
    size_t better, equal;

    qp_column_place(in, x, &better, &equal);
    return qp_num_div(
        arena,
        qp_num_int((int64_t)(2 * better + (equal ? equal : 1) - 1)),
        qp_num_int(2));
}

/* Source: quping-rules(5), rank. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    qp_num all = qp_column_range(arena, in);

    qp_column_note_peers(in);
    for (size_t i = 0; i < in->n; i++) {
        qp_num first = in->arg[FIRST][i], step;

        if (!qp_num_defined(in->value[i])) {
            continue;
        } else if (!qp_num_defined(all)) {
            score[i] = all;
        } else if (qp_num_sign(all) == 0) {
            score[i] = qp_method_equal();
        } else {
            step = qp_num_div(arena,
                              qp_num_sub(arena, first, in->arg[LAST][i]),
                              qp_num_int((int64_t)in->n_peers - 1));
            score[i] = qp_num_sub(
                arena, first,
                qp_num_mul(arena, step, steps(arena, in, in->value[i])));
        }
    }
}

const struct qp_method qp_method_rank = {
    .name = "rank",
    .name_zh = "位次法",
    .name_en = "rank",
    .help = N_("from first to last in equal steps; ties share"),
    .formula = "first - (first - last) * (place - 1) / (peers - 1)",
    .formula_lower = "first - (first - last) * (place - 1) / (peers - 1)",
    .words = { "按在{peers}中由大到小的位次计分，第一得{first}，末位得{last}"
               "，其间每位等差，数值相同的平分所占位次",
               "by the place among {peers}, the greatest value first: "
               "{first} for the first, {last} for the last, in equal steps; "
               "equal values share their places" },
    .words_lower = { "按在{peers}中由小到大的位次计分，第一得{first}，末位得"
                     "{last}，其间每位等差，数值相同的平分所占位次",
                     "by the place among {peers}, the least value first: "
                     "{first} for the first, {last} for the last, in equal "
                     "steps; equal values share their places" },
    .params = params,
    .by_spread = true,
    .is_bounded = true,
    .clip = QP_CLIP_NONE,
    .from_peers = true,
    .treatable = QP_TREATABLE_IN_ORDER,
    .best = FIRST,
    .worst = LAST,
    .score = score,
};
