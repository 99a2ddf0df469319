/* Exact numbers; see num.h.  A number that can be small is small, so equal
   numbers have one form.  Small numbers are worked on in 64 bits as long as
   nothing overflows; all else is left to GMP, which gets to see a number of
   either kind through a view that copies nothing. */

#include <config.h>

#include "engine/num.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/num_impl.h"

enum { BIG = 0, UNDEFINED = -1 };

/* ---- two representations ---- */

static uint64_t
magnitude(int64_t x)
{
    return x < 0 ? -(uint64_t)x : (uint64_t)x;
}

/* Lets Z show X, with its limbs in LIMBS. */
static void
show_integer(mpz_ptr z, mp_limb_t limbs[], int64_t x)
{
    uint64_t rest = magnitude(x);

    for (int i = 0; i < QP_NUM_LIMBS; i++) {
        limbs[i] = (mp_limb_t)(rest & GMP_NUMB_MASK);
        rest = rest >> (GMP_NUMB_BITS - 1) >> 1; /* a limb may have them all */
    }
    mpz_roinit_n(z, limbs, x < 0 ? -QP_NUM_LIMBS : QP_NUM_LIMBS);
}

mpq_srcptr
qp_num_view(struct qp_view *view, qp_num x)
{
    if (!is_small(x)) {
        const struct qp_big *big = x.is.big;

        mpz_roinit_n(mpq_numref(view->value), big->limbs, big->n_num);
        mpz_roinit_n(mpq_denref(view->value), big->limbs + abs(big->n_num),
                     big->n_den);
        return view->value;
    }
    show_integer(mpq_numref(view->value), view->num, x.is.num);
    show_integer(mpq_denref(view->value), view->den, x.den);
    return view->value;
}

static bool
fits(mpz_srcptr z, int64_t *x)
{
    uint64_t size = 0;

    if (mpz_sizeinbase(z, 2) > 64)
        return false;
    for (size_t i = mpz_size(z); i-- > 0;)
        size =
            size << (GMP_NUMB_BITS - 1) << 1 | mpz_getlimbn(z, (mp_size_t)i);
    if (mpz_sgn(z) < 0) {
        if (size > (uint64_t)INT64_MAX + 1)
            return false;
        *x = -(int64_t)(size - 1) - 1;
        return true;
    }
    *x = (int64_t)size;
    return size <= INT64_MAX;
}

qp_num
qp_num_keep(struct qp_arena *arena, mpq_srcptr x)
{
    size_t n_num = mpz_size(mpq_numref(x)), n_den = mpz_size(mpq_denref(x));
    struct qp_big *big;
    int64_t num, den;

    if (fits(mpq_numref(x), &num) && fits(mpq_denref(x), &den))
        return small(num, den);
    big = qp_arena_alloc(
        arena, 1, sizeof *big + (n_num + n_den) * sizeof *big->limbs);
    big->n_num = mpq_sgn(x) < 0 ? -(int)n_num : (int)n_num;
    big->n_den = (int)n_den;
    memcpy(big->limbs, mpz_limbs_read(mpq_numref(x)),
           n_num * sizeof *big->limbs);
    memcpy(big->limbs + n_num, mpz_limbs_read(mpq_denref(x)),
           n_den * sizeof *big->limbs);
    return (qp_num){ .is.big = big, .den = BIG };
}

static qp_num
keep_integer(struct qp_arena *arena, mpz_srcptr x)
{
    qp_num kept;
    mpq_t value;

    mpq_init(value);
    mpq_set_z(value, x);
    kept = qp_num_keep(arena, value);
    mpq_clear(value);
    return kept;
}

size_t
qp_num_bits(qp_num x)
{
    struct qp_view view;
    mpq_srcptr value = qp_num_view(&view, x);

    return mpz_sizeinbase(mpq_numref(value), 2) +
           mpz_sizeinbase(mpq_denref(value), 2);
}

bool
qp_num_is_integer(qp_num x)
{
    struct qp_view view;

    return mpz_cmp_ui(mpq_denref(qp_num_view(&view, x)), 1) == 0;
}

/* ---- making and asking ---- */

qp_num
qp_num_int(int64_t x)
{
    return small(x, 1);
}

qp_num
qp_num_undefined(const char *reason)
{
    return (qp_num){ .is.reason = reason, .den = UNDEFINED };
}

qp_num
qp_num_copy(struct qp_arena *arena, qp_num x)
{
    struct qp_view view;

    return x.den == BIG ? qp_num_keep(arena, qp_num_view(&view, x)) : x;
}

bool
qp_num_defined(qp_num x)
{
    return x.den != UNDEFINED;
}

const char *
qp_num_reason(qp_num x)
{
    return qp_num_defined(x) ? NULL : x.is.reason;
}

int
qp_num_sign(qp_num x)
{
    struct qp_view view;

    assert(qp_num_defined(x));
    if (is_small(x))
        return (x.is.num > 0) - (x.is.num < 0);
    return mpq_sgn(qp_num_view(&view, x));
}

bool
qp_num_small(qp_num x, int64_t *num, int64_t *den)
{
    if (!is_small(x))
        return false;
    *num = x.is.num;
    *den = x.den;
    return true;
}

bool
qp_num_to_int(qp_num x, int64_t most, int64_t *value)
{
    if (x.den != 1 || x.is.num > most || x.is.num < -most)
        return false;
    *value = x.is.num;
    return true;
}

static void *
take_memory(size_t size)
{
    void *place = malloc(size);

    if (!place) /* tests/faults.sh; GCOVR_EXCL_BR_LINE */
        qp_arena_exhausted();
    return place;
}

static void *
take_other_memory(void *place, size_t old_size, size_t size)
{
    (void)old_size;
    place = realloc(place, size);
    if (!place) /* tests/faults.sh; GCOVR_EXCL_BR_LINE */
        qp_arena_exhausted();
    return place;
}

static void
give_memory(void *place, size_t size)
{
    (void)size;
    free(place);
}

void
qp_num_init(void)
{
    mp_set_memory_functions(take_memory, take_other_memory, give_memory);
}

void
qp_num_leave(void)
{
    mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE);
}

/* ---- sums and products in 64 bits ---- */

/* By differences of odd numbers.  A difference and its negative end in the
   same zeros, so those are counted while it is not yet known which is which:
   nothing here waits for a guess. */
uint64_t
qp_num_gcd(uint64_t a, uint64_t b)
{
    int twos;

    if (b == 1)
        return 1;
    a %= b;
    if (a == 0)
        return b;
    twos = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    b >>= __builtin_ctzll(b);
    while (a != b) {
        uint64_t more = a - b, fewer = b - a;
        bool less = a < b;

        b = less ? a : b;
        a = (less ? fewer : more) >> __builtin_ctzll(more);
    }
    return a << twos;
}

qp_num
qp_num_reduced(int64_t num, int64_t den)
{
    int64_t common = (int64_t)qp_num_gcd(magnitude(num), (uint64_t)den);

    return small(num / common, den / common);
}

/* The sum of two small numbers, if nothing overflows.  Only what their
   denominators share can cancel against the sum (Knuth, The Art of Computer
   Programming, 4.5.1). */
static bool
add_small(qp_num a, qp_num b, qp_num *sum)
{
    int64_t left, right, num, den, common;

    if (a.den == b.den) {
        if (__builtin_add_overflow(a.is.num, b.is.num, &num))
            return false;
        *sum = qp_num_reduced(num, a.den);
        return true;
    }
    common = (int64_t)qp_num_gcd((uint64_t)a.den, (uint64_t)b.den);
    if (__builtin_mul_overflow(a.is.num, b.den / common, &left) ||
        __builtin_mul_overflow(b.is.num, a.den / common, &right) ||
        __builtin_add_overflow(left, right, &num))
        return false;
    left = (int64_t)qp_num_gcd(magnitude(num), (uint64_t)common);
    if (__builtin_mul_overflow(a.den / common, b.den / left, &den))
        return false;
    *sum = small(num / left, den);
    return true;
}

static bool
multiply_small(qp_num a, qp_num b, qp_num *product)
{
    int64_t first = (int64_t)qp_num_gcd(magnitude(a.is.num), (uint64_t)b.den);
    int64_t second = (int64_t)qp_num_gcd(magnitude(b.is.num), (uint64_t)a.den);

    return !__builtin_mul_overflow(a.is.num / first, b.is.num / second,
                                   &product->is.num) &&
           !__builtin_mul_overflow(a.den / second, b.den / first,
                                   &product->den);
}

/* -X, if it is small. */
static bool
negate_small(qp_num x, qp_num *negative)
{
    negative->den = x.den;
    return is_small(x) &&
           !__builtin_sub_overflow(0, x.is.num, &negative->is.num);
}

/* 1 / X, if it is small; X is not 0. */
static bool
invert_small(qp_num x, qp_num *inverse)
{
    if (!is_small(x) || x.is.num == INT64_MIN)
        return false;
    *inverse =
        x.is.num < 0 ? small(-x.den, -x.is.num) : small(x.den, x.is.num);
    return true;
}

/* ---- sums and products ---- */

typedef void operation(mpq_ptr result, mpq_srcptr a, mpq_srcptr b);

static qp_num
by_gmp(struct qp_arena *arena, operation *apply, qp_num a, qp_num b)
{
    struct qp_view left, right;
    qp_num kept;
    mpq_t result;

    mpq_init(result);
    apply(result, qp_num_view(&left, a), qp_num_view(&right, b));
    kept = qp_num_keep(arena, result);
    mpq_clear(result);
    return kept;
}

qp_num
qp_num_add(struct qp_arena *arena, qp_num a, qp_num b)
{
    qp_num sum;

    if (is_small(a) && is_small(b) && add_small(a, b, &sum))
        return sum;
    if (!qp_num_defined(a) || !qp_num_defined(b))
        return qp_num_defined(a) ? b : a;
    return by_gmp(arena, mpq_add, a, b);
}

qp_num
qp_num_sub(struct qp_arena *arena, qp_num a, qp_num b)
{
    qp_num difference, negative;

    if (is_small(a) && negate_small(b, &negative) &&
        add_small(a, negative, &difference))
        return difference;
    if (!qp_num_defined(a) || !qp_num_defined(b))
        return qp_num_defined(a) ? b : a;
    return by_gmp(arena, mpq_sub, a, b);
}

qp_num
qp_num_mul(struct qp_arena *arena, qp_num a, qp_num b)
{
    qp_num product;

    if (is_small(a) && is_small(b) && multiply_small(a, b, &product))
        return product;
    if (!qp_num_defined(a) || !qp_num_defined(b))
        return qp_num_defined(a) ? b : a;
    return by_gmp(arena, mpq_mul, a, b);
}

qp_num
qp_num_div(struct qp_arena *arena, qp_num a, qp_num b)
{
    qp_num quotient, inverse;

    if (!qp_num_defined(a) || !qp_num_defined(b))
        return qp_num_defined(a) ? b : a;
    if (qp_num_sign(b) == 0)
        return qp_num_undefined("division by zero");
    if (is_small(a) && invert_small(b, &inverse) &&
        multiply_small(a, inverse, &quotient))
        return quotient;
    return by_gmp(arena, mpq_div, a, b);
}

qp_num
qp_num_neg(struct qp_arena *arena, qp_num x)
{
    qp_num negative;

    if (negate_small(x, &negative))
        return negative;
    return qp_num_sub(arena, small(0, 1), x);
}

qp_num
qp_num_abs(struct qp_arena *arena, qp_num x)
{
    if (!qp_num_defined(x) || qp_num_sign(x) >= 0)
        return x;
    return qp_num_neg(arena, x);
}

/* Sets SUM to the sum of N >= 1 numbers by halves: fractions grow with what
   has been added up, so half of all additions are of small ones. */
static void
sum_by_gmp(mpq_ptr sum, const qp_num *x, size_t n)
{
    struct qp_view view;
    mpq_t rest;

    if (n == 1) {
        mpq_set(sum, qp_num_view(&view, x[0]));
        return;
    }
    mpq_init(rest);
    sum_by_gmp(sum, x, n / 2);
    sum_by_gmp(rest, x + n / 2, n - n / 2);
    mpq_add(sum, sum, rest);
    mpq_clear(rest);
}

qp_num
qp_num_sum(struct qp_arena *arena, const qp_num *x, size_t n)
{
    qp_num sum = small(0, 1);
    size_t i = 0;
    mpq_t value;

    while (i < n && is_small(x[i]) && add_small(sum, x[i], &sum))
        i++;
    if (i == n)
        return sum;
    for (i = 0; i < n; i++)
        if (!qp_num_defined(x[i]))
            return x[i];
    mpq_init(value);
    sum_by_gmp(value, x, n);
    sum = qp_num_keep(arena, value);
    mpq_clear(value);
    return sum;
}

/* From the sum of the squares, which is exact here, and shorter on the way
   than squares of distances from the mean. */
qp_num
qp_num_deviation(struct qp_arena *arena, const qp_num *x, size_t n)
{
    qp_num *squares = qp_arena_alloc(arena, n, sizeof *squares);
    qp_num count = qp_num_int((int64_t)n), sum;

    if (n < 2)
        return qp_num_undefined("fewer than two values");
    for (size_t i = 0; i < n; i++)
        squares[i] = qp_num_mul(arena, x[i], x[i]);
    sum = qp_num_sum(arena, x, n);
    return qp_num_sqrt(
        arena,
        qp_num_div(arena,
                   qp_num_sub(arena, qp_num_sum(arena, squares, n),
                              qp_num_div(arena, qp_num_mul(arena, sum, sum),
                                         count)),
                   qp_num_sub(arena, count, qp_num_int(1))));
}

/* ---- order ---- */

int
qp_num_cmp(qp_num a, qp_num b)
{
    struct qp_view left, right;
    int64_t x, y;
    int order;

    assert(qp_num_defined(a) && qp_num_defined(b));
    if (is_small(a) && is_small(b) &&
        !__builtin_mul_overflow(a.is.num, b.den, &x) &&
        !__builtin_mul_overflow(b.is.num, a.den, &y))
        return (x > y) - (x < y);
    order = mpq_cmp(qp_num_view(&left, a), qp_num_view(&right, b));
    return (order > 0) - (order < 0);
}

qp_num
qp_num_min(struct qp_arena *arena, qp_num a, qp_num b)
{
    (void)arena;
    if (!qp_num_defined(a) || !qp_num_defined(b))
        return qp_num_defined(a) ? b : a;
    return qp_num_cmp(a, b) <= 0 ? a : b;
}

qp_num
qp_num_max(struct qp_arena *arena, qp_num a, qp_num b)
{
    (void)arena;
    if (!qp_num_defined(a) || !qp_num_defined(b))
        return qp_num_defined(a) ? b : a;
    return qp_num_cmp(a, b) >= 0 ? a : b;
}

/* ---- rounding ---- */

typedef void division(mpz_ptr quotient, mpz_srcptr a, mpz_srcptr b);

static qp_num
divide_out(struct qp_arena *arena, division *divide, qp_num x)
{
    struct qp_view view;
    mpq_srcptr value;
    mpz_t quotient;
    qp_num kept;

    if (!qp_num_defined(x) || qp_num_is_integer(x))
        return x;
    value = qp_num_view(&view, x);
    mpz_init(quotient);
    divide(quotient, mpq_numref(value), mpq_denref(value));
    kept = keep_integer(arena, quotient);
    mpz_clear(quotient);
    return kept;
}

qp_num
qp_num_floor(struct qp_arena *arena, qp_num x)
{
    if (is_small(x))
        return small(x.is.num / x.den - (x.is.num % x.den < 0), 1);
    return divide_out(arena, mpz_fdiv_q, x);
}

qp_num
qp_num_ceil(struct qp_arena *arena, qp_num x)
{
    return divide_out(arena, mpz_cdiv_q, x);
}

const int64_t qp_num_tens[QP_NUM_TENS] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

/* Sets *WHOLE to the integer nearest to the small X times 10 to the PLACES, 0
   to 18, if 64 bits hold it.  The product takes 123 bits, which not all
   compilers have; GMP has. */
#ifdef __SIZEOF_INT128__
static bool
scale_small(qp_num x, int places, enum qp_rounding mode, int64_t *whole)
{
    __extension__ typedef __int128 wide;
    wide scaled = (wide)x.is.num * qp_num_tens[places];
    wide quotient = scaled / x.den;
    int64_t rest;

    if (quotient >= INT64_MAX || quotient <= INT64_MIN)
        return false;
    rest = (int64_t)magnitude((int64_t)(scaled - quotient * x.den));
    if (rest > x.den - rest ||
        (rest == x.den - rest &&
         (mode == QP_ROUND_HALF_UP || quotient % 2 != 0)))
        quotient += scaled < 0 ? -1 : 1;
    *whole = (int64_t)quotient;
    return true;
}
#else
static bool
scale_small(qp_num x, int places, enum qp_rounding mode, int64_t *whole)
{
    (void)x, (void)places, (void)mode, (void)whole;
    return false;
}
#endif

/* Sets Z to the integer nearest to NUM / DEN. */
static void
divide_rounding(mpz_ptr z, mpz_srcptr num, mpz_srcptr den,
                enum qp_rounding mode)
{
    mpz_t rest;
    int side;

    mpz_init(rest);
    mpz_tdiv_qr(z, rest, num, den);
    mpz_mul_2exp(rest, rest, 1);
    side = mpz_cmpabs(rest, den);
    if (side > 0 ||
        (side == 0 && (mode == QP_ROUND_HALF_UP || mpz_odd_p(z)))) {
        if (mpz_sgn(num) < 0)
            mpz_sub_ui(z, z, 1);
        else
            mpz_add_ui(z, z, 1);
    }
    mpz_clear(rest);
}

void
qp_num_scale_rounding(mpz_ptr z, mpq_srcptr x, long places,
                      enum qp_rounding mode)
{
    mpz_t scaled, ten;

    mpz_inits(scaled, ten, NULL);
    mpz_ui_pow_ui(ten, 10, (unsigned long)(places < 0 ? -places : places));
    if (places < 0) {
        mpz_mul(scaled, mpq_denref(x), ten);
        divide_rounding(z, mpq_numref(x), scaled, mode);
    } else {
        mpz_mul(scaled, mpq_numref(x), ten);
        divide_rounding(z, scaled, mpq_denref(x), mode);
    }
    mpz_clears(scaled, ten, NULL);
}

bool
qp_num_units(qp_num x, int places, int64_t *units)
{
    struct qp_view view;
    mpz_t whole;
    bool is_held;

    if (!qp_num_defined(x))
        return false;
    if (is_small(x) && scale_small(x, places, QP_ROUND_HALF_UP, units))
        return true;
    mpz_init(whole);
    qp_num_scale_rounding(whole, qp_num_view(&view, x), places,
                          QP_ROUND_HALF_UP);
    is_held = fits(whole, units);
    mpz_clear(whole);
    return is_held;
}

void
qp_num_unscale(mpq_ptr x, mpz_srcptr z, long places)
{
    mpq_set_z(x, z);
    if (places < 0) {
        mpz_ui_pow_ui(mpq_denref(x), 10, (unsigned long)-places);
        mpz_mul(mpq_numref(x), mpq_numref(x), mpq_denref(x));
        mpz_set_ui(mpq_denref(x), 1);
    } else {
        mpz_ui_pow_ui(mpq_denref(x), 10, (unsigned long)places);
        mpq_canonicalize(x);
    }
}

qp_num
qp_num_round(struct qp_arena *arena, qp_num x, int places,
             enum qp_rounding mode)
{
    struct qp_view view;
    qp_num rounded;
    int64_t units;
    mpz_t whole;
    mpq_t value;

    if (!qp_num_defined(x) || (places >= 0 && x.den == 1))
        return x;
    if (is_small(x) && places >= 0 && places < QP_NUM_TENS &&
        scale_small(x, places, mode, &units))
        return qp_num_reduced(units, qp_num_tens[places]);
    mpz_init(whole);
    mpq_init(value);
    qp_num_scale_rounding(whole, qp_num_view(&view, x), places, mode);
    qp_num_unscale(value, whole, places);
    rounded = qp_num_keep(arena, value);
    mpq_clear(value);
    mpz_clear(whole);
    return rounded;
}
