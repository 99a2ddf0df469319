/* A frame (engine/frame.h) as it was published, read back. */

#ifndef QP_INPUT_FRAME_H
#define QP_INPUT_FRAME_H

#include "engine/frame.h"

/* Reads the frame at PATH, which must be of RULES: the same evaluation, year
   and hash.  Returns null when anything is at fault, all of which has been
   reported. */
const struct qp_frame *qp_frame_read(struct qp_session *run,
                                     const struct qp_ruleset *rules,
                                     const char *path);

#endif
