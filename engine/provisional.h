/* What one district comes to by its own submission, before anybody else's is
   read: exactly where the rules look at nothing but its figures, by a frame
   (frame.h) where they look at the others; and where its points are lost, with
   the figure that would earn them.  The rules are carried out by the same
   steps as for all districts together. */

#ifndef QP_ENGINE_PROVISIONAL_H
#define QP_ENGINE_PROVISIONAL_H

#include "engine/frame.h"
#include "engine/result.h"

enum qp_certainty {
    QP_CERTAINTY_EXACT,
    QP_CERTAINTY_ESTIMATED, /* it rests on the frame */
    QP_CERTAINTY_UNKNOWN,
    QP_N_CERTAINTIES
};

/* Whether more could be earned, and how. */
enum qp_step_kind {
    QP_STEP_NONE,   /* nothing is lost, or nothing is known of it */
    QP_STEP_VALUE,  /* by this value */
    QP_STEP_REPORT, /* by reporting what is missing */
    QP_STEP_OTHERS, /* the figures are not the district's */
    QP_STEP_CLOSED  /* by no value that is allowed */
};

/* The value that is nearest to the present one and earns POINTS: of the leaf's
   datum where its value is one, else of the value itself. */
struct qp_step {
    enum qp_step_kind kind;
    qp_num value, points;
};

/* A leaf.  FULL and LOST are points; undefined where they are not known. */
struct qp_prospect {
    size_t node;
    enum qp_certainty certainty;
    const char *why;  /* it is unknown */
    bool is_left_out; /* its weight went to its siblings */
    qp_num full, points, lost;
    size_t blur;  /* places by which an estimate may be off; 0: by none */
    size_t datum; /* that its value is; QP_NONE */
    const size_t *others; /* data of it that others give and are not there */
    size_t n_others;
    struct qp_step next; /* the next threshold, where there are any */
    struct qp_step best; /* full marks */
};

struct qp_provisional {
    const struct qp_result *result; /* nothing but this district has scores */
    const struct qp_frame *frame;   /* null: none was given */
    size_t district;
    struct qp_prospect *leaves; /* what is lost most first, unknown ones
                                   last */
    size_t n_leaves;
    qp_num
        weights[QP_N_CERTAINTIES]; /* points of leaves that are so certain */
    enum qp_certainty certainty;   /* of the total: unknown if some of it is */
    qp_num total;                  /* of what is known; more may come to it */
    qp_num lost;
};

/* What DISTRICT of RULES comes to by SUBS.  Reports what the checks find and
   what the rules reject. */
const struct qp_provisional *
qp_provisional_make(struct qp_session *run, const struct qp_ruleset *rules,
                    const struct qp_submissions *subs, size_t district,
                    const struct qp_frame *frame);

#endif
