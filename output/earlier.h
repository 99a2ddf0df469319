/* Whether a directory is an earlier result and nothing more, so that a new
   one may take its place. */

#ifndef QP_OUTPUT_EARLIER_H
#define QP_OUTPUT_EARLIER_H

#include "engine/diag.h"

/* Looks at the directory PATH.  True if it is empty (*EARLIER false) or holds
   the files that the record in its result.xml names and no other (*EARLIER
   true).  Else says what it is, and returns false. */
bool qp_earlier_check(struct qp_session *run, const char *path, bool *earlier);

#endif
