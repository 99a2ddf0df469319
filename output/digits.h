/* Numbers of cells.  A spreadsheet calculates in binary and shows 15 decimal
   digits, so a figure goes into a cell as the double nearest to its first 15;
   a file spells that with as few digits as lead back to it.  Both are done in
   integers wherever these suffice, which is nearly always: a double holds all
   integers of 15 digits and the powers of ten, and dividing two of its values
   gives the nearest there is. */

#ifndef QP_OUTPUT_DIGITS_H
#define QP_OUTPUT_DIGITS_H

#include "engine/num.h"

/* Bytes that a spelt double takes at most. */
enum { QP_DIGITS_ROOM = 32 };

/* The double for the first 15 significant digits of X, which is defined; of
   more digits, for those within 18 decimals.  False where X is too large. */
bool qp_digits_double(struct qp_arena *arena, qp_num x, double *number);

/* True if a double has all digits of X, or there is no X. */
bool qp_digits_fit(struct qp_arena *arena, qp_num x);

/* True if there is a double for X, or there is no X. */
bool qp_digits_reach(struct qp_arena *arena, qp_num x);

/* Spells X, or the integer N, at AT, without an end; returns the place
   behind. */
char *qp_digits_spell(char *at, double x);
char *qp_digits_spell_integer(char *at, uint64_t n);

#endif
