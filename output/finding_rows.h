/* Findings one a row: the check, what was found and where, what was expected,
   and what became of it. */

#ifndef QP_OUTPUT_FINDING_ROWS_H
#define QP_OUTPUT_FINDING_ROWS_H

#include "output/table.h"

/* Columns of one row. */
enum { QP_FINDING_ROW_FIELDS = 7 };

/* Appends the columns of a row to the N there are in FIELDS, and returns how
   many there are. */
size_t qp_finding_row_fields(const struct qp_ruleset *rules,
                             struct qp_field fields[], size_t n);

/* Fills those cells for FINDING; FOR_DISTRICT leaves out what peers have,
   which is not for a district to see. */
void qp_finding_row(struct qp_table *table, const struct qp_finding *finding,
                    bool for_district);

#endif
