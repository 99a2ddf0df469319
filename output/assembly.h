/* The file of a workbook.  The library writes it without cells; here it is
   taken apart, the rows of each worksheet (rows.h) are put into its part, and
   all parts go into a new file in its place. */

#ifndef QP_OUTPUT_ASSEMBLY_H
#define QP_OUTPUT_ASSEMBLY_H

#include "output/book.h"

/* Puts the packed rows of the N SHEETS of BOOK into the workbook at PATH,
   called LABEL in messages, packing with PACKER.  False when it cannot be, or
   anything is not as it was meant to be, which has been reported. */
bool qp_assembly_write(struct qp_session *run, struct qp_book *book,
                       const char *path, const char *label,
                       struct qp_packer *packer,
                       struct qp_sheet *const *sheets, size_t n);

#endif
