/* Aggregations: how the normalised scores of a node's children make its own.
   One row of a table each. */

#ifndef QP_ENGINE_AGGREGATE_H
#define QP_ENGINE_AGGREGATE_H

#include "engine/model.h"

/* The aggregate of the N scores S with the weights W >= 0, whose sum is above
   0; children of weight 0 do not count.  1 = full marks.  Undefined where a
   negative score has no such mean.  A child of score 0 makes geometric,
   harmonic and power means with P <= 0 zero: the limit. */
qp_num qp_aggregate(struct qp_arena *arena, struct qp_aggregation how,
                    const qp_num s[], const qp_num w[], size_t n);

/* The word of the rule files for KIND: "geometric". */
const char *qp_aggregate_name(enum qp_aggregate kind);

/* Finds the aggregation called NAME. */
bool qp_aggregate_find(const char *name, enum qp_aggregate *kind);

/* True for sum and mean: children's points add up to the node's. */
bool qp_aggregate_adds_up(struct qp_aggregation how);

#endif
