/* Whether a directory is an earlier result and nothing more, so that a new
   one may take its place. */

#ifndef QP_OUTPUT_EARLIER_H
#define QP_OUTPUT_EARLIER_H

#include "engine/diag.h"

/* What a result is of: another evaluation's result is not replaced, nor a
   final one by drafts. */
struct qp_earlier_identity {
    const char *id, *year;
    bool drafts;
};

/* Looks at the directory PATH, which a result that is OWN is to replace.  True if it is empty (*EARLIER false) or holds
   the files that the record in its result.xml names and no other, of the same
   evaluation and no final one where OWN is of drafts (*EARLIER true).  Else says what it is, and returns false. */
bool qp_earlier_check(struct qp_session *run, const char *path,
                      const struct qp_earlier_identity *own, bool *earlier);

/* True if the file at PATH is the report of an earlier self-check, as a
   workbook or as a page. */
bool qp_earlier_report_book(const char *path);
bool qp_earlier_report_page(const char *path);

/* The same of a simulation, and of a comparison. */
bool qp_earlier_robustness(const char *path);
bool qp_earlier_comparison(const char *path);

#endif
