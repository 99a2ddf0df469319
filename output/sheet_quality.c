/* 数据质量: what the checks of the rules found. */

#include <config.h>

#include "output/finding_rows.h"
#include "output/sheets.h"

static const char *
whose(const struct qp_ruleset *rules, const struct qp_finding *finding)
{
    return finding->district == QP_NONE
               ? qp_text(rules, QP_TEXT_CITY)
               : qp_text_district(rules, finding->district);
}

/* How many checks there are, and what they found. */
static void
put_counts(struct qp_page *page)
{
    const struct qp_findings *findings = page->result->findings;
    size_t n_explained = 0, n_right = 0;

    for (size_t i = 0; i < findings->n; i++) {
        n_explained += findings->items[i].is_explained;
        n_right += !findings->items[i].is_open &&
                   !findings->items[i].is_explained;
    }
    qp_page_note(page, qp_text_with(page->arena, page->rules,
                                    QP_TEXT_QUALITY_COUNT,
                                    qp_text_count(page->arena,
                                                  page->rules->n_checks),
                                    qp_text_count(page->arena, findings->n),
                                    qp_text_count(page->arena, n_right),
                                    qp_text_count(page->arena, n_explained),
                                    NULL));
    qp_page_note(page, qp_text(page->rules, QP_TEXT_QUALITY_WORDS));
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_field fields[1 + QP_FINDING_ROW_FIELDS] = {
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 20),
    };
    size_t n = qp_finding_row_fields(rules, fields, 1);
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, n, false);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, 2);
    for (size_t i = 0; i < result->findings->n; i++) {
        const struct qp_finding *finding = &result->findings->items[i];

        qp_table_row(&table);
        qp_table_text(&table, whose(rules, finding));
        qp_finding_row(&table, finding, false);
    }
    qp_table_end(&table, true);
    put_counts(page);
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    return result->rules->n_checks > 0;
}

const struct qp_sheet_row qp_sheet_quality = { .name = QP_TEXT_SHEET_QUALITY,
                                               .shows = QP_TEXT_SHOWS_QUALITY,
                                               .write = write_sheet,
                                               .wanted = wanted };
