/* Elementary functions of IEEE operations alone; see robust_math.h. */

#include <config.h>

#include "engine/robust_math.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ln 2 in two parts, the first with bits to spare, so that a multiple of it is
   exact; from Cody and Waite, Software Manual for the Elementary Functions
   (1980). */
static const double ln2_high = 0x1.62e42fee00000p-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;

enum {
    MANTISSA_BITS = 52,
    EXPONENT_BIAS = 1023,
    LN_TERMS = 12,  /* of the series of artanh: 0.0295^12 / 25 < 2^-64 */
    EXP_TERMS = 14, /* 0.3466^14 / 14! < 2^-57 */
    INTEGER_POWERS = 64, /* that are made of products */
    MOST_POWER = 1000
};

/* How much of a number an error of arithmetic may be, some thousands of units
   in the last place. */
static const double slack = 1e-12;

/* 2 to N, which is the exponent of a normal number. */
static double
power_of_two(int n)
{
    uint64_t bits = (uint64_t)(n + EXPONENT_BIAS) << MANTISSA_BITS;
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* X > 0 as M times 2 to *N, with M between root 1/2 and root 2. */
static double
split(double x, int *n)
{
    static const double root_2 = 0x1.6a09e667f3bcdp+0;
    static const double two_54 = 0x1p54;
    uint64_t bits;
    int shift = 0;

    if (x < 0x1p-1022) { /* not normal */
        x *= two_54;
        shift = 54;
    }
    memcpy(&bits, &x, sizeof bits);
    *n = (int)(bits >> MANTISSA_BITS) - EXPONENT_BIAS;
    x /= power_of_two(*n);
    if (x > root_2) {
        x /= 2;
        (*n)++;
    }
    *n -= shift;
    return x;
}

/* ln m = 2 artanh((m - 1) / (m + 1)). */
double
qp_robust_ln(double x)
{
    double m, f, square, sum = 0;
    int n;

    if (!(x > 0) || x > 0x1.fffffffffffffp+1023)
        return x == 0 ? -INFINITY : x > 0 ? x : NAN;
    m = split(x, &n);
    f = (m - 1) / (m + 1);
    square = f * f;
    for (int i = LN_TERMS; i > 0; i--)
        sum = (sum + 1.0 / (2 * i + 1)) * square;
    return n * ln2_high + (n * ln2_low + 2 * f * sum + 2 * f);
}

double
qp_robust_exp(double x)
{
    double r, sum = 1;
    int n;

    if (!(x > -746))
        return x < 0 ? 0 : NAN;
    if (x > 710)
        return INFINITY;
    n = (int)(x / (ln2_high + ln2_low) + (x < 0 ? -0.5 : 0.5));
    r = (x - n * ln2_high) - n * ln2_low;
    for (int i = EXP_TERMS; i > 0; i--)
        sum = 1 + sum * r / i;
    if (n < -1000) /* in two steps, for what is not normal */
        return sum * power_of_two(n + 200) * power_of_two(-200);
    return n > 1000 ? sum * power_of_two(n - 200) * power_of_two(200)
                    : sum * power_of_two(n);
}

/* X without its fraction. */
static double
whole(double x)
{
    return fabs(x) < 0x1p52 ? (double)(int64_t)x : x;
}

static bool
is_odd(double x)
{
    return whole(x / 2) * 2 != x;
}

/* X to the integer N, by squares. */
static double
integer_power(double x, int n)
{
    double result = 1;

    for (int i = n < 0 ? -n : n; i; i >>= 1) {
        if (i & 1)
            result *= x;
        x *= x;
    }
    return n < 0 ? 1 / result : result;
}

double
qp_robust_pow(double x, double y)
{
    bool is_integer = whole(y) == y && fabs(y) <= MOST_POWER;

    if (y == 0)
        return 1;
    if (x == 0)
        return y > 0 ? 0 : NAN;
    if (is_integer && fabs(y) <= INTEGER_POWERS)
        return integer_power(x, (int)y);
    if (x < 0 && !is_integer)
        return NAN;
    x = qp_robust_exp(y * qp_robust_ln(fabs(x))) *
        (x < 0 && is_odd(y) ? -1 : 1);
    return isfinite(x) ? x : NAN;
}

double
qp_robust_round(double x, bool to_even)
{
    double size = fabs(x), below = whole(size), over = size - below;
    double margin = slack * (size > 1 ? size : 1);

    if (over < 0.5 - margin)
        size = below;
    else if (over > 0.5 + margin || !to_even || is_odd(below))
        size = below + 1;
    else
        size = below;
    return x < 0 ? -size : size;
}

bool
qp_robust_same(double a, double b)
{
    double size = fabs(a) > fabs(b) ? fabs(a) : fabs(b);

    return fabs(a - b) <= slack * (size > 1 ? size : 1);
}
