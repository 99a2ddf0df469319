/* Where the figures of a workbook stand, so that those of one sheet can be
   formulas over those of another: data make values, values make scores,
   scores make points, points make totals.

   The sheets are written from the last to the first, because what stands in
   front refers to what stands behind; each notes its figures here as it
   writes them.  Cells that hold no number are noted too, since what they
   become when somebody fills them in counts in ranges; only a figure that is
   a text because it has too many digits for a number has no cell. */

#ifndef QP_OUTPUT_LIVE_H
#define QP_OUTPUT_LIVE_H

#include "engine/result.h"

/* What is noted, and what an item of it is. */
enum qp_live_kind {
    QP_LIVE_DATUM,      /* figures that counted, by datum */
    QP_LIVE_PRIOR,      /* those of the year before */
    QP_LIVE_VALUE,      /* values that were scored, by indicator */
    QP_LIVE_SCORE,      /* normalised scores in percent, by indicator; that of
                           the whole tree behind them */
    QP_LIVE_POINTS,     /* by indicator */
    QP_LIVE_BONUSES,    /* what they come to, where they are listed */
    QP_LIVE_DEDUCTIONS, /* the same */
    QP_LIVE_BASE,       /* sums of points, one item each */
    QP_LIVE_BONUS,
    QP_LIVE_DEDUCTION,
    QP_LIVE_TOTAL,
    QP_LIVE_N_KINDS
};

struct qp_live;
struct qp_sheet;

struct qp_live *qp_live_new(struct qp_arena *arena,
                            const struct qp_result *result);

/* The districts in the order in which the tables of the chain show them: by
   group, then by code, and those that are nobody's peers last, so that the
   peers of each scope are neighbours. */
const size_t *qp_live_districts(const struct qp_live *live);

/* Notes that the figure of DISTRICT on ITEM of KIND stands in SHEET. */
void qp_live_note(struct qp_live *live, enum qp_live_kind kind,
                  size_t district, size_t item, const struct qp_sheet *sheet,
                  size_t row, size_t column);

/* The cell that was noted, as a formula of the sheet FROM names it: D12, or
   指标数据!D12 from another one; null when none was. */
const char *qp_live_cell(struct qp_arena *arena, const struct qp_live *live,
                         const struct qp_sheet *from, enum qp_live_kind kind,
                         size_t district, size_t item);

/* The cells of the peers of GROUP, or of all for n_groups; null unless all
   were noted in a row. */
const char *qp_live_peers(const struct qp_live *live,
                          const struct qp_sheet *from, enum qp_live_kind kind,
                          size_t group, size_t item);

/* The cells of the ranked districts, in the order of rank; null unless all
   were noted in a row. */
const char *qp_live_ranked(const struct qp_live *live,
                           const struct qp_sheet *from, enum qp_live_kind kind,
                           size_t item);

/* Notes the cell of the statistic NAME, which outlives LIVE, of the values of
   GROUP (or n_groups) on indicator NODE; and the cell, or null. */
void qp_live_note_statistic(struct qp_live *live, size_t node, size_t group,
                            const char *name, const struct qp_sheet *sheet,
                            size_t row, size_t column);
const char *qp_live_statistic(const struct qp_live *live, size_t node,
                              size_t group, const char *name);

/* COLUMN as a spreadsheet names it: "A" to "XFD". */
struct qp_live_column {
    char text[4];
};

struct qp_live_column qp_live_column_name(size_t column);

/* ROW and COLUMN as a spreadsheet names them: D12. */
struct qp_live_name {
    char text[32];
};

struct qp_live_name qp_live_cell_name(size_t row, size_t column);

/* The same wherever the formula is copied to: $D$12. */
struct qp_live_name qp_live_fixed_name(size_t row, size_t column);

/* ROW and COLUMN of SHEET as a formula of another sheet names them. */
const char *qp_live_name(struct qp_arena *arena, const struct qp_sheet *sheet,
                         size_t row, size_t column);

#endif
