/* A result's folder held against what scoring again gives: every file byte by
   byte, and where bytes differ, every figure, text, formula and part, so that
   a person sees what was changed. */

#ifndef QP_OUTPUT_AUDIT_H
#define QP_OUTPUT_AUDIT_H

#include "engine/model.h"

struct qp_audit {
    size_t n_files;           /* that were compared, */
    unsigned long long bytes; /* with so many bytes */
    size_t n_figures;         /* figures, texts and formulas that differ */
};

/* Reports each of the N files LISTED by the record of the folder PATH that has
   another hash than the record says. */
void qp_audit_hashes(struct qp_session *run, const char *path,
                     const struct qp_file *listed, size_t n);

/* Reports each difference of the folder PATH to the folder EXPECTED, in which
   the same inputs were scored again, and counts what was compared. */
void qp_audit_compare(struct qp_session *run, const char *path,
                      const char *expected, struct qp_audit *audit);

/* Reports files in the folder PATH that are missing, or are none of the N
   files LISTED: for when the inputs do not score. */
void qp_audit_names(struct qp_session *run, const char *path,
                    const struct qp_file *listed, size_t n);

#endif
