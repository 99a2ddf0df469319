/* Expressions: a small city of three districts, and what expressions over its
   figures come to.  Expected values were worked out by hand; those of
   logarithms and roots are the printed digits of published tables. */

#include <config.h>

#include "engine/expr_impl.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/judge.h"
#include "engine/robust_impl.h"

static struct qp_session run;
static struct qp_ruleset rules;
static struct qp_submissions subs;
static struct qp_findings findings;
static bool peers[] = { true, true, true };

enum { AMOUNT, SMALL, STAFF, FIRMS, NONE, LOST, PANEL, BARE, N_DATA };
enum { N_DISTRICTS = 3 };

static struct qp_datum data[N_DATA] = {
    [AMOUNT] = { .code = "amount",
                 .name = "执行额",
                 .name_en = "Amount",
                 .unit_name = "亿美元" },
    [SMALL] = { .code = "small", .name = "小额", .unit_name = "万美元" },
    [STAFF] = { .code = "staff", .name = "人数", .unit_name = "人" },
    [FIRMS] = { .code = "firms",
                .name = "家数",
                .name_en = "Firms",
                .unit_name = "家" },
    [NONE] = { .code = "none", .name = "无", .unit_name = "" },
    [LOST] = { .code = "lost", .unit_name = "" },
    [PANEL] = { .code = "panel",
                .name = "评审",
                .unit_name = "",
                .given_by = QP_BY_EXPERTS,
                .min_experts = 3 },
    [BARE] = { .code = "bare", .name = "个数", .unit_name = "" },
};

static struct qp_district districts[N_DISTRICTS] = {
    { .code = "A", .name = "甲区", .group_text = "Core", .group = 0 },
    { .code = "B", .name = "乙区", .group_text = "Core", .group = 0 },
    { .code = "C", .name = "丙区", .group_text = NULL, .group = QP_NONE },
};

static struct qp_group groups[] = { { .code = "Core" } };
static struct qp_entry entries[N_DISTRICTS * N_DATA];

/* Of A there is a submission with a date, of B one without. */
static size_t of_district[] = { 0, 1, QP_NONE };
static struct qp_document documents[] = { { .submitted = "2026-04-03" },
                                          { .submitted = NULL } };

static struct qp_check checks[] = {
    { .code = "first", .level = QP_LEVEL_ERROR },
    { .code = "second", .level = QP_LEVEL_ERROR },
    { .code = "third", .level = QP_LEVEL_WARNING },
};

/* Two rows of A fail the first check; what is explained, and what only a
   verified figure fails, is not counted. */
static struct qp_finding found[] = {
    { .check = 0, .district = 0, .is_submitted = true, .is_open = true },
    { .check = 0, .district = 0, .is_submitted = true, .is_open = true },
    { .check = 1, .district = 0, .is_submitted = true },
    { .check = 2, .district = 0, .is_explained = true,
      .level = QP_LEVEL_WARNING },
    { .check = 1, .district = 1, .is_open = true },
    { .check = 2, .district = 1, .is_submitted = true, .is_open = true,
      .level = QP_LEVEL_WARNING },
};

static struct qp_grade grades[] = { { .code = "good" }, { .code = "Fail" } };

static qp_num
number(const char *text)
{
    qp_num x;

    ck_assert_msg(!qp_num_parse(run.arena, text, strlen(text), 40, &x), "%s",
                  text);
    return x;
}

static const struct qp_figure *
figure(const char *text)
{
    struct qp_figure *f = qp_arena_alloc(run.arena, 1, sizeof *f);

    f->value = qp_value_number(number(text));
    return f;
}

static void
give(size_t district, size_t datum, const char *now, const char *before)
{
    struct qp_entry *entry = &entries[district * N_DATA + datum];

    entry->reported = now ? figure(now) : NULL;
    qp_model_change_extra(run.arena, entry)->reported_prior =
        before ? figure(before) : NULL;
}

static void
fill_city(void)
{
    static struct qp_figure lost;
    static struct qp_verified verified;
    static struct qp_opinion opinions[5];
    static struct qp_extra panel;
    static const char *const scores[] = { "90", "70", "80", "100", "85" };

    give(0, AMOUNT, "3", "2");
    give(1, AMOUNT, "1", "0");
    give(2, AMOUNT, "5", NULL);
    give(0, SMALL, "5000", "2500");
    give(0, STAFF, "40", NULL);
    give(0, FIRMS, "8", NULL);
    give(0, BARE, "100", NULL);
    lost.value = qp_value_state(QP_WITHHELD, "secret");
    entries[LOST].reported = &lost;
    verified.figure.value = qp_value_number(number("35"));
    entries[STAFF].own_extra->verified = &verified;
    entries[STAFF].own_extra->note = "explained";
    for (size_t i = 0; i < QP_COUNT(opinions); i++)
        opinions[i] = (struct qp_opinion){ .score = number(scores[i]) };
    opinions[4].conflict = true;
    panel.opinions = opinions;
    panel.n_opinions = QP_COUNT(opinions);
    entries[PANEL].own_extra = &panel;
}

static void
setup(void)
{
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
    rules = (struct qp_ruleset){
        .prior = QP_PRIOR_SUBMISSION,
        .units = qp_units_new(run.arena),
        .data = data,
        .n_data = N_DATA,
        .districts = districts,
        .n_districts = N_DISTRICTS,
        .groups = groups,
        .n_groups = 1,
        .due = "2026-03-31",
        .checks = checks,
        .n_checks = QP_COUNT(checks),
        .grades = grades,
        .n_grades = QP_COUNT(grades),
    };
    qp_units_define(&run, rules.units, "万美元", "10000 USD",
                    (struct qp_place){ 0 });
    qp_units_define(&run, rules.units, "亿美元", "10000 万美元",
                    (struct qp_place){ 0 });
    ck_assert(qp_units_resolve(&run, rules.units));
    for (size_t i = 0; i < N_DATA; i++)
        data[i].unit =
            qp_units_get(run.arena, rules.units, data[i].unit_name);
    memset(entries, 0, sizeof entries);
    subs = (struct qp_submissions){
        .entries = entries, .of_district = of_district, .documents = documents
    };
    findings = (struct qp_findings){ found, QP_COUNT(found) };
    fill_city();
}

static void
teardown(void)
{
    qp_arena_free(run.arena);
}

/* What TEXT comes to for DISTRICT: digits, "STATE: reason", or the problem. */
static const char *
eval_for(const char *text, size_t district)
{
    const struct qp_expr *expr = qp_expr_compile(
        &run, &rules, text, (struct qp_place){ 0 },
        QP_EXPR_PEERS | QP_EXPR_FINDINGS);
    struct qp_value value;

    if (!expr)
        return qp_diag_text(run.arena, run.diag,
                            qp_diag_length(run.diag) - 1);
    value = qp_expr_eval(
        expr, qp_eval_new(run.arena, &rules, &subs, peers, &findings),
        district);
    if (value.state != QP_REPORTED)
        return qp_arena_printf(run.arena, "%s: %s",
                               qp_state_name(value.state), value.text);
    return qp_num_text(run.arena, value.num);
}

static const struct {
    const char *expr, *want;
} evaluates[] = {
    /* precedence */
    { "1 + 2 * 3", "7" },
    { "-2^2", "-4" },
    { "2^-1", "0.5" },
    { "2^3^2", "512" },
    { "2 - 3 - 4", "-5" },
    { "not 1 == 2", "1" },
    { "not (1 == 1) or 1 < 2 and 2 >= 2", "1" },
    { "1 < 2 == 2 > 1", "1" },
    { "+5 - -3", "8" },
    /* numbers */
    { "1/4 + 1/8", "0.375" },
    { "1/3 + 1/6", "0.5" },
    { "round(2.345, 2)", "2.35" },
    { "round(-2.5)", "-3" },
    { "round(1250, -2)", "1300" },
    { "floor(-1.5)", "-2" },
    { "ceil(-1.5)", "-1" },
    { "abs(-3)", "3" },
    { "min(3, 1, 2) + max(3, 1, 2)", "4" },
    { "clamp(7, 1, 5)", "5" },
    { "sqrt(2.25)", "1.5" },
    { "log10(1000)", "3" },
    { "exp(0) + ln(1)", "1" },
    { "ln(2)", "0.69314718055994530942" },
    { "sqrt(2)", "1.4142135623730950488" },
    /* states */
    { "1 / 0", "undefined: division by zero" },
    { "clamp(1, 5, 2)", "undefined: clamp() with lo above hi" },
    { "0^0", "1" },
    { "none", "absent: not reported" },
    { "lost", "withheld: secret" },
    { "lost + none", "absent: not reported" },
    { "lost + 1/0", "withheld: secret" },
    { "if(1 > 0, 5, none)", "5" },
    { "if(none > 0, 5, 6)", "absent: not reported" },
    { "0 and none", "0" },
    { "none or 1", "1" },
    { "1 and none", "absent: not reported" },
    { "min(1, none)", "absent: not reported" },
    /* years, verification, notes, panels */
    { "amount / prior(amount) - 1", "0.5" },
    { "staff", "35" },
    { "reported(staff)", "40" },
    { "cut(staff)", "5" },
    { "cut(firms)", "0" },
    { "cut(none)", "undefined: no reported figure to cut" },
    { "is_reported(staff) + is_reported(lost)", "1" },
    { "has_note(staff) - has_note(firms)", "1" },
    { "mean(panel)", "85" },
    { "median(panel)", "85" },
    { "trimmed_mean(panel, 1)", "85" },
    { "trimmed_mean(panel, 2)", "undefined: too few experts' scores" },
    /* units */
    { "amount + small", "3.5" },
    { "small + amount", "35000" },
    { "amount / small", "6" },
    { "small >= 0.5 亿美元", "1" },
    { "small > 4999", "1" },
    { "small / staff * 7", "1000" },
    { "max(small, amount)", "30000" },
    { "small^2 / small", "5000" },
    { "log10(1 + bare * 9 + 99)", "3" },
    { "sqrt(small * 2)", "100" },
    /* peers */
    { "city_sum(amount)", "9" },
    { "city_mean(amount)", "3" },
    { "city_median(amount)", "3" },
    { "city_min(amount) + city_max(amount)", "6" },
    { "city_sd(amount)", "2" },
    { "city_count(staff)", "1" },
    { "city_count(none)", "0" },
    { "city_sum(none)", "undefined: no district has a figure" },
    { "city_sd(staff)", "undefined: fewer than two values" },
    { "city_rank(amount)", "2" },
    { "group_sum(amount)", "4" },
    { "group_rank(amount)", "1" },
    { "prior(city_sum(amount))", "2" },
    /* attributes */
    { "code == \"A\" and name != \"乙区\"", "1" },
    { "group == \"Core\"", "1" },
    /* days: 2024 is a leap year, 1900 and 2100 are none, 2000 is one */
    { "days_between(due, submitted)", "3" },
    { "days_between(submitted, due)", "-3" },
    { "days_between(\"2024-02-28\", \"2024-03-01\")", "2" },
    { "days_between(\"2100-02-28\", \"2100-03-01\")", "1" },
    { "days_between(\"1900-03-01\", \"2000-03-01\")", "36525" },
    { "days_between(\"0001-01-01\", \"9999-12-31\")", "3652058" },
    { "submitted > due and due >= \"2026-03-31\"", "1" },
    { "prior(days_between(due, submitted))",
      "undefined: no figure for the year before" },
    /* what the checks found */
    { "failed(\"error\")", "2" },
    { "failed(\"warning\")", "0" },
    /* every function of figures that differ from district to district */
    { "min(amount, 2 亿美元)", "2" },
    { "max(2 亿美元, amount, small)", "3" },
    { "abs(1 亿美元 - amount)", "2" },
    { "round(amount / 7 亿美元, 2)", "0.43" },
    { "round(amount / 2 亿美元)", "2" },
    { "round(amount / 2 亿美元, none)", "absent: not reported" },
    { "round(amount / 2 亿美元, amount / 2 亿美元)",
      "undefined: round() takes -18 to 18 places" },
    { "floor(amount / 2 亿美元)", "1" },
    { "ceil(amount / 2 亿美元)", "2" },
    { "floor(amount / 1 亿美元)", "3" },
    { "floor(none)", "absent: not reported" },
    { "ceil(none)", "absent: not reported" },
    { "ln(amount / 3 亿美元)", "0" },
    { "ln(amount / 1 亿美元 - 3)", "undefined: logarithm of zero" },
    { "ln(staff)", "3.5553480614894136797" },
    { "log10(bare)", "2" },
    { "log10(bare - 200)", "undefined: logarithm of a negative number" },
    { "log10(1000000 / 10)", "5" },
    { "log10(1 / 1000)", "-3" },
    { "exp(amount / 3 亿美元)", "2.7182818284590452354" },
    { "sqrt(bare * amount / 3 亿美元)", "10" },
    { "sqrt(amount / 1 亿美元 - 4)",
      "undefined: square root of a negative number" },
    { "clamp(amount, 0 亿美元, 2 亿美元)", "2" },
    { "clamp(amount, 4 亿美元, 5 亿美元)", "4" },
    { "clamp(amount, 3 亿美元, 3 亿美元)", "3" },
    { "clamp(bare, 2, 1)", "undefined: clamp() with lo above hi" },
    { "(amount <= 3 亿美元) + (amount >= 3 亿美元) + (amount != 3 亿美元)",
      "2" },
    { "(amount == 3 亿美元) + (amount < 5 亿美元) + (amount > 3 亿美元)",
      "2" },
    { "none < 1", "absent: not reported" },
    { "1 <= none", "absent: not reported" },
    { "not (amount > 2 亿美元)", "0" },
    { "not none", "absent: not reported" },
    { "amount > 4 亿美元 and none > 0", "0" },
    { "none > 0 and amount > 2 亿美元", "absent: not reported" },
    { "none > 0 or amount > 2 亿美元", "1" },
    { "amount > 4 亿美元 or none > 0", "absent: not reported" },
    { "-amount / amount", "-1" },
    { "amount / (amount - 3 亿美元)", "undefined: division by zero" },
    { "(amount / 1 亿美元)^2", "9" },
    { "(amount / 1 亿美元)^0.5", "1.7320508075688772935" },
    { "(amount / 1 亿美元)^-1", "0.33333333333333333333" },
    { "none^2", "absent: not reported" },
    { "2^none", "absent: not reported" },
    { "min(none, bare)", "absent: not reported" },
    { "max(bare, none)", "absent: not reported" },
    { "if(amount > 2 亿美元, bare, none)", "100" },
    { "if(amount < 2 亿美元, bare, firms / 1 家)", "8" },
    { "if(none > 2, 1, bare)", "absent: not reported" },
    { "city_sd(amount + small)", "undefined: fewer than two values" },
    { "group_sd(amount / 1 亿美元)", "1.4142135623730950488" },
    { "group_sd(staff)", "undefined: fewer than two values" },
    { "group_min(amount) + group_max(amount)", "4" },
    { "group_median(amount)", "2" },
    { "city_rank(none)", "absent: not reported" },
    { "city_rank(staff)", "1" },
    { "group_rank(-amount)", "2" },
    { "city_count(amount / (amount - 3 亿美元))", "2" },
    { "city_min(none)", "undefined: no district has a figure" },
    { "city_sum(amount\t )", "9" },
    { "trimmed_mean(panel, none)", "absent: not reported" },
    { "trimmed_mean(panel, firms / 16 家)",
      "undefined: trimmed_mean() drops a whole number of scores" },
    { "reported(amount) / amount", "1" },
    /* what is wrong */
    { "group_sum(staff", "quping: error: the expression ends where \")\" or "
                         "\",\" is expected [expression]" },
    { "(1 + 2", "quping: error: the expression ends where \")\" is expected "
                "[expression]" },
    { "1 + (2 * )", "quping: error: found \")\" where a number, a datum or "
                    "a function is expected [expression]" },
    { "2 ^", "quping: error: the expression ends where a number, a datum or "
             "a function is expected [expression]" },
    { "-", "quping: error: the expression ends where a number, a datum or a "
           "function is expected [expression]" },
    { "not", "quping: error: the expression ends where a number, a datum or "
             "a function is expected [expression]" },
    { "OR 1", "quping: error: found \"OR\" where an operand (and, or, not "
              "are written small, and not within an operand needs brackets) "
              "is expected [expression]" },
    { "reported(1)", "quping: error: found \"1\" where the name of a datum "
                     "is expected [expression]" },
    { "min()", "quping: error: found \")\" where a number, a datum or a "
               "function is expected [expression]" },
    { "\"2026-01-01\" < 3",
      "quping: error: a text can only be compared with a text, by == or != "
      "[expression]" },
    { "submitted < 3",
      "quping: error: a text can only be compared with a text, by == or != "
      "[expression]" },
    { "3 > submitted",
      "quping: error: a text can only be compared with a text, by == or != "
      "[expression]" },
    { "if(code, 1, 2)",
      "quping: error: a text can only be compared with a text, by == or != "
      "[expression]" },
    { "if(bare, code, 2)",
      "quping: error: a text can only be compared with a text, by == or != "
      "[expression]" },
    { "if(code, code, code) == \"A\"",
      "quping: error: a text can only be compared with a text, by == or != "
      "[expression]" },
    { "if(bare > 1, code, name) == \"A\"", "1" },
    { "trimmed_mean(panel, -1)",
      "quping: error: trimmed_mean(panel, k) ends with a whole number from 0 "
      "to 1000 [expression]" },
    { "round(bare, 19)",
      "quping: error: round(x, places) ends with a whole number from -18 to "
      "18 [expression]" },
    { "round(bare, staff)",
      "quping: error: a pure number is needed [dimension]" },
    { "failed(\"note\")", "0" },
    { "failed(\"fatal\")",
      "quping: error: \"fatal\" is no level of checks; write \"error\", "
      "\"warning\" or \"note\" [expression]" },
    { "failed(error)",
      "quping: error: found \"error\" where \"error\", \"warning\" or "
      "\"note\", in quotes, is expected [expression]" },
    { "days_between(due, \"2026-02-29\")",
      "quping: error: \"2026-02-29\" is no day of the calendar "
      "[expression]" },
    { "submitted > \"31 March\"",
      "quping: error: \"31 March\" is not written YYYY-MM-DD [expression]" },
    { "days_between(due, name)",
      "quping: error: days_between(from, to) takes days: submitted, due or a "
      "text such as \"2026-03-31\" [expression]" },
    { "days_between(due, 3)",
      "quping: error: days_between(from, to) takes days: submitted, due or a "
      "text such as \"2026-03-31\" [expression]" },
    { "no_such", "quping: error: no datum \"no_such\" [reference]" },
    { "amuont + 1", "quping: error: no datum \"amuont\"; did you mean "
                    "\"amount\"? [reference]" },
    { "grop == \"Core\"", "quping: error: no datum \"grop\"; did you mean "
                          "\"group\"? [reference]" },
    { "is_reproted(staff)", "quping: error: no function \"is_reproted\"; did "
                            "you mean \"is_reported\"? [expression]" },
    { "amount > 5 万美圆", "quping: error: no unit \"万美圆\"; did you mean "
                           "\"万美元\"? [expression]" },
    { "group == \"core\"", "quping: error: no group \"core\"; did you mean "
                           "\"Core\"? [reference]" },
    { "\"\" != group", "1" },
    { "if(code != \"AA\", 1, 0)", "quping: error: no district \"AA\" "
                                  "[reference]" },
    { "foo(1)", "quping: error: no function \"foo\" [expression]" },
    { "1 +", "quping: error: the expression ends where a number, a datum or "
             "a function is expected [expression]" },
    { "1 < 2 < 3", "quping: error: comparisons do not chain; write a < b and "
                   "b < c [expression]" },
    { "1 + not 2",
      "quping: error: found \"not\" where an operand (and, or, not are "
      "written small, and not within an operand needs brackets) is expected "
      "[expression]" },
    { "(1 == 1) AND 2",
      "quping: error: found \"AND\" where an operator or the end is expected "
      "[expression]" },
    { "a = 1", "quping: error: no datum \"a\" [reference]" },
    { "staff = 1",
      "quping: error: \"=\" compares nothing; write == [expression]" },
    { "staff + firms",
      "quping: error: 人 and 家 are different things [dimension]" },
    { "small < 5 人",
      "quping: error: 万美元 and 人 are different things [dimension]" },
    { "5 米", "quping: error: no unit \"米\" [expression]" },
    { "code", "quping: error: comes to a text, not to a number "
              "[expression]" },
    { "code + 1", "quping: error: a text can only be compared with a text, "
                  "by == or != [expression]" },
    { "code == 1", "quping: error: a text can only be compared with a text, "
                   "by == or != [expression]" },
    { "panel", "quping: error: panel is an experts' datum; write mean(panel) "
               "or the like [expression]" },
    { "mean(staff)",
      "quping: error: staff is no experts' datum [expression]" },
    { "prior(prior(staff))",
      "quping: error: prior() inside prior() [expression]" },
    { "clamp(1, 2)", "quping: error: 2 arguments; write clamp(x, lo, hi) "
                     "[expression]" },
    { "\"open", "quping: error: \"\"open\" has no closing quote "
                "[expression]" },
    { "1 2", "quping: error: found \"2\" where an operator or the end is "
             "expected [expression]" },
    { ".5", "quping: error: \".5\" needs digits on both sides of the point "
            "[expression]" },
};

START_TEST(expr_evaluates)
{
    ck_assert_str_eq(eval_for(evaluates[_i].expr, 0), evaluates[_i].want);
}
END_TEST

/* What a district's figure of DATUM comes to, as a double. */
static double
double_of(struct qp_eval *eval, size_t datum, size_t district)
{
    const struct qp_expr *expr = qp_expr_compile(
        &run, &rules, data[datum].code, (struct qp_place){ 0 }, 0);
    struct qp_value value = qp_expr_eval(expr, eval, district);

    return value.state == QP_REPORTED ? qp_robust_double(run.arena, value.num)
                                      : NAN;
}

/* Simulations evaluate an expression over columns of doubles, where all
   figures move: each district gets what it gets exactly. */
START_TEST(expr_over_columns)
{
    static const size_t all[N_DISTRICTS] = { 0, 1, 2 };
    static const size_t in_groups[N_DISTRICTS] = { 0, 0, 1 };
    struct qp_eval *eval =
        qp_eval_new(run.arena, &rules, &subs, peers, &findings);
    bool moves[N_DATA];
    struct crowd crowd = { .n = N_DISTRICTS, .districts = all,
                           .groups = in_groups, .peers = peers,
                           .n_groups = 1, .moves = moves,
                           .arena = run.arena, .eval = eval };
    const struct qp_expr *expr = qp_expr_compile(
        &run, &rules, evaluates[_i].expr, (struct qp_place){ 0 },
        QP_EXPR_PEERS | QP_EXPR_FINDINGS);
    double figures[N_DATA * N_DISTRICTS], out[N_DISTRICTS], *spare;
    const struct term *term;

    for (size_t d = 0; d < N_DATA; d++) {
        moves[d] = d != PANEL;
        for (size_t i = 0; moves[d] && i < N_DISTRICTS; i++)
            figures[d * N_DISTRICTS + i] = double_of(eval, d, i);
    }
    term = expr ? qp_term_compile(&crowd, expr) : NULL;
    if (!term)
        return; /* at fault, or without a figure that moves */
    spare = qp_arena_alloc(run.arena, qp_term_depth(term) * N_DISTRICTS,
                           sizeof *spare);
    qp_term_eval(&crowd, term, figures, out, spare);
    for (size_t i = 0; i < N_DISTRICTS; i++) {
        struct qp_value value = qp_expr_eval(expr, eval, i);
        double want = value.state == QP_REPORTED
                          ? qp_robust_double(run.arena, value.num)
                          : NAN;

        ck_assert_msg(isnan(want) ? isnan(out[i])
                                  : fabs(out[i] - want) <= 1e-12 * fabs(want),
                      "%s for %s: %.17g, not %.17g", evaluates[_i].expr,
                      districts[i].code, out[i], want);
    }
}
END_TEST

/* Data stand in column D, by datum; those of the year before in E; peers in
   D to F. */
static const char *
cell_of(void *context, size_t district, size_t datum, bool prior)
{
    (void)context, (void)district;
    return qp_arena_printf(run.arena, "%c%zu", prior ? 'E' : 'D', datum + 1);
}

static const char *
cells_of(void *context, size_t district, size_t datum, bool prior,
         bool by_group)
{
    (void)context, (void)district, (void)prior;
    return qp_arena_printf(run.arena, "D%zu:%c%zu", datum + 1,
                           by_group ? 'E' : 'F', datum + 1);
}

/* What district A's formulas look like; "" for one that has none. */
static const struct {
    const char *expr, *want;
} spells[] = {
    { "amount", "D1" },
    { "1 + bare * 2", "1+D8*2" },
    { "(1 + bare) * 2", "(1+D8)*2" },
    { "1 - (bare - 2)", "1-(D8-2)" },
    { "8 / (bare / 2)", "8/(D8/2)" },
    { "-2^2 + bare", "(-(2^2))+D8" },
    { "2^3^2", "2^(3^2)" },
    { "(bare + 1)^2", "(D8+1)^2" },
    { "bare / 3 + 0.1", "D8/3+0.1" },
    { "amount + small", "D1+D2*0.0001" },
    { "if(bare > 1 and staff > 2, 3, 4)",
      "IF(IF(D8>1,N(D3>2),0)<>0,3,4)" },
    { "if(bare, 3, 4)", "IF(D8<>0,3,4)" },
    { "not (bare == 1) or bare != 2", "IF(N(NOT(D8=1))<>0,1,N(D8<>2))" },
    { "(bare > 1) + 1", "N(D8>1)+1" },
    { "min(bare, 2, 3)", "MIN(D8,2,3)" },
    { "clamp(bare, 0, 9)", "MAX(0,MIN(D8,9))" },
    { "round(bare)", "ROUND(ROUND(D8,10),0)" },
    { "log10(1 + bare)", "LOG10(1+D8)" },
    { "prior(amount) * 2", "E1*2" },
    { "amount / city_sum(amount)", "D1/SUM(D1:F1)" },
    { "amount / group_mean(amount)", "D1/AVERAGE(D1:E1)" },
    { "mean(panel) + bare", "85+D8" },
    { "if(group == \"Core\", bare, 0)", "IF(1<>0,D8,0)" },
    { "bare - 1/3", "D8-1/3" },
    { "bare * -0.5", "D8*(-0.5)" },
    { "amount - small * 7", "D1-D2*7*0.0001" },
    { "if(code == \"A\" or bare > 1, 1, 2)",
      "IF(IF(1<>0,1,N(D8>1))<>0,1,2)" },
    { "city_sum(amount + small)", "3.5" },
    { "city_sum(amount + small) / 2", "3.5/2" },
    { "days_between(due, submitted) * 2", "3*2" },
    { "round(bare / 7, firms / 4 家)", "ROUND(ROUND(D8/7,10),D4/4)" },
    /* what has no value cannot be put in */
    { "bare + days_between(due, \"2026-04-01\")", "D8+1" },
    { "prior(days_between(due, submitted))", "" },
    { "prior(days_between(due, submitted)) + 1", "" },
    { "1 + prior(days_between(due, submitted))", "" },
    { "-prior(days_between(due, submitted))", "" },
    { "min(1, prior(days_between(due, submitted)))", "" },
    { "round(prior(days_between(due, submitted)))", "" },
    { "bare > 1 and prior(days_between(due, submitted)) > 1", "" },
    { "prior(days_between(due, submitted)) > 1 or bare > 1", "" },
};

static const struct qp_expr *
compile(const char *text)
{
    const struct qp_expr *expr = qp_expr_compile(
        &run, &rules, text, (struct qp_place){ 0 }, QP_EXPR_PEERS);

    ck_assert_msg(expr != NULL, "%s", text);
    return expr;
}

static const char *
spell_for(const char *text)
{
    const struct qp_expr *expr = compile(text);
    struct qp_spelling spelling = {
        .arena = run.arena,
        .eval = qp_eval_new(run.arena, &rules, &subs, peers, NULL),
        .cell = cell_of,
        .peers = cells_of,
    };
    const char *spelt;

    spelt = qp_expr_spell(expr, &spelling, 0, false);
    return spelt ? spelt : "";
}

START_TEST(expr_is_spelt)
{
    ck_assert_str_eq(spell_for(spells[_i].expr), spells[_i].want);
}
END_TEST

/* Expressions in words, and what district A computes: brackets where
   arithmetic needs them, a choice as a chain, units of literals. */
static const struct {
    const char *expr, *words, *english, *figures;
} words[] = {
    { "amount / staff * 100", "执行额 ÷ 人数 × 100", "Amount ÷ 人数 × 100",
      "3 ÷ 35 × 100" },
    { "amount / (staff * 2)", "执行额 ÷ (人数 × 2)", "Amount ÷ (人数 × 2)",
      "3 ÷ (35 × 2)" },
    { "bare - (bare - 1) - 2", "个数 − (个数 − 1) − 2",
      "个数 − (个数 − 1) − 2", "100 − (100 − 1) − 2" },
    { "-bare^2 * (1 + bare)", "(−个数^2) × (1 + 个数)",
      "(−个数^2) × (1 + 个数)", "(−100^2) × (1 + 100)" },
    { "amount + small", "执行额 + 小额", "Amount + 小额",
      "3 + 5000 × 0.0001" },
    { "amount > 2 亿美元 and bare <= 5 or not (bare == 1)",
      "执行额大于2亿美元，并且个数不大于5，或者并非(个数等于1)",
      "Amount > 2 亿美元 and 个数 ≤ 5, or not (个数 = 1)",
      "3大于2，并且100不大于5，或者并非(100等于1)" },
    { "if(bare > 200, 3, if(bare > 50, amount * 2, 0))",
      "若个数大于200，为3；否则若个数大于50，为(执行额 × 2)；否则为0",
      "3 if 个数 > 200, else (Amount × 2) if 个数 > 50, else 0", "3 × 2" },
    { "if(prior(bare) > 200, 3, 0)", "若上年个数大于200，为3；否则为0",
      "3 if 个数 of the year before > 200, else 0", "—" },
    { "2 * max(0, bare)", "2 × (0、个数)中最大的数",
      "2 × the greatest of (0, 个数)", "2 × (0、100)中最大的数" },
    { "log10(1 + bare)", "lg(1 + 个数)", "log10(1 + 个数)", "lg(1 + 100)" },
    { "amount / prior(amount) - 1", "执行额 ÷ 上年执行额 − 1",
      "Amount ÷ Amount of the year before − 1", "3 ÷ 2 − 1" },
    { "city_sum(amount + small)", "各区(执行额 + 小额)的合计",
      "the sum of (Amount + 小额) over all districts", "3.5" },
    { "trimmed_mean(panel, 1)", "评审去掉1个最高分、1个最低分后的平均分",
      "the experts' mean of 评审 without the 1 highest and 1 lowest", "85" },
    { "if(group == \"Core\", 1, 0)", "若组别等于“Core”，为1；否则为0",
      "1 if group = \"Core\", else 0", "1" },
    { "round(bare)", "个数四舍五入到0位小数", "个数 rounded to 0 decimals",
      "100四舍五入到0位小数" },
    { "(bare + 1)^2", "(个数 + 1)^2", "(个数 + 1)^2", "(100 + 1)^2" },
    { "bare * -2", "个数 × (−2)", "个数 × (−2)", "100 × (−2)" },
    { "(bare > 1) == (firms >= 9 家)", "(个数大于1)，当且仅当(家数不小于9家)",
      "(个数 > 1) exactly if (Firms ≥ 9 家)", "(100大于1)，当且仅当(8不小于9)" },
    { "(bare > 1) == 1", "(个数大于1)等于1", "(个数 > 1) = 1",
      "(100大于1)等于1" },
    { "if(submitted > due, 1, 0)", "若报送日期晚于报送期限，为1；否则为0",
      "1 if the date of submission after the date when it is due, else 0",
      "1" },
    { "submitted == due or name != \"乙区\" or code == \"A\"",
      "报送日期等于报送期限，或者区名不等于“乙区”，或者区代码等于“A”",
      "the date of submission = the date when it is due, or the district's "
      "name ≠ \"乙区\", or the district's code = \"A\"",
      "2026-04-03等于2026-03-31，或者甲区不等于“乙区”，或者A等于“A”" },
    { "if(none > 1, 2, 3)", "若无大于1，为2；否则为3",
      "2 if 无 > 1, else 3", "—" },
    { "-(amount + small)", "−(执行额 + 小额)", "−(Amount + 小额)",
      "−(3 + 5000 × 0.0001)" },
    { "(amount + small) * 2", "(执行额 + 小额) × 2", "(Amount + 小额) × 2",
      "(3 + 5000 × 0.0001) × 2" },
    { "small + amount", "小额 + 执行额", "小额 + Amount", "5000 + 3 × 10000" },
    { "1 - (small - amount) / 1 万美元", "1 − (小额 − 执行额) ÷ 1万美元",
      "1 − (小额 − Amount) ÷ 1 万美元", "1 − (5000 − 3 × 10000) ÷ 1" },
};

START_TEST(expr_in_words)
{
    const struct qp_expr *expr = compile(words[_i].expr);
    struct qp_eval *in =
        qp_eval_new(run.arena, &rules, &subs, peers, NULL);

    ck_assert_str_eq(qp_expr_words(run.arena, &rules, NULL, expr),
                     words[_i].words);
    ck_assert_str_eq(qp_expr_figures(run.arena, expr, in, 0, false),
                     words[_i].figures);
    rules.language = QP_LANGUAGE_EN;
    ck_assert_str_eq(qp_expr_words(run.arena, &rules, NULL, expr),
                     words[_i].english);
}
END_TEST

/* The steps of an expression, each with what it came to: (op of-whom args) =
   value. */
static const struct {
    const char *expr, *want;
} steps[] = {
    { "amount / staff * 100", "(* (/ A.amount=3 A.staff=35)=3/35 100)=60/7" },
    { "amount + small", "(+ A.amount=3 (* A.small=5000 1/10000)=1/2)=7/2" },
    { "prior(amount + 1)", "(+ A.amount'=2 1)'=3" },
    { "if(bare > 200, 1 / 0, -bare)",
      "(if (> A.bare=100 200)=0 (- A.bare=100)=-100)=-100" },
    { "bare > 1 or 1 / 0 > 1", "(or (> A.bare=100 1)=1)=1" },
    { "not (bare > 1 and bare > 2)",
      "(not (and (> A.bare=100 1)=1 (> A.bare=100 2)=1)=1)=0" },
    { "2 * max(0, bare)", "(* 2 (max 0 A.bare=100)=100)=200" },
    { "city_sum(amount)", "(city_sum A.amount=3 B.amount=1 C.amount=5)=9" },
    { "city_rank(amount)",
      "(city_rank A.amount=3 A.amount=3 B.amount=1 C.amount=5)=2" },
    { "group_count(amount)", "(group_count A.amount=3 B.amount=1)=2" },
    { "trimmed_mean(panel, 1)", "(trimmed_mean panel 1)=85" },
    { "cut(staff)", "(cut staff)=5" },
    { "lost + 1", "(+ A.lost=withheld 1)=withheld" },
    { "group == \"Core\"", "(== Core Core)=1" },
    { "bare ^ 2", "(^ A.bare=100 2)=10000" },
    { "none > 1 or bare > 1",
      "(or (> A.none=absent 1)=absent (> A.bare=100 1)=1)=1" },
};

static const char *
step_value(const struct qp_expr_step *step)
{
    if (step->value.state != QP_REPORTED)
        return qp_state_name(step->value.state);
    return step->value.text ? step->value.text
                            : qp_num_fraction(run.arena, step->value.num);
}

static const char *
step_text(const struct qp_expr_step *step)
{
    const char *text = qp_arena_printf(run.arena, "(%s", step->op);
    bool is_datum = strcmp(step->op, "datum") == 0;

    if (!step->n_args && !is_datum && step->datum == QP_NONE)
        return step_value(step);
    if (is_datum)
        text = qp_arena_printf(run.arena, "%s.%s",
                               districts[step->district].code,
                               data[step->datum].code);
    else if (step->datum != QP_NONE)
        text = qp_arena_printf(run.arena, "%s %s", text,
                               data[step->datum].code);
    for (size_t i = 0; i < step->n_args; i++)
        text = qp_arena_printf(run.arena, "%s %s", text,
                               step_text(&step->args[i]));
    return qp_arena_printf(run.arena, "%s%s%s=%s", text, is_datum ? "" : ")",
                           step->prior ? "'" : "", step_value(step));
}

START_TEST(expr_in_steps)
{
    struct qp_eval *in =
        qp_eval_new(run.arena, &rules, &subs, peers, NULL);

    ck_assert_str_eq(
        step_text(qp_expr_steps(compile(steps[_i].expr), in, 0, false)),
        steps[_i].want);
}
END_TEST

/* Every function has its words, so that no rule stays without. */
START_TEST(functions_have_words)
{
    const struct qp_function *row;

    for (size_t i = 0; (row = qp_expr_function_row(i)); i++) {
        const struct function *function =
            qp_expr_function(row->name, strlen(row->name));

        ck_assert_msg(function->words[QP_LANGUAGE_ZH] &&
                          function->words[QP_LANGUAGE_EN],
                      "%s", row->name);
    }
}
END_TEST

/* 2000000000.5 - 2000000000 keeps one digit of a spreadsheet's fifteen. */
START_TEST(what_cancels_is_not_spelt)
{
    ck_assert_str_eq(spell_for("2000000000.5 + bare - (2000000000 + bare)"),
                     "");
}
END_TEST

START_TEST(group_functions_need_a_group)
{
    ck_assert_str_eq(eval_for("group_sum(amount)", 2),
                     "undefined: the district has no group");
    ck_assert_str_eq(eval_for("prior(amount)", 2),
                     "undefined: no figure for the year before");
    ck_assert_str_eq(eval_for("amount / prior(amount)", 1),
                     "undefined: division by zero");
}
END_TEST

START_TEST(peers_leave_out_who_is_none)
{
    peers[2] = false;
    ck_assert_str_eq(eval_for("city_sum(amount)", 0), "4");
    ck_assert_str_eq(eval_for("city_rank(amount)", 2), "1");
    peers[2] = true;
}
END_TEST

START_TEST(nesting_has_an_end)
{
    char text[400];
    size_t n = 0;

    for (int i = 0; i < 65; i++)
        text[n++] = '(';
    text[n++] = '1';
    for (int i = 0; i < 65; i++)
        text[n++] = ')';
    text[n] = '\0';
    ck_assert_str_eq(eval_for(text, 0),
                     "quping: error: nested more than 64 deep [expression]");
    memset(text, '-', 300);
    text[300] = '\0';
    ck_assert_str_eq(eval_for(text, 0),
                     "quping: error: nested more than 64 deep [expression]");
}
END_TEST

START_TEST(late_by_whom)
{
    ck_assert_str_eq(eval_for("days_between(due, submitted)", 1),
                     "undefined: the submission has no date");
    ck_assert_str_eq(eval_for("days_between(due, submitted)", 2),
                     "undefined: there is no submission");
    ck_assert_str_eq(eval_for("failed(\"error\")", 1), "0");
    ck_assert_str_eq(eval_for("failed(\"warning\")", 1), "1");
    rules.due = NULL;
    ck_assert_str_eq(eval_for("days_between(due, submitted)", 0),
                     "quping: error: due is not given; it is a key of "
                     "[evaluation] [reference]");
}
END_TEST

/* Two earlier years: A failed twice and was third last year; B was not ranked
   last year and not there the year before; C is new. */
static void
fill_history(void)
{
    static struct qp_past last[N_DISTRICTS], before[N_DISTRICTS];
    static struct qp_past_year years[] = { { .year = 2024, .districts = last },
                                           { .year = 2023,
                                             .districts = before } };
    static const struct qp_figure *figures[N_DISTRICTS * N_DATA];
    static struct qp_history history = { .figures = figures,
                                         .years = years,
                                         .n_years = 2 };

    last[0] = before[0] = (struct qp_past){ .is_known = true,
                                            .total = number("50"),
                                            .rank = number("3"),
                                            .grade = "Fail" };
    last[1] = (struct qp_past){ .is_known = true,
                                .total = number("80"),
                                .rank = qp_num_undefined("not ranked") };
    figures[AMOUNT] = figure("2.5");
    subs.history = &history;
}

static const struct {
    size_t district;
    const char *expr, *want;
} looks_back[] = {
    { 0, "prior_grade() == \"Fail\"", "1" },
    { 0, "if(prior_grade() != \"good\", prior_rank(), 0)", "3" },
    { 0, "years_in(\"Fail\", 2)", "2" },
    { 0, "years_in(\"Fail\", 1) + years_in(\"good\", 2)", "1" },
    { 0, "years_in(\"Fail\", 3)",
      "undefined: not the results of all these years" },
    { 1, "prior_grade() == \"\"", "1" },
    { 1, "prior_rank()", "undefined: no rank in the year before" },
    { 1, "years_in(\"Fail\", 1)", "0" },
    { 1, "years_in(\"Fail\", 2)",
      "undefined: not the results of all these years" },
    { 2, "prior_grade() == \"Fail\"",
      "undefined: no result of the year before" },
    { 2, "prior_rank()", "undefined: no result of the year before" },
    { 2, "years_in(\"Fail\", 1)",
      "undefined: not the results of all these years" },
    { 2, "city_count(prior_rank())", "1" },
    /* what is wrong */
    { 0, "prior_grade() == \"fail\"",
      "quping: error: no grade \"fail\"; did you mean \"Fail\"? "
      "[reference]" },
    { 0, "prior_grade() < 2",
      "quping: error: a text can only be compared with a text, by == or != "
      "[expression]" },
    { 0, "prior_grade(1) == \"Fail\"",
      "quping: error: 1 arguments; write prior_grade() [expression]" },
    { 0, "years_in(\"god\", 2)",
      "quping: error: no grade \"god\"; did you mean \"good\"? "
      "[reference]" },
    { 0, "years_in(good, 2)",
      "quping: error: found \"good\" where the code of a grade, in quotes, "
      "is expected [expression]" },
    { 0, "years_in(\"good\", 0)",
      "quping: error: years_in(grade, n) ends with a whole number from 1 to "
      "100 [expression]" },
    { 0, "years_in(\"good\", 1.5)",
      "quping: error: years_in(grade, n) ends with a whole number from 1 to "
      "100 [expression]" },
    { 0, "years_in(\"good\", firms)",
      "quping: error: years_in(grade, n) ends with a whole number from 1 to "
      "100 [expression]" },
    { 0, "years_in(\"good\")",
      "quping: error: 1 arguments; write years_in(grade, n) [expression]" },
    { 0, "prior(bare + prior_rank())",
      "quping: error: prior_rank() inside prior() [expression]" },
};

START_TEST(earlier_years)
{
    fill_history();
    ck_assert_str_eq(
        eval_for(looks_back[_i].expr, looks_back[_i].district),
        looks_back[_i].want);
}
END_TEST

/* Without a record nothing is known; with one it is the rules that say whether
   its figures or the submission's count. */
START_TEST(figures_of_the_record)
{
    ck_assert_str_eq(eval_for("prior_rank()", 0),
                     "undefined: no result of the year before");
    rules.prior = QP_PRIOR_RECORD;
    ck_assert_str_eq(eval_for("prior(amount)", 0),
                     "undefined: no figure for the year before");
    fill_history();
    ck_assert_str_eq(eval_for("prior(amount)", 0), "2.5");
    ck_assert_str_eq(eval_for("prior(small)", 0),
                     "undefined: no figure for the year before");
    rules.prior = QP_PRIOR_SUBMISSION;
    ck_assert_str_eq(eval_for("prior(amount)", 0), "2");
}
END_TEST

/* What there is of a district and what there is of the whole city. */
static const struct {
    const char *expr, *want;
} of_the_city[] = {
    { "abs(city_sum(amount) - 9) <= 1 and city_count(staff) > 0", NULL },
    { "city_max(amount / prior(amount)) < 10 or prior(city_sum(amount)) > 0",
      NULL },
    { "city_sum(if(code == \"A\", amount, 0)) > 0", NULL },
    { "due == \"2026-03-31\"", NULL },
    { "city_sum(amount) > staff",
      "quping: error: staff is one district's, and this is of the whole city; "
      "write city_sum(...) or the like [expression]" },
    { "code == \"A\"",
      "quping: error: code is one district's, and this is of the whole city; "
      "write city_sum(...) or the like [expression]" },
    { "has_note(staff)",
      "quping: error: staff is one district's, and this is of the whole city; "
      "write city_sum(...) or the like [expression]" },
    { "group_sum(amount) > 1",
      "quping: error: group_sum starts from one district, and this is of the "
      "whole city [expression]" },
    { "city_rank(amount) == 1",
      "quping: error: city_rank starts from one district, and this is of the "
      "whole city [expression]" },
    { "prior_rank() > 1",
      "quping: error: prior_rank() is one district's, and this is of the "
      "whole city; write city_sum(...) or the like [expression]" },
    { "failed(\"error\") == 0",
      "quping: error: failed looks at what the checks found, which is not "
      "possible here [expression]" },
};

START_TEST(of_the_city_or_of_a_district)
{
    const struct qp_expr *expr = qp_expr_compile(
        &run, &rules, of_the_city[_i].expr, (struct qp_place){ 0 },
        QP_EXPR_PEERS | QP_EXPR_CITY);
    const char *want = of_the_city[_i].want;
    struct qp_value value;

    if (want) {
        ck_assert_ptr_null(expr);
        ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 0), want);
        return;
    }
    ck_assert_ptr_nonnull(expr);
    value = qp_expr_eval(expr,
                         qp_eval_new(run.arena, &rules, &subs, peers, NULL),
                         QP_NONE);
    ck_assert_int_eq(value.state, QP_REPORTED);
    ck_assert_int_eq(qp_num_sign(value.num), 1);
}
END_TEST

/* ---- what an expression rests on ---- */

static const struct {
    const char *expr, *terms;
} rests_on[] = {
    { "amount <= 3", "amount 执行额 = 3 亿美元" },
    { "abs(amount / prior(amount) - 1) <= 0.3 or amount > 5",
      "amount 执行额 = 3 亿美元, prior(amount) 执行额 = 2 亿美元" },
    { "prior(amount + small) > 0",
      "prior(amount) 执行额 = 2 亿美元, prior(small) 小额 = 2500 万美元" },
    { "small > amount / 1 亿美元 * 1 万美元",
      "small 小额 = 5000 万美元, amount 执行额 = 3 亿美元" },
    { "cut(staff) <= 0.1 * reported(staff)",
      "cut(staff) 人数 = 5 人, reported(staff) 人数 = 40 人" },
    { "city_sum( amount ) > 1 and max(bare, lost) > 1",
      "city_sum( amount ) = 9 亿美元, bare 个数 = 100, lost = withheld" },
    { "days_between(due, submitted) <= 0",
      "due = 2026-03-31, submitted = 2026-04-03" },
    { "if(is_reported(staff), group == \"Core\", none > 1)",
      "is_reported(staff) = 1, group = Core, none 无 = absent" },
    { "trimmed_mean(panel, 1) > 80", "trimmed_mean(panel, 1) = 85" },
};

START_TEST(terms_of_an_expression)
{
    const struct qp_expr *expr =
        qp_expr_compile(&run, &rules, rests_on[_i].expr,
                        (struct qp_place){ 0 }, QP_EXPR_PEERS);
    const struct qp_term *terms;
    size_t n;

    ck_assert_ptr_nonnull(expr);
    terms = qp_expr_terms(
        expr, qp_eval_new(run.arena, &rules, &subs, peers, NULL), 0, &n);
    ck_assert_str_eq(qp_judge_text(run.arena, terms, n), rests_on[_i].terms);
}
END_TEST

/* The staff of A was 40 before a department made it 35. */
START_TEST(figures_as_submitted)
{
    const struct qp_expr *expr =
        qp_expr_compile(&run, &rules, "city_sum(staff) + staff",
                        (struct qp_place){ 0 }, QP_EXPR_PEERS);
    struct qp_value value = qp_expr_eval(
        expr, qp_eval_new_submitted(run.arena, &rules, &subs, peers), 0);

    ck_assert_str_eq(qp_num_text(run.arena, value.num), "80");
}
END_TEST

START_TEST(a_note_that_would_do)
{
    static const struct {
        const char *expr;
        size_t datum;
    } rows[] = {
        { "has_note(staff)", STAFF },
        { "amount > 5 or has_note(small)", SMALL },
        { "amount > 5 and has_note(small)", QP_NONE },
        { "not has_note(staff)", QP_NONE },
    };

    for (size_t i = 0; i < QP_COUNT(rows); i++) {
        const struct qp_expr *expr =
            qp_expr_compile(&run, &rules, rows[i].expr,
                            (struct qp_place){ 0 }, 0);

        ck_assert_msg(qp_expr_note(expr) == rows[i].datum, "%s",
                      rows[i].expr);
    }
}
END_TEST

START_TEST(no_peers_where_forbidden)
{
    ck_assert_ptr_null(qp_expr_compile(&run, &rules, "city_sum(amount) > 1",
                                       (struct qp_place){ 0 }, 0));
    ck_assert_str_eq(
        qp_diag_text(run.arena, run.diag, 0),
        "quping: error: city_sum looks at other districts, which is not "
        "possible here [expression]");
}
END_TEST

/* ---- over rows of detail, and groups of them ---- */

enum { ID, MARKET, ZONE, SIGNED, EXECUTED, EXTRA, N_FIELDS };

static const char *const markets[] = { "offshore", "onshore" };

static struct qp_record_field fields[N_FIELDS] = {
    [ID] = { .code = "id", .type = QP_FIELD_TEXT },
    [MARKET] = { .code = "market",
                 .name = "市场",
                 .type = QP_FIELD_ENUM,
                 .words = markets,
                 .n_words = QP_COUNT(markets) },
    [ZONE] = { .code = "zone", .type = QP_FIELD_BOOL },
    [SIGNED] = { .code = "signed",
                 .name = "签约日期",
                 .type = QP_FIELD_DATE },
    [EXECUTED] = { .code = "executed",
                   .name = "当年执行额",
                   .type = QP_FIELD_DECIMAL,
                   .unit_name = "万美元" },
    [EXTRA] = { .code = "extra", .type = QP_FIELD_DECIMAL, .optional = true },
};

static const struct qp_record_type contract = {
    .code = "contract", .fields = fields, .n_fields = N_FIELDS
};

static const struct qp_expr *
compile_record(const char *text, unsigned allowed)
{
    for (size_t i = 0; i < N_FIELDS; i++)
        fields[i].unit = qp_units_get(
            run.arena, rules.units,
            fields[i].unit_name ? fields[i].unit_name : "");
    return qp_expr_compile_record(&run, &rules, &contract, text,
                                  (struct qp_place){ 0 }, allowed);
}

static const char *
row_value(const struct qp_expr *expr, const struct qp_value row[])
{
    struct qp_value value;

    if (!expr)
        return qp_diag_text(run.arena, run.diag,
                            qp_diag_length(run.diag) - 1) +
               strlen("quping: ");
    value = qp_expr_eval_row(expr, run.arena, row);
    if (value.state != QP_REPORTED)
        return qp_state_name(value.state);
    return qp_num_text(run.arena, value.num);
}

START_TEST(rows_in_words)
{
    static const struct {
        const char *expr, *want;
    } told[] = {
        { "executed <= 2 亿美元", "当年执行额不大于2亿美元" },
        { "signed <= \"2025-12-31\"", "签约日期不晚于“2025-12-31”" },
        { "\"2025-12-31\" > signed", "“2025-12-31”晚于签约日期" },
        { "(market == \"onshore\") == (executed > 5)",
          "(市场等于“onshore”)，当且仅当(当年执行额大于5)" },
    };

    for (size_t i = 0; i < QP_COUNT(told); i++) {
        const struct qp_expr *expr = compile_record(told[i].expr, 0);

        ck_assert_ptr_nonnull(expr);
        ck_assert_str_eq(qp_expr_words(run.arena, &rules, &contract, expr),
                         told[i].want);
    }
}
END_TEST

/* What an expression comes to for the row C1, onshore, in the zone, signed on
   2025-03-01, with 25000 万美元 executed and nothing extra. */
static const struct {
    const char *expr, *want;
} of_rows[] = {
    { "executed", "25000" },
    { "EXECUTED", "25000" },
    { "executed > 2 亿美元", "1" },
    { "executed > 3 亿美元", "0" },
    { "market == \"onshore\" and zone", "1" },
    { "not zone or market != \"onshore\"", "0" },
    { "id == \"C1\"", "1" },
    { "signed == \"2025-03-01\"", "1" },
    { "signed >= \"2025-01-01\" and signed < \"2025-03-01\"", "0" },
    { "signed > \"2024-12-31\"", "1" },
    { "min(executed, 1 亿美元)", "10000" },
    { "if(zone, executed, 0)", "25000" },
    { "extra > 1", "absent" },
    { "extra > 1 or zone", "1" },
    { "amount > 1", "error: no contract field \"amount\" [reference]" },
    { "market == \"inshore\"",
      "error: no word of market \"inshore\"; did you mean \"onshore\"? "
      "[reference]" },
    { "market < \"onshore\"",
      "error: a text can only be compared with a text, by == or !=, or a date "
      "with a date [expression]" },
    { "signed < \"2025-13-01\"",
      "error: \"2025-13-01\" is no day of the calendar [expression]" },
    { "signed < 2025",
      "error: a text can only be compared with a text, by == or !=, or a date "
      "with a date [expression]" },
    { "executed > 3 家",
      "error: 万美元 and 家 are different things [dimension]" },
    { "city_sum(executed) > 1",
      "error: city_sum looks at districts, not at records [expression]" },
    { "sum(executed) > 1",
      "error: no function \"sum\" [expression]" },
    { "market", "error: comes to a text, not to a number [expression]" },
    { "executed >", "error: the expression ends where a number, a field or a "
                    "function is expected [expression]" },
};

START_TEST(rows_evaluate)
{
    const struct qp_value row[N_FIELDS] = {
        [ID] = qp_value_text("C1"),
        [MARKET] = qp_value_text("onshore"),
        [ZONE] = qp_value_number(qp_num_int(1)),
        [SIGNED] = qp_value_text("2025-03-01"),
        [EXECUTED] = qp_value_number(qp_num_int(25000)),
        [EXTRA] = qp_value_state(QP_ABSENT, "left out"),
    };

    ck_assert_str_eq(row_value(compile_record(of_rows[_i].expr, 0), row),
                     of_rows[_i].want);
}
END_TEST

/* The same for a group of 3 rows that sum up to 12 亿美元, the least 1. */
static const struct {
    const char *expr, *want;
} of_groups[] = {
    { "sum(executed)", "120000" },
    { "sum(executed) > 11 亿美元 and sum(executed) < 13 亿美元", "1" },
    { "sum(executed) / count()", "40000" },
    { "max(executed)", "3" },
    { "min(2, count())", "2" },
    { "sum(executed) - sum(executed)", "0" },
    { "summ(executed) > 1", "error: no function \"summ\"; did you mean "
                            "\"sum\"? [expression]" },
    { "min(sum(executed), 1 亿美元)", "10000" },
    { "executed > 1",
      "error: executed is a field of single rows; a group has sum(executed) "
      "and the like [expression]" },
    { "sum(market) > 1", "error: market is no number [expression]" },
    { "mean(amount) > 1",
      "error: no contract field \"amount\" [reference]" },
    { "sum(executed, 2) > 1", "error: found \",\" where \")\" of sum(field) "
                              "is expected [expression]" },
    { "sum(2) > 1", "error: found \"2\" where the name of a field is "
                    "expected [expression]" },
    { "count(executed) > 1", "error: found \"executed\" where \")\" of "
                             "count() is expected [expression]" },
};

START_TEST(groups_evaluate)
{
    const struct qp_expr *expr =
        compile_record(of_groups[_i].expr, QP_EXPR_GROUPS);
    struct qp_value row[2];
    const struct qp_take *takes = NULL;
    size_t n = 0;

    if (expr)
        takes = qp_expr_takes(expr, &n);
    ck_assert_uint_le(n, QP_COUNT(row));
    for (size_t i = 0; i < n; i++)
        row[i] = qp_value_number(
            qp_num_int(takes[i].kind == QP_TAKE_SUM ? 120000 : 3));
    ck_assert_str_eq(row_value(expr, row), of_groups[_i].want);
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("expr");
    TCase *tc = tcase_create("expr");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, expr_evaluates, 0, QP_COUNT(evaluates));
    tcase_add_loop_test(tc, expr_over_columns, 0, QP_COUNT(evaluates));
    tcase_add_loop_test(tc, expr_is_spelt, 0, QP_COUNT(spells));
    tcase_add_loop_test(tc, expr_in_steps, 0, QP_COUNT(steps));
    tcase_add_loop_test(tc, expr_in_words, 0, QP_COUNT(words));
    tcase_add_test(tc, functions_have_words);
    tcase_add_test(tc, what_cancels_is_not_spelt);
    tcase_add_test(tc, group_functions_need_a_group);
    tcase_add_test(tc, peers_leave_out_who_is_none);
    tcase_add_test(tc, nesting_has_an_end);
    tcase_add_test(tc, late_by_whom);
    tcase_add_loop_test(tc, earlier_years, 0, QP_COUNT(looks_back));
    tcase_add_test(tc, figures_of_the_record);
    tcase_add_loop_test(tc, of_the_city_or_of_a_district, 0,
                        QP_COUNT(of_the_city));
    tcase_add_loop_test(tc, terms_of_an_expression, 0, QP_COUNT(rests_on));
    tcase_add_test(tc, figures_as_submitted);
    tcase_add_test(tc, a_note_that_would_do);
    tcase_add_test(tc, no_peers_where_forbidden);
    tcase_add_test(tc, rows_in_words);
    tcase_add_loop_test(tc, rows_evaluate, 0, QP_COUNT(of_rows));
    tcase_add_loop_test(tc, groups_evaluate, 0, QP_COUNT(of_groups));
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
