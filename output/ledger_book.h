/* A workbook (.xlsx) unpacked into its parts, and what its cells say.  It may
   have been tampered with, or saved by a spreadsheet program, which spells the
   same cells otherwise. */

#ifndef QP_OUTPUT_LEDGER_BOOK_H
#define QP_OUTPUT_LEDGER_BOOK_H

#include "output/ledger.h"

struct qp_package_part {
    const char *name;
    const char *bytes; /* a null byte stands behind them */
    size_t n;
};

/* The parts of a package in the order of their names. */
struct qp_package {
    struct qp_package_part *parts;
    size_t n;
    const char *wrong; /* why not all could be unpacked; null: they were */
};

/* Unpacks the file at PATH. */
struct qp_package *qp_package_open(struct qp_arena *arena, const char *path);

/* The part NAME; null without one. */
const struct qp_package_part *qp_package_find(const struct qp_package *package,
                                              const char *name);

/* Reads the cells of all sheets of PACKAGE: the value of each and, as
   "formula", its formula. */
void qp_ledger_read_book(struct qp_ledger *ledger,
                         const struct qp_package *package);

/* Same values and formulas in the spelling of another program. */
qp_ledger_same qp_ledger_alike_rewritten;

#endif
