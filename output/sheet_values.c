/* 指标值: what each leaf measures for each district, as a formula over the
   data where it is one.  The districts of a group are neighbours, so that the
   statistics of a scope are formulas over a range. */

#include <config.h>

#include "output/digits.h"
#include "output/formula.h"
#include "output/matrix.h"
#include "output/sheets.h"
#include "output/table.h"

enum { DECIMALS_MOST = 4 };

/* What the cells of the matrix are made from. */
struct context {
    struct qp_live *live;
    struct qp_formulas *formulas;
    const size_t *leaves;
    const int *decimals; /* of each leaf's values */
};

static size_t
list_leaves(const struct qp_ruleset *rules, size_t leaves[])
{
    size_t n = 0;

    for (size_t i = 0; i < rules->n_indicators; i++)
        if (rules->indicators[rules->order[i]].method)
            leaves[n++] = rules->order[i];
    return n;
}

/* The decimals that show the values of NODE. */
static int
decimals_of(struct qp_arena *arena, const struct qp_result *result,
            size_t node)
{
    const struct qp_ruleset *rules = result->rules;
    int decimals = 0;

    for (size_t d = 0; d < rules->n_districts && decimals < DECIMALS_MOST;
         d++) {
        qp_num used = result->scores[d * rules->n_indicators + node].used;
        int needed = qp_num_defined(used)
                         ? qp_table_decimals(arena, used, DECIMALS_MOST)
                         : 0;

        if (needed > decimals)
            decimals = needed;
    }
    return decimals;
}

static const struct qp_matrix_item *
make_items(const struct qp_page *page, const size_t leaves[], size_t n)
{
    struct qp_matrix_item *items =
        qp_arena_alloc(page->arena, n, sizeof *items);

    for (size_t i = 0; i < n; i++) {
        const struct qp_indicator *leaf = &page->rules->indicators[leaves[i]];

        items[i] = (struct qp_matrix_item){
            .code = leaf->code,
            .name = qp_text_indicator(page->rules, leaves[i]),
            .unit = leaf->unit_name,
        };
    }
    return items;
}

static void
put(const struct qp_matrix *matrix, size_t row, size_t column,
    enum qp_ground ground, size_t district, size_t item)
{
    const struct context *context = matrix->context;
    const struct qp_page *page = matrix->page;
    size_t node = context->leaves[item];
    const struct qp_score *score =
        &page->result->scores[district * page->rules->n_indicators + node];
    bool is_tinted = score->substituted || qp_result_treating(score);
    struct qp_style style = { QP_LOOK_FIGURE,
                              is_tinted ? QP_GROUND_TINT : ground,
                              context->decimals[item] };
    const char *formula;

    if (!qp_num_defined(score->used)) {
        style.look = QP_LOOK_MARK;
        qp_cell_text(page->sheet, row, column, style,
                     qp_text_state(page->rules, score->state));
        return;
    }
    formula = qp_formula_value(context->formulas, district, node);
    if (formula)
        qp_cell_live(page->sheet, row, column, style, formula, score->used);
    else
        qp_cell_number(page->sheet, row, column, style, score->used);
}

/* Values beyond all numbers of a spreadsheet are texts, over which there is no
   formula. */
static void
note(const struct qp_matrix *matrix, size_t row, size_t column,
     size_t district, size_t item)
{
    const struct context *context = matrix->context;
    const struct qp_page *page = matrix->page;
    size_t node = context->leaves[item];

    if (qp_digits_reach(
            page->arena,
            page->result->scores[district * page->rules->n_indicators + node]
                .used))
        qp_live_note(context->live, QP_LIVE_VALUE, district, node,
                     page->sheet, row, column);
}

static const char *
about(const struct qp_matrix *matrix, size_t district)
{
    const struct qp_ruleset *rules = matrix->page->rules;

    return rules->n_groups ? qp_text_group(rules, district)
                           : rules->districts[district].code;
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_arena *arena = qp_book_arena(book);
    struct qp_live *live = qp_book_live(book, result);
    size_t *leaves =
        qp_arena_alloc(arena, rules->n_indicators, sizeof *leaves);
    int *decimals =
        qp_arena_alloc(arena, rules->n_indicators, sizeof *decimals);
    struct context context = { .live = live,
                               .leaves = leaves,
                               .decimals = decimals };
    struct qp_matrix matrix = {
        .districts = qp_live_districts(live),
        .n_items = list_leaves(rules, leaves),
        .unit_head = qp_text(rules, QP_TEXT_UNIT),
        .codes = true,
        .about = about,
        .about_head = qp_text(
            rules, rules->n_groups ? QP_TEXT_GROUP : QP_TEXT_CODE),
        .note = note,
        .put = put,
        .context = &context,
    };

    for (size_t i = 0; i < matrix.n_items; i++)
        decimals[i] = decimals_of(arena, result, leaves[i]);
    matrix.page = qp_page_begin(book, result, name, name, NULL,
                                qp_matrix_columns(rules, &matrix), false);
    matrix.items = make_items(matrix.page, leaves, matrix.n_items);
    context.formulas = qp_formulas_new(matrix.page->arena, live,
                                       matrix.page->sheet, result);
    qp_matrix_write(&matrix);
    qp_page_note(matrix.page, qp_text(rules, QP_TEXT_MARKS_VALUES));
    if (qp_sheet_treated.wanted(result))
        qp_page_note(matrix.page, qp_text(rules, QP_TEXT_MARKS_TREATED));
    qp_page_finish(matrix.page);
}

const struct qp_sheet_row qp_sheet_values = { .name = QP_TEXT_SHEET_VALUES,
                                              .shows = QP_TEXT_SHOWS_VALUES,
                                              .write = write_sheet };
