/* The overall workbook, what of it goes to all districts, and the names of
   files. */

#ifndef QP_OUTPUT_WORKBOOK_H
#define QP_OUTPUT_WORKBOOK_H

#include "engine/result.h"
#include "output/folder.h"

/* TEXT as part of a file's name on any system: without separators and signs
   that one forbids, not hidden, and not too long. */
const char *qp_workbook_file_name(struct qp_arena *arena, const char *text);

/* Writes the overall workbook of RESULT as NAME into FOLDER. */
bool qp_workbook_write(struct qp_session *run, const struct qp_result *result,
                       const struct qp_folder *folder, const char *name);

/* The same for its annex, which every district may see: rankings, and points
   on the main indicators. */
bool qp_workbook_write_annex(struct qp_session *run,
                             const struct qp_result *result,
                             const struct qp_folder *folder, const char *name);

#endif
