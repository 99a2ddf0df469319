/* A directory of results that appears whole or not at all: built beside its
   final name, every file synced, read back, then renamed into place; an
   earlier result stays until then.  output/ is the only user of
   libxlsxwriter. */

#ifndef QP_OUTPUT_PUBLISH_H
#define QP_OUTPUT_PUBLISH_H

#include "engine/result.h"
#include "output/folder.h"

/* Writes all files of RESULT (the overall workbook, its annex, if wanted
   the NOTICES, the facts for a letter, result.csv, frame.xml, if it BUNDLES
   copies of all inputs, result.xml last) as the directory PATH.  PATH may not
   exist yet or may be an earlier result; anything else is refused.  On failure
   reports why, leaves what was there as it was, and returns false. */
bool qp_publish(struct qp_session *run, const struct qp_result *result,
                const char *path, bool bundles, bool notices);

/* Writes the same files into FOLDER, which is fleeting, to be looked at. */
bool qp_publish_into(struct qp_session *run, const struct qp_result *result,
                     struct qp_folder *folder, bool bundles, bool notices);

#endif
