/* Files from districts, departments and experts to struct qp_submissions.
   Each file is opened once, checked byte for byte by a guard (guard.h),
   hashed and fed to libxml2's SAX2 push parser in one pass, so that what is
   scored is what was hashed.  What a file is, its root element says. */

#ifndef QP_INPUT_SUBMISSION_H
#define QP_INPUT_SUBMISSION_H

#include "engine/model.h"

/* What submissions are read for. */
enum qp_purpose {
    QP_PURPOSE_FINAL,  /* to be scored: no drafts */
    QP_PURPOSE_DRAFTS, /* the same of drafts, all of them */
    QP_PURPOSE_CHECK   /* for one district to see: others say nothing, and
                          departments and experts have nothing to give yet */
};

/* Reads the N_PATHS files and folders (their *.xml, not below) at PATHS for
   RULES, and compares what they say of the year before with HISTORY, null
   without one, which goes with the submissions.  Reports all that is at fault,
   and returns what could be read.  A district with errors is never scored: then
   it is only for looking further, for what else is wrong. */
const struct qp_submissions *
qp_submissions_read(struct qp_session *run, const struct qp_ruleset *rules,
                    const struct qp_history *history,
                    const char *const *paths, size_t n_paths,
                    enum qp_purpose purpose);

/* Lends libxml2 allocators that end the program with status 3 when memory runs
   out, and prepares it.  Called once, before anything else. */
void qp_input_init(void);

#endif
