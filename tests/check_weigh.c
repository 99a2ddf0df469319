/* Weights that are found: published examples, to the digits that they print,
   and what is exact by nature. */

#include <config.h>

#include "engine/weigh.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 256 };

static struct qp_arena *arena;

static qp_num
number(const char *text)
{
    const char *slash = strchr(text, '/');
    size_t length = slash ? (size_t)(slash - text) : strlen(text);
    qp_num x, below = qp_num_int(1);

    ck_assert_msg(!qp_num_parse(arena, text, length, 40, &x), "%s", text);
    if (slash)
        ck_assert(!qp_num_parse(arena, slash + 1, strlen(slash + 1), 40,
                                &below));
    return qp_num_div(arena, x, below);
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
    if (places < 0)
        return qp_num_text(arena, x);
    return qp_num_fixed(arena,
                        qp_num_round(arena, x, places, QP_ROUND_HALF_UP),
                        places);
}

static const char *
show_shares(const struct qp_weighing *weighing, size_t n, int places)
{
    const char *all = "";

    for (size_t i = 0; i < n; i++)
        all = qp_arena_printf(arena, "%s%s%s", all, i ? " " : "",
                              show(weighing->children[i].share, places));
    return all;
}

/* The quantity NAME among N. */
static qp_num
quantity(const struct qp_quantity *quantities, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(quantities[i].name, name) == 0)
            return quantities[i].number;
    ck_abort_msg("no %s", name);
    return qp_num_int(0);
}

/* ---- ahp ---- */

enum { SCHOOL = 3 }; /* among the COMPARISONS */

static const struct {
    const char *triangle; /* rows from the diagonal on */
    size_t n;
    int places;
    const char *want, *lambda, *cr;
} comparisons[] = {
    /* T. L. Saaty, Decision making with the analytic hierarchy process (2008):
       how much of each drink is consumed in the USA; coffee, wine, tea, beer,
       sodas, milk, water; prints 0.177 0.019 0.042 0.116 0.190 0.129 0.327 and
       0.022. */
    { "1 9 5 2 1 1 1/2  1 1/3 1/9 1/9 1/9 1/9  1 1/3 1/4 1/3 1/9  1 1/2 1 1/3 "
      "1 2 1/2  1 1/3  1",
      7, 3, "0.177 0.019 0.042 0.116 0.190 0.129 0.327", "7.177", "0.022" },
    /* The same, How to make a decision: the analytic hierarchy process (1990):
       what matters in a house; prints 0.173 0.054 0.188 0.018 0.031 0.036
       0.167 0.333, 9.669 and 0.169. */
    { "1 5 3 7 6 6 1/3 1/4  1 1/3 5 3 3 1/5 1/7  1 6 3 4 6 1/5  1 1/3 1/4 1/7 "
      "1/8  1 1/2 1/5 1/6  1 1/5 1/6  1 1/2  1",
      8, 3, "0.173 0.054 0.188 0.018 0.031 0.036 0.167 0.333", "9.669",
      "0.169" },
    /* The same, A scaling method for priorities in hierarchical structures
       (1977): how far Cairo, Tokyo, Chicago, San Francisco, London and
       Montreal are from Philadelphia.  He prints 0.263 for Cairo and else
       the same; a power iteration in doubles, and so without this program,
       gives 0.2619 and 6.4536. */
    { "1 1/3 8 3 3 7  1 9 3 3 9  1 1/6 1/5 2  1 1/3 6  1 6  1", 6, 3,
      "0.262 0.397 0.033 0.116 0.164 0.027", "6.454", "0.073" },
    /* The same, The Analytic Hierarchy Process (1980): the choice of a school;
       prints these weights.  It contradicts itself: the power iteration gives
       7.4199, so 1.4199 / 5 / 1.24 = 0.2290. */
    { "1 4 3 1 3 4  1 7 3 1/5 1  1 1/5 1/5 1/6  1 1 1/3  1 3  1", 6, 2,
      "0.32 0.14 0.03 0.13 0.24 0.14", "7.42", "0.23" },
    /* Consistent judgements give exact weights: 4 to 2 to 1, and 3 to 5. */
    { "1 2 4  1 2  1", 3, -1,
      "0.57142857142857142857 0.28571428571428571429 "
      "0.14285714285714285714",
      "3", "0" },
    { "1 3/5  1", 2, -1, "0.375 0.625", "2", "0" },
    { "1", 1, -1, "1", "1", "0" },
    /* Each beats the next as often: nobody can be ahead. */
    { "1 2 1/2  1 2  1", 3, 20,
      "0.33333333333333333333 0.33333333333333333333 "
      "0.33333333333333333333",
      "3.50000000000000000000", "0.43103448275862068966" },
};

/* Fills MATRIX with TRIANGLE. */
static void
read_matrix(const char *triangle, size_t n, qp_num matrix[])
{
    qp_num x[MOST];
    size_t at = 0;

    read_numbers(triangle, x);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++, at++) {
            matrix[i * n + j] = x[at];
            matrix[j * n + i] = qp_num_div(arena, qp_num_int(1), x[at]);
        }
}

START_TEST(ahp_weighs)
{
    size_t n = comparisons[_i].n;
    int places = comparisons[_i].places;
    const struct qp_weighing *weighing;
    qp_num matrix[MOST];

    read_matrix(comparisons[_i].triangle, n, matrix);
    weighing = qp_weigh_ahp(arena, matrix, n);
    ck_assert_str_eq(show_shares(weighing, n, places), comparisons[_i].want);
    ck_assert_str_eq(show(quantity(weighing->quantities,
                                   weighing->n_quantities, "lambda"),
                          places),
                     comparisons[_i].lambda);
    ck_assert_str_eq(show(quantity(weighing->quantities,
                                   weighing->n_quantities, "cr"),
                          places),
                     comparisons[_i].cr);
}
END_TEST

/* Saaty's own table to 15. */
START_TEST(ahp_random_indices)
{
    static const char want[] = "0 0 0.58 0.9 1.12 1.24 1.32 1.41 1.45 1.49 "
                               "1.51 1.48 1.56 1.57 1.59 ";
    qp_num *matrix = qp_arena_alloc(arena, 225, sizeof *matrix);
    const char *all = "";

    for (size_t i = 0; i < 225; i++)
        matrix[i] = qp_num_int(1);
    for (size_t n = 1; n <= QP_WEIGH_AHP_MOST; n++) {
        const struct qp_weighing *weighing = qp_weigh_ahp(arena, matrix, n);

        all = qp_arena_printf(
            arena, "%s%s ", all,
            qp_num_text(arena, quantity(weighing->quantities,
                                        weighing->n_quantities, "ri")));
    }
    ck_assert_str_eq(all, want);
}
END_TEST

/* Of the school, friends to training = 3 and training to college = 1 make
   friends to college = 3, fifteen times 1/5. */
START_TEST(ahp_names_the_worst)
{
    qp_num matrix[MOST];
    size_t triple[3];

    read_matrix(comparisons[SCHOOL].triangle, 6, matrix);
    qp_weigh_worst_triple(arena, matrix, 6, triple);
    ck_assert_str_eq(qp_arena_printf(arena, "%zu %zu %zu", triple[0],
                                     triple[1], triple[2]),
                     "1 3 4");
}
END_TEST

/* ---- budget ---- */

/* By hand: 50 + 40 + 20 = 110 and 50 + 60 + 80 = 190 of 300, so 11/30 and
   19/30.  In Python:
   >>> from fractions import Fraction as F
   >>> F(50 + 40 + 20, 300), F(50 + 60 + 80, 300)
   (Fraction(11, 30), Fraction(19, 30)) */

START_TEST(budget_weighs)
{
    qp_num given[6];
    const struct qp_weighing *weighing;
    const struct qp_weighed *first;

    read_numbers("50 40 20  50 60 80", given);
    weighing = qp_weigh_budget(arena, given, 2, 3);
    first = &weighing->children[0];
    ck_assert_str_eq(show_shares(weighing, 2, -1),
                     "0.36666666666666666667 0.63333333333333333333");
    ck_assert_str_eq(
        show(quantity(first->quantities, first->n_quantities, "min"), 0),
        "20");
    ck_assert_str_eq(
        show(quantity(first->quantities, first->n_quantities, "max"), 0),
        "50");
    ck_assert_str_eq(
        show(quantity(weighing->quantities, 2, "sum"), 0), "100");
}
END_TEST

/* ---- from the data ---- */

static const struct {
    enum qp_weighting_kind kind;
    size_t n;
    const char *scores; /* a district after the other */
    int places;
    const char *want; /* or the note, or the fault */
} data[] = {
    /* X. Xu, A note on the subjective and objective integrated approach to
       determine attribute weights (2004). */
    { QP_WEIGHTING_ENTROPY, 4,
      "30 30 38 29  19 54 86 29  19 15 85 28.9  68 70 60 29", 4,
      "0.4630 0.3992 0.1378 0.0000" },
    /* E. K. Zavadskas and V. Podvezko, Integrated determination of objective
       criteria weights in MCDM (2016). */
    { QP_WEIGHTING_ENTROPY, 4,
      "3 100 10 7  2.5 80 8 5  1.8 50 20 11  2.2 70 12 9", 4,
      "0.1146 0.1981 0.4185 0.2689" },
    /* Zeros add nothing: p is 0 1 and 1/4 3/4, so 1 - e is 1 and
       0.75 log2 3 - 1 = 0.18872187554086713609. */
    { QP_WEIGHTING_ENTROPY, 2, "0 1  1 3", -1,
      "0.84123967142860991613 0.15876032857139008387" },
    { QP_WEIGHTING_ENTROPY, 2, "1 1  1 3", -1, "0 1" },
    { QP_WEIGHTING_ENTROPY, 2, "1 -1  1 3", -1,
      "entropy needs scores that are not below 0" },
    /* D. Diakoulaki and others, Determining objective weights in multiple
       criteria problems: the CRITIC method (1995): eight firms, brought to
       0..1 by their extremes.  The article prints 0.20 0.48 0.32; more digits
       are those of scikit-criteria. */
    { QP_WEIGHTING_CRITIC, 3,
      "956/956 82/386 335/336  553/956 0/386 336/336  509/956 172/386 155/336 "
      "436/956 303/386 67/336  400/956 251/386 135/336 "
      "386/956 386/386 23/336  285/956 326/386 112/336 "
      "0/956 305/386 0/336",
      8, "0.20222554 0.48090173 0.31687273" },
    /* A. Tus and E. Aytac Adali, The new combination with CRITIC and WASPAS
       methods (2019), brought to 0..1 by their extremes. */
    { QP_WEIGHTING_CRITIC, 6,
      "4400/4400 1/3 1/2 3/3 1/2 1/3  80/4400 3/3 1/2 1/3 0/2 0/3 "
      "1400/4400 1/3 0/2 2/3 2/2 2/3  0/4400 2/3 1/2 0/3 0/2 1/3 "
      "200/4400 0/3 2/2 2/3 1/2 3/3",
      3, "0.157 0.249 0.168 0.121 0.154 0.151" },
    { QP_WEIGHTING_CRITIC, 3, "0 0 5  1 3 5", -1,
      "nothing tells the children apart" },
    { QP_WEIGHTING_CRITIC, 2, "0 1  1 0", -1, "0.5 0.5" },
    /* W. Salabun and others, Are MCDA methods benchmarkable? (2020). */
    { QP_WEIGHTING_SD, 3,
      "0.619 0.449 0.447  0.862 0.466 0.006  0.458 0.698 0.771 "
      "0.777 0.631 0.491  0.567 0.992 0.968",
      3, "0.217 0.294 0.488" },
    /* Deviations in the proportion 1 to 2 are exact though both are roots. */
    { QP_WEIGHTING_SD, 3, "0 0 7  1 2 7", -1,
      "0.33333333333333333333 0.66666666666666666667 0" },
    { QP_WEIGHTING_SD, 2, "3 4  3 4", -1,
      "nothing tells the children apart" },
    { QP_WEIGHTING_SD, 2, "3 4", -1,
      "fewer than two districts have all scores" },
    { QP_WEIGHTING_PCA, 3, "0 0 4  1 2 4  3 1 4", -1, "0.5 0.5 0" },
    { QP_WEIGHTING_PCA, 2, "0 1  1 0  2 0", -1,
      "pca finds no first component to take weights from" },
    { QP_WEIGHTING_PCA, 2, "0 0  1 0  0 1  1 1", -1,
      "pca finds no first component to take weights from" },
    { QP_WEIGHTING_PCA, 3, "0 0 5  1 1 4  2 3 1  3 2 2", -1,
      "pca would give a negative weight, since some run against the others" },
};

START_TEST(data_weigh)
{
    qp_num scores[MOST];
    size_t n = data[_i].n, n_scores = read_numbers(data[_i].scores, scores);
    const char *fault = NULL, *got;
    const struct qp_weighing *weighing = qp_weigh_data(
        arena, data[_i].kind, scores, n_scores / n, n, &fault);

    got = weighing ? weighing->note : fault;
    ck_assert_str_eq(got ? got : show_shares(weighing, n, data[_i].places),
                     data[_i].want);
}
END_TEST

/* D. R. McNeil, Interactive Data Analysis (1977): arrests for murder, assault
   and rape, and the urban population, in the 50 states of the USA; USArrests
   of R, for which prcomp(USArrests, scale. = TRUE) prints the loadings
   0.5358995 0.5831836 0.2781909 0.5434321 and the standard deviation
   1.5748783, whose square is 2.4802416. */
static const char arrests[] =
    "13.2 236 58 21.2  10 263 48 44.5  8.1 294 80 31  8.8 190 50 19.5 "
    "9 276 91 40.6  7.9 204 78 38.7  3.3 110 77 11.1  5.9 238 72 15.8 "
    "15.4 335 80 31.9  17.4 211 60 25.8  5.3 46 83 20.2  2.6 120 54 14.2 "
    "10.4 249 83 24  7.2 113 65 21  2.2 56 57 11.3  6 115 66 18 "
    "9.7 109 52 16.3  15.4 249 66 22.2  2.1 83 51 7.8  11.3 300 67 27.8 "
    "4.4 149 85 16.3  12.1 255 74 35.1  2.7 72 66 14.9  16.1 259 44 17.1 "
    "9 178 70 28.2  6 109 53 16.4  4.3 102 62 16.5  12.2 252 81 46 "
    "2.1 57 56 9.5  7.4 159 89 18.8  11.4 285 70 32.1  11.1 254 86 26.1 "
    "13 337 45 16.1  0.8 45 44 7.3  7.3 120 75 21.4  6.6 151 68 20 "
    "4.9 159 67 29.3  6.3 106 72 14.9  3.4 174 87 8.3  14.4 279 48 22.5 "
    "3.8 86 45 12.8  13.2 188 59 26.9  12.7 201 80 25.5  3.2 120 80 22.9 "
    "2.2 48 32 11.2  8.5 156 63 20.7  4 145 73 26.2  5.7 81 39 9.3 "
    "2.6 53 66 10.8  6.8 161 60 15.6";

START_TEST(pca_of_arrests)
{
    qp_num scores[MOST];
    size_t n = read_numbers(arrests, scores);
    const char *fault = NULL, *all = "";
    const struct qp_weighing *weighing;

    ck_assert_uint_eq(n, 200);
    weighing =
        qp_weigh_data(arena, QP_WEIGHTING_PCA, scores, n / 4, 4, &fault);
    ck_assert_ptr_nonnull(weighing);
    for (size_t i = 0; i < 4; i++)
        all = qp_arena_printf(
            arena, "%s%s ", all,
            show(quantity(weighing->children[i].quantities, 1, "loading"),
                 7));
    ck_assert_str_eq(all, "0.5358995 0.5831836 0.2781909 0.5434321 ");
    ck_assert_str_eq(show(quantity(weighing->quantities,
                                   weighing->n_quantities, "eigenvalue"),
                          7),
                     "2.4802416");
    /* in proportion to the loadings, whose sum is 1.9407061 */
    ck_assert_str_eq(show_shares(weighing, 4, 4),
                     "0.2761 0.3005 0.1433 0.2800");
}
END_TEST

/* R. A. Johnson and D. W. Wichern, Applied Multivariate Statistical Analysis,
   example 8.5: the first component of weekly returns of five stocks, 0.469
   0.532 0.465 0.387 0.361; the book, which has more digits of the correlations
   than it prints, has the eigenvalue 2.437.  VECTOR has the sum 1. */
START_TEST(first_component)
{
    qp_num r[25], v[5], value, squares = qp_num_int(0);
    const char *all = "";

    read_numbers("1 0.632 0.511 0.115 0.155  0.632 1 0.574 0.322 0.213 "
                 "0.511 0.574 1 0.183 0.146  0.115 0.322 0.183 1 0.683 "
                 "0.155 0.213 0.146 0.683 1",
                 r);
    ck_assert(qp_num_eigenvector(arena, r, 5, v, &value));
    for (size_t i = 0; i < 5; i++)
        squares = qp_num_add(arena, squares, qp_num_mul(arena, v[i], v[i]));
    for (size_t i = 0; i < 5; i++)
        all = qp_arena_printf(
            arena, "%s%s ", all,
            show(qp_num_div(arena, v[i], qp_num_sqrt(arena, squares)), 3));
    ck_assert_str_eq(all, "0.469 0.532 0.465 0.387 0.361 ");
    ck_assert_str_eq(show(value, 3), "2.438");
}
END_TEST

/* Of a diagonal matrix the eigenvalues stand there; those that agree in more
   digits than squaring can drive apart have no vector that is told. */
START_TEST(eigenvalues_too_close)
{
    static const struct {
        const char *matrix;
        bool is_told;
    } diagonals[] = {
        { "1 0 0 0.9999999999", true },
        { "1 0 0 1", false },
        { "1 0 0 0.99999999999999999999999999999999999999", false },
    };

    for (size_t i = 0; i < QP_COUNT(diagonals); i++) {
        qp_num matrix[4], v[2], value;

        read_numbers(diagonals[i].matrix, matrix);
        ck_assert_int_eq(qp_num_eigenvector(arena, matrix, 2, v, &value),
                         diagonals[i].is_told);
        if (diagonals[i].is_told)
            ck_assert_str_eq(show(value, 20), "1.00000000000000000000");
    }
}
END_TEST

/* The components of a vector that are opposite, but for one part in 10 to the
   20 or to the 100, add up to little or to nothing: [1 -1; -1 1 + e] has the
   vector 1, -1 - e / 2 and more of higher order. */
START_TEST(vector_without_a_sum)
{
    for (int digits = 20; digits <= 100; digits += 80) {
        qp_num one = qp_num_int(1), minus = qp_num_int(-1), v[2], value;
        qp_num e = qp_num_pow(arena, qp_num_int(10), qp_num_int(-digits));
        const qp_num matrix[] = { one, minus, minus,
                                  qp_num_add(arena, one, e) };

        ck_assert_int_eq(qp_num_eigenvector(arena, matrix, 2, v, &value),
                         digits == 20);
    }
}
END_TEST

/* The loadings and constants are kept. */
START_TEST(reasons_are_kept)
{
    qp_num scores[MOST];
    const char *fault = NULL;
    const struct qp_weighing *weighing;

    read_numbers("0 1  1 0  2 5  3 7", scores);
    weighing = qp_weigh_data(arena, QP_WEIGHTING_PCA, scores, 4, 2, &fault);
    ck_assert_str_eq(show(quantity(weighing->quantities,
                                   weighing->n_quantities, "districts"),
                          0),
                     "4");
    ck_assert_str_eq(show(quantity(weighing->children[0].quantities, 1,
                                   "loading"),
                          4),
                     "0.7071");
    weighing =
        qp_weigh_data(arena, QP_WEIGHTING_ENTROPY, scores, 4, 2, &fault);
    ck_assert_str_eq(show(quantity(weighing->quantities,
                                   weighing->n_quantities, "k"),
                          4),
                     "0.7213");
    ck_assert_str_eq(show(quantity(weighing->quantities,
                                   weighing->n_quantities, "shift"),
                          0),
                     "0");
}
END_TEST

START_TEST(equal_weighs)
{
    ck_assert_str_eq(show_shares(qp_weigh_equal(arena, 4, NULL), 4, -1),
                     "0.25 0.25 0.25 0.25");
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
    Suite *suite = suite_create("weigh");
    TCase *tc = tcase_create("weigh");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, ahp_weighs, 0, QP_COUNT(comparisons));
    tcase_add_test(tc, ahp_random_indices);
    tcase_add_test(tc, ahp_names_the_worst);
    tcase_add_test(tc, budget_weighs);
    tcase_add_loop_test(tc, data_weigh, 0, QP_COUNT(data));
    tcase_add_test(tc, pca_of_arrests);
    tcase_add_test(tc, first_component);
    tcase_add_test(tc, eigenvalues_too_close);
    tcase_add_test(tc, vector_without_a_sum);
    tcase_add_test(tc, reasons_are_kept);
    tcase_add_test(tc, equal_weighs);
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
