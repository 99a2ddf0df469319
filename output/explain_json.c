/* Derivations as JSON; see explain_json.h. */

#include <config.h>

#include "output/explain_json.h"

#include "engine/judge.h"
#include "engine/method.h"
#include "engine/words.h"
#include "output/explain_json_impl.h"
#include "output/texts.h"

struct writer {
    struct qp_json json;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    const struct qp_explained *const *all;
    size_t n;
    const struct qp_explained *explained; /* at hand */
    size_t node;                          /* QP_NONE: all */
};

/* ---- members ---- */

static void
put_points(struct writer *w, const char *key, qp_num x)
{
    if (qp_num_defined(x))
        qp_json_text(&w->json, key,
                     qp_text_points(w->json.arena, w->rules, x));
}

/* A number, a text, or why there is neither. */
static void
put_value(struct writer *w, struct qp_value value)
{
    if (value.state != QP_REPORTED) {
        qp_json_text(&w->json, "state", qp_state_name(value.state));
        qp_json_text(&w->json, "reason", value.text);
    } else if (value.text) {
        qp_json_text(&w->json, "text", value.text);
    } else {
        qp_json_number(&w->json, "number", value.num);
    }
}

static void
put_place(struct writer *w, struct qp_place at)
{
    qp_json_place(&w->json, "at", at);
}

/* ---- expressions ---- */

static void
put_step(struct writer *w, const char *key, const struct qp_expr_step *step)
{
    qp_json_object(&w->json, key);
    qp_json_text(&w->json, "op", step->op);
    if (step->datum != QP_NONE)
        qp_json_text(&w->json, "datum", w->rules->data[step->datum].code);
    if (step->district != w->explained->district)
        qp_json_text(&w->json, "district",
                     w->rules->districts[step->district].code);
    qp_json_flag(&w->json, "prior", step->prior);
    put_value(w, step->value);
    if (step->n_args) {
        qp_json_list(&w->json, "args");
        for (size_t i = 0; i < step->n_args; i++)
            put_step(w, NULL, &step->args[i]);
        qp_json_list_end(&w->json);
    }
    qp_json_object_end(&w->json);
}

static void
put_working(struct writer *w, const char *key, const struct qp_worked *working)
{
    if (!working->formula)
        return;
    qp_json_object(&w->json, key);
    qp_json_text(&w->json, "expression", working->formula->text);
    put_place(w, working->formula->at);
    qp_json_flag(&w->json, "prior", working->prior);
    put_value(w, working->value);
    put_step(w, "steps", working->steps);
    qp_json_object_end(&w->json);
}

/* ---- data ---- */

static void
put_figure(struct writer *w, const char *key, const struct qp_figure *figure)
{
    if (!figure)
        return;
    qp_json_object(&w->json, key);
    put_value(w, figure->value);
    qp_json_text(&w->json, "unit", figure->unit);
    put_place(w, figure->at);
    qp_json_object_end(&w->json);
}

static void
put_verified(struct writer *w, const char *key,
             const struct qp_verified *verified)
{
    if (!verified)
        return;
    qp_json_object(&w->json, key);
    put_value(w, verified->figure.value);
    qp_json_text(&w->json, "unit", verified->figure.unit);
    put_place(w, verified->figure.at);
    qp_json_text(&w->json, "source", verified->source);
    if (verified->figure.value.state == QP_REPORTED)
        qp_json_text(&w->json, "reason", verified->reason);
    qp_json_text(&w->json, "document", verified->document);
    qp_json_object_end(&w->json);
}

/* Experts stay unnamed, as in the record. */
static void
put_opinions(struct writer *w, const struct qp_entry *entry)
{
    if (!qp_model_extra(entry)->n_opinions)
        return;
    qp_json_list(&w->json, "opinions");
    for (size_t i = 0; i < qp_model_extra(entry)->n_opinions; i++) {
        qp_json_object(&w->json, NULL);
        qp_json_number(&w->json, "number",
                       qp_model_extra(entry)->opinions[i].score);
        qp_json_flag(&w->json, "conflict",
                     qp_model_extra(entry)->opinions[i].conflict);
        put_place(w, qp_model_extra(entry)->opinions[i].at);
        qp_json_object_end(&w->json);
    }
    qp_json_list_end(&w->json);
}

static void
put_datum(struct writer *w, size_t x)
{
    const struct qp_datum *datum = &w->rules->data[x];
    const struct qp_submissions *subs = w->result->subs;
    size_t district = w->explained->district;
    const struct qp_entry *entry =
        &subs->entries[district * w->rules->n_data + x];

    qp_json_object(&w->json, NULL);
    qp_json_names(&w->json, w->rules, datum->code, datum->name,
                  datum->name_en);
    qp_json_text(&w->json, "unit", datum->unit_name);
    qp_json_text(&w->json, "by", qp_words_giver[datum->given_by]);
    if (datum->min_experts)
        qp_json_count(&w->json, "min_experts", (size_t)datum->min_experts);
    put_figure(w, "counts",
               qp_eval_figure(w->rules, subs, district, x, false));
    put_figure(w, "counts_prior",
               qp_eval_figure(w->rules, subs, district, x, true));
    put_figure(w, "reported", entry->reported);
    put_figure(w, "derived", qp_model_extra(entry)->derived);
    put_verified(w, "verified", qp_model_extra(entry)->verified);
    put_figure(w, "reported_prior", qp_model_extra(entry)->reported_prior);
    put_verified(w, "verified_prior", qp_model_extra(entry)->verified_prior);
    put_opinions(w, entry);
    qp_json_text(&w->json, "note", qp_model_extra(entry)->note);
    qp_json_object_end(&w->json);
}

/* All data that anything of the derivation at hand reads. */
static void
put_data(struct writer *w)
{
    const bool *reads = qp_explain_reads(w->json.arena, w->explained, w->node);

    qp_json_list(&w->json, "data");
    for (size_t x = 0; x < w->rules->n_data; x++)
        if (reads[x])
            put_datum(w, x);
    qp_json_list_end(&w->json);
}

/* What the checks found, which failed() counts. */
static void
put_findings(struct writer *w)
{
    const struct qp_findings *findings = w->result->findings;

    qp_json_list(&w->json, "findings");
    for (size_t i = 0; i < findings->n; i++) {
        const struct qp_finding *finding = &findings->items[i];

        if (finding->district != w->explained->district)
            continue;
        qp_json_object(&w->json, NULL);
        qp_json_text(&w->json, "check", w->rules->checks[finding->check].code);
        qp_json_text(&w->json, "level", qp_level_name(finding->level));
        qp_json_flag(&w->json, "submitted", finding->is_submitted);
        qp_json_flag(&w->json, "open", finding->is_open);
        qp_json_flag(&w->json, "explained", finding->is_explained);
        put_place(w, finding->at);
        qp_json_text(&w->json, "text", finding->text);
        qp_json_object_end(&w->json);
    }
    qp_json_list_end(&w->json);
}

/* What the district came to in earlier years, which prior_grade() and its like
   look at. */
static void
put_past(struct writer *w)
{
    const struct qp_history *history = w->result->subs->history;

    if (!history)
        return;
    qp_json_list(&w->json, "past");
    for (size_t i = 0; i < history->n_years; i++) {
        const struct qp_past *past =
            &history->years[i].districts[w->explained->district];

        if (!past->is_known)
            continue;
        qp_json_object(&w->json, NULL);
        qp_json_count(&w->json, "year", (size_t)history->years[i].year);
        qp_json_number(&w->json, "total", past->total);
        qp_json_number(&w->json, "rank", past->rank);
        qp_json_text(&w->json, "grade", past->grade);
        qp_json_object_end(&w->json);
    }
    qp_json_list_end(&w->json);
}

/* ---- scores ---- */

static void
put_arguments(struct writer *w, const struct qp_indicator *leaf,
              const struct qp_worked_leaf *working)
{
    qp_json_object(&w->json, "arguments");
    for (size_t p = 0; leaf->method->params[p].key; p++)
        put_working(w, leaf->method->params[p].key, &working->arguments[p]);
    qp_json_object_end(&w->json);
}

/* What the names of the formula stand for; statistics that were rounded. */
static void
put_figures(struct writer *w, const struct qp_worked_leaf *working)
{
    qp_json_object(&w->json, "figures");
    for (size_t i = 0; i < working->n_figures; i++)
        qp_json_number(&w->json, working->figures[i].name,
                       working->figures[i].number);
    qp_json_object_end(&w->json);
    qp_json_list(&w->json, "rounded_figures");
    for (size_t i = 0; i < working->n_figures; i++)
        if (working->figures[i].rounded)
            qp_json_text(&w->json, NULL, working->figures[i].name);
    qp_json_list_end(&w->json);
}

static void
put_ends(struct writer *w, const char *key, bool has, qp_num low, qp_num high)
{
    if (!has)
        return;
    qp_json_list(&w->json, key);
    qp_json_number(&w->json, NULL, low);
    qp_json_number(&w->json, NULL, high);
    qp_json_list_end(&w->json);
}

static void
put_treating(struct writer *w, const struct qp_score *score,
             const struct qp_treating *treating)
{
    if (!treating)
        return;
    qp_json_object(&w->json, "treated");
    qp_json_flag(&w->json, "clipped", score->clipped);
    qp_json_flag(&w->json, "winsorised", score->winsorised);
    qp_json_flag(&w->json, "transformed", treating->transforms);
    qp_json_number(&w->json, "low", treating->moved.low);
    qp_json_number(&w->json, "high", treating->moved.high);
    if (treating->transforms) {
        qp_json_number(&w->json, "least", treating->least);
        qp_json_number(&w->json, "shift", treating->shift);
    }
    qp_json_object_end(&w->json);
}

static void
put_leaf(struct writer *w, size_t node, const struct qp_score *score)
{
    const struct qp_indicator *leaf = &w->rules->indicators[node];
    const struct qp_worked_leaf *working = &w->explained->leaves[node];

    put_working(w, "value", &working->value);
    qp_json_text(&w->json, "policy",
                 qp_words_policy[qp_result_policy(score).kind]);
    if (qp_result_policy(score).kind == QP_POLICY_SCORE)
        qp_json_number(&w->json, "policy_score",
                       qp_result_policy(score).score);
    put_working(w, "before", &working->before);
    put_treating(w, score, working->treating);
    qp_json_number(&w->json, "used", score->used);
    put_arguments(w, leaf, working);
    if (!score->trace)
        return;
    put_figures(w, working);
    qp_json_number(&w->json, "raw", qp_result_raw(score));
    put_ends(w, "held", working->is_held, working->least, working->most);
    put_ends(w, "clip", working->is_clipped, working->clip_low,
             working->clip_high);
    qp_json_text(&w->json, "note", score->trace->note);
}

static void
put_score(struct writer *w, size_t node)
{
    const struct qp_ruleset *rules = w->rules;
    size_t district = w->explained->district;
    const struct qp_score *score =
        &w->result->scores[district * rules->n_indicators + node];

    qp_json_object(&w->json, NULL);
    qp_json_text(&w->json, "code", rules->indicators[node].code);
    if (rules->indicators[node].method)
        put_leaf(w, node, score);
    if (score->state != QP_REPORTED) {
        qp_json_text(&w->json, "state", qp_state_name(score->state));
        qp_json_text(&w->json, "reason", qp_result_reason(score));
    }
    if (!w->result->outcomes[district].excluded)
        qp_json_text(&w->json, "standing", qp_words_standing[score->standing]);
    qp_json_number(&w->json, "normalised", score->normalised);
    qp_json_number(&w->json, "nominal", w->explained->nominal[node]);
    qp_json_number(&w->json, "full", w->explained->full[node]);
    qp_json_number(&w->json, "weight", qp_result_weight(score));
    qp_json_number(&w->json, "exact", score->exact);
    put_points(w, "points", score->points);
    qp_json_number(&w->json, "rank", qp_result_rank(score));
    qp_json_object_end(&w->json);
}

/* ---- the total ---- */

static void
put_awards(struct writer *w, const char *key, const struct qp_item *items,
           size_t n, const struct qp_award *awards,
           const struct qp_worked *workings)
{
    qp_json_list(&w->json, key);
    for (size_t i = 0; i < n; i++) {
        qp_json_object(&w->json, NULL);
        qp_json_text(&w->json, "code", items[i].code);
        put_working(w, "value", &workings[i]);
        qp_json_number(&w->json, "exact", awards[i].exact);
        put_points(w, "points", awards[i].points);
        qp_json_object_end(&w->json);
    }
    qp_json_list_end(&w->json);
}

static void
put_vetoes(struct writer *w, const struct qp_outcome *outcome)
{
    qp_json_list(&w->json, "vetoes");
    for (size_t i = 0; i < w->rules->n_vetoes; i++) {
        qp_json_object(&w->json, NULL);
        qp_json_text(&w->json, "code", w->rules->vetoes[i].code);
        put_working(w, "when", &w->explained->vetoes[i]);
        qp_json_flag(&w->json, "struck", outcome->struck[i]);
        qp_json_object_end(&w->json);
    }
    qp_json_list_end(&w->json);
}

/* The neighbour by rank and what decides between the two: "total", a tie-break
   indicator; nothing where they share the rank. */
static void
put_order(struct writer *w, const char *key, const struct qp_order *order)
{
    const struct qp_ruleset *rules = w->rules;

    if (order->other == QP_NONE)
        return;
    qp_json_object(&w->json, key);
    qp_json_text(&w->json, "district", rules->districts[order->other].code);
    if (order->key == 0)
        qp_json_text(&w->json, "by", "total");
    else if (order->key <= rules->n_tie_break)
        qp_json_text(&w->json, "by",
                     rules->indicators[rules->tie_break[order->key - 1]].code);
    qp_json_object_end(&w->json);
}

static void
put_grades(struct writer *w)
{
    static const char *const reasons[] = {
        [QP_GRADE_EARNED] = "earned", [QP_GRADE_BY_VETO] = "veto",
        [QP_GRADE_TOTAL] = "total",   [QP_GRADE_RANK] = "rank",
        [QP_GRADE_PLACES] = "places",
    };

    qp_json_list(&w->json, "grades");
    for (size_t g = 0; g < w->explained->n_grades; g++) {
        qp_json_object(&w->json, NULL);
        qp_json_text(&w->json, "code", w->rules->grades[g].code);
        qp_json_text(&w->json, "by", reasons[w->explained->grades[g]]);
        qp_json_object_end(&w->json);
    }
    qp_json_list_end(&w->json);
}

static void
put_rankings(struct writer *w, const struct qp_outcome *outcome)
{
    qp_json_list(&w->json, "rankings");
    for (size_t i = 0; i < w->rules->n_rankings; i++) {
        if (!outcome->rankings[i].member)
            continue;
        qp_json_object(&w->json, NULL);
        qp_json_text(&w->json, "code", w->rules->rankings[i].code);
        qp_json_number(&w->json, "rank", outcome->rankings[i].rank);
        qp_json_object_end(&w->json);
    }
    qp_json_list_end(&w->json);
}

static void
put_total(struct writer *w, const struct qp_outcome *outcome)
{
    qp_json_object(&w->json, "total");
    if (outcome->state != QP_REPORTED) {
        qp_json_text(&w->json, "state", qp_state_name(outcome->state));
        qp_json_text(&w->json, "reason", outcome->reason);
    }
    qp_json_number(&w->json, "normalised", outcome->base_normalised);
    qp_json_number(&w->json, "base_exact", outcome->base_exact);
    put_points(w, "base", outcome->base);
    qp_json_number(&w->json, "bonus_exact", outcome->bonus_exact);
    put_points(w, "bonus", outcome->bonus);
    qp_json_number(&w->json, "deduction_exact", outcome->deduction_exact);
    put_points(w, "deduction", outcome->deduction);
    qp_json_number(&w->json, "exact", outcome->total_exact);
    put_points(w, "points", outcome->total);
    qp_json_number(&w->json, "rank", outcome->rank);
    put_order(w, "ahead", &w->explained->ahead);
    put_order(w, "behind", &w->explained->behind);
    if (outcome->grade != QP_NONE)
        qp_json_text(&w->json, "grade", w->rules->grades[outcome->grade].code);
    put_grades(w);
    put_rankings(w, outcome);
    qp_json_object_end(&w->json);
}

static void
put_district(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_explained *explained = w->explained;
    const struct qp_district *district =
        &rules->districts[explained->district];
    const struct qp_outcome *outcome =
        &w->result->outcomes[explained->district];
    size_t document = w->result->subs->of_district[explained->district];

    qp_json_object(&w->json, NULL);
    qp_json_names(&w->json, rules, district->code, district->name,
                  district->name_en);
    qp_json_text(&w->json, "group", district->group_text);
    if (document != QP_NONE)
        qp_json_text(&w->json, "submitted",
                     w->result->subs->documents[document].submitted);
    put_data(w);
    put_findings(w);
    put_past(w);
    qp_json_list(&w->json, "scores");
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (qp_explain_concerns(rules, w->node, rules->order[i]))
            put_score(w, rules->order[i]);
    qp_json_list_end(&w->json);
    put_awards(w, "bonuses", rules->bonuses, rules->n_bonuses,
               outcome->bonuses, explained->bonuses);
    put_awards(w, "deductions", rules->deductions, rules->n_deductions,
               outcome->deductions, explained->deductions);
    put_vetoes(w, outcome);
    put_total(w, outcome);
    qp_json_object_end(&w->json);
}

/* ---- who is compared ---- */

static void
put_scope(struct writer *w, size_t node, const struct qp_explained *explained)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_worked_leaf *working = &explained->leaves[node];

    qp_json_object(&w->json, NULL);
    qp_json_text(&w->json, "indicator", rules->indicators[node].code);
    if (rules->indicators[node].by_group)
        qp_json_text(&w->json, "group",
                     rules->districts[explained->district].group_text);
    qp_json_object(&w->json, "used");
    for (size_t i = 0; i < working->n_peers; i++)
        qp_json_number(
            &w->json, rules->districts[working->peers[i]].code,
            w->result->scores[working->peers[i] * rules->n_indicators + node]
                .used);
    qp_json_object_end(&w->json);
    qp_json_object_end(&w->json);
}

/* True if a derivation before the I-th has shown the scope of NODE that it is
   in. */
static bool
is_shown(const struct writer *w, size_t i, size_t node)
{
    const struct qp_district *districts = w->rules->districts;

    for (size_t k = 0; k < i; k++)
        if (w->all[k]->leaves[node].n_peers &&
            (!w->rules->indicators[node].by_group ||
             districts[w->all[k]->district].group ==
                 districts[w->all[i]->district].group))
            return true;
    return false;
}

/* The values of the districts that each leaf compares, once for each scope. */
static void
put_scopes(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    qp_json_list(&w->json, "scopes");
    for (size_t node = 0; node < rules->n_indicators; node++)
        for (size_t i = 0; i < w->n; i++)
            if (qp_explain_concerns(rules, w->node, node) &&
                w->all[i]->leaves[node].n_peers && !is_shown(w, i, node))
                put_scope(w, node, w->all[i]);
    qp_json_list_end(&w->json);
}

void
qp_explain_json(struct qp_arena *arena,
                const struct qp_explained *const explained[], size_t n,
                size_t node, FILE *out)
{
    struct writer w = {
        .json = { .arena = arena, .out = out },
        .result = explained[0]->result,
        .rules = explained[0]->result->rules,
        .all = explained,
        .n = n,
        .node = node,
    };

    qp_json_object(&w.json, NULL);
    qp_json_text(&w.json, "format", "quping explain 1");
    qp_explain_json_rules(&w.json, w.result, node);
    put_scopes(&w);
    qp_json_list(&w.json, "districts");
    for (size_t i = 0; i < n; i++) {
        w.explained = explained[i];
        put_district(&w);
    }
    qp_json_list_end(&w.json);
    qp_json_object_end(&w.json);
    fputc('\n', out);
}
