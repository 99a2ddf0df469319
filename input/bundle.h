/* A result's folder, opened by its record (result.xml): who wrote it, which
   files went in and came out, and where copies of its rules, submissions and
   prior record stand, if it was written with --bundle.  Whether files still
   are what the record says, nobody has looked at here: that is for audit. */

#ifndef QP_INPUT_BUNDLE_H
#define QP_INPUT_BUNDLE_H

#include "engine/model.h"

/* Files as the record lists them, in its order: the path is null. */
struct qp_listed {
    struct qp_file *files;
    size_t n;
};

struct qp_bundle {
    struct qp_file record; /* as it was read */
    const char *generator; /* "quping 0.1.0" */
    bool drafts;           /* it is a result of drafts */
    bool has_notices;      /* one for each district */
    const char *draws;     /* of a simulation, as written; null without one */
    const char *rules_sha256;
    struct qp_listed rules;   /* the main file first */
    struct qp_listed inputs;  /* the prior record last, if there is one */
    struct qp_listed outputs; /* all other files of the folder */

    /* Copies, by path.  Null or none: it has no bundle. */
    const char *main_rules;
    const char **submissions;
    size_t n_submissions;
    const char *prior; /* null without one */
};

/* Reads the record in folder PATH.  Returns null when it cannot be read or is
   no record, which has been reported. */
const struct qp_bundle *qp_bundle_read(struct qp_session *run,
                                       const char *path);

/* The same, and reports if no copies of rules and submissions stand there. */
const struct qp_bundle *qp_bundle_open(struct qp_session *run,
                                       const char *path);

#endif
