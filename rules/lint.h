/* What must hold between the sections of a rule set: weights that add up,
   nodes that are either leaf or inner, methods whose parameters go together,
   grades without gaps, groups where they are needed. */

#ifndef QP_RULES_LINT_H
#define QP_RULES_LINT_H

#include "rules/load.h"

/* Reports all that does not go together in LOAD, whose fields, formulas and
   tree are complete. */
void qp_lint(struct qp_load *load);

/* Reports keys and territorial fields that cannot be compared, and data that
   cannot be derived as they say. */
void qp_lint_records(struct qp_load *load);

/* Finds the weights that the rules lead to without giving them, by equal parts
   or by judges, and warns of those that come from the data.  Reports
   judgements that are incomplete or contradict each other. */
void qp_weighting_settle(struct qp_load *load);

/* Reports weights that are missing, add up wrongly or are all zero. */
void qp_lint_weights(struct qp_load *load);

/* Reports what is not wrong, but worth a second look by whoever writes the
   rules: data that nothing uses, measures without an indicator and the
   reverse, grades that nobody can have.  Only after qp_lint(), on a sound
   tree. */
void qp_advise(struct qp_load *load);

/* Marks the data that INDICATOR's value and parameters read in USED, one flag
   a datum.  Returns false when one of them could not be compiled. */
bool qp_advice_mark(const struct qp_indicator *indicator, bool *used);

/* Tries all examples of the rule set by the engine itself and reports those
   that come out differently.  Only for a rule set without fault. */
void qp_examples_run(struct qp_load *load);

#endif
