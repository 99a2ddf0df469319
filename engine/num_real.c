/* Functions of exact numbers whose values are irrational.  Where the value is
   rational it is found exactly; everything else is left to MPFR. */

#include <config.h>

#include "engine/num.h"

#include <assert.h>

#include <mpfr.h>

#include "engine/num_impl.h"

/* Values of transcendental functions, and statistics cut short. */
enum { PRECISION = 256, STATISTIC_PRECISION = 1024, STATISTIC_MOST = 4096 };

/* A weight that was found is exact up to so many bits. */
enum { WEIGHT_MOST = 512 };

/* Arguments of MPFR are exact to so many bits beyond their own, so that what
   comes out is the number nearest to the true value. */
enum { GUARD = 512 };

/* A power of more bits than this is out of range, not a way to use up the
   memory; a product of this many is no longer searched for a perfect root. */
enum { POWER_MOST = 1 << 22, ROOT_MOST = 1 << 20 };

/* Weights over a larger common denominator have no exact mean sought. */
enum { SHARES_MOST = 10000 };

enum { EXPONENT_MOST = 1000, EXP_MOST = 10000 };

static const char out_of_range[] = "out of range";

const char *
qp_num_libraries(struct qp_arena *arena, const char *separator)
{
    return qp_arena_printf(arena, "GMP %s%sMPFR %s", gmp_version, separator,
                           mpfr_get_version());
}

/* ---- logarithms, roots and powers ---- */

qp_num
qp_num_keep_real(struct qp_arena *arena, mpfr_srcptr x)
{
    qp_num kept;
    mpq_t value;

    assert(mpfr_number_p(x));
    mpq_init(value);
    mpfr_get_q(value, x);
    kept = qp_num_keep(arena, value);
    mpq_clear(value);
    return kept;
}

/* Makes REAL and sets it to X, so exactly that a function of it is known to
   far more bits than PRECISION. */
static void
init_real(mpfr_ptr real, qp_num x)
{
    struct qp_view view;

    mpfr_init2(real, (mpfr_prec_t)(qp_num_bits(x) + GUARD));
    mpfr_set_q(real, qp_num_view(&view, x), MPFR_RNDN);
}

typedef int function(mpfr_ptr result, mpfr_srcptr x, mpfr_rnd_t rounding);

static qp_num
by_mpfr(struct qp_arena *arena, function *apply, qp_num x)
{
    mpfr_t argument, result;
    qp_num kept;

    init_real(argument, x);
    mpfr_init2(result, PRECISION);
    apply(result, argument, MPFR_RNDN);
    kept = qp_num_keep_real(arena, result);
    mpfr_clears(argument, result, (mpfr_ptr)NULL);
    return kept;
}

/* Why X has no logarithm; null if it has. */
static const char *
no_logarithm(qp_num x)
{
    int sign = qp_num_sign(x);

    if (sign > 0)
        return NULL;
    return sign == 0 ? "logarithm of zero" : "logarithm of a negative number";
}

qp_num
qp_num_ln(struct qp_arena *arena, qp_num x)
{
    if (!qp_num_defined(x))
        return x;
    if (no_logarithm(x))
        return qp_num_undefined(no_logarithm(x));
    if (qp_num_cmp(x, small(1, 1)) == 0)
        return small(0, 1);
    return by_mpfr(arena, mpfr_log, x);
}

/* True if Z is 10 to the *EXPONENT. */
static bool
is_power_of_ten(mpz_srcptr z, int64_t *exponent)
{
    mpz_t rest, ten;
    bool is_it;

    mpz_init(rest);
    mpz_init_set_ui(ten, 10);
    *exponent = (int64_t)mpz_remove(rest, z, ten);
    is_it = mpz_cmp_ui(rest, 1) == 0;
    mpz_clears(rest, ten, NULL);
    return is_it;
}

qp_num
qp_num_log10(struct qp_arena *arena, qp_num x)
{
    struct qp_view view;
    mpq_srcptr value;
    int64_t up, down;

    if (!qp_num_defined(x))
        return x;
    if (no_logarithm(x))
        return qp_num_undefined(no_logarithm(x));
    value = qp_num_view(&view, x);
    if (is_power_of_ten(mpq_numref(value), &up) &&
        is_power_of_ten(mpq_denref(value), &down))
        return small(up - down, 1);
    return by_mpfr(arena, mpfr_log10, x);
}

qp_num
qp_num_exp(struct qp_arena *arena, qp_num x)
{
    if (!qp_num_defined(x))
        return x;
    if (qp_num_cmp(x, small(EXP_MOST, 1)) > 0 ||
        qp_num_cmp(x, small(-EXP_MOST, 1)) < 0)
        return qp_num_undefined(out_of_range);
    if (qp_num_sign(x) == 0)
        return small(1, 1);
    return by_mpfr(arena, mpfr_exp, x);
}

/* X to the POWER-th, which is neither 0 nor makes too many bits. */
static qp_num
raise(struct qp_arena *arena, qp_num x, long power)
{
    unsigned long times = (unsigned long)(power < 0 ? -power : power);
    struct qp_view view;
    mpq_srcptr value = qp_num_view(&view, x);
    qp_num kept;
    mpq_t result;

    mpq_init(result);
    mpz_pow_ui(mpq_numref(result), mpq_numref(value), times);
    mpz_pow_ui(mpq_denref(result), mpq_denref(value), times);
    if (power < 0)
        mpq_inv(result, result);
    kept = qp_num_keep(arena, result);
    mpq_clear(result);
    return kept;
}

/* The DEGREE-th root of X > 0, if it is rational. */
static bool
find_root(struct qp_arena *arena, qp_num x, int64_t degree, qp_num *root)
{
    struct qp_view view;
    mpq_srcptr value = qp_num_view(&view, x);
    bool perfect;
    mpq_t result;

    if (degree > (int64_t)qp_num_bits(x))
        return false; /* even the root of 2 is none */
    mpq_init(result);
    perfect =
        mpz_root(mpq_numref(result), mpq_numref(value),
                 (unsigned long)degree) &&
        mpz_root(mpq_denref(result), mpq_denref(value), (unsigned long)degree);
    if (perfect)
        *root = qp_num_keep(arena, result);
    mpq_clear(result);
    return perfect;
}

qp_num
qp_num_sqrt(struct qp_arena *arena, qp_num x)
{
    qp_num root;

    if (!qp_num_defined(x) || qp_num_sign(x) == 0)
        return x;
    if (qp_num_sign(x) < 0)
        return qp_num_undefined("square root of a negative number");
    if (find_root(arena, x, 2, &root))
        return root;
    return by_mpfr(arena, mpfr_sqrt, x);
}

static qp_num
power_by_mpfr(struct qp_arena *arena, qp_num x, qp_num y)
{
    mpfr_t base, exponent, result;
    qp_num kept;

    init_real(base, x);
    init_real(exponent, y);
    mpfr_init2(result, PRECISION);
    mpfr_pow(result, base, exponent, MPFR_RNDN);
    kept = qp_num_keep_real(arena, result);
    mpfr_clears(base, exponent, result, (mpfr_ptr)NULL);
    return kept;
}

/* X > 0 to the Y, which is no integer. */
static qp_num
power_of_positive(struct qp_arena *arena, qp_num x, qp_num y)
{
    qp_num root;

    if (qp_num_cmp(x, small(1, 1)) == 0)
        return x;
    if (is_small(y) && find_root(arena, x, y.den, &root))
        return raise(arena, root, (long)y.is.num);
    return power_by_mpfr(arena, x, y);
}

qp_num
qp_num_pow(struct qp_arena *arena, qp_num x, qp_num y)
{
    qp_num size;

    if (!qp_num_defined(x) || !qp_num_defined(y))
        return qp_num_defined(x) ? y : x;
    if (qp_num_sign(y) == 0)
        return small(1, 1);
    if (qp_num_sign(x) == 0 && qp_num_sign(y) < 0)
        return qp_num_undefined("zero to a negative power");
    size = qp_num_abs(arena, y);
    if (qp_num_cmp(size, small(EXPONENT_MOST, 1)) > 0 ||
        qp_num_cmp(size, small(POWER_MOST, (int64_t)qp_num_bits(x))) > 0)
        return qp_num_undefined(out_of_range);
    if (qp_num_sign(x) == 0)
        return x;
    if (qp_num_is_integer(y))
        return raise(arena, x, (long)y.is.num);
    if (qp_num_sign(x) < 0)
        return qp_num_undefined("negative base with a fractional exponent");
    return power_of_positive(arena, x, y);
}

/* ---- the geometric mean ---- */

static bool
all_equal(const qp_num *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (qp_num_cmp(x[0], x[i]) != 0)
            return false;
    return true;
}

/* Finds the common denominator of the N SHARES, if it is not too large. */
static bool
find_common(const qp_num share[], size_t n, int64_t *common)
{
    *common = 1;
    for (size_t i = 0; i < n; i++) {
        if (!is_small(share[i]) || share[i].den > SHARES_MOST)
            return false;
        *common *= share[i].den / (int64_t)qp_num_gcd((uint64_t)*common,
                                                      (uint64_t)share[i].den);
        if (*common > SHARES_MOST)
            return false;
    }
    return true;
}

/* How often X stands in the product whose COMMON-th root is the mean. */
static unsigned long
times(qp_num share, int64_t common)
{
    return (unsigned long)(share.is.num * (common / share.den));
}

/* How often PRIME divides X, less than never where it divides the
   denominator. */
static int64_t
count_prime(qp_num x, unsigned long prime)
{
    struct qp_view view;
    mpq_srcptr value = qp_num_view(&view, x);
    mpz_t divisor, rest;
    int64_t count;

    mpz_init(rest);
    mpz_init_set_ui(divisor, prime);
    count = (int64_t)mpz_remove(rest, mpq_numref(value), divisor) -
            (int64_t)mpz_remove(rest, mpq_denref(value), divisor);
    mpz_clears(divisor, rest, NULL);
    return count;
}

/* False if the product has no COMMON-th root because of 2, 3 or 5, which is
   cheap to see and tells nearly always. */
static bool
may_have_root(const qp_num *x, const qp_num share[], size_t n, int64_t common)
{
    static const unsigned long primes[] = { 2, 3, 5 };

    for (size_t k = 0; k < QP_COUNT(primes); k++) {
        int64_t sum = 0;

        for (size_t i = 0; i < n; i++)
            sum += count_prime(x[i], primes[k]) *
                   (int64_t)times(share[i], common) % common;
        if (sum % common != 0)
            return false;
    }
    return true;
}

/* Multiplies PRODUCT by X to the POWER-th. */
static void
multiply_power(mpq_ptr product, qp_num x, unsigned long power)
{
    struct qp_view view;
    mpq_srcptr value = qp_num_view(&view, x);
    mpz_t part;

    mpz_init(part);
    mpz_pow_ui(part, mpq_numref(value), power);
    mpz_mul(mpq_numref(product), mpq_numref(product), part);
    mpz_pow_ui(part, mpq_denref(value), power);
    mpz_mul(mpq_denref(product), mpq_denref(product), part);
    mpz_clear(part);
}

/* The mean as a perfect root of a product of whole powers. */
static bool
find_geometric(struct qp_arena *arena, const qp_num *x, const qp_num share[],
               size_t n, qp_num *mean)
{
    int64_t common;
    uint64_t total = 0;
    mpq_t product;
    qp_num kept;

    if (!find_common(share, n, &common))
        return false;
    for (size_t i = 0; i < n && total <= ROOT_MOST; i++)
        total += qp_num_bits(x[i]) * times(share[i], common);
    if (total > ROOT_MOST || !may_have_root(x, share, n, common))
        return false;
    mpq_init(product);
    mpz_set_ui(mpq_numref(product), 1);
    for (size_t i = 0; i < n; i++)
        multiply_power(product, x[i], times(share[i], common));
    mpq_canonicalize(product);
    kept = qp_num_keep(arena, product);
    mpq_clear(product);
    return find_root(arena, kept, common, mean);
}

/* The mean by logarithms. */
static qp_num
approximate_geometric(struct qp_arena *arena, const qp_num *x,
                      const qp_num share[], size_t n)
{
    mpfr_t sum, part, weight;
    qp_num kept;

    mpfr_init2(sum, GUARD);
    mpfr_set_zero(sum, 1);
    for (size_t i = 0; i < n; i++) {
        init_real(part, x[i]);
        init_real(weight, share[i]);
        mpfr_log(part, part, MPFR_RNDN);
        mpfr_mul(part, part, weight, MPFR_RNDN);
        mpfr_add(sum, sum, part, MPFR_RNDN);
        mpfr_clears(part, weight, (mpfr_ptr)NULL);
    }
    mpfr_init2(part, PRECISION);
    mpfr_exp(part, sum, MPFR_RNDN);
    kept = qp_num_keep_real(arena, part);
    mpfr_clears(sum, part, (mpfr_ptr)NULL);
    return kept;
}

qp_num
qp_num_geometric(struct qp_arena *arena, const qp_num *x, const qp_num *w,
                 size_t n)
{
    qp_num *share = qp_arena_alloc(arena, n, sizeof *share);
    qp_num total = qp_num_sum(arena, w, n), mean;

    for (size_t i = 0; i < n; i++) {
        share[i] = qp_num_div(arena, w[i], total);
        if (!qp_num_defined(x[i]) || !qp_num_defined(share[i]))
            return qp_num_defined(x[i]) ? share[i] : x[i];
    }
    if (n == 0)
        return qp_num_undefined("mean of nothing");
    if (all_equal(x, n))
        return x[0];
    if (find_geometric(arena, x, share, n, &mean))
        return mean;
    return approximate_geometric(arena, x, share, n);
}

/* ---- shorter numbers ---- */

/* X, rounded to PRECISION bits if it has more than MOST. */
static qp_num
shorten(struct qp_arena *arena, qp_num x, size_t most, mpfr_prec_t precision,
        bool *rounded)
{
    struct qp_view view;
    mpfr_t real;
    qp_num kept;

    *rounded = qp_num_defined(x) && qp_num_bits(x) > most;
    if (!*rounded)
        return x;
    mpfr_init2(real, precision);
    mpfr_set_q(real, qp_num_view(&view, x), MPFR_RNDN);
    kept = qp_num_keep_real(arena, real);
    mpfr_clear(real);
    return kept;
}

qp_num
qp_num_statistic(struct qp_arena *arena, qp_num x, bool *rounded)
{
    return shorten(arena, x, STATISTIC_MOST, STATISTIC_PRECISION, rounded);
}

qp_num
qp_num_real(struct qp_arena *arena, qp_num x)
{
    bool rounded;

    return shorten(arena, x, 0, PRECISION, &rounded);
}

qp_num
qp_num_weight(struct qp_arena *arena, qp_num x)
{
    bool rounded;

    return shorten(arena, x, WEIGHT_MOST, PRECISION, &rounded);
}
