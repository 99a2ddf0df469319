/* Mixing two evaluations; see mix.h. */

#include <config.h>

#include "engine/mix.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "engine/date.h"
#include "engine/expr.h"
#include "engine/use.h"

/* What a district has in one of them, in the terms of the first. */
struct side {
    struct qp_entry *entries;       /* [district * n_data + datum] */
    const struct qp_figure **given; /* the same */
    const struct qp_figure **prior; /* the same, of records */
    size_t *documents;              /* [district] */
    struct qp_past **past;          /* [year], then [district] */
    struct qp_findings findings;    /* of rows */
};

struct qp_mixing {
    struct qp_arena *arena;
    const struct qp_result *first, *second;
    size_t *data;   /* of the second, by those of the first; QP_NONE */
    qp_num *factor; /* to the unit of the first */
    struct side sides[2], mixed;
    size_t n_years;
    bool *taken; /* by district: from the second */
};

/* ---- meeting by code ---- */

static bool
is_same(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}

static size_t
find_district(const struct qp_ruleset *rules, const char *code)
{
    for (size_t i = 0; i < rules->n_districts; i++)
        if (is_same(rules->districts[i].code, code))
            return i;
    return QP_NONE;
}

static size_t
find_datum(const struct qp_ruleset *rules, const char *code)
{
    for (size_t i = 0; i < rules->n_data; i++)
        if (is_same(rules->data[i].code, code))
            return i;
    return QP_NONE;
}

static size_t
find_indicator(const struct qp_ruleset *rules, const char *code)
{
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (is_same(rules->indicators[i].code, code))
            return i;
    return QP_NONE;
}

static size_t
find_group(const struct qp_ruleset *rules, const char *code)
{
    for (size_t i = 0; i < rules->n_groups; i++)
        if (is_same(rules->groups[i].code, code))
            return i;
    return QP_NONE;
}

/* Whether datum X of the first is to be had as Y of the second; else *WHY. */
static bool
can_have(const struct qp_mixing *m, size_t x, size_t y, enum qp_lack *why)
{
    const struct qp_datum *to = &m->first->rules->data[x], *from;

    *why = QP_LACK_DATUM;
    if (y == QP_NONE)
        return false;
    from = &m->second->rules->data[y];
    *why = QP_LACK_EXPERTS;
    if ((to->given_by == QP_BY_EXPERTS) != (from->given_by == QP_BY_EXPERTS))
        return false;
    *why = QP_LACK_UNIT;
    return qp_unit_alike(from->unit, to->unit);
}

static void
match_data(struct qp_mix *mix)
{
    struct qp_mixing *m = mix->mixing;
    const struct qp_ruleset *rules = m->first->rules;
    const struct qp_use *uses = qp_use_find(m->arena, rules);
    struct qp_lacking *lacking =
        qp_arena_alloc(m->arena, rules->n_data, sizeof *lacking);
    enum qp_lack why;

    m->data = qp_arena_alloc(m->arena, rules->n_data, sizeof *m->data);
    m->factor = qp_arena_alloc(m->arena, rules->n_data, sizeof *m->factor);
    mix->lacking = lacking;
    for (size_t x = 0; x < rules->n_data; x++) {
        size_t y = find_datum(m->second->rules, rules->data[x].code);

        if (can_have(m, x, y, &why)) {
            m->data[x] = y;
            m->factor[x] = qp_unit_factor(
                m->arena, m->second->rules->data[y].unit, rules->data[x].unit);
            continue;
        }
        m->data[x] = QP_NONE;
        if (uses[x].top != QP_NONE || uses[x].in_item)
            lacking[mix->n_lacking++] = (struct qp_lacking){ x, why };
    }
}

/* ---- figures ---- */

/* FIGURE in the unit of datum X of the first. */
static const struct qp_figure *
carry(const struct qp_mixing *m, const struct qp_figure *figure, size_t x)
{
    struct qp_figure *carried;

    if (!figure || figure->value.state != QP_REPORTED ||
        qp_num_cmp(m->factor[x], qp_num_int(1)) == 0)
        return figure;
    carried = qp_arena_alloc(m->arena, 1, sizeof *carried);
    *carried = *figure;
    carried->value =
        qp_value_number(qp_num_mul(m->arena, figure->value.num, m->factor[x]));
    return carried;
}

static const struct qp_verified *
carry_verified(const struct qp_mixing *m, const struct qp_verified *verified,
               size_t x)
{
    struct qp_verified *carried;

    if (!verified)
        return NULL;
    carried = qp_arena_alloc(m->arena, 1, sizeof *carried);
    *carried = *verified;
    carried->figure = *carry(m, &verified->figure, x);
    return carried;
}

static void
carry_opinions(const struct qp_mixing *m, struct qp_extra *extra, size_t x)
{
    struct qp_opinion *opinions =
        qp_arena_alloc(m->arena, extra->n_opinions, sizeof *opinions);

    for (size_t i = 0; i < extra->n_opinions; i++) {
        opinions[i] = extra->opinions[i];
        opinions[i].score =
            qp_num_mul(m->arena, opinions[i].score, m->factor[x]);
    }
    extra->opinions = opinions;
}

/* The figure that counts in the second. */
static const struct qp_figure *
counting(const struct qp_mixing *m, size_t district, size_t x, bool prior)
{
    return carry(m,
                 qp_eval_figure(m->second->rules, m->second->subs, district,
                                m->data[x], prior),
                 x);
}

/* What the second has of datum X for DISTRICT of its own: as it was given
   where both have it from the same hand, else as it counts. */
static struct qp_entry
entry_of(const struct qp_mixing *m, size_t district, size_t x)
{
    const struct qp_ruleset *first = m->first->rules,
                            *second = m->second->rules;
    size_t y = m->data[x];
    struct qp_entry entry =
        m->second->subs->entries[district * second->n_data + y];
    struct qp_extra *extra = qp_model_change_extra(m->arena, &entry);

    if (first->data[x].given_by != second->data[y].given_by) {
        entry.reported = counting(m, district, x, false);
        *extra = (struct qp_extra){ .note = extra->note };
    }
    entry.reported = carry(m, entry.reported, x);
    extra->derived = carry(m, extra->derived, x);
    extra->verified = carry_verified(m, extra->verified, x);
    carry_opinions(m, extra, x);
    if (second->prior == QP_PRIOR_SUBMISSION &&
        first->data[x].given_by == second->data[y].given_by) {
        extra->reported_prior = carry(m, extra->reported_prior, x);
        extra->verified_prior = carry_verified(m, extra->verified_prior, x);
    } else {
        extra->reported_prior = counting(m, district, x, true);
        extra->verified_prior = NULL;
    }
    return entry;
}

/* ---- what is known of earlier years ---- */

/* The grade CODE as the first writes it, if it has it. */
static const char *
grade_of(const struct qp_mixing *m, const char *code)
{
    const struct qp_ruleset *rules = m->first->rules;

    for (size_t i = 0; code && i < rules->n_grades; i++)
        if (is_same(rules->grades[i].code, code))
            return rules->grades[i].code;
    return code;
}

/* What HISTORY, which may be null, says of DISTRICT for the year at index
   YEAR. */
static struct qp_past
past_of(const struct qp_mixing *m, const struct qp_history *history,
        size_t year, size_t district)
{
    struct qp_past past = { .is_known = false };

    if (history && year < history->n_years)
        past = history->years[year].districts[district];
    past.grade = grade_of(m, past.grade);
    return past;
}

/* ---- the two sides ---- */

static struct side
new_side(const struct qp_mixing *m)
{
    const struct qp_ruleset *rules = m->first->rules;
    size_t n = rules->n_districts * rules->n_data;
    struct side side = {
        .entries = qp_arena_alloc(m->arena, n, sizeof *side.entries),
        .given = qp_arena_alloc(m->arena, n, sizeof *side.given),
        .prior = qp_arena_alloc(m->arena, n, sizeof *side.prior),
        .documents = qp_arena_alloc(m->arena, rules->n_districts,
                                    sizeof *side.documents),
        .past = qp_arena_alloc(m->arena, m->n_years, sizeof *side.past),
    };

    for (size_t i = 0; i < m->n_years; i++)
        side.past[i] =
            qp_arena_alloc(m->arena, rules->n_districts, sizeof *side.past[i]);
    return side;
}

/* Fills the first side for DISTRICT. */
static void
fill_first(struct qp_mixing *m, size_t district)
{
    const struct qp_ruleset *rules = m->first->rules;
    const struct qp_submissions *subs = m->first->subs;
    struct side *side = &m->sides[0];

    for (size_t x = 0; x < rules->n_data; x++) {
        size_t cell = district * rules->n_data + x;

        side->entries[cell] = subs->entries[cell];
        if (rules->given)
            side->given[cell] = rules->given[cell];
        if (subs->history)
            side->prior[cell] = subs->history->figures[cell];
    }
    side->documents[district] = subs->of_district[district];
    for (size_t i = 0; i < m->n_years; i++)
        side->past[i][district] = past_of(m, subs->history, i, district);
}

/* Fills the second side for DISTRICT, which is THERE in the second; data that
   are not to be had stay those of the first. */
static void
fill_second(struct qp_mixing *m, size_t district, size_t there)
{
    const struct qp_ruleset *rules = m->first->rules;
    const struct qp_submissions *subs = m->second->subs;
    struct side *side = &m->sides[1];

    for (size_t x = 0; x < rules->n_data; x++) {
        size_t cell = district * rules->n_data + x;

        if (m->data[x] == QP_NONE) {
            side->entries[cell] = m->sides[0].entries[cell];
            side->given[cell] = m->sides[0].given[cell];
            side->prior[cell] = m->sides[0].prior[cell];
            continue;
        }
        side->entries[cell] = entry_of(m, there, x);
        side->given[cell] = counting(m, there, x, false);
        side->prior[cell] = counting(m, there, x, true);
    }
    side->documents[district] =
        subs->of_district[there] == QP_NONE
            ? QP_NONE
            : m->first->subs->n_documents + subs->of_district[there];
    for (size_t i = 0; i < m->n_years; i++)
        side->past[i][district] = past_of(m, subs->history, i, there);
}

/* ---- findings of rows ---- */

static size_t
find_check(const struct qp_ruleset *rules, const char *code)
{
    for (size_t i = 0; i < rules->n_checks; i++)
        if (rules->checks[i].record != QP_NONE &&
            is_same(rules->checks[i].code, code))
            return i;
    return QP_NONE;
}

/* Those of the second, in the terms of the first. */
static struct qp_findings
carry_findings(const struct qp_mixing *m)
{
    const struct qp_findings *from = &m->second->subs->findings;
    const struct qp_ruleset *rules = m->second->rules;
    struct qp_findings found = {
        .items = qp_arena_alloc(m->arena, from->n, sizeof *found.items),
    };

    for (size_t i = 0; i < from->n; i++) {
        struct qp_finding finding = from->items[i];

        finding.check =
            find_check(m->first->rules, rules->checks[finding.check].code);
        finding.district = find_district(
            m->first->rules, rules->districts[finding.district].code);
        if (finding.check != QP_NONE && finding.district != QP_NONE)
            found.items[found.n++] = finding;
    }
    return found;
}

/* The findings of the rows that districts have now. */
static void
gather_findings(struct qp_mix *mix)
{
    struct qp_mixing *m = mix->mixing;
    struct qp_findings *all = &mix->subs.findings;

    all->n = 0;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < m->sides[side].findings.n; i++) {
            const struct qp_finding *finding =
                &m->sides[side].findings.items[i];

            if (m->taken[finding->district] == (side == 1))
                all->items[all->n++] = *finding;
        }
}

/* ---- mixing ---- */

/* DAY, which is null or a date, as many years later as the year of the first
   is than that of the second; there may be no 29 February then. */
static const char *
shift_day(const struct qp_mixing *m, const char *day)
{
    int year, number, years = m->first->rules->year - m->second->rules->year;
    const char *shifted;

    if (!day || !years)
        return day;
    sscanf(day, "%4d", &year);
    shifted = qp_arena_printf(m->arena, "%04d%s", year + years, day + 4);
    return qp_date_parse(shifted, strlen(shifted), &number)
               ? qp_arena_printf(m->arena, "%04d-02-28", year + years)
               : shifted;
}

static void
join_documents(struct qp_mix *mix)
{
    const struct qp_mixing *m = mix->mixing;
    const struct qp_submissions *a = m->first->subs, *b = m->second->subs;
    struct qp_document *documents = qp_arena_alloc(
        m->arena, a->n_documents + b->n_documents, sizeof *documents);

    memcpy(documents, a->documents, a->n_documents * sizeof *documents);
    memcpy(documents + a->n_documents, b->documents,
           b->n_documents * sizeof *documents);
    for (size_t i = 0; i < b->n_documents; i++)
        documents[a->n_documents + i].submitted =
            shift_day(m, b->documents[i].submitted);
    mix->subs.documents = documents;
    mix->subs.n_documents = a->n_documents + b->n_documents;
    mix->subs.of_district = m->mixed.documents;
}

/* A history that gives what is mixed; null where neither has one. */
static const struct qp_history *
mix_history(struct qp_mix *mix)
{
    struct qp_mixing *m = mix->mixing;
    const struct qp_history *a = m->first->subs->history,
                            *b = m->second->subs->history;
    struct qp_history *history = qp_arena_alloc(m->arena, 1, sizeof *history);
    struct qp_past_year *years =
        qp_arena_alloc(m->arena, m->n_years, sizeof *years);

    if (!a && !b)
        return NULL;
    for (size_t i = 0; i < m->n_years; i++)
        years[i] = (struct qp_past_year){
            .year = mix->rules.year - 1 - (int)i,
            .districts = m->mixed.past[i],
        };
    history->figures = m->mixed.prior;
    history->years = years;
    history->n_years = m->n_years;
    return history;
}

static void
point_to_mixed(struct qp_mix *mix)
{
    struct qp_mixing *m = mix->mixing;
    size_t n = m->sides[0].findings.n + m->sides[1].findings.n;

    mix->rules = *m->first->rules;
    mix->rules.given = m->mixed.given;
    mix->subs = *m->first->subs;
    mix->subs.entries = m->mixed.entries;
    mix->subs.findings = (struct qp_findings){
        .items = qp_arena_alloc(m->arena, n, sizeof *mix->subs.findings.items)
    };
    join_documents(mix);
    mix->subs.history = mix_history(mix);
}

static void
copy_row(struct qp_mixing *m, const struct side *from, size_t district)
{
    size_t n = m->first->rules->n_data, cell = district * n;
    struct side *to = &m->mixed;

    memcpy(to->entries + cell, from->entries + cell, n * sizeof *to->entries);
    memcpy(to->given + cell, from->given + cell,
           n * sizeof(const struct qp_figure *));
    memcpy(to->prior + cell, from->prior + cell,
           n * sizeof(const struct qp_figure *));
    to->documents[district] = from->documents[district];
    for (size_t i = 0; i < m->n_years; i++)
        to->past[i][district] = from->past[i][district];
}

void
qp_mix_take(struct qp_mix *mix, size_t district, bool second)
{
    struct qp_mixing *m = mix->mixing;

    copy_row(m, &m->sides[second], district);
    m->taken[district] = second;
    gather_findings(mix);
}

static size_t
count_years(const struct qp_result *result)
{
    return result->subs->history ? result->subs->history->n_years : 0;
}

struct qp_mix *
qp_mix_new(struct qp_arena *arena, const struct qp_result *first,
           const struct qp_result *second)
{
    struct qp_mix *mix = qp_arena_alloc(arena, 1, sizeof *mix);
    struct qp_mixing *m = qp_arena_alloc(arena, 1, sizeof *m);
    size_t n = first->rules->n_districts;

    mix->mixing = m;
    m->arena = arena;
    m->first = first;
    m->second = second;
    m->taken = qp_arena_alloc(arena, n, sizeof *m->taken);
    m->n_years = count_years(first) > count_years(second)
                     ? count_years(first)
                     : count_years(second);
    match_data(mix);
    m->sides[0] = new_side(m);
    m->sides[1] = new_side(m);
    m->mixed = new_side(m);
    m->sides[0].findings = first->subs->findings;
    m->sides[1].findings = carry_findings(m);
    point_to_mixed(mix);
    mix->districts = qp_arena_alloc(arena, n, sizeof *mix->districts);
    for (size_t d = 0; d < n; d++) {
        mix->districts[d] =
            find_district(second->rules, first->rules->districts[d].code);
        fill_first(m, d);
        if (mix->districts[d] != QP_NONE)
            fill_second(m, d, mix->districts[d]);
        qp_mix_take(mix, d, false);
    }
    return mix;
}

/* ---- weights ---- */

/* The indicator of the second that stands where NODE of the first does. */
static size_t
counterpart(const struct qp_mixing *m, size_t node)
{
    const struct qp_ruleset *a = m->first->rules, *b = m->second->rules;
    size_t other = find_indicator(b, a->indicators[node].code);
    size_t up = a->indicators[node].parent, up_there;

    if (other == QP_NONE ||
        !a->indicators[node].method != !b->indicators[other].method)
        return QP_NONE;
    up_there = b->indicators[other].parent;
    if (up == QP_NONE || up_there == QP_NONE)
        return up == up_there ? other : QP_NONE;
    return is_same(a->indicators[up].code, b->indicators[up_there].code)
               ? other
               : QP_NONE;
}

/* WEIGHING of the N_THERE children THERE of the second, for the CHILDREN of
   the first, which are the same ones. */
static const struct qp_weighing *
carry_weighing(const struct qp_mixing *m, const struct qp_weighing *weighing,
               const size_t *children, size_t n, const size_t *there)
{
    struct qp_weighing *carried;
    struct qp_weighed *weighed;

    if (!weighing)
        return NULL;
    carried = qp_arena_alloc(m->arena, 1, sizeof *carried);
    weighed = qp_arena_alloc(m->arena, n, sizeof *weighed);
    *carried = *weighing;
    carried->children = weighed;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (there[k] == counterpart(m, children[i]))
                weighed[i] = weighing->children[k];
    return carried;
}

static void
take_weight(const struct qp_mixing *m, struct qp_indicator *to,
            const struct qp_indicator *from)
{
    const struct qp_ruleset *a = m->first->rules, *b = m->second->rules;

    to->weight = from->weight;
    to->group_weights =
        qp_arena_alloc(m->arena, a->n_groups, sizeof *to->group_weights);
    for (size_t g = 0; g < a->n_groups; g++) {
        size_t there = find_group(b, a->groups[g].code);

        to->group_weights[g] = there == QP_NONE ? qp_num_undefined("not given")
                                                : from->group_weights[there];
    }
    to->weighting = from->weighting;
    to->weighing = carry_weighing(m, from->weighing, to->children,
                                  to->n_children, from->children);
}

bool
qp_mix_take_weights(struct qp_mix *mix)
{
    struct qp_mixing *m = mix->mixing;
    const struct qp_ruleset *a = m->first->rules, *b = m->second->rules;
    struct qp_indicator *indicators =
        qp_arena_alloc(m->arena, a->n_indicators, sizeof *indicators);

    if (a->n_indicators != b->n_indicators)
        return false;
    for (size_t i = 0; i < a->n_indicators; i++) {
        size_t there = counterpart(m, i);

        if (there == QP_NONE)
            return false;
        indicators[i] = a->indicators[i];
        take_weight(m, &indicators[i], &b->indicators[there]);
    }
    mix->rules.indicators = indicators;
    mix->rules.weights = b->weights;
    mix->rules.scale = b->scale;
    mix->rules.weighting = b->weighting;
    mix->rules.weighing =
        carry_weighing(m, b->weighing, a->top, a->n_top, b->top);
    return true;
}
