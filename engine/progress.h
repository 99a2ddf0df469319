/* How far the city has come toward the goals of the plan: what each [target]
   measures, over its goal.  All districts count, vetoed ones too, as in the
   checks of the city: a plan's figures are figures, not scores. */

#ifndef QP_ENGINE_PROGRESS_H
#define QP_ENGINE_PROGRESS_H

#include "engine/model.h"

/* What one target came to. */
struct qp_progress {
    const char *unit;      /* of the goal, else of the value; "": none */
    struct qp_value value; /* in that unit */
    qp_num goal;           /* in that unit, over 0 */
    qp_num share;          /* VALUE / GOAL, 1 = reached, exact; undefined where
                              VALUE is */
};

/* The progress toward each target of RULES on the figures of SUBS that
   count. */
const struct qp_progress *qp_progress_find(struct qp_arena *arena,
                                           const struct qp_ruleset *rules,
                                           const struct qp_submissions *subs);

#endif
