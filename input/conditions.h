/* Conditions on rows of detail, tried on every row.  They are made of tests on
   integers, of which several may share one and each is made once a row; what
   is no list of comparisons, or meets a figure too long for them, is evaluated
   like any expression. */

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

/* The tests that ROW passes, as bits. */
uint64_t qp_conditions_test(const struct qp_conditions *conditions,
                            const struct qp_row *row);

/* True if the tests that a row passes decide the condition NUMBER. */
bool qp_conditions_is_simple(const struct qp_conditions *conditions,
                             size_t number);

/* Sets HOLDS for each simple condition on rows that pass the tests PASSED and
   have no long figure. */
void qp_conditions_decide(const struct qp_conditions *conditions,
                          uint64_t passed, bool holds[]);

/* Sets HOLDS for each condition on ROW that is not simple, or, if ROW has a
   long figure, for all; one that cannot be decided does not hold.  SCRATCH is
   cleared when it was used. */
void qp_conditions_evaluate(const struct qp_conditions *conditions,
                            const struct qp_row *row, struct qp_arena *scratch,
                            bool holds[]);

#endif
