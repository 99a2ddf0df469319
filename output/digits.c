/* Digits to doubles and back; see digits.h. */

#include <config.h>

#include "output/digits.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIGITS_MOST = 15, /* significant ones, that a double keeps */
    PLACES_MOST = 18, /* that qp_num_round() takes */
    FEW = 6,          /* decimals that most numbers have at most */
    MILLION = 1000000
};

/* The integers of at most 15 digits, and the first of more. */
#define DIGITS_15 INT64_C(999999999999999)
#define EXACT 1e15

/* The powers of ten up to PLACES_MOST; a double holds them all. */
static const double tens[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                               1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                               1e14, 1e15, 1e16, 1e17, 1e18 };

/* ---- to a double ---- */

/* The digits of TEXT between the first and the last that is not 0. */
static int
count_significant(const char *text)
{
    int n = 0, last = 0;

    for (; *text; text++) {
        if (*text < '0' || *text > '9' || (*text == '0' && n == 0))
            continue;
        n++;
        if (*text != '0')
            last = n;
    }
    return last;
}

static int
count_digits(int64_t n)
{
    int digits = 0;

    for (; n > 0; n /= 10)
        digits++;
    return digits;
}

/* How many decimals of TEXT belong to its first DIGITS_MOST significant
   digits. */
static int
places_kept(const char *text)
{
    const char *point = strchr(text, '.');
    size_t whole;

    text += *text == '-';
    whole = point ? (size_t)(point - text) : strlen(text);
    if (*text != '0')
        return DIGITS_MOST - (int)whole;
    return DIGITS_MOST + (point ? (int)strspn(point + 1, "0") : 0);
}

/* The same for X; false where that is not quickly seen.  Less than 1, NUM /
   DEN has one zero fewer behind the point than (DEN - 1) / NUM has digits. */
static bool
find_places(struct qp_arena *arena, qp_num x, int *places)
{
    qp_num size = qp_num_abs(arena, x);
    int64_t whole, num, den;

    if (!qp_num_to_int(qp_num_floor(arena, size), DIGITS_15, &whole))
        return false;
    *places = DIGITS_MOST - count_digits(whole);
    if (whole || qp_num_sign(x) == 0)
        return true;
    if (!qp_num_small(size, &num, &den))
        return false;
    *places = DIGITS_MOST - 1 + count_digits((den - 1) / num);
    return *places <= PLACES_MOST;
}

/* The double for the first 15 significant digits of X, if that is the quotient
   of two integers that a double holds: a division of doubles gives the nearest
   there is. */
static bool
divide_digits(struct qp_arena *arena, qp_num x, double *number)
{
    int64_t units;
    int places;

    if (!find_places(arena, x, &places) || !qp_num_units(x, places, &units))
        return false;
    *number = (double)units / tens[places];
    return true;
}

bool
qp_digits_double(struct qp_arena *arena, qp_num x, double *number)
{
    const char *text;

    if (divide_digits(arena, x, number))
        return true;
    text = qp_num_text(arena, x);
    if (count_significant(text) > DIGITS_MOST) {
        int places = places_kept(text);

        if (places > PLACES_MOST)
            places = PLACES_MOST;
        if (places < -PLACES_MOST)
            return false;
        text = qp_num_text(arena,
                           qp_num_round(arena, x, places, QP_ROUND_HALF_UP));
    }
    *number = strtod(text, NULL);
    return true;
}

bool
qp_digits_fit(struct qp_arena *arena, qp_num x)
{
    int64_t n;

    return !qp_num_defined(x) || qp_num_to_int(x, DIGITS_15, &n) ||
           qp_num_to_int(qp_num_mul(arena, x, qp_num_int(MILLION)), DIGITS_15,
                         &n) ||
           count_significant(qp_num_text(arena, x)) <= DIGITS_MOST;
}

bool
qp_digits_reach(struct qp_arena *arena, qp_num x)
{
    double number;

    return !qp_num_defined(x) || qp_digits_double(arena, x, &number);
}

/* ---- to digits ---- */

char *
qp_digits_spell_integer(char *at, uint64_t n)
{
    char digits[20];
    size_t i = sizeof digits;

    do
        digits[--i] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    memcpy(at, digits + i, sizeof digits - i);
    return at + (sizeof digits - i);
}

/* Spells N units of decimal PLACES with as many decimals as they have. */
static char *
spell_units(char *at, uint64_t n, int places)
{
    uint64_t rest;

    for (; places > 0 && n % 10 == 0; places--)
        n /= 10;
    at = qp_digits_spell_integer(at, n / (uint64_t)tens[places]);
    if (places == 0)
        return at;
    *at = '.';
    rest = n % (uint64_t)tens[places];
    for (int i = places; i > 0; i--, rest /= 10)
        at[i] = (char)('0' + rest % 10);
    return at + 1 + places;
}

/* Spells X, if it is the nearest double to a count of units of decimal PLACES
   with at most 15 digits; those lead back to it, and no others.  Null. */
static char *
try_units(char *at, double x, int places)
{
    double size = x < 0 ? -x : x;
    uint64_t n;

    if (size * tens[places] >= EXACT)
        return NULL;
    n = (uint64_t)(size * tens[places] + 0.5);
    if ((double)n / tens[places] != size)
        return NULL;
    if (x < 0)
        *at++ = '-';
    return spell_units(at, n, places);
}

/* Most numbers have a few decimals, and most others 15 digits. */
char *
qp_digits_spell(char *at, double x)
{
    char *end = try_units(at, x, FEW);
    int places = DIGITS_MOST;

    while (!end && places > 0 && (x < 0 ? -x : x) * tens[places] >= EXACT)
        places--;
    if (!end && places != FEW)
        end = try_units(at, x, places);
    if (end)
        return end;
    for (int digits = 15;; digits++) {
        int n = snprintf(at, QP_DIGITS_ROOM, "%.*G", digits, x);

        if (digits == 17 || strtod(at, NULL) == x)
            return at + n;
    }
}
