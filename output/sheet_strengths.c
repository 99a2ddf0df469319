/* 优势短板: the leaves on which each district stands out most from the mean of
   its group, above and below. */

#include <config.h>

#include "engine/standout.h"
#include "output/sheets.h"
#include "output/table.h"

enum { FIXED = 2, MOST = 3 /* of either kind, for a district */ };

static struct qp_field
points_field(const struct qp_ruleset *rules, enum qp_text over,
             enum qp_text head, enum qp_look look)
{
    return qp_field_below(qp_text(rules, over),
                          qp_field_number(qp_text(rules, head), look,
                                          rules->decimals, 10));
}

static size_t
set_fields(const struct qp_ruleset *rules, struct qp_field fields[])
{
    static const enum qp_text kinds[] = { QP_TEXT_STRENGTHS,
                                          QP_TEXT_WEAKNESSES };
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_RANK, 7, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 26);
    for (size_t i = 0; i < QP_COUNT(kinds); i++) {
        fields[n++] = qp_field_below(
            qp_text(rules, kinds[i]),
            qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 20,
                          34));
        fields[n++] = points_field(rules, kinds[i], QP_TEXT_POINTS,
                                   QP_LOOK_POINTS);
        fields[n++] = points_field(rules, kinds[i], QP_TEXT_MEAN_OF_PEERS,
                                   QP_LOOK_POINTS);
        fields[n++] = points_field(rules, kinds[i], QP_TEXT_APART,
                                   QP_LOOK_CHANGE);
    }
    return n;
}

/* Four cells for STANDOUT, blank ones for null. */
static void
put_standout(struct qp_table *table, size_t district,
             const struct qp_standout *standout)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;

    if (!standout) {
        for (int i = 0; i < 4; i++)
            qp_table_text(table, NULL);
        return;
    }
    qp_table_text(table, qp_text_indicator(rules, standout->node));
    qp_table_number(
        table,
        page->result->scores[district * rules->n_indicators + standout->node]
            .points);
    qp_table_number(table, qp_page_round(page, standout->mean));
    qp_table_number(table, qp_page_round(page, standout->above));
}

/* The I-th from the top that is above the mean, and from the bottom that is
   below it. */
static const struct qp_standout *
strength(const struct qp_standout all[], size_t n, size_t i)
{
    return i < n && qp_num_sign(all[i].above) > 0 ? &all[i] : NULL;
}

static const struct qp_standout *
weakness(const struct qp_standout all[], size_t n, size_t i)
{
    return i < n && qp_num_sign(all[n - 1 - i].above) < 0 ? &all[n - 1 - i]
                                                          : NULL;
}

static void
put_district(struct qp_table *table, struct qp_standouts *standouts,
             size_t district)
{
    struct qp_page *page = table->page;
    size_t n;
    const struct qp_standout *all = qp_standouts_of(standouts, district, &n);

    for (size_t i = 0; i < MOST; i++) {
        const struct qp_standout *up = strength(all, n, i);
        const struct qp_standout *down = weakness(all, n, i);

        if (i > 0 && !up && !down)
            return;
        qp_table_row(table);
        if (i == 0) {
            qp_page_start(page, table->row);
            qp_table_number(table, page->result->outcomes[district].rank);
            qp_table_text(table, qp_text_district(page->rules, district));
        } else {
            qp_table_text(table, NULL);
            qp_table_text(table, NULL);
        }
        put_standout(table, district, up);
        put_standout(table, district, down);
    }
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_field fields[FIXED + 8];
    size_t n = set_fields(rules, fields);
    struct qp_page *page = qp_page_begin(
        book, result, name, name, qp_text(rules, QP_TEXT_IN_POINTS), n, false);
    struct qp_standouts *standouts = qp_standouts_new(page->arena, result);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, FIXED);
    for (size_t i = 0; i < rules->n_districts; i++)
        put_district(&table, standouts, result->by_rank[i]);
    qp_table_end(&table, false);
    qp_page_note(page, qp_text(rules, QP_TEXT_MARKS_STRENGTHS));
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    return result->n_ranked > 1;
}

const struct qp_sheet_row qp_sheet_strengths = {
    .name = QP_TEXT_SHEET_STRENGTHS,
    .shows = QP_TEXT_SHOWS_STRENGTHS,
    .write = write_sheet, .wanted = wanted
};
