/* The row of a finding; see finding_rows.h. */

#include <config.h>

#include "output/finding_rows.h"

#include <string.h>

#include "engine/expr.h"
#include "output/texts.h"

size_t
qp_finding_row_fields(const struct qp_ruleset *rules, struct qp_field fields[],
                      size_t n)
{
    static const struct {
        enum qp_text head;
        enum qp_look look;
        unsigned least, most;
    } columns[QP_FINDING_ROW_FIELDS] = {
        { QP_TEXT_CODE, QP_LOOK_TEXT, 12, 18 },
        { QP_TEXT_CHECK, QP_LOOK_TEXT, 24, 32 },
        { QP_TEXT_LEVEL, QP_LOOK_CENTRE, 8, 8 },
        { QP_TEXT_FOUND, QP_LOOK_TEXT, 30, 40 },
        { QP_TEXT_EXPECTED, QP_LOOK_SMALL, 24, 36 },
        { QP_TEXT_PLACE, QP_LOOK_SMALL, 14, 20 },
        { QP_TEXT_EXPLAINED, QP_LOOK_SMALL, 20, 32 },
    };

    for (size_t i = 0; i < QP_FINDING_ROW_FIELDS; i++)
        fields[n++] =
            qp_field_text(qp_text(rules, columns[i].head), columns[i].look,
                          columns[i].least, columns[i].most);
    return n;
}

/* What TERM is called: as its datum or field is, unless a function makes
   something else of that. */
static const char *
term_name(const struct qp_page *page, const struct qp_term *term)
{
    const char *name;

    if (!term->name)
        return term->text;
    name = qp_text_name(page->rules, term->name, term->name_en);
    if (term->prior)
        return qp_text_with(page->arena, page->rules, QP_TEXT_PRIOR_OF, name,
                            NULL);
    return strchr(term->text, '(')
               ? qp_text_join(page->arena, term->text, " ", name)
               : name;
}

static const char *
term_value(const struct qp_page *page, const struct qp_term *term)
{
    const char *text = term->value.text;

    if (term->value.state != QP_REPORTED)
        return qp_text_state(page->rules, term->value.state);
    if (!text)
        text = qp_num_text(page->arena, term->value.num);
    return qp_text_join(page->arena, text, " ", term->unit_name);
}

static const char *
found_text(const struct qp_page *page, const struct qp_finding *finding,
           bool for_district)
{
    const char *text = NULL;

    for (size_t i = 0; i < finding->n_terms; i++) {
        const struct qp_term *term = &finding->terms[i];
        const char *value = for_district && term->of_peers
                                ? "—"
                                : term_value(page, term);

        text = qp_text_join(page->arena, text,
                            qp_text(page->rules, QP_TEXT_SEMICOLON),
                            qp_text_join(page->arena, term_name(page, term),
                                         " ", value));
    }
    return text;
}

/* What the district says of the data that the check lets it explain; null for
   nothing. */
static const char *
note_text(const struct qp_page *page, const struct qp_finding *finding)
{
    const struct qp_formula *unless =
        &page->rules->checks[finding->check].unless;
    const char *text = NULL;
    const size_t *data;
    size_t n = 0;

    data = unless->expr ? qp_expr_data(unless->expr, &n) : NULL;
    for (size_t i = 0; finding->district != QP_NONE && i < n; i++) {
        size_t cell = finding->district * page->rules->n_data + data[i];

        const char *note =
            qp_model_extra(&page->result->subs->entries[cell])->note;

        if (note)
            text = qp_text_join(page->arena, text,
                                qp_text(page->rules, QP_TEXT_SEMICOLON), note);
    }
    return text;
}

/* What became of FINDING. */
static const char *
outcome_text(const struct qp_page *page, const struct qp_finding *finding)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_formula *unless = &rules->checks[finding->check].unless;
    const char *note = note_text(page, finding);

    if (finding->is_explained && note)
        return qp_text_with(page->arena, rules, QP_TEXT_IS_EXPLAINED, note,
                            NULL);
    if (finding->is_explained)
        return qp_text_with(page->arena, rules, QP_TEXT_IS_EXCEPTED,
                            unless->text, NULL);
    if (!finding->is_open)
        return qp_text(rules, QP_TEXT_PUT_RIGHT);
    if (!finding->is_submitted)
        return qp_text(rules, QP_TEXT_BY_VERIFICATION);
    return unless->expr ? qp_text(rules, QP_TEXT_NOT_EXPLAINED) : NULL;
}

void
qp_finding_row(struct qp_table *table, const struct qp_finding *finding,
               bool for_district)
{
    static const enum qp_text levels[QP_N_LEVELS] = {
        [QP_LEVEL_ERROR] = QP_TEXT_LEVEL_ERROR,
        [QP_LEVEL_WARNING] = QP_TEXT_LEVEL_WARNING,
        [QP_LEVEL_NOTE] = QP_TEXT_LEVEL_NOTE,
    };
    const struct qp_page *page = table->page;
    const struct qp_check *check = &page->rules->checks[finding->check];

    qp_table_text(table, check->code);
    qp_table_text(table,
                  qp_text_name(page->rules, check->name, check->name_en));
    qp_table_text(table, qp_text(page->rules, levels[finding->level]));
    qp_table_text(table, found_text(page, finding, for_district));
    qp_table_text(table,
                  qp_text_join(page->arena, check->assertion.text,
                               qp_text(page->rules, QP_TEXT_SEMICOLON),
                               check->note));
    qp_table_text(table, qp_text_place(page->arena, finding->at));
    qp_table_text(table, outcome_text(page, finding));
}
