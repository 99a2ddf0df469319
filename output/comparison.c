/* The workbook of a comparison; see comparison.h. */

#include <config.h>

#include "output/comparison.h"

#include <strings.h>

#include "output/earlier.h"
#include "output/live.h"
#include "output/single.h"
#include "output/table.h"
#include "output/texts.h"

enum {
    FIXED = 1,
    BEFORE = 1, /* columns of a block, from its first */
    AFTER,
    BY,
    PART_WIDTH = 11
};

static const enum qp_text parts[QP_N_PARTS] = {
    [QP_PART_OWN] = QP_TEXT_PART_OWN,
    [QP_PART_PEERS] = QP_TEXT_PART_PEERS,
    [QP_PART_WEIGHTS] = QP_TEXT_PART_WEIGHTS,
    [QP_PART_RULES] = QP_TEXT_PART_RULES,
    [QP_PART_REST] = QP_TEXT_PART_REST,
};

static int
decimals_of(const struct qp_split *split)
{
    int before = split->before->rules->decimals;
    int after = split->after->rules->decimals;

    return before > after ? before : after;
}

/* "2024" and "2025"; where both are of one year, "earlier" and "later". */
static const char *
head_of(struct qp_arena *arena, const struct qp_split *split, bool is_after)
{
    const struct qp_ruleset *a = split->before->rules,
                            *b = split->after->rules;

    if (a->year == b->year)
        return qp_text(b, is_after ? QP_TEXT_COMPARED_AFTER
                                   : QP_TEXT_COMPARED_BEFORE);
    return qp_arena_printf(arena, "%d", is_after ? b->year : a->year);
}

/* ---- the parts ---- */

static size_t
set_fields(struct qp_arena *arena, const struct qp_split *split, bool is_rank,
           struct qp_field fields[])
{
    const struct qp_ruleset *rules = split->after->rules;
    int decimals = is_rank ? 0 : decimals_of(split);
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 26);
    fields[n++] =
        qp_field_number(head_of(arena, split, false),
                        is_rank ? QP_LOOK_RANK : QP_LOOK_POINTS, decimals, 9);
    fields[n++] =
        qp_field_number(head_of(arena, split, true),
                        is_rank ? QP_LOOK_RANK : QP_LOOK_TOTAL, decimals, 9);
    fields[n++] = qp_field_number(qp_text(rules, QP_TEXT_CHANGE),
                                  QP_LOOK_CHANGE, decimals, 9);
    for (size_t i = 0; i < QP_N_PARTS; i++)
        fields[n++] = qp_field_below(qp_text(rules, QP_TEXT_COMPARED_PARTS),
                                     qp_field_number(qp_text(rules, parts[i]),
                                                     QP_LOOK_CHANGE, decimals,
                                                     PART_WIDTH));
    return n;
}

/* The change as a formula over the two cells before it; ranks go the other
   way. */
static const char *
spell_change(const struct qp_table *table, bool is_rank, int decimals)
{
    struct qp_live_name before = qp_live_cell_name(table->row, BEFORE);
    struct qp_live_name after = qp_live_cell_name(table->row, AFTER);

    return qp_arena_printf(table->page->arena, "ROUND(%s-%s,%d)",
                           is_rank ? before.text : after.text,
                           is_rank ? after.text : before.text, decimals);
}

static void
put_row(struct qp_table *table, const struct qp_split *split,
        const struct qp_split_row *row, bool is_rank)
{
    const struct qp_split_change *change = is_rank ? &row->rank : &row->points;
    int decimals = is_rank ? 1 : decimals_of(split);

    qp_table_row(table);
    qp_table_text(table, qp_text_district(split->after->rules, row->after));
    qp_table_number(table, change->before);
    qp_table_number(table, change->after);
    qp_table_live(table,
                  qp_num_defined(change->by)
                      ? spell_change(table, is_rank, decimals)
                      : NULL,
                  change->by);
    for (size_t i = 0; i < QP_N_PARTS; i++)
        qp_table_number(table, change->parts[i]);
}

/* What could not be told apart, and who is in one of them alone. */
static void
put_notes(struct qp_page *page, const struct qp_split *split)
{
    const struct qp_ruleset *rules = split->after->rules;
    struct qp_arena *arena = page->arena;
    const char *data = NULL, *gone = NULL, *fresh = NULL;
    const char *comma = qp_text(rules, QP_TEXT_COMMA);

    for (size_t i = 0; i < split->n_lacking; i++) {
        const struct qp_datum *datum =
            &split->before->rules->data[split->lacking[i].datum];

        data = qp_text_join(arena, data, comma,
                            qp_text_name(rules, datum->name, datum->name_en));
    }
    for (size_t i = 0; i < split->n_gone; i++)
        gone = qp_text_join(
            arena, gone, comma,
            qp_text_district(split->before->rules, split->gone[i]));
    for (size_t i = 0; i < split->n_new; i++)
        fresh = qp_text_join(arena, fresh, comma,
                             qp_text_district(rules, split->new_ones[i]));
    qp_page_note(page, qp_text(rules, QP_TEXT_COMPARED_STEPS));
    if (!split->weights_apart)
        qp_page_note(page, qp_text(rules, QP_TEXT_COMPARED_TREES));
    if (!split->figures_apart)
        qp_page_note(page, qp_text(rules, QP_TEXT_COMPARED_MANY));
    if (data)
        qp_page_note(page, qp_text_with(arena, rules, QP_TEXT_COMPARED_LACKING,
                                        data, NULL));
    if (gone)
        qp_page_note(page, qp_text_with(arena, rules, QP_TEXT_COMPARED_GONE,
                                        gone, NULL));
    if (fresh)
        qp_page_note(page, qp_text_with(arena, rules, QP_TEXT_COMPARED_NEW,
                                        fresh, NULL));
}

static void
put_parts(struct qp_book *book, const struct qp_split *split, bool is_rank)
{
    const struct qp_ruleset *rules = split->after->rules;
    const char *name = qp_text(rules, is_rank ? QP_TEXT_SHEET_COMPARED_RANKS
                                              : QP_TEXT_SHEET_COMPARED);
    struct qp_field fields[BY + 1 + QP_N_PARTS];
    size_t n = set_fields(qp_book_arena(book), split, is_rank, fields);
    struct qp_page *page = qp_page_begin(
        book, split->after, name, name,
        is_rank ? NULL : qp_text(rules, QP_TEXT_IN_POINTS), n, false);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, FIXED);
    for (size_t i = 0; i < split->n_rows; i++)
        put_row(&table, split, &split->rows[i], is_rank);
    qp_table_end(&table, split->n_rows > 1);
    put_notes(page, split);
    qp_page_finish(page);
}

/* ---- indicators ---- */

/* The indicator of the earlier rules with the code of NODE; QP_NONE. */
static size_t
find_before(const struct qp_split *split, size_t node)
{
    const struct qp_ruleset *a = split->before->rules,
                            *b = split->after->rules;

    for (size_t i = 0; i < a->n_indicators; i++)
        if (strcasecmp(a->indicators[i].code, b->indicators[node].code) == 0)
            return i;
    return QP_NONE;
}

/* What ROW's district had on NODE of RESULT's rules. */
static qp_num
points_on(const struct qp_result *result, size_t district, size_t node)
{
    return node == QP_NONE
               ? qp_num_undefined("no points")
               : result->scores[district * result->rules->n_indicators + node]
                     .points;
}

static void
put_indicator(struct qp_table *table, const struct qp_split *split,
              const struct qp_split_row *row, size_t node)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = split->after->rules;
    qp_num before =
        points_on(split->before, row->before, find_before(split, node));
    qp_num after = points_on(split->after, row->after, node);

    qp_table_row(table);
    qp_table_text(table, qp_text_district(rules, row->after));
    qp_table_text(table, rules->indicators[node].code);
    qp_table_text(table, qp_text_indicator(rules, node));
    qp_table_number(table, before);
    qp_table_number(table, after);
    qp_table_number(table, qp_num_round(page->arena,
                                        qp_num_sub(page->arena, after, before),
                                        decimals_of(split), rules->rounding));
}

static void
put_indicators(struct qp_book *book, const struct qp_split *split)
{
    const struct qp_ruleset *rules = split->after->rules;
    struct qp_arena *arena = qp_book_arena(book);
    const char *name = qp_text(rules, QP_TEXT_SHEET_COMPARED_LEAVES);
    int decimals = decimals_of(split);
    const struct qp_field fields[] = {
        qp_field_text(qp_text(rules, QP_TEXT_DISTRICT), QP_LOOK_TEXT, 12, 26),
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_TEXT, 6, 12),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 20, 40),
        qp_field_number(head_of(arena, split, false), QP_LOOK_POINTS, decimals,
                        9),
        qp_field_number(head_of(arena, split, true), QP_LOOK_TOTAL, decimals,
                        9),
        qp_field_number(qp_text(rules, QP_TEXT_CHANGE), QP_LOOK_CHANGE,
                        decimals, 9),
    };
    size_t n = sizeof fields / sizeof *fields;
    struct qp_page *page =
        qp_page_begin(book, split->after, name, name,
                      qp_text(rules, QP_TEXT_IN_POINTS), n, true);
    struct qp_table table = qp_table_begin(page, fields, n);

    qp_table_fix(&table, FIXED);
    for (size_t i = 0; i < split->n_rows; i++)
        for (size_t k = 0; k < rules->n_indicators; k++)
            if (rules->indicators[rules->order[k]].method)
                put_indicator(&table, split, &split->rows[i], rules->order[k]);
    qp_table_end(&table, true);
    qp_page_finish(page);
}

bool
qp_comparison_write(struct qp_session *run, const struct qp_split *split,
                    const char *path)
{
    const struct qp_ruleset *rules = split->after->rules;
    struct qp_single *single =
        qp_single_begin(run, path, qp_earlier_comparison);
    struct qp_book *book;

    if (!single)
        return false;
    book =
        qp_book_open(run, &single->folder, single->name, rules->title, rules);
    qp_book_mark(book, QP_COMPARISON_MARK);
    put_parts(book, split, false);
    put_parts(book, split, true);
    put_indicators(book, split);
    return qp_single_end(run, single, qp_book_close(book));
}
