/* From values to totals; see formula.h. */

#include <config.h>

#include "output/formula_impl.h"

#include <string.h>

#include "engine/score.h"
#include "engine/treat.h"

enum {
    LENGTH_MOST = 8000, /* of a formula; a spreadsheet takes 8,192 */
    GUARD = 6,          /* places that are rounded beyond those printed */
    FEW = 6,            /* decimals that most values have at most, */
    SHORT = 9,          /* and that most of the others have */
    NO_LESS = 1000 * 1000, /* of a score that is no zero, the reciprocal */
    SCORE_PLACES = 10,  /* decimals that scores keep, in percent, */
    WHOLE_MOST = 3,     /* unless they have more digits before the point */
    VALUE_DIGITS = 14,  /* significant ones that longer values keep */
    INTEGER_PLACES = 18 /* zeros of the largest power of ten in 64 bits */
};

/* The bytes of what TEMPLATE and PARTS make. */
static size_t
filled_length(const char *template, const char *const parts[])
{
    size_t n = strlen(template);

    while ((template = strchr(template, '%')) != NULL) {
        n += strlen(parts[template[1] - '1']) - 2;
        template += 2;
    }
    return n;
}

const char *
qp_formula_fill(struct qp_arena *arena, const char *template,
                const char *const parts[])
{
    char *text = qp_arena_alloc(arena, filled_length(template, parts) + 1, 1);
    char *to = text;

    while (*template) {
        size_t n = strcspn(template, "%");

        memcpy(to, template, n);
        to += n;
        template += n;
        if (*template) {
            to = stpcpy(to, parts[template[1] - '1']);
            template += 2;
        }
    }
    return text;
}

const char *
qp_formula_cell(const struct qp_formulas *f, enum qp_live_kind kind,
                size_t district, size_t item)
{
    return qp_live_cell(f->arena, f->live, f->sheet, kind, district, item);
}

static const char *
cell(void *context, size_t district, size_t datum, bool prior)
{
    return qp_formula_cell(context, prior ? QP_LIVE_PRIOR : QP_LIVE_DATUM,
                           district, datum);
}

static const char *
peers(void *context, size_t district, size_t datum, bool prior, bool by_group)
{
    struct qp_formulas *f = context;

    return qp_live_peers(f->live, f->sheet,
                         prior ? QP_LIVE_PRIOR : QP_LIVE_DATUM,
                         by_group ? f->rules->districts[district].group
                                  : f->rules->n_groups,
                         datum);
}

struct qp_formulas *
qp_formulas_new(struct qp_arena *arena, const struct qp_live *live,
                const struct qp_sheet *sheet, const struct qp_result *result)
{
    struct qp_formulas *f = qp_arena_alloc(arena, 1, sizeof *f);
    const struct qp_ruleset *rules = result->rules;
    bool *is_peer = qp_arena_alloc(arena, rules->n_districts, sizeof(bool));

    for (size_t d = 0; d < rules->n_districts; d++)
        is_peer[d] =
            !result->outcomes[d].excluded && !result->outcomes[d].unranked;
    *f = (struct qp_formulas){ .arena = qp_arena_inner(arena),
                               .kept = arena,
                               .live = live,
                               .sheet = sheet,
                               .result = result,
                               .rules = rules,
                               .half = qp_num_div(arena, qp_num_int(1),
                                                  qp_num_int(2)) };
    f->numerals =
        qp_arena_alloc(arena, QP_FORMULA_NUMERALS, sizeof *f->numerals);
    f->spelling = (struct qp_spelling){
        .arena = f->arena,
        .eval = qp_eval_new(arena, rules, result->subs, is_peer,
                            result->findings),
        .cell = cell,
        .peers = peers,
        .context = f,
    };
    return f;
}

static const struct qp_score *
score_of(const struct qp_formulas *f, size_t district, size_t node)
{
    return &f->result->scores[district * f->rules->n_indicators + node];
}

static const char *
score_cell(const struct qp_formulas *f, size_t district, size_t node)
{
    return qp_formula_cell(f, QP_LIVE_SCORE, district,
                           node == QP_NONE ? f->rules->n_indicators : node);
}

/* Weights come again in each district. */
const char *
qp_formula_number(const struct qp_formulas *f, qp_num x)
{
    struct qp_numeral *numeral;
    int64_t num, den;

    if (!qp_num_small(x, &num, &den))
        return qp_spell_number(f->arena, x);
    numeral = &f->numerals[((uint64_t)num * 31 + (uint64_t)den) %
                           QP_FORMULA_NUMERALS];
    if (!numeral->text)
        *numeral =
            (struct qp_numeral){ qp_spell_number(f->kept, x), num, den };
    return numeral->num == num && numeral->den == den
               ? numeral->text
               : qp_spell_number(f->arena, x);
}

/* FORMULA unless it is longer than a spreadsheet takes. */
static const char *
within_length(const char *formula)
{
    return formula && strlen(formula) <= LENGTH_MOST ? formula : NULL;
}

/* ---- values ---- */

/* True if X has at most PLACES decimals. */
static bool
is_short(const struct qp_formulas *f, qp_num x, int places)
{
    return qp_num_cmp(x, qp_num_round(f->arena, x, places,
                                      QP_ROUND_HALF_UP)) == 0;
}

/* The digits of X before the point. */
static size_t
whole_digits(const struct qp_formulas *f, qp_num x)
{
    qp_num size = qp_num_abs(f->arena, x);
    size_t n = 1;
    int64_t whole;

    if (!qp_num_to_int(qp_num_floor(f->arena, size), INT64_MAX, &whole))
        return strcspn(qp_num_text(f->arena, size), ".");
    while ((whole /= 10) > 0)
        n++;
    return n;
}

/* 10 to the PLACES-th. */
static qp_num
power_of_ten(const struct qp_formulas *f, int places)
{
    int64_t power = 1;
    int i = 0;
    qp_num whole;

    for (; i < places && i < INTEGER_PLACES; i++)
        power *= 10;
    whole = qp_num_int(power);
    for (; i < places; i++)
        whole = qp_num_mul(f->arena, whole, qp_num_int(10));
    return whole;
}

/* How far X is from the nearest half of its decimal DECIMALS, in units of
   that. */
static qp_num
from_half(const struct qp_formulas *f, qp_num x, int decimals)
{
    qp_num scaled = qp_num_mul(f->arena, x, power_of_ten(f, decimals));
    qp_num fraction = qp_num_sub(f->arena, scaled,
                                 qp_num_floor(f->arena, scaled));

    return qp_num_abs(f->arena, qp_num_sub(f->arena, fraction, f->half));
}

/* X with one more unit of its PLACES-th decimal, or one less. */
static qp_num
nudged(const struct qp_formulas *f, qp_num x, int places, int by)
{
    return qp_num_add(f->arena, x,
                      qp_num_div(f->arena, qp_num_int(by),
                                 power_of_ten(f, places)));
}

/* True if X, rounded to PLACES, is more than two units there from a half of
   its decimal DECIMALS, as most numbers are. */
static bool
is_clear_of_half(qp_num x, int places, int decimals)
{
    int64_t units, half = 5, rest;

    if (places <= decimals || places > INTEGER_PLACES ||
        !qp_num_units(x, places, &units))
        return false;
    for (int i = decimals + 1; i < places; i++)
        half *= 10;
    rest = units % (2 * half);
    rest = (rest < 0 ? -rest : rest) - half;
    return rest > 2 || rest < -2;
}

/* True if X, rounded to PLACES and perhaps off by one there, is shown with
   DECIMALS as it should be: it is where no half is near, for rounding takes
   half a unit, and being off another. */
static bool
is_shown_right(const struct qp_formulas *f, qp_num x, int places, int decimals)
{
    qp_num shown, kept;

    if (is_clear_of_half(x, places, decimals))
        return true;
    shown = qp_num_round(f->arena, x, decimals, QP_ROUND_HALF_UP);
    kept = qp_num_round(f->arena, x, places, QP_ROUND_HALF_UP);
    for (int by = -1; by <= 1; by++)
        if (qp_num_cmp(qp_num_round(f->arena, nudged(f, kept, places, by),
                                    decimals, QP_ROUND_HALF_UP),
                       shown) != 0)
            return false;
    return true;
}

/* The places to which the value X is rounded: as few as it has, or those at
   which it has VALUE_DIGITS significant digits. */
static int
places_of(const struct qp_formulas *f, qp_num x)
{
    const char *text, *point;

    if (is_short(f, x, FEW))
        return FEW;
    if (is_short(f, x, SHORT))
        return SHORT;
    text = qp_num_text(f->arena, qp_num_abs(f->arena, x));
    point = strchr(text, '.');
    if (*text != '0') {
        size_t whole = whole_digits(f, x);

        return whole < VALUE_DIGITS ? VALUE_DIGITS - (int)whole : 0;
    }
    return VALUE_DIGITS + (point ? (int)strspn(point + 1, "0") : 0);
}

const char *
qp_formula_value(struct qp_formulas *f, size_t district, size_t node)
{
    const struct qp_score *score = score_of(f, district, node);
    const struct qp_expr *expr = f->rules->indicators[node].value.expr;
    const char *spelt;

    qp_arena_clear(f->arena);
    if (qp_result_value(score).state != QP_REPORTED ||
        !qp_num_defined(score->used) ||
        qp_treat_is_asked(&f->rules->indicators[node].treatment))
        return NULL;
    spelt = qp_expr_spell(expr, &f->spelling, district, false);
    if (!spelt || qp_expr_single(expr) != QP_NONE)
        return within_length(spelt);
    return within_length(qp_arena_printf(
        f->arena, "ROUND(%s,%d)", spelt, places_of(f, score->used)));
}

/* ---- inner nodes ---- */

/* The children of a node that count for a district. */
struct parts {
    const char **cells; /* of their normalised scores */
    qp_num *weights, all;
    size_t n;
    bool has_zero; /* or what is as good as zero in a cell */
};

static bool
gather_parts(struct qp_formulas *f, size_t district, size_t node,
             struct parts *parts)
{
    const struct qp_ruleset *rules = f->rules;
    bool top = node == QP_NONE;
    const size_t *children =
        top ? rules->top : rules->indicators[node].children;
    size_t n = top ? rules->n_top : rules->indicators[node].n_children;
    qp_num least = qp_num_div(f->arena, qp_num_int(1), qp_num_int(NO_LESS));

    *parts = (struct parts){
        .cells = qp_arena_alloc(f->arena, n, sizeof *parts->cells),
        .weights = qp_arena_alloc(f->arena, n, sizeof *parts->weights),
        .all = qp_num_int(0),
    };
    for (size_t i = 0; i < n; i++) {
        const struct qp_score *score = score_of(f, district, children[i]);

        if (score->standing != QP_STANDING_SCORED ||
            qp_num_sign(qp_result_weight(score)) <= 0)
            continue;
        parts->cells[parts->n] = score_cell(f, district, children[i]);
        if (!parts->cells[parts->n])
            return false;
        parts->has_zero |= qp_num_cmp(score->normalised, least) <= 0;
        parts->all = qp_num_add(f->arena, parts->all, qp_result_weight(score));
        parts->weights[parts->n++] = qp_result_weight(score);
    }
    return parts->n > 0;
}

/* The parts with BEFORE, the weight of each and BETWEEN in front, added up or
   multiplied by JOIN; SHARES gives weights as shares of all. */
static const char *
join_parts(struct qp_formulas *f, const struct parts *parts, const char *join,
           const char *template, bool shares)
{
    const char *text = NULL;

    for (size_t i = 0; i < parts->n; i++) {
        qp_num weight = shares ? qp_num_div(f->arena, parts->weights[i],
                                            parts->all)
                               : parts->weights[i];
        const char *const words[] = { parts->cells[i], qp_formula_number(f, weight) };
        const char *part = qp_formula_fill(f->arena, template, words);

        text = text ? qp_arena_printf(f->arena, "%s%s%s", text, join, part)
                    : part;
    }
    return text;
}

static const char *
spell_mean(struct qp_formulas *f, const struct parts *parts, qp_num power)
{
    (void)power;
    return qp_arena_printf(f->arena, "(%s)/%s",
                           join_parts(f, parts, "+", "%1*%2", false),
                           qp_formula_number(f, parts->all));
}

static const char *
spell_geometric(struct qp_formulas *f, const struct parts *parts, qp_num power)
{
    (void)power;
    return parts->has_zero ? NULL
                           : join_parts(f, parts, "*", "%1^%2", true);
}

static const char *
spell_harmonic(struct qp_formulas *f, const struct parts *parts, qp_num power)
{
    (void)power;
    if (parts->has_zero)
        return NULL;
    return qp_arena_printf(f->arena, "%s/(%s)", qp_formula_number(f, parts->all),
                           join_parts(f, parts, "+", "%2/%1", false));
}

static const char *
spell_power(struct qp_formulas *f, const struct parts *parts, qp_num power)
{
    if (qp_num_sign(power) == 0)
        return spell_geometric(f, parts, power);
    if (parts->has_zero)
        return NULL;
    return qp_arena_printf(
        f->arena, "((%s)/%s)^(1/%s)",
        join_parts(f, parts, "+",
                   qp_arena_printf(f->arena, "%%2*%%1^%s", qp_formula_number(f, power)),
                   false),
        qp_formula_number(f, parts->all), qp_formula_number(f, power));
}

static const char *
spell_least(struct qp_formulas *f, const struct parts *parts, qp_num power)
{
    (void)power;
    return qp_arena_printf(f->arena, "MIN(%s)",
                           join_parts(f, parts, ",", "%1", false));
}

static const char *
spell_median(struct qp_formulas *f, const struct parts *parts, qp_num power)
{
    (void)power;
    return qp_arena_printf(f->arena, "MEDIAN(%s)",
                           join_parts(f, parts, ",", "%1", false));
}

/* By enum qp_aggregate; those that compare districts have none. */
static const char *(*const aggregations[QP_N_AGGREGATES])(
    struct qp_formulas *f, const struct parts *parts, qp_num power) = {
    [QP_AGGREGATE_SUM] = spell_mean,
    [QP_AGGREGATE_MEAN] = spell_mean,
    [QP_AGGREGATE_GEOMETRIC] = spell_geometric,
    [QP_AGGREGATE_HARMONIC] = spell_harmonic,
    [QP_AGGREGATE_POWER] = spell_power,
    [QP_AGGREGATE_MIN] = spell_least,
    [QP_AGGREGATE_MEDIAN] = spell_median,
};

static const char *
spell_inner(struct qp_formulas *f, size_t district, size_t node)
{
    struct qp_aggregation how = node == QP_NONE
                                    ? f->rules->aggregate
                                    : f->rules->indicators[node].aggregate;
    struct parts parts;

    if (!aggregations[how.kind] || !gather_parts(f, district, node, &parts))
        return NULL;
    return aggregations[how.kind](f, &parts, how.power);
}

/* A normalised score in percent. */
static qp_num
percent_of(const struct qp_formulas *f, qp_num normalised)
{
    return qp_num_mul(f->arena, normalised, qp_num_int(100));
}

/* The places to which the score PERCENT is rounded: fewer the more digits
   stand before the point. */
static int
score_places(const struct qp_formulas *f, qp_num percent)
{
    int whole = (int)whole_digits(f, percent);

    return whole > WHOLE_MOST ? VALUE_DIGITS - 2 - whole : SCORE_PLACES;
}

/* True if the value that SCORE rests on stands in its cell with all digits. */
static bool
has_whole_value(const struct qp_formulas *f, const struct qp_score *score)
{
    return qp_num_defined(score->used) &&
           is_short(f, score->used, places_of(f, score->used));
}

/* The score of a leaf.  A value that its cell does not hold whole seldom comes
   to a score of few digits; where it does, that is on purpose, and the
   spreadsheet would miss it. */
static const char *
spell_leaf(struct qp_formulas *f, size_t district, size_t node, qp_num percent)
{
    if (!has_whole_value(f, score_of(f, district, node)) &&
        is_short(f, percent, score_places(f, percent)))
        return NULL;
    return qp_formula_leaf(f, district, node);
}

const char *
qp_formula_score(struct qp_formulas *f, size_t district, size_t node)
{
    bool is_leaf = node != QP_NONE && f->rules->indicators[node].method;
    const char *text = NULL;
    qp_num percent;

    qp_arena_clear(f->arena);
    percent = percent_of(
        f, node == QP_NONE ? f->result->outcomes[district].base_normalised
                           : score_of(f, district, node)->normalised);
    if (is_shown_right(f, percent, score_places(f, percent),
                       QP_FORMULA_SCORE_DECIMALS))
        text = is_leaf ? spell_leaf(f, district, node, percent)
                       : spell_inner(f, district, node);
    return text ? within_length(qp_arena_printf(f->arena, "ROUND(%s,%d)", text,
                                                score_places(f, percent)))
                : NULL;
}

/* ---- points ---- */

/* True if a spreadsheet rounds X right: it is no nearer to a half of the last
   place printed than a millionth of it, which is as far as it is rounded
   before; or it is a half, and HOLDS_HALF says that it is one there too. */
static bool
can_be_rounded(const struct qp_formulas *f, qp_num x, bool holds_half)
{
    static const int64_t nearness = 1000 * 1000;
    qp_num apart = from_half(f, x, f->rules->decimals);

    if (qp_num_sign(apart) == 0)
        return holds_half;
    return qp_num_cmp(qp_num_mul(f->arena, apart, qp_num_int(nearness)),
                      qp_num_int(1)) >= 0;
}

/* True if what is rounded off a normalised score is too little in points, with
   WEIGHT, to lose a half. */
static bool
is_light(const struct qp_formulas *f, qp_num weight)
{
    static const int64_t bearable = 500 * 1000; /* of 10^-12 each */

    return qp_num_cmp(qp_num_mul(f->arena, weight,
                                 power_of_ten(f, f->rules->decimals)),
                      qp_num_int(bearable)) <= 0;
}

/* True if half a point from the score SCORE of NODE stays one in a
   spreadsheet.  What is lost of a value comes out of its method many times
   larger, so the cell must have all of that. */
static bool
score_holds_half(const struct qp_formulas *f, size_t node,
                 const struct qp_score *score)
{
    qp_num percent;

    if (!f->rules->indicators[node].method)
        return is_light(f, qp_result_weight(score));
    if (!has_whole_value(f, score))
        return false;
    percent = percent_of(f, score->normalised);
    return is_short(f, percent, score_places(f, percent)) ||
           is_light(f, qp_result_weight(score));
}

/* TEXT rounded as the rules round points, noise first.  A half is told by its
   digits before it goes to the even neighbour, which is twice a rounded
   quarter or three quarters; spreadsheets do not agree on which halves are
   halves. */
static const char *
spell_rounded(const struct qp_formulas *f, const char *text)
{
    int decimals = f->rules->decimals;
    bool up = f->rules->rounding == QP_ROUND_HALF_UP;
    const char *power = qp_arena_printf(f->arena, "10^%d", decimals);
    const char *const parts[] = {
        up ? qp_arena_printf(f->arena, "ROUND(%s,%d)", text, decimals + GUARD)
           : qp_arena_printf(f->arena, "ROUND((%s)*%s,%d)", text, power,
                             GUARD),
        up ? qp_arena_printf(f->arena, "%d", decimals) : power,
    };

    return qp_formula_fill(
        f->arena,
        up ? "ROUND(%1,%2)"
           : "IF(MOD(%1,1)=0.5,2*ROUND(%1/2,0),ROUND(%1,0))/%2",
        parts);
}

/* The points of the children of NODE, added up. */
static const char *
spell_sum(const struct qp_formulas *f, size_t district, size_t node)
{
    const struct qp_ruleset *rules = f->rules;
    bool top = node == QP_NONE;
    const size_t *children =
        top ? rules->top : rules->indicators[node].children;
    size_t n = top ? rules->n_top : rules->indicators[node].n_children;
    const char *text = NULL;

    for (size_t i = 0; i < n; i++) {
        const char *cell_of_child =
            qp_formula_cell(f, QP_LIVE_POINTS, district, children[i]);

        if (!cell_of_child ||
            !qp_num_defined(score_of(f, district, children[i])->points))
            continue;
        text = text ? qp_arena_printf(f->arena, "%s+%s", text, cell_of_child)
                    : cell_of_child;
    }
    return text;
}

/* The normalised score in CELL_OF_SCORE times WEIGHT: EXACT points. */
static const char *
spell_product(const struct qp_formulas *f, size_t node,
              const char *cell_of_score, qp_num weight, qp_num exact,
              bool holds_half)
{
    const char *text = qp_arena_printf(f->arena, "%s*%s/100", cell_of_score,
                                       qp_formula_number(f, weight));

    if (!qp_score_is_rounded(f->rules, node) ||
        (node == QP_NONE && f->rules->round_at == QP_STAGE_TOTAL))
        return is_shown_right(f, exact, SHORT, f->rules->decimals)
                   ? qp_arena_printf(f->arena, "ROUND(%s,%d)", text, SHORT)
                   : NULL;
    return can_be_rounded(f, exact, holds_half) ? spell_rounded(f, text)
                                                : NULL;
}

static const char *
spell_base(struct qp_formulas *f, size_t district)
{
    const struct qp_outcome *outcome = &f->result->outcomes[district];
    const char *cell_of_score = score_cell(f, district, QP_NONE);

    if (!cell_of_score)
        return NULL;
    return spell_product(f, QP_NONE, cell_of_score, f->rules->scale,
                         outcome->base_exact, is_light(f, f->rules->scale));
}

static const char *
spell_points(struct qp_formulas *f, size_t district, size_t node)
{
    const struct qp_score *score = score_of(f, district, node);
    const char *cell_of_score = score_cell(f, district, node);

    if (!cell_of_score || score->standing != QP_STANDING_SCORED)
        return NULL;
    return spell_product(f, node, cell_of_score, qp_result_weight(score),
                         score->exact, score_holds_half(f, node, score));
}

const char *
qp_formula_points(struct qp_formulas *f, size_t district, size_t node)
{
    bool is_there =
        qp_num_defined(node == QP_NONE ? f->result->outcomes[district].base
                                       : score_of(f, district, node)->points);

    qp_arena_clear(f->arena);
    if (!is_there)
        return NULL;
    if (qp_score_adds_up(f->rules, node))
        return within_length(spell_sum(f, district, node));
    return node == QP_NONE ? spell_base(f, district)
                           : spell_points(f, district, node);
}

/* ---- totals and ranks ---- */

/* The total before it is rounded. */
static qp_num
unrounded_total(const struct qp_formulas *f, const struct qp_outcome *o)
{
    qp_num lifted = qp_num_add(f->arena, o->base, o->bonus);

    return qp_num_max(f->arena, qp_num_sub(f->arena, lifted, o->deduction),
                      qp_num_min(f->arena, qp_num_int(0), lifted));
}

const char *
qp_formula_total(struct qp_formulas *f, size_t district)
{
    const struct qp_outcome *o = &f->result->outcomes[district];
    const char *parts[3], *text;

    qp_arena_clear(f->arena);
    text = parts[0] = qp_formula_cell(f, QP_LIVE_BASE, district, 0);
    parts[1] = qp_formula_cell(f, QP_LIVE_BONUS, district, 0);
    parts[2] = qp_formula_cell(f, QP_LIVE_DEDUCTION, district, 0);
    if (!qp_num_defined(o->total) || o->zeroed || !text)
        return NULL;
    if (parts[1] && parts[2])
        text = qp_formula_fill(f->arena, "MAX(%1+%2-%3,MIN(0,%1+%2))", parts);
    return can_be_rounded(f, unrounded_total(f, o), true)
               ? spell_rounded(f, text)
               : NULL;
}

/* True if the ranked districts are those that have points on NODE. */
static bool
counts_the_ranked(const struct qp_formulas *f, size_t node)
{
    size_t n = f->result->n_ranked;

    for (size_t i = 0; i < n && node < f->rules->n_indicators; i++)
        if (!qp_num_defined(
                score_of(f, f->result->by_rank[i], node)->points))
            return false;
    return f->result->summaries[node].n == n;
}

const char *
qp_formula_summary(struct qp_formulas *f, size_t node, const char *function,
                   qp_num x, bool holds_half)
{
    size_t n = f->rules->n_indicators;
    const char *cells =
        qp_live_ranked(f->live, f->sheet,
                       node == n ? QP_LIVE_TOTAL : QP_LIVE_POINTS,
                       node == n ? 0 : node);
    const char *text;

    qp_arena_clear(f->arena);
    if (!cells || !qp_num_defined(x) || !counts_the_ranked(f, node))
        return NULL;
    text = qp_arena_printf(f->arena, "%s(%s)", function, cells);
    if (holds_half && is_short(f, x, f->rules->decimals))
        return text;
    return can_be_rounded(f, x, holds_half && is_short(f, x, SHORT))
               ? spell_rounded(f, text)
               : NULL;
}

/* What the totals and tie breakers of all ranked districts come to against
   those of DISTRICT: how many are better. */
static const char *
spell_better(const struct qp_formulas *f, size_t district)
{
    const struct qp_ruleset *rules = f->rules;
    const char *text = NULL;

    for (size_t i = rules->n_tie_break + 1; i-- > 0;) {
        enum qp_live_kind kind = i == 0 ? QP_LIVE_TOTAL : QP_LIVE_POINTS;
        size_t item = i == 0 ? 0 : rules->tie_break[i - 1];
        const char *const parts[] = {
            qp_live_ranked(f->live, f->sheet, kind, item),
            qp_formula_cell(f, kind, district, item), text
        };

        if (!parts[0] || !parts[1])
            return NULL;
        text = qp_formula_fill(f->arena,
                    text ? "(%1>%2)+(%1=%2)*(%3)" : "1*(%1>%2)", parts);
    }
    return qp_arena_printf(f->arena, "SUMPRODUCT(%s)", text);
}

/* True if all ranked districts have points on the tie breakers. */
static bool
can_compare(const struct qp_formulas *f)
{
    for (size_t i = 0; i < f->result->n_ranked; i++)
        for (size_t k = 0; k < f->rules->n_tie_break; k++)
            if (!qp_num_defined(score_of(f, f->result->by_rank[i],
                                         f->rules->tie_break[k])
                                    ->points))
                return false;
    return true;
}

const char *
qp_formula_rank(struct qp_formulas *f, size_t district)
{
    const struct qp_ruleset *rules = f->rules;
    const char *better, *parts[2];

    qp_arena_clear(f->arena);
    if (!qp_num_defined(f->result->outcomes[district].rank) ||
        rules->rank_on != QP_RANK_PUBLISHED ||
        rules->ties != QP_TIES_COMPETITION || !can_compare(f))
        return NULL;
    if (rules->n_tie_break) {
        better = spell_better(f, district);
        return within_length(
            better ? qp_arena_printf(f->arena, "1+%s", better) : NULL);
    }
    parts[0] = qp_formula_cell(f, QP_LIVE_TOTAL, district, 0);
    parts[1] = qp_live_ranked(f->live, f->sheet, QP_LIVE_TOTAL, 0);
    return parts[0] && parts[1] ? qp_formula_fill(f->arena, "RANK(%1,%2)", parts) : NULL;
}
