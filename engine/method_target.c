/* "target" 目标完成率: in proportion to the target reached, up to the cap. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { TARGET, CAP };

static const struct qp_param params[] = {
    [TARGET] = { "target", QP_PARAM_EXPR, N_("value that earns full marks"),
                 .required = true },
    [CAP] = { "cap", QP_PARAM_PERCENT,
              N_("most that can be earned, in percent of full marks"),
              .preset = "100", .positive = true },
    { 0 },
};

/* Source: quping-rules(5), target. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++) {
        qp_num x = in->value[i], target = in->arg[TARGET][i];
        qp_num done = qp_method_ratio(arena, x, target);

        if (in->lower && qp_num_defined(done))
            done = qp_method_ratio(arena, target, x);
        score[i] = qp_num_min(arena, done, in->arg[CAP][i]);
    }
}

static void
aim(struct qp_arena *arena, const struct qp_stand *at, struct qp_aims *aims)
{
    (void)arena;
    aims->full.threshold = at->arg[TARGET];
}

/* Nothing can be measured against a target of nothing. */
static void
check(struct qp_session *run, const struct qp_indicator *indicator)
{
    const struct qp_formula *target = &indicator->arguments[TARGET].formula;
    qp_num number = qp_method_constant(run->arena, indicator, TARGET);

    if (qp_num_defined(number) && qp_num_sign(number) <= 0)
        qp_error(run, target->at, QP_METHOD,
                 "target = %s: a target must be above 0", target->text);
}

const struct qp_method qp_method_target = {
    .name = "target",
    .name_zh = "目标完成率法",
    .name_en = "part of a target",
    .help = N_("in proportion to the target reached, up to cap"),
    .formula = "min(x / target, cap)",
    .formula_lower = "min(target / x, cap)",
    .words = { "达到{target}得满分，其他按实际完成的比例计分，最多得{cap}",
               "full marks at {target}, otherwise in proportion to what was "
               "reached, {cap} at most" },
    .words_lower = { "{target}得满分，其他按{target}与指标值之比计分，最多得"
                     "{cap}",
                     "full marks at {target}, otherwise by the ratio of "
                     "{target} to the value, {cap} at most" },
    .params = params,
    .clip = QP_CLIP_TO_CAP,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
    .aim = aim,
    .check = check,
};
