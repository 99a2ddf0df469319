/* 缺项计分: every value that was not there, what the rules made of it, and how
   many ranks that moved the district. */

#include <config.h>

#include "output/sheets.h"
#include "output/table.h"

enum { COLUMNS = 12, VALUE_DECIMALS = 6 };

static const struct qp_score *
score_of(const struct qp_result *result, const struct qp_gap *gap)
{
    return &result->scores[gap->district * result->rules->n_indicators +
                           gap->indicator];
}

/* What was put in, given or spread in place of the value: one of three, and
   blanks. */
static void
put_substitute(struct qp_table *table, const struct qp_gap *gap)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const struct qp_score *score = score_of(page->result, gap);
    size_t group = rules->districts[gap->district].group;
    size_t row = group == QP_NONE ? rules->n_groups : group;
    bool is_given = qp_result_policy(score).kind == QP_POLICY_ZERO ||
                    qp_result_policy(score).kind == QP_POLICY_SCORE;
    qp_num value = qp_num_round(page->arena, score->used, VALUE_DECIMALS,
                                QP_ROUND_HALF_UP);

    if (score->substituted)
        qp_table_figure(table, value,
                        qp_table_decimals(page->arena, value,
                                          VALUE_DECIMALS));
    else
        qp_table_text(table, NULL);
    if (is_given)
        qp_table_number(table, qp_num_mul(page->arena, score->normalised,
                                          qp_num_int(100)));
    else
        qp_table_text(table, NULL);
    if (qp_result_policy(score).kind == QP_POLICY_EXCLUDE)
        qp_table_number(
            table,
            qp_page_round(page, page->result->full[row * rules->n_indicators +
                                                   gap->indicator]));
    else
        qp_table_text(table, NULL);
}

static void
put_gap(struct qp_table *table, const struct qp_gap *gap)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const struct qp_score *score = score_of(page->result, gap);
    qp_num rank = page->result->outcomes[gap->district].rank;

    qp_table_row(table);
    qp_table_text(table, qp_text_district(rules, gap->district));
    qp_table_text(table, rules->indicators[gap->indicator].code);
    qp_table_text(table, qp_text_indicator(rules, gap->indicator));
    qp_table_text(table, qp_text_state(rules, score->state));
    qp_table_text(table, qp_text_phrase(rules, qp_result_reason(score)));
    qp_table_text(table,
                  qp_text_policy(page->arena, rules, qp_result_policy(score)));
    put_substitute(table, gap);
    qp_table_number(table, rank);
    qp_table_number(table, gap->rank_without);
    qp_table_number(table,
                    qp_num_sub(page->arena, gap->rank_without, rank));
}

static void
set_fields(const struct qp_ruleset *rules, struct qp_field fields[])
{
    int halves = rules->ties == QP_TIES_AVERAGE;
    const struct qp_field all[COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 20),
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 8, 16),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 20,
                      34),
        qp_field_text(qp_text(rules, QP_TEXT_STATE), QP_LOOK_CENTRE, 10, 14),
        qp_field_text(qp_text(rules, QP_TEXT_FILLED_REASON), QP_LOOK_SMALL,
                      18, 30),
        qp_field_text(qp_text(rules, QP_TEXT_FILLED_BY), QP_LOOK_TEXT, 16,
                      26),
        qp_field_text(qp_text(rules, QP_TEXT_FILLED_VALUE), QP_LOOK_FIGURE,
                      12, 18),
        qp_field_number(qp_text(rules, QP_TEXT_FILLED_SCORE), QP_LOOK_POINTS,
                        2, 10),
        qp_field_number(qp_text(rules, QP_TEXT_FILLED_WEIGHT),
                        QP_LOOK_POINTS, rules->decimals, 10),
        qp_field_number(qp_text(rules, QP_TEXT_RANK), QP_LOOK_RANK, halves,
                        8),
        qp_field_number(qp_text(rules, QP_TEXT_FILLED_WITHOUT), QP_LOOK_RANK,
                        halves, 10),
        qp_field_number(qp_text(rules, QP_TEXT_FILLED_MOVED), QP_LOOK_CHANGE,
                        halves, 10),
    };

    for (size_t i = 0; i < COLUMNS; i++)
        fields[i] = all[i];
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_field fields[COLUMNS];
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, false);
    struct qp_table table;

    set_fields(rules, fields);
    table = qp_table_begin(page, fields, COLUMNS);
    qp_table_fix(&table, 1);
    for (size_t i = 0; i < result->n_gaps; i++)
        put_gap(&table, &result->gaps[i]);
    qp_table_end(&table, true);
    qp_page_note(page, qp_text(rules, result->gaps_compared
                                          ? QP_TEXT_FILLED_NOTE
                                          : QP_TEXT_FILLED_MANY));
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    return result->n_gaps > 0;
}

const struct qp_sheet_row qp_sheet_filled = { .name = QP_TEXT_SHEET_FILLED,
                                              .shows = QP_TEXT_SHOWS_FILLED,
                                              .write = write_sheet,
                                              .wanted = wanted };
