/* Rules in words; see wording.h. */

#include <config.h>

#include "output/wording.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/method.h"
#include "engine/score.h"
#include "engine/weigh.h"
#include "output/texts.h"

/* What sentences are made for. */
struct wording {
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const struct qp_indicator *leaf;
};

/* ---- pieces ---- */

static const char *
percent_text(struct qp_arena *arena, qp_num share)
{
    return qp_num_text(arena, qp_num_mul(arena, share, qp_num_int(100)));
}

/* A and B as sentences that go on. */
static const char *
also(struct qp_arena *arena, const struct qp_ruleset *rules, const char *a,
     const char *b)
{
    return qp_text_join(arena, a, qp_text(rules, QP_TEXT_SEMICOLON), b);
}

/* The score SHARE: full marks, nothing, or a part of full marks. */
static const char *
marks_text(const struct wording *w, qp_num share)
{
    if (qp_num_sign(share) == 0)
        return qp_text(w->rules, QP_TEXT_NO_MARKS);
    if (qp_num_cmp(share, qp_num_int(1)) == 0)
        return qp_text(w->rules, QP_TEXT_FULL_MARKS);
    return qp_text_with(w->arena, w->rules, QP_TEXT_PART_OF_MARKS,
                        percent_text(w->arena, share), NULL);
}

/* X in the unit of the leaf's value, if that is one. */
static const char *
in_unit(const struct wording *w, qp_num x)
{
    const char *text = qp_num_text(w->arena, x), *unit = w->leaf->unit_name;
    bool is_percent = unit && strcmp(unit, "%") == 0;

    if (!unit || !*unit ||
        (!is_percent && !qp_expr_unit(w->leaf->value.expr)->n_powers))
        return text;
    return qp_arena_printf(
        w->arena, w->rules->language == QP_LANGUAGE_ZH ? "%s%s" : "%s %s",
        text, unit);
}

/* ---- parameters ---- */

static const char *
peers_text(const struct wording *w)
{
    return qp_text(w->rules, w->leaf->by_group ? QP_TEXT_PEERS_OF_GROUP
                                               : QP_TEXT_PEERS_ALL);
}

/* True if X is shown whole; ln(100) is better than its digits. */
static bool
is_short(struct qp_arena *arena, qp_num x)
{
    return qp_num_cmp(x, qp_num_legible(arena, x)) == 0;
}

/* An expression as a value: a number, or data by their names. */
static const char *
expression_text(const struct wording *w, const struct qp_expr *expr)
{
    if (qp_expr_is_literal(expr) && !qp_expr_has_unit(expr) &&
        is_short(w->arena, qp_expr_literal(w->arena, expr)))
        return in_unit(w, qp_expr_literal(w->arena, expr));
    if (qp_expr_is_literal(expr))
        return qp_expr_words(w->arena, w->rules, NULL, expr);
    return qp_text_with(w->arena, w->rules, QP_TEXT_QUOTED,
                        qp_expr_words(w->arena, w->rules, NULL, expr), NULL);
}

/* "满0家得40%、满1家得60%". */
static const char *
bands_text(const struct wording *w, const struct qp_argument *bands)
{
    enum qp_text id = w->leaf->lower ? QP_TEXT_BAND_LOWER : QP_TEXT_BAND;
    const char *text = NULL;

    for (size_t i = 0; i < bands->n_bands; i++)
        text = qp_text_join(
            w->arena, text, qp_text(w->rules, QP_TEXT_COMMA),
            qp_text_with(w->arena, w->rules, id,
                         in_unit(w, bands->bands[i].threshold),
                         percent_text(w->arena, bands->bands[i].score), NULL));
    return text;
}

/* The words that a parameter is chosen from. */
static const struct {
    const char *word;
    enum qp_text text;
} choices[] = {
    { "step", QP_TEXT_BETWEEN_STEP },
    { "linear", QP_TEXT_BETWEEN_LINEAR },
};

static const char *
choice_text(const struct wording *w, const char *word)
{
    for (size_t i = 0; i < QP_COUNT(choices); i++)
        if (strcmp(choices[i].word, word) == 0)
            return qp_text(w->rules, choices[i].text);
    return word;
}

/* A parameter that the rules leave out: the peers' own bound, the value of the
   year before, or the weight. */
static const char *
preset_text(const struct wording *w, const struct qp_param *param)
{
    bool is_best = strcmp(param->key, "ref") == 0;
    bool is_low = is_best ? w->leaf->lower : strcmp(param->key, "low") == 0;

    if (param->type == QP_PARAM_BOUND)
        return qp_text_with(w->arena, w->rules,
                            is_low ? QP_TEXT_LEAST_OF : QP_TEXT_GREATEST_OF,
                            peers_text(w), NULL);
    if (param->type == QP_PARAM_PRIOR)
        return qp_text_with(
            w->arena, w->rules, QP_TEXT_YEAR_BEFORE_OF,
            qp_expr_words(w->arena, w->rules, NULL, w->leaf->value.expr),
            NULL);
    return qp_text(w->rules, QP_TEXT_WEIGHT_IN_POINTS);
}

static const char *
parameter_text(const struct wording *w, int p, bool plainly)
{
    const struct qp_param *param = &w->leaf->method->params[p];
    const struct qp_argument *given = &w->leaf->arguments[p];

    switch (param->type) {
    case QP_PARAM_PERCENT:
        return plainly ? qp_arena_printf(w->arena, "%s%%",
                                         percent_text(w->arena, given->number))
                       : marks_text(w, given->number);
    case QP_PARAM_BANDS:
        return bands_text(w, given);
    case QP_PARAM_WORD:
        return choice_text(w, param->words[given->word]);
    default:
        return given->given && given->formula.expr
                   ? expression_text(w, given->formula.expr)
                   : preset_text(w, param);
    }
}

/* ---- the method ---- */

/* What stands for the LENGTH bytes of KEY in a method's sentence. */
static const char *
place_text(const struct wording *w, const char *key, size_t length)
{
    bool plainly = key[length - 1] == '%';
    const char *name = qp_arena_copy(w->arena, key, length - plainly);
    int p = qp_method_param(w->leaf->method, name);

    return p == QP_METHOD_NO_PARAM ? peers_text(w)
                                   : parameter_text(w, p, plainly);
}

static const char *
sentence_text(const struct wording *w)
{
    const struct qp_method *method = w->leaf->method;
    const char *template = w->leaf->lower
                               ? method->words_lower[w->rules->language]
                               : method->words[w->rules->language];
    const char *text = "";

    while (*template) {
        size_t plain = strcspn(template, "{");
        size_t length = strcspn(template + plain, "}");

        text = qp_arena_printf(
            w->arena, "%s%.*s%s", text, (int)plain, template,
            length ? place_text(w, template + plain + 1, length - 1) : "");
        template += plain + length + (length > 0);
    }
    return text;
}

/* "功效系数法（越高越好）". */
static const char *
method_name(const struct wording *w)
{
    const struct qp_method *method = w->leaf->method;
    const char *name = qp_text_method(w->rules, method);

    if (!method->words_lower[w->rules->language])
        return name;
    return qp_text_with(w->arena, w->rules, QP_TEXT_IN_BRACKETS, name,
                        qp_text(w->rules, w->leaf->lower
                                              ? QP_TEXT_LESS_IS_BETTER
                                              : QP_TEXT_MORE_IS_BETTER),
                        NULL);
}

/* ---- what goes with it ---- */

/* What is done to values that lie far out; null for nothing. */
static const char *
treatment_text(const struct wording *w)
{
    const struct qp_treatment *how = &w->leaf->treatment;
    struct qp_arena *arena = w->arena;
    const char *text = NULL;

    if (qp_num_defined(how->clip.low))
        text = qp_text_with(arena, w->rules, QP_TEXT_VALUES_FROM,
                            in_unit(w, how->clip.low),
                            in_unit(w, how->clip.low), NULL);
    if (qp_num_defined(how->clip.high))
        text = also(arena, w->rules, text,
                    qp_text_with(arena, w->rules, QP_TEXT_VALUES_TO,
                                 in_unit(w, how->clip.high),
                                 in_unit(w, how->clip.high), NULL));
    if (how->winsorise)
        text = also(arena, w->rules, text,
                    qp_text_with(arena, w->rules, QP_TEXT_VALUES_WINSORISED,
                                 qp_num_text(arena, how->skewness_bound),
                                 qp_num_text(arena, how->kurtosis_bound),
                                 qp_text_count(arena, (size_t)how->winsorise),
                                 NULL));
    if (how->transform.kind != QP_TRANSFORM_NONE)
        text = also(
            arena, w->rules, text,
            qp_text_with(arena, w->rules,
                         how->if_skewed ? QP_TEXT_VALUES_IF_SKEWED
                                        : QP_TEXT_VALUES_TRANSFORMED,
                         qp_text_transform(arena, w->rules, how->transform),
                         NULL));
    return text;
}

/* The score at an end of the method: parameter P, else OTHERWISE. */
static const char *
end_text(const struct wording *w, int p, int otherwise)
{
    return marks_text(w, p == QP_METHOD_NO_PARAM
                             ? qp_num_int(otherwise)
                             : w->leaf->arguments[p].number);
}

/* True if there is no score where all peers are equal: it rests on the least
   and the greatest of them. */
static bool
rests_on_spread(const struct wording *w)
{
    const struct qp_method *method = w->leaf->method;
    int low = qp_method_param(method, "low");

    return method->by_spread &&
           (low == QP_METHOD_NO_PARAM || !w->leaf->arguments[low].given ||
            !w->leaf->arguments[low + 1].given);
}

static const char *
constant_text(const struct wording *w)
{
    const struct qp_method *method = w->leaf->method;

    if (!rests_on_spread(w))
        return NULL;
    if (w->leaf->constant == QP_CONSTANT_EXCLUDE)
        return qp_text(w->rules, QP_TEXT_IF_EQUAL_EXCLUDED);
    return qp_text_with(w->arena, w->rules, QP_TEXT_IF_EQUAL,
                        w->leaf->constant == QP_CONSTANT_FULL
                            ? end_text(w, method->best, 1)
                            : end_text(w, method->worst, 0),
                        NULL);
}

/* Where nothing is said, it is a missing value. */
static const char *
zero_base_text(const struct wording *w)
{
    const struct qp_method *method = w->leaf->method;

    switch (w->leaf->zero_base) {
    case QP_ZERO_BASE_FULL:
        return qp_text_with(w->arena, w->rules, QP_TEXT_IF_NO_BASE,
                            end_text(w, method->best, 1), NULL);
    case QP_ZERO_BASE_FLOOR:
        return qp_text_with(w->arena, w->rules, QP_TEXT_IF_NO_BASE,
                            end_text(w, method->worst, 0), NULL);
    case QP_ZERO_BASE_EXCLUDE:
        return qp_text(w->rules, QP_TEXT_IF_NO_BASE_EXCLUDED);
    default:
        return NULL;
    }
}

/* True if no score that the rules name leaves 0 to full marks. */
static bool
is_within_bounds(const struct wording *w)
{
    const struct qp_method *method = w->leaf->method;

    for (int p = 0; method->params[p].key; p++)
        for (size_t i = 0; i < w->leaf->arguments[p].n_bands; i++) {
            qp_num score = w->leaf->arguments[p].bands[i].score;

            if (qp_num_sign(score) < 0 || qp_num_cmp(score, qp_num_int(1)) > 0)
                return false;
        }
    return method->is_bounded || (method->from_peers && rests_on_spread(w));
}

/* Between what bounds scores are held; null where the method's own sentence
   says it. */
static const char *
clip_text(const struct wording *w)
{
    const struct qp_method *method = w->leaf->method;
    bool is_preset = !w->leaf->has_clip;
    qp_num low, high;

    if (is_preset && (is_within_bounds(w) || method->clip == QP_CLIP_TO_CAP))
        return NULL;
    if (!qp_method_clip(w->leaf, &low, &high))
        return qp_text(w->rules, QP_TEXT_SCORES_UNBOUNDED);
    return qp_text_with(w->arena, w->rules, QP_TEXT_SCORES_BETWEEN,
                        marks_text(w, high), marks_text(w, low), NULL);
}

const char *
qp_wording_method(struct qp_arena *arena, const struct qp_ruleset *rules,
                  size_t node)
{
    const struct wording w = { arena, rules, &rules->indicators[node] };
    const char *const more[] = { clip_text(&w), treatment_text(&w),
                                 constant_text(&w), zero_base_text(&w) };
    const char *text =
        qp_text_join(arena, method_name(&w), qp_text(rules, QP_TEXT_COLON),
                     sentence_text(&w));

    for (size_t i = 0; i < QP_COUNT(more); i++)
        text = also(arena, rules, text, more[i]);
    return qp_text_join(arena, text, "", qp_text(rules, QP_TEXT_STOP));
}

/* ---- values, and where there are none ---- */

const char *
qp_wording_value(struct qp_arena *arena, const struct qp_ruleset *rules,
                 size_t node)
{
    const struct qp_indicator *leaf = &rules->indicators[node];
    const char *text = qp_expr_words(arena, rules, NULL, leaf->value.expr);

    if (leaf->unit_name && *leaf->unit_name)
        text = qp_text_with(arena, rules, QP_TEXT_WITH_UNIT, text,
                            leaf->unit_name, NULL);
    return text;
}

static bool
same_policy(struct qp_policy a, struct qp_policy b)
{
    return a.kind == b.kind &&
           (a.kind != QP_POLICY_SCORE || qp_num_cmp(a.score, b.score) == 0);
}

/* True if all states have the same policy. */
static bool
is_one_policy(const struct qp_indicator *leaf)
{
    struct qp_policy first = qp_score_policy(leaf, QP_ABSENT);
    int state = QP_ABSENT;

    while (state < QP_N_STATES &&
           same_policy(qp_score_policy(leaf, (enum qp_state)state), first))
        state++;
    return state == QP_N_STATES;
}

/* The states from STATE on that have its policy, unless they were named with
   one before. */
static const char *
states_text(struct qp_arena *arena, const struct qp_ruleset *rules,
            const struct qp_indicator *leaf, int state)
{
    struct qp_policy policy = qp_score_policy(leaf, (enum qp_state)state);
    const char *text = NULL;

    for (int other = QP_ABSENT; other < QP_N_STATES; other++) {
        if (!same_policy(qp_score_policy(leaf, (enum qp_state)other), policy))
            continue;
        if (other < state)
            return NULL;
        text = qp_text_join(arena, text, qp_text(rules, QP_TEXT_COMMA),
                            qp_text_state(rules, (enum qp_state)other));
    }
    return text;
}

const char *
qp_wording_missing(struct qp_arena *arena, const struct qp_ruleset *rules,
                   size_t node)
{
    const struct qp_indicator *leaf = &rules->indicators[node];
    const char *text = NULL;

    if (is_one_policy(leaf))
        return qp_text_policy(arena, rules, qp_score_policy(leaf, QP_ABSENT));
    for (int state = QP_ABSENT; state < QP_N_STATES; state++) {
        struct qp_policy policy = qp_score_policy(leaf, (enum qp_state)state);
        const char *states = states_text(arena, rules, leaf, state);

        if (states)
            text =
                also(arena, rules, text,
                     qp_text_join(arena, states, qp_text(rules, QP_TEXT_COLON),
                                  qp_text_policy(arena, rules, policy)));
    }
    return text;
}

/* ---- inner nodes ---- */

static const char *
aggregation_text(struct qp_arena *arena, const struct qp_ruleset *rules,
                 const struct qp_aggregation *how)
{
    static const enum qp_text names[] = {
        [QP_AGGREGATE_SUM] = QP_TEXT_AGGREGATE_SUM,
        [QP_AGGREGATE_MEAN] = QP_TEXT_AGGREGATE_SUM,
        [QP_AGGREGATE_GEOMETRIC] = QP_TEXT_AGGREGATE_GEOMETRIC,
        [QP_AGGREGATE_HARMONIC] = QP_TEXT_AGGREGATE_HARMONIC,
        [QP_AGGREGATE_POWER] = QP_TEXT_AGGREGATE_POWER,
        [QP_AGGREGATE_MIN] = QP_TEXT_AGGREGATE_MIN,
        [QP_AGGREGATE_MEDIAN] = QP_TEXT_AGGREGATE_MEDIAN,
        [QP_AGGREGATE_TOPSIS] = QP_TEXT_AGGREGATE_TOPSIS,
        [QP_AGGREGATE_COPELAND] = QP_TEXT_AGGREGATE_COPELAND,
        [QP_AGGREGATE_GREY] = QP_TEXT_AGGREGATE_GREY,
    };
    const char *parameter = NULL;

    _Static_assert(QP_COUNT(names) == QP_N_AGGREGATES,
                   "every aggregation has its words");
    if (how->kind == QP_AGGREGATE_POWER)
        parameter = qp_num_text(arena, how->power);
    if (how->kind == QP_AGGREGATE_GREY)
        parameter = qp_num_text(arena, how->rho);
    return parameter
               ? qp_text_with(arena, rules, names[how->kind], parameter, NULL)
               : qp_text(rules, names[how->kind]);
}

/* By enum qp_weighting_kind. */
static const enum qp_text weightings[] = {
    [QP_WEIGHTING_GIVEN] = QP_TEXT_WEIGHTING_GIVEN,
    [QP_WEIGHTING_EQUAL] = QP_TEXT_WEIGHTING_EQUAL,
    [QP_WEIGHTING_AHP] = QP_TEXT_WEIGHTING_AHP,
    [QP_WEIGHTING_BUDGET] = QP_TEXT_WEIGHTING_BUDGET,
    [QP_WEIGHTING_ENTROPY] = QP_TEXT_WEIGHTING_ENTROPY,
    [QP_WEIGHTING_CRITIC] = QP_TEXT_WEIGHTING_CRITIC,
    [QP_WEIGHTING_SD] = QP_TEXT_WEIGHTING_SD,
    [QP_WEIGHTING_PCA] = QP_TEXT_WEIGHTING_PCA,
};

const char *
qp_wording_weighting(struct qp_arena *arena, const struct qp_ruleset *rules,
                     const struct qp_weighting *weighting)
{
    const char *name = qp_text(rules, weightings[weighting->kind]);

    if (weighting->judgements == QP_NONE)
        return name;
    return qp_text_with(arena, rules, QP_TEXT_WEIGHTING_BY, name,
                        rules->judgements[weighting->judgements].code, NULL);
}

const char *
qp_wording_inner(struct qp_arena *arena, const struct qp_ruleset *rules,
                 size_t node)
{
    const struct qp_indicator *inner =
        node == QP_NONE ? NULL : &rules->indicators[node];
    const struct qp_weighting *weighting = qp_weighting_of(rules, node);
    qp_num least = inner ? inner->min_available : rules->min_available;
    const char *text = aggregation_text(
        arena, rules, inner ? &inner->aggregate : &rules->aggregate);

    if (inner)
        text = qp_text_with(arena, rules, QP_TEXT_INNER, text, NULL);
    if (weighting->kind != QP_WEIGHTING_GIVEN)
        text = also(arena, rules, text,
                    qp_text_with(arena, rules, QP_TEXT_INNER_WEIGHTS,
                                 qp_wording_weighting(arena, rules, weighting),
                                 NULL));
    if (qp_num_defined(least))
        text = also(arena, rules, text,
                    qp_text_with(arena, rules,
                                 inner ? QP_TEXT_INNER_AVAILABLE
                                       : QP_TEXT_TOTAL_AVAILABLE,
                                 percent_text(arena, least), NULL));
    return text;
}

/* ---- the whole ---- */

const char *
qp_wording_total(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    return qp_text_with(arena, rules, QP_TEXT_ABOUT_SCALE_TEXT,
                        qp_num_text(arena, rules->scale),
                        qp_wording_inner(arena, rules, QP_NONE), NULL);
}

const char *
qp_wording_rounding(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    static const enum qp_text modes[] = { QP_TEXT_HALF_UP, QP_TEXT_HALF_EVEN };
    static const enum qp_text stages[] = { QP_TEXT_STAGE_INDICATOR,
                                           QP_TEXT_STAGE_NODE,
                                           QP_TEXT_STAGE_TOTAL };

    return qp_text_with(arena, rules, QP_TEXT_ABOUT_ROUNDING_TEXT,
                        qp_text(rules, modes[rules->rounding]),
                        qp_text_count(arena, (size_t)rules->decimals),
                        qp_text(rules, stages[rules->round_at]), NULL);
}

const char *
qp_wording_ranking(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    static const enum qp_text bases[] = { QP_TEXT_BY_PUBLISHED,
                                          QP_TEXT_BY_EXACT };
    static const enum qp_text ties[] = { QP_TEXT_TIES_COMPETITION,
                                         QP_TEXT_TIES_DENSE,
                                         QP_TEXT_TIES_AVERAGE };
    const char *breakers = NULL, *text;

    for (size_t i = 0; i < rules->n_tie_break; i++)
        breakers = qp_text_join(arena, breakers, qp_text(rules, QP_TEXT_COMMA),
                                qp_text_indicator(rules, rules->tie_break[i]));
    text = qp_text(rules, bases[rules->rank_on]);
    if (breakers)
        text = also(
            arena, rules, text,
            qp_text_with(arena, rules, QP_TEXT_TIE_BREAK, breakers, NULL));
    return also(arena, rules, text, qp_text(rules, ties[rules->ties]));
}

const char *
qp_wording_grade(struct qp_arena *arena, const struct qp_ruleset *rules,
                 const struct qp_grade *grade)
{
    const char *text = NULL, *comma = qp_text(rules, QP_TEXT_COMMA);

    if (qp_num_defined(grade->min))
        text = qp_text_with(arena, rules, QP_TEXT_GRADE_MIN,
                            qp_num_text(arena, grade->min), NULL);
    if (qp_num_defined(grade->share))
        text = qp_text_join(arena, text, comma,
                            qp_text_with(arena, rules, QP_TEXT_GRADE_SHARE,
                                         percent_text(arena, grade->share),
                                         NULL));
    if (qp_num_defined(grade->rank))
        text =
            qp_text_join(arena, text, comma,
                         qp_text_with(arena, rules, QP_TEXT_GRADE_RANK,
                                      qp_num_text(arena, grade->rank), NULL));
    if (!text)
        text = qp_text(rules, QP_TEXT_GRADE_REST);
    return qp_text_with(arena, rules, QP_TEXT_GRADE_TEXT,
                        qp_text_name(rules, grade->name, grade->name_en), text,
                        NULL);
}

const char *
qp_wording_grades(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    const char *text = NULL;

    for (size_t i = 0; i < rules->n_grades; i++)
        text = also(arena, rules, text,
                    qp_wording_grade(arena, rules, &rules->grades[i]));
    return text;
}

static const char *
cap_text(struct qp_arena *arena, const struct qp_ruleset *rules,
         enum qp_text id, qp_num cap)
{
    if (!qp_num_defined(cap))
        return NULL;
    return qp_text_with(arena, rules, id, qp_num_text(arena, cap), NULL);
}

const char *
qp_wording_caps(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    if (!rules->n_bonuses && !rules->n_deductions)
        return NULL;
    return qp_text_join(
        arena, qp_text(rules, QP_TEXT_ITEMS_ORDER), "",
        qp_text_join(
            arena, cap_text(arena, rules, QP_TEXT_BONUS_CAP, rules->bonus_cap),
            "",
            cap_text(arena, rules, QP_TEXT_DEDUCTION_CAP,
                     rules->deduction_cap)));
}

const char *
qp_wording_prior(const struct qp_ruleset *rules)
{
    if (!rules->asks_prior.name)
        return NULL;
    return qp_text(rules, rules->prior == QP_PRIOR_RECORD
                              ? QP_TEXT_PRIOR_FROM_RECORD
                              : QP_TEXT_PRIOR_FROM_SUBMISSION);
}

const char *
qp_wording_effect(struct qp_arena *arena, const struct qp_ruleset *rules,
                  const struct qp_veto *veto)
{
    static const enum qp_text effects[] = {
        [QP_EFFECT_EXCLUDE] = QP_TEXT_EFFECT_EXCLUDE,
        [QP_EFFECT_UNRANKED] = QP_TEXT_EFFECT_UNRANKED,
        [QP_EFFECT_ZERO] = QP_TEXT_EFFECT_ZERO,
        [QP_EFFECT_GRADE] = QP_TEXT_EFFECT_GRADE,
        [QP_EFFECT_CAP] = QP_TEXT_EFFECT_CAP,
        [QP_EFFECT_NO_BONUS] = QP_TEXT_EFFECT_NO_BONUS,
    };
    bool names_grade =
        veto->effect == QP_EFFECT_GRADE || veto->effect == QP_EFFECT_CAP;

    return names_grade ? qp_text_with(arena, rules, effects[veto->effect],
                                      qp_text_grade(rules, veto->grade), NULL)
                       : qp_text(rules, effects[veto->effect]);
}
