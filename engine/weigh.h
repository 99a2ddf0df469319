/* Weights that are found instead of given: by judges, whom the rules quote, or
   from the scores of the districts.  What they rest on is kept, so that every
   weight can be printed with its reasons. */

#ifndef QP_ENGINE_WEIGH_H
#define QP_ENGINE_WEIGH_H

#include "engine/model.h"

/* Saaty's random indices end there. */
enum { QP_WEIGH_AHP_MOST = 15 };

/* How the children of NODE are weighted, QP_NONE for those of the total. */
const struct qp_weighting *qp_weighting_of(const struct qp_ruleset *rules,
                                           size_t node);

/* The word of the rule files for KIND: "entropy". */
const char *qp_weighting_name(enum qp_weighting_kind kind);

/* True where weights come from the scores, and so move with the data. */
bool qp_weighting_from_data(enum qp_weighting_kind kind);

/* Equal weights for N children; NOTE says why, null where that was asked
   for. */
const struct qp_weighing *qp_weigh_equal(struct qp_arena *arena, size_t n,
                                         const char *note);

/* Weights of N <= QP_WEIGH_AHP_MOST children by their pairwise comparison:
   MATRIX [row * n + column] says how many times the row outweighs the column,
   with reciprocals.  The principal eigenvector, with "lambda", "ci", "ri" and
   "cr"; exact where the comparisons are consistent.
   Source: quping-rules(5), weighting; T. L. Saaty, The Analytic Hierarchy
   Process (1980). */
const struct qp_weighing *qp_weigh_ahp(struct qp_arena *arena,
                                       const qp_num matrix[], size_t n);

/* Sets TRIPLE to the three children whose comparisons contradict each other
   most: first times second is farthest from the direct comparison. */
void qp_weigh_worst_triple(struct qp_arena *arena, const qp_num matrix[],
                           size_t n, size_t triple[3]);

/* Weights of N children by what N_EXPERTS gave to each, [child * n_experts +
   expert], each expert the same sum in all: the mean, with the spread. */
const struct qp_weighing *qp_weigh_budget(struct qp_arena *arena,
                                          const qp_num given[], size_t n,
                                          size_t n_experts);

/* Weights of N children by the normalised SCORES [district * n + child] of
   N_DISTRICTS.  Without two districts, or where nothing tells the children
   apart, equal weights with a note.  Returns null and sets *FAULT to a phrase
   where the scores allow none.  A child whose scores are all equal has weight
   0.
   Source: quping-rules(5), weighting.  entropy: C. E. Shannon's, 0 ln 0 = 0,
   nothing is added to zeros; critic: D. Diakoulaki and others (1995); pca: the
   loadings of the first component of the correlations, as OECD/JRC, Handbook
   on Constructing Composite Indicators (2008), section 6.1. */
const struct qp_weighing *qp_weigh_data(struct qp_arena *arena,
                                        enum qp_weighting_kind kind,
                                        const qp_num scores[],
                                        size_t n_districts, size_t n,
                                        const char **fault);

#endif
