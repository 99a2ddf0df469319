/* What data take of the rows of a record type, tallied as they pass.  A plan
   says what is tallied and is shared by all files; a tally holds the sums of
   one file, and no row.

   A datum has groups: one for each value of its field BY, or a single one.  A
   group has cells: the number of its rows, and the sums and the like that its
   condition and the datum ask for.  Conditions are tried once a row for all
   data.

   Rows that pass the same tests count for the same data.  Such rows are a lot,
   of which sums are kept and from time to time added to those of all the data
   that are counts, sums or means of single groups. */

#ifndef QP_INPUT_TALLY_H
#define QP_INPUT_TALLY_H

#include "input/conditions.h"
#include "input/labels.h"

struct qp_tally_plan;

/* Makes the plan of all that RULES take of RECORD. */
const struct qp_tally_plan *
qp_tally_plan_new(struct qp_arena *arena, const struct qp_ruleset *rules,
                  const struct qp_record_type *record);

/* True if rows need the place of a label for FIELD: the territorial field,
   and what is counted or grouped by. */
bool qp_tally_plan_labels(const struct qp_tally_plan *plan, size_t field);

/* The checks of rows of the record, by their place in the rules. */
const size_t *qp_tally_plan_checks(const struct qp_tally_plan *plan,
                                   size_t *n);

struct qp_tally;

/* Makes an empty tally; its memory is of ARENA.  TOTAL is an amount that is
   summed up over all rows as well, or QP_NONE. */
struct qp_tally *qp_tally_new(struct qp_arena *arena,
                              const struct qp_tally_plan *plan, size_t total);

/* Gives back what TALLY has beside its arena. */
void qp_tally_free(struct qp_tally *tally);

/* Brings what will be added to for the value of FIELD with the number PLACE
   nearer. */
void qp_tally_expect(const struct qp_tally *tally, size_t field, size_t place);

/* Room for what a row keeps of its conditions. */
bool *qp_tally_holds(struct qp_arena *arena, const struct qp_tally_plan *plan);

/* Tries the conditions on ROW, whose labels need not have their places yet,
   and adds it where no labels are needed. */
void qp_tally_try(struct qp_tally *tally, struct qp_row *row);

/* True if ROW, which has been tried, passes the I-th check of the plan; false
   also if that cannot be decided. */
bool qp_tally_passes(const struct qp_tally *tally, const struct qp_row *row,
                     size_t i);

/* Adds ROW, which has been tried, where labels are needed; its texts are not
   looked at. */
void qp_tally_add(struct qp_tally *tally, const struct qp_row *row);

/* All rows have been added: puts together what they come to. */
void qp_tally_finish(struct qp_tally *tally);

/* The exact sum of the amount that the tally was made with over all rows. */
qp_num qp_tally_total(struct qp_arena *arena, const struct qp_tally *tally);

/* What DATUM, which is derived from the record, comes to in its unit, and the
   number *N of rows that count for it.  Without any, a greatest, least or mean
   is undefined. */
qp_num qp_tally_figure(struct qp_arena *arena, const struct qp_tally *tally,
                       size_t datum, size_t *n);

#endif
