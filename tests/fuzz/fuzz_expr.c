/* Expressions.  Bytes choose a tree, which is written as text for the compiler
   and worked out here by GMP, node by node: both must come to the same number,
   or both to none.  A first byte of 0xff takes the rest for the text of an
   expression, which must be compiled or refused. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <gmp.h>

#include "engine/expr.h"

enum { DEEPEST = 12, LONGEST = 4000, RAW = 0xff };

static struct qp_district districts[] = { { .code = "A", .name = "A",
                                            .group = QP_NONE } };
static struct qp_datum data[] = { { .code = "x", .unit_name = "" },
                                  { .code = "y", .unit_name = "" } };
static const int figures[] = { 7, -3 };

/* A tree at work: its text so far, and the bytes that choose. */
struct tree {
    struct fuzz_bytes bytes;
    char text[LONGEST * 4];
    size_t length;
    int nodes;
};

static void
put(struct tree *tree, const char *text)
{
    size_t n = strlen(text);

    MUST(tree->length + n < sizeof tree->text);
    memcpy(tree->text + tree->length, text, n + 1);
    tree->length += n;
}

static bool grow(struct tree *tree, int depth, mpq_t x);

/* A figure, or a number with a decimal or two. */
static bool
grow_leaf(struct tree *tree, mpq_t x)
{
    unsigned choice = fuzz_take(&tree->bytes);
    char text[32];

    if (choice % 4 < 2) {
        put(tree, data[choice % 4].code);
        mpq_set_si(x, figures[choice % 4], 1);
        return true;
    }
    snprintf(text, sizeof text, "%u.%02u", choice / 4, choice % 100);
    put(tree, text);
    mpq_set_ui(x, choice / 4 * 100 + choice % 100, 100);
    mpq_canonicalize(x);
    return true;
}

/* The two operands of an operator that is spelt NAME, in brackets. */
static bool
grow_two(struct tree *tree, int depth, const char *name, mpq_t a, mpq_t b)
{
    bool is_sound;

    put(tree, "(");
    is_sound = grow(tree, depth, a);
    put(tree, name);
    is_sound = grow(tree, depth, b) && is_sound;
    put(tree, ")");
    return is_sound;
}

static bool
grow_operator(struct tree *tree, int depth, mpq_t x)
{
    static const char *const names[] = { " + ", " - ", " * ", " / ",
                                         " < ", " >= ", " == " };
    unsigned kind = fuzz_take(&tree->bytes) % QP_COUNT(names);
    bool is_sound;
    mpq_t a, b;

    mpq_inits(a, b, NULL);
    is_sound = grow_two(tree, depth, names[kind], a, b);
    if (is_sound && kind == 0)
        mpq_add(x, a, b);
    else if (is_sound && kind == 1)
        mpq_sub(x, a, b);
    else if (is_sound && kind == 2)
        mpq_mul(x, a, b);
    else if (is_sound && kind == 3)
        (is_sound = mpq_sgn(b) != 0) ? mpq_div(x, a, b) : mpq_set_ui(x, 0, 1);
    else if (is_sound)
        mpq_set_si(x,
                   kind == 4   ? mpq_cmp(a, b) < 0
                   : kind == 5 ? mpq_cmp(a, b) >= 0
                               : mpq_cmp(a, b) == 0,
                   1);
    mpq_clears(a, b, NULL);
    return is_sound;
}

/* A minus sign, or a function of two or three. */
static bool
grow_function(struct tree *tree, int depth, mpq_t x)
{
    unsigned kind = fuzz_take(&tree->bytes) % 5;
    bool is_sound, other;
    mpq_t a, b;

    mpq_inits(a, b, NULL);
    if (kind == 0) {
        put(tree, "(-");
        is_sound = grow(tree, depth, a);
        put(tree, ")");
        mpq_neg(x, a);
    } else if (kind == 1) {
        put(tree, "abs(");
        is_sound = grow(tree, depth, a);
        put(tree, ")");
        mpq_abs(x, a);
    } else if (kind < 4) {
        put(tree, kind == 2 ? "min" : "max");
        is_sound = grow_two(tree, depth, ", ", a, b);
        mpq_set(x, (mpq_cmp(a, b) < 0) == (kind == 2) ? a : b);
    } else { /* only the branch taken is looked at */
        bool holds;

        put(tree, "if(");
        is_sound = grow(tree, depth, x);
        holds = mpq_sgn(x) != 0;
        put(tree, " != 0, ");
        other = grow(tree, depth, a);
        is_sound = is_sound && (!holds || other);
        put(tree, ", ");
        other = grow(tree, depth, b);
        is_sound = is_sound && (holds || other);
        put(tree, ")");
        mpq_set(x, holds ? a : b);
    }
    mpq_clears(a, b, NULL);
    return is_sound;
}

/* Grows a tree and works it out into X; false if it has no value. */
static bool
grow(struct tree *tree, int depth, mpq_t x)
{
    unsigned kind = fuzz_take(&tree->bytes) % 4;

    if (depth == 0 || tree->length > LONGEST || ++tree->nodes > 60)
        return grow_leaf(tree, x);
    switch (kind) {
    case 0:
        return grow_leaf(tree, x);
    case 1:
        return grow_function(tree, depth - 1, x);
    default:
        return grow_operator(tree, depth - 1, x);
    }
}

/* The city: one district with the figures. */
static struct qp_ruleset *
make_rules(struct qp_session *run)
{
    static struct qp_ruleset rules;

    rules = (struct qp_ruleset){ .year = 2025,
                                 .units = qp_units_new(run->arena),
                                 .districts = districts,
                                 .n_districts = 1,
                                 .data = data,
                                 .n_data = QP_COUNT(data) };
    MUST(qp_units_resolve(run, rules.units));
    for (size_t i = 0; i < QP_COUNT(data); i++)
        data[i].unit = qp_units_get(run->arena, rules.units, "");
    return &rules;
}

/* The value of EXPR. */
static struct qp_value
evaluate(struct qp_session *run, const struct qp_ruleset *rules,
         const struct qp_expr *expr)
{
    static const bool peers[] = { true };
    static size_t of_district[] = { QP_NONE };
    struct qp_figure *given =
        qp_arena_alloc(run->arena, QP_COUNT(data), sizeof *given);
    struct qp_entry *entries =
        qp_arena_alloc(run->arena, QP_COUNT(data), sizeof *entries);
    struct qp_submissions *subs = qp_arena_alloc(run->arena, 1, sizeof *subs);

    for (size_t i = 0; i < QP_COUNT(data); i++) {
        given[i].value = qp_value_number(qp_num_int(figures[i]));
        entries[i].reported = &given[i];
    }
    *subs = (struct qp_submissions){ .entries = entries,
                                     .of_district = of_district };
    return qp_expr_eval(
        expr, qp_eval_new(run->arena, rules, subs, peers, NULL), 0);
}

static const struct qp_expr *
compile(struct qp_session *run, const struct qp_ruleset *rules,
        const char *text)
{
    return qp_expr_compile(run, rules, text,
                           (struct qp_place){ "r.ini", 1, NULL },
                           QP_EXPR_PEERS);
}

static void
try_raw(const uint8_t *text, size_t size)
{
    struct qp_session *run = fuzz_begin();
    const struct qp_ruleset *rules = make_rules(run);
    const struct qp_expr *expr = compile(
        run, rules, qp_arena_copy(run->arena, (const char *)text, size));

    MUST(!expr == !qp_diag_ok(run->diag));
    if (expr)
        evaluate(run, rules, expr);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct tree tree;
    struct qp_session *run;
    const struct qp_ruleset *rules;
    const struct qp_expr *expr;
    struct qp_value value;
    bool is_sound;
    mpq_t x;
    char *text;

    if (size > 1 && size < 1000 && bytes[0] == RAW) {
        try_raw(bytes + 1, size - 1);
        return 0;
    }
    tree.bytes = (struct fuzz_bytes){ bytes, bytes + size };
    tree.length = 0;
    tree.nodes = 0;
    mpq_init(x);
    is_sound = grow(&tree, DEEPEST, x);
    run = fuzz_begin();
    rules = make_rules(run);
    expr = compile(run, rules, tree.text);
    if (!expr)
        fprintf(stderr, "%s\n%s", tree.text, fuzz_said(run));
    MUST(expr);
    value = evaluate(run, rules, expr);
    MUST((value.state == QP_REPORTED) == is_sound);
    text = mpq_get_str(NULL, 10, x);
    if (is_sound && strcmp(text, qp_num_fraction(run->arena, value.num)) != 0)
        fprintf(stderr, "%s = %s\n", tree.text, text);
    MUST(!is_sound ||
         strcmp(text, qp_num_fraction(run->arena, value.num)) == 0);
    free(text);
    mpq_clear(x);
    return 0;
}
