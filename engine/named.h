/* What the names in the formulas of methods stand for. */

#ifndef QP_ENGINE_NAMED_H
#define QP_ENGINE_NAMED_H

#include "engine/result.h"

/* What NAME in the formula of leaf NODE's method stands for where DISTRICT is
   scored: its value x, a parameter, a statistic of the peers, its place among
   them, its full marks.  The number is undefined for a name that is none of
   these.  DISTRICT has a value. */
struct qp_quantity qp_named_figure(struct qp_arena *arena,
                                   const struct qp_result *result,
                                   size_t district, size_t node,
                                   const char *name);

#endif
