/* The looks over many bytes at once, against the same question asked byte by
   byte. */

#include <config.h>

#include "input/scan.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"

/* SplitMix64, so that every run asks the same. */
static uint64_t
draw(uint64_t *random)
{
    uint64_t z = *random += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* Appends pieces to TEXT, which has room for N bytes, until it is full. */
static size_t
mix(uint64_t *random, const char *const *pieces, size_t n_pieces, char *text,
    size_t n)
{
    size_t used = 0;

    for (;;) {
        const char *piece = pieces[draw(random) % n_pieces];
        size_t length = strlen(piece);

        if (length > n - used)
            return used;
        memcpy(text + used, piece, length);
        used += length;
    }
}

/* ---- plain text ---- */

/* The character that the three bytes at AT are, or 0. */
static int
decode(const unsigned char *at)
{
    return at[0] >> 4 == 0xe && at[1] >> 6 == 2 && at[2] >> 6 == 2
               ? (at[0] & 15) << 12 | (at[1] & 63) << 6 | (at[2] & 63)
               : 0;
}

static bool
is_plain_wide(int c)
{
    return (c >= 0x3000 && c <= 0x30ff) || (c >= 0x4000 && c <= 0x9fff) ||
           (c >= 0xff00 && c <= 0xff3f);
}

static bool
is_plain_byte(unsigned char c, unsigned char next)
{
    if (c == '&')
        return next && next != '#';
    return (c >= 32 && c < 127) || c == 9 || c == 10;
}

static size_t
count_plain(const char *text, size_t n)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t i = 0;

    for (;;) {
        if (i < n && is_plain_byte(at[i], i + 1 < n ? at[i + 1] : 0))
            i++;
        else if (i + 2 < n && is_plain_wide(decode(at + i)))
            i += 3;
        else
            return i;
    }
}

/* Each byte alone, at each place of a text that is plain without it. */
START_TEST(plain_text_ends_at_any_other_byte)
{
    char text[70];

    for (int c = 0; c < 256; c++)
        for (size_t i = 0; i < sizeof text; i++) {
            memset(text, 'x', sizeof text);
            text[i] = (char)c;
            ck_assert_uint_eq(qp_scan_plain(text, sizeof text),
                              count_plain(text, sizeof text));
        }
}
END_TEST

/* The same in a text of characters of three bytes. */
START_TEST(wide_text_ends_at_any_other_byte)
{
    static const char wide[] = "服务外包合同执行金额一龿";
    char text[sizeof wide];

    for (int c = 0; c < 256; c++)
        for (size_t i = 0; i < strlen(wide); i++) {
            memcpy(text, wide, sizeof text);
            text[i] = (char)c;
            ck_assert_uint_eq(qp_scan_plain(text, strlen(wide)),
                              count_plain(text, strlen(wide)));
        }
}
END_TEST

/* All characters of three bytes, and what only looks like one. */
START_TEST(plain_characters_are_those)
{
    unsigned char text[4] = "...x";

    for (unsigned i = 0; i < 1u << 20; i++) {
        text[0] = (unsigned char)(0xe0 | (i >> 16 & 15));
        text[1] = (unsigned char)(i >> 8);
        text[2] = (unsigned char)i;
        ck_assert_uint_eq(qp_scan_plain((char *)text, sizeof text),
                          count_plain((char *)text, sizeof text));
    }
}
END_TEST

START_TEST(plain_text_is_as_long_as_it_is)
{
    static const char *const pieces[] = {
        "a",
        "executed=\"80.5\"",
        "\n",
        "\t",
        "服",
        "务外包",
        "一",
        "龿",
        "龿x",
        " ",
        "twenty bytes of text",
        "合同",
        "a",
        "z",
        "~",
        "!",
        "&",
        "#",
        "\xe4\xb8",
        "\x7f",
        "（",
        "\xe2\x80\x8b",
        "\xe4\xb8z",
        "\r",
        "\x1b",
        "\xea\xb0\x80",
        "&#",
    };
    uint64_t random = (uint64_t)_i;
    char text[120];
    size_t n_pieces = _i % 2 ? QP_COUNT(pieces) : QP_COUNT(pieces) - 8;

    for (int k = 0; k < 20 * 1000; k++) {
        size_t n = mix(&random, pieces, n_pieces, text, draw(&random) % 120);

        ck_assert_uint_eq(qp_scan_plain(text, n), count_plain(text, n));
    }
}
END_TEST

/* ---- capitals ---- */

/* Each byte alone, at each place of texts of all lengths around a vector's;
   beside it and in place. */
START_TEST(letters_are_raised)
{
    char text[70], copy[70], want[70];
    size_t n = (size_t)_i;

    for (int c = 0; c < 256; c++)
        for (size_t i = 0; i < n; i++) {
            bool is_plain = c > 32 && c < 127;

            memset(text, 'q', n);
            memset(want, 'Q', n);
            text[i] = (char)c;
            want[i] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
            ck_assert_int_eq(qp_scan_raise(copy, text, n), is_plain);
            ck_assert_mem_eq(copy, want, n);
            ck_assert_int_eq(qp_scan_raise(text, text, n), is_plain);
            ck_assert_mem_eq(text, want, n);
        }
}
END_TEST

/* ---- tags ---- */

/* The longest row outside double quotes, or -1 if they are not in pairs or
   there is a single one. */
static int
longest_row(const char *text, size_t n)
{
    int row = 0, longest = 0, n_quotes = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\'')
            return -1;
        n_quotes += text[i] == '"';
        row = text[i] == '"' || n_quotes % 2 ? 0 : row + 1;
        longest = row > longest ? row : longest;
    }
    return n_quotes % 2 ? -1 : longest;
}

START_TEST(tag_ends_where_it_does)
{
    static const char *const pieces[] = {
        "\"",
        "\"",
        "a",
        "name=",
        "0123456789012345",
        "服务外包",
        "\"\"",
        "\n",
        "'",
        "0123456789012345678901234567890123456789012345678901234567890123456",
    };
    uint64_t random = (uint64_t)_i;
    char text[400 + 2];
    size_t n_pieces = QP_COUNT(pieces) - (size_t)_i % 3;
    int n_yes = 0, n_no = 0;

    for (int k = 0; k < 20 * 1000; k++) {
        size_t n = mix(&random, pieces, n_pieces, text, draw(&random) % 400);
        size_t behind = draw(&random) % 40, found;
        int row = longest_row(text, n);
        bool has_lines = false;

        ck_assert_uint_eq(qp_scan_tag(text, n, 100, &has_lines), n);
        memset(text + n, "\">'x"[behind % 4], sizeof text - n);
        text[n] = '>';
        n = n + 1 + behind < sizeof text ? n + 1 + behind : sizeof text;
        found = qp_scan_tag(text, n, 100, &has_lines);
        if (row < 0 || row > 100)
            ck_assert_uint_eq(found, n);
        else if (row <= 50 || found < n)
            ck_assert_ptr_eq(text + found, memchr(text, '>', n));
        if (found < n)
            ck_assert_int_eq(has_lines, !!memchr(text, '\n', found));
        n_yes += found < n;
        n_no += found == n;
    }
    ck_assert_int_gt(n_yes, 1000);
    ck_assert_int_gt(n_no, 1000);
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("scan");
    TCase *tc = tcase_create("scan");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, plain_text_ends_at_any_other_byte);
    tcase_add_test(tc, wide_text_ends_at_any_other_byte);
    tcase_add_test(tc, plain_characters_are_those);
    tcase_add_loop_test(tc, plain_text_is_as_long_as_it_is, 0, 6);
    tcase_add_loop_test(tc, letters_are_raised, 0, 70);
    tcase_add_loop_test(tc, tag_ends_where_it_does, 0, 6);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
