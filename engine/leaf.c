/* Leaves: value, gaps, method, clip; see score_impl.h.  The columns of one
   leaf are its scopes: all districts, or each group. */

#include <config.h>

#include "engine/score_impl.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/method.h"
#include "engine/tongue.h"
#include "engine/treat.h"

/* One leaf and the districts of one scope, in district order. */
struct leaf {
    struct scoring *s;
    struct qp_arena *scratch; /* of the arrays here, which nobody else keeps */
    const struct qp_indicator *rule;
    size_t node;
    size_t group; /* n_groups: all districts */
    size_t *districts;
    size_t n;
    const struct qp_treating *treating; /* null: no treatment is asked for */
    struct qp_value *arguments_state; /* the strictest of each district */
    struct qp_column column;
    struct qp_peers known; /* by a frame, where one district stands alone */
    bool by_frame;
};

static struct qp_score *
score_of(const struct leaf *leaf, size_t i)
{
    return qp_scoring_at(leaf->s, leaf->districts[i], leaf->node);
}

struct qp_policy
qp_score_policy(const struct qp_indicator *rule, enum qp_state state)
{
    if (rule->missing_state[state].kind != QP_POLICY_NONE)
        return rule->missing_state[state];
    if (rule->missing.kind != QP_POLICY_NONE)
        return rule->missing;
    return (struct qp_policy){ .kind = state == QP_NOT_APPLICABLE
                                           ? QP_POLICY_EXCLUDE
                                           : QP_POLICY_REJECT };
}

/* The policy for STATE of district I. */
static struct qp_policy
policy_for(const struct leaf *leaf, size_t i, enum qp_state state)
{
    const struct qp_gap *left_out = leaf->s->left_out;

    if (left_out && left_out->indicator == leaf->node &&
        left_out->district == leaf->districts[i])
        return (struct qp_policy){ .kind = QP_POLICY_EXCLUDE };
    return qp_score_policy(leaf->rule, state);
}

/* Where the district says of district I's value that there is none; where it
   says nothing, the rule that asks for it. */
static struct qp_place
place_of_gap(const struct leaf *leaf, size_t i)
{
    const struct scoring *s = leaf->s;
    size_t n;
    const size_t *data = qp_expr_data(leaf->rule->value.expr, &n);

    for (size_t k = 0; k < n; k++) {
        const struct qp_figure *figure = qp_eval_figure(
            s->rules, s->subs, leaf->districts[i], data[k], false);

        if (figure && figure->value.state != QP_REPORTED)
            return figure->at;
    }
    return leaf->rule->at;
}

/* A district without any submission is rejected once, not indicator by
   indicator. */
static bool
reject_silent(const struct leaf *leaf, size_t i)
{
    const struct scoring *s = leaf->s;
    size_t d = leaf->districts[i];
    const struct qp_district *district = &s->rules->districts[d];

    if (score_of(leaf, i)->state != QP_ABSENT || !s->subs->of_district ||
        s->subs->of_district[d] != QP_NONE)
        return false;
    if (!s->is_silent[d])
        qp_error(s->run, district->at, QP_REJECTED,
                 "%s %s: no submission was read, and the rules do not score "
                 "%s %s and perhaps others without figures",
                 district->code, district->name, leaf->rule->code,
                 leaf->rule->name);
    s->is_silent[d] = true;
    return true;
}

static void
reject(const struct leaf *leaf, size_t i)
{
    const struct qp_district *district =
        &leaf->s->rules->districts[leaf->districts[i]];
    const struct qp_score *score = score_of(leaf, i);
    const char *reason = qp_result_reason(score);

    qp_error(leaf->s->run, place_of_gap(leaf, i), QP_REJECTED,
             "%s %s: %s %s: no score, the value is %s (%s); report it, or "
             "let the rules say what a missing value earns (missing = ...)",
             district->code, district->name, leaf->rule->code,
             leaf->rule->name, qp_state_name(score->state),
             reason ? reason : "no reason given");
}

/* Gives a score that no method made: outside all statistics, never
   clipped. */
static void
grant(struct qp_score *score, qp_num normalised)
{
    score->standing = QP_STANDING_SCORED;
    score->normalised = normalised;
}

/* Applies POLICY to a district without a score.  Policies that put a value in
   come too late here and leave it unscored. */
static void
apply(const struct leaf *leaf, size_t i, struct qp_policy policy)
{
    struct qp_score *score = score_of(leaf, i);

    qp_scoring_aside(leaf->s, score)->policy = policy;
    switch (policy.kind) {
    case QP_POLICY_REJECT:
        if (!reject_silent(leaf, i))
            reject(leaf, i);
        break;
    case QP_POLICY_ZERO:
        grant(score, qp_num_int(0));
        break;
    case QP_POLICY_SCORE:
        grant(score, policy.score);
        break;
    case QP_POLICY_EXCLUDE:
        score->standing = QP_STANDING_EXCLUDED;
        break;
    default:
        score->standing = QP_STANDING_UNSCORED;
        break;
    }
}

/* Says why there is no score; where the value itself was missing, that stays
   what is said. */
static void
explain(const struct leaf *leaf, size_t i, struct qp_value why)
{
    struct qp_score *score = score_of(leaf, i);

    if (score->state != QP_REPORTED)
        return;
    score->state = why.state;
    qp_scoring_aside(leaf->s, score)->reason = why.text;
}

/* Marks a score as not there for what WHY says, and applies the policy.  What
   cannot be known yet is no gap. */
static void
miss(const struct leaf *leaf, size_t i, struct qp_value why)
{
    explain(leaf, i, why);
    if (qp_frame_is_unknown(why.text))
        score_of(leaf, i)->standing = QP_STANDING_UNSCORED;
    else
        apply(leaf, i, policy_for(leaf, i, why.state));
}

static bool
puts_value_in(struct qp_policy policy)
{
    return policy.kind == QP_POLICY_MEAN ||
           policy.kind == QP_POLICY_GROUP_MEAN ||
           policy.kind == QP_POLICY_MEDIAN ||
           policy.kind == QP_POLICY_MIN || policy.kind == QP_POLICY_PRIOR;
}

static int
by_size(const void *left, const void *right)
{
    return qp_num_cmp(*(const qp_num *)left, *(const qp_num *)right);
}

/* Whose values are taken. */
enum whose { ALL_VALUES, NONE_PUT_IN };

/* The values of peers in rising order, N of them; of GROUP only, unless it is
   QP_NONE. */
static qp_num *
peer_values(const struct leaf *leaf, enum whose whose, size_t group,
            size_t *n)
{
    const struct qp_district *districts = leaf->s->rules->districts;
    qp_num *values = qp_arena_alloc(leaf->scratch, leaf->n, sizeof *values);

    *n = 0;
    for (size_t i = 0; i < leaf->n; i++) {
        const struct qp_score *score = score_of(leaf, i);
        size_t d = leaf->districts[i];

        if (leaf->s->peers[d] && qp_num_defined(score->used) &&
            (whose == ALL_VALUES || !score->substituted) &&
            (group == QP_NONE || districts[d].group == group))
            values[(*n)++] = score->used;
    }
    qsort(values, *n, sizeof *values, by_size);
    return values;
}

/* The value of the year before, treated as it would have been. */
static qp_num
prior_value(const struct leaf *leaf, size_t i)
{
    struct scoring *s = leaf->s;
    qp_num value = qp_expr_eval_prior(leaf->rule->value.expr, s->eval,
                                      leaf->districts[i])
                       .num;

    if (!leaf->treating || !qp_num_defined(value))
        return value;
    return qp_treat_value(s->arena, &leaf->rule->treatment, leaf->treating,
                          value)
        .value;
}

/* The same by the frame. */
static qp_num
substitute_known(const struct leaf *leaf, enum qp_policy_kind policy)
{
    const struct qp_ruleset *rules = leaf->s->rules;
    const struct qp_lone *lone = leaf->s->lone;
    size_t scope = policy == QP_POLICY_GROUP_MEAN
                       ? rules->districts[lone->district].group
                       : leaf->group;
    struct qp_peers peers =
        qp_frame_known(rules, lone->frame, leaf->node, scope);

    if (policy == QP_POLICY_MEAN || policy == QP_POLICY_GROUP_MEAN)
        return peers.of[QP_STATISTIC_MEAN];
    if (policy == QP_POLICY_MEDIAN)
        return peers.of[QP_STATISTIC_MEDIAN];
    return peers.of[leaf->rule->lower ? QP_STATISTIC_MAX : QP_STATISTIC_MIN];
}

/* What POLICY puts in place of a missing value of district I, from the values
   that were not put in themselves. */
static qp_num
substitute(const struct leaf *leaf, size_t i, enum qp_policy_kind policy)
{
    struct scoring *s = leaf->s;
    size_t n, group = QP_NONE;
    qp_num *values;

    if (policy == QP_POLICY_PRIOR)
        return prior_value(leaf, i);
    if (leaf->by_frame)
        return substitute_known(leaf, policy);
    if (policy == QP_POLICY_GROUP_MEAN)
        group = s->rules->districts[leaf->districts[i]].group;
    values = peer_values(leaf, NONE_PUT_IN, group, &n);
    if (!n)
        return qp_num_undefined("no district has a figure");
    if (policy == QP_POLICY_MEAN || policy == QP_POLICY_GROUP_MEAN)
        return qp_num_div(s->arena, qp_num_sum(s->arena, values, n),
                          qp_num_int((int64_t)n));
    if (policy == QP_POLICY_MIN)
        return values[leaf->rule->lower ? n - 1 : 0];
    return qp_frame_median(s->arena, values, n);
}

/* Puts VALUE in for district I, by POLICY. */
static void
put_in(const struct leaf *leaf, size_t i, struct qp_policy policy,
       qp_num value)
{
    struct qp_score *score = score_of(leaf, i);
    struct qp_aside *aside = qp_scoring_aside(leaf->s, score);

    aside->policy = policy;
    score->standing = QP_STANDING_UNSCORED;
    score->substituted = qp_num_defined(value);
    if (score->substituted)
        score->used = value;
    else if (qp_frame_is_unknown(qp_num_reason(value)))
        aside->reason = qp_num_reason(value);
    if (score->substituted && leaf->by_frame &&
        policy.kind != QP_POLICY_PRIOR)
        score->estimated = true;
}

/* Deals with all districts of the scope that have no value. */
static void
fill_gaps(const struct leaf *leaf)
{
    for (size_t i = 0; i < leaf->n; i++) {
        struct qp_score *score = score_of(leaf, i);
        struct qp_policy policy;

        if (score->state == QP_REPORTED ||
            qp_frame_is_unknown(qp_result_reason(score)))
            continue;
        policy = policy_for(leaf, i, score->state);
        if (puts_value_in(policy))
            put_in(leaf, i, policy, substitute(leaf, i, policy.kind));
        else
            apply(leaf, i, policy);
    }
}

/* ---- values that lie far out ---- */

/* Treats the value of district I. */
static void
treat(const struct leaf *leaf, size_t i)
{
    struct qp_score *score = score_of(leaf, i);
    struct qp_treated treated =
        qp_treat_value(leaf->s->arena, &leaf->rule->treatment,
                       leaf->treating, score->used);

    score->clipped = treated.clipped;
    score->winsorised = treated.winsorised;
    if (treated.clipped || treated.winsorised || leaf->treating->transforms)
        qp_scoring_aside(leaf->s, score)->treating = leaf->treating;
    score->used = treated.value;
    if (!qp_num_defined(treated.value))
        explain(leaf, i, qp_value_number(treated.value));
}

/* Treats the one district as the others were.  Fixed limits take no frame. */
static void
treat_by_frame(struct leaf *leaf)
{
    const struct qp_treatment *how = &leaf->rule->treatment;
    const struct qp_frame *frame = leaf->s->lone->frame;
    struct qp_score *score = score_of(leaf, 0);
    qp_num none;

    if (!leaf->n || !qp_num_defined(score->used))
        return;
    if (!qp_treat_asks_peers(how)) {
        leaf->treating = qp_treat_find(leaf->s->arena, how, NULL, 0);
        treat(leaf, 0);
        return;
    }
    leaf->treating =
        qp_frame_treating(leaf->s->rules, frame, leaf->node, leaf->group);
    score->estimated = true;
    if (leaf->treating) {
        treat(leaf, 0);
        return;
    }
    none = qp_num_undefined(qp_frame_lacks(frame));
    explain(leaf, 0, qp_value_number(none));
    score->used = none;
}

/* Treats all values of the scope by those of the peers. */
static void
treat_values(struct leaf *leaf)
{
    const struct qp_treatment *how = &leaf->rule->treatment;
    size_t n;
    qp_num *values;

    if (!qp_treat_is_asked(how))
        return;
    if (leaf->by_frame) {
        treat_by_frame(leaf);
        return;
    }
    values = peer_values(leaf, ALL_VALUES, QP_NONE, &n);
    leaf->treating = qp_treat_find(leaf->s->arena, how, values, n);
    for (size_t i = 0; i < leaf->n; i++)
        if (qp_num_defined(score_of(leaf, i)->used))
            treat(leaf, i);
}

/* ---- the method's column ---- */

/* The value of one expression parameter for district I, in the unit of the
   indicator's value. */
static struct qp_value
argument_value(const struct leaf *leaf, const struct qp_param *param,
               const struct qp_argument *given, size_t i)
{
    struct scoring *s = leaf->s;
    const struct qp_expr *value = leaf->rule->value.expr;
    const struct qp_expr *expr = given->given ? given->formula.expr : NULL;
    struct qp_value number;

    if (!expr && param->type == QP_PARAM_PRIOR)
        return qp_expr_eval_prior(value, s->eval, leaf->districts[i]);
    number = qp_expr_eval(expr, s->eval, leaf->districts[i]);
    number.num =
        qp_method_in_unit(s->arena, leaf->rule, expr, number.num);
    return number;
}

static bool
is_expression(enum qp_param_type type)
{
    return type == QP_PARAM_EXPR || type == QP_PARAM_BOUND ||
           type == QP_PARAM_PRIOR;
}

/* One number a district for parameter P, null where the method itself finds
   it: bounds of the peers, bands, words. */
static const qp_num *
argument(struct leaf *leaf, int p)
{
    const struct qp_param *param = &leaf->rule->method->params[p];
    const struct qp_argument *given = &leaf->rule->arguments[p];
    bool evaluated = is_expression(param->type) &&
                     (given->given || param->type == QP_PARAM_PRIOR);
    qp_num *numbers;

    if (!evaluated && param->type != QP_PARAM_PERCENT)
        return NULL;
    numbers = qp_arena_alloc(leaf->scratch, leaf->n, sizeof *numbers);
    for (size_t i = 0; i < leaf->n; i++) {
        struct qp_value value;

        if (!evaluated) {
            numbers[i] = given->number;
            continue;
        }
        value = argument_value(leaf, param, given, i);
        numbers[i] = value.num;
        if (value.state != QP_REPORTED)
            leaf->arguments_state[i] =
                qp_value_stricter(leaf->arguments_state[i], value);
    }
    return numbers;
}

static int
count_params(const struct qp_method *method)
{
    int n = 0;

    while (method->params[n].key)
        n++;
    return n;
}

static void
fill_arguments(struct leaf *leaf)
{
    struct qp_arena *arena = leaf->scratch;
    int n = count_params(leaf->rule->method);
    const qp_num **arg = qp_arena_alloc(arena, (size_t)n + 1, sizeof *arg);

    leaf->arguments_state =
        qp_arena_alloc(arena, leaf->n, sizeof *leaf->arguments_state);
    for (int p = 0; p < n; p++)
        arg[p] = argument(leaf, p);
    leaf->column.arg = arg;
}

/* A place takes levels; a frame that has none of a method that asks for it
   has nothing. */
static void
fill_peers_by_frame(struct leaf *leaf)
{
    struct scoring *s = leaf->s;
    struct qp_column *column = &leaf->column;

    leaf->known =
        qp_frame_values(s->rules, s->lone->frame, leaf->node, leaf->group);
    column->sorted = qp_frame_spread(s->arena, &leaf->known);
    if (leaf->rule->method->treatable == QP_TREATABLE_IN_ORDER &&
        !column->sorted)
        leaf->known = qp_frame_values(s->rules, NULL, leaf->node, leaf->group);
    column->n_peers = leaf->known.n;
    column->known = &leaf->known;
}

static void
fill_column(struct leaf *leaf)
{
    struct scoring *s = leaf->s;
    struct qp_column *column = &leaf->column;
    qp_num *values = qp_arena_alloc(leaf->scratch, leaf->n, sizeof *values);
    qp_num *points = qp_arena_alloc(leaf->scratch, leaf->n, sizeof *points);

    for (size_t i = 0; i < leaf->n; i++) {
        values[i] = score_of(leaf, i)->used;
        points[i] = s->points[qp_scoring_weights(s, leaf->districts[i]) +
                              leaf->node];
    }
    column->n = leaf->n;
    column->value = values;
    column->points = points;
    column->given = leaf->rule->arguments;
    column->lower = leaf->rule->lower;
    if (leaf->by_frame)
        fill_peers_by_frame(leaf);
    else
        column->sorted =
            peer_values(leaf, ALL_VALUES, QP_NONE, &column->n_peers);
    column->quantities = qp_arena_alloc(
        leaf->scratch, QP_METHOD_MOST_STATISTICS, sizeof *column->quantities);
    fill_arguments(leaf);
}

/* ---- from the method's score to the published one ---- */

/* The score at an end of the method: parameter P, else OTHERWISE. */
static qp_num
end_score(const struct leaf *leaf, int p, int otherwise)
{
    return p == QP_METHOD_NO_PARAM ? qp_num_int(otherwise)
                                   : leaf->rule->arguments[p].number;
}

static qp_num
best_score(const struct leaf *leaf)
{
    return end_score(leaf, leaf->rule->method->best, 1);
}

static qp_num
worst_score(const struct leaf *leaf)
{
    return end_score(leaf, leaf->rule->method->worst, 0);
}

static qp_num
hold(struct qp_arena *arena, qp_num x, qp_num a, qp_num b)
{
    qp_num low = qp_num_min(arena, a, b), high = qp_num_max(arena, a, b);

    return qp_num_max(arena, low, qp_num_min(arena, x, high));
}

static qp_num
clip(const struct leaf *leaf, qp_num score)
{
    qp_num low, high;

    return qp_method_clip(leaf->rule, &low, &high)
               ? hold(leaf->s->arena, score, low, high)
               : score;
}

/* All peers are equal, so that the formula would divide by zero. */
static void
score_constant(const struct leaf *leaf, size_t i)
{
    struct qp_score *score = score_of(leaf, i);

    switch (leaf->rule->constant) {
    case QP_CONSTANT_FULL:
        grant(score, best_score(leaf));
        break;
    case QP_CONSTANT_FLOOR:
        grant(score, worst_score(leaf));
        break;
    case QP_CONSTANT_EXCLUDE:
        score->standing = QP_STANDING_EXCLUDED;
        break;
    }
}

/* A base is zero or negative. */
static void
score_zero_base(const struct leaf *leaf, size_t i, qp_num raw)
{
    struct qp_score *score = score_of(leaf, i);

    switch (leaf->rule->zero_base) {
    case QP_ZERO_BASE_UNDEFINED:
        miss(leaf, i, qp_value_number(raw));
        break;
    case QP_ZERO_BASE_FULL:
        grant(score, best_score(leaf));
        break;
    case QP_ZERO_BASE_FLOOR:
        grant(score, worst_score(leaf));
        break;
    case QP_ZERO_BASE_EXCLUDE:
        explain(leaf, i, qp_value_number(raw));
        score->standing = QP_STANDING_EXCLUDED;
        break;
    }
}

/* True if district I is one of those that it is compared with: alone, if it
   does not stand beyond them. */
static bool
is_among_peers(const struct leaf *leaf, size_t i)
{
    const qp_num *ends = leaf->known.of;
    qp_num x = score_of(leaf, i)->used;

    if (!leaf->s->peers[leaf->districts[i]])
        return false;
    return !leaf->by_frame || !leaf->known.n ||
           (qp_num_cmp(x, ends[QP_STATISTIC_MIN]) >= 0 &&
            qp_num_cmp(x, ends[QP_STATISTIC_MAX]) <= 0);
}

/* Settles district I, which has a value, and to which the method gave RAW. */
static void
settle(const struct leaf *leaf, size_t i, qp_num raw)
{
    struct qp_score *score = score_of(leaf, i);
    bool is_peer = is_among_peers(leaf, i);

    if (leaf->arguments_state[i].state != QP_REPORTED) {
        miss(leaf, i, leaf->arguments_state[i]);
    } else if (qp_method_is_equal(raw)) {
        score_constant(leaf, i);
    } else if (qp_method_is_base(raw)) {
        score_zero_base(leaf, i, raw);
    } else if (!qp_num_defined(raw)) {
        miss(leaf, i, qp_value_number(raw));
    } else {
        if (!is_peer && leaf->rule->method->from_peers &&
            leaf->column.n_quantities)
            raw = hold(leaf->s->arena, raw, worst_score(leaf),
                       best_score(leaf));
        grant(score, clip(leaf, raw));
    }
}

/* ---- the trace ---- */

/* What was done to district I's score beside the formula; null if nothing. */
static const char *
note_of(const struct leaf *leaf, qp_num raw)
{
    static const char *const constants[] = {
        [QP_CONSTANT_FULL] = "constant = full",
        [QP_CONSTANT_FLOOR] = "constant = floor",
        [QP_CONSTANT_EXCLUDE] = "constant = exclude",
    };
    static const char *const zero_bases[] = {
        [QP_ZERO_BASE_UNDEFINED] = "zero_base = undefined",
        [QP_ZERO_BASE_FULL] = "zero_base = full",
        [QP_ZERO_BASE_FLOOR] = "zero_base = floor",
        [QP_ZERO_BASE_EXCLUDE] = "zero_base = exclude",
    };

    if (qp_method_is_equal(raw))
        return constants[leaf->rule->constant];
    if (qp_method_is_base(raw))
        return zero_bases[leaf->rule->zero_base];
    return NULL;
}

/* True if districts I and K have the same parameters; equal numbers that are
   too long for 64 bits count as others. */
static bool
has_same_parameters(const struct leaf *leaf, size_t i, size_t k)
{
    const struct qp_column *column = &leaf->column;

    for (int p = 0; p < count_params(leaf->rule->method); p++)
        if (column->arg[p] &&
            memcmp(&column->arg[p][i], &column->arg[p][k],
                   sizeof(qp_num)) != 0)
            return false;
    return true;
}

/* Puts the parameters of district I in numbers, then the peers' statistics
   into TRACE. */
static void
trace_quantities(const struct leaf *leaf, size_t i, struct qp_trace *trace)
{
    const struct qp_method *method = leaf->rule->method;
    const struct qp_column *column = &leaf->column;
    int n_params = count_params(method);
    struct qp_quantity *quantities;

    trace->quantities = quantities = qp_arena_alloc(
        leaf->s->arena, (size_t)n_params + column->n_quantities,
        sizeof *quantities);
    for (int p = 0; p < n_params; p++)
        if (column->arg[p])
            quantities[trace->n_quantities++] = (struct qp_quantity){
                .name = method->params[p].key,
                .number = column->arg[p][i],
            };
    for (size_t q = 0; q < column->n_quantities; q++)
        quantities[trace->n_quantities++] = column->quantities[q];
}

/* True if A and B are one number, and not only equal. */
static bool
is_one(qp_num a, qp_num b)
{
    return a.den == b.den && (a.den > 0 ? a.is.num == b.is.num
                                        : a.is.big == b.is.big);
}

/* How district I, which is settled, came by what the method gave, RAW.  Most
   districts share that, or the quantities in it, with the one before, TOLD. */
static const struct qp_trace *
trace_of(const struct leaf *leaf, size_t i, qp_num raw, size_t told)
{
    const struct qp_trace *before =
        told != QP_NONE && has_same_parameters(leaf, i, told)
            ? score_of(leaf, told)->trace
            : NULL;
    bool is_whole = is_one(raw, score_of(leaf, i)->normalised);
    struct qp_trace *trace;

    if (before && before->is_whole && is_whole)
        return before;
    trace = qp_arena_alloc(leaf->s->arena, 1, sizeof *trace);
    trace->note = note_of(leaf, raw);
    trace->is_whole = is_whole;
    trace->gave = raw;
    if (before) {
        trace->quantities = before->quantities;
        trace->n_quantities = before->n_quantities;
    } else {
        trace_quantities(leaf, i, trace);
    }
    return trace;
}

/* ---- one scope, and all of them ---- */

/* A district that is its own only peer says nothing against itself. */
static void
warn_of_one_peer(const struct leaf *leaf, const qp_num raw[])
{
    for (size_t i = 0; i < leaf->n; i++)
        if (leaf->column.n_peers == 1 && qp_method_is_equal(raw[i])) {
            qp_note(leaf->s->run, leaf->rule->at, QP_ONE_PEER,
                    "%s %s: only one district with a value in its scope; "
                    "constant decides",
                    leaf->rule->code, leaf->rule->name);
            return;
        }
}

/* Says where a method compares districts that are all equal: the indicator
   tells nobody apart, or is no longer there.  RAW is what the method gave. */
static void
warn_of_constant(const struct leaf *leaf, const qp_num raw[])
{
    const struct scoring *s = leaf->s;
    const struct qp_column *column = &leaf->column;
    const struct qp_indicator *rule = leaf->rule;
    bool all = leaf->group == s->rules->n_groups, is_out;
    const char *by;
    size_t i = 0;

    if (leaf->by_frame || column->n_peers < 2 || !column->n_quantities ||
        qp_num_cmp(column->sorted[0], column->sorted[column->n_peers - 1]))
        return;
    while (!s->peers[leaf->districts[i]] || !qp_num_defined(column->value[i]))
        i++;
    is_out = score_of(leaf, i)->standing == QP_STANDING_EXCLUDED;
    by = note_of(leaf, raw[i]);
    (is_out ? qp_warning : qp_note)(
        s->run, rule->at, QP_CONSTANT,
        _("%s %s: the %zu districts compared%s%s all have %s, so it %s%s%s%s"),
        rule->code, rule->name, column->n_peers, all ? "" : _(" in group "),
        all ? "" : s->rules->groups[leaf->group].code,
        qp_num_text(s->arena, column->sorted[0]),
        is_out ? _("is left out and its weight goes to its siblings")
               : _("tells nobody apart"),
        by ? " (" : "", by ? by : "", by ? ")" : "");
}

/* Scores all districts of the scope into RAW; of what that takes on the way,
   nothing stays. */
static void
apply_method(struct leaf *leaf, qp_num raw[])
{
    struct qp_arena *arena = leaf->s->arena;
    struct qp_column *column = &leaf->column;

    leaf->rule->method->score(leaf->scratch, column, raw);
    for (size_t i = 0; i < leaf->n; i++)
        raw[i] = qp_num_copy(arena, raw[i]);
    for (size_t q = 0; q < column->n_quantities; q++)
        column->quantities[q].number =
            qp_num_copy(arena, column->quantities[q].number);
}

static void
score_scope(struct leaf *leaf)
{
    qp_num *raw = qp_arena_alloc(leaf->scratch, leaf->n, sizeof *raw);
    size_t told = QP_NONE; /* the last one with a trace */

    for (size_t i = 0; i < leaf->n; i++)
        raw[i] = qp_num_undefined("no value");
    treat_values(leaf);
    fill_gaps(leaf);
    fill_column(leaf);
    if (leaf->n)
        apply_method(leaf, raw);
    warn_of_one_peer(leaf, raw);
    for (size_t i = 0; i < leaf->n; i++) {
        if (leaf->by_frame && leaf->column.n_quantities)
            score_of(leaf, i)->estimated = true;
        if (!qp_num_defined(score_of(leaf, i)->used))
            continue;
        settle(leaf, i, raw[i]);
        score_of(leaf, i)->trace = trace_of(leaf, i, raw[i], told);
        told = i;
    }
    warn_of_constant(leaf, raw);
}

/* What became of the values of leaf NODE. */
struct tally {
    size_t n, n_touched, n_clipped, n_winsorised, n_transformed;
    const struct qp_treating *treating; /* of the last one touched */
};

static struct tally
tally_treated(const struct scoring *s, size_t node)
{
    struct tally tally = { 0 };

    for (size_t d = 0; d < s->rules->n_districts; d++) {
        const struct qp_score *score = qp_scoring_at(s, d, node);

        tally.n += qp_result_value(score).state == QP_REPORTED &&
                   !s->result->outcomes[d].excluded;
        if (!qp_result_treating(score))
            continue;
        tally.treating = qp_result_treating(score);
        tally.n_touched++;
        tally.n_clipped += score->clipped;
        tally.n_winsorised += score->winsorised;
        tally.n_transformed += qp_result_treating(score)->transforms;
    }
    return tally;
}

/* How many were treated in which way: "2 by winsorise, 1 by treat". */
static const char *
ways_text(struct qp_arena *arena, const struct tally *tally)
{
    const struct {
        const char *key;
        size_t n;
    } ways[] = { { "clip_value", tally->n_clipped },
                 { "winsorise", tally->n_winsorised },
                 { "treat", tally->n_transformed } };
    const char *text = "";

    for (size_t i = 0; i < QP_COUNT(ways); i++)
        if (ways[i].n)
            text = qp_arena_printf(arena, _("%s%s%zu by %s"), text,
                                   *text ? ", " : "", ways[i].n, ways[i].key);
    return text;
}

/* "skewness 3.06 to 1.71, kurtosis 9.74 to 1.82". */
static const char *
shapes_text(struct qp_arena *arena, const struct qp_treating *treating)
{
    const qp_num figures[] = { treating->skewness, treating->skewness_after,
                               treating->kurtosis, treating->kurtosis_after };
    const char *text[QP_COUNT(figures)];

    for (size_t i = 0; i < QP_COUNT(figures); i++)
        text[i] = qp_num_defined(figures[i])
                      ? qp_num_fixed(arena, figures[i], 2)
                      : "none";
    return qp_arena_printf(arena, "; skewness %s to %s, kurtosis %s to %s",
                           text[0], text[1], text[2], text[3]);
}

/* Says how many values of leaf NODE were treated, and where all have the same
   peers, what that did to their shape. */
static void
note_treated(const struct scoring *s, size_t node)
{
    const struct qp_indicator *rule = &s->rules->indicators[node];
    struct tally tally = tally_treated(s, node);

    if (tally.n_touched)
        qp_note(s->run, rule->at, QP_TREATED,
                "%s %s: %zu of %zu values treated, %s%s", rule->code,
                rule->name, tally.n_touched, tally.n,
                ways_text(s->arena, &tally),
                rule->by_group ? ""
                               : shapes_text(s->arena, tally.treating));
}

/* The value of district D before any policy. */
static void
evaluate(struct scoring *s, size_t node, size_t d)
{
    struct qp_score *score = qp_scoring_at(s, d, node);
    struct qp_value value =
        qp_expr_eval(s->rules->indicators[node].value.expr, s->eval, d);

    score->state = value.state;
    score->used = value.num;
    if (value.state != QP_REPORTED || value.text)
        *qp_scoring_aside(s, score) = (struct qp_aside){
            .value = value,
            .reason = value.state == QP_REPORTED ? NULL : value.text,
        };
}

/* Scores the districts of GROUP, or all for n_groups. */
static void
score_group(struct scoring *s, size_t node, size_t group)
{
    const struct qp_ruleset *rules = s->rules;
    struct qp_arena *scratch = qp_arena_new();
    struct leaf leaf = {
        .s = s,
        .scratch = scratch,
        .rule = &rules->indicators[node],
        .node = node,
        .group = group,
        .by_frame = s->lone && !qp_frame_is_own(rules, s->lone->district,
                                                group),
        .districts = qp_arena_alloc(scratch, rules->n_districts,
                                    sizeof *leaf.districts),
    };

    for (size_t d = 0; d < rules->n_districts; d++)
        if (!s->result->outcomes[d].excluded &&
            (group == rules->n_groups || rules->districts[d].group == group))
            leaf.districts[leaf.n++] = d;
    score_scope(&leaf);
    qp_arena_free(scratch);
}

/* Scores the scopes of NODE that somebody is scored in. */
static void
score_scopes(struct scoring *s, size_t node)
{
    const struct qp_ruleset *rules = s->rules;

    if (!rules->indicators[node].by_group) {
        score_group(s, node, rules->n_groups);
    } else if (s->lone) {
        score_group(s, node, rules->districts[s->lone->district].group);
    } else {
        for (size_t group = 0; group < rules->n_groups; group++)
            score_group(s, node, group);
    }
}

void
qp_leaf_score(struct scoring *s, size_t node)
{
    size_t before = qp_eval_n_asked(s->eval);

    if (s->lone)
        evaluate(s, node, s->lone->district);
    for (size_t d = 0; !s->lone && d < s->rules->n_districts; d++)
        evaluate(s, node, d);
    score_scopes(s, node);
    if (!s->lone)
        note_treated(s, node);
    assert(s->lone || qp_eval_n_asked(s->eval) == before);
    if (s->lone && qp_eval_n_asked(s->eval) != before)
        qp_scoring_at(s, s->lone->district, node)->estimated = true;
}

void
qp_leaf_suppose(struct scoring *s, size_t node, qp_num x)
{
    *qp_scoring_at(s, s->lone->district, node) = (struct qp_score){
        .state = QP_REPORTED,
        .used = x,
        .normalised = qp_num_undefined("not scored"),
    };
    score_scopes(s, node);
}
