/* The table of statistics; see summary.h. */

#include <config.h>

#include "output/summary.h"

#include "output/texts.h"

static const struct {
    enum qp_text name;
    size_t offset; /* in struct qp_summary */
    const char *function;
    bool holds_half; /* as a formula; see formula.h */
} rows[QP_SUMMARY_ROWS] = {
    { QP_TEXT_MEAN, offsetof(struct qp_summary, mean), "AVERAGE", true },
    { QP_TEXT_BEST, offsetof(struct qp_summary, max), "MAX", true },
    { QP_TEXT_LEAST, offsetof(struct qp_summary, min), "MIN", true },
    { QP_TEXT_DEVIATION, offsetof(struct qp_summary, sd), "STDEV", false },
};

const char *
qp_summary_name(const struct qp_ruleset *rules, size_t i)
{
    return qp_text(rules, rows[i].name);
}

void
qp_summary_put(const struct qp_page *page, struct qp_formulas *formulas,
               size_t row, size_t column, struct qp_style style, size_t node,
               size_t i)
{
    const char *summary = (const char *)&page->result->summaries[node];
    qp_num x = *(const qp_num *)(const void *)(summary + rows[i].offset);
    const char *formula = qp_formula_summary(formulas, node, rows[i].function,
                                             x, rows[i].holds_half);

    if (formula)
        qp_cell_live(page->sheet, row, column, style, formula,
                     qp_page_round(page, x));
    else
        qp_cell_number(page->sheet, row, column, style,
                       qp_page_round(page, x));
}
