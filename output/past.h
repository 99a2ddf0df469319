/* Last year beside this one: a district's rank then, and how far it has
   moved. */

#ifndef QP_OUTPUT_PAST_H
#define QP_OUTPUT_PAST_H

#include "engine/result.h"

/* The rank of DISTRICT last year; undefined where it had none or nothing is
   known. */
qp_num qp_past_rank(const struct qp_result *result, size_t district);

/* How DISTRICT moved since: "↑3", "↓2", that it did not, or null where one of
   the ranks is not there. */
const char *qp_past_move(struct qp_arena *arena,
                         const struct qp_result *result, size_t district);

/* What DISTRICT came to last year: rank with the move since, points, grade;
   null where nothing is known. */
const char *qp_past_text(struct qp_arena *arena,
                         const struct qp_result *result, size_t district);

#endif
