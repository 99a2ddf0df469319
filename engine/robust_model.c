/* An evaluation as columns of doubles; see robust_impl.h. */

#include <config.h>

#include "engine/robust_impl.h"

#include <math.h>
#include <stdlib.h>

#include "engine/method.h"
#include "engine/treat.h"

/* A fraction of two integers is divided as it is; digits beyond those that a
   double can tell apart do not matter.  Equal numbers give equal doubles. */
double
qp_robust_double(struct qp_arena *arena, qp_num x)
{
    if (!qp_num_defined(x))
        return NAN;
    if (x.den > 0)
        return (double)x.is.num / (double)x.den;
    return strtod(qp_num_text(arena, x), NULL);
}

qp_num
qp_robust_number(struct qp_arena *arena, double x)
{
    double millions = x * 1e6;

    if (!(fabs(millions) < 9e15))
        return qp_num_undefined("no such figure");
    return qp_num_div(
        arena, qp_num_int((int64_t)(millions + (x < 0 ? -0.5 : 0.5))),
        qp_num_int(1000000));
}

static double *
new_column(const struct model *model)
{
    return qp_arena_alloc(model->arena, model->n, sizeof(double));
}

static const struct qp_score *
score_at(const struct model *model, size_t unit, size_t node)
{
    return &model->result
                ->scores[model->crowd.districts[unit] * model->m + node];
}

/* ---- units and figures ---- */

static void
find_units(struct model *model)
{
    const struct qp_ruleset *rules = model->rules;
    size_t n = rules->n_districts;
    size_t *districts = qp_arena_alloc(model->arena, n, sizeof *districts);
    size_t *groups = qp_arena_alloc(model->arena, n, sizeof *groups);
    bool *peers = qp_arena_alloc(model->arena, n, sizeof *peers);

    for (size_t d = 0; d < n; d++) {
        const struct qp_outcome *outcome = &model->result->outcomes[d];
        size_t group = rules->districts[d].group;

        if (outcome->excluded)
            continue;
        districts[model->n] = d;
        groups[model->n] = group == QP_NONE ? rules->n_groups : group;
        peers[model->n++] = !outcome->unranked;
    }
    model->crowd.n = model->n;
    model->crowd.districts = districts;
    model->crowd.groups = groups;
    model->crowd.n_groups = rules->n_groups;
    model->crowd.peers = peers;
}

/* What the exact evaluation looked at, for what moves in no draw. */
static void
make_eval(struct model *model)
{
    size_t n = model->rules->n_districts;
    bool *peers = qp_arena_alloc(model->arena, n, sizeof *peers);

    for (size_t d = 0; d < n; d++)
        peers[d] = !model->result->outcomes[d].excluded &&
                   !model->result->outcomes[d].unranked;
    model->crowd.eval =
        qp_eval_new(model->arena, model->rules, model->result->subs, peers,
                    model->result->findings);
}

static bool
counts(const struct qp_datum *datum)
{
    return datum->decimals == 0 ||
           (datum->record != QP_NONE &&
            (datum->take.kind == QP_TAKE_COUNT ||
             datum->take.kind == QP_TAKE_DISTINCT));
}

/* Figures of districts and departments are uncertain; those of experts and of
   the rules are what they are. */
static void
read_figures(struct model *model)
{
    const struct qp_ruleset *rules = model->rules;
    struct qp_arena *arena = model->arena;

    model->figures = qp_arena_alloc(arena, rules->n_data * model->n,
                                    sizeof *model->figures);
    model->least =
        qp_arena_alloc(arena, rules->n_data, sizeof *model->least);
    model->most = qp_arena_alloc(arena, rules->n_data, sizeof *model->most);
    model->is_whole =
        qp_arena_alloc(arena, rules->n_data, sizeof *model->is_whole);
    model->crowd.moves = qp_arena_alloc(arena, rules->n_data, sizeof(bool));
    for (size_t i = 0; i < rules->n_data; i++) {
        const struct qp_datum *datum = &rules->data[i];

        model->crowd.moves[i] = datum->given_by == QP_BY_DISTRICT ||
                                datum->given_by == QP_BY_DEPARTMENT;
        model->is_whole[i] = counts(datum);
        model->least[i] = qp_robust_double(arena, datum->min);
        model->most[i] = qp_robust_double(arena, datum->max);
        for (size_t u = 0; u < model->n; u++) {
            const struct qp_figure *figure =
                qp_eval_figure(rules, model->result->subs,
                               model->crowd.districts[u], i, false);

            model->figures[i * model->n + u] =
                figure && figure->value.state == QP_REPORTED
                    ? qp_robust_double(arena, figure->value.num)
                    : NAN;
        }
    }
}

/* ---- ways to score a leaf ---- */

/* Notes that TERM, perhaps null, is evaluated in draws. */
static void
note_term(struct model *model, struct leaf_model *leaf,
          const struct term *term)
{
    size_t depth;

    if (!term)
        return;
    leaf->moves = true;
    qp_term_mark(term, model->wanted);
    depth = qp_term_depth(term);
    model->depth = depth > model->depth ? depth : model->depth;
}

/* The numbers of an expression parameter: GIVEN, or the value itself of the
   year before. */
static void
read_expression(struct model *model, struct leaf_model *leaf,
                const struct qp_indicator *rule,
                const struct qp_argument *given, struct parameter *param)
{
    struct qp_arena *arena = model->arena;
    const struct qp_expr *expr =
        given->given ? given->formula.expr : rule->value.expr;
    double *column = new_column(model);

    for (size_t u = 0; u < model->n; u++) {
        size_t d = model->crowd.districts[u];
        qp_num x = given->given
                       ? qp_expr_eval(expr, model->crowd.eval, d).num
                       : qp_expr_eval_prior(expr, model->crowd.eval, d).num;

        if (given->given)
            x = qp_method_in_unit(arena, rule, expr, x);
        column[u] = qp_robust_double(arena, x);
    }
    param->column = column;
    if (!given->given)
        return;
    param->term = qp_term_compile(&model->crowd, expr);
    param->factor = qp_robust_double(
        arena, qp_method_in_unit(arena, rule, expr, qp_num_int(1)));
    note_term(model, leaf, param->term);
}

static void
read_percent(struct model *model, qp_num share, struct parameter *param)
{
    double *column = new_column(model);

    for (size_t u = 0; u < model->n; u++)
        column[u] = qp_robust_double(model->arena, share);
    param->column = column;
}

static void
read_bands(struct model *model, const struct qp_argument *given,
           struct way *way)
{
    way->n_bands = given->n_bands;
    way->bands = qp_arena_alloc(model->arena, given->n_bands,
                                sizeof *way->bands);
    for (size_t i = 0; i < given->n_bands; i++)
        way->bands[i] = (struct band){
            qp_robust_double(model->arena, given->bands[i].threshold),
            qp_robust_double(model->arena, given->bands[i].score),
        };
}

static double
end_score(struct model *model, const struct qp_indicator *rule, int p,
          int otherwise)
{
    return p == QP_METHOD_NO_PARAM
               ? otherwise
               : qp_robust_double(model->arena, rule->arguments[p].number);
}

/* How RULE, perhaps with another method than it says, scores LEAF. */
static void
read_way(struct model *model, struct leaf_model *leaf,
         const struct qp_indicator *rule, struct way *way)
{
    const struct qp_param *params = rule->method->params;
    qp_num low, high;

    way->method = rule->method;
    way->score = qp_robust_method(rule->method);
    for (int p = 0; params[p].key; p++) {
        const struct qp_argument *given = &rule->arguments[p];

        if (params[p].type == QP_PARAM_BANDS)
            read_bands(model, given, way);
        else if (params[p].type == QP_PARAM_WORD)
            way->is_linear = given->word != 0;
        else if (params[p].type == QP_PARAM_PERCENT)
            read_percent(model, given->number, &way->params[p]);
        else if (given->given || params[p].type == QP_PARAM_PRIOR)
            read_expression(model, leaf, rule, given, &way->params[p]);
    }
    way->best = end_score(model, rule, rule->method->best, 1);
    way->worst = end_score(model, rule, rule->method->worst, 0);
    way->clips = qp_method_clip(rule, &low, &high);
    if (way->clips) {
        way->clip_low = qp_robust_double(model->arena, low);
        way->clip_high = qp_robust_double(model->arena, high);
    }
}

static void
read_ways(struct model *model, struct leaf_model *leaf)
{
    const struct qp_indicator *rule = leaf->rule;

    leaf->n_ways = 1 + rule->n_alternatives;
    leaf->ways = qp_arena_alloc(model->arena, leaf->n_ways,
                                sizeof *leaf->ways);
    read_way(model, leaf, rule, &leaf->ways[0]);
    for (size_t i = 0; i < rule->n_alternatives; i++) {
        struct qp_indicator other = *rule;

        other.method = rule->alternatives[i].method;
        other.arguments = rule->alternatives[i].arguments;
        read_way(model, leaf, &other, &leaf->ways[1 + i]);
    }
}

/* ---- leaves ---- */

static double
limit(struct model *model, qp_num x, double otherwise)
{
    return qp_num_defined(x) ? qp_robust_double(model->arena, x) : otherwise;
}

/* What the evaluation did to values of SCOPE is done in all draws. */
static void
read_mend(struct model *model, const struct leaf_model *leaf,
          const struct scope_model *scope, struct mend *mends)
{
    const struct qp_treatment *how = &leaf->rule->treatment;
    const struct qp_treating *treating = NULL;
    struct mend mend = {
        .is_there = true,
        .clip_low = limit(model, how->clip.low, -INFINITY),
        .clip_high = limit(model, how->clip.high, INFINITY),
        .low = -INFINITY,
        .high = INFINITY,
        .boxcox = how->transform.kind == QP_TRANSFORM_BOXCOX,
    };

    if (mend.boxcox)
        mend.lambda = qp_robust_double(model->arena, how->transform.lambda);
    for (size_t i = 0; i < scope->n && !treating; i++)
        treating =
            qp_result_treating(score_at(model, scope->units[i], leaf->node));
    if (treating) {
        mend.low = limit(model, treating->moved.low, -INFINITY);
        mend.high = limit(model, treating->moved.high, INFINITY);
        mend.transforms = treating->transforms;
        mend.least = limit(model, treating->least, -INFINITY);
        mend.shift = limit(model, treating->shift, 0);
    }
    for (size_t i = 0; i < scope->n; i++)
        mends[scope->units[i]] = mend;
}

static void
read_scopes(struct model *model, struct leaf_model *leaf)
{
    size_t n_scopes = leaf->rule->by_group ? model->rules->n_groups : 1;

    leaf->scopes =
        qp_arena_alloc(model->arena, n_scopes, sizeof *leaf->scopes);
    for (size_t g = 0; g < n_scopes; g++) {
        size_t *units =
            qp_arena_alloc(model->arena, model->n, sizeof *units);
        struct scope_model *scope = &leaf->scopes[leaf->n_scopes];

        scope->units = units;
        for (size_t u = 0; u < model->n; u++)
            if (!leaf->rule->by_group || model->crowd.groups[u] == g)
                units[scope->n++] = u;
        leaf->n_scopes += scope->n > 0;
    }
}

static void
read_mends(struct model *model, struct leaf_model *leaf)
{
    struct mend *mends;

    if (!qp_treat_is_asked(&leaf->rule->treatment))
        return;
    mends = qp_arena_alloc(model->arena, model->n, sizeof *mends);
    for (size_t i = 0; i < leaf->n_scopes; i++)
        read_mend(model, leaf, &leaf->scopes[i], mends);
    leaf->mends = mends;
}

/* What each state earns by the rules. */
static void
read_earnings(struct model *model, struct leaf_model *leaf)
{
    const struct qp_indicator *rule = leaf->rule;

    for (size_t state = 0; state < QP_N_STATES; state++) {
        struct qp_policy policy = rule->missing_state[state];

        if (policy.kind == QP_POLICY_NONE)
            policy = rule->missing;
        if (policy.kind == QP_POLICY_NONE)
            policy.kind = state == QP_NOT_APPLICABLE ? QP_POLICY_EXCLUDE
                                                     : QP_POLICY_REJECT;
        leaf->earnings[state].kind = policy.kind;
        leaf->earnings[state].score =
            policy.kind == QP_POLICY_SCORE
                ? qp_robust_double(model->arena, policy.score)
                : NAN;
    }
}

/* The value of the year before, treated as it would have been. */
static double
prior_value(struct model *model, const struct leaf_model *leaf, size_t unit)
{
    const struct qp_score *score = score_at(model, unit, leaf->node);

    if (qp_result_policy(score).kind == QP_POLICY_PRIOR && score->substituted)
        return qp_robust_double(model->arena, score->used);
    return qp_robust_double(
        model->arena,
        qp_expr_eval_prior(leaf->rule->value.expr, model->crowd.eval,
                           model->crowd.districts[unit])
            .num);
}

/* What the evaluation found for each unit. */
static void
read_outcomes(struct model *model, struct leaf_model *leaf)
{
    struct qp_arena *arena = model->arena;
    size_t n = model->n;
    double *raw = new_column(model), *score = new_column(model);
    double *prior = new_column(model), *points = new_column(model);
    enum qp_state *states = qp_arena_alloc(arena, n, sizeof *states);
    enum qp_standing *standing = qp_arena_alloc(arena, n, sizeof *standing);
    bool *granted = qp_arena_alloc(arena, n, sizeof *granted);

    for (size_t u = 0; u < n; u++) {
        const struct qp_score *from = score_at(model, u, leaf->node);

        states[u] = from->state;
        standing[u] = from->standing;
        score[u] = qp_robust_double(arena, from->normalised);
        granted[u] = qp_result_policy(from).kind != QP_POLICY_NONE;
        leaf->has_gaps |= granted[u];
        raw[u] = qp_result_value(from).state == QP_REPORTED
                     ? qp_robust_double(arena, qp_result_value(from).num)
                     : NAN;
        prior[u] = granted[u] ? prior_value(model, leaf, u) : NAN;
        points[u] =
            model->nominal[model->crowd.groups[u] * model->m + leaf->node];
    }
    leaf->raw = raw;
    leaf->score = score;
    leaf->prior = prior;
    leaf->points = points;
    leaf->states = states;
    leaf->standing = standing;
    leaf->granted = granted;
}

static void
read_leaf(struct model *model, size_t node)
{
    struct leaf_model *leaf = &model->leaves[node];

    leaf->rule = &model->rules->indicators[node];
    leaf->node = node;
    read_scopes(model, leaf);
    read_mends(model, leaf);
    read_earnings(model, leaf);
    read_outcomes(model, leaf);
    leaf->term = qp_term_compile(&model->crowd, leaf->rule->value.expr);
    note_term(model, leaf, leaf->term);
    read_ways(model, leaf);
}

/* ---- the tree ---- */

static void
read_family(struct model *model, size_t node)
{
    struct family family = qp_scoring_family(
        model->rules, node == model->m ? QP_NONE : node);
    const struct qp_aggregation *others =
        node == model->m
            ? model->rules->aggregate_alternatives
            : model->rules->indicators[node].aggregate_alternatives;
    struct family_model *to = &model->families[node];
    struct qp_aggregation *all;
    size_t n = 1 + (node == model->m
                        ? model->rules->n_aggregate_alternatives
                        : model->rules->indicators[node]
                              .n_aggregate_alternatives);

    *to = (struct family_model){
        .children = family.children,
        .n = family.n,
        .min_available = limit(model, family.min_available, 0),
        .n_aggregates = n,
    };
    to->aggregates = all = qp_arena_alloc(model->arena, n, sizeof *all);
    to->powers = qp_arena_alloc(model->arena, n, sizeof *to->powers);
    to->rhos = qp_arena_alloc(model->arena, n, sizeof *to->rhos);
    for (size_t i = 0; i < n; i++) {
        all[i] = i ? others[i - 1] : family.aggregate;
        to->powers[i] = qp_robust_double(model->arena, all[i].power);
        to->rhos[i] = qp_robust_double(model->arena, all[i].rho);
    }
}

/* True if the points of NODE are a sum of printed ones where it is a sum. */
static bool
may_add_up(const struct model *model, size_t node)
{
    const struct qp_ruleset *rules = model->rules;
    const struct family_model *family = &model->families[node];

    if (rules->round_at != QP_STAGE_NODE || node == model->m)
        return family->n && rules->round_at != QP_STAGE_TOTAL;
    for (size_t i = 0; i < family->n; i++)
        if (rules->indicators[family->children[i]].n_children)
            return true;
    return false;
}

static void
read_tree(struct model *model)
{
    size_t m = model->m;
    bool *adds = qp_arena_alloc(model->arena, m + 1, sizeof *adds);
    bool *rounded = qp_arena_alloc(model->arena, m + 1, sizeof *rounded);

    model->families =
        qp_arena_alloc(model->arena, m + 1, sizeof *model->families);
    for (size_t node = 0; node <= m; node++) {
        read_family(model, node);
        adds[node] = may_add_up(model, node);
        rounded[node] =
            node == m ? model->rules->round_at != QP_STAGE_TOTAL
                      : qp_score_is_rounded(model->rules, node);
    }
    model->may_add_up = adds;
    model->is_rounded = rounded;
}

/* What the rules weigh, or what was found. */
static void
read_weights(struct model *model)
{
    size_t n = (model->rules->n_groups + 1) * model->m;

    model->nominal =
        qp_arena_alloc(model->arena, n, sizeof *model->nominal);
    for (size_t i = 0; i < n; i++)
        model->nominal[i] = limit(model, model->result->full[i], 0);
}

/* ---- what comes after the tree ---- */

static void
read_items(struct model *model)
{
    double *bonus = new_column(model), *deduction = new_column(model);
    double *bonus_exact = new_column(model);
    double *deduction_exact = new_column(model);
    bool *zeroed = qp_arena_alloc(model->arena, model->n, sizeof *zeroed);

    for (size_t u = 0; u < model->n; u++) {
        const struct qp_outcome *outcome =
            &model->result->outcomes[model->crowd.districts[u]];

        bonus[u] = limit(model, outcome->bonus, 0);
        deduction[u] = limit(model, outcome->deduction, 0);
        bonus_exact[u] = limit(model, outcome->bonus_exact, 0);
        deduction_exact[u] = limit(model, outcome->deduction_exact, 0);
        zeroed[u] = outcome->zeroed;
    }
    model->bonus = bonus;
    model->deduction = deduction;
    model->bonus_exact = bonus_exact;
    model->deduction_exact = deduction_exact;
    model->zeroed = zeroed;
}

/* What vetoes say of the grade of UNIT. */
static void
read_verdict(struct model *model, size_t unit, size_t *given, size_t *best)
{
    const struct qp_ruleset *rules = model->rules;
    const bool *struck =
        model->result->outcomes[model->crowd.districts[unit]].struck;

    *given = QP_NONE;
    *best = 0;
    for (size_t i = 0; i < rules->n_vetoes; i++) {
        const struct qp_veto *veto = &rules->vetoes[i];

        if (!struck[i])
            continue;
        if (veto->effect == QP_EFFECT_GRADE &&
            (*given == QP_NONE || veto->grade > *given))
            *given = veto->grade;
        if (veto->effect == QP_EFFECT_CAP && veto->grade > *best)
            *best = veto->grade;
    }
    if (*given != QP_NONE && *given < *best)
        *given = *best;
}

static void
read_grades(struct model *model)
{
    const struct qp_ruleset *rules = model->rules;
    struct qp_arena *arena = model->arena;
    double *min = qp_arena_alloc(arena, rules->n_grades, sizeof *min);
    double *rank = qp_arena_alloc(arena, rules->n_grades, sizeof *rank);
    double *share = qp_arena_alloc(arena, rules->n_grades, sizeof *share);
    size_t *given = qp_arena_alloc(arena, model->n, sizeof *given);
    size_t *best = qp_arena_alloc(arena, model->n, sizeof *best);

    for (size_t g = 0; g < rules->n_grades; g++) {
        min[g] = limit(model, rules->grades[g].min, -INFINITY);
        rank[g] = limit(model, rules->grades[g].rank, INFINITY);
        share[g] = limit(model, rules->grades[g].share, NAN);
    }
    for (size_t u = 0; u < model->n; u++)
        read_verdict(model, u, &given[u], &best[u]);
    model->grade_min = min;
    model->grade_rank = rank;
    model->grade_share = share;
    model->grade_given = given;
    model->grade_best = best;
}

/* ---- all of it ---- */

static void
read_alternatives(struct model *model)
{
    const struct qp_robustness *how = &model->rules->robustness;
    struct earning *earnings =
        qp_arena_alloc(model->arena, how->n_missing, sizeof *earnings);

    for (size_t i = 0; i < how->n_missing; i++)
        earnings[i] = (struct earning){
            .kind = how->missing[i].kind,
            .score = qp_robust_double(model->arena, how->missing[i].score),
        };
    model->earnings = earnings;
    model->n_earnings = how->n_missing;
}

struct model *
qp_robust_flatten(struct qp_arena *arena, const struct qp_result *result)
{
    struct model *model = qp_arena_alloc(arena, 1, sizeof *model);
    const struct qp_ruleset *rules = result->rules;

    model->arena = arena;
    model->rules = rules;
    model->result = result;
    model->m = rules->n_indicators;
    model->scale = qp_robust_double(arena, rules->scale);
    model->to_even = rules->rounding == QP_ROUND_HALF_EVEN;
    model->tens = 1;
    for (int i = 0; i < rules->decimals; i++)
        model->tens *= 10;
    model->wanted = qp_arena_alloc(arena, rules->n_data, sizeof(bool));
    model->crowd.arena = arena;
    find_units(model);
    make_eval(model);
    read_figures(model);
    read_weights(model);
    model->leaves = qp_arena_alloc(arena, model->m, sizeof *model->leaves);
    for (size_t i = 0; i < model->m; i++)
        if (rules->indicators[i].method)
            read_leaf(model, i);
    read_tree(model);
    read_items(model);
    read_grades(model);
    read_alternatives(model);
    return model;
}
