/* What is not stored as it is asked for; see result.h. */

#include <config.h>

#include "engine/result.h"

qp_num
qp_result_raw(const struct qp_score *score)
{
    return score->trace->is_whole ? score->normalised : score->trace->gave;
}
