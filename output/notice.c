/* The workbook of one district; see notice.h. */

#include <config.h>

#include "output/notice.h"

#include <stdlib.h>

#include "engine/method.h"
#include "output/data_rows.h"
#include "output/finding_rows.h"
#include "output/past.h"
#include "output/table.h"
#include "output/texts.h"

enum {
    LOSSES_SHOWN = 8,  /* indicators on which most is lost */
    VALUE_DECIMALS = 4 /* of an indicator's value, on paper */
};

struct notice {
    struct qp_book *book;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    const struct qp_outcome *outcome;
    size_t district;
};

static const struct qp_score *
score_on(const struct notice *notice, size_t node)
{
    return &notice->result
                ->scores[notice->district * notice->rules->n_indicators +
                         node];
}

static const char *
words(const struct notice *notice, enum qp_text id)
{
    return qp_text(notice->rules, id);
}

/* What a score is short of full marks; undefined without points. */
static qp_num
lost_on(struct qp_arena *arena, const struct qp_score *score)
{
    return qp_num_sub(arena, score->weight, score->points);
}

static qp_num
percent(struct qp_arena *arena, qp_num share)
{
    return qp_num_mul(arena, share, qp_num_int(100));
}

static struct qp_page *
begin(const struct notice *notice, enum qp_text name, enum qp_text right,
      size_t columns, bool portrait)
{
    const struct qp_ruleset *rules = notice->rules;
    const char *subject = qp_text_with(
        qp_book_arena(notice->book), rules, QP_TEXT_NOTICE_SUBJECT,
        qp_text_district(rules, notice->district), words(notice, name), NULL);

    return qp_page_begin(notice->book, notice->result, words(notice, name),
                         subject, words(notice, right), columns, portrait);
}

/* ---- the first page: the result ---- */

/* The cards over the columns of the first page. */
static const struct {
    enum qp_text name;
    size_t column, columns;
} cards[] = {
    { QP_TEXT_RANK, 0, 1 },
    { QP_TEXT_TOTAL, 1, 2 },
    { QP_TEXT_GRADE, 3, 2 },
    { QP_TEXT_TO_MEAN, 5, 3 },
};

enum { FRONT_COLUMNS = 8 };

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
card_text(const struct notice *notice, const struct qp_page *page,
          enum qp_text card)
{
    const struct qp_outcome *outcome = notice->outcome;
    const struct qp_summary *all =
        &notice->result->summaries[notice->rules->n_indicators];
    const char *text = "";

    if (card == QP_TEXT_RANK)
        text = rank_text(page, outcome->rank, notice->result->n_ranked);
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

static void
put_cards(const struct notice *notice, struct qp_page *page)
{
    page->row++;
    for (size_t i = 0; i < QP_COUNT(cards); i++) {
        qp_cell_merge(page->sheet, page->row, cards[i].column, 1,
                      cards[i].columns,
                      (struct qp_style){ .look = QP_LOOK_CARD_NAME },
                      words(notice, cards[i].name));
        qp_cell_merge(page->sheet, page->row + 1, cards[i].column, 1,
                      cards[i].columns,
                      (struct qp_style){ .look = QP_LOOK_CARD },
                      card_text(notice, page, cards[i].name));
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
        qp_page_entry(page, words(notice, QP_TEXT_LAST_YEAR), past);
    for (size_t r = 0; r < rules->n_rankings; r++) {
        const struct qp_place_in *place = &notice->outcome->rankings[r];
        size_t n = 0;

        if (!place->member)
            continue;
        for (size_t d = 0; d < rules->n_districts; d++)
            n += qp_num_defined(notice->result->outcomes[d].rankings[r].rank);
        qp_page_entry(page,
                      qp_text_name(rules, rules->rankings[r].name,
                                   rules->rankings[r].name_en),
                      rank_text(page, place->rank, n));
    }
}

/* The columns of both tables of the first page; the fifth is LOST or BEST. */
static void
set_front(const struct notice *notice, bool lost, struct qp_field fields[])
{
    const struct qp_ruleset *rules = notice->rules;
    int decimals = rules->decimals;
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 28, 28);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_FULL), QP_LOOK_POINTS,
                                  decimals, 9);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_POINTS),
                                  QP_LOOK_TOTAL, decimals, 9);
    fields[n++] =
        qp_field_number(qp_text(rules, QP_TEXT_RATE), QP_LOOK_POINTS, 2, 10);
    fields[n++] =
        qp_field_number(qp_text(rules, lost ? QP_TEXT_LOST : QP_TEXT_BEST),
                        QP_LOOK_POINTS, decimals, 9);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_MEAN), QP_LOOK_POINTS,
                                  decimals, 9);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_TO_MEAN),
                                  QP_LOOK_CHANGE, decimals, 10);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_CENTRE, 7, 0);
}

static void
put_front_row(const struct notice *notice, struct qp_table *table, size_t node,
              bool lost)
{
    const struct qp_page *page = table->page;
    const struct qp_score *score = score_on(notice, node);
    const struct qp_summary *all = &notice->result->summaries[node];
    qp_num mean = qp_page_round(page, all->mean);

    qp_table_row(table);
    qp_table_text(table, qp_text_indicator(notice->rules, node));
    qp_table_number(table, qp_page_round(page, score->weight));
    qp_table_number(table, score->points);
    qp_table_number(table, percent(page->arena, score->normalised));
    qp_table_number(table,
                    lost ? qp_page_round(page, lost_on(page->arena, score))
                         : all->max);
    qp_table_number(table, mean);
    qp_table_number(table, qp_num_sub(page->arena, score->points, mean));
    qp_table_number(table, score->rank);
}

/* A line of the sum, of which only points are known. */
static void
put_sum(struct qp_table *table, const char *name, qp_num full, qp_num points)
{
    qp_table_row_on(table, QP_GROUND_SUM);
    qp_table_text_as(table, QP_LOOK_STRONG, name);
    if (qp_num_defined(full))
        qp_table_number(table, full);
    else
        qp_table_text(table, NULL);
    qp_table_number(table, points);
}

static void
put_blanks(struct qp_table *table)
{
    while (table->column < table->n_fields)
        qp_table_text(table, NULL);
}

static void
put_total(const struct notice *notice, struct qp_table *table)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = notice->rules;
    const struct qp_outcome *outcome = notice->outcome;
    const struct qp_summary *all =
        &notice->result->summaries[rules->n_indicators];
    qp_num none = qp_num_undefined("none");
    qp_num mean = qp_page_round(page, all->mean);

    if (rules->n_bonuses + rules->n_deductions) {
        put_sum(table, words(notice, QP_TEXT_BASE), rules->scale,
                outcome->base);
        put_blanks(table);
        put_sum(table, words(notice, QP_TEXT_BONUS), none, outcome->bonus);
        put_blanks(table);
        put_sum(table, words(notice, QP_TEXT_DEDUCTION), none,
                outcome->deduction);
        put_blanks(table);
    }
    put_sum(table, words(notice, QP_TEXT_TOTAL), none, outcome->total);
    qp_table_text(table, NULL);
    qp_table_number(table, all->max);
    qp_table_number(table, mean);
    qp_table_number(table, qp_num_sub(page->arena, outcome->total, mean));
    qp_table_number(table, outcome->rank);
}

static void
put_groups(const struct notice *notice, struct qp_page *page)
{
    struct qp_field fields[FRONT_COLUMNS];
    struct qp_table table;

    set_front(notice, false, fields);
    qp_page_section(page, words(notice, QP_TEXT_NOTICE_GROUPS));
    table = qp_table_begin(page, fields, FRONT_COLUMNS);
    for (size_t i = 0; i < notice->rules->n_top; i++)
        put_front_row(notice, &table, notice->rules->top[i], false);
    put_total(notice, &table);
    qp_table_end(&table, false);
}

/* ---- where most is lost ---- */

/* An indicator, its place among those that people read, and what is lost. */
struct loss {
    size_t node, order;
    qp_num lost;
};

static int
by_loss(const void *left, const void *right)
{
    const struct loss *a = left, *b = right;
    int order = qp_num_cmp(b->lost, a->lost);

    if (order)
        return order;
    return a->order < b->order ? -1 : 1;
}

static void
put_losses(const struct notice *notice, struct qp_page *page)
{
    const struct qp_ruleset *rules = notice->rules;
    struct loss *losses =
        qp_arena_alloc(page->arena, rules->n_indicators, sizeof *losses);
    struct qp_field fields[FRONT_COLUMNS];
    struct qp_table table;
    size_t n = 0;

    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t node = rules->order[i];
        qp_num lost = lost_on(page->arena, score_on(notice, node));

        if (rules->indicators[node].method && qp_num_defined(lost) &&
            qp_num_sign(lost) > 0)
            losses[n++] = (struct loss){ node, i, lost };
    }
    if (!n)
        return;
    qsort(losses, n, sizeof *losses, by_loss);
    set_front(notice, true, fields);
    qp_page_section(page, words(notice, QP_TEXT_NOTICE_LOSSES));
    table = qp_table_begin(page, fields, FRONT_COLUMNS);
    for (size_t i = 0; i < n && i < LOSSES_SHOWN; i++)
        put_front_row(notice, &table, losses[i].node, true);
    qp_table_end(&table, false);
}

static void
put_signature(const struct notice *notice, struct qp_page *page)
{
    const struct qp_ruleset *rules = notice->rules;
    const struct qp_style style = { .look = QP_LOOK_SIGNED };

    page->row++;
    qp_cell_text(page->sheet, page->row++, FRONT_COLUMNS - 1, style,
                 rules->authority);
    qp_cell_text(page->sheet, page->row++, FRONT_COLUMNS - 1, style,
                 qp_text_date(page->arena, rules, rules->date));
}

static void
write_front(const struct notice *notice)
{
    struct qp_page *page = begin(notice, QP_TEXT_SHEET_RESULT,
                                 QP_TEXT_IN_POINTS, FRONT_COLUMNS, true);

    page->one_page = true;
    put_cards(notice, page);
    put_places(notice, page);
    put_groups(notice, page);
    put_losses(notice, page);
    qp_page_note(page, words(notice, QP_TEXT_NOTICE_NOTE));
    put_signature(notice, page);
    qp_page_finish(page);
}

/* ---- its indicators ---- */

enum { INDICATOR_COLUMNS = 11 };

static void
set_indicator_fields(const struct notice *notice, struct qp_field fields[])
{
    const struct qp_ruleset *rules = notice->rules;
    int decimals = rules->decimals;
    const struct qp_field all[INDICATOR_COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 0, 0),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 26, 32),
        qp_field_text(qp_text(rules, QP_TEXT_UNIT), QP_LOOK_CENTRE, 8, 14),
        qp_field_text(qp_text(rules, QP_TEXT_VALUE), QP_LOOK_FIGURE, 13, 24),
        qp_field_text(qp_text(rules, QP_TEXT_METHOD), QP_LOOK_CENTRE, 12, 16),
        qp_field_number(qp_text(rules, QP_TEXT_RATE), QP_LOOK_POINTS, 2, 10),
        qp_field_number(qp_text(rules, QP_TEXT_FULL), QP_LOOK_POINTS, decimals,
                        9),
        qp_field_number(qp_text(rules, QP_TEXT_POINTS), QP_LOOK_TOTAL,
                        decimals, 9),
        qp_field_number(qp_text(rules, QP_TEXT_LOST), QP_LOOK_POINTS, decimals,
                        9),
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_CENTRE, 7, 0),
        qp_field_text(qp_text(rules, QP_TEXT_REMARK), QP_LOOK_SMALL, 20, 32),
    };

    for (size_t i = 0; i < INDICATOR_COLUMNS; i++)
        fields[i] = all[i];
}

/* Unit, value and method of a leaf; its value is the district's own: what a
   rule put in its place may be another's. */
static void
put_leaf(const struct notice *notice, struct qp_table *table, size_t node)
{
    const struct qp_indicator *indicator = &notice->rules->indicators[node];
    const struct qp_score *score = score_on(notice, node);
    struct qp_arena *arena = table->page->arena;
    qp_num value = qp_num_round(arena, score->value.num, VALUE_DECIMALS,
                                QP_ROUND_HALF_UP);

    qp_table_text(table, indicator->unit_name);
    if (!indicator->method) {
        qp_table_text(table, NULL);
        qp_table_text(table, NULL);
        return;
    }
    if (score->value.state == QP_REPORTED)
        qp_table_figure(table, value,
                        qp_table_decimals(arena, value, VALUE_DECIMALS));
    else
        qp_table_text_as(table, QP_LOOK_MARK, "—");
    qp_table_text(table,
                  qp_text_name(notice->rules, indicator->method->name_zh,
                               indicator->method->name));
}

static void
put_indicator(const struct notice *notice, struct qp_table *table, size_t node)
{
    const struct qp_indicator *indicator = &notice->rules->indicators[node];
    const struct qp_score *score = score_on(notice, node);
    const struct qp_page *page = table->page;
    enum qp_look look = indicator->method ? QP_LOOK_TEXT : QP_LOOK_STRONG;

    if (!indicator->method)
        qp_table_row_on(table, QP_GROUND_SUM);
    else if (score->policy.kind != QP_POLICY_NONE)
        qp_table_row_on(table, QP_GROUND_TINT);
    else
        qp_table_row(table);
    if (indicator->parent == QP_NONE)
        qp_page_start(table->page, table->row);
    qp_table_text(table, indicator->code);
    qp_table_text_as(table, look, qp_text_indicator(notice->rules, node));
    put_leaf(notice, table, node);
    qp_table_number(table, percent(page->arena, score->normalised));
    qp_table_number(table, qp_page_round(page, score->weight));
    qp_table_number(table, score->points);
    qp_table_number(table, qp_page_round(page, lost_on(page->arena, score)));
    qp_table_number(table, score->rank);
    qp_table_text(table, qp_text_score(page->arena, notice->rules, node, score));
}

static void
write_indicators(const struct notice *notice)
{
    struct qp_field fields[INDICATOR_COLUMNS];
    struct qp_page *page = begin(notice, QP_TEXT_SHEET_SCORES,
                                 QP_TEXT_IN_POINTS, INDICATOR_COLUMNS, false);
    struct qp_table table;

    set_indicator_fields(notice, fields);
    table = qp_table_begin(page, fields, INDICATOR_COLUMNS);
    qp_table_fix(&table, 2);
    for (size_t i = 0; i < notice->rules->n_indicators; i++)
        put_indicator(notice, &table, notice->rules->order[i]);
    qp_table_end(&table, false);
    qp_page_note(page, words(notice, QP_TEXT_NOTICE_VALUES));
    qp_page_finish(page);
}

/* ---- its data ---- */

static void
write_data(const struct notice *notice)
{
    struct qp_field fields[QP_DATA_ROW_FIELDS];
    size_t n = qp_data_row_fields(notice->rules, true, fields, 0);
    struct qp_page *page =
        begin(notice, QP_TEXT_SHEET_OWN_DATA, QP_TEXT_NOTHING, n, false);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, 1);
    for (size_t x = 0; x < notice->rules->n_data; x++) {
        qp_table_row(&table);
        qp_data_row(&table, notice->district, x, true);
    }
    qp_table_end(&table, false);
    qp_page_finish(page);
}

/* ---- what the checks found in them ---- */

static bool
has_findings(const struct notice *notice)
{
    const struct qp_findings *findings = notice->result->findings;

    for (size_t i = 0; i < findings->n; i++)
        if (findings->items[i].district == notice->district)
            return true;
    return false;
}

static void
write_findings(const struct notice *notice)
{
    const struct qp_findings *findings = notice->result->findings;
    struct qp_field fields[QP_FINDING_ROW_FIELDS];
    size_t n = qp_finding_row_fields(notice->rules, fields, 0);
    struct qp_page *page =
        begin(notice, QP_TEXT_SHEET_QUALITY, QP_TEXT_NOTHING, n, false);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, 1);
    for (size_t i = 0; i < findings->n; i++) {
        if (findings->items[i].district != notice->district)
            continue;
        qp_table_row(&table);
        qp_finding_row(&table, &findings->items[i], true);
    }
    qp_table_end(&table, false);
    qp_page_note(page, words(notice, QP_TEXT_NOTICE_FINDINGS));
    qp_page_finish(page);
}

/* ---- its bonuses, deductions and vetoes ---- */

enum { ITEM_COLUMNS = 6 };

static void
put_award(struct qp_table *table, const char *kind, const struct qp_item *item,
          const struct qp_award *award)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;
    const struct qp_value value = award->value;
    bool known = value.state == QP_REPORTED;

    qp_table_row(table);
    qp_table_text(table, kind);
    qp_table_text(table, qp_text_name(rules, item->name, item->name_en));
    if (known)
        qp_table_figure(table, value.num,
                        qp_table_decimals(arena, value.num, VALUE_DECIMALS));
    else
        qp_table_text_as(table, QP_LOOK_MARK, "—");
    qp_table_number(table, item->cap);
    qp_table_number(table, award->points);
    qp_table_text(
        table, known ? NULL
                     : qp_text_join(arena, qp_text_state(rules, value.state),
                                    qp_text(rules, QP_TEXT_COLON),
                                    qp_text_phrase(rules, value.text)));
}

static void
put_veto(struct qp_table *table, const struct qp_veto *veto, bool struck)
{
    const struct qp_ruleset *rules = table->page->rules;

    qp_table_row(table);
    qp_table_text(table, qp_text(rules, QP_TEXT_VETO));
    qp_table_text(table, qp_text_name(rules, veto->name, veto->name_en));
    qp_table_text(table, NULL);
    qp_table_text(table, NULL);
    qp_table_text(table, NULL);
    qp_table_text_as(
        table, struck ? QP_LOOK_STRUCK : QP_LOOK_SMALL,
        qp_text(rules, struck ? QP_TEXT_STRUCK : QP_TEXT_NOT_STRUCK));
}

static void
write_items(const struct notice *notice)
{
    const struct qp_ruleset *rules = notice->rules;
    const struct qp_outcome *outcome = notice->outcome;
    const struct qp_field fields[ITEM_COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_KIND), QP_LOOK_CENTRE, 12, 0),
        qp_field_text(qp_text(rules, QP_TEXT_ITEM), QP_LOOK_TEXT, 36, 44),
        qp_field_text(qp_text(rules, QP_TEXT_COMPUTED), QP_LOOK_FIGURE, 12, 0),
        qp_field_number(qp_text(rules, QP_TEXT_CAP), QP_LOOK_POINTS,
                        rules->decimals, 10),
        qp_field_number(qp_text(rules, QP_TEXT_COUNTED), QP_LOOK_TOTAL,
                        rules->decimals, 12),
        qp_field_text(qp_text(rules, QP_TEXT_REMARK), QP_LOOK_SMALL, 30, 40),
    };
    struct qp_page *page = begin(notice, QP_TEXT_SHEET_ITEMS,
                                 QP_TEXT_IN_POINTS, ITEM_COLUMNS, false);
    struct qp_table table = qp_table_begin(page, fields, ITEM_COLUMNS);

    for (size_t i = 0; i < rules->n_bonuses; i++)
        put_award(&table, qp_text(rules, QP_TEXT_BONUS), &rules->bonuses[i],
                  &outcome->bonuses[i]);
    for (size_t i = 0; i < rules->n_deductions; i++)
        put_award(&table, qp_text(rules, QP_TEXT_DEDUCTION),
                  &rules->deductions[i], &outcome->deductions[i]);
    for (size_t i = 0; i < rules->n_vetoes; i++)
        put_veto(&table, &rules->vetoes[i], outcome->struck[i]);
    qp_table_end(&table, false);
    qp_page_finish(page);
}

bool
qp_notice_write(struct qp_session *run, const struct qp_result *result,
                const struct qp_folder *folder, const char *name,
                size_t district)
{
    const struct qp_ruleset *rules = result->rules;
    const char *title = qp_arena_printf(run->arena, "%s %s", rules->title,
                                        qp_text_district(rules, district));
    struct notice notice = {
        .book = qp_book_open(run, folder, name, title, rules),
        .result = result,
        .rules = rules,
        .outcome = &result->outcomes[district],
        .district = district,
    };

    write_front(&notice);
    write_indicators(&notice);
    write_data(&notice);
    if (has_findings(&notice))
        write_findings(&notice);
    if (rules->n_bonuses + rules->n_deductions + rules->n_vetoes)
        write_items(&notice);
    return qp_book_close(notice.book);
}
