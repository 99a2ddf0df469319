/* A derivation as a tree: the total, ranks, grades, nodes and items; see
   explain_text.h. */

#include <config.h>

#include "output/explain_text.h"

#include <string.h>

#include "engine/score.h"
#include "output/explain_text_impl.h"
#include "output/listing.h"
#include "output/texts.h"
#include "output/wording.h"

enum {
    WIDTH = 100,
    SHORT = 40, /* digits of a fraction that people read */
    PERCENT_PLACES = 4
};

/* ---- figures ---- */

const char *
qp_tell_figure(struct qp_arena *arena, qp_num x)
{
    return qp_num_text(arena, qp_num_legible(arena, x));
}

const char *
qp_tell_exactly(struct qp_arena *arena, qp_num x)
{
    const char *fraction = qp_num_fraction(arena, x);
    qp_num shown = qp_num_legible(arena, x);

    if (qp_num_cmp(x, shown) == 0)
        return qp_arena_printf(arena, " = %s", qp_num_text(arena, shown));
    if (strlen(fraction) <= SHORT)
        return qp_arena_printf(arena, " = %s ≈ %s", fraction,
                               qp_num_text(arena, shown));
    return qp_arena_printf(arena, " ≈ %s", qp_num_text(arena, x));
}

const char *
qp_tell_percent(struct qp_arena *arena, qp_num x)
{
    return qp_num_text(
        arena, qp_num_round(arena, qp_num_mul(arena, x, qp_num_int(100)),
                            PERCENT_PLACES, QP_ROUND_HALF_UP));
}

/* ---- sentences ---- */

const char *
qp_tell_at(const struct qp_teller *t, const char *text, struct qp_place at)
{
    const char *place = qp_text_place(t->arena, at);

    return *place ? qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_AT, text,
                                 place, NULL)
                  : text;
}

const char *
qp_tell_state(const struct qp_teller *t, enum qp_state state,
              const char *reason)
{
    const char *text = qp_text_state(t->rules, state);

    return reason ? qp_text_with(t->arena, t->rules, QP_TEXT_IN_BRACKETS, text,
                                 qp_text_phrase(t->rules, reason), NULL)
                  : text;
}

const char *
qp_tell_worked(const struct qp_teller *t, const struct qp_worked *working)
{
    struct qp_arena *arena = t->arena;
    const char *words =
        qp_expr_words(arena, t->rules, NULL, working->formula->expr);
    const char *value;

    if (working->prior)
        words =
            qp_text_with(arena, t->rules, QP_TEXT_YEAR_BEFORE_OF, words, NULL);
    if (working->value.state != QP_REPORTED)
        return qp_text_join(
            arena, words, qp_text(t->rules, QP_TEXT_COLON),
            qp_tell_state(t, working->value.state, working->value.text));
    if (working->value.text)
        return qp_arena_printf(arena, "%s = %s", words, working->value.text);
    value = qp_tell_exactly(arena, working->value.num);
    if (strcmp(words, value + strlen(" = ")) == 0)
        return words;
    if (strcmp(working->figures, qp_tell_figure(arena, working->value.num)) ==
        0)
        return qp_arena_printf(arena, "%s%s", words, value);
    return qp_arena_printf(arena, "%s = %s%s", words, working->figures, value);
}

static struct qp_outline *
add(const struct qp_teller *t, struct qp_outline *above, const char *text)
{
    return qp_outline_add(t->arena, above, text);
}

static const char *
points_text(const struct qp_teller *t, qp_num points)
{
    qp_num printed =
        qp_num_round(t->arena, points, t->rules->decimals, t->rules->rounding);

    return qp_num_cmp(points, printed) == 0
               ? qp_num_fixed(t->arena, printed, t->rules->decimals)
               : qp_tell_figure(t->arena, points);
}

/* ---- points of a node ---- */

static bool
is_left_out(const struct qp_score *score)
{
    return score->standing == QP_STANDING_EXCLUDED ||
           score->standing == QP_STANDING_UNAVAILABLE;
}

/* The indicators beside NODE, or beside one above it, that are left out. */
static const char *
left_out_text(const struct qp_teller *t, size_t node)
{
    const struct qp_ruleset *rules = t->rules;
    const char *text = NULL;

    for (; node != QP_NONE; node = rules->indicators[node].parent)
        for (size_t i = 0; i < rules->n_indicators; i++)
            if (rules->indicators[rules->order[i]].parent ==
                    rules->indicators[node].parent &&
                is_left_out(&t->scores[rules->order[i]]))
                text =
                    qp_text_join(t->arena, text, qp_text(rules, QP_TEXT_COMMA),
                                 qp_text_indicator(rules, rules->order[i]));
    return text;
}

/* Its weight, where others have left theirs to it. */
static void
tell_weight(const struct qp_teller *t, struct qp_outline *above, size_t node)
{
    const char *left_out = left_out_text(t, node);
    qp_num full = t->explained->full[node],
           weight = qp_result_weight(&t->scores[node]);

    if (left_out && !is_left_out(&t->scores[node]) && qp_num_defined(full) &&
        qp_num_defined(weight) && qp_num_cmp(full, weight) != 0)
        add(t, above,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_WEIGHT, left_out,
                         qp_tell_figure(t->arena, full),
                         qp_tell_figure(t->arena, weight), NULL));
}

/* "四舍五入，保留2位小数". */
static const char *
rounding_text(const struct qp_teller *t, bool is_rounded)
{
    static const enum qp_text modes[] = { QP_TEXT_HALF_UP, QP_TEXT_HALF_EVEN };

    if (!is_rounded)
        return qp_text(t->rules, QP_TEXT_EXPLAIN_NOT_ROUNDED);
    return qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_ROUND,
                        qp_text(t->rules, modes[t->rules->rounding]),
                        qp_text_count(t->arena, (size_t)t->rules->decimals),
                        NULL);
}

/* Measures of the plan that NODE speaks to. */
static void
tell_measures(const struct qp_teller *t, struct qp_outline *above,
              const struct qp_indicator *indicator)
{
    for (size_t i = 0; i < indicator->n_measures; i++) {
        const struct qp_measure *measure =
            &t->rules->measures[indicator->measures[i]];

        add(t, above,
            qp_tell_at(t,
                       qp_text_with(t->arena, t->rules,
                                    QP_TEXT_EXPLAIN_MEASURE, measure->code,
                                    measure->title, NULL),
                       measure->at));
    }
}

void
qp_tell_points(const struct qp_teller *t, struct qp_outline *above,
               size_t node)
{
    const struct qp_score *score = &t->scores[node];

    tell_weight(t, above, node);
    if (qp_num_defined(score->points) && !qp_score_adds_up(t->rules, node))
        add(t, above,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_POINTS,
                         qp_tell_figure(t->arena, score->normalised),
                         qp_tell_figure(t->arena, qp_result_weight(score)),
                         qp_tell_exactly(t->arena, score->exact),
                         rounding_text(t, qp_score_is_rounded(t->rules, node)),
                         points_text(t, score->points), NULL));
    if (qp_num_defined(qp_result_rank(score)))
        add(t, above,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_NTH,
                         qp_num_text(t->arena, qp_result_rank(score)), NULL));
    tell_measures(t, above, &t->rules->indicators[node]);
}

/* ---- nodes ---- */

/* "7.83 + 5.00 + 6.00" of the N CHILDREN that have points. */
static const char *
addends_text(const struct qp_teller *t, const size_t *children, size_t n)
{
    const char *text = NULL;

    for (size_t i = 0; i < n; i++)
        if (qp_num_defined(t->scores[children[i]].points))
            text = qp_text_join(t->arena, text, " + ",
                                points_text(t, t->scores[children[i]].points));
    return text ? text : "0";
}

/* The share of the children's weight that has a score, where the rules ask for
   some. */
static void
tell_available(const struct qp_teller *t, struct qp_outline *above,
               const size_t *children, size_t n, qp_num least)
{
    qp_num all = qp_num_int(0), there = qp_num_int(0);

    if (!qp_num_defined(least))
        return;
    for (size_t i = 0; i < n; i++) {
        qp_num weight = t->explained->nominal[children[i]];

        all = qp_num_add(t->arena, all, weight);
        if (t->scores[children[i]].standing == QP_STANDING_SCORED)
            there = qp_num_add(t->arena, there, weight);
    }
    if (!qp_num_defined(all) || qp_num_cmp(all, there) == 0)
        return;
    add(t, above,
        qp_text_with(
            t->arena, t->rules, QP_TEXT_EXPLAIN_AVAILABLE,
            qp_tell_percent(t->arena, qp_num_div(t->arena, there, all)),
            qp_tell_percent(t->arena, least), NULL));
}

/* How the N CHILDREN of NODE, QP_NONE for the total, make its score S and its
   POINTS. */
static void
tell_children(const struct qp_teller *t, struct qp_outline *above, size_t node,
              const size_t *children, size_t n, qp_num s, qp_num points)
{
    if (!qp_num_defined(s))
        return;
    if (qp_score_adds_up(t->rules, node) && qp_num_defined(points))
        add(t, above,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_ADDS_UP,
                         addends_text(t, children, n), points_text(t, points),
                         NULL));
    else
        add(t, above,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_AGGREGATED,
                         qp_wording_inner(t->arena, t->rules, node),
                         qp_tell_exactly(t->arena, s), NULL));
}

/* Why NODE has no points. */
static const char *
standing_text(const struct qp_teller *t, size_t node)
{
    const struct qp_score *score = &t->scores[node];
    const char *text =
        score->state == QP_REPORTED
            ? NULL
            : qp_tell_state(t, score->state, qp_result_reason(score));

    if (qp_result_policy(score).kind != QP_POLICY_NONE)
        text = qp_text_join(
            t->arena, text, qp_text(t->rules, QP_TEXT_SEMICOLON),
            qp_text_policy(t->arena, t->rules, qp_result_policy(score)));
    return text ? text : qp_text(t->rules, QP_TEXT_POLICY_UNSCORED);
}

static const char *
node_text(const struct qp_teller *t, size_t node)
{
    const struct qp_indicator *indicator = &t->rules->indicators[node];
    const struct qp_score *score = &t->scores[node];
    const char *name = qp_text_indicator(t->rules, node);

    if (!qp_num_defined(score->points))
        return qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_NODE_NONE,
                            name, indicator->code, standing_text(t, node),
                            NULL);
    return qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_NODE, name,
                        indicator->code, points_text(t, score->points),
                        qp_tell_figure(t->arena, qp_result_weight(score)),
                        NULL);
}

/* Tells NODE and all below it that is asked for. */
static void
tell_node(const struct qp_teller *t, struct qp_outline *above, size_t node)
{
    const struct qp_indicator *indicator = &t->rules->indicators[node];
    struct qp_outline *own;

    if (!qp_explain_concerns(t->rules, t->node, node))
        return;
    own = add(t, above, qp_tell_at(t, node_text(t, node), indicator->at));
    if (indicator->method) {
        qp_tell_leaf(t, own, node);
        return;
    }
    tell_available(t, own, indicator->children, indicator->n_children,
                   indicator->min_available);
    tell_children(t, own, node, indicator->children, indicator->n_children,
                  t->scores[node].normalised, t->scores[node].points);
    qp_tell_points(t, own, node);
    for (size_t i = 0; i < indicator->n_children; i++)
        tell_node(t, own, indicator->children[i]);
}

/* ---- ranks ---- */

/* What districts are compared by, up to the KEY-th: "总分、离岸执行额". */
static const char *
keys_text(const struct qp_teller *t, size_t key)
{
    const struct qp_ruleset *rules = t->rules;
    const char *text = qp_text(rules, QP_TEXT_TOTAL);

    for (size_t i = 0; i + 1 < key; i++)
        text = qp_text_join(t->arena, text, qp_text(rules, QP_TEXT_COMMA),
                            qp_text_indicator(rules, rules->tie_break[i]));
    return text;
}

/* The figure of DISTRICT that KEY compares. */
static const char *
key_text(const struct qp_teller *t, size_t district, size_t key)
{
    const struct qp_ruleset *rules = t->rules;
    bool exact = rules->rank_on == QP_RANK_EXACT;
    const struct qp_outcome *outcome = &t->result->outcomes[district];
    const struct qp_score *score;
    qp_num x;

    if (key == 0) {
        x = exact ? outcome->total_exact : outcome->total;
    } else {
        score = &t->result->scores[district * rules->n_indicators +
                                   rules->tie_break[key - 1]];
        x = exact ? score->exact : score->points;
    }
    return qp_num_defined(x) ? points_text(t, x) : "—";
}

/* What stands between the district and its neighbour ORDER: PLAIN where the
   totals decide, TIE where a tie-break does. */
static void
tell_order(const struct qp_teller *t, struct qp_outline *above,
           const struct qp_order *order, enum qp_text plain, enum qp_text tie)
{
    const struct qp_ruleset *rules = t->rules;
    size_t key = order->key;
    const char *name, *own, *other, *text;

    if (order->other == QP_NONE)
        return;
    name = qp_text_district(rules, order->other);
    if (key > rules->n_tie_break) {
        add(t, above,
            qp_text_with(t->arena, rules, QP_TEXT_EXPLAIN_EQUAL, name,
                         keys_text(t, key), NULL));
        return;
    }
    own = key_text(t, t->explained->district, key);
    other = key_text(t, order->other, key);
    text =
        key ? qp_text_with(t->arena, rules, tie, name, keys_text(t, key),
                           qp_text_indicator(rules, rules->tie_break[key - 1]),
                           other, own, NULL)
            : qp_text_with(t->arena, rules, plain, name, other, own, NULL);
    add(t, above, text);
}

static void
tell_rank(const struct qp_teller *t, struct qp_outline *above)
{
    struct qp_outline *rank;

    if (!qp_num_defined(t->outcome->rank))
        return;
    rank = add(t, above,
               qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_RANK,
                            qp_text_count(t->arena, t->result->n_ranked),
                            qp_num_text(t->arena, t->outcome->rank),
                            qp_wording_ranking(t->arena, t->rules), NULL));
    tell_order(t, rank, &t->explained->ahead, QP_TEXT_EXPLAIN_AHEAD,
               QP_TEXT_EXPLAIN_AHEAD_TIE);
    tell_order(t, rank, &t->explained->behind, QP_TEXT_EXPLAIN_BEHIND,
               QP_TEXT_EXPLAIN_BEHIND_TIE);
}

/* ---- grades ---- */

static const char *
grade_text(const struct qp_teller *t, size_t g)
{
    static const enum qp_text reasons[] = {
        [QP_GRADE_EARNED] = QP_TEXT_EXPLAIN_GRADE_EARNED,
        [QP_GRADE_BY_VETO] = QP_TEXT_EXPLAIN_GRADE_VETO,
        [QP_GRADE_TOTAL] = QP_TEXT_EXPLAIN_GRADE_TOTAL,
        [QP_GRADE_RANK] = QP_TEXT_EXPLAIN_GRADE_RANK,
        [QP_GRADE_PLACES] = QP_TEXT_EXPLAIN_GRADE_PLACES,
    };
    enum qp_grade_reason reason = t->explained->grades[g];
    const char *figure = NULL;

    if (reason == QP_GRADE_TOTAL)
        figure = points_text(t, t->outcome->total);
    if (reason == QP_GRADE_RANK)
        figure = qp_num_text(t->arena, t->outcome->rank);
    if (reason == QP_GRADE_PLACES)
        figure =
            qp_text_count(t->arena, qp_score_places(t->arena, t->result, g));
    return qp_text_with(
        t->arena, t->rules, reasons[reason],
        qp_wording_grade(t->arena, t->rules, &t->rules->grades[g]), figure,
        NULL);
}

static void
tell_grades(const struct qp_teller *t, struct qp_outline *above)
{
    struct qp_outline *grades;

    if (!t->explained->n_grades)
        return;
    grades = add(t, above,
                 qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_GRADE,
                              t->outcome->grade == QP_NONE
                                  ? qp_text(t->rules, QP_TEXT_NO_GRADE)
                                  : qp_text_grade(t->rules, t->outcome->grade),
                              NULL));
    for (size_t g = 0; g < t->explained->n_grades; g++)
        add(t, grades,
            qp_tell_at(t, grade_text(t, g), t->rules->grades[g].at));
}

/* ---- bonuses, deductions, vetoes ---- */

static void
tell_item(const struct qp_teller *t, struct qp_outline *above,
          const struct qp_item *item, const struct qp_award *award,
          const struct qp_worked *working)
{
    struct qp_outline *own;
    const char *text = qp_tell_worked(t, working);

    if (qp_num_defined(item->cap))
        text = qp_text_join(
            t->arena, text, qp_text(t->rules, QP_TEXT_SEMICOLON),
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_ITEM_CAP,
                         qp_num_text(t->arena, item->cap), NULL));
    own = add(
        t, above,
        qp_tell_at(t,
                   qp_text_with(
                       t->arena, t->rules, QP_TEXT_EXPLAIN_ITEM,
                       qp_text_name(t->rules, item->name, item->name_en),
                       item->code, text, points_text(t, award->points), NULL),
                   item->at));
    qp_tell_data(t, own, working);
}

static void
tell_items(const struct qp_teller *t, struct qp_outline *above,
           enum qp_text head, qp_num sum, const struct qp_item *items,
           size_t n, const struct qp_award *awards,
           const struct qp_worked *workings)
{
    struct qp_outline *own;

    if (!n)
        return;
    own =
        add(t, above,
            qp_text_with(t->arena, t->rules, head, points_text(t, sum), NULL));
    for (size_t i = 0; i < n; i++)
        tell_item(t, own, &items[i], &awards[i], &workings[i]);
}

/* What VETO asks, and whether it strikes. */
static const char *
veto_text(const struct qp_teller *t, const struct qp_veto *veto,
          const struct qp_worked *working, bool is_struck)
{
    const struct qp_ruleset *rules = t->rules;
    const char *when =
        qp_expr_words(t->arena, rules, NULL, working->formula->expr);

    if (working->value.state != QP_REPORTED)
        when = qp_tell_worked(t, working);
    return qp_text_with(
        t->arena, rules, QP_TEXT_EXPLAIN_VETO,
        qp_text_name(rules, veto->name, veto->name_en), veto->code, when,
        is_struck
            ? qp_text_with(t->arena, rules, QP_TEXT_EXPLAIN_VETO_STRUCK,
                           qp_wording_effect(t->arena, rules, veto), NULL)
            : qp_text(rules, QP_TEXT_NOT_STRUCK),
        NULL);
}

static void
tell_vetoes(const struct qp_teller *t, struct qp_outline *above)
{
    const struct qp_ruleset *rules = t->rules;
    struct qp_outline *own;

    if (!rules->n_vetoes)
        return;
    own = add(t, above, qp_text(rules, QP_TEXT_EXPLAIN_VETOES));
    for (size_t i = 0; i < rules->n_vetoes; i++) {
        const struct qp_veto *veto = &rules->vetoes[i];
        const struct qp_worked *working = &t->explained->vetoes[i];
        struct qp_outline *one = add(
            t, own,
            qp_tell_at(t, veto_text(t, veto, working, t->outcome->struck[i]),
                       veto->at));

        qp_tell_data(t, one, working);
    }
}

/* ---- the total ---- */

/* What bonuses and deductions made of the base. */
static void
tell_addition(const struct qp_teller *t, struct qp_outline *above)
{
    const struct qp_outcome *o = t->outcome;
    qp_num sum = qp_num_sub(t->arena, qp_num_add(t->arena, o->base, o->bonus),
                            o->deduction);
    qp_num least = qp_num_add(t->arena, o->base, o->bonus);

    if (t->rules->n_bonuses || t->rules->n_deductions)
        add(t, above,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_SUM,
                         points_text(t, o->base), points_text(t, o->bonus),
                         points_text(t, o->deduction), points_text(t, sum),
                         NULL));
    if (o->no_bonus)
        add(t, above, qp_text(t->rules, QP_TEXT_EXPLAIN_NO_BONUS));
    if (qp_num_sign(sum) < 0 && qp_num_cmp(sum, least) < 0)
        add(t, above,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_FLOORED,
                         points_text(t, o->total), NULL));
    else if (qp_num_cmp(sum, o->total) != 0)
        add(t, above,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_ROUNDED,
                         points_text(t, sum), rounding_text(t, true),
                         points_text(t, o->total), NULL));
}

/* The total, and how it was rounded. */
static void
tell_sum(const struct qp_teller *t, struct qp_outline *above)
{
    const struct qp_outcome *o = t->outcome;

    if (o->zeroed)
        add(t, above, qp_text(t->rules, QP_TEXT_EXPLAIN_ZEROED));
    if (!qp_num_defined(o->base) || o->zeroed)
        return;
    tell_addition(t, above);
    add(t, above,
        qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_ROUNDING,
                     qp_wording_rounding(t->arena, t->rules), NULL));
    add(t, above,
        qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_EXACT_TOTAL,
                     qp_tell_exactly(t->arena, o->total_exact), NULL));
}

/* The points of the indicators, where they are no sum. */
static void
tell_base(const struct qp_teller *t, struct qp_outline *above)
{
    const struct qp_outcome *o = t->outcome;

    if (qp_num_defined(o->base) && !qp_score_adds_up(t->rules, QP_NONE))
        add(t, above,
            qp_text_with(
                t->arena, t->rules, QP_TEXT_EXPLAIN_BASE,
                qp_tell_figure(t->arena, o->base_normalised),
                qp_tell_figure(t->arena, t->rules->scale),
                qp_tell_exactly(t->arena, o->base_exact),
                rounding_text(t, t->rules->round_at != QP_STAGE_TOTAL),
                points_text(t, o->base), NULL));
}

static const char *
head_text(const struct qp_teller *t)
{
    const struct qp_district *district =
        &t->rules->districts[t->explained->district];
    const struct qp_outcome *o = t->outcome;
    const char *text =
        qp_text_outcome(t->arena, t->result, t->explained->district);

    if (qp_num_defined(o->total))
        text = qp_num_defined(o->rank)
                   ? qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_RANKED,
                                  points_text(t, o->total),
                                  qp_num_text(t->arena, o->rank), NULL)
                   : qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_UNRANKED,
                                  points_text(t, o->total), NULL);
    if (o->grade != QP_NONE)
        text = qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_GRADED, text,
                            qp_text_grade(t->rules, o->grade), NULL);
    return qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_HEAD,
                        qp_text_district(t->rules, t->explained->district),
                        district->code, text, NULL);
}

/* What is explained: "2025年度　上海市…". */
static const char *
subject_text(const struct qp_teller *t)
{
    return qp_text_with(t->arena, t->rules, QP_TEXT_HEADER_TITLE,
                        qp_arena_printf(t->arena, "%d", t->rules->year),
                        t->rules->title, NULL);
}

static void
tell_total(const struct qp_teller *t, struct qp_outline *total)
{
    const struct qp_ruleset *rules = t->rules;
    const struct qp_outcome *o = t->outcome;

    if (t->node == QP_NONE) {
        tell_sum(t, total);
        tell_rank(t, total);
        tell_grades(t, total);
    }
    tell_available(t, total, rules->top, rules->n_top, rules->min_available);
    tell_children(t, total, QP_NONE, rules->top, rules->n_top,
                  o->base_normalised, o->base);
    tell_base(t, total);
    for (size_t i = 0; i < rules->n_top; i++)
        tell_node(t, total, rules->top[i]);
    if (t->node != QP_NONE)
        return;
    tell_items(t, total, QP_TEXT_EXPLAIN_BONUSES, o->bonus, rules->bonuses,
               rules->n_bonuses, o->bonuses, t->explained->bonuses);
    tell_items(t, total, QP_TEXT_EXPLAIN_DEDUCTIONS, o->deduction,
               rules->deductions, rules->n_deductions, o->deductions,
               t->explained->deductions);
    tell_vetoes(t, total);
}

void
qp_explain_print(struct qp_arena *arena, const struct qp_explained *explained,
                 size_t node, FILE *out)
{
    const struct qp_result *result = explained->result;
    const struct qp_ruleset *rules = result->rules;
    const struct qp_teller t = {
        .arena = arena,
        .rules = rules,
        .result = result,
        .explained = explained,
        .workings = qp_workings_new(arena, result),
        .outcome = &result->outcomes[explained->district],
        .scores = &result->scores[explained->district * rules->n_indicators],
        .node = node,
        .told = qp_arena_alloc(arena, 2 * rules->n_data, sizeof *t.told),
    };
    struct qp_outline *total = qp_outline_add(arena, NULL, head_text(&t));

    tell_total(&t, total);
    qp_listing_put(subject_text(&t), out);
    fputs("\n\n", out);
    qp_outline_print(arena, total, WIDTH, out);
}
