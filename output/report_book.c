/* The report of a self-check as a workbook; see report.h. */

#include <config.h>

#include "output/report.h"

#include <string.h>

#include "output/earlier.h"
#include "output/single.h"
#include "output/table.h"
#include "output/texts.h"

/* Cells of the summary on a sheet. */
static void
put_entries(struct qp_page *page, const struct qp_report *report)
{
    for (size_t i = 0; i < report->n_entries; i++)
        qp_page_entry(page, report->entries[i].label, report->entries[i].text);
    page->row++;
}

static struct qp_field
field_of(const struct qp_ruleset *rules, const struct qp_report_column *column)
{
    if (column->is_number)
        return qp_field_number(column->head,
                               column->is_bar ? QP_LOOK_TOTAL : QP_LOOK_POINTS,
                               rules->decimals, column->least);
    return qp_field_text(column->head,
                         column->is_long ? QP_LOOK_SMALL : QP_LOOK_TEXT,
                         column->least, column->most);
}

static void
put_row(struct qp_table *table, const struct qp_report_table *from,
        const struct qp_report_row *row)
{
    static const enum qp_ground grounds[QP_N_REPORT_TONES] = {
        [QP_REPORT_ERROR] = QP_GROUND_TINT,
        [QP_REPORT_ESTIMATE] = QP_GROUND_TINT,
        [QP_REPORT_UNKNOWN] = QP_GROUND_SUM,
    };

    if (grounds[row->tone] == QP_GROUND_PLAIN)
        qp_table_row(table);
    else
        qp_table_row_on(table, grounds[row->tone]);
    for (size_t i = 0; i < from->n_columns; i++) {
        const struct qp_report_cell *cell = &row->cells[i];

        if (qp_num_defined(cell->number))
            qp_table_number(table, cell->number);
        else if (from->columns[i].is_number)
            qp_table_text_as(table, QP_LOOK_MARK, "—");
        else
            qp_table_text(table, cell->text);
    }
}

static void
put_table(struct qp_book *book, const struct qp_report *report,
          const struct qp_report_table *from, bool with_entries)
{
    struct qp_arena *arena = qp_book_arena(book);
    size_t n = from->n_columns;
    struct qp_field *fields = qp_arena_alloc(arena, n, sizeof *fields);
    struct qp_page *page = qp_page_begin(book, report->result, from->sheet,
                                         report->subject, NULL, n, false);
    struct qp_table table;

    if (with_entries)
        put_entries(page, report);
    for (size_t i = 0; i < n; i++)
        fields[i] = field_of(report->rules, &from->columns[i]);
    table = qp_table_begin(page, fields, n);
    qp_table_fix(&table, 0);
    for (size_t i = 0; i < from->n_rows; i++)
        put_row(&table, from, &from->rows[i]);
    qp_table_end(&table, from->n_rows > 1);
    if (!from->n_rows)
        qp_page_note(page, from->empty);
    if (from->note)
        qp_page_note(page, from->note);
    qp_page_finish(page);
}

bool
qp_report_write_book(struct qp_session *run, const struct qp_report *report,
                     const char *path)
{
    struct qp_single *single =
        qp_single_begin(run, path, qp_earlier_report_book);
    struct qp_book *book;

    if (!single)
        return false;
    book = qp_book_open(run, &single->folder, single->name, report->subject,
                        report->rules);
    qp_book_mark(book, QP_REPORT_MARK);
    for (size_t i = 0; i < report->n_tables; i++)
        put_table(book, report, &report->tables[i], i == 0);
    return qp_single_end(run, single, qp_book_close(book));
}
