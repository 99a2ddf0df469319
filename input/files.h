/* The files that the arguments stand for. */

#ifndef QP_INPUT_FILES_H
#define QP_INPUT_FILES_H

#include "engine/diag.h"

/* Each file once, in order of base name, then of path: never in the order of
   arguments or of a folder. */
struct qp_files {
    const char **paths;
    size_t n;
    bool is_partial; /* something was at fault, so files may be lacking */
};

/* Lists the N_PATHS files and folders at PATHS; of a folder all *.xml that do
   not begin with a point, and no folder below.  What cannot be read, and a
   folder without such a file, is reported, and so is what a folder holds
   besides. */
struct qp_files qp_files_list(struct qp_session *run, const char *const *paths,
                              size_t n_paths);

#endif
