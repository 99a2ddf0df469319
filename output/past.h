/* Last year beside this one: a district's rank then, how far it has moved, and
   what the two sheets on that share. */

#ifndef QP_OUTPUT_PAST_H
#define QP_OUTPUT_PAST_H

#include "engine/change.h"
#include "output/table.h"

/* The rank of DISTRICT last year; undefined where it had none or nothing is
   known. */
qp_num qp_past_rank(const struct qp_result *result, size_t district);

/* The same of its total. */
qp_num qp_past_total(const struct qp_result *result, size_t district);

/* How DISTRICT moved since: "↑3", "↓2", that it did not, or null where one of
   the ranks is not there. */
const char *qp_past_move(struct qp_arena *arena,
                         const struct qp_result *result, size_t district);

/* What DISTRICT came to last year: rank with the move since, points, grade;
   null where nothing is known. */
const char *qp_past_text(struct qp_arena *arena,
                         const struct qp_result *result, size_t district);

/* Puts that into TABLE, with a dash for null. */
void qp_past_put_move(struct qp_table *table, size_t district);

/* True if the record of last year says what districts had on indicators. */
bool qp_past_has_points(const struct qp_result *result);

/* The name of the indicator PAIR, with what became of it where only one year
   has it. */
const char *qp_past_indicator(struct qp_arena *arena,
                              const struct qp_result *result,
                              struct qp_change_pair pair);

/* The cell of the points of DISTRICT on NODE in the book of PAGE if they stand
   there as they are printed, so that differences of them can be formulas; else
   null. */
const char *qp_past_now(const struct qp_page *page, size_t district,
                        size_t node);

/* Notes below a table that last year's rules are others, if they are. */
void qp_past_note_rules(struct qp_page *page);

#endif
