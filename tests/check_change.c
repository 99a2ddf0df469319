/* On what makes a total another than last year's: four districts on two trees
   that share one main indicator and one leaf, worked out by hand. */

#include <config.h>

#include "engine/change.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "engine/method.h"

/* The trees: this year G over X and Y, and H, which is new; last year G over X
   and Z, and K, both of which are gone. */
enum { G, X, Y, H, N_NODES };
enum { PAST_G, PAST_X, PAST_Z, PAST_K, N_PAST };
enum { A, B, C, D, N_DISTRICTS };

static struct qp_arena *arena;
static struct qp_indicator indicators[N_NODES] = {
    [G] = { .code = "g", .parent = QP_NONE },
    [X] = { .code = "x", .parent = G },
    [Y] = { .code = "y", .parent = G },
    [H] = { .code = "h", .parent = QP_NONE },
};
static const size_t order[] = { G, X, Y, H };
static struct qp_ruleset rules = {
    .decimals = 1,
    .n_districts = N_DISTRICTS,
    .indicators = indicators,
    .n_indicators = N_NODES,
    .order = order,
};
static struct qp_past_node nodes[N_PAST] = {
    [PAST_G] = { .code = "g", .indicator = G, .is_top = true },
    [PAST_X] = { .code = "x", .indicator = X, .is_leaf = true },
    [PAST_Z] = { .code = "z", .indicator = QP_NONE, .is_leaf = true },
    [PAST_K] = { "k", "K", QP_NONE, true, true },
};
static struct qp_past pasts[N_DISTRICTS];
static struct qp_past_year years[] = { { .districts = pasts } };
static struct qp_past_score past_scores[N_DISTRICTS * N_PAST];
static struct qp_history history = {
    .years = years,
    .n_years = 1,
    .decimals = 2,
    .nodes = nodes,
    .n_nodes = N_PAST,
    .scores = past_scores,
};
static struct qp_submissions subs = { .history = &history };
static struct qp_score scores[N_DISTRICTS * N_NODES];
static struct qp_outcome outcomes[N_DISTRICTS];
static struct qp_result result = {
    .rules = &rules, .subs = &subs, .scores = scores, .outcomes = outcomes
};

static qp_num
number(const char *text)
{
    qp_num x = qp_num_undefined("none");

    if (text)
        qp_num_parse_fraction(arena, text, strlen(text), 20, &x);
    return x;
}

/* What each district had, this year and last: of the total, bonus, deduction,
   then of the nodes in their order. */
static const struct {
    const char *now[3 + N_NODES], *before[3 + N_PAST];
} given[N_DISTRICTS] = {
    [A] = { { "35.6", "1", "0.5", "30.1", "10.1", "20", "5" },
            { "29.75", "0", "0.25", "20.25", "12.25", "8", "9.75" } },
    /* a veto has brought it to 0 */
    [B] = { { "0", "0", "0", "10", "5", "5", "2" },
            { "9", "0", "0", "8", "4", "4", "1" } },
    /* is new */
    [C] = { { "7", "0", "0", "5", "5", NULL, "2" } },
    /* rounded at the total, and not scored on H */
    [D] = { { "6.3", "0", "0", "19/3", "1/3", "6", NULL },
            { "1.34", "0", "0", "0.669", "0.335", "0.334", "0.669" } },
};

static void
setup(void)
{
    arena = qp_arena_new();
    for (size_t i = 0; i < N_NODES; i++)
        indicators[i].method = i == G ? NULL : qp_method_find("points");
    for (size_t d = 0; d < N_DISTRICTS; d++) {
        outcomes[d].total = number(given[d].now[0]);
        outcomes[d].bonus = number(given[d].now[1]);
        outcomes[d].deduction = number(given[d].now[2]);
        pasts[d].is_known = given[d].before[0] != NULL;
        pasts[d].total = number(given[d].before[0]);
        pasts[d].bonus = number(given[d].before[1]);
        pasts[d].deduction = number(given[d].before[2]);
        for (size_t i = 0; i < N_NODES; i++)
            scores[d * N_NODES + i].points = number(given[d].now[3 + i]);
        for (size_t i = 0; i < N_PAST; i++)
            past_scores[d * N_PAST + i].points =
                number(given[d].before[3 + i]);
    }
}

static void
teardown(void)
{
    qp_arena_free(arena);
}

/* Total, bonus, deduction and rest; then G, H and K, which is gone. */
static const struct {
    size_t district;
    const char *sum[4], *tops[3];
} sums[] = {
    /* 9.85 + 5 - 9.75 + 1 - 0.25 = 5.85 */
    { A, { "5.85", "1", "-0.25", "0" }, { "9.85", "5", "-9.75" } },
    /* 2 + 2 - 1 = 3, to which -12 comes */
    { B, { "-9", "0", "0", "-12" }, { "2", "2", "-1" } },
    /* 6.33 - 0.67, nothing, -0.67: 4.99 of 4.96 */
    { D, { "4.96", "0", "0", "-0.03" }, { "5.66", "", "-0.67" } },
};

START_TEST(totals_are_explained)
{
    struct qp_changes *changes = qp_changes_new(arena, &result);
    struct qp_change_sum sum;
    size_t n, d = sums[_i].district;
    const struct qp_change_pair *tops = qp_changes_tops(changes, &n);

    ck_assert_int_eq(qp_changes_places(changes), 2);
    ck_assert(qp_changes_sum(changes, d, &sum));
    ck_assert_str_eq(qp_num_text(arena, sum.total), sums[_i].sum[0]);
    ck_assert_str_eq(qp_num_text(arena, sum.bonus), sums[_i].sum[1]);
    ck_assert_str_eq(qp_num_text(arena, sum.deduction), sums[_i].sum[2]);
    ck_assert_str_eq(qp_num_text(arena, sum.rest), sums[_i].sum[3]);
    ck_assert_uint_eq(n, QP_COUNT(sums[_i].tops));
    for (size_t i = 0; i < n; i++)
        ck_assert_str_eq(
            qp_num_text(arena, qp_changes_on(changes, d, tops[i]).by),
            sums[_i].tops[i]);
}
END_TEST

START_TEST(trees_meet_by_code)
{
    static const struct qp_change_pair want[] = {
        { G, PAST_G }, { H, QP_NONE }, { QP_NONE, PAST_K }
    };
    size_t n;
    const struct qp_change_pair *tops =
        qp_changes_tops(qp_changes_new(arena, &result), &n);

    ck_assert_uint_eq(n, QP_COUNT(want));
    for (size_t i = 0; i < n; i++) {
        ck_assert_uint_eq(tops[i].node, want[i].node);
        ck_assert_uint_eq(tops[i].past, want[i].past);
    }
}
END_TEST

START_TEST(nothing_known_explains_nothing)
{
    struct qp_submissions without = { .history = NULL };
    struct qp_result alone = { .rules = &rules, .subs = &without };
    struct qp_change_sum sum;

    ck_assert_ptr_null(qp_changes_new(arena, &alone));
    ck_assert(!qp_changes_sum(qp_changes_new(arena, &result), C, &sum));
}
END_TEST

/* Of two at most: what was gained or lost, the most first. */
static const struct {
    size_t district;
    bool gained;
    size_t n;
    struct qp_change_pair of[2];
    const char *by[2];
} leaves[] = {
    { A, true, 2, { { Y, QP_NONE }, { H, QP_NONE } }, { "20", "5" } },
    { A, false, 2, { { QP_NONE, PAST_K }, { QP_NONE, PAST_Z } },
      { "-9.75", "-8" } },
    { B, true, 2, { { Y, QP_NONE }, { H, QP_NONE } }, { "5", "2" } },
    { C, true, 2, { { X, PAST_X }, { H, QP_NONE } }, { "5", "2" } },
    { C, false, 0, { { 0, 0 } }, { NULL } },
    { D, true, 1, { { Y, QP_NONE } }, { "6" } },
    /* 0.334 and 0.669 as they are read; X, 0.33 after 0.34, is third */
    { D, false, 2, { { QP_NONE, PAST_K }, { QP_NONE, PAST_Z } },
      { "-0.67", "-0.33" } },
};

START_TEST(leaves_that_moved_most)
{
    struct qp_change most[2];
    size_t n = qp_changes_most(qp_changes_new(arena, &result),
                               leaves[_i].district, leaves[_i].gained, most,
                               QP_COUNT(most));

    ck_assert_uint_eq(n, leaves[_i].n);
    for (size_t i = 0; i < n; i++) {
        ck_assert_uint_eq(most[i].of.node, leaves[_i].of[i].node);
        ck_assert_uint_eq(most[i].of.past, leaves[_i].of[i].past);
        ck_assert_str_eq(qp_num_text(arena, most[i].by), leaves[_i].by[i]);
    }
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("change");
    TCase *tc = tcase_create("change");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, totals_are_explained, 0, QP_COUNT(sums));
    tcase_add_test(tc, trees_meet_by_code);
    tcase_add_test(tc, nothing_known_explains_nothing);
    tcase_add_loop_test(tc, leaves_that_moved_most, 0, QP_COUNT(leaves));
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
