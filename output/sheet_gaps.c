/* 核定与缺项: figures that a department replaced, and those that were not
   given. */

#include <config.h>

#include "engine/expr.h"
#include "output/data_rows.h"
#include "output/sheets.h"

/* True if DATUM of DISTRICT is more than a figure that was reported. */
static bool
is_special(const struct qp_result *result, size_t district, size_t datum)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_entry *entry =
        &result->subs->entries[district * rules->n_data + datum];
    const struct qp_figure *counts =
        qp_eval_figure(rules, result->subs, district, datum, false);

    if (qp_model_extra(entry)->n_opinions)
        return false;
    if (!counts || counts->value.state != QP_REPORTED)
        return true;
    return qp_model_extra(entry)->verified &&
           rules->data[datum].given_by == QP_BY_DISTRICT;
}

static void
put_district(struct qp_table *table, size_t district)
{
    const struct qp_page *page = table->page;

    for (size_t x = 0; x < page->rules->n_data; x++) {
        if (!is_special(page->result, district, x))
            continue;
        qp_table_row(table);
        qp_table_text(table, qp_text_district(page->rules, district));
        qp_data_row(table, district, x, false);
    }
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_field fields[1 + QP_DATA_ROW_FIELDS] = {
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 14, 26),
    };
    size_t n = qp_data_row_fields(rules, false, fields, 1);
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, n, false);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, 2);
    for (size_t d = 0; d < rules->n_districts; d++)
        put_district(&table, d);
    qp_table_end(&table, true);
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    for (size_t d = 0; d < result->rules->n_districts; d++)
        for (size_t x = 0; x < result->rules->n_data; x++)
            if (is_special(result, d, x))
                return true;
    return false;
}

const struct qp_sheet_row qp_sheet_gaps = { .name = QP_TEXT_SHEET_GAPS,
                                            .shows = QP_TEXT_SHOWS_GAPS,
                                            .write = write_sheet,
                                            .wanted = wanted };
