/* Two results and the parts of what changed between them, as a workbook. */

#ifndef QP_OUTPUT_COMPARISON_H
#define QP_OUTPUT_COMPARISON_H

#include "engine/split.h"

/* What the workbook is known by later. */
#define QP_COMPARISON_MARK "quping compare"

/* Writes SPLIT as the workbook at PATH, which may not exist or be an earlier
   one, in the language of the later rules.  On failure says why, leaves what
   was there as it was, and returns false. */
bool qp_comparison_write(struct qp_session *run, const struct qp_split *split,
                         const char *path);

#endif
