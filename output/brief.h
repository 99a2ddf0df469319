/* What a rule set asks for, put into a line for whoever has to give it: in the
   documentation of a schema, in the comments of a template. */

#ifndef QP_OUTPUT_BRIEF_H
#define QP_OUTPUT_BRIEF_H

#include "engine/model.h"

/* What is asked for as DATUM: "[required] Exports: in 万美元; at most 2
   decimals; at least 0; source: ...".  Its note is no part of it. */
const char *qp_brief_datum(struct qp_arena *arena,
                           const struct qp_ruleset *rules, size_t datum);

/* What is asked for as FIELD of a row of detail: "Amount: a number; in 万美元;
   at most 2 decimals", without a name only what follows it. */
const char *qp_brief_field(struct qp_arena *arena,
                           const struct qp_ruleset *rules,
                           const struct qp_record_field *field);

#endif
