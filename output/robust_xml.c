/* Writing of simulations; see robust_xml.h. */

#include <config.h>

#include "output/robust_xml.h"

#include <inttypes.h>

enum { PAIRS_OF_MOST = 500, CORRELATED_MOST = 200 };

static void
put_count(struct qp_xml *xml, const char *name, uint64_t count)
{
    qp_xml_word(xml, name, qp_arena_printf(xml->arena, "%" PRIu64, count));
}

static void
put_spread(struct qp_xml *xml, const char *name, struct qp_spread spread)
{
    const char *number = qp_num_text(xml->arena, spread.amount);

    qp_xml_word(xml, name,
                spread.kind == QP_SPREAD_NONE ? "none"
                : spread.kind == QP_SPREAD_DIRICHLET
                    ? qp_arena_printf(xml->arena, "dirichlet %s", number)
                    : number);
}

static void
put_importance(struct qp_xml *xml, const char *name,
               const struct qp_importance *of)
{
    qp_xml_number(xml, name, of->value);
    qp_xml_number(xml, qp_arena_printf(xml->arena, "%s_low", name), of->low);
    qp_xml_number(xml, qp_arena_printf(xml->arena, "%s_high", name),
                  of->high);
}

/* The choices with what BY says of each. */
static void
put_choices(struct qp_xml *xml, const struct qp_ruleset *rules,
            const struct qp_robust *robust, const struct qp_sensitivity *by)
{
    for (size_t i = 0; i < robust->n_choices; i++) {
        const struct qp_choice *choice = &robust->choices[i];

        qp_xml_begin(xml, "choice");
        qp_xml_word(xml, "of", qp_choice_name(choice->kind));
        if (choice->node != QP_NONE)
            qp_xml_text(xml, "node", rules->indicators[choice->node].code);
        put_importance(xml, "first", &by[i].first);
        put_importance(xml, "total", &by[i].total);
        qp_xml_end(xml, "choice");
    }
}

static bool
is_told(const struct qp_robust *robust, size_t a, size_t b, qp_num share)
{
    if (a == b)
        return false;
    if (robust->n_districts > PAIRS_OF_MOST)
        return b == a + 1;
    return qp_num_sign(share) > 0 && qp_num_cmp(share, qp_num_int(1)) < 0;
}

static void
put_beats(struct qp_xml *xml, const struct qp_ruleset *rules,
          const struct qp_robust *robust, size_t a)
{
    bool all = robust->n_districts <= PAIRS_OF_MOST;

    for (size_t b = all ? 0 : a + 1;
         b < robust->n_districts && (all || b == a + 1); b++) {
        qp_num share = qp_robust_beats(xml->arena, robust, a, b);

        if (!is_told(robust, a, b, share))
            continue;
        qp_xml_begin(xml, "beats");
        qp_xml_text(xml, "district",
                    rules->districts[robust->districts[b].district].code);
        qp_xml_number(xml, "share", share);
        qp_xml_end(xml, "beats");
    }
}

static void
put_district(struct qp_xml *xml, const struct qp_ruleset *rules,
             const struct qp_robust *robust, size_t i)
{
    const struct qp_robust_district *d = &robust->districts[i];

    qp_xml_begin(xml, "ranks");
    qp_xml_text(xml, "district", rules->districts[d->district].code);
    qp_xml_number(xml, "low", d->low);
    qp_xml_number(xml, "mean", d->mean);
    qp_xml_number(xml, "high", d->high);
    qp_xml_number(xml, "keeps_rank", d->keeps_rank);
    qp_xml_number(xml, "keeps_grade", d->keeps_grade);
    put_beats(xml, rules, robust, i);
    if (d->by)
        put_choices(xml, rules, robust, d->by);
    qp_xml_end(xml, "ranks");
}

static void
put_leaf(struct qp_xml *xml, const struct qp_ruleset *rules,
         const struct qp_robust *robust, size_t i)
{
    const struct qp_robust_share *share = &robust->shares[i];
    const struct qp_robust_drop *drop = &robust->drops[i];

    qp_xml_begin(xml, "leaf");
    qp_xml_text(xml, "code", rules->indicators[share->indicator].code);
    qp_xml_number(xml, "weight", share->weight);
    qp_xml_number(xml, "variance", share->variance);
    qp_xml_number(xml, "correlation", share->correlation);
    qp_xml_number(xml, "shift_without", drop->mean_shift);
    qp_xml_number(xml, "most_without", drop->most_shift);
    if (drop->most_of != QP_NONE)
        qp_xml_text(xml, "most_of", rules->districts[drop->most_of].code);
    put_count(xml, "shifted", drop->n_shifted);
    for (size_t k = i + 1;
         k < robust->n_leaves && robust->n_leaves <= CORRELATED_MOST; k++) {
        qp_xml_begin(xml, "correlation");
        qp_xml_text(xml, "with",
                    rules->indicators[robust->shares[k].indicator].code);
        qp_xml_number(xml, "value",
                      robust->correlations[i * robust->n_leaves + k]);
        qp_xml_end(xml, "correlation");
    }
    qp_xml_end(xml, "leaf");
}

void
qp_robust_xml_write(struct qp_xml *xml, const struct qp_ruleset *rules,
                    const struct qp_robust *robust)
{
    qp_xml_begin(xml, "robustness");
    put_count(xml, "draws", robust->n_draws);
    put_count(xml, "seed", robust->seed);
    put_count(xml, "evaluations", robust->n_evaluations);
    put_spread(xml, "weights", robust->weights);
    put_spread(xml, "data", robust->data);
    qp_xml_flag(xml, "presets", robust->by_default);
    qp_xml_number(xml, "mean_shift", robust->mean_shift);
    qp_xml_number(xml, "same_order", robust->same_order);
    put_choices(xml, rules, robust, robust->by);
    for (size_t i = 0; i < robust->n_districts; i++)
        put_district(xml, rules, robust, i);
    for (size_t i = 0; i < robust->n_leaves; i++)
        put_leaf(xml, rules, robust, i);
    qp_xml_end(xml, "robustness");
}
