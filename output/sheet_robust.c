/* 稳健性: whether the order stands when weights and figures are a little
   different. */

#include <config.h>

#include "output/sheets.h"

#include <inttypes.h>

#include "engine/robust.h"
#include "output/chart.h"
#include "output/robust_texts.h"
#include "output/table.h"

enum {
    COLUMNS = 12,
    DRAWN_MOST = 30, /* districts in the chart */
    INDEX_DECIMALS = 3,
    CHART_ROWS = 8,  /* beside those of what is drawn */
    MIN_ROWS = 14
};

static qp_num
percent(struct qp_arena *arena, qp_num share)
{
    return qp_num_mul(arena, share, qp_num_int(100));
}

/* ---- what was done ---- */

static void
put_entry(struct qp_page *page, enum qp_text label, const char *text)
{
    qp_page_entry(page, qp_text(page->rules, label), text);
}

static void
put_entries(struct qp_page *page, const struct qp_robust *robust)
{
    struct qp_arena *arena = page->arena;
    const struct qp_ruleset *rules = page->rules;

    put_entry(page, QP_TEXT_ROBUST_DRAWS,
              qp_text_with(arena, rules, QP_TEXT_ROBUST_DRAWS_TEXT,
                           qp_arena_printf(arena, "%zu", robust->n_draws),
                           qp_arena_printf(arena, "%" PRIu64, robust->seed),
                           qp_arena_printf(arena, "%zu",
                                           robust->n_evaluations),
                           NULL));
    put_entry(page, QP_TEXT_ROBUST_WEIGHTS,
              qp_text_spread(arena, rules, robust->weights,
                             robust->by_default));
    put_entry(page, QP_TEXT_ROBUST_DATA,
              qp_text_spread(arena, rules, robust->data, robust->by_default));
    if (!qp_num_defined(robust->mean_shift))
        return;
    put_entry(page, QP_TEXT_ROBUST_ORDER,
              qp_text_with(
                  arena, rules, QP_TEXT_ROBUST_ORDER_TEXT,
                  qp_num_fixed(arena, percent(arena, robust->same_order), 1),
                  qp_num_fixed(arena, robust->mean_shift, 2), NULL));
}

/* ---- ranks ---- */

static void
set_rank_fields(const struct qp_ruleset *rules,
                struct qp_field fields[COLUMNS])
{
    const char *in_draws = qp_text(rules, QP_TEXT_ROBUST_IN_DRAWS);
    const char *keeps = qp_text(rules, QP_TEXT_ROBUST_KEEPS);
    const char *drawn = qp_text(rules, QP_TEXT_ROBUST_DRAWN);
    const struct {
        const char *over;
        enum qp_text head;
        enum qp_look look;
        int decimals;
        bool is_percent;
    } all[COLUMNS] = {
        { NULL, QP_TEXT_RANK, QP_LOOK_RANK, 0, false },
        { NULL, QP_TEXT_DISTRICT, QP_LOOK_TEXT, 0, false },
        { NULL, QP_TEXT_CODE, QP_LOOK_CENTRE, 0, false },
        { in_draws, QP_TEXT_ROBUST_LOW, QP_LOOK_POINTS, 1, false },
        { in_draws, QP_TEXT_MEAN, QP_LOOK_POINTS, 2, false },
        { in_draws, QP_TEXT_ROBUST_HIGH, QP_LOOK_POINTS, 1, false },
        { keeps, QP_TEXT_ROBUST_KEEPS_RANK, QP_LOOK_POINTS, 1, true },
        { keeps, QP_TEXT_ROBUST_KEEPS_GRADE, QP_LOOK_POINTS, 1, true },
        { NULL, QP_TEXT_ROBUST_BEATS_NEXT, QP_LOOK_POINTS, 1, true },
        { drawn, QP_TEXT_ROBUST_BEFORE, QP_LOOK_POINTS, 1, false },
        { drawn, QP_TEXT_ROBUST_TO_MEAN, QP_LOOK_POINTS, 2, false },
        { drawn, QP_TEXT_ROBUST_FROM_MEAN, QP_LOOK_POINTS, 2, false },
    };

    for (size_t i = 0; i < COLUMNS; i++)
        fields[i] = (struct qp_field){
            .over = all[i].over,
            .head = qp_text(rules, all[i].head),
            .under = all[i].is_percent
                         ? qp_text(rules, QP_TEXT_ROBUST_PERCENT)
                         : NULL,
            .look = all[i].look,
            .decimals = all[i].decimals,
            .least = i == 1 ? 16 : 9,
            .most = i == 1 ? 30 : 12,
        };
}

/* A rank takes the room from half a rank before to half a rank behind, so that
   a district that never moves can be seen.  Where a few far shifts draw the
   mean out of the interval, the colours change at its end. */
static void
put_rank(struct qp_table *table, const struct qp_robust *robust, size_t i)
{
    const struct qp_page *page = table->page;
    struct qp_arena *arena = page->arena;
    const struct qp_robust_district *d = &robust->districts[i];
    const struct qp_district *district = &page->rules->districts[d->district];
    qp_num half = qp_num_div(arena, qp_num_int(1), qp_num_int(2));
    qp_num before = qp_num_sub(arena, d->low, half);
    qp_num behind = qp_num_add(arena, d->high, half);
    qp_num middle = qp_num_max(arena, before,
                               qp_num_min(arena, d->mean, behind));

    qp_table_row(table);
    qp_page_start(table->page, table->row);
    qp_table_number(table, d->rank);
    qp_table_text(table, qp_text_district(page->rules, d->district));
    qp_table_text(table, district->code);
    qp_table_number(table, d->low);
    qp_table_number(table, d->mean);
    qp_table_number(table, d->high);
    qp_table_number(table, percent(arena, d->keeps_rank));
    if (page->rules->n_grades)
        qp_table_number(table, percent(arena, d->keeps_grade));
    else
        qp_table_text(table, NULL);
    if (i + 1 < robust->n_districts)
        qp_table_number(table,
                        percent(arena, qp_robust_beats(arena, robust, i,
                                                       i + 1)));
    else
        qp_table_text(table, NULL);
    qp_table_number(table, before);
    qp_table_number(table, qp_num_sub(arena, middle, before));
    qp_table_number(table, qp_num_sub(arena, behind, middle));
}

static void
draw_ranks(struct qp_page *page, const struct qp_robust *robust, size_t first)
{
    const struct qp_ruleset *rules = page->rules;
    size_t n = robust->n_districts;
    bool all = n <= DRAWN_MOST;
    const char *most = qp_arena_printf(page->arena, "%d", DRAWN_MOST);
    size_t drawn = all ? n : DRAWN_MOST;
    const struct qp_chart_series series[] = {
        { .name = qp_text(rules, QP_TEXT_ROBUST_BEFORE),
          .values = { page->sheet, first, 9, drawn },
          .ink = QP_INK_LINE },
        { .name = qp_text(rules, QP_TEXT_ROBUST_TO_MEAN),
          .values = { page->sheet, first, 10, drawn },
          .ink = QP_INK_MAIN },
        { .name = qp_text(rules, QP_TEXT_ROBUST_FROM_MEAN),
          .values = { page->sheet, first, 11, drawn },
          .ink = QP_INK_SOFT },
    };
    const struct qp_chart chart = {
        .kind = QP_CHART_SPANS,
        .title = all ? qp_text(rules, QP_TEXT_ROBUST_CHART_RANKS)
                     : qp_text_with(page->arena, rules,
                                    QP_TEXT_ROBUST_CHART_FIRST, most, NULL),
        .along = qp_text(rules, QP_TEXT_DISTRICT),
        .up = qp_text(rules, QP_TEXT_RANK),
        .names = { page->sheet, first, 1, drawn },
        .series = series,
        .n_series = QP_COUNT(series),
        .from_zero = true,
    };

    qp_chart_put(page, &chart, 1, drawn + CHART_ROWS);
}

static void
put_ranks(struct qp_page *page, const struct qp_robust *robust)
{
    struct qp_field fields[COLUMNS];
    struct qp_table table;

    qp_page_section(page, qp_text(page->rules, QP_TEXT_ROBUST_RANKS));
    set_rank_fields(page->rules, fields);
    table = qp_table_begin(page, fields, COLUMNS);
    for (size_t i = 0; i < robust->n_districts; i++)
        put_rank(&table, robust, i);
    qp_table_end(&table, false);
    qp_page_note(page, qp_text(page->rules, QP_TEXT_ROBUST_NOTE));
    if (robust->n_districts)
        draw_ranks(page, robust, table.first);
}

/* ---- choices ---- */

enum { CHOICE_COLUMNS = 8 };

static void
set_choice_fields(const struct qp_ruleset *rules,
                  struct qp_field fields[CHOICE_COLUMNS])
{
    static const enum qp_text parts[] = { QP_TEXT_ROBUST_VALUE,
                                          QP_TEXT_ROBUST_BOUND_LOW,
                                          QP_TEXT_ROBUST_BOUND_HIGH };

    fields[0] = qp_field_text(qp_text(rules, QP_TEXT_NUMBER), QP_LOOK_CENTRE,
                              6, 8);
    fields[1] = qp_field_text(qp_text(rules, QP_TEXT_ROBUST_CHOICE),
                              QP_LOOK_TEXT, 16, 30);
    for (size_t i = 0; i < 6; i++)
        fields[2 + i] =
            qp_field_below(qp_text(rules, i < 3 ? QP_TEXT_ROBUST_FIRST
                                                : QP_TEXT_ROBUST_TOTAL),
                           qp_field_number(qp_text(rules, parts[i % 3]),
                                           QP_LOOK_POINTS, INDEX_DECIMALS, 9));
}

static void
put_importance(struct qp_table *table, const struct qp_importance *of)
{
    qp_table_number(table, of->value);
    qp_table_number(table, of->low);
    qp_table_number(table, of->high);
}

static void
draw_choices(struct qp_page *page, const struct qp_robust *robust,
             size_t first)
{
    const struct qp_ruleset *rules = page->rules;
    size_t n = robust->n_choices;
    const struct qp_chart_series series[] = {
        { .name = qp_text(rules, QP_TEXT_ROBUST_TOTAL),
          .values = { page->sheet, first, 5, n },
          .ink = QP_INK_MAIN },
        { .name = qp_text(rules, QP_TEXT_ROBUST_FIRST),
          .values = { page->sheet, first, 2, n },
          .ink = QP_INK_SOFT },
    };
    const struct qp_chart chart = {
        .kind = QP_CHART_BARS,
        .title = qp_text(rules, QP_TEXT_ROBUST_CHART_CHOICES),
        .along = qp_text(rules, QP_TEXT_ROBUST_CHOICE),
        .up = qp_text(rules, QP_TEXT_ROBUST_SHARE_AXIS),
        .names = { page->sheet, first, 1, n },
        .series = series,
        .n_series = QP_COUNT(series),
        .from_zero = true,
    };
    size_t rows = 2 * n + CHART_ROWS;

    qp_chart_put(page, &chart, 1, rows < MIN_ROWS ? MIN_ROWS : rows);
}

static void
put_choices(struct qp_page *page, const struct qp_robust *robust)
{
    struct qp_field fields[CHOICE_COLUMNS];
    struct qp_table table;

    if (!robust->n_choices)
        return;
    qp_page_section(page, qp_text(page->rules, QP_TEXT_ROBUST_CHOICES));
    set_choice_fields(page->rules, fields);
    table = qp_table_begin(page, fields, CHOICE_COLUMNS);
    for (size_t i = 0; i < robust->n_choices; i++) {
        qp_table_row(&table);
        qp_table_text(&table, qp_arena_printf(page->arena, "%zu", i + 1));
        qp_table_text(&table, qp_text_choice(page->arena, page->rules,
                                             robust->choices[i]));
        put_importance(&table, &robust->by[i].first);
        put_importance(&table, &robust->by[i].total);
    }
    qp_table_end(&table, false);
    qp_page_note(page, qp_text(page->rules, QP_TEXT_ROBUST_CHOICES_NOTE));
    if (qp_num_defined(robust->by[0].total.value))
        draw_choices(page, robust, table.first);
}

/* ---- leaves ---- */

enum { LEAF_COLUMNS = 8 };

static void
set_leaf_fields(const struct qp_ruleset *rules,
                struct qp_field fields[LEAF_COLUMNS])
{
    const char *without = qp_text(rules, QP_TEXT_ROBUST_WITHOUT);
    const char *unit = qp_text(rules, QP_TEXT_ROBUST_PERCENT);
    const struct qp_field all[LEAF_COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 9, 12),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 16,
                      30),
        qp_field_number(qp_text(rules, QP_TEXT_ROBUST_WEIGHTS),
                        QP_LOOK_POINTS, 1, 9),
        qp_field_number(qp_text(rules, QP_TEXT_ROBUST_VARIANCE),
                        QP_LOOK_POINTS, 1, 9),
        qp_field_number(qp_text(rules, QP_TEXT_ROBUST_CORRELATION),
                        QP_LOOK_POINTS, 2, 9),
        qp_field_below(without,
                       qp_field_number(qp_text(rules, QP_TEXT_MEAN),
                                       QP_LOOK_POINTS, 2, 9)),
        qp_field_below(without,
                       qp_field_number(qp_text(rules, QP_TEXT_ROBUST_MOST),
                                       QP_LOOK_POINTS, 1, 9)),
        qp_field_below(without,
                       qp_field_text(qp_text(rules, QP_TEXT_ROBUST_WHOSE),
                                     QP_LOOK_TEXT, 9, 16)),
    };

    for (size_t i = 0; i < LEAF_COLUMNS; i++)
        fields[i] = all[i];
    fields[2].under = fields[3].under = unit;
}

static void
put_leaves(struct qp_page *page, const struct qp_robust *robust)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_field fields[LEAF_COLUMNS];
    struct qp_table table;

    qp_page_section(page, qp_text(rules, QP_TEXT_ROBUST_LEAVES));
    set_leaf_fields(rules, fields);
    table = qp_table_begin(page, fields, LEAF_COLUMNS);
    for (size_t i = 0; i < robust->n_leaves; i++) {
        const struct qp_robust_drop *drop = &robust->drops[i];
        const struct qp_robust_share *share = &robust->shares[i];

        qp_table_row(&table);
        qp_page_start(page, table.row);
        qp_table_text(&table, rules->indicators[drop->indicator].code);
        qp_table_text(&table, qp_text_indicator(rules, drop->indicator));
        qp_table_number(&table, percent(page->arena, share->weight));
        qp_table_number(&table, percent(page->arena, share->variance));
        qp_table_number(&table, share->correlation);
        qp_table_number(&table, drop->mean_shift);
        qp_table_number(&table, drop->most_shift);
        qp_table_text(&table, drop->most_of == QP_NONE
                                  ? NULL
                                  : qp_text_district(rules, drop->most_of));
    }
    qp_table_end(&table, false);
    qp_page_note(page, qp_text(rules, QP_TEXT_ROBUST_LEAVES_NOTE));
}

/* ---- the sheet ---- */

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, true);

    put_entries(page, result->robust);
    put_ranks(page, result->robust);
    put_choices(page, result->robust);
    put_leaves(page, result->robust);
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    return result->robust != NULL;
}

const struct qp_sheet_row qp_sheet_robust = { .name = QP_TEXT_SHEET_ROBUST,
                                              .shows = QP_TEXT_SHOWS_ROBUST,
                                              .write = write_sheet,
                                              .wanted = wanted };
