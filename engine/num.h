/* Exact numbers.  A qp_num is a rational: a third stays a third until a rule
   says "round".  It is passed by value and owns nothing; one too large for
   two 64-bit integers points into the run's arena.  Division by zero and
   ln(0) give an undefined number that carries its reason and stays undefined
   through all further arithmetic (the reason of the left operand wins), so a
   formula is one line, checked once at its end with qp_num_defined(). */

#ifndef QP_ENGINE_NUM_H
#define QP_ENGINE_NUM_H

#include "engine/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct qp_big;

/* DEN > 0: the fraction IS.NUM / DEN in lowest terms.  Else see num_impl.h. */
typedef struct qp_num {
    union {
        int64_t num;
        const struct qp_big *big;
        const char *reason;
    } is;
    int64_t den;
} qp_num;

enum qp_rounding {
    QP_ROUND_HALF_UP,  /* halves away from zero, 四舍五入 */
    QP_ROUND_HALF_EVEN /* halves to the even neighbour, GB/T 8170 */
};

/* The digits that a figure may have in a submission and in a rule file. */
enum { QP_NUM_DIGITS_INPUT = 24, QP_NUM_DIGITS_RULES = 40 };

/* The libraries that compute, with their versions and SEPARATOR between: "GMP
   6.2.1, MPFR 4.2.0". */
const char *qp_num_libraries(struct qp_arena *arena, const char *separator);

qp_num qp_num_int(int64_t x);

/* An undefined number; REASON is a phrase such as "division by zero" that
   outlives the number. */
qp_num qp_num_undefined(const char *reason);

/* X, for when ARENA outlives the one that X was made in. */
qp_num qp_num_copy(struct qp_arena *arena, qp_num x);

bool qp_num_defined(qp_num x);

/* Why X is undefined; null when it is defined. */
const char *qp_num_reason(qp_num x);

/* Reads the LENGTH bytes at TEXT: optional sign, digits, and a fraction with
   digits on both sides of the point; at most MOST digits (a leading zero
   counts).  Blanks around must be gone.  Returns null and sets *X, or returns
   what is wrong as a phrase that follows the quoted text in a message, such
   as "has a separator". */
const char *qp_num_parse(struct qp_arena *arena, const char *text,
                         size_t length, int most, qp_num *x);

/* The same for what a record holds, see qp_num_fraction(): a number as above,
   or two of them with "/" between. */
const char *qp_num_parse_fraction(struct qp_arena *arena, const char *text,
                                  size_t length, int most, qp_num *x);

/* How many digits of the fraction TEXT has, as written. */
int qp_num_decimals_written(const char *text, size_t length);

qp_num qp_num_add(struct qp_arena *arena, qp_num a, qp_num b);
qp_num qp_num_sub(struct qp_arena *arena, qp_num a, qp_num b);
qp_num qp_num_mul(struct qp_arena *arena, qp_num a, qp_num b);

/* A / B; B = 0 gives "division by zero". */
qp_num qp_num_div(struct qp_arena *arena, qp_num a, qp_num b);
qp_num qp_num_neg(struct qp_arena *arena, qp_num x);
qp_num qp_num_abs(struct qp_arena *arena, qp_num x);

/* The smaller, the greater; undefined when either is. */
qp_num qp_num_min(struct qp_arena *arena, qp_num a, qp_num b);
qp_num qp_num_max(struct qp_arena *arena, qp_num a, qp_num b);

/* The sum of N numbers, by halves so that long sums of fractions stay cheap;
   undefined when any is. */
qp_num qp_num_sum(struct qp_arena *arena, const qp_num *x, size_t n);

/* The sample standard deviation, n - 1, of N numbers; undefined with fewer
   than two. */
qp_num qp_num_deviation(struct qp_arena *arena, const qp_num *x, size_t n);

/* -1, 0, 1 as A is below, equal to, above B.  Both must be defined. */
int qp_num_cmp(qp_num a, qp_num b);

/* -1, 0, 1.  X must be defined. */
int qp_num_sign(qp_num x);

/* The number as a fraction in lowest terms, *DEN > 0, if 64 bits hold both. */
bool qp_num_small(qp_num x, int64_t *num, int64_t *den);

/* The number as an integer if it is one in [-MOST, MOST]. */
bool qp_num_to_int(qp_num x, int64_t most, int64_t *value);

/* The greatest integer <= X, the least >= X. */
qp_num qp_num_floor(struct qp_arena *arena, qp_num x);
qp_num qp_num_ceil(struct qp_arena *arena, qp_num x);

/* X rounded to PLACES decimals, -18 to 18. */
qp_num qp_num_round(struct qp_arena *arena, qp_num x, int places,
                    enum qp_rounding mode);

/* X in units of decimal PLACES, 0 to 18, rounded half up; false if 64 bits do
   not hold them, or X is undefined. */
bool qp_num_units(qp_num x, int places, int64_t *units);

/* Transcendental functions: exact where the true result is rational, else
   the 256-bit binary number nearest to it.  Outside the domain undefined.
   sqrt, pow: a perfect root is exact.  pow: 0^0 = 1; 0 to a negative power,
   a negative base with a fractional exponent, and an integer exponent over
   1,000 in size are undefined; exp over 10,000 in size too ("out of
   range"). */
qp_num qp_num_ln(struct qp_arena *arena, qp_num x);
qp_num qp_num_log10(struct qp_arena *arena, qp_num x);
qp_num qp_num_exp(struct qp_arena *arena, qp_num x);
qp_num qp_num_sqrt(struct qp_arena *arena, qp_num x);
qp_num qp_num_pow(struct qp_arena *arena, qp_num x, qp_num y);

/* The weighted geometric mean of N positive numbers X with positive weights
   W: exact where it is rational (weights with a common denominator up to
   10,000), else good to 250 bits. */
qp_num qp_num_geometric(struct qp_arena *arena, const qp_num *x,
                        const qp_num *w, size_t n);

/* X as it enters a result when it is a peer statistic: numerator and
   denominator of together over 4,096 bits are rounded to 1,024 bits, half to
   even, and *ROUNDED is set. */
qp_num qp_num_statistic(struct qp_arena *arena, qp_num x, bool *rounded);

/* The 256-bit binary number nearest to X, half to even. */
qp_num qp_num_real(struct qp_arena *arena, qp_num x);

/* X as it enters a weight that was found: numerator and denominator of
   together over 512 bits are rounded to 256 bits, half to even. */
qp_num qp_num_weight(struct qp_arena *arena, qp_num x);

/* Finds the eigenvector of the N x N MATRIX, row by row, that belongs to its
   greatest eigenvalue: MATRIX has positive elements, or is symmetric without
   negative eigenvalues.  VECTOR is scaled to the sum 1; it and *VALUE are good
   to 250 bits.  Returns false where there is no such single vector, or it has
   the sum 0. */
bool qp_num_eigenvector(struct qp_arena *arena, const qp_num matrix[],
                        size_t n, qp_num vector[], qp_num *value);

/* The digits of X: exact when at most 40 significant digits, else 20
   significant digits, half up.  No exponent, no trailing zeros, "-0" never.
   Undefined: the empty text. */
const char *qp_num_text(struct qp_arena *arena, qp_num x);

/* X as people can follow it on paper: itself where it has at most 19 digits,
   else with 10 significant ones, or all before the point. */
qp_num qp_num_legible(struct qp_arena *arena, qp_num x);

/* X with exactly PLACES >= 0 decimals, as printed; X is rounded already (or
   is rounded half up here). */
const char *qp_num_fixed(struct qp_arena *arena, qp_num x, int places);

/* "1/3", "-7", for a record that must lose nothing. */
const char *qp_num_fraction(struct qp_arena *arena, qp_num x);

/* The digits of X if they are all of it, else the fraction. */
const char *qp_num_exact(struct qp_arena *arena, qp_num x);

/* Lends GMP and MPFR allocators that end the program with status 3 when
   memory runs out.  Called once, before anything else. */
void qp_num_init(void);

/* Frees what GMP and MPFR keep for the thread that calls it: the last thing
   that a thread does. */
void qp_num_leave(void);

#endif
