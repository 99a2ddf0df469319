/* What a datum or an expression comes to: a number, a text, or a state that
   says why there is none.  No state is zero, and none is an error: the rule
   says what it earns. */

#ifndef QP_ENGINE_VALUE_H
#define QP_ENGINE_VALUE_H

#include "engine/num.h"

/* Ordered by strictness below QP_REPORTED: where several data fail, the first
   in this order is the state of the whole. */
enum qp_state {
    QP_REPORTED,
    QP_ABSENT,         /* the file says nothing of it */
    QP_MISSING,        /* the district says that it has no figure */
    QP_WITHHELD,       /* there is a figure that is not given */
    QP_NOT_APPLICABLE, /* there can be none */
    QP_UNDEFINED,      /* arithmetic fails: division by zero, no prior year */
    QP_N_STATES
};

/* A number (STATE is QP_REPORTED, TEXT null), a text (TEXT set), or a state
   with its reason in TEXT. */
struct qp_value {
    enum qp_state state;
    qp_num num;
    const char *text;
};

/* The word for STATE in files: "reported", "not_applicable". */
const char *qp_state_name(enum qp_state state);

/* Finds the state called NAME. */
bool qp_state_find(const char *name, enum qp_state *state);

/* X as a value; an undefined number gives QP_UNDEFINED with its reason. */
struct qp_value qp_value_number(qp_num x);
struct qp_value qp_value_text(const char *text);
struct qp_value qp_value_state(enum qp_state state, const char *reason);

/* The stricter of two values of which at least one is not reported. */
struct qp_value qp_value_stricter(struct qp_value a, struct qp_value b);

#endif
