/* Numbers, texts and states; see value.h. */

#include <config.h>

#include "engine/value.h"

#include <string.h>

static const char *const names[QP_N_STATES] = {
    [QP_REPORTED] = "reported",
    [QP_ABSENT] = "absent",
    [QP_MISSING] = "missing",
    [QP_WITHHELD] = "withheld",
    [QP_NOT_APPLICABLE] = "not_applicable",
    [QP_UNDEFINED] = "undefined",
};

const char *
qp_state_name(enum qp_state state)
{
    return names[state];
}

bool
qp_state_find(const char *name, enum qp_state *state)
{
    for (size_t i = 0; i < QP_COUNT(names); i++)
        if (strcmp(name, names[i]) == 0) {
            *state = (enum qp_state)i;
            return true;
        }
    return false;
}

struct qp_value
qp_value_number(qp_num x)
{
    if (!qp_num_defined(x))
        return qp_value_state(QP_UNDEFINED, qp_num_reason(x));
    return (struct qp_value){ .state = QP_REPORTED, .num = x };
}

struct qp_value
qp_value_text(const char *text)
{
    return (struct qp_value){
        .state = QP_REPORTED,
        .num = qp_num_undefined("a text is not a number"),
        .text = text,
    };
}

struct qp_value
qp_value_state(enum qp_state state, const char *reason)
{
    return (struct qp_value){
        .state = state,
        .num = qp_num_undefined(reason),
        .text = reason,
    };
}

struct qp_value
qp_value_stricter(struct qp_value a, struct qp_value b)
{
    if (a.state == QP_REPORTED)
        return b;
    if (b.state == QP_REPORTED || a.state <= b.state)
        return a;
    return b;
}
