/* The measures of the policy plan, and what in the rules speaks to them.  How
   far a measure can be seen in a district at all, the rules declare
   (coverage); whether anything looks, the indicators, bonuses and deductions
   that cite it tell. */

#ifndef QP_ENGINE_MEASURE_H
#define QP_ENGINE_MEASURE_H

#include "engine/model.h"

/* How far the evaluation reaches a measure. */
enum qp_reach {
    QP_REACH_COVERED,
    QP_REACH_PARTLY,    /* by a part of it, or by few districts */
    QP_REACH_MUNICIPAL, /* the city's own business */
    QP_REACH_NONE,      /* could be scored, and is not */
    QP_N_REACHES
};

/* True if MEASURE is among the N MEASURES. */
bool qp_measure_cited(const size_t *measures, size_t n, size_t measure);

/* True if an indicator, bonus or deduction of RULES cites MEASURE.  Data that
   cite it are asked for, and score nothing by themselves. */
bool qp_measure_scored(const struct qp_ruleset *rules, size_t measure);

enum qp_reach qp_measure_reach(const struct qp_ruleset *rules,
                               size_t measure);

/* "covered", "partly", "municipal only", "none". */
const char *qp_measure_reach_name(enum qp_reach reach);

#endif
