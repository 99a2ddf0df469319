/* What the parts of the number module share: num.c holds and adds, num_real.c
   has the functions with irrational values, num_eigen.c principal eigenvectors,
   num_text.c reads and prints.  A
   qp_num is one of

       den > 0     small: is.num / den in lowest terms
       den == 0    big: is.big, in the arena
       den == -1   undefined: is.reason

   and a number that can be small is small. */

#ifndef QP_ENGINE_NUM_IMPL_H
#define QP_ENGINE_NUM_IMPL_H

#include "engine/num.h"

#include <gmp.h>
#include <mpfr.h>

/* The limbs of the numerator, then those of the denominator.  As in GMP they
   are counted by an int, and the count of a negative one is negative. */
struct qp_big {
    int n_num, n_den;
    mp_limb_t limbs[];
};

/* Limbs that hold 64 bits. */
enum { QP_NUM_LIMBS = (64 + GMP_NUMB_BITS - 1) / GMP_NUMB_BITS };

/* A defined number as GMP sees it. */
struct qp_view {
    mpq_t value;
    mp_limb_t num[QP_NUM_LIMBS], den[QP_NUM_LIMBS];
};

/* X for GMP to read, as long as VIEW lives. */
mpq_srcptr qp_num_view(struct qp_view *view, qp_num x);

/* X, which is in lowest terms, as a number of ours. */
qp_num qp_num_keep(struct qp_arena *arena, mpq_srcptr x);

static inline qp_num
small(int64_t num, int64_t den)
{
    return (qp_num){ .is.num = num, .den = den };
}

static inline bool
is_small(qp_num x)
{
    return x.den > 0;
}

/* X, which is no NaN or infinity, as a number of ours. */
qp_num qp_num_keep_real(struct qp_arena *arena, mpfr_srcptr x);

/* Bits of numerator and denominator together. */
size_t qp_num_bits(qp_num x);

bool qp_num_is_integer(qp_num x);

/* The greatest common divisor; B is not 0. */
uint64_t qp_num_gcd(uint64_t a, uint64_t b);

/* NUM / DEN in lowest terms; DEN > 0. */
qp_num qp_num_reduced(int64_t num, int64_t den);

/* 10 to the I-th, as far as 64 bits go. */
enum { QP_NUM_TENS = 19 };
extern const int64_t qp_num_tens[QP_NUM_TENS];

/* Sets Z to the integer nearest to X times 10 to the PLACES. */
void qp_num_scale_rounding(mpz_ptr z, mpq_srcptr x, long places,
                           enum qp_rounding mode);

/* Sets X to Z over 10 to the PLACES. */
void qp_num_unscale(mpq_ptr x, mpz_srcptr z, long places);

#endif
