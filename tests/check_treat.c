/* Values that lie far out: published examples of skewness, kurtosis, moving
   inward and the scales, to the digits that they print, and what is exact by
   nature. */

#include <config.h>

#include "engine/treat.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 };

static struct qp_arena *arena;

static qp_num
number(const char *text)
{
    qp_num x;

    ck_assert_msg(!qp_num_parse(arena, text, strlen(text), 40, &x), "%s",
                  text);
    return x;
}

/* Reads the numbers of TEXT, apart by blanks, and returns how many. */
static size_t
read_numbers(const char *text, qp_num x[])
{
    char *copy = qp_arena_text(arena, text), *rest;
    size_t n = 0;

    for (char *word = strtok_r(copy, " ", &rest); word;
         word = strtok_r(NULL, " ", &rest))
        x[n++] = number(word);
    return n;
}

/* X to PLACES decimals, or all that is printed of it for -1. */
static const char *
show(qp_num x, int places)
{
    if (!qp_num_defined(x))
        return "none";
    if (places < 0)
        return qp_num_text(arena, x);
    return qp_num_fixed(arena,
                        qp_num_round(arena, x, places, QP_ROUND_HALF_UP),
                        places);
}

/* ---- skewness and kurtosis ---- */

static const struct {
    const char *values, *skewness, *kurtosis;
    int places;
} shapes[] = {
    /* W. Becker, COINr, vignette "Outlier Treatment": skew(x), kurt(x) of
       c(1:10, 30, 100), and of what winsorise() makes of it. */
    { "1 2 3 4 5 6 7 8 9 10 30 100", "3.063241", "9.741391", 6 },
    { "1 2 3 4 5 6 7 8 9 10 30 30", "1.712038", "1.815781", 6 },
    /* Microsoft, Excel, the examples of SKEW and KURT. */
    { "3 4 5 2 3 4 5 6 4 7", "0.359543071", "-0.151799637", 9 },
    /* By hand: one of four apart from the rest has just these, whichever side
       it lies on. */
    { "0 0 0 1", "2", "4", -1 },
    { "0.1 0.7 0.7 0.7", "-2", "4", -1 },
    { "1 1 2 2", "0", "-6", -1 },
    { "1 1 2", "1.7320508075688772935", "none", -1 },
    { "1 2", "none", "none", -1 },
    { "7 7 7 7 7", "none", "none", -1 },
    { "", "none", "none", -1 },
};

START_TEST(values_have_a_shape)
{
    qp_num x[MOST];
    size_t n = read_numbers(shapes[_i].values, x);
    struct qp_shape shape = qp_shape_of(arena, x, n);

    ck_assert_str_eq(show(qp_shape_skewness(arena, shape), shapes[_i].places),
                     shapes[_i].skewness);
    ck_assert_str_eq(show(shape.kurtosis, shapes[_i].places),
                     shapes[_i].kurtosis);
}
END_TEST

/* ---- treatment ---- */

/* Values in rising order, and what becomes of them. */
static const struct {
    const char *clip, *values, *want;
    int winsorise, places;
    const char *transform; /* "log", an exponent, or "" */
    bool if_skewed;
    const char *skewness, *kurtosis; /* bounds */
} rows[] = {
    /* COINr, winsorise(): one value is moved; with winmax = 1 in the package's
       own tests c(1:20, 100, 200) is skewed still, and c(1:10, 100) is not. */
    { "", "1 2 3 4 5 6 7 8 9 10 30 100", "1 2 3 4 5 6 7 8 9 10 30 30", 5, -1,
      "", false, "2", "3.5" },
    { "", "1 2 3 4 5 6 7 8 9 10 100", "1 2 3 4 5 6 7 8 9 10 10", 5, -1, "",
      false, "2", "3.5" },
    { "", "-100 1 2 3 4 5 6 7 8 9 10", "1 1 2 3 4 5 6 7 8 9 10", 2, -1, "",
      false, "2", "3.5" },
    { "",
      "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 100 200",
      "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 100 100", 1, -1, "",
      true, "2", "3.5" },
    { "",
      "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 100 200",
      "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 20 20", 2, -1, "",
      true, "2", "3.5" },
    /* Just at both bounds is skewed; just below either is not. */
    { "", "0 0 0 1", "0 0 0 0", 1, -1, "", false, "2", "4" },
    { "", "0 0 0 1", "0 0 0 1", 1, -1, "", false, "2.0000000000000000001",
      "4" },
    { "", "0 0 0 1", "0 0 0 1", 1, -1, "", false, "2",
      "4.0000000000000000001" },
    /* Equal values move together or not at all. */
    { "", "1 2 3 4 5 6 7 8 9 10 11 12 90 90",
      "1 2 3 4 5 6 7 8 9 10 11 12 90 90", 1, -1, "", false, "1", "1" },
    { "", "1 2 3 4 5 6 7 8 9 10 11 12 90 90",
      "1 2 3 4 5 6 7 8 9 10 11 12 12 12", 2, -1, "", false, "1", "1" },
    /* First the high end, then the low one: it is then skewed the other
       way.  Three moves are allowed, two are needed. */
    { "", "-90 1 2 3 4 5 6 7 8 9 10 200", "1 1 2 3 4 5 6 7 8 9 10 10", 3, -1,
      "", false, "2", "3.5" },
    { "", "-90 1 2 3 4 5 6 7 8 9 10 200", "-90 1 2 3 4 5 6 7 8 9 10 10", 1,
      -1, "", false, "2", "3.5" },
    /* clip_value goes before, so that nothing is left to be moved. */
    { "2 9", "1 2 3 4 5 6 7 8 9 10 100", "2 2 3 4 5 6 7 8 9 9 9", 5, -1, "",
      false, "2", "3.5" },
    { "none 4", "1 2 5", "1 2 4", 0, -1, "", false, "2", "3.5" },
    { "4 none", "1 2 5", "4 4 5", 0, -1, "", false, "2", "3.5" },
    /* D. Kowal, SeBR, g_bc(1:5, lambda = 0) and g_bc(1:5, lambda = 1/2). */
    { "", "1 2 3 4 5", "0.0000000 0.6931472 1.0986123 1.3862944 1.6094379", 0,
      7, "log", false, "2", "3.5" },
    { "", "1 2 3 4 5", "0.0000000 0.6931472 1.0986123 1.3862944 1.6094379", 0,
      7, "0", false, "2", "3.5" },
    { "", "1 2 3 4 5", "0.0000000 0.8284271 1.4641016 2.0000000 2.4721360", 0,
      7, "0.5", false, "2", "3.5" },
    /* What is exact stays so; 0 and less are shifted to 1. */
    { "", "1 2.25 4", "0 1 2", 0, -1, "0.5", false, "2", "3.5" },
    { "", "1 2 4", "0 0.5 0.75", 0, -1, "-1", false, "2", "3.5" },
    { "", "-3 0 2", "0 7.5 17.5", 0, -1, "2", false, "2", "3.5" },
    { "", "0 1 3", "0.0000000 0.6931472 1.3862944", 0, 7, "log", false, "2",
      "3.5" },
    /* Only where it is skewed; COINr, log() of c(1:20, 100, 200) above. */
    { "", "1 2 3 4 5", "1 2 3 4 5", 0, -1, "log", true, "2", "3.5" },
    { "", "1 1 1 5", "0 0 0 12", 0, -1, "2", true, "2", "4" },
    { "", "", "", 3, -1, "log", false, "2", "3.5" },
};

static struct qp_limits
read_limits(const char *text)
{
    const qp_num none = qp_num_undefined("not given");
    struct qp_limits limits = { none, none };
    char *copy = qp_arena_text(arena, text), *rest;
    char *low = strtok_r(copy, " ", &rest);

    if (low && strcmp(low, "none") != 0)
        limits.low = number(low);
    if (low && strcmp(rest, "none") != 0)
        limits.high = number(rest);
    return limits;
}

static struct qp_treatment
treatment_of(int i)
{
    const char *transform = rows[i].transform;
    struct qp_treatment how = {
        .clip = read_limits(rows[i].clip),
        .winsorise = rows[i].winsorise,
        .if_skewed = rows[i].if_skewed,
        .skewness_bound = number(rows[i].skewness),
        .kurtosis_bound = number(rows[i].kurtosis),
    };

    if (strcmp(transform, "log") == 0) {
        how.transform.kind = QP_TRANSFORM_LOG;
    } else if (*transform) {
        how.transform.kind = QP_TRANSFORM_BOXCOX;
        how.transform.lambda = number(transform);
    }
    return how;
}

START_TEST(values_are_treated)
{
    struct qp_treatment how = treatment_of(_i);
    qp_num x[MOST];
    size_t n = read_numbers(rows[_i].values, x);
    const struct qp_treating *found = qp_treat_find(arena, &how, x, n);
    const char *shown = "";

    for (size_t i = 0; i < n; i++)
        shown = qp_arena_printf(
            arena, "%s%s%s", shown, i ? " " : "",
            show(qp_treat_value(arena, &how, found, x[i]).value,
                 rows[_i].places));
    ck_assert_str_eq(shown, rows[_i].want);
}
END_TEST

/* What is kept of a treatment: the example of COINr, before and after. */
START_TEST(statistics_are_kept)
{
    struct qp_treatment how = treatment_of(0);
    qp_num x[MOST];
    size_t n = read_numbers(rows[0].values, x);
    const struct qp_treating *found = qp_treat_find(arena, &how, x, n);

    ck_assert(qp_treat_is_asked(&how));
    ck_assert_uint_eq(found->n, 12);
    ck_assert_str_eq(show(found->skewness, 6), "3.063241");
    ck_assert_str_eq(show(found->kurtosis, 6), "9.741391");
    ck_assert_str_eq(show(found->skewness_after, 6), "1.712038");
    ck_assert_str_eq(show(found->kurtosis_after, 6), "1.815781");
    ck_assert_str_eq(show(found->moved.high, -1), "30");
    ck_assert(!qp_num_defined(found->moved.low));
    ck_assert(!found->transforms);
}
END_TEST

/* A value that is no peer's is treated by theirs: held where they are, and
   never below their least where the scale would end there. */
START_TEST(others_follow_the_peers)
{
    struct qp_treatment how = treatment_of(0);
    qp_num x[MOST];
    size_t n = read_numbers(rows[0].values, x);
    const struct qp_treating *found = qp_treat_find(arena, &how, x, n);
    struct qp_treated out;

    out = qp_treat_value(arena, &how, found, number("1000"));
    ck_assert_str_eq(show(out.value, -1), "30");
    ck_assert(out.winsorised && !out.clipped);
    out = qp_treat_value(arena, &how, found, number("-5"));
    ck_assert_str_eq(show(out.value, -1), "-5");
    ck_assert(!out.winsorised);
    how.transform.kind = QP_TRANSFORM_LOG;
    found = qp_treat_find(arena, &how, x, n);
    out = qp_treat_value(arena, &how, found, number("-5"));
    ck_assert_str_eq(show(out.value, -1), "0");
}
END_TEST

static void
setup(void)
{
    arena = qp_arena_new();
}

static void
teardown(void)
{
    qp_arena_free(arena);
}

int
main(void)
{
    Suite *suite = suite_create("treat");
    TCase *tc = tcase_create("treat");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, values_have_a_shape, 0, QP_COUNT(shapes));
    tcase_add_loop_test(tc, values_are_treated, 0, QP_COUNT(rows));
    tcase_add_test(tc, statistics_are_kept);
    tcase_add_test(tc, others_follow_the_peers);
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
