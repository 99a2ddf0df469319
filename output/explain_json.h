/* Derivations for programs: one JSON document with the rules that figures
   refer to, the districts that each leaf compares, and for each district its
   data, every step of every expression, and every score and total, exact and
   as printed.  Whoever reads it can do all the arithmetic again.

   Members that have nothing to say are left out.  Numbers are texts: fractions
   such as "1/3" are exact, "points" and the like are as printed. */

#ifndef QP_OUTPUT_EXPLAIN_JSON_H
#define QP_OUTPUT_EXPLAIN_JSON_H

#include "engine/explain.h"

#include <stdio.h>

/* Writes the N derivations of ONE result, of NODE with all above and below it;
   of all indicators for QP_NONE. */
void qp_explain_json(struct qp_arena *arena,
                     const struct qp_explained *const explained[], size_t n,
                     size_t node, FILE *out);

#endif
