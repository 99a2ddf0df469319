/* 通报要点: the facts of a result in sentences; see facts.h. */

#include <config.h>

#include "output/facts.h"

#include "engine/history.h"
#include "engine/progress.h"
#include "output/texts.h"

enum {
    FIRST = 3,     /* ranks that are named */
    NAMES_MOST = 5 /* districts that are named together */
};

struct facts {
    struct qp_arena *arena;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    FILE *out;
};

static const char *
count_text(const struct facts *f, size_t n)
{
    return qp_text_count(f->arena, n);
}

static const char *
points_text(const struct facts *f, qp_num points)
{
    return qp_num_fixed(f->arena, points, f->rules->decimals);
}

static qp_num
rounded(const struct facts *f, qp_num x)
{
    return qp_num_round(f->arena, x, f->rules->decimals, f->rules->rounding);
}

static const char *
list(const struct facts *f, const char *text, const char *more)
{
    return qp_text_join(f->arena, text, qp_text(f->rules, QP_TEXT_COMMA),
                        more);
}

static void
put(const struct facts *f, const char *sentence)
{
    fprintf(f->out, "%s\n", sentence);
}

static void
put_title(const struct facts *f)
{
    const char *title =
        qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_TITLE, f->rules->title,
                     qp_arena_printf(f->arena, "%d", f->rules->year), NULL);

    if (f->result->subs->all_drafts)
        title =
            qp_text_with(f->arena, f->rules, QP_TEXT_DRAFT_TITLE, title, NULL);
    put(f, title);
    put(f, "");
}

/* ---- totals ---- */

/* How many ranked districts have a total that compares with MEAN as ORDER. */
static const char *
count_beside(const struct facts *f, qp_num mean, int order)
{
    size_t n = 0;

    for (size_t i = 0; i < f->result->n_ranked; i++) {
        qp_num total = f->result->outcomes[f->result->by_rank[i]].total;

        n += qp_num_cmp(total, mean) == order;
    }
    return count_text(f, n);
}

static void
put_totals(const struct facts *f)
{
    const struct qp_summary *all =
        &f->result->summaries[f->rules->n_indicators];
    qp_num mean = rounded(f, all->mean);

    put(f, qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_COUNT,
                        count_text(f, f->rules->n_districts),
                        count_text(f, f->result->n_ranked), NULL));
    if (!all->n)
        return;
    put(f, qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_TOTAL,
                        points_text(f, mean), points_text(f, all->max),
                        points_text(f, all->min), NULL));
    put(f, qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_MEAN,
                        count_beside(f, mean, 1), count_beside(f, mean, 0),
                        count_beside(f, mean, -1), NULL));
}

/* ---- the first ---- */

/* The rank of DISTRICT in ranking R, or overall for n_rankings. */
static qp_num
rank_of(const struct facts *f, size_t district, size_t r)
{
    const struct qp_outcome *outcome = &f->result->outcomes[district];

    return r == f->rules->n_rankings ? outcome->rank
                                     : outcome->rankings[r].rank;
}

/* Those of the first ranks in ranking R, and how many have any in *N. */
static const char *
first_of(const struct facts *f, size_t r, size_t *n)
{
    const char *text = NULL;

    *n = 0;
    for (size_t i = 0; i < f->result->n_ranked; i++) {
        size_t district = f->result->by_rank[i];
        qp_num rank = rank_of(f, district, r);

        if (!qp_num_defined(rank))
            continue;
        ++*n;
        if (qp_num_cmp(rank, qp_num_int(FIRST)) > 0)
            continue;
        text = list(
            f, text,
            qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_PLACED,
                         qp_num_text(f->arena, rank),
                         qp_text_district(f->rules, district),
                         points_text(f, f->result->outcomes[district].total),
                         NULL));
    }
    return text;
}

static void
put_first(const struct facts *f)
{
    const struct qp_ruleset *rules = f->rules;
    size_t n;
    const char *first = first_of(f, rules->n_rankings, &n);

    if (n)
        put(f,
            qp_text_with(f->arena, rules, QP_TEXT_FACTS_FIRST, first, NULL));
    for (size_t r = 0; r < rules->n_rankings; r++) {
        first = first_of(f, r, &n);
        if (n)
            put(f, qp_text_with(f->arena, rules, QP_TEXT_FACTS_RANKING,
                                qp_text_name(rules, rules->rankings[r].name,
                                             rules->rankings[r].name_en),
                                count_text(f, n), first, NULL));
    }
}

static void
put_grades(const struct facts *f)
{
    const char *text = NULL;

    for (size_t g = 0; g < f->rules->n_grades; g++) {
        size_t n = 0;

        for (size_t d = 0; d < f->rules->n_districts; d++)
            n += f->result->outcomes[d].grade == g;
        text = list(f, text,
                    qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_OF_GRADE,
                                 qp_text_grade(f->rules, g), count_text(f, n),
                                 NULL));
    }
    if (text)
        put(f, qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_GRADES, text,
                            NULL));
}

/* ---- main indicators ---- */

/* The districts in the running with BEST points on NODE, which need no total:
   their names, or how many they are. */
static const char *
best_on(const struct facts *f, size_t node, qp_num best)
{
    const char *names = NULL;
    size_t n = 0;

    for (size_t i = 0; i < f->rules->n_districts; i++) {
        size_t district = f->result->by_rank[i];
        const struct qp_outcome *outcome = &f->result->outcomes[district];
        const struct qp_score *score =
            &f->result->scores[district * f->rules->n_indicators + node];

        if (outcome->excluded || outcome->unranked ||
            !qp_num_defined(score->points) ||
            qp_num_cmp(score->points, best) != 0)
            continue;
        n++;
        names = list(f, names, qp_text_district(f->rules, district));
    }
    if (n && n <= NAMES_MOST)
        return names;
    return qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_DISTRICTS,
                        count_text(f, n), NULL);
}

static void
put_nodes(const struct facts *f)
{
    for (size_t i = 0; i < f->rules->n_top; i++) {
        size_t node = f->rules->top[i];
        const struct qp_summary *all = &f->result->summaries[node];

        if (all->n)
            put(f, qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_NODE,
                                qp_text_indicator(f->rules, node),
                                qp_text_full(f->arena, f->result, node),
                                points_text(f, rounded(f, all->mean)),
                                points_text(f, all->max),
                                best_on(f, node, all->max), NULL));
    }
}

/* ---- goals of the plan ---- */

static void
put_targets(const struct facts *f)
{
    for (size_t i = 0; i < f->rules->n_targets; i++)
        if (qp_num_defined(f->result->progress[i].share))
            put(f, qp_text_progress(f->arena, f->result, i));
}

/* ---- against last year ---- */

/* Last year's rank less this year's; undefined without one of them. */
static qp_num
rise_of(const struct facts *f, size_t district)
{
    const struct qp_past *past =
        qp_history_past(f->result->subs->history, district, 1);
    qp_num none = qp_num_undefined("no rank last year");

    return qp_num_sub(f->arena, past ? past->rank : none,
                      f->result->outcomes[district].rank);
}

/* The ranked districts whose rank has risen (SIGN 1), fallen (-1) or stayed,
   and how many in *N. */
static const char *
moved(const struct facts *f, int sign, size_t *n)
{
    const char *text = NULL;

    *n = 0;
    for (size_t i = 0; i < f->result->n_ranked; i++) {
        size_t district = f->result->by_rank[i];
        qp_num rise = rise_of(f, district);
        const struct qp_past *past;

        if (!qp_num_defined(rise) || qp_num_sign(rise) != sign)
            continue;
        ++*n;
        past = qp_history_past(f->result->subs->history, district, 1);
        text =
            list(f, text,
                 qp_text_with(
                     f->arena, f->rules, QP_TEXT_FACTS_MOVED,
                     qp_text_district(f->rules, district),
                     qp_num_text(f->arena, past->rank),
                     qp_num_text(f->arena, f->result->outcomes[district].rank),
                     NULL));
    }
    return text;
}

static void
put_changes(const struct facts *f)
{
    const struct qp_history *history = f->result->subs->history;
    size_t n_up, n_down, n_same;
    const char *up, *down;

    if (!history)
        return;
    up = moved(f, 1, &n_up);
    down = moved(f, -1, &n_down);
    moved(f, 0, &n_same);
    put(f,
        qp_text_with(
            f->arena, f->rules, QP_TEXT_FACTS_CHANGES,
            qp_arena_printf(f->arena, "%d", history->years[0].year),
            count_text(f, n_up), count_text(f, n_down), count_text(f, n_same),
            count_text(f, f->result->n_ranked - n_up - n_down - n_same),
            NULL));
    if (up)
        put(f, qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_UP, up, NULL));
    if (down)
        put(f,
            qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_DOWN, down, NULL));
}

/* ---- beside the tree ---- */

static qp_num
bonus_of(const struct qp_outcome *outcome)
{
    return outcome->bonus;
}

static qp_num
deduction_of(const struct qp_outcome *outcome)
{
    return outcome->deduction;
}

static void
put_items(const struct facts *f, enum qp_text id,
          qp_num (*of)(const struct qp_outcome *outcome))
{
    qp_num sum = qp_num_int(0);
    size_t n = 0;

    for (size_t d = 0; d < f->rules->n_districts; d++) {
        qp_num points = of(&f->result->outcomes[d]);

        if (!qp_num_defined(points) || !qp_num_sign(points))
            continue;
        n++;
        sum = qp_num_add(f->arena, sum, points);
    }
    put(f, qp_text_with(f->arena, f->rules, id, count_text(f, n),
                        points_text(f, sum), NULL));
}

static void
put_vetoes(const struct facts *f)
{
    const char *text = NULL;
    size_t n = 0;

    for (size_t v = 0; v < f->rules->n_vetoes; v++)
        for (size_t d = 0; d < f->rules->n_districts; d++) {
            const struct qp_veto *veto = &f->rules->vetoes[v];

            if (!f->result->outcomes[d].struck[v])
                continue;
            n++;
            text = list(
                f, text,
                qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_STRUCK,
                             qp_text_district(f->rules, d),
                             qp_text_name(f->rules, veto->name, veto->name_en),
                             NULL));
        }
    put(f, qp_text_with(f->arena, f->rules, QP_TEXT_FACTS_VETOES,
                        count_text(f, n), text ? text : "", NULL));
}

void
qp_facts_write(struct qp_arena *arena, const struct qp_result *result,
               FILE *out)
{
    const struct facts f = {
        .arena = arena, .result = result, .rules = result->rules, .out = out
    };

    put_title(&f);
    put_totals(&f);
    put_first(&f);
    put_grades(&f);
    put_nodes(&f);
    put_targets(&f);
    put_changes(&f);
    if (f.rules->n_bonuses)
        put_items(&f, QP_TEXT_FACTS_BONUSES, bonus_of);
    if (f.rules->n_deductions)
        put_items(&f, QP_TEXT_FACTS_DEDUCTIONS, deduction_of);
    if (f.rules->n_vetoes)
        put_vetoes(&f);
}
