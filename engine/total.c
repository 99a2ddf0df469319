/* Vetoes, bonuses, deductions and the total; see score_impl.h. */

#include <config.h>

#include "engine/score_impl.h"

#include "engine/tongue.h"

/* Reports an item or veto that rests on nothing for DISTRICT. */
static void
warn_undecided(const struct scoring *s, size_t district, struct qp_place at,
               const char *code, const char *name, struct qp_value value,
               const char *outcome)
{
    const struct qp_district *d = &s->rules->districts[district];

    if (s->lone && qp_frame_is_unknown(value.text))
        return;
    qp_warning(s->run, at, QP_UNDECIDED, "%s %s: %s %s is %s (%s): %s",
               d->code, d->name, code, name, qp_state_name(value.state),
               value.text ? value.text : "no reason given", outcome);
}

static void
strike(struct qp_outcome *outcome, enum qp_effect_kind effect)
{
    switch (effect) {
    case QP_EFFECT_EXCLUDE:
        outcome->excluded = true;
        break;
    case QP_EFFECT_UNRANKED:
        outcome->unranked = true;
        break;
    case QP_EFFECT_ZERO:
        outcome->zeroed = true;
        break;
    case QP_EFFECT_NO_BONUS:
        outcome->no_bonus = true;
        break;
    case QP_EFFECT_GRADE:
    case QP_EFFECT_CAP:
        break; /* when grades are given */
    }
}

static void
strike_district(struct scoring *s, size_t district)
{
    const struct qp_ruleset *rules = s->rules;
    struct qp_outcome *outcome = &s->result->outcomes[district];
    bool *struck =
        qp_arena_alloc(s->arena, rules->n_vetoes, sizeof *struck);

    for (size_t i = 0; i < rules->n_vetoes; i++) {
        const struct qp_veto *veto = &rules->vetoes[i];
        struct qp_value value =
            qp_expr_eval(veto->when.expr, s->eval, district);

        if (value.state != QP_REPORTED) {
            warn_undecided(s, district, veto->at, veto->code, veto->name,
                           value, _("the veto does not strike"));
            continue;
        }
        struck[i] = qp_num_sign(value.num) != 0;
        if (struck[i])
            strike(outcome, veto->effect);
    }
    outcome->struck = struck;
    if (outcome->excluded) /* values are shown, and nothing else */
        outcome->reason = "excluded by a veto";
}

void
qp_total_strike(struct scoring *s)
{
    for (size_t d = 0; d < s->rules->n_districts; d++) {
        const struct qp_outcome *outcome = &s->result->outcomes[d];

        if (s->lone && d != s->lone->district)
            continue;
        strike_district(s, d);
        s->peers[d] = !outcome->excluded && !outcome->unranked;
    }
}

/* X held between 0 and CAP, which may be undefined for no limit. */
static qp_num
hold(struct qp_arena *arena, qp_num x, qp_num cap)
{
    x = qp_num_max(arena, x, qp_num_int(0));
    return qp_num_defined(cap) ? qp_num_min(arena, x, cap) : x;
}

static qp_num
round_item(const struct scoring *s, qp_num points)
{
    if (s->rules->round_at == QP_STAGE_TOTAL)
        return points;
    return qp_num_round(s->arena, points, s->rules->decimals,
                        s->rules->rounding);
}

static struct qp_award
award(struct scoring *s, size_t district, const struct qp_item *item,
      bool counts)
{
    struct qp_award award = {
        .value = qp_expr_eval(item->points.expr, s->eval, district),
        .exact = qp_num_int(0),
        .points = qp_num_int(0),
    };

    if (award.value.state != QP_REPORTED)
        warn_undecided(s, district, item->at, item->code, item->name,
                       award.value, _("it counts 0 points"));
    else if (counts)
        award.exact = hold(s->arena, award.value.num, item->cap);
    award.points = round_item(s, award.exact);
    return award;
}

/* All items of one kind for DISTRICT, and their sums within CAP. */
static const struct qp_award *
award_all(struct scoring *s, size_t district, const struct qp_item *items,
          size_t n, qp_num cap, bool counts, qp_num *exact, qp_num *points)
{
    struct qp_award *awards = qp_arena_alloc(s->arena, n, sizeof *awards);

    *exact = *points = qp_num_int(0);
    for (size_t i = 0; i < n; i++) {
        awards[i] = award(s, district, &items[i], counts);
        *exact = qp_num_add(s->arena, *exact, awards[i].exact);
        *points = qp_num_add(s->arena, *points, awards[i].points);
    }
    *exact = hold(s->arena, *exact, cap);
    *points = hold(s->arena, *points, cap);
    return awards;
}

/* Deductions push no total below 0, and nothing else is held: with scores
   around a mean a base below 0 is an ordinary one. */
static qp_num
add_up(struct qp_arena *arena, qp_num base, qp_num bonus, qp_num deduction)
{
    qp_num lifted = qp_num_add(arena, base, bonus);

    return qp_num_max(arena, qp_num_sub(arena, lifted, deduction),
                      qp_num_min(arena, qp_num_int(0), lifted));
}

/* The veto's zero stands whatever the tree came to: withholding a figure is no
   way round it. */
static void
set_zero(struct qp_outcome *outcome)
{
    outcome->total = outcome->total_exact = qp_num_int(0);
    outcome->state = QP_REPORTED;
    outcome->reason = NULL;
}

void
qp_total_score(struct scoring *s, size_t district)
{
    const struct qp_ruleset *rules = s->rules;
    struct qp_outcome *o = &s->result->outcomes[district];

    o->bonuses = award_all(s, district, rules->bonuses, rules->n_bonuses,
                           rules->bonus_cap, !o->no_bonus, &o->bonus_exact,
                           &o->bonus);
    o->deductions =
        award_all(s, district, rules->deductions, rules->n_deductions,
                  rules->deduction_cap, true, &o->deduction_exact,
                  &o->deduction);
    if (o->zeroed && !o->excluded) {
        set_zero(o);
    } else if (o->state == QP_REPORTED) {
        o->total_exact = add_up(s->arena, o->base_exact, o->bonus_exact,
                                o->deduction_exact);
        o->total =
            qp_num_round(s->arena,
                         add_up(s->arena, o->base, o->bonus, o->deduction),
                         rules->decimals, rules->rounding);
    }
}
