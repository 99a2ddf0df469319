/* Values that lie far out, brought in before they are scored: first held
   within fixed limits (clip_value), then the outermost moved to the next one
   inward (winsorise), then all put on another scale (treat).  What is done
   rests on the values of the peers alone; a value that is no peer's, or of
   another year, is then treated the same way.

   How far out values lie is told by their skewness and kurtosis, both with
   the correction for samples.  The decision is exact: the square of the
   skewness is rational.  Only the skewness that is printed is rounded, once,
   to 256 bits, and so is every logarithm and fractional power. */

#ifndef QP_ENGINE_TREAT_H
#define QP_ENGINE_TREAT_H

#include "engine/model.h"
#include "engine/result.h"

/* The shape of a set of values.  Both figures are undefined where the values
   are all equal or too few. */
struct qp_shape {
    qp_num square; /* of the skewness, from three values on */
    int side;      /* of the skewness: -1, 0, 1 */
    qp_num kurtosis; /* 0 for a bell curve, from four values on */
};

/* The shape of N VALUES.  Source: D. N. Joanes and C. A. Gill, Comparing
   measures of sample skewness and kurtosis (1998): G1 and G2, which SAS, SPSS
   and spreadsheets compute. */
struct qp_shape qp_shape_of(struct qp_arena *arena, const qp_num values[],
                            size_t n);

qp_num qp_shape_skewness(struct qp_arena *arena, struct qp_shape shape);

/* True if anything is to be done by HOW. */
bool qp_treat_is_asked(const struct qp_treatment *how);

/* True if what is done by HOW rests on the values of the peers. */
bool qp_treat_asks_peers(const struct qp_treatment *how);

/* What the N VALUES of the peers, in rising order, call for by HOW.
   winsorise: while both bounds are reached, the value that is outermost on
   the side of the skew becomes the next one inward; equal values move
   together, and none moves where more than HOW->winsorise would have moved in
   all.
   Source: quping-rules(5), treatment; winsorise but for its ties as in COINr
   (W. Becker and others, 2022). */
const struct qp_treating *qp_treat_find(struct qp_arena *arena,
                                        const struct qp_treatment *how,
                                        const qp_num values[], size_t n);

/* A value after treatment, and what changed it beside a new scale. */
struct qp_treated {
    qp_num value;
    bool clipped, winsorised;
};

/* The value X as FOUND has it treated.  With treat, what is below all peers is
   taken as their least. */
struct qp_treated qp_treat_value(struct qp_arena *arena,
                                 const struct qp_treatment *how,
                                 const struct qp_treating *found, qp_num x);

#endif
