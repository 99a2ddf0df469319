/* 加分扣分否决: what came to and went from each district's points, and which
   vetoes struck. */

#include <config.h>

#include "output/sheets.h"
#include "output/table.h"

enum { FIXED = 2 };

/* Columns for N items under OVER, with their caps, and one for their sum. */
static size_t
add_items(const struct qp_page *page, enum qp_text over,
          const struct qp_item *items, size_t n_items,
          struct qp_field fields[], size_t n)
{
    const struct qp_ruleset *rules = page->rules;

    for (size_t i = 0; i < n_items; i++) {
        const char *cap =
            qp_num_defined(items[i].cap)
                ? qp_text_with(page->arena, rules, QP_TEXT_AT_MOST,
                               qp_num_text(page->arena, items[i].cap), NULL)
                : NULL;

        fields[n++] = (struct qp_field){
            .over = qp_text(rules, over),
            .head = qp_text_name(rules, items[i].name, items[i].name_en),
            .under = cap,
            .look = QP_LOOK_POINTS,
            .decimals = rules->decimals,
            .least = 14,
            .most = 18,
        };
    }
    if (n_items)
        fields[n++] =
            (struct qp_field){ .over = qp_text(rules, over),
                               .head = qp_text(rules, QP_TEXT_SUM_COUNTED),
                               .look = QP_LOOK_TOTAL,
                               .decimals = rules->decimals,
                               .least = 12 };
    return n;
}

static size_t
count_fields(const struct qp_ruleset *rules)
{
    return FIXED + rules->n_bonuses + (rules->n_bonuses > 0) +
           rules->n_deductions + (rules->n_deductions > 0) + rules->n_vetoes;
}

static struct qp_field *
make_fields(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_field *fields =
        qp_arena_alloc(page->arena, count_fields(rules), sizeof *fields);
    size_t n = 0;

    fields[n++] = (struct qp_field){ .head = qp_text(rules, QP_TEXT_CODE),
                                     .look = QP_LOOK_CENTRE };
    fields[n++] = (struct qp_field){ .head = qp_text(rules, QP_TEXT_DISTRICT),
                                     .look = QP_LOOK_TEXT,
                                     .least = 14,
                                     .most = 26 };
    n = add_items(page, QP_TEXT_BONUS, rules->bonuses, rules->n_bonuses,
                  fields, n);
    n = add_items(page, QP_TEXT_DEDUCTION, rules->deductions,
                  rules->n_deductions, fields, n);
    for (size_t i = 0; i < rules->n_vetoes; i++)
        fields[n++] = (struct qp_field){
            .over = qp_text(rules, QP_TEXT_VETO),
            .head = qp_text_name(rules, rules->vetoes[i].name,
                                 rules->vetoes[i].name_en),
            .look = QP_LOOK_CENTRE,
            .least = 16,
            .most = 20
        };
    return fields;
}

static void
put_awards(struct qp_table *table, const struct qp_award *awards, size_t n,
           qp_num sum)
{
    for (size_t i = 0; i < n; i++)
        qp_table_number(table, awards[i].points);
    if (n)
        qp_table_number(table, sum);
}

static void
put_district(struct qp_table *table, size_t district)
{
    const struct qp_ruleset *rules = table->page->rules;
    const struct qp_outcome *outcome =
        &table->page->result->outcomes[district];

    qp_table_row(table);
    qp_table_text(table, rules->districts[district].code);
    qp_table_text(table, qp_text_district(rules, district));
    put_awards(table, outcome->bonuses, rules->n_bonuses, outcome->bonus);
    put_awards(table, outcome->deductions, rules->n_deductions,
               outcome->deduction);
    for (size_t i = 0; i < rules->n_vetoes; i++) {
        if (outcome->struck[i])
            qp_table_text_as(table, QP_LOOK_STRUCK,
                             qp_text(rules, QP_TEXT_STRUCK));
        else
            qp_table_text_as(table, QP_LOOK_MARK, "—");
    }
}

static void
put_caps(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;

    if (qp_num_defined(rules->bonus_cap))
        qp_page_note(page, qp_text_with(page->arena, rules, QP_TEXT_BONUS_CAP,
                                        qp_num_text(page->arena,
                                                    rules->bonus_cap),
                                        NULL));
    if (qp_num_defined(rules->deduction_cap))
        qp_page_note(page,
                     qp_text_with(page->arena, rules, QP_TEXT_DEDUCTION_CAP,
                                  qp_num_text(page->arena,
                                              rules->deduction_cap),
                                  NULL));
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result, const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    size_t n = count_fields(rules);
    struct qp_page *page =
        qp_page_begin(book, result, name, name,
                      qp_text(rules, QP_TEXT_IN_POINTS), n, false);
    struct qp_table table = qp_table_begin(page, make_fields(page), n);

    qp_table_fix(&table, FIXED);
    for (size_t d = 0; d < rules->n_districts; d++)
        put_district(&table, d);
    qp_table_end(&table, false);
    put_caps(page);
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;

    return rules->n_bonuses + rules->n_deductions + rules->n_vetoes > 0;
}

const struct qp_sheet_row qp_sheet_items = {
    .name = QP_TEXT_SHEET_ITEMS, .write = write_sheet, .wanted = wanted
};
