/* Expressions over whole columns of doubles; see robust_impl.h.  What no
   uncertain figure is in has been evaluated exactly, and is a constant. */

#include <config.h>

#include "engine/robust_impl.h"

#include <math.h>
#include <string.h>

#include "engine/expr_impl.h"
#include "engine/robust_math.h"

struct term;

/* Computes OUT, which holds the first argument, with MORE, the N - 1 others,
   each a column of LENGTH. */
typedef void operation(double out[], const double more[], size_t n,
                       size_t length);

/* Computes OUT from the values X of all units. */
typedef void reduction(const struct crowd *crowd, bool by_group,
                       const double x[], double out[]);

struct term {
    const double *constant;
    size_t datum; /* QP_NONE: one of the others */
    operation *operate;
    reduction *reduce;
    bool by_group;
    bool chooses; /* if */
    double factor; /* of a conversion */
    const struct term **args;
    size_t n_args;
};

/* ---- operations ---- */

/* NaN where an operand is none: comparisons do not know. */
#define COMPARISON(name, holds)                                              \
    static void name(double a[], const double b[], size_t n, size_t length)  \
    {                                                                        \
        (void)n;                                                             \
        for (size_t i = 0; i < length; i++)                                  \
            a[i] = isnan(a[i]) || isnan(b[i]) ? NAN : (double)(holds);       \
    }
COMPARISON(less, a[i] < b[i])
COMPARISON(less_equal, a[i] <= b[i])
COMPARISON(greater, a[i] > b[i])
COMPARISON(greater_equal, a[i] >= b[i])
COMPARISON(equal, a[i] == b[i])
COMPARISON(unequal, a[i] != b[i])

#define OPERATION(name, result)                                              \
    static void name(double a[], const double b[], size_t n, size_t length)  \
    {                                                                        \
        (void)n;                                                             \
        (void)b;                                                             \
        for (size_t i = 0; i < length; i++)                                  \
            a[i] = (result);                                                 \
    }
OPERATION(negate, -a[i])
OPERATION(call_not, isnan(a[i]) ? NAN : (double)(a[i] == 0))
OPERATION(add, a[i] + b[i])
OPERATION(subtract, a[i] - b[i])
OPERATION(multiply, a[i] * b[i])
OPERATION(divide, b[i] == 0 ? NAN : a[i] / b[i])
OPERATION(raise, isnan(a[i]) || isnan(b[i]) ? NAN : qp_robust_pow(a[i], b[i]))
OPERATION(absolute, fabs(a[i]))
OPERATION(natural, a[i] > 0 ? qp_robust_ln(a[i]) : NAN)
OPERATION(decimal, a[i] > 0 ? qp_robust_ln(a[i]) / qp_robust_ln(10) : NAN)
OPERATION(exponential, fabs(a[i]) <= 700 ? qp_robust_exp(a[i]) : NAN)
OPERATION(root, a[i] >= 0 ? sqrt(a[i]) : NAN)
OPERATION(least, isnan(a[i]) || a[i] <= b[i] ? a[i] : b[i])
OPERATION(most, isnan(a[i]) || a[i] >= b[i] ? a[i] : b[i])

static void
call_min(double out[], const double more[], size_t n, size_t length)
{
    for (size_t k = 0; k + 1 < n; k++)
        least(out, more + k * length, 2, length);
}

static void
call_max(double out[], const double more[], size_t n, size_t length)
{
    for (size_t k = 0; k + 1 < n; k++)
        most(out, more + k * length, 2, length);
}

static void
clamp(double out[], const double more[], size_t n, size_t length)
{
    const double *low = more, *high = more + length;

    (void)n;
    for (size_t i = 0; i < length; i++)
        if (!(low[i] <= high[i]))
            out[i] = NAN;
        else if (out[i] < low[i])
            out[i] = low[i];
        else if (out[i] > high[i])
            out[i] = high[i];
}

static void
call_round(double out[], const double more[], size_t n, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        double places = n > 1 ? more[i] : 0, tens;

        if (!(fabs(places) <= QP_EXPR_PLACES) || places != floor(places))
            out[i] = NAN;
        tens = qp_robust_pow(10, places);
        if (!isnan(out[i]))
            out[i] = qp_robust_round(out[i] * tens, false) / tens;
    }
}

/* The greatest integer that X reaches but for an error of arithmetic. */
static double
whole_below(double x)
{
    double nearest = qp_robust_round(x, false);

    return nearest <= x || qp_robust_same(nearest, x) ? nearest : nearest - 1;
}

OPERATION(call_floor, isnan(a[i]) ? a[i] : whole_below(a[i]))
OPERATION(call_ceil, isnan(a[i]) ? a[i] : -whole_below(-a[i]))

/* Any operand that decides does, wherever it stands: what is not there makes
   the rest so only if none does. */
static void
decide(double out[], const double more[], size_t n, size_t length,
       bool deciding)
{
    for (size_t i = 0; i < length; i++) {
        double so_far = !deciding;

        for (size_t k = 0; k < n; k++) {
            double x = k ? more[(k - 1) * length + i] : out[i];

            if (isnan(x) && so_far == (double)!deciding)
                so_far = x;
            else if (!isnan(x) && (x != 0) == deciding)
                so_far = deciding;
        }
        out[i] = so_far;
    }
}

static void
call_and(double out[], const double more[], size_t n, size_t length)
{
    decide(out, more, n, length, false);
}

static void
call_or(double out[], const double more[], size_t n, size_t length)
{
    decide(out, more, n, length, true);
}

/* ---- statistics of peers ---- */

/* True if unit I looks at others at all: by group, it needs one. */
static bool
is_looking(const struct crowd *crowd, bool by_group, size_t i)
{
    return !by_group || crowd->groups[i] != crowd->n_groups;
}

/* The units that unit I looks at: those of its group, or all. */
static bool
is_seen(const struct crowd *crowd, bool by_group, size_t i, size_t k,
        const double x[])
{
    return crowd->peers[k] && !isnan(x[k]) &&
           (!by_group || crowd->groups[k] == crowd->groups[i]);
}

struct moments {
    double n, sum, squares, least, most;
};

static struct moments
moments_of(const struct crowd *crowd, bool by_group, size_t i,
           const double x[])
{
    struct moments m = { 0, 0, 0, INFINITY, -INFINITY };
    double mean;

    for (size_t k = 0; k < crowd->n; k++)
        if (is_seen(crowd, by_group, i, k, x)) {
            m.n++;
            m.sum += x[k];
            m.least = x[k] < m.least ? x[k] : m.least;
            m.most = x[k] > m.most ? x[k] : m.most;
        }
    mean = m.sum / m.n;
    for (size_t k = 0; k < crowd->n; k++)
        if (is_seen(crowd, by_group, i, k, x))
            m.squares += (x[k] - mean) * (x[k] - mean);
    return m;
}

#define REDUCTION(name, least_n, result)                                     \
    static void name(const struct crowd *crowd, bool by_group,               \
                     const double x[], double out[])                         \
    {                                                                        \
        struct moments m = { 0 };                                            \
                                                                             \
        for (size_t i = 0; i < crowd->n; i++) {                              \
            if (i == 0 || by_group)                                          \
                m = moments_of(crowd, by_group, i, x);                       \
            out[i] = m.n >= (least_n) && is_looking(crowd, by_group, i)      \
                         ? (result)                                          \
                         : NAN;                                              \
        }                                                                    \
    }
REDUCTION(peers_count, 0, m.n)
REDUCTION(peers_sum, 1, m.sum)
REDUCTION(peers_mean, 1, m.sum / m.n)
REDUCTION(peers_min, 1, m.least)
REDUCTION(peers_max, 1, m.most)
REDUCTION(peers_sd, 2, sqrt(m.squares / (m.n - 1)))

static void
peers_rank(const struct crowd *crowd, bool by_group, const double x[],
           double out[])
{
    for (size_t i = 0; i < crowd->n; i++) {
        size_t greater = 0;

        for (size_t k = 0; k < crowd->n; k++)
            greater += is_seen(crowd, by_group, i, k, x) && x[k] > x[i];
        out[i] = isnan(x[i]) || !is_looking(crowd, by_group, i)
                     ? NAN
                     : 1 + (double)greater;
    }
}

/* ---- the tables ---- */

static operation *const operators[] = {
    [OP_NEGATE] = negate,       [OP_NOT] = call_not,
    [OP_AND] = call_and,        [OP_OR] = call_or,
    [OP_ADD] = add,             [OP_SUBTRACT] = subtract,
    [OP_MULTIPLY] = multiply,   [OP_DIVIDE] = divide,
    [OP_RAISE] = raise,         [OP_LESS] = less,
    [OP_LESS_EQUAL] = less_equal, [OP_GREATER] = greater,
    [OP_GREATER_EQUAL] = greater_equal, [OP_EQUAL] = equal,
    [OP_UNEQUAL] = unequal,
};

static const struct {
    const char *name;
    operation *operate;
    reduction *reduce;
} functions[] = {
    { "min", call_min, NULL },      { "max", call_max, NULL },
    { "abs", absolute, NULL },      { "round", call_round, NULL },
    { "floor", call_floor, NULL },  { "ceil", call_ceil, NULL },
    { "ln", natural, NULL },        { "log10", decimal, NULL },
    { "exp", exponential, NULL },   { "sqrt", root, NULL },
    { "clamp", clamp, NULL },       { "count", NULL, peers_count },
    { "sum", NULL, peers_sum },     { "mean", NULL, peers_mean },
    { "min", NULL, peers_min },     { "max", NULL, peers_max },
    { "sd", NULL, peers_sd },       { "rank", NULL, peers_rank },
};

/* Gives TERM what FUNCTION does; false where that is nothing for columns. */
static bool
find_function(const struct function *function, struct term *term)
{
    bool of_peers = function->statistic || function->special == qp_expr_rank;
    const char *name = function->row.name;

    if (of_peers)
        name = strchr(name, '_') + 1;
    term->by_group = function->by_group;
    for (size_t i = 0; i < QP_COUNT(functions); i++)
        if (strcmp(functions[i].name, name) == 0 &&
            of_peers == (functions[i].reduce != NULL) &&
            (of_peers || function->plain)) {
            term->operate = functions[i].operate;
            term->reduce = functions[i].reduce;
            return true;
        }
    return false;
}

/* ---- compiling ---- */

static bool
is_choice(const struct node *node)
{
    return node->op == OP_CALL && node->function->signature == TAKES_CHOICE;
}

/* True if a figure that moves is in NODE.  Figures of the year before do not
   move. */
static bool
holds_moving(const struct crowd *crowd, const struct node *node)
{
    if (node->op == OP_DATUM)
        return crowd->moves[node->datum];
    if (node->op == OP_CALL && node->function->special &&
        !is_choice(node) && node->function->special != qp_expr_rank)
        return false;
    for (size_t i = 0; i < node->n_args; i++)
        if (holds_moving(crowd, node->args[i]))
            return true;
    return false;
}

static const struct term *compile(const struct crowd *crowd,
                                  const struct node *node);

static const struct term *
compile_constant(const struct crowd *crowd, const struct node *node)
{
    struct term *term = qp_arena_alloc(crowd->arena, 1, sizeof *term);
    double *column =
        qp_arena_alloc(crowd->arena, crowd->n, sizeof *column);

    for (size_t i = 0; i < crowd->n; i++) {
        struct qp_value value =
            qp_expr_node(crowd->eval, node,
                         (struct moment){ crowd->districts[i], false });

        column[i] = value.state == QP_REPORTED && !value.text
                        ? qp_robust_double(crowd->arena, value.num)
                        : NAN;
    }
    *term = (struct term){ .constant = column, .datum = QP_NONE };
    return term;
}

/* Fills TERM for NODE but for its arguments; false: columns cannot do it. */
static bool
find_operation(const struct node *node, struct term *term)
{
    if (node->n_args && node->args[0]->is_text)
        return false;
    if (node->op == OP_CALL && !is_choice(node))
        return find_function(node->function, term);
    term->chooses = is_choice(node);
    if (node->op < QP_COUNT(operators))
        term->operate = operators[node->op];
    return term->chooses || term->operate || node->op == OP_SCALE;
}

static const struct term *
compile(const struct crowd *crowd, const struct node *node)
{
    struct term *term;

    if (!holds_moving(crowd, node))
        return compile_constant(crowd, node);
    term = qp_arena_alloc(crowd->arena, 1, sizeof *term);
    term->datum = node->op == OP_DATUM ? node->datum : QP_NONE;
    if (node->op == OP_DATUM)
        return term;
    if (!find_operation(node, term))
        return compile_constant(crowd, node);
    if (node->op == OP_SCALE)
        term->factor = qp_robust_double(crowd->arena, node->number);
    term->args = qp_arena_alloc(crowd->arena, node->n_args,
                                sizeof(const struct term *));
    term->n_args = node->n_args;
    for (size_t i = 0; i < node->n_args; i++)
        term->args[i] = compile(crowd, node->args[i]);
    return term;
}

const struct term *
qp_term_compile(const struct crowd *crowd, const struct qp_expr *expr)
{
    return holds_moving(crowd, expr->root) ? compile(crowd, expr->root) : NULL;
}

/* ---- evaluating ---- */

size_t
qp_term_depth(const struct term *term)
{
    size_t depth = 0;

    for (size_t i = 0; i < term->n_args; i++) {
        size_t here = i + qp_term_depth(term->args[i]);

        depth = here > depth ? here : depth;
    }
    return depth + (term->reduce != NULL) + term->n_args;
}

void
qp_term_mark(const struct term *term, bool wanted[])
{
    if (term->datum != QP_NONE)
        wanted[term->datum] = true;
    for (size_t i = 0; i < term->n_args; i++)
        qp_term_mark(term->args[i], wanted);
}

void
qp_term_eval(const struct crowd *crowd, const struct term *term,
             const double figures[], double out[], double spare[])
{
    size_t n = crowd->n;
    const double *known = term->constant;

    if (term->datum != QP_NONE)
        known = figures + term->datum * n;
    if (known) {
        memcpy(out, known, n * sizeof *out);
        return;
    }
    for (size_t k = 0; k < term->n_args; k++)
        qp_term_eval(crowd, term->args[k], figures,
                     k ? spare + (k - 1) * n : out, spare + k * n);
    if (term->reduce) {
        memcpy(spare, out, n * sizeof *out);
        term->reduce(crowd, term->by_group, spare, out);
    } else if (term->chooses) {
        for (size_t i = 0; i < n; i++)
            if (!isnan(out[i]))
                out[i] = spare[out[i] != 0 ? i : n + i];
    } else if (term->operate) {
        term->operate(out, spare, term->n_args, n);
    } else {
        for (size_t i = 0; i < n; i++)
            out[i] *= term->factor;
    }
}
