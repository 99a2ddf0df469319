/* The facts of a result as fixed sentences with numbers, one a line, for
   whoever drafts the letter to the districts.  They count and name; they do
   not judge. */

#ifndef QP_OUTPUT_FACTS_H
#define QP_OUTPUT_FACTS_H

#include "engine/result.h"

#include <stdio.h>

/* Writes what RESULT came to as plain text to OUT. */
void qp_facts_write(struct qp_arena *arena, const struct qp_result *result,
                    FILE *out);

#endif
