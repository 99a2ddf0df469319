/* What earlier results say; see history.h. */

#include <config.h>

#include "engine/history.h"

const struct qp_past *
qp_history_past(const struct qp_history *history, size_t district,
                size_t years_ago)
{
    const struct qp_past *past;

    if (!history || years_ago > history->n_years)
        return NULL;
    past = &history->years[years_ago - 1].districts[district];
    return past->is_known ? past : NULL;
}
