/* What whatif prints; see whatif.h. */

#include <config.h>

#include "engine/commands/whatif.h"

#include <string.h>

#include "engine/suppose.h"
#include "engine/tongue.h"
#include "output/listing.h"
#include "output/texts.h"

/* ---- what is supposed ---- */

/* VALUE with the unit of DATUM, or its state. */
static const char *
value_text(struct qp_arena *arena, const struct qp_datum *datum,
           struct qp_value value)
{
    if (value.state != QP_REPORTED)
        return qp_state_name(value.state);
    return qp_arena_printf(arena, "%s%s%s", qp_num_text(arena, value.num),
                           *datum->unit_name ? " " : "", datum->unit_name);
}

void
qp_whatif_print_wishes(struct qp_arena *arena, const struct qp_ruleset *rules,
                       const struct qp_wish *wishes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct qp_datum *datum = &rules->data[wishes[i].datum];
        const struct qp_district *district =
            &rules->districts[wishes[i].district];

        qp_listing_put(
            qp_arena_printf(arena, "%s %s: %s %s: %s → %s", district->code,
                            qp_text_district(rules, wishes[i].district),
                            datum->code,
                            qp_text_name(rules, datum->name, datum->name_en),
                            datum->given_by == QP_BY_EXPERTS
                                ? _("by experts")
                                : value_text(arena, datum, wishes[i].now),
                            value_text(arena, datum, wishes[i].figure.value)),
            stdout);
        putchar('\n');
    }
}

/* ---- before and after ---- */

static const char *
rank_text(struct qp_arena *arena, qp_num rank)
{
    return qp_num_defined(rank) ? qp_num_text(arena, rank) : "—";
}

static const char *
total_text(struct qp_arena *arena, const struct qp_ruleset *rules, qp_num x)
{
    return qp_num_defined(x) ? qp_num_fixed(arena, x, rules->decimals) : "—";
}

/* "↑2" for two places up. */
static const char *
move_text(struct qp_arena *arena, qp_num before, qp_num after)
{
    qp_num move = qp_num_sub(arena, before, after);

    if (!qp_num_defined(move) || qp_num_sign(move) == 0)
        return NULL;
    return qp_arena_printf(arena, "%s%s", qp_num_sign(move) > 0 ? "↑" : "↓",
                           qp_num_text(arena, qp_num_abs(arena, move)));
}

/* AFTER - BEFORE with its sign, in the words of TEXT; null for none. */
static const char *
change_text(struct qp_arena *arena, const struct qp_ruleset *rules,
            qp_num before, qp_num after)
{
    qp_num change = qp_num_sub(arena, after, before);

    if (!qp_num_defined(change) || qp_num_sign(change) == 0)
        return NULL;
    return qp_arena_printf(arena, "%s%s", qp_num_sign(change) > 0 ? "+" : "",
                           qp_text_points(arena, rules, change));
}

static void
add_district(struct qp_listing *listing, const struct qp_twice *twice,
             size_t district)
{
    struct qp_arena *arena = twice->arena;
    const struct qp_ruleset *rules = twice->after->rules;
    const struct qp_outcome *before = &twice->before->outcomes[district];
    const struct qp_outcome *after = &twice->after->outcomes[district];
    bool same = before->grade == after->grade;
    const char *const cells[] = {
        rank_text(arena, after->rank),
        rank_text(arena, before->rank),
        move_text(arena, before->rank, after->rank),
        rules->districts[district].code,
        qp_text_district(rules, district),
        total_text(arena, rules, after->total),
        total_text(arena, twice->before->rules, before->total),
        change_text(arena, rules, before->total, after->total),
        qp_text_grade(rules, after->grade),
        same ? NULL : qp_text_grade(rules, before->grade),
    };

    qp_listing_add(listing, cells);
}

void
qp_whatif_print_ranking(const struct qp_twice *twice)
{
    static const struct qp_listing_column columns[] = {
        { N_("rank"), true },      { N_("before"), true },
        { N_("move"), false },     { N_("code"), false },
        { N_("district"), false }, { N_("points"), true },
        { N_("before"), true },    { N_("change"), true },
        { N_("grade"), false },    { N_("before"), false },
    };
    struct qp_listing *listing =
        qp_listing_new(twice->arena, columns, QP_COUNT(columns));

    for (size_t i = 0; i < twice->after->rules->n_districts; i++)
        add_district(listing, twice, twice->after->by_rank[i]);
    qp_listing_print(listing, stdout);
}

/* ---- indicators ---- */

static bool
differ(qp_num a, qp_num b)
{
    if (!qp_num_defined(a) || !qp_num_defined(b))
        return qp_num_defined(a) != qp_num_defined(b);
    return qp_num_cmp(a, b) != 0;
}

/* A row of what counts for DISTRICT: CODE and NAME came to BEFORE and
   AFTER. */
static void
add_change(struct qp_listing *listing, const struct qp_twice *twice,
           size_t district, const char *code, const char *name, qp_num before,
           qp_num after)
{
    struct qp_arena *arena = twice->arena;
    const struct qp_ruleset *rules = twice->after->rules;
    const char *const cells[] = {
        qp_text_district(rules, district),
        code,
        name,
        qp_num_defined(before) ? qp_text_points(arena, rules, before) : "—",
        qp_num_defined(after) ? qp_text_points(arena, rules, after) : "—",
        change_text(arena, rules, before, after),
    };

    if (differ(before, after))
        qp_listing_add(listing, cells);
}

static void
add_items(struct qp_listing *listing, const struct qp_twice *twice,
          size_t district, const struct qp_item *items, size_t n,
          const struct qp_award *before, const struct qp_award *after,
          bool is_deduction)
{
    struct qp_arena *arena = twice->arena;

    for (size_t i = 0; i < n; i++)
        add_change(
            listing, twice, district, items[i].code,
            qp_text_name(twice->after->rules, items[i].name, items[i].name_en),
            is_deduction ? qp_num_neg(arena, before[i].points)
                         : before[i].points,
            is_deduction ? qp_num_neg(arena, after[i].points)
                         : after[i].points);
}

static void
add_changes(struct qp_listing *listing, const struct qp_twice *twice,
            size_t district)
{
    const struct qp_ruleset *rules = twice->after->rules;
    const struct qp_outcome *before = &twice->before->outcomes[district];
    const struct qp_outcome *after = &twice->after->outcomes[district];

    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t node = rules->order[i];
        size_t at = district * rules->n_indicators + node;

        if (rules->indicators[node].method)
            add_change(listing, twice, district, rules->indicators[node].code,
                       qp_text_indicator(rules, node),
                       twice->before->scores[at].points,
                       twice->after->scores[at].points);
    }
    add_items(listing, twice, district, rules->bonuses, rules->n_bonuses,
              before->bonuses, after->bonuses, false);
    add_items(listing, twice, district, rules->deductions, rules->n_deductions,
              before->deductions, after->deductions, true);
}

void
qp_whatif_print_changes(const struct qp_twice *twice)
{
    static const struct qp_listing_column columns[] = {
        { N_("district"), false },  { N_("code"), false },
        { N_("indicator"), false }, { N_("before"), true },
        { N_("points"), true },     { N_("change"), true },
    };
    struct qp_listing *listing =
        qp_listing_new(twice->arena, columns, QP_COUNT(columns));

    for (size_t i = 0; i < twice->after->rules->n_districts; i++)
        add_changes(listing, twice, twice->after->by_rank[i]);
    if (qp_listing_is_empty(listing))
        puts(_("no indicator has other points"));
    else
        qp_listing_print(listing, stdout);
}

/* ---- goals ---- */

struct answer {
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const struct qp_levers *levers;
    struct qp_listing *listing;
};

/* "points 85.00", "rank 3". */
static const char *
goal_text(const struct answer *a, qp_num points, qp_num rank)
{
    return qp_arena_printf(a->arena, _("%s points, rank %s"),
                           total_text(a->arena, a->rules, points),
                           rank_text(a->arena, rank));
}

/* CHANGE from NOW, in percent where that says something. */
static const char *
percent_text(const struct answer *a, qp_num now, qp_num value)
{
    qp_num share = qp_num_div(a->arena, qp_num_sub(a->arena, value, now),
                              qp_num_abs(a->arena, now));

    if (!qp_num_defined(share))
        return NULL;
    share = qp_num_mul(a->arena, share, qp_num_int(100));
    return qp_arena_printf(a->arena, "%s%s%%",
                           qp_num_sign(share) > 0 ? "+" : "",
                           qp_num_fixed(a->arena, share, 1));
}

/* The best that LEVER can do. */
static const char *
best_text(const struct answer *a, const struct qp_lever *lever)
{
    if (!lever->best.is_found)
        return _("no value that was tried is better");
    return qp_arena_printf(a->arena,
                           _("the best that was tried is %s, with %s"),
                           goal_text(a, lever->best.points, lever->best.rank),
                           qp_num_text(a->arena, lever->best.value));
}

/* What is to be said of REACH. */
static const char *
remark_on(const struct answer *a, const struct qp_lever *lever,
          const struct qp_reach *reach)
{
    struct qp_arena *arena = a->arena;
    const char *text = NULL;

    if (reach->is_outside)
        text = qp_arena_printf(arena, _("cannot: it may be %s to %s only; %s"),
                               qp_num_text(arena, lever->least),
                               qp_num_text(arena, lever->most),
                               best_text(a, lever));
    if (qp_num_defined(reach->lost_at))
        text =
            qp_text_join(arena, text, "; ",
                         qp_arena_printf(arena, _("missed again from %s"),
                                         qp_num_text(arena, reach->lost_at)));
    if (!reach->is_straight)
        text = qp_text_join(arena, text, "; ",
                            _("points rise and fall on the way, so a nearer "
                              "value may do"));
    return text;
}

/* The figure now; the mean of experts' scores may have any digits. */
static const char *
now_text(const struct answer *a, const struct qp_lever *lever)
{
    const struct qp_datum *datum = &a->rules->data[lever->datum];
    qp_num now = lever->now;

    if (!qp_num_defined(now))
        return "—";
    if (datum->given_by == QP_BY_EXPERTS)
        now = qp_num_round(a->arena, now, qp_suppose_decimals(datum),
                           QP_ROUND_HALF_UP);
    return qp_num_text(a->arena, now);
}

static void
add_row(const struct answer *a, const struct qp_lever *lever,
        const struct qp_reach *reach, const char *remark)
{
    const struct qp_datum *datum = &a->rules->data[lever->datum];
    struct qp_arena *arena = a->arena;
    const char *const cells[] = {
        datum->code,
        qp_text_name(a->rules, datum->name, datum->name_en),
        datum->unit_name,
        now_text(a, lever),
        reach ? qp_num_text(arena, reach->value) : "—",
        reach ? percent_text(a, lever->now, reach->value) : NULL,
        reach ? total_text(arena, a->rules, reach->points) : NULL,
        reach ? rank_text(arena, reach->rank) : NULL,
        remark,
    };

    qp_listing_add(a->listing, cells);
}

static void
add_lever(const struct answer *a, const struct qp_lever *lever)
{
    if (lever->up.is_found)
        add_row(a, lever, &lever->up, remark_on(a, lever, &lever->up));
    if (lever->down.is_found)
        add_row(a, lever, &lever->down, remark_on(a, lever, &lever->down));
    if (!lever->up.is_found && !lever->down.is_found)
        add_row(
            a, lever, NULL,
            qp_arena_printf(a->arena, _("cannot: %s"), best_text(a, lever)));
}

/* True if LEVER reaches the goal by a value that its datum may have. */
static bool
can(const struct qp_lever *lever)
{
    return (lever->up.is_found && !lever->up.is_outside) ||
           (lever->down.is_found && !lever->down.is_outside);
}

/* Names the data that do nothing. */
static void
print_idle(const struct answer *a)
{
    const char *names = NULL;

    for (size_t i = 0; i < a->levers->n; i++)
        if (a->levers->items[i].does_nothing)
            names =
                qp_text_join(a->arena, names, ", ",
                             a->rules->data[a->levers->items[i].datum].code);
    if (names)
        printf(_("no value that was tried changes anything: %s\n"), names);
}

static void
print_goal(const struct answer *a)
{
    const struct qp_goal *goal = &a->levers->goal;

    qp_listing_put(
        qp_arena_printf(a->arena,
                        goal->kind == QP_GOAL_RANK
                            ? _("%s %s: rank %s or better; it has "
                                "%s")
                            : _("%s %s: %s points or more; it has "
                                "%s"),
                        a->rules->districts[goal->district].code,
                        qp_text_district(a->rules, goal->district),
                        qp_num_text(a->arena, goal->number),
                        goal_text(a, a->levers->points, a->levers->rank)),
        stdout);
    putchar('\n');
}

void
qp_whatif_print_levers(struct qp_arena *arena, const struct qp_result *result,
                       const struct qp_levers *levers)
{
    static const struct qp_listing_column columns[] = {
        { N_("datum"), false },  { N_("name"), false },
        { N_("unit"), false },   { N_("now"), true },
        { N_("needed"), true },  { N_("change"), true },
        { N_("points"), true },  { N_("rank"), true },
        { N_("remark"), false },
    };
    const struct answer a = {
        .arena = arena,
        .rules = result->rules,
        .levers = levers,
        .listing = qp_listing_new(arena, columns, QP_COUNT(columns)),
    };

    print_goal(&a);
    if (levers->is_reached) {
        puts(_("this is reached as it is"));
        return;
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < levers->n; i++)
            if (!levers->items[i].does_nothing &&
                can(&levers->items[i]) == (pass == 0))
                add_lever(&a, &levers->items[i]);
    qp_listing_print(a.listing, stdout);
    print_idle(&a);
}
