/* What is written: characters, names and words; cells and how they are read
   back; the folder that appears whole or not at all; a small evaluation, made
   by hand, in all its files. */

#include <config.h>

#include "output/publish.h"

#include <check.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <unzip.h>

#include "engine/expr.h"
#include "engine/method.h"
#include "output/archive.h"
#include "output/cells.h"
#include "output/chart.h"
#include "output/digits.h"
#include "output/glyph.h"
#include "output/readback.h"
#include "output/record_match.h"
#include "output/result_xml.h"
#include "output/rows.h"
#include "output/table.h"
#include "output/texts.h"
#include "output/workbook.h"

static struct qp_session run;
static char top[64]; /* a directory of this test's own */

static void
set_up(void)
{
    xmlInitParser(); /* before threads, as the program does */
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
    strcpy(top, "check_output.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(top));
}

static void
tear_down(void)
{
    ck_assert_int_eq(system(qp_arena_printf(run.arena, "rm -rf '%s'", top)),
                     0);
    qp_arena_free(run.arena);
}

static const char *
in_top(const char *name)
{
    return qp_arena_printf(run.arena, "%s/%s", top, name);
}

static qp_num
number(const char *text)
{
    qp_num x;

    ck_assert_msg(
        !qp_num_parse_fraction(run.arena, text, strlen(text), 60, &x), "%s",
        text);
    return x;
}

/* The last problem reported, or "". */
static const char *
problem(void)
{
    size_t n = qp_diag_length(run.diag);

    return n ? qp_diag_text(run.arena, run.diag, n - 1) : "";
}

static const char *
read_all(const char *path)
{
    FILE *in = fopen(path, "r");
    char *text = qp_arena_alloc(run.arena, 1 << 20, 1);
    size_t n;

    ck_assert_msg(in != NULL, "%s", path);
    n = fread(text, 1, (1 << 20) - 1, in);
    fclose(in);
    text[n] = '\0';
    return text;
}

/* ---- characters, names, words ---- */

static const struct {
    const char *text;
    bool clean;
    size_t width, units;
} characters[] = {
    { "", true, 0, 0 },
    { "abc", true, 3, 3 },
    { "浦东新区", true, 8, 4 },
    { "a\n浦东", true, 4, 4 },
    { "𠀀", true, 2, 2 },
    { "\t", true, 1, 1 },
    { "\x01", false, 1, 1 },
    { "\xef\xbf\xbf", false, 1, 1 }, /* U+FFFF */
    { "\xed\xa0\x80", false, 3, 6 }, /* a surrogate */
    { "\xc0\xaf", false, 2, 4 },     /* too long a form */
    { "\xe6\xb5", false, 2, 4 },     /* cut off */
};

START_TEST(characters_are_measured)
{
    const char *text = characters[_i].text;

    ck_assert_int_eq(qp_glyph_clean(text), characters[_i].clean);
    if (!characters[_i].clean)
        return;
    ck_assert_uint_eq(qp_glyph_width(text), characters[_i].width);
    ck_assert_uint_eq(qp_glyph_units(text), characters[_i].units);
}
END_TEST

START_TEST(lines_are_counted)
{
    ck_assert_uint_eq(qp_glyph_lines("", 4), 1);
    ck_assert_uint_eq(qp_glyph_lines("abcd", 4), 1);
    ck_assert_uint_eq(qp_glyph_lines("abcde", 4), 2);
    ck_assert_uint_eq(qp_glyph_lines("浦东新", 5), 2);
    ck_assert_uint_eq(qp_glyph_lines("a\nb\nc", 4), 3);
    ck_assert_uint_eq(qp_glyph_prefix("浦东", 5), 3);
    ck_assert_uint_eq(qp_glyph_prefix("浦东", 6), 6);
}
END_TEST

static const struct {
    const char *text, *name;
} file_names[] = {
    { "浦东新区", "浦东新区" },
    { "a/b\\c:d*e?f\"g<h>i|j\nk", "a_b_c_d_e_f_g_h_i_j_k" },
    { "../../etc", "_._.._etc" },
    { "ends. . ", "ends" },
    { "...", "_" },
    { "", "_" },
    { "~$x", "_$x" },
};

START_TEST(file_names_are_harmless)
{
    ck_assert_str_eq(qp_workbook_file_name(run.arena, file_names[_i].text),
                     file_names[_i].name);
}
END_TEST

static size_t
count_holes(const char *text)
{
    size_t n = 0;

    while ((text = strstr(text, "{}"))) {
        n++;
        text += 2;
    }
    return n;
}

START_TEST(words_agree_in_both_languages)
{
    static const struct qp_ruleset zh = { .language = QP_LANGUAGE_ZH };
    static const struct qp_ruleset en = { .language = QP_LANGUAGE_EN };

    for (enum qp_text id = 0; id < QP_N_TEXTS; id++) {
        ck_assert_msg(qp_glyph_clean(qp_text(&zh, id)), "%d", (int)id);
        ck_assert_msg(count_holes(qp_text(&zh, id)) ==
                          count_holes(qp_text(&en, id)),
                      "%s, %s", qp_text(&zh, id), qp_text(&en, id));
        ck_assert_int_eq(!*qp_text(&zh, id), !*qp_text(&en, id));
    }
    ck_assert_str_eq(
        qp_text_with(run.arena, &zh, QP_TEXT_PRIOR_OF, "甲", NULL),
        "甲（上年）");
    ck_assert_str_eq(qp_text_date(run.arena, &zh, "2026-06-30"),
                     "2026年6月30日");
    ck_assert_str_eq(qp_text_date(run.arena, &en, "2026-06-05"),
                     "5 June 2026");
    ck_assert_str_eq(qp_text_phrase(&zh, "division by zero"), "除数为零");
    ck_assert_str_eq(qp_text_phrase(&zh, "待核"), "待核");
}
END_TEST

/* ---- cells ---- */

static const struct qp_ruleset plain_rules = {
    .title = "T",
    .id = "t",
    .date = "2026-06-30",
    .year = 2025,
    .sha256 = "0123456789abcdef",
};

static struct qp_book *
open_book(void)
{
    struct qp_folder *folder = qp_arena_alloc(run.arena, 1, sizeof *folder);

    folder->path = folder->work = top;
    folder->scratch = top;
    return qp_book_open(&run, folder, "book.xlsx", "T", &plain_rules);
}

static const struct qp_style text_style = { .look = QP_LOOK_TEXT };
static const struct qp_style number_style = { .look = QP_LOOK_POINTS,
                                              .decimals = 2 };

static const char *const hostile[] = {
    "=cmd()|'/c calc'!A1",
    "+1",
    "@x",
    "_x0041_",
    "_x005F_x0041_",
    "a\r\nb\rc",
    " x ",
    "<&>\"'",
    "&amp;",
    "]]>",
    "\t",
    "\xf0\xa0\x80\x80",
    "{=1}",
    "https://x.y",
};

START_TEST(texts_come_back_as_written)
{
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "表");

    for (size_t i = 0; i < QP_COUNT(hostile); i++)
        qp_cell_text(sheet, i, 0, text_style, hostile[i]);
    qp_cell_merge(sheet, 20, 0, 2, 3, text_style, "merged");
    qp_cell_merge(sheet, 30, 0, 1, 1, text_style, "alone");
    qp_cell_text(sheet, 31, 0, text_style, NULL);
    ck_assert_msg(qp_book_close(book), "%s", problem());
}
END_TEST

/* Numbers and the doubles that a cell is to hold: those of fractions as
   Python's decimal rounds them to 15 digits. */
static const struct {
    const char *text;
    double number;
} numbers[] = {
    { "0", 0 },
    { "-0.07", -0.07 },
    { "95.56", 95.56 },
    { "0.0006", 0.0006 },
    { "999999999.999999", 999999999.999999 },
    { "0.1234567890123456", 0.123456789012346 },
    { "123456789012345678901234", 123456789012346e9 },
    { "0.000000123456789012345678", 0.000000123456789012 },
    { "1/3", 0.333333333333333 },
    { "-2/3", -0.666666666666667 },
    { "1/30", 0.0333333333333333 },
    { "99/10001", 0.00989901009899010 },
    { "1/9999", 0.000100010001000100 },
    { "12345/67", 184.253731343284 },
    { "123456789/1000000007", 0.123456788135802 },
    { "9999999999.99999995", 1e10 },
    { "999999999999999.5", 1e15 },
    { "999999999999999995/100000000000000000", 10 },
    { "922337203685477580/7", 1.31762457669354e17 },
    { "100000000000000000000/3", 3.33333333333333e19 },
};

START_TEST(numbers_have_15_digits)
{
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "n");
    size_t n = QP_COUNT(numbers);

    for (size_t i = 0; i < n; i++)
        qp_cell_number(sheet, i, 0, number_style, number(numbers[i].text));
    qp_cell_number(sheet, n, 0, number_style, qp_num_undefined("none"));
    qp_cell_figure(sheet, n + 1, 0, number_style,
                   number("123456789012345678901234"));
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(sheet->batch.cells[i].is.number == numbers[i].number, "%s",
                      numbers[i].text);
    ck_assert_str_eq(sheet->batch.cells[n].text, "—");
    ck_assert_str_eq(sheet->batch.cells[n + 1].text,
                     "123456789012345678901234");
    ck_assert_msg(qp_book_close(book), "%s", problem());
}
END_TEST

/* Doubles, and as few digits as lead back to them, which are those of Python's
   repr(). */
static const struct {
    double number;
    const char *text;
} spelt[] = {
    { 0, "0" },
    { 0.1, "0.1" },
    { -2.5, "-2.5" },
    { 1e15, "1E+15" },
    { 999999999999999, "999999999999999" },
    { 29.9753268045907, "29.9753268045907" },
    { -0.333333333333333, "-0.333333333333333" },
    { 0.0123456789012345, "0.0123456789012345" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 1.0 / 3, "0.3333333333333333" },
    { 123456789.123456, "123456789.123456" },
    { 1.31762457669354e17, "1.31762457669354E+17" },
};

START_TEST(double_is_spelt)
{
    char text[QP_DIGITS_ROOM];

    *qp_digits_spell(text, spelt[_i].number) = '\0';
    ck_assert_str_eq(text, spelt[_i].text);
}
END_TEST

START_TEST(decimals_are_counted)
{
    ck_assert_int_eq(qp_table_decimals(run.arena, number("12"), 4), 0);
    ck_assert_int_eq(qp_table_decimals(run.arena, number("1.50"), 4), 1);
    ck_assert_int_eq(qp_table_decimals(run.arena, number("1.23456"), 4), 4);
    ck_assert_int_eq(
        qp_table_decimals(run.arena, number("123456789012345678901234"), 4),
        0);
}
END_TEST

/* A formula that is undefined, or whose figure no number reaches, is written
   as that. */
START_TEST(formulas_come_back_as_written)
{
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "f");

    qp_cell_live(sheet, 0, 0, number_style, "ROUND(1/3,2)", number("0.33"));
    qp_cell_live(sheet, 1, 0, number_style, "IF(A1<1,\"a\",'b c'!D2)",
                 number("-7"));
    qp_cell_live(sheet, 2, 0, number_style, "1/0",
                 qp_num_undefined("division by zero"));
    ck_assert_int_eq(sheet->batch.cells[1].kind, QP_CELL_FORMULA);
    ck_assert_int_eq(sheet->batch.cells[2].kind, QP_CELL_TEXT);
    ck_assert_msg(qp_book_close(book), "%s", problem());
}
END_TEST

static const struct {
    const char *text, *wanted;
} refused[] = {
    { "\xff", "not UTF-8" },
    { "\xe6\xb5", "not UTF-8" },
    { "\x01", "not UTF-8, or holds a character that no workbook can" },
};

START_TEST(wrong_texts_are_refused)
{
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "s");

    qp_cell_text(sheet, 4, 1, text_style, refused[_i].text);
    qp_cell_text(sheet, 5, 1, text_style, "later"); /* does nothing */
    ck_assert(!qp_book_close(book));
    ck_assert_ptr_nonnull(strstr(problem(), refused[_i].wanted));
    ck_assert_ptr_nonnull(strstr(problem(), "row 5, column 2"));
    ck_assert_ptr_nonnull(strstr(problem(), "[encoding]"));
    ck_assert_uint_eq(qp_diag_length(run.diag), 1);
}
END_TEST

START_TEST(long_texts_are_cut_visibly)
{
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "s");
    char *text = qp_arena_alloc(run.arena, 3 * 40000 + 1, 1);

    for (size_t i = 0; i < 40000; i++)
        memcpy(text + 3 * i, "长", 3);
    qp_cell_text(sheet, 0, 0, text_style, text);
    ck_assert_uint_le(qp_glyph_units(sheet->batch.cells[0].text), 32767);
    ck_assert_uint_ge(qp_glyph_units(sheet->batch.cells[0].text), 32766);
    ck_assert_ptr_nonnull(strstr(sheet->batch.cells[0].text, "result.xml"));
    ck_assert_msg(qp_book_close(book), "%s", problem());
}
END_TEST

static const char *const sheet_names[] = {
    "", "a/b", "'a", "123456789012345678901234567890123"
};

START_TEST(wrong_sheet_names_are_refused)
{
    struct qp_book *book = open_book();

    qp_cell_text(qp_book_add(book, "good"), 0, 0, text_style, "x");
    qp_cell_text(qp_book_add(book, sheet_names[_i]), 0, 0, text_style, "x");
    qp_cell_link(qp_book_sheet(book, "good"), 1, 0, text_style, "x",
                 sheet_names[_i]);
    ck_assert(!qp_book_close(book));
    ck_assert_ptr_nonnull(strstr(problem(), "[system]"));
}
END_TEST

/* ---- reading back ---- */

static const struct qp_cell written[] = {
    { .span = 1, .rows = 1, .kind = QP_CELL_TEXT, .text = "text" },
    { .row = 1,
      .column = 2,
      .span = 1,
      .rows = 1,
      .kind = QP_CELL_NUMBER,
      .is.number = 1.25 },
};

/* What is wrong when CELLS are thought to stand in SHEET, whose rows are
   ROWS. */
static const char *
compare(const struct qp_sheet *sheet, const struct qp_packed *rows,
        struct qp_cell *cells, size_t n)
{
    const struct qp_shared shared = qp_book_shared(sheet->book);

    return qp_readback_rows(cells, n, &shared, rows);
}

START_TEST(any_difference_is_found)
{
    static const struct {
        size_t i;
        struct qp_cell cell; /* in place of the I-th */
    } others[] = {
        { 1, { .row = 1, .column = 2, .kind = QP_CELL_NUMBER,
               .is.number = 1.2500000000000002 } },
        { 1, { .row = 1, .column = 2, .kind = QP_CELL_BLANK } },
        { 1, { .row = 1, .column = 2, .kind = QP_CELL_FORMULA, .text = "5/4",
               .is.number = 1.25 } },
        { 1, { .row = 1, .column = 2, .kind = QP_CELL_WORDS, .text = "5/4",
               .is.words = "1.25" } },
        { 1, { .row = 2, .column = 2, .kind = QP_CELL_NUMBER,
               .is.number = 1.25 } },
        { 0, { .kind = QP_CELL_TEXT, .text = "texts" } },
        { 0, { .column = 1, .kind = QP_CELL_TEXT, .text = "text" } },
        { 0, { .kind = QP_CELL_NUMBER, .is.number = 0 } },
    };
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "s");
    struct qp_packer *packer = qp_packer_new();
    struct qp_packed rows;
    struct qp_cell cells[3];

    qp_cell_number(sheet, 1, 2, number_style, number("1.25"));
    qp_cell_text(sheet, 0, 0, text_style, "text");
    qp_rows_sort(sheet->batch.cells, sheet->batch.n);
    rows = qp_rows_pack(packer, run.arena, sheet, sheet->batch.cells,
                        sheet->batch.n, (struct qp_heights){ 0 });
    memcpy(cells, written, sizeof written);
    ck_assert_ptr_null(compare(sheet, &rows, cells, 2));
    ck_assert_ptr_nonnull(compare(sheet, &rows, cells, 1));
    cells[2] = (struct qp_cell){ .row = 9, .kind = QP_CELL_BLANK };
    ck_assert_ptr_nonnull(compare(sheet, &rows, cells, 3));
    for (size_t i = 0; i < QP_COUNT(others); i++) {
        memcpy(cells, written, sizeof written);
        cells[others[i].i] = others[i].cell;
        ck_assert_msg(compare(sheet, &rows, cells, 2) != NULL, "%zu", i);
    }
    rows.n--;
    ck_assert_ptr_nonnull(compare(sheet, &rows, cells, 2));
    qp_packer_free(packer);
    ck_assert_msg(qp_book_close(book), "%s", problem());
}
END_TEST

/* Numbers of all sizes, with few digits and with all: the file leads back to
   each, bit by bit. */
START_TEST(numbers_are_spelt_in_full)
{
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "s");
    struct qp_packer *packer = qp_packer_new();
    const struct qp_shared none = { 0 };
    struct qp_packed rows;
    unsigned dice = 1;

    for (size_t i = 0; i < 4000; i++) {
        double x;

        dice = dice * 1103515245 + 12345;
        x = (double)dice / (1 + dice % 1000);
        if (i % 3 == 0)
            x = (double)(dice % 100000) / 1000;
        if (i % 5 == 0)
            x = ldexp(x, (int)(dice >> 8) % 200 - 100);
        qp_cell_number(sheet, i, 0, number_style, qp_num_int(0));
        sheet->batch.cells[i].is.number = i % 2 ? -x : x;
    }
    rows = qp_rows_pack(packer, run.arena, sheet, sheet->batch.cells,
                        sheet->batch.n, (struct qp_heights){ 0 });
    ck_assert_ptr_null(qp_readback_rows(
        sheet->batch.cells, sheet->batch.n, &none, &rows));
    qp_packer_free(packer);
    ck_assert_msg(qp_book_close(book), "%s", problem());
}
END_TEST

START_TEST(links_are_compared)
{
    static const char text[] =
        "<worksheet><sheetData/><hyperlinks>"
        "<hyperlink ref=\"A1\" location=\"'s'!A1\"/>"
        "</hyperlinks></worksheet>";
    const struct qp_package_part part = { .name = "s.xml",
                                          .bytes = text,
                                          .n = sizeof text - 1 };
    const struct qp_shared none = { 0 };
    struct qp_link links[] = {
        { .location = "'s'!A1" },
        { .row = 1, .location = "'s'!A1" },
    };
    struct qp_sheet thought = { .name = "s", .links = links, .n_links = 1 };

    ck_assert_ptr_null(qp_readback_part(&none, &thought, &part));
    ck_assert_ptr_null(qp_readback_part(&none, NULL, &part));
    links[0].location = "'t'!A1";
    ck_assert_ptr_nonnull(qp_readback_part(&none, &thought, &part));
    links[0] = links[1];
    ck_assert_ptr_nonnull(qp_readback_part(&none, &thought, &part));
    links[0].row = 0;
    thought.n_links = 2;
    ck_assert_ptr_nonnull(qp_readback_part(&none, &thought, &part));
    thought.n_links = 0;
    ck_assert_ptr_nonnull(qp_readback_part(&none, &thought, &part));
}
END_TEST

START_TEST(shared_texts_are_compared)
{
    static const char *const texts[] = {
        "<sst><si><t>a</t></si><si><t>b</t></si></sst>",
        "<sst><si><t>a</t></si></sst>",
        "<sst><si><t>a</t></si><si><t>b</t></si><si><t>c</t></si></sst>",
        "<sst><si><t>a</t></si><si><t>d</t></si></sst>",
        "<sst><si><t>a</t></si><si><t>b</t></si>",
    };
    static const char *const shared_texts[] = { "a", "b" };
    const struct qp_shared shared = { shared_texts, 2 };

    for (size_t i = 0; i < QP_COUNT(texts); i++) {
        const struct qp_package_part part = { .name = "xl/sharedStrings.xml",
                                              .bytes = texts[i],
                                              .n = strlen(texts[i]) };

        ck_assert_msg(!qp_readback_part(&shared, NULL, &part) == !i, "%zu", i);
    }
}
END_TEST

/* A text that many cells hold stands in the file once. */
START_TEST(texts_are_shared)
{
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "s");

    qp_cell_text(sheet, 0, 0, text_style, "a");
    qp_cell_merge(sheet, 1, 0, 1, 2, text_style, "b");
    qp_cell_link(sheet, 2, 0, text_style, "c", "s");
    qp_cell_text(sheet, 3, 0, text_style, "a");
    ck_assert_uint_eq(qp_book_shared(book).n, 3);
    ck_assert_uint_eq(sheet->batch.cells[0].is.shared, 0);
    ck_assert_uint_eq(sheet->batch.cells[sheet->batch.n - 1].is.shared, 0);
    ck_assert_msg(qp_book_close(book), "%s", problem());
}
END_TEST

/* An archive of two parts, one of them in three pieces. */
static struct qp_archive_part *
make_parts(void)
{
    struct qp_archive_part *parts =
        qp_arena_alloc(run.arena, 2, sizeof *parts);
    struct qp_packer *packer = qp_packer_new();

    parts[0].name = "a.txt";
    qp_packer_add(packer, "alone", 5);
    parts[0].pieces = qp_arena_alloc(run.arena, 4, sizeof *parts->pieces);
    parts[0].pieces[parts[0].n_pieces++] =
        qp_packer_take(packer, run.arena, true);
    parts[1].name = "b/c.txt";
    parts[1].pieces = parts[0].pieces + 1;
    for (size_t i = 0; i < 3; i++) {
        for (size_t n = 0; n < 100; n++)
            qp_packer_add(packer, "piece by piece ", 15);
        parts[1].pieces[parts[1].n_pieces++] =
            qp_packer_take(packer, run.arena, i == 2);
    }
    qp_packer_free(packer);
    return parts;
}

/* Shorter files, and files with one byte changed. */
START_TEST(damage_is_found)
{
    const struct qp_archive_part *parts = make_parts();
    const char *path = in_top("parts.zip");
    struct stat st;

    ck_assert(qp_archive_write(path, parts, 2));
    ck_assert_ptr_null(qp_archive_compare(path, parts, 2));
    ck_assert_ptr_nonnull(qp_archive_compare(path, parts, 1));
    ck_assert_int_eq(stat(path, &st), 0);
    for (off_t size = st.st_size - 1; size >= 0; size -= 7) {
        ck_assert_int_eq(truncate(path, size), 0);
        ck_assert_msg(qp_archive_compare(path, parts, 2) != NULL,
                      "%ld bytes", (long)size);
    }
    /* from the data of the first part on, behind its local header */
    for (long at = 30 + 5; at < 30 + 5 + (long)parts[0].pieces[0].n; at++) {
        FILE *file;
        int byte;

        ck_assert(qp_archive_write(path, parts, 2));
        file = fopen(path, "r+");
        ck_assert_ptr_nonnull(file);
        fseek(file, at, SEEK_SET);
        byte = fgetc(file);
        fseek(file, at, SEEK_SET);
        fputc(byte ^ 0x40, file);
        fclose(file);
        ck_assert_msg(qp_archive_compare(path, parts, 2) != NULL, "byte %ld",
                      at);
    }
}
END_TEST

/* What other programs make of parts that were packed in pieces. */
START_TEST(pieces_make_one_part)
{
    const struct qp_archive_part *parts = make_parts();
    const char *path = in_top("parts.zip");
    const struct qp_package *package;

    ck_assert(qp_archive_write(path, parts, 2));
    package = qp_package_open(run.arena, path, SIZE_MAX);
    ck_assert_msg(!package->wrong, "%s", package->wrong);
    ck_assert_uint_eq(package->n, 2);
    ck_assert_str_eq(package->parts[0].bytes, "alone");
    ck_assert_uint_eq(package->parts[1].n, 300 * 15);
    for (size_t i = 0; i < 300; i++)
        ck_assert_mem_eq(package->parts[1].bytes + i * 15, "piece by piece ",
                         15);
}
END_TEST

/* Parts that go on behind their end, and more than there may be of them. */
START_TEST(traps_are_refused)
{
    struct qp_archive_part *parts = make_parts();
    const char *path = in_top("parts.zip");
    struct qp_packed *piece = parts[0].pieces;
    const struct qp_package *package;

    ck_assert(qp_archive_write(path, parts, 2));
    package = qp_package_open(run.arena, path, 5 + 300 * 15);
    ck_assert_ptr_null(package->wrong);
    ck_assert_uint_eq(package->size, 5 + 300 * 15);
    ck_assert_ptr_nonnull(
        qp_package_open(run.arena, path, 5 + 300 * 15 - 1)->wrong);
    piece->bytes = memcpy(qp_arena_alloc(run.arena, piece->n + 1, 1),
                          piece->bytes, piece->n);
    piece->n++;
    ck_assert(qp_archive_write(path, parts, 1));
    ck_assert_ptr_nonnull(qp_package_open(run.arena, path, SIZE_MAX)->wrong);
    piece->n -= 2;
    ck_assert(qp_archive_write(path, parts, 1));
    ck_assert_ptr_nonnull(qp_package_open(run.arena, path, SIZE_MAX)->wrong);
}
END_TEST

/* A workbook larger than any file may be, and one whose parts are: the library
   does not notice that its temporary files were cut off. */
START_TEST(full_disks_are_noticed)
{
    static const rlim_t most[] = { 0, 300, 2000, 64 * 1024 };
    struct rlimit limit = { .rlim_max = RLIM_INFINITY };
    struct qp_book *book = open_book();
    struct qp_sheet *sheet = qp_book_add(book, "s");
    int64_t dice = 1;

    for (size_t row = 0; row < 20000; row++) {
        dice = dice * 48271 % 2147483647;
        qp_cell_number(sheet, row, 0, number_style, qp_num_int(dice));
    }
    signal(SIGXFSZ, SIG_IGN);
    limit.rlim_cur = most[_i];
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert(!qp_book_close(book));
    limit.rlim_cur = RLIM_INFINITY;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(qp_diag_status(run.diag), 3);
}
END_TEST

/* ---- a small evaluation ---- */

enum { G, X, Y, H, N_NODES };
enum { A, B, C, N_DISTRICTS };

static struct qp_indicator indicators[N_NODES] = {
    [G] = { .code = "g", .name = "一级", .parent = QP_NONE, .n_children = 2 },
    [X] = { .code = "x", .name = "=指标\"一\"", .parent = G },
    [Y] = { .code = "y", .name = "_x0041_", .parent = G },
    [H] = { .code = "h", .name = "+指标,三", .parent = QP_NONE },
};
static const size_t top_nodes[] = { G, H }, order[] = { G, X, Y, H };
static const size_t children[] = { X, Y };
static struct qp_group groups[] = { { .code = "core", .name = "中心" } };
static struct qp_district districts[N_DISTRICTS] = {
    { .code = "a", .name = "甲区", .group_text = "core" },
    { .code = "b", .name = "=乙,\"区\"", .group = QP_NONE },
    { .code = "c", .name = "../丙", .group = QP_NONE },
};
static struct qp_item bonuses[] = { { .code = "p", .name = "加" } };
static struct qp_item deductions[] = { { .code = "m", .name = "扣" } };
static struct qp_veto vetoes[] = { { .code = "v", .name = "否决" } };
static struct qp_grade grades[] = { { .code = "good", .name = "优" } };
static struct qp_datum data[] = {
    { .code = "d", .name = "数据", .unit_name = "万元", .decimals = 2 }
};
static struct qp_figure reported, verified_figure;
static struct qp_verified verified;
static struct qp_extra extra;
static struct qp_entry entries[N_DISTRICTS];
static struct qp_document documents[] = {
    { .kind = QP_SUBMISSION,
      .file = { .name = "a.xml", .sha256 = "ab", .size = 7 },
      .district = A,
      .submitted = "2026-01-20" },
};
static struct qp_submissions subs = { .documents = documents,
                                      .n_documents = 1,
                                      .entries = entries };
static struct qp_file rule_file = {
    .path = "r/rules.ini", .name = "rules.ini", .sha256 = "cd", .size = 9
};
static struct qp_argument full_marks; /* left out */
static struct qp_ruleset rules;
static struct qp_score scores[N_DISTRICTS * N_NODES];
static struct qp_outcome outcomes[N_DISTRICTS];
static struct qp_summary summaries[N_NODES + 1];
static const struct qp_weighing *weighings[N_NODES + 1]; /* all are given */
static struct qp_award awards[N_DISTRICTS][2];
static bool struck[N_DISTRICTS][1];
static const size_t by_rank[] = { B, A, C };
static qp_num full[2 * N_NODES];
static qp_num group_weights[1];
static struct qp_result result;

/* A fails an error that verification put right, whose text shows what another
   district has; B fails a warning, and the city a note. */
static struct qp_check checks[] = {
    { .code = "k", .name = "数据不过最多的", .record = QP_NONE,
      .assertion = { .text = "d < city_max(d)" },
      .unless = { .text = "code == \"b\"" } },
};
static struct qp_term terms_of_a[] = {
    { .text = "d", .name = "数据", .unit_name = "万元" },
    { .text = "city_max(d)", .of_peers = true, .unit_name = "万元" },
};
static struct qp_term terms_of_b[] = {
    { .text = "prior(d)", .name = "数据", .prior = true, .unit_name = "万元" },
};
static struct qp_finding found[] = {
    { .district = A, .is_submitted = true,
      .at = { .file = "in/a.xml", .line = 12 },
      .terms = terms_of_a, .n_terms = QP_COUNT(terms_of_a),
      .text = "d 数据 = 10800.5 万元, city_max(d) = 777001 万元" },
    { .district = B, .level = QP_LEVEL_WARNING, .is_submitted = true,
      .is_open = true, .at = { .file = "in/b.xml", .line = 5 },
      .terms = terms_of_b, .n_terms = QP_COUNT(terms_of_b),
      .text = "prior(d) 数据 = 555002 万元" },
    { .district = B, .is_explained = true,
      .at = { .file = "in/b.xml", .line = 6 }, .text = "" },
    { .district = QP_NONE, .level = QP_LEVEL_NOTE, .is_submitted = true,
      .is_open = true, .at = { .file = "r/rules.ini", .line = 7 },
      .text = "" },
};
static struct qp_findings findings = { found, QP_COUNT(found) };

/* Compiles the text of FORMULA, "d" where it has none. */
static void
compile(struct qp_formula *formula)
{
    formula->expr = qp_expr_compile(
        &run, &rules, formula->text ? formula->text : "d",
        (struct qp_place){ .file = rule_file.path }, QP_EXPR_PEERS);
    ck_assert_ptr_nonnull(formula->expr);
}

static void
make_rules(void)
{
    rules = plain_rules;
    rules.title = "评价/=1";
    rules.authority = "市商务委 & 其他";
    rules.scale = qp_num_int(100);
    rules.decimals = 2;
    rules.bonus_cap = qp_num_int(5);
    rules.deduction_cap = rules.min_available = qp_num_undefined("none");
    rules.groups = groups;
    rules.n_groups = 1;
    rules.districts = districts;
    rules.n_districts = N_DISTRICTS;
    rules.data = data;
    rules.n_data = 1;
    rules.indicators = indicators;
    rules.n_indicators = N_NODES;
    rules.top = top_nodes;
    rules.n_top = 2;
    rules.order = order;
    rules.bonuses = bonuses;
    rules.deductions = deductions;
    rules.vetoes = vetoes;
    rules.grades = grades;
    rules.n_bonuses = rules.n_deductions = rules.n_vetoes = 1;
    rules.n_grades = 1;
    rules.checks = checks;
    rules.n_checks = QP_COUNT(checks);
    rules.files = &rule_file;
    rules.n_files = 1;
    bonuses[0].cap = deductions[0].cap = qp_num_int(3);
    grades[0].min = qp_num_int(60);
    grades[0].share = grades[0].rank = qp_num_undefined("none");
    indicators[G].children = children;
    group_weights[0] = qp_num_undefined("not given");
    rules.weighting.judgements = QP_NONE;
    for (size_t i = 0; i < N_NODES; i++) {
        indicators[i].group_weights = group_weights;
        indicators[i].min_available = qp_num_undefined("none");
        indicators[i].weighting.judgements = QP_NONE;
    }
    data[0].unit = &qp_unit_one;
    for (size_t i = X; i < N_NODES; i++) {
        struct qp_indicator *leaf = &indicators[i];

        leaf->method = qp_method_find("points");
        leaf->arguments = &full_marks;
        leaf->at.file = rule_file.path;
        leaf->treatment.clip.low = qp_num_undefined("none");
        leaf->treatment.clip.high = qp_num_undefined("none");
        compile(&leaf->value);
    }
    compile(&bonuses[0].points);
    compile(&deductions[0].points);
    compile(&vetoes[0].when);
    compile(&checks[0].assertion);
    compile(&checks[0].unless);
}

/* A score that was made: value V, normalised N, weight W, points P, rank R. */
static struct qp_score
scored(const char *v, const char *n, const char *w, const char *p, int r)
{
    qp_num value = v ? number(v) : qp_num_undefined("no value");
    qp_num normalised = n ? number(n) : qp_num_undefined("no score");
    qp_num *weight = qp_arena_alloc(run.arena, 1, sizeof *weight);

    *weight = number(w);
    return (struct qp_score){
        .used = value,
        .normalised = normalised,
        .shared_weight = weight,
        .exact = qp_num_mul(run.arena, normalised, *weight),
        .points = p ? number(p) : normalised,
        .half_ranks = 2 * r,
    };
}

/* Lets SCORE have no value of its own, for REASON; POLICY was applied. */
static void
lack(struct qp_score *score, enum qp_state state, const char *reason,
     enum qp_policy_kind policy)
{
    score->state = state;
    score->aside = qp_arena_alloc(run.arena, 1, sizeof *score->aside);
    *score->aside = (struct qp_aside){
        .value = qp_value_state(state, reason),
        .reason = reason,
        .policy = { .kind = policy },
    };
}

/* One that is not there, for REASON; POLICY was applied. */
static struct qp_score
gone(enum qp_state state, const char *reason, enum qp_policy_kind policy,
     enum qp_standing standing)
{
    struct qp_score score = scored(NULL, NULL, "0", NULL, 0);

    lack(&score, state, reason, policy);
    score.standing = standing;
    return score;
}

static void
make_scores(void)
{
    struct qp_score *a = scores, *b = a + N_NODES, *c = b + N_NODES;
    const qp_num third = qp_num_div(run.arena, qp_num_int(1), qp_num_int(3));

    a[G] = scored(NULL, "0.5", "60", "30.00", 2);
    a[X] = scored("10800.5", "0.5", "60", "30.00", 2);
    a[Y] = gone(QP_NOT_APPLICABLE, "没有", QP_POLICY_EXCLUDE,
                QP_STANDING_EXCLUDED);
    a[H] = scored("3", "1", "40", "13.33", 1);
    a[H].normalised = third;
    a[H].exact = qp_num_mul(run.arena, third, qp_num_int(40));
    b[G] = scored(NULL, "0.9", "60", "54.00", 1);
    b[X] = scored("1", "0.9", "30", "27.00", 1);
    b[Y] = scored("7", "0.9", "30", "27.00", 1);
    b[Y].substituted = true;
    lack(&b[Y], QP_MISSING, "待核", QP_POLICY_MEAN);
    b[H] = scored(NULL, "0", "40", "0.00", 2);
    lack(&b[H], QP_UNDEFINED, "division by zero", QP_POLICY_ZERO);
    for (size_t i = 0; i < N_NODES; i++) {
        c[i] = gone(QP_ABSENT, "not reported", QP_POLICY_NONE,
                    QP_STANDING_UNSCORED);
        c[i].shared_weight = NULL;
    }
}

static struct qp_outcome
outcome(const char *base, const char *bonus, const char *deduction,
        const char *total, int rank)
{
    return (struct qp_outcome){
        .base_normalised =
            qp_num_div(run.arena, number(base), qp_num_int(100)),
        .base_exact = number(base),
        .base = number(base),
        .bonus_exact = number(bonus),
        .bonus = number(bonus),
        .deduction_exact = number(deduction),
        .deduction = number(deduction),
        .total_exact = number(total),
        .total = number(total),
        .rank = qp_num_int(rank),
        .grade = QP_NONE,
    };
}

static void
make_outcomes(void)
{
    const qp_num none = qp_num_undefined("none");
    static const char *const points[N_DISTRICTS][2] = { { "2.00", "0.00" },
                                                        { "0.00", "0.50" },
                                                        { "0.00", "0.00" } };

    outcomes[A] = outcome("43.33", "2", "0", "45.33", 2);
    outcomes[B] = outcome("54", "0", "0.5", "53.5", 1);
    outcomes[B].grade = 0;
    outcomes[C] = outcome("0", "0", "0", "0", 9);
    outcomes[C].base_normalised = outcomes[C].base_exact = none;
    outcomes[C].base = outcomes[C].total = outcomes[C].total_exact = none;
    outcomes[C].rank = none;
    outcomes[C].state = QP_UNDEFINED;
    outcomes[C].reason = "excluded by a veto";
    outcomes[C].excluded = struck[C][0] = true;
    for (size_t d = 0; d < N_DISTRICTS; d++) {
        for (size_t i = 0; i < 2; i++) {
            awards[d][i].points = awards[d][i].exact = number(points[d][i]);
            awards[d][i].value = qp_value_number(awards[d][i].points);
        }
        outcomes[d].bonuses = &awards[d][0];
        outcomes[d].deductions = &awards[d][1];
        outcomes[d].struck = struck[d];
    }
}

static void
make_result(void)
{
    make_rules();
    make_scores();
    make_outcomes();
    for (size_t i = 0; i < N_NODES + 1; i++)
        summaries[i] = (struct qp_summary){ .n = 2,
                                            .mean = number("49.415"),
                                            .sd = qp_num_int(1),
                                            .max = number("53.5"),
                                            .min = number("45.33") };
    for (size_t i = 0; i < QP_COUNT(full); i++)
        full[i] = qp_num_int(i % N_NODES == H ? 40 : 60);
    reported.value = qp_value_number(number("10800.5"));
    reported.at = (struct qp_place){ .file = "in/a.xml", .line = 12 };
    verified_figure.value = qp_value_number(number("10200"));
    verified_figure.at = (struct qp_place){ .file = "in/v.xml", .line = 3 };
    verified = (struct qp_verified){ .figure = verified_figure,
                                     .source = "市商务委",
                                     .reason = "收汇\n日期 < 今年",
                                     .document = "1号" };
    extra = (struct qp_extra){ .verified = &verified, .note = "\"=说明\"" };
    entries[A] = (struct qp_entry){ &reported, &extra };
    terms_of_a[0].value = qp_value_number(number("10800.5"));
    terms_of_a[1].value = qp_value_number(number("777001"));
    terms_of_b[0].value = qp_value_number(number("555002"));
    result = (struct qp_result){ .rules = &rules,
                                 .subs = &subs,
                                 .findings = &findings,
                                 .scores = scores,
                                 .outcomes = outcomes,
                                 .summaries = summaries,
                                 .weighings = weighings,
                                 .by_rank = by_rank,
                                 .n_ranked = 2,
                                 .full = full };
}

/* ---- charts ---- */

enum { PART_MOST = 1 << 16 };

/* What the part NAME of the workbook says. */
static const char *
part(const char *name)
{
    unzFile zip = unzOpen(in_top("book.xlsx"));
    char *text = qp_arena_alloc(run.arena, PART_MOST + 1, 1);

    ck_assert_ptr_nonnull(zip);
    ck_assert_int_eq(unzLocateFile(zip, name, 1), UNZ_OK);
    ck_assert_int_eq(unzOpenCurrentFile(zip), UNZ_OK);
    ck_assert_int_ge(unzReadCurrentFile(zip, text, PART_MOST), 0);
    unzCloseCurrentFile(zip);
    unzClose(zip);
    return text;
}

/* Two charts side by side below a table of one row, and a text below them. */
START_TEST(charts_take_rows_of_their_own)
{
    struct qp_book *book;
    struct qp_page *page;
    size_t row;

    make_result();
    book = open_book();
    page = qp_page_begin(book, &result, "s", "about", NULL, 2, true);
    for (size_t i = 0; i < 2; i++)
        qp_page_width(page, i, 40, 40);
    row = page->row++;
    qp_cell_text(page->sheet, row, 0, text_style, "甲区");
    qp_cell_number(page->sheet, row, 1, number_style, number("1.25"));
    {
        const struct qp_chart_series series[] = {
            { "=1", { page->sheet, row, 1, 1 }, QP_INK_MAIN, false },
            { "平均", { page->sheet, row, 1, 1 }, QP_INK_OTHER, true },
        };
        const struct qp_chart charts[] = {
            { QP_CHART_COLUMNS, "题一", "区", "分",
              { page->sheet, row, 0, 1 }, series, 2, true },
            { QP_CHART_RADAR, "题二", NULL, NULL,
              { page->sheet, row, 0, 1 }, series, 1, false },
        };

        qp_chart_put(page, charts, 2, 10);
    }
    ck_assert_uint_eq(page->row, row + 11);
    qp_page_finish(page);
    ck_assert_msg(qp_book_close(book), "%s", problem());
    ck_assert_ptr_nonnull(strstr(part("xl/charts/chart1.xml"),
                                 "<c:f>s!$B$4</c:f>"));
    ck_assert_ptr_nonnull(strstr(part("xl/charts/chart1.xml"), "题一"));
    ck_assert_ptr_null(strstr(part("xl/charts/chart1.xml"), "<c:f>1</c:f>"));
    ck_assert_ptr_nonnull(strstr(part("xl/charts/chart2.xml"), "radarChart"));
    ck_assert_ptr_nonnull(strstr(part("xl/drawings/drawing1.xml"),
                                 "<xdr:from><xdr:col>1</xdr:col>"));
}
END_TEST

/* Worked out from the format: codes and texts as they are but for formulas,
   numbers exact or with 20 digits, points with two decimals. */
static const char csv[] =
    "\xef\xbb\xbf"
    "district,name,group,indicator,parent,state,value,normalised,weight,"
    "points,rank,grade\r\n"
    "a,甲区,core,g,total,reported,,0.5,60,30.00,2,\r\n"
    "a,甲区,core,x,g,reported,10800.5,0.5,60,30.00,2,\r\n"
    "a,甲区,core,y,g,not_applicable,,,0,,,\r\n"
    "a,甲区,core,h,total,reported,3,0.33333333333333333333,40,13.33,1,\r\n"
    "a,甲区,core,p,bonus,reported,2,,,2.00,,\r\n"
    "a,甲区,core,m,deduction,reported,0,,,0.00,,\r\n"
    "a,甲区,core,total,,reported,,0.4333,100,45.33,2,\r\n"
    "b,\"'=乙,\"\"区\"\"\",,g,total,reported,,0.9,60,54.00,1,\r\n"
    "b,\"'=乙,\"\"区\"\"\",,x,g,reported,1,0.9,30,27.00,1,\r\n"
    "b,\"'=乙,\"\"区\"\"\",,y,g,missing,7,0.9,30,27.00,1,\r\n"
    "b,\"'=乙,\"\"区\"\"\",,h,total,undefined,,0,40,0.00,2,\r\n"
    "b,\"'=乙,\"\"区\"\"\",,p,bonus,reported,0,,,0.00,,\r\n"
    "b,\"'=乙,\"\"区\"\"\",,m,deduction,reported,0.5,,,-0.50,,\r\n"
    "b,\"'=乙,\"\"区\"\"\",,total,,reported,,0.54,100,53.50,1,good\r\n"
    "c,../丙,,g,total,undefined,,,,,,\r\n"
    "c,../丙,,x,g,absent,,,,,,\r\n"
    "c,../丙,,y,g,absent,,,,,,\r\n"
    "c,../丙,,h,total,absent,,,,,,\r\n"
    "c,../丙,,p,bonus,reported,0,,,,,\r\n"
    "c,../丙,,m,deduction,reported,0,,,,,\r\n"
    "c,../丙,,total,,undefined,,,,,,\r\n";

static void
publish(void)
{
    make_result();
    ck_assert_msg(qp_publish(&run, &result, in_top("out"), false, true), "%s",
                  problem());
}

START_TEST(csv_is_as_worked_out)
{
    publish();
    ck_assert_str_eq(read_all(in_top("out/result.csv")), csv);
}
END_TEST

static xmlNodePtr
child(xmlNodePtr node, const char *name)
{
    for (node = node->children; node; node = node->next)
        if (strcmp((const char *)node->name, name) == 0)
            return node;
    ck_abort_msg("no %s", name);
}

/* The attribute NAME of NODE, "" where there is none. */
static const char *
attribute(xmlNodePtr node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *text =
        qp_arena_text(run.arena, value ? (const char *)value : "");

    xmlFree(value);
    return text;
}

/* The element NAME of district A whose code is CODE. */
static xmlNodePtr
of_a(xmlNodePtr root, const char *name, const char *code)
{
    xmlNodePtr node = child(root, "district")->children;

    for (; node; node = node->next)
        if (strcmp((const char *)node->name, name) == 0 &&
            strcmp(attribute(node, "code"), code) == 0)
            return node;
    ck_abort_msg("no %s %s", name, code);
}

START_TEST(record_loses_nothing)
{
    xmlDocPtr doc;
    xmlNodePtr root, datum;
    xmlChar *note;

    publish();
    doc = xmlReadFile(in_top("out/result.xml"), NULL, XML_PARSE_NONET);
    ck_assert_ptr_nonnull(doc);
    root = xmlDocGetRootElement(doc);
    ck_assert_str_eq((const char *)root->ns->href, QP_RESULT_NAMESPACE);
    ck_assert_str_eq(attribute(child(root, "evaluation"), "title"), "评价/=1");
    ck_assert_str_eq(attribute(of_a(root, "score", "h"), "normalised"), "1/3");
    ck_assert_str_eq(attribute(of_a(root, "score", "h"), "exact"), "40/3");
    ck_assert_str_eq(attribute(of_a(root, "score", "h"), "points"), "13.33");
    ck_assert_str_eq(attribute(of_a(root, "score", "y"), "standing"),
                     "excluded");
    datum = of_a(root, "datum", "d");
    ck_assert_str_eq(attribute(datum, "value"), "10200");
    ck_assert_str_eq(attribute(datum, "cut"), "600.5");
    ck_assert_str_eq(attribute(child(datum, "reported"), "at"), "a.xml:12");
    ck_assert_str_eq(attribute(child(datum, "verified"), "reason"),
                     "收汇\n日期 < 今年");
    note = xmlNodeGetContent(child(datum, "note"));
    ck_assert_str_eq((const char *)note, "\"=说明\"");
    xmlFree(note);
    xmlFreeDoc(doc);
}
END_TEST

/* The attributes that the record has of each finding. */
static const struct {
    const char *name, *values[QP_COUNT(found)];
} of_findings[] = {
    { "check", { "k", "k", "k", "k" } },
    { "district", { "a", "b", "b", "" } },
    { "level", { "error", "warning", "error", "note" } },
    { "submitted", { "yes", "yes", "", "yes" } },
    { "open", { "", "yes", "", "yes" } },
    { "explained", { "", "", "yes", "" } },
    { "at", { "a.xml:12", "b.xml:5", "b.xml:6", "rules.ini:7" } },
    { "text",
      { "d 数据 = 10800.5 万元, city_max(d) = 777001 万元",
        "prior(d) 数据 = 555002 万元", "", "" } },
};

START_TEST(record_has_the_findings)
{
    xmlDocPtr doc;
    xmlNodePtr node;
    size_t n = 0;

    publish();
    doc = xmlReadFile(in_top("out/result.xml"), NULL, XML_PARSE_NONET);
    ck_assert_ptr_nonnull(doc);
    node = child(xmlDocGetRootElement(doc), "findings")->children;
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        ck_assert_uint_lt(n, QP_COUNT(found));
        for (size_t i = 0; i < QP_COUNT(of_findings); i++)
            ck_assert_str_eq(attribute(node, of_findings[i].name),
                             of_findings[i].values[n]);
        n++;
    }
    ck_assert_uint_eq(n, QP_COUNT(found));
    xmlFreeDoc(doc);
}
END_TEST

/* The files that the record names have the hashes that it gives. */
START_TEST(record_names_all_files)
{
    xmlDocPtr doc;
    xmlNodePtr node;
    size_t n = 0;

    publish();
    doc = xmlReadFile(in_top("out/result.xml"), NULL, XML_PARSE_NONET);
    ck_assert_ptr_nonnull(doc);
    node = child(xmlDocGetRootElement(doc), "outputs")->children;
    for (; node; node = node->next) {
        const char *command;

        if (node->type != XML_ELEMENT_NODE)
            continue;
        command = qp_arena_printf(
            run.arena, "cd %s/out && echo '%s  %s' | sha256sum -c --quiet",
            top, attribute(node, "sha256"), attribute(node, "name"));
        ck_assert_msg(system(command) == 0, "%s", command);
        n++;
    }
    ck_assert_uint_eq(n, N_DISTRICTS + 5);
    xmlFreeDoc(doc);
}
END_TEST

static const struct {
    const char *name;
    mode_t mode;
} files[] = {
    { "out", 040755 },
    { "out/result.csv", 0100644 },
    { "out/result.xml", 0100644 },
    { "out/评价_=1-2025.xlsx", 0100644 },
    { "out/通报附件-2025.xlsx", 0100644 },
    { "out/通报要点.txt", 0100644 },
    { "out/区级通报", 040755 },
    { "out/区级通报/a-甲区.xlsx", 0100644 },
    { "out/区级通报/c-_._丙.xlsx", 0100644 },
};

START_TEST(files_are_there)
{
    publish();
    for (size_t i = 0; i < QP_COUNT(files); i++) {
        struct stat st;

        ck_assert_msg(stat(in_top(files[i].name), &st) == 0, "%s",
                      files[i].name);
        ck_assert_msg(st.st_mode == files[i].mode, "%s: %o", files[i].name,
                      st.st_mode);
    }
}
END_TEST

/* True if the workbook at PATH holds what the pattern WORDS finds. */
static bool
workbook_holds(const char *path, const char *words)
{
    return system(qp_arena_printf(run.arena,
                                  "unzip -p '%s/out/%s' | grep -q '%s'", top,
                                  path, words)) == 0;
}

static bool
notice_of_a_holds(const char *words)
{
    return workbook_holds("区级通报/a-甲区.xlsx", words);
}

/* What the overall workbook says of each finding. */
START_TEST(findings_are_shown)
{
    static const char book[] = "评价_=1-2025.xlsx";

    publish();
    ck_assert(workbook_holds(book, "数据 10800.5 万元；city_max(d) 777001"));
    ck_assert(workbook_holds(book, "报送原数不平，核定后已平"));
    ck_assert(workbook_holds(book, "数据（上年） 555002 万元"));
    ck_assert(workbook_holds(book, "属例外情形：code =="));
    ck_assert(workbook_holds(book, "全市"));
    ck_assert(workbook_holds(
        book, "审核关系1条，不符4处，其中核定后已平的1处，已说明的1处"));
}
END_TEST

/* A notice holds no other district's name, no value put in for its own, no
   finding of another and no figure of another within its own findings. */
START_TEST(notices_are_discreet)
{
    publish();
    ck_assert(!notice_of_a_holds("乙\\|丙"));
    ck_assert(notice_of_a_holds("数据 10800.5 万元；city_max(d) —"));
    ck_assert(!notice_of_a_holds("777001\\|555002"));
}
END_TEST

START_TEST(wrong_texts_stop_publication)
{
    static const char wrong[] = "乙\xff";

    make_result();
    districts[B].name = wrong;
    ck_assert(!qp_publish(&run, &result, in_top("out"), false, true));
    ck_assert_int_eq(access(in_top("out"), F_OK), -1);
    ck_assert_int_eq(
        system(qp_arena_printf(run.arena, "[ -z \"$(ls -A %s)\" ]", top)), 0);
    districts[B].name = "=乙,\"区\"";
}
END_TEST

/* Somebody has changed the rules after they were read. */
START_TEST(changed_inputs_stop_publication)
{
    const char *path = rule_file.path;

    make_result();
    rule_file.path = in_top("rules.ini");
    ck_assert_int_eq(
        system(qp_arena_printf(run.arena, "echo >%s", rule_file.path)), 0);
    ck_assert(!qp_publish(&run, &result, in_top("out"), true, true));
    ck_assert_ptr_nonnull(
        strstr(problem(), "has changed since it was read; score again"));
    ck_assert_int_eq(
        system(qp_arena_printf(run.arena, "[ \"$(ls -A %s)\" = rules.ini ]",
                               top)),
        0);
    rule_file.path = path;
}
END_TEST

/* ---- where it may be written ---- */

START_TEST(empty_and_earlier_folders_are_replaced)
{
    struct stat before, after;

    ck_assert_int_eq(mkdir(in_top("out"), 0700), 0);
    publish();
    ck_assert_int_eq(stat(in_top("out"), &before), 0);
    publish();
    ck_assert_int_eq(stat(in_top("out"), &after), 0);
    ck_assert_uint_ne(before.st_ino, after.st_ino);
    ck_assert_int_eq(
        system(qp_arena_printf(run.arena, "[ \"$(ls -A %s)\" = out ]", top)),
        0);
}
END_TEST

/* What is done to a record, and the line that then says otherwise; null where
   nobody needs to mind. */
static const struct {
    const char *command, *wanted;
} edits[] = {
    { "sed -i 's/generator=\"[^\"]*/generator=\"quping 9.9/'", NULL },
    { "sed -i 's/<file name=\"result.csv\" /<file name=\"other.csv\" /'",
      NULL },
    { "sed -i '3s/title=\"/title=\"My /'",
      "result.xml:3: error: the record has <evaluation" },
    { "sed -i '$s/.*/<!-- -->/'", "but its rules and submissions give "
                                  "</result>" },
    { "sed -i '$d'", "the record has nothing more, but" },
};

START_TEST(records_tell_of_edits)
{
    const char *path = in_top("out/result.xml");
    bool same;

    publish();
    ck_assert_int_eq(system(qp_arena_printf(run.arena, "%s %s",
                                            edits[_i].command, path)),
                     0);
    same = qp_record_matches(&run, &result, path);
    ck_assert_int_eq(same, edits[_i].wanted == NULL);
    if (same)
        return;
    ck_assert_msg(strstr(problem(), edits[_i].wanted) != NULL, "%s",
                  problem());
    ck_assert_ptr_nonnull(strstr(problem(), "[differs]"));
}
END_TEST

/* Commands, run in an empty directory, after which "out" is refused. */
static const struct {
    const char *command, *wanted;
} obstacles[] = {
    { "touch out", "this is not a directory" },
    { "mkfifo out", "this is not a directory" },
    { "ln -s /tmp out", "this is a symbolic link" },
    { "ln -s nothing out", "this is a symbolic link" },
    { "mkdir out && touch out/letter", "something else than an earlier "
                                       "result: letter" },
    { "mkdir out && echo '<result/>' >out/result.xml",
      "something else than an earlier result" },
    { "mkdir out && echo '<!DOCTYPE a><result "
      "xmlns=\"urn:quping:result:1\"/>' >out/result.xml",
      "something else than an earlier result" },
    { "mkdir out && echo '<result xmlns=\"urn:quping:result:1\">"
      "<outputs><file name=\"x/y\"/></outputs>' >out/result.xml && "
      "mkdir out/x && touch out/x/y out/x/z",
      "something else than an earlier result: x/z" },
};

START_TEST(obstacles_are_refused)
{
    make_result();
    ck_assert_int_eq(system(qp_arena_printf(run.arena, "cd %s && { %s; }", top,
                                            obstacles[_i].command)),
                     0);
    ck_assert(!qp_publish(&run, &result, in_top("out"), false, true));
    ck_assert_msg(strstr(problem(), obstacles[_i].wanted) != NULL, "%s",
                  problem());
    ck_assert_ptr_nonnull(strstr(problem(), "[output]"));
    ck_assert_int_eq(
        system(qp_arena_printf(run.arena, "[ \"$(ls -A %s)\" = out ]", top)),
        0);
}
END_TEST

static const char *const nameless[] = { ".", "..", "/", "./" };

START_TEST(paths_without_a_name_are_refused)
{
    make_result();
    ck_assert(!qp_publish(&run, &result, nameless[_i], false, true));
    ck_assert_ptr_nonnull(strstr(problem(), "[output]"));
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tc, test, 0, (int)QP_COUNT(rows))

int
main(void)
{
    Suite *suite = suite_create("output");
    TCase *tc = tcase_create("output");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 60);
    LOOP(characters_are_measured, characters);
    tcase_add_test(tc, lines_are_counted);
    LOOP(file_names_are_harmless, file_names);
    tcase_add_test(tc, words_agree_in_both_languages);
    tcase_add_test(tc, texts_come_back_as_written);
    tcase_add_test(tc, numbers_have_15_digits);
    tcase_add_test(tc, formulas_come_back_as_written);
    tcase_add_loop_test(tc, double_is_spelt, 0, QP_COUNT(spelt));
    tcase_add_test(tc, decimals_are_counted);
    LOOP(wrong_texts_are_refused, refused);
    tcase_add_test(tc, long_texts_are_cut_visibly);
    LOOP(wrong_sheet_names_are_refused, sheet_names);
    tcase_add_test(tc, any_difference_is_found);
    tcase_add_test(tc, links_are_compared);
    tcase_add_test(tc, shared_texts_are_compared);
    tcase_add_test(tc, texts_are_shared);
    tcase_add_test(tc, numbers_are_spelt_in_full);
    tcase_add_test(tc, pieces_make_one_part);
    tcase_add_test(tc, traps_are_refused);
    tcase_add_test(tc, damage_is_found);
    tcase_add_loop_test(tc, full_disks_are_noticed, 0, 4);
    tcase_add_test(tc, charts_take_rows_of_their_own);
    tcase_add_test(tc, csv_is_as_worked_out);
    tcase_add_test(tc, record_loses_nothing);
    tcase_add_test(tc, record_names_all_files);
    tcase_add_test(tc, files_are_there);
    tcase_add_test(tc, changed_inputs_stop_publication);
    tcase_add_test(tc, record_has_the_findings);
    tcase_add_test(tc, findings_are_shown);
    tcase_add_test(tc, notices_are_discreet);
    tcase_add_test(tc, wrong_texts_stop_publication);
    tcase_add_test(tc, empty_and_earlier_folders_are_replaced);
    LOOP(obstacles_are_refused, obstacles);
    LOOP(paths_without_a_name_are_refused, nameless);
    LOOP(records_tell_of_edits, edits);
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
