/* How a score came about, step by step with its figures: "60% + (1 − 60%) ×
   (83.2 − 40) ÷ (120 − 40) = 81.6%".  Values are told by engine/expr.h, scores
   from the formula of their method, which is the one that scores; nothing is
   computed again. */

#ifndef QP_OUTPUT_WORKING_H
#define QP_OUTPUT_WORKING_H

#include "engine/result.h"

struct qp_workings;

/* The workings of RESULT; their texts are made in ARENA. */
struct qp_workings *qp_workings_new(struct qp_arena *arena,
                                    const struct qp_result *result);

/* From data to the value of leaf NODE that was scored, or why there is none
   and what was put in its place. */
const char *qp_working_value(struct qp_workings *workings, size_t district,
                             size_t node);

/* From the value to the score in percent of full marks, or what the rules give
   instead. */
const char *qp_working_score(struct qp_workings *workings, size_t district,
                             size_t node);

/* From the score to the points, with the weight that applies and rounding. */
const char *qp_working_points(struct qp_workings *workings, size_t district,
                              size_t node);

#endif
