/* What is not stored as it is asked for; see result.h. */

#include <config.h>

#include "engine/result.h"

static const char not_scored[] = "not scored";

struct qp_value
qp_result_value(const struct qp_score *score)
{
    return score->aside ? score->aside->value : qp_value_number(score->used);
}

const char *
qp_result_reason(const struct qp_score *score)
{
    return score->aside ? score->aside->reason : NULL;
}

const struct qp_treating *
qp_result_treating(const struct qp_score *score)
{
    return score->aside ? score->aside->treating : NULL;
}

struct qp_policy
qp_result_policy(const struct qp_score *score)
{
    return score->aside ? score->aside->policy
                        : (struct qp_policy){ .kind = QP_POLICY_NONE };
}

qp_num
qp_result_raw(const struct qp_score *score)
{
    return score->trace->is_whole ? score->normalised : score->trace->gave;
}

qp_num
qp_result_weight(const struct qp_score *score)
{
    return score->shared_weight ? *score->shared_weight
                                : qp_num_undefined(not_scored);
}

/* Districts that are equal may share the mean of their places, and so a rank
   may be half of an integer. */
qp_num
qp_result_rank(const struct qp_score *score)
{
    int halves = score->half_ranks;

    if (halves == 0)
        return qp_num_undefined(not_scored);
    return halves % 2 ? (qp_num){ .is.num = halves, .den = 2 }
                      : qp_num_int(halves / 2);
}
