/* "efficacy" 功效系数法: from floor at low to full marks at high; bounds left out
   are those of the peers. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { FLOOR, LOW, HIGH };

static const struct qp_param params[] = {
    [FLOOR] = { "floor", QP_PARAM_PERCENT,
                N_("score at low, in percent of full marks"), .preset = "60",
                .bounded = true },
    [LOW] = { "low", QP_PARAM_BOUND,
              N_("value that earns floor; left out: the peers' min") },
    [HIGH] = { "high", QP_PARAM_BOUND,
               N_("value that earns full marks; left out: the peers' max") },
    { 0 },
};

/* Source: quping-rules(5), efficacy. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++) {
        qp_num floor = in->arg[FLOOR][i];
        qp_num position = qp_bounds_position(
            arena, qp_column_bounds(in, LOW, HIGH, i), in->value[i],
            in->lower);
        qp_num above = qp_num_sub(arena, qp_num_int(1), floor);

        score[i] = qp_num_add(arena, qp_num_mul(arena, above, position),
                              floor);
    }
}

/* Full marks are at the better bound, unless it is the peers'. */
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

const struct qp_method qp_method_efficacy = {
    .name = "efficacy",
    .name_zh = "功效系数法",
    .name_en = "efficacy coefficient",
    .help = N_("linear from floor at low to full marks at high"),
    .formula = "floor + (1 - floor) * (x - low) / (high - low)",
    .formula_lower = "floor + (1 - floor) * (high - x) / (high - low)",
    .words = { "达到{high}得满分，{low}得{floor}，其间按比例计分",
               "full marks at {high}, {floor} at {low}, in proportion "
               "between" },
    .words_lower = { "{low}得满分，达到{high}得{floor}，其间按比例计分",
                     "full marks at {low}, {floor} at {high}, in proportion "
                     "between" },
    .params = params,
    .by_spread = true,
    .clip = QP_CLIP_FULL,
    .from_peers = true,
    .treatable = QP_TREATABLE_FREELY,
    .best = QP_METHOD_NO_PARAM,
    .worst = FLOOR,
    .score = score,
    .aim = aim,
    .check = check,
};
