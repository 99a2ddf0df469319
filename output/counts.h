/* How many figures of a result stand in place of others, or are not there. */

#ifndef QP_OUTPUT_COUNTS_H
#define QP_OUTPUT_COUNTS_H

#include "engine/result.h"

struct qp_counts {
    size_t verified;    /* figures that a department replaced */
    size_t missing;     /* values of indicators that are not there, */
    size_t substituted; /* for which a rule said what they earn */
    size_t vetoed;      /* times that a veto struck */
    size_t above;       /* ranked districts above the mean of totals */
    size_t findings[QP_N_LEVELS];
};

struct qp_counts qp_counts_of(const struct qp_result *result);

#endif
