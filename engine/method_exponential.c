/* "exponential" 指数功效函数: from floor at low to full marks at high along an
   exponential curve. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { FLOOR, LOW, HIGH };

/* How far beyond its bounds a value may lie before it makes no difference. */
enum { FARTHEST = 10000 };

static const struct qp_param params[] = {
    [FLOOR] = { "floor", QP_PARAM_PERCENT,
                N_("score at low, in percent of full marks, above 0"),
                .preset = "60", .bounded = true },
    [LOW] = { "low", QP_PARAM_BOUND,
              N_("value that earns floor; left out: the peers' min") },
    [HIGH] = { "high", QP_PARAM_BOUND,
               N_("value that earns full marks; left out: the peers' max") },
    { 0 },
};

/* floor · e^(-ln floor · position) is floor^(1 - position), which is exact
   wherever the true result is rational.
   Source: quping-rules(5), exponential. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++) {
        qp_num position = qp_bounds_position(
            arena, qp_column_bounds(in, LOW, HIGH, i), in->value[i],
            in->lower);

        position = qp_num_min(arena, position, qp_num_int(FARTHEST));
        position = qp_num_max(arena, position, qp_num_int(-FARTHEST));
        score[i] = qp_num_pow(arena, in->arg[FLOOR][i],
                              qp_num_sub(arena, qp_num_int(1), position));
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
    if (qp_num_sign(indicator->arguments[FLOOR].number) <= 0)
        qp_error(run, indicator->method_at, QP_METHOD,
                 "%s: exponential needs a floor above 0", indicator->code);
    qp_method_check_bounds(run, indicator, LOW, HIGH);
}

const struct qp_method qp_method_exponential = {
    .name = "exponential",
    .name_zh = "指数功效函数法",
    .name_en = "exponential efficacy",
    .help = N_("exponential from floor at low to full marks at high"),
    .formula = "floor ^ (1 - (x - low) / (high - low))",
    .formula_lower = "floor ^ (1 - (high - x) / (high - low))",
    .words = { "达到{high}得满分，{low}得{floor}，其间按指数曲线计分，越接近"
               "满分升得越快",
               "full marks at {high}, {floor} at {low}, between them along "
               "an exponential curve, which is steeper near full marks" },
    .words_lower = { "{low}得满分，达到{high}得{floor}，其间按指数曲线计分，"
                     "越接近满分升得越快",
                     "full marks at {low}, {floor} at {high}, between them "
                     "along an exponential curve, which is steeper near full "
                     "marks" },
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
