/* Logarithms, exponentials and powers of doubles that come out the same on
   every machine: they are made of the operations that IEEE 754 defines to the
   last bit, where the C library's own differ from one to the next.  Good to a
   few units in the last place.  For simulations only (see robust.h); no
   published score goes through here. */

#ifndef QP_ENGINE_ROBUST_MATH_H
#define QP_ENGINE_ROBUST_MATH_H

#include <stdbool.h>

/* The natural logarithm of X; minus infinity for 0, NaN for less. */
double qp_robust_ln(double x);

/* e to X; 0 below about -745, infinity above about 709. */
double qp_robust_exp(double x);

/* X to Y: as qp_num_pow() has it, with NaN where that is undefined. */
double qp_robust_pow(double x, double y);

/* X rounded to an integer, halves away from zero or to the even neighbour;
   what lies as near a half as an error of arithmetic would move it is one. */
double qp_robust_round(double x, bool to_even);

/* True if A and B differ by no more than errors of arithmetic. */
bool qp_robust_same(double a, double b);

#endif
