/* What is uncertain, in the words of workbooks. */

#ifndef QP_OUTPUT_ROBUST_TEXTS_H
#define QP_OUTPUT_ROBUST_TEXTS_H

#include "engine/robust.h"
#include "output/texts.h"

/* CHOICE in the language of RULES. */
const char *qp_text_choice(struct qp_arena *arena,
                           const struct qp_ruleset *rules,
                           struct qp_choice choice);

/* How far SPREAD goes; BY_DEFAULT where the rules do not say so. */
const char *qp_text_spread(struct qp_arena *arena,
                           const struct qp_ruleset *rules,
                           struct qp_spread spread, bool by_default);

#endif
