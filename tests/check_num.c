/* Exact numbers.  The large tables are in num_cases.inc; the rows here were
   worked out by hand or stand in tables of constants, and each shows one rule
   or one edge. */

#include <config.h>

#include "engine/num.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "num_cases.inc"

static struct qp_arena *arena;

static void
set_up(void)
{
    arena = qp_arena_new();
}

static void
tear_down(void)
{
    qp_arena_free(arena);
}

/* ---- helpers that read and print ---- */

static qp_num
parsed(const char *text, size_t length)
{
    qp_num x;
    const char *wrong = qp_num_parse(arena, text, length, 100000, &x);

    ck_assert_msg(!wrong, "\"%s\" %s", text, wrong);
    return x;
}

/* "-1.5", "2/3" or "undefined". */
static qp_num
number(const char *text)
{
    const char *bar = strchr(text, '/');

    if (strcmp(text, "undefined") == 0)
        return qp_num_undefined("asked for");
    if (!bar)
        return parsed(text, strlen(text));
    return qp_num_div(arena, parsed(text, (size_t)(bar - text)),
                      parsed(bar + 1, strlen(bar + 1)));
}

/* X in full, or why there is none. */
static const char *
shown(qp_num x)
{
    if (!qp_num_defined(x))
        return qp_arena_printf(arena, "undefined: %s", qp_num_reason(x));
    return qp_num_fraction(arena, x);
}

static qp_num
applied(char op, qp_num a, qp_num b)
{
    switch (op) {
    case '+':
        return qp_num_add(arena, a, b);
    case '-':
        return qp_num_sub(arena, a, b);
    case '*':
        return qp_num_mul(arena, a, b);
    default:
        return qp_num_div(arena, a, b);
    }
}

/* True if the integer that TEXT begins with fits 64 bits. */
static bool
fits(const char *text)
{
    bool negative = text[0] == '-';
    const char *most =
        negative ? "9223372036854775808" : "9223372036854775807";
    size_t n = strspn(text + negative, "0123456789");

    return n < 19 || (n == 19 && strncmp(text + negative, most, 19) <= 0);
}

/* A number that fits is small, and only then. */
static void
check_form(qp_num x, const char *text)
{
    const char *bar = strchr(text, '/');
    bool want = fits(text) && (!bar || fits(bar + 1));

    ck_assert_msg((x.den > 0) == want, "%s is not in canonical form", text);
}

/* ---- the large tables ---- */

START_TEST(arithmetic_is_exact)
{
    for (size_t i = 0; i < QP_COUNT(arithmetic); i++) {
        qp_num a = number(arithmetic[i].a), b = number(arithmetic[i].b);
        qp_num x = applied(arithmetic[i].op, a, b);

        check_form(a, arithmetic[i].a);
        check_form(x, arithmetic[i].want);
        ck_assert_msg(strcmp(shown(x), arithmetic[i].want) == 0,
                      "%s %c %s gave %s", arithmetic[i].a, arithmetic[i].op,
                      arithmetic[i].b, shown(x));
    }
}
END_TEST

/* a + b - b and a · b / b come back to just the number that A was. */
START_TEST(equal_numbers_have_one_form)
{
    for (size_t i = 0; i < QP_COUNT(arithmetic); i++) {
        qp_num a = number(arithmetic[i].a), b = number(arithmetic[i].b);
        qp_num x = qp_num_sub(arena, qp_num_add(arena, a, b), b);

        check_form(x, arithmetic[i].a);
        ck_assert_int_eq(qp_num_cmp(x, a), 0);
        if (qp_num_sign(b) == 0)
            continue;
        x = qp_num_div(arena, qp_num_mul(arena, a, b), b);
        check_form(x, arithmetic[i].a);
        ck_assert_int_eq(qp_num_cmp(x, a), 0);
    }
}
END_TEST

START_TEST(order_is_exact)
{
    for (size_t i = 0; i < QP_COUNT(orders); i++) {
        qp_num a = number(orders[i].a), b = number(orders[i].b);
        qp_num least = orders[i].want <= 0 ? a : b;
        qp_num most = orders[i].want >= 0 ? a : b;

        ck_assert_msg(qp_num_cmp(a, b) == orders[i].want, "%s to %s",
                      orders[i].a, orders[i].b);
        ck_assert_int_eq(qp_num_cmp(b, a), -orders[i].want);
        ck_assert_int_eq(qp_num_cmp(qp_num_min(arena, a, b), least), 0);
        ck_assert_int_eq(qp_num_cmp(qp_num_max(arena, a, b), most), 0);
    }
}
END_TEST

START_TEST(rounding_is_exact)
{
    for (size_t i = 0; i < QP_COUNT(roundings); i++) {
        qp_num x = qp_num_round(arena, number(roundings[i].x),
                                roundings[i].places, roundings[i].mode);

        check_form(x, roundings[i].want);
        ck_assert_msg(strcmp(shown(x), roundings[i].want) == 0,
                      "%s to %d places gave %s", roundings[i].x,
                      roundings[i].places, shown(x));
    }
}
END_TEST

START_TEST(text_has_forty_or_twenty_digits)
{
    for (size_t i = 0; i < QP_COUNT(texts); i++) {
        qp_num x = number(texts[i].x);

        ck_assert_str_eq(qp_num_text(arena, x), texts[i].want);
    }
}
END_TEST

static qp_num
called(const char *name, qp_num x, qp_num y)
{
    if (strcmp(name, "ln") == 0)
        return qp_num_ln(arena, x);
    if (strcmp(name, "log10") == 0)
        return qp_num_log10(arena, x);
    if (strcmp(name, "exp") == 0)
        return qp_num_exp(arena, x);
    if (strcmp(name, "sqrt") == 0)
        return qp_num_sqrt(arena, x);
    ck_assert_str_eq(name, "pow");
    return qp_num_pow(arena, x, y);
}

START_TEST(functions_are_nearest)
{
    for (size_t i = 0; i < QP_COUNT(functions); i++) {
        const char *y = functions[i].y ? functions[i].y : "0";
        qp_num x =
            called(functions[i].name, number(functions[i].x), number(y));

        check_form(x, functions[i].want);
        ck_assert_msg(strcmp(shown(x), functions[i].want) == 0,
                      "%s(%s, %s) gave %s", functions[i].name, functions[i].x,
                      y, shown(x));
    }
}
END_TEST

/* ---- edges ---- */

static const struct {
    char op;
    const char *a, *b, *want;
} edges[] = {
    { '+', "1/3", "1/6", "1/2" },
    { '+', "1/2", "-1/2", "0" },
    { '-', "1/3", "1/3", "0" },
    { '*', "0", "-5/7", "0" },
    { '/', "1", "-3", "-1/3" },
    { '/', "-0", "3", "0" },
    { '+', "9223372036854775807", "1", "9223372036854775808" },
    { '-', "9223372036854775808", "1", "9223372036854775807" },
    { '-', "-9223372036854775807", "1", "-9223372036854775808" },
    { '-', "-9223372036854775808", "1", "-9223372036854775809" },
    { '+', "-9223372036854775809", "1", "-9223372036854775808" },
    { '-', "0", "-9223372036854775808", "9223372036854775808" },
    { '-', "-1", "-9223372036854775808", "9223372036854775807" },
    { '*', "-9223372036854775808", "-1", "9223372036854775808" },
    { '*', "9223372036854775808", "-1", "-9223372036854775808" },
    { '/', "-9223372036854775808", "-1", "9223372036854775808" },
    { '/', "-9223372036854775808", "-9223372036854775808", "1" },
    { '/', "1", "-9223372036854775808", "-1/9223372036854775808" },
    { '/', "2", "-9223372036854775808", "-1/4611686018427387904" },
    { '/', "9223372036854775808", "9223372036854775808", "1" },
    { '*', "3037000500", "3037000500", "9223372037000250000" },
    { '*', "1/4294967296", "1/4294967296", "1/18446744073709551616" },
    { '+', "1/9223372036854775807", "1/9223372036854775806",
      "18446744073709551613/85070591730234615838173535747377725442" },
    { '+', "1/6", "9223372036854775807/4", "27670116110564327423/12" },
    { '+', "9223372036854775807/4", "1/6", "27670116110564327423/12" },
    { '+', "4611686018427387904/3", "4611686018427387904/3",
      "9223372036854775808/3" },
    { '+', "3000000000000000000/1", "7000000000000000001/2",
      "13000000000000000001/2" },
    { '+', "1/4000000007", "1/4000000009", "8000000016/16000000064000000063" },
    { '/', "1", "0", "undefined: division by zero" },
    { '/', "0", "0", "undefined: division by zero" },
    { '/', "9223372036854775808", "0", "undefined: division by zero" },
    { '+', "undefined", "1", "undefined: asked for" },
    { '+', "1", "undefined", "undefined: asked for" },
    { '-', "undefined", "1", "undefined: asked for" },
    { '-', "1", "undefined", "undefined: asked for" },
    { '*', "undefined", "1", "undefined: asked for" },
    { '*', "0", "undefined", "undefined: asked for" },
    { '/', "undefined", "0", "undefined: asked for" },
    { '/', "9223372036854775808", "undefined", "undefined: asked for" },
};

START_TEST(edge_is_exact)
{
    qp_num x = applied(edges[_i].op, number(edges[_i].a), number(edges[_i].b));

    ck_assert_str_eq(shown(x), edges[_i].want);
    if (qp_num_defined(x))
        check_form(x, edges[_i].want);
}
END_TEST

static const struct {
    const char *x, *neg, *abs, *floor, *ceil;
    int sign;
} singles[] = {
    { "0", "0", "0", "0", "0", 0 },
    { "7", "-7", "7", "7", "7", 1 },
    { "-7/2", "7/2", "7/2", "-4", "-3", -1 },
    { "7/2", "-7/2", "7/2", "3", "4", 1 },
    { "-1/3", "1/3", "1/3", "-1", "0", -1 },
    { "1/3", "-1/3", "1/3", "0", "1", 1 },
    { "-9223372036854775808", "9223372036854775808", "9223372036854775808",
      "-9223372036854775808", "-9223372036854775808", -1 },
    { "9223372036854775808", "-9223372036854775808", "9223372036854775808",
      "9223372036854775808", "9223372036854775808", 1 },
    { "-18446744073709551617/2", "18446744073709551617/2",
      "18446744073709551617/2", "-9223372036854775809", "-9223372036854775808",
      -1 },
};

START_TEST(single_is_exact)
{
    qp_num x = number(singles[_i].x);

    ck_assert_str_eq(shown(qp_num_neg(arena, x)), singles[_i].neg);
    check_form(qp_num_neg(arena, x), singles[_i].neg);
    ck_assert_str_eq(shown(qp_num_abs(arena, x)), singles[_i].abs);
    ck_assert_str_eq(shown(qp_num_floor(arena, x)), singles[_i].floor);
    check_form(qp_num_floor(arena, x), singles[_i].floor);
    ck_assert_str_eq(shown(qp_num_ceil(arena, x)), singles[_i].ceil);
    check_form(qp_num_ceil(arena, x), singles[_i].ceil);
    ck_assert_int_eq(qp_num_sign(x), singles[_i].sign);
}
END_TEST

static const struct {
    const char *x;
    int places;
    const char *up, *even;
} ties[] = {
    { "2.345", 2, "2.35", "2.34" },
    { "2.355", 2, "2.36", "2.36" },
    { "-2.345", 2, "-2.35", "-2.34" },
    { "-2.355", 2, "-2.36", "-2.36" },
    { "2.3449999999999999999", 2, "2.34", "2.34" },
    { "2.3450000000000000001", 2, "2.35", "2.35" },
    { "-2.3450000000000000001", 2, "-2.35", "-2.35" },
    { "0.5", 0, "1", "0" },
    { "-0.5", 0, "-1", "0" },
    { "1.5", 0, "2", "2" },
    { "-1.5", 0, "-2", "-2" },
    { "0.005", 2, "0.01", "0.00" },
    { "-0.004", 2, "0.00", "0.00" },
    { "1/3", 4, "0.3333", "0.3333" },
    { "2/3", 4, "0.6667", "0.6667" },
    { "99.995", 2, "100.00", "100.00" },
    { "12345678901234567890.5", 0, "12345678901234567891",
      "12345678901234567890" },
    { "-12345678901234567890.5", 0, "-12345678901234567891",
      "-12345678901234567890" },
    { "1/2", 18, "0.500000000000000000", "0.500000000000000000" },
    { "9223372036854775807", 2, "9223372036854775807.00",
      "9223372036854775807.00" },
    { "9223372036854775807/2", 0, "4611686018427387904",
      "4611686018427387904" },
    { "-9223372036854775807/2", 0, "-4611686018427387904",
      "-4611686018427387904" },
};

START_TEST(tie_goes_its_way)
{
    qp_num x = number(ties[_i].x);
    int places = ties[_i].places;
    qp_num up = qp_num_round(arena, x, places, QP_ROUND_HALF_UP);
    qp_num even = qp_num_round(arena, x, places, QP_ROUND_HALF_EVEN);

    ck_assert_str_eq(qp_num_fixed(arena, up, places), ties[_i].up);
    ck_assert_str_eq(qp_num_fixed(arena, even, places), ties[_i].even);
    ck_assert_str_eq(qp_num_fixed(arena, x, places), ties[_i].up);
}
END_TEST

START_TEST(round_takes_negative_places)
{
    qp_num x = number("-1250");

    ck_assert_str_eq(shown(qp_num_round(arena, x, -2, QP_ROUND_HALF_UP)),
                     "-1300");
    ck_assert_str_eq(shown(qp_num_round(arena, x, -2, QP_ROUND_HALF_EVEN)),
                     "-1200");
    ck_assert_str_eq(shown(qp_num_round(arena, x, -18, QP_ROUND_HALF_UP)),
                     "0");
    x = number("500000000000000000");
    ck_assert_str_eq(shown(qp_num_round(arena, x, -18, QP_ROUND_HALF_UP)),
                     "1000000000000000000");
    ck_assert_str_eq(shown(qp_num_round(arena, x, -18, QP_ROUND_HALF_EVEN)),
                     "0");
}
END_TEST

START_TEST(undefined_stays_undefined)
{
    qp_num x = qp_num_undefined("no figure"), one = qp_num_int(1);
    qp_num y = qp_num_undefined("another"), list[] = { one, x, y };
    qp_num weights[] = { one, one, one };
    bool rounded;

    ck_assert(!qp_num_defined(x));
    ck_assert_ptr_null(qp_num_reason(one));
    ck_assert_str_eq(qp_num_reason(qp_num_add(arena, x, y)), "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_min(arena, one, y)), "another");
    ck_assert_str_eq(qp_num_reason(qp_num_min(arena, x, y)), "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_max(arena, one, y)), "another");
    ck_assert_str_eq(qp_num_reason(qp_num_max(arena, x, y)), "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_sum(arena, list, 3)), "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_geometric(arena, list, weights, 3)),
                     "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_geometric(arena, weights, list, 3)),
                     "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_neg(arena, x)), "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_abs(arena, x)), "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_floor(arena, x)), "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_ceil(arena, x)), "no figure");
    ck_assert_str_eq(
        qp_num_reason(qp_num_round(arena, x, 2, QP_ROUND_HALF_UP)),
        "no figure");
    ck_assert_str_eq(qp_num_reason(qp_num_statistic(arena, x, &rounded)),
                     "no figure");
    ck_assert(!rounded);
    ck_assert_str_eq(qp_num_text(arena, x), "");
    ck_assert_str_eq(qp_num_fixed(arena, x, 2), "");
    ck_assert_str_eq(qp_num_fraction(arena, x), "");
}
END_TEST

START_TEST(to_int_knows_its_range)
{
    int64_t value = 42;

    ck_assert(qp_num_to_int(number("-7"), 7, &value));
    ck_assert_int_eq(value, -7);
    ck_assert(!qp_num_to_int(number("8"), 7, &value));
    ck_assert(!qp_num_to_int(number("-8"), 7, &value));
    ck_assert(!qp_num_to_int(number("1/2"), 7, &value));
    ck_assert(
        !qp_num_to_int(number("9223372036854775808"), INT64_MAX, &value));
    ck_assert(!qp_num_to_int(qp_num_undefined("no figure"), 7, &value));
    ck_assert(qp_num_to_int(number("9223372036854775807"), INT64_MAX, &value));
    ck_assert(value == INT64_MAX);
}
END_TEST

static const struct {
    const char *x;
    int places;
    int64_t units;
} units[] = {
    { "2.345", 2, 235 },
    { "-2.345", 2, -235 },
    { "0", 18, 0 },
    { "1/3", 18, INT64_C(333333333333333333) },
    { "-2/3", 18, -INT64_C(666666666666666667) },
    { "9223372036854775806", 0, INT64_MAX - 1 },
    { "9223372036854775807", 0, INT64_MAX },
    { "-9223372036854775808", 0, INT64_MIN },
    { "9.223372036854775807", 18, INT64_MAX },
    { "123456789012345678901/1000000", 4, INT64_C(1234567890123456789) },
};

START_TEST(units_are_rounded)
{
    int64_t found;

    ck_assert(qp_num_units(number(units[_i].x), units[_i].places, &found));
    ck_assert_msg(found == units[_i].units, "%s", units[_i].x);
}
END_TEST

START_TEST(units_know_their_range)
{
    int64_t num, den;

    ck_assert(!qp_num_units(number("undefined"), 2, &num));
    ck_assert(!qp_num_units(number("9.3"), 18, &num));
    ck_assert(!qp_num_units(number("9223372036854775807.5"), 0, &num));
    ck_assert(!qp_num_units(number("-9223372036854775808.5"), 0, &num));
    ck_assert(qp_num_small(number("-6/4"), &num, &den));
    ck_assert_int_eq(num, -3);
    ck_assert_int_eq(den, 2);
    ck_assert(!qp_num_small(number("9223372036854775808"), &num, &den));
    ck_assert(!qp_num_small(number("undefined"), &num, &den));
}
END_TEST

START_TEST(least_integer_is_small)
{
    qp_num x = qp_num_int(INT64_MIN);

    ck_assert_str_eq(shown(x), "-9223372036854775808");
    ck_assert_str_eq(qp_num_text(arena, x), "-9223372036854775808");
    ck_assert_int_eq(qp_num_cmp(x, number("-9223372036854775808")), 0);
}
END_TEST

/* ---- reading and writing ---- */

static const struct {
    const char *text, *want; /* a fraction, or what is said of it */
} readings[] = {
    { "0", "0" },
    { "-0", "0" },
    { "-0.00", "0" },
    { "+5", "5" },
    { "007", "7" },
    { "12.50", "25/2" },
    { "-0.05", "-1/20" },
    { "456789.12", "11419728/25" },
    { "999999999999999999", "999999999999999999" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "123456789012345678901234", "123456789012345678901234" },
    { "0.00000000000000000000001", "1/100000000000000000000000" },
    { "-1234567890.12345678901234",
      "-61728394506172839450617/50000000000000" },
    { "1234567890123456789012345", "has more than 24 digits" },
    { "0.000000000000000000000001", "has more than 24 digits" },
    { "", "is empty" },
    { "+", "is not a number" },
    { "-", "is not a number" },
    { "--5", "is not a number" },
    { "abc", "is not a number" },
    { "e5", "is not a number" },
    { "-e", "is not a number" },
    { "nan", "is not a number" },
    { "0x10", "is not a number" },
    { "12万", "is not a number" },
    { "1-2", "is not a number" },
    { ".", "needs digits on both sides of the point" },
    { ".5", "needs digits on both sides of the point" },
    { "5.", "needs digits on both sides of the point" },
    { "-.5", "needs digits on both sides of the point" },
    { "1.2.3", "has more than one point" },
    { "1..2", "has more than one point" },
    { "1,234.5", "has a separator; write digits and a point only" },
    { "1'234", "has a separator; write digits and a point only" },
    { "1_000", "has a separator; write digits and a point only" },
    { "1，234", "has a separator; write digits and a point only" },
    { "1e5", "has an exponent; write the number out" },
    { "1.5E-3", "has an exponent; write the number out" },
    { "1.E3", "has an exponent; write the number out" },
    { "1 234", "has a blank inside" },
    { " 5", "has a blank inside" },
    { "- 5", "has a blank inside" },
    { "1\xc2\xa0"
      "234",
      "has a blank inside" },
    { "1\xe3\x80\x80"
      "234",
      "has a blank inside" },
    { "１２", "has full-width digits" },
    { "1２", "has full-width digits" },
    { "1．5", "has full-width digits" },
    { "\xe2\x88\x92"
      "5",
      "has a minus sign other than \"-\"" },
    { "－5", "has a minus sign other than \"-\"" },
    { "50%", "has a percent sign; write the number alone" },
    { "50％", "has a percent sign; write the number alone" },
    { "1\xef", "is not a number" },
};

START_TEST(text_is_read)
{
    const char *text = readings[_i].text;
    qp_num x;
    const char *wrong =
        qp_num_parse(arena, text, strlen(text), QP_NUM_DIGITS_INPUT, &x);

    ck_assert_str_eq(wrong ? wrong : shown(x), readings[_i].want);
    if (!wrong)
        check_form(x, readings[_i].want);
}
END_TEST

/* Neither a null byte nor what stands behind the length counts. */
START_TEST(length_is_kept)
{
    qp_num x;

    ck_assert_ptr_null(qp_num_parse(arena, "12345", 3, 24, &x));
    ck_assert_str_eq(shown(x), "123");
    ck_assert_ptr_null(qp_num_parse(arena, "1.25", 3, 24, &x));
    ck_assert_str_eq(shown(x), "6/5");
    ck_assert_str_eq(qp_num_parse(arena, "1\0002", 3, 24, &x),
                     "is not a number");
    ck_assert_str_eq(qp_num_parse(arena, "12.5", 3, 24, &x),
                     "needs digits on both sides of the point");
}
END_TEST

/* What a record holds: what qp_num_fraction() and qp_num_text() wrote. */
static const struct {
    const char *text, *want; /* a fraction, or what is wrong */
} recorded[] = {
    { "2/3", "2/3" },
    { "-4/6", "-2/3" },
    { "20.5", "41/2" },
    { "-7", "-7" },
    { "1/0", "is divided by zero" },
    { "/3", "is empty" },
    { "1/", "is empty" },
    { "", "is empty" },
    { "1/2/3", "is not a number" },
    { "1e3", "has an exponent; write the number out" },
};

START_TEST(recorded_numbers_are_read_back)
{
    const char *text = recorded[_i].text;
    qp_num x;
    const char *wrong =
        qp_num_parse_fraction(arena, text, strlen(text), 40, &x);

    ck_assert_str_eq(wrong ? wrong : shown(x), recorded[_i].want);
}
END_TEST

/* As a record writes them: digits only if they are all. */
static const struct {
    const char *x, *want;
} spelt_exactly[] = {
    { "-41/2", "-20.5" },
    { "7", "7" },
    { "undefined", "" },
    { "2/3", "2/3" },
    { "1/1000000000000000000", "0.000000000000000001" },
    { "1/1099511627776", "0.0000000000009094947017729282379150390625" },
    { "12345678901234567890.5", "12345678901234567890.5" },
    { "-9223372036854775807/9223372036854775806",
      "-9223372036854775807/9223372036854775806" },
    /* 41 digits, one more than are printed */
    { "0.12345678901234567890123456789012345678915",
      "2469135780246913578024691357802469135783/"
      "20000000000000000000000000000000000000000" },
    { "20000000000000000000000000000000000000002/3",
      "20000000000000000000000000000000000000002/3" },
};

START_TEST(exact_number_is_spelt)
{
    ck_assert_str_eq(qp_num_exact(arena, number(spelt_exactly[_i].x)),
                     spelt_exactly[_i].want);
}
END_TEST

static const struct {
    const char *text;
    int want;
} decimals[] = {
    { "12", 0 }, { "12.5", 1 }, { "-0.500", 3 },
    { "", 0 },   { "5.", 0 },   { "0.0000000000000000000000", 22 },
};

START_TEST(decimals_are_counted)
{
    const char *text = decimals[_i].text;

    ck_assert_int_eq(qp_num_decimals_written(text, strlen(text)),
                     decimals[_i].want);
}
END_TEST

static const struct {
    const char *x, *want;
} spellings[] = {
    { "0", "0" },
    { "-0.50", "-0.5" },
    { "100", "100" },
    { "1/3", "0.33333333333333333333" },
    { "-2/3", "-0.66666666666666666667" },
    { "200/3", "66.666666666666666667" },
    { "1/30000", "0.000033333333333333333333" },
    { "61/13", "4.6923076923076923077" }, /* first guesses a digit off */
    { "512/8191", "0.062507630325967525333" },
    { "1/9223372036854775807",
      "0.00000000000000000010842021724855044341" },
    { "99999999999999999999999/7000000000000000001",
      "14285.714285714285712" },
    { "1000000000000000000000000000001/30000000000000000000000000000",
      "33.333333333333333333" },
    { "9000000000000000001/3", "3000000000000000000.3" },
    { "200000000000000000000/3", "66666666666666666667" },
    { "2000000000000000000000000/3", "666666666666666666670000" },
    { "299999999999999999999/300000000000000000000", "1" },
    { "9999999999999999999949/10000000000000000000003",
      "0.99999999999999999999" },
    { "0.1234567890123456789012345678901234567891",
      "0.1234567890123456789012345678901234567891" },
    { "0.12345678901234567890123456789012345678915", "0.1234567890123456789" },
    { "1/1099511627776", "0.0000000000009094947017729282379150390625" },
    { "100000000000000000000000000000000000000000000000000",
      "100000000000000000000000000000000000000000000000000" },
};

START_TEST(number_is_spelt)
{
    ck_assert_str_eq(qp_num_text(arena, number(spellings[_i].x)),
                     spellings[_i].want);
}
END_TEST

/* All of at most 19 digits, else ten from the first that is not 0. */
static const struct {
    const char *x, *want;
} legibles[] = {
    { "0", "0" },
    { "-7.5", "-7.5" },
    { "1234567890.123456789", "1234567890.123456789" },
    { "1234567890.1234567891", "1234567890" },
    { "123456789012345678901234", "123456789012345678901234" },
    { "1/3", "0.3333333333" },
    { "-200/3", "-66.66666667" },
    { "500/59", "8.474576271" }, /* 8.4745762711864406780 */
    { "1/30000", "0.00003333333333" },
    { "1/30000000000000000000000", "0" },
};

START_TEST(number_is_legible)
{
    qp_num x = qp_num_legible(arena, number(legibles[_i].x));

    ck_assert_str_eq(qp_num_text(arena, x), legibles[_i].want);
}
END_TEST

static const struct {
    const char *x;
    int places;
    const char *want;
} prints[] = {
    { "0", 0, "0" },
    { "0", 2, "0.00" },
    { "7.5", 2, "7.50" },
    { "-7.5", 3, "-7.500" },
    { "-0.001", 2, "0.00" },
    { "0.05", 1, "0.1" },
    { "1/3", 0, "0" },
    { "-123456789012345678901234567890.125", 2,
      "-123456789012345678901234567890.13" },
};

START_TEST(number_is_printed)
{
    ck_assert_str_eq(
        qp_num_fixed(arena, number(prints[_i].x), prints[_i].places),
        prints[_i].want);
}
END_TEST

/* ---- functions ---- */

/* Constants to 70 decimals, cut: ln 2, ln 10, e, sqrt 2, log10 2, 2^(1/3). */
static const struct {
    const char *name, *x, *y, *want;
} constants[] = {
    { "ln", "2", "0",
      "0.6931471805599453094172321214581765680755001343602552541206800094933"
      "936" },
    { "ln", "10", "0",
      "2.3025850929940456840179914546843642076011014886287729760333279009675"
      "726" },
    { "exp", "1", "0",
      "2.7182818284590452353602874713526624977572470936999595749669676277240"
      "766" },
    { "sqrt", "2", "0",
      "1.4142135623730950488016887242096980785696718753769480731766797379907"
      "324" },
    { "log10", "2", "0",
      "0.3010299956639811952137388947244930267681898814621085413104274611271"
      "081" },
    { "log10", "10/3", "0",
      "0.5228787452803375627049720967448846907998711358093041351701343596947"
      "708" },
    { "pow", "2", "1/3",
      "1.2599210498948731647672106072782283505702514647015079800819751121552"
      "996" },
};

START_TEST(constant_is_right)
{
    qp_num x = called(constants[_i].name, number(constants[_i].x),
                      number(constants[_i].y));
    const char *text = qp_num_fixed(arena, x, 75);

    ck_assert_str_eq(qp_arena_copy(arena, text, 72), constants[_i].want);
}
END_TEST

static const struct {
    const char *name, *x, *y, *want;
} exacts[] = {
    { "ln", "1", "0", "0" },
    { "ln", "0", "0", "undefined: logarithm of zero" },
    { "ln", "-1", "0", "undefined: logarithm of a negative number" },
    { "ln", "undefined", "0", "undefined: asked for" },
    { "log10", "1", "0", "0" },
    { "log10", "1000", "0", "3" },
    { "log10", "0.01", "0", "-2" },
    { "log10", "100000000000000000000000000000000", "0", "32" },
    { "log10", "0", "0", "undefined: logarithm of zero" },
    { "log10", "-10", "0", "undefined: logarithm of a negative number" },
    { "log10", "undefined", "0", "undefined: asked for" },
    { "exp", "0", "0", "1" },
    { "exp", "10000.5", "0", "undefined: out of range" },
    { "exp", "-10000.5", "0", "undefined: out of range" },
    { "exp", "undefined", "0", "undefined: asked for" },
    { "sqrt", "0", "0", "0" },
    { "sqrt", "4/9", "0", "2/3" },
    { "sqrt", "0.0625", "0", "1/4" },
    { "sqrt", "-4", "0", "undefined: square root of a negative number" },
    { "sqrt", "undefined", "0", "undefined: asked for" },
    { "pow", "0", "0", "1" },
    { "pow", "0", "3", "0" },
    { "pow", "0", "1/2", "0" },
    { "pow", "0", "-1", "undefined: zero to a negative power" },
    { "pow", "0", "-1/2", "undefined: zero to a negative power" },
    { "pow", "-2", "3", "-8" },
    { "pow", "-2", "-3", "-1/8" },
    { "pow", "-2/3", "-2", "9/4" },
    { "pow", "-8", "1/3",
      "undefined: negative base with a fractional "
      "exponent" },
    { "pow", "8/27", "2/3", "4/9" },
    { "pow", "8/27", "-2/3", "9/4" },
    { "pow", "0.25", "1.5", "1/8" },
    { "pow", "1", "1/9223372036854775808", "1" },
    { "pow", "1", "999.5", "1" },
    { "pow", "1", "1000", "1" },
    { "pow", "2", "1001", "undefined: out of range" },
    { "pow", "2", "-1001", "undefined: out of range" },
    { "pow", "2", "1000.5", "undefined: out of range" },
    { "pow", "undefined", "2", "undefined: asked for" },
    { "pow", "2", "undefined", "undefined: asked for" },
};

START_TEST(rational_value_is_exact)
{
    ck_assert_str_eq(shown(called(exacts[_i].name, number(exacts[_i].x),
                                  number(exacts[_i].y))),
                     exacts[_i].want);
}
END_TEST

/* Powers of powers end before the memory does. */
START_TEST(power_does_not_explode)
{
    qp_num x = number("123456789.123456789"), y = qp_num_int(1000);

    x = qp_num_pow(arena, x, y);
    ck_assert(qp_num_defined(x));
    x = qp_num_pow(arena, x, y);
    ck_assert_str_eq(shown(x), "undefined: out of range");
}
END_TEST

/* A root with an exponent that is no small fraction. */
START_TEST(exponent_may_be_large)
{
    qp_num x = qp_num_pow(arena, number("2"), number("1/9223372036854775808"));

    ck_assert_int_eq(qp_num_cmp(x, qp_num_int(1)), 1);
    ck_assert_int_eq(qp_num_cmp(x, number("1.0000000000000001")), -1);
}
END_TEST

static const struct {
    const char *x[4], *w[4], *want; /* irrational ones: 60 decimals or more */
} geometrics[] = {
    { { "0.7", "0.7", "0.7" }, { "1/3", "2", "5.5" }, "7/10" },
    { { "0.5" }, { "7" }, "1/2" },
    { { "2", "8" }, { "1", "1" }, "4" },
    { { "2/3", "3/2" }, { "0.5", "0.5" }, "1" },
    { { "1/2", "4", "1/2" }, { "20", "20", "20" }, "1" },
    { { "16", "81" }, { "25", "75" }, "54" },
    { { "7", "7", "14" },
      { "1", "1", "0.5" },
      "8.040888484979245047590388627445493126106956223684582538595977" },
    { { "1", "4", "1024" },
      { "5", "3", "2" },
      "6.06286626604159232938903920522578095472513417191256656815002096" },
    { { "10", "1000" },
      { "33.33", "66.67" },
      "215.476543336346285991041135541782283697829555318943674590906808" },
    { { "0.5", "0.6", "0.7" },
      { "10001", "10002", "10003" },
      "0.594398860529685941395333259609339387904133200627155809646382926" },
    { { "0.5", "0.6", "0.7" },
      { "33.33", "33.33", "33.34" },
      "0.594401916103545796142912138104108228538801720150166424590087881" },
    { { "4", "9", "36" },
      { "1/101", "1/103", "10199/10403" },
      "34.75436136757521928148536678361958347940443565333453615341912" },
    { { "4", "9" },
      { "1", "0.000000000000000000000000001" },
      "4.00000000000000000000000000324372086486531505582410492178628785" },
    { { "7", "11", "13" },
      { "33.33", "33.33", "33.34" },
      "10.0035943446855743360719872285625769315463663740021504818548589" },
    { { "0.512", "0.6" },
      { "1", "2" },
      "0.569102928718410048960984739558225853596493906319909860202657199" },
};

START_TEST(geometric_mean_is_right)
{
    qp_num x[4], w[4], mean;
    size_t n = 0;

    while (n < 4 && geometrics[_i].x[n]) {
        x[n] = number(geometrics[_i].x[n]);
        w[n] = number(geometrics[_i].w[n]);
        n++;
    }
    mean = qp_num_geometric(arena, x, w, n);
    if (strlen(geometrics[_i].want) < 20)
        ck_assert_str_eq(shown(mean), geometrics[_i].want);
    else
        ck_assert_str_eq(qp_arena_copy(arena, qp_num_fixed(arena, mean, 75),
                                       strlen(geometrics[_i].want)),
                         geometrics[_i].want);
}
END_TEST

/* Weights with no small common denominator, numbers with no small product. */
START_TEST(geometric_mean_may_be_approximate)
{
    const qp_num x[] = { qp_num_int(4), qp_num_int(9) };
    const qp_num w[] = { number("1/9973"), number("1/9967") };
    const qp_num huge[] = { qp_num_pow(arena, number("2.5"), qp_num_int(1000)),
                            qp_num_pow(arena, number("0.4"),
                                       qp_num_int(1000)) };
    const qp_num halves[] = { qp_num_int(4999), qp_num_int(5001) };
    qp_num mean = qp_num_geometric(arena, x, w, 2);

    ck_assert_str_eq(qp_num_fixed(arena, mean, 2), "6.00");
    ck_assert_int_ne(qp_num_cmp(mean, qp_num_int(6)), 0);
    mean = qp_num_geometric(arena, huge, halves, 2);
    ck_assert_str_eq(qp_num_fixed(arena, mean, 6), "0.832553");
    ck_assert_str_eq(shown(qp_num_geometric(arena, NULL, NULL, 0)),
                     "undefined: mean of nothing");
}
END_TEST

/* ---- sums and statistics ---- */

/* 1/(k(k + 1)) = 1/k - 1/(k + 1), so the sum up to N is N/(N + 1). */
START_TEST(sum_telescopes)
{
    enum { N = 3000 };
    qp_num *x = qp_arena_alloc(arena, N, sizeof *x);

    for (int k = 1; k <= N; k++)
        x[k - 1] =
            qp_num_div(arena, qp_num_int(1), qp_num_int((int64_t)k * (k + 1)));
    ck_assert_str_eq(shown(qp_num_sum(arena, x, N)), "3000/3001");
    ck_assert_str_eq(shown(qp_num_sum(arena, x, 1)), "1/2");
    ck_assert_str_eq(shown(qp_num_sum(arena, x, 0)), "0");
}
END_TEST

/* X is so long that it is cut, and 2^-3000 + 2^-4000 just not. */
START_TEST(statistic_is_held_to_its_bits)
{
    qp_num third = number("1/3"), half = number("1/2"), x, y, error;
    bool rounded = true;

    ck_assert_str_eq(shown(qp_num_statistic(arena, third, &rounded)), "1/3");
    ck_assert(!rounded);
    x = qp_num_add(arena, qp_num_pow(arena, third, qp_num_int(900)),
                   qp_num_pow(arena, number("1/7"), qp_num_int(1000)));
    y = qp_num_statistic(arena, x, &rounded);
    ck_assert(rounded);
    error = qp_num_div(arena, qp_num_sub(arena, y, x), x);
    ck_assert_int_ne(qp_num_sign(error), 0);
    error = qp_num_abs(arena, error);
    for (int i = 0; i < 2; i++) /* 2^-1024 of a relative error at most */
        error =
            qp_num_div(arena, error, qp_num_pow(arena, half, qp_num_int(512)));
    ck_assert_int_le(qp_num_cmp(error, qp_num_int(1)), 0);
    ck_assert_int_eq(qp_num_cmp(qp_num_statistic(arena, y, &rounded), y), 0);
    ck_assert(!rounded);
}
END_TEST

/* ---- the suite ---- */

static TCase *
new_case(Suite *suite, const char *name)
{
    TCase *tc = tcase_create(name);

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(suite, tc);
    return tc;
}

static void
add_arithmetic(Suite *suite)
{
    TCase *tc = new_case(suite, "arithmetic");

    tcase_add_test(tc, arithmetic_is_exact);
    tcase_add_test(tc, equal_numbers_have_one_form);
    tcase_add_test(tc, order_is_exact);
    tcase_add_test(tc, rounding_is_exact);
    tcase_add_loop_test(tc, edge_is_exact, 0, QP_COUNT(edges));
    tcase_add_loop_test(tc, single_is_exact, 0, QP_COUNT(singles));
    tcase_add_loop_test(tc, tie_goes_its_way, 0, QP_COUNT(ties));
    tcase_add_test(tc, round_takes_negative_places);
    tcase_add_test(tc, undefined_stays_undefined);
    tcase_add_test(tc, to_int_knows_its_range);
    tcase_add_loop_test(tc, units_are_rounded, 0, QP_COUNT(units));
    tcase_add_test(tc, units_know_their_range);
    tcase_add_test(tc, least_integer_is_small);
    tcase_add_test(tc, sum_telescopes);
    tcase_add_test(tc, statistic_is_held_to_its_bits);
}

static void
add_text(Suite *suite)
{
    TCase *tc = new_case(suite, "text");

    tcase_add_test(tc, text_has_forty_or_twenty_digits);
    tcase_add_loop_test(tc, text_is_read, 0, QP_COUNT(readings));
    tcase_add_test(tc, length_is_kept);
    tcase_add_loop_test(tc, exact_number_is_spelt, 0, QP_COUNT(spelt_exactly));
    tcase_add_loop_test(tc, recorded_numbers_are_read_back, 0,
                        QP_COUNT(recorded));
    tcase_add_loop_test(tc, decimals_are_counted, 0, QP_COUNT(decimals));
    tcase_add_loop_test(tc, number_is_spelt, 0, QP_COUNT(spellings));
    tcase_add_loop_test(tc, number_is_legible, 0, QP_COUNT(legibles));
    tcase_add_loop_test(tc, number_is_printed, 0, QP_COUNT(prints));
}

static void
add_functions(Suite *suite)
{
    TCase *tc = new_case(suite, "functions");

    tcase_add_test(tc, functions_are_nearest);
    tcase_add_loop_test(tc, constant_is_right, 0, QP_COUNT(constants));
    tcase_add_loop_test(tc, rational_value_is_exact, 0, QP_COUNT(exacts));
    tcase_add_test(tc, power_does_not_explode);
    tcase_add_test(tc, exponent_may_be_large);
    tcase_add_loop_test(tc, geometric_mean_is_right, 0, QP_COUNT(geometrics));
    tcase_add_test(tc, geometric_mean_may_be_approximate);
}

int
main(void)
{
    Suite *suite = suite_create("num");
    SRunner *runner;
    int n_failed;

    qp_num_init();
    add_arithmetic(suite);
    add_text(suite);
    add_functions(suite);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
