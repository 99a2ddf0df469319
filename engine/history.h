/* Looking back on earlier years: what the record of last year's result says of
   a district, and what the records before it said (struct qp_history). */

#ifndef QP_ENGINE_HISTORY_H
#define QP_ENGINE_HISTORY_H

#include "engine/model.h"

/* The namespace of records of results. */
#define QP_RESULT_NAMESPACE "urn:quping:result:1"

/* What DISTRICT came to YEARS_AGO, 1 being the year before; null where nothing
   is known of it.  HISTORY may be null. */
const struct qp_past *qp_history_past(const struct qp_history *history,
                                      size_t district, size_t years_ago);

#endif
