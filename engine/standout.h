/* On what a district stands out among its peers: its leaves by how much they
   bring it above or below the mean of its group.  Only districts in the
   running make the mean, as in peer statistics. */

#ifndef QP_ENGINE_STANDOUT_H
#define QP_ENGINE_STANDOUT_H

#include "engine/result.h"

/* A leaf of one district.  In points with the district's own weight, not
   rounded: what the mean normalised score of its group would bring it, and how
   far it is above that. */
struct qp_standout {
    size_t node;
    qp_num mean, above;
};

struct qp_standouts;

/* Finds the means of RESULT. */
struct qp_standouts *qp_standouts_new(struct qp_arena *arena,
                                      const struct qp_result *result);

/* The leaves of DISTRICT that have points, the one that brings most above the
   mean first, equal ones in the order of the rules; *N of them, which last
   until the next call.  A district without a group is held against all. */
const struct qp_standout *qp_standouts_of(struct qp_standouts *standouts,
                                          size_t district, size_t *n);

#endif
