/* 计分过程: every district on every leaf, step by step with its figures, below
   what is measured and how it is scored in words. */

#include <config.h>

#include "output/live.h"
#include "output/sheets.h"
#include "output/table.h"
#include "output/wording.h"
#include "output/working.h"

enum {
    COLUMNS = 6,
    CELLS_MOST = 20000 /* more are for result.xml, not for people */
};

/* What LEAF is about: in words. */
static void
put_leaf(struct qp_table *table, size_t node)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;

    qp_table_row_on(table, QP_GROUND_SUM);
    qp_table_text(table, rules->indicators[node].code);
    qp_table_text_as(table, QP_LOOK_STRONG, qp_text_indicator(rules, node));
    qp_table_text(table, NULL);
    qp_table_text(table, qp_wording_value(arena, rules, node));
    qp_table_text(table, qp_wording_method(arena, rules, node));
    qp_table_text(
        table,
        qp_text_with(arena, rules, QP_TEXT_WORKING_RULE,
                     qp_text_full(arena, page->result, node),
                     qp_text_place(arena, rules->indicators[node].at), NULL));
}

static void
put_district(struct qp_table *table, struct qp_workings *workings, size_t node,
             size_t district)
{
    const struct qp_ruleset *rules = table->page->rules;

    qp_table_row_on(table, QP_GROUND_PLAIN);
    qp_table_text(table, rules->indicators[node].code);
    qp_table_text(table, qp_text_indicator(rules, node));
    qp_table_text(table, qp_text_district(rules, district));
    qp_table_text(table, qp_working_value(workings, district, node));
    qp_table_text(table, qp_working_score(workings, district, node));
    qp_table_text(table, qp_working_points(workings, district, node));
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_field fields[COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 8, 16),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 18, 22),
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 9, 20),
        qp_field_text(qp_text(rules, QP_TEXT_VALUE), QP_LOOK_TEXT, 34, 34),
        qp_field_text(qp_text(rules, QP_TEXT_WORKING_SCORE), QP_LOOK_TEXT, 50,
                      50),
        qp_field_text(qp_text(rules, QP_TEXT_POINTS), QP_LOOK_TEXT, 36, 36),
    };
    const size_t *districts = qp_live_districts(qp_book_live(book, result));
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, false);
    struct qp_workings *workings = qp_workings_new(page->arena, result);
    struct qp_table table = qp_table_begin(page, fields, COLUMNS);

    qp_table_fix(&table, 3);
    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t node = rules->order[i];

        if (!rules->indicators[node].method)
            continue;
        put_leaf(&table, node);
        for (size_t d = 0; d < rules->n_districts; d++)
            put_district(&table, workings, node, districts[d]);
    }
    qp_table_end(&table, true);
    qp_page_note(page, qp_text(rules, QP_TEXT_WORKING_NOTE));
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;
    size_t n = 0;

    for (size_t i = 0; i < rules->n_indicators; i++)
        n += rules->indicators[i].method != NULL;
    return n * rules->n_districts <= CELLS_MOST;
}

const struct qp_sheet_row qp_sheet_working = { .name = QP_TEXT_SHEET_WORKING,
                                               .shows = QP_TEXT_SHOWS_WORKING,
                                               .write = write_sheet,
                                               .wanted = wanted };
