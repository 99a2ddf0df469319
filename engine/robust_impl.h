/* What the files of the simulation share; nobody else includes it.  Numbers
   are doubles in columns: one number a unit, a unit being a district that no
   veto excludes.  A number that is not there is NaN.

   robust_model.c flattens an evaluation into columns, once.  A draw then goes
   the way of an evaluation: robust_expr.c computes the values of leaves,
   robust_leaf.c fills gaps and has robust_method.c score them, robust_tree.c
   carries scores up and weights down, robust_rank.c makes totals, ranks and
   grades.  robust_draw.c says what is assumed in a draw, robust.c draws and
   sums up. */

#ifndef QP_ENGINE_ROBUST_IMPL_H
#define QP_ENGINE_ROBUST_IMPL_H

#include "engine/expr.h"
#include "engine/method.h"
#include "engine/robust.h"
#include "engine/robust_random.h"
#include "engine/score_impl.h"

/* X as a double, NaN where it is undefined; and back, to six decimals. */
double qp_robust_double(struct qp_arena *arena, qp_num x);
qp_num qp_robust_number(struct qp_arena *arena, double x);

/* ---- expressions ---- */

struct term;

/* The units, and what expressions over their figures look at. */
struct crowd {
    size_t n;
    const size_t *districts;
    const size_t *groups; /* n_groups: none */
    const bool *peers;
    size_t n_groups;
    bool *moves;          /* [datum]: its figures are uncertain */
    struct qp_arena *arena;
    struct qp_eval *eval; /* for what is the same in all draws */
};

/* EXPR over the figures that move; null where none does in it. */
const struct term *qp_term_compile(const struct crowd *crowd,
                                   const struct qp_expr *expr);

/* Marks the data in TERM, and returns how many columns qp_term_eval() needs
   beside OUT. */
size_t qp_term_depth(const struct term *term);
void qp_term_mark(const struct term *term, bool wanted[]);

/* TERM for all units into OUT, where FIGURES [datum * n + unit] are theirs;
   SPARE has room for qp_term_depth() columns. */
void qp_term_eval(const struct crowd *crowd, const struct term *term,
                  const double figures[], double out[], double spare[]);

/* ---- methods ---- */

enum { ROBUST_PARAMS_MOST = 6 };

/* A row of bands. */
struct band {
    double threshold, score;
};

/* The values of one scope, as struct qp_column has them. */
struct column {
    size_t n;
    const double *x;
    const double *points;
    const double *arg[ROBUST_PARAMS_MOST]; /* null: the peers' */
    const double *peers; /* their values in no order */
    size_t n_peers;
    double *sorted; /* room for as many */
    bool lower;
    bool is_linear; /* bands */
    const struct band *bands;
    size_t n_bands;
    bool used_peers; /* set where a statistic was asked for */
};

/* Scores of what an exact method would leave undefined: all peers are equal,
   a base is not positive; NaN for the rest. */
#define ROBUST_EQUAL INFINITY
#define ROBUST_BASE (-INFINITY)

typedef void robust_method(struct column *in, double score[]);

/* The method of the same name; null if there is none. */
robust_method *qp_robust_method(const struct qp_method *method);

/* ---- leaves ---- */

/* One parameter: a column; where TERM is not null, it moves. */
struct parameter {
    const double *column; /* null: the peers' */
    const struct term *term;
    double factor; /* into the unit of the value */
};

/* One way to score a leaf. */
struct way {
    const struct qp_method *method;
    robust_method *score;
    struct parameter params[ROBUST_PARAMS_MOST];
    struct band *bands;
    size_t n_bands;
    bool is_linear;
    double best, worst; /* scores at the ends */
    bool clips;
    double clip_low, clip_high;
};

/* The units that are compared with each other. */
struct scope_model {
    const size_t *units;
    size_t n;
};

/* What a value goes through before it is scored. */
struct mend {
    bool is_there, transforms, boxcox;
    double clip_low, clip_high, low, high, least; /* infinite: not given */
    double shift, lambda;
};

/* What a value that is not there earns. */
struct earning {
    enum qp_policy_kind kind;
    double score; /* of QP_POLICY_SCORE */
};

struct leaf_model {
    const struct qp_indicator *rule; /* null: no leaf */
    size_t node;
    const double *raw;       /* values before treatment; NaN: none */
    const double *prior;     /* treated values of the year before */
    const enum qp_state *states; /* of the values as evaluated */
    const double *points;    /* nominal weight in points, a unit each */
    const struct term *term; /* null: values do not move */
    const struct mend *mends; /* a unit each; null: none is treated */
    struct way *ways;        /* that of the rules first */
    size_t n_ways;
    struct scope_model *scopes;
    size_t n_scopes;
    const double *score;     /* as evaluated; NaN: none */
    const enum qp_standing *standing;
    const bool *granted;     /* a policy decided */
    bool moves;              /* scores change with the data */
    bool has_gaps;           /* a policy decided for a unit */
    struct earning earnings[QP_N_STATES]; /* by the rules */
};

/* ---- the model ---- */

struct family_model {
    const size_t *children;
    size_t n;
    double min_available; /* NaN: none */
    struct qp_aggregation *aggregates; /* that of the rules first */
    double *powers, *rhos;             /* of them */
    size_t n_aggregates;
};

struct model {
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const struct qp_result *result;
    struct crowd crowd;
    size_t n;      /* units */
    size_t m;      /* indicators; the total is m */
    double *figures;   /* [datum * n + unit] */
    bool *wanted;      /* [datum]: a leaf looks at it and it moves */
    double *least, *most; /* [datum]: its limits, NaN none */
    bool *is_whole;       /* [datum]: it counts something */
    struct leaf_model *leaves;      /* [node], of leaves */
    struct family_model *families;  /* [node], and [m] */
    double *nominal; /* [group * m + node], n_groups for none */
    double scale, tens; /* points; units of printed points a point */
    const double *bonus, *deduction; /* a unit each, as printed and */
    const double *bonus_exact, *deduction_exact; /* not */
    const bool *zeroed;
    bool to_even;
    const bool *may_add_up; /* [node], [m]: points do where it is a sum */
    const bool *is_rounded; /* the same: points are */
    const double *grade_min, *grade_rank; /* [grade] */
    const double *grade_share;            /* NaN: none of that */
    const size_t *grade_given, *grade_best; /* a unit each: vetoes */
    const struct earning *earnings; /* in place of those by the rules */
    size_t n_earnings;
    size_t depth;      /* columns that the deepest term needs */
    size_t n_ranked;   /* by the evaluation */
};

/* Flattens RESULT, which EVAL evaluated, for simulations. */
struct model *qp_robust_flatten(struct qp_arena *arena,
                                const struct qp_result *result);

/* ---- one draw ---- */

/* A unit and its keys, for ranking. */
struct entrant {
    const double *key; /* of the one that is sorted by */
    const uint32_t *classes;
    size_t n_classes, unit;
};

/* What is assumed in a draw, and what comes of it. */
struct draw {
    /* assumed */
    double *weights;      /* [group * m + node] */
    const double *figures; /* null: as they are */
    size_t *ways;         /* [node]: of leaves */
    size_t *aggregates;   /* [node], [m] */
    size_t earning;       /* 0: by the rules; else one more than its index */
    size_t left_out;      /* a leaf, QP_NONE */

    /* computed, [node * n + unit] */
    double *scores;
    double *there;  /* 1: has a score; 0 */
    double *kept;   /* 0: its weight goes to its siblings; 1 */
    double *effective; /* weights in points */
    double *points; /* as printed, in units of the last place, where it is
                       rounded; else in points */
    double *total;  /* a unit each: as ranked */
    double *printed; /* the same as printed, in units of the last place */
    uint32_t *ranks; /* twice the rank; 0: none */
    uint32_t *classes; /* of equal keys, for ranking */
    struct entrant *entrants;
    size_t *order;  /* units, best first */
    size_t n_ranked;
    size_t *grades; /* a unit each, QP_NONE */

    bool *put_in;   /* a unit each: the value of the leaf at hand is not its
                       own */
    double *spare;  /* columns */
    double *moved;  /* [datum * n + unit] */
};

struct draw *qp_draw_new(struct qp_arena *arena, const struct model *model);

/* Assumes in DRAW what the rules say. */
void qp_draw_plain(const struct model *model, struct draw *draw);

void qp_robust_leaves(const struct model *model, struct draw *draw);
void qp_robust_tree(const struct model *model, struct draw *draw);
void qp_robust_rank(const struct model *model, struct draw *draw);

/* All of that. */
void qp_robust_run(const struct model *model, struct draw *draw);

/* Twice the rank of UNIT in DRAW; one without a rank is behind all that have
   one. */
uint32_t qp_robust_rank_in(const struct draw *draw, size_t unit);

/* Fills what REPORT says of leaves, by PLAIN, in which nothing is assumed
   otherwise, and by what DRAW, which is for use, comes to without each. */
void qp_robust_part(struct qp_arena *arena, const struct model *model,
                    const struct draw *plain, struct draw *draw,
                    struct qp_robust *report);

#endif
