/* The first page of a notice, one sheet of paper: what came out, against all
   districts and those of its group, in figures and charts. */

#include <config.h>

#include "output/chart.h"
#include "output/notice_impl.h"
#include "output/past.h"

enum {
    COLUMNS_ALONE = 8, /* without a group to be held against */
    COLUMNS = 11,
    CHART_ROWS = 25,
    CORNERS_LEAST = 3, /* of a radar */
    CHARTED_MOST = 12  /* indicators that a chart has room for */
};

/* The columns that charts look at, behind the name. */
enum { POINTS = 2, RATE = 4 };

/* The page, and the table with its rows of main indicators. */
struct front {
    const struct notice *notice;
    struct qp_page *page;
    size_t group; /* QP_NONE: none to be held against */
    size_t n_columns;
    struct qp_table table;
};

/* ---- above the table ---- */

static const char *
rank_text(const struct qp_page *page, qp_num rank, size_t n)
{
    if (!qp_num_defined(rank))
        return "—";
    return qp_arena_printf(page->arena, "%s / %zu",
                           qp_num_text(page->arena, rank), n);
}

/* X with its sign. */
static const char *
change_text(const struct qp_page *page, qp_num x)
{
    if (!qp_num_defined(x))
        return "—";
    return qp_arena_printf(
        page->arena, "%s%s", qp_num_sign(x) > 0 ? "+" : "",
        qp_num_fixed(page->arena, x, page->rules->decimals));
}

static const char *
card_text(const struct front *front, enum qp_text card)
{
    const struct notice *notice = front->notice;
    const struct qp_page *page = front->page;
    const struct qp_outcome *outcome = notice->outcome;
    const struct qp_summary *all =
        &notice->result->summaries[notice->rules->n_indicators];
    const char *text = "";

    if (card == QP_TEXT_RANK)
        text = qp_text_join(
            page->arena,
            rank_text(page, outcome->rank, notice->result->n_ranked), "　",
            qp_past_move(page->arena, notice->result, notice->district));
    else if (card == QP_TEXT_TOTAL)
        text =
            qp_num_fixed(page->arena, outcome->total, notice->rules->decimals);
    else if (card == QP_TEXT_GRADE)
        text = qp_text_grade(notice->rules, outcome->grade);
    else
        text = change_text(page, qp_num_sub(page->arena, outcome->total,
                                            qp_page_round(page, all->mean)));
    return *text ? text : "—";
}

/* Four cards over all columns; the first is over the widest alone. */
static void
put_cards(struct front *front)
{
    static const enum qp_text cards[] = { QP_TEXT_RANK, QP_TEXT_TOTAL,
                                          QP_TEXT_GRADE, QP_TEXT_TO_MEAN };
    size_t starts[QP_COUNT(cards) + 1] = { 0, 1, RATE };
    struct qp_page *page = front->page;

    starts[3] = RATE + (front->n_columns - RATE) / 2;
    starts[4] = front->n_columns;
    page->row++;
    for (size_t i = 0; i < QP_COUNT(cards); i++) {
        size_t span = starts[i + 1] - starts[i];

        qp_cell_merge(page->sheet, page->row, starts[i], 1, span,
                      (struct qp_style){ .look = QP_LOOK_CARD_NAME },
                      qp_notice_words(front->notice, cards[i]));
        qp_cell_merge(page->sheet, page->row + 1, starts[i], 1, span,
                      (struct qp_style){ .look = QP_LOOK_CARD },
                      card_text(front, cards[i]));
    }
    page->row += 2;
}

/* Vetoes, last year's result, and the district's places in the rankings that
   it is in. */
static void
put_places(const struct notice *notice, struct qp_page *page)
{
    const struct qp_ruleset *rules = notice->rules;
    const char *outcome =
        qp_text_outcome(page->arena, notice->result, notice->district);
    const char *past =
        qp_past_text(page->arena, notice->result, notice->district);

    page->row++;
    if (*outcome)
        qp_page_warning(page, outcome);
    if (past)
        qp_page_entry(page, qp_notice_words(notice, QP_TEXT_LAST_YEAR), past);
    for (size_t r = 0; r < rules->n_rankings; r++) {
        const struct qp_place_in *place = &notice->outcome->rankings[r];

        if (!place->member)
            continue;
        qp_page_entry(page,
                      qp_text_name(rules, rules->rankings[r].name,
                                   rules->rankings[r].name_en),
                      rank_text(page, place->rank,
                                qp_others_ranked(notice->others, r)));
    }
}

/* ---- the table ---- */

static size_t
set_fields(const struct front *front, struct qp_field fields[])
{
    const struct qp_ruleset *rules = front->notice->rules;
    const char *all = qp_text(rules, QP_TEXT_ALL_DISTRICTS);
    const char *group = qp_text(rules, QP_TEXT_OWN_GROUP);
    const char *rate = qp_text(rules, QP_TEXT_RATE);
    struct qp_field mean = qp_field_number(qp_text(rules, QP_TEXT_MEAN),
                                           QP_LOOK_POINTS, rules->decimals, 9);
    struct qp_field best = mean;
    size_t n = 0;

    best.head = qp_text(rules, QP_TEXT_BEST);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 25, 25);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_FULL), QP_LOOK_POINTS,
                                  rules->decimals, 8);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_POINTS),
                                  QP_LOOK_TOTAL, rules->decimals, 8);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_CENTRE, 6, 0);
    fields[n++] =
        qp_field_below(rate, qp_field_number(qp_text(rules, QP_TEXT_OWN),
                                             QP_LOOK_TOTAL, 2, 8));
    fields[n++] =
        qp_field_below(rate, qp_field_number(qp_text(rules, QP_TEXT_MEAN),
                                             QP_LOOK_POINTS, 2, 8));
    if (front->group != QP_NONE)
        fields[n++] = qp_field_below(
            rate, qp_field_number(qp_text(rules, QP_TEXT_GROUP_MEAN),
                                  QP_LOOK_POINTS, 2, 10));
    fields[n++] = qp_field_below(all, mean);
    fields[n++] = qp_field_below(all, best);
    if (front->group == QP_NONE)
        return n;
    fields[n++] = qp_field_below(group, mean);
    fields[n++] = qp_field_below(group, best);
    return n;
}

/* Mean and best points on main indicator TOP of all, then of its group; in
   total for n_top. */
static void
put_others(struct front *front, size_t top)
{
    const size_t groups[] = { QP_NONE, front->group };

    for (size_t i = 0; i < QP_COUNT(groups); i++) {
        struct qp_standard standard;

        if (i && front->group == QP_NONE)
            continue;
        standard = qp_others_on(front->notice->others, top, groups[i]);
        qp_table_number(&front->table,
                        qp_page_round(front->page, standard.mean));
        qp_table_number(&front->table, standard.best);
    }
}

/* What those of GROUP, QP_NONE for all, have on main indicator TOP on
   average, in percent. */
static void
put_rate(struct front *front, size_t top, size_t group)
{
    struct qp_standard standard =
        qp_others_on(front->notice->others, top, group);

    qp_table_number(&front->table, qp_notice_percent(front->page->arena,
                                                     standard.rate));
}

static void
put_main(struct front *front, size_t top)
{
    struct qp_table *table = &front->table;
    struct qp_arena *arena = front->page->arena;
    size_t node = front->notice->rules->top[top];
    const struct qp_score *score = qp_notice_score(front->notice, node);

    qp_table_row(table);
    qp_table_text(table, qp_text_indicator(front->notice->rules, node));
    qp_table_number(table,
                    qp_page_round(front->page, qp_result_weight(score)));
    qp_table_number(table, score->points);
    qp_table_number(table, qp_result_rank(score));
    qp_table_number(table, qp_notice_percent(arena, score->normalised));
    put_rate(front, top, QP_NONE);
    if (front->group != QP_NONE)
        put_rate(front, top, front->group);
    put_others(front, top);
}

/* A line of which only POINTS and, where defined, FULL are known. */
static void
begin_sum(struct front *front, enum qp_text name, qp_num full, qp_num points)
{
    struct qp_table *table = &front->table;

    qp_table_row_on(table, QP_GROUND_SUM);
    qp_table_text_as(table, QP_LOOK_STRONG,
                     qp_notice_words(front->notice, name));
    if (qp_num_defined(full))
        qp_table_number(table, full);
    else
        qp_table_text(table, NULL);
    qp_table_number(table, points);
}

static void
put_blanks(struct qp_table *table, size_t end)
{
    while (table->column < end)
        qp_table_text(table, NULL);
}

static void
put_totals(struct front *front)
{
    const struct qp_ruleset *rules = front->notice->rules;
    const struct qp_outcome *outcome = front->notice->outcome;
    qp_num none = qp_num_undefined("none");

    if (rules->n_bonuses + rules->n_deductions) {
        begin_sum(front, QP_TEXT_BASE, rules->scale, outcome->base);
        put_blanks(&front->table, front->n_columns);
        begin_sum(front, QP_TEXT_BONUS, none, outcome->bonus);
        put_blanks(&front->table, front->n_columns);
        begin_sum(front, QP_TEXT_DEDUCTION, none, outcome->deduction);
        put_blanks(&front->table, front->n_columns);
    }
    begin_sum(front, QP_TEXT_TOTAL, none, outcome->total);
    qp_table_number(&front->table, outcome->rank);
    put_blanks(&front->table, front->group == QP_NONE ? RATE + 2 : RATE + 3);
    put_others(front, rules->n_top);
}

static void
put_table(struct front *front)
{
    struct qp_field *fields =
        qp_arena_alloc(front->page->arena, COLUMNS, sizeof *fields);
    size_t n = set_fields(front, fields);

    qp_page_section(front->page,
                    qp_notice_words(front->notice, QP_TEXT_NOTICE_GROUPS));
    front->table = qp_table_begin(front->page, fields, n);
    for (size_t i = 0; i < front->notice->rules->n_top; i++)
        put_main(front, i);
    put_totals(front);
    qp_table_end(&front->table, false);
}

/* ---- the charts ---- */

/* The cells of COLUMN in the rows of main indicators. */
static struct qp_chart_cells
cells_of(const struct front *front, size_t column)
{
    return (struct qp_chart_cells){ .sheet = front->page->sheet,
                                    .row = front->table.first,
                                    .column = column,
                                    .n = front->notice->rules->n_top };
}

static struct qp_chart_series
series_of(const struct front *front, enum qp_text name, size_t column,
          enum qp_ink ink)
{
    return (struct qp_chart_series){
        .name = qp_notice_words(front->notice, name),
        .values = cells_of(front, column),
        .ink = ink,
    };
}

/* True if nobody has points below 0 on a main indicator. */
static bool
is_positive(const struct front *front)
{
    const struct qp_ruleset *rules = front->notice->rules;

    for (size_t i = 0; i < rules->n_top; i++) {
        const struct qp_summary *all =
            &front->notice->result->summaries[rules->top[i]];

        if (all->n && qp_num_sign(all->min) < 0)
            return false;
    }
    return true;
}

/* Bars of points and a radar of scores, where there are corners enough. */
static void
put_charts(struct front *front)
{
    const struct notice *notice = front->notice;
    size_t mean = front->group == QP_NONE ? RATE + 2 : RATE + 3;
    const struct qp_chart_series bars[] = {
        series_of(front, QP_TEXT_OWN, POINTS, QP_INK_MAIN),
        series_of(front, QP_TEXT_MEAN_OF_ALL, mean, QP_INK_OTHER),
        series_of(front, QP_TEXT_BEST_OF_ALL, mean + 1, QP_INK_SOFT),
    };
    const struct qp_chart_series corners[] = {
        series_of(front, QP_TEXT_OWN, RATE, QP_INK_MAIN),
        series_of(front, QP_TEXT_MEAN_OF_ALL, RATE + 1, QP_INK_OTHER),
        series_of(front, QP_TEXT_GROUP_MEAN, RATE + 2, QP_INK_SOFT),
    };
    const struct qp_chart charts[] = {
        { .kind = QP_CHART_BARS,
          .title = qp_notice_words(notice, QP_TEXT_CHART_POINTS),
          .along = qp_notice_words(notice, QP_TEXT_SHEET_GROUPS),
          .up = qp_notice_words(notice, QP_TEXT_POINTS),
          .names = cells_of(front, 0),
          .from_zero = is_positive(front),
          .series = bars,
          .n_series = QP_COUNT(bars) },
        { .kind = QP_CHART_RADAR,
          .title = qp_notice_words(notice, QP_TEXT_CHART_RATES),
          .names = cells_of(front, 0),
          .series = corners,
          .n_series = front->group == QP_NONE ? 2 : 3 },
    };
    size_t n_top = notice->rules->n_top;

    if (n_top > CHARTED_MOST)
        return;
    front->page->row++;
    qp_chart_put(front->page, charts, n_top < CORNERS_LEAST ? 1 : 2,
                 CHART_ROWS);
}

static void
put_signature(const struct notice *notice, struct qp_page *page)
{
    const struct qp_ruleset *rules = notice->rules;
    const struct qp_style style = { .look = QP_LOOK_SIGNED };

    page->row++;
    qp_cell_text(page->sheet, page->row++, page->columns - 1, style,
                 rules->authority);
    qp_cell_text(page->sheet, page->row++, page->columns - 1, style,
                 qp_text_date(page->arena, rules, rules->date));
}

void
qp_notice_front(const struct notice *notice)
{
    struct front front = {
        .notice = notice,
        .group = notice->rules->districts[notice->district].group,
    };

    front.n_columns = front.group == QP_NONE ? COLUMNS_ALONE : COLUMNS;
    front.page = qp_notice_begin(notice, QP_TEXT_SHEET_RESULT,
                                 QP_TEXT_IN_POINTS, front.n_columns, true);
    front.page->one_page = true;
    put_cards(&front);
    put_places(notice, front.page);
    put_table(&front);
    put_charts(&front);
    qp_page_note(front.page, qp_notice_words(notice, QP_TEXT_NOTICE_NOTE));
    put_signature(notice, front.page);
    qp_page_finish(front.page);
}
