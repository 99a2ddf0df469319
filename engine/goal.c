/* The way to a goal; see goal.h. */

#include <config.h>

#include "engine/goal.h"

#include <stdlib.h>
#include <string.h>

#include "engine/judge.h"
#include "engine/method.h"
#include "engine/score_impl.h"
#include "engine/suppose.h"

/* How far values are looked for: so many times the greatest figure there is of
   the datum, and at least so many steps. */
enum { TIMES = 1000, STEPS = 1000000 };

/* Each try is so many times as far as the one before. */
enum { FARTHER = 4 };

static const int64_t farthest = (int64_t)1 << 52;

/* What came of a try: points in their last decimals, twice the rank (half ones
   are shared). */
struct at {
    bool is_scored, is_ranked;
    int64_t points, rank;
};

/* A value that was tried: VALUE in steps of the datum's last decimal. */
struct trial {
    int64_t value;
    struct at at;
};

struct search {
    struct qp_arena *arena;
    struct qp_goal goal;
    struct scoring before;
    struct at now;

    /* Of the datum at hand. */
    size_t datum;
    bool *changed;  /* leaves that read it */
    bool is_judged; /* a check reads it */
    struct qp_supposing *supposing;
    struct qp_arena *scratch; /* of a try */
    qp_num step;
    struct trial *tries;
    size_t n_tries, capacity;
};

/* ---- a try ---- */

/* What the district comes to in RESULT. */
static struct at
look(const struct search *s, struct qp_arena *arena,
     const struct qp_result *result)
{
    const struct qp_outcome *outcome = &result->outcomes[s->goal.district];
    qp_num points = outcome->total;
    struct at at = { 0 };

    for (int i = 0; i < result->rules->decimals; i++)
        points = qp_num_mul(arena, points, qp_num_int(10));
    at.is_scored =
        qp_num_defined(points) && qp_num_to_int(points, farthest, &at.points);
    at.is_ranked =
        qp_num_defined(outcome->rank) &&
        qp_num_to_int(qp_num_mul(arena, outcome->rank, qp_num_int(2)),
                      farthest, &at.rank);
    return at;
}

static qp_num
points_of(const struct search *s, struct at at)
{
    qp_num points = qp_num_int(at.points);

    if (!at.is_scored)
        return qp_num_undefined("not scored");
    for (int i = 0; i < s->before.rules->decimals; i++)
        points = qp_num_div(s->arena, points, qp_num_int(10));
    return points;
}

static qp_num
rank_of(const struct search *s, struct at at)
{
    return at.is_ranked
               ? qp_num_div(s->arena, qp_num_int(at.rank), qp_num_int(2))
               : qp_num_undefined("no rank");
}

static bool
reaches(const struct search *s, struct at at)
{
    if (s->goal.kind == QP_GOAL_RANK)
        return at.is_ranked && qp_num_cmp(rank_of(s, at), s->goal.number) <= 0;
    return at.is_scored && qp_num_cmp(points_of(s, at), s->goal.number) >= 0;
}

/* Scores all districts with VALUE for the datum. */
static struct at
try(struct search *s, int64_t value)
{
    struct qp_arena *arena = s->scratch;
    struct qp_session run = { arena, qp_diag_new(arena) };
    struct qp_session judge = { arena, qp_diag_new(arena) };
    struct scoring again = {
        .run = &run,
        .arena = arena,
        .rules = &s->supposing->rules,
        .subs = &s->supposing->subs,
        .findings = s->before.findings,
    };
    struct at at = { 0 };
    size_t cell = s->goal.district * again.rules->n_data + s->datum;

    s->supposing->arena = arena;
    s->supposing->subs.entries[cell] = s->before.subs->entries[cell];
    qp_suppose(s->supposing, s->goal.district, s->datum,
               (struct qp_figure){
                   .value = qp_value_number(
                       qp_num_mul(arena, qp_num_int(value), s->step)),
               });
    if (s->is_judged) /* what checks find may cost points, and no more */
        again.findings = qp_judge(&judge, again.rules, again.subs, NULL);
    if (qp_scoring_again(&again, &s->before, s->changed))
        at = look(s, arena, again.result);
    qp_arena_clear(arena);
    s->tries = qp_arena_grow(s->arena, s->tries, s->n_tries, &s->capacity,
                             sizeof *s->tries);
    s->tries[s->n_tries++] = (struct trial){ value, at };
    return at;
}

/* ---- where to try ---- */

/* The whole number of steps below X; 0 where that is too far. */
static bool
steps_of(const struct search *s, qp_num x, int64_t *steps)
{
    return qp_num_defined(x) &&
           qp_num_to_int(
               qp_num_floor(s->arena, qp_num_div(s->arena, x, s->step)),
               farthest, steps);
}

/* Values that are worth a try, among those between LEAST and MOST. */
struct places {
    struct search *s;
    int64_t least, most;
    int64_t *items;
    size_t n, capacity;
};

static void
add_place(struct places *places, int64_t value)
{
    if (value < places->least || value > places->most)
        return;
    places->items = qp_arena_grow(places->s->arena, places->items, places->n,
                                  &places->capacity, sizeof *places->items);
    places->items[places->n++] = value;
}

/* Adds X, or its neighbours. */
static void
add_bend(struct places *places, qp_num x)
{
    int64_t steps;

    if (!steps_of(places->s, x, &steps))
        return;
    add_place(places, steps);
    add_place(places, steps + 1);
}

/* Where the value of leaf NODE is the datum, scores bend at what its method
   looks at, and at the values of the others. */
static void
add_bends(struct places *places, size_t node)
{
    const struct search *s = places->s;
    const struct qp_ruleset *rules = s->before.rules;
    const struct qp_trace *trace =
        qp_scoring_at(&s->before, s->goal.district, node)->trace;

    if (!rules->indicators[node].method ||
        qp_expr_single(rules->indicators[node].value.expr) != s->datum)
        return;
    for (size_t d = 0; d < rules->n_districts; d++)
        if (d != s->goal.district)
            add_bend(places, qp_scoring_at(&s->before, d, node)->used);
    for (size_t q = 0; trace && q < trace->n_quantities; q++)
        add_bend(places, trace->quantities[q].number);
}

static int
by_value(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return a < b ? -1 : a > b;
}

/* Fills PLACES to both sides of START. */
static void
fill_places(struct places *places, int64_t start)
{
    size_t n = 0;

    for (size_t i = 0; i < places->s->before.rules->n_indicators; i++)
        add_bends(places, i);
    add_place(places, places->least);
    add_place(places, places->most);
    for (int64_t way = 1; way <= places->most - start; way *= FARTHER)
        add_place(places, start + way);
    for (int64_t way = 1; way <= start - places->least; way *= FARTHER)
        add_place(places, start - way);
    if (places->n)
        qsort(places->items, places->n, sizeof *places->items, by_value);
    for (size_t i = 0; i < places->n; i++)
        if (i == 0 || places->items[i] != places->items[n - 1])
            places->items[n++] = places->items[i];
    places->n = n;
}

/* ---- one side ---- */

/* Where a datum starts from: the last step at or before the figure on the way
   up, and at or behind it on the way down. */
struct start {
    int64_t value;
    int sign;
};

/* The value next to BAD from which on, as seen from it, what reaches(GOOD)
   says holds. */
static int64_t
narrow(struct search *s, int64_t from, int64_t to, bool is_good)
{
    while (to - from > 1 || from - to > 1) {
        int64_t middle = from + (to - from) / 2;

        if (reaches(s, try(s, middle)) == is_good)
            to = middle;
        else
            from = middle;
    }
    return to;
}

static struct qp_reach
nothing(void)
{
    qp_num none = qp_num_undefined("not scored");

    return (struct qp_reach){
        .value = none, .points = none, .rank = none, .lost_at = none
    };
}

static qp_num
value_of(const struct search *s, int64_t value)
{
    return qp_num_mul(s->arena, qp_num_int(value), s->step);
}

static struct qp_reach
reach_of(const struct search *s, struct trial tried)
{
    struct qp_reach reach = nothing();

    reach.is_found = true;
    reach.value = value_of(s, tried.value);
    reach.points = points_of(s, tried.at);
    reach.rank = rank_of(s, tried.at);
    return reach;
}

/* The nearest value among PLACES, in the direction of START, that reaches the
   goal; all of them are tried, to see whether it holds beyond. */
static struct qp_reach
look_from(struct search *s, const struct places *places, struct start start)
{
    struct qp_reach reach = nothing();
    int64_t last = start.value, value;
    bool is_good = false;

    for (size_t i = 0; i < places->n; i++) {
        int64_t place = places->items[start.sign > 0 ? i : places->n - 1 - i];
        bool was_good = is_good;

        if ((place - start.value) * start.sign <= 0)
            continue;
        is_good = reaches(s, try(s, place));
        if (is_good && !reach.is_found) {
            value = narrow(s, last, place, true);
            reach = reach_of(s, (struct trial){ value, try(s, value) });
        } else if (was_good && !is_good && !qp_num_defined(reach.lost_at)) {
            reach.lost_at = value_of(s, narrow(s, last, place, false));
        }
        last = place;
    }
    return reach;
}

/* ---- one datum ---- */

/* Whether EXPR, which may be null, reads DATUM. */
static bool
reads(const struct qp_formula *formula, size_t datum)
{
    size_t n;
    const size_t *data;

    if (!formula->expr)
        return false;
    data = qp_expr_data(formula->expr, &n);
    for (size_t i = 0; i < n; i++)
        if (data[i] == datum)
            return true;
    return false;
}

static bool
leaf_reads(const struct qp_indicator *leaf, size_t datum)
{
    if (!leaf->method)
        return false;
    for (size_t p = 0; leaf->method->params[p].key; p++)
        if (reads(&leaf->arguments[p].formula, datum))
            return true;
    return reads(&leaf->value, datum);
}

static bool
items_read(const struct qp_item *items, size_t n, size_t datum)
{
    for (size_t i = 0; i < n; i++)
        if (reads(&items[i].points, datum))
            return true;
    return false;
}

static bool
vetoes_read(const struct qp_ruleset *rules, size_t datum)
{
    for (size_t i = 0; i < rules->n_vetoes; i++)
        if (reads(&rules->vetoes[i].when, datum))
            return true;
    return false;
}

static bool
checks_read(const struct qp_ruleset *rules, size_t datum)
{
    for (size_t i = 0; i < rules->n_checks; i++) {
        const struct qp_check *check = &rules->checks[i];

        if (check->record == QP_NONE &&
            (reads(&check->assertion, datum) || reads(&check->unless, datum)))
            return true;
    }
    return false;
}

/* Turns to DATUM; false if nothing reads it. */
static bool
turn_to(struct search *s, size_t datum)
{
    const struct qp_ruleset *rules = s->before.rules;
    bool is_read = false;

    s->datum = datum;
    s->is_judged = checks_read(rules, datum);
    for (size_t i = 0; i < rules->n_indicators; i++) {
        s->changed[i] = leaf_reads(&rules->indicators[i], datum);
        is_read |= s->changed[i];
    }
    s->n_tries = 0;
    s->supposing = qp_suppose_begin(s->arena, rules, s->before.subs);
    s->step = qp_num_int(1);
    for (int i = 0; i < qp_suppose_decimals(&rules->data[datum]); i++)
        s->step = qp_num_div(s->arena, s->step, qp_num_int(10));
    return is_read || s->is_judged || vetoes_read(rules, datum) ||
           items_read(rules->bonuses, rules->n_bonuses, datum) ||
           items_read(rules->deductions, rules->n_deductions, datum);
}

/* The figure of the datum now; the mean of what its experts gave. */
static qp_num
figure_now(const struct search *s)
{
    const struct qp_ruleset *rules = s->before.rules;
    const struct qp_submissions *subs = s->before.subs;
    const struct qp_entry *entry =
        &subs->entries[s->goal.district * rules->n_data + s->datum];
    const struct qp_figure *figure =
        qp_eval_figure(rules, subs, s->goal.district, s->datum, false);
    qp_num sum = qp_num_int(0);

    if (!qp_model_extra(entry)->n_opinions)
        return figure && figure->value.state == QP_REPORTED
                   ? figure->value.num
                   : qp_num_undefined("not reported");
    for (size_t i = 0; i < qp_model_extra(entry)->n_opinions; i++)
        sum = qp_num_add(s->arena, sum,
                         qp_model_extra(entry)->opinions[i].score);
    return qp_num_div(s->arena, sum,
                      qp_num_int((int64_t)qp_model_extra(entry)->n_opinions));
}

/* How many steps from 0 values are looked for. */
static int64_t
reach_for(const struct search *s, int64_t start)
{
    const struct qp_ruleset *rules = s->before.rules;
    int64_t most = start < 0 ? -start : start, steps;

    for (size_t d = 0; d < rules->n_districts; d++) {
        const struct qp_figure *figure =
            qp_eval_figure(rules, s->before.subs, d, s->datum, false);

        if (figure && steps_of(s, figure->value.num, &steps) &&
            llabs(steps) > most)
            most = llabs(steps);
    }
    if (most > farthest / TIMES)
        return farthest;
    return most * TIMES > STEPS ? most * TIMES : STEPS;
}

/* The bound X of the datum in steps, within; OTHERWISE where it has none. */
static int64_t
bound(const struct search *s, qp_num x, bool up, int64_t otherwise)
{
    int64_t steps;

    if (!qp_num_defined(x) || !steps_of(s, x, &steps))
        return otherwise;
    if (up && qp_num_cmp(value_of(s, steps), x) < 0)
        steps++;
    return steps;
}

/* Looks to both sides of NOW between LEAST and MOST; from the least value
   upward, or from 0, where there is no figure. */
static void
look_around(struct search *s, struct qp_lever *lever, int64_t least,
            int64_t most)
{
    struct places places = { .s = s, .least = least, .most = most };
    struct start up = { .sign = 1 }, down = { .sign = -1 };
    bool is_there = steps_of(s, lever->now, &up.value);

    if (!is_there)
        up.value = (least > 0 ? least : 0) - 1;
    down.value = up.value + (is_there && qp_num_cmp(value_of(s, up.value),
                                                    lever->now) < 0);
    fill_places(&places, up.value);
    lever->up = look_from(s, &places, up);
    if (is_there)
        lever->down = look_from(s, &places, down);
}

static bool
is_better(const struct search *s, struct at a, struct at b)
{
    if (s->goal.kind == QP_GOAL_RANK && a.is_ranked != b.is_ranked)
        return a.is_ranked;
    if (s->goal.kind == QP_GOAL_RANK && a.rank != b.rank)
        return a.rank < b.rank;
    if (a.is_scored != b.is_scored)
        return a.is_scored;
    return a.points > b.points;
}

static int
by_tried_value(const void *left, const void *right)
{
    return by_value(&((const struct trial *)left)->value,
                    &((const struct trial *)right)->value);
}

/* Says of all tries what they have in common, and which is the best. */
static void
sum_up(struct search *s, struct qp_lever *lever)
{
    struct at best = s->now;

    lever->does_nothing = true;
    for (size_t i = 0; i < s->n_tries; i++) {
        struct at at = s->tries[i].at;

        if (!at.is_scored || at.points != s->now.points ||
            at.rank != s->now.rank)
            lever->does_nothing = false;
        if (!is_better(s, at, best))
            continue;
        best = at;
        lever->best = reach_of(s, s->tries[i]);
    }
}

/* True if points go one way only through the tries between what is now and
   REACH. */
static bool
is_straight(struct search *s, qp_num now, const struct qp_reach *reach)
{
    bool rises = false, falls = false;
    struct at last = { 0 };

    qsort(s->tries, s->n_tries, sizeof *s->tries, by_tried_value);
    for (size_t i = 0; i < s->n_tries; i++) {
        struct at at = s->tries[i].at;
        qp_num value = value_of(s, s->tries[i].value);
        int to_now = qp_num_defined(now) ? qp_num_cmp(value, now) : 1;

        if (to_now * qp_num_cmp(value, reach->value) > 0)
            continue;
        if (at.is_scored && last.is_scored) {
            rises |= at.points > last.points;
            falls |= at.points < last.points;
        }
        last = at;
    }
    return !(rises && falls);
}

/* Says more of REACH where it is found. */
static void
describe(struct search *s, const struct qp_lever *lever,
         struct qp_reach *reach)
{
    if (!reach->is_found)
        return;
    reach->is_straight = is_straight(s, lever->now, reach);
    reach->is_outside = qp_num_cmp(reach->value, lever->least) < 0 ||
                        qp_num_cmp(reach->value, lever->most) > 0;
}

static struct qp_lever
find_lever(struct search *s)
{
    const struct qp_datum *datum = &s->before.rules->data[s->datum];
    struct qp_lever lever = { .datum = s->datum, .now = figure_now(s) };
    int64_t start = 0, least, most, far;

    lever.up = lever.down = lever.best = nothing();
    steps_of(s, lever.now, &start);
    far = reach_for(s, start);
    least = bound(s, datum->min, true, -far);
    most = bound(s, datum->max, false, far);
    lever.least = value_of(s, least);
    lever.most = value_of(s, most);
    look_around(s, &lever, least, most);
    sum_up(s, &lever);
    if (!lever.up.is_found && !lever.down.is_found &&
        (least > -far || most < far)) {
        s->n_tries = 0;
        look_around(s, &lever, least < -far ? least : -far,
                    most > far ? most : far);
    }
    describe(s, &lever, &lever.up);
    describe(s, &lever, &lever.down);
    return lever;
}

/* ---- all data ---- */

static void
find_levers(struct search *s, struct qp_levers *levers)
{
    const struct qp_ruleset *rules = s->before.rules;

    levers->items =
        qp_arena_alloc(s->arena, rules->n_data, sizeof *levers->items);
    s->changed =
        qp_arena_alloc(s->arena, rules->n_indicators, sizeof *s->changed);
    s->scratch = qp_arena_new();
    for (size_t i = 0; i < rules->n_data; i++)
        if (turn_to(s, i))
            levers->items[levers->n++] = find_lever(s);
    qp_arena_free(s->scratch);
}

const struct qp_levers *
qp_goal_find(struct qp_arena *arena, const struct qp_result *result,
             struct qp_goal goal)
{
    struct qp_levers *levers = qp_arena_alloc(arena, 1, sizeof *levers);
    struct qp_result before = *result;
    struct search s = {
        .arena = arena,
        .goal = goal,
        .before = {
            .rules = result->rules,
            .subs = result->subs,
            .findings = result->findings,
            .result = &before,
        },
    };

    s.now = look(&s, arena, result);
    *levers = (struct qp_levers){
        .goal = goal,
        .is_reached = reaches(&s, s.now),
        .points = points_of(&s, s.now),
        .rank = rank_of(&s, s.now),
    };
    if (!levers->is_reached)
        find_levers(&s, levers);
    return levers;
}
