/* The rows of a worksheet, as its part of the file holds them.  Everything
   else of a workbook is the library's work, but it would keep every cell a
   second time until the end and print it piece by piece; so cells, nearly all
   there is in a large workbook, are spelt here and packed as soon as their
   sheet is complete (assembly.h puts them in their place).  Styles and shared
   strings are numbered by the library, which writes them. */

#ifndef QP_OUTPUT_ROWS_H
#define QP_OUTPUT_ROWS_H

#include "output/book.h"

/* Sorts the N CELLS into the order in which a file holds them. */
void qp_rows_sort(struct qp_cell *cells, size_t n);

/* Spells the N sorted CELLS of SHEET, whole rows, with HEIGHTS, and packs them
   with PACKER into a piece in ARENA. */
struct qp_packed qp_rows_pack(struct qp_packer *packer, struct qp_arena *arena,
                              const struct qp_sheet *sheet,
                              const struct qp_cell *cells, size_t n,
                              struct qp_heights heights);

#endif
