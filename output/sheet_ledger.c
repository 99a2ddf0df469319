/* 数据台账: each datum of each district in full. */

#include <config.h>

#include "output/data_rows.h"
#include "output/sheets.h"

/* Rows that people read; with more the record is the place to look. */
enum { ROWS_MOST = 20000 };

static void
put_datum(struct qp_table *table, size_t district, size_t datum)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const struct qp_entry *entry =
        &page->result->subs->entries[district * rules->n_data + datum];

    if (qp_model_extra(entry)->verified &&
        (entry->reported || qp_model_extra(entry)->derived))
        qp_table_row_on(table, QP_GROUND_TINT);
    else
        qp_table_row(table);
    qp_table_text(table, qp_text_district(rules, district));
    qp_data_row(table, district, datum, true);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_field fields[1 + QP_DATA_ROW_FIELDS] = {
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 26),
    };
    size_t n = qp_data_row_fields(rules, true, fields, 1);
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, n, false);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, 2);
    for (size_t d = 0; d < rules->n_districts; d++)
        for (size_t x = 0; x < rules->n_data; x++)
            put_datum(&table, d, x);
    qp_table_end(&table, true);
    qp_page_note(page, qp_text(rules, QP_TEXT_MARKS_LEDGER));
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    size_t n = result->rules->n_districts * result->rules->n_data;

    return n > 0 && n <= ROWS_MOST;
}

const struct qp_sheet_row qp_sheet_ledger = { .name = QP_TEXT_SHEET_LEDGER,
                                              .shows = QP_TEXT_SHOWS_LEDGER,
                                              .write = write_sheet,
                                              .wanted = wanted };
