/* What stands beside the points of all districts: their mean, best, least and
   standard deviation, as figures and as formulas over the points. */

#ifndef QP_OUTPUT_SUMMARY_H
#define QP_OUTPUT_SUMMARY_H

#include "output/formula.h"
#include "output/page.h"

enum { QP_SUMMARY_ROWS = 4 };

/* The name of statistic I. */
const char *qp_summary_name(const struct qp_ruleset *rules, size_t i);

/* Writes statistic I of the points of NODE, or of the totals for n_indicators,
   rounded as points are, to a cell of PAGE. */
void qp_summary_put(const struct qp_page *page, struct qp_formulas *formulas,
                    size_t row, size_t column, struct qp_style style,
                    size_t node, size_t i);

#endif
