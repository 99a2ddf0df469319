/* The list of problems: order, form, counts. */

#include <config.h>

#include "engine/diag.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct qp_session run;

static void
set_up(void)
{
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
}

static void
tear_down(void)
{
    qp_arena_free(run.arena);
}

static struct qp_place
place(const char *file, int line)
{
    return (struct qp_place){ .file = file, .line = line };
}

/* All that is printed. */
static const char *
printed(bool as_json)
{
    FILE *out = tmpfile();
    char *text;
    size_t n;

    ck_assert_ptr_nonnull(out);
    qp_diag_print(run.diag, out, as_json);
    n = (size_t)ftell(out);
    rewind(out);
    text = qp_arena_alloc(run.arena, n + 1, 1);
    ck_assert_uint_eq(fread(text, 1, n, out), n);
    fclose(out);
    return text;
}

START_TEST(nothing_is_printed_for_nothing)
{
    ck_assert_str_eq(printed(false), "");
    ck_assert_str_eq(printed(true), "");
    ck_assert(qp_diag_ok(run.diag));
    ck_assert_int_eq(qp_diag_status(run.diag), 0);
}
END_TEST

/* Files in the order in which they came up, lines in theirs, then as
   reported; a file as a whole comes before its lines. */
START_TEST(problems_are_in_order)
{
    qp_error(&run, place("b.xml", 7), QP_NUMBER, "second in %s", "b");
    qp_warning(&run, place("a.xml", 3), QP_DATUM, "in a");
    qp_note(&run, place("b.xml", 2), QP_UNIT_CONVERTED, "first in b");
    qp_error(&run, place("b.xml", 7), QP_RANGE, "third in b");
    qp_error(&run, place("b.xml", 0), QP_XML, "b as a whole");
    qp_error(&run, place(NULL, 0), QP_REJECTED, "nowhere");
    ck_assert_str_eq(printed(false),
                     "b.xml: error: b as a whole [xml]\n"
                     "b.xml:2: note: first in b [unit-converted]\n"
                     "b.xml:7: error: second in b [number]\n"
                     "b.xml:7: error: third in b [range]\n"
                     "a.xml:3: warning: in a [datum]\n"
                     "quping: error: nowhere [reject]\n");
}
END_TEST

START_TEST(file_may_come_up_before_its_problems)
{
    qp_diag_file(run.diag, "main.ini");
    qp_error(&run, place("units.ini", 1), QP_KEY, "in units");
    qp_error(&run, place("main.ini", 9), QP_KEY, "in main");
    ck_assert_str_eq(printed(false), "main.ini:9: error: in main [key]\n"
                                     "units.ini:1: error: in units [key]\n");
}
END_TEST

START_TEST(nothing_is_printed_twice)
{
    qp_error(&run, place("a.xml", 3), QP_DATUM, "first");
    ck_assert_str_eq(printed(false), "a.xml:3: error: first [datum]\n");
    qp_error(&run, place("a.xml", 1), QP_DATUM, "second");
    ck_assert_str_eq(printed(false), "a.xml:1: error: second [datum]\n");
    ck_assert_str_eq(printed(false), "");
}
END_TEST

START_TEST(text_is_as_printed)
{
    qp_error(&run, place("a.xml", 3), QP_DATUM, "first");
    qp_error(&run, place("a.xml", 1), QP_DATUM, "second");
    qp_error(&run, place(NULL, 0), QP_DATUM, "third");
    qp_error(&run, place("a.xml", 0), QP_DATUM, "fourth");
    ck_assert_uint_eq(qp_diag_length(run.diag), 4);
    ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 0),
                     "a.xml:3: error: first [datum]");
    ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 2),
                     "quping: error: third [datum]");
    ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 3),
                     "a.xml: error: fourth [datum]");
}
END_TEST

START_TEST(status_is_the_worst)
{
    size_t errors, warnings, notes;

    qp_note(&run, place("a", 1), QP_DRAFT, "n");
    qp_warning(&run, place("a", 1), QP_DRAFT, "w");
    ck_assert(qp_diag_ok(run.diag));
    ck_assert_int_eq(qp_diag_status(run.diag), 0);
    qp_system_error(&run, "out.xlsx", "%s", "no space");
    ck_assert(!qp_diag_ok(run.diag));
    ck_assert_int_eq(qp_diag_status(run.diag), 3);
    qp_error(&run, place("a", 1), QP_DRAFT, "e");
    ck_assert_int_eq(qp_diag_status(run.diag), 3);
    qp_diag_count(run.diag, &errors, &warnings, &notes);
    ck_assert_uint_eq(errors, 2);
    ck_assert_uint_eq(warnings, 1);
    ck_assert_uint_eq(notes, 1);
    ck_assert_ptr_nonnull(
        strstr(printed(false), "out.xlsx: error: no space [system]\n"));
}
END_TEST

START_TEST(one_error_is_status_one)
{
    qp_error(&run, place("a", 1), QP_DRAFT, "e");
    ck_assert(!qp_diag_ok(run.diag));
    ck_assert_int_eq(qp_diag_status(run.diag), 1);
}
END_TEST

/* A hundred of a kind and file, however many there are. */
START_TEST(many_of_a_kind_are_counted)
{
    size_t errors, warnings, notes;
    const char *text;

    for (int i = 1; i <= 1000; i++)
        qp_error(&run, place("a.xml", i), QP_NUMBER, "bad %d", i);
    for (int i = 1; i <= 100; i++)
        qp_error(&run, place("b.xml", i), QP_NUMBER, "bad %d", i);
    qp_error(&run, place("a.xml", 2000), QP_DATUM, "another kind");
    text = printed(false);
    ck_assert_ptr_nonnull(strstr(text, "a.xml:100: error: bad 100 [number]"));
    ck_assert_ptr_null(strstr(text, "a.xml:101:"));
    ck_assert_ptr_nonnull(strstr(
        text, "a.xml:2000: error: another kind [datum]\n"
              "a.xml: note: 900 more of this kind in this file [number]\n"
              "b.xml:1: error: bad 1 [number]\n"));
    ck_assert_ptr_null(strstr(text, "b.xml: note"));
    qp_diag_count(run.diag, &errors, &warnings, &notes);
    ck_assert_uint_eq(errors, 1101);
    ck_assert_uint_eq(notes, 0);
}
END_TEST

/* What another list has counted only is counted here, too. */
START_TEST(joined_list_is_counted_in_full)
{
    struct qp_session other = { run.arena, qp_diag_new(run.arena) };
    size_t errors, warnings, notes;

    qp_diag_file(run.diag, "a.xml");
    qp_warning(&run, place("b.xml", 7), QP_NUMBER, "mine");
    for (int i = 1; i <= 150; i++)
        qp_error(&other, place("b.xml", 10 + i), QP_NUMBER, "bad %d", i);
    qp_note(&other, place("a.xml", 1), QP_DATUM, "a note");
    qp_diag_join(run.diag, other.diag);
    qp_diag_count(run.diag, &errors, &warnings, &notes);
    ck_assert_uint_eq(errors, 150);
    ck_assert_uint_eq(warnings, 1);
    ck_assert_uint_eq(notes, 1);
    ck_assert_ptr_nonnull(strstr(
        printed(false),
        "b.xml:109: error: bad 99 [number]\n"
        "b.xml: note: 51 more of this kind in this file [number]\n"));
}
END_TEST

/* What would act on a terminal is shown, what people write stays. */
static const struct {
    const char *text, *plain, *json;
} shows[] = {
    { "浦东 \"é\" 😀", "浦东 \"é\" 😀", "浦东 \\\"é\\\" 😀" },
    { "back\\slash", "back\\slash", "back\\\\slash" },
    { "a\nb\tc", "a\\x0ab\\x09c", "a\\u000ab\\u0009c" },
    { "\033[31m", "\\x1b[31m", "\\u001b[31m" },
    { "\x7f", "\\x7f", "\\u007f" },
    { "\xc2\x9b"
      "31m",
      "\\xc2\\x9b31m", "\\u009b31m" },
    { "\xe2\x80\xae"
      "x",
      "\\xe2\\x80\\xaex", "\\u202ex" },
    { "\xe2\x81\xa6", "\\xe2\\x81\\xa6", "\\u2066" },
    { "\xe2\x80\x8b", "\\xe2\\x80\\x8b", "\\u200b" },
    { "\xd8\x9c", "\\xd8\\x9c", "\\u061c" },
    { "\xef\xbb\xbf", "\\xef\\xbb\\xbf", "\\ufeff" },
    /* no UTF-8: a stray byte, a cut character, "/" in two bytes, a
       surrogate, beyond Unicode */
    { "\x9b", "\\x9b", "\\ufffd" },
    { "\xff", "\\xff", "\\ufffd" },
    { "\xe5\x8c", "\\xe5\\x8c", "\\ufffd\\ufffd" },
    { "\xc0\xaf", "\\xc0\\xaf", "\\ufffd\\ufffd" },
    { "\xed\xa0\x80", "\\xed\\xa0\\x80", "\\ufffd\\ufffd\\ufffd" },
    { "\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80",
      "\\ufffd\\ufffd\\ufffd\\ufffd" },
    { "\xef\xbf\xbd", "\xef\xbf\xbd", "\\ufffd" },
};

/* Files that came up and have no problem, and so many that the list moves. */
START_TEST(joined_files_keep_their_order)
{
    struct qp_session other = { run.arena, qp_diag_new(run.arena) };

    for (int i = 0; i < 100; i++)
        qp_diag_file(other.diag, qp_arena_printf(run.arena, "%d", 100 - i));
    qp_diag_join(run.diag, other.diag);
    qp_error(&run, place("1", 1), QP_XML, "second");
    qp_error(&run, place("2", 1), QP_XML, "first");
    ck_assert_str_eq(printed(false), "2:1: error: first [xml]\n"
                                     "1:1: error: second [xml]\n");
}
END_TEST

START_TEST(hidden_characters_show)
{
    const char *plain = qp_arena_printf(run.arena, "f%s:1: error: %s [xml]\n",
                                        shows[_i].plain, shows[_i].plain);
    const char *json =
        qp_arena_printf(run.arena,
                        "{\"file\": \"f%s\", \"line\": 1, \"severity\": "
                        "\"error\", \"code\": \"xml\", \"text\": \"%s\"}\n",
                        shows[_i].json, shows[_i].json);
    const char *file = qp_arena_printf(run.arena, "f%s", shows[_i].text);

    qp_error(&run, place(file, 1), QP_XML, "%s", shows[_i].text);
    ck_assert_str_eq(printed(false), plain);
    qp_error(&run, place(file, 1), QP_XML, "%s", shows[_i].text);
    ck_assert_str_eq(printed(true), json);
}
END_TEST

START_TEST(json_is_one_object_a_line)
{
    const char *json;

    qp_warning(&run, place(NULL, 0), QP_OUTPUT, "w");
    for (int i = 0; i < 101; i++)
        qp_note(&run, place("a", 0), QP_DRAFT, "n");
    json = printed(true);
    ck_assert_ptr_nonnull(strstr(
        json, "{\"file\": \"\", \"line\": 0, \"severity\": "
              "\"warning\", \"code\": \"output\", \"text\": \"w\"}\n"
              "{\"file\": \"a\", \"line\": 0, \"severity\": "
              "\"note\", \"code\": \"draft\", \"text\": \"n\"}\n"));
    ck_assert_ptr_nonnull(strstr(
        json, "{\"file\": \"a\", \"line\": 0, \"severity\": "
              "\"note\", \"code\": \"draft\", "
              "\"text\": \"1 more of this kind in this file\"}\n"));
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("diag");
    TCase *tc = tcase_create("diag");
    SRunner *runner;
    int n_failed;

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, nothing_is_printed_for_nothing);
    tcase_add_test(tc, problems_are_in_order);
    tcase_add_test(tc, file_may_come_up_before_its_problems);
    tcase_add_test(tc, nothing_is_printed_twice);
    tcase_add_test(tc, text_is_as_printed);
    tcase_add_test(tc, status_is_the_worst);
    tcase_add_test(tc, one_error_is_status_one);
    tcase_add_test(tc, many_of_a_kind_are_counted);
    tcase_add_test(tc, joined_list_is_counted_in_full);
    tcase_add_test(tc, joined_files_keep_their_order);
    tcase_add_loop_test(tc, hidden_characters_show, 0, QP_COUNT(shows));
    tcase_add_test(tc, json_is_one_object_a_line);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
