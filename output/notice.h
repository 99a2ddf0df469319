/* What one district gets: its place, its points against the mean and the
   best, its own values and data.  No other district's figures, and no
   expert's name, are in it. */

#ifndef QP_OUTPUT_NOTICE_H
#define QP_OUTPUT_NOTICE_H

#include "engine/result.h"
#include "output/folder.h"
#include "output/others.h"

/* Writes the notice of DISTRICT, held against OTHERS of RESULT, as NAME into
   FOLDER. */
bool qp_notice_write(struct qp_session *run, const struct qp_result *result,
                     const struct qp_others *others,
                     const struct qp_folder *folder, const char *name,
                     size_t district);

#endif
