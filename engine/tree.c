/* Up the tree and down again: what is there, how it aggregates, what it
   weighs for each district, and where points are rounded.  See
   score_impl.h. */

#include <config.h>

#include "engine/score_impl.h"

#include "engine/aggregate.h"

struct family
qp_scoring_family(const struct qp_ruleset *rules, size_t node)
{
    const struct qp_indicator *indicator;

    if (node == QP_NONE)
        return (struct family){ rules->top, rules->n_top, rules->aggregate,
                                rules->min_available };
    indicator = &rules->indicators[node];
    return (struct family){ indicator->children, indicator->n_children,
                            indicator->aggregate,
                            indicator->min_available };
}

size_t
qp_scoring_weights(const struct scoring *s, size_t district)
{
    size_t group = s->rules->districts[district].group;

    return (group == QP_NONE ? s->rules->n_groups : group) *
           s->rules->n_indicators;
}

struct qp_score *
qp_scoring_at(const struct scoring *s, size_t district, size_t node)
{
    return &s->result->scores[district * s->rules->n_indicators + node];
}

struct qp_aside *
qp_scoring_aside(const struct scoring *s, struct qp_score *score)
{
    if (!score->aside) {
        score->aside = qp_arena_alloc(s->arena, 1, sizeof *score->aside);
        score->aside->value = qp_value_number(score->used);
    }
    return score->aside;
}

qp_num
qp_scoring_share(struct qp_arena *arena, qp_num x, qp_num all)
{
    if (!qp_num_defined(all))
        return all;
    return qp_num_sign(all) ? qp_num_div(arena, x, all) : qp_num_int(0);
}

/* ---- scores, upward ---- */

/* What a family comes to for one district. */
struct sum_up {
    enum qp_standing standing;
    qp_num normalised;
    const char *reason;
};

/* What the children that have a score weigh for a district, and what all. */
struct present {
    qp_num all, there;
    const struct qp_score *unscored; /* the first child without a score */
};

static struct present
look_at(struct scoring *s, struct qp_arena *scratch, size_t district,
        struct family family)
{
    const qp_num *nominal = s->nominal + qp_scoring_weights(s, district);
    struct present present = { .all = qp_num_int(0), .there = qp_num_int(0) };

    for (size_t i = 0; i < family.n; i++) {
        size_t child = family.children[i];
        const struct qp_score *score = qp_scoring_at(s, district, child);

        present.all = qp_num_add(scratch, present.all, nominal[child]);
        if (score->standing == QP_STANDING_UNSCORED && !present.unscored)
            present.unscored = score;
        if (score->standing == QP_STANDING_SCORED)
            present.there = qp_num_add(scratch, present.there, nominal[child]);
    }
    return present;
}

/* Whether one district alone can tell what FAMILY comes to, or why not. */
static bool
can_weigh_up(const struct scoring *s, struct family family,
             const struct present *present, const char **why)
{
    if (qp_aggregate_compares(family.aggregate))
        *why = qp_frame_compares();
    else if (!qp_num_defined(present->all))
        *why = qp_frame_lacks(s->lone->frame);
    return !*why;
}

/* Whether FAMILY can have a score for DISTRICT.  An unscored child leaves no
   score above it; without any child that weighs something there is nothing to
   aggregate. */
static struct sum_up
judge(struct scoring *s, struct qp_arena *scratch, size_t district,
      struct family family)
{
    struct present present = look_at(s, scratch, district, family);
    struct sum_up up = { .normalised = qp_num_undefined("no score") };

    if (present.unscored) {
        up.standing = QP_STANDING_UNSCORED;
        up.reason = qp_result_reason(present.unscored);
    } else if (s->lone && !can_weigh_up(s, family, &present, &up.reason)) {
        up.standing = QP_STANDING_UNSCORED;
    } else if (qp_num_sign(present.there) == 0) {
        up.standing = QP_STANDING_EXCLUDED;
        up.reason = "nothing to score";
    } else if (qp_num_defined(family.min_available) &&
               qp_num_cmp(qp_scoring_share(scratch, present.there,
                                           present.all),
                          family.min_available) < 0) {
        up.standing = QP_STANDING_UNAVAILABLE;
        up.reason = "too little of it is available";
    } else {
        up.standing = QP_STANDING_SCORED;
    }
    return up;
}

/* Adds DISTRICT to TABLE: the children of FAMILY that have a score and weigh
   something, and all weights. */
static void
add_row(struct scoring *s, size_t district, struct family family,
        struct qp_table *table)
{
    const qp_num *nominal = s->nominal + qp_scoring_weights(s, district);
    size_t first = table->n * family.n;

    for (size_t i = 0; i < family.n; i++) {
        size_t child = family.children[i];
        const struct qp_score *score = qp_scoring_at(s, district, child);
        bool counts = score->standing == QP_STANDING_SCORED &&
                      qp_num_sign(nominal[child]) > 0;

        table->weights[first + i] = nominal[child];
        table->scores[first + i] =
            counts ? score->normalised : qp_num_undefined("does not count");
    }
    table->compared[table->n++] = s->peers[district];
}

static struct qp_place
place_of(const struct scoring *s, size_t node)
{
    if (node != QP_NONE)
        return s->rules->indicators[node].at;
    return (struct qp_place){
        .file = s->rules->n_files ? s->rules->files[0].path : NULL
    };
}

static const char *
code_of(const struct scoring *s, size_t node)
{
    return node == QP_NONE ? "the total" : s->rules->indicators[node].code;
}

/* Says where districts are to be compared and there is only one. */
static void
note_one_peer(const struct scoring *s, size_t node,
              const struct qp_table *table, enum qp_aggregate how)
{
    size_t n_compared = 0;

    for (size_t i = 0; i < table->n; i++)
        n_compared += table->compared[i];
    if (n_compared != 1)
        return;
    qp_note(s->run, place_of(s, node), QP_ONE_PEER,
            "%s: aggregate = %s has only one district to compare",
            code_of(s, node), qp_aggregate_name(how));
}

/* Names the children by which DISTRICT, which is row I of TABLE, comes to 0 on
   NODE: with a geometric mean one is enough. */
static void
warn_of_zero(const struct scoring *s, size_t node, struct family family,
             const struct qp_table *table, size_t i, size_t district)
{
    const struct qp_district *d = &s->rules->districts[district];
    const char *names = "";

    for (size_t k = 0; k < family.n; k++) {
        qp_num score = table->scores[i * family.n + k];

        if (qp_num_defined(score) && qp_num_sign(score) == 0)
            names = qp_arena_printf(
                s->arena, "%s%s%s", names, *names ? ", " : "",
                s->rules->indicators[family.children[k]].code);
    }
    qp_warning(s->run, place_of(s, node), QP_ZERO_MEAN,
               "%s: the %s mean of %s %s is 0, because it has 0 in %s",
               code_of(s, node), qp_aggregate_name(family.aggregate.kind),
               d->code, d->name, names);
}

/* The districts that can have a score on NODE as a table, those of ROWS;
   excluded ones are left alone. */
static struct qp_table
tabulate(struct scoring *s, struct qp_arena *scratch, struct family family,
         struct sum_up ups[], size_t rows[])
{
    size_t n = s->rules->n_districts;
    struct qp_table table = {
        .n_children = family.n,
        .scores = qp_arena_alloc(scratch, n * family.n, sizeof(qp_num)),
        .weights = qp_arena_alloc(scratch, n * family.n, sizeof(qp_num)),
        .compared = qp_arena_alloc(scratch, n, sizeof(bool)),
    };

    for (size_t d = 0; d < n; d++) {
        if (s->result->outcomes[d].excluded)
            continue;
        ups[d] = judge(s, scratch, d, family);
        if (ups[d].standing != QP_STANDING_SCORED)
            continue;
        rows[table.n] = d;
        add_row(s, d, family, &table);
    }
    return table;
}

/* What NODE comes to for every district.  Districts in the running that have
   a score are compared with each other; unranked ones are scored by them.  The
   array is of SCRATCH. */
static struct sum_up *
sum_up(struct scoring *s, struct qp_arena *scratch, size_t node)
{
    size_t n = s->rules->n_districts;
    struct family family = qp_scoring_family(s->rules, node);
    struct sum_up *ups = qp_arena_alloc(scratch, n, sizeof *ups);
    size_t *rows = qp_arena_alloc(scratch, n, sizeof *rows);
    qp_num *scores = qp_arena_alloc(scratch, n, sizeof *scores);
    struct qp_table table = tabulate(s, scratch, family, ups, rows);

    if (qp_aggregate_compares(family.aggregate))
        note_one_peer(s, node, &table, family.aggregate.kind);
    qp_aggregate(scratch, family.aggregate, &table, scores);
    for (size_t i = 0; i < table.n; i++) {
        struct sum_up *up = &ups[rows[i]];

        if (qp_num_defined(scores[i]) && qp_num_sign(scores[i]) == 0 &&
            qp_aggregate_stops_at_zero(family.aggregate))
            warn_of_zero(s, node, family, &table, i, rows[i]);
        up->normalised = qp_num_copy(s->arena, scores[i]);
        up->reason = qp_num_reason(scores[i]);
        if (up->reason)
            up->standing = QP_STANDING_UNSCORED;
    }
    return ups;
}

static void
score_node(struct scoring *s, size_t node)
{
    struct qp_arena *scratch = qp_arena_new();
    const struct sum_up *ups = sum_up(s, scratch, node);

    for (size_t d = 0; d < s->rules->n_districts; d++) {
        struct qp_score *score = qp_scoring_at(s, d, node);

        if (s->result->outcomes[d].excluded)
            continue;
        score->standing = ups[d].standing;
        score->normalised = ups[d].normalised;
        if (ups[d].reason)
            qp_scoring_aside(s, score)->reason = ups[d].reason;
        score->state = score->standing == QP_STANDING_SCORED ? QP_REPORTED
                                                             : QP_UNDEFINED;
    }
    qp_arena_free(scratch);
}

/* ---- weights, downward ---- */

static bool
is_out(const struct qp_score *score)
{
    return score->standing == QP_STANDING_EXCLUDED ||
           score->standing == QP_STANDING_UNAVAILABLE;
}

/* Gives NODE the weight X for DISTRICT.  Where nothing was left out it is what
   all districts of the group have. */
static void
weigh(struct scoring *s, size_t district, size_t node, qp_num x)
{
    const qp_num *common = &s->points[qp_scoring_weights(s, district) + node];
    qp_num *own;

    if (!qp_num_defined(x) || !qp_num_defined(*common) ||
        qp_num_cmp(x, *common) != 0) {
        own = qp_arena_alloc(s->arena, 1, sizeof *own);
        *own = qp_num_copy(s->arena, x);
        common = own;
    }
    qp_scoring_at(s, district, node)->shared_weight = common;
}

/* Spreads the points ABOVE over the children of FAMILY that are not excluded,
   in proportion to their weights. */
static void
spread_weights(struct scoring *s, struct qp_arena *scratch, size_t district,
               struct family family, qp_num above)
{
    const qp_num *nominal = s->nominal + qp_scoring_weights(s, district);
    qp_num all = qp_num_int(0);

    for (size_t i = 0; i < family.n; i++)
        if (!is_out(qp_scoring_at(s, district, family.children[i])))
            all = qp_num_add(scratch, all, nominal[family.children[i]]);
    for (size_t i = 0; i < family.n; i++) {
        size_t child = family.children[i];
        struct qp_score *score = qp_scoring_at(s, district, child);

        weigh(s, district, child,
              is_out(score) ? qp_num_int(0)
                            : qp_num_mul(scratch, above,
                                         qp_scoring_share(
                                             scratch, nominal[child], all)));
    }
}

/* ---- points ---- */

static qp_num
round_points(const struct scoring *s, qp_num points)
{
    return qp_num_round(s->arena, points, s->rules->decimals,
                        s->rules->rounding);
}

static bool
has_inner(const struct qp_ruleset *rules, struct family family)
{
    for (size_t i = 0; i < family.n; i++)
        if (rules->indicators[family.children[i]].n_children)
            return true;
    return false;
}

bool
qp_score_adds_up(const struct qp_ruleset *rules, size_t node)
{
    struct family family = qp_scoring_family(rules, node);

    if (!qp_aggregate_adds_up(family.aggregate) || !family.n)
        return false;
    return rules->round_at == QP_STAGE_INDICATOR ||
           (rules->round_at == QP_STAGE_NODE &&
            (node == QP_NONE || has_inner(rules, family)));
}

bool
qp_score_is_rounded(const struct qp_ruleset *rules, size_t node)
{
    size_t parent;

    if (node == QP_NONE)
        return true;
    parent = rules->indicators[node].parent;
    if (rules->round_at == QP_STAGE_TOTAL)
        return false;
    return rules->round_at == QP_STAGE_INDICATOR ||
           rules->indicators[node].n_children || parent == QP_NONE ||
           has_inner(rules, qp_scoring_family(rules, parent));
}

/* The sum of the printed points of FAMILY's children. */
static qp_num
printed_sum(const struct scoring *s, size_t district, struct family family)
{
    qp_num sum = qp_num_int(0);

    for (size_t i = 0; i < family.n; i++) {
        const struct qp_score *score =
            qp_scoring_at(s, district, family.children[i]);

        if (qp_num_defined(score->points))
            sum = qp_num_add(s->arena, sum, score->points);
    }
    return sum;
}

/* Points of NODE, whose children have theirs.  Below an excluded node there
   are none, which an inner node says by its state. */
static void
set_points(struct scoring *s, size_t district, size_t node, bool below_out)
{
    struct qp_score *score = qp_scoring_at(s, district, node);
    struct family family = qp_scoring_family(s->rules, node);

    if (below_out && family.n && score->state == QP_REPORTED) {
        score->state = QP_UNDEFINED;
        qp_scoring_aside(s, score)->reason = "below an excluded indicator";
    }
    if (score->standing != QP_STANDING_SCORED || below_out)
        return;
    score->exact =
        qp_num_mul(s->arena, score->normalised, qp_result_weight(score));
    if (qp_score_adds_up(s->rules, node))
        score->points = printed_sum(s, district, family);
    else if (qp_score_is_rounded(s->rules, node))
        score->points = round_points(s, score->exact);
    else
        score->points = score->exact;
}

/* True if a node above NODE is excluded for DISTRICT. */
static bool
is_below_out(const struct scoring *s, size_t district, size_t node)
{
    size_t up = s->rules->indicators[node].parent;

    for (; up != QP_NONE; up = s->rules->indicators[up].parent)
        if (is_out(qp_scoring_at(s, district, up)))
            return true;
    return false;
}

/* The base of DISTRICT, whose tree comes to UP. */
static void
set_base(struct scoring *s, size_t district, const struct sum_up *up)
{
    struct qp_outcome *outcome = &s->result->outcomes[district];
    struct family top = qp_scoring_family(s->rules, QP_NONE);

    outcome->reason = up->reason;
    outcome->state =
        up->standing == QP_STANDING_SCORED ? QP_REPORTED : QP_UNDEFINED;
    if (outcome->state != QP_REPORTED)
        return;
    outcome->base_normalised = up->normalised;
    outcome->base_exact =
        qp_num_mul(s->arena, up->normalised, s->rules->scale);
    if (qp_score_adds_up(s->rules, QP_NONE))
        outcome->base = printed_sum(s, district, top);
    else if (s->rules->round_at == QP_STAGE_TOTAL)
        outcome->base = outcome->base_exact;
    else
        outcome->base = round_points(s, outcome->base_exact);
}

/* Carries weights down DISTRICT's tree and points up. */
static void
weigh_district(struct scoring *s, struct qp_arena *scratch, size_t district)
{
    const struct qp_ruleset *rules = s->rules;

    spread_weights(s, scratch, district, qp_scoring_family(rules, QP_NONE),
                   rules->scale);
    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t node = rules->order[i];

        spread_weights(s, scratch, district, qp_scoring_family(rules, node),
                       qp_result_weight(qp_scoring_at(s, district, node)));
    }
    for (size_t i = rules->n_indicators; i-- > 0;)
        set_points(s, district, rules->order[i],
                   is_below_out(s, district, rules->order[i]));
}

void
qp_tree_score(struct scoring *s)
{
    const struct qp_ruleset *rules = s->rules;
    struct qp_arena *scratch = qp_arena_new();
    struct qp_arena *passing = qp_arena_inner(scratch); /* of a district */
    const struct sum_up *ups;

    for (size_t i = rules->n_indicators; i-- > 0;)
        if (rules->indicators[rules->order[i]].n_children) {
            qp_tree_weigh_by_scores(s, rules->order[i]);
            score_node(s, rules->order[i]);
        }
    qp_tree_weigh_by_scores(s, QP_NONE);
    qp_tree_spread_scale(s);
    ups = sum_up(s, scratch, QP_NONE);
    for (size_t d = 0; d < rules->n_districts; d++)
        if (!s->result->outcomes[d].excluded) {
            weigh_district(s, passing, d);
            set_base(s, d, &ups[d]);
            qp_arena_clear(passing);
        }
    qp_arena_free(scratch);
}
