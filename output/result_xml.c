/* result.xml; see result_xml.h.  The writer is our own: elements one a line,
   attributes escaped in one place. */

#include <config.h>

#include "output/result_xml.h"

#include <string.h>

#include "engine/aggregate.h"
#include "engine/expr.h"
#include "engine/method.h"
#include "engine/weigh.h"
#include "output/glyph.h"
#include "output/texts.h"

/* More digits than a finite decimal of 40 significant ones is ever printed
   with. */
enum { DIGITS_MOST = 1000 };

struct writer {
    struct qp_arena *arena; /* of one district */
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    FILE *out;
    size_t district;
    bool open; /* an element's start tag is not closed yet */
    bool wrong;
};

/* ---- elements and attributes ---- */

static void
begin(struct writer *w, const char *name)
{
    fputs(w->open ? ">\n<" : "<", w->out);
    fputs(name, w->out);
    w->open = true;
}

static void
end(struct writer *w, const char *name)
{
    if (w->open)
        fputs("/>\n", w->out);
    else
        fprintf(w->out, "</%s>\n", name);
    w->open = false;
}

/* Blanks but the space would not survive attribute normalisation. */
static void
put_escaped(FILE *out, const char *text)
{
    static const char special[] = "&<>\"\t\n\r";

    for (;;) {
        size_t plain = strcspn(text, special);

        fwrite(text, 1, plain, out);
        text += plain;
        if (!*text)
            return;
        fprintf(out, "&#%d;", *text++);
    }
}

/* A fixed word of the program's, or the digits of a number. */
static void
word(struct writer *w, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    fputc(' ', w->out);
    fputs(name, w->out);
    fputs("=\"", w->out);
    fputs(text, w->out);
    fputc('"', w->out);
}

/* A text that somebody wrote. */
static void
text(struct writer *w, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    if (!qp_glyph_clean(text)) {
        w->wrong = true;
        return;
    }
    fprintf(w->out, " %s=\"", name);
    put_escaped(w->out, text);
    fputc('"', w->out);
}

static void
flag(struct writer *w, const char *name, bool set)
{
    word(w, name, set ? "yes" : NULL);
}

/* The digits of X if they are all of it, else the fraction. */
static const char *
exact(struct qp_arena *arena, qp_num x)
{
    const char *digits = qp_num_text(arena, x);
    qp_num again;

    if (!qp_num_parse(arena, digits, strlen(digits), DIGITS_MOST, &again) &&
        qp_num_cmp(again, x) == 0)
        return digits;
    return qp_num_fraction(arena, x);
}

static void
number(struct writer *w, const char *name, qp_num x)
{
    if (qp_num_defined(x))
        word(w, name, exact(w->arena, x));
}

static void
points(struct writer *w, const char *name, qp_num x)
{
    word(w, name, qp_text_points(w->arena, w->rules, x));
}

/* Where something stands: "310115.xml:12". */
static void
place(struct writer *w, const char *name, struct qp_place at)
{
    const char *slash = at.file ? strrchr(at.file, '/') : NULL;

    if (at.file)
        text(w, name,
             qp_arena_printf(w->arena, "%s:%d", slash ? slash + 1 : at.file,
                             at.line));
}

/* ---- the evaluation ---- */

static const char *const stages[] = { "indicator", "node", "total" };
static const char *const bases[] = { "published", "exact" };
static const char *const ties[] = { "competition", "dense", "average" };
static const char *const roundings[] = { "half_up", "half_even" };
static const char *const weights[] = { "points", "relative" };
static const char *const priors[] = { "record", "submission" };
static const char *const languages[] = { "zh", "en" };
static const char *const givers[] = { "district", "department", "experts",
                                      "rules" };
static const char *const policies[] = { NULL,    "reject",  "zero",
                                        "score", "exclude", "unscored",
                                        "mean",  "median",  "min",
                                        "prior" };
static const char *const standings[] = { NULL, "unscored", "excluded",
                                         "unavailable" };

static void
put_tie_break(struct writer *w)
{
    const char *codes = NULL;

    for (size_t i = 0; i < w->rules->n_tie_break; i++)
        codes =
            qp_text_join(w->arena, codes, " ",
                         w->rules->indicators[w->rules->tie_break[i]].code);
    word(w, "tie_break", codes);
}

static void
put_aggregation(struct writer *w, struct qp_aggregation aggregation)
{
    word(w, "aggregate", qp_aggregate_name(aggregation.kind));
    if (aggregation.kind == QP_AGGREGATE_POWER)
        number(w, "power", aggregation.power);
    if (aggregation.kind == QP_AGGREGATE_GREY)
        number(w, "rho", aggregation.rho);
}

static void
put_evaluation(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    begin(w, "evaluation");
    text(w, "id", rules->id);
    word(w, "year", qp_arena_printf(w->arena, "%d", rules->year));
    text(w, "title", rules->title);
    text(w, "authority", rules->authority);
    word(w, "date", rules->date);
    word(w, "language", languages[rules->language]);
    word(w, "weights", weights[rules->weights]);
    number(w, "scale", rules->scale);
    put_aggregation(w, rules->aggregate);
    word(w, "rounding", roundings[rules->rounding]);
    word(w, "decimals", qp_arena_printf(w->arena, "%d", rules->decimals));
    word(w, "round_at", stages[rules->round_at]);
    word(w, "rank_on", bases[rules->rank_on]);
    word(w, "ties", ties[rules->ties]);
    put_tie_break(w);
    number(w, "bonus_cap", rules->bonus_cap);
    number(w, "deduction_cap", rules->deduction_cap);
    number(w, "min_available", rules->min_available);
    word(w, "prior", priors[rules->prior]);
    flag(w, "drafts", w->result->subs->all_drafts);
    end(w, "evaluation");
}

static void
put_file(struct writer *w, const struct qp_file *file)
{
    text(w, "name", file->name);
    word(w, "size", qp_arena_printf(w->arena, "%llu", file->size));
    word(w, "sha256", file->sha256);
}

static void
put_files(struct writer *w, const char *element, const struct qp_file *files,
          size_t n)
{
    for (size_t i = 0; i < n; i++) {
        begin(w, element);
        put_file(w, &files[i]);
        end(w, element);
    }
}

static void
put_inputs(struct writer *w)
{
    static const char *const kinds[] = { "submission", "verification",
                                         "scores" };
    const struct qp_submissions *subs = w->result->subs;

    begin(w, "inputs");
    for (size_t i = 0; i < subs->n_documents; i++) {
        const struct qp_document *document = &subs->documents[i];

        begin(w, kinds[document->kind]);
        if (document->district != QP_NONE)
            text(w, "district", w->rules->districts[document->district].code);
        text(w, "source", document->source);
        text(w, "submitted", document->submitted);
        flag(w, "draft", document->draft);
        put_file(w, &document->file);
        end(w, kinds[document->kind]);
    }
    end(w, "inputs");
}

/* ---- the rules that figures refer to ---- */

static void
put_indicator(struct writer *w, const struct qp_indicator *indicator)
{
    begin(w, "indicator");
    text(w, "code", indicator->code);
    if (indicator->parent != QP_NONE)
        text(w, "parent", w->rules->indicators[indicator->parent].code);
    text(w, "name",
         qp_text_name(w->rules, indicator->name, indicator->name_en));
    text(w, "unit", indicator->unit_name);
    if (indicator->method) {
        word(w, "method", indicator->method->name);
        text(w, "value", indicator->value.text);
        word(w, "direction", indicator->lower ? "lower" : NULL);
        word(w, "scope", indicator->by_group ? "group" : NULL);
    } else {
        put_aggregation(w, indicator->aggregate);
    }
    place(w, "at", indicator->at);
    end(w, "indicator");
}

static void
put_numbers(struct writer *w, const struct qp_quantity *quantities, size_t n)
{
    for (size_t i = 0; i < n; i++)
        number(w, quantities[i].name, quantities[i].number);
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
    begin(w, "weighing");
    text(w, "of", is_total ? "total" : rules->indicators[node].code);
    word(w, "weighting",
         qp_weighting_name(qp_weighting_of(rules, node)->kind));
    put_numbers(w, weighing->quantities, weighing->n_quantities);
    text(w, "note", weighing->note);
    for (size_t i = 0; i < n; i++) {
        begin(w, "weight");
        text(w, "code", rules->indicators[children[i]].code);
        number(w, "share", weighing->children[i].share);
        put_numbers(w, weighing->children[i].quantities,
                    weighing->children[i].n_quantities);
        end(w, "weight");
    }
    end(w, "weighing");
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
        begin(w, element);
        text(w, "code", items[i].code);
        text(w, "name",
             qp_text_name(w->rules, items[i].name, items[i].name_en));
        text(w, "points", items[i].points.text);
        number(w, "cap", items[i].cap);
        place(w, "at", items[i].at);
        end(w, element);
    }
}

static void
put_veto_rules(struct writer *w)
{
    for (size_t i = 0; i < w->rules->n_vetoes; i++) {
        const struct qp_veto *veto = &w->rules->vetoes[i];

        begin(w, "veto");
        text(w, "code", veto->code);
        text(w, "name", qp_text_name(w->rules, veto->name, veto->name_en));
        text(w, "when", veto->when.text);
        place(w, "at", veto->at);
        end(w, "veto");
    }
}

static void
put_rules(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    begin(w, "rules");
    word(w, "sha256", rules->sha256);
    put_files(w, "file", rules->files, rules->n_files);
    for (size_t i = 0; i < rules->n_indicators; i++)
        put_indicator(w, &rules->indicators[rules->order[i]]);
    put_weighings(w);
    put_item_rules(w, "bonus", rules->bonuses, rules->n_bonuses);
    put_item_rules(w, "deduction", rules->deductions, rules->n_deductions);
    put_veto_rules(w);
    end(w, "rules");
}

/* ---- data ---- */

static void
put_value(struct writer *w, struct qp_value value)
{
    if (value.state == QP_REPORTED) {
        number(w, "value", value.num);
        return;
    }
    word(w, "state", qp_state_name(value.state));
    text(w, "reason", value.text);
}

static void
put_figure(struct writer *w, const char *element,
           const struct qp_figure *figure)
{
    if (!figure)
        return;
    begin(w, element);
    put_value(w, figure->value);
    text(w, "unit", figure->unit);
    place(w, "at", figure->at);
    end(w, element);
}

static void
put_verified(struct writer *w, const char *element,
             const struct qp_verified *verified)
{
    if (!verified)
        return;
    begin(w, element);
    put_value(w, verified->figure.value);
    text(w, "unit", verified->figure.unit);
    place(w, "at", verified->figure.at);
    text(w, "source", verified->source);
    if (verified->figure.value.state == QP_REPORTED)
        text(w, "reason", verified->reason);
    text(w, "document", verified->document);
    end(w, element);
}

/* Experts stay unnamed: who may see a result may not see them, and an auditor
   has the files. */
static void
put_opinions(struct writer *w, const struct qp_entry *entry)
{
    for (size_t i = 0; i < entry->n_opinions; i++) {
        begin(w, "opinion");
        number(w, "value", entry->opinions[i].score);
        flag(w, "conflict", entry->opinions[i].conflict);
        place(w, "at", entry->opinions[i].at);
        end(w, "opinion");
    }
}

/* What verification took away: reported less verified. */
static qp_num
cut_of(const struct writer *w, const struct qp_entry *entry)
{
    if (!entry->reported || !entry->verified)
        return qp_num_undefined("not verified");
    return qp_num_sub(w->arena, entry->reported->value.num,
                      entry->verified->figure.value.num);
}

static bool
is_known(const struct qp_entry *entry, const struct qp_figure *counts)
{
    return counts || entry->reported_prior || entry->verified_prior ||
           entry->n_opinions || entry->note;
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

    if (!is_known(entry, counts))
        return;
    begin(w, "datum");
    text(w, "code", datum->code);
    text(w, "unit", datum->unit_name);
    word(w, "by", givers[datum->given_by]);
    if (counts)
        put_value(w, counts->value);
    number(w, "cut", cut_of(w, entry));
    text(w, "note", entry->note);
    put_figure(w, "reported", entry->reported);
    put_verified(w, "verified", entry->verified);
    if (datum->given_by == QP_BY_RULES)
        put_figure(w, "given", counts);
    put_figure(w, "reported_prior", entry->reported_prior);
    put_verified(w, "verified_prior", entry->verified_prior);
    put_opinions(w, entry);
    end(w, "datum");
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
            begin(w, element);
        begun = true;
        number(w, quantity->name, quantity->number);
        if (quantity->rounded)
            rounded = qp_text_join(w->arena, rounded, " ", quantity->name);
    }
    if (!begun)
        return;
    word(w, "rounded", rounded);
    end(w, element);
}

static void
put_policy(struct writer *w, const struct qp_score *score)
{
    word(w, "policy", policies[score->policy.kind]);
    if (score->policy.kind == QP_POLICY_SCORE)
        number(w, "policy_score", score->policy.score);
    if (score->substituted)
        number(w, "used", score->used);
}

static void
put_score(struct writer *w, size_t node)
{
    const struct qp_indicator *indicator = &w->rules->indicators[node];
    const struct qp_score *score =
        &w->result->scores[w->district * w->rules->n_indicators + node];
    const struct qp_trace *trace = score->trace;

    begin(w, "score");
    text(w, "code", indicator->code);
    if (indicator->method) {
        if (score->value.state == QP_REPORTED)
            number(w, "value", score->value.num);
        put_policy(w, score);
    }
    if (score->state != QP_REPORTED) {
        word(w, "state", qp_state_name(score->state));
        text(w, "reason", score->reason);
    }
    if (!w->result->outcomes[w->district].excluded)
        word(w, "standing", standings[score->standing]);
    if (trace)
        number(w, "raw", trace->raw);
    number(w, "normalised", score->normalised);
    number(w, "weight", score->weight);
    number(w, "exact", score->exact);
    points(w, "points", score->points);
    number(w, "rank", score->rank);
    if (trace) {
        word(w, "note", trace->note);
        put_quantities(w, trace, false);
        put_quantities(w, trace, true);
    }
    end(w, "score");
}

/* ---- outcomes ---- */

static void
put_awards(struct writer *w, const char *element, const struct qp_item *items,
           size_t n, const struct qp_award *awards)
{
    for (size_t i = 0; i < n; i++) {
        begin(w, element);
        text(w, "code", items[i].code);
        put_value(w, awards[i].value);
        number(w, "exact", awards[i].exact);
        points(w, "points", awards[i].points);
        end(w, element);
    }
}

static void
put_vetoes(struct writer *w, const struct qp_outcome *outcome)
{
    for (size_t i = 0; i < w->rules->n_vetoes; i++) {
        if (!outcome->struck[i])
            continue;
        begin(w, "veto");
        text(w, "code", w->rules->vetoes[i].code);
        end(w, "veto");
    }
}

static void
put_rankings(struct writer *w, const struct qp_outcome *outcome)
{
    for (size_t i = 0; i < w->rules->n_rankings; i++) {
        if (!outcome->rankings[i].member)
            continue;
        begin(w, "ranking");
        text(w, "code", w->rules->rankings[i].code);
        number(w, "rank", outcome->rankings[i].rank);
        end(w, "ranking");
    }
}

static void
put_total(struct writer *w, const struct qp_outcome *outcome)
{
    begin(w, "total");
    if (outcome->state != QP_REPORTED) {
        word(w, "state", qp_state_name(outcome->state));
        text(w, "reason", outcome->reason);
    }
    number(w, "normalised", outcome->base_normalised);
    number(w, "base_exact", outcome->base_exact);
    points(w, "base", outcome->base);
    number(w, "bonus_exact", outcome->bonus_exact);
    points(w, "bonus", outcome->bonus);
    number(w, "deduction_exact", outcome->deduction_exact);
    points(w, "deduction", outcome->deduction);
    number(w, "exact", outcome->total_exact);
    points(w, "points", outcome->total);
    number(w, "rank", outcome->rank);
    if (outcome->grade != QP_NONE)
        text(w, "grade", w->rules->grades[outcome->grade].code);
    flag(w, "excluded", outcome->excluded);
    flag(w, "unranked", outcome->unranked);
    flag(w, "zeroed", outcome->zeroed);
    flag(w, "no_bonus", outcome->no_bonus);
    end(w, "total");
}

static void
put_district(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_district *district = &rules->districts[w->district];
    const struct qp_outcome *outcome = &w->result->outcomes[w->district];

    begin(w, "district");
    text(w, "code", district->code);
    text(w, "name", qp_text_name(rules, district->name, district->name_en));
    if (district->group != QP_NONE)
        text(w, "group", rules->groups[district->group].code);
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
    end(w, "district");
}

bool
qp_result_xml_write(struct qp_session *run, const struct qp_result *result,
                    const struct qp_file *outputs, size_t n_outputs, FILE *out)
{
    struct writer w = {
        .arena = run->arena,
        .result = result,
        .rules = result->rules,
        .out = out,
    };

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    begin(&w, "result");
    word(&w, "xmlns", QP_RESULT_NAMESPACE);
    word(&w, "generator", "quping " PACKAGE_VERSION);
    put_evaluation(&w);
    put_rules(&w);
    put_inputs(&w);
    begin(&w, "outputs");
    put_files(&w, "file", outputs, n_outputs);
    end(&w, "outputs");
    for (; w.district < w.rules->n_districts; w.district++) {
        w.arena = qp_arena_new();
        put_district(&w);
        qp_arena_free(w.arena);
    }
    end(&w, "result");
    if (w.wrong)
        qp_error(run, (struct qp_place){ .file = "result.xml" }, QP_ENCODING,
                 "a text of the rules or submissions is not UTF-8 or holds a "
                 "character that XML cannot");
    return !w.wrong;
}
