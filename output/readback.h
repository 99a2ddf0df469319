/* A workbook, read back before it is published.  What was spelt and packed is
   unpacked and parsed again, and every cell is compared with what was to be
   written.  So are the parts that the library made: it does not look whether
   its temporary files could be written, and on a full disk packs half a part
   and says that all is well. */

#ifndef QP_OUTPUT_READBACK_H
#define QP_OUTPUT_READBACK_H

#include "output/book.h"
#include "output/package.h"

/* Compares the packed ROWS with the N sorted CELLS and the texts SHARED.
   Returns what is wrong, null for nothing. */
const char *qp_readback_rows(const struct qp_cell *cells, size_t n,
                             const struct qp_shared *shared,
                             const struct qp_packed *rows);

/* Sees whether PART is well-formed, and holds the texts SHARED, or the links
   of SHEET, if it is theirs; SHEET may be null. */
const char *qp_readback_part(const struct qp_shared *shared,
                             const struct qp_sheet *sheet,
                             const struct qp_package_part *part);

/* Reports that the workbook called LABEL is not as it was written: WHAT, in
   SHEET, which may be null. */
void qp_readback_error(struct qp_session *run, const char *label,
                       const struct qp_sheet *sheet, const char *what);

#endif
