/* Parts of the summary that lint prints of a rule set, in columns. */

#ifndef QP_ENGINE_COMMANDS_SUMMARY_H
#define QP_ENGINE_COMMANDS_SUMMARY_H

#include "engine/model.h"

/* The codes of the N MEASURES, apart by blanks. */
const char *qp_summary_cited(struct qp_arena *arena,
                             const struct qp_ruleset *rules,
                             const size_t *measures, size_t n);

/* Prints the goals of the plan and what measures them; nothing where there are
   none. */
void qp_summary_targets(struct qp_arena *arena,
                        const struct qp_ruleset *rules);

/* Prints the measures of the plan, how far RULES reach each, and by
   what; nothing where there are none. */
void qp_summary_measures(struct qp_arena *arena,
                         const struct qp_ruleset *rules);

/* Prints how the weights were found that RULES do not give: by equal parts, by
   comparisons with their consistency, by experts with their spread, or that
   the data will tell; nothing where all are given. */
void qp_summary_weights(struct qp_arena *arena,
                        const struct qp_ruleset *rules);

#endif
