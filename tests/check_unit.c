/* Units: definitions, and what sums and products do to them. */

#include <config.h>

#include "engine/unit.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct qp_session run;
static struct qp_units *units;

static void
set_up(void)
{
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
    units = qp_units_new(run.arena);
}

static void
tear_down(void)
{
    qp_arena_free(run.arena);
}

static struct qp_place
line(int number)
{
    return (struct qp_place){ .file = "u.ini", .line = number };
}

/* A name and its definition on each line, up to a null. */
struct definition {
    const char *name, *text;
};

static bool
define_all(const struct definition *list)
{
    bool ok = true;

    for (int i = 0; list[i].name; i++)
        ok = qp_units_define(&run, units, list[i].name, list[i].text,
                             line(i + 1)) &&
             ok;
    return ok;
}

static const struct qp_unit *
unit(const char *name)
{
    return qp_units_get(run.arena, units, name);
}

/* "10000 USD·day^-1 (name)": scale, powers and name. */
static const char *
shown(const struct qp_unit *u)
{
    const char *text = qp_num_fraction(run.arena, u->scale);

    for (size_t i = 0; i < u->n_powers; i++)
        text = qp_arena_printf(run.arena, "%s %s^%d", text, u->powers[i].base,
                               u->powers[i].power);
    return qp_arena_printf(run.arena, "%s (%s)", text, u->name);
}

/* All problems, each on a line. */
static const char *
problems(void)
{
    const char *text = "";

    for (size_t i = 0; i < qp_diag_length(run.diag); i++)
        text = qp_arena_printf(run.arena, "%s%s\n", text,
                               qp_diag_text(run.arena, run.diag, i));
    return text;
}

static const struct definition common[] = {
    { "亿美元", "10000 万美元" }, /* before what it rests on */
    { "万美元", "10000 USD" },    { "天", "1 day" }, { "千分", "0.001 份" },
    { "半", "0.5\t 亿美元" },     { NULL, NULL },
};

static void
set_up_common(void)
{
    set_up();
    ck_assert(define_all(common));
    ck_assert(qp_units_resolve(&run, units));
    ck_assert_str_eq(problems(), "");
}

static const struct {
    const char *name, *want;
} resolved[] = {
    { "USD", "1 USD^1 (USD)" },
    { "万美元", "10000 USD^1 (万美元)" },
    { "亿美元", "100000000 USD^1 (亿美元)" },
    { "半", "50000000 USD^1 (半)" },
    { "千分", "1/1000 份^1 (千分)" },
    { "家", "1 家^1 (家)" },
    { "", "1 ()" },
};

START_TEST(definition_leads_to_base)
{
    const struct qp_unit *u = unit(resolved[_i].name);

    ck_assert_str_eq(shown(u), resolved[_i].want);
    ck_assert_ptr_eq(unit(resolved[_i].name), u);
}
END_TEST

START_TEST(names_are_known)
{
    ck_assert(qp_units_known(units, "万美元"));
    ck_assert(qp_units_known(units, "USD"));
    ck_assert(qp_units_known(units, ""));
    ck_assert(!qp_units_known(units, "家"));
    unit("家");
    ck_assert(qp_units_known(units, "家"));
    ck_assert(!qp_units_known(units, "usd"));
    ck_assert_str_eq(qp_units_twin(units, "usd"), "USD");
    ck_assert_ptr_null(qp_units_twin(units, "USD"));
    ck_assert_ptr_null(qp_units_twin(units, "US"));
    ck_assert_ptr_null(qp_units_twin(units, "USDX"));
    ck_assert_ptr_null(qp_units_twin(units, "EUR"));
}
END_TEST

START_TEST(like_units_convert)
{
    ck_assert(qp_unit_alike(unit("亿美元"), unit("USD")));
    ck_assert(!qp_unit_alike(unit("亿美元"), unit("天")));
    ck_assert(!qp_unit_alike(unit("亿美元"), unit("")));
    ck_assert(!qp_unit_alike(unit("USD"), unit("day")));
    ck_assert(
        !qp_unit_alike(unit("USD"), qp_unit_power(run.arena, unit("USD"), 2)));
    ck_assert(qp_unit_alike(unit(""), &qp_unit_one));
    ck_assert_str_eq(
        qp_num_fraction(run.arena, qp_unit_factor(run.arena, unit("亿美元"),
                                                  unit("万美元"))),
        "10000");
    ck_assert_str_eq(
        qp_num_fraction(run.arena, qp_unit_factor(run.arena, unit("万美元"),
                                                  unit("亿美元"))),
        "1/10000");
}
END_TEST

/* Operands are names, or A*B, A/B, A^2 of names. */
static const struct qp_unit *
derived(const char *text)
{
    size_t n = strcspn(text, "*/^");
    const struct qp_unit *a = unit(qp_arena_copy(run.arena, text, n));

    if (text[n] == '*')
        return qp_unit_product(run.arena, a, unit(text + n + 1));
    if (text[n] == '/')
        return qp_unit_quotient(run.arena, a, unit(text + n + 1));
    return text[n] ? qp_unit_power(run.arena, a, atoi(text + n + 1)) : a;
}

static const struct {
    const char *a;
    char op;
    const char *b, *want;
} algebra[] = {
    { "万美元", '/', "人", "10000 USD^1 人^-1 (万美元/人)" },
    { "人", '*', "万美元", "10000 USD^1 人^1 (人·万美元)" },
    { "万美元", '*', "", "10000 USD^1 (万美元)" },
    { "", '*', "万美元", "10000 USD^1 (万美元)" },
    { "", '*', "", "1 ()" },
    { "万美元", '/', "", "10000 USD^1 (万美元)" },
    { "", '/', "万美元", "1/10000 USD^-1 (1/万美元)" },
    { "亿美元", '/', "万美元", "10000 ()" },
    { "万美元/人", '*', "人", "10000 USD^1 (万美元/人·人)" },
    { "万美元/人", '/', "USD/天", "10000 day^1 人^-1 (万美元/人/(USD/天))" },
    { "人*天", '/', "人*天", "1 ()" },
    { "人", '/', "人*天", "1 day^-1 (人/(人·天))" },
    { "人^2", '/', "人", "1 人^1 (人^2/人)" },
    { "人", '/', "人^2", "1 人^-1 (人/(人^2))" },
};

START_TEST(algebra_is_right)
{
    const struct qp_unit *a = derived(algebra[_i].a);
    const struct qp_unit *b = derived(algebra[_i].b);
    const struct qp_unit *c = algebra[_i].op == '*'
                                  ? qp_unit_product(run.arena, a, b)
                                  : qp_unit_quotient(run.arena, a, b);

    ck_assert_str_eq(shown(c), algebra[_i].want);
}
END_TEST

static const struct {
    const char *unit;
    int power;
    const char *want;
} powers[] = {
    { "万美元", 0, "1 ()" },
    { "万美元", 1, "10000 USD^1 (万美元)" },
    { "万美元", 2, "100000000 USD^2 (万美元^2)" },
    { "万美元", -1, "1/10000 USD^-1 (万美元^-1)" },
    { "万美元/人", 2, "100000000 USD^2 人^-2 ((万美元/人)^2)" },
    { "亿美元/万美元", 2, "100000000 ()" },
    { "", 3, "1 ()" },
};

START_TEST(power_is_right)
{
    ck_assert_str_eq(shown(qp_unit_power(run.arena, derived(powers[_i].unit),
                                         powers[_i].power)),
                     powers[_i].want);
}
END_TEST

/* Powers of powers stop somewhere, and in both directions. */
START_TEST(power_does_not_overflow)
{
    const struct qp_unit *up = unit("万美元"), *down = unit("万美元");

    for (int i = 0; i < 12; i++) {
        up = qp_unit_power(run.arena, up, 16);
        down = qp_unit_power(run.arena, down, i ? 16 : -16);
    }
    ck_assert_int_gt(up->powers[0].power, 1000000);
    ck_assert_int_lt(down->powers[0].power, -1000000);
    ck_assert(qp_num_defined(up->scale));
    ck_assert(qp_num_defined(down->scale));
}
END_TEST

/* ---- what is wrong with definitions ---- */

static const struct {
    struct definition list[5];
    const char *want;
} faults[] = {
    { { { "万", "10000" } },
      "u.ini:1: error: unit 万: \"10000\" is not a number and a unit such as "
      "\"10000 USD\" [key-value]\n" },
    { { { "万", "" } },
      "u.ini:1: error: unit 万: \"\" is not a number and a unit such as "
      "\"10000 USD\" [key-value]\n" },
    { { { "万", "10000 US dollar" } },
      "u.ini:1: error: unit 万: \"10000 US dollar\" is not a number and a "
      "unit such as \"10000 USD\" [key-value]\n" },
    { { { "万", " USD" } },
      "u.ini:1: error: unit 万: \" USD\" is not a number and a unit such as "
      "\"10000 USD\" [key-value]\n" },
    { { { "万", "1e4 USD" } },
      "u.ini:1: error: unit 万: \"1e4\" has an exponent; write the number "
      "out [key-value]\n" },
    { { { "万", "0 USD" } },
      "u.ini:1: error: unit 万: \"0\" is not above 0 [key-value]\n" },
    { { { "万", "-2 USD" } },
      "u.ini:1: error: unit 万: \"-2\" is not above 0 [key-value]\n" },
    { { { "万", "10000 USD" }, { "千", "1000 USD" }, { "万", "10000 元" } },
      "u.ini:3: error: unit 万 is defined twice, first in u.ini:1 "
      "[duplicate]\n" },
    { { { "MW", "1000000 W" }, { "mW", "0.001 W" } },
      "u.ini:2: error: units mW and MW differ only in case [duplicate]\n" },
    { { { "万美元", "10000 USD" }, { "百万美元", "1000000 usd" } },
      "u.ini:2: error: units usd and USD differ only in case "
      "[duplicate]\n" },
    { { { "a", "2 a" } },
      "u.ini:1: error: unit a leads back to itself: a -> a [cycle]\n" },
    { { { "a", "2 b" }, { "b", "2 c" }, { "c", "2 d" }, { "d", "2 b" } },
      "u.ini:2: error: unit b leads back to itself: b -> c -> d -> b "
      "[cycle]\n" },
    { { { "a", "2 b" }, { "b", "2 a" }, { "d", "2 c" }, { "c", "2 d" } },
      "u.ini:1: error: unit a leads back to itself: a -> b -> a [cycle]\n"
      "u.ini:3: error: unit d leads back to itself: d -> c -> d [cycle]\n" },
};

START_TEST(fault_is_reported)
{
    bool ok = define_all(faults[_i].list);

    ck_assert(!(qp_units_resolve(&run, units) && ok));
    ck_assert_str_eq(problems(), faults[_i].want);
}
END_TEST

/* However long the chain, and in whichever order it is written. */
START_TEST(chain_may_be_long)
{
    enum { N = 500 };

    for (int i = 0; i < N; i++)
        ck_assert(qp_units_define(
            &run, units, qp_arena_printf(run.arena, "u%d", i),
            qp_arena_printf(run.arena, "2 u%d", i + 1), line(i + 1)));
    ck_assert(qp_units_resolve(&run, units));
    ck_assert_int_eq(
        qp_num_cmp(unit("u0")->scale,
                   qp_num_pow(run.arena, qp_num_int(2), qp_num_int(N))),
        0);
    ck_assert_str_eq(unit("u0")->powers[0].base, "u500");
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("unit");
    TCase *good = tcase_create("units"), *bad = tcase_create("definitions");
    SRunner *runner;
    int n_failed;

    qp_num_init();
    tcase_add_checked_fixture(good, set_up_common, tear_down);
    tcase_add_loop_test(good, definition_leads_to_base, 0, QP_COUNT(resolved));
    tcase_add_test(good, names_are_known);
    tcase_add_test(good, like_units_convert);
    tcase_add_loop_test(good, algebra_is_right, 0, QP_COUNT(algebra));
    tcase_add_loop_test(good, power_is_right, 0, QP_COUNT(powers));
    tcase_add_test(good, power_does_not_overflow);
    suite_add_tcase(suite, good);
    tcase_add_checked_fixture(bad, set_up, tear_down);
    tcase_add_loop_test(bad, fault_is_reported, 0, QP_COUNT(faults));
    tcase_add_test(bad, chain_may_be_long);
    suite_add_tcase(suite, bad);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
