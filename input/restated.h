/* Figures of the year before that a file gives again, other than the record of
   that year's result has them. */

#ifndef QP_INPUT_RESTATED_H
#define QP_INPUT_RESTATED_H

#include "engine/model.h"

/* Compares what SUBS give for the year before with their history, which is not
   null.  A district that states another figure is warned of, with both figures
   and their places, or, where it explains the datum in a note, noted; so is a
   department, which always gives its reason.  Which of the two counts, the
   rules say (prior). */
void qp_restated_check(struct qp_session *run, const struct qp_ruleset *rules,
                       const struct qp_submissions *subs);

#endif
