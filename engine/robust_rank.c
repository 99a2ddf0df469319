/* Totals, ranks and grades in one draw; see robust_impl.h.  Keys that a rule
   rounds are whole numbers and compare as such; others are put in classes of
   such as differ by errors of arithmetic only, and the classes compare. */

#include <config.h>

#include "engine/robust_impl.h"

#include <math.h>
#include <stdlib.h>

#include "engine/robust_math.h"

/* ---- totals ---- */

/* As qp_total_score() adds up. */
static double
add_up(double base, double bonus, double deduction)
{
    double lifted = base + bonus, least = lifted < 0 ? lifted : 0;
    double total = lifted - deduction;

    return total < least ? least : total;
}

/* The total of UNIT by what ranks are made of; NaN: none. */
static double
total_of(const struct model *model, const struct draw *draw, size_t unit)
{
    size_t at = model->m * model->n + unit;

    if (model->zeroed[unit])
        return 0;
    if (draw->there[at] == 0)
        return NAN;
    return add_up(draw->scores[at] * model->scale, model->bonus_exact[unit],
                  model->deduction_exact[unit]);
}

/* The same as printed, in units of the last place. */
static double
printed_total(const struct model *model, const struct draw *draw, size_t unit)
{
    size_t at = model->m * model->n + unit;

    if (model->zeroed[unit])
        return 0;
    if (draw->there[at] == 0)
        return NAN;
    return qp_robust_round(
        add_up(draw->points[at], model->bonus[unit] * model->tens,
               model->deduction[unit] * model->tens),
        model->to_even);
}

/* ---- ranks ---- */

/* True if a node above NODE is left out for UNIT. */
static bool
is_below_out(const struct model *model, const struct draw *draw, size_t node,
             size_t unit)
{
    size_t up = model->rules->indicators[node].parent;

    for (; up != QP_NONE; up = model->rules->indicators[up].parent)
        if (draw->kept[up * model->n + unit] == 0)
            return true;
    return false;
}

/* The key of UNIT that comes after the total, by NODE; below any number where
   there is none. */
static double
tie_key(const struct model *model, const struct draw *draw, size_t node,
        size_t unit)
{
    size_t at = node * model->n + unit;

    if (draw->there[at] == 0 || is_below_out(model, draw, node, unit))
        return -INFINITY;
    return model->rules->rank_on == QP_RANK_EXACT
               ? draw->scores[at] * draw->effective[at]
               : draw->points[at];
}

static int
by_key(const void *left, const void *right)
{
    const struct entrant *a = left, *b = right;

    if (a->key[a->unit] != b->key[b->unit])
        return a->key[a->unit] > b->key[b->unit] ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* Sorts ENTRANTS by KEY, greatest first, and numbers their classes. */
static void
classify(struct entrant entrants[], size_t n, const double key[],
         uint32_t classes[], size_t width)
{
    uint32_t class = 0;

    for (size_t i = 0; i < n; i++)
        entrants[i].key = key;
    if (n)
        qsort(entrants, n, sizeof *entrants, by_key);
    for (size_t i = 0; i < n; i++) {
        if (i && !(key[entrants[i].unit] == key[entrants[i - 1].unit] ||
                   qp_robust_same(key[entrants[i].unit],
                                  key[entrants[i - 1].unit])))
            class++;
        classes[entrants[i].unit * width] = class;
    }
}

static int
compare(const struct entrant *a, const struct entrant *b)
{
    for (size_t i = 0; i < a->n_classes; i++) {
        uint32_t x = a->classes[a->unit * a->n_classes + i];
        uint32_t y = b->classes[b->unit * b->n_classes + i];

        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static int
by_merit(const void *left, const void *right)
{
    const struct entrant *a = left, *b = right;
    int order = compare(a, b);

    return order ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

/* Twice the rank that N units share at places FIRST.. (from 1), with DISTINCT
   better results before. */
static uint32_t
shared_rank(enum qp_ties ties, size_t first, size_t n, size_t distinct)
{
    if (ties == QP_TIES_DENSE)
        return (uint32_t)(2 * (distinct + 1));
    if (ties == QP_TIES_AVERAGE)
        return (uint32_t)(2 * first + n - 1);
    return (uint32_t)(2 * first);
}

/* Gives the N ENTRANTS, best first, their ranks. */
static void
give_ranks(const struct model *model, struct draw *draw,
           const struct entrant entrants[], size_t n)
{
    size_t distinct = 0, tied;

    for (size_t i = 0; i < n; i += tied, distinct++) {
        uint32_t shared;

        for (tied = 1; i + tied < n; tied++)
            if (compare(&entrants[i], &entrants[i + tied]) != 0)
                break;
        shared = shared_rank(model->rules->ties, i + 1, tied, distinct);
        for (size_t j = i; j < i + tied; j++) {
            draw->order[j] = entrants[j].unit;
            draw->ranks[entrants[j].unit] = shared;
        }
    }
}

static void
rank(const struct model *model, struct draw *draw)
{
    const struct qp_ruleset *rules = model->rules;
    size_t width = rules->n_tie_break + 1, n = 0;
    double *key = draw->spare;
    struct entrant *entrants = draw->entrants;

    for (size_t u = 0; u < model->n; u++) {
        draw->ranks[u] = 0;
        if (model->crowd.peers[u] && !isnan(draw->total[u]))
            entrants[n++] = (struct entrant){ .unit = u,
                                              .classes = draw->classes,
                                              .n_classes = width };
    }
    classify(entrants, n, draw->total, draw->classes, width);
    for (size_t i = 0; i < rules->n_tie_break; i++) {
        for (size_t k = 0; k < n; k++)
            key[entrants[k].unit] = tie_key(model, draw, rules->tie_break[i],
                                            entrants[k].unit);
        classify(entrants, n, key, draw->classes + i + 1, width);
    }
    if (n && width > 1)
        qsort(entrants, n, sizeof *entrants, by_merit);
    give_ranks(model, draw, entrants, n);
    draw->n_ranked = n;
}

/* ---- grades ---- */

static bool
can_have(const struct model *model, const struct draw *draw, size_t unit,
         size_t g)
{
    double total = draw->printed[unit];

    return draw->grades[unit] == QP_NONE &&
           model->grade_given[unit] == QP_NONE &&
           model->grade_best[unit] <= g &&
           !(total < model->grade_min[g] * model->tens &&
             !qp_robust_same(total, model->grade_min[g] * model->tens)) &&
           !(draw->ranks[unit] > 2 * model->grade_rank[g]);
}

/* How many units grade G has room for. */
static size_t
places_of(const struct model *model, const struct draw *draw, size_t g)
{
    double share = model->grade_share[g], n = (double)draw->n_ranked;
    double places = share * n, whole;

    if (isnan(share))
        return draw->n_ranked;
    whole = qp_robust_round(places, false);
    if (whole > places && !qp_robust_same(whole, places))
        whole--;
    return (size_t)whole;
}

/* As qp_rank_all() fills grades. */
static void
fill_grade(const struct model *model, struct draw *draw, size_t g)
{
    size_t room = places_of(model, draw, g), n = draw->n_ranked, next;

    for (size_t i = 0; i < n; i = next) {
        uint32_t shared = draw->ranks[draw->order[i]];
        size_t takers = 0;

        for (next = i; next < n; next++) {
            if (draw->ranks[draw->order[next]] != shared)
                break;
            takers += can_have(model, draw, draw->order[next], g);
        }
        if (takers > room)
            return;
        room -= takers;
        for (size_t j = i; j < next; j++)
            if (can_have(model, draw, draw->order[j], g))
                draw->grades[draw->order[j]] = g;
    }
}

void
qp_robust_rank(const struct model *model, struct draw *draw)
{
    bool exact = model->rules->rank_on == QP_RANK_EXACT;

    for (size_t u = 0; u < model->n; u++) {
        draw->printed[u] = printed_total(model, draw, u);
        draw->total[u] =
            exact ? total_of(model, draw, u) : draw->printed[u];
        draw->grades[u] = QP_NONE;
    }
    rank(model, draw);
    for (size_t g = 0; g < model->rules->n_grades; g++)
        fill_grade(model, draw, g);
    for (size_t u = 0; u < model->n; u++)
        if (model->grade_given[u] != QP_NONE)
            draw->grades[u] = model->grade_given[u];
}
