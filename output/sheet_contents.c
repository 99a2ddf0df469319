/* 目录: every sheet of the workbook, what it shows, and a link to it. */

#include <config.h>

#include "output/sheets.h"
#include "output/table.h"

static void
put_sheet(struct qp_table *table, const struct qp_sheet_row *row)
{
    const struct qp_ruleset *rules = table->page->rules;
    const char *name = qp_text(rules, row->name);

    qp_table_row(table);
    qp_table_number(table, qp_num_int((int64_t)table->n_rows));
    qp_table_link(table, name, name);
    qp_table_text(table, qp_text(rules, row->shows));
}

void
qp_contents_write(struct qp_book *book, const struct qp_result *result,
                  const struct qp_sheet_row *const rows[], size_t n)
{
    const struct qp_ruleset *rules = result->rules;
    const char *name = qp_text(rules, QP_TEXT_SHEET_CONTENTS);
    const struct qp_field fields[] = {
        qp_field_text(qp_text(rules, QP_TEXT_NUMBER), QP_LOOK_CENTRE, 8, 0),
        qp_field_text(qp_text(rules, QP_TEXT_CONTENTS_SHEET), QP_LOOK_LINK, 26,
                      34),
        qp_field_text(qp_text(rules, QP_TEXT_CONTENTS_SHOWS), QP_LOOK_TEXT, 62,
                      76),
    };
    struct qp_page *page = qp_page_begin(book, result, name, name, NULL,
                                         QP_COUNT(fields), true);
    struct qp_table table = qp_table_begin(page, fields, QP_COUNT(fields));

    for (size_t i = 0; i < n; i++)
        put_sheet(&table, rows[i]);
    qp_table_end(&table, false);
    qp_page_finish(page);
}
