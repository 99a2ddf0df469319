/* What the cells of a workbook (.xlsx) say.  It may have been tampered with, or
   saved by a spreadsheet program, which spells the same cells otherwise. */

#ifndef QP_OUTPUT_LEDGER_BOOK_H
#define QP_OUTPUT_LEDGER_BOOK_H

#include "output/ledger.h"
#include "output/package.h"

/* Reads the cells of all sheets of PACKAGE: the value of each and, as
   "formula", its formula. */
void qp_ledger_read_book(struct qp_ledger *ledger,
                         const struct qp_package *package);

/* Same values and formulas in the spelling of another program. */
qp_ledger_same qp_ledger_alike_rewritten;

#endif
