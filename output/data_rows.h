/* Data one a row: reported, verified, cut, state and what was said of it. */

#ifndef QP_OUTPUT_DATA_ROWS_H
#define QP_OUTPUT_DATA_ROWS_H

#include "output/table.h"

/* Columns of one row at most. */
enum { QP_DATA_ROW_FIELDS = 9 };

/* Appends the columns of a row to the N there are in FIELDS, with last year's
   figure if PRIOR, and returns how many there are. */
size_t qp_data_row_fields(const struct qp_ruleset *rules, bool prior,
                          struct qp_field fields[], size_t n);

/* Fills those cells for DATUM of DISTRICT. */
void qp_data_row(struct qp_table *table, size_t district, size_t datum,
                 bool prior);

#endif
