/* 标准分: the normalised scores in percent of full marks, as formulas over
   values and statistics, and up the tree over each other. */

#include <config.h>

#include "engine/method.h"
#include "output/formula.h"
#include "output/matrix.h"
#include "output/sheets.h"

struct context {
    struct qp_live *live;
    struct qp_formulas *formulas;
    struct qp_arena *scratch; /* of one figure */
};

/* The indicators in reading order, then the whole tree. */
static const struct qp_matrix_item *
make_items(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    size_t n = rules->n_indicators;
    struct qp_matrix_item *items =
        qp_arena_alloc(page->arena, n + 1, sizeof *items);

    for (size_t i = 0; i < n; i++) {
        size_t node = rules->order[i];
        const struct qp_indicator *indicator = &rules->indicators[node];

        items[i] = (struct qp_matrix_item){
            .code = indicator->code,
            .name = qp_text_indicator(rules, node),
            .unit = indicator->method
                        ? qp_text_method(rules, indicator->method)
                        : NULL,
            .strong = !indicator->method,
            .starts = indicator->parent == QP_NONE,
        };
    }
    items[n] = (struct qp_matrix_item){ .name = qp_text(rules, QP_TEXT_BASE),
                                        .strong = true };
    return items;
}

/* The normalised score of DISTRICT on NODE, QP_NONE for the tree. */
static qp_num
normalised(const struct qp_result *result, size_t district, size_t node)
{
    return node == QP_NONE
               ? result->outcomes[district].base_normalised
               : result->scores[district * result->rules->n_indicators + node]
                     .normalised;
}

static void
put(const struct qp_matrix *matrix, size_t row, size_t column,
    enum qp_ground ground, size_t district, size_t item)
{
    const struct context *context = matrix->context;
    const struct qp_page *page = matrix->page;
    size_t n = page->rules->n_indicators;
    size_t node = item < n ? page->rules->order[item] : QP_NONE;
    struct qp_style style = { matrix->items[item].strong ? QP_LOOK_TOTAL
                                                         : QP_LOOK_POINTS,
                              ground, QP_FORMULA_SCORE_DECIMALS };
    qp_num percent =
        qp_num_mul(context->scratch, normalised(page->result, district, node),
                   qp_num_int(100));
    const char *formula = NULL;

    if (qp_num_defined(percent))
        formula = qp_formula_score(context->formulas, district, node);
    if (formula)
        qp_cell_live(page->sheet, row, column, style, formula, percent);
    else
        qp_cell_number(page->sheet, row, column, style, percent);
    qp_arena_clear(context->scratch);
}

static void
note(const struct qp_matrix *matrix, size_t row, size_t column,
     size_t district, size_t item)
{
    const struct context *context = matrix->context;
    const struct qp_page *page = matrix->page;
    size_t n = page->rules->n_indicators;

    qp_live_note(context->live, QP_LIVE_SCORE, district,
                 item < n ? page->rules->order[item] : n, page->sheet, row,
                 column);
}

static const char *
about(const struct qp_matrix *matrix, size_t district)
{
    return matrix->page->rules->districts[district].code;
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_live *live = qp_book_live(book, result);
    struct context context = {
        .live = live,
        .scratch = qp_arena_inner(qp_book_arena(book)),
    };
    struct qp_matrix matrix = {
        .districts = qp_live_districts(live),
        .n_items = rules->n_indicators + 1,
        .unit_head = qp_text(rules, QP_TEXT_METHOD),
        .codes = true,
        .about = about,
        .about_head = qp_text(rules, QP_TEXT_CODE),
        .note = note,
        .put = put,
        .context = &context,
    };

    matrix.page = qp_page_begin(book, result, name, name,
                                qp_text(rules, QP_TEXT_IN_PERCENT),
                                qp_matrix_columns(rules, &matrix), false);
    matrix.items = make_items(matrix.page);
    context.formulas = qp_formulas_new(matrix.page->arena, live,
                                       matrix.page->sheet, result);
    qp_matrix_write(&matrix);
    qp_page_note(matrix.page, qp_text(rules, QP_TEXT_MARKS_NORMALISED));
    qp_page_finish(matrix.page);
}

const struct qp_sheet_row qp_sheet_normalised = {
    .name = QP_TEXT_SHEET_NORMALISED,
    .shows = QP_TEXT_SHOWS_NORMALISED,
    .write = write_sheet
};
