/* Scores as formulas of a spreadsheet: what the engine has computed, said
   again over the cells of the workbook (live.h), so that a reader can click
   through any score and recalculate it.  Expressions and methods are spelt
   from the same rows that compute them.

   A spreadsheet calculates in binary and with 15 digits, and rounds halves as
   they come out of that.  Therefore values and normalised scores are rounded
   to more digits than anybody prints, which takes the noise off before points
   are rounded; and where the exact points lie so near to a half that noise
   could decide, there is no formula.

   Each returns null where there is none: then the figure stands alone.  That
   is so for what a rule for missing values gave, for aggregations that compare
   districts, for districts that are nobody's peers, and for figures of too
   many digits. */

#ifndef QP_OUTPUT_FORMULA_H
#define QP_OUTPUT_FORMULA_H

#include "output/live.h"

struct qp_formulas;

/* The decimals with which normalised scores are shown, in percent. */
enum { QP_FORMULA_SCORE_DECIMALS = 4 };

/* The formulas of RESULT over the cells of LIVE, for cells of SHEET, in ARENA.
   A text that one of the functions below returns lasts until the next is
   called. */
struct qp_formulas *qp_formulas_new(struct qp_arena *arena,
                                    const struct qp_live *live,
                                    const struct qp_sheet *sheet,
                                    const struct qp_result *result);

/* The value of leaf NODE for DISTRICT, over QP_LIVE_DATUM. */
const char *qp_formula_value(struct qp_formulas *formulas, size_t district,
                             size_t node);

/* The normalised score in percent, over QP_LIVE_VALUE or, of an inner node or
   the whole tree (QP_NONE), over its children's. */
const char *qp_formula_score(struct qp_formulas *formulas, size_t district,
                             size_t node);

/* The points of NODE, over QP_LIVE_SCORE or its children's points; those of
   QP_NONE are the base. */
const char *qp_formula_points(struct qp_formulas *formulas, size_t district,
                              size_t node);

/* The total, over base, bonus and deduction. */
const char *qp_formula_total(struct qp_formulas *formulas, size_t district);

/* The rank, over totals and what breaks ties. */
const char *qp_formula_rank(struct qp_formulas *formulas, size_t district);

/* FUNCTION over the points of the ranked districts on NODE, or over their
   totals for n_indicators, which comes to X, rounded as points are.
   HOLDS_HALF says that it is plain arithmetic, in which a half stays one.
   Null too where other districts count. */
const char *qp_formula_summary(struct qp_formulas *formulas, size_t node,
                               const char *function, qp_num x,
                               bool holds_half);

/* The statistic NAME of the values of GROUP, n_groups for all, on leaf NODE,
   over QP_LIVE_VALUE. */
const char *qp_formula_statistic(struct qp_formulas *formulas, size_t node,
                                 size_t group, const char *name);

#endif
