/* 一级指标: points and rank of each district on the indicators at the top of
   the tree. */

#include <config.h>

#include "output/live.h"
#include "output/sheets.h"
#include "output/table.h"

enum { FIXED = 3 };

static struct qp_field *
make_fields(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_field *fields =
        qp_arena_alloc(page->arena, FIXED + 2 * rules->n_top, sizeof *fields);
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_RANK, 7, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 26);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_TOTAL), QP_LOOK_TOTAL,
                                  rules->decimals, 9);
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
    const struct qp_result *result = table->page->result;
    const struct qp_ruleset *rules = result->rules;
    const struct qp_live *live =
        qp_book_live(table->page->sheet->book, result);

    qp_table_row(table);
    qp_table_number(table, result->outcomes[district].rank);
    qp_table_text(table, qp_text_district(rules, district));
    qp_table_live(table, qp_live_cell(live, QP_LIVE_TOTAL, district, 0),
                  result->outcomes[district].total);
    for (size_t i = 0; i < rules->n_top; i++) {
        const struct qp_score *score =
            &result->scores[district * rules->n_indicators + rules->top[i]];

        qp_table_live(table,
                      qp_live_cell(live, QP_LIVE_POINTS, district,
                                   rules->top[i]),
                      score->points);
        qp_table_number(table, score->rank);
    }
}

/* The mean, the best or the least points on NODE, or in total. */
static qp_num
statistic(const struct qp_page *page, size_t node, enum qp_text which)
{
    const struct qp_summary *summary = &page->result->summaries[node];

    return qp_page_round(page, which == QP_TEXT_MEAN   ? summary->mean
                               : which == QP_TEXT_BEST ? summary->max
                                                       : summary->min);
}

static void
put_statistics(struct qp_table *table, enum qp_text which)
{
    const struct qp_page *page = table->page;

    qp_table_row_on(table, QP_GROUND_SUM);
    qp_table_text(table, NULL);
    qp_table_text(table, qp_text(page->rules, which));
    qp_table_number(table, statistic(page, page->rules->n_indicators, which));
    for (size_t i = 0; i < page->rules->n_top; i++) {
        qp_table_number(table, statistic(page, page->rules->top[i], which));
        qp_table_text(table, NULL);
    }
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    size_t n = FIXED + 2 * result->rules->n_top;
    struct qp_page *page =
        qp_page_begin(book, result, name, name,
                      qp_text(result->rules, QP_TEXT_IN_POINTS), n, false);
    struct qp_table table;

    table = qp_table_begin(page, make_fields(page), n);
    qp_table_fix(&table, FIXED);
    for (size_t i = 0; i < result->rules->n_districts; i++)
        put_district(&table, result->by_rank[i]);
    put_statistics(&table, QP_TEXT_MEAN);
    put_statistics(&table, QP_TEXT_BEST);
    put_statistics(&table, QP_TEXT_LEAST);
    qp_table_end(&table, false);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_groups = { .name = QP_TEXT_SHEET_GROUPS,
                                              .write = write_sheet };
