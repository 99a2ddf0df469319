/* Methods as formulas, from the same rows that score; see formula.h. */

#include <config.h>

#include "output/formula_impl.h"

#include <ctype.h>
#include <string.h>

#include "engine/method.h"

enum { NESTED_MOST = 60 /* functions within each other; 64 are taken */ };

/* One leaf for one district. */
struct leaf {
    struct qp_formulas *f;
    size_t district, node;
    const struct qp_indicator *rule;
    const struct qp_score *score;
};

/* ---- what methods look at ---- */

/* The group of LEAF's scope, n_groups for all. */
static size_t
scope_of(const struct leaf *leaf)
{
    return leaf->rule->by_group
               ? leaf->f->rules->districts[leaf->district].group
               : leaf->f->rules->n_groups;
}

/* Statistics over the cells of a scope. */
static const struct {
    const char *name, *function;
} statistics[] = {
    { "min", "MIN" },   { "max", "MAX" },
    { "sum", "SUM" },   { "mean", "AVERAGE" },
    { "peers", "COUNT" }, { "peers_mean", "AVERAGE" },
    { "peers_sd", "STDEV" },
};

const char *
qp_formula_statistic(struct qp_formulas *f, size_t node, size_t group,
                     const char *name)
{
    const char *cells =
        qp_live_peers(f->live, f->sheet, QP_LIVE_VALUE, group, node);

    qp_arena_clear(f->arena);
    for (size_t i = 0; cells && i < QP_COUNT(statistics); i++)
        if (strcmp(statistics[i].name, name) == 0)
            return qp_arena_printf(f->arena, "%s(%s)",
                                   statistics[i].function, cells);
    return NULL;
}

/* Places among the peers: %1 is the value's cell, %2 those of the scope, %3 is
   1 where less is better.  Equal values share the mean of their places. */
static const struct {
    const char *name, *template;
} places[] = {
    { "place", "(RANK(%1,%2,%3)+(SUMPRODUCT(--(%2=%1))-1)/2)" },
    { "worse", "(COUNT(%2)+1-RANK(%1,%2,%3)-SUMPRODUCT(--(%2=%1)))" },
    { "equal", "(SUMPRODUCT(--(%2=%1))-1)" },
};

static const char *
spell_place(const struct leaf *leaf, const char *name, const char *x)
{
    const char *parts[] = { x, NULL, leaf->rule->lower ? "1" : "0" };
    size_t i = 0;

    while (i < QP_COUNT(places) && strcmp(places[i].name, name) != 0)
        i++;
    if (i == QP_COUNT(places))
        return NULL;
    parts[1] = qp_live_peers(leaf->f->live, leaf->f->sheet, QP_LIVE_VALUE,
                             scope_of(leaf), leaf->node);
    return parts[1] ? qp_formula_fill(leaf->f->arena, places[i].template,
                                      parts)
                    : NULL;
}

/* ---- parameters ---- */

static const char *
spell_percent(const struct leaf *leaf, qp_num share)
{
    struct qp_arena *arena = leaf->f->arena;

    return qp_arena_printf(
        arena, "%s%%",
        qp_formula_number(leaf->f, qp_num_mul(arena, share, qp_num_int(100))));
}

/* An expression in the unit of the indicator's value. */
static const char *
spell_expression(const struct leaf *leaf, const struct qp_expr *expr)
{
    struct qp_arena *arena = leaf->f->arena;
    const char *spelt;
    qp_num factor;

    if (qp_expr_is_literal(expr))
        return qp_formula_number(leaf->f, qp_method_in_unit(
                                   arena, leaf->rule, expr,
                                   qp_expr_literal(arena, expr)));
    spelt =
        qp_expr_spell(expr, &leaf->f->spelling, leaf->district, false);
    factor = qp_method_in_unit(arena, leaf->rule, expr, qp_num_int(1));
    if (!spelt || qp_num_cmp(factor, qp_num_int(1)) == 0)
        return spelt ? qp_arena_printf(arena, "(%s)", spelt) : NULL;
    return qp_arena_printf(arena, "(%s)*%s", spelt, qp_formula_number(leaf->f, factor));
}

static const char *
spell_statistic(const struct leaf *leaf, const char *name)
{
    return qp_live_statistic(leaf->f->live, leaf->node, scope_of(leaf), name);
}

static const char *
spell_prior(const struct leaf *leaf)
{
    const char *spelt = qp_expr_spell(leaf->rule->value.expr,
                                      &leaf->f->spelling, leaf->district,
                                      true);

    return spelt ? qp_arena_printf(leaf->f->arena, "(%s)", spelt) : NULL;
}

/* The weight of the leaf in points as the rules give it. */
static const char *
spell_full(const struct leaf *leaf)
{
    const struct qp_ruleset *rules = leaf->f->rules;
    size_t group = rules->districts[leaf->district].group;

    if (group == QP_NONE)
        group = rules->n_groups;
    return qp_formula_number(leaf->f, leaf->f->result->full[group * rules->n_indicators +
                                                 leaf->node]);
}

/* Parameter P of the method; null where it has no spelling. */
static const char *
spell_parameter(const struct leaf *leaf, int p)
{
    const struct qp_param *param = &leaf->rule->method->params[p];
    const struct qp_argument *given = &leaf->rule->arguments[p];

    if (param->type == QP_PARAM_PERCENT)
        return spell_percent(leaf, given->number);
    if (given->given && given->formula.expr)
        return spell_expression(leaf, given->formula.expr);
    if (param->type == QP_PARAM_PRIOR)
        return spell_prior(leaf);
    if (param->type == QP_PARAM_BOUND)
        return spell_statistic(leaf, qp_method_bound(leaf->rule, param->key));
    return strcmp(param->key, "full") == 0 ? spell_full(leaf) : NULL;
}

/* ---- bands ---- */

/* Between two bands: the score of the lower one, or in proportion. */
static const char *
spell_between(const struct leaf *leaf, const struct qp_band *a,
              const struct qp_band *b, bool linear, const char *x)
{
    struct qp_arena *arena = leaf->f->arena;
    qp_num slope;

    if (!linear)
        return spell_percent(leaf, leaf->rule->lower ? b->score : a->score);
    slope = qp_num_div(arena, qp_num_sub(arena, b->score, a->score),
                       qp_num_sub(arena, b->threshold, a->threshold));
    return qp_arena_printf(arena, "%s+%s*(%s-%s)",
                           spell_percent(leaf, a->score),
                           qp_formula_number(leaf->f, slope), x,
                           qp_formula_number(leaf->f, a->threshold));
}

/* The score by thresholds: a choice for each, the best threshold first. */
static const char *
spell_bands(const struct leaf *leaf, const struct qp_argument *bands,
            bool linear, const char *x)
{
    struct qp_arena *arena = leaf->f->arena;
    bool lower = leaf->rule->lower;
    size_t n = bands->n_bands;
    const char *text = "0";

    if (n > NESTED_MOST)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t at = lower ? n - 1 - i : i; /* the least good first */
        const struct qp_band *band = &bands->bands[at];
        bool best = i == n - 1;
        const char *earned =
            best ? spell_percent(leaf, band->score)
            : lower
                ? spell_between(leaf, band - 1, band, linear, x)
                : spell_between(leaf, band, band + 1, linear, x);

        text = qp_arena_printf(arena, "IF(%s%s%s,%s,%s)", x,
                               lower ? "<=" : ">=",
                               qp_formula_number(leaf->f, band->threshold), earned, text);
    }
    return text;
}

/* ---- the method's own formula ---- */

/* The words of methods' formulas that call a function. */
static const struct {
    const char *name, *spelt;
} calls[] = {
    { "if", "IF" },
    { "min", "MIN" },
    { "max", "MAX" },
};

/* The operators that are spelt otherwise. */
static const struct {
    const char *symbol, *spelt;
} operators[] = {
    { "!=", "<>" },
    { "==", "=" },
};

/* NAME in the formula of a method: the value X, a parameter, a statistic. */
static const char *
spell_name(const struct leaf *leaf, const char *name, const char *x)
{
    int p = qp_method_param(leaf->rule->method, name);
    const char *spelt;

    if (strcmp(name, "x") == 0)
        return x;
    if (p != QP_METHOD_NO_PARAM)
        return spell_parameter(leaf, p);
    spelt = spell_place(leaf, name, x);
    return spelt ? spelt : spell_statistic(leaf, name);
}

/* The function NAME that the text behind it, which begins with "(", calls;
   *BEHIND is moved over what was spelt with it. */
static const char *
spell_function(const struct leaf *leaf, const char *name, const char *x,
               const char **behind)
{
    int p = qp_method_param(leaf->rule->method, name);

    for (size_t i = 0; i < QP_COUNT(calls); i++)
        if (strcmp(calls[i].name, name) == 0)
            return calls[i].spelt;
    if (p == QP_METHOD_NO_PARAM) /* "bands(x)" calls a parameter */
        return NULL;
    *behind += strlen("(x)");
    return spell_bands(leaf, &leaf->rule->arguments[p],
                       leaf->rule->arguments[p + 1].word == 1, x);
}

/* The word, number or sign at *AT, which is moved behind it. */
static const char *
spell_token(const struct leaf *leaf, const char **at, const char *x)
{
    struct qp_arena *arena = leaf->f->arena;
    size_t n = 0;

    while (isalnum((unsigned char)(*at)[n]) || (*at)[n] == '_' ||
           (*at)[n] == '.')
        n++;
    if (n > 0) {
        const char *word = qp_arena_copy(arena, *at, n);

        *at += n;
        if (isdigit((unsigned char)*word))
            return word;
        return **at == '(' ? spell_function(leaf, word, x, at)
                           : spell_name(leaf, word, x);
    }
    for (size_t i = 0; i < QP_COUNT(operators); i++)
        if (strncmp(*at, operators[i].symbol, 2) == 0) {
            *at += 2;
            return operators[i].spelt;
        }
    return **at == ' ' ? (++*at, "") : qp_arena_copy(arena, (*at)++, 1);
}

/* TEXT without a range that is all there is: it adds nothing and takes the
   whole. */
static const char *
without_range(const char *text)
{
    static const char whole[] = "0%+(100%-0%)*";
    size_t n = strlen(whole);

    return strncmp(text, whole, n) == 0 ? text + n : text;
}

static const char *
spell_method(const struct leaf *leaf, const char *x)
{
    const char *at = qp_method_formula(leaf->rule);
    const char *text = "";

    while (*at) {
        const char *token = spell_token(leaf, &at, x);

        if (!token)
            return NULL;
        text = qp_arena_printf(leaf->f->arena, "%s%s", text, token);
    }
    return without_range(text);
}

/* TEXT held between LOW and HIGH, shares. */
static const char *
spell_held(const struct leaf *leaf, const char *text, qp_num low, qp_num high)
{
    return qp_arena_printf(leaf->f->arena, "MAX(%s,MIN(%s,%s))",
                           spell_percent(leaf, low), spell_percent(leaf, high),
                           text);
}

static const char *
spell_clipped(const struct leaf *leaf, const char *text)
{
    qp_num low, high;

    return qp_method_clip(leaf->rule, &low, &high)
               ? spell_held(leaf, text, low, high)
               : qp_arena_printf(leaf->f->arena, "(%s)", text);
}

/* The number called NAME that LEAF's score rests on; undefined. */
static qp_num
quantity(const struct leaf *leaf, const char *name)
{
    const struct qp_trace *trace = leaf->score->trace;

    for (size_t i = 0; i < trace->n_quantities; i++)
        if (strcmp(trace->quantities[i].name, name) == 0)
            return trace->quantities[i].number;
    return qp_num_undefined("not there");
}

/* True if the bounds stand the right way round, or are the rules' own: where
   the peers all lie beyond a bound that the rules fix, no formula says what
   they get. */
static bool
has_bounds(const struct leaf *leaf)
{
    int p = qp_method_param(leaf->rule->method, "low");
    qp_num low, high;

    if (p == QP_METHOD_NO_PARAM ||
        leaf->rule->method->params[p].type != QP_PARAM_BOUND ||
        (leaf->rule->arguments[p].given && leaf->rule->arguments[p + 1].given))
        return true;
    low = quantity(leaf, leaf->rule->arguments[p].given ? "low" : "min");
    high = quantity(leaf, leaf->rule->arguments[p + 1].given ? "high" : "max");
    return qp_num_defined(low) && qp_num_defined(high) &&
           qp_num_cmp(low, high) < 0;
}

/* True if the method alone made the score, from the peers that it is one
   of. */
static bool
is_by_method(const struct leaf *leaf)
{
    const struct qp_outcome *outcome =
        &leaf->f->result->outcomes[leaf->district];
    const struct qp_score *score = leaf->score;

    return score->standing == QP_STANDING_SCORED && score->trace &&
           !score->trace->note && qp_num_defined(qp_result_raw(score)) &&
           (qp_result_policy(score).kind == QP_POLICY_NONE ||
            score->substituted) &&
           !outcome->excluded && !outcome->unranked && has_bounds(leaf);
}

/* ---- one method, many districts ---- */

/* Stands for the value's cell; no formula holds one. */
#define VALUE "\1"

/* What the method of LEAF makes of VALUE, in percent; null where it has no
   spelling. */
static const char *
spell_for_group(const struct leaf *leaf)
{
    const char *text = spell_method(leaf, VALUE);

    return text ? qp_arena_printf(leaf->f->arena, "100*%s",
                                  spell_clipped(leaf, text))
                : NULL;
}

/* True if a district's formula differs from those of its group by more than
   the value: parameters may be expressions over its data. */
static bool
is_its_own(const struct leaf *leaf)
{
    const struct qp_param *params = leaf->rule->method->params;

    for (size_t p = 0; params[p].key; p++) {
        const struct qp_argument *given = &leaf->rule->arguments[p];

        if (given->given && given->formula.expr
                ? !qp_expr_is_literal(given->formula.expr)
                : params[p].type == QP_PARAM_PRIOR)
            return true;
    }
    return false;
}

/* The same as spell_for_group(), spelt once where that is enough. */
static const char *
recall_leaf(const struct leaf *leaf)
{
    struct qp_formulas *f = leaf->f;
    const struct qp_ruleset *rules = f->rules;
    size_t n_scopes = rules->n_groups + 1;
    size_t group = rules->districts[leaf->district].group;
    struct qp_spelt *spelt;

    if (is_its_own(leaf))
        return spell_for_group(leaf);
    if (!f->leaves)
        f->leaves = qp_arena_alloc(f->kept, rules->n_indicators * n_scopes,
                                   sizeof *f->leaves);
    spelt = &f->leaves[leaf->node * n_scopes +
                       (group == QP_NONE ? rules->n_groups : group)];
    if (!spelt->is_known) {
        const char *text = spell_for_group(leaf);

        spelt->text = text ? qp_arena_text(f->kept, text) : NULL;
        spelt->is_known = true;
    }
    return spelt->text;
}

/* TEXT with X for each VALUE. */
static const char *
put_value(struct qp_arena *arena, const char *text, const char *x)
{
    size_t length = strlen(text), n = strlen(x);
    const char *at = text;
    char *filled, *to;

    for (; (at = strchr(at, *VALUE)) != NULL; at++)
        length += n;
    to = filled = qp_arena_alloc(arena, length + 1, 1);
    for (; (at = strchr(text, *VALUE)) != NULL; text = at + 1) {
        memcpy(to, text, (size_t)(at - text));
        to = stpcpy(to + (at - text), x);
    }
    strcpy(to, text);
    return filled;
}

const char *
qp_formula_leaf(struct qp_formulas *f, size_t district, size_t node)
{
    const struct leaf leaf = {
        f, district, node, &f->rules->indicators[node],
        &f->result->scores[district * f->rules->n_indicators + node]
    };
    const char *x = qp_formula_cell(f, QP_LIVE_VALUE, district, node);
    const char *text = x && is_by_method(&leaf) ? recall_leaf(&leaf) : NULL;

    return text ? put_value(f->arena, text, x) : NULL;
}
