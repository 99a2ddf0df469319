/* Columns on a terminal: widths by hand from Unicode's table of East Asian
   widths, and lines as they must look. */

#include <config.h>

#include <stdlib.h>

#include <check.h>

#include "output/listing.h"
#include "output/outline.h"

static const struct {
    const char *text;
    size_t width;
} widths[] = {
    { "", 0 },
    { "abc", 3 },
    { "浦东新区", 8 },
    { "a区（x）", 8 },
    { "《目录》", 8 },
    { "“引号”", 6 }, /* ambiguous: one column */
    { "é", 1 },
    { "e\xcc\x81", 1 }, /* with a combining accent */
    { "한국", 4 },
    { "ｶﾅ", 2 }, /* half-width */
    { "𠮷", 2 },
    { "😀", 2 },
    { "…", 1 },
};

START_TEST(width_is_known)
{
    ck_assert_uint_eq(qp_listing_width(widths[_i].text), widths[_i].width);
}
END_TEST

START_TEST(columns_are_aligned)
{
    static const struct qp_listing_column columns[] = {
        { "code", false },
        { "name", false },
        { "empty", false },
        { "points", true },
        { "note", false },
    };
    struct qp_arena *arena = qp_arena_new();
    struct qp_listing *listing =
        qp_listing_new(arena, columns, QP_COUNT(columns));
    char *printed = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&printed, &length);

    qp_listing_add(listing,
                   (const char *[]){ "g01", "离岸额", NULL, "7", NULL });
    qp_listing_add(listing,
                   (const char *[]){ "h", "Share", "", "12.50", "x y" });
    qp_listing_add(listing,
                   (const char *[]){ "\033[2J", NULL, "", "100", NULL });
    qp_listing_print(listing, out);
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_str_eq(printed, "code  name    points  note\n"
                              "g01   离岸额       7\n"
                              "h     Share    12.50  x y\n"
                              "?[2J             100\n");
    free(printed);
    qp_arena_free(arena);
}
END_TEST

START_TEST(titles_stand_alone_over_nothing)
{
    static const struct qp_listing_column columns[] = { { "a", false } };
    struct qp_arena *arena = qp_arena_new();
    struct qp_listing *listing = qp_listing_new(arena, columns, 1);
    char *printed = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&printed, &length);

    qp_listing_print(listing, out);
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_str_eq(printed, "a\n");
    free(printed);
    qp_arena_free(arena);
}
END_TEST

/* Text is broken at blanks and between Chinese characters, but not before what
   closes or behind what opens. */
START_TEST(outlines_fit)
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_outline *top =
        qp_outline_add(arena, NULL, "one two three four five six");
    struct qp_outline *first = qp_outline_add(arena, top, "总分怎样得来（见下），共三项。");
    char *printed = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&printed, &length);

    qp_outline_add(arena, first, "abcdefghijklmnopqrstuvwxyz");
    qp_outline_add(arena, top, "\033[2J");
    qp_outline_print(arena, top, 24, out);
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_str_eq(printed, "one two three four five\n"
                              "six\n"
                              "├─ 总分怎样得来（见\n"
                              "│  下），共三项。\n"
                              "│  └─ abcdefghijklmnopqrst\n"
                              "│     uvwxyz\n"
                              "└─ ?[2J\n");
    free(printed);
    qp_arena_free(arena);
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("listing");
    TCase *tc = tcase_create("listing");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_add_loop_test(tc, width_is_known, 0, QP_COUNT(widths));
    tcase_add_test(tc, columns_are_aligned);
    tcase_add_test(tc, titles_stand_alone_over_nothing);
    tcase_add_test(tc, outlines_fit);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
