/* Data one a row: reported, verified, cut, state and what was said of it; in
   full with last year's figure, the growth since, and where the figure that
   counts is from. */

#ifndef QP_OUTPUT_DATA_ROWS_H
#define QP_OUTPUT_DATA_ROWS_H

#include "output/table.h"

/* Columns of one row at most. */
enum { QP_DATA_ROW_FIELDS = 11 };

/* Appends the columns of a row, in full or not, to the N there are in FIELDS,
   and returns how many there are. */
size_t qp_data_row_fields(const struct qp_ruleset *rules, bool full,
                          struct qp_field fields[], size_t n);

/* Fills those cells for DATUM of DISTRICT. */
void qp_data_row(struct qp_table *table, size_t district, size_t datum,
                 bool full);

#endif
