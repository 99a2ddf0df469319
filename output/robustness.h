/* The workbook of a simulation by itself. */

#ifndef QP_OUTPUT_ROBUSTNESS_H
#define QP_OUTPUT_ROBUSTNESS_H

#include "engine/result.h"

/* What the workbook is known by later. */
#define QP_ROBUSTNESS_MARK "quping robustness"

/* Writes the simulation of RESULT, which has one, as the workbook at PATH,
   which may not exist or be an earlier one.  On failure says why, leaves what
   was there as it was, and returns false. */
bool qp_robustness_write(struct qp_session *run,
                         const struct qp_result *result, const char *path);

#endif
