/* Steps with figures; see working.h. */

#include <config.h>

#include "output/working.h"

#include <ctype.h>
#include <string.h>

#include "engine/expr.h"
#include "engine/method.h"
#include "engine/named.h"
#include "engine/score.h"
#include "engine/treat.h"
#include "output/texts.h"

enum {
    SCORE_PLACES = 4, /* of a percentage, */
    POINT_PLACES = 6  /* and of points before they are rounded */
};

struct qp_workings {
    struct qp_arena *arena;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    struct qp_eval *in;
};

/* One district on one leaf. */
struct cell {
    struct qp_workings *w;
    size_t district, node;
    const struct qp_indicator *leaf;
    const struct qp_score *score;
};

struct qp_workings *
qp_workings_new(struct qp_arena *arena, const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_workings *w = qp_arena_alloc(arena, 1, sizeof *w);
    bool *is_peer = qp_arena_alloc(arena, rules->n_districts, sizeof(bool));

    for (size_t d = 0; d < rules->n_districts; d++)
        is_peer[d] =
            !result->outcomes[d].excluded && !result->outcomes[d].unranked;
    *w = (struct qp_workings){ .arena = arena,
                               .result = result,
                               .rules = rules,
                               .in = qp_eval_new(arena, rules, result->subs,
                                                 is_peer, result->findings) };
    return w;
}

static struct cell
cell_at(struct qp_workings *w, size_t district, size_t node)
{
    return (struct cell){
        w, district, node, &w->rules->indicators[node],
        &w->result->scores[district * w->rules->n_indicators + node]
    };
}

/* ---- numbers ---- */

/* SHOWN, which stands for X; *WHOLE becomes false where they differ. */
static const char *
number_text(const struct cell *c, qp_num shown, qp_num x, bool *whole)
{
    const char *text = qp_num_text(c->w->arena, shown);

    *whole = *whole && qp_num_cmp(shown, x) == 0;
    return *text == '-' ? qp_arena_printf(c->w->arena, "(−%s)", text + 1)
                        : text;
}

/* A figure that others are computed from. */
static const char *
figure(const struct cell *c, qp_num x, bool *whole)
{
    return number_text(c, qp_num_legible(c->w->arena, x), x, whole);
}

/* What something comes to, with at most PLACES decimals. */
static const char *
outcome(const struct cell *c, qp_num x, int places, bool *whole)
{
    return number_text(
        c, qp_num_round(c->w->arena, x, places, QP_ROUND_HALF_UP), x, whole);
}

/* A share that points or scores are computed from. */
static const char *
parameter(const struct cell *c, qp_num share, bool *whole)
{
    return qp_arena_printf(
        c->w->arena, "%s%%",
        figure(c, qp_num_mul(c->w->arena, share, qp_num_int(100)), whole));
}

static const char *
percent(const struct cell *c, qp_num share, bool *whole)
{
    return qp_arena_printf(
        c->w->arena, "%s%%",
        outcome(c, qp_num_mul(c->w->arena, share, qp_num_int(100)),
                SCORE_PLACES, whole));
}

/* STEPS and what they come to: "2 × 3 = 6", "1 ÷ 3 ≈ 0.333333". */
static const char *
comes_to(const struct cell *c, const char *steps, const char *x, bool whole)
{
    return qp_arena_printf(c->w->arena, "%s %s %s", steps, whole ? "=" : "≈",
                           x);
}

static const char *
joined(const struct cell *c, const char *a, const char *b)
{
    return qp_text_join(c->w->arena, a,
                        qp_text(c->w->rules, QP_TEXT_SEMICOLON), b);
}

/* ---- values ---- */

/* What the rules put in place of a value, or make of one that lies far out;
   null where that is nothing. */
static const char *
changed_text(const struct cell *c)
{
    const struct qp_ruleset *rules = c->w->rules;
    const char *how = NULL;
    bool whole = true;

    if (c->score->substituted)
        how = qp_text_policy(c->w->arena, rules, qp_result_policy(c->score));
    how =
        qp_text_join(c->w->arena, how, qp_text(rules, QP_TEXT_COMMA),
                     qp_text_treatment(c->w->arena, rules, c->node, c->score));
    if (!*how || !qp_num_defined(c->score->used))
        return NULL;
    return qp_text_with(c->w->arena, rules, QP_TEXT_WORKING_CHANGED, how,
                        figure(c, c->score->used, &whole), NULL);
}

static const char *
state_text(const struct cell *c)
{
    const struct qp_ruleset *rules = c->w->rules;

    return qp_text_join(c->w->arena,
                        qp_text_state(rules, qp_result_value(c->score).state),
                        qp_text(rules, QP_TEXT_COLON),
                        qp_text_phrase(rules, qp_result_value(c->score).text));
}

const char *
qp_working_value(struct qp_workings *w, size_t district, size_t node)
{
    const struct cell c = cell_at(w, district, node);
    const struct qp_expr *expr = c.leaf->value.expr;
    bool whole = true;
    const char *x, *figures;

    if (qp_result_value(c.score).state != QP_REPORTED)
        return joined(&c, state_text(&c), changed_text(&c));
    x = figure(&c, qp_result_value(c.score).num, &whole);
    figures = qp_expr_figures(w->arena, expr, w->in, district, false);
    if (strcmp(figures, x) == 0)
        x = qp_num_text(
            w->arena, qp_num_legible(w->arena, qp_result_value(c.score).num));
    else
        x = comes_to(&c, figures, x, whole);
    return joined(&c, x, changed_text(&c));
}

/* ---- what a method's formula names ---- */

static qp_num
named(const struct cell *c, const char *name)
{
    return qp_named_figure(c->w->arena, c->w->result, c->district, c->node,
                           name)
        .number;
}

/* NAME as a figure; parameters that are scores are percentages. */
static const char *
name_text(const struct cell *c, const char *name)
{
    int p = qp_method_param(c->leaf->method, name);
    bool whole = true;

    if (p != QP_METHOD_NO_PARAM &&
        c->leaf->method->params[p].type == QP_PARAM_PERCENT)
        return parameter(c, named(c, name), &whole);
    return figure(c, named(c, name), &whole);
}

/* ---- the formula ---- */

/* The end of the argument at TEXT: a comma, or the bracket that closes. */
static const char *
argument_end(const char *text)
{
    int depth = 0;

    for (;; text++) {
        if (depth == 0 && (*text == ',' || *text == ')'))
            return text;
        depth += (*text == '(') - (*text == ')');
    }
}

/* The word at *AT, which is moved behind it and blanks. */
static const char *
next_word(const struct cell *c, const char **at)
{
    size_t n = strcspn(*at, " ,()");
    const char *word = qp_arena_copy(c->w->arena, *at, n);

    *at += n + strspn(*at + n, " ");
    return word;
}

/* True if the comparison at TEXT, "x < low", holds. */
static bool
holds(const struct cell *c, const char *text)
{
    qp_num a = named(c, next_word(c, &text));
    const char *sign = next_word(c, &text);
    int order = qp_num_cmp(a, named(c, next_word(c, &text)));

    return *sign == '<' ? order < 0 || (order == 0 && sign[1])
                        : order > 0 || (order == 0 && sign[1]);
}

/* FORMULA where it chooses: the branch that is taken. */
static const char *
branch(const struct cell *c, const char *formula)
{
    while (strncmp(formula, "if(", 3) == 0) {
        const char *condition = formula + 3;
        const char *yes = argument_end(condition) + 2;
        const char *no = argument_end(yes) + 2;

        formula = holds(c, condition)
                      ? qp_arena_copy(c->w->arena, yes,
                                      (size_t)(argument_end(yes) - yes))
                      : qp_arena_copy(c->w->arena, no,
                                      (size_t)(argument_end(no) - no));
    }
    return formula;
}

/* What stands for the signs of formulas among people. */
static const struct {
    char sign;
    const char *shown;
} signs[] = { { '*', "×" }, { '/', "÷" }, { '-', "−" } };

static const char *
sign_text(const struct cell *c, char sign)
{
    for (size_t i = 0; i < QP_COUNT(signs); i++)
        if (signs[i].sign == sign)
            return signs[i].shown;
    return sign == ',' ? ";" : qp_arena_printf(c->w->arena, "%c", sign);
}

/* FORMULA with figures in place of names. */
static const char *
filled(const struct cell *c, const char *formula)
{
    const char *text = "";

    while (*formula) {
        size_t n = 0;
        const char *part;

        while (isalnum((unsigned char)formula[n]) || formula[n] == '_' ||
               formula[n] == '.')
            n++;
        part = n ? qp_arena_copy(c->w->arena, formula, n)
                 : sign_text(c, *formula);
        if (n && isalpha((unsigned char)*part) && formula[n] != '(')
            part = name_text(c, part);
        text = qp_arena_printf(c->w->arena, "%s%s", text, part);
        formula += n ? n : 1;
    }
    return text;
}

/* ---- bands ---- */

/* Between bands A and B in proportion. */
static const char *
between_text(const struct cell *c, const struct qp_band *a,
             const struct qp_band *b)
{
    bool whole = true;
    const char *low = parameter(c, a->score, &whole);
    const char *from = figure(c, a->threshold, &whole);

    return qp_arena_printf(
        c->w->arena, "%s + (%s − %s) × (%s − %s) ÷ (%s − %s)", low,
        parameter(c, b->score, &whole), low, figure(c, c->score->used, &whole),
        from, figure(c, b->threshold, &whole), from);
}

/* The band that the value is in, by its threshold and score. */
static const char *
reached_text(const struct cell *c, const struct qp_band *band)
{
    enum qp_text id = c->leaf->lower ? QP_TEXT_BAND_LOWER : QP_TEXT_BAND;
    bool whole = true;

    return qp_text_with(
        c->w->arena, c->w->rules, id, figure(c, band->threshold, &whole),
        figure(c, qp_num_mul(c->w->arena, band->score, qp_num_int(100)),
               &whole),
        NULL);
}

/* How BANDS come to a score, with what it is where that is more than a band's:
   the thresholds that the value has passed count, and on a threshold stands
   who reaches it. */
static const char *
bands_text(const struct cell *c, const struct qp_argument *bands, bool linear,
           const char *raw, bool whole)
{
    bool lower = c->leaf->lower;
    size_t n = 0;

    while (n < bands->n_bands) {
        int order = qp_num_cmp(c->score->used, bands->bands[n].threshold);

        if (order < 0 || (order == 0 && lower))
            break;
        n++;
    }
    if (n == (lower ? bands->n_bands : 0))
        return qp_text(c->w->rules, QP_TEXT_WORKING_NO_BAND);
    if (linear && n > 0 && n < bands->n_bands)
        return comes_to(
            c, between_text(c, &bands->bands[n - 1], &bands->bands[n]), raw,
            whole);
    return reached_text(c, &bands->bands[lower ? n : n - 1]);
}

/* ---- scores ---- */

/* True if the bounds of a method that has some stand the right way round: else
   all peers lie beyond one that the rules fix, and are taken as at it. */
static bool
has_bounds(const struct cell *c)
{
    int low = qp_method_param(c->leaf->method, "low");

    return low == QP_METHOD_NO_PARAM ||
           c->leaf->method->params[low].type != QP_PARAM_BOUND ||
           (c->leaf->arguments[low].given &&
            c->leaf->arguments[low + 1].given) ||
           qp_num_cmp(named(c, "low"), named(c, "high")) < 0;
}

/* How the method comes to RAW, which is shown WHOLE or not. */
static const char *
method_text(const struct cell *c, const char *raw, bool whole)
{
    const struct qp_method *method = c->leaf->method;
    const struct qp_argument *arguments = c->leaf->arguments;
    const char *formula = branch(c, qp_method_formula(c->leaf));
    int bands = qp_method_param(method, "bands");

    if (bands != QP_METHOD_NO_PARAM)
        return bands_text(c, &arguments[bands], arguments[bands + 1].word == 1,
                          raw, whole);
    if (!has_bounds(c))
        return qp_text_with(c->w->arena, c->w->rules, QP_TEXT_WORKING_BEYOND,
                            raw, NULL);
    if (!strpbrk(formula, "+-*/(")) /* yes or no, or an end of a scale */
        return qp_text_with(c->w->arena, c->w->rules, QP_TEXT_WORKING_EARNS,
                            raw, NULL);
    return comes_to(c, filled(c, formula), raw, whole);
}

/* Where the score was held between bounds: which. */
static const char *
held_text(const struct cell *c)
{
    qp_num low, high;
    bool whole = true;

    if (qp_num_cmp(qp_result_raw(c->score), c->score->normalised) == 0)
        return NULL;
    if (!qp_method_clip(c->leaf, &low, &high))
        return qp_text_with(c->w->arena, c->w->rules, QP_TEXT_WORKING_HELD,
                            percent(c, c->score->normalised, &whole), NULL);
    return qp_text_with(c->w->arena, c->w->rules, QP_TEXT_WORKING_CLIPPED,
                        parameter(c, low, &whole), parameter(c, high, &whole),
                        percent(c, c->score->normalised, &whole), NULL);
}

static const char *
by_method(const struct cell *c)
{
    bool whole = true;
    const char *raw = percent(c, qp_result_raw(c->score), &whole);

    return joined(c, method_text(c, raw, whole), held_text(c));
}

/* The score that constant or zero_base gave. */
static const char *
by_rule(const struct cell *c)
{
    bool whole = true, equal = qp_method_is_equal(qp_result_raw(c->score));

    if (!qp_num_defined(c->score->normalised))
        return qp_text(c->w->rules, equal ? QP_TEXT_IF_EQUAL_EXCLUDED
                                          : QP_TEXT_IF_NO_BASE_EXCLUDED);
    return qp_text_with(c->w->arena, c->w->rules,
                        equal ? QP_TEXT_IF_EQUAL : QP_TEXT_IF_NO_BASE,
                        percent(c, c->score->normalised, &whole), NULL);
}

const char *
qp_working_score(struct qp_workings *w, size_t district, size_t node)
{
    const struct cell c = cell_at(w, district, node);
    const struct qp_score *score = c.score;

    if (w->result->outcomes[district].excluded)
        return qp_text(w->rules, QP_TEXT_WORKING_EXCLUDED);
    if (qp_result_policy(score).kind != QP_POLICY_NONE && !score->substituted)
        return qp_text_join(
            w->arena,
            qp_result_value(score).state == QP_REPORTED
                ? qp_text_phrase(w->rules, qp_result_reason(score))
                : NULL,
            qp_text(w->rules, QP_TEXT_SEMICOLON),
            qp_text_policy(w->arena, w->rules, qp_result_policy(score)));
    if (score->trace && score->trace->note)
        return by_rule(&c);
    if (!score->trace || !qp_num_defined(qp_result_raw(score)))
        return qp_text_phrase(w->rules, qp_result_reason(score));
    return by_method(&c);
}

/* ---- points ---- */

const char *
qp_working_points(struct qp_workings *w, size_t district, size_t node)
{
    const struct cell c = cell_at(w, district, node);
    const struct qp_score *score = c.score;
    bool whole = true;
    const char *weight, *steps;

    if (!qp_num_defined(score->points))
        return NULL;
    weight = figure(&c, qp_result_weight(score), &whole);
    if (qp_num_cmp(qp_result_weight(score), named(&c, "full")) != 0)
        weight = qp_text_with(w->arena, w->rules, QP_TEXT_WORKING_SHARED,
                              weight, NULL);
    steps = qp_arena_printf(w->arena, "%s × %s",
                            parameter(&c, score->normalised, &whole), weight);
    steps = comes_to(&c, steps,
                     outcome(&c, score->exact, POINT_PLACES, &whole), whole);
    if (qp_num_cmp(score->points, score->exact) == 0)
        return steps;
    return qp_text_with(w->arena, w->rules, QP_TEXT_WORKING_ROUNDED, steps,
                        qp_text_points(w->arena, w->rules, score->points),
                        NULL);
}
