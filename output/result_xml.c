/* result.xml; see result_xml.h. */

#include <config.h>

#include "output/result_xml.h"

#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "engine/aggregate.h"
#include "engine/expr.h"
#include "engine/judge.h"
#include "engine/method.h"
#include "engine/progress.h"
#include "engine/treat.h"
#include "engine/weigh.h"
#include "engine/words.h"
#include "output/robust_xml.h"
#include "output/texts.h"
#include "output/xml.h"

struct writer {
    struct qp_xml xml;
    struct qp_arena *arena; /* of one district */
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    size_t district;
    size_t gap; /* the next of the result's, which come in the same order */
};

/* ---- attributes ---- */

static void
points(struct writer *w, const char *name, qp_num x)
{
    qp_xml_word(&w->xml, name, qp_text_points(w->arena, w->rules, x));
}

/* Where something stands: "310115.xml:12". */
static void
place(struct writer *w, const char *name, struct qp_place at)
{
    const char *slash = at.file ? strrchr(at.file, '/') : NULL;

    if (at.file)
        qp_xml_text(&w->xml, name,
                    qp_arena_printf(w->arena, "%s:%d",
                                    slash ? slash + 1 : at.file, at.line));
}

/* ---- the evaluation ---- */

static void
put_tie_break(struct writer *w)
{
    const char *codes = NULL;

    for (size_t i = 0; i < w->rules->n_tie_break; i++)
        codes =
            qp_text_join(w->arena, codes, " ",
                         w->rules->indicators[w->rules->tie_break[i]].code);
    qp_xml_word(&w->xml, "tie_break", codes);
}

static void
put_aggregation(struct writer *w, struct qp_aggregation aggregation)
{
    qp_xml_word(&w->xml, "aggregate", qp_aggregate_name(aggregation.kind));
    if (aggregation.kind == QP_AGGREGATE_POWER)
        qp_xml_number(&w->xml, "power", aggregation.power);
    if (aggregation.kind == QP_AGGREGATE_GREY)
        qp_xml_number(&w->xml, "rho", aggregation.rho);
}

static void
put_evaluation(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    qp_xml_begin(&w->xml, "evaluation");
    qp_xml_text(&w->xml, "id", rules->id);
    qp_xml_word(&w->xml, "year", qp_arena_printf(w->arena, "%d", rules->year));
    qp_xml_text(&w->xml, "title", rules->title);
    qp_xml_text(&w->xml, "authority", rules->authority);
    qp_xml_word(&w->xml, "date", rules->date);
    qp_xml_word(&w->xml, "due", rules->due);
    qp_xml_word(&w->xml, "language", qp_words_language[rules->language]);
    qp_xml_word(&w->xml, "weights", qp_words_weights[rules->weights]);
    qp_xml_number(&w->xml, "scale", rules->scale);
    put_aggregation(w, rules->aggregate);
    qp_xml_word(&w->xml, "rounding", qp_words_rounding[rules->rounding]);
    qp_xml_word(&w->xml, "decimals",
                qp_arena_printf(w->arena, "%d", rules->decimals));
    qp_xml_word(&w->xml, "round_at", qp_words_stage[rules->round_at]);
    qp_xml_word(&w->xml, "rank_on", qp_words_basis[rules->rank_on]);
    qp_xml_word(&w->xml, "ties", qp_words_ties[rules->ties]);
    put_tie_break(w);
    qp_xml_number(&w->xml, "bonus_cap", rules->bonus_cap);
    qp_xml_number(&w->xml, "deduction_cap", rules->deduction_cap);
    qp_xml_number(&w->xml, "min_available", rules->min_available);
    qp_xml_word(&w->xml, "prior", qp_words_prior[rules->prior]);
    qp_xml_flag(&w->xml, "drafts", w->result->subs->all_drafts);
    qp_xml_end(&w->xml, "evaluation");
}

static void
put_file(struct writer *w, const struct qp_file *file)
{
    qp_xml_text(&w->xml, "name", file->name);
    qp_xml_word(&w->xml, "size",
                qp_arena_printf(w->arena, "%llu", file->size));
    qp_xml_word(&w->xml, "sha256", file->sha256);
}

static void
put_files(struct writer *w, const char *element, const struct qp_file *files,
          size_t n)
{
    for (size_t i = 0; i < n; i++) {
        qp_xml_begin(&w->xml, element);
        put_file(w, &files[i]);
        qp_xml_end(&w->xml, element);
    }
}

static void
put_inputs(struct writer *w)
{
    static const char *const kinds[] = { "submission", "verification",
                                         "scores" };
    const struct qp_submissions *subs = w->result->subs;

    qp_xml_begin(&w->xml, "inputs");
    for (size_t i = 0; i < subs->n_documents; i++) {
        const struct qp_document *document = &subs->documents[i];

        qp_xml_begin(&w->xml, kinds[document->kind]);
        if (document->district != QP_NONE)
            qp_xml_text(&w->xml, "district",
                        w->rules->districts[document->district].code);
        qp_xml_text(&w->xml, "source", document->source);
        qp_xml_text(&w->xml, "submitted", document->submitted);
        qp_xml_flag(&w->xml, "draft", document->draft);
        put_file(w, &document->file);
        qp_xml_end(&w->xml, kinds[document->kind]);
    }
    if (subs->history)
        put_files(w, "prior", &subs->history->file, 1);
    qp_xml_end(&w->xml, "inputs");
}

/* ---- earlier years ---- */

static void
put_past(struct writer *w, const struct qp_past_year *year)
{
    for (size_t d = 0; d < w->rules->n_districts; d++) {
        const struct qp_past *past = &year->districts[d];

        if (!past->is_known)
            continue;
        qp_xml_begin(&w->xml, "district");
        qp_xml_text(&w->xml, "code", w->rules->districts[d].code);
        qp_xml_number(&w->xml, "total", past->total);
        qp_xml_number(&w->xml, "rank", past->rank);
        qp_xml_text(&w->xml, "grade", past->grade);
        qp_xml_end(&w->xml, "district");
    }
}

/* What is known of earlier years, so that whoever looks back on this record
   knows it too. */
static void
put_history(struct writer *w)
{
    const struct qp_history *history = w->result->subs->history;

    if (!history)
        return;
    qp_xml_begin(&w->xml, "history");
    for (size_t i = 0; i < history->n_years; i++) {
        const struct qp_past_year *year = &history->years[i];

        qp_xml_begin(&w->xml, "year");
        qp_xml_word(&w->xml, "year",
                    qp_arena_printf(w->arena, "%d", year->year));
        qp_xml_word(&w->xml, "sha256", year->sha256);
        put_past(w, year);
        qp_xml_end(&w->xml, "year");
    }
    qp_xml_end(&w->xml, "history");
}

/* ---- the rules that figures refer to ---- */

/* How the values of a leaf are treated that lie far out. */
static void
put_treatment(struct writer *w, const struct qp_treatment *how)
{
    if (!qp_treat_is_asked(how))
        return;
    qp_xml_begin(&w->xml, "treatment");
    qp_xml_number(&w->xml, "clip_low", how->clip.low);
    qp_xml_number(&w->xml, "clip_high", how->clip.high);
    if (how->winsorise)
        qp_xml_number(&w->xml, "winsorise", qp_num_int(how->winsorise));
    qp_xml_word(&w->xml, "treat", qp_words_transform[how->transform.kind]);
    if (how->transform.kind == QP_TRANSFORM_BOXCOX)
        qp_xml_number(&w->xml, "lambda", how->transform.lambda);
    if (how->transform.kind != QP_TRANSFORM_NONE)
        qp_xml_word(&w->xml, "treat_when",
                    how->if_skewed ? "skewed" : "always");
    if (how->winsorise || how->if_skewed) {
        qp_xml_number(&w->xml, "skewness_bound", how->skewness_bound);
        qp_xml_number(&w->xml, "kurtosis_bound", how->kurtosis_bound);
    }
    qp_xml_end(&w->xml, "treatment");
}

static void
put_indicator(struct writer *w, const struct qp_indicator *indicator)
{
    qp_xml_begin(&w->xml, "indicator");
    qp_xml_text(&w->xml, "code", indicator->code);
    if (indicator->parent != QP_NONE)
        qp_xml_text(&w->xml, "parent",
                    w->rules->indicators[indicator->parent].code);
    qp_xml_text(&w->xml, "name",
                qp_text_name(w->rules, indicator->name, indicator->name_en));
    qp_xml_text(&w->xml, "unit", indicator->unit_name);
    if (indicator->method) {
        qp_xml_word(&w->xml, "method", indicator->method->name);
        qp_xml_text(&w->xml, "value", indicator->value.text);
        qp_xml_word(&w->xml, "direction", indicator->lower ? "lower" : NULL);
        qp_xml_word(&w->xml, "scope", indicator->by_group ? "group" : NULL);
    } else {
        put_aggregation(w, indicator->aggregate);
    }
    place(w, "at", indicator->at);
    if (indicator->method)
        put_treatment(w, &indicator->treatment);
    qp_xml_end(&w->xml, "indicator");
}

static void
put_numbers(struct writer *w, const struct qp_quantity *quantities, size_t n)
{
    for (size_t i = 0; i < n; i++)
        qp_xml_number(&w->xml, quantities[i].name, quantities[i].number);
}

/* How the weights of NODE's children were found, QP_NONE for those of the
   total; nothing where they are given. */
static void
put_weighing(struct writer *w, size_t node)
{
    const struct qp_ruleset *rules = w->rules;
    bool is_total = node == QP_NONE;
    const struct qp_weighing *weighing =
        w->result->weighings[is_total ? rules->n_indicators : node];
    const size_t *children =
        is_total ? rules->top : rules->indicators[node].children;
    size_t n = is_total ? rules->n_top : rules->indicators[node].n_children;

    if (!weighing)
        return;
    qp_xml_begin(&w->xml, "weighing");
    qp_xml_text(&w->xml, "of",
                is_total ? "total" : rules->indicators[node].code);
    qp_xml_word(&w->xml, "weighting",
                qp_weighting_name(qp_weighting_of(rules, node)->kind));
    put_numbers(w, weighing->quantities, weighing->n_quantities);
    qp_xml_text(&w->xml, "note", weighing->note);
    for (size_t i = 0; i < n; i++) {
        qp_xml_begin(&w->xml, "weight");
        qp_xml_text(&w->xml, "code", rules->indicators[children[i]].code);
        qp_xml_number(&w->xml, "share", weighing->children[i].share);
        put_numbers(w, weighing->children[i].quantities,
                    weighing->children[i].n_quantities);
        qp_xml_end(&w->xml, "weight");
    }
    qp_xml_end(&w->xml, "weighing");
}

static void
put_weighings(struct writer *w)
{
    put_weighing(w, QP_NONE);
    for (size_t i = 0; i < w->rules->n_indicators; i++)
        put_weighing(w, w->rules->order[i]);
}

static void
put_item_rules(struct writer *w, const char *element,
               const struct qp_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        qp_xml_begin(&w->xml, element);
        qp_xml_text(&w->xml, "code", items[i].code);
        qp_xml_text(&w->xml, "name",
                    qp_text_name(w->rules, items[i].name, items[i].name_en));
        qp_xml_text(&w->xml, "points", items[i].points.text);
        qp_xml_number(&w->xml, "cap", items[i].cap);
        place(w, "at", items[i].at);
        qp_xml_end(&w->xml, element);
    }
}

static void
put_veto_rules(struct writer *w)
{
    for (size_t i = 0; i < w->rules->n_vetoes; i++) {
        const struct qp_veto *veto = &w->rules->vetoes[i];

        qp_xml_begin(&w->xml, "veto");
        qp_xml_text(&w->xml, "code", veto->code);
        qp_xml_text(&w->xml, "name",
                    qp_text_name(w->rules, veto->name, veto->name_en));
        qp_xml_text(&w->xml, "when", veto->when.text);
        place(w, "at", veto->at);
        qp_xml_end(&w->xml, "veto");
    }
}

static void
put_check_rules(struct writer *w)
{
    for (size_t i = 0; i < w->rules->n_checks; i++) {
        const struct qp_check *check = &w->rules->checks[i];

        qp_xml_begin(&w->xml, "check");
        qp_xml_text(&w->xml, "code", check->code);
        qp_xml_text(&w->xml, "name",
                    qp_text_name(w->rules, check->name, check->name_en));
        if (check->record != QP_NONE)
            qp_xml_text(&w->xml, "record",
                        w->rules->records[check->record].code);
        qp_xml_word(&w->xml, "scope", check->by_city ? "city" : NULL);
        qp_xml_text(&w->xml, "assert", check->assertion.text);
        qp_xml_text(&w->xml, "unless", check->unless.text);
        qp_xml_word(&w->xml, "level", qp_level_name(check->level));
        place(w, "at", check->at);
        qp_xml_end(&w->xml, "check");
    }
}

static void
put_target_rules(struct writer *w)
{
    for (size_t i = 0; i < w->rules->n_targets; i++) {
        const struct qp_target *target = &w->rules->targets[i];

        qp_xml_begin(&w->xml, "target");
        qp_xml_text(&w->xml, "code", target->code);
        qp_xml_text(&w->xml, "name",
                    qp_text_name(w->rules, target->name, target->name_en));
        qp_xml_text(&w->xml, "value", target->value.text);
        qp_xml_text(&w->xml, "goal", target->goal.text);
        place(w, "at", target->at);
        qp_xml_end(&w->xml, "target");
    }
}

static void
put_rules(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    qp_xml_begin(&w->xml, "rules");
    qp_xml_word(&w->xml, "sha256", rules->sha256);
    put_files(w, "file", rules->files, rules->n_files);
    for (size_t i = 0; i < rules->n_indicators; i++)
        put_indicator(w, &rules->indicators[rules->order[i]]);
    put_weighings(w);
    put_item_rules(w, "bonus", rules->bonuses, rules->n_bonuses);
    put_item_rules(w, "deduction", rules->deductions, rules->n_deductions);
    put_veto_rules(w);
    put_check_rules(w);
    put_target_rules(w);
    qp_xml_end(&w->xml, "rules");
}

/* What the checks found: as submitted, as it counts, explained or not. */
static void
put_findings(struct writer *w)
{
    const struct qp_findings *findings = w->result->findings;

    qp_xml_begin(&w->xml, "findings");
    for (size_t i = 0; i < findings->n; i++) {
        const struct qp_finding *finding = &findings->items[i];

        qp_xml_begin(&w->xml, "finding");
        qp_xml_text(&w->xml, "check", w->rules->checks[finding->check].code);
        if (finding->district != QP_NONE)
            qp_xml_text(&w->xml, "district",
                        w->rules->districts[finding->district].code);
        qp_xml_word(&w->xml, "level", qp_level_name(finding->level));
        qp_xml_flag(&w->xml, "submitted", finding->is_submitted);
        qp_xml_flag(&w->xml, "open", finding->is_open);
        qp_xml_flag(&w->xml, "explained", finding->is_explained);
        place(w, "at", finding->at);
        qp_xml_text(&w->xml, "text", finding->text);
        qp_xml_end(&w->xml, "finding");
    }
    qp_xml_end(&w->xml, "findings");
}

/* ---- data ---- */

static void
put_value(struct writer *w, struct qp_value value)
{
    if (value.state == QP_REPORTED) {
        qp_xml_number(&w->xml, "value", value.num);
        return;
    }
    qp_xml_word(&w->xml, "state", qp_state_name(value.state));
    qp_xml_text(&w->xml, "reason", value.text);
}

/* How far the city has come toward the goals of the plan. */
static void
put_progress(struct writer *w)
{
    if (!w->rules->n_targets)
        return;
    qp_xml_begin(&w->xml, "progress");
    for (size_t i = 0; i < w->rules->n_targets; i++) {
        const struct qp_target *target = &w->rules->targets[i];
        const struct qp_progress *progress = &w->result->progress[i];

        qp_xml_begin(&w->xml, "target");
        qp_xml_text(&w->xml, "code", target->code);
        put_value(w, progress->value);
        qp_xml_number(&w->xml, "goal", progress->goal);
        qp_xml_text(&w->xml, "unit", progress->unit);
        qp_xml_number(&w->xml, "progress", progress->share);
        qp_xml_end(&w->xml, "target");
    }
    qp_xml_end(&w->xml, "progress");
}

static void
put_figure(struct writer *w, const char *element,
           const struct qp_figure *figure)
{
    if (!figure)
        return;
    qp_xml_begin(&w->xml, element);
    put_value(w, figure->value);
    qp_xml_text(&w->xml, "unit", figure->unit);
    place(w, "at", figure->at);
    qp_xml_end(&w->xml, element);
}

static void
put_verified(struct writer *w, const char *element,
             const struct qp_verified *verified)
{
    if (!verified)
        return;
    qp_xml_begin(&w->xml, element);
    put_value(w, verified->figure.value);
    qp_xml_text(&w->xml, "unit", verified->figure.unit);
    place(w, "at", verified->figure.at);
    qp_xml_text(&w->xml, "source", verified->source);
    if (verified->figure.value.state == QP_REPORTED)
        qp_xml_text(&w->xml, "reason", verified->reason);
    qp_xml_text(&w->xml, "document", verified->document);
    qp_xml_end(&w->xml, element);
}

/* Experts stay unnamed: who may see a result may not see them, and an auditor
   has the files. */
static void
put_opinions(struct writer *w, const struct qp_entry *entry)
{
    for (size_t i = 0; i < qp_model_extra(entry)->n_opinions; i++) {
        qp_xml_begin(&w->xml, "opinion");
        qp_xml_number(&w->xml, "value",
                      qp_model_extra(entry)->opinions[i].score);
        qp_xml_flag(&w->xml, "conflict",
                    qp_model_extra(entry)->opinions[i].conflict);
        place(w, "at", qp_model_extra(entry)->opinions[i].at);
        qp_xml_end(&w->xml, "opinion");
    }
}

/* What the records of the district come to. */
static void
put_derived(struct writer *w, const struct qp_datum *datum,
            const struct qp_entry *entry)
{
    if (!qp_model_extra(entry)->derived)
        return;
    qp_xml_begin(&w->xml, "derived");
    put_value(w, qp_model_extra(entry)->derived->value);
    qp_xml_text(&w->xml, "record", w->rules->records[datum->record].code);
    qp_xml_number(&w->xml, "records",
                  qp_num_int((int64_t)qp_model_extra(entry)->n_records));
    place(w, "at", qp_model_extra(entry)->derived->at);
    qp_xml_end(&w->xml, "derived");
}

/* An explanation can be longer than a tag that is read back. */
static void
put_note(struct writer *w, const char *note)
{
    if (note)
        qp_xml_element(&w->xml, "note", note);
}

/* What verification took away: the district's own figure less the verified
   one. */
static qp_num
cut_of(const struct writer *w, const struct qp_entry *entry)
{
    const struct qp_figure *own =
        entry->reported ? entry->reported : qp_model_extra(entry)->derived;

    if (!own || !qp_model_extra(entry)->verified)
        return qp_num_undefined("not verified");
    return qp_num_sub(w->arena, own->value.num,
                      qp_model_extra(entry)->verified->figure.value.num);
}

static bool
is_known(const struct qp_entry *entry, const struct qp_figure *counts)
{
    return counts || qp_model_extra(entry)->reported_prior ||
           qp_model_extra(entry)->verified_prior ||
           qp_model_extra(entry)->n_opinions || qp_model_extra(entry)->note;
}

/* The figure of the year before in that year's record; null. */
static const struct qp_figure *
recorded_of(const struct writer *w, size_t x)
{
    const struct qp_history *history = w->result->subs->history;

    return history
               ? history->figures[w->district * w->rules->n_data + x]
               : NULL;
}

static void
put_datum(struct writer *w, size_t x)
{
    const struct qp_datum *datum = &w->rules->data[x];
    const struct qp_submissions *subs = w->result->subs;
    const struct qp_entry *entry =
        &subs->entries[w->district * w->rules->n_data + x];
    const struct qp_figure *counts =
        qp_eval_figure(w->rules, subs, w->district, x, false);
    const struct qp_figure *recorded = recorded_of(w, x);

    if (!is_known(entry, counts) && !recorded)
        return;
    qp_xml_begin(&w->xml, "datum");
    qp_xml_text(&w->xml, "code", datum->code);
    qp_xml_text(&w->xml, "unit", datum->unit_name);
    qp_xml_word(&w->xml, "by", qp_words_giver[datum->given_by]);
    if (counts)
        put_value(w, counts->value);
    qp_xml_number(&w->xml, "cut", cut_of(w, entry));
    put_figure(w, "reported", entry->reported);
    put_derived(w, datum, entry);
    put_verified(w, "verified", qp_model_extra(entry)->verified);
    if (datum->given_by == QP_BY_RULES)
        put_figure(w, "given", counts);
    put_figure(w, "reported_prior", qp_model_extra(entry)->reported_prior);
    put_verified(w, "verified_prior", qp_model_extra(entry)->verified_prior);
    put_figure(w, "recorded_prior", recorded);
    put_opinions(w, entry);
    put_note(w, qp_model_extra(entry)->note);
    qp_xml_end(&w->xml, "datum");
}

/* ---- scores ---- */

/* What a score rests on: the district's own parameters, and the statistics of
   its peers. */
static void
put_quantities(struct writer *w, const struct qp_trace *trace, bool statistics)
{
    const char *element = statistics ? "peers" : "given";
    const char *rounded = NULL;
    bool begun = false;

    for (size_t i = 0; i < trace->n_quantities; i++) {
        const struct qp_quantity *quantity = &trace->quantities[i];

        if (quantity->is_statistic != statistics)
            continue;
        if (!begun)
            qp_xml_begin(&w->xml, element);
        begun = true;
        qp_xml_number(&w->xml, quantity->name, quantity->number);
        if (quantity->rounded)
            rounded = qp_text_join(w->arena, rounded, " ", quantity->name);
    }
    if (!begun)
        return;
    qp_xml_word(&w->xml, "rounded", rounded);
    qp_xml_end(&w->xml, element);
}

/* The statistics of a shape describe it, and nothing is derived from them: 20
   digits will do. */
static void
put_shape(struct writer *w, const char *name, qp_num x)
{
    qp_xml_word(&w->xml, name, qp_num_text(w->arena, x));
}

/* What was done to a value that lay far out, or to all of its scope. */
static void
put_treating(struct writer *w, const struct qp_score *score)
{
    const struct qp_treating *treating = qp_result_treating(score);

    if (!treating)
        return;
    qp_xml_begin(&w->xml, "treated");
    qp_xml_flag(&w->xml, "clipped", score->clipped);
    qp_xml_flag(&w->xml, "winsorised", score->winsorised);
    qp_xml_flag(&w->xml, "transformed", treating->transforms);
    qp_xml_number(&w->xml, "peers", qp_num_int((int64_t)treating->n));
    qp_xml_number(&w->xml, "low", treating->moved.low);
    qp_xml_number(&w->xml, "high", treating->moved.high);
    if (treating->transforms) {
        qp_xml_number(&w->xml, "least", treating->least);
        qp_xml_number(&w->xml, "shift", treating->shift);
    }
    put_shape(w, "skewness", treating->skewness);
    put_shape(w, "kurtosis", treating->kurtosis);
    put_shape(w, "skewness_after", treating->skewness_after);
    put_shape(w, "kurtosis_after", treating->kurtosis_after);
    qp_xml_end(&w->xml, "treated");
}

/* The rank that the district would have if the gap on NODE were left out. */
static void
put_rank_without(struct writer *w, size_t node)
{
    const struct qp_result *result = w->result;
    const struct qp_gap *gap;

    if (w->gap == result->n_gaps)
        return;
    gap = &result->gaps[w->gap];
    if (gap->district != w->district || gap->indicator != node)
        return;
    qp_xml_number(&w->xml, "rank_without", gap->rank_without);
    w->gap++;
}

static void
put_policy(struct writer *w, const struct qp_score *score, size_t node)
{
    qp_xml_word(&w->xml, "policy",
                qp_words_policy[qp_result_policy(score).kind]);
    if (qp_result_policy(score).kind == QP_POLICY_SCORE)
        qp_xml_number(&w->xml, "policy_score", qp_result_policy(score).score);
    if (score->substituted || qp_result_treating(score))
        qp_xml_number(&w->xml, "used", score->used);
    put_rank_without(w, node);
}

static void
put_score(struct writer *w, size_t node)
{
    const struct qp_indicator *indicator = &w->rules->indicators[node];
    const struct qp_score *score =
        &w->result->scores[w->district * w->rules->n_indicators + node];
    const struct qp_trace *trace = score->trace;

    qp_xml_begin(&w->xml, "score");
    qp_xml_text(&w->xml, "code", indicator->code);
    if (indicator->method) {
        if (qp_result_value(score).state == QP_REPORTED)
            qp_xml_number(&w->xml, "value", qp_result_value(score).num);
        put_policy(w, score, node);
    }
    if (score->state != QP_REPORTED) {
        qp_xml_word(&w->xml, "state", qp_state_name(score->state));
        qp_xml_text(&w->xml, "reason", qp_result_reason(score));
    }
    if (!w->result->outcomes[w->district].excluded)
        qp_xml_word(&w->xml, "standing", qp_words_standing[score->standing]);
    if (trace)
        qp_xml_number(&w->xml, "raw", qp_result_raw(score));
    qp_xml_number(&w->xml, "normalised", score->normalised);
    qp_xml_number(&w->xml, "weight", qp_result_weight(score));
    qp_xml_number(&w->xml, "exact", score->exact);
    points(w, "points", score->points);
    qp_xml_number(&w->xml, "rank", qp_result_rank(score));
    if (trace)
        qp_xml_word(&w->xml, "note", trace->note);
    put_treating(w, score);
    if (trace) {
        put_quantities(w, trace, false);
        put_quantities(w, trace, true);
    }
    qp_xml_end(&w->xml, "score");
}

/* ---- outcomes ---- */

static void
put_awards(struct writer *w, const char *element, const struct qp_item *items,
           size_t n, const struct qp_award *awards)
{
    for (size_t i = 0; i < n; i++) {
        qp_xml_begin(&w->xml, element);
        qp_xml_text(&w->xml, "code", items[i].code);
        put_value(w, awards[i].value);
        qp_xml_number(&w->xml, "exact", awards[i].exact);
        points(w, "points", awards[i].points);
        qp_xml_end(&w->xml, element);
    }
}

static void
put_vetoes(struct writer *w, const struct qp_outcome *outcome)
{
    for (size_t i = 0; i < w->rules->n_vetoes; i++) {
        if (!outcome->struck[i])
            continue;
        qp_xml_begin(&w->xml, "veto");
        qp_xml_text(&w->xml, "code", w->rules->vetoes[i].code);
        qp_xml_end(&w->xml, "veto");
    }
}

static void
put_rankings(struct writer *w, const struct qp_outcome *outcome)
{
    for (size_t i = 0; i < w->rules->n_rankings; i++) {
        if (!outcome->rankings[i].member)
            continue;
        qp_xml_begin(&w->xml, "ranking");
        qp_xml_text(&w->xml, "code", w->rules->rankings[i].code);
        qp_xml_number(&w->xml, "rank", outcome->rankings[i].rank);
        qp_xml_end(&w->xml, "ranking");
    }
}

static void
put_total(struct writer *w, const struct qp_outcome *outcome)
{
    qp_xml_begin(&w->xml, "total");
    if (outcome->state != QP_REPORTED) {
        qp_xml_word(&w->xml, "state", qp_state_name(outcome->state));
        qp_xml_text(&w->xml, "reason", outcome->reason);
    }
    qp_xml_number(&w->xml, "normalised", outcome->base_normalised);
    qp_xml_number(&w->xml, "base_exact", outcome->base_exact);
    points(w, "base", outcome->base);
    qp_xml_number(&w->xml, "bonus_exact", outcome->bonus_exact);
    points(w, "bonus", outcome->bonus);
    qp_xml_number(&w->xml, "deduction_exact", outcome->deduction_exact);
    points(w, "deduction", outcome->deduction);
    qp_xml_number(&w->xml, "exact", outcome->total_exact);
    points(w, "points", outcome->total);
    qp_xml_number(&w->xml, "rank", outcome->rank);
    if (outcome->grade != QP_NONE)
        qp_xml_text(&w->xml, "grade", w->rules->grades[outcome->grade].code);
    qp_xml_flag(&w->xml, "excluded", outcome->excluded);
    qp_xml_flag(&w->xml, "unranked", outcome->unranked);
    qp_xml_flag(&w->xml, "zeroed", outcome->zeroed);
    qp_xml_flag(&w->xml, "no_bonus", outcome->no_bonus);
    qp_xml_end(&w->xml, "total");
}

static void
put_district(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_district *district = &rules->districts[w->district];
    const struct qp_outcome *outcome = &w->result->outcomes[w->district];

    qp_xml_begin(&w->xml, "district");
    qp_xml_text(&w->xml, "code", district->code);
    qp_xml_text(&w->xml, "name",
                qp_text_name(rules, district->name, district->name_en));
    if (district->group != QP_NONE)
        qp_xml_text(&w->xml, "group", rules->groups[district->group].code);
    for (size_t x = 0; x < rules->n_data; x++)
        put_datum(w, x);
    for (size_t i = 0; i < rules->n_indicators; i++)
        put_score(w, rules->order[i]);
    put_awards(w, "bonus", rules->bonuses, rules->n_bonuses, outcome->bonuses);
    put_awards(w, "deduction", rules->deductions, rules->n_deductions,
               outcome->deductions);
    put_vetoes(w, outcome);
    put_rankings(w, outcome);
    put_total(w, outcome);
    qp_xml_end(&w->xml, "district");
}

/* ---- all districts ---- */

/* Districts are most of a large record.  Several threads write some each to
   memory, from where they go to the file in their order. */
enum { CHUNK = 16 /* districts that one writes */, CHUNKS = 8 };

struct chunk {
    char *bytes;
    size_t n;
    bool wrong;
};

struct chunks {
    const struct writer *writer;
    size_t first; /* district of the first chunk */
    struct chunk chunks[CHUNKS];
};

/* The first gap that is of DISTRICT or one behind it. */
static size_t
first_gap(const struct qp_result *result, size_t district)
{
    size_t i = 0;

    while (i < result->n_gaps && result->gaps[i].district < district)
        i++;
    return i;
}

static bool
write_chunk(struct qp_session *run, void *task, size_t i)
{
    struct chunks *chunks = task;
    struct chunk *chunk = &chunks->chunks[i];
    struct writer w = *chunks->writer;
    size_t first = chunks->first + i * CHUNK;
    size_t end = w.rules->n_districts - first < CHUNK ? w.rules->n_districts
                                                      : first + CHUNK;

    (void)run;
    w.xml.out = open_memstream(&chunk->bytes, &chunk->n);
    if (!w.xml.out)
        qp_arena_exhausted();
    __fsetlocking(w.xml.out, FSETLOCKING_BYCALLER);
    w.gap = first_gap(w.result, first);
    for (w.district = first; w.district < end; w.district++) {
        w.arena = w.xml.arena = qp_arena_new();
        put_district(&w);
        qp_arena_free(w.arena);
    }
    if (fclose(w.xml.out) != 0)
        qp_arena_exhausted();
    chunk->wrong = w.xml.wrong;
    return true;
}

static void
put_districts(struct writer *w, struct qp_session *run, struct qp_crew *crew)
{
    size_t n = w->rules->n_districts;
    struct chunks chunks = { .writer = w };

    for (; chunks.first < n; chunks.first += CHUNKS * CHUNK) {
        size_t left = (n - chunks.first + CHUNK - 1) / CHUNK;

        if (left > CHUNKS)
            left = CHUNKS;
        qp_crew_work(run, crew, write_chunk, &chunks, left);
        for (size_t i = 0; i < left; i++) {
            struct chunk *chunk = &chunks.chunks[i];

            fwrite(chunk->bytes, 1, chunk->n, w->xml.out);
            free(chunk->bytes);
            w->xml.wrong |= chunk->wrong;
        }
    }
}

bool
qp_result_xml_write(struct qp_session *run, struct qp_crew *crew,
                    const struct qp_result *result,
                    const struct qp_file *outputs, size_t n_outputs, FILE *out)
{
    struct writer w = {
        .xml = { .arena = run->arena, .out = out },
        .arena = run->arena,
        .result = result,
        .rules = result->rules,
    };

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    qp_xml_begin(&w.xml, "result");
    qp_xml_word(&w.xml, "xmlns", QP_RESULT_NAMESPACE);
    qp_xml_word(&w.xml, "generator", "quping " PACKAGE_VERSION);
    put_evaluation(&w);
    put_rules(&w);
    put_inputs(&w);
    put_history(&w);
    put_findings(&w);
    put_progress(&w);
    if (result->robust)
        qp_robust_xml_write(&w.xml, w.rules, result->robust);
    qp_xml_begin(&w.xml, "outputs");
    put_files(&w, "file", outputs, n_outputs);
    qp_xml_end(&w.xml, "outputs");
    put_districts(&w, run, crew);
    qp_xml_end(&w.xml, "result");
    if (w.xml.wrong)
        qp_error(run, (struct qp_place){ .file = "result.xml" }, QP_ENCODING,
                 "a text of the rules or submissions is not UTF-8 or holds a "
                 "character that XML cannot");
    return !w.xml.wrong;
}
