/* Rows of detail: credit codes, countries, dates and ids, decimals without
   rationals, sets of labels, conditions as tests on integers.  Each is held
   against something slower that says the same: rationals, the evaluator of
   expressions, texts as they are. */

#include <config.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "engine/country.h"
#include "engine/date.h"
#include "engine/expr.h"
#include "engine/uscc.h"
#include "input/conditions.h"
#include "input/decimal.h"
#include "input/labels.h"
#include "input/roll.h"
#include "input/rows.h"
#include "input/tally.h"
#include "input/text.h"

static struct qp_session run;

static void
setup(void)
{
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
}

static void
teardown(void)
{
    qp_arena_free(run.arena);
}

/* The same numbers in every run. */
static uint64_t state;

static uint32_t
draw(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

/* ---- credit codes ---- */

/* Codes that firms and offices bear in public, and slips in them. */
static const struct {
    const char *text, *wrong;
} usccs[] = {
    { "91310115MA1K35KN7N", NULL },
    { "91440300708461136T", NULL },
    { "91310115MA1K35KN7P", "check digit" },
    { "91110000802100433B", NULL },
    { "9144030071526726XG", NULL },
    { "91330100799655058B", NULL },
    { "91310000132260250X", NULL },
    { "91310000132260251X", "check digit" },
    { "91310000132260520X", "check digit" },
    { "9131000013226025", "18 characters" },
    { "91310000132260250XX", "18 characters" },
    { "", "18 characters" },
    { "91310000132260250x", "small letters" },
    { "9131000O132260250X", "no credit code has" },
    { "913100001322602\xef\xbc\x90", "no credit code has" },
    { "91A10000132260250X", "region" },
    { "O1310000132260250X", "no credit code has" },
    { "91310000O32260250X", "no credit code has" },
    { "9131000013226~250X", "no credit code has" },
};

START_TEST(uscc_is_checked)
{
    const char *text = usccs[_i].text, *wrong;
    char back[QP_USCC_LENGTH + 1];
    uint64_t packed[2];

    wrong = qp_uscc_read(text, strlen(text), packed);
    if (usccs[_i].wrong) {
        ck_assert_msg(wrong && strstr(wrong, usccs[_i].wrong), "%s: %s", text,
                      wrong ? wrong : "taken");
        return;
    }
    ck_assert_msg(!wrong, "%s: %s", text, wrong ? wrong : "");
    qp_uscc_text(packed, back);
    ck_assert_str_eq(back, text);
}
END_TEST

START_TEST(countries_are_found)
{
    static const char *const none[] = { "UK", "EU", "cn", "C", "CHN", "AA",
                                        "ZZ", "", "[A", "A[" };
    const char *code;
    int n = 0;

    for (; (code = qp_country_row((size_t)n)); n++)
        ck_assert_int_eq(qp_country_find(code, 2), n);
    ck_assert_int_eq(n, 249);
    for (size_t i = 0; i < QP_COUNT(none); i++)
        ck_assert_int_eq(qp_country_find(none[i], strlen(none[i])), -1);
}
END_TEST

/* ---- dates ---- */

/* The Gregorian calendar: 1900 has no 29 February, 2000 has. */
static const struct {
    const char *text, *wrong;
    int day;
} dates[] = {
    { "2025-12-31", NULL, 20251231 },
    { "2000-02-29", NULL, 20000229 },
    { "2024-02-29", NULL, 20240229 },
    { "1900-02-29", "no day of the calendar", 0 },
    { "2025-02-29", "no day of the calendar", 0 },
    { "2025-04-31", "no day of the calendar", 0 },
    { "2025-00-10", "no day of the calendar", 0 },
    { "2025-13-10", "no day of the calendar", 0 },
    { "2025-10-00", "no day of the calendar", 0 },
    { "2025-1-100", "YYYY-MM-DD", 0 },
    { "2025-01/10", "YYYY-MM-DD", 0 },
    { "x025-01-10", "YYYY-MM-DD", 0 },
    { "2025-x1-10", "YYYY-MM-DD", 0 },
    { "2025-01-x0", "YYYY-MM-DD", 0 },
    { "2025-01-1", "YYYY-MM-DD", 0 },
};

START_TEST(dates_are_of_the_calendar)
{
    const char *text = dates[_i].text;
    int day;
    const char *wrong = qp_date_parse(text, strlen(text), &day);

    if (dates[_i].wrong) {
        ck_assert_msg(wrong && strstr(wrong, dates[_i].wrong), "%s: %s", text,
                      wrong ? wrong : "taken");
        return;
    }
    ck_assert_msg(!wrong, "%s: %s", text, wrong ? wrong : "");
    ck_assert_int_eq(day, dates[_i].day);
}
END_TEST

/* ---- ids that look alike ---- */

/* By the Unicode tables: U+00A0, U+1680, U+2000 to U+200A, U+202F, U+205F and
   U+3000 are separators, and U+2800 has no dots; U+200B has no width and U+2027
   is a point.  U+FF01 to U+FF5E are ASCII in full width, U+FF5F a bracket. */
static const struct {
    const char *text, *folded;
} folds[] = {
    { " A\tb C ", "abc" },
    { "A\u00a0B\u1680C\u2000D\u200aE\u202fF\u205fG\u2800H\u3000I",
      "abcdefghi" },
    { "\uff21\uff3a\uff10\uff5e\uff01", "az0~!" },
    { "a\u200bb\u2027c\u1fffd\uff5fe\uff00f",
      "a\u200bb\u2027c\u1fffd\uff5fe\uff00f" },
    { "\u5408\u540c\u7532", "\u5408\u540c\u7532" },
    { "", "" },
};

START_TEST(ids_are_folded)
{
    char *text = qp_arena_text(run.arena, folds[_i].text);

    qp_text_fold(text);
    ck_assert_str_eq(text, folds[_i].folded);
}
END_TEST

/* ---- decimals ---- */

/* Writes a number of N digits, PLACES of them behind the point. */
static size_t
write_number(char *text, int n, int places)
{
    size_t length = 0;

    if (draw(4) == 0)
        text[length++] = draw(3) ? '-' : '+';
    for (int i = 0; i < n; i++) {
        if (i == n - places)
            text[length++] = '.';
        text[length++] = (char)('0' + draw(10));
    }
    text[length] = '\0';
    return length;
}

static qp_num
rational(const char *text)
{
    qp_num x;
    const char *wrong = qp_num_parse(run.arena, text, strlen(text),
                                     QP_NUM_DIGITS_INPUT, &x);

    ck_assert_msg(!wrong, "%s %s", text, wrong ? wrong : "");
    return x;
}

/* In any scale, a decimal is the rational, and so are sums, the greatest and
   the least of a thousand of them, of which some are long and some sums pass
   64 bits. */
START_TEST(decimals_are_rationals)
{
    int scale = _i % 19;
    struct qp_decimal_cells cells = { .arena = run.arena, .scale = scale };
    qp_decimal_cell sum = 0, most = 0, least = 0;
    qp_num sum_of, most_of, least_of;
    char text[40];

    state = (uint64_t)_i;
    for (int i = 0; i < 1000; i++) {
        int digits = 1 + (int)draw(draw(3) ? 18 : 24), places = 0;
        struct qp_decimal x;
        qp_num same;

        if (draw(2))
            places = (int)draw((uint32_t)digits);
        write_number(text, digits, places);
        same = rational(text);
        ck_assert(qp_decimal_read(text, strlen(text), scale, &x, &places));
        ck_assert_int_eq(places, qp_num_decimals_written(text, strlen(text)));
        ck_assert_int_eq(
            qp_num_cmp(qp_decimal_number(run.arena, &x, scale), same), 0);
        qp_decimal_add(&cells, &sum, &x);
        qp_decimal_extend(&cells, &most, i > 0, 1, &x);
        qp_decimal_extend(&cells, &least, i > 0, -1, &x);
        sum_of = i ? qp_num_add(run.arena, sum_of, same) : same;
        most_of = i ? qp_num_max(run.arena, most_of, same) : same;
        least_of = i ? qp_num_min(run.arena, least_of, same) : same;
    }
    ck_assert_int_eq(
        qp_num_cmp(qp_decimal_cell_number(run.arena, &cells, sum), sum_of),
        0);
    ck_assert_int_eq(
        qp_num_cmp(qp_decimal_cell_number(run.arena, &cells, most), most_of),
        0);
    ck_assert_int_eq(
        qp_num_cmp(qp_decimal_cell_number(run.arena, &cells, least),
                   least_of),
        0);
}
END_TEST

/* What is no number for the one is none for the other. */
START_TEST(spellings_are_the_same)
{
    static const char bytes[] = "0123456789.+-eE, ";
    char text[32];
    int places;

    state = (uint64_t)_i;
    for (int i = 0; i < 20000; i++) {
        size_t n = draw(28);
        struct qp_decimal x;
        qp_num y;

        for (size_t k = 0; k < n; k++)
            text[k] = draw(4) ? (char)('0' + draw(10))
                              : bytes[draw(sizeof bytes - 1)];
        text[n] = '\0';
        ck_assert_msg(!qp_decimal_read(text, n, 2, &x, &places) ==
                          !!qp_num_parse(run.arena, text, n,
                                         QP_NUM_DIGITS_INPUT, &y),
                      "%s", text);
    }
}
END_TEST

/* ---- labels ---- */

static struct qp_label
label_of(const char *text)
{
    static const struct qp_label_key key = { 1, 2 };

    return qp_label_of_text(key, text, strlen(text));
}

START_TEST(labels_are_the_texts)
{
    char shown[QP_LABEL_SHOWN];
    uint64_t packed[2];

    qp_label_text(label_of(""), shown);
    ck_assert_str_eq(shown, "");
    qp_label_text(label_of("C17"), shown);
    ck_assert_str_eq(shown, "C17");
    qp_label_text(label_of("123456789012345"), shown);
    ck_assert_str_eq(shown, "123456789012345");
    qp_label_text(label_of("1234567890123456"), shown);
    ck_assert_str_eq(shown, "");
    ck_assert(!qp_uscc_read("91110000802100433B", 18, packed));
    qp_label_text(qp_label_of_uscc(packed), shown);
    ck_assert_str_eq(shown, "91110000802100433B");
}
END_TEST

/* SipHash-2-4-128 of 00 01 .. 0f under the key 00 01 .. 0f is published with
   it, and "openssl mac" says the same; a label has all but the last byte. */
START_TEST(digest_is_siphash)
{
    static const unsigned char published[] = {
        0x6e, 0xe2, 0xa4, 0xca, 0x67, 0xb0, 0x54, 0xbb,
        0xfd, 0x33, 0x15, 0xbf, 0x85, 0x23, 0x05
    };
    const struct qp_label_key key =
        qp_label_key("07060504030201000f0e0d0c0b0a0908");
    unsigned char text[16], bytes[15];
    struct qp_label label;

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (unsigned char)i;
    label = qp_label_of_text(key, (const char *)text, sizeof text);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] =
            (unsigned char)((i < 8 ? label.a : label.b) >> (8 * (i % 8)));
    ck_assert_mem_eq(bytes, published, sizeof bytes);
}
END_TEST

enum { MANY = 100000 };

START_TEST(sets_number_what_is_new)
{
    struct qp_labels *labels = qp_labels_new();
    char text[40];

    for (int round = 0; round < 2; round++)
        for (int i = 0; i < MANY; i++) {
            struct qp_label label;

            snprintf(text, sizeof text, _i ? "contract-no-%08d" : "C%d", i);
            label = label_of(text);
            ck_assert_uint_eq(
                qp_labels_add(labels, label, qp_labels_expect(labels, label),
                              i + 1),
                (size_t)i);
        }
    ck_assert_uint_eq(qp_labels_count(labels), MANY);
    for (int i = 0; i < MANY; i++)
        ck_assert_int_eq(qp_labels_line(labels, (size_t)i), i + 1);
    qp_labels_close(labels);
    ck_assert_uint_eq(qp_labels_count(labels), MANY);
    qp_labels_free(labels);
}
END_TEST

/* ---- rolls ---- */

static struct qp_roll_id
id_of(const char *text)
{
    static const struct qp_label_key key = { 1, 2 };

    return qp_roll_id_of(key, text, strlen(text));
}

static void
write_down(struct qp_roll *roll, const char *text, int line)
{
    struct qp_roll_id id = id_of(text);

    qp_roll_add(roll, &id, qp_roll_expect(roll, &id), line);
}

START_TEST(ids_are_the_texts)
{
    static const char *const texts[] = { "", "C17", "12345678901234567890123" };
    struct qp_roll_id id;
    char shown[QP_ROLL_ID];

    for (size_t i = 0; i < QP_COUNT(texts); i++) {
        id = id_of(texts[i]);
        qp_roll_id_text(&id, shown);
        ck_assert_str_eq(shown, texts[i]);
    }
    id = id_of("123456789012345678901234");
    qp_roll_id_text(&id, shown);
    ck_assert_str_eq(shown, "");
}
END_TEST

/* Of two files of MANY ids, written down in opposite order, some are in both,
   and one stands twice in the first. */
START_TEST(rolls_find_what_stands_twice)
{
    struct qp_roll_twice *twice;
    struct qp_roll *rolls[2];
    uint64_t secret[2];
    char text[60];
    int sum = 0;

    qp_roll_secret(secret);
    for (int f = 0; f < 2; f++) {
        rolls[f] = qp_roll_new(secret);
        for (int i = 0; i < MANY; i++) {
            int number = f ? 2 * MANY - 5 - i : i;

            snprintf(text, sizeof text, "%s%08d",
                     _i ? "contract-no-of-long-" : "C", number);
            write_down(rolls[f], text, i + 1);
        }
    }
    snprintf(text, sizeof text, "%s%08d", _i ? "contract-no-of-long-" : "C",
             77);
    write_down(rolls[0], text, MANY + 1);
    ck_assert_uint_eq(
        qp_roll_compare(run.arena, &rolls[0], 1, 100, &twice), 1);
    ck_assert_int_eq(twice->line, MANY + 1);
    ck_assert_int_eq(twice->first_line, 78);
    ck_assert_uint_eq(
        qp_roll_compare(run.arena, &rolls[1], 1, 100, &twice), 0);
    ck_assert_uint_eq(qp_roll_compare(run.arena, rolls, 2, 100, &twice), 4);
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(twice[i].file, 1);
        ck_assert_uint_eq(twice[i].first_file, 0);
        ck_assert_int_eq(twice[i].first_line - 1,
                         2 * MANY - 5 - (twice[i].line - 1));
        sum += MANY - twice[i].first_line;
    }
    ck_assert_int_eq(sum, 0 + 1 + 2 + 3);
    ck_assert_uint_eq(qp_roll_compare(run.arena, rolls, 2, 3, &twice), 3);
    qp_roll_free(rolls[0]);
    qp_roll_free(rolls[1]);
}
END_TEST

/* ---- conditions ---- */

static const char *const markets[] = { "offshore", "onshore" };

enum { ID, MARKET, ZONE, SIGNED, PAID, COUNTRY, AMOUNT, EXECUTED, STAFF,
       N_FIELDS };

static struct qp_record_field fields[N_FIELDS] = {
    [ID] = { .code = "id", .type = QP_FIELD_TEXT },
    [MARKET] = { .code = "market",
                 .type = QP_FIELD_ENUM,
                 .words = markets,
                 .n_words = QP_COUNT(markets),
                 .optional = true },
    [ZONE] = { .code = "zone", .type = QP_FIELD_BOOL, .optional = true },
    [SIGNED] = { .code = "signed", .type = QP_FIELD_DATE },
    [PAID] = { .code = "paid", .type = QP_FIELD_DATE, .optional = true },
    [COUNTRY] = { .code = "country", .type = QP_FIELD_COUNTRY },
    [AMOUNT] = { .code = "amount", .type = QP_FIELD_DECIMAL, .decimals = 2 },
    [EXECUTED] = { .code = "executed",
                   .type = QP_FIELD_DECIMAL,
                   .decimals = 2,
                   .optional = true },
    [STAFF] = { .code = "staff", .type = QP_FIELD_INTEGER, .decimals = 0 },
};

static struct qp_record_type contract = {
    .code = "contract", .fields = fields, .n_fields = N_FIELDS
};

static const char *const conditions[] = {
    "market == \"offshore\"",
    "market != \"offshore\" and zone",
    "not (market == \"offshore\" and zone)",
    "not zone or country == \"CN\"",
    "executed > 0",
    "executed >= 0.005",
    "executed < 12.345 and executed > -3",
    "executed == 1.005",
    "executed != 1.005",
    "100 <= amount",
    "not (5 > staff)",
    "executed <= amount",
    "not (executed < amount)",
    "amount == staff",
    "signed >= \"2025-01-01\" and signed <= \"2025-12-31\"",
    "signed < \"2025-06-01\" or \"2025-09-01\" <= signed",
    "paid >= signed",
    "paid != signed",
    "id == \"C1\"",
    "id != \"C1\" and id != \"C2\"",
    "country == \"HK\" or country == \"MO\" or country == \"TW\"",
    "(zone or staff > 3) and (market == \"onshore\" or executed > 5)",
    "(market == \"onshore\") == (country == \"CN\")",
    "(market == \"offshore\") != (not zone or staff > 3)",
    "not ((executed > 5) == (paid < signed))",
    "staff",
    "not staff",
    "amount * 0.5 > executed",
    "max(amount, 3) > executed",
    "if(zone, amount, executed) > 2",
    "amount > 99999999999999999999",
    "amount < 99999999999999999999",
    "amount > -99999999999999999999",
    /* too many ways, or too much in one */
    "(staff > 1 or zone) and (executed > 1 or zone) and "
    "(amount > 1 or staff > 2) and (market == \"onshore\" or staff < 6)",
    "staff == 0 or staff == 1 or staff == 2 or staff == 3 or staff == 4 or "
    "amount == 0 or amount == 1 or amount == 100 or zone",
    "staff != 0 and staff != 1 and staff != 2 and staff != 3 and "
    "amount != 0 and amount != 1 and executed != 0 and executed != 1 and "
    "zone",
    "(staff > 1 or zone or amount > 1) == "
    "(executed > 1 or staff > 2 or amount > 3)",
    "(staff > 1 and zone and amount > 1) == "
    "(executed > 1 and staff > 2 and amount > 3)",
    "(zone or staff > 2) == (amount > 3 or executed > 5 or "
    "(staff > 1 and zone) or market == \"onshore\")",
    /* parts that are more than comparisons */
    "staff > 1 and max(amount, 3) > executed",
    "max(amount, 3) > executed or staff > 1",
    "(max(amount, 3) > executed) == (staff > 1)",
    "(staff > 1) != (max(amount, 3) > executed)",
    "not ((staff > 1 or zone) and (max(amount, 3) > executed or zone))",
    "zone == (staff > 3)",
    "(staff > 3) == zone",
    "abs(staff - 2)",
    "max(staff - 2, 0)",
    "staff - 2",
    "staff > 1 / 0",
    "-3.5 == executed",
    "1.01 != amount",
    "2 < staff",
    "(amount > 1) == (2 < staff)",
};

/* Fills ROW with what a file may have. */
static void
draw_row(struct qp_row *row)
{
    static const char *const ids[] = { "C1", "C2", "C17" };
    static const char *const days[] = { "2024-12-31", "2025-01-01",
                                        "2025-06-01", "2025-12-31" };
    static const int numbers[] = { 20241231, 20250101, 20250601, 20251231 };
    static const char *const countries[] = { "CN", "HK", "US" };
    static const char *const amounts[] = { "0",
                                           "1.00",
                                           "1.01",
                                           "0.01",
                                           "-3.5",
                                           "100",
                                           "12.34",
                                           "9999999999999999.99",
                                           "99999999999999999999.99" };
    struct qp_decimal decimal;
    int places;

    *row = (struct qp_row){ .there = 0 };
    for (size_t i = 0; i < N_FIELDS; i++) {
        const char *text = "";
        size_t k = draw(fields[i].type == QP_FIELD_DATE ? 4 : 2);

        row->there |=
            (qp_row_fields)(!fields[i].optional || draw(3) > 0) << i;
        row->numbers[i] = (int64_t)k;
        if (fields[i].type == QP_FIELD_TEXT) {
            text = ids[draw(3)];
        } else if (fields[i].type == QP_FIELD_ENUM) {
            text = markets[k];
        } else if (fields[i].type == QP_FIELD_DATE) {
            text = days[k];
            row->numbers[i] = numbers[k];
        } else if (fields[i].type == QP_FIELD_COUNTRY) {
            text = countries[draw(3)];
            row->numbers[i] = qp_country_find(text, 2);
        } else if (i == STAFF) {
            row->numbers[i] = draw(8);
        } else if (fields[i].type == QP_FIELD_DECIMAL) {
            text = amounts[draw(QP_COUNT(amounts))];
            qp_decimal_read(text, strlen(text), 2, &decimal, &places);
            row->numbers[i] = decimal.number;
            row->longs[i] = decimal.rest;
            row->is_long |= (qp_row_fields)decimal.is_long << i;
        }
        row->texts[i] = text;
        row->lengths[i] = strlen(text);
    }
}

/* Compiles the conditions to FORMULAS. */
static void
compile(struct qp_ruleset *rules, struct qp_formula formulas[])
{
    rules->units = qp_units_new(run.arena);
    ck_assert(qp_units_resolve(&run, rules->units));
    for (size_t i = 0; i < N_FIELDS; i++)
        fields[i].unit = &qp_unit_one;
    for (size_t i = 0; i < QP_COUNT(conditions); i++) {
        formulas[i] = (struct qp_formula){ .text = conditions[i] };
        formulas[i].expr = qp_expr_compile_record(
            &run, rules, &contract, conditions[i], formulas[i].at, 0);
        ck_assert_msg(formulas[i].expr, "%s", conditions[i]);
    }
}

/* True if FORMULA holds on the row of VALUES. */
static bool
evaluate(const struct qp_formula *formula, struct qp_arena *scratch,
         const struct qp_value *values)
{
    struct qp_value value = qp_expr_eval_row(formula->expr, scratch, values);

    return value.state == QP_REPORTED && qp_num_sign(value.num) != 0;
}

/* A condition tried on a row says what the evaluator says. */
START_TEST(conditions_are_expressions)
{
    struct qp_ruleset rules = { 0 };
    struct qp_conditions *tried = qp_conditions_new(run.arena, &contract);
    struct qp_formula formulas[QP_COUNT(conditions)];
    struct qp_arena *scratch = qp_arena_new();
    bool holds[QP_COUNT(conditions)];
    struct qp_row row;
    size_t n_held = 0;

    compile(&rules, formulas);
    for (size_t i = 0; i < QP_COUNT(conditions); i++) {
        ck_assert_uint_eq(qp_conditions_add(tried, &formulas[i]), i);
        ck_assert_uint_eq(qp_conditions_add(tried, &formulas[i]), i);
    }
    state = 7;
    for (int n = 0; n < 20000; n++) {
        const struct qp_value *values;

        draw_row(&row);
        qp_conditions_decide(tried, qp_conditions_test(tried, &row), holds);
        qp_conditions_evaluate(tried, &row, scratch, holds);
        values = qp_row_values(scratch, &contract, &row);
        for (size_t i = 0; i < QP_COUNT(conditions); i++) {
            bool want = evaluate(&formulas[i], scratch, values);

            ck_assert_msg(holds[i] == want, "%s in row %d", conditions[i], n);
            n_held += want;
        }
        qp_arena_clear(scratch);
    }
    ck_assert_uint_gt(n_held, 100000);
    qp_arena_free(scratch);
}
END_TEST

/* What a figure comes to, of N rows. */
struct outcome {
    qp_num sum, most;
    size_t n, n_present;
};

static void
add_to_outcome(struct outcome *outcome, const struct qp_row *row, size_t field)
{
    struct qp_decimal decimal = qp_row_decimal(row, field);
    qp_num x = qp_decimal_number(run.arena, &decimal,
                                 qp_row_scale(&contract.fields[field]));

    outcome->n++;
    if (!qp_row_has(row, field))
        return;
    outcome->sum = qp_num_add(run.arena, outcome->sum, x);
    outcome->most =
        outcome->n_present++ ? qp_num_max(run.arena, outcome->most, x) : x;
}

static qp_num
number_of(const struct outcome *outcome, enum qp_take_kind kind)
{
    if (kind == QP_TAKE_COUNT)
        return qp_num_int((int64_t)outcome->n);
    if (kind == QP_TAKE_SUM)
        return outcome->sum;
    if (outcome->n_present == 0)
        return qp_num_undefined("none");
    if (kind == QP_TAKE_MAX)
        return outcome->most;
    return qp_num_div(run.arena, outcome->sum,
                      qp_num_int((int64_t)outcome->n_present));
}

/* Figures are what the rows that count for each come to, added up one by one
   in rationals: with far more combinations of tests than are kept, figures
   that may be left out, long ones, and sums that become long. */
START_TEST(tallies_are_sums)
{
    static const enum qp_take_kind kinds[] = { QP_TAKE_SUM, QP_TAKE_COUNT,
                                               QP_TAKE_MEAN, QP_TAKE_MAX };
    struct qp_ruleset rules = { .records = &contract, .n_records = 1 };
    struct qp_formula formulas[QP_COUNT(conditions)];
    struct qp_datum data[QP_COUNT(conditions)];
    struct outcome outcomes[QP_COUNT(conditions)];
    struct qp_arena *scratch = qp_arena_new();
    const struct qp_tally_plan *plan;
    struct qp_tally *tally;
    struct qp_row row;
    size_t n_all = 0;

    compile(&rules, formulas);
    contract.key = contract.territorial = QP_NONE;
    for (size_t i = 0; i < QP_COUNT(conditions); i++) {
        enum qp_take_kind kind = kinds[(i + (size_t)_i) % QP_COUNT(kinds)];

        data[i] = (struct qp_datum){
            .where = formulas[i],
            .by = QP_NONE,
            .take = { kind, kind == QP_TAKE_COUNT ? QP_NONE
                            : i % 3 == 0          ? AMOUNT
                                                  : EXECUTED },
            .unit = &qp_unit_one,
        };
        outcomes[i] = (struct outcome){ .sum = qp_num_int(0) };
    }
    rules.data = data;
    rules.n_data = QP_COUNT(data);
    plan = qp_tally_plan_new(run.arena, &rules, &contract);
    tally = qp_tally_new(run.arena, plan, EXECUTED);
    state = (uint64_t)_i;
    for (int n = 0; n < 3000; n++) {
        const struct qp_value *values;

        if (n % 50 < 25) /* the same again, for sums that become long */
            draw_row(&row);
        row.holds = qp_tally_holds(scratch, plan);
        qp_tally_try(tally, &row);
        qp_tally_add(tally, &row);
        values = qp_row_values(scratch, &contract, &row);
        for (size_t i = 0; i < QP_COUNT(data); i++)
            if (evaluate(&formulas[i], scratch, values))
                add_to_outcome(&outcomes[i], &row,
                               data[i].take.field == QP_NONE
                                   ? EXECUTED
                                   : data[i].take.field);
        qp_arena_clear(scratch);
    }
    qp_tally_finish(tally);
    for (size_t i = 0; i < QP_COUNT(data); i++) {
        qp_num want = number_of(&outcomes[i], data[i].take.kind);
        size_t n;
        qp_num found = qp_tally_figure(run.arena, tally, i, &n);

        ck_assert_uint_eq(n, outcomes[i].n);
        ck_assert_int_eq(qp_num_defined(found), qp_num_defined(want));
        if (qp_num_defined(want))
            ck_assert_int_eq(qp_num_cmp(found, want), 0);
        n_all += n;
    }
    ck_assert_uint_gt(n_all, 10000);
    qp_tally_free(tally);
    qp_arena_free(scratch);
}
END_TEST

/* ---- words ---- */

/* Writes a word of up to 20 letters, many of which are alike. */
static const char *
draw_word(char text[24])
{
    size_t n = 1 + draw(20);

    memset(text, 'a', n);
    text[n] = '\0';
    text[draw((uint32_t)n)] = (char)('a' + draw(4));
    return text;
}

static size_t
find_text(const char *const *words, size_t n, const char *text)
{
    size_t i = 0;

    while (i < n && strcmp(words[i], text) != 0)
        i++;
    return i;
}

/* Reads a row whose only field is VALUE, as the parser passes it, to ROW. */
static bool
read_value(struct qp_rows *rows, const char *value, struct qp_row *row)
{
    const unsigned char *const pointers[QP_SAX_POINTERS] = {
        [QP_SAX_NAME] = (const unsigned char *)"kind",
        [QP_SAX_VALUE] = (const unsigned char *)value,
        [QP_SAX_END] = (const unsigned char *)value + strlen(value),
    };
    const struct qp_sax_row tag = { .name = "record",
                                    .attributes = pointers,
                                    .n_attributes = 1 };

    return qp_rows_read(rows, &tag, row);
}

/* A word of any length is found among those that a field may be, and no other
   one is. */
START_TEST(words_are_told_apart)
{
    const char *words[60];
    struct qp_record_field field = { .code = "kind", .type = QP_FIELD_ENUM };
    struct qp_record_type record = {
        .code = "r", .fields = &field, .n_fields = 1, .key = QP_NONE
    };
    struct qp_labels *none = NULL;
    struct qp_label_key key = { 1, 2 };
    size_t n = 0, n_found = 0;
    struct qp_rows *rows;
    struct qp_row row;

    state = (uint64_t)_i;
    while (n < (size_t)_i + 1) {
        char word[24];

        words[n] = qp_arena_text(run.arena, draw_word(word));
        n += find_text(words, n, words[n]) == n;
    }
    field.words = words;
    field.n_words = n;
    rows = qp_rows_new(&run, run.arena, "f.xml", &record, &none, key);
    for (int k = 0; k < 500; k++) {
        char word[24];
        size_t want = find_text(words, n, draw_word(word));
        ck_assert_int_eq(read_value(rows, word, &row), want < n);
        if (want < n)
            ck_assert_uint_eq((size_t)row.numbers[0], want);
        n_found += want < n;
    }
    ck_assert_uint_gt(n_found, 0);
}
END_TEST

/* What the parser passes for "&", and what is meant. */
static const struct {
    const char *value, *text, *id;
    enum qp_field_type type;
} references[] = {
    { "a&#38;b", "a&b", "A&B", QP_FIELD_TEXT },
    { " &#38;&#38; ", "&&", "&&", QP_FIELD_TEXT },
    { "a&#38;#38;", "a&#38;", "A&#38;", QP_FIELD_TEXT },
    { "a&#38", "a&#38", "A&#38", QP_FIELD_TEXT },
    { "\xe6\x9c\x8d&#38;", "\xe6\x9c\x8d&", "\xe6\x9c\x8d&", QP_FIELD_TEXT },
    { "r&#38;d", "r&d", NULL, QP_FIELD_ENUM },
    { "&#38;", NULL, NULL, QP_FIELD_ENUM },
    { "&#38;#49;", NULL, NULL, QP_FIELD_INTEGER },
};

START_TEST(references_are_what_they_stand_for)
{
    static const char *const words[] = { "r", "r&d" };
    struct qp_record_field field = { .code = "kind",
                                     .name = "",
                                     .type = references[_i].type,
                                     .words = words,
                                     .n_words = QP_COUNT(words) };
    bool is_text = field.type == QP_FIELD_TEXT;
    struct qp_record_type record = { .code = "r",
                                     .fields = &field,
                                     .n_fields = 1,
                                     .key = is_text ? 0 : QP_NONE };
    struct qp_labels *none = NULL;
    struct qp_label_key key = { 1, 2 };
    const char *text = references[_i].text;
    struct qp_row row;
    struct qp_rows *rows =
        qp_rows_new(&run, run.arena, "f.xml", &record, &none, key);

    ck_assert_int_eq(read_value(rows, references[_i].value, &row), !!text);
    if (!text)
        return;
    ck_assert_uint_eq(row.lengths[0], strlen(text));
    ck_assert_mem_eq(row.texts[0], text, strlen(text));
    if (is_text) {
        char id[QP_ROLL_ID];

        qp_roll_id_text(&row.id, id);
        ck_assert_str_eq(id, references[_i].id);
    }
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("records");
    TCase *tc = tcase_create("records");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, uscc_is_checked, 0, QP_COUNT(usccs));
    tcase_add_test(tc, countries_are_found);
    tcase_add_loop_test(tc, dates_are_of_the_calendar, 0, QP_COUNT(dates));
    tcase_add_loop_test(tc, ids_are_folded, 0, QP_COUNT(folds));
    tcase_add_loop_test(tc, decimals_are_rationals, 0, 57);
    tcase_add_loop_test(tc, spellings_are_the_same, 0, 3);
    tcase_add_test(tc, labels_are_the_texts);
    tcase_add_test(tc, digest_is_siphash);
    tcase_add_loop_test(tc, sets_number_what_is_new, 0, 2);
    tcase_add_test(tc, ids_are_the_texts);
    tcase_add_loop_test(tc, rolls_find_what_stands_twice, 0, 2);
    tcase_add_test(tc, conditions_are_expressions);
    tcase_add_loop_test(tc, tallies_are_sums, 0, 4);
    tcase_add_loop_test(tc, words_are_told_apart, 0, 60);
    tcase_add_loop_test(tc, references_are_what_they_stand_for, 0,
                        QP_COUNT(references));
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
