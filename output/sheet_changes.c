/* 名次变化: ranks and totals beside last year's, and what makes each total
   another. */

#include <config.h>

#include "engine/change.h"
#include "output/past.h"
#include "output/sheets.h"
#include "output/table.h"

enum {
    FIXED = 2,
    BEFORE = 4, /* the columns of the total: last year's, */
    NOW,        /* this year's, */
    BY,         /* how it changed, */
    PARTS,      /* and of what that is made */
    PARTS_BESIDE = 3 /* the indicators at the top */
};

/* What a total is made of beside the indicators at the top. */
static const struct {
    enum qp_text name;
    size_t offset; /* in struct qp_change_sum */
} beside[PARTS_BESIDE] = {
    { QP_TEXT_BONUS, offsetof(struct qp_change_sum, bonus) },
    { QP_TEXT_DEDUCTION, offsetof(struct qp_change_sum, deduction) },
    { QP_TEXT_CHANGE_REST, offsetof(struct qp_change_sum, rest) },
};

struct context {
    struct qp_changes *changes;
    const struct qp_change_pair *tops;
    size_t n_tops;
    bool has[PARTS_BESIDE]; /* those that anybody has any of */
};

static qp_num
part(const struct qp_change_sum *sum, size_t i)
{
    const char *at = (const char *)sum + beside[i].offset;

    return *(const qp_num *)(const void *)at;
}

static struct context
look(struct qp_changes *changes, const struct qp_result *result)
{
    struct context context = { .changes = changes };
    struct qp_change_sum sum;

    context.tops = qp_changes_tops(changes, &context.n_tops);
    for (size_t d = 0; d < result->rules->n_districts; d++)
        for (size_t i = 0; i < PARTS_BESIDE; i++)
            if (qp_changes_sum(changes, d, &sum) &&
                qp_num_sign(part(&sum, i)))
                context.has[i] = true;
    return context;
}

/* ---- columns ---- */

static struct qp_field
points_field(const struct qp_ruleset *rules, enum qp_text over,
             const char *head, enum qp_look look, int places)
{
    struct qp_field field = qp_field_number(head, look, places, 10);

    field.most = 13; /* heads break into lines */
    return qp_field_below(qp_text(rules, over), field);
}

static size_t
set_fields(const struct qp_page *page, const struct context *context,
           struct qp_field fields[])
{
    static const struct {
        enum qp_text head;
        enum qp_look look;
    } totals[] = { { QP_TEXT_YEAR_BEFORE, QP_LOOK_POINTS },
                   { QP_TEXT_YEAR_NOW, QP_LOOK_TOTAL },
                   { QP_TEXT_CHANGE, QP_LOOK_CHANGE } };
    const struct qp_ruleset *rules = page->rules;
    int places = qp_changes_places(context->changes);
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_RANK, 7, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 26);
    fields[n++] = qp_field_text(qp_text(rules, QP_TEXT_PRIOR_RANK),
                                QP_LOOK_CENTRE, 9, 0);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_MOVE), QP_LOOK_CENTRE, 8, 0);
    for (size_t i = 0; i < QP_COUNT(totals); i++)
        fields[n++] =
            points_field(rules, QP_TEXT_TOTAL, qp_text(rules, totals[i].head),
                         totals[i].look, places);
    for (size_t i = 0; i < context->n_tops; i++)
        fields[n++] = points_field(
            rules, QP_TEXT_CHANGE_PARTS,
            qp_past_indicator(page->arena, page->result, context->tops[i]),
            QP_LOOK_CHANGE, places);
    for (size_t i = 0; i < PARTS_BESIDE; i++)
        if (context->has[i])
            fields[n++] = points_field(rules, QP_TEXT_CHANGE_PARTS,
                                       qp_text(rules, beside[i].name),
                                       QP_LOOK_CHANGE, places);
    return n;
}

/* ---- rows ---- */

static struct qp_live_name
cell(const struct qp_table *table, size_t column)
{
    return qp_live_cell_name(table->row, column);
}

/* How the total changed; and in the last cell of the row what its parts, which
   stand before that, leave of it. */
static const char *
spell_change(const struct qp_table *table, int places)
{
    return qp_arena_printf(table->page->arena, "ROUND(%s-%s,%d)",
                           cell(table, NOW).text, cell(table, BEFORE).text,
                           places);
}

static const char *
spell_rest(const struct qp_table *table, int places)
{
    return qp_arena_printf(
        table->page->arena, "ROUND(%s-SUM(%s:%s),%d)", cell(table, BY).text,
        cell(table, PARTS).text, cell(table, table->column - 1).text, places);
}

static void
put_top(struct qp_table *table, const struct context *context, size_t district,
        struct qp_change_pair pair)
{
    const struct qp_page *page = table->page;
    struct qp_change change =
        qp_changes_on(context->changes, district, pair);
    int places = qp_changes_places(context->changes);
    const char *now = qp_past_now(page, district, pair.node);
    const char *before = "";

    if (qp_num_defined(change.before))
        before = qp_arena_printf(
            page->arena, "-%s",
            qp_num_fixed(page->arena, change.before, places));
    qp_table_live(table,
                  now && qp_num_defined(change.now)
                      ? qp_arena_printf(page->arena, "ROUND(%s%s,%d)", now,
                                        before, places)
                      : NULL,
                  change.by);
}

/* The change of the total, and what it is made of; dashes where there is no
   total in one of the years. */
static void
put_parts(struct qp_table *table, const struct context *context,
          size_t district)
{
    int places = qp_changes_places(context->changes);
    struct qp_change_sum sum;

    if (!qp_changes_sum(context->changes, district, &sum)) {
        while (table->column < table->n_fields)
            qp_table_number(table, qp_num_undefined("no total"));
        return;
    }
    qp_table_live(table, spell_change(table, places), sum.total);
    for (size_t i = 0; i < context->n_tops; i++)
        put_top(table, context, district, context->tops[i]);
    for (size_t i = 0; i < PARTS_BESIDE; i++)
        if (context->has[i])
            qp_table_live(table,
                          beside[i].name == QP_TEXT_CHANGE_REST
                              ? spell_rest(table, places)
                              : NULL,
                          part(&sum, i));
}

static void
put_district(struct qp_table *table, const struct context *context,
             size_t district)
{
    const struct qp_page *page = table->page;
    const struct qp_result *result = page->result;

    qp_table_row(table);
    qp_table_number(table, result->outcomes[district].rank);
    qp_table_text(table, qp_text_district(page->rules, district));
    qp_table_number(table, qp_past_rank(result, district));
    qp_past_put_move(table, district);
    qp_table_number(table, qp_past_total(result, district));
    qp_table_live(table,
                  qp_live_cell(page->arena,
                               qp_book_live(page->sheet->book, result),
                               page->sheet, QP_LIVE_TOTAL, district, 0),
                  result->outcomes[district].total);
    put_parts(table, context, district);
}

/* ---- the sheet ---- */

static void
put_notes(struct qp_page *page, const struct context *context)
{
    const struct qp_ruleset *rules = page->rules;

    qp_page_note(page, qp_text(rules, QP_TEXT_MARKS_CHANGES));
    if (context->has[PARTS_BESIDE - 1])
        qp_page_note(page, qp_text(rules, QP_TEXT_MARKS_REST));
    qp_past_note_rules(page);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct context context =
        look(qp_changes_new(qp_book_arena(book), result), result);
    size_t most = PARTS + context.n_tops + PARTS_BESIDE;
    struct qp_field *fields =
        qp_arena_alloc(qp_book_arena(book), most, sizeof *fields);
    struct qp_page *page =
        qp_page_begin(book, result, name, name,
                      qp_text(rules, QP_TEXT_IN_POINTS), most, false);
    struct qp_table table;

    page->columns = set_fields(page, &context, fields);
    table = qp_table_begin(page, fields, page->columns);
    qp_table_fix(&table, FIXED);
    for (size_t i = 0; i < rules->n_districts; i++)
        put_district(&table, &context, result->by_rank[i]);
    qp_table_end(&table, true);
    put_notes(page, &context);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_changes = { .name = QP_TEXT_SHEET_CHANGES,
                                               .shows = QP_TEXT_SHOWS_CHANGES,
                                               .write = write_sheet,
                                               .wanted = qp_past_has_points };
