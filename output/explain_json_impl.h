/* What the files of a derivation as JSON share; nobody else includes it. */

#ifndef QP_OUTPUT_EXPLAIN_JSON_IMPL_H
#define QP_OUTPUT_EXPLAIN_JSON_IMPL_H

#include "engine/result.h"
#include "output/json.h"

/* The member KEY: where AT is, without folders; left out for nowhere. */
void qp_json_place(struct qp_json *json, const char *key, struct qp_place at);

/* The members "code" and "name". */
void qp_json_names(struct qp_json *json, const struct qp_ruleset *rules,
                   const char *code, const char *name, const char *name_en);

/* The members for the rules of RESULT, with the indicators that concern
   NODE. */
void qp_explain_json_rules(struct qp_json *json,
                           const struct qp_result *result, size_t node);

#endif
