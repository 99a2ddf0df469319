/* Heads, rows and cells; see table.h. */

#include <config.h>

#include "output/table.h"

#include <string.h>

/* Columns for which nothing is asked get this much. */
enum { MOST_UNASKED = 40 };

struct qp_field
qp_field_text(const char *head, enum qp_look look, unsigned least,
              unsigned most)
{
    return (struct qp_field){
        .head = head, .look = look, .least = least, .most = most
    };
}

struct qp_field
qp_field_number(const char *head, enum qp_look look, int decimals,
                unsigned least)
{
    return (struct qp_field){
        .head = head, .look = look, .decimals = decimals, .least = least
    };
}

struct qp_field
qp_field_below(const char *over, struct qp_field field)
{
    field.over = over;
    return field;
}

static struct qp_style
plain(enum qp_look look)
{
    return (struct qp_style){ .look = look };
}

static bool
same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Writes what stands over columns, each text once over all its columns. */
static void
put_over(struct qp_table *table)
{
    size_t span;

    for (size_t i = 0; i < table->n_fields; i += span) {
        const char *over = table->fields[i].over;

        for (span = 1; over && i + span < table->n_fields; span++)
            if (!same(over, table->fields[i + span].over))
                break;
        if (over)
            qp_cell_merge(table->page->sheet, table->row, i, 1, span,
                          plain(QP_LOOK_HEAD_OVER), over);
    }
}

/* Writes the head of column I; it takes the rows of what it does not have
   over or under it. */
static void
put_head(struct qp_table *table, size_t i, bool any_over, bool any_under)
{
    const struct qp_field *field = &table->fields[i];
    struct qp_sheet *sheet = table->page->sheet;
    size_t top = table->row, bottom = top + any_over + any_under;

    if (field->over)
        top++;
    if (field->under) {
        qp_cell_text(sheet, bottom, i, plain(QP_LOOK_HEAD_UNDER),
                     field->under);
        bottom--;
    }
    qp_cell_merge(sheet, top, i, bottom - top + 1, 1, plain(QP_LOOK_HEAD),
                  field->head);
}

/* Paper has the head on every later sheet, but of one table of a page only: of
   that which stays on screen, or else of the last. */
static void
repeat_head(struct qp_table *table)
{
    table->page->repeated = table->page->row;
    table->page->below = table->first;
}

struct qp_table
qp_table_begin(struct qp_page *page, const struct qp_field *fields, size_t n)
{
    struct qp_table table = {
        .page = page, .fields = fields, .n_fields = n, .row = page->row
    };
    bool any_over = false, any_under = false;

    for (size_t i = 0; i < n; i++) {
        any_over |= fields[i].over != NULL;
        any_under |= fields[i].under != NULL;
        qp_page_width(page, i, fields[i].least,
                      fields[i].most ? fields[i].most : MOST_UNASKED);
    }
    put_over(&table);
    for (size_t i = 0; i < n; i++)
        put_head(&table, i, any_over, any_under);
    table.first = table.row = page->row + 1 + any_over + any_under;
    if (page->head == page->body)
        repeat_head(&table);
    return table;
}

void
qp_table_fix(struct qp_table *table, size_t fixed)
{
    table->page->head = table->page->row;
    table->page->body = table->first;
    table->page->fixed = fixed;
    repeat_head(table);
}

void
qp_table_row_on(struct qp_table *table, enum qp_ground ground)
{
    table->row = table->first + table->n_rows++;
    table->column = 0;
    table->ground = ground;
}

void
qp_table_row(struct qp_table *table)
{
    qp_table_row_on(table,
                    table->n_rows % 2 ? QP_GROUND_ZEBRA : QP_GROUND_PLAIN);
}

void
qp_table_text_as(struct qp_table *table, enum qp_look look, const char *text)
{
    struct qp_style style = { .look = look, .ground = table->ground };

    qp_cell_text(table->page->sheet, table->row, table->column++, style, text);
}

void
qp_table_text(struct qp_table *table, const char *text)
{
    qp_table_text_as(table, table->fields[table->column].look, text);
}

void
qp_table_link(struct qp_table *table, const char *text, const char *to)
{
    struct qp_style style = { .look = table->fields[table->column].look,
                              .ground = table->ground };

    qp_cell_link(table->page->sheet, table->row, table->column++, style, text,
                 to);
}

void
qp_table_number(struct qp_table *table, qp_num x)
{
    const struct qp_field *field = &table->fields[table->column];
    struct qp_style style = { field->look, table->ground, field->decimals };

    qp_cell_number(table->page->sheet, table->row, table->column++, style, x);
}

void
qp_table_live(struct qp_table *table, const char *formula, qp_num x)
{
    const struct qp_field *field = &table->fields[table->column];
    struct qp_style style = { field->look, table->ground, field->decimals };

    if (formula)
        qp_cell_live(table->page->sheet, table->row, table->column++, style,
                     formula, x);
    else
        qp_table_number(table, x);
}

void
qp_table_figure(struct qp_table *table, qp_num x, int decimals)
{
    struct qp_style style = { QP_LOOK_FIGURE, table->ground, decimals };

    if (qp_num_defined(x))
        qp_cell_figure(table->page->sheet, table->row, table->column++, style,
                       x);
    else
        qp_table_text(table, NULL);
}

int
qp_table_decimals(struct qp_arena *arena, qp_num x, int most)
{
    qp_num scaled = x;
    const char *point;
    int64_t n;
    int decimals;

    for (decimals = 0; decimals < most; decimals++) {
        if (qp_num_to_int(scaled, INT64_MAX, &n))
            return decimals;
        scaled = qp_num_mul(arena, scaled, qp_num_int(10));
    }
    point = strchr(qp_num_text(arena, x), '.');
    decimals = point ? (int)strlen(point + 1) : 0;
    return decimals < most ? decimals : most;
}

void
qp_table_end(struct qp_table *table, bool filter)
{
    struct qp_page *page = table->page;

    page->row = table->first + table->n_rows;
    if (filter && table->n_rows && page->sheet->raw)
        qp_sheet_check(page->sheet,
                       worksheet_autofilter(page->sheet->raw,
                                            (lxw_row_t)(table->first - 1), 0,
                                            (lxw_row_t)(page->row - 1),
                                            (lxw_col_t)(table->n_fields - 1)));
}
