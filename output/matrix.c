/* Both ways of a matrix; see matrix.h. */

#include <config.h>

#include "output/matrix.h"

#include "output/table.h"
#include "output/texts.h"

enum { LABELS_DOWN = 2 /* what is said of a district, and its name */ };

static bool
is_across(const struct qp_ruleset *rules)
{
    return rules->n_districts <= QP_MATRIX_ACROSS;
}

/* Name, unit, and code if it is shown. */
static size_t
labels_across(const struct qp_matrix *matrix)
{
    return matrix->codes ? 3 : 2;
}

size_t
qp_matrix_columns(const struct qp_ruleset *rules,
                  const struct qp_matrix *matrix)
{
    return is_across(rules)
               ? labels_across(matrix) + rules->n_districts + matrix->n_tails
               : LABELS_DOWN + matrix->n_items;
}

/* Tells where each figure will stand, from row FIRST and column LABELS on. */
static void
note_all(const struct qp_matrix *matrix, size_t first, size_t labels)
{
    const struct qp_ruleset *rules = matrix->page->rules;
    bool across = is_across(rules);

    for (size_t i = 0; matrix->note && i < rules->n_districts; i++)
        for (size_t item = 0; item < matrix->n_items; item++)
            matrix->note(matrix, first + (across ? item : i),
                         labels + (across ? i : item), matrix->districts[i],
                         item);
}

/* Colours the figures of items that heat, from row FIRST and column LABELS
   on. */
static void
heat_all(const struct qp_matrix *matrix, size_t first, size_t labels)
{
    const struct qp_ruleset *rules = matrix->page->rules;
    bool across = is_across(rules);

    for (size_t item = 0; item < matrix->n_items; item++)
        if (matrix->items[item].heats)
            qp_sheet_heat(matrix->page->sheet, first + (across ? item : 0),
                          labels + (across ? 0 : item),
                          across ? 1 : rules->n_districts,
                          across ? rules->n_districts : 1);
}

/* ---- districts side by side ---- */

static void
fill_across(const struct qp_matrix *matrix, struct qp_field fields[])
{
    const struct qp_ruleset *rules = matrix->page->rules;
    size_t n = 0;

    if (matrix->codes)
        fields[n++] =
            qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 0, 22);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_ITEM), QP_LOOK_TEXT, 24, 32);
    fields[n++] = qp_field_text(matrix->unit_head, QP_LOOK_CENTRE, 0, 16);
    for (size_t i = 0; i < rules->n_districts; i++)
        fields[n++] = (struct qp_field){
            .head = qp_text_district(rules, matrix->districts[i]),
            .under = matrix->about(matrix, matrix->districts[i]),
            .look = QP_LOOK_POINTS,
            .least = 9,
            .most = 14
        };
    for (size_t i = 0; i < matrix->n_tails; i++)
        fields[n++] = qp_field_text(matrix->tails[i], QP_LOOK_POINTS, 8, 0);
}

static void
put_item_row(const struct qp_matrix *matrix, struct qp_table *table,
             size_t item)
{
    const struct qp_matrix_item *label = &matrix->items[item];
    size_t n = matrix->page->rules->n_districts;
    size_t first = labels_across(matrix);

    if (label->strong)
        qp_table_row_on(table, QP_GROUND_SUM);
    else
        qp_table_row(table);
    if (label->starts)
        qp_page_start(matrix->page, table->row);
    if (matrix->codes)
        qp_table_text(table, label->code);
    qp_table_text_as(table, label->strong ? QP_LOOK_STRONG : QP_LOOK_TEXT,
                     label->name);
    qp_table_text(table, label->unit);
    for (size_t i = 0; i < n; i++)
        matrix->put(matrix, table->row, first + i, table->ground,
                    matrix->districts[i], item);
    for (size_t i = 0; i < matrix->n_tails; i++)
        matrix->put_tail(matrix, table->row, first + n + i, i, item);
}

static void
write_across(const struct qp_matrix *matrix)
{
    size_t n = qp_matrix_columns(matrix->page->rules, matrix);
    struct qp_field *fields =
        qp_arena_alloc(matrix->page->arena, n, sizeof *fields);
    struct qp_table table;

    fill_across(matrix, fields);
    table = qp_table_begin(matrix->page, fields, n);
    qp_table_fix(&table, labels_across(matrix));
    note_all(matrix, table.first, labels_across(matrix));
    for (size_t item = 0; item < matrix->n_items; item++)
        put_item_row(matrix, &table, item);
    heat_all(matrix, table.first, labels_across(matrix));
    qp_table_end(&table, false);
}

/* ---- districts below one another ---- */

static void
fill_down(const struct qp_matrix *matrix, struct qp_field fields[])
{
    const struct qp_page *page = matrix->page;
    size_t n = 0;

    fields[n++] = qp_field_text(matrix->about_head, QP_LOOK_CENTRE, 8, 0);
    fields[n++] = qp_field_text(qp_text(page->rules, QP_TEXT_DISTRICT),
                                QP_LOOK_TEXT, 12, 30);
    for (size_t i = 0; i < matrix->n_items; i++) {
        const struct qp_matrix_item *item = &matrix->items[i];

        fields[n++] = (struct qp_field){ .over = item->over,
                                         .head = item->name,
                                         .under = qp_text_join(
                                             page->arena,
                                             matrix->codes ? item->code : NULL,
                                             "\n", item->unit),
                                         .look = QP_LOOK_POINTS,
                                         .least = 10,
                                         .most = 14 };
    }
}

static void
put_tail_row(const struct qp_matrix *matrix, struct qp_table *table,
             size_t tail)
{
    qp_table_row_on(table, QP_GROUND_SUM);
    qp_table_text(table, NULL);
    qp_table_text(table, matrix->tails[tail]);
    for (size_t item = 0; item < matrix->n_items; item++)
        matrix->put_tail(matrix, table->row, LABELS_DOWN + item, tail, item);
}

static void
write_down(const struct qp_matrix *matrix)
{
    const struct qp_ruleset *rules = matrix->page->rules;
    size_t n = LABELS_DOWN + matrix->n_items;
    struct qp_field *fields =
        qp_arena_alloc(matrix->page->arena, n, sizeof *fields);
    struct qp_table table;

    fill_down(matrix, fields);
    table = qp_table_begin(matrix->page, fields, n);
    qp_table_fix(&table, LABELS_DOWN);
    note_all(matrix, table.first, LABELS_DOWN);
    qp_page_stream(matrix->page, rules->n_districts * n);
    for (size_t i = 0; i < rules->n_districts; i++) {
        size_t district = matrix->districts[i];

        qp_table_row(&table);
        qp_table_text(&table, matrix->about(matrix, district));
        qp_table_text(&table, qp_text_district(rules, district));
        for (size_t item = 0; item < matrix->n_items; item++)
            matrix->put(matrix, table.row, LABELS_DOWN + item, table.ground,
                        district, item);
        qp_page_flush(matrix->page);
    }
    qp_page_stream_end(matrix->page);
    heat_all(matrix, table.first, LABELS_DOWN);
    for (size_t tail = 0; tail < matrix->n_tails; tail++)
        put_tail_row(matrix, &table, tail);
    qp_table_end(&table, false);
}

void
qp_matrix_write(const struct qp_matrix *matrix)
{
    if (is_across(matrix->page->rules))
        write_across(matrix);
    else
        write_down(matrix);
}
