/* The order of an evaluation; see score.h. */

#include <config.h>

#include "engine/score_impl.h"

#include "engine/judge.h"
#include "engine/progress.h"

/* Every number of a result is undefined until a step defines it. */
static void
clear(struct scoring *s)
{
    const struct qp_ruleset *rules = s->rules;
    const qp_num none = qp_num_undefined("not scored");
    struct qp_result *result = s->result;

    for (size_t i = 0; i < rules->n_districts * rules->n_indicators; i++)
        result->scores[i] = (struct qp_score){
            .standing = QP_STANDING_UNSCORED,
            .used = none,
            .normalised = none,
            .exact = none,
            .points = none,
        };
    for (size_t d = 0; d < rules->n_districts; d++)
        result->outcomes[d] = (struct qp_outcome){
            .base_normalised = none,
            .base_exact = none,
            .base = none,
            .bonus_exact = none,
            .bonus = none,
            .deduction_exact = none,
            .deduction = none,
            .total_exact = none,
            .total = none,
            .rank = none,
            .grade = QP_NONE,
            .state = QP_UNDEFINED,
        };
}

void
qp_scoring_start(struct scoring *s)
{
    const struct qp_ruleset *rules = s->rules;
    size_t n = rules->n_districts;
    struct qp_result *result =
        qp_arena_alloc(s->arena, 1, sizeof *result);

    result->rules = rules;
    result->subs = s->subs;
    result->scores = qp_arena_alloc(s->arena, n * rules->n_indicators,
                                    sizeof *result->scores);
    result->outcomes = qp_arena_alloc(s->arena, n, sizeof *result->outcomes);
    result->weighings = qp_arena_alloc(s->arena, rules->n_indicators + 1,
                                       sizeof *result->weighings);
    s->result = result;
    s->peers = qp_arena_alloc(s->arena, n, sizeof *s->peers);
    s->is_silent = qp_arena_alloc(s->arena, n, sizeof *s->is_silent);
    if (!s->findings)
        s->findings = qp_judge(s->run, rules, s->subs, s->lone);
    result->findings = s->findings;
    s->eval =
        qp_eval_new(s->arena, rules, s->subs, s->peers, s->findings);
    qp_eval_alone(s->eval, s->lone);
    clear(s);
    for (size_t d = 0; s->lone && d < n; d++)
        result->outcomes[d].excluded = d != s->lone->district;
}

/* A district without a total is in no ranking: nobody should find that out
   from the workbook. */
static void
warn_of_no_total(const struct scoring *s, size_t district)
{
    const struct qp_district *d = &s->rules->districts[district];
    const struct qp_outcome *outcome = &s->result->outcomes[district];

    if (!outcome->excluded && !qp_num_defined(outcome->total))
        qp_warning(s->run, d->at, QP_UNSCORED,
                   "%s %s: no total and no rank: %s", d->code, d->name,
                   outcome->reason ? outcome->reason : "nothing to score");
}

const qp_num *
qp_score_weights(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    struct qp_result result = { 0 };
    struct scoring s = { .arena = arena, .rules = rules, .result = &result };

    result.weighings = qp_arena_alloc(arena, rules->n_indicators + 1,
                                      sizeof *result.weighings);
    qp_tree_weigh(&s);
    return s.points;
}

/* All leaves, once it is known who is scored, and by which weights. */
static void
score_leaves(struct scoring *s)
{
    const struct qp_ruleset *rules = s->rules;

    qp_scoring_start(s);
    qp_total_strike(s);
    qp_tree_weigh(s);
    s->result->full = s->points;
    s->result->nominal = s->nominal;
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (rules->indicators[rules->order[i]].method)
            qp_leaf_score(s, rules->order[i]);
}

void
qp_scoring_alone(struct scoring *s)
{
    score_leaves(s);
    qp_tree_score(s);
    qp_total_score(s, s->lone->district);
}

const struct qp_result *
qp_score(struct qp_session *run, const struct qp_ruleset *rules,
         const struct qp_submissions *subs)
{
    return qp_score_judged(run, rules, subs, NULL);
}

const struct qp_result *
qp_score_judged(struct qp_session *run, const struct qp_ruleset *rules,
                const struct qp_submissions *subs,
                const struct qp_findings *findings)
{
    struct scoring s = {
        .run = run,
        .arena = run->arena,
        .rules = rules,
        .subs = subs,
        .findings = findings,
    };

    score_leaves(&s);
    if (!qp_diag_ok(run->diag))
        return NULL;
    qp_tree_score(&s);
    if (!qp_diag_ok(run->diag))
        return NULL;
    for (size_t d = 0; d < rules->n_districts; d++) {
        qp_total_score(&s, d);
        warn_of_no_total(&s, d);
    }
    qp_rank_all(&s);
    qp_gaps_find(&s);
    s.result->progress = qp_progress_find(s.arena, rules, subs);
    return s.result;
}
