/* 异常值处理: every value that was treated because it, or another of its
   scope, lay far out. */

#include <config.h>

#include "output/sheets.h"
#include "output/table.h"

enum { COLUMNS = 11, VALUE_DECIMALS = 6, SHAPE_DECIMALS = 2 };

static const struct qp_score *
score_at(const struct qp_result *result, size_t district, size_t node)
{
    return &result->scores[district * result->rules->n_indicators + node];
}

static void
put_value(struct qp_table *table, qp_num x)
{
    struct qp_arena *arena = table->page->arena;
    qp_num shown = qp_num_round(arena, x, VALUE_DECIMALS, QP_ROUND_HALF_UP);

    qp_table_figure(table, shown,
                    qp_table_decimals(arena, shown, VALUE_DECIMALS));
}

/* The name of the scope of DISTRICT's values on NODE. */
static const char *
scope_text(const struct qp_ruleset *rules, size_t district, size_t node)
{
    return rules->indicators[node].by_group
               ? qp_text_group(rules, district)
               : qp_text(rules, QP_TEXT_ALL);
}

static void
put_treated(struct qp_table *table, size_t district, size_t node)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const struct qp_score *score = score_at(page->result, district, node);
    const struct qp_treating *treating = qp_result_treating(score);

    qp_table_row(table);
    qp_table_text(table, rules->indicators[node].code);
    qp_table_text(table, qp_text_indicator(rules, node));
    qp_table_text(table, scope_text(rules, district, node));
    qp_table_text(table, qp_text_district(rules, district));
    put_value(table, qp_result_value(score).num);
    qp_table_text(table,
                  qp_text_treatment(page->arena, rules, node, score));
    put_value(table, score->used);
    qp_table_number(table, treating->skewness);
    qp_table_number(table, treating->kurtosis);
    qp_table_number(table, treating->skewness_after);
    qp_table_number(table, treating->kurtosis_after);
}

static void
set_fields(const struct qp_ruleset *rules, struct qp_field fields[COLUMNS])
{
    const char *before = qp_text(rules, QP_TEXT_BEFORE);
    const char *after = qp_text(rules, QP_TEXT_AFTER);
    struct qp_field skewness =
        qp_field_number(qp_text(rules, QP_TEXT_SKEWNESS), QP_LOOK_POINTS,
                        SHAPE_DECIMALS, 9);
    struct qp_field kurtosis =
        qp_field_number(qp_text(rules, QP_TEXT_KURTOSIS), QP_LOOK_POINTS,
                        SHAPE_DECIMALS, 9);
    const struct qp_field all[COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 8, 16),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 20,
                      34),
        qp_field_text(qp_text(rules, QP_TEXT_SCOPE), QP_LOOK_TEXT, 10, 18),
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 20),
        qp_field_text(before, QP_LOOK_FIGURE, 12, 18),
        qp_field_text(qp_text(rules, QP_TEXT_TREATMENT), QP_LOOK_TEXT, 14,
                      24),
        qp_field_text(after, QP_LOOK_FIGURE, 12, 18),
        qp_field_below(before, skewness),
        qp_field_below(before, kurtosis),
        qp_field_below(after, skewness),
        qp_field_below(after, kurtosis),
    };

    for (size_t i = 0; i < COLUMNS; i++)
        fields[i] = all[i];
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_field fields[COLUMNS];
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, false);
    struct qp_table table;

    set_fields(rules, fields);
    table = qp_table_begin(page, fields, COLUMNS);
    qp_table_fix(&table, 2);
    for (size_t i = 0; i < rules->n_indicators; i++)
        for (size_t d = 0; d < rules->n_districts; d++)
            if (qp_result_treating(score_at(result, d, rules->order[i])))
                put_treated(&table, d, rules->order[i]);
    qp_table_end(&table, true);
    qp_page_note(page, qp_text(rules, QP_TEXT_TREATED_NOTE));
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    size_t n = result->rules->n_districts * result->rules->n_indicators;

    for (size_t i = 0; i < n; i++)
        if (qp_result_treating(&result->scores[i]))
            return true;
    return false;
}

const struct qp_sheet_row qp_sheet_treated = { .name = QP_TEXT_SHEET_TREATED,
                                               .shows = QP_TEXT_SHOWS_TREATED,
                                               .write = write_sheet,
                                               .wanted = wanted };
