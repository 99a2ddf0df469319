/* 审计信息: what an auditor needs to do the evaluation again and to compare:
   program and libraries, the districts that nobody is compared with, and every
   file by its hash. */

#include <config.h>

#include "engine/weigh.h"
#include "output/libraries.h"
#include "output/sheets.h"
#include "output/table.h"
#include "output/wording.h"

enum {
    COLUMNS = 6,
    FEW = 3 /* rows that stay with the heads of their table */
};

/* ---- how it was computed ---- */

static void
entry(struct qp_page *page, enum qp_text label, const char *text)
{
    if (text && *text)
        qp_page_entry(page, qp_text(page->rules, label), text);
}

/* Where weights are from: the rules, and what found the others. */
static const char *
weights_text(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const char *text = NULL;

    for (size_t i = 0; i <= rules->n_indicators; i++) {
        size_t node = i ? rules->order[i - 1] : QP_NONE;
        const struct qp_weighting *weighting = qp_weighting_of(rules, node);
        bool is_leaf = i && rules->indicators[node].method;

        if (is_leaf || weighting->kind == QP_WEIGHTING_GIVEN)
            continue;
        text = qp_text_join(
            page->arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
            qp_text_join(page->arena,
                         i ? qp_text_indicator(rules, node)
                           : qp_text(rules, QP_TEXT_SHEET_GROUPS),
                         qp_text(rules, QP_TEXT_COLON),
                         qp_wording_weighting(page->arena, rules, weighting)));
    }
    return text ? qp_text_with(page->arena, rules, QP_TEXT_AUDIT_FOUND, text,
                               qp_text(rules, QP_TEXT_SHEET_WEIGHTS), NULL)
                : qp_text(rules, QP_TEXT_AUDIT_GIVEN);
}

/* How many documents of KIND there are. */
static const char *
count_of(const struct qp_page *page, enum qp_document_kind kind)
{
    const struct qp_submissions *subs = page->result->subs;
    size_t n = 0;

    for (size_t i = 0; i < subs->n_documents; i++)
        n += subs->documents[i].kind == kind;
    return qp_text_count(page->arena, n);
}

static const char *
counts_text(const struct qp_page *page)
{
    const struct qp_submissions *subs = page->result->subs;
    size_t n_records = 0;

    for (size_t i = 0; i < subs->n_documents; i++)
        n_records += subs->documents[i].n_records;
    return qp_text_with(page->arena, page->rules, QP_TEXT_AUDIT_COUNTS_TEXT,
                        qp_text_count(page->arena, page->rules->n_files),
                        count_of(page, QP_SUBMISSION),
                        count_of(page, QP_VERIFICATION),
                        count_of(page, QP_SCORES),
                        qp_text_count(page->arena, n_records), NULL);
}

static const char *
prior_text(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_history *history = page->result->subs->history;
    const char *text = qp_wording_prior(rules);

    if (!history)
        return text;
    return qp_text_join(
        page->arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
        qp_text_with(
            page->arena, rules, QP_TEXT_AUDIT_PRIOR_RECORD,
            qp_arena_printf(page->arena, "%d", history->years[0].year), NULL));
}

static void
put_computation(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;

    qp_page_section(page, qp_text(rules, QP_TEXT_AUDIT_COMPUTATION));
    entry(page, QP_TEXT_AUDIT_PROGRAM, "quping " PACKAGE_VERSION);
    entry(page, QP_TEXT_AUDIT_LIBRARIES, qp_libraries_text(page->arena,
                            qp_text(page->rules, QP_TEXT_COMMA)));
    entry(page, QP_TEXT_AUDIT_HASH, rules->sha256);
    entry(page, QP_TEXT_AUDIT_NUMBERS,
          qp_text(rules, QP_TEXT_AUDIT_NUMBERS_TEXT));
    entry(page, QP_TEXT_ABOUT_ROUNDING, qp_wording_rounding(arena, rules));
    entry(page, QP_TEXT_ABOUT_RANKING, qp_wording_ranking(arena, rules));
    entry(page, QP_TEXT_SHEET_WEIGHTS, weights_text(page));
    entry(page, QP_TEXT_PRIOR, prior_text(page));
    entry(page, QP_TEXT_AUDIT_COUNTS, counts_text(page));
}

/* ---- who is compared with nobody ---- */

static bool
is_peer(const struct qp_result *result, size_t district)
{
    return !result->outcomes[district].excluded &&
           !result->outcomes[district].unranked;
}

static void
put_left_out(struct qp_table *table, const char *code, const char *what,
             const char *why, size_t n, const char *names)
{
    struct qp_arena *arena = table->page->arena;

    qp_table_row(table);
    if (table->n_rows > FEW)
        qp_page_start(table->page, table->row);
    qp_table_text(table, code);
    qp_table_text(table, what);
    qp_table_text(table, why);
    qp_table_text(table,
                  qp_text_count(arena, table->page->rules->n_districts - n));
    qp_table_text(table, qp_text_count(arena, n));
    qp_table_text(table, names);
}

/* Districts of which no value of leaf NODE is compared, for NODE QP_NONE those
   that a veto leaves out everywhere: their names, and how many. */
static const char *
list_left_out(const struct qp_page *page, size_t node, size_t *n)
{
    enum { SHOWN = 40 };
    const struct qp_result *result = page->result;
    const struct qp_ruleset *rules = page->rules;
    const char *comma = qp_text(rules, QP_TEXT_COMMA), *names = NULL;

    *n = 0;
    for (size_t d = 0; d < rules->n_districts; d++) {
        const struct qp_score *score =
            node == QP_NONE ? NULL
                            : &result->scores[d * rules->n_indicators + node];

        if (score ? !is_peer(result, d) || qp_num_defined(score->used)
                  : is_peer(result, d))
            continue;
        if (++*n <= SHOWN)
            names = qp_text_join(page->arena, names, comma,
                                 qp_text_district(rules, d));
    }
    return *n > SHOWN ? qp_text_with(page->arena, rules, QP_TEXT_AUDIT_AND_SO,
                                     names, NULL)
                      : names;
}

static void
put_peers(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_field fields[COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 16, 0),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 14, 26),
        qp_field_text(qp_text(rules, QP_TEXT_AUDIT_WHY), QP_LOOK_TEXT, 18, 34),
        qp_field_text(qp_text(rules, QP_TEXT_AUDIT_IN), QP_LOOK_CENTRE, 12, 0),
        qp_field_text(qp_text(rules, QP_TEXT_AUDIT_OUT), QP_LOOK_CENTRE, 10,
                      0),
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_SMALL, 66, 68),
    };
    struct qp_table table;
    const char *names;
    size_t n, n_vetoed;

    qp_page_section(page, qp_text(rules, QP_TEXT_AUDIT_PEERS));
    table = qp_table_begin(page, fields, COLUMNS);
    names = list_left_out(page, QP_NONE, &n_vetoed);
    if (n_vetoed)
        put_left_out(&table, NULL, qp_text(rules, QP_TEXT_AUDIT_ALL),
                     qp_text(rules, QP_TEXT_AUDIT_VETOED), n_vetoed, names);
    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t node = rules->order[i];

        if (!rules->indicators[node].method)
            continue;
        names = list_left_out(page, node, &n);
        if (n)
            put_left_out(&table, rules->indicators[node].code,
                         qp_text_indicator(rules, node),
                         qp_text(rules, QP_TEXT_AUDIT_NO_VALUE), n + n_vetoed,
                         names);
    }
    qp_table_end(&table, false);
    qp_page_note(page,
                 qp_text(rules, table.n_rows ? QP_TEXT_AUDIT_PEERS_NOTE
                                             : QP_TEXT_AUDIT_NONE_LEFT_OUT));
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

    qp_page_section(page, qp_text(rules, QP_TEXT_AUDIT_FILES));
    table = qp_table_begin(page, fields, COLUMNS);
    for (size_t i = 0; i < rules->n_files; i++)
        put_file(&table, qp_text(rules, QP_TEXT_RULE_FILE), NULL, NULL,
                 &rules->files[i]);
    for (size_t i = 0; i < subs->n_documents; i++)
        put_document(&table, &subs->documents[i]);
    if (subs->history)
        put_file(
            &table, qp_text(rules, QP_TEXT_PRIOR_RESULT), NULL,
            qp_arena_printf(page->arena, "%d", subs->history->years[0].year),
            &subs->history->file);
    qp_table_end(&table, false);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, false);

    put_computation(page);
    put_peers(page);
    put_files(page);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_audit = { .name = QP_TEXT_SHEET_AUDIT,
                                             .shows = QP_TEXT_SHOWS_AUDIT,
                                             .write = write_sheet };
