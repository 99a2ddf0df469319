/* An evaluation that differs from another one in little; see score_impl.h. */

#include <config.h>

#include "engine/score_impl.h"

/* The scores of leaf NODE, which depend on nothing that has changed. */
static void
copy_leaf(struct scoring *s, const struct scoring *before, size_t node)
{
    const qp_num none = qp_num_undefined("not scored");

    for (size_t d = 0; d < s->rules->n_districts; d++) {
        struct qp_score *score = qp_scoring_at(s, d, node);

        *score = *qp_scoring_at(before, d, node);
        score->exact = score->points = none;
        score->shared_weight = NULL;
    }
}

/* True if vetoes strike the same districts as before, as far as anybody else's
   score rests on it. */
static bool
has_same_peers(const struct scoring *s, const struct scoring *before)
{
    for (size_t d = 0; d < s->rules->n_districts; d++) {
        const struct qp_outcome *now = &s->result->outcomes[d];
        const struct qp_outcome *then = &before->result->outcomes[d];

        if (now->excluded != then->excluded || now->unranked != then->unranked)
            return false;
    }
    return true;
}

bool
qp_scoring_again(struct scoring *s, const struct scoring *before,
                 const bool changed[])
{
    const struct qp_ruleset *rules = s->rules;
    bool all;

    qp_scoring_start(s);
    qp_total_strike(s);
    qp_tree_weigh(s);
    all = !has_same_peers(s, before);
    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t node = rules->order[i];

        if (!rules->indicators[node].method)
            continue;
        if (all || changed[node])
            qp_leaf_score(s, node);
        else
            copy_leaf(s, before, node);
    }
    if (!qp_diag_ok(s->run->diag))
        return false;
    qp_tree_score(s);
    if (!qp_diag_ok(s->run->diag))
        return false;
    for (size_t d = 0; d < rules->n_districts; d++)
        qp_total_score(s, d);
    qp_rank_totals(s);
    return true;
}
