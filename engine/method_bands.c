/* "bands" 分档计分: the score of the best threshold that is reached. */

#include <config.h>

#include "engine/method.h"

#include "engine/tongue.h"

enum { BANDS, BETWEEN };
enum { STEP, LINEAR };

static const char *const betweens[] = {
    [STEP] = "step", [LINEAR] = "linear", NULL
};

static const struct qp_param params[] = {
    [BANDS] = { "bands", QP_PARAM_BANDS,
                N_("thresholds with their scores in percent: 0:40, 1:60, "
                   "5:100"),
                .required = true },
    [BETWEEN] = { "between", QP_PARAM_WORD,
                  N_("between thresholds: the lower score, or in proportion"),
                  .preset = "step", .words = betweens },
    { 0 },
};

/* The score between bands A and B, whose thresholds differ. */
static qp_num
along(struct qp_arena *arena, const struct qp_band *a,
      const struct qp_band *b, qp_num x)
{
    qp_num share = qp_num_div(
        arena, qp_num_sub(arena, x, a->threshold),
        qp_num_sub(arena, b->threshold, a->threshold));
    qp_num rise = qp_num_sub(arena, b->score, a->score);

    return qp_num_add(arena, a->score, qp_num_mul(arena, share, rise));
}

/* Counts the thresholds that X lies beyond (or on, when AT_TOO). */
static size_t
passed(const struct qp_argument *bands, qp_num x, bool at_too)
{
    size_t n = 0;

    while (n < bands->n_bands) {
        int order = qp_num_cmp(x, bands->bands[n].threshold);

        if (order < 0 || (order == 0 && !at_too))
            break;
        n++;
    }
    return n;
}

/* A threshold is reached from its own value on; for direction = lower from
   above.  Where none is reached the score is 0. */
static qp_num
banded(struct qp_arena *arena, const struct qp_argument *given, qp_num x,
       bool lower)
{
    const struct qp_argument *bands = &given[BANDS];
    size_t n = passed(bands, x, !lower);
    size_t reached = lower ? n : n - 1;

    if (lower ? n == bands->n_bands : n == 0)
        return qp_num_int(0);
    if (given[BETWEEN].word == LINEAR && n > 0 && n < bands->n_bands)
        return along(arena, &bands->bands[n - 1], &bands->bands[n], x);
    return bands->bands[reached].score;
}

/* Source: quping-rules(5), bands. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    for (size_t i = 0; i < in->n; i++)
        if (qp_num_defined(in->value[i]))
            score[i] = banded(arena, in->given, in->value[i], in->lower);
}

/* The next threshold in the direction that is better, and the nearest with
   full marks. */
static void
aim(struct qp_arena *arena, const struct qp_stand *at, struct qp_aims *aims)
{
    const struct qp_argument *bands = &at->given[BANDS];
    size_t n = passed(bands, at->x, !at->lower);
    size_t ahead = at->lower ? n : bands->n_bands - n;

    (void)arena;
    for (size_t i = 0; i < ahead; i++) {
        const struct qp_band *band = &bands->bands[at->lower ? n - 1 - i
                                                             : n + i];

        if (i == 0)
            aims->next = *band;
        if (qp_num_cmp(band->score, qp_num_int(1)) >= 0) {
            aims->full = *band;
            return;
        }
    }
}

/* Falling scores are possible, and seldom meant. */
static void
check(struct qp_session *run, const struct qp_indicator *indicator)
{
    const struct qp_argument *given = &indicator->arguments[BANDS];

    for (size_t i = 1; i < given->n_bands; i++) {
        int order = qp_num_cmp(given->bands[i].score,
                               given->bands[i - 1].score);

        if (indicator->lower ? order > 0 : order < 0) {
            qp_warning(run, given->formula.at, QP_METHOD,
                       "%s: a better value earns less at %s",
                       indicator->code,
                       qp_num_text(run->arena, given->bands[i].threshold));
            return;
        }
    }
}

const struct qp_method qp_method_bands = {
    .name = "bands",
    .name_zh = "分档计分法",
    .name_en = "bands",
    .help = N_("the score of the best threshold reached"),
    .formula = "bands(x)",
    .formula_lower = "bands(x)",
    .words = { "按达到的档次计分（满分的百分数）：{bands}；{between}；"
               "一档也达不到的不得分",
               "by the band that is reached, in percent of full marks: "
               "{bands}; {between}; nothing below the first band" },
    .words_lower = { "按不超过的档次计分（满分的百分数）：{bands}；{between}；"
                     "超过最后一档的不得分",
                     "by the band that is not exceeded, in percent of full "
                     "marks: {bands}; {between}; nothing beyond the last" },
    .params = params,
    .is_bounded = true,
    .clip = QP_CLIP_FULL,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
    .aim = aim,
    .check = check,
};
