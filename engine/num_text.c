/* Numbers to read and to print; see num.h. */

#include <config.h>

#include "engine/num.h"

#include <assert.h>
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "engine/num_impl.h"
#include "engine/tongue.h"

/* A number is printed exactly up to the first, else with the second. */
enum { DIGITS_EXACT = 40, DIGITS_SHORT = 20 };

/* ---- reading ---- */

/* What people write into a number, and what is said of it.  Full-width digits
   and signs share their first two bytes, so they come last. */
static const struct {
    const char *bytes, *phrase;
} slips[] = {
    { ",", N_("has a separator; write digits and a point only") },
    { "'", N_("has a separator; write digits and a point only") },
    { "_", N_("has a separator; write digits and a point only") },
    { "\xef\xbc\x8c", N_("has a separator; write digits and a point only") },
    { " ", N_("has a blank inside") },
    { "\t", N_("has a blank inside") },
    { "\n", N_("has a blank inside") },
    { "\r", N_("has a blank inside") },
    { "\xc2\xa0", N_("has a blank inside") },
    { "\xe2\x80\x89", N_("has a blank inside") },
    { "\xe2\x80\xaf", N_("has a blank inside") },
    { "\xe3\x80\x80", N_("has a blank inside") },
    { "e", N_("has an exponent; write the number out") },
    { "E", N_("has an exponent; write the number out") },
    { ".", N_("has more than one point") },
    { "%", N_("has a percent sign; write the number alone") },
    { "\xef\xbc\x85", N_("has a percent sign; write the number alone") },
    { "\xe2\x88\x92", N_("has a minus sign other than \"-\"") },
    { "\xef\xbc\x8d", N_("has a minus sign other than \"-\"") },
    { "\xef\xbc", N_("has full-width digits") },
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t
count_digits(const char *text, size_t length)
{
    size_t n = 0;

    while (n < length && is_digit(text[n]))
        n++;
    return n;
}

/* What is wrong with the byte at AT of TEXT. */
static const char *
name_slip(const char *text, size_t length, size_t at)
{
    bool is_letter = text[at] == 'e' || text[at] == 'E';

    if (is_letter &&
        (at == 0 || !(is_digit(text[at - 1]) || text[at - 1] == '.')))
        return _("is not a number");
    for (size_t i = 0; i < QP_COUNT(slips); i++) {
        size_t n = strlen(slips[i].bytes);

        if (length - at >= n && memcmp(text + at, slips[i].bytes, n) == 0)
            return qp_say(slips[i].phrase);
    }
    return _("is not a number");
}

/* The number that the N digits at DIGITS and the N_MORE at MORE make, the
   latter behind the point. */
static qp_num
read_digits(struct qp_arena *arena, bool negative, const char *digits,
            size_t n, const char *more, size_t n_more)
{
    char *text = qp_arena_alloc(arena, n + n_more + 2, 1);
    qp_num kept;
    mpz_t whole;
    mpq_t value;

    text[0] = negative ? '-' : '0';
    memcpy(text + 1, digits, n);
    memcpy(text + 1 + n, more, n_more);
    mpz_init(whole);
    mpq_init(value);
    mpz_set_str(whole, text, 10);
    qp_num_unscale(value, whole, (long)n_more);
    kept = qp_num_keep(arena, value);
    mpq_clear(value);
    mpz_clear(whole);
    return kept;
}

/* The same for at most 18 digits in all. */
static qp_num
read_few_digits(bool negative, const char *digits, size_t n, const char *more,
                size_t n_more)
{
    int64_t num = 0;

    for (size_t i = 0; i < n; i++)
        num = num * 10 + (digits[i] - '0');
    for (size_t i = 0; i < n_more; i++)
        num = num * 10 + (more[i] - '0');
    return qp_num_reduced(negative ? -num : num, qp_num_tens[n_more]);
}

const char *
qp_num_parse(struct qp_arena *arena, const char *text, size_t length, int most,
             qp_num *x)
{
    bool signs = length > 0 && (text[0] == '-' || text[0] == '+');
    const char *digits = text + signs, *more;
    size_t left = length - signs, n = count_digits(digits, left), n_more;
    bool point = n < left && digits[n] == '.';

    more = digits + n + point;
    n_more = point ? count_digits(more, left - n - 1) : 0;
    if (length == 0)
        return _("is empty");
    if (n + point + n_more < left)
        return name_slip(text, length, signs + n + point + n_more);
    if (n + point + n_more == 0)
        return _("is not a number");
    if (n == 0 || (point && n_more == 0))
        return _("needs digits on both sides of the point");
    if (n + n_more > (size_t)most)
        return qp_arena_printf(arena, _("has more than %d digits"), most);
    *x = n + n_more < QP_NUM_TENS
             ? read_few_digits(text[0] == '-', digits, n, more, n_more)
             : read_digits(arena, text[0] == '-', digits, n, more, n_more);
    return NULL;
}

const char *
qp_num_parse_fraction(struct qp_arena *arena, const char *text, size_t length,
                      int most, qp_num *x)
{
    const char *slash = memchr(text, '/', length), *wrong;
    size_t n = slash ? (size_t)(slash - text) : length;
    qp_num below = qp_num_int(1);

    wrong = qp_num_parse(arena, text, n, most, x);
    if (!wrong && slash)
        wrong = qp_num_parse(arena, slash + 1, length - n - 1, most, &below);
    if (!wrong && qp_num_sign(below) == 0)
        wrong = _("is divided by zero");
    if (!wrong)
        *x = qp_num_div(arena, *x, below);
    return wrong;
}

int
qp_num_decimals_written(const char *text, size_t length)
{
    const char *point = memchr(text, '.', length);

    if (!point)
        return 0;
    point++;
    return (int)count_digits(point, length - (size_t)(point - text));
}

/* ---- writing ---- */

/* The digits of Z in the arena. */
static char *
digits_of(struct qp_arena *arena, mpz_srcptr z)
{
    char *digits = qp_arena_alloc(arena, mpz_sizeinbase(z, 10) + 2, 1);

    return mpz_get_str(digits, 10, z);
}

/* DIGITS, which may have a sign, with a point before the last PLACES. */
static char *
with_point(struct qp_arena *arena, const char *digits, size_t places)
{
    bool negative = digits[0] == '-';
    size_t n = strlen(digits += negative);
    size_t zeros = n > places ? 0 : places + 1 - n;
    char *text = qp_arena_alloc(arena, n + zeros + 3, 1), *end = text;

    if (negative)
        *end++ = '-';
    memset(end, '0', zeros);
    memcpy(end + zeros, digits, n);
    end += n + zeros;
    if (places > 0) {
        memmove(end - places + 1, end - places, places);
        end[-(ptrdiff_t)places] = '.';
    }
    return text;
}

/* TEXT without zeros at the end of its fraction. */
static const char *
without_zeros(char *text)
{
    size_t n = strlen(text);

    if (!strchr(text, '.'))
        return text;
    while (text[n - 1] == '0')
        n--;
    if (text[n - 1] == '.')
        n--;
    text[n] = '\0';
    return text;
}

/* True if X has a last decimal, which is at *PLACES. */
static bool
is_finite(mpq_srcptr x, size_t *places)
{
    mp_bitcnt_t twos = mpz_scan1(mpq_denref(x), 0), fives;
    mpz_t rest, five;
    bool finite;

    mpz_init(rest);
    mpz_init_set_ui(five, 5);
    mpz_fdiv_q_2exp(rest, mpq_denref(x), twos);
    fives = mpz_remove(rest, rest, five);
    finite = mpz_cmp_ui(rest, 1) == 0;
    *places = twos > fives ? twos : fives;
    mpz_clears(rest, five, NULL);
    return finite;
}

/* Digits from the first to the last that is not 0; there is one. */
static size_t
count_significant(const char *digits)
{
    size_t n;

    digits += digits[0] == '-';
    n = strlen(digits);
    while (digits[n - 1] == '0')
        n--;
    return n;
}

/* Sets Z to the DIGITS_SHORT first digits of X, which is not 0, and returns
   at which decimal they end.  The first guess is from the sizes of numerator
   and denominator, which may be a digit off. */
static long
shorten(struct qp_arena *arena, mpz_ptr z, mpq_srcptr x)
{
    long places = DIGITS_SHORT - (long)mpz_sizeinbase(mpq_numref(x), 10) +
                  (long)mpz_sizeinbase(mpq_denref(x), 10);
    size_t n;

    for (;;) {
        const char *digits;

        qp_num_scale_rounding(z, x, places, QP_ROUND_HALF_UP);
        digits = digits_of(arena, z);
        n = strlen(digits) - (digits[0] == '-');
        if (n == DIGITS_SHORT)
            return places;
        places += n < DIGITS_SHORT ? 1 : -1;
    }
}

/* X to about DIGITS_SHORT digits. */
static const char *
short_text(struct qp_arena *arena, mpq_srcptr x)
{
    const char *text;
    mpz_t whole, ten;
    long places;

    mpz_inits(whole, ten, NULL);
    places = shorten(arena, whole, x);
    if (places < 0) {
        mpz_ui_pow_ui(ten, 10, (unsigned long)-places);
        mpz_mul(whole, whole, ten);
        places = 0;
    }
    text = without_zeros(
        with_point(arena, digits_of(arena, whole), (size_t)places));
    mpz_clears(whole, ten, NULL);
    return text;
}

/* ---- writing small numbers ---- */

/* Where the digits of a small number are put together: those in front of the
   point, and those behind it as far as they are asked for. */
struct digits {
    char text[3 * QP_NUM_TENS + DIGITS_SHORT];
    size_t n, point; /* how many, and how many in front of the point */
};

static uint64_t
size_of(int64_t x)
{
    return x < 0 ? -(uint64_t)x : (uint64_t)x;
}

/* Begins DIGITS with the digits of X, at least one. */
static void
put_whole(struct digits *digits, uint64_t x)
{
    char reversed[QP_NUM_TENS + 1];
    size_t n = 0;

    do
        reversed[n++] = (char)('0' + x % 10);
    while ((x /= 10) > 0);
    for (digits->n = digits->point = 0; n > 0; digits->point++)
        digits->text[digits->n++] = reversed[--n];
}

/* One more unit of the last of DIGITS, the first DIGITS_SHORT of a small
   number: they are never all 9, for such a number lies farther from the next
   power of ten. */
static void
add_unit(struct digits *digits)
{
    size_t i = digits->n - 1;

    for (; digits->text[i] == '9'; i--) {
        assert(i > 0);
        digits->text[i] = '0';
    }
    digits->text[i]++;
}

/* DIGITS with a point, and with a sign if NEGATIVE. */
static const char *
print_digits(struct qp_arena *arena, const struct digits *digits,
             bool negative)
{
    char *text = qp_arena_alloc(arena, digits->n + 3, 1), *end = text;
    size_t n = digits->n - digits->point;

    if (negative)
        *end++ = '-';
    memcpy(end, digits->text, digits->point);
    end += digits->point;
    if (n > 0) {
        *end++ = '.';
        memcpy(end, digits->text + digits->point, n);
    }
    return text;
}

/* How often PRIME goes into *X, which is divided by it. */
static int
take_out(uint64_t *x, uint64_t prime)
{
    int n = 0;

    for (; *x % prime == 0; n++)
        *x /= prime;
    return n;
}

/* Where the last decimal of a small X is, if it is within 64 bits; -1 if it is
   beyond them, and QP_NUM_TENS if there is none. */
static int
last_place(qp_num x)
{
    uint64_t rest = (uint64_t)x.den;
    int twos = take_out(&rest, 2), fives = take_out(&rest, 5);
    int places = twos > fives ? twos : fives;

    if (rest > 1)
        return QP_NUM_TENS;
    return places < QP_NUM_TENS ? places : -1;
}

/* X with all its digits, of which PLACES stand behind the point. */
static const char *
finite_text(struct qp_arena *arena, qp_num x, int places)
{
    uint64_t size = size_of(x.is.num), den = (uint64_t)x.den;
    uint64_t rest = size % den;
    struct digits digits;

    put_whole(&digits, size / den);
    for (; places > 0; places--) {
        rest *= 10;
        digits.text[digits.n++] = (char)('0' + rest / den);
        rest %= den;
    }
    return print_digits(arena, &digits, x.is.num < 0);
}

/* X, which has no last digit, to DIGITS_SHORT of them.  Its denominator is
   below a sixteenth of what 64 bits hold. */
static const char *
endless_text(struct qp_arena *arena, qp_num x)
{
    uint64_t size = size_of(x.is.num), den = (uint64_t)x.den;
    uint64_t rest = size % den;
    struct digits digits;
    size_t n;

    put_whole(&digits, size / den);
    n = size >= den ? digits.n : 0; /* significant ones */
    while (n < DIGITS_SHORT) {
        rest *= 10;
        digits.text[digits.n] = (char)('0' + rest / den);
        n += n > 0 || digits.text[digits.n] != '0';
        digits.n++;
        rest %= den;
    }
    if (rest >= den - rest)
        add_unit(&digits);
    /* ends behind the point: where digits before it are many, X is not so near
       to a whole number */
    while (digits.text[digits.n - 1] == '0')
        digits.n--;
    return print_digits(arena, &digits, x.is.num < 0);
}

/* The text of a small X; null where 64 bits do not do. */
static const char *
small_text(struct qp_arena *arena, qp_num x)
{
    int places = last_place(x);

    if (places >= 0 && places < QP_NUM_TENS)
        return finite_text(arena, x, places);
    return places == QP_NUM_TENS && x.den < INT64_MAX / 8
               ? endless_text(arena, x)
               : NULL;
}

/* ---- writing ---- */

const char *
qp_num_text(struct qp_arena *arena, qp_num x)
{
    struct qp_view view;
    mpq_srcptr value;
    const char *digits;
    size_t places;
    mpz_t whole;

    if (!qp_num_defined(x))
        return "";
    digits = is_small(x) ? small_text(arena, x) : NULL;
    if (digits)
        return digits;
    value = qp_num_view(&view, x);
    if (!is_finite(value, &places))
        return short_text(arena, value);
    mpz_init(whole);
    qp_num_scale_rounding(whole, value, (long)places, QP_ROUND_HALF_UP);
    digits = digits_of(arena, whole);
    mpz_clear(whole);
    if (count_significant(digits) > DIGITS_EXACT)
        return short_text(arena, value);
    return without_zeros(with_point(arena, digits, places));
}

qp_num
qp_num_legible(struct qp_arena *arena, qp_num x)
{
    enum { DIGITS_MOST = 19, DIGITS_KEPT = 10, PLACES_MOST = 18 };
    const char *text = qp_num_text(arena, qp_num_abs(arena, x));
    size_t whole = strcspn(text, "."), n = strlen(text), places;

    if (n - (text[whole] == '.') <= DIGITS_MOST &&
        qp_num_cmp(qp_num_round(arena, x, PLACES_MOST, QP_ROUND_HALF_UP),
                   x) == 0)
        return x;
    if (*text == '0')
        places = DIGITS_KEPT + strspn(text + whole + 1, "0");
    else
        places = whole < DIGITS_KEPT ? DIGITS_KEPT - whole : 0;
    return qp_num_round(arena, x,
                        (int)(places < PLACES_MOST ? places : PLACES_MOST),
                        QP_ROUND_HALF_UP);
}

const char *
qp_num_fixed(struct qp_arena *arena, qp_num x, int places)
{
    struct qp_view view;
    const char *digits;
    mpz_t whole;

    if (!qp_num_defined(x))
        return "";
    if (is_small(x) && places < QP_NUM_TENS &&
        qp_num_tens[places] % x.den == 0)
        return finite_text(arena, x, places);
    mpz_init(whole);
    qp_num_scale_rounding(whole, qp_num_view(&view, x), places,
                          QP_ROUND_HALF_UP);
    digits = digits_of(arena, whole);
    mpz_clear(whole);
    return with_point(arena, digits, (size_t)places);
}

const char *
qp_num_fraction(struct qp_arena *arena, qp_num x)
{
    struct qp_view view;
    mpq_srcptr value;
    const char *num;

    if (!qp_num_defined(x))
        return "";
    if (is_small(x))
        return x.den == 1
                   ? finite_text(arena, x, 0)
                   : qp_arena_printf(arena, "%" PRId64 "/%" PRId64, x.is.num,
                                     x.den);
    value = qp_num_view(&view, x);
    num = digits_of(arena, mpq_numref(value));
    if (qp_num_is_integer(x))
        return num;
    return qp_arena_printf(arena, "%s/%s", num,
                           digits_of(arena, mpq_denref(value)));
}

const char *
qp_num_exact(struct qp_arena *arena, qp_num x)
{
    struct qp_view view;
    const char *digits, *wrong;
    qp_num again;
    size_t places;

    if (!qp_num_defined(x))
        return "";
    if (is_small(x) ? last_place(x) == QP_NUM_TENS
                    : !is_finite(qp_num_view(&view, x), &places))
        return qp_num_fraction(arena, x);
    digits = qp_num_text(arena, x);
    if (is_small(x) && last_place(x) >= 0)
        return digits;
    wrong = qp_num_parse(arena, digits, strlen(digits), (int)strlen(digits),
                         &again);
    assert(!wrong);
    (void)wrong;
    return qp_num_cmp(again, x) == 0 ? digits : qp_num_fraction(arena, x);
}
