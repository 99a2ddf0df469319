/* 总排名: all districts in order. */

#include <config.h>

#include "output/formula.h"
#include "output/past.h"
#include "output/sheets.h"
#include "output/table.h"

enum { FIELDS_MOST = 14 };

/* What the table has columns for. */
struct columns {
    bool groups, items, grades, past, remarks;
};

static bool
has_remarks(struct qp_arena *arena, const struct qp_result *result)
{
    for (size_t d = 0; d < result->rules->n_districts; d++)
        if (*qp_text_outcome(arena, result, d))
            return true;
    return false;
}

static struct columns
columns_of(struct qp_arena *arena, const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;

    return (struct columns){
        .groups = rules->n_groups > 0,
        .items = rules->n_bonuses + rules->n_deductions > 0,
        .grades = rules->n_grades > 0,
        .past = result->subs->history != NULL,
        .remarks = has_remarks(arena, result),
    };
}

static size_t
set_fields(const struct qp_ruleset *rules, struct columns has,
           struct qp_field fields[])
{
    int decimals = rules->decimals;
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_RANK, 8, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 0, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 14, 30);
    if (has.groups)
        fields[n++] =
            qp_field_text(qp_text(rules, QP_TEXT_GROUP), QP_LOOK_TEXT, 0, 24);
    if (has.items) {
        fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_BASE),
                                      QP_LOOK_POINTS, decimals, 11);
        fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_BONUS),
                                      QP_LOOK_POINTS, decimals, 10);
        fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_DEDUCTION),
                                      QP_LOOK_POINTS, decimals, 10);
    }
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_TOTAL), QP_LOOK_TOTAL,
                                  decimals, 11);
    if (has.grades)
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_GRADE),
                                    QP_LOOK_CENTRE, 10, 0);
    if (has.past) {
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_PRIOR_RANK),
                                    QP_LOOK_CENTRE, 10, 0);
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_MOVE),
                                    QP_LOOK_CENTRE, 8, 0);
    }
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_TO_BEST),
                                  QP_LOOK_CHANGE, decimals, 12);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_TO_MEAN),
                                  QP_LOOK_CHANGE, decimals, 12);
    if (has.remarks)
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_REMARK),
                                    QP_LOOK_SMALL, 24, 40);
    return n;
}

/* POINTS against a statistic, as printed. */
static qp_num
against(const struct qp_page *page, qp_num points, qp_num statistic)
{
    return qp_num_sub(page->arena, points, qp_page_round(page, statistic));
}

/* A sum of DISTRICT as it stands among its points. */
static void
put_sum(struct qp_table *table, enum qp_live_kind kind, size_t district,
        qp_num x)
{
    const struct qp_page *page = table->page;

    qp_table_live(table,
                  qp_live_cell(page->arena,
                               qp_book_live(page->sheet->book, page->result),
                               page->sheet, kind, district, 0),
                  x);
}

static void
put_district(struct qp_table *table, struct qp_formulas *formulas,
             struct columns has, size_t district)
{
    struct qp_page *page = table->page;
    const struct qp_result *result = page->result;
    const struct qp_ruleset *rules = page->rules;
    const struct qp_outcome *outcome = &result->outcomes[district];
    const struct qp_summary *all = &result->summaries[rules->n_indicators];

    qp_table_row(table);
    qp_table_live(table, qp_formula_rank(formulas, district), outcome->rank);
    qp_table_text(table, rules->districts[district].code);
    qp_table_text(table, qp_text_district(rules, district));
    if (has.groups)
        qp_table_text(table, qp_text_group(rules, district));
    if (has.items) {
        put_sum(table, QP_LIVE_BASE, district, outcome->base);
        put_sum(table, QP_LIVE_BONUS, district, outcome->bonus);
        put_sum(table, QP_LIVE_DEDUCTION, district, outcome->deduction);
    }
    put_sum(table, QP_LIVE_TOTAL, district, outcome->total);
    if (has.grades)
        qp_table_text(table, qp_text_grade(rules, outcome->grade));
    if (has.past) {
        qp_table_number(table, qp_past_rank(result, district));
        qp_past_put_move(table, district);
    }
    qp_table_number(table, against(page, outcome->total, all->max));
    qp_table_number(table, against(page, outcome->total, all->mean));
    if (has.remarks)
        qp_table_text(table, qp_text_outcome(page->arena, result, district));
}

static void
put_summary(struct qp_page *page)
{
    const struct qp_summary *all =
        &page->result->summaries[page->rules->n_indicators];
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;

    if (all->n)
        qp_page_note(
            page,
            qp_text_with(
                arena, rules, QP_TEXT_SUMMARY, qp_text_count(arena, all->n),
                qp_num_fixed(arena, qp_page_round(page, all->mean),
                             rules->decimals),
                qp_num_fixed(arena, all->max, rules->decimals),
                qp_num_fixed(arena, all->min, rules->decimals), NULL));
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct columns has = columns_of(qp_book_arena(book), result);
    struct qp_field fields[FIELDS_MOST];
    size_t n = set_fields(rules, has, fields);
    struct qp_page *page = qp_page_begin(
        book, result, name, name, qp_text(rules, QP_TEXT_IN_POINTS), n, false);
    struct qp_formulas *formulas = qp_formulas_new(
        page->arena, qp_book_live(book, result), page->sheet, result);
    struct qp_table table;

    table = qp_table_begin(page, fields, n);
    qp_table_fix(&table, 3);
    for (size_t i = 0; i < rules->n_districts; i++)
        put_district(&table, formulas, has, result->by_rank[i]);
    qp_table_end(&table, true);
    put_summary(page);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_ranking = { .name = QP_TEXT_SHEET_RANKING,
                                               .shows = QP_TEXT_SHOWS_RANKING,
                                               .write = write_sheet };
