/* Codes of the rules, to be found by their text without regard to case. */

#ifndef QP_INPUT_CODES_H
#define QP_INPUT_CODES_H

#include "engine/model.h"

struct qp_codes;

/* The codes of all districts of RULES, of all its data, of all its
   indicators; those of last year's tree. */
const struct qp_codes *qp_codes_of_districts(struct qp_arena *arena,
                                             const struct qp_ruleset *rules);
const struct qp_codes *qp_codes_of_data(struct qp_arena *arena,
                                        const struct qp_ruleset *rules);
const struct qp_codes *qp_codes_of_indicators(struct qp_arena *arena,
                                              const struct qp_ruleset *rules);
const struct qp_codes *qp_codes_of_past(struct qp_arena *arena,
                                        const struct qp_history *history);

/* The index of what has the code TEXT, or QP_NONE. */
size_t qp_codes_find(const struct qp_codes *codes, const char *text);

#endif
