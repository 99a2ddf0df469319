/* Would the order stand if the rules or the figures were a little different?
   The evaluation is simulated many times with what is uncertain drawn anew:
   the weights, the figures that were reported, and where the rules declare
   alternatives the method of a leaf, the aggregation of a node and what a
   missing figure earns.  Bonuses, deductions, vetoes and how far-out values
   were treated stay as they are.

   Simulations compute in doubles, the one place where that is done; but for
   the functions of robust_math.h, which are our own, only by operations that
   IEEE 754 defines to the last bit.  What is not assumed differently is the
   evaluation: with nothing changed they must give its very ranks and grades,
   or there is no report.  What comes out is exact again: shares and means are
   fractions of counts, all else is rounded to six decimals.

   Everything depends on the seed, and nothing on the number of threads: a
   number that is drawn has a name instead of a turn (robust_random.h). */

#ifndef QP_ENGINE_ROBUST_H
#define QP_ENGINE_ROBUST_H

#include "engine/result.h"

#include <stdint.h>

enum {
    QP_ROBUST_DRAWS = 1000, /* unless asked otherwise */
    QP_ROBUST_DRAWS_LEAST = 20, /* for 5 and 95 percent */
    QP_ROBUST_DRAWS_MOST = 100000,
    QP_ROBUST_SEED = 1
};

enum qp_choice_kind {
    QP_CHOICE_WEIGHTS_TOP,   /* of the top nodes among each other */
    QP_CHOICE_WEIGHTS_BELOW, /* of all nodes below a top node */
    QP_CHOICE_AGGREGATE,     /* of a node, QP_NONE for the total */
    QP_CHOICE_DATA,          /* all figures */
    QP_CHOICE_METHOD,        /* of a leaf */
    QP_CHOICE_MISSING,       /* what missing figures earn */
    QP_N_CHOICE_KINDS
};

/* Something uncertain that is drawn by itself. */
struct qp_choice {
    enum qp_choice_kind kind;
    size_t node;
};

/* A share of the variance, with bounds of 90 percent confidence; undefined
   where there is none. */
struct qp_importance {
    qp_num value, low, high;
};

/* See robust_sobol.h. */
struct qp_sensitivity {
    struct qp_importance first, total;
};

/* What became of a district. */
struct qp_robust_district {
    size_t district;
    qp_num rank;            /* by the evaluation */
    qp_num mean, low, high; /* ranks in the draws: mean, 5 and 95 percent */
    qp_num keeps_rank;      /* share of draws, */
    qp_num keeps_grade;     /* likewise */
    const struct qp_sensitivity *by; /* of its rank, one a choice; null: too
                                        many draws to keep them all */
};

/* What becomes of the order without one leaf, whose weight its siblings
   take. */
struct qp_robust_drop {
    size_t indicator;
    qp_num mean_shift;  /* of ranks, whichever way */
    qp_num most_shift;  /* the greatest of them, */
    size_t most_of;     /* and the first district by code that has it */
    size_t n_shifted;
};

/* What a leaf contributes to the total of the ranked districts. */
struct qp_robust_share {
    size_t indicator;
    qp_num weight;      /* mean of the effective weights, as a share */
    qp_num variance;    /* share of the total's variance that its points bring:
                           their covariance with it; shares add up to 1 where
                           the tree is a sum */
    qp_num correlation; /* of its scores with the total */
};

struct qp_robust {
    size_t n_draws;
    uint64_t seed;
    struct qp_spread weights, data; /* as assumed */
    bool by_default;                /* the rules say nothing of it */
    size_t n_evaluations;

    const struct qp_choice *choices;
    size_t n_choices;
    const struct qp_sensitivity *by; /* of the mean shift, one a choice */
    qp_num mean_shift; /* of ranks against the evaluation, whichever way, over
                          ranked districts and draws */
    qp_num same_order; /* share of draws with the very same ranks */

    const struct qp_robust_district *districts; /* ranked ones, best first */
    size_t n_districts;
    const uint32_t *ranks; /* twice those, [district of DISTRICTS * n_draws +
                              draw] */

    const struct qp_robust_drop *drops;    /* in the order of the tree, */
    const struct qp_robust_share *shares;  /* as these and */
    const qp_num *correlations; /* these, [leaf * n_leaves + leaf] */
    size_t n_leaves;
};

/* Simulates RESULT N_DRAWS times.  Reports an error and returns null where
   doubles cannot tell the order. */
const struct qp_robust *qp_robust_find(struct qp_session *run,
                                       const struct qp_result *result,
                                       size_t n_draws, uint64_t seed);

/* The share of draws in which A, an index in DISTRICTS, has a better rank than
   B. */
qp_num qp_robust_beats(struct qp_arena *arena, const struct qp_robust *robust,
                       size_t a, size_t b);

/* The word for KIND in files and messages: "weights-top". */
const char *qp_choice_name(enum qp_choice_kind kind);

#endif
