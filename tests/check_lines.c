/* The strict pass over rule files: what it takes a line for, and that
   iniparser takes it for the same. */

#include <config.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "rules/lines.h"
#include "rules/readers.h"
#include "engine/suggest.h"

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

/* Reads TEXT; LINES gets its sections. */
static bool
read_text(const char *text, size_t length, struct qp_lines **lines,
          struct qp_source *source)
{
    *source = (struct qp_source){
        .file = { .path = "f" }, .text = text, .length = length
    };
    *lines = qp_lines_new(run.arena);
    return qp_lines_read(&run, *lines, source);
}

/* "[kind code] key=value", each with its line, and then what was said. */
static const char *
read_as(const char *text)
{
    struct qp_lines *lines;
    struct qp_source source;
    const char *read = "";

    if (read_text(text, strlen(text), &lines, &source))
        qp_readers_agree(&run, &source, lines, 0);
    for (size_t i = 0; i < lines->n_sections; i++) {
        const struct qp_section *section = &lines->sections[i];

        if (section->number)
            read = qp_arena_printf(run.arena, "%s%d[%s %s] ", read,
                                   section->number, section->kind,
                                   section->code);
        for (size_t k = 0; k < section->n_lines; k++)
            read = qp_arena_printf(
                run.arena, "%s%d:%s=<%s> ", read, section->lines[k].number,
                section->lines[k].name,
                section->lines[k].value ? section->lines[k].value : "?");
    }
    for (size_t i = 0; i < qp_diag_length(run.diag); i++)
        read = qp_arena_printf(run.arena, "%s%s", read,
                               qp_diag_text(run.arena, run.diag, i));
    return read;
}

static const struct {
    const char *text, *want;
} reads[] = {
    { "", "" },
    { "a=b", "1:a=<b> " },
    { "a=b\n[s]\nc = d\n", "1:a=<b> 2[s ] 3:c=<d> " },
    { "[ kind \t code ]\n", "1[kind code] " },
    { "  [s]  \n\t a\t=\tb \t\n", "1[s ] 2:a=<b> " },
    { "[s]\r\na = b\r\n", "1[s ] 2:a=<b> " },
    { "; c\n  # c\n\n[s]\n", "4[s ] " },
    { "Unit = x\n", "1:Unit=<x> " },
    { "单位 = 万美元\n", "1:单位=<万美元> " },
    { "a = b = c\n", "1:a=<b = c> " },
    { "a == b\n", "1:a=<= b> " },
    { "a = group == \"x\"\n", "1:a=<group == \"x\"> " },
    { "a = it's\n", "1:a=<it's> " },
    { "a = b ; c\n", "1:a=<b> " },
    { "a = b\t# c\n", "1:a=<b> " },
    { "a = ; c\n", "1:a=<> " },
    { "a =\n", "1:a=<> " },
    { "a = \"\"\n", "1:a=<> " },
    { "a = ''  ; c\n", "1:a=<> " },
    { "a = \" b \"\n", "1:a=< b > " },
    { "a = \"b;c\" ; d\n", "1:a=<b;c> " },
    { "a = '\"b\" == c'\n", "1:a=<\"b\" == c> " },
    { "a = \"it's\"\n", "1:a=<it's> " },
    { "a = C:\\x\n", "1:a=<C:\\x> " },
    { "a = [b]\n", "1:a=<[b]> " },
    { "a = b;c\n", "1:a=<?> f:1: error: ; within a value; put the whole value "
                   "in quotes, or a blank before a comment [quote]" },
    { "a = b#c\n", "1:a=<?> f:1: error: # within a value; put the whole value "
                   "in quotes, or a blank before a comment [quote]" },
    { "a =;c\n", "1:a=<?> f:1: error: ; within a value; put the whole value "
                 "in quotes, or a blank before a comment [quote]" },
    { "a = \"b\";c\n",
      "1:a=<?> f:1: error: text after the closing quote; put the whole value "
      "in quotes, the other kind if it holds \" [quote]" },
    { "a = 'b' 'c'\n",
      "1:a=<?> f:1: error: text after the closing quote; put the whole value "
      "in quotes, the other kind if it holds ' [quote]" },
    { "a = \"\n",
      "1:a=<?> f:1: error: the quote \" is not closed; put the whole value in "
      "quotes [quote]" },
    { "; c \\\na = b\n", "2:a=<b> f:1: error: a backslash ends the line; a "
                         "value stands on one line [quote]" },
    { "a:b = c\n",
      "f:1: error: \"a:b\" cannot be a key: it holds : [line]" },
    { "a;b = c\n",
      "f:1: error: \"a;b\" cannot be a key: it holds ; [line]" },
    { "a]=1\n", "f:1: error: \"a]\" cannot be a key: it holds ] [line]" },
    { "[a=1\n", "1[ ] f:1: error: the section has no closing ] [section]" },
    { "[a]]\n", "1[a ] f:1: error: nothing may follow ] on its line, comments "
                "neither [section]" },
    { "[a] b=c\n", "1[a ] f:1: error: nothing may follow ] on its line, "
                   "comments neither [section]" },
    { "[a]\n[A]\n",
      "1[a ] 2[A ] f:2: error: section [A] stands already in f:1 "
      "[duplicate]" },
    { "[k a]\n[k  A]\n",
      "1[k a] 2[k A] f:2: error: section [k  A] stands already in f:1 "
      "[duplicate]" },
    { "[units]\n[units]\n",
      "1[units ] 2[units ] f:2: error: section [units] stands already in f:1 "
      "[duplicate]" },
    { "[s]\na = 1\nA = 2\n", "1[s ] 2:a=<1> f:3: error: key \"A\" stands "
                             "already in line 2 [duplicate]" },
};

START_TEST(line_is_read)
{
    ck_assert_str_eq(read_as(reads[_i].text), reads[_i].want);
}
END_TEST

/* A line of LENGTH bytes is read by both. */
START_TEST(longest_line_is_read)
{
    char text[QP_LINES_LONGEST + 3];
    struct qp_lines *lines;
    struct qp_source source;

    memset(text, 'x', sizeof text);
    memcpy(text, "a = ", 4);
    text[QP_LINES_LONGEST] = '\n';
    ck_assert(read_text(text, QP_LINES_LONGEST + 1, &lines, &source));
    ck_assert(qp_readers_agree(&run, &source, lines, 0));
    text[QP_LINES_LONGEST] = 'x';
    text[QP_LINES_LONGEST + 1] = '\n';
    ck_assert(!read_text(text, QP_LINES_LONGEST + 2, &lines, &source));
}
END_TEST

/* Numbers that are the same in every run (Marsaglia's xorshift). */
static unsigned
next_random(uint64_t *state, unsigned below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (unsigned)(*state >> 33) % below;
}

/* TEXT with its controls as \xHH. */
static const char *
visible(const char *text)
{
    const char *shown = "";

    for (; *text; text++)
        shown = qp_arena_printf(run.arena,
                                *text > 0 && *text < ' ' ? "%s\\x%02x"
                                                         : "%s%c",
                                shown, *text);
    return shown;
}

/* Whatever our pass takes, iniparser must read the same: texts put together
   at random from what means something to either of them. */
START_TEST(what_is_read_is_agreed_on)
{
    static const char *const parts[] = {
        "[",  "]",  "=",    ";", "#",  "\"", "'",  "\\", ":", " ",
        "\t", "\n", "\r\n", "a", "Bc", "é",  "区", "\n[", "]\n", "= \"",
        "\"\n", "\n\n", "a=", " ; ", "k = v\n", "[s]\n", "",
    };
    uint64_t state = 20251123;
    size_t n_taken = 0;

    for (int round = 0; round < 40000; round++) {
        char text[256] = "";
        unsigned n = 1 + next_random(&state, 24);
        struct qp_lines *lines;
        struct qp_source source;

        for (unsigned i = 0; i < n; i++)
            strcat(text, parts[next_random(&state, QP_COUNT(parts))]);
        if (!read_text(text, strlen(text), &lines, &source))
            continue;
        n_taken++;
        if (!qp_readers_agree(&run, &source, lines, 0))
            ck_abort_msg("iniparser differs on <%s>", visible(text));
    }
    ck_assert_uint_gt(n_taken, 2000);
}
END_TEST

/* A difference is found: LINES of one text, SOURCE of another. */
static const struct {
    const char *ours, *its;
} differences[] = {
    { "[s]\na = 1\n", "[s]\na = 2\n" },
    { "[s]\na = 1\n", "[s]\nb = 1\n" },
    { "[s]\na = 1\n", "[t]\na = 1\n" },
    { "[s]\na = 1\nb = 2\n", "[s]\nb = 2\na = 1\n" },
    { "[s]\na = 1\n", "[s]\na = 1\nb = 2\n" },
    { "[s]\na = 1\nb = 2\n", "[s]\na = 1\n" },
    { "[s]\na = 1\n", "[s]\na 1\n" },
    { "[s]\n", "[s]\n[t]\n" },
    { "", "a = 1\n" },
};

START_TEST(difference_is_found)
{
    struct qp_lines *lines;
    struct qp_source source;

    ck_assert(read_text(differences[_i].ours, strlen(differences[_i].ours),
                        &lines, &source));
    source.text = differences[_i].its;
    source.length = strlen(source.text);
    ck_assert(!qp_readers_agree(&run, &source, lines, 0));
    ck_assert_uint_eq(qp_diag_length(run.diag), 1);
    ck_assert_ptr_nonnull(strstr(qp_diag_text(run.arena, run.diag, 0),
                                 "write it more plainly [readers]"));
}
END_TEST

/* A text of 3,000 sections and a lead, some with CRLF; the last one has VALUE. */
static const char *
long_text(const char *value)
{
    size_t length = 0, most = 3000 * 32;
    char *text = qp_arena_alloc(run.arena, most, 1);

    for (int i = 0; i < 3000; i++)
        length += (size_t)snprintf(
            text + length, most - length, "[s %d]\na = %s%s", i,
            i == 2999 ? value : "1", i % 3 ? "\n" : "\r\n\n");
    return text;
}

/* iniparser reads a long file in pieces. */
START_TEST(long_file_is_agreed_on)
{
    struct qp_lines *lines;
    struct qp_source source;
    const char *text = long_text("1");

    ck_assert(read_text(text, strlen(text), &lines, &source));
    ck_assert_uint_eq(lines->n_sections, 3001);
    ck_assert(qp_readers_agree(&run, &source, lines, 0));
    source.text = long_text("2");
    ck_assert(!qp_readers_agree(&run, &source, lines, 0));
    ck_assert_uint_eq(qp_diag_length(run.diag), 1);
}
END_TEST

static const struct {
    const char *word, *other;
    size_t distance;
} distances[] = {
    { "weight", "weight", 0 },  { "weight", "Weight", 0 },
    { "weihgt", "weight", 1 },  { "wight", "weight", 1 },
    { "weightt", "weight", 1 }, { "veight", "weight", 1 },
    { "", "abc", 3 },           { "kitten", "sitting", 3 },
    { "ca", "abc", 3 },         { "abcd", "badc", 2 },
};

START_TEST(distance_is_counted)
{
    ck_assert_uint_eq(qp_suggest_distance(distances[_i].word,
                                          distances[_i].other, 3),
                      distances[_i].distance);
    ck_assert_uint_eq(qp_suggest_distance(distances[_i].other,
                                          distances[_i].word, 3),
                      distances[_i].distance);
}
END_TEST

/* Longer words than names are taken for are like no other. */
START_TEST(long_words_are_like_none)
{
    const char *most =
        "a23456789 b23456789 c23456789 d23456789 e23456789 f23456789 123";
    const char *more = qp_arena_printf(run.arena, "%s4", most);
    struct qp_suggest suggest = { .word = most };

    ck_assert_uint_eq(qp_suggest_distance(most, most, 3), 0);
    ck_assert_uint_eq(qp_suggest_distance(most, more, 3), 4);
    ck_assert_uint_eq(qp_suggest_distance(more, most, 3), 4);
    qp_suggest_offer(&suggest, more);
    ck_assert_ptr_null(suggest.best);
    suggest = (struct qp_suggest){ .word = more };
    qp_suggest_offer(&suggest, most);
    ck_assert_ptr_null(suggest.best);
}
END_TEST

START_TEST(nearest_is_suggested)
{
    struct qp_suggest suggest = { .word = "titel" };

    ck_assert_str_eq(qp_suggest_text(run.arena, &suggest), "");
    qp_suggest_offer(&suggest, "name");
    ck_assert_str_eq(qp_suggest_text(run.arena, &suggest), "");
    qp_suggest_offer(&suggest, "title");
    qp_suggest_offer(&suggest, "title_en");
    ck_assert_str_eq(qp_suggest_text(run.arena, &suggest),
                     "; did you mean \"title\"?");
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("lines");
    TCase *tc = tcase_create("lines");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, line_is_read, 0, QP_COUNT(reads));
    tcase_add_test(tc, longest_line_is_read);
    tcase_add_test(tc, what_is_read_is_agreed_on);
    tcase_add_test(tc, long_file_is_agreed_on);
    tcase_add_loop_test(tc, difference_is_found, 0, QP_COUNT(differences));
    tcase_add_loop_test(tc, distance_is_counted, 0, QP_COUNT(distances));
    tcase_add_test(tc, long_words_are_like_none);
    tcase_add_test(tc, nearest_is_suggested);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
