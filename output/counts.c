/* Counting; see counts.h. */

#include <config.h>

#include "output/counts.h"

static void
count_districts(const struct qp_result *result, struct qp_counts *c)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_summary *all = &result->summaries[rules->n_indicators];

    for (size_t d = 0; d < rules->n_districts; d++) {
        const struct qp_outcome *outcome = &result->outcomes[d];

        for (size_t i = 0; i < rules->n_vetoes; i++)
            c->vetoed += outcome->struck[i];
        c->above += qp_num_defined(outcome->rank) &&
                    qp_num_cmp(outcome->total, all->mean) > 0;
    }
}

struct qp_counts
qp_counts_of(const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_counts c = { 0 };

    for (size_t i = 0; i < rules->n_districts * rules->n_data; i++) {
        const struct qp_entry *entry = &result->subs->entries[i];

        c.verified += qp_model_extra(entry)->verified &&
                      (entry->reported || qp_model_extra(entry)->derived);
    }
    for (size_t i = 0; i < rules->n_districts * rules->n_indicators; i++) {
        const struct qp_score *score = &result->scores[i];

        if (!rules->indicators[i % rules->n_indicators].method)
            continue;
        c.missing += score->state != QP_REPORTED;
        c.substituted += qp_result_policy(score).kind != QP_POLICY_NONE;
    }
    for (size_t i = 0; i < result->findings->n; i++)
        c.findings[result->findings->items[i].level]++;
    count_districts(result, &c);
    return c;
}
