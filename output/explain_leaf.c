/* How a leaf was scored, in sentences; see explain_text_impl.h. */

#include <config.h>

#include "output/explain_text_impl.h"

#include <string.h>

#include "engine/method.h"
#include "output/texts.h"
#include "output/wording.h"
#include "output/working.h"

struct leaf {
    const struct qp_teller *t;
    size_t node;
    const struct qp_indicator *rule;
    const struct qp_score *score;
    const struct qp_worked_leaf *working;
    struct qp_outline *above;
};

static struct qp_outline *
add(const struct leaf *leaf, const char *text)
{
    return qp_outline_add(leaf->t->arena, leaf->above, text);
}

/* ---- the value ---- */

static void
tell_value(const struct leaf *leaf)
{
    const struct qp_teller *t = leaf->t;
    const struct qp_worked *working = &leaf->working->value;
    const char *text = qp_tell_worked(t, working);
    struct qp_outline *value;

    if (leaf->rule->unit_name && *leaf->rule->unit_name)
        text = qp_text_with(t->arena, t->rules, QP_TEXT_WITH_UNIT, text,
                            leaf->rule->unit_name, NULL);
    value =
        add(leaf, qp_tell_at(t,
                             qp_text_with(t->arena, t->rules,
                                          QP_TEXT_EXPLAIN_VALUE, text, NULL),
                             working->formula->at));
    qp_tell_data(t, value, working);
}

/* What was put in for a value that is not there, or what was earned without
   one. */
static void
tell_policy(const struct leaf *leaf)
{
    const struct qp_teller *t = leaf->t;
    struct qp_outline *policy;

    if (qp_result_policy(leaf->score).kind == QP_POLICY_NONE)
        return;
    policy =
        add(leaf, qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_POLICY,
                               qp_text_policy(t->arena, t->rules,
                                              qp_result_policy(leaf->score)),
                               NULL));
    if (leaf->working->before.formula) {
        struct qp_outline *before = qp_outline_add(
            t->arena, policy,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_BEFORE,
                         qp_tell_worked(t, &leaf->working->before), NULL));

        qp_tell_data(t, before, &leaf->working->before);
    }
    if (leaf->score->substituted)
        qp_outline_add(
            t->arena, policy,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_PUT_IN,
                         qp_tell_exactly(t->arena, leaf->score->used), NULL));
}

/* A skewness or kurtosis, to two decimals. */
static const char *
shape_text(struct qp_arena *arena, qp_num x)
{
    return qp_num_defined(x) ? qp_num_fixed(arena, x, 2) : "—";
}

static void
tell_treatment(const struct leaf *leaf)
{
    const struct qp_teller *t = leaf->t;
    struct qp_arena *arena = t->arena;
    const struct qp_treating *treating = qp_result_treating(leaf->score);
    struct qp_outline *treated;

    if (!treating)
        return;
    treated = add(
        leaf, qp_text_with(
                  arena, t->rules, QP_TEXT_EXPLAIN_TREATED,
                  qp_text_treatment(arena, t->rules, leaf->node, leaf->score),
                  qp_tell_exactly(arena, leaf->score->used), NULL));
    qp_outline_add(arena, treated,
                   qp_text_with(arena, t->rules, QP_TEXT_EXPLAIN_SHAPE,
                                shape_text(arena, treating->skewness),
                                shape_text(arena, treating->kurtosis),
                                shape_text(arena, treating->skewness_after),
                                shape_text(arena, treating->kurtosis_after),
                                NULL));
}

/* ---- who is compared ---- */

/* What names of a formula say of the peers. */
static const struct {
    const char *name;
    enum qp_text text;
    bool is_end; /* a district has this value */
} statistics[] = {
    { "min", QP_TEXT_EXPLAIN_MIN, true },
    { "max", QP_TEXT_EXPLAIN_MAX, true },
    { "mean", QP_TEXT_EXPLAIN_MEAN, false },
    { "peers_mean", QP_TEXT_EXPLAIN_MEAN, false },
    { "sum", QP_TEXT_EXPLAIN_TOTAL, false },
    { "peers_sd", QP_TEXT_EXPLAIN_DEVIATION, false },
    { "peers", QP_TEXT_EXPLAIN_N_PEERS, false },
    { "place", QP_TEXT_EXPLAIN_PLACE_OF, false },
    { "worse", QP_TEXT_EXPLAIN_WORSE, false },
    { "equal", QP_TEXT_EXPLAIN_EQUALS, false },
};

/* The names of the districts whose value is X: the first few. */
static const char *
owners_text(const struct leaf *leaf, qp_num x)
{
    enum { FEW = 3 };
    const struct qp_teller *t = leaf->t;
    const struct qp_ruleset *rules = t->rules;
    const char *text = NULL;
    size_t n = 0;

    for (size_t i = 0; i < leaf->working->n_peers; i++) {
        size_t d = leaf->working->peers[i];

        if (qp_num_cmp(
                t->result->scores[d * rules->n_indicators + leaf->node].used,
                x) == 0 &&
            n++ < FEW)
            text = qp_text_join(t->arena, text, qp_text(rules, QP_TEXT_COMMA),
                                qp_text_district(rules, d));
    }
    return n > FEW ? qp_text_with(t->arena, rules, QP_TEXT_EXPLAIN_SOME_MORE,
                                  text, qp_text_count(t->arena, n), NULL)
                   : text;
}

/* "最小值 low = 3.1（虹口区）"; null where FIGURE says nothing of the peers.
 */
static const char *
statistic_text(const struct leaf *leaf, const struct qp_quantity *figure)
{
    const struct qp_teller *t = leaf->t;
    const char *bound = qp_method_bound(leaf->rule, figure->name);
    const char *name = figure->is_statistic && bound ? bound : figure->name;
    const char *text;

    for (size_t i = 0; i < QP_COUNT(statistics); i++) {
        if (strcmp(statistics[i].name, name) != 0 ||
            (statistics[i].text == QP_TEXT_EXPLAIN_MEAN &&
             !figure->is_statistic))
            continue;
        text =
            qp_text_with(t->arena, t->rules, statistics[i].text, figure->name,
                         qp_tell_figure(t->arena, figure->number), NULL);
        return statistics[i].is_end
                   ? qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_OF, text,
                                  owners_text(leaf, figure->number), NULL)
                   : text;
    }
    return NULL;
}

static void
tell_peers(const struct leaf *leaf, struct qp_outline *method)
{
    const struct qp_teller *t = leaf->t;
    const char *list = NULL;

    for (size_t i = 0; i < leaf->working->n_figures; i++) {
        const char *text = statistic_text(leaf, &leaf->working->figures[i]);

        if (text)
            list = qp_text_join(t->arena, list,
                                qp_text(t->rules, QP_TEXT_SEMICOLON), text);
    }
    if (list)
        qp_outline_add(
            t->arena, method,
            qp_text_with(
                t->arena, t->rules, QP_TEXT_EXPLAIN_PEERS,
                qp_text(t->rules, leaf->rule->by_group ? QP_TEXT_PEERS_OF_GROUP
                                                       : QP_TEXT_PEERS_ALL),
                qp_text_count(t->arena, leaf->working->n_peers), list, NULL));
}

/* ---- the method ---- */

/* Parameters that are worked out from data. */
static void
tell_arguments(const struct leaf *leaf, struct qp_outline *method)
{
    const struct qp_teller *t = leaf->t;
    const struct qp_param *params = leaf->rule->method->params;

    for (size_t p = 0; params[p].key; p++) {
        const struct qp_worked *working = &leaf->working->arguments[p];
        struct qp_outline *argument;

        if (!working->formula || !working->n_reads)
            continue;
        argument = qp_outline_add(
            t->arena, method,
            qp_tell_at(t,
                       qp_arena_printf(t->arena, "%s = %s", params[p].key,
                                       qp_tell_worked(t, working)),
                       working->formula->at));
        qp_tell_data(t, argument, working);
    }
}

/* The formula with the signs of people. */
static const char *
formula_text(const struct leaf *leaf)
{
    static const struct {
        char sign;
        const char *shown;
    } signs[] = { { '*', "×" }, { '/', "÷" }, { '-', "−" } };
    struct qp_arena *arena = leaf->t->arena;
    const char *at = qp_method_formula(leaf->rule), *text = "";

    for (; *at; at++) {
        const char *piece = qp_arena_copy(arena, at, 1);

        for (size_t i = 0; i < QP_COUNT(signs); i++)
            if (*at == signs[i].sign)
                piece = signs[i].shown;
        text = qp_arena_printf(arena, "%s%s", text, piece);
    }
    return text;
}

/* True if the formula is arithmetic, which a reader can follow with figures:
   bands and intervals are told in words. */
static bool
is_arithmetic(const struct qp_indicator *rule)
{
    const char *formula = qp_method_formula(rule);

    return !strstr(formula, "if(") && !strstr(formula, "bands(");
}

/* From the value to the score. */
static void
tell_score(const struct leaf *leaf, struct qp_outline *method)
{
    const struct qp_teller *t = leaf->t;
    const char *steps =
        qp_working_score(t->workings, t->explained->district, leaf->node);

    qp_outline_add(t->arena, method,
                   is_arithmetic(leaf->rule)
                       ? qp_text_with(t->arena, t->rules,
                                      QP_TEXT_EXPLAIN_FORMULA,
                                      formula_text(leaf), steps, NULL)
                       : qp_text_with(t->arena, t->rules,
                                      QP_TEXT_EXPLAIN_SENTENCE, steps, NULL));
    if (leaf->working->is_held)
        qp_outline_add(
            t->arena, method,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_HELD,
                         qp_tell_percent(t->arena, leaf->working->least),
                         qp_tell_percent(t->arena, leaf->working->most),
                         NULL));
}

static void
tell_method(const struct leaf *leaf)
{
    const struct qp_teller *t = leaf->t;
    struct qp_outline *method;

    if (!leaf->score->trace)
        return;
    method =
        add(leaf,
            qp_tell_at(
                t,
                qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_METHOD,
                             qp_wording_method(t->arena, t->rules, leaf->node),
                             NULL),
                leaf->rule->method_at));
    tell_arguments(leaf, method);
    tell_peers(leaf, method);
    tell_score(leaf, method);
}

void
qp_tell_leaf(const struct qp_teller *t, struct qp_outline *above, size_t node)
{
    const struct leaf leaf = { t,
                               node,
                               &t->rules->indicators[node],
                               &t->scores[node],
                               &t->explained->leaves[node],
                               above };

    tell_value(&leaf);
    if (leaf.score->substituted)
        tell_policy(&leaf);
    tell_treatment(&leaf);
    tell_method(&leaf);
    if (!leaf.score->substituted && !leaf.score->trace)
        tell_policy(&leaf);
    if (qp_num_defined(leaf.score->normalised))
        add(&leaf,
            qp_text_with(t->arena, t->rules, QP_TEXT_EXPLAIN_SCORE,
                         qp_tell_exactly(t->arena, leaf.score->normalised),
                         qp_tell_percent(t->arena, leaf.score->normalised),
                         NULL));
    qp_tell_points(t, above, node);
}
