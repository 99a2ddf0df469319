/* A file of its own that appears whole or not at all: written in a folder of
   its own beside its name, synced, renamed.  It takes the place of nothing but
   an earlier one of its kind. */

#ifndef QP_OUTPUT_SINGLE_H
#define QP_OUTPUT_SINGLE_H

#include "output/folder.h"

struct qp_single {
    struct qp_folder folder; /* where it is written */
    const char *name;        /* there, and in the end */
    const char *path;
};

/* Begins the file PATH.  IS_OURS says whether a file that is there may be
   replaced.  Returns null when that is not so, or PATH can not be written,
   which has been reported. */
struct qp_single *qp_single_begin(struct qp_session *run, const char *path,
                                  bool (*is_ours)(const char *path));

/* Puts the file in its place if OK, else removes what there is of it; true if
   it is in its place. */
bool qp_single_end(struct qp_session *run, struct qp_single *single, bool ok);

#endif
