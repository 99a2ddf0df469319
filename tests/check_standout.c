/* On what districts stand out: three districts in two groups on three leaves,
   worked out by hand. */

#include <config.h>

#include "engine/standout.h"

#include <check.h>
#include <stdlib.h>

#include "engine/method.h"

enum { TOP, X, Y, Z, N_NODES };
enum { A, B, C, D, N_DISTRICTS };

static struct qp_arena *arena;
static struct qp_indicator indicators[N_NODES];
static const size_t order[] = { TOP, X, Y, Z };
static struct qp_district districts[N_DISTRICTS] = {
    { .code = "a", .group = 0 },
    { .code = "b", .group = 0 },
    { .code = "c", .group = QP_NONE },
    { .code = "d", .group = 0 },
};
static struct qp_ruleset rules = {
    .districts = districts,
    .n_districts = N_DISTRICTS,
    .indicators = indicators,
    .n_indicators = N_NODES,
    .order = order,
    .n_groups = 1,
};
static struct qp_outcome outcomes[N_DISTRICTS] = {
    [D] = { .unranked = true },
};
static struct qp_score scores[N_DISTRICTS * N_NODES];
static struct qp_result result = { .rules = &rules,
                                   .scores = scores,
                                   .outcomes = outcomes };

/* DISTRICT has PERCENT of WEIGHT points on NODE. */
static void
score(size_t district, size_t node, int percent, int weight)
{
    struct qp_score *s = &scores[district * N_NODES + node];
    qp_num *points = qp_arena_alloc(arena, 1, sizeof *points);

    *points = qp_num_int(weight);
    s->standing = QP_STANDING_SCORED;
    s->normalised =
        qp_num_div(arena, qp_num_int(percent), qp_num_int(100));
    s->shared_weight = points;
    s->points = s->exact = qp_num_mul(arena, s->normalised, *points);
}

/* On X the group's mean is (80 + 40) / 2 = 60 %, that of all 70 %; on Y 50 %
   and 60 %; on Z nobody of the group but A has a score.  D is unranked and in
   no mean. */
static void
setup(void)
{
    arena = qp_arena_new();
    for (size_t i = X; i < N_NODES; i++)
        indicators[i].method = qp_method_find("points");
    for (size_t i = 0; i < QP_COUNT(scores); i++) {
        scores[i].standing = QP_STANDING_EXCLUDED;
        scores[i].points = qp_num_undefined("excluded");
    }
    score(A, X, 80, 10);
    score(B, X, 40, 10);
    score(C, X, 90, 10);
    score(D, X, 0, 10);
    score(A, Y, 30, 20);
    score(B, Y, 70, 20);
    score(C, Y, 80, 20);
    score(D, Y, 50, 20);
    score(A, Z, 100, 5);
}

static void
teardown(void)
{
    qp_arena_free(arena);
}

/* The leaves of each district in order: node, mean in points, above it. */
static const struct {
    size_t district, i, node;
    const char *mean, *above;
} places[] = {
    { A, 0, X, "6", "2" },    { A, 1, Z, "5", "0" },
    { A, 2, Y, "10", "-4" },  { B, 0, Y, "10", "4" },
    { B, 1, X, "6", "-2" },   { C, 0, Y, "12", "4" },
    { C, 1, X, "7", "2" },    { D, 0, Y, "10", "0" },
    { D, 1, X, "6", "-6" },
};

START_TEST(leaves_are_in_order)
{
    size_t n;
    const struct qp_standout *all = qp_standouts_of(
        qp_standouts_new(arena, &result), places[_i].district, &n);
    const struct qp_standout *found = &all[places[_i].i];

    ck_assert_uint_lt(places[_i].i, n);
    ck_assert_uint_eq(n, places[_i].district == A ? 3 : 2);
    ck_assert_uint_eq(found->node, places[_i].node);
    ck_assert_str_eq(qp_num_text(arena, found->mean), places[_i].mean);
    ck_assert_str_eq(qp_num_text(arena, found->above), places[_i].above);
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("standout");
    TCase *tc = tcase_create("standout");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, leaves_are_in_order, 0, QP_COUNT(places));
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
