/* The functions of expressions, one row each; see expr.h.  A plain function
   gets numbers that are there; a statistic gets what the peers have; a special
   one evaluates its own arguments. */

#include <config.h>

#include "engine/expr_impl.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine/date.h"
#include "engine/frame.h"
#include "engine/history.h"
#include "engine/tongue.h"

/* ---- plain functions ---- */

static qp_num
call_min(struct qp_arena *arena, const qp_num args[], size_t n)
{
    qp_num least = args[0];

    for (size_t i = 1; i < n; i++)
        least = qp_num_min(arena, least, args[i]);
    return least;
}

static qp_num
call_max(struct qp_arena *arena, const qp_num args[], size_t n)
{
    qp_num most = args[0];

    for (size_t i = 1; i < n; i++)
        most = qp_num_max(arena, most, args[i]);
    return most;
}

static qp_num
call_abs(struct qp_arena *arena, const qp_num args[], size_t n)
{
    (void)n;
    return qp_num_abs(arena, args[0]);
}

static qp_num
call_round(struct qp_arena *arena, const qp_num args[], size_t n)
{
    int64_t places = 0;

    if (n > 1 && !qp_num_to_int(args[1], QP_EXPR_PLACES, &places))
        return qp_num_undefined("round() takes -18 to 18 places");
    return qp_num_round(arena, args[0], (int)places, QP_ROUND_HALF_UP);
}

static qp_num
call_floor(struct qp_arena *arena, const qp_num args[], size_t n)
{
    (void)n;
    return qp_num_floor(arena, args[0]);
}

static qp_num
call_ceil(struct qp_arena *arena, const qp_num args[], size_t n)
{
    (void)n;
    return qp_num_ceil(arena, args[0]);
}

static qp_num
call_ln(struct qp_arena *arena, const qp_num args[], size_t n)
{
    (void)n;
    return qp_num_ln(arena, args[0]);
}

static qp_num
call_log10(struct qp_arena *arena, const qp_num args[], size_t n)
{
    (void)n;
    return qp_num_log10(arena, args[0]);
}

static qp_num
call_exp(struct qp_arena *arena, const qp_num args[], size_t n)
{
    (void)n;
    return qp_num_exp(arena, args[0]);
}

static qp_num
call_sqrt(struct qp_arena *arena, const qp_num args[], size_t n)
{
    (void)n;
    return qp_num_sqrt(arena, args[0]);
}

static qp_num
call_clamp(struct qp_arena *arena, const qp_num args[], size_t n)
{
    (void)n;
    if (qp_num_cmp(args[1], args[2]) > 0)
        return qp_num_undefined("clamp() with lo above hi");
    return qp_num_max(arena, args[1], qp_num_min(arena, args[0], args[2]));
}

/* ---- statistics of peers and panels ---- */

static qp_num
mean(struct qp_arena *arena, const qp_num x[], size_t n)
{
    return qp_num_div(arena, qp_num_sum(arena, x, n),
                      qp_num_int((int64_t)n));
}

static int
by_size(const void *left, const void *right)
{
    return qp_num_cmp(*(const qp_num *)left, *(const qp_num *)right);
}

/* X in rising order. */
static qp_num *
sorted(struct qp_arena *arena, const qp_num x[], size_t n)
{
    qp_num *copy = qp_arena_alloc(arena, n, sizeof *copy);

    memcpy(copy, x, n * sizeof *copy);
    qsort(copy, n, sizeof *copy, by_size);
    return copy;
}

static qp_num
median(struct qp_arena *arena, const qp_num x[], size_t n)
{
    qp_num *in_order = sorted(arena, x, n);

    return mean(arena, in_order + (n - 1) / 2, n % 2 ? 1 : 2);
}

static qp_num
count(struct qp_arena *arena, const qp_num x[], size_t n)
{
    (void)arena;
    (void)x;
    return qp_num_int((int64_t)n);
}

/* ---- functions that evaluate their own arguments ---- */

static struct qp_value
call_if(struct qp_eval *in, const struct node *call, struct moment at)
{
    struct qp_value condition = qp_expr_node(in, call->args[0], at);

    if (condition.state != QP_REPORTED)
        return condition;
    return qp_expr_node(
        in, call->args[qp_num_sign(condition.num) ? 1 : 2], at);
}

static struct qp_value
call_prior(struct qp_eval *in, const struct node *call, struct moment at)
{
    at.prior = true;
    return qp_expr_node(in, call->args[0], at);
}

/* Figures of the year before that the submission itself gives do not count
   where the record of that year does. */
static bool
has_no_figures(const struct qp_eval *in, struct moment at)
{
    return at.prior && in->rules->prior == QP_PRIOR_RECORD;
}

static const struct qp_entry *
entry_of(const struct qp_eval *in, const struct node *call, struct moment at)
{
    return &in->subs->entries[at.district * in->rules->n_data +
                              call->args[0]->datum];
}

/* The district's own figure: typed, or derived from its records. */
static struct qp_value
call_reported(struct qp_eval *in, const struct node *call, struct moment at)
{
    const struct qp_entry *entry = entry_of(in, call, at);
    const struct qp_figure *figure =
        at.prior ? qp_model_extra(entry)->reported_prior : entry->reported;

    if (!figure && !at.prior)
        figure = qp_model_extra(entry)->derived;
    if (has_no_figures(in, at))
        return qp_value_state(QP_UNDEFINED, "no figure for the year before");
    return figure ? figure->value
                  : qp_value_state(QP_ABSENT, "not reported");
}

static struct qp_value
call_cut(struct qp_eval *in, const struct node *call, struct moment at)
{
    const struct qp_entry *entry = entry_of(in, call, at);
    const struct qp_verified *verified =
        at.prior ? qp_model_extra(entry)->verified_prior
                 : qp_model_extra(entry)->verified;
    struct qp_value reported = call_reported(in, call, at);

    if (reported.state != QP_REPORTED)
        return qp_value_state(QP_UNDEFINED, "no reported figure to cut");
    if (!verified)
        return qp_value_number(qp_num_int(0));
    if (verified->figure.value.state != QP_REPORTED)
        return verified->figure.value;
    return qp_value_number(
        qp_num_sub(in->arena, reported.num, verified->figure.value.num));
}

static struct qp_value
call_is_reported(struct qp_eval *in, const struct node *call,
                 struct moment at)
{
    struct qp_value value = qp_expr_node(in, call->args[0], at);

    return qp_value_number(qp_num_int(value.state == QP_REPORTED));
}

struct qp_value
qp_expr_has_note(struct qp_eval *in, const struct node *call,
                 struct moment at)
{
    return qp_value_number(
        qp_num_int(qp_model_extra(entry_of(in, call, at))->note != NULL));
}

/* From the first day to the second; both were checked when they were read or
   compiled. */
static struct qp_value
call_days(struct qp_eval *in, const struct node *call, struct moment at)
{
    int days[2];

    for (size_t i = 0; i < QP_COUNT(days); i++) {
        struct qp_value value = qp_expr_node(in, call->args[i], at);

        if (value.state != QP_REPORTED)
            return value;
        qp_date_parse(value.text, strlen(value.text), &days[i]);
    }
    return qp_value_number(qp_num_int(qp_date_days(days[0], days[1])));
}

/* A check that fails for many rows counts once. */
static struct qp_value
call_failed(struct qp_eval *in, const struct node *call, struct moment at)
{
    const struct qp_findings *findings = in->findings;
    size_t last = QP_NONE;
    int64_t n = 0;

    if (at.prior)
        return qp_value_state(QP_UNDEFINED, "no figure for the year before");
    for (size_t i = 0; i < findings->n; i++) {
        const struct qp_finding *finding = &findings->items[i];

        if (finding->district != at.district || !finding->is_submitted ||
            finding->check == last ||
            (size_t)finding->level != call->args[0]->datum)
            continue;
        last = finding->check;
        n++;
    }
    return qp_value_number(qp_num_int(n));
}

static struct qp_value
call_prior_grade(struct qp_eval *in, const struct node *call,
                 struct moment at)
{
    const struct qp_past *past =
        qp_history_past(in->subs->history, at.district, 1);

    (void)call;
    if (!past)
        return qp_value_state(QP_UNDEFINED, "no result of the year before");
    return qp_value_text(past->grade ? past->grade : "");
}

static struct qp_value
call_prior_rank(struct qp_eval *in, const struct node *call,
                struct moment at)
{
    const struct qp_past *past =
        qp_history_past(in->subs->history, at.district, 1);

    (void)call;
    if (!past)
        return qp_value_state(QP_UNDEFINED, "no result of the year before");
    if (!qp_num_defined(past->rank))
        return qp_value_state(QP_UNDEFINED, "no rank in the year before");
    return qp_value_number(past->rank);
}

static struct qp_value
call_years_in(struct qp_eval *in, const struct node *call, struct moment at)
{
    const char *grade = call->args[0]->text;
    struct qp_value years = qp_expr_node(in, call->args[1], at);
    int64_t n, found = 0;

    qp_num_to_int(years.num, QP_EXPR_YEARS, &n);
    for (size_t i = 1; i <= (size_t)n; i++) {
        const struct qp_past *past =
            qp_history_past(in->subs->history, at.district, i);

        if (!past)
            return qp_value_state(QP_UNDEFINED,
                                  "not the results of all these years");
        found += past->grade && strcmp(past->grade, grade) == 0;
    }
    return qp_value_number(qp_num_int(found));
}

/* The scores that count, in rising order; fewer than the datum asks for, or
   none, is undefined. */
static struct qp_value
panel(struct qp_eval *in, const struct node *call, struct moment at,
      qp_num **scores, size_t *n)
{
    const struct qp_entry *entry = entry_of(in, call, at);
    const struct qp_datum *datum = &in->rules->data[call->args[0]->datum];
    size_t least = datum->min_experts > 1 ? (size_t)datum->min_experts : 1;

    *n = 0;
    if (in->lone && !qp_model_extra(entry)->n_opinions)
        return qp_value_state(QP_ABSENT, qp_frame_not_given_yet());
    *scores = qp_arena_alloc(in->arena, qp_model_extra(entry)->n_opinions,
                             sizeof **scores);
    for (size_t i = 0; i < qp_model_extra(entry)->n_opinions && !at.prior; i++)
        if (!qp_model_extra(entry)->opinions[i].conflict)
            (*scores)[(*n)++] = qp_model_extra(entry)->opinions[i].score;
    if (*n < least)
        return qp_value_state(QP_UNDEFINED, "too few experts' scores");
    *scores = sorted(in->arena, *scores, *n);
    return qp_value_number(qp_num_int((int64_t)*n));
}

static struct qp_value
call_panel_mean(struct qp_eval *in, const struct node *call,
                struct moment at)
{
    qp_num *scores;
    size_t n;
    struct qp_value enough = panel(in, call, at, &scores, &n);

    if (enough.state != QP_REPORTED)
        return enough;
    return qp_value_number(mean(in->arena, scores, n));
}

static struct qp_value
call_panel_median(struct qp_eval *in, const struct node *call,
                  struct moment at)
{
    qp_num *scores;
    size_t n;
    struct qp_value enough = panel(in, call, at, &scores, &n);

    if (enough.state != QP_REPORTED)
        return enough;
    return qp_value_number(median(in->arena, scores, n));
}

/* The mean without the K highest and the K lowest scores, 去掉最高最低. */
static struct qp_value
call_trimmed_mean(struct qp_eval *in, const struct node *call,
                  struct moment at)
{
    struct qp_value trim = qp_expr_node(in, call->args[1], at), enough;
    qp_num *scores;
    int64_t k;
    size_t n;

    if (trim.state != QP_REPORTED)
        return trim;
    if (!qp_num_to_int(trim.num, QP_EXPR_SCORES, &k) || k < 0)
        return qp_value_state(QP_UNDEFINED,
                              "trimmed_mean() drops a whole number of scores");
    enough = panel(in, call, at, &scores, &n);
    if (enough.state != QP_REPORTED)
        return enough;
    if (n <= 2 * (size_t)k)
        return qp_value_state(QP_UNDEFINED, "too few experts' scores");
    return qp_value_number(
        mean(in->arena, scores + k, n - 2 * (size_t)k));
}

/* ---- the table ---- */

#define ROW(name, usage, help, least, most)                                   \
    .row = { name, usage, help, least, most }

/* A statistic of all peers and its twin of the own group. */
#define PEERS(name, what, how, ask, statistics, spelt, zh, en)                \
    { ROW("city_" name, "city_" name "(x)", what " of all districts", 1, 1), \
      .signature = how, .asks = QP_STATISTIC_##ask, .statistic = statistics,  \
      .sheet = spelt "(%1)",                                                  \
      .words = { "各区#1的" zh, en " over all districts" } },                 \
    { ROW("group_" name, "group_" name "(x)",                                 \
          what " of the districts of the own group", 1, 1),                   \
      .signature = how, .by_group = true, .asks = QP_STATISTIC_##ask,         \
      .statistic = statistics, .sheet = spelt "(%1)",                         \
      .words = { "本组各区#1的" zh, en " over the group" } }

static const struct function functions[] = {
    { ROW("if", "if(condition, x, y)",
          N_("x where the condition holds, else y"), 3, 3),
      .words = { "若%1，为#2；否则为#3", "#2 if %1, else %3" },
      .signature = TAKES_CHOICE, .sheet = "IF(%?,%2,%3)", .special = call_if },
    { ROW("min", "min(x, ...)", N_("the least"), 1, -1),
      .words = { "(%*)中最小的数", "the least of (%*)" },
      .signature = TAKES_ALIKE, .sheet = "MIN(%*)", .plain = call_min },
    { ROW("max", "max(x, ...)", N_("the greatest"), 1, -1),
      .words = { "(%*)中最大的数", "the greatest of (%*)" },
      .signature = TAKES_ALIKE, .sheet = "MAX(%*)", .plain = call_max },
    { ROW("abs", "abs(x)", N_("without its sign"), 1, 1),
      .words = { "|%1|", "|%1|" }, .signature = TAKES_ALIKE,
      .sheet = "ABS(%1)", .plain = call_abs },
    { ROW("round", "round(x, places)",
          N_("rounded, halves away from zero; places = 0 when left out"), 1,
          2),
      .words = { "#1四舍五入到%2位小数", "#1 rounded to %2 decimals" },
      .signature = TAKES_PLACES, .sheet = "ROUND(ROUND(%1,10),%2)",
      .plain = call_round },
    { ROW("floor", "floor(x)", N_("the greatest whole number not above x"), 1,
          1),
      .words = { "#1舍去小数", "#1 rounded down" }, .signature = TAKES_PLACES,
      .sheet = "INT(ROUND(%1,9))", .plain = call_floor },
    { ROW("ceil", "ceil(x)", N_("the least whole number not below x"), 1, 1),
      .words = { "#1进为整数", "#1 rounded up" }, .signature = TAKES_PLACES,
      .sheet = "(-INT(-ROUND(%1,9)))", .plain = call_ceil },
    { ROW("clamp", "clamp(x, lo, hi)", N_("x held between lo and hi"), 3, 3),
      .words = { "#1（不低于%2，不高于%3）", "#1 held between %2 and %3" },
      .signature = TAKES_ALIKE, .sheet = "MAX(%2,MIN(%1,%3))",
      .plain = call_clamp },
    { ROW("ln", "ln(x)", N_("the natural logarithm"), 1, 1),
      .words = { "ln(%1)", "ln(%1)" }, .signature = TAKES_NUMBER,
      .sheet = "LN(%1)", .plain = call_ln },
    { ROW("log10", "log10(x)", N_("the decimal logarithm"), 1, 1),
      .words = { "lg(%1)", "log10(%1)" }, .signature = TAKES_NUMBER,
      .sheet = "LOG10(%1)", .plain = call_log10 },
    { ROW("exp", "exp(x)", N_("e to the power of x"), 1, 1),
      .words = { "e^(%1)", "e^(%1)" }, .signature = TAKES_NUMBER,
      .sheet = "EXP(%1)", .plain = call_exp },
    { ROW("sqrt", "sqrt(x)", N_("the square root"), 1, 1),
      .words = { "√(%1)", "√(%1)" }, .signature = TAKES_NUMBER,
      .sheet = "SQRT(%1)", .plain = call_sqrt },
    { ROW("prior", "prior(x)", N_("x with all data of the year before"), 1, 1),
      .words = { "上年#1", "#1 of the year before" }, .signature = TAKES_PRIOR,
      .special = call_prior },
    { ROW("prior_grade", "prior_grade()",
          N_("the code of the grade that the district had in last year's "
             "result (--prior), \"\" if it had none; undefined if that result "
             "does not have the district"),
          0, 0),
      .words = { "上年等次", "last year's grade" }, .signature = TAKES_NOTHING,
      .is_text = true, .special = call_prior_grade },
    { ROW("prior_rank", "prior_rank()",
          N_("its rank in last year's result; undefined if it had none"), 0,
          0),
      .words = { "上年名次", "last year's rank" }, .signature = TAKES_NOTHING,
      .special = call_prior_rank },
    { ROW("years_in", "years_in(grade, n)",
          N_("in how many of the n years before this one it had the grade, "
             "which is one of these rules, as in years_in(\"fail\", 2); "
             "undefined unless the results of all n years have the district"),
          2, 2),
      .words = { "此前%2年中等次为%1的年数",
                 "years with the grade %1 among the %2 before" },
      .signature = TAKES_YEARS, .special = call_years_in },
    { ROW("reported", "reported(datum)",
          N_("what the district reported, before verification"), 1, 1),
      .words = { "区报#1", "#1 as reported" }, .signature = TAKES_DATUM,
      .special = call_reported },
    { ROW("cut", "cut(datum)", N_("what verification took off, 0 without one"),
          1, 1),
      .words = { "#1核减数", "what was cut of #1" }, .signature = TAKES_DATUM,
      .special = call_cut },
    { ROW("is_reported", "is_reported(datum)", N_("1 where there is a figure"),
          1, 1),
      .words = { "有#1", "there is #1" }, .signature = TAKES_ASKING,
      .special = call_is_reported },
    { ROW("has_note", "has_note(datum)",
          N_("1 where the district explains the figure"), 1, 1),
      .words = { "对#1作了说明", "#1 is explained" },
      .signature = TAKES_ASKING, .special = qp_expr_has_note },
    { ROW("days_between", "days_between(from, to)",
          N_("days from one day to another, below 0 where that comes first: "
             "submitted, due, a field of a record, or \"2026-03-31\""),
          2, 2),
      .words = { "%1到%2的天数", "days from %1 to %2" },
      .signature = TAKES_DATES, .special = call_days },
    { ROW("failed", "failed(level)",
          N_("how many checks of the level \"error\", \"warning\" or \"note\" "
             "the district's figures fail as it submitted them, before "
             "verification; not those that it explains"),
          1, 1),
      .words = { "报送原数不符的“%1”级审核关系条数",
                 "checks of the level %1 that the figures fail as submitted" },
      .signature = TAKES_LEVEL, .special = call_failed },
    { ROW("mean", "mean(panel)", N_("the mean of the experts' scores"), 1, 1),
      .words = { "#1的专家平均分", "the experts' mean of #1" },
      .signature = TAKES_PANEL, .special = call_panel_mean },
    { ROW("median", "median(panel)", N_("the median of the experts' scores"),
          1, 1),
      .words = { "#1的专家评分中位数", "the experts' median of #1" },
      .signature = TAKES_PANEL, .special = call_panel_median },
    { ROW("trimmed_mean", "trimmed_mean(panel, k)",
          N_("the mean without the k highest and the k lowest scores"), 2, 2),
      .words = { "#1去掉%2个最高分、%2个最低分后的平均分",
                 "the experts' mean of #1 without the %2 highest and %2 "
                 "lowest" },
      .signature = TAKES_PANEL, .special = call_trimmed_mean },
    PEERS("sum", "the sum", TAKES_PEERS, SUM, qp_num_sum, "SUM", "合计",
          "the sum of #1"),
    PEERS("mean", "the mean", TAKES_PEERS, MEAN, mean, "AVERAGE", "平均数",
          "the mean of #1"),
    PEERS("min", "the least", TAKES_PEERS, MIN, call_min, "MIN", "最小数",
          "the least #1"),
    PEERS("max", "the greatest", TAKES_PEERS, MAX, call_max, "MAX", "最大数",
          "the greatest #1"),
    PEERS("sd", "the sample standard deviation", TAKES_PEERS, SD,
          qp_num_deviation, "STDEV", "标准差", "the standard deviation of #1"),
    PEERS("median", "the median", TAKES_PEERS, MEDIAN, median, "MEDIAN",
          "中位数", "the median of #1"),
    PEERS("count", "the number", TAKES_COUNTING, COUNT, count, "COUNT",
          "有数的区数", "how many have #1"),
    { ROW("city_rank", "city_rank(x)",
          N_("1 and the number of districts with a greater x"), 1, 1),
      .words = { "#1在各区中由高到低的位次",
                 "the place of #1 among all districts" },
      .signature = TAKES_COUNTING, .asks = QP_STATISTIC_PLACE,
      .special = qp_expr_rank },
    { ROW("group_rank", "group_rank(x)",
          N_("the same among the districts of the own group"), 1, 1),
      .words = { "#1在本组由高到低的位次",
                 "the place of #1 within the group" },
      .signature = TAKES_COUNTING, .by_group = true,
      .asks = QP_STATISTIC_PLACE, .special = qp_expr_rank },
};

const struct function *
qp_expr_function(const char *name, size_t length)
{
    for (size_t i = 0; i < QP_COUNT(functions); i++)
        if (strlen(functions[i].row.name) == length &&
            strncasecmp(functions[i].row.name, name, length) == 0)
            return &functions[i];
    return NULL;
}

const struct qp_function *
qp_expr_function_row(size_t i)
{
    return i < QP_COUNT(functions) ? &functions[i].row : NULL;
}

/* ---- functions of groups of rows ---- */

static const struct group_function group_functions[] = {
    { ROW("count", "count()", N_("the number of rows"), 0, 0), QP_TAKE_COUNT },
    { ROW("sum", "sum(field)", N_("the sum over the rows"), 1, 1),
      QP_TAKE_SUM },
    { ROW("max", "max(field)", N_("the greatest of the rows"), 1, 1),
      QP_TAKE_MAX },
    { ROW("min", "min(field)", N_("the least of the rows"), 1, 1),
      QP_TAKE_MIN },
    { ROW("mean", "mean(field)", N_("the mean of the rows"), 1, 1),
      QP_TAKE_MEAN },
};

const struct group_function *
qp_expr_group_function(const char *name, size_t length)
{
    for (size_t i = 0; i < QP_COUNT(group_functions); i++)
        if (strlen(group_functions[i].row.name) == length &&
            strncasecmp(group_functions[i].row.name, name, length) == 0)
            return &group_functions[i];
    return NULL;
}

const struct qp_function *
qp_expr_group_row(size_t i)
{
    return i < QP_COUNT(group_functions) ? &group_functions[i].row : NULL;
}

bool
qp_expr_reserved(const char *word)
{
    static const char *const words[] = { "and",  "or",    "not",
                                         "code", "name",  "group",
                                         "due",  "total", "submitted" };

    for (size_t i = 0; i < QP_COUNT(words); i++)
        if (strcasecmp(word, words[i]) == 0)
            return true;
    return qp_expr_function(word, strlen(word)) != NULL;
}
