/* What a datum is good for: where in the rules it is read. */

#ifndef QP_ENGINE_USE_H
#define QP_ENGINE_USE_H

#include "engine/model.h"

struct qp_use {
    size_t top;   /* the first of the top nodes below which an indicator reads
                     it, in the order of people; QP_NONE for none */
    bool in_item; /* a bonus, a deduction or a veto reads it */
    bool prior;   /* its figure of the year before is read, by anything */
};

/* The uses of all data of RULES, in their order. */
const struct qp_use *qp_use_find(struct qp_arena *arena,
                                 const struct qp_ruleset *rules);

#endif
