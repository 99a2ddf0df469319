/* Numbers as they are spelt: what is read is what the digits say by GMP,
   prints and reads back as the same, and rounds as integers do. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <gmp.h>

#include "engine/num.h"

enum { MOST = 24, LONGEST = 60 };

/* The number of TEXT, which has been accepted, by another way: its digits as
   an integer, over ten as often as there are decimals. */
static void
read_by_gmp(mpq_t x, const char *text, size_t length)
{
    char digits[LONGEST + 2];
    size_t n = 0;
    unsigned long decimals = 0;
    int seen_point = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.')
            seen_point = 1;
        else if (text[i] != '+')
            digits[n++] = text[i];
        if (seen_point && text[i] != '.')
            decimals++;
    }
    digits[n] = '\0';
    MUST(mpz_set_str(mpq_numref(x), digits, 10) == 0);
    mpz_ui_pow_ui(mpq_denref(x), 10, decimals);
    mpq_canonicalize(x);
}

/* X rounded to PLACES decimals, halves away from zero, by integers: the floor
   of twice the magnitude plus one, halved. */
static void
round_by_gmp(mpq_t x, unsigned places)
{
    int sign = mpq_sgn(x);
    mpz_t scale, twice;

    mpz_inits(scale, twice, NULL);
    mpz_ui_pow_ui(scale, 10, places);
    mpq_abs(x, x);
    mpz_mul(twice, mpq_numref(x), scale);
    mpz_mul_2exp(twice, twice, 1);
    mpz_add(twice, twice, mpq_denref(x));
    mpz_mul_2exp(mpq_denref(x), mpq_denref(x), 1);
    mpz_fdiv_q(twice, twice, mpq_denref(x));
    mpz_set(mpq_numref(x), twice);
    mpz_set(mpq_denref(x), scale);
    if (sign < 0)
        mpz_neg(mpq_numref(x), mpq_numref(x));
    mpq_canonicalize(x);
    mpz_clears(scale, twice, NULL);
}

static void
must_equal(struct qp_arena *arena, qp_num x, const mpq_t other)
{
    char *text = mpq_get_str(NULL, 10, other);

    MUST(strcmp(text, qp_num_fraction(arena, x)) == 0);
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qp_arena *arena = fuzz_begin()->arena;
    unsigned places = size ? data[0] % 19 : 0;
    const char *text = (const char *)data + !!size, *printed;
    size_t length = size - !!size;
    qp_num x, again;
    mpq_t other;

    if (length > LONGEST || qp_num_parse(arena, text, length, MOST, &x))
        return 0;
    mpq_init(other);
    read_by_gmp(other, text, length);
    must_equal(arena, x, other);
    printed = qp_num_text(arena, x);
    MUST(!qp_num_parse(arena, printed, strlen(printed), MOST + 1, &again));
    MUST(qp_num_cmp(x, again) == 0);
    round_by_gmp(other, places);
    must_equal(arena, qp_num_round(arena, x, (int)places, QP_ROUND_HALF_UP),
               other);
    mpq_clear(other);
    return 0;
}
