/* One district by itself; see provisional.h. */

#include <config.h>

#include "engine/provisional.h"

#include <stdlib.h>
#include <string.h>

#include "engine/aggregate.h"
#include "engine/method.h"
#include "engine/score_impl.h"
#include "engine/suppose.h"
#include "engine/weigh.h"

struct making {
    struct scoring s;
    struct qp_arena *arena;
    struct qp_provisional *made;
};

static struct qp_score *
score_of(const struct making *m, size_t node)
{
    return qp_scoring_at(&m->s, m->made->district, node);
}

/* ---- what a leaf rests on ---- */

/* True if DATUM is one that the district gives itself. */
static bool
is_own(const struct qp_ruleset *rules, size_t datum)
{
    return rules->data[datum].given_by == QP_BY_DISTRICT;
}

static bool
is_there(const struct making *m, size_t datum)
{
    size_t district = m->made->district;
    const struct qp_entry *entry =
        &m->s.subs->entries[district * m->s.rules->n_data + datum];

    return qp_model_extra(entry)->n_opinions ||
           qp_eval_figure(m->s.rules, m->s.subs, district, datum, false);
}

/* Lists what others give for the value of PROSPECT and is not there. */
static void
list_others(const struct making *m, struct qp_prospect *prospect)
{
    const struct qp_indicator *leaf = &m->s.rules->indicators[prospect->node];
    size_t n, *others;
    const size_t *data = qp_expr_data(leaf->value.expr, &n);

    others = qp_arena_alloc(m->arena, n, sizeof *others);
    for (size_t i = 0; i < n; i++)
        if (!is_own(m->s.rules, data[i]) && !is_there(m, data[i]))
            others[prospect->n_others++] = data[i];
    prospect->others = others;
}

/* True if some figure of LEAF is the district's own. */
static bool
has_own(const struct making *m, const struct qp_indicator *leaf)
{
    size_t n;
    const size_t *data = qp_expr_data(leaf->value.expr, &n);

    for (size_t i = 0; i < n; i++)
        if (is_own(m->s.rules, data[i]))
            return true;
    return false;
}

/* ---- other values, tried ---- */

/* How far a value is looked for, in its last decimals. */
static const int64_t farthest = (int64_t)1 << 52;

/* A leaf whose value is varied: that of its datum, or the value itself.
   Values are whole numbers of UNIT. */
struct trial {
    const struct making *m;
    struct scoring s; /* in an arena of its own */
    const struct qp_prospect *prospect;
    struct qp_submissions subs;
    struct qp_entry *entry; /* of the datum, null where there is none */
    struct qp_figure figure;
    qp_num unit;
    int64_t start, least, most;
    qp_num target; /* normalised score that is aimed at */
};

static qp_num
value_at(const struct trial *t, int64_t k)
{
    return qp_num_mul(t->s.arena, qp_num_int(k), t->unit);
}

/* Scores the leaf with the value at K; the score is undone by the caller. */
static qp_num
try_value(struct trial *t, int64_t k)
{
    struct qp_score *score = score_of(t->m, t->prospect->node);

    if (!t->entry) {
        qp_leaf_suppose(&t->s, t->prospect->node, value_at(t, k));
    } else {
        t->figure.value = qp_value_number(value_at(t, k));
        t->s.eval = qp_eval_new(t->s.arena, t->s.rules, &t->subs, t->s.peers,
                                t->s.result->findings);
        qp_eval_alone(t->s.eval, t->s.lone);
        *score =
            (struct qp_score){ .normalised = qp_num_undefined("not scored") };
        qp_leaf_score(&t->s, t->prospect->node);
    }
    return score->standing == QP_STANDING_SCORED
               ? score->normalised
               : qp_num_undefined("no score");
}

static bool
is_good(struct trial *t, int64_t k)
{
    qp_num normalised = try_value(t, k);

    return qp_num_defined(normalised) &&
           qp_num_cmp(normalised, t->target) >= 0;
}

/* The whole number of units below X, or the next; false if that is too far. */
static bool
whole_units(const struct trial *t, qp_num x, bool up, int64_t *k)
{
    qp_num units = qp_num_div(t->s.arena, x, t->unit);

    units =
        up ? qp_num_ceil(t->s.arena, units) : qp_num_floor(t->s.arena, units);
    return qp_num_to_int(units, farthest, k);
}

/* The bound X of a datum in units; OTHERWISE where it has none. */
static int64_t
bound_at(const struct trial *t, const qp_num *x, bool up, int64_t otherwise)
{
    int64_t k;

    return x && qp_num_defined(*x) && whole_units(t, *x, up, &k) ? k
                                                                 : otherwise;
}

/* Between BAD and GOOD, the good value that is next to a bad one. */
static int64_t
narrow(struct trial *t, int64_t bad, int64_t good)
{
    while (good - bad > 1 || bad - good > 1) {
        int64_t middle = bad + (good - bad) / 2;

        if (is_good(t, middle))
            good = middle;
        else
            bad = middle;
    }
    return good;
}

/* Takes K for *NEAREST if it is on the side SIGN of the start, good, and
   nearer than that. */
static void
consider(struct trial *t, int64_t k, int sign, int64_t *nearest)
{
    int64_t way = (k - t->start) * sign, best = (*nearest - t->start) * sign;

    if (way > 0 && k >= t->least && k <= t->most &&
        (best == 0 || way < best) && is_good(t, k))
        *nearest = k;
}

/* The values that the method looks at are where scores bend. */
static void
consider_bends(struct trial *t, const struct qp_trace *trace, int sign,
               int64_t *nearest)
{
    for (size_t i = 0; trace && i < trace->n_quantities; i++)
        for (int up = 0; up < 2; up++) {
            int64_t k;

            if (whole_units(t, trace->quantities[i].number, up, &k))
                consider(t, k, sign, nearest);
        }
}

/* The good value that is nearest on the side SIGN; the start if there is
   none. */
static int64_t
look(struct trial *t, const struct qp_trace *trace, int sign)
{
    int64_t nearest = t->start, end = sign > 0 ? t->most : t->least;

    consider_bends(t, trace, sign, &nearest);
    for (int64_t way = 1; way <= farthest && nearest == t->start; way *= 2) {
        int64_t k =
            (end - t->start) * sign < way ? end : t->start + way * sign;

        consider(t, k, sign, &nearest);
        if (k == end)
            break;
    }
    return nearest == t->start ? nearest : narrow(t, t->start, nearest);
}

/* The nearest value that earns the target. */
static struct qp_step
find_step(struct trial *t, const struct qp_score *now)
{
    int64_t up = look(t, now->trace, 1), down = look(t, now->trace, -1), k;
    struct qp_arena *arena = t->m->arena;
    qp_num normalised;

    if (up == t->start && down == t->start)
        return (struct qp_step){ .kind = QP_STEP_CLOSED };
    k = down == t->start ||
                (up != t->start && up - t->start <= t->start - down)
            ? up
            : down;
    normalised = try_value(t, k);
    return (struct qp_step){
        .kind = QP_STEP_VALUE,
        .value = qp_num_mul(arena, qp_num_int(k), t->unit),
        .points = qp_num_round(
            arena, qp_num_mul(arena, normalised, t->prospect->full),
            t->s.rules->decimals, t->s.rules->rounding),
    };
}

/* The lowest score of a band that is above NOW; full marks without any. */
static qp_num
next_band(const struct qp_indicator *leaf, qp_num now)
{
    qp_num next = qp_num_int(1);

    for (int p = 0; leaf->method->params[p].key; p++)
        for (size_t i = 0; i < leaf->arguments[p].n_bands; i++) {
            qp_num score = leaf->arguments[p].bands[i].score;

            if (qp_num_cmp(score, now) > 0 && qp_num_cmp(score, next) < 0)
                next = score;
        }
    return next;
}

/* Begins to vary the leaf of PROSPECT from the value X on. */
static bool
begin_trial(struct trial *t, const struct making *m,
            const struct qp_prospect *prospect, qp_num x)
{
    const struct qp_ruleset *rules = m->s.rules;
    const struct qp_datum *datum =
        prospect->datum == QP_NONE ? NULL : &rules->data[prospect->datum];
    size_t cells = rules->n_districts * rules->n_data;
    int decimals = qp_suppose_decimals(datum);

    t->unit = qp_num_int(1);
    for (int i = 0; i < decimals; i++)
        t->unit = qp_num_div(t->s.arena, t->unit, qp_num_int(10));
    t->least = bound_at(t, datum ? &datum->min : NULL, true, -farthest);
    t->most = bound_at(t, datum ? &datum->max : NULL, false, farthest);
    t->subs = *m->s.subs;
    if (datum) {
        t->subs.entries =
            qp_arena_alloc(t->s.arena, cells, sizeof *t->subs.entries);
        memcpy(t->subs.entries, m->s.subs->entries,
               cells * sizeof *t->subs.entries);
        t->entry =
            &t->subs
                 .entries[m->made->district * rules->n_data + prospect->datum];
        t->entry->reported = &t->figure;
        qp_model_change_extra(t->s.arena, t->entry)->verified = NULL;
    }
    return whole_units(t, x, false, &t->start) && t->start >= t->least &&
           t->start <= t->most;
}

/* Looks for the values that earn more on the leaf of PROSPECT. */
static void
find_steps(const struct making *m, struct qp_prospect *prospect)
{
    struct qp_score *score = score_of(m, prospect->node), now = *score;
    const struct qp_indicator *leaf = &m->s.rules->indicators[prospect->node];
    struct qp_session run = { .arena = qp_arena_new() };
    struct trial t = { .m = m, .s = m->s, .prospect = prospect };

    run.diag = qp_diag_new(run.arena); /* of trials nothing is said */
    t.s.run = &run;
    t.s.arena = run.arena;
    t.s.subs = &t.subs;
    prospect->best.kind = prospect->next.kind = QP_STEP_CLOSED;
    if (begin_trial(&t, m, prospect, qp_result_value(&now).num)) {
        t.target = qp_num_int(1);
        prospect->best = find_step(&t, &now);
        t.target = next_band(leaf, now.normalised);
        prospect->next = qp_num_cmp(t.target, qp_num_int(1)) < 0
                             ? find_step(&t, &now)
                             : (struct qp_step){ .kind = QP_STEP_NONE };
    }
    *score = now;
    qp_arena_free(run.arena);
}

/* ---- the leaves ---- */

/* True if the weights of NODE or of what is above it come from the frame. */
static bool
is_weighed_by_frame(const struct making *m, size_t node)
{
    while (node != QP_NONE) {
        node = m->s.rules->indicators[node].parent;
        if (qp_weighting_from_data(qp_weighting_of(m->s.rules, node)->kind))
            return true;
    }
    return false;
}

/* Why what NODE earns cannot enter the total, although it is known: what is
   above it has no score that could be added up; null. */
static const char *
blocked_by(const struct making *m, size_t node)
{
    const struct qp_ruleset *rules = m->s.rules;

    while (node != QP_NONE) {
        struct family family;

        node = rules->indicators[node].parent;
        family = qp_scoring_family(rules, node);
        if (qp_aggregate_adds_up(family.aggregate))
            continue;
        if (node == QP_NONE &&
            m->s.result->outcomes[m->made->district].state != QP_REPORTED)
            return m->s.result->outcomes[m->made->district].reason;
        if (node != QP_NONE &&
            score_of(m, node)->standing == QP_STANDING_UNSCORED)
            return qp_result_reason(score_of(m, node));
    }
    return NULL;
}

/* Whether LEAF is known, and if not, why. */
static enum qp_certainty
certainty_of(const struct making *m, size_t node, const char **why)
{
    const struct qp_score *score = score_of(m, node);
    bool has_points = score->standing == QP_STANDING_SCORED &&
                      qp_num_defined(qp_result_weight(score));

    *why = NULL;
    if (score->standing == QP_STANDING_EXCLUDED)
        return QP_CERTAINTY_EXACT;
    if (!has_points)
        *why = qp_result_reason(score);
    if (has_points)
        *why = blocked_by(m, node);
    else if (score->standing == QP_STANDING_SCORED)
        *why = qp_frame_lacks(m->made->frame);
    if (!has_points && !*why)
        *why = m->s.result->outcomes[m->made->district].reason;
    if (!has_points || *why)
        return QP_CERTAINTY_UNKNOWN;
    return score->estimated || is_weighed_by_frame(m, node)
               ? QP_CERTAINTY_ESTIMATED
               : QP_CERTAINTY_EXACT;
}

/* The places by which the estimate for NODE may be off. */
static size_t
blur_of(const struct making *m, size_t node)
{
    const struct qp_ruleset *rules = m->s.rules;
    const struct qp_indicator *leaf = &rules->indicators[node];
    size_t scope = leaf->by_group ? rules->districts[m->made->district].group
                                  : rules->n_groups;
    struct qp_peers peers =
        qp_frame_values(rules, m->made->frame, node, scope);

    return leaf->method->treatable == QP_TREATABLE_IN_ORDER
               ? qp_frame_blur(&peers)
               : 0;
}

/* How more could be earned on PROSPECT's leaf. */
static void
find_ways(const struct making *m, struct qp_prospect *prospect)
{
    const struct qp_score *score = score_of(m, prospect->node);
    const struct qp_indicator *leaf = &m->s.rules->indicators[prospect->node];

    if (prospect->is_left_out || !qp_num_defined(prospect->full) ||
        qp_frame_is_unknown(qp_result_reason(score)) ||
        (qp_num_defined(prospect->lost) && qp_num_sign(prospect->lost) <= 0))
        return;
    if (!has_own(m, leaf))
        prospect->best.kind = QP_STEP_OTHERS;
    else if (qp_result_value(score).state != QP_REPORTED)
        prospect->best.kind = QP_STEP_REPORT;
    else if (prospect->certainty != QP_CERTAINTY_UNKNOWN)
        find_steps(m, prospect);
}

static struct qp_prospect
prospect_of(const struct making *m, size_t node)
{
    const struct qp_score *score = score_of(m, node);
    const struct qp_indicator *leaf = &m->s.rules->indicators[node];
    struct qp_prospect prospect = {
        .node = node,
        .full = qp_result_weight(score),
        .points = score->points,
        .is_left_out = score->standing == QP_STANDING_EXCLUDED,
        .datum = qp_expr_single(leaf->value.expr),
    };

    prospect.certainty = certainty_of(m, node, &prospect.why);
    prospect.lost = qp_num_sub(m->arena, prospect.full, prospect.points);
    if (prospect.datum != QP_NONE && !is_own(m->s.rules, prospect.datum))
        prospect.datum = QP_NONE;
    if (prospect.certainty == QP_CERTAINTY_ESTIMATED)
        prospect.blur = blur_of(m, node);
    list_others(m, &prospect);
    find_ways(m, &prospect);
    return prospect;
}

/* Known ones first, and of them where more is lost; else in the order of the
   rules. */
static int
by_loss(const void *left, const void *right)
{
    const struct qp_prospect *a = left, *b = right;
    bool a_known = qp_num_defined(a->lost), b_known = qp_num_defined(b->lost);

    if (a_known != b_known)
        return a_known ? -1 : 1;
    if (a_known && qp_num_cmp(a->lost, b->lost) != 0)
        return -qp_num_cmp(a->lost, b->lost);
    return a->node < b->node ? -1 : a->node > b->node;
}

static void
list_leaves(struct making *m)
{
    const struct qp_ruleset *rules = m->s.rules;
    struct qp_provisional *made = m->made;

    made->leaves =
        qp_arena_alloc(m->arena, rules->n_indicators, sizeof *made->leaves);
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (rules->indicators[rules->order[i]].method)
            made->leaves[made->n_leaves++] = prospect_of(m, rules->order[i]);
    if (made->n_leaves)
        qsort(made->leaves, made->n_leaves, sizeof *made->leaves, by_loss);
}

/* ---- the total ---- */

/* The points of NODE, or of as much below it as is known. */
static qp_num
known_points(const struct making *m, size_t node)
{
    struct family family = qp_scoring_family(m->s.rules, node);
    qp_num sum = qp_num_int(0);

    if (node != QP_NONE && score_of(m, node)->standing != QP_STANDING_UNSCORED)
        return qp_num_defined(score_of(m, node)->points)
                   ? score_of(m, node)->points
                   : sum;
    if (!qp_aggregate_adds_up(family.aggregate))
        return sum;
    for (size_t i = 0; i < family.n; i++)
        sum = qp_num_add(m->arena, sum, known_points(m, family.children[i]));
    return sum;
}

/* Of bonuses and deductions, those that are not known count nothing. */
static bool
items_are_known(const struct qp_award *awards, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (qp_frame_is_unknown(awards[i].value.text))
            return false;
    return true;
}

/* What is known of the total where all of it is not. */
static qp_num
known_total(const struct making *m, const struct qp_outcome *outcome)
{
    qp_num sum = qp_num_sub(
        m->arena,
        qp_num_add(m->arena, known_points(m, QP_NONE), outcome->bonus),
        outcome->deduction);

    return qp_num_round(m->arena, qp_num_max(m->arena, sum, qp_num_int(0)),
                        m->s.rules->decimals, m->s.rules->rounding);
}

static void
sum_up(struct making *m)
{
    const struct qp_ruleset *rules = m->s.rules;
    struct qp_provisional *made = m->made;
    const struct qp_outcome *outcome = &m->s.result->outcomes[made->district];
    qp_num zero = qp_num_int(0);

    for (size_t i = 0; i < QP_N_CERTAINTIES; i++)
        made->weights[i] = zero;
    made->lost = zero;
    for (size_t i = 0; i < made->n_leaves; i++) {
        const struct qp_prospect *leaf = &made->leaves[i];
        qp_num *weight = &made->weights[leaf->certainty];

        if (qp_num_defined(leaf->full))
            *weight = qp_num_add(m->arena, *weight, leaf->full);
        if (qp_num_defined(leaf->lost) &&
            leaf->certainty != QP_CERTAINTY_UNKNOWN)
            made->lost = qp_num_add(m->arena, made->lost, leaf->lost);
        if (leaf->certainty > made->certainty)
            made->certainty = leaf->certainty;
    }
    if (!items_are_known(outcome->bonuses, rules->n_bonuses) ||
        !items_are_known(outcome->deductions, rules->n_deductions))
        made->certainty = QP_CERTAINTY_UNKNOWN;
    made->total = qp_num_defined(outcome->total) ? outcome->total
                                                 : known_total(m, outcome);
}

const struct qp_provisional *
qp_provisional_make(struct qp_session *run, const struct qp_ruleset *rules,
                    const struct qp_submissions *subs, size_t district,
                    const struct qp_frame *frame)
{
    struct qp_provisional *made = qp_arena_alloc(run->arena, 1, sizeof *made);
    const struct qp_lone lone = { district, frame };
    struct making m = {
        .s = { .run = run,
               .arena = run->arena,
               .rules = rules,
               .subs = subs,
               .lone = &lone },
        .arena = run->arena,
        .made = made,
    };

    made->frame = frame;
    made->district = district;
    qp_scoring_alone(&m.s);
    made->result = m.s.result;
    list_leaves(&m);
    sum_up(&m);
    return made;
}
