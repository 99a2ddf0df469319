/* Derivations for people, in the language of the rules: a tree on a terminal
   from the total down to the data, in sentences. */

#ifndef QP_OUTPUT_EXPLAIN_TEXT_H
#define QP_OUTPUT_EXPLAIN_TEXT_H

#include "engine/explain.h"

#include <stdio.h>

/* Prints EXPLAINED; with a NODE other than QP_NONE what leads from the total
   to it, and all below it. */
void qp_explain_print(struct qp_arena *arena,
                      const struct qp_explained *explained, size_t node,
                      FILE *out);

#endif
