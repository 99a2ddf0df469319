/* 分组排名: the rankings that the rules ask for, one below the other. */

#include <config.h>

#include "output/sheets.h"
#include "output/table.h"

/* The best total among the members of ranking R; undefined without any. */
static qp_num
best_of(const struct qp_result *result, size_t r)
{
    qp_num best = qp_num_undefined("no member has a rank");

    for (size_t i = result->n_ranked; i-- > 0;) {
        const struct qp_outcome *outcome =
            &result->outcomes[result->by_rank[i]];

        if (outcome->rankings[r].member)
            best = outcome->total;
    }
    return best;
}

static void
put_member(struct qp_table *table, size_t r, size_t district, qp_num best)
{
    const struct qp_page *page = table->page;
    const struct qp_outcome *outcome = &page->result->outcomes[district];

    qp_table_row(table);
    qp_table_number(table, outcome->rankings[r].rank);
    qp_table_text(table, qp_text_district(page->rules, district));
    qp_table_number(table, outcome->total);
    if (page->rules->n_grades)
        qp_table_text(table, qp_text_grade(page->rules, outcome->grade));
    qp_table_number(table, outcome->rank);
    qp_table_number(table, qp_num_sub(page->arena, outcome->total, best));
    qp_table_text(table, qp_text_outcome(page->arena, page->result, district));
}

static void
put_ranking(struct qp_page *page, size_t r)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_result *result = page->result;
    struct qp_field fields[7];
    struct qp_table table;
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK_HERE), QP_LOOK_RANK, 10, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 18, 30);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_TOTAL), QP_LOOK_TOTAL,
                                  rules->decimals, 12);
    if (rules->n_grades)
        fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_GRADE),
                                    QP_LOOK_CENTRE, 12, 0);
    fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_RANK_OVERALL),
                                QP_LOOK_CENTRE, 12, 0);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_TO_BEST_HERE),
                                  QP_LOOK_CHANGE, rules->decimals, 16);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_REMARK), QP_LOOK_SMALL, 24, 34);
    qp_page_section(page, qp_text_name(rules, rules->rankings[r].name,
                                       rules->rankings[r].name_en));
    table = qp_table_begin(page, fields, n);
    for (size_t i = 0; i < rules->n_districts; i++) {
        size_t district = result->by_rank[i];

        if (result->outcomes[district].rankings[r].member)
            put_member(&table, r, district, best_of(result, r));
    }
    qp_table_end(&table, false);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    struct qp_page *page = qp_page_begin(
        book, result, name, name, qp_text(result->rules, QP_TEXT_IN_POINTS),
        result->rules->n_grades ? 7 : 6, false);

    for (size_t r = 0; r < result->rules->n_rankings; r++)
        put_ranking(page, r);
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    return result->rules->n_rankings > 0;
}

const struct qp_sheet_row qp_sheet_rankings = { .name = QP_TEXT_SHEET_RANKINGS,
                                                .shows = QP_TEXT_SHOWS_RANKINGS,
                                                .write = write_sheet,
                                                .wanted = wanted };
