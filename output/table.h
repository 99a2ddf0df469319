/* A table on a page: heads, rows that are shaded in turn, cells from left to
   right. */

#ifndef QP_OUTPUT_TABLE_H
#define QP_OUTPUT_TABLE_H

#include "output/page.h"

/* A column.  Neighbours with the same text OVER share it.  UNDER the head
   stands the unit, full marks or a code.  Any of the three may be null. */
struct qp_field {
    const char *over, *head, *under;
    enum qp_look look;
    int decimals;
    unsigned least, most; /* characters; 0: what the texts need, up to a
                             sensible width */
};

/* A column of texts, or of ranks and the like. */
struct qp_field qp_field_text(const char *head, enum qp_look look,
                              unsigned least, unsigned most);

/* A column of numbers with DECIMALS. */
struct qp_field qp_field_number(const char *head, enum qp_look look,
                                int decimals, unsigned least);

/* FIELD with OVER over it. */
struct qp_field qp_field_below(const char *over, struct qp_field field);

struct qp_table {
    struct qp_page *page;
    const struct qp_field *fields;
    size_t n_fields;
    size_t first, row, column; /* first row of the body; the current cell */
    enum qp_ground ground;
    size_t n_rows;
};

/* Begins a table with heads at the next free row of PAGE. */
struct qp_table qp_table_begin(struct qp_page *page,
                               const struct qp_field *fields, size_t n);

/* Heads stay on screen and are repeated on paper, with the first FIXED
   columns. */
void qp_table_fix(struct qp_table *table, size_t fixed);

/* Begins the next row, shaded in turn; or a row on GROUND. */
void qp_table_row(struct qp_table *table);
void qp_table_row_on(struct qp_table *table, enum qp_ground ground);

/* Fills the next cell in the look of its column.  A null text is blank, an
   undefined number a dash. */
void qp_table_text(struct qp_table *table, const char *text);
void qp_table_number(struct qp_table *table, qp_num x);

/* The same with a link to the sheet TO. */
void qp_table_link(struct qp_table *table, const char *text, const char *to);

/* The same as what FORMULA comes to; null: there is none. */
void qp_table_live(struct qp_table *table, const char *formula, qp_num x);

/* The same for data, with their own decimals and all digits. */
void qp_table_figure(struct qp_table *table, qp_num x, int decimals);

/* The same in another look. */
void qp_table_text_as(struct qp_table *table, enum qp_look look,
                      const char *text);

/* How many decimals X needs, at most MOST. */
int qp_table_decimals(struct qp_arena *arena, qp_num x, int most);

/* Ends the table; with a filter over its rows if FILTER. */
void qp_table_end(struct qp_table *table, bool filter);

#endif
