/* What a score says beside the fields that all have. */

#include <config.h>

#include "engine/result.h"

#include <check.h>
#include <stdlib.h>

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

static qp_num
ratio(int num, int den)
{
    return qp_num_div(arena, qp_num_int(num), qp_num_int(den));
}

static void
check_equal(qp_num x, qp_num wanted)
{
    ck_assert(qp_num_defined(x));
    ck_assert_int_eq(qp_num_cmp(x, wanted), 0);
}

START_TEST(plain_score_has_its_value_and_nothing_else)
{
    const struct qp_score score = { .used = ratio(7, 3) };

    ck_assert_int_eq(qp_result_value(&score).state, QP_REPORTED);
    check_equal(qp_result_value(&score).num, ratio(7, 3));
    ck_assert_ptr_null(qp_result_reason(&score));
    ck_assert_ptr_null(qp_result_treating(&score));
    ck_assert_int_eq(qp_result_policy(&score).kind, QP_POLICY_NONE);
    ck_assert(!qp_num_defined(qp_result_weight(&score)));
    ck_assert(!qp_num_defined(qp_result_rank(&score)));
}
END_TEST

/* A node without a value, as all are at first. */
START_TEST(no_value_is_undefined)
{
    const struct qp_score score = { .used = qp_num_undefined("not scored") };

    ck_assert_int_eq(qp_result_value(&score).state, QP_UNDEFINED);
    ck_assert_str_eq(qp_result_value(&score).text, "not scored");
}
END_TEST

START_TEST(value_stays_where_another_is_used)
{
    struct qp_aside aside = {
        .value = qp_value_state(QP_MISSING, "no meter"),
        .reason = "no meter",
        .policy = { .kind = QP_POLICY_MEAN },
    };
    const struct qp_score score = { .used = ratio(1, 2), .aside = &aside };

    ck_assert_int_eq(qp_result_value(&score).state, QP_MISSING);
    ck_assert_str_eq(qp_result_reason(&score), "no meter");
    ck_assert_int_eq(qp_result_policy(&score).kind, QP_POLICY_MEAN);
}
END_TEST

/* A trace that districts share says that the formula gave the score of each;
   where it gave 6/5 and the score was clipped, there is one of its own. */
START_TEST(formula_gave_the_score_or_something_else)
{
    const struct qp_trace shared = { .is_whole = true, .gave = ratio(1, 4) };
    const struct qp_trace own = { .gave = ratio(6, 5) };
    struct qp_score score = { .normalised = ratio(3, 4), .trace = &shared };

    check_equal(qp_result_raw(&score), ratio(3, 4));
    score.normalised = qp_num_int(1);
    score.trace = &own;
    check_equal(qp_result_raw(&score), ratio(6, 5));
}
END_TEST

START_TEST(weights_are_pointed_to)
{
    const qp_num weight = ratio(100, 3);
    const struct qp_score score = { .shared_weight = &weight };

    check_equal(qp_result_weight(&score), ratio(100, 3));
}
END_TEST

/* Two that share the places 2 and 3 have the rank 2 1/2. */
START_TEST(ranks_are_counted_in_halves)
{
    const struct qp_score first = { .half_ranks = 2 };
    const struct qp_score tied = { .half_ranks = 5 };

    check_equal(qp_result_rank(&first), qp_num_int(1));
    check_equal(qp_result_rank(&tied), ratio(5, 2));
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("result");
    TCase *tc = tcase_create("result");
    SRunner *runner = srunner_create(suite);
    int n_failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, plain_score_has_its_value_and_nothing_else);
    tcase_add_test(tc, no_value_is_undefined);
    tcase_add_test(tc, value_stays_where_another_is_used);
    tcase_add_test(tc, formula_gave_the_score_or_something_else);
    tcase_add_test(tc, weights_are_pointed_to);
    tcase_add_test(tc, ranks_are_counted_in_halves);
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_ENV);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
