/* Simulations: the arithmetic against the C library's, random numbers against
   the published sequence and the moments of their distributions, Sobol indices
   against functions whose indices are known, methods against exact ones. */

#include <config.h>

#include "engine/robust_impl.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/method.h"
#include "engine/robust_math.h"
#include "engine/robust_random.h"
#include "engine/robust_sobol.h"

static const double pi = 3.14159265358979323846;

static struct qp_arena *arena;

/* ---- arithmetic ---- */

/* A and B differ by no more than UNITS in the last place. */
static void
assert_near(double a, double b, double units, double x, double y)
{
    ck_assert_msg(fabs(a - b) <= units * 0x1p-52 * fabs(b) ||
                      (isinf(a) && a == b),
                  "of %.17g, %.17g: %.17g, not %.17g", x, y, a, b);
}

START_TEST(logarithms_and_exponentials)
{
    struct qp_stream stream = qp_stream_of(7);

    for (int i = 0; i < 20000; i++) {
        double x = (qp_stream_uniform(&stream) - 0.5) * 1400;
        double y = exp(x);

        assert_near(qp_robust_exp(x), y, 600, x, 0);
        if (fabs(x) < 20)
            assert_near(qp_robust_exp(x), y, 4, x, 0);
        if (y > 0 && y < INFINITY)
            assert_near(qp_robust_ln(y), log(y), 4, y, 0);
        y = 1 + x / 1e6;
        assert_near(qp_robust_ln(y), log(y), 4, y, 0);
    }
}
END_TEST

static const struct {
    double x, y, power;
} powers[] = {
    { 2, 10, 1024 },      { 2, -2, 0.25 },      { 10, 18, 1e18 },
    { -2, 3, -8 },        { -2, 2, 4 },         { 0, 0, 1 },
    { 0, 2, 0 },          { 0, -1, NAN },       { -8, 0.5, NAN },
    { 2, 0.5, 1.4142135623730950488 },
    { 27, 1 / 3.0, 3 },   { 1.0001, 1000, 1.1051654 },
    { -1.01, 301, -19.98635092 }, { -1.01, 300, 19.78846626 },
    { -2, 1e6 + 0.5, NAN }, { 2, 2000, NAN },
    { 0.5, 2000, 0 },     { -0.5, 1e20, NAN },
};

/* At the ends of what doubles hold, the C library says the same; but for what
   is no normal number, of which exp() keeps few digits. */
START_TEST(ends_of_doubles)
{
    static const double ends[] = { 0x1p-1074, 0x1.8p-1060, 0x1p-1022,
                                   0x1.fffffffffffffp+1023 };

    for (size_t i = 0; i < QP_COUNT(ends); i++)
        assert_near(qp_robust_ln(ends[i]), log(ends[i]), 4, ends[i], 0);
    ck_assert_double_eq(qp_robust_ln(0), -INFINITY);
    ck_assert_double_eq(qp_robust_ln(INFINITY), INFINITY);
    ck_assert_double_nan(qp_robust_ln(-1));
    ck_assert_double_nan(qp_robust_ln(NAN));
    ck_assert_double_eq(qp_robust_exp(-800), 0);
    ck_assert_double_eq(qp_robust_exp(-INFINITY), 0);
    ck_assert_double_eq(qp_robust_exp(800), INFINITY);
    ck_assert_double_nan(qp_robust_exp(NAN));
    ck_assert_double_eq_tol(qp_robust_exp(-740), exp(-740), 0x1p-1073);
}
END_TEST

START_TEST(powers_of_doubles)
{
    double power = qp_robust_pow(powers[_i].x, powers[_i].y);

    if (isnan(powers[_i].power))
        ck_assert_double_nan(power);
    else
        ck_assert_double_eq_tol(power, powers[_i].power,
                                1e-8 * (1 + fabs(powers[_i].power)));
}
END_TEST

/* 0.145 and 2.675 are below their halves as doubles, 1.005 times 100 too. */
static const struct {
    double x;
    bool to_even;
    double rounded;
} roundings[] = {
    { 0.145 * 100, false, 15 }, { 0.145 * 100, true, 14 },
    { 2.675 * 100, false, 268 }, { 1.005 * 100, false, 101 },
    { 1.005 * 100, true, 100 }, { -2.5, false, -3 },
    { -2.5, true, -2 },         { 2.5 - 1e-9, false, 2 },
    { 2.5 + 1e-9, true, 3 },    { 0.5 - 1e-14, false, 1 },
    { 1e15 + 0.5, true, 1e15 }, { 0, false, 0 },
};

START_TEST(halves_are_told)
{
    ck_assert_double_eq(qp_robust_round(roundings[_i].x,
                                        roundings[_i].to_even),
                        roundings[_i].rounded);
}
END_TEST

/* ---- random numbers ---- */

/* The first numbers of SplitMix64 from the state 1234567, as its reference
   implementation prints them; a double keeps the upper 53 bits. */
START_TEST(numbers_are_those_of_splitmix)
{
    static const uint64_t published[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
        UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
        UINT64_C(16408922859458223821),
    };
    struct qp_stream one = { 1234567 }, all = one;
    double x[QP_COUNT(published)];

    qp_stream_fill(&all, x, QP_COUNT(x));
    for (size_t i = 0; i < QP_COUNT(published); i++) {
        double want = (double)(published[i] >> 11) * 0x1p-53;

        ck_assert_double_eq(qp_stream_uniform(&one), want);
        ck_assert_double_eq(x[i], want);
    }
}
END_TEST

/* The first four moments of N numbers X about their own mean. */
struct moments {
    double mean, variance, skewness, kurtosis;
};

static struct moments
moments_of(const double x[], size_t n)
{
    struct moments m = { 0 };

    for (size_t i = 0; i < n; i++)
        m.mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        double d = x[i] - m.mean;

        m.variance += d * d / (double)n;
        m.skewness += d * d * d / (double)n;
        m.kurtosis += d * d * d * d / (double)n;
    }
    m.skewness /= pow(m.variance, 1.5);
    m.kurtosis /= m.variance * m.variance;
    return m;
}

enum { MANY = 200000 };

/* The tolerances are some five standard errors. */
static void
assert_moments(const double x[], struct moments want, double tolerance)
{
    struct moments m = moments_of(x, MANY);
    double sd = sqrt(want.variance);

    ck_assert_double_eq_tol(m.mean, want.mean, tolerance * sd);
    ck_assert_double_eq_tol(m.variance, want.variance,
                            3 * tolerance * want.variance);
    ck_assert_double_eq_tol(m.skewness, want.skewness, 10 * tolerance);
    ck_assert_double_eq_tol(m.kurtosis, want.kurtosis,
                            20 * tolerance * want.kurtosis);
}

START_TEST(uniform_numbers)
{
    static double x[MANY];
    struct qp_stream stream = qp_stream_of(1);

    qp_stream_fill(&stream, x, MANY);
    assert_moments(x, (struct moments){ 0.5, 1 / 12.0, 0, 1.8 }, 0.011);
}
END_TEST

START_TEST(normal_numbers)
{
    static double x[MANY];
    struct qp_stream stream = qp_stream_of(2);

    for (size_t i = 0; i < MANY; i++)
        x[i] = qp_stream_normal(&stream);
    assert_moments(x, (struct moments){ 0, 1, 0, 3 }, 0.011);
}
END_TEST

/* Gamma of shape k has mean and variance k, skewness 2 / sqrt k and kurtosis
   3 + 6 / k. */
static const double shapes[] = { 0.5, 1, 2.5, 40 };

START_TEST(gamma_numbers)
{
    static double x[MANY];
    double k = shapes[_i];
    struct qp_stream stream = qp_stream_of(3);

    for (size_t i = 0; i < MANY; i++)
        x[i] = qp_stream_gamma(&stream, k);
    assert_moments(x, (struct moments){ k, k, 2 / sqrt(k), 3 + 6 / k },
                   0.015);
}
END_TEST

/* Dirichlet of a = (1, 3, 6): means a / 10, variances a (10 - a) / 1100,
   covariance of the first two -3 / 1100. */
START_TEST(dirichlet_shares)
{
    static const double a[] = { 1, 3, 6 };
    double mean[3] = { 0 }, variance[3] = { 0 }, covariance = 0;
    struct qp_stream all = qp_stream_of(4);

    for (size_t i = 0; i < MANY; i++) {
        double x[3], sum = 0, d[3];

        for (size_t k = 0; k < 3; k++) {
            struct qp_stream own =
                qp_stream_within(qp_stream_within(all, i), k);

            x[k] = qp_stream_gamma(&own, a[k]);
            sum += x[k];
        }
        for (size_t k = 0; k < 3; k++) {
            d[k] = x[k] / sum - a[k] / 10;
            mean[k] += x[k] / sum / MANY;
            variance[k] += d[k] * d[k] / MANY;
        }
        covariance += d[0] * d[1] / MANY;
    }
    for (size_t k = 0; k < 3; k++) {
        ck_assert_double_eq_tol(mean[k], a[k] / 10, 0.002);
        ck_assert_double_eq_tol(variance[k], a[k] * (10 - a[k]) / 1100,
                                0.0005);
    }
    ck_assert_double_eq_tol(covariance, -3 / 1100.0, 0.0003);
}
END_TEST

START_TEST(streams_differ)
{
    struct qp_stream all = qp_stream_of(5);

    for (uint64_t i = 0; i < 100; i++)
        for (uint64_t k = 0; k < i; k++) {
            struct qp_stream a = qp_stream_within(all, i);
            struct qp_stream b = qp_stream_within(all, k);

            ck_assert_double_ne(qp_stream_uniform(&a), qp_stream_uniform(&b));
        }
}
END_TEST

/* ---- Sobol indices ---- */

enum { MOST_INPUTS = 8 };

/* A function of numbers from 0 to 1, with its true indices. */
struct known {
    size_t k;
    double (*of)(const double x[]);
    double first[MOST_INPUTS], total[MOST_INPUTS];
};

/* Ishigami's function with a = 7 and b = 0.1 of numbers from -pi to pi.
   Source: T. Ishigami and T. Homma (1990). */
static double
ishigami(const double u[])
{
    double x = pi * (2 * u[0] - 1), y = pi * (2 * u[1] - 1);
    double z = pi * (2 * u[2] - 1);

    return sin(x) + 7 * sin(y) * sin(y) + 0.1 * z * z * z * z * sin(x);
}

static struct known
known_ishigami(void)
{
    double a = 7, b = 0.1, pi4 = pow(pi, 4), pi8 = pi4 * pi4;
    double alone = 0.5 * pow(1 + b * pi4 / 5, 2), second = a * a / 8;
    double together = b * b * pi8 * (1 / 18.0 - 1 / 50.0);
    double all = alone + second + together;

    return (struct known){
        3,
        ishigami,
        { alone / all, second / all, 0 },
        { (alone + together) / all, second / all, together / all },
    };
}

/* The function G: the product of (|4 x - 2| + a) / (1 + a).
   Source: A. Saltelli and I. M. Sobol (1995). */
static const double g_a[MOST_INPUTS] = { 0, 1, 4.5, 9, 99, 99, 99, 99 };

static double
function_g(const double x[])
{
    double product = 1;

    for (size_t i = 0; i < MOST_INPUTS; i++)
        product *= (fabs(4 * x[i] - 2) + g_a[i]) / (1 + g_a[i]);
    return product;
}

static struct known
known_g(void)
{
    struct known known = { .k = MOST_INPUTS, .of = function_g };
    double all = 1;

    for (size_t i = 0; i < MOST_INPUTS; i++)
        all *= 1 + 1 / (3 * pow(1 + g_a[i], 2));
    for (size_t i = 0; i < MOST_INPUTS; i++) {
        double own = 1 / (3 * pow(1 + g_a[i], 2));

        known.first[i] = own / (all - 1);
        known.total[i] = own * (all / (1 + own)) / (all - 1);
    }
    return known;
}

/* Draws as robust.c does: A, B, and A with one number of B. */
static bool
study(const struct known *known, size_t n, uint64_t seed,
      struct qp_sobol found[])
{
    size_t k = known->k;
    struct qp_stream all = qp_stream_of(seed);
    double *a = qp_arena_alloc(arena, n, sizeof *a);
    double *b = qp_arena_alloc(arena, n, sizeof *b);
    double *ab = qp_arena_alloc(arena, n * k, sizeof *ab);

    for (size_t j = 0; j < n; j++) {
        double x[2 * MOST_INPUTS];
        struct qp_stream row = qp_stream_within(all, j);

        qp_stream_fill(&row, x, 2 * k);
        a[j] = known->of(x);
        b[j] = known->of(x + k);
        for (size_t i = 0; i < k; i++) {
            double own = x[i];

            x[i] = x[k + i];
            ab[i * n + j] = known->of(x);
            x[i] = own;
        }
    }
    return qp_sobol_find(arena, a, b, ab, n, k, seed, 200, found);
}

static bool
holds(const struct qp_sobol_index *index, double x)
{
    return index->low <= x && x <= index->high;
}

/* All six of Ishigami within their bounds, which are narrow. */
START_TEST(ishigami_is_recovered)
{
    struct known known = known_ishigami();
    struct qp_sobol found[MOST_INPUTS];

    ck_assert_double_eq_tol(known.first[0], 0.3139, 1e-4);
    ck_assert_double_eq_tol(known.total[2], 0.2437, 1e-4);
    ck_assert(study(&known, 8192, 1, found));
    for (size_t i = 0; i < known.k; i++) {
        const struct qp_sobol_index *first = &found[i].first;
        const struct qp_sobol_index *total = &found[i].total;

        ck_assert_msg(holds(first, known.first[i]), "first of %zu: %g %g", i,
                      first->low, first->high);
        ck_assert_msg(holds(total, known.total[i]), "total of %zu: %g %g", i,
                      total->low, total->high);
        ck_assert_double_lt(first->high - first->low, 0.1);
        ck_assert_double_lt(total->high - total->low, 0.06);
    }
}
END_TEST

/* Bounds of 90 percent hold the truth in about as many cases. */
START_TEST(bounds_hold_as_often_as_they_say)
{
    struct known known = _i ? known_g() : known_ishigami();
    struct qp_sobol found[MOST_INPUTS];
    size_t n = 0, held = 0;

    for (uint64_t seed = 1; seed <= 60; seed++) {
        ck_assert(study(&known, 500, seed, found));
        for (size_t i = 0; i < known.k && i < 4; i++, n += 2)
            held += holds(&found[i].first, known.first[i]) +
                    holds(&found[i].total, known.total[i]);
    }
    ck_assert_msg(held > n * 82 / 100 && held < n * 97 / 100,
                  "%zu of %zu hold", held, n);
}
END_TEST

static double
constant(const double x[])
{
    (void)x;
    return 3;
}

START_TEST(what_does_not_vary_has_no_indices)
{
    struct known known = { .k = 2, .of = constant };
    struct qp_sobol found[MOST_INPUTS];

    ck_assert(!study(&known, 100, 1, found));
}
END_TEST

/* ---- methods ---- */

enum { UNITS = 12, PEERS = 10 };

/* Values with ties, below 0 and far out; the last two units are no peers. */
static qp_num
some_value(struct qp_stream *stream, bool may_be_negative)
{
    int64_t x = (int64_t)qp_stream_choice(stream, 40) -
                (may_be_negative ? 10 : 0);

    return qp_num_div(arena, qp_num_int(x), qp_num_int(4));
}

static int
by_size(const void *left, const void *right)
{
    return qp_num_cmp(*(const qp_num *)left, *(const qp_num *)right);
}

/* A parameter that METHOD can do with. */
static qp_num
some_argument(const struct qp_param *param, size_t p, size_t round)
{
    static const int percents[] = { 60, 100, 20, 1 };

    if (param->type == QP_PARAM_PERCENT)
        return qp_num_div(arena, qp_num_int(percents[(p + round) % 3]),
                          qp_num_int(100));
    return qp_num_int((int64_t)(p + round % 3 + 1));
}

/* zero_low low high zero_high of interval stand in their order. */
static size_t
place_of(const char *key, size_t p)
{
    static const char *const order[] = { "zero_low", "low", "high",
                                         "zero_high" };

    for (size_t i = 0; i < QP_COUNT(order); i++)
        if (strcmp(order[i], key) == 0)
            return i;
    return p;
}

static void
compare_scores(const struct qp_method *method, qp_num exact, double score)
{
    if (qp_method_is_equal(exact))
        ck_assert_msg(score == ROBUST_EQUAL, "%s", method->name);
    else if (qp_method_is_base(exact))
        ck_assert_msg(score == ROBUST_BASE, "%s", method->name);
    else if (!qp_num_defined(exact))
        ck_assert_msg(isnan(score), "%s: %g", method->name, score);
    else
        ck_assert_msg(fabs(score - qp_robust_double(arena, exact)) < 1e-9,
                      "%s: %.12g, not %s", method->name, score,
                      qp_num_text(arena, exact));
}

/* One random column scored both ways. */
static void
compare_method(const struct qp_method *method, size_t round)
{
    struct qp_stream stream =
        qp_stream_within(qp_stream_of(6), round * 2 + 1);
    qp_num x[UNITS], points[UNITS], sorted[PEERS], exact[UNITS];
    qp_num numbers[ROBUST_PARAMS_MOST][UNITS];
    double x2[UNITS], points2[UNITS], peers2[PEERS], room[PEERS];
    double numbers2[ROBUST_PARAMS_MOST][UNITS], score[UNITS];
    const qp_num *arg[ROBUST_PARAMS_MOST + 1] = { NULL };
    struct qp_band bands[] = { { qp_num_int(1), qp_num_int(0) },
                               { qp_num_int(3), qp_num_int(1) } };
    struct band bands2[] = { { 1, 0 }, { 3, 1 } };
    struct qp_argument given[] = { { .bands = bands, .n_bands = 2 },
                                   { .word = round % 2 } };
    struct qp_quantity quantities[QP_METHOD_MOST_STATISTICS];
    struct qp_column in = { .n = UNITS, .value = x, .points = points,
                            .arg = arg, .given = given, .sorted = sorted,
                            .n_peers = PEERS, .quantities = quantities,
                            .lower = !method->no_lower && round % 3 == 0 };
    struct column in2 = { .n = UNITS, .x = x2, .points = points2,
                          .peers = peers2, .n_peers = PEERS, .sorted = room,
                          .lower = in.lower, .is_linear = round % 2,
                          .bands = bands2, .n_bands = 2 };

    for (size_t i = 0; i < UNITS; i++) {
        x[i] = some_value(&stream, round % 4 == 1);
        if (round % 7 == 6)
            x[i] = qp_num_int(2); /* all are equal */
        points[i] = qp_num_int(5);
        x2[i] = qp_robust_double(arena, x[i]);
        points2[i] = 5;
        exact[i] = qp_num_undefined("no value");
        if (i < PEERS) {
            sorted[i] = x[i];
            peers2[i] = x2[i];
        }
    }
    if (round % 5 == 4) { /* a unit without a value is no peer */
        x[UNITS - 1] = qp_num_undefined("no value");
        x2[UNITS - 1] = NAN;
    }
    if (round % 11 > 8) /* one peer, or none */
        in.n_peers = in2.n_peers = round % 11 - 9;
    qsort(sorted, in.n_peers, sizeof *sorted, by_size);
    for (size_t p = 0; method->params[p].key; p++) {
        const struct qp_param *param = &method->params[p];

        if (param->type == QP_PARAM_BANDS || param->type == QP_PARAM_WORD ||
            (param->type == QP_PARAM_BOUND && round % 2) ||
            (!param->required && param->type == QP_PARAM_EXPR))
            continue;
        for (size_t i = 0; i < UNITS; i++) {
            numbers[p][i] =
                some_argument(param, place_of(param->key, p), round);
            numbers2[p][i] = qp_robust_double(arena, numbers[p][i]);
        }
        arg[p] = numbers[p];
        in2.arg[p] = numbers2[p];
    }
    method->score(arena, &in, exact);
    qp_robust_method(method)(&in2, score);
    for (size_t i = 0; i < UNITS; i++)
        if (qp_num_defined(x[i])) /* else its score is not looked at */
            compare_scores(method, exact[i], score[i]);
    ck_assert_msg(!in.n_peers || in2.used_peers == (in.n_quantities > 0),
                  "%s", method->name);
}

START_TEST(methods_are_those_of_the_evaluation)
{
    const struct qp_method *method;

    for (size_t m = 0; (method = qp_method_row(m)) != NULL; m++) {
        ck_assert_msg(qp_robust_method(method) != NULL, "%s", method->name);
        for (size_t round = 0; round < 60; round++)
            compare_method(method, round);
    }
}
END_TEST

/* ---- the suite ---- */

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

int
main(void)
{
    Suite *suite = suite_create("robust");
    TCase *tcase = tcase_create("robust");
    SRunner *runner;
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, logarithms_and_exponentials);
    tcase_add_test(tcase, ends_of_doubles);
    tcase_add_loop_test(tcase, powers_of_doubles, 0, QP_COUNT(powers));
    tcase_add_loop_test(tcase, halves_are_told, 0, QP_COUNT(roundings));
    tcase_add_test(tcase, numbers_are_those_of_splitmix);
    tcase_add_test(tcase, uniform_numbers);
    tcase_add_test(tcase, normal_numbers);
    tcase_add_loop_test(tcase, gamma_numbers, 0, QP_COUNT(shapes));
    tcase_add_test(tcase, dirichlet_shares);
    tcase_add_test(tcase, streams_differ);
    tcase_add_test(tcase, ishigami_is_recovered);
    tcase_add_loop_test(tcase, bounds_hold_as_often_as_they_say, 0, 2);
    tcase_add_test(tcase, what_does_not_vary_has_no_indices);
    tcase_add_test(tcase, methods_are_those_of_the_evaluation);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
