/* How much of the variance of an output each uncertain choice answers for:
   Sobol indices by two samples A and B of the choices, and for each choice i a
   sample AB_i that is A but for i, which is B's.

   The first-order index is the share that i explains alone, the total index
   the share that goes with i in any company.  Confidence bounds come from a
   bootstrap over the rows.

   Source: A. Saltelli and others, Variance based sensitivity analysis of model
   output (2010): the estimators (b), Saltelli's, and (f), Jansen's. */

#ifndef QP_ENGINE_ROBUST_SOBOL_H
#define QP_ENGINE_ROBUST_SOBOL_H

#include "engine/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* An index with the bounds of its confidence interval of 90 percent. */
struct qp_sobol_index {
    double value, low, high;
};

struct qp_sobol {
    struct qp_sobol_index first, total;
};

/* The output for N rows of A and of B, and AB[i * N + row] for choices 0 to
   K - 1, into INDICES, one a choice.  SEED decides what the bootstrap
   resamples, N_RESAMPLES times.  Returns false where the output does not vary:
   there are no indices then. */
bool qp_sobol_find(struct qp_arena *arena, const double a[], const double b[],
                   const double ab[], size_t n, size_t k, uint64_t seed,
                   size_t n_resamples, struct qp_sobol indices[]);

#endif
