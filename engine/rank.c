/* Ranks, ties and grades; see score_impl.h. */

#include <config.h>

#include "engine/score_impl.h"

#include <stdlib.h>
#include <string.h>

/* One district in an order: its figures in order of importance. */
struct entrant {
    size_t district;
    const qp_num *keys;
    size_t n_keys;
};

/* More is better; no figure is below any. */
static int
compare_figures(qp_num a, qp_num b)
{
    if (!qp_num_defined(a) || !qp_num_defined(b))
        return (int)qp_num_defined(b) - (int)qp_num_defined(a);
    return qp_num_cmp(b, a);
}

static int
compare_keys(const struct entrant *a, const struct entrant *b)
{
    for (size_t i = 0; i < a->n_keys; i++) {
        int order = compare_figures(a->keys[i], b->keys[i]);

        if (order)
            return order;
    }
    return 0;
}

/* Best first; equal ones by code, which is the order of districts. */
static int
by_merit(const void *left, const void *right)
{
    const struct entrant *a = left, *b = right;
    int order = compare_keys(a, b);

    if (order)
        return order;
    return a->district < b->district ? -1 : 1;
}

/* The rank of N districts tied at places FIRST.. (from 1), where DISTINCT
   better results have gone before. */
static qp_num
shared_rank(struct qp_arena *arena, enum qp_ties ties, size_t first, size_t n,
            size_t distinct)
{
    switch (ties) {
    case QP_TIES_DENSE:
        return qp_num_int((int64_t)distinct + 1);
    case QP_TIES_AVERAGE:
        return qp_num_div(arena, qp_num_int((int64_t)(2 * first + n - 1)),
                          qp_num_int(2));
    default:
        return qp_num_int((int64_t)first);
    }
}

/* Sorts ENTRANTS and gives each district its rank in RANKS. */
static void
rank(struct qp_arena *arena, struct entrant *entrants, size_t n,
     enum qp_ties ties, qp_num ranks[])
{
    size_t distinct = 0, tied;

    qsort(entrants, n, sizeof *entrants, by_merit);
    for (size_t i = 0; i < n; i += tied, distinct++) {
        qp_num shared;

        for (tied = 1; i + tied < n; tied++)
            if (compare_keys(&entrants[i], &entrants[i + tied]) != 0)
                break;
        shared = shared_rank(arena, ties, i + 1, tied, distinct);
        for (size_t j = i; j < i + tied; j++)
            ranks[entrants[j].district] = shared;
    }
}

static bool
has_rank(const struct scoring *s, size_t district)
{
    return s->peers[district] &&
           qp_num_defined(s->result->outcomes[district].total);
}

/* ---- nodes ---- */

/* RANK, an integer or half of one, times two. */
static int32_t
count_halves(qp_num rank_found)
{
    int64_t halves = 0;

    qp_num_to_int(qp_num_mul(NULL, rank_found, qp_num_int(2)), INT32_MAX,
                  &halves);
    return (int32_t)halves;
}

static void
rank_node(struct scoring *s, size_t node)
{
    const struct qp_ruleset *rules = s->rules;
    bool exact = rules->rank_on == QP_RANK_EXACT;
    struct qp_arena *scratch = qp_arena_new();
    struct entrant *entrants =
        qp_arena_alloc(scratch, rules->n_districts, sizeof *entrants);
    qp_num *ranks =
        qp_arena_alloc(scratch, rules->n_districts, sizeof *ranks);
    size_t n = 0;

    for (size_t d = 0; d < rules->n_districts; d++) {
        const struct qp_score *score = qp_scoring_at(s, d, node);

        if (s->peers[d] && qp_num_defined(score->points))
            entrants[n++] = (struct entrant){
                .district = d,
                .keys = exact ? &score->exact : &score->points,
                .n_keys = 1,
            };
    }
    rank(s->arena, entrants, n, rules->ties, ranks);
    for (size_t i = 0; i < n; i++)
        qp_scoring_at(s, entrants[i].district, node)->half_ranks =
            count_halves(ranks[entrants[i].district]);
    qp_arena_free(scratch);
}

/* ---- totals ---- */

/* What decides the order of totals: the total, then the tie-break nodes. */
static struct entrant
entrant_of(const struct scoring *s, size_t district)
{
    const struct qp_ruleset *rules = s->rules;
    bool exact = rules->rank_on == QP_RANK_EXACT;
    const struct qp_outcome *outcome = &s->result->outcomes[district];
    qp_num *keys = qp_arena_alloc(s->arena, rules->n_tie_break + 1,
                                  sizeof *keys);

    keys[0] = exact ? outcome->total_exact : outcome->total;
    for (size_t i = 0; i < rules->n_tie_break; i++) {
        const struct qp_score *score =
            qp_scoring_at(s, district, rules->tie_break[i]);

        keys[i + 1] = exact ? score->exact : score->points;
    }
    return (struct entrant){ district, keys, rules->n_tie_break + 1 };
}

void
qp_rank_totals(struct scoring *s)
{
    size_t n = s->rules->n_districts, n_ranked = 0, at;
    struct entrant *entrants =
        qp_arena_alloc(s->arena, n, sizeof *entrants);
    qp_num *ranks = qp_arena_alloc(s->arena, n, sizeof *ranks);
    size_t *by_rank = qp_arena_alloc(s->arena, n, sizeof *by_rank);

    for (size_t d = 0; d < n; d++)
        if (has_rank(s, d))
            entrants[n_ranked++] = entrant_of(s, d);
    rank(s->arena, entrants, n_ranked, s->rules->ties, ranks);
    for (at = 0; at < n_ranked; at++) {
        by_rank[at] = entrants[at].district;
        s->result->outcomes[by_rank[at]].rank = ranks[by_rank[at]];
    }
    for (size_t d = 0; d < n; d++)
        if (!has_rank(s, d))
            by_rank[at++] = d;
    s->result->by_rank = by_rank;
    s->result->n_ranked = n_ranked;
}

/* Ranks the members of ranking R among themselves, by the same rule. */
static void
rank_members(struct scoring *s, size_t r, struct qp_place_in *places)
{
    const struct qp_ruleset *rules = s->rules;
    size_t n = 0, width = rules->n_rankings;
    struct entrant *entrants = qp_arena_alloc(
        s->arena, rules->n_districts, sizeof *entrants);
    qp_num *ranks =
        qp_arena_alloc(s->arena, rules->n_districts, sizeof *ranks);

    for (size_t d = 0; d < rules->n_districts; d++) {
        struct qp_value value =
            qp_expr_eval(rules->rankings[r].where.expr, s->eval, d);
        struct qp_place_in *place = &places[d * width + r];

        place->member =
            value.state == QP_REPORTED && qp_num_sign(value.num) != 0;
        place->rank = qp_num_undefined("no rank");
        if (place->member && has_rank(s, d))
            entrants[n++] = entrant_of(s, d);
    }
    rank(s->arena, entrants, n, rules->ties, ranks);
    for (size_t i = 0; i < n; i++) {
        size_t d = entrants[i].district;

        places[d * width + r].rank = ranks[d];
    }
}

static void
rank_rankings(struct scoring *s)
{
    const struct qp_ruleset *rules = s->rules;
    size_t width = rules->n_rankings;
    struct qp_place_in *places = qp_arena_alloc(
        s->arena, rules->n_districts * width, sizeof *places);

    for (size_t r = 0; r < width; r++)
        rank_members(s, r, places);
    for (size_t d = 0; d < rules->n_districts; d++)
        s->result->outcomes[d].rankings = places + d * width;
}

/* ---- grades ---- */

/* What vetoes say of a district's grade: the worst grade that they give, and
   the best that they leave; QP_NONE, 0: nothing. */
struct verdict {
    size_t given, best;
};

static struct verdict
verdict_on(const struct scoring *s, size_t district)
{
    const struct qp_ruleset *rules = s->rules;
    struct verdict verdict = { QP_NONE, 0 };

    for (size_t i = 0; i < rules->n_vetoes; i++) {
        const struct qp_veto *veto = &rules->vetoes[i];

        if (!s->result->outcomes[district].struck[i])
            continue;
        if (veto->effect == QP_EFFECT_GRADE &&
            (verdict.given == QP_NONE || veto->grade > verdict.given))
            verdict.given = veto->grade;
        if (veto->effect == QP_EFFECT_CAP && veto->grade > verdict.best)
            verdict.best = veto->grade;
    }
    if (verdict.given != QP_NONE && verdict.given < verdict.best)
        verdict.given = verdict.best;
    return verdict;
}

/* True if DISTRICT can have grade G by its total, its rank and its vetoes,
   and has none yet. */
static bool
can_have(const struct scoring *s, size_t district, size_t g)
{
    const struct qp_grade *grade = &s->rules->grades[g];
    const struct qp_outcome *outcome = &s->result->outcomes[district];
    struct verdict verdict = verdict_on(s, district);

    if (outcome->grade != QP_NONE || verdict.given != QP_NONE ||
        verdict.best > g)
        return false;
    if (qp_num_defined(grade->min) &&
        qp_num_cmp(outcome->total, grade->min) < 0)
        return false;
    return !qp_num_defined(grade->rank) ||
           qp_num_cmp(outcome->rank, grade->rank) <= 0;
}

size_t
qp_score_places(struct qp_arena *arena, const struct qp_result *result,
                size_t grade)
{
    qp_num share = result->rules->grades[grade].share;
    size_t n = result->n_ranked;
    int64_t places;

    if (qp_num_defined(share) &&
        qp_num_to_int(qp_num_floor(arena,
                                   qp_num_mul(arena, share,
                                              qp_num_int((int64_t)n))),
                      (int64_t)n, &places))
        return (size_t)places;
    return n;
}

/* Fills grade G in order of rank; districts of equal rank all fit or none,
   and nobody overtakes them. */
static void
fill_grade(struct scoring *s, size_t g)
{
    const struct qp_result *result = s->result;
    size_t room = qp_score_places(s->arena, result, g);
    size_t n = result->n_ranked, next;

    for (size_t i = 0; i < n; i = next) {
        qp_num shared = result->outcomes[result->by_rank[i]].rank;
        size_t takers = 0;

        for (next = i; next < n; next++) {
            size_t d = result->by_rank[next];

            if (qp_num_cmp(result->outcomes[d].rank, shared) != 0)
                break;
            takers += can_have(s, d, g);
        }
        if (takers > room)
            return;
        room -= takers;
        for (size_t j = i; j < next; j++)
            if (can_have(s, result->by_rank[j], g))
                s->result->outcomes[result->by_rank[j]].grade = g;
    }
}

static void
grade_all(struct scoring *s)
{
    for (size_t g = 0; g < s->rules->n_grades; g++)
        fill_grade(s, g);
    for (size_t d = 0; d < s->rules->n_districts; d++) {
        struct verdict verdict = verdict_on(s, d);

        if (verdict.given != QP_NONE)
            s->result->outcomes[d].grade = verdict.given;
    }
}

/* ---- summaries ---- */

/* Node NODE, or the total for n_indicators, summed up over the districts that
   are in the running. */
static struct qp_summary
summarise(const struct scoring *s, size_t node)
{
    const struct qp_ruleset *rules = s->rules;
    struct qp_arena *scratch = qp_arena_new();
    struct qp_summary summary = {
        .mean = qp_num_undefined("no points"),
        .max = qp_num_undefined("no points"),
        .min = qp_num_undefined("no points"),
        .sd = qp_num_undefined("fewer than two values"),
    };
    qp_num *points =
        qp_arena_alloc(scratch, rules->n_districts, sizeof *points);

    for (size_t d = 0; d < rules->n_districts; d++) {
        qp_num x = node == rules->n_indicators
                       ? s->result->outcomes[d].total
                       : qp_scoring_at(s, d, node)->points;

        if (!s->peers[d] || !qp_num_defined(x))
            continue;
        points[summary.n] = x;
        summary.max = summary.n++ ? qp_num_max(s->arena, summary.max, x) : x;
        summary.min =
            summary.n > 1 ? qp_num_min(s->arena, summary.min, x) : x;
    }
    if (summary.n)
        summary.mean =
            qp_num_div(s->arena, qp_num_sum(scratch, points, summary.n),
                       qp_num_int((int64_t)summary.n));
    if (summary.n > 1)
        summary.sd = qp_num_copy(
            s->arena, qp_num_deviation(scratch, points, summary.n));
    qp_arena_free(scratch);
    return summary;
}

void
qp_rank_all(struct scoring *s)
{
    size_t n = s->rules->n_indicators;

    for (size_t node = 0; node < n; node++)
        rank_node(s, node);
    qp_rank_totals(s);
    rank_rankings(s);
    grade_all(s);
    s->result->summaries =
        qp_arena_alloc(s->arena, n + 1, sizeof *s->result->summaries);
    for (size_t node = 0; node <= n; node++)
        s->result->summaries[node] = summarise(s, node);
}
