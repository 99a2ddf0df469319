/* What makes a district's total another than last year's: the change of its
   points on each indicator at the top of the tree, of bonus and deduction, and
   the leaves that moved it most.  Trees of two years meet by the codes of
   their indicators; what only one of them has came or went with all its
   points.

   All is reckoned in points as people read them in the workbooks of both
   years: rounded to the decimals of the year that has more of them.  What
   such parts do not come to together is the rest: of rounding at the total,
   of a total that does not add up its parts, of one that a veto or its
   deductions have brought to 0. */

#ifndef QP_ENGINE_CHANGE_H
#define QP_ENGINE_CHANGE_H

#include "engine/result.h"

/* An indicator of this year's rules and of last year's record; QP_NONE: that
   year does not have it. */
struct qp_change_pair {
    size_t node, past;
};

/* What a district had on one.  Undefined: no points in that year; but BY, NOW
   less BEFORE, is undefined only where both are. */
struct qp_change {
    struct qp_change_pair of;
    qp_num before, now, by;
    qp_num weight_before, weight_now; /* in points, not rounded */
};

/* How its total changed: TOTAL is the sum of BONUS, DEDUCTION (below 0 where
   more was deducted), REST and the BY of all indicators at the top. */
struct qp_change_sum {
    qp_num total, bonus, deduction, rest;
};

struct qp_changes;

/* The changes of RESULT since its history's last year; null where nothing is
   known of last year's tree. */
struct qp_changes *qp_changes_new(struct qp_arena *arena,
                                  const struct qp_result *result);

/* The decimals that all figures here are rounded to. */
int qp_changes_places(const struct qp_changes *changes);

/* The indicators at the top, N of them: those of this year in the order of the
   rules, then those that are gone. */
const struct qp_change_pair *qp_changes_tops(const struct qp_changes *changes,
                                             size_t *n);

/* What DISTRICT had on PAIR. */
struct qp_change qp_changes_on(struct qp_changes *changes, size_t district,
                               struct qp_change_pair pair);

/* How the total of DISTRICT changed; false if one of the years has none. */
bool qp_changes_sum(struct qp_changes *changes, size_t district,
                    struct qp_change_sum *sum);

/* Puts the leaves on which DISTRICT gained most into MOST, or on which it lost
   most unless GAINED, N of them at most: the most first, equal ones in the
   order of the rules.  Returns how many there are. */
size_t qp_changes_most(struct qp_changes *changes, size_t district,
                       bool gained, struct qp_change most[], size_t n);

#endif
