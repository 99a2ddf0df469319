/* The aggregations that hold districts against each other; only aggregate.c
   calls them.  A district that is not compared is scored by those that are,
   with its scores held between their worst and best, as a peer statistic
   would have it; it changes nobody's score. */

#ifndef QP_ENGINE_AGGREGATE_IMPL_H
#define QP_ENGINE_AGGREGATE_IMPL_H

#include "engine/aggregate.h"

/* Closeness to the ideal, 0 to 1: the distance to the worst out of the
   distances to the worst and to the best, where best and worst are put
   together from each child's best and worst score, and each child's scores
   are divided by the root of the sum of their squares.  1 where all are equal.
   Source: quping-rules(5), topsis; C. L. Hwang and K. Yoon, Multiple
   Attribute Decision Making (1981). */
void qp_aggregate_topsis(struct qp_arena *arena, struct qp_aggregation how,
                         const struct qp_table *in, qp_num result[]);

/* Pairs won less pairs lost out of all pairs, -1 to 1.  A pair is won when the
   children in which a district is better weigh more than those in which it is
   worse, over the children that both have; a pair of districts with different
   weights is decided by the mean of their shares.  0 without a rival.
   Source: quping-rules(5), copeland; A. H. Copeland (1951). */
void qp_aggregate_copeland(struct qp_arena *arena, struct qp_aggregation how,
                           const struct qp_table *in, qp_num result[]);

/* Grey relational grade, up to 1: the weighted mean over the children of
   rho M / (d + rho M), where d is how far the score is from the child's best
   and M the greatest of all d.  1 where all are equal.
   Source: quping-rules(5), grey; Deng J. L., Introduction to Grey System
   Theory, Journal of Grey System 1 (1989). */
void qp_aggregate_grey(struct qp_arena *arena, struct qp_aggregation how,
                       const struct qp_table *in, qp_num result[]);

#endif
