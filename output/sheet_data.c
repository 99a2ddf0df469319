/* 指标数据: the figures that counted, this year's and, where anybody gave
   them, last year's. */

#include <config.h>

#include "output/digits.h"
#include "output/matrix.h"
#include "output/sheets.h"
#include "output/table.h"

#include "engine/expr.h"

enum { DECIMALS_MOST = 6 };

/* A datum of this year, or of the year before. */
struct item {
    size_t datum;
    bool prior;
    int decimals;
};

static const struct qp_entry *
entry_of(const struct qp_result *result, size_t district, size_t datum)
{
    return &result->subs->entries[district * result->rules->n_data + datum];
}

/* The decimals that figures of DATUM are shown with: none where none has any,
   else those that the datum may have; -1 when nobody gave one. */
static int
decimals_of(struct qp_arena *arena, const struct qp_result *result,
            size_t datum, bool prior)
{
    int decimals = -1;

    for (size_t d = 0; d < result->rules->n_districts; d++) {
        const struct qp_figure *figure =
            qp_eval_figure(result->rules, result->subs, d, datum, prior);
        int needed;

        if (!figure && !qp_model_extra(entry_of(result, d, datum))->n_opinions)
            continue;
        needed =
            figure ? qp_table_decimals(arena, figure->value.num, DECIMALS_MOST)
                   : 0;
        if (needed > decimals)
            decimals = needed;
    }
    if (decimals > 0 && decimals < result->rules->data[datum].decimals)
        decimals = result->rules->data[datum].decimals;
    return decimals < DECIMALS_MOST ? decimals : DECIMALS_MOST;
}

static size_t
list_items(struct qp_arena *arena, const struct qp_result *result,
           struct item items[])
{
    size_t n = 0;

    for (size_t x = 0; x < result->rules->n_data; x++) {
        enum qp_giver giver = result->rules->data[x].given_by;
        int decimals = decimals_of(arena, result, x, true);

        items[n++] =
            (struct item){ x, false, decimals_of(arena, result, x, false) };
        if (giver != QP_BY_RULES && giver != QP_BY_EXPERTS && decimals >= 0)
            items[n++] = (struct item){ x, true, decimals };
    }
    return n;
}

static const struct qp_matrix_item *
make_labels(const struct qp_page *page, const struct item items[], size_t n)
{
    struct qp_matrix_item *labels =
        qp_arena_alloc(page->arena, n, sizeof *labels);

    for (size_t i = 0; i < n; i++) {
        const struct qp_datum *datum = &page->rules->data[items[i].datum];
        const char *name =
            qp_text_name(page->rules, datum->name, datum->name_en);

        labels[i] = (struct qp_matrix_item){
            .code = datum->code,
            .name = items[i].prior ? qp_text_with(page->arena, page->rules,
                                                  QP_TEXT_PRIOR_OF, name, NULL)
                                   : name,
            .unit = datum->unit_name,
        };
    }
    return labels;
}

/* True if a department's figure stands in place of the district's. */
static bool
is_replaced(const struct qp_entry *entry, bool prior)
{
    return prior ? qp_model_extra(entry)->verified_prior &&
                       qp_model_extra(entry)->reported_prior
                 : qp_model_extra(entry)->verified &&
                       (entry->reported || qp_model_extra(entry)->derived);
}

/* Where there is no figure: experts counted, or the state. */
static const char *
text_for(const struct qp_page *page, const struct qp_entry *entry,
         const struct qp_figure *figure)
{
    if (figure)
        return qp_text_state(page->rules, figure->value.state);
    if (qp_model_extra(entry)->n_opinions)
        return qp_text_with(
            page->arena, page->rules, QP_TEXT_EXPERTS,
            qp_text_count(page->arena, qp_model_extra(entry)->n_opinions),
            NULL);
    return qp_text_state(page->rules, QP_ABSENT);
}

static void
put(const struct qp_matrix *matrix, size_t row, size_t column,
    enum qp_ground ground, size_t district, size_t i)
{
    const struct qp_page *page = matrix->page;
    const struct item *item = (const struct item *)matrix->context + i;
    const struct qp_entry *entry =
        entry_of(page->result, district, item->datum);
    const struct qp_figure *figure = qp_eval_figure(
        page->rules, page->result->subs, district, item->datum, item->prior);
    struct qp_style style = {
        .look = QP_LOOK_FIGURE,
        .ground = is_replaced(entry, item->prior) ? QP_GROUND_TINT : ground,
        .decimals = item->decimals < 0 ? 0 : item->decimals,
    };

    if (figure && figure->value.state == QP_REPORTED) {
        qp_cell_figure(page->sheet, row, column, style, figure->value.num);
        return;
    }
    style.look = QP_LOOK_MARK;
    qp_cell_text(page->sheet, row, column, style,
                 text_for(page, entry, figure));
}

/* Figures of too many digits for a number are texts, over which there is no
   formula. */
static void
note(const struct qp_matrix *matrix, size_t row, size_t column,
     size_t district, size_t i)
{
    const struct qp_page *page = matrix->page;
    const struct item *item = (const struct item *)matrix->context + i;
    const struct qp_figure *figure = qp_eval_figure(
        page->rules, page->result->subs, district, item->datum, item->prior);

    if (!figure || qp_digits_fit(page->arena, figure->value.num))
        qp_live_note(qp_book_live(page->sheet->book, page->result),
                     item->prior ? QP_LIVE_PRIOR : QP_LIVE_DATUM, district,
                     item->datum, page->sheet, row, column);
}

static const char *
about(const struct qp_matrix *matrix, size_t district)
{
    return matrix->page->rules->districts[district].code;
}

/* Where more is said of each figure, if it is. */
static void
note_ledger(struct qp_page *page)
{
    const char *ledger = qp_text(page->rules, QP_TEXT_SHEET_LEDGER);

    if (qp_book_has(page->sheet->book, ledger))
        qp_page_note(page, qp_text_with(page->arena, page->rules,
                                        QP_TEXT_SEE_LEDGER, ledger, NULL));
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_arena *arena = qp_book_arena(book);
    struct item *items =
        qp_arena_alloc(arena, 2 * rules->n_data, sizeof *items);
    size_t n = list_items(arena, result, items);
    struct qp_matrix matrix = {
        .districts = qp_live_districts(qp_book_live(book, result)),
        .n_items = n,
        .unit_head = qp_text(rules, QP_TEXT_UNIT),
        .about = about,
        .about_head = qp_text(rules, QP_TEXT_CODE),
        .note = note,
        .put = put,
        .context = items,
    };

    matrix.page = qp_page_begin(book, result, name, name, NULL,
                                qp_matrix_columns(rules, &matrix), false);
    matrix.items = make_labels(matrix.page, items, n);
    qp_matrix_write(&matrix);
    qp_page_note(matrix.page, qp_text(rules, QP_TEXT_MARKS_DATA));
    note_ledger(matrix.page);
    qp_page_finish(matrix.page);
}

const struct qp_sheet_row qp_sheet_data = { .name = QP_TEXT_SHEET_DATA,
                                            .shows = QP_TEXT_SHOWS_DATA,
                                            .write = write_sheet };
