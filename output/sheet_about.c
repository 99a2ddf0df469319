/* 说明: what was evaluated, by which rules, from which files. */

#include <config.h>

#include "output/counts.h"
#include "output/sheets.h"
#include "output/table.h"

enum {
    COLUMNS = 6,
    FEW = 24 /* rows of a table that are better kept together */
};

/* ---- what was evaluated ---- */

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

    qp_page_section(page, qp_text(rules, QP_TEXT_ABOUT_EVALUATION));
    entry(page, QP_TEXT_ABOUT_TITLE, rules->title);
    entry(page, QP_TEXT_ABOUT_YEAR,
          qp_arena_printf(page->arena, "%d", rules->year));
    entry(page, QP_TEXT_ABOUT_AUTHORITY, rules->authority);
    entry(page, QP_TEXT_ABOUT_DATE,
          qp_text_date(page->arena, rules, rules->date));
    put_counts(page);
    entry(page, QP_TEXT_ABOUT_PROGRAM, "quping " PACKAGE_VERSION);
}

/* ---- by which rules ---- */

static void
put_rules(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;

    qp_page_section(page, qp_text(rules, QP_TEXT_ABOUT_RULES));
    entry(page, QP_TEXT_ABOUT_HASH, rules->sha256);
    entry(page, QP_TEXT_ABOUT_MARKS,
          qp_text_join(page->arena, qp_text(rules, QP_TEXT_MARKS_SCORES), "",
                       qp_text(rules, QP_TEXT_MARKS_DATA)));
}

/* ---- from which files ---- */

static void
put_file(struct qp_table *table, const char *kind, const char *whose,
         const char *date, const struct qp_file *file)
{
    struct qp_arena *arena = table->page->arena;

    qp_table_row(table);
    if (table->n_rows > FEW)
        qp_page_start(table->page, table->row);
    qp_table_text(table, kind);
    qp_table_text(table, whose);
    qp_table_text(table, file->name);
    qp_table_text(table, date);
    qp_table_text(table, qp_arena_printf(arena, "%llu", file->size));
    qp_table_text(table, file->sha256);
}

static void
put_document(struct qp_table *table, const struct qp_document *document)
{
    static const enum qp_text kinds[] = {
        [QP_SUBMISSION] = QP_TEXT_SUBMISSION,
        [QP_VERIFICATION] = QP_TEXT_VERIFICATION,
        [QP_SCORES] = QP_TEXT_SCORES,
    };
    const struct qp_ruleset *rules = table->page->rules;

    put_file(table,
             qp_text(rules,
                     document->draft ? QP_TEXT_DRAFT : kinds[document->kind]),
             document->district == QP_NONE
                 ? document->source
                 : qp_text_district(rules, document->district),
             document->submitted, &document->file);
}

static void
put_files(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_submissions *subs = page->result->subs;
    const struct qp_field fields[COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_FILE_KIND), QP_LOOK_CENTRE, 16,
                      0),
        qp_field_text(qp_text(rules, QP_TEXT_FILE_WHOSE), QP_LOOK_TEXT, 14,
                      26),
        qp_field_text(qp_text(rules, QP_TEXT_FILE), QP_LOOK_TEXT, 18, 34),
        qp_field_text(qp_text(rules, QP_TEXT_FILE_DATE), QP_LOOK_CENTRE, 12,
                      0),
        qp_field_text(qp_text(rules, QP_TEXT_FILE_SIZE), QP_LOOK_CENTRE, 10,
                      0),
        qp_field_text("SHA-256", QP_LOOK_SMALL, 66, 68),
    };
    struct qp_table table;

    qp_page_start(page, page->row + 1);
    qp_page_section(page, qp_text(rules, QP_TEXT_ABOUT_FILES));
    table = qp_table_begin(page, fields, COLUMNS);
    for (size_t i = 0; i < rules->n_files; i++)
        put_file(&table, qp_text(rules, QP_TEXT_RULE_FILE), NULL, NULL,
                 &rules->files[i]);
    for (size_t i = 0; i < subs->n_documents; i++)
        put_document(&table, &subs->documents[i]);
    if (subs->history)
        put_file(&table, qp_text(rules, QP_TEXT_PRIOR_RESULT), NULL,
                 qp_arena_printf(page->arena, "%d",
                                 subs->history->years[0].year),
                 &subs->history->file);
    qp_table_end(&table, false);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, false);

    put_evaluation(page);
    put_rules(page);
    put_files(page);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_about = { .name = QP_TEXT_SHEET_ABOUT,
                                             .shows = QP_TEXT_SHOWS_ABOUT,
                                             .write = write_sheet };
