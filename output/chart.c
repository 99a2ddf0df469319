/* Series, axes and legends; see chart.h. */

#include <config.h>

#include "output/chart.h"

enum {
    TITLE_SIZE = 11, /* points */
    AXIS_SIZE = 9,
    SMALL_SIZE = 8,
    GAP = 60,        /* percent of a column between two */
    LABELLED = 20    /* most values that are written beside what they draw */
};

static lxw_chart_font
font_of(const struct qp_page *page, enum qp_look look, int size)
{
    enum qp_language language = page->rules->language;

    return (lxw_chart_font){
        .name = (char *)(look == QP_LOOK_TITLE
                             ? qp_style_display_font(language)
                             : qp_style_body_font(language)),
        .size = size,
        .bold = LXW_EXPLICIT_FALSE,
        .color = qp_style_ink(QP_INK_TEXT),
    };
}

/* TEXT, which the library would take for a reference if it began with "=". */
static const char *
literal(const struct qp_page *page, const char *text)
{
    return *text == '=' ? qp_arena_printf(page->arena, " %s", text) : text;
}

/* ---- series ---- */

static void
set_cells(lxw_chart_series *series,
          void (*set)(lxw_chart_series *, const char *, lxw_row_t, lxw_col_t,
                      lxw_row_t, lxw_col_t),
          struct qp_chart_cells cells)
{
    set(series, cells.sheet->name, (lxw_row_t)cells.row,
        (lxw_col_t)cells.column, (lxw_row_t)(cells.row + cells.n - 1),
        (lxw_col_t)cells.column);
}

/* The library combines no columns with a line, but it draws the trend of
   columns that are not drawn themselves. */
static void
set_level(const struct qp_chart_series *from, lxw_chart_series *series)
{
    lxw_chart_fill no_fill = { .none = LXW_TRUE };
    lxw_chart_line no_line = { .none = LXW_TRUE };
    lxw_chart_line line = { .color = qp_style_ink(from->ink), .width = 1.75f };

    chart_series_set_fill(series, &no_fill);
    chart_series_set_line(series, &no_line);
    chart_series_set_trendline(series, LXW_CHART_TRENDLINE_TYPE_LINEAR, 0);
    chart_series_set_trendline_forecast(series, 0.5, 0.5);
    chart_series_set_trendline_line(series, &line);
}

static size_t
count_drawn(const struct qp_chart *chart)
{
    size_t n = 0;

    for (size_t i = 0; i < chart->n_series; i++)
        n += !chart->series[i].is_level;
    return n;
}

static void
set_drawn(const struct qp_page *page, const struct qp_chart *chart,
          const struct qp_chart_series *from, lxw_chart_series *series)
{
    lxw_chart_fill fill = { .color = qp_style_ink(from->ink) };
    lxw_chart_line line = { .color = qp_style_ink(from->ink), .width = 2 };
    lxw_chart_font font = font_of(page, QP_LOOK_NOTE, SMALL_SIZE);

    if (chart->kind == QP_CHART_RADAR) {
        chart_series_set_line(series, &line);
        return;
    }
    fill.none = chart->kind == QP_CHART_SPANS && from == chart->series;
    chart_series_set_fill(series, &fill);
    if (chart->kind != QP_CHART_SPANS &&
        from->values.n <= LABELLED / count_drawn(chart)) {
        chart_series_set_labels(series);
        chart_series_set_labels_font(series, &font);
    }
}

static void
add_series(const struct qp_page *page, const struct qp_chart *chart,
           lxw_chart *raw)
{
    for (size_t i = 0; i < chart->n_series; i++) {
        const struct qp_chart_series *from = &chart->series[i];
        lxw_chart_series *series = chart_add_series(raw, NULL, NULL);

        if (!series)
            return;
        set_cells(series, chart_series_set_categories, chart->names);
        set_cells(series, chart_series_set_values, from->values);
        chart_series_set_name(series, literal(page, from->name));
        if (from->is_level)
            set_level(from, series);
        else
            set_drawn(page, chart, from, series);
    }
}

/* ---- the rest of a chart ---- */

static void
set_axis(const struct qp_page *page, lxw_chart_axis *axis, const char *name,
         bool has_grid)
{
    lxw_chart_font named = font_of(page, QP_LOOK_NOTE, AXIS_SIZE);
    lxw_chart_font small = font_of(page, QP_LOOK_NOTE, SMALL_SIZE);
    lxw_chart_line line = { .color = qp_style_ink(QP_INK_LINE), .width = 0.75f };

    chart_axis_set_num_font(axis, &small);
    chart_axis_set_line(axis, &line);
    if (has_grid)
        chart_axis_major_gridlines_set_line(axis, &line);
    else
        chart_axis_major_gridlines_set_visible(axis, LXW_FALSE);
    if (!name)
        return;
    chart_axis_set_name(axis, literal(page, name));
    chart_axis_set_name_font(axis, &named);
}

static void
set_surroundings(const struct qp_page *page, const struct qp_chart *chart,
                 lxw_chart *raw)
{
    bool lies =
        chart->kind == QP_CHART_BARS || chart->kind == QP_CHART_SPANS;
    lxw_chart_font title = font_of(page, QP_LOOK_TITLE, TITLE_SIZE);
    lxw_chart_font small = font_of(page, QP_LOOK_NOTE, SMALL_SIZE);
    lxw_chart_line border = { .color = qp_style_ink(QP_INK_LINE),
                              .width = 0.75f };

    chart_title_set_name(raw, literal(page, chart->title));
    chart_title_set_name_font(raw, &title);
    chart_chartarea_set_line(raw, &border);
    set_axis(page, lies ? raw->y_axis : raw->x_axis, chart->along,
             chart->kind == QP_CHART_RADAR);
    set_axis(page, lies ? raw->x_axis : raw->y_axis, chart->up, true);
    if (chart->from_zero)
        chart_axis_set_min(lies ? raw->x_axis : raw->y_axis, 0);
    if (lies) {
        chart_axis_set_reverse(raw->y_axis);
        chart_axis_set_label_position(raw->x_axis,
                                      LXW_CHART_AXIS_LABEL_POSITION_HIGH);
    }
    if (chart->kind != QP_CHART_RADAR)
        chart_set_series_gap(raw, GAP);
    if (count_drawn(chart) == 1 || chart->kind == QP_CHART_SPANS) {
        chart_legend_set_position(raw, LXW_CHART_LEGEND_NONE);
        return;
    }
    chart_legend_set_position(raw, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_set_font(raw, &small);
}

static lxw_chart *
make(struct qp_page *page, const struct qp_chart *chart)
{
    static const lxw_chart_type types[QP_CHART_N_KINDS] = {
        [QP_CHART_COLUMNS] = LXW_CHART_COLUMN,
        [QP_CHART_BARS] = LXW_CHART_BAR,
        [QP_CHART_SPANS] = LXW_CHART_BAR_STACKED,
        [QP_CHART_RADAR] = LXW_CHART_RADAR,
    };
    lxw_chart *raw = qp_sheet_chart(page->sheet, (uint8_t)types[chart->kind]);

    if (!raw)
        return NULL;
    add_series(page, chart, raw);
    set_surroundings(page, chart, raw);
    for (size_t i = 0; i < chart->n_series; i++)
        if (chart->series[i].is_level)
            chart_set_series_overlap(raw, 100);
    return raw;
}

void
qp_chart_put(struct qp_page *page, const struct qp_chart *charts, size_t n,
             size_t rows)
{
    for (size_t i = 0; i < n; i++)
        qp_page_draw(page, make(page, &charts[i]), i, n, rows);
    page->row += rows;
}
