/* 举措对应: the measures of the plan, and what of the evaluation speaks to
   each. */

#include <config.h>

#include "engine/measure.h"
#include "output/sheets.h"
#include "output/table.h"

enum { COLUMNS = 9 };

static const enum qp_text reaches[QP_N_REACHES] = {
    [QP_REACH_COVERED] = QP_TEXT_REACH_COVERED,
    [QP_REACH_PARTLY] = QP_TEXT_REACH_PARTLY,
    [QP_REACH_MUNICIPAL] = QP_TEXT_REACH_MUNICIPAL,
    [QP_REACH_NONE] = QP_TEXT_REACH_NONE,
};

/* A list of things that cite MEASURE, a line each. */
struct citing {
    const struct qp_page *page;
    size_t measure;
    const char *text;
};

/* Adds the thing CODE called NAME or NAME_EN if its N MEASURES have the one
   in question. */
static void
add(struct citing *list, const char *code, const char *name,
    const char *name_en, const size_t *measures, size_t n)
{
    struct qp_arena *arena = list->page->arena;

    if (!qp_measure_cited(measures, n, list->measure))
        return;
    name = qp_text_name(list->page->rules, name, name_en);
    list->text = qp_text_join(arena, list->text, "\n",
                              qp_text_join(arena, code, " ", name));
}

static const char *
indicators_text(const struct qp_page *page, size_t measure)
{
    const struct qp_ruleset *rules = page->rules;
    struct citing list = { .page = page, .measure = measure };

    for (size_t i = 0; i < rules->n_indicators; i++) {
        const struct qp_indicator *node = &rules->indicators[rules->order[i]];

        add(&list, node->code, node->name, node->name_en, node->measures,
            node->n_measures);
    }
    return list.text;
}

static void
add_items(struct citing *list, const struct qp_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add(list, items[i].code, items[i].name, items[i].name_en,
            items[i].measures, items[i].n_measures);
}

static const char *
items_text(const struct qp_page *page, size_t measure)
{
    const struct qp_ruleset *rules = page->rules;
    struct citing list = { .page = page, .measure = measure };

    add_items(&list, rules->bonuses, rules->n_bonuses);
    add_items(&list, rules->deductions, rules->n_deductions);
    return list.text;
}

static const char *
data_text(const struct qp_page *page, size_t measure)
{
    const struct qp_ruleset *rules = page->rules;
    struct citing list = { .page = page, .measure = measure };

    for (size_t i = 0; i < rules->n_data; i++)
        add(&list, NULL, rules->data[i].name, rules->data[i].name_en,
            rules->data[i].measures, rules->data[i].n_measures);
    return list.text;
}

/* How far the city has come toward the goals that cite MEASURE. */
static const char *
targets_text(const struct qp_page *page, size_t measure)
{
    const struct qp_ruleset *rules = page->rules;
    const char *text = NULL;

    for (size_t i = 0; i < rules->n_targets; i++)
        if (qp_measure_cited(rules->targets[i].measures,
                             rules->targets[i].n_measures, measure))
            text = qp_text_join(page->arena, text, "\n",
                                qp_text_progress(page->arena, page->result,
                                                 i));
    return text;
}

static void
put_measure(struct qp_table *table, size_t i)
{
    const struct qp_page *page = table->page;
    const struct qp_measure *measure = &page->rules->measures[i];

    qp_table_row(table);
    qp_table_text(table, measure->code);
    qp_table_text(table, measure->title);
    qp_table_text(table, measure->departments);
    qp_table_text(table,
                  qp_text(page->rules,
                          reaches[qp_measure_reach(page->rules, i)]));
    qp_table_text(table, indicators_text(page, i));
    qp_table_text(table, items_text(page, i));
    qp_table_text(table, data_text(page, i));
    qp_table_text(table, targets_text(page, i));
    qp_table_text(table, measure->note);
}

/* How many measures are reached how far, and what the words mean. */
static void
put_notes(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    size_t counts[QP_N_REACHES] = { 0 };

    for (size_t i = 0; i < rules->n_measures; i++)
        counts[qp_measure_reach(rules, i)]++;
    qp_page_note(
        page,
        qp_text_with(page->arena, rules, QP_TEXT_MEASURES_COUNT,
                     qp_text_count(page->arena, rules->n_measures),
                     qp_text_count(page->arena, counts[QP_REACH_COVERED]),
                     qp_text_count(page->arena, counts[QP_REACH_PARTLY]),
                     qp_text_count(page->arena, counts[QP_REACH_MUNICIPAL]),
                     qp_text_count(page->arena, counts[QP_REACH_NONE]),
                     NULL));
    qp_page_note(page, qp_text(rules, QP_TEXT_MEASURES_NOTE));
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_field fields[COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_MEASURE_CODE), QP_LOOK_CENTRE, 6,
                      0),
        qp_field_text(qp_text(rules, QP_TEXT_MEASURE), QP_LOOK_TEXT, 16, 24),
        qp_field_text(qp_text(rules, QP_TEXT_DEPARTMENTS), QP_LOOK_SMALL, 16,
                      24),
        qp_field_text(qp_text(rules, QP_TEXT_REACH), QP_LOOK_CENTRE, 9, 14),
        qp_field_text(qp_text(rules, QP_TEXT_MEASURE_INDICATORS),
                      QP_LOOK_SMALL, 20, 30),
        qp_field_text(qp_text(rules, QP_TEXT_MEASURE_ITEMS), QP_LOOK_SMALL,
                      12, 18),
        qp_field_text(qp_text(rules, QP_TEXT_MEASURE_DATA), QP_LOOK_SMALL, 18,
                      26),
        qp_field_text(qp_text(rules, QP_TEXT_MEASURE_TARGETS), QP_LOOK_SMALL,
                      14, 20),
        qp_field_text(qp_text(rules, QP_TEXT_REMARK), QP_LOOK_SMALL, 14, 20),
    };
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, false);
    struct qp_table table = qp_table_begin(page, fields, COLUMNS);

    qp_table_fix(&table, 2);
    for (size_t i = 0; i < rules->n_measures; i++)
        put_measure(&table, i);
    qp_table_end(&table, true);
    put_notes(page);
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    return result->rules->n_measures > 0;
}

const struct qp_sheet_row qp_sheet_measures = { .name = QP_TEXT_SHEET_MEASURES,
                                                .shows = QP_TEXT_SHOWS_MEASURES,
                                                .write = write_sheet,
                                                .wanted = wanted };
