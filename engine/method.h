/* Scoring methods: each turns the values of the districts of one scope into
   normalised scores.  A method is one file method_NAME.c and one row in
   methods.def.  It sees the whole column of its scope, so methods that look
   at the others need no second interface.

   Missing values are dealt with before (a district without a value has an
   undefined one and gets no score); clip, undefined scores and what all-equal
   peers earn are dealt with after.  A score that cannot be computed is an
   undefined number: qp_method_equal() when the formula would divide by zero
   because the peers are equal, qp_method_base() when a base is not positive,
   else what the arithmetic gave. */

#ifndef QP_ENGINE_METHOD_H
#define QP_ENGINE_METHOD_H

#include "engine/expr.h"
#include "engine/frame.h"
#include "engine/model.h"
#include "engine/result.h"

enum qp_param_type {
    QP_PARAM_EXPR,    /* an expression in the value's unit */
    QP_PARAM_BOUND,   /* the same, or min, max, or left out: the peers' */
    QP_PARAM_PRIOR,   /* the same; left out: prior(value) */
    QP_PARAM_PERCENT, /* a constant in percent, held as a share */
    QP_PARAM_BANDS,   /* THRESHOLD:PERCENT, ... */
    QP_PARAM_WORD     /* one of a few words */
};

/* What may be done to values that lie far out before a method sees them. */
enum qp_treatable {
    QP_TREATABLE_IN_UNIT, /* it holds values against fixed points in their
                             unit: clip_value and winsorise */
    QP_TREATABLE_FREELY,  /* it holds them against each other: treat, too */
    QP_TREATABLE_IN_ORDER, /* it looks at their order, which treat leaves */
    QP_TREATABLE_NEVER    /* yes and no know no far out */
};

/* A key that a method takes; a table of them ends with a null key. */
struct qp_param {
    const char *key;
    enum qp_param_type type;
    const char *help;
    const char *preset;       /* as it would be written; null: none */
    bool required;
    const char *otherwise;    /* preset of a required one where the method is
                                 an alternative; null: none */
    const char *const *words; /* QP_PARAM_WORD, ends with null */
    bool positive;            /* QP_PARAM_PERCENT: must be over 0 */
    bool bounded;             /* QP_PARAM_PERCENT: 0 to 100 */
};

/* Which scores a method can give by default. */
enum qp_clip {
    QP_CLIP_NONE,
    QP_CLIP_FULL,  /* 0 to 100 */
    QP_CLIP_TO_CAP /* 0 to the method's own cap */
};

/* The districts of one scope, in district order. */
struct qp_column {
    size_t n;
    const qp_num *value;   /* in the indicator's unit; undefined: no value */
    const qp_num *points;  /* nominal weight of the leaf in points */
    const qp_num **arg;    /* arg[param][i]: percent as shares, expressions
                              as one number a district; null: the peers' */
    const struct qp_argument *given; /* bands, words */
    const qp_num *sorted;  /* the peers' values in rising order */
    size_t n_peers;
    const struct qp_peers *known; /* what a frame has of them, where they are
                                     not there themselves; else null */
    bool lower;            /* less is better */
    struct qp_quantity *quantities; /* statistics, as the method notes them */
    size_t n_quantities;
};

/* Better values than one, and what they score: the next that scores more, and
   one that earns full marks; undefined where the rules name none. */
struct qp_aims {
    struct qp_band next, full;
};

/* A value that a method holds against what the rules name. */
struct qp_stand {
    qp_num x;
    const qp_num *arg; /* one a parameter; undefined: left out, or the peers' */
    const struct qp_argument *given;
    bool lower;
};

enum { QP_METHOD_MOST_STATISTICS = 8, QP_METHOD_NO_PARAM = -1 };

struct qp_method {
    const char *name;              /* as in the rules: "method = target" */
    const char *name_zh, *name_en; /* as people call it: 目标完成率 */
    const char *help;              /* one line */
    const char *formula;           /* s in terms of x, its parameters and the
                                      statistics it notes, for the trace */
    const char *formula_lower;     /* the same for direction = lower */
    const char *words[QP_N_LANGUAGES]; /* a sentence for people, with {key} for
                                      a parameter, {key%} for one that is a
                                      plain percentage, {peers} for the
                                      districts of the scope */
    const char *words_lower[QP_N_LANGUAGES]; /* the same for direction = lower;
                                      null where that has no meaning */
    const struct qp_param *params; /* ends with a null key */
    enum qp_clip clip;
    bool by_spread;                /* where all peers are equal,
                                      CONSTANT decides */
    bool is_bounded;               /* by its formula no score is above full
                                      marks or below nothing */
    bool no_lower;                 /* direction = lower has no meaning */
    bool from_peers;               /* where it uses statistics, a non-peer's
                                      score is held between worst and best */
    enum qp_treatable treatable;
    int best, worst;               /* params with the scores at the ends; or
                                      QP_METHOD_NO_PARAM: 100 and 0 percent */

    /* Scores the districts of one scope into SCORE, one each.  Districts
       without a value are left alone. */
    void (*score)(struct qp_arena *arena, struct qp_column *in,
                  qp_num score[]);

    /* Finds better values than AT, by the parameters alone; null where only
       the others' values say which those are. */
    void (*aim)(struct qp_arena *arena, const struct qp_stand *at,
                struct qp_aims *aims);

    /* Reports what is wrong between the parameters of INDICATOR beyond their
       types; null where nothing can be. */
    void (*check)(struct qp_session *run,
                  const struct qp_indicator *indicator);
};

/* The I-th method in the order of the manual; null behind the last. */
const struct qp_method *qp_method_row(size_t i);

/* The method called NAME, null if there is none. */
const struct qp_method *qp_method_find(const char *name);

/* Better values than that of SCORE on INDICATOR, a leaf, by the parameters
   alone: nothing of other districts is in them. */
struct qp_aims qp_method_aims(struct qp_arena *arena,
                              const struct qp_indicator *indicator,
                              const struct qp_score *score);

/* The index of the parameter KEY of METHOD, QP_METHOD_NO_PARAM. */
int qp_method_param(const struct qp_method *method, const char *key);

/* The formula of INDICATOR's method for its direction. */
const char *qp_method_formula(const struct qp_indicator *indicator);

/* The statistic of the peers that stands for the bound KEY of INDICATOR where
   it is left out: "min" for "low"; null where KEY is no bound. */
const char *qp_method_bound(const struct qp_indicator *indicator,
                            const char *key);

/* Whether scores of INDICATOR, a leaf, are held between two bounds, its own or
   its method's, which are *LOW and *HIGH then: shares. */
bool qp_method_clip(const struct qp_indicator *indicator, qp_num *low,
                    qp_num *high);

/* The undefined scores that a method gives; and how to know them. */
qp_num qp_method_equal(void);
qp_num qp_method_base(void);
bool qp_method_is_equal(qp_num score);
bool qp_method_is_base(qp_num score);

/* Statistics of the peers of IN, undefined without any.  Each is noted in the
   trace, once. */
qp_num qp_column_min(struct qp_column *in);
qp_num qp_column_max(struct qp_column *in);
qp_num qp_column_sum(struct qp_arena *arena, struct qp_column *in);
qp_num qp_column_mean(struct qp_arena *arena, struct qp_column *in);

/* Sets *MEAN and *SD to the peers' mean and sample standard deviation (n - 1),
   noted as "peers_mean" and "peers_sd"; the latter is undefined with fewer
   than two peers. */
void qp_column_standard(struct qp_arena *arena, struct qp_column *in,
                        qp_num *mean, qp_num *sd);

/* Notes how many peers there are. */
void qp_column_note_peers(struct qp_column *in);

/* From the peers' least to their greatest; the extremes are noted. */
qp_num qp_column_range(struct qp_arena *arena, struct qp_column *in);

/* The range ALL if a score can be had from it, else the undefined score of a
   column whose peers are equal or not there. */
qp_num qp_column_unless_equal(qp_num all);

/* What a value is held against. */
struct qp_bounds {
    qp_num low, high;
    bool low_from_peers, high_from_peers;
};

/* The bounds for district I: parameters LOW and HIGH where given, else the
   peers' extremes, which are noted. */
struct qp_bounds qp_column_bounds(struct qp_column *in, int low, int high,
                                  size_t i);

/* How many peers are better than X, and how many have just X. */
void qp_column_place(const struct qp_column *in, qp_num x, size_t *better,
                     size_t *equal);

/* (x - low) / (high - low), mirrored for direction = lower.  When both bounds
   coincide: qp_method_equal() if one is the peers', else undefined.  Where all
   peers lie beyond a bound that the rules fix, they are at that bound: the
   order never turns round. */
qp_num qp_bounds_position(struct qp_arena *arena, struct qp_bounds bounds,
                          qp_num x, bool lower);

/* The number of EXPR, a parameter of INDICATOR, as evaluated to NUMBER, in
   the unit of the indicator's value; literals without a unit are in it. */
qp_num qp_method_in_unit(struct qp_arena *arena,
                         const struct qp_indicator *indicator,
                         const struct qp_expr *expr, qp_num number);

/* Parameter P of INDICATOR in the unit of its value where it is a constant;
   undefined where it is none. */
qp_num qp_method_constant(struct qp_arena *arena,
                          const struct qp_indicator *indicator, int p);

/* Reports bounds LOW and HIGH of INDICATOR that are the same constant. */
void qp_method_check_bounds(struct qp_session *run,
                            const struct qp_indicator *indicator, int low,
                            int high);

/* A / B for a base B that must be positive, else qp_method_base(). */
qp_num qp_method_ratio(struct qp_arena *arena, qp_num a, qp_num b);

#endif
