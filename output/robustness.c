/* The sheets of a simulation in a workbook of their own; see robustness.h. */

#include <config.h>

#include "output/robustness.h"

#include "output/earlier.h"
#include "output/sheets.h"
#include "output/single.h"

bool
qp_robustness_write(struct qp_session *run, const struct qp_result *result,
                    const char *path)
{
    static const struct qp_sheet_row *const rows[] = {
        &qp_sheet_robust,
        &qp_sheet_robust_detail,
        &qp_sheet_correlations,
    };
    struct qp_single *single =
        qp_single_begin(run, path, qp_earlier_robustness);
    struct qp_book *book;

    if (!single)
        return false;
    book = qp_book_open(run, &single->folder, single->name,
                        result->rules->title, result->rules);
    qp_book_mark(book, QP_ROBUSTNESS_MARK);
    for (size_t i = 0; i < QP_COUNT(rows); i++)
        rows[i]->write(book, result, qp_text(result->rules, rows[i]->name));
    return qp_single_end(run, single, qp_book_close(book));
}
