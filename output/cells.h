/* The only writer of cells.  A spreadsheet program takes what it is given: NaN,
   broken UTF-8, names that Excel refuses; so every text, number and name is
   checked here first, and every answer of the library is looked at. */

#ifndef QP_OUTPUT_CELLS_H
#define QP_OUTPUT_CELLS_H

#include "output/book.h"

/* Writes TEXT; what a cell cannot hold of it is cut, visibly. */
void qp_cell_text(struct qp_sheet *sheet, size_t row, size_t column,
                  struct qp_style style, const char *text);

/* The same with a link to the top of the worksheet TO of the same book: the
   only links there are.  Those of a sheet are written from the top down. */
void qp_cell_link(struct qp_sheet *sheet, size_t row, size_t column,
                  struct qp_style style, const char *text, const char *to);

/* Writes X with 15 significant digits, of which STYLE shows its decimals. */
void qp_cell_number(struct qp_sheet *sheet, size_t row, size_t column,
                    struct qp_style style, qp_num x);

/* Writes X with all its digits: as text when a cell's number has too few. */
void qp_cell_figure(struct qp_sheet *sheet, size_t row, size_t column,
                    struct qp_style style, qp_num x);

/* Writes FORMULA, without "=", with X as what it comes to: the figure for
   those who read the file without calculating.  Where X is undefined, or has
   no such number, it is written alone, as by qp_cell_number(). */
void qp_cell_live(struct qp_sheet *sheet, size_t row, size_t column,
                  struct qp_style style, const char *formula, qp_num x);

/* Writes TEXT into the rectangle of ROWS and COLUMNS as one cell. */
void qp_cell_merge(struct qp_sheet *sheet, size_t row, size_t column,
                   size_t rows, size_t columns, struct qp_style style,
                   const char *text);

/* Colours the numbers of the rectangle of ROWS and COLUMNS by size, the greatest
   most; where it is one row or one column, cells on QP_GROUND_TINT keep their
   own colour. */
void qp_sheet_heat(struct qp_sheet *sheet, size_t row, size_t column,
                   size_t rows, size_t columns);

/* Writes to ROW what the first of N rows of a table, from row FIRST on, shows;
   but in column NAMES a reader may choose another of the texts there, and all
   else are formulas that find what stands in its row. */
void qp_sheet_lookup(struct qp_sheet *sheet, size_t row, size_t first,
                     size_t n, size_t names);

#endif
