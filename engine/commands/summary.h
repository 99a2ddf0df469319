/* Parts of the summary that lint prints of a rule set, in columns. */

#ifndef QP_ENGINE_COMMANDS_SUMMARY_H
#define QP_ENGINE_COMMANDS_SUMMARY_H

#include "engine/model.h"

/* Prints the measures of the plan, how far RULES reach each, and by
   what; nothing where there are none. */
void qp_summary_measures(struct qp_arena *arena,
                         const struct qp_ruleset *rules);

#endif
