/* The rules that a derivation refers to, as JSON; see explain_json.h. */

#include <config.h>

#include "output/explain_json_impl.h"

#include "engine/aggregate.h"
#include "engine/explain.h"
#include "engine/method.h"
#include "engine/score.h"
#include "engine/words.h"
#include "output/texts.h"

struct writer {
    struct qp_json *json;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    size_t node;
};

void
qp_json_place(struct qp_json *json, const char *key, struct qp_place at)
{
    if (at.file)
        qp_json_text(json, key, qp_text_place(json->arena, at));
}

void
qp_json_names(struct qp_json *json, const struct qp_ruleset *rules,
              const char *code, const char *name, const char *name_en)
{
    qp_json_text(json, "code", code);
    qp_json_text(json, "name", qp_text_name(rules, name, name_en));
}

/* ---- the evaluation ---- */

static void
put_aggregation(struct writer *w, struct qp_aggregation how)
{
    qp_json_text(w->json, "aggregate", qp_aggregate_name(how.kind));
    if (how.kind == QP_AGGREGATE_POWER)
        qp_json_number(w->json, "power", how.power);
    if (how.kind == QP_AGGREGATE_GREY)
        qp_json_number(w->json, "rho", how.rho);
}

static void
put_tie_break(struct writer *w)
{
    qp_json_list(w->json, "tie_break");
    for (size_t i = 0; i < w->rules->n_tie_break; i++)
        qp_json_text(w->json, NULL,
                     w->rules->indicators[w->rules->tie_break[i]].code);
    qp_json_list_end(w->json);
}

static void
put_evaluation(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    qp_json_object(w->json, "evaluation");
    qp_json_text(w->json, "id", rules->id);
    qp_json_count(w->json, "year", (size_t)rules->year);
    qp_json_text(w->json, "title", rules->title);
    qp_json_text(w->json, "rules_sha256", rules->sha256);
    qp_json_text(w->json, "due", rules->due);
    qp_json_number(w->json, "scale", rules->scale);
    put_aggregation(w, rules->aggregate);
    qp_json_number(w->json, "min_available", rules->min_available);
    qp_json_text(w->json, "rounding", qp_words_rounding[rules->rounding]);
    qp_json_count(w->json, "decimals", (size_t)rules->decimals);
    qp_json_text(w->json, "round_at", qp_words_stage[rules->round_at]);
    qp_json_text(w->json, "rank_on", qp_words_basis[rules->rank_on]);
    qp_json_text(w->json, "ties", qp_words_ties[rules->ties]);
    put_tie_break(w);
    qp_json_number(w->json, "bonus_cap", rules->bonus_cap);
    qp_json_number(w->json, "deduction_cap", rules->deduction_cap);
    qp_json_text(w->json, "prior", qp_words_prior[rules->prior]);
    qp_json_flag(w->json, "adds_up", qp_score_adds_up(rules, QP_NONE));
    qp_json_object_end(w->json);
}

/* ---- indicators ---- */

static void
put_treatment(struct writer *w, const struct qp_treatment *how)
{
    qp_json_number(w->json, "clip_value_low", how->clip.low);
    qp_json_number(w->json, "clip_value_high", how->clip.high);
    if (how->winsorise)
        qp_json_count(w->json, "winsorise", (size_t)how->winsorise);
    qp_json_text(w->json, "treat", qp_words_transform[how->transform.kind]);
    if (how->transform.kind == QP_TRANSFORM_BOXCOX)
        qp_json_number(w->json, "lambda", how->transform.lambda);
    qp_json_flag(w->json, "treat_when_skewed", how->if_skewed);
}

/* Parameters of the method that the rules give themselves: shares, bands,
   words. */
static void
put_parameters(struct writer *w, const struct qp_indicator *leaf)
{
    qp_json_object(w->json, "parameters");
    for (size_t p = 0; leaf->method->params[p].key; p++) {
        const struct qp_param *param = &leaf->method->params[p];
        const struct qp_argument *given = &leaf->arguments[p];

        if (param->type == QP_PARAM_PERCENT)
            qp_json_number(w->json, param->key, given->number);
        if (param->type == QP_PARAM_WORD)
            qp_json_text(w->json, param->key, param->words[given->word]);
        if (param->type != QP_PARAM_BANDS)
            continue;
        qp_json_list(w->json, param->key);
        for (size_t i = 0; i < given->n_bands; i++) {
            qp_json_list(w->json, NULL);
            qp_json_number(w->json, NULL, given->bands[i].threshold);
            qp_json_number(w->json, NULL, given->bands[i].score);
            qp_json_list_end(w->json);
        }
        qp_json_list_end(w->json);
    }
    qp_json_object_end(w->json);
}

static void
put_leaf_rule(struct writer *w, const struct qp_indicator *leaf)
{
    qp_json_text(w->json, "value", leaf->value.text);
    qp_json_text(w->json, "method", leaf->method->name);
    qp_json_place(w->json, "method_at", leaf->method_at);
    qp_json_text(w->json, "formula", qp_method_formula(leaf));
    put_parameters(w, leaf);
    qp_json_flag(w->json, "lower", leaf->lower);
    qp_json_flag(w->json, "by_group", leaf->by_group);
    qp_json_text(w->json, "constant", qp_words_constant[leaf->constant]);
    qp_json_text(w->json, "zero_base", qp_words_zero_base[leaf->zero_base]);
    put_treatment(w, &leaf->treatment);
}

static void
put_measures(struct writer *w, const struct qp_indicator *indicator)
{
    qp_json_list(w->json, "measures");
    for (size_t i = 0; i < indicator->n_measures; i++) {
        const struct qp_measure *measure =
            &w->rules->measures[indicator->measures[i]];

        qp_json_object(w->json, NULL);
        qp_json_text(w->json, "code", measure->code);
        qp_json_text(w->json, "title", measure->title);
        qp_json_place(w->json, "at", measure->at);
        qp_json_object_end(w->json);
    }
    qp_json_list_end(w->json);
}

static void
put_indicator(struct writer *w, size_t node)
{
    const struct qp_indicator *indicator = &w->rules->indicators[node];

    qp_json_object(w->json, NULL);
    qp_json_names(w->json, w->rules, indicator->code, indicator->name,
                  indicator->name_en);
    if (indicator->parent != QP_NONE)
        qp_json_text(w->json, "parent",
                     w->rules->indicators[indicator->parent].code);
    qp_json_place(w->json, "at", indicator->at);
    qp_json_text(w->json, "unit", indicator->unit_name);
    if (indicator->method) {
        put_leaf_rule(w, indicator);
    } else {
        put_aggregation(w, indicator->aggregate);
        qp_json_number(w->json, "min_available", indicator->min_available);
    }
    qp_json_flag(w->json, "adds_up", qp_score_adds_up(w->rules, node));
    qp_json_flag(w->json, "rounded", qp_score_is_rounded(w->rules, node));
    put_measures(w, indicator);
    qp_json_object_end(w->json);
}

static void
put_indicators(struct writer *w)
{
    qp_json_list(w->json, "indicators");
    for (size_t i = 0; i < w->rules->n_indicators; i++)
        if (qp_explain_concerns(w->rules, w->node, w->rules->order[i]))
            put_indicator(w, w->rules->order[i]);
    qp_json_list_end(w->json);
}

/* ---- items, vetoes, grades ---- */

static void
put_item_rules(struct writer *w, const char *key, const struct qp_item *items,
               size_t n)
{
    qp_json_list(w->json, key);
    for (size_t i = 0; i < n; i++) {
        qp_json_object(w->json, NULL);
        qp_json_names(w->json, w->rules, items[i].code, items[i].name,
                      items[i].name_en);
        qp_json_number(w->json, "cap", items[i].cap);
        qp_json_place(w->json, "at", items[i].at);
        qp_json_object_end(w->json);
    }
    qp_json_list_end(w->json);
}

static void
put_veto_rules(struct writer *w)
{
    qp_json_list(w->json, "vetoes");
    for (size_t i = 0; i < w->rules->n_vetoes; i++) {
        const struct qp_veto *veto = &w->rules->vetoes[i];
        bool names_grade =
            veto->effect == QP_EFFECT_GRADE || veto->effect == QP_EFFECT_CAP;

        qp_json_object(w->json, NULL);
        qp_json_names(w->json, w->rules, veto->code, veto->name,
                      veto->name_en);
        qp_json_text(w->json, "effect", qp_words_effect[veto->effect]);
        if (names_grade)
            qp_json_text(w->json, "grade", w->rules->grades[veto->grade].code);
        qp_json_place(w->json, "at", veto->at);
        qp_json_object_end(w->json);
    }
    qp_json_list_end(w->json);
}

static void
put_grade_rules(struct writer *w)
{
    qp_json_list(w->json, "grades");
    for (size_t g = 0; g < w->rules->n_grades; g++) {
        const struct qp_grade *grade = &w->rules->grades[g];

        qp_json_object(w->json, NULL);
        qp_json_names(w->json, w->rules, grade->code, grade->name,
                      grade->name_en);
        qp_json_number(w->json, "min", grade->min);
        qp_json_number(w->json, "share", grade->share);
        qp_json_number(w->json, "rank", grade->rank);
        qp_json_count(w->json, "places",
                      qp_score_places(w->json->arena, w->result, g));
        qp_json_place(w->json, "at", grade->at);
        qp_json_object_end(w->json);
    }
    qp_json_list_end(w->json);
}

void
qp_explain_json_rules(struct qp_json *json, const struct qp_result *result,
                      size_t node)
{
    struct writer w = { json, result, result->rules, node };

    put_evaluation(&w);
    put_indicators(&w);
    put_item_rules(&w, "bonuses", w.rules->bonuses, w.rules->n_bonuses);
    put_item_rules(&w, "deductions", w.rules->deductions,
                   w.rules->n_deductions);
    put_veto_rules(&w);
    put_grade_rules(&w);
}
