/* The district's own indicators, data, findings, bonuses, deductions and
   vetoes. */

#include <config.h>

#include "engine/method.h"
#include "output/data_rows.h"
#include "output/finding_rows.h"
#include "output/notice_impl.h"

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

/* What a rule put in the place of its value may be another's. */
void
qp_notice_leaf(const struct notice *notice, struct qp_table *table,
               size_t node)
{
    const struct qp_indicator *indicator = &notice->rules->indicators[node];
    const struct qp_score *score = qp_notice_score(notice, node);
    struct qp_arena *arena = table->page->arena;
    qp_num value = qp_num_round(arena, qp_result_value(score).num,
                                QP_NOTICE_DECIMALS, QP_ROUND_HALF_UP);

    qp_table_text(table, indicator->unit_name);
    if (!indicator->method) {
        qp_table_text(table, NULL);
        qp_table_text(table, NULL);
        return;
    }
    if (qp_result_value(score).state == QP_REPORTED)
        qp_table_figure(table, value,
                        qp_table_decimals(arena, value, QP_NOTICE_DECIMALS));
    else
        qp_table_text_as(table, QP_LOOK_MARK, "—");
    qp_table_text(table, qp_text_method(notice->rules, indicator->method));
}

static void
put_indicator(const struct notice *notice, struct qp_table *table, size_t node)
{
    const struct qp_indicator *indicator = &notice->rules->indicators[node];
    const struct qp_score *score = qp_notice_score(notice, node);
    const struct qp_page *page = table->page;
    enum qp_look look = indicator->method ? QP_LOOK_TEXT : QP_LOOK_STRONG;

    if (!indicator->method)
        qp_table_row_on(table, QP_GROUND_SUM);
    else if (qp_result_policy(score).kind != QP_POLICY_NONE)
        qp_table_row_on(table, QP_GROUND_TINT);
    else
        qp_table_row(table);
    if (indicator->parent == QP_NONE)
        qp_page_start(table->page, table->row);
    qp_table_text(table, indicator->code);
    qp_table_text_as(table, look, qp_text_indicator(notice->rules, node));
    qp_notice_leaf(notice, table, node);
    qp_table_number(table, qp_notice_percent(page->arena, score->normalised));
    qp_table_number(table, qp_page_round(page, qp_result_weight(score)));
    qp_table_number(table, score->points);
    qp_table_number(table,
                    qp_page_round(page, qp_notice_lost(page->arena, score)));
    qp_table_number(table, qp_result_rank(score));
    qp_table_text(table,
                  qp_text_score(page->arena, notice->rules, node, score));
}

void
qp_notice_indicators(const struct notice *notice)
{
    struct qp_field fields[INDICATOR_COLUMNS];
    struct qp_page *page =
        qp_notice_begin(notice, QP_TEXT_SHEET_SCORES, QP_TEXT_IN_POINTS,
                        INDICATOR_COLUMNS, false);
    struct qp_table table;

    set_indicator_fields(notice, fields);
    table = qp_table_begin(page, fields, INDICATOR_COLUMNS);
    qp_table_fix(&table, 2);
    for (size_t i = 0; i < notice->rules->n_indicators; i++)
        put_indicator(notice, &table, notice->rules->order[i]);
    qp_table_end(&table, false);
    qp_page_note(page, qp_notice_words(notice, QP_TEXT_NOTICE_VALUES));
    qp_page_finish(page);
}

/* ---- its data ---- */

void
qp_notice_data(const struct notice *notice)
{
    struct qp_field fields[QP_DATA_ROW_FIELDS];
    size_t n = qp_data_row_fields(notice->rules, true, fields, 0);
    struct qp_page *page = qp_notice_begin(notice, QP_TEXT_SHEET_OWN_DATA,
                                           QP_TEXT_NOTHING, n, false);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, 1);
    for (size_t x = 0; x < notice->rules->n_data; x++) {
        if (qp_model_extra(
                &notice->result->subs
                     ->entries[notice->district * notice->rules->n_data + x])
                ->verified)
            qp_table_row_on(&table, QP_GROUND_TINT);
        else
            qp_table_row(&table);
        qp_data_row(&table, notice->district, x, true);
    }
    qp_table_end(&table, false);
    qp_page_note(page, qp_notice_words(notice, QP_TEXT_NOTICE_DATA));
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

void
qp_notice_findings(const struct notice *notice)
{
    const struct qp_findings *findings = notice->result->findings;
    struct qp_field fields[QP_FINDING_ROW_FIELDS];
    size_t n = qp_finding_row_fields(notice->rules, fields, 0);
    struct qp_page *page;
    struct qp_table table;

    if (!has_findings(notice))
        return;
    page = qp_notice_begin(notice, QP_TEXT_SHEET_QUALITY, QP_TEXT_NOTHING, n,
                           false);
    table = qp_table_begin(page, fields, n);
    qp_table_fix(&table, 1);
    for (size_t i = 0; i < findings->n; i++) {
        if (findings->items[i].district != notice->district)
            continue;
        qp_table_row(&table);
        qp_finding_row(&table, &findings->items[i], true);
    }
    qp_table_end(&table, false);
    qp_page_note(page, qp_notice_words(notice, QP_TEXT_NOTICE_FINDINGS));
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
        qp_table_figure(
            table, value.num,
            qp_table_decimals(arena, value.num, QP_NOTICE_DECIMALS));
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

void
qp_notice_items(const struct notice *notice)
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
    struct qp_page *page;
    struct qp_table table;

    if (!(rules->n_bonuses + rules->n_deductions + rules->n_vetoes))
        return;
    page = qp_notice_begin(notice, QP_TEXT_SHEET_ITEMS, QP_TEXT_IN_POINTS,
                           ITEM_COLUMNS, false);
    table = qp_table_begin(page, fields, ITEM_COLUMNS);
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
