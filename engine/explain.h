/* How the result of one district came about, step by step: what the result
   says, with what led from the data to it.  It is a document for auditors, put
   together from a result and the inputs that it was made of; output/ prints it
   and computes nothing. */

#ifndef QP_ENGINE_EXPLAIN_H
#define QP_ENGINE_EXPLAIN_H

#include "engine/expr.h"
#include "engine/result.h"

/* A datum that an expression read: of this year, or of the year before. */
struct qp_read {
    size_t datum;
    bool prior;
};

/* An expression of the rules worked out for the district. */
struct qp_worked {
    const struct qp_formula *formula; /* null: there is none */
    bool prior;                       /* with all data of the year before */
    struct qp_value value;
    const struct qp_expr_step *steps;
    const char *figures;         /* in words with the figures filled in */
    const struct qp_read *reads; /* each once, in order of first mention */
    size_t n_reads;
};

/* How a leaf was scored. */
struct qp_worked_leaf {
    struct qp_worked value;
    struct qp_worked before; /* what missing = prior puts in; no formula where
                                 it does not */
    const struct qp_treating *treating; /* by which the value, or what was put
                                           in of the year before, was treated;
                                           null: it was left alone */
    const struct qp_worked *arguments;  /* one a parameter of the method */
    const size_t *peers; /* districts that are compared, in district order */
    size_t n_peers;
    const struct qp_quantity *figures; /* what the names in the method's
                                          formula stand for: "x", "low" */
    size_t n_figures;
    bool is_held; /* no peer itself: held between LEAST and MOST, the ends of
                     the method */
    qp_num least, most;
    bool is_clipped; /* by the rules, between CLIP_LOW and CLIP_HIGH */
    qp_num clip_low, clip_high;
};

/* What decides between two districts that stand one behind the other. */
struct qp_order {
    size_t other; /* QP_NONE: nobody stands there */
    size_t key;   /* 0: the total; I: tie-break I - 1; one more than there are:
                     nothing does, they share the rank */
};

/* Why a district has a grade, or does not have it. */
enum qp_grade_reason {
    QP_GRADE_EARNED,
    QP_GRADE_BY_VETO, /* a veto gives it, or keeps the district from it */
    QP_GRADE_TOTAL,   /* the total is below the grade's least */
    QP_GRADE_RANK,    /* the rank is behind the grade's last */
    QP_GRADE_PLACES   /* all places were taken by those before */
};

struct qp_explained {
    const struct qp_result *result;
    size_t district;
    const struct qp_worked_leaf *leaves; /* [indicator]; of inner ones none */
    const qp_num *nominal, *full; /* [indicator]: weights by the rules, among
                                     siblings and in points */
    const struct qp_worked *bonuses, *deductions, *vetoes; /* one an item */
    struct qp_order ahead, behind;      /* of a district with a rank */
    const enum qp_grade_reason *grades; /* of those up to its own, best
                                           first; of all if it has none */
    size_t n_grades;
};

struct qp_explain;

/* Begins to explain RESULT: what its districts share. */
struct qp_explain *qp_explain_new(struct qp_arena *arena,
                                  const struct qp_result *result);

/* How DISTRICT came to its result. */
const struct qp_explained *qp_explain(struct qp_explain *explain,
                                      size_t district);

/* True if OTHER is NODE, above it, or below it; all are for QP_NONE. */
bool qp_explain_concerns(const struct qp_ruleset *rules, size_t node,
                         size_t other);

/* The data that EXPLAINED reads for the leaves that concern NODE, and for the
   total: [datum]. */
const bool *qp_explain_reads(struct qp_arena *arena,
                             const struct qp_explained *explained,
                             size_t node);

#endif
