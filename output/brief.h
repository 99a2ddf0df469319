/* What a rule set asks for, put into a line for whoever has to give it: in the
   documentation of a schema, in the comments of a template. */

#ifndef QP_OUTPUT_BRIEF_H
#define QP_OUTPUT_BRIEF_H

#include "engine/model.h"

/* What is asked for as DATUM, behind its name: "required; in 万美元; at most 2
   decimals; at least 0; source: ...".  Its note is no part of it. */
const char *qp_brief_datum(struct qp_arena *arena,
                           const struct qp_ruleset *rules, size_t datum);

#endif
