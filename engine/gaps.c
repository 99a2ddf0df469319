/* The gaps that were filled, and what that did to the ranks: the evaluation is
   done again with one gap left out, for each gap; see score_impl.h. */

#include <config.h>

#include "engine/score_impl.h"

/* Most scores that are made again: above, no ranks are compared.  Sixteen
   districts with forty indicators need 640 for a gap. */
enum { SCORES_MOST = 2000000 };

/* The rank of the district of GAP as if its policy were to leave it out;
   undefined where it has none then.  What is reported on the way has been said
   of the evaluation itself, and goes with the arena. */
static qp_num
rank_without(const struct scoring *s, const struct qp_gap *gap,
             const bool changed[])
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_session run = { arena, qp_diag_new(arena) };
    struct scoring again = {
        .run = &run,
        .arena = arena,
        .rules = s->rules,
        .subs = s->subs,
        .findings = s->findings,
        .left_out = gap,
    };
    qp_num rank = qp_num_undefined("no rank");

    if (qp_scoring_again(&again, s, changed))
        rank = again.result->outcomes[gap->district].rank;
    qp_arena_free(arena); /* a rank is too small a number to be in it */
    return rank;
}

/* True if the rules were asked what DISTRICT earns on INDICATOR. */
static bool
is_gap(const struct scoring *s, size_t district, size_t indicator)
{
    return !s->result->outcomes[district].excluded &&
           qp_result_policy(qp_scoring_at(s, district, indicator)).kind !=
               QP_POLICY_NONE;
}

static struct qp_gap *
list_gaps(const struct scoring *s, size_t *n)
{
    const struct qp_ruleset *rules = s->rules;
    struct qp_gap *gaps = NULL;
    size_t capacity = 0;

    *n = 0;
    for (size_t d = 0; d < rules->n_districts; d++)
        for (size_t i = 0; i < rules->n_indicators; i++) {
            if (!is_gap(s, d, rules->order[i]))
                continue;
            gaps = qp_arena_grow(s->arena, gaps, *n, &capacity, sizeof *gaps);
            gaps[(*n)++] = (struct qp_gap){
                .district = d,
                .indicator = rules->order[i],
                .rank_without = qp_num_undefined("not compared"),
            };
        }
    return gaps;
}

/* True if GAP is left out by the rules themselves. */
static bool
is_left_out(const struct scoring *s, const struct qp_gap *gap)
{
    return qp_result_policy(qp_scoring_at(s, gap->district, gap->indicator))
               .kind == QP_POLICY_EXCLUDE;
}

void
qp_gaps_find(struct scoring *s)
{
    const struct qp_ruleset *rules = s->rules;
    struct qp_result *result = s->result;
    struct qp_gap *gaps = list_gaps(s, &result->n_gaps);
    size_t n_compared = 0;
    bool *changed =
        qp_arena_alloc(s->arena, rules->n_indicators, sizeof *changed);

    result->gaps = gaps;
    for (size_t i = 0; i < result->n_gaps; i++)
        n_compared += !is_left_out(s, &gaps[i]);
    result->gaps_compared =
        n_compared <=
        SCORES_MOST / (rules->n_districts * rules->n_indicators + 1);
    for (size_t i = 0; i < result->n_gaps && result->gaps_compared; i++) {
        if (is_left_out(s, &gaps[i]))
            continue;
        changed[gaps[i].indicator] = true;
        gaps[i].rank_without = rank_without(s, &gaps[i], changed);
        changed[gaps[i].indicator] = false;
    }
}
