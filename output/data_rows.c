/* The row of a datum; see data_rows.h. */

#include <config.h>

#include "output/data_rows.h"

#include <string.h>

#include "engine/expr.h"
#include "output/texts.h"

enum { DECIMALS_MOST = 6, PERCENT_PLACES = 2 };

/* The figures of one datum of one district. */
struct figures {
    const struct qp_datum *datum;
    const struct qp_entry *entry;
    const struct qp_figure *counts, *prior;
    qp_num reported, verified, cut, last, growth;
};

size_t
qp_data_row_fields(const struct qp_ruleset *rules, bool full,
                   struct qp_field fields[], size_t n)
{
    static const enum qp_text figures[] = { QP_TEXT_GIVEN, QP_TEXT_VERIFIED,
                                            QP_TEXT_CUT_AMOUNT };

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DATUM), QP_LOOK_TEXT, 22, 32);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_UNIT), QP_LOOK_CENTRE, 8, 16);
    for (size_t i = 0; i < QP_COUNT(figures); i++)
        fields[n++] =
            qp_field_text(qp_text(rules, figures[i]), QP_LOOK_FIGURE, 12, 24);
    if (full) {
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_PRIOR),
                                    QP_LOOK_FIGURE, 12, 24);
        fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_GROWTH),
                                      QP_LOOK_CHANGE, PERCENT_PLACES, 10);
    }
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_STATE), QP_LOOK_CENTRE, 10, 16);
    if (full) {
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_SOURCE),
                                    QP_LOOK_SMALL, 12, 18);
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_PLACE),
                                    QP_LOOK_SMALL, 12, 24);
    }
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_SAID), QP_LOOK_SMALL, 30, 44);
    return n;
}

static qp_num
number_of(const struct qp_figure *figure)
{
    return figure ? figure->value.num : qp_num_undefined("nobody gave it");
}

/* Last year's figure: the one that counts this year, else what that year's
   record has. */
static const struct qp_figure *
prior_of(const struct qp_page *page, size_t district, size_t x)
{
    const struct qp_submissions *subs = page->result->subs;
    const struct qp_figure *counts =
        qp_eval_figure(page->rules, subs, district, x, true);

    if (counts || !subs->history)
        return counts;
    return subs->history->figures[district * page->rules->n_data + x];
}

/* The growth of X, which counts, since LAST in percent; undefined where
   nothing was before, or less. */
static qp_num
growth_of(struct qp_arena *arena, qp_num x, qp_num last)
{
    if (!qp_num_defined(last) || qp_num_sign(last) <= 0)
        return qp_num_undefined("base not positive");
    return qp_num_mul(arena, qp_num_sub(arena, qp_num_div(arena, x, last),
                                        qp_num_int(1)),
                      qp_num_int(100));
}

static struct figures
look_up(const struct qp_page *page, size_t district, size_t x)
{
    const struct qp_submissions *subs = page->result->subs;
    struct figures f = {
        .datum = &page->rules->data[x],
        .entry = &subs->entries[district * page->rules->n_data + x],
        .counts = qp_eval_figure(page->rules, subs, district, x, false),
        .prior = prior_of(page, district, x),
    };
    const struct qp_figure *own;

    own = f.entry->reported ? f.entry->reported
                            : qp_model_extra(f.entry)->derived;
    f.reported =
        number_of(f.datum->given_by == QP_BY_RULES ? f.counts : own);
    f.verified = number_of(qp_model_extra(f.entry)->verified
                               ? &qp_model_extra(f.entry)->verified->figure
                               : NULL);
    f.cut = qp_num_sub(page->arena, f.reported, f.verified);
    f.last = number_of(f.prior);
    f.growth = growth_of(page->arena, number_of(f.counts), f.last);
    return f;
}

static int
decimals_of(struct qp_arena *arena, const struct figures *f)
{
    const qp_num numbers[] = { f->reported, f->verified, f->last };
    int decimals = 0;

    for (size_t i = 0; i < QP_COUNT(numbers); i++) {
        int needed = qp_table_decimals(arena, numbers[i], DECIMALS_MOST);

        if (needed > decimals)
            decimals = needed;
    }
    return decimals;
}

static const char *
state_text(const struct qp_page *page, const struct figures *f)
{
    const struct qp_ruleset *rules = page->rules;

    if (f->datum->given_by == QP_BY_RULES && f->counts)
        return qp_text(rules, QP_TEXT_BY_RULES);
    if (qp_model_extra(f->entry)->n_opinions)
        return qp_text_with(
            page->arena, rules, QP_TEXT_EXPERTS,
            qp_text_count(page->arena, qp_model_extra(f->entry)->n_opinions),
            NULL);
    if (!f->counts)
        return qp_text_state(rules, QP_ABSENT);
    if (qp_model_extra(f->entry)->verified &&
        f->counts->value.state == QP_REPORTED)
        return qp_text(rules, QP_TEXT_VERIFIED_STATE);
    if (f->counts == qp_model_extra(f->entry)->derived &&
        f->counts->value.state == QP_REPORTED)
        return qp_text(rules, QP_TEXT_DERIVED_STATE);
    return qp_text_state(rules, f->counts->value.state);
}

/* Whose figure counts. */
static const char *
source_text(const struct qp_page *page, const struct figures *f)
{
    const struct qp_ruleset *rules = page->rules;

    if (qp_model_extra(f->entry)->n_opinions)
        return qp_text(rules, QP_TEXT_SCORES);
    if (!f->counts)
        return NULL;
    if (f->datum->given_by == QP_BY_RULES)
        return qp_text(rules, QP_TEXT_RULE_FILE);
    return qp_model_extra(f->entry)->verified
               ? qp_model_extra(f->entry)->verified->source
               : qp_text(rules, QP_TEXT_SUBMISSION);
}

/* TEXT and MORE, unless that says the same. */
static const char *
add(const struct qp_page *page, const char *text, const char *more)
{
    if (text && more && strcmp(text, more) == 0)
        return text;
    return qp_text_join(page->arena, text,
                        qp_text(page->rules, QP_TEXT_SEMICOLON), more);
}

/* Everything that was said, in the order in which it came. */
static const char *
said(const struct qp_page *page, const struct figures *f)
{
    const struct qp_entry *entry = f->entry;
    const char *text = NULL;

    if (entry->reported && entry->reported->value.state != QP_REPORTED)
        text = qp_text_phrase(page->rules, entry->reported->value.text);
    if (qp_model_extra(entry)->derived)
        text = qp_text_with(
            page->arena, page->rules, QP_TEXT_DERIVED,
            qp_text_count(page->arena, qp_model_extra(entry)->n_records),
            NULL);
    text = add(page, text, qp_model_extra(entry)->note);
    if (!qp_model_extra(entry)->verified)
        return text;
    text = add(page, text, qp_model_extra(entry)->verified->reason);
    return add(page, text, qp_model_extra(entry)->verified->document);
}

static void
put_growth(struct qp_table *table, qp_num growth)
{
    if (qp_num_defined(growth))
        qp_table_number(table, growth);
    else
        qp_table_text(table, NULL);
}

void
qp_data_row(struct qp_table *table, size_t district, size_t datum, bool full)
{
    const struct qp_page *page = table->page;
    struct figures f = look_up(page, district, datum);
    int decimals = decimals_of(page->arena, &f);

    qp_table_text(table,
                  qp_text_name(page->rules, f.datum->name, f.datum->name_en));
    qp_table_text(table, f.datum->unit_name);
    qp_table_figure(table, f.reported, decimals);
    qp_table_figure(table, f.verified, decimals);
    qp_table_figure(table, f.cut, decimals);
    if (full) {
        qp_table_figure(table, f.last, decimals);
        put_growth(table, f.growth);
    }
    qp_table_text(table, state_text(page, &f));
    if (full) {
        qp_table_text(table, source_text(page, &f));
        qp_table_text(table,
                      f.counts ? qp_text_place(page->arena, f.counts->at)
                               : NULL);
    }
    qp_table_text(table, said(page, &f));
}
