/* Conditions as tests on integers; see conditions.h. */

#include <config.h>

#include "input/conditions.h"

#include <string.h>

#include "engine/country.h"
#include "engine/date.h"
#include "engine/expr.h"

/* Tests are bits of a word. */
enum { TESTS = 64 };

/* Beyond all short figures. */
#define FAR ((int64_t)1 << 62)

enum test_kind { TEST_RANGE, TEST_TEXT, TEST_ORDER, TEST_SAME };

/* What is asked of FIELD: that its number lies from LOW to HIGH, or its text is
   TEXT; or that its number stands to that of OTHER as one from LOW to HIGH to
   0, or its text is that of OTHER; or, negated, the opposite. */
struct test {
    enum test_kind kind;
    bool negated;
    qp_row_fields fields; /* bits of FIELD and OTHER */
    size_t field, other;
    int64_t low, high;
    const char *text;
    size_t length;
};

/* The tests that each number of FIELD passes, which has only a few. */
struct lookup {
    size_t field, n;
    uint64_t *passed;
};

struct condition {
    const struct qp_formula *formula;
    bool is_simple;
    const uint64_t *ways; /* tests that hold together */
    size_t n_ways;
};

struct qp_conditions {
    struct qp_arena *arena;
    const struct qp_record_type *record;
    struct test *tests;
    struct lookup lookups[QP_RECORD_FIELDS];
    size_t *others; /* tests that are not looked up */
    struct condition *all;
    size_t n_tests, tests_capacity, n_lookups, n_others, n, capacity, n_simple;
};

struct qp_conditions *
qp_conditions_new(struct qp_arena *arena, const struct qp_record_type *record)
{
    struct qp_conditions *conditions =
        qp_arena_alloc(arena, 1, sizeof *conditions);

    conditions->arena = arena;
    conditions->record = record;
    conditions->others =
        qp_arena_alloc(arena, TESTS, sizeof *conditions->others);
    return conditions;
}

/* ---- comparisons to tests ---- */

/* Sets the range of TEST to the numbers that stand in RELATION to one between
   FLOOR and CEIL, which are equal where it is whole. */
static void
set_range(struct test *test, enum qp_relation relation, int64_t floor,
          int64_t ceil)
{
    test->low = -FAR;
    test->high = FAR;
    switch (relation) {
    case QP_LESS:
        test->high = ceil - 1;
        break;
    case QP_LESS_EQUAL:
        test->high = floor;
        break;
    case QP_GREATER_EQUAL:
        test->low = ceil;
        break;
    case QP_GREATER:
        test->low = floor + 1;
        break;
    case QP_EQUAL:
    case QP_UNEQUAL:
        test->low = ceil;
        test->high = floor;
        test->negated = relation == QP_UNEQUAL;
        break;
    }
}

/* X as an integer, or one beyond all that it is compared with. */
static int64_t
hold(qp_num x)
{
    int64_t number;

    if (qp_num_to_int(x, FAR - 1, &number))
        return number;
    return qp_num_sign(x) < 0 ? 1 - FAR : FAR - 1;
}

/* Reads the text that FIELD is compared with as a number. */
static bool
read_word(const struct qp_record_field *field, const char *text, int *number)
{
    *number = -1; /* that of no word */
    if (field->type == QP_FIELD_DATE)
        return !qp_date_parse(text, strlen(text), number);
    if (field->type == QP_FIELD_COUNTRY)
        *number = qp_country_find(text, strlen(text));
    for (size_t i = 0; i < field->n_words; i++)
        if (strcmp(field->words[i], text) == 0)
            *number = (int)i;
    return field->type == QP_FIELD_COUNTRY || field->type == QP_FIELD_ENUM;
}

static bool
is_of_text(const struct qp_record_field *field)
{
    return field->type == QP_FIELD_TEXT || field->type == QP_FIELD_USCC;
}

/* Makes TEST of a comparison of two fields of one type. */
static bool
read_fields(const struct qp_conditions *conditions,
            const struct qp_comparison *comparison, struct test *test)
{
    const struct qp_record_field *fields = conditions->record->fields;
    const struct qp_record_field *a = &fields[comparison->field];
    const struct qp_record_field *b = &fields[comparison->other];

    test->kind = is_of_text(a) ? TEST_SAME : TEST_ORDER;
    test->fields |= (qp_row_fields)1 << test->other;
    set_range(test, comparison->relation, 0, 0);
    if (is_of_text(a))
        return is_of_text(b);
    return a->type != QP_FIELD_ENUM && a->type == b->type &&
           qp_row_scale(a) == qp_row_scale(b);
}

static bool
read_test(const struct qp_conditions *conditions,
          const struct qp_comparison *comparison, struct test *test)
{
    struct qp_arena *arena = conditions->arena;
    const struct qp_record_field *field =
        &conditions->record->fields[comparison->field];
    qp_num scaled;
    int word;

    *test = (struct test){
        .field = comparison->field,
        .other = comparison->other,
        .negated = comparison->relation == QP_UNEQUAL,
    };
    test->fields = (qp_row_fields)1 << test->field;
    if (comparison->other != QP_NONE)
        return read_fields(conditions, comparison, test);
    if (comparison->text && is_of_text(field)) {
        test->kind = TEST_TEXT;
        test->text = comparison->text;
        test->length = strlen(comparison->text);
        return true;
    }
    if (comparison->text) {
        set_range(test, comparison->relation, 0, 0);
        if (!read_word(field, comparison->text, &word))
            return false;
        set_range(test, comparison->relation, word, word);
        return true;
    }
    scaled = qp_num_mul(arena, comparison->number,
                        qp_num_pow(arena, qp_num_int(10),
                                   qp_num_int(qp_row_scale(field))));
    set_range(test, comparison->relation, hold(qp_num_floor(arena, scaled)),
              hold(qp_num_ceil(arena, scaled)));
    return true;
}

static bool
is_same(const struct test *a, const struct test *b)
{
    return a->kind == b->kind && a->field == b->field &&
           a->other == b->other && a->negated == b->negated &&
           a->low == b->low && a->high == b->high &&
           a->length == b->length &&
           (!a->text || memcmp(a->text, b->text, a->length) == 0);
}

static bool
is_within(const struct test *test, int64_t number)
{
    return number >= test->low && number <= test->high;
}

/* How many numbers FIELD may have, 0 for any. */
static size_t
count_numbers(const struct qp_record_field *field)
{
    size_t n = 0;

    if (field->type == QP_FIELD_BOOL)
        return 2;
    while (field->type == QP_FIELD_COUNTRY && qp_country_row(n))
        n++;
    return field->type == QP_FIELD_ENUM ? field->n_words : n;
}

/* The lookup of FIELD, of which there are N numbers. */
static struct lookup *
find_lookup(struct qp_conditions *conditions, size_t field, size_t n)
{
    struct lookup *lookup = conditions->lookups;

    while (lookup < conditions->lookups + conditions->n_lookups &&
           lookup->field != field)
        lookup++;
    if (lookup == conditions->lookups + conditions->n_lookups) {
        lookup->field = field;
        lookup->n = n;
        lookup->passed =
            qp_arena_alloc(conditions->arena, n, sizeof *lookup->passed);
        conditions->n_lookups++;
    }
    return lookup;
}

/* Sees to it that test I is made of each row. */
static void
arrange_test(struct qp_conditions *conditions, size_t i)
{
    const struct test *test = &conditions->tests[i];
    size_t n = count_numbers(&conditions->record->fields[test->field]);
    struct lookup *lookup;

    if (n == 0 || test->kind != TEST_RANGE) {
        conditions->others[conditions->n_others++] = i;
        return;
    }
    lookup = find_lookup(conditions, test->field, n);
    for (size_t k = 0; k < n; k++)
        if (is_within(test, (int64_t)k) != test->negated)
            lookup->passed[k] |= (uint64_t)1 << i;
}

/* Adds COMPARISON to the tests, and its bit to *WAY. */
static bool
add_test(struct qp_conditions *conditions,
         const struct qp_comparison *comparison, uint64_t *way)
{
    struct test test;
    size_t i = 0;

    if (!read_test(conditions, comparison, &test))
        return false;
    while (i < conditions->n_tests && !is_same(&conditions->tests[i], &test))
        i++;
    if (i == TESTS)
        return false;
    if (i == conditions->n_tests) {
        conditions->tests = qp_arena_grow(
            conditions->arena, conditions->tests, conditions->n_tests,
            &conditions->tests_capacity, sizeof test);
        conditions->tests[conditions->n_tests++] = test;
        arrange_test(conditions, i);
    }
    *way |= (uint64_t)1 << i;
    return true;
}

/* Makes tests of CONDITION where it is simple. */
static void
simplify(struct qp_conditions *conditions, struct condition *condition)
{
    size_t n;
    const struct qp_way *ways =
        qp_expr_ways(conditions->arena, condition->formula->expr, &n);
    uint64_t *bits;

    if (!ways)
        return;
    bits = qp_arena_alloc(conditions->arena, n, sizeof *bits);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < ways[i].n; k++)
            if (!add_test(conditions, &ways[i].comparisons[k], &bits[i]))
                return;
    condition->is_simple = true;
    condition->ways = bits;
    condition->n_ways = n;
}

size_t
qp_conditions_add(struct qp_conditions *conditions,
                  const struct qp_formula *formula)
{
    static const uint64_t no_tests[] = { 0 };
    struct condition *condition;
    const char *text = formula->text ? formula->text : "";

    for (size_t i = 0; i < conditions->n; i++) {
        const char *other = conditions->all[i].formula->text;

        if (strcmp(text, other ? other : "") == 0)
            return i;
    }
    conditions->all =
        qp_arena_grow(conditions->arena, conditions->all, conditions->n,
                      &conditions->capacity, sizeof *conditions->all);
    condition = &conditions->all[conditions->n];
    *condition = (struct condition){ .formula = formula };
    if (formula->expr) {
        simplify(conditions, condition);
    } else {
        condition->is_simple = true;
        condition->ways = no_tests;
        condition->n_ways = 1;
    }
    conditions->n_simple += condition->is_simple;
    return conditions->n++;
}

size_t
qp_conditions_count(const struct qp_conditions *conditions)
{
    return conditions->n;
}

/* ---- rows ---- */

static bool
equals(const struct qp_row *row, size_t field, const char *text, size_t length)
{
    return row->lengths[field] == length &&
           memcmp(row->texts[field], text, length) == 0;
}

/* True if ROW, which has what TEST asks for, passes it. */
static bool
passes_text(const struct test *test, const struct qp_row *row)
{
    int64_t a = row->numbers[test->field], b;

    if (test->kind == TEST_TEXT)
        return equals(row, test->field, test->text, test->length);
    if (test->kind == TEST_SAME)
        return equals(row, test->field, row->texts[test->other],
                      row->lengths[test->other]);
    b = row->numbers[test->other];
    return is_within(test, (a > b) - (a < b));
}

/* The bit of TEST if ROW passes it: all that is compared must be there. */
static uint64_t
passes(const struct test *test, const struct qp_row *row)
{
    bool does;

    if ((row->there & test->fields) != test->fields)
        return 0;
    does = test->kind == TEST_RANGE
               ? is_within(test, row->numbers[test->field])
               : passes_text(test, row);
    return does != test->negated;
}

uint64_t
qp_conditions_test(const struct qp_conditions *conditions,
                   const struct qp_row *row)
{
    uint64_t passed = 0;

    for (size_t i = 0; i < conditions->n_lookups; i++) {
        const struct lookup *lookup = &conditions->lookups[i];

        if (qp_row_has(row, lookup->field))
            passed |= lookup->passed[row->numbers[lookup->field]];
    }
    for (size_t i = 0; i < conditions->n_others; i++) {
        size_t k = conditions->others[i];

        passed |= passes(&conditions->tests[k], row) << k;
    }
    return passed;
}

bool
qp_conditions_is_simple(const struct qp_conditions *conditions, size_t number)
{
    return conditions->all[number].is_simple;
}

static bool
any_way(const struct condition *condition, uint64_t passed)
{
    for (size_t i = 0; i < condition->n_ways; i++)
        if ((passed & condition->ways[i]) == condition->ways[i])
            return true;
    return false;
}

void
qp_conditions_decide(const struct qp_conditions *conditions, uint64_t passed,
                     bool holds[])
{
    for (size_t i = 0; i < conditions->n; i++)
        if (conditions->all[i].is_simple)
            holds[i] = any_way(&conditions->all[i], passed);
}

static bool
evaluate(const struct qp_conditions *conditions,
         const struct condition *condition, const struct qp_row *row,
         struct qp_arena *scratch)
{
    struct qp_value value;
    bool holds = true;

    if (condition->formula->expr) {
        value = qp_expr_eval_row(
            condition->formula->expr, scratch,
            qp_row_values(scratch, conditions->record, row));
        holds = value.state == QP_REPORTED && qp_num_sign(value.num) != 0;
        qp_arena_clear(scratch);
    }
    return holds;
}

void
qp_conditions_evaluate(const struct qp_conditions *conditions,
                       const struct qp_row *row, struct qp_arena *scratch,
                       bool holds[])
{
    bool is_short = qp_row_is_short(row);

    if (is_short && conditions->n_simple == conditions->n)
        return;
    for (size_t i = 0; i < conditions->n; i++)
        if (!is_short || !conditions->all[i].is_simple)
            holds[i] = evaluate(conditions, &conditions->all[i], row, scratch);
}
