/* iniparser beside our own pass: the same bytes, read by the library that
   people know INI files by.  Both must have found the same sections and keys
   with the same values in the same order, or the file is refused: so neither
   a slip in our pass nor one of iniparser's silent losses changes a score. */

#ifndef QP_RULES_READERS_H
#define QP_RULES_READERS_H

#include "rules/lines.h"

/* Has iniparser read SOURCE, whose sections are those of LINES from FIRST on
   and free of faults.  Returns false when the two differ, which has been
   reported then. */
bool qp_readers_agree(struct qp_session *run, const struct qp_source *source,
                      const struct qp_lines *lines, size_t first);

#endif
