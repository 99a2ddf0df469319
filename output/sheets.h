/* The worksheets of the overall workbook: one file sheet_*.c each, and a row
   each in the table of workbook.c. */

#ifndef QP_OUTPUT_SHEETS_H
#define QP_OUTPUT_SHEETS_H

#include "output/book.h"
#include "output/texts.h"

struct qp_sheet_row {
    enum qp_text name, shows; /* a line for the contents */

    /* Writes the sheet called NAME into BOOK. */
    void (*write)(struct qp_book *book, const struct qp_result *result,
                  const char *name);

    /* Whether RESULT has anything for it; null: always. */
    bool (*wanted)(const struct qp_result *result);
};

/* Writes the worksheet 目录 into BOOK: the N sheets of ROWS, with a link to
   each. */
void qp_contents_write(struct qp_book *book, const struct qp_result *result,
                       const struct qp_sheet_row *const rows[], size_t n);

extern const struct qp_sheet_row qp_sheet_overview;
extern const struct qp_sheet_row qp_sheet_about;
extern const struct qp_sheet_row qp_sheet_rules;
extern const struct qp_sheet_row qp_sheet_audit;
extern const struct qp_sheet_row qp_sheet_ranking;
extern const struct qp_sheet_row qp_sheet_rankings;
extern const struct qp_sheet_row qp_sheet_groups;
extern const struct qp_sheet_row qp_sheet_changes;
extern const struct qp_sheet_row qp_sheet_moved;
extern const struct qp_sheet_row qp_sheet_scores;
extern const struct qp_sheet_row qp_sheet_normalised;
extern const struct qp_sheet_row qp_sheet_working;
extern const struct qp_sheet_row qp_sheet_basis;
extern const struct qp_sheet_row qp_sheet_values;
extern const struct qp_sheet_row qp_sheet_strengths;
extern const struct qp_sheet_row qp_sheet_data;
extern const struct qp_sheet_row qp_sheet_ledger;
extern const struct qp_sheet_row qp_sheet_gaps;
extern const struct qp_sheet_row qp_sheet_quality;
extern const struct qp_sheet_row qp_sheet_filled;
extern const struct qp_sheet_row qp_sheet_treated;
extern const struct qp_sheet_row qp_sheet_robust;
extern const struct qp_sheet_row qp_sheet_robust_detail;
extern const struct qp_sheet_row qp_sheet_correlations;
extern const struct qp_sheet_row qp_sheet_items;
extern const struct qp_sheet_row qp_sheet_measures;
extern const struct qp_sheet_row qp_sheet_weights;

#endif
