/* What a notice holds its district against: how all districts in the running
   did, and those of each group, on the main indicators and in total.  It is
   the same for all notices, so it is added up once, before the first. */

#ifndef QP_OUTPUT_OTHERS_H
#define QP_OUTPUT_OTHERS_H

#include "engine/result.h"

/* Undefined where there are none, or too few of a group to tell. */
struct qp_standard {
    qp_num mean, best; /* of points as printed */
    qp_num rate;       /* the mean of normalised scores; none in total */
};

struct qp_others;

/* Adds up RESULT. */
const struct qp_others *qp_others_find(struct qp_arena *arena,
                                       const struct qp_result *result);

/* How those of GROUP, QP_NONE for all, did on main indicator TOP, an index
   into those of the rules; in total for n_top. */
struct qp_standard qp_others_on(const struct qp_others *others, size_t top,
                                size_t group);

/* How many districts have a rank in RANKING. */
size_t qp_others_ranked(const struct qp_others *others, size_t ranking);

#endif
