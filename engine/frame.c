/* What is published of all districts together; see frame.h. */

#include <config.h>

#include "engine/frame.h"

#include <stdlib.h>
#include <string.h>

#include "engine/method.h"
#include "engine/treat.h"
#include "engine/weigh.h"

const char *const qp_frame_statistics[QP_N_STATISTICS] = {
    [QP_STATISTIC_COUNT] = "n",       [QP_STATISTIC_MIN] = "min",
    [QP_STATISTIC_MAX] = "max",       [QP_STATISTIC_SUM] = "sum",
    [QP_STATISTIC_MEAN] = "mean",     [QP_STATISTIC_SD] = "sd",
    [QP_STATISTIC_MEDIAN] = "median",
};

static const char no_frame[] = "it takes the frame of all districts";
static const char withheld[] = "fewer than five districts, nothing published";
static const char not_given_yet[] = "a figure that others give";
static const char compares[] = "all districts are compared";

const char *
qp_frame_not_given_yet(void)
{
    return not_given_yet;
}

const char *
qp_frame_compares(void)
{
    return compares;
}

const char *
qp_frame_lacks(const struct qp_frame *frame)
{
    return frame ? withheld : no_frame;
}

bool
qp_frame_is_unknown(const char *reason)
{
    return reason && (reason == no_frame || reason == withheld ||
                      reason == not_given_yet || reason == compares);
}

/* ---- statistics of a set of values ---- */

qp_num
qp_frame_median(struct qp_arena *arena, const qp_num *sorted, size_t n)
{
    return qp_num_div(arena,
                      qp_num_add(arena, sorted[(n - 1) / 2], sorted[n / 2]),
                      qp_num_int(2));
}

/* Nothing is known, for REASON. */
static struct qp_peers
nothing(const char *reason)
{
    struct qp_peers peers = { 0 };

    for (size_t i = 0; i < QP_N_STATISTICS; i++)
        peers.of[i] = qp_num_undefined(reason);
    return peers;
}

/* N sets of which nothing is known. */
static struct qp_peers *
nothing_of(struct qp_arena *arena, size_t n)
{
    struct qp_peers *peers = qp_arena_alloc(arena, n, sizeof *peers);

    for (size_t i = 0; i < n; i++)
        peers[i] = nothing(withheld);
    return peers;
}

struct qp_peers *
qp_frame_nothing(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    return nothing_of(arena, rules->n_groups + 1);
}

/* Fills the levels of PEERS from what stands between the ends of SORTED: as
   many as there can be, of as equal a size as can be. */
static void
fill_levels(struct qp_arena *arena, const qp_num *sorted,
            struct qp_peers *peers)
{
    size_t inner = peers->n - 2, n = inner / QP_FRAME_LEVEL, at = 1;
    struct qp_peer_level *levels = qp_arena_alloc(arena, n, sizeof *levels);

    for (size_t i = 0; i < n; i++) {
        size_t size = inner / n + (i < inner % n);
        bool rounded;

        levels[i].n = size;
        levels[i].mean = qp_num_statistic(
            arena,
            qp_num_div(arena, qp_num_sum(arena, sorted + at, size),
                       qp_num_int((int64_t)size)),
            &rounded);
        at += size;
    }
    peers->levels = levels;
    peers->n_levels = n;
}

/* What is asked of a set of values beside what is always published. */
struct wanted {
    bool median, places;
};

/* The statistics of N numbers in rising order. */
/* What is needed on the way, powers of thousands of numbers, is forgotten. */
static void
set_standard(struct qp_arena *arena, struct qp_column column,
             struct qp_peers *peers)
{
    struct qp_arena *scratch = qp_arena_new();
    qp_num mean, deviation;

    qp_column_standard(scratch, &column, &mean, &deviation);
    peers->of[QP_STATISTIC_MEAN] = qp_num_copy(arena, mean);
    peers->of[QP_STATISTIC_SD] = qp_num_copy(arena, deviation);
    qp_arena_free(scratch);
}

static struct qp_peers
summarise(struct qp_arena *arena, const qp_num *sorted, size_t n,
          struct wanted wanted)
{
    struct qp_quantity notes[QP_METHOD_MOST_STATISTICS];
    struct qp_column column = { .sorted = sorted,
                                .n_peers = n,
                                .quantities = notes };
    struct qp_peers peers = nothing(withheld);

    peers.is_asked = true;
    peers.n_hidden = n < QP_FRAME_LEAST ? n : 0;
    if (n < QP_FRAME_LEAST)
        return peers;
    peers.n = n;
    peers.of[QP_STATISTIC_COUNT] = qp_num_int((int64_t)n);
    peers.of[QP_STATISTIC_MIN] = qp_column_min(&column);
    peers.of[QP_STATISTIC_MAX] = qp_column_max(&column);
    peers.of[QP_STATISTIC_SUM] = qp_column_sum(arena, &column);
    set_standard(arena, column, &peers);
    if (wanted.median)
        peers.of[QP_STATISTIC_MEDIAN] = qp_frame_median(arena, sorted, n);
    if (wanted.places)
        fill_levels(arena, sorted, &peers);
    return peers;
}

qp_num *
qp_frame_spread(struct qp_arena *arena, const struct qp_peers *peers)
{
    qp_num *all = qp_arena_alloc(arena, peers->n + 1, sizeof *all);
    size_t n = 0;

    if (!peers->n_levels)
        return NULL;
    all[n++] = peers->of[QP_STATISTIC_MIN];
    for (size_t i = 0; i < peers->n_levels; i++)
        for (size_t k = 0; k < peers->levels[i].n && n < peers->n; k++)
            all[n++] = peers->levels[i].mean;
    all[n++] = peers->of[QP_STATISTIC_MAX];
    return n == peers->n ? all : NULL;
}

/* A value of one level may lie beyond the mean of its own, but not beyond
   those of its neighbours. */
size_t
qp_frame_blur(const struct qp_peers *peers)
{
    size_t most = 0;

    for (size_t i = 0; i < peers->n_levels; i++)
        if (peers->levels[i].n > most)
            most = peers->levels[i].n;
    return most;
}

/* ---- making one ---- */

/* A result from which a frame is made. */
struct making {
    struct qp_arena *arena;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    struct qp_frame *frame;
    struct qp_eval *eval;
    bool *peers;
    qp_num *values; /* room for one of each district */
    size_t sets_capacity;
};

static bool
is_in(const struct qp_ruleset *rules, size_t district, size_t scope)
{
    return scope == rules->n_groups ||
           rules->districts[district].group == scope;
}

static int
by_size(const void *left, const void *right)
{
    return qp_num_cmp(*(const qp_num *)left, *(const qp_num *)right);
}

/* True if INDICATOR has the policy KIND for some state. */
static bool
has_policy(const struct qp_indicator *indicator, enum qp_policy_kind kind)
{
    bool has = indicator->missing.kind == kind;

    for (size_t i = 0; i < QP_N_STATES; i++)
        has |= indicator->missing_state[i].kind == kind;
    return has;
}

/* True if gaps of LEAF are filled from the values of SCOPE. */
static bool
fills_gaps(const struct qp_ruleset *rules, const struct qp_indicator *leaf,
           size_t scope)
{
    bool is_group = scope < rules->n_groups;

    if (is_group && has_policy(leaf, QP_POLICY_GROUP_MEAN))
        return true;
    return is_group == leaf->by_group &&
           (has_policy(leaf, QP_POLICY_MEAN) ||
            has_policy(leaf, QP_POLICY_MEDIAN) ||
            has_policy(leaf, QP_POLICY_MIN));
}

/* The values of leaf NODE in SCOPE, or those of them that no policy put in. */
static struct qp_peers
of_leaf(struct making *m, size_t node, size_t scope, bool known_only)
{
    const struct qp_method *method = m->rules->indicators[node].method;
    size_t n = 0;

    for (size_t d = 0; d < m->rules->n_districts; d++) {
        const struct qp_score *score =
            &m->result->scores[d * m->rules->n_indicators + node];

        if (m->peers[d] && is_in(m->rules, d, scope) &&
            qp_num_defined(score->used) && !(known_only && score->substituted))
            m->values[n++] = score->used;
    }
    qsort(m->values, n, sizeof *m->values, by_size);
    return summarise(
        m->arena, m->values, n,
        (struct wanted){ .median = known_only,
                         .places = method->treatable == QP_TREATABLE_IN_ORDER && !known_only });
}

/* How the values of leaf NODE in SCOPE were treated. */
static const struct qp_treating *
treating_of(struct making *m, size_t node, size_t scope)
{
    const struct qp_treatment *how = &m->rules->indicators[node].treatment;
    size_t n = 0;

    for (size_t d = 0; d < m->rules->n_districts; d++) {
        const struct qp_score *score =
            &m->result->scores[d * m->rules->n_indicators + node];

        if (m->peers[d] && is_in(m->rules, d, scope) &&
            qp_result_value(score).state == QP_REPORTED)
            m->values[n++] = qp_result_value(score).num;
    }
    qsort(m->values, n, sizeof *m->values, by_size);
    return n < QP_FRAME_LEAST ? NULL
                              : qp_treat_find(m->arena, how, m->values, n);
}

static void
add_leaf(struct making *m, size_t node)
{
    const struct qp_ruleset *rules = m->rules;
    const struct qp_indicator *leaf = &rules->indicators[node];
    size_t row = node * (rules->n_groups + 1);

    for (size_t scope = 0; scope <= rules->n_groups; scope++) {
        bool is_scored_in = (scope < rules->n_groups) == leaf->by_group;

        if (is_scored_in)
            m->frame->values[row + scope] = of_leaf(m, node, scope, false);
        if (fills_gaps(rules, leaf, scope))
            m->frame->known[row + scope] = of_leaf(m, node, scope, true);
        if (is_scored_in && qp_treat_asks_peers(&leaf->treatment))
            m->frame->treatings[row + scope] = treating_of(m, node, scope);
    }
}

/* The set for CALL's argument, which is added when it is not there. */
static struct qp_peer_set *
set_of(struct making *m, const struct qp_peer_call *call)
{
    struct qp_frame *frame = m->frame;
    struct qp_peer_set *set;

    for (size_t i = 0; i < frame->n_sets; i++)
        if (frame->sets[i].prior == call->prior &&
            strcmp(frame->sets[i].text, call->text) == 0)
            return &frame->sets[i];
    frame->sets = qp_arena_grow(m->arena, frame->sets, frame->n_sets,
                                &m->sets_capacity, sizeof *frame->sets);
    set = &frame->sets[frame->n_sets++];
    *set = (struct qp_peer_set){
        .text = call->text,
        .prior = call->prior,
        .scopes = qp_frame_nothing(m->arena, m->rules),
    };
    return set;
}

/* Adds what CALL asks of SCOPE to what SET has of it. */
static void
add_scope(struct making *m, const struct qp_peer_call *call,
          struct qp_peer_set *set, size_t scope)
{
    struct qp_peers *peers = &set->scopes[scope];
    struct wanted wanted = {
        .median = call->asks == QP_STATISTIC_MEDIAN ||
                  qp_num_defined(peers->of[QP_STATISTIC_MEDIAN]),
        .places = call->asks == QP_STATISTIC_PLACE || peers->n_levels,
    };
    size_t n = 0;

    for (size_t d = 0; d < m->rules->n_districts; d++) {
        struct qp_value value;

        if (!m->peers[d] || !is_in(m->rules, d, scope))
            continue;
        value = qp_expr_peer_value(call, m->eval, d);
        if (value.state == QP_REPORTED)
            m->values[n++] = value.num;
    }
    qsort(m->values, n, sizeof *m->values, by_size);
    *peers = summarise(m->arena, m->values, n, wanted);
}

/* Adds what EXPR, which may be null, asks of the peers. */
static void
add_calls(struct making *m, const struct qp_expr *expr)
{
    size_t n = 0;
    const struct qp_peer_call *calls =
        expr ? qp_expr_peer_calls(expr, &n) : NULL;

    for (size_t i = 0; i < n; i++) {
        struct qp_peer_set *set = set_of(m, &calls[i]);

        if (!calls[i].by_group)
            add_scope(m, &calls[i], set, m->rules->n_groups);
        for (size_t g = 0; calls[i].by_group && g < m->rules->n_groups; g++)
            add_scope(m, &calls[i], set, g);
    }
}

static void
add_items(struct making *m, const struct qp_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_calls(m, items[i].points.expr);
}

static void
add_values(struct making *m)
{
    const struct qp_ruleset *rules = m->rules;

    for (size_t i = 0; i < rules->n_indicators; i++) {
        const struct qp_indicator *leaf = &rules->indicators[i];

        if (!leaf->method)
            continue;
        add_leaf(m, i);
        add_calls(m, leaf->value.expr);
        for (size_t p = 0; leaf->method->params[p].key; p++)
            add_calls(m, leaf->arguments[p].formula.expr);
    }
    add_items(m, rules->bonuses, rules->n_bonuses);
    add_items(m, rules->deductions, rules->n_deductions);
}

/* ---- what could be told from differences ---- */

/* True if FRAME has the values of TEXT for all districts together. */
static bool
tells_of_all(const struct making *m, const char *text, bool prior)
{
    const struct qp_frame *frame = m->frame;
    size_t all = m->rules->n_groups;

    for (size_t i = 0; i < m->rules->n_indicators; i++) {
        const struct qp_indicator *leaf = &m->rules->indicators[i];

        if (leaf->method && !prior && frame->values[i * (all + 1) + all].n &&
            strcmp(leaf->value.text, text) == 0)
            return true;
    }
    for (size_t i = 0; i < frame->n_sets; i++)
        if (frame->sets[i].prior == prior && frame->sets[i].scopes[all].n &&
            strcmp(frame->sets[i].text, text) == 0)
            return true;
    return false;
}

/* What a small group has is the difference between all districts and the other
   groups: those are not told of either then. */
static void
hide_groups(const struct making *m, const char *text, bool prior,
            struct qp_peers scopes[])
{
    size_t hidden = 0;

    for (size_t g = 0; g < m->rules->n_groups; g++)
        hidden += scopes[g].n_hidden;
    if (hidden == 0 || hidden >= QP_FRAME_LEAST ||
        !tells_of_all(m, text, prior))
        return;
    for (size_t g = 0; g < m->rules->n_groups; g++)
        if (scopes[g].is_asked) {
            scopes[g] = nothing(withheld);
            scopes[g].is_asked = true;
        }
}

static void
hide_differences(const struct making *m)
{
    const struct qp_ruleset *rules = m->rules;
    struct qp_frame *frame = m->frame;

    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t row = i * (rules->n_groups + 1);
        const char *text = rules->indicators[i].value.text;

        if (!rules->indicators[i].method)
            continue;
        hide_groups(m, text, false, frame->values + row);
        hide_groups(m, text, false, frame->known + row);
        for (size_t scope = 0; scope <= rules->n_groups; scope++)
            if (!frame->values[row + scope].n)
                frame->treatings[row + scope] = NULL;
    }
    for (size_t i = 0; i < frame->n_sets; i++)
        hide_groups(m, frame->sets[i].text, frame->sets[i].prior,
                    frame->sets[i].scopes);
}

/* ---- points and weights ---- */

static void
add_points(const struct making *m)
{
    size_t n = m->rules->n_indicators + 1;
    struct qp_summary *points = qp_arena_alloc(m->arena, n, sizeof *points);

    for (size_t i = 0; i < n; i++)
        if (m->result->summaries[i].n >= QP_FRAME_LEAST)
            points[i] = m->result->summaries[i];
    m->frame->points = points;
}

/* True if WEIGHING was found from enough districts. */
static bool
rests_on_enough(const struct qp_weighing *weighing)
{
    for (size_t i = 0; i < weighing->n_quantities; i++)
        if (strcmp(weighing->quantities[i].name, "districts") == 0)
            return qp_num_cmp(weighing->quantities[i].number,
                              qp_num_int(QP_FRAME_LEAST)) >= 0;
    return false;
}

static void
add_weights(const struct making *m)
{
    size_t n = m->rules->n_indicators;
    const struct qp_weighing **weighings =
        qp_arena_alloc(m->arena, n + 1, sizeof *weighings);

    for (size_t i = 0; i <= n; i++) {
        const struct qp_weighting *how =
            qp_weighting_of(m->rules, i == n ? QP_NONE : i);
        const struct qp_weighing *weighing = m->result->weighings[i];

        if (qp_weighting_from_data(how->kind) && weighing &&
            rests_on_enough(weighing))
            weighings[i] = weighing;
    }
    m->frame->weighings = weighings;
}

struct qp_frame *
qp_frame_new(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    size_t cells = rules->n_indicators * (rules->n_groups + 1);
    struct qp_frame *frame = qp_arena_alloc(arena, 1, sizeof *frame);

    *frame = (struct qp_frame){
        .evaluation = rules->id,
        .year = rules->year,
        .sha256 = rules->sha256,
        .values = nothing_of(arena, cells),
        .known = nothing_of(arena, cells),
        .treatings = qp_arena_alloc(arena, cells, sizeof *frame->treatings),
        .points = qp_arena_alloc(arena, rules->n_indicators + 1,
                                 sizeof *frame->points),
        .weighings = qp_arena_alloc(arena, rules->n_indicators + 1,
                                    sizeof *frame->weighings),
    };
    return frame;
}

const struct qp_frame *
qp_frame_make(struct qp_arena *arena, const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;
    size_t n = rules->n_districts;
    struct making m = {
        .arena = arena,
        .result = result,
        .rules = rules,
        .frame = qp_frame_new(arena, rules),
        .peers = qp_arena_alloc(arena, n, sizeof *m.peers),
        .values = qp_arena_alloc(arena, n + 1, sizeof *m.values),
    };

    for (size_t d = 0; d < n; d++)
        m.peers[d] =
            !result->outcomes[d].excluded && !result->outcomes[d].unranked;
    m.eval =
        qp_eval_new(arena, rules, result->subs, m.peers, result->findings);
    m.frame->drafts = result->subs->all_drafts;
    add_values(&m);
    hide_differences(&m);
    add_points(&m);
    add_weights(&m);
    return m.frame;
}

/* ---- reading one ---- */

bool
qp_frame_is_own(const struct qp_ruleset *rules, size_t district, size_t scope)
{
    for (size_t d = 0; d < rules->n_districts; d++)
        if (is_in(rules, d, scope) != (d == district))
            return false;
    return true;
}

struct qp_peers
qp_frame_values(const struct qp_ruleset *rules, const struct qp_frame *frame,
                size_t node, size_t scope)
{
    return frame ? frame->values[node * (rules->n_groups + 1) + scope]
                 : nothing(no_frame);
}

struct qp_peers
qp_frame_known(const struct qp_ruleset *rules, const struct qp_frame *frame,
               size_t node, size_t scope)
{
    return frame ? frame->known[node * (rules->n_groups + 1) + scope]
                 : nothing(no_frame);
}

const struct qp_treating *
qp_frame_treating(const struct qp_ruleset *rules, const struct qp_frame *frame,
                  size_t node, size_t scope)
{
    return frame ? frame->treatings[node * (rules->n_groups + 1) + scope]
                 : NULL;
}

struct qp_peers
qp_frame_argument(const struct qp_frame *frame, const char *text, bool prior,
                  size_t scope)
{
    for (size_t i = 0; frame && i < frame->n_sets; i++)
        if (frame->sets[i].prior == prior &&
            strcmp(frame->sets[i].text, text) == 0)
            return frame->sets[i].scopes[scope];
    return nothing(frame ? withheld : no_frame);
}
