/* Aggregations: how the normalised scores of a node's children make its own.
   A node is aggregated for all districts at once, since some aggregations
   hold the districts against each other.  One row of a table each. */

#ifndef QP_ENGINE_AGGREGATE_H
#define QP_ENGINE_AGGREGATE_H

#include "engine/model.h"

/* The children of a node by districts, [district * n_children + child]. */
struct qp_table {
    size_t n, n_children;
    qp_num *scores;  /* normalised; undefined where the child does not count
                        for the district */
    qp_num *weights; /* of all children, 0 or more; of those with a score
                        above 0, and each district has one of them */
    bool *compared;  /* districts that others are held against */
};

/* The aggregate of each district of IN into RESULT; 1 = full marks.  Undefined
   where a negative score has no such mean, and where there is nobody to be
   compared with.  A child of score 0 makes geometric, harmonic and power means
   with P <= 0 zero: the limit. */
void qp_aggregate(struct qp_arena *arena, struct qp_aggregation how,
                  const struct qp_table *in, qp_num result[]);

/* The word of the rule files for KIND: "geometric". */
const char *qp_aggregate_name(enum qp_aggregate kind);

/* Finds the aggregation called NAME. */
bool qp_aggregate_find(const char *name, enum qp_aggregate *kind);

/* True for sum and mean: children's points add up to the node's. */
bool qp_aggregate_adds_up(struct qp_aggregation how);

/* True where the districts are held against each other. */
bool qp_aggregate_compares(struct qp_aggregation how);

/* True where one child of score 0 makes the whole 0, whatever the others. */
bool qp_aggregate_stops_at_zero(struct qp_aggregation how);

#endif
