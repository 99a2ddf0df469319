/* The memory of a run. */

#include <config.h>

#include "engine/arena.h"

#include <check.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

static bool
all_are(const unsigned char *bytes, size_t n, int value)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i] != value)
            return false;
    return true;
}

/* Sizes below, at and above what a block holds, and what gets its own. */
static const size_t sizes[] = {
    0,     1,      7,      16,     1000, 65535,   65536,
    65537, 262143, 262144, 262145, 3000, 1000000,
};

START_TEST(memory_is_zeroed_aligned_and_apart)
{
    unsigned char *places[QP_COUNT(sizes)];

    for (size_t i = 0; i < QP_COUNT(sizes); i++) {
        places[i] = qp_arena_alloc(arena, sizes[i], 1);
        ck_assert_uint_eq((uintptr_t)places[i] % _Alignof(max_align_t), 0);
        ck_assert(all_are(places[i], sizes[i], 0));
        memset(places[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < QP_COUNT(sizes); i++)
        ck_assert(all_are(places[i], sizes[i], (int)i + 1));
}
END_TEST

/* A large thing in between does not end the block in use. */
START_TEST(large_thing_leaves_the_block)
{
    char *first = qp_arena_alloc(arena, 1, 16);

    qp_arena_alloc(arena, 1, 1000000);
    ck_assert_ptr_eq(qp_arena_alloc(arena, 1, 16), first + 16);
}
END_TEST

/* What an arena takes over stays, and so does what it has itself. */
START_TEST(arenas_are_joined)
{
    struct qp_arena *other = qp_arena_new();
    char *mine = qp_arena_text(arena, "mine");
    char *large = qp_arena_alloc(other, 1, 1000000);
    char *small = qp_arena_text(other, "theirs");

    large[999999] = 'x';
    qp_arena_join(arena, other);
    qp_arena_join(arena, qp_arena_new());
    ck_assert_ptr_eq(qp_arena_text(arena, "more"), mine + 16);
    ck_assert_str_eq(small, "theirs");
    ck_assert_int_eq(large[999999], 'x');
}
END_TEST

/* An inner arena can be cleared alone, and goes with the outer one, which
   another may have taken over. */
START_TEST(inner_arenas_go_with_theirs)
{
    struct qp_arena *other = qp_arena_new();
    struct qp_arena *inner = qp_arena_inner(other);
    char *outside = qp_arena_text(other, "outside");
    char *inside = qp_arena_text(inner, "inside");

    qp_arena_inner(arena);
    qp_arena_clear(inner);
    ck_assert_str_eq(outside, "outside");
    ck_assert_ptr_eq(qp_arena_text(inner, "next"), inside);
    qp_arena_inner(inner);
    qp_arena_join(arena, other);
    ck_assert_str_eq(inside, "next");
    qp_arena_clear(inner);
    ck_assert(all_are((unsigned char *)inside, sizeof "next", 0));
}
END_TEST

START_TEST(array_grows_and_keeps)
{
    size_t capacity = 0;
    int *array = NULL;

    for (size_t n = 0; n < 10000; n++) {
        array = qp_arena_grow(arena, array, n, &capacity, sizeof *array);
        ck_assert_uint_gt(capacity, n);
        ck_assert_int_eq(array[n], 0);
        array[n] = (int)n;
    }
    for (size_t n = 0; n < 10000; n++)
        ck_assert_int_eq(array[n], (int)n);
}
END_TEST

/* Arrays keep what they hold while they and others of the same arena come to
   have memory of their own, which is then made larger. */
START_TEST(arrays_stretch_and_keep)
{
    size_t capacity[3] = { 0 };
    int *arrays[3] = { NULL };
    bool kept = true;

    for (size_t n = 0; n < 300000; n++)
        for (int i = 0; i < 3; i++) {
            arrays[i] = qp_arena_stretch(arena, arrays[i], n, &capacity[i],
                                         sizeof *arrays[i]);
            arrays[i][n] = (int)n * (i + 1);
        }
    ck_assert(all_are(qp_arena_alloc(arena, 100000, 1), 100000, 0));
    for (size_t n = 0; n < 300000; n++)
        for (int i = 0; i < 3; i++)
            kept = kept && arrays[i][n] == (int)n * (i + 1);
    ck_assert(kept);
}
END_TEST

/* The first thing of an arena may be large. */
START_TEST(first_array_stretches)
{
    size_t capacity = 70000;
    char *array = qp_arena_alloc(arena, capacity, 1);

    array[capacity - 1] = 'x';
    array = qp_arena_stretch(arena, array, capacity, &capacity, 1);
    ck_assert_uint_eq(capacity, 140000);
    ck_assert_int_eq(array[69999], 'x');
    array[capacity - 1] = 'y';
    ck_assert(all_are(qp_arena_alloc(arena, 1000, 1), 1000, 0));
    ck_assert_int_eq(array[capacity - 1], 'y');
    qp_arena_clear(arena);
    ck_assert(all_are(qp_arena_alloc(arena, 140000, 1), 140000, 0));
}
END_TEST

START_TEST(array_with_room_stays)
{
    size_t capacity = 0;
    char *array = qp_arena_grow(arena, NULL, 0, &capacity, 1);

    ck_assert_ptr_eq(qp_arena_grow(arena, array, 1, &capacity, 1), array);
}
END_TEST

START_TEST(text_is_copied)
{
    char text[] = "区评 quping";
    char *copy = qp_arena_text(arena, text);
    char *part = qp_arena_copy(arena, text, 6);

    text[0] = '\0';
    ck_assert_str_eq(copy, "区评 quping");
    ck_assert_str_eq(part, "区评");
    ck_assert_str_eq(qp_arena_copy(arena, text, 0), "");
}
END_TEST

START_TEST(text_is_formatted)
{
    char *text = qp_arena_printf(arena, "%s:%d", "a.ini", 12);

    ck_assert_str_eq(text, "a.ini:12");
    ck_assert_str_eq(qp_arena_printf(arena, "%s%%%d %zu%s", "", -7, SIZE_MAX,
                                     "s%d"),
                     "%-7 18446744073709551615s%d");
    ck_assert_str_eq(qp_arena_printf(arena, "%d%zu%s", INT_MAX, (size_t)0,
                                     "s"),
                     "21474836470s");
    ck_assert_str_eq(qp_arena_printf(arena, "%.*s|%3d", 2, "abc", 5),
                     "ab|  5");
    ck_assert_uint_eq(strlen(qp_arena_printf(arena, "%300000d", 1)), 300000);
    /* What did not fit at first leaves nothing behind. */
    for (int i = 0; i < 3000; i++) {
        ck_assert_uint_eq(strlen(qp_arena_printf(arena, "%300d", 1)), 300);
        ck_assert(all_are(qp_arena_alloc(arena, 1, 16), 16, 0));
    }
}
END_TEST

/* What no machine has ends the program, never comes back as a null. */
START_TEST(size_overflows) { qp_arena_alloc(arena, SIZE_MAX / 2, 4); }
END_TEST

START_TEST(size_is_beyond_reason) { qp_arena_alloc(arena, SIZE_MAX - 20, 1); }
END_TEST

START_TEST(array_is_beyond_reason)
{
    size_t capacity = 0;

    qp_arena_grow(arena, NULL, SIZE_MAX / 2, &capacity, 1);
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("arena");
    TCase *tc = tcase_create("arena");
    SRunner *runner = srunner_create(suite);
    int n_failed;

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, memory_is_zeroed_aligned_and_apart);
    tcase_add_test(tc, large_thing_leaves_the_block);
    tcase_add_test(tc, arenas_are_joined);
    tcase_add_test(tc, inner_arenas_go_with_theirs);
    tcase_add_test(tc, array_grows_and_keeps);
    tcase_add_test(tc, arrays_stretch_and_keep);
    tcase_add_test(tc, first_array_stretches);
    tcase_add_test(tc, array_with_room_stays);
    tcase_add_test(tc, text_is_copied);
    tcase_add_test(tc, text_is_formatted);
    if (srunner_fork_status(runner) == CK_FORK) { /* these end the process */
        tcase_add_exit_test(tc, size_overflows, 3);
        tcase_add_exit_test(tc, size_is_beyond_reason, 3);
        tcase_add_exit_test(tc, array_is_beyond_reason, 3);
    }
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_ENV);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
