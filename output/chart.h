/* Charts on a page: what they show stands in cells, and how they look is said
   here once for all workbooks, in the palette of style.h.  A chart takes rows
   of its page for itself, so that it lies on no table and on no other chart,
   and is as wide as its page. */

#ifndef QP_OUTPUT_CHART_H
#define QP_OUTPUT_CHART_H

#include "output/page.h"

enum qp_chart_kind {
    QP_CHART_COLUMNS, /* upright, from left to right */
    QP_CHART_BARS,    /* lying, the first on top */
    QP_CHART_SPANS,   /* the same, the series end to end, which the title
                         explains; the first is the room before, not drawn */
    QP_CHART_RADAR,
    QP_CHART_N_KINDS
};

/* N cells from ROW of COLUMN of SHEET down. */
struct qp_chart_cells {
    const struct qp_sheet *sheet;
    size_t row, column, n;
};

struct qp_chart_series {
    const char *name;
    struct qp_chart_cells values;
    enum qp_ink ink;
    bool is_level; /* of columns: all values are equal, and are drawn as a line
                      across, which the title explains */
};

struct qp_chart {
    enum qp_chart_kind kind;
    const char *title;
    const char *along, *up; /* names of the axes: of what is compared, and of
                               values; a radar has none */
    struct qp_chart_cells names; /* of what is compared */
    const struct qp_chart_series *series;
    size_t n_series;
    bool from_zero; /* no value is below it, and the axis begins there */
};

/* Puts the N CHARTS side by side on the next ROWS rows of PAGE. */
void qp_chart_put(struct qp_page *page, const struct qp_chart *charts,
                  size_t n, size_t rows);

#endif
