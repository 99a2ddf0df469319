/* What speaks to the measures of the plan; see measure.h. */

#include <config.h>

#include "engine/measure.h"

bool
qp_measure_cited(const size_t *measures, size_t n, size_t measure)
{
    for (size_t i = 0; i < n; i++)
        if (measures[i] == measure)
            return true;
    return false;
}

static bool
items_cite(const struct qp_item *items, size_t n, size_t measure)
{
    for (size_t i = 0; i < n; i++)
        if (qp_measure_cited(items[i].measures, items[i].n_measures, measure))
            return true;
    return false;
}

bool
qp_measure_scored(const struct qp_ruleset *rules, size_t measure)
{
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (qp_measure_cited(rules->indicators[i].measures,
                             rules->indicators[i].n_measures, measure))
            return true;
    return items_cite(rules->bonuses, rules->n_bonuses, measure) ||
           items_cite(rules->deductions, rules->n_deductions, measure);
}

enum qp_reach
qp_measure_reach(const struct qp_ruleset *rules, size_t measure)
{
    static const enum qp_reach reaches[] = {
        [QP_COVERAGE_FULL] = QP_REACH_COVERED,
        [QP_COVERAGE_PARTIAL] = QP_REACH_PARTLY,
    };
    enum qp_coverage declared = rules->measures[measure].coverage;

    if (declared == QP_COVERAGE_MUNICIPAL)
        return QP_REACH_MUNICIPAL;
    return qp_measure_scored(rules, measure) ? reaches[declared]
                                             : QP_REACH_NONE;
}

const char *
qp_measure_reach_name(enum qp_reach reach)
{
    static const char *const names[QP_N_REACHES] = {
        [QP_REACH_COVERED] = "covered",
        [QP_REACH_PARTLY] = "partly",
        [QP_REACH_MUNICIPAL] = "municipal only",
        [QP_REACH_NONE] = "none",
    };

    return names[reach];
}
