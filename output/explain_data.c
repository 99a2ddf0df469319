/* Data in a derivation: the figure that counts, and everything that led to it
   with its file and line; see explain_text_impl.h. */

#include <config.h>

#include "output/explain_text_impl.h"

#include <string.h>

#include "engine/judge.h"
#include "output/texts.h"

/* One datum of the district. */
struct reading {
    const struct qp_teller *t;
    const struct qp_datum *datum;
    const struct qp_entry *entry;
    const struct qp_figure *counts;
    bool prior;
};

/* "96100 万美元", or why there is none. */
static const char *
value_text(const struct reading *r, struct qp_value value)
{
    if (value.state != QP_REPORTED)
        return qp_tell_state(r->t, value.state, value.text);
    return qp_text_join(r->t->arena, qp_num_text(r->t->arena, value.num),
                        r->t->rules->language == QP_LANGUAGE_ZH ? "" : " ",
                        r->datum->unit_name);
}

/* The same with the unit that it was given in, if that is another one. */
static const char *
figure_text(const struct reading *r, const struct qp_figure *figure)
{
    const char *text = value_text(r, figure->value);

    if (!figure->unit || strcmp(figure->unit, r->datum->unit_name) == 0)
        return text;
    return qp_text_with(r->t->arena, r->t->rules, QP_TEXT_EXPLAIN_IN_UNIT,
                        text, figure->unit, NULL);
}

static const char *
and_said(const struct reading *r, const char *text, enum qp_text id,
         const char *said)
{
    if (!said || !*said)
        return text;
    return qp_text_join(
        r->t->arena, text, qp_text(r->t->rules, QP_TEXT_SEMICOLON),
        qp_text_with(r->t->arena, r->t->rules, id, said, NULL));
}

/* What was verified: by whom, as what, how much less that is, and why. */
static const char *
verified_text(const struct reading *r, const struct qp_verified *verified,
              const struct qp_figure *own)
{
    struct qp_arena *arena = r->t->arena;
    const char *text = qp_text_with(arena, r->t->rules,
                                    r->datum->given_by == QP_BY_DEPARTMENT
                                        ? QP_TEXT_EXPLAIN_FURNISHED
                                        : QP_TEXT_EXPLAIN_VERIFIED,
                                    verified->source ? verified->source : "",
                                    figure_text(r, &verified->figure), NULL);

    if (own && qp_num_defined(own->value.num) &&
        qp_num_defined(verified->figure.value.num))
        text = and_said(r, text, QP_TEXT_EXPLAIN_CUT,
                        value_text(r, qp_value_number(qp_num_sub(
                                          arena, own->value.num,
                                          verified->figure.value.num))));
    text = and_said(r, text, QP_TEXT_EXPLAIN_REASON, verified->reason);
    return and_said(r, text, QP_TEXT_EXPLAIN_DOCUMENT, verified->document);
}

static void
add_figure(const struct reading *r, struct qp_outline *above, enum qp_text id,
           const struct qp_figure *figure)
{
    if (figure)
        qp_outline_add(r->t->arena, above,
                       qp_tell_at(r->t,
                                  qp_text_with(r->t->arena, r->t->rules, id,
                                               figure_text(r, figure), NULL),
                                  figure->at));
}

static void
add_verified(const struct reading *r, struct qp_outline *above,
             const struct qp_verified *verified, const struct qp_figure *own)
{
    if (verified)
        qp_outline_add(r->t->arena, above,
                       qp_tell_at(r->t, verified_text(r, verified, own),
                                  verified->figure.at));
}

static void
add_derived(const struct reading *r, struct qp_outline *above)
{
    const struct qp_figure *derived = qp_model_extra(r->entry)->derived;

    if (derived)
        qp_outline_add(
            r->t->arena, above,
            qp_tell_at(r->t,
                       qp_text_with(
                           r->t->arena, r->t->rules, QP_TEXT_EXPLAIN_DERIVED,
                           qp_text_count(r->t->arena,
                                         qp_model_extra(r->entry)->n_records),
                           figure_text(r, derived), NULL),
                       derived->at));
}

static void
add_opinions(const struct reading *r, struct qp_outline *above)
{
    for (size_t i = 0; i < qp_model_extra(r->entry)->n_opinions; i++) {
        const struct qp_opinion *opinion =
            &qp_model_extra(r->entry)->opinions[i];

        qp_outline_add(
            r->t->arena, above,
            qp_tell_at(
                r->t,
                qp_text_with(r->t->arena, r->t->rules,
                             opinion->conflict ? QP_TEXT_EXPLAIN_CONFLICT
                                               : QP_TEXT_EXPLAIN_OPINION,
                             qp_num_text(r->t->arena, opinion->score), NULL),
                opinion->at));
    }
}

/* Everything that was said of the datum in this year. */
static void
add_sources(const struct reading *r, struct qp_outline *above)
{
    const struct qp_entry *entry = r->entry;

    if (r->datum->given_by == QP_BY_RULES) {
        add_figure(r, above, QP_TEXT_EXPLAIN_GIVEN, r->counts);
        return;
    }
    add_figure(r, above, QP_TEXT_EXPLAIN_REPORTED, entry->reported);
    add_derived(r, above);
    add_verified(r, above, qp_model_extra(entry)->verified,
                 entry->reported ? entry->reported
                                 : qp_model_extra(entry)->derived);
    add_opinions(r, above);
    if (qp_model_extra(entry)->note)
        qp_outline_add(r->t->arena, above,
                       qp_text_with(r->t->arena, r->t->rules,
                                    QP_TEXT_EXPLAIN_NOTE,
                                    qp_model_extra(entry)->note, NULL));
}

/* The same of the year before, from wherever it counts. */
static void
add_prior_sources(const struct reading *r, struct qp_outline *above)
{
    if (r->t->rules->prior == QP_PRIOR_RECORD) {
        add_figure(r, above, QP_TEXT_EXPLAIN_RECORDED, r->counts);
        return;
    }
    add_figure(r, above, QP_TEXT_EXPLAIN_REPORTED,
               qp_model_extra(r->entry)->reported_prior);
    add_verified(r, above, qp_model_extra(r->entry)->verified_prior,
                 qp_model_extra(r->entry)->reported_prior);
}

/* "离岸执行额（上年）". */
static const char *
name_text(const struct reading *r)
{
    const struct qp_datum *datum = r->datum;
    const char *name = qp_text_name(
        r->t->rules, datum->name ? datum->name : datum->code, datum->name_en);

    return r->prior ? qp_text_with(r->t->arena, r->t->rules, QP_TEXT_PRIOR_OF,
                                   name, NULL)
                    : name;
}

/* What nobody gave as one figure: experts' scores are counted by the functions
   that read them. */
static const char *
nobody_text(const struct reading *r)
{
    if (!qp_model_extra(r->entry)->n_opinions)
        return qp_text(r->t->rules, QP_TEXT_EXPLAIN_NOBODY);
    return qp_text_with(
        r->t->arena, r->t->rules, QP_TEXT_EXPERTS,
        qp_text_count(r->t->arena, qp_model_extra(r->entry)->n_opinions),
        NULL);
}

/* What counts. */
static const char *
head_text(const struct reading *r)
{
    struct qp_arena *arena = r->t->arena;
    const struct qp_ruleset *rules = r->t->rules;
    bool is_verified = r->prior ? qp_model_extra(r->entry)->verified_prior &&
                                      rules->prior == QP_PRIOR_SUBMISSION
                                : qp_model_extra(r->entry)->verified &&
                                      r->datum->given_by == QP_BY_DISTRICT;
    const char *text;

    if (!r->counts)
        return qp_text_with(arena, rules, QP_TEXT_EXPLAIN_NO_DATUM,
                            name_text(r), r->datum->code, nobody_text(r),
                            NULL);
    text = value_text(r, r->counts->value);
    if (r->counts->value.state != QP_REPORTED)
        return qp_text_with(arena, rules, QP_TEXT_EXPLAIN_NO_DATUM,
                            name_text(r), r->datum->code, text, NULL);
    if (is_verified)
        text = qp_text_with(arena, rules, QP_TEXT_EXPLAIN_COUNTS_VERIFIED,
                            text, NULL);
    return qp_text_with(arena, rules, QP_TEXT_EXPLAIN_DATUM, name_text(r),
                        r->datum->code, text, NULL);
}

/* Adds the datum with its sources; the second time with its figure only. */
static void
tell_datum(const struct reading *r, struct qp_outline *above, bool *is_told)
{
    const char *head = head_text(r);
    struct qp_outline *datum;

    if (*is_told) {
        qp_outline_add(r->t->arena, above,
                       qp_text_with(r->t->arena, r->t->rules,
                                    QP_TEXT_EXPLAIN_SEE_ABOVE, head, NULL));
        return;
    }
    *is_told = true;
    datum = qp_outline_add(r->t->arena, above, head);
    if (r->prior)
        add_prior_sources(r, datum);
    else
        add_sources(r, datum);
}

/* ---- what is asked for beside data ---- */

/* The checks of LEVEL that the district's figures fail as submitted. */
static void
tell_failed(const struct qp_teller *t, struct qp_outline *above,
            const char *level)
{
    const struct qp_findings *findings = t->result->findings;

    for (size_t i = 0; i < findings->n; i++) {
        const struct qp_finding *finding = &findings->items[i];
        const struct qp_check *check = &t->rules->checks[finding->check];

        if (finding->district == t->explained->district &&
            finding->is_submitted &&
            strcmp(qp_level_name(finding->level), level) == 0)
            qp_outline_add(
                t->arena, above,
                qp_tell_at(t,
                           qp_text_with(t->arena, t->rules,
                                        QP_TEXT_EXPLAIN_FAILED,
                                        qp_text_name(t->rules, check->name,
                                                     check->name_en),
                                        finding->text, NULL),
                           finding->at));
    }
}

/* Days and checks that STEP looks at, or one below it. */
static void
tell_others(const struct qp_teller *t, struct qp_outline *above,
            const struct qp_expr_step *step)
{
    static const struct {
        const char *op;
        enum qp_text text;
    } days[] = { { "submitted", QP_TEXT_EXPLAIN_SUBMITTED },
                 { "due", QP_TEXT_EXPLAIN_DUE } };

    for (size_t i = 0; i < QP_COUNT(days); i++)
        if (strcmp(step->op, days[i].op) == 0 && step->value.text)
            qp_outline_add(
                t->arena, above,
                qp_text_with(t->arena, t->rules, days[i].text,
                             qp_text_phrase(t->rules, step->value.text),
                             NULL));
    if (strcmp(step->op, "failed") == 0) {
        tell_failed(t, above, step->args[0].value.text);
        return;
    }
    for (size_t i = 0; i < step->n_args; i++)
        tell_others(t, above, &step->args[i]);
}

void
qp_tell_data(const struct qp_teller *t, struct qp_outline *above,
             const struct qp_worked *working)
{
    const struct qp_ruleset *rules = t->rules;
    size_t district = t->explained->district;

    for (size_t i = 0; i < working->n_reads; i++) {
        struct qp_read read = working->reads[i];
        const struct reading r = {
            .t = t,
            .datum = &rules->data[read.datum],
            .entry = &t->result->subs
                          ->entries[district * rules->n_data + read.datum],
            .counts = qp_eval_figure(rules, t->result->subs, district,
                                     read.datum, read.prior),
            .prior = read.prior,
        };

        tell_datum(&r, above, &t->told[2 * read.datum + read.prior]);
    }
    tell_others(t, above, working->steps);
}
