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

/* ---- how it was scored ---- */

static const char *
aggregate_text(const struct qp_page *page)
{
    static const enum qp_text names[] = {
        [QP_AGGREGATE_SUM] = QP_TEXT_AGGREGATE_SUM,
        [QP_AGGREGATE_MEAN] = QP_TEXT_AGGREGATE_SUM,
        [QP_AGGREGATE_GEOMETRIC] = QP_TEXT_AGGREGATE_GEOMETRIC,
        [QP_AGGREGATE_HARMONIC] = QP_TEXT_AGGREGATE_HARMONIC,
        [QP_AGGREGATE_POWER] = QP_TEXT_AGGREGATE_POWER,
        [QP_AGGREGATE_MIN] = QP_TEXT_AGGREGATE_MIN,
        [QP_AGGREGATE_MEDIAN] = QP_TEXT_AGGREGATE_MEDIAN,
        [QP_AGGREGATE_TOPSIS] = QP_TEXT_AGGREGATE_TOPSIS,
        [QP_AGGREGATE_COPELAND] = QP_TEXT_AGGREGATE_COPELAND,
        [QP_AGGREGATE_GREY] = QP_TEXT_AGGREGATE_GREY,
    };

    _Static_assert(QP_COUNT(names) == QP_N_AGGREGATES,
                   "every aggregation has its words");

    return qp_text_with(
        page->arena, page->rules, QP_TEXT_ABOUT_SCALE_TEXT,
        qp_num_text(page->arena, page->rules->scale),
        qp_text(page->rules, names[page->rules->aggregate.kind]), NULL);
}

static const char *
rounding_text(const struct qp_page *page)
{
    static const enum qp_text modes[] = { QP_TEXT_HALF_UP, QP_TEXT_HALF_EVEN };
    static const enum qp_text stages[] = { QP_TEXT_STAGE_INDICATOR,
                                           QP_TEXT_STAGE_NODE,
                                           QP_TEXT_STAGE_TOTAL };
    const struct qp_ruleset *rules = page->rules;

    return qp_text_with(page->arena, rules, QP_TEXT_ABOUT_ROUNDING_TEXT,
                        qp_text(rules, modes[rules->rounding]),
                        qp_arena_printf(page->arena, "%d", rules->decimals),
                        qp_text(rules, stages[rules->round_at]), NULL);
}

static const char *
ranking_text(const struct qp_page *page)
{
    static const enum qp_text bases[] = { QP_TEXT_BY_PUBLISHED,
                                          QP_TEXT_BY_EXACT };
    static const enum qp_text ties[] = { QP_TEXT_TIES_COMPETITION,
                                         QP_TEXT_TIES_DENSE,
                                         QP_TEXT_TIES_AVERAGE };
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;
    const char *breakers = NULL, *text;

    for (size_t i = 0; i < rules->n_tie_break; i++)
        breakers = qp_text_join(arena, breakers, qp_text(rules, QP_TEXT_COMMA),
                                qp_text_indicator(rules, rules->tie_break[i]));
    text = qp_text(rules, bases[rules->rank_on]);
    if (breakers)
        text = qp_text_join(
            arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
            qp_text_with(arena, rules, QP_TEXT_TIE_BREAK, breakers, NULL));
    return qp_text_join(arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
                        qp_text(rules, ties[rules->ties]));
}

/* What a grade asks for: "≥90", "share at most 30 %". */
static const char *
grade_text(const struct qp_page *page, const struct qp_grade *grade)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;
    const char *text = NULL, *and = qp_text(rules, QP_TEXT_COMMA);

    if (qp_num_defined(grade->min))
        text = qp_text_with(arena, rules, QP_TEXT_GRADE_MIN,
                            qp_num_text(arena, grade->min), NULL);
    if (qp_num_defined(grade->share))
        text = qp_text_join(
            arena, text, and,
            qp_text_with(arena, rules, QP_TEXT_GRADE_SHARE,
                         qp_num_text(arena, qp_num_mul(arena, grade->share,
                                                       qp_num_int(100))),
                         NULL));
    if (qp_num_defined(grade->rank))
        text =
            qp_text_join(arena, text, and,
                         qp_text_with(arena, rules, QP_TEXT_GRADE_RANK,
                                      qp_num_text(arena, grade->rank), NULL));
    if (!text)
        text = qp_text(rules, QP_TEXT_GRADE_REST);
    return qp_text_with(arena, rules, QP_TEXT_GRADE_TEXT,
                        qp_text_name(rules, grade->name, grade->name_en), text,
                        NULL);
}

static const char *
grades_text(const struct qp_page *page)
{
    const char *text = NULL;

    for (size_t i = 0; i < page->rules->n_grades; i++)
        text = qp_text_join(page->arena, text,
                            qp_text(page->rules, QP_TEXT_SEMICOLON),
                            grade_text(page, &page->rules->grades[i]));
    return text;
}

static const char *
cap_text(const struct qp_page *page, enum qp_text id, qp_num cap)
{
    if (!qp_num_defined(cap))
        return NULL;
    return qp_text_with(page->arena, page->rules, id,
                        qp_num_text(page->arena, cap), NULL);
}

static void
put_rules(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;

    qp_page_section(page, qp_text(rules, QP_TEXT_ABOUT_RULES));
    entry(page, QP_TEXT_ABOUT_SCALE, aggregate_text(page));
    entry(page, QP_TEXT_ABOUT_ROUNDING, rounding_text(page));
    entry(page, QP_TEXT_ABOUT_RANKING, ranking_text(page));
    entry(page, QP_TEXT_GRADE, grades_text(page));
    entry(page, QP_TEXT_ABOUT_CAPS,
          qp_text_join(
              page->arena, cap_text(page, QP_TEXT_BONUS_CAP, rules->bonus_cap),
              "",
              cap_text(page, QP_TEXT_DEDUCTION_CAP, rules->deduction_cap)));
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
