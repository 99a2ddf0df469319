/* "distance" 参照距离法: how near a district comes to a reference, from the
   worst of the peers on: a target, the best, or another district. */

#include <config.h>

#include "engine/method.h"

#include <strings.h>

#include "engine/tongue.h"

enum { REF };

static const struct qp_param params[] = {
    [REF] = { "ref", QP_PARAM_BOUND,
              N_("value that earns full marks; left out: the peers' best") },
    { 0 },
};

/* The distance to the reference out of that from the worst to it.  A
   reference that is no better than the worst has no such distance: it would
   turn the order round. */
static qp_num
one_score(struct qp_arena *arena, const struct qp_column *in, qp_num x,
          qp_num worst, qp_num ref)
{
    qp_num way = in->lower ? qp_num_sub(arena, worst, ref)
                           : qp_num_sub(arena, ref, worst);
    qp_num left = in->lower ? qp_num_sub(arena, x, ref)
                            : qp_num_sub(arena, ref, x);

    return qp_num_sub(arena, qp_num_int(1),
                      qp_method_ratio(arena, left, way));
}

/* Source: quping-rules(5), distance; OECD/JRC, Handbook on Constructing
   Composite Indicators (2008), section 5.4. */
static void
score(struct qp_arena *arena, struct qp_column *in, qp_num score[])
{
    qp_num worst = in->lower ? qp_column_max(in) : qp_column_min(in);
    qp_num best = in->lower ? qp_column_min(in) : qp_column_max(in);
    bool flat = qp_num_defined(worst) && qp_num_cmp(worst, best) == 0;

    for (size_t i = 0; i < in->n; i++) {
        qp_num ref = in->arg[REF] ? in->arg[REF][i] : best;

        if (flat && qp_num_defined(ref) && qp_num_cmp(ref, worst) == 0)
            score[i] = qp_method_equal();
        else
            score[i] = one_score(arena, in, in->value[i], worst, ref);
    }
}

/* "min" and "max" stand for leaving the reference out, and can only mean the
   best. */
static void
check(struct qp_session *run, const struct qp_indicator *indicator)
{
    const struct qp_argument *ref = &indicator->arguments[REF];
    const char *best = indicator->lower ? "min" : "max";

    if (!ref->given && ref->formula.text &&
        strcasecmp(ref->formula.text, best) != 0)
        qp_error(run, ref->formula.at, QP_METHOD,
                 "%s: ref = %s is the peers' worst; write %s or leave it out",
                 indicator->code, ref->formula.text, best);
}

const struct qp_method qp_method_distance = {
    .name = "distance",
    .name_zh = "参照距离法",
    .name_en = "distance to a reference",
    .help = N_("how near to a reference, from the worst of the peers on"),
    .formula = "1 - (ref - x) / (ref - min)",
    .formula_lower = "1 - (x - ref) / (max - ref)",
    .words = { "达到{ref}得满分，{peers}中数值最小的不得分，其他按与{ref}的差"
               "距计分",
               "full marks at {ref}, nothing for the least value of {peers}, "
               "otherwise by the distance to {ref}" },
    .words_lower = { "{ref}得满分，{peers}中数值最大的不得分，其他按与{ref}的"
                     "差距计分",
                     "full marks at {ref}, nothing for the greatest value of "
                     "{peers}, otherwise by the distance to {ref}" },
    .params = params,
    .by_spread = true,
    .clip = QP_CLIP_NONE,
    .treatable = QP_TREATABLE_FREELY,
    .best = QP_METHOD_NO_PARAM,
    .worst = QP_METHOD_NO_PARAM,
    .score = score,
    .check = check,
};
