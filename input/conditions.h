/* Conditions on rows of detail, tried on every row.  A comparison that several
   conditions share is made once a row, in integers; what is no list of
   comparisons, or meets a figure too long for them, is evaluated like any
   expression. */

#ifndef QP_INPUT_CONDITIONS_H
#define QP_INPUT_CONDITIONS_H

#include "input/row.h"

struct qp_conditions;

/* Makes an empty list of conditions on rows of RECORD. */
struct qp_conditions *qp_conditions_new(struct qp_arena *arena,
                                        const struct qp_record_type *record);

/* Adds FORMULA, which is compiled for the record, or nothing, which always
   holds.  Returns its number, that of an equal one if it was added before. */
size_t qp_conditions_add(struct qp_conditions *conditions,
                         const struct qp_formula *formula);

size_t qp_conditions_count(const struct qp_conditions *conditions);

/* Sets HOLDS for each condition on ROW; one that cannot be decided does not
   hold.  SCRATCH is cleared when it was used. */
void qp_conditions_try(const struct qp_conditions *conditions,
                       const struct qp_row *row, struct qp_arena *scratch,
                       bool holds[]);

#endif
