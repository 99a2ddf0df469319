/* Derivations; see explain.h.  Whatever was decided while scoring is read off
   the result; only what leads there is evaluated again, by the same
   expressions. */

#include <config.h>

#include "engine/explain.h"

#include <ctype.h>
#include <string.h>

#include "engine/method.h"
#include "engine/named.h"
#include "engine/score.h"

struct qp_explain {
    struct qp_arena *arena;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    struct qp_eval *eval;
    bool *peers;
};

/* One leaf for one district. */
struct leaf {
    const struct qp_explain *in;
    size_t node, district;
    const struct qp_indicator *rule;
    const struct qp_score *score;
    struct qp_worked_leaf *working;
};

struct qp_explain *
qp_explain_new(struct qp_arena *arena, const struct qp_result *result)
{
    struct qp_explain *explain = qp_arena_alloc(arena, 1, sizeof *explain);
    size_t n = result->rules->n_districts;

    explain->arena = arena;
    explain->result = result;
    explain->rules = result->rules;
    explain->peers = qp_arena_alloc(arena, n, sizeof *explain->peers);
    for (size_t d = 0; d < n; d++)
        explain->peers[d] =
            !result->outcomes[d].excluded && !result->outcomes[d].unranked;
    explain->eval = qp_eval_new(arena, result->rules, result->subs,
                                explain->peers, result->findings);
    return explain;
}

static const struct qp_score *
score_at(const struct qp_explain *in, size_t district, size_t node)
{
    return &in->result->scores[district * in->rules->n_indicators + node];
}

/* ---- expressions ---- */

struct reads {
    struct qp_arena *arena;
    size_t district;
    struct qp_read *items;
    size_t n, capacity;
};

static bool
is_read(const struct reads *reads, const struct qp_expr_step *step)
{
    for (size_t i = 0; i < reads->n; i++)
        if (reads->items[i].datum == step->datum &&
            reads->items[i].prior == step->prior)
            return true;
    return false;
}

/* Adds the district's own data below STEP; those of others are for their own
   derivations. */
static void
add_reads(struct reads *reads, const struct qp_expr_step *step)
{
    if (step->datum != QP_NONE && step->district == reads->district &&
        !is_read(reads, step)) {
        reads->items = qp_arena_grow(reads->arena, reads->items, reads->n,
                                     &reads->capacity, sizeof *reads->items);
        reads->items[reads->n++] =
            (struct qp_read){ step->datum, step->prior };
    }
    for (size_t i = 0; i < step->n_args; i++)
        add_reads(reads, &step->args[i]);
}

static struct qp_worked
work_out(const struct qp_explain *in, const struct qp_formula *formula,
         size_t district, bool prior)
{
    struct qp_worked working = { .formula = formula, .prior = prior };
    struct reads reads = { .arena = in->arena, .district = district };

    working.steps = qp_expr_steps(formula->expr, in->eval, district, prior);
    working.value = working.steps->value;
    working.figures =
        qp_expr_figures(in->arena, formula->expr, in->eval, district, prior);
    add_reads(&reads, working.steps);
    working.reads = reads.items;
    working.n_reads = reads.n;
    return working;
}

static const struct qp_worked *
work_out_items(const struct qp_explain *in, const struct qp_item *items,
               size_t n, size_t district)
{
    struct qp_worked *workings =
        qp_arena_alloc(in->arena, n, sizeof *workings);

    for (size_t i = 0; i < n; i++)
        workings[i] = work_out(in, &items[i].points, district, false);
    return workings;
}

static const struct qp_worked *
work_out_vetoes(const struct qp_explain *in, size_t district)
{
    const struct qp_ruleset *rules = in->rules;
    struct qp_worked *workings =
        qp_arena_alloc(in->arena, rules->n_vetoes, sizeof *workings);

    for (size_t i = 0; i < rules->n_vetoes; i++)
        workings[i] = work_out(in, &rules->vetoes[i].when, district, false);
    return workings;
}

/* ---- what a method looked at ---- */

/* Parameters that are expressions; what is left out may be the value of the
   year before. */
static void
work_out_arguments(const struct leaf *leaf)
{
    const struct qp_param *params = leaf->rule->method->params;
    struct qp_worked *workings;
    size_t n = 0;

    while (params[n].key)
        n++;
    workings = qp_arena_alloc(leaf->in->arena, n + 1, sizeof *workings);
    for (size_t p = 0; p < n; p++) {
        const struct qp_argument *given = &leaf->rule->arguments[p];

        if (given->given && given->formula.expr)
            workings[p] =
                work_out(leaf->in, &given->formula, leaf->district, false);
        else if (params[p].type == QP_PARAM_PRIOR)
            workings[p] =
                work_out(leaf->in, &leaf->rule->value, leaf->district, true);
    }
    leaf->working->arguments = workings;
}

static void
find_peers(const struct leaf *leaf)
{
    const struct qp_explain *in = leaf->in;
    const struct qp_district *districts = in->rules->districts;
    size_t *peers =
        qp_arena_alloc(in->arena, in->rules->n_districts, sizeof *peers);
    size_t n = 0;

    for (size_t d = 0; d < in->rules->n_districts; d++)
        if (in->peers[d] &&
            qp_num_defined(score_at(in, d, leaf->node)->used) &&
            (!leaf->rule->by_group ||
             districts[d].group == districts[leaf->district].group))
            peers[n++] = d;
    leaf->working->peers = peers;
    leaf->working->n_peers = n;
}

static bool
is_alone(const struct leaf *leaf)
{
    return !leaf->in->peers[leaf->district];
}

/* ---- the names in a method's formula ---- */

/* Where the weights of DISTRICT begin. */
static size_t
weights_of(const struct qp_ruleset *rules, size_t district)
{
    size_t group = rules->districts[district].group;

    return (group == QP_NONE ? rules->n_groups : group) * rules->n_indicators;
}

static bool
is_listed(const struct qp_worked_leaf *working, const char *name)
{
    for (size_t i = 0; i < working->n_figures; i++)
        if (strcmp(working->figures[i].name, name) == 0)
            return true;
    return false;
}

/* Looks up all names in the formula of the leaf's method. */
static void
find_figures(const struct leaf *leaf)
{
    struct qp_arena *arena = leaf->in->arena;
    const char *at = qp_method_formula(leaf->rule);
    struct qp_quantity *figures =
        qp_arena_alloc(arena, strlen(at), sizeof *figures);
    size_t n;

    leaf->working->figures = figures;
    for (; *at; at += n ? n : 1) {
        struct qp_quantity found;

        for (n = 0; islower((unsigned char)at[n]) || at[n] == '_'; n++)
            ;
        if (!n)
            continue;
        found = qp_named_figure(arena, leaf->in->result, leaf->district,
                                leaf->node, qp_arena_copy(arena, at, n));
        if (qp_num_defined(found.number) &&
            !is_listed(leaf->working, found.name))
            figures[leaf->working->n_figures++] = found;
    }
}

/* How a value of the year before was treated: as those of the scope were,
   which any of them tells that was touched. */
static const struct qp_treating *
find_treating(const struct leaf *leaf)
{
    const struct qp_ruleset *rules = leaf->in->rules;

    if (qp_result_treating(leaf->score) ||
        qp_result_policy(leaf->score).kind != QP_POLICY_PRIOR)
        return qp_result_treating(leaf->score);
    for (size_t d = 0; d < rules->n_districts; d++) {
        const struct qp_score *score = score_at(leaf->in, d, leaf->node);

        if (qp_result_treating(score) &&
            (!leaf->rule->by_group ||
             rules->districts[d].group ==
                 rules->districts[leaf->district].group))
            return qp_result_treating(score);
    }
    return NULL;
}

static bool
uses_statistics(const struct qp_trace *trace)
{
    for (size_t i = 0; i < trace->n_quantities; i++)
        if (trace->quantities[i].is_statistic)
            return true;
    return false;
}

static qp_num
end_score(const struct leaf *leaf, int p, int otherwise)
{
    return p == QP_METHOD_NO_PARAM ? qp_num_int(otherwise)
                                   : leaf->rule->arguments[p].number;
}

static void
explain_leaf(const struct leaf *leaf)
{
    struct qp_worked_leaf *working = leaf->working;
    const struct qp_method *method = leaf->rule->method;

    working->value =
        work_out(leaf->in, &leaf->rule->value, leaf->district, false);
    if (qp_result_policy(leaf->score).kind == QP_POLICY_PRIOR)
        working->before =
            work_out(leaf->in, &leaf->rule->value, leaf->district, true);
    working->treating = find_treating(leaf);
    work_out_arguments(leaf);
    working->is_clipped =
        qp_method_clip(leaf->rule, &working->clip_low, &working->clip_high);
    if (!leaf->score->trace)
        return;
    find_peers(leaf);
    find_figures(leaf);
    working->is_held = is_alone(leaf) && method->from_peers &&
                       uses_statistics(leaf->score->trace);
    working->least = end_score(leaf, method->worst, 0);
    working->most = end_score(leaf, method->best, 1);
}

static const struct qp_worked_leaf *
explain_leaves(const struct qp_explain *in, size_t district)
{
    const struct qp_ruleset *rules = in->rules;
    struct qp_worked_leaf *leaves =
        qp_arena_alloc(in->arena, rules->n_indicators, sizeof *leaves);

    for (size_t i = 0; i < rules->n_indicators; i++) {
        const struct leaf leaf = { in,
                                   i,
                                   district,
                                   &rules->indicators[i],
                                   score_at(in, district, i),
                                   &leaves[i] };

        if (leaf.rule->method)
            explain_leaf(&leaf);
    }
    return leaves;
}

/* ---- ranks and grades ---- */

/* The figure of KEY by which DISTRICT is ranked. */
static qp_num
key_of(const struct qp_explain *in, size_t district, size_t key)
{
    bool exact = in->rules->rank_on == QP_RANK_EXACT;
    const struct qp_outcome *outcome = &in->result->outcomes[district];
    const struct qp_score *score;

    if (key == 0)
        return exact ? outcome->total_exact : outcome->total;
    score = score_at(in, district, in->rules->tie_break[key - 1]);
    return exact ? score->exact : score->points;
}

static bool
is_same(qp_num a, qp_num b)
{
    if (!qp_num_defined(a) || !qp_num_defined(b))
        return qp_num_defined(a) == qp_num_defined(b);
    return qp_num_cmp(a, b) == 0;
}

static struct qp_order
order_between(const struct qp_explain *in, size_t district, size_t other)
{
    struct qp_order order = { .other = other };

    while (
        order.key <= in->rules->n_tie_break &&
        is_same(key_of(in, district, order.key), key_of(in, other, order.key)))
        order.key++;
    return order;
}

static void
explain_rank(const struct qp_explain *in, struct qp_explained *explained)
{
    const size_t *by_rank = in->result->by_rank;
    size_t n = in->result->n_ranked, at = 0, d = explained->district;

    explained->ahead.other = explained->behind.other = QP_NONE;
    while (at < n && by_rank[at] != d)
        at++;
    if (at < n && at > 0)
        explained->ahead = order_between(in, d, by_rank[at - 1]);
    if (at + 1 < n)
        explained->behind = order_between(in, d, by_rank[at + 1]);
}

/* True if a veto that struck gives DISTRICT its grade, or keeps it from
   GRADE. */
static bool
is_by_veto(const struct qp_explain *in, size_t district, size_t grade)
{
    const struct qp_ruleset *rules = in->rules;

    for (size_t i = 0; i < rules->n_vetoes; i++) {
        const struct qp_veto *veto = &rules->vetoes[i];

        if (in->result->outcomes[district].struck[i] &&
            (veto->effect == QP_EFFECT_GRADE ||
             (veto->effect == QP_EFFECT_CAP && veto->grade > grade)))
            return true;
    }
    return false;
}

static enum qp_grade_reason
grade_reason(const struct qp_explain *in, size_t district, size_t g)
{
    const struct qp_grade *grade = &in->rules->grades[g];
    const struct qp_outcome *outcome = &in->result->outcomes[district];

    if (is_by_veto(in, district, g))
        return QP_GRADE_BY_VETO;
    if (outcome->grade == g)
        return QP_GRADE_EARNED;
    if (qp_num_defined(grade->min) &&
        qp_num_cmp(outcome->total, grade->min) < 0)
        return QP_GRADE_TOTAL;
    if (qp_num_defined(grade->rank) &&
        qp_num_cmp(outcome->rank, grade->rank) > 0)
        return QP_GRADE_RANK;
    return QP_GRADE_PLACES;
}

static void
explain_grades(const struct qp_explain *in, struct qp_explained *explained)
{
    const struct qp_outcome *outcome =
        &in->result->outcomes[explained->district];
    size_t n =
        outcome->grade == QP_NONE ? in->rules->n_grades : outcome->grade + 1;
    enum qp_grade_reason *reasons =
        qp_arena_alloc(in->arena, n, sizeof *reasons);

    explained->grades = reasons;
    if (!qp_num_defined(outcome->rank) && outcome->grade == QP_NONE)
        return;
    explained->n_grades = n;
    for (size_t g = 0; g < n; g++)
        reasons[g] = grade_reason(in, explained->district, g);
}

const struct qp_explained *
qp_explain(struct qp_explain *in, size_t district)
{
    const struct qp_ruleset *rules = in->rules;
    struct qp_explained *explained =
        qp_arena_alloc(in->arena, 1, sizeof *explained);

    explained->result = in->result;
    explained->district = district;
    explained->nominal = in->result->nominal + weights_of(rules, district);
    explained->full = in->result->full + weights_of(rules, district);
    explained->leaves = explain_leaves(in, district);
    explained->bonuses =
        work_out_items(in, rules->bonuses, rules->n_bonuses, district);
    explained->deductions =
        work_out_items(in, rules->deductions, rules->n_deductions, district);
    explained->vetoes = work_out_vetoes(in, district);
    explain_rank(in, explained);
    explain_grades(in, explained);
    return explained;
}

/* ---- parts of a derivation ---- */

/* True if UPPER is NODE or above it. */
static bool
is_at_or_above(const struct qp_ruleset *rules, size_t upper, size_t node)
{
    while (node != QP_NONE && node != upper)
        node = rules->indicators[node].parent;
    return node == upper;
}

bool
qp_explain_concerns(const struct qp_ruleset *rules, size_t node, size_t other)
{
    return node == QP_NONE || is_at_or_above(rules, node, other) ||
           is_at_or_above(rules, other, node);
}

static void
mark(bool reads[], const struct qp_worked *workings, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < workings[i].n_reads; k++)
            reads[workings[i].reads[k].datum] = true;
}

const bool *
qp_explain_reads(struct qp_arena *arena, const struct qp_explained *explained,
                 size_t node)
{
    const struct qp_ruleset *rules = explained->result->rules;
    bool *reads = qp_arena_alloc(arena, rules->n_data, sizeof *reads);

    for (size_t i = 0; i < rules->n_indicators; i++) {
        const struct qp_worked_leaf *leaf = &explained->leaves[i];
        const struct qp_method *method = rules->indicators[i].method;

        if (!method || !qp_explain_concerns(rules, node, i))
            continue;
        mark(reads, &leaf->value, 1);
        mark(reads, &leaf->before, 1);
        for (size_t p = 0; method->params[p].key; p++)
            mark(reads, &leaf->arguments[p], 1);
    }
    mark(reads, explained->bonuses, rules->n_bonuses);
    mark(reads, explained->deductions, rules->n_deductions);
    mark(reads, explained->vetoes, rules->n_vetoes);
    return reads;
}
