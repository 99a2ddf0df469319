/* A submission to be filled in: a draft of one district that asks, by rows in
   columns and comments between, for all that a district gives.  What is left
   blank is no figure, and is refused with its line: nothing scores because it
   was overlooked. */

#ifndef QP_OUTPUT_TEMPLATE_H
#define QP_OUTPUT_TEMPLATE_H

#include "engine/model.h"

#include <stdio.h>

/* Writes the template of RULES for DISTRICT to OUT, with the figures that
   counted last year where HISTORY is not null.  Whether all could be
   written, ferror(OUT) says; a text that XML cannot hold is reported, and
   false returned. */
bool qp_template_write(struct qp_session *run, const struct qp_ruleset *rules,
                       const struct qp_history *history, size_t district,
                       FILE *out);

#endif
