/* Aggregations: a row for each, districts apart by "/", children by blanks,
   "-" where a child does not count; a district in brackets is not compared.
   Scores may be negative so that costs of published examples can be given as
   they are. */

#include <config.h>

#include "engine/aggregate.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 8 };

static struct qp_arena *arena;

static const struct {
    const char *how, *number, *weights, *scores, *want;
    int places; /* to which WANT is printed; -1: all digits */
} rows[] = {
    { "sum", "", "1 3", "1 0/0 1/- 0.5", "0.25 0.75 0.5", -1 },
    { "min", "", "1 0 3", "1 - 0.5", "0.5", -1 },
    { "power", "2", "1 1", "0.6 0.8/0.1 0.7", "0.7071067811865475244 0.5",
      -1 },
    { "power", "2", "1 1", "-1 -1/-1 0.5", "none none", -1 },
    { "power", "1", "1 1", "-1 -1/-1 0.5", "-1 -0.25", -1 },
    { "geometric", "", "1 1", "4 9/-1 2", "6 none", -1 },
    /* C. L. Hwang and K. Yoon, Multiple Attribute Decision Making (1981): the
       choice of a fighter aircraft, the fourth attribute a cost.  The book
       works with rounded figures and prints 0.643 0.268 0.613 0.312; doubles
       give 0.6135423 for the third. */
    { "topsis", "", "0.2 0.1 0.1 0.1 0.2 0.3",
      "2 1500 20000 -5.5 5 9/2.5 2700 18000 -6.5 3 5/"
      "1.8 2000 21000 -4.5 7 7/2.2 1800 20000 -5 5 5",
      "0.6433 0.2684 0.6135 0.3123", 4 },
    /* G. H. Tzeng and J. J. Huang, Multiple Attribute Decision Making (2011):
       prints these. */
    { "topsis", "", "0.3 0.4 0.3", "5 8 4/7 6 8/8 8 6/7 4 6",
      "0.5037 0.6581 0.7482 0.334", 4 },
    /* By hand: the norms are sqrt(32) and 3, so the third is sqrt(1/2) from
       the worst and 1 from the best: 1 / (1 + sqrt(2)). */
    { "topsis", "", "1 1", "0 0/4 3/4 0", "0 1 0.4142135623730950488", -1 },
    { "topsis", "", "3 4", "1 0/0 1", "0.42857142857142857143 "
      "0.57142857142857142857", -1 },
    /* Equal closeness by different figures is equal to the last digit. */
    { "topsis", "", "1 1 1 1", "1 0 0 0/0 1 0 0/0 0 1 0/0 0 0 1",
      "0.36602540378443864676 0.36602540378443864676 "
      "0.36602540378443864676 0.36602540378443864676",
      -1 },
    { "topsis", "", "1 1", "0.5 0.5/0.5 0.5", "1 1", -1 },
    { "topsis", "", "1 1", "0 1/(2 -1)/1 0", "0.5 0.5 0.5", -1 },
    { "topsis", "", "1 1", "(0 1)", "none", -1 },
    /* The capital of Tennessee: voters of Memphis, Nashville, Chattanooga and
       Knoxville rank the four cities; the usual example of voting theory.
       Nashville beats all, then Chattanooga, Knoxville, Memphis. */
    { "copeland", "", "42 26 15 17",
      "-1 -4 -4 -4/-2 -1 -3 -3/-3 -2 -1 -2/-4 -3 -2 -1",
      "-1 1 0.33333333333333333333 -0.33333333333333333333", -1 },
    /* The first two draw, the last two draw, the last beats the first. */
    { "copeland", "", "1 1", "1 0/0 1/- 1", "-0.5 0 0.5", -1 },
    { "copeland", "", "1 1", "1 0/(1 1)/0 0", "1 1 -1", -1 },
    { "copeland", "", "1", "0.4", "0", -1 },
    { "copeland", "", "1", "(0.4)", "none", -1 },
    /* B. F. Yıldırım and E. Önder (eds.), Çok Kriterli Karar Verme Yöntemleri,
       2nd ed. (2015), grey relational analysis: five alternatives, after the
       min-max normalisation that the book begins with (thirds and the like
       times a common multiple in each column). */
    { "grey", "0.5", "0.05 0.20 0.10 0.15 0.10 0.40",
      "1 0 1 0.5 0 0.5/0.66666666666666666667 0.33333333333333333333 0.5 0.5 "
      "0.66666666666666666667 1/0 1 0.8 0 0.83333333333333333333 0/"
      "0.77777777777777777778 0 0 0.5 1 0.75/0.33333333333333333333 "
      "0.66666666666666666667 0.5 1 0.33333333333333333333 0.75",
      "0.525 0.7007142857 0.5464285714 0.5762820513 0.650952381", 10 },
    { "grey", "1", "1 1", "1 0/0 1", "0.75 0.75", -1 },
    { "grey", "0.5", "1 1", "0.3 0.3/0.3 0.3", "1 1", -1 },
    { "grey", "0.5", "1 1", "0 1/(2 -1)/1 0",
      "0.66666666666666666667 0.66666666666666666667 "
      "0.66666666666666666667",
      -1 },
};

static qp_num
number(const char *text)
{
    qp_num x;

    ck_assert_msg(!qp_num_parse(arena, text, strlen(text), 40, &x), "%s",
                  text);
    return x;
}

/* Reads the blank-separated numbers of TEXT, and returns how many. */
static size_t
read_numbers(const char *text, qp_num x[])
{
    char *copy = qp_arena_text(arena, text), *rest;
    size_t n = 0;

    for (char *word = strtok_r(copy, " ()", &rest); word;
         word = strtok_r(NULL, " ()", &rest))
        x[n++] = strcmp(word, "-") == 0 ? qp_num_undefined("not there")
                                        : number(word);
    return n;
}

static struct qp_table
read_table(const char *weights, const char *scores)
{
    static const size_t most = MOST * MOST;
    struct qp_table table = {
        .scores = qp_arena_alloc(arena, most, sizeof(qp_num)),
        .weights = qp_arena_alloc(arena, most, sizeof(qp_num)),
        .compared = qp_arena_alloc(arena, MOST, sizeof(bool)),
    };
    char *copy = qp_arena_text(arena, scores), *rest;
    qp_num w[MOST];

    table.n_children = read_numbers(weights, w);
    for (char *row = strtok_r(copy, "/", &rest); row;
         row = strtok_r(NULL, "/", &rest)) {
        size_t first = table.n * table.n_children;

        table.compared[table.n++] = *row != '(';
        ck_assert_uint_eq(read_numbers(row, table.scores + first),
                          table.n_children);
        memcpy(table.weights + first, w, table.n_children * sizeof *w);
    }
    return table;
}

/* Means of roots that are rational: (7/8 sqrt(s))^2 = 49/64 s, and
   ((1 + 2) / 2 sqrt(s))^2 = 9/4 s. */
static const struct {
    const char *weights, *scores, *want;
} exact[] = {
    { "7 1", "0.18075 0", "0.13838671875" },
    { "1 1", "0.2 0.8", "0.45" },
};

START_TEST(rational_means_are_exact)
{
    struct qp_table table = read_table(exact[_i].weights, exact[_i].scores);
    struct qp_aggregation how = { .kind = QP_AGGREGATE_POWER,
                                  .power = number("0.5") };
    qp_num result[MOST];

    qp_aggregate(arena, how, &table, result);
    ck_assert_int_eq(qp_num_cmp(result[0], number(exact[_i].want)), 0);
}
END_TEST

START_TEST(aggregates)
{
    struct qp_table table = read_table(rows[_i].weights, rows[_i].scores);
    struct qp_aggregation how = { 0 };
    qp_num result[MOST];
    const char *shown = "";

    ck_assert(qp_aggregate_find(rows[_i].how, &how.kind));
    if (*rows[_i].number)
        how.power = how.rho = number(rows[_i].number);
    qp_aggregate(arena, how, &table, result);
    for (size_t i = 0; i < table.n; i++) {
        const char *one = "none";
        qp_num x = result[i];

        if (qp_num_defined(x) && rows[_i].places >= 0)
            x = qp_num_round(arena, x, rows[_i].places, QP_ROUND_HALF_UP);
        if (qp_num_defined(x))
            one = qp_num_text(arena, x);
        shown = qp_arena_printf(arena, "%s%s%s", shown, i ? " " : "", one);
    }
    ck_assert_str_eq(shown, rows[_i].want);
}
END_TEST

/* A district of another group is held against with the mean of both shares:
   what one wins the other loses. */
START_TEST(copeland_of_two_groups)
{
    struct qp_table table = read_table("9 1", "1 0/0 1");
    struct qp_aggregation how = { .kind = QP_AGGREGATE_COPELAND };
    qp_num result[2];

    table.weights[2] = number("2");
    table.weights[3] = number("8");
    qp_aggregate(arena, how, &table, result);
    ck_assert_str_eq(qp_num_text(arena, result[0]), "1");
    ck_assert_str_eq(qp_num_text(arena, result[1]), "-1");
}
END_TEST

START_TEST(names_are_found)
{
    enum qp_aggregate kind;

    for (int i = QP_AGGREGATE_SUM; i <= QP_AGGREGATE_GREY; i++) {
        ck_assert(qp_aggregate_find(
            qp_aggregate_name((enum qp_aggregate)i), &kind));
        ck_assert_int_eq((int)kind, i);
    }
    ck_assert(!qp_aggregate_find("magic", &kind));
    ck_assert(qp_aggregate_adds_up(
        (struct qp_aggregation){ .kind = QP_AGGREGATE_MEAN }));
    ck_assert(!qp_aggregate_compares(
        (struct qp_aggregation){ .kind = QP_AGGREGATE_MEAN }));
    ck_assert(qp_aggregate_compares(
        (struct qp_aggregation){ .kind = QP_AGGREGATE_TOPSIS }));
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
    Suite *suite = suite_create("aggregate");
    TCase *tc = tcase_create("aggregate");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, rational_means_are_exact, 0, QP_COUNT(exact));
    tcase_add_loop_test(tc, aggregates, 0, QP_COUNT(rows));
    tcase_add_test(tc, copeland_of_two_groups);
    tcase_add_test(tc, names_are_found);
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
