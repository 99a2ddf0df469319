/* Copies of all inputs in the folder of the result that they led to; see
   engine/bundle.h.  A copy counts only if it has the SHA-256 of what was read
   and scored, so nobody can change an input in between. */

#ifndef QP_OUTPUT_COPIES_H
#define QP_OUTPUT_COPIES_H

#include "engine/result.h"
#include "output/folder.h"

/* An input, and the name of its copy in the result's folder. */
struct qp_copy {
    const struct qp_file *file;
    const char *name;
};

struct qp_copies {
    const struct qp_copy *items; /* rule files first, the main one in front */
    size_t n;
};

/* What is to be copied of the inputs of RESULT.  Reports names that some file
   system would not take. */
struct qp_copies qp_copies_plan(struct qp_session *run,
                                const struct qp_result *result);

/* Makes COPIES in FOLDER, and fills in OUTPUTS, one for each.  False when one
   cannot be made or is no longer what was read, which has been reported. */
bool qp_copies_write(struct qp_session *run, const struct qp_folder *folder,
                     struct qp_copies copies, struct qp_file *outputs);

#endif
