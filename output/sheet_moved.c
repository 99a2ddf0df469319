/* 得分升降: the leaves on which each district gained and lost most since last
   year. */

#include <config.h>

#include <string.h>

#include "engine/change.h"
#include "output/past.h"
#include "output/sheets.h"
#include "output/table.h"

enum {
    FIXED = 2,
    EACH = 4 /* columns */,
    MOST = 3 /* leaves of either kind */
};

/* What a district gained most on and lost most on. */
struct moved {
    struct qp_change gained[MOST], lost[MOST];
    size_t n_gained, n_lost;
};

static void
set_fields(const struct qp_ruleset *rules, int places,
           struct qp_field fields[])
{
    static const enum qp_text kinds[] = { QP_TEXT_GAINED_MOST,
                                          QP_TEXT_LOST_MOST };
    static const struct {
        enum qp_text head;
        enum qp_look look;
    } points[] = { { QP_TEXT_YEAR_BEFORE, QP_LOOK_POINTS },
                   { QP_TEXT_YEAR_NOW, QP_LOOK_POINTS },
                   { QP_TEXT_CHANGE, QP_LOOK_CHANGE } };
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_RANK, 7, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 26);
    for (size_t i = 0; i < QP_COUNT(kinds); i++) {
        const char *over = qp_text(rules, kinds[i]);

        fields[n++] = qp_field_below(
            over, qp_field_text(qp_text(rules, QP_TEXT_INDICATOR),
                                QP_LOOK_TEXT, 24, 38));
        for (size_t k = 0; k < QP_COUNT(points); k++)
            fields[n++] = qp_field_below(
                over, qp_field_number(qp_text(rules, points[k].head),
                                      points[k].look, places, 9));
    }
}

/* The name of what CHANGE is of, with its weights where they are not the
   same. */
static const char *
name_of(const struct qp_page *page, const struct qp_change *change, int places)
{
    struct qp_arena *arena = page->arena;
    const char *name = qp_past_indicator(arena, page->result, change->of);
    const char *before, *now;

    if (!qp_num_defined(change->before) || !qp_num_defined(change->now) ||
        !qp_num_defined(change->weight_before) ||
        !qp_num_defined(change->weight_now))
        return name;
    before = qp_num_fixed(arena, change->weight_before, places);
    now = qp_num_fixed(arena, change->weight_now, places);
    if (strcmp(before, now) == 0)
        return name;
    return qp_text_with(arena, page->rules, QP_TEXT_WEIGHT_CHANGED, name,
                        before, now, NULL);
}

/* This year's points less last year's, which stand to the left. */
static const char *
spell_change(const struct qp_table *table, int places)
{
    struct qp_live_name before =
        qp_live_cell_name(table->row, table->column - 2);
    struct qp_live_name now = qp_live_cell_name(table->row, table->column - 1);

    return qp_arena_printf(table->page->arena, "ROUND(N(%s)-N(%s),%d)",
                           now.text, before.text, places);
}

/* Four cells for CHANGE, blank ones for null. */
static void
put_change(struct qp_table *table, size_t district, int places,
           const struct qp_change *change)
{
    const struct qp_page *page = table->page;
    const char *now;

    if (!change) {
        for (size_t i = 0; i < EACH; i++)
            qp_table_text(table, NULL);
        return;
    }
    now = qp_past_now(page, district, change->of.node);
    qp_table_text(table, name_of(page, change, places));
    qp_table_number(table, change->before);
    qp_table_live(table, now, change->now);
    qp_table_live(table,
                  now || change->of.node == QP_NONE
                      ? spell_change(table, places)
                      : NULL,
                  change->by);
}

static void
put_line(struct qp_table *table, size_t district, int places,
         const struct moved *moved, size_t i)
{
    const struct qp_page *page = table->page;

    qp_table_row(table);
    if (i == 0) {
        qp_page_start(table->page, table->row);
        qp_table_number(table, page->result->outcomes[district].rank);
        qp_table_text(table, qp_text_district(page->rules, district));
    } else {
        qp_table_text(table, NULL);
        qp_table_text(table, NULL);
    }
    put_change(table, district, places,
               i < moved->n_gained ? &moved->gained[i] : NULL);
    put_change(table, district, places,
               i < moved->n_lost ? &moved->lost[i] : NULL);
}

static void
put_district(struct qp_table *table, struct qp_changes *changes,
             size_t district)
{
    struct moved moved;
    int places = qp_changes_places(changes);
    size_t n;

    moved.n_gained =
        qp_changes_most(changes, district, true, moved.gained, MOST);
    moved.n_lost = qp_changes_most(changes, district, false, moved.lost, MOST);
    n = moved.n_gained > moved.n_lost ? moved.n_gained : moved.n_lost;
    for (size_t i = 0; i == 0 || i < n; i++)
        put_line(table, district, places, &moved, i);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_field fields[FIXED + 2 * EACH];
    struct qp_page *page = qp_page_begin(
        book, result, name, name, qp_text(rules, QP_TEXT_IN_POINTS),
        QP_COUNT(fields), false);
    struct qp_changes *changes = qp_changes_new(page->arena, result);
    struct qp_table table;

    set_fields(rules, qp_changes_places(changes), fields);
    table = qp_table_begin(page, fields, QP_COUNT(fields));
    qp_table_fix(&table, FIXED);
    for (size_t i = 0; i < rules->n_districts; i++)
        put_district(&table, changes, result->by_rank[i]);
    qp_table_end(&table, false);
    qp_page_note(page, qp_text(rules, QP_TEXT_MARKS_MOVED));
    qp_past_note_rules(page);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_moved = { .name = QP_TEXT_SHEET_MOVED,
                                             .shows = QP_TEXT_SHOWS_MOVED,
                                             .write = write_sheet,
                                             .wanted = qp_past_has_points };
