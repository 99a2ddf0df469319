/* The files of a rule set: the main file and what it includes.  An included
   file is named relative to the file that names it and lies in the main
   file's folder or below it. */

#ifndef QP_RULES_INCLUDE_H
#define QP_RULES_INCLUDE_H

#include "rules/lines.h"

enum { QP_INCLUDE_DEPTH = 4, QP_INCLUDE_MOST = 20 };

/* Reads the file at PATH and all that it includes: the sections of a file
   stand before those of the files that it names.  Fills FILES and SHA256 of
   RULES.  Returns false when a file could not be had at all, so that nothing
   can be said of what it should have held; other faults are reported and the
   rest is read. */
bool qp_include_read(struct qp_session *run, const char *path,
                     struct qp_ruleset *rules, struct qp_lines *lines);

#endif
