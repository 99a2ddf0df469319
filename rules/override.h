/* Keys of indicators put in place of what the files say, for who asks what
   would be if the rules were otherwise.  They stand in the sections before
   these are read, so they are read, checked and compiled like any line of a
   file; messages call their place "--rule CODE.KEY=VALUE". */

#ifndef QP_RULES_OVERRIDE_H
#define QP_RULES_OVERRIDE_H

#include "rules/lines.h"

struct qp_overrides {
    const char *const *texts; /* "CODE.KEY=VALUE"; KEY may hold a point */
    size_t n;
};

/* True if TEXT has the form of an override. */
bool qp_override_is(const char *text);

/* Puts OVERRIDES into the indicators of LINES.  Reports a code that no
   indicator has, and a key given twice. */
void qp_overrides_apply(struct qp_session *run, struct qp_lines *lines,
                        const struct qp_overrides *overrides);

#endif
