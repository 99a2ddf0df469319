/* 总体情况: the city as a whole, in figures and pictures. */

#include <config.h>

#include "engine/progress.h"
#include "output/chart.h"
#include "output/counts.h"
#include "output/sheets.h"
#include "output/summary.h"
#include "output/table.h"

enum {
    COLUMNS = 7,
    NAME_WIDTH = 30,
    NUMBER_WIDTH = 13,
    PERCENT_PLACES = 2,
    HIGH = 17,       /* rows of a chart */
    BETWEEN = 3,     /* rows between the last chart and the body of the table
                        that it shows: blank, heading, heads */
    DRAWN = 40,      /* most districts in one */
    FEW = 3          /* rows that stay with the heads of their table */
};

/* The first cells of what charts show. */
struct sources {
    struct qp_chart_cells grades, numbers; /* districts per grade */
    struct qp_chart_cells nodes, full, means;
    size_t mean_row, mean_column; /* of the totals */
};

static struct qp_field
number_field(const struct qp_ruleset *rules, enum qp_text head,
             enum qp_look look, int decimals)
{
    return qp_field_number(qp_text(rules, head), look, decimals,
                           NUMBER_WIDTH);
}

static void
put_count(struct qp_table *table, size_t n)
{
    qp_table_number(table, qp_num_int((int64_t)n));
}

static void
put_statistic(struct qp_table *table, struct qp_formulas *formulas,
              size_t node, size_t i)
{
    const struct qp_field *field = &table->fields[table->column];
    struct qp_style style = { field->look, table->ground, field->decimals };

    qp_summary_put(table->page, formulas, table->row, table->column++, style,
                   node, i);
}

static qp_num
percent(struct qp_arena *arena, qp_num share)
{
    return qp_num_mul(arena, share, qp_num_int(100));
}

/* N cells of COLUMN of the body of TABLE. */
static struct qp_chart_cells
body(const struct qp_table *table, size_t column, size_t n)
{
    return (struct qp_chart_cells){ table->page->sheet, table->first, column,
                                    n };
}

/* ---- key figures ---- */

static void
put_totals(struct qp_page *page, struct qp_formulas *formulas,
           const struct qp_counts *counts, struct sources *from)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_field fields[COLUMNS] = {
        number_field(rules, QP_TEXT_OVERVIEW_DISTRICTS, QP_LOOK_RANK, 0),
        number_field(rules, QP_TEXT_OVERVIEW_RANKED, QP_LOOK_RANK, 0),
    };
    size_t n = 2;
    struct qp_table table;

    for (size_t i = 0; i < QP_SUMMARY_ROWS; i++)
        fields[n++] = qp_field_number(qp_summary_name(rules, i), QP_LOOK_TOTAL,
                                      rules->decimals, NUMBER_WIDTH);
    fields[n++] = number_field(rules, QP_TEXT_OVERVIEW_ABOVE, QP_LOOK_RANK, 0);
    qp_page_section(page, qp_text(rules, QP_TEXT_OVERVIEW_KEY));
    table = qp_table_begin(page, fields, n);
    qp_table_row(&table);
    put_count(&table, rules->n_districts);
    put_count(&table, page->result->n_ranked);
    from->mean_row = table.row;
    from->mean_column = table.column;
    for (size_t i = 0; i < QP_SUMMARY_ROWS; i++)
        put_statistic(&table, formulas, rules->n_indicators, i);
    put_count(&table, counts->above);
    qp_table_end(&table, false);
}

static void
put_data(struct qp_page *page, const struct qp_counts *counts)
{
    static const enum qp_text levels[QP_N_LEVELS] = {
        [QP_LEVEL_ERROR] = QP_TEXT_LEVEL_ERROR,
        [QP_LEVEL_WARNING] = QP_TEXT_LEVEL_WARNING,
        [QP_LEVEL_NOTE] = QP_TEXT_LEVEL_NOTE,
    };
    const struct qp_ruleset *rules = page->rules;
    struct qp_field fields[COLUMNS] = {
        number_field(rules, QP_TEXT_OVERVIEW_VERIFIED, QP_LOOK_RANK, 0),
        number_field(rules, QP_TEXT_OVERVIEW_MISSING, QP_LOOK_RANK, 0),
        number_field(rules, QP_TEXT_OVERVIEW_SUBSTITUTED, QP_LOOK_RANK, 0),
        number_field(rules, QP_TEXT_OVERVIEW_VETOED, QP_LOOK_RANK, 0),
    };
    size_t n = 4;
    struct qp_table table;

    for (size_t i = 0; rules->n_checks && i < QP_N_LEVELS; i++)
        fields[n++] = qp_field_number(
            qp_text_with(page->arena, rules, QP_TEXT_OVERVIEW_FINDINGS,
                         qp_text(rules, levels[i]), NULL),
            QP_LOOK_RANK, 0, NUMBER_WIDTH);
    qp_page_section(page, qp_text(rules, QP_TEXT_OVERVIEW_DATA));
    table = qp_table_begin(page, fields, n);
    qp_table_row(&table);
    put_count(&table, counts->verified);
    put_count(&table, counts->missing);
    put_count(&table, counts->substituted);
    put_count(&table, counts->vetoed);
    for (size_t i = 0; rules->n_checks && i < QP_N_LEVELS; i++)
        put_count(&table, counts->findings[i]);
    qp_table_end(&table, false);
}

/* ---- goals, grades, main indicators ---- */

static void
put_target(struct qp_table *table, const struct qp_target *target,
           const struct qp_progress *progress)
{
    struct qp_arena *arena = table->page->arena;
    qp_num value = progress->value.state == QP_REPORTED
                       ? progress->value.num
                       : qp_num_undefined("no value");

    qp_table_row(table);
    qp_table_text(table, qp_text_name(table->page->rules, target->name,
                                      target->name_en));
    qp_table_figure(table, value, qp_table_decimals(arena, value, 4));
    qp_table_figure(table, progress->goal,
                    qp_table_decimals(arena, progress->goal, 4));
    qp_table_text(table, progress->unit);
    qp_table_number(table, percent(arena, progress->share));
    qp_table_text(table, target->note);
}

static void
put_targets(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_field fields[] = {
        qp_field_text(qp_text(rules, QP_TEXT_TARGET_NAME), QP_LOOK_TEXT,
                      NAME_WIDTH, NAME_WIDTH),
        number_field(rules, QP_TEXT_TARGET_VALUE, QP_LOOK_FIGURE, 0),
        number_field(rules, QP_TEXT_TARGET_GOAL, QP_LOOK_FIGURE, 0),
        qp_field_text(qp_text(rules, QP_TEXT_UNIT), QP_LOOK_CENTRE,
                      NUMBER_WIDTH, 0),
        number_field(rules, QP_TEXT_TARGET_PROGRESS, QP_LOOK_TOTAL,
                     PERCENT_PLACES),
        qp_field_text(qp_text(rules, QP_TEXT_REMARK), QP_LOOK_SMALL,
                      NUMBER_WIDTH, 24),
    };
    struct qp_table table;

    if (!rules->n_targets)
        return;
    qp_page_section(page, qp_text(rules, QP_TEXT_OVERVIEW_TARGETS));
    table = qp_table_begin(page, fields, QP_COUNT(fields));
    for (size_t i = 0; i < rules->n_targets; i++)
        put_target(&table, &rules->targets[i], &page->result->progress[i]);
    qp_table_end(&table, false);
}

static size_t
count_grade(const struct qp_result *result, size_t grade)
{
    size_t n = 0;

    for (size_t d = 0; d < result->rules->n_districts; d++)
        n += result->outcomes[d].grade == grade;
    return n;
}

static void
put_grade(struct qp_table *table, const char *name, size_t n)
{
    struct qp_arena *arena = table->page->arena;
    size_t all = table->page->rules->n_districts;

    qp_table_row(table);
    qp_table_text(table, name);
    put_count(table, n);
    qp_table_number(table,
                    percent(arena, qp_num_div(arena, qp_num_int((int64_t)n),
                                              qp_num_int((int64_t)all))));
}

static void
put_grades(struct qp_page *page, struct sources *from)
{
    const struct qp_ruleset *rules = page->rules;
    size_t without = count_grade(page->result, QP_NONE);
    const struct qp_field fields[] = {
        qp_field_text(qp_text(rules, QP_TEXT_GRADE), QP_LOOK_TEXT, NAME_WIDTH,
                      NAME_WIDTH),
        number_field(rules, QP_TEXT_N_DISTRICTS, QP_LOOK_RANK, 0),
        number_field(rules, QP_TEXT_OF_DISTRICTS, QP_LOOK_POINTS,
                     PERCENT_PLACES),
    };
    struct qp_table table;

    if (!rules->n_grades)
        return;
    qp_page_section(page, qp_text(rules, QP_TEXT_OVERVIEW_GRADES));
    table = qp_table_begin(page, fields, QP_COUNT(fields));
    for (size_t i = 0; i < rules->n_grades; i++)
        put_grade(&table, qp_text_grade(rules, i),
                  count_grade(page->result, i));
    if (without)
        put_grade(&table, qp_text(rules, QP_TEXT_NO_GRADE), without);
    from->grades = body(&table, 0, table.n_rows);
    from->numbers = body(&table, 1, table.n_rows);
    qp_table_end(&table, false);
}

/* The full marks of NODE by the plain weights. */
static qp_num
full_of(const struct qp_result *result, size_t node)
{
    const struct qp_ruleset *rules = result->rules;

    return result->full[rules->n_groups * rules->n_indicators + node];
}

static void
put_nodes(struct qp_page *page, struct qp_formulas *formulas,
          struct sources *from)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_field fields[2 + QP_SUMMARY_ROWS] = {
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT,
                      NAME_WIDTH, NAME_WIDTH),
        number_field(rules, QP_TEXT_FULL, QP_LOOK_POINTS, rules->decimals),
    };
    size_t n = 2;
    struct qp_table table;

    for (size_t i = 0; i < QP_SUMMARY_ROWS; i++)
        fields[n++] =
            qp_field_number(qp_summary_name(rules, i), QP_LOOK_POINTS,
                            rules->decimals, NUMBER_WIDTH);
    qp_page_section(page, qp_text(rules, QP_TEXT_OVERVIEW_MAIN));
    table = qp_table_begin(page, fields, n);
    for (size_t k = 0; k < rules->n_top; k++) {
        qp_table_row(&table);
        qp_table_text(&table, qp_text_indicator(rules, rules->top[k]));
        qp_table_number(&table, full_of(page->result, rules->top[k]));
        for (size_t i = 0; i < QP_SUMMARY_ROWS; i++)
            put_statistic(&table, formulas, rules->top[k], i);
    }
    from->nodes = body(&table, 0, rules->n_top);
    from->full = body(&table, 1, rules->n_top);
    from->means = body(&table, 2, rules->n_top);
    qp_table_end(&table, false);
}

/* ---- charts ---- */

/* True if nobody has points below 0. */
static bool
is_positive(const struct qp_result *result)
{
    for (size_t i = 0; i <= result->rules->n_indicators; i++)
        if (result->summaries[i].n &&
            qp_num_sign(result->summaries[i].min) < 0)
            return false;
    return true;
}

static void
draw_grades_and_nodes(struct qp_page *page, const struct sources *from)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_chart_series of_grades = {
        .name = qp_text(rules, QP_TEXT_N_DISTRICTS),
        .values = from->numbers,
        .ink = QP_INK_MAIN,
    };
    const struct qp_chart_series of_nodes[] = {
        { .name = qp_text(rules, QP_TEXT_MEAN_POINTS),
          .values = from->means,
          .ink = QP_INK_MAIN },
        { .name = qp_text(rules, QP_TEXT_FULL),
          .values = from->full,
          .ink = QP_INK_SOFT },
    };
    const struct qp_chart charts[] = {
        { .kind = QP_CHART_BARS,
          .title = qp_text(rules, QP_TEXT_OVERVIEW_MAIN),
          .along = qp_text(rules, QP_TEXT_INDICATOR),
          .up = qp_text(rules, QP_TEXT_POINTS),
          .names = from->nodes,
          .from_zero = is_positive(page->result),
          .series = of_nodes,
          .n_series = QP_COUNT(of_nodes) },
        { .title = qp_text(rules, QP_TEXT_OVERVIEW_GRADES),
          .along = qp_text(rules, QP_TEXT_GRADE),
          .up = qp_text(rules, QP_TEXT_N_DISTRICTS),
          .names = from->grades,
          .from_zero = true,
          .series = &of_grades,
          .n_series = 1 },
    };

    page->row++;
    qp_chart_put(page, charts, from->grades.n ? 2 : 1, HIGH);
}

static void
draw_totals(struct qp_page *page, const char *title, size_t first, size_t n)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_chart_series series[] = {
        { .name = qp_text(rules, QP_TEXT_TOTAL),
          .values = { page->sheet, first, 1, n },
          .ink = QP_INK_MAIN },
        { .name = qp_text(rules, QP_TEXT_MEAN),
          .values = { page->sheet, first, 2, n },
          .ink = QP_INK_OTHER,
          .is_level = true },
    };
    const struct qp_chart chart = {
        .title = qp_text_with(page->arena, rules, QP_TEXT_WITH_MEAN, title,
                              NULL),
        .along = qp_text(rules, QP_TEXT_DISTRICT),
        .up = qp_text(rules, QP_TEXT_TOTAL),
        .names = { page->sheet, first, 0, n },
        .from_zero = is_positive(page->result),
        .series = series,
        .n_series = QP_COUNT(series),
    };

    qp_chart_put(page, &chart, 1, HIGH);
}

/* A chart of the totals, and below it the totals in the order of rank, with
   the mean beside each for the line across. */
static void
put_districts(struct qp_page *page, const struct sources *from)
{
    const struct qp_result *result = page->result;
    const struct qp_ruleset *rules = page->rules;
    struct qp_live *live = qp_book_live(page->sheet->book, result);
    const char *mean = qp_live_name(page->arena, page->sheet, from->mean_row,
                                    from->mean_column);
    size_t n = result->n_ranked < DRAWN ? result->n_ranked : DRAWN;
    const char *title =
        n < result->n_ranked
            ? qp_text_with(page->arena, rules, QP_TEXT_OVERVIEW_FIRST,
                           qp_text_count(page->arena, n), NULL)
            : qp_text(rules, QP_TEXT_OVERVIEW_TOTALS);
    const struct qp_field fields[] = {
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT,
                      NAME_WIDTH, NAME_WIDTH),
        number_field(rules, QP_TEXT_TOTAL, QP_LOOK_TOTAL, rules->decimals),
        number_field(rules, QP_TEXT_MEAN, QP_LOOK_POINTS, rules->decimals),
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_RANK,
                      NUMBER_WIDTH, 0),
    };
    struct qp_table table;

    if (!n)
        return;
    draw_totals(page, title, page->row + HIGH + BETWEEN, n);
    qp_page_section(page, title);
    table = qp_table_begin(page, fields, QP_COUNT(fields));
    for (size_t i = 0; i < n; i++) {
        const struct qp_outcome *outcome =
            &result->outcomes[result->by_rank[i]];

        qp_table_row(&table);
        if (i >= FEW)
            qp_page_start(page, table.row);
        qp_table_text(&table, qp_text_district(rules, result->by_rank[i]));
        qp_table_live(&table,
                      qp_live_cell(page->arena, live, page->sheet,
                                   QP_LIVE_TOTAL, result->by_rank[i], 0),
                      outcome->total);
        qp_table_live(
            &table, mean,
            qp_page_round(page,
                          result->summaries[rules->n_indicators].mean));
        qp_table_number(&table, outcome->rank);
    }
    qp_table_end(&table, false);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    struct qp_page *page =
        qp_page_begin(book, result, name, name,
                      qp_text(result->rules, QP_TEXT_IN_POINTS), COLUMNS,
                      true);
    struct qp_formulas *formulas = qp_formulas_new(
        page->arena, qp_book_live(book, result), page->sheet, result);
    struct qp_counts counts = qp_counts_of(result);
    struct sources from = { 0 };

    put_totals(page, formulas, &counts, &from);
    put_data(page, &counts);
    put_targets(page);
    put_grades(page, &from);
    put_nodes(page, formulas, &from);
    draw_grades_and_nodes(page, &from);
    put_districts(page, &from);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_overview = { .name = QP_TEXT_SHEET_OVERVIEW,
                                                .shows = QP_TEXT_SHOWS_OVERVIEW,
                                                .write = write_sheet };
