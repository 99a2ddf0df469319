/* A record held against a result that was scored again: every figure and the
   hash of every input. */

#ifndef QP_OUTPUT_RECORD_MATCH_H
#define QP_OUTPUT_RECORD_MATCH_H

#include "engine/result.h"

/* True if the record at PATH, which has been read, says what RESULT does, but
   for the version of the program and the files that were written beside it.
   Else reports the first line that says otherwise. */
bool qp_record_matches(struct qp_session *run, const struct qp_result *result,
                       const char *path);

#endif
