/* Exact decimals by the million: read without allocation, and summed up.

   A decimal of a field with SCALE places is a whole number of units of
   10^-SCALE in 64 bits, if it fits; else it is long: its whole part and its
   fraction in units of 10^-24, which is what the 24 digits of a submission can
   have at most.  A cell holds a sum, or the greatest or least, of such decimals
   likewise: in 64 bits as long as it fits, else as a long one beside.  What
   comes out is the same qp_num that rationals would have come to. */

#ifndef QP_INPUT_DECIMAL_H
#define QP_INPUT_DECIMAL_H

#include "engine/num.h"

struct qp_long {
    __int128 whole, fraction; /* of one sign */
};

struct qp_decimal {
    bool is_long;
    int64_t number; /* else */
    struct qp_long rest;
};

/* Reads the N bytes at TEXT, which are spelt as qp_num_parse() wants it with
   at most QP_NUM_DIGITS_INPUT digits, and sets *PLACES to the digits behind
   the point; returns false if they are not. */
bool qp_decimal_read(const char *text, size_t n, int scale,
                     struct qp_decimal *decimal, int *places);

/* DECIMAL as a rational. */
qp_num qp_decimal_number(struct qp_arena *arena,
                         const struct qp_decimal *decimal, int scale);

/* The long decimals of some cells. */
struct qp_decimal_cells {
    struct qp_arena *arena;
    int scale;
    struct qp_long *items;
    size_t n, capacity;
};

/* A sum that fits, or which of the long ones it is.  Starts as 0. */
typedef int64_t qp_decimal_cell;

/* The lowest numbers say which of the long decimals a cell is. */
#define QP_DECIMAL_LONG (INT64_MIN + ((int64_t)1 << 40))

/* Adds DECIMAL to *CELL. */
void qp_decimal_add(struct qp_decimal_cells *cells, qp_decimal_cell *cell,
                    const struct qp_decimal *decimal);

/* Adds NUMBER, of the cells' scale, to *CELL if the sum fits and CELL is not
   long; returns whether it did. */
static inline bool
qp_decimal_add_short(qp_decimal_cell *cell, int64_t number)
{
    int64_t sum;

    if (*cell < QP_DECIMAL_LONG ||
        __builtin_add_overflow(*cell, number, &sum) || sum < QP_DECIMAL_LONG)
        return false;
    *cell = sum;
    return true;
}

/* Makes *CELL, which HAS one already or none, the greater of it and DECIMAL;
   with SIGN -1 the lesser. */
void qp_decimal_extend(struct qp_decimal_cells *cells, qp_decimal_cell *cell, bool has, int sign,
                    const struct qp_decimal *decimal);

/* What *CELL holds as a rational. */
qp_num qp_decimal_cell_number(struct qp_arena *arena, const struct qp_decimal_cells *cells,
                      qp_decimal_cell cell);

#endif
