/* What must hold between the sections of a rule set: weights that add up,
   nodes that are either leaf or inner, methods whose parameters go together,
   grades without gaps, groups where they are needed. */

#ifndef QP_RULES_LINT_H
#define QP_RULES_LINT_H

#include "rules/load.h"

/* Reports all that does not go together in LOAD, whose fields, formulas and
   tree are complete. */
void qp_lint(struct qp_load *load);

/* Finds the weights that the rules lead to without giving them, by equal parts
   or by judges, and warns of those that come from the data.  Reports
   judgements that are incomplete or contradict each other. */
void qp_weighting_settle(struct qp_load *load);

/* Reports weights that are missing, add up wrongly or are all zero. */
void qp_lint_weights(struct qp_load *load);

#endif
