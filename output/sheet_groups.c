/* 一级指标: points and rank of each district on the indicators at the top of
   the tree. */

#include <config.h>

#include "output/live.h"
#include "output/sheets.h"
#include "output/summary.h"
#include "output/table.h"

enum { FIXED = 3, NAMES = 1 /* the column of districts */ };

/* Rank, district and total; the grade, where there are any. */
static size_t
count_labels(const struct qp_ruleset *rules)
{
    return FIXED + (rules->n_grades > 0);
}

static size_t
count_fields(const struct qp_ruleset *rules)
{
    return count_labels(rules) + 2 * rules->n_top;
}

static struct qp_field *
make_fields(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_field *fields =
        qp_arena_alloc(page->arena, count_fields(rules), sizeof *fields);
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_RANK, 7, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 26);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_TOTAL), QP_LOOK_TOTAL,
                                  rules->decimals, 9);
    if (rules->n_grades)
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_GRADE),
                                    QP_LOOK_CENTRE, 9, 0);
    for (size_t i = 0; i < rules->n_top; i++) {
        const char *over = qp_text_with(
            page->arena, rules, QP_TEXT_WITH_FULL,
            qp_text_indicator(rules, rules->top[i]),
            qp_text_full(page->arena, page->result, rules->top[i]), NULL);

        fields[n++] = qp_field_below(
            over, qp_field_number(qp_text(rules, QP_TEXT_POINTS),
                                  QP_LOOK_POINTS, rules->decimals, 11));
        fields[n++] =
            qp_field_below(over, qp_field_text(qp_text(rules, QP_TEXT_RANK),
                                               QP_LOOK_CENTRE, 8, 0));
    }
    return fields;
}

static void
put_district(struct qp_table *table, size_t district)
{
    const struct qp_page *page = table->page;
    const struct qp_result *result = page->result;
    const struct qp_ruleset *rules = result->rules;
    const struct qp_live *live = qp_book_live(page->sheet->book, result);

    qp_table_row(table);
    qp_table_number(table, result->outcomes[district].rank);
    qp_table_text(table, qp_text_district(rules, district));
    qp_table_live(
        table,
        qp_live_cell(page->arena, live, page->sheet, QP_LIVE_TOTAL, district,
                     0),
        result->outcomes[district].total);
    if (rules->n_grades)
        qp_table_text(table,
                      qp_text_grade(rules, result->outcomes[district].grade));
    for (size_t i = 0; i < rules->n_top; i++) {
        const struct qp_score *score =
            &result->scores[district * rules->n_indicators + rules->top[i]];

        qp_table_live(table,
                      qp_live_cell(page->arena, live, page->sheet,
                                   QP_LIVE_POINTS, district, rules->top[i]),
                      score->points);
        qp_table_number(table, qp_result_rank(score));
    }
}

static void
put_statistic(struct qp_table *table, struct qp_formulas *formulas,
              size_t node, size_t i)
{
    const struct qp_field *field = &table->fields[table->column];
    struct qp_style style = { field->look, table->ground, field->decimals };

    qp_summary_put(table->page, formulas, table->row, table->column++, style,
                   node, i);
}

/* The row of statistic I: of the totals and of each indicator. */
static void
put_statistics(struct qp_table *table, struct qp_formulas *formulas, size_t i)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;

    qp_table_row_on(table, QP_GROUND_SUM);
    qp_table_text(table, NULL);
    qp_table_text(table, qp_summary_name(rules, i));
    put_statistic(table, formulas, rules->n_indicators, i);
    if (rules->n_grades)
        qp_table_text(table, NULL);
    for (size_t k = 0; k < rules->n_top; k++) {
        put_statistic(table, formulas, rules->top[k], i);
        qp_table_text(table, NULL);
    }
}

/* A row in which a reader looks up a district, for the screen alone, where the
   figures are formulas. */
static void
put_lookup(const struct qp_table *table)
{
    struct qp_page *page = table->page;
    const struct qp_result *result = page->result;

    if (!qp_live_cell(page->arena, qp_book_live(page->sheet->book, result),
                      page->sheet, QP_LIVE_TOTAL, result->by_rank[0], 0))
        return;
    page->printed = page->row;
    qp_page_section(page, qp_text(page->rules, QP_TEXT_LOOKUP));
    qp_sheet_lookup(page->sheet, page->row++, table->first,
                    page->rules->n_districts, NAMES);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    size_t n = count_fields(rules);
    struct qp_page *page =
        qp_page_begin(book, result, name, name,
                      qp_text(rules, QP_TEXT_IN_POINTS), n, false);
    struct qp_formulas *formulas = qp_formulas_new(
        page->arena, qp_book_live(book, result), page->sheet, result);
    struct qp_table table;

    table = qp_table_begin(page, make_fields(page), n);
    qp_table_fix(&table, FIXED);
    for (size_t i = 0; i < rules->n_districts; i++)
        put_district(&table, result->by_rank[i]);
    for (size_t i = 0; i < rules->n_top; i++)
        qp_sheet_heat(page->sheet, table.first, count_labels(rules) + 2 * i,
                      rules->n_districts, 1);
    for (size_t i = 0; i < QP_SUMMARY_ROWS; i++)
        put_statistics(&table, formulas, i);
    qp_table_end(&table, false);
    put_lookup(&table);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_groups = { .name = QP_TEXT_SHEET_GROUPS,
                                              .shows = QP_TEXT_SHOWS_GROUPS,
                                              .write = write_sheet };
