/* 说明: what was evaluated, and how to read the tables. */

#include <config.h>

#include "output/counts.h"
#include "output/sheets.h"
#include "output/page.h"

enum { COLUMNS = 6, WIDE = 20 /* characters of a column */ };

static void
entry(struct qp_page *page, enum qp_text label, const char *text)
{
    if (text && *text)
        qp_page_entry(page, qp_text(page->rules, label), text);
}

static void
put_counts(struct qp_page *page)
{
    const struct qp_result *result = page->result;
    const struct qp_ruleset *rules = page->rules;
    struct qp_counts c = qp_counts_of(result);
    struct qp_arena *arena = page->arena;

    entry(page, QP_TEXT_ABOUT_DISTRICTS,
          qp_text_with(arena, rules, QP_TEXT_ABOUT_RANKED,
                       qp_text_count(arena, rules->n_districts),
                       qp_text_count(arena, result->n_ranked), NULL));
    entry(page, QP_TEXT_ABOUT_DATA,
          qp_text_with(arena, rules, QP_TEXT_ABOUT_COUNTS,
                       qp_text_count(arena, c.verified),
                       qp_text_count(arena, c.missing),
                       qp_text_count(arena, c.substituted), NULL));
    entry(page, QP_TEXT_ABOUT_VETOES,
          qp_text_with(arena, rules, QP_TEXT_ABOUT_STRUCK,
                       qp_text_count(arena, c.vetoed), NULL));
}

static void
put_evaluation(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;

    entry(page, QP_TEXT_ABOUT_TITLE, rules->title);
    entry(page, QP_TEXT_ABOUT_YEAR,
          qp_arena_printf(page->arena, "%d", rules->year));
    entry(page, QP_TEXT_ABOUT_AUTHORITY, rules->authority);
    entry(page, QP_TEXT_ABOUT_DATE,
          qp_text_date(page->arena, rules, rules->date));
    put_counts(page);
    entry(page, QP_TEXT_ABOUT_MARKS,
          qp_text_join(page->arena, qp_text(rules, QP_TEXT_MARKS_SCORES), "",
                       qp_text(rules, QP_TEXT_MARKS_DATA)));
    entry(page, QP_TEXT_ABOUT_MORE,
          qp_text_with(page->arena, rules, QP_TEXT_ABOUT_MORE_TEXT,
                       qp_text(rules, QP_TEXT_SHEET_RULES),
                       qp_text(rules, QP_TEXT_SHEET_AUDIT), NULL));
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, false);

    for (size_t i = 0; i < COLUMNS; i++)
        qp_page_width(page, i, WIDE, WIDE);
    put_evaluation(page);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_about = { .name = QP_TEXT_SHEET_ABOUT,
                                             .shows = QP_TEXT_SHOWS_ABOUT,
                                             .write = write_sheet };
