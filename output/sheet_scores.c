/* 指标得分: the points of all districts on all indicators, and how they add
   up to the total. */

#include <config.h>

#include "output/formula.h"
#include "output/matrix.h"
#include "output/sheets.h"
#include "output/summary.h"

/* What stands below the indicators. */
static const struct {
    enum qp_text name;
    enum qp_live_kind kind;
    size_t offset; /* of the number in struct qp_outcome */
} sums[] = {
    { QP_TEXT_BASE, QP_LIVE_BASE, offsetof(struct qp_outcome, base) },
    { QP_TEXT_BONUS, QP_LIVE_BONUS, offsetof(struct qp_outcome, bonus) },
    { QP_TEXT_DEDUCTION, QP_LIVE_DEDUCTION,
      offsetof(struct qp_outcome, deduction) },
    { QP_TEXT_TOTAL, QP_LIVE_TOTAL, offsetof(struct qp_outcome, total) },
};

struct context {
    struct qp_live *live;
    struct qp_formulas *formulas;
};

/* The first of SUMS that says something: without bonus and deduction the
   total alone. */
static size_t
first_sum(const struct qp_ruleset *rules)
{
    return rules->n_bonuses + rules->n_deductions ? 0 : QP_COUNT(sums) - 1;
}

static size_t
count_items(const struct qp_ruleset *rules)
{
    return rules->n_indicators + QP_COUNT(sums) - first_sum(rules);
}

/* The name of the node at the top of the tree above NODE. */
static const char *
top_of(const struct qp_ruleset *rules, size_t node)
{
    if (rules->indicators[node].parent == QP_NONE &&
        rules->indicators[node].method)
        return NULL;
    while (rules->indicators[node].parent != QP_NONE)
        node = rules->indicators[node].parent;
    return qp_text_indicator(rules, node);
}

static const struct qp_matrix_item *
make_items(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    size_t n = rules->n_indicators;
    struct qp_matrix_item *items =
        qp_arena_alloc(page->arena, count_items(rules), sizeof *items);

    for (size_t i = 0; i < n; i++) {
        size_t node = rules->order[i];

        items[i] = (struct qp_matrix_item){
            .code = rules->indicators[node].code,
            .name = qp_text_indicator(rules, node),
            .over = top_of(rules, node),
            .unit = qp_text_full(page->arena, page->result, node),
            .strong = !rules->indicators[node].method,
            .heats = true,
            .starts = rules->indicators[node].parent == QP_NONE,
        };
    }
    for (size_t i = first_sum(rules); i < QP_COUNT(sums); i++)
        items[n++] =
            (struct qp_matrix_item){ .name = qp_text(rules, sums[i].name),
                                     .strong = true };
    return items;
}

/* The formula of sum SUM of DISTRICT.  Bonus and deduction stand on a sheet of
   their own, behind this one. */
static const char *
formula_of_sum(const struct qp_matrix *matrix, size_t sum, size_t district)
{
    const struct context *context = matrix->context;
    struct qp_arena *arena = matrix->page->arena;

    switch (sums[sum].kind) {
    case QP_LIVE_BASE:
        return qp_formula_points(context->formulas, district, QP_NONE);
    case QP_LIVE_TOTAL:
        return qp_formula_total(context->formulas, district);
    case QP_LIVE_BONUS:
        return qp_live_cell(arena, context->live, matrix->page->sheet,
                            QP_LIVE_BONUSES, district, 0);
    default:
        return qp_live_cell(arena, context->live, matrix->page->sheet,
                            QP_LIVE_DEDUCTIONS, district, 0);
    }
}

/* Writes X with FORMULA, which may be null. */
static void
put_live(const struct qp_matrix *matrix, size_t row, size_t column,
         struct qp_style style, const char *formula, qp_num x)
{
    if (formula)
        qp_cell_live(matrix->page->sheet, row, column, style, formula, x);
    else
        qp_cell_number(matrix->page->sheet, row, column, style, x);
}

static void
put_sum(const struct qp_matrix *matrix, size_t row, size_t column,
        struct qp_style style, size_t district, size_t item)
{
    const struct qp_ruleset *rules = matrix->page->rules;
    size_t i = item - rules->n_indicators + first_sum(rules);
    const char *outcome =
        (const char *)&matrix->page->result->outcomes[district];
    qp_num x = *(const qp_num *)(const void *)(outcome + sums[i].offset);

    put_live(matrix, row, column, style,
             qp_num_defined(x) ? formula_of_sum(matrix, i, district) : NULL,
             x);
}

static void
put(const struct qp_matrix *matrix, size_t row, size_t column,
    enum qp_ground ground, size_t district, size_t item)
{
    const struct context *context = matrix->context;
    const struct qp_ruleset *rules = matrix->page->rules;
    struct qp_style style = {
        .look = matrix->items[item].strong ? QP_LOOK_TOTAL : QP_LOOK_POINTS,
        .ground = ground,
        .decimals = rules->decimals,
    };
    const struct qp_score *score;
    size_t node;

    if (item >= rules->n_indicators) {
        put_sum(matrix, row, column, style, district, item);
        return;
    }
    node = rules->order[item];
    score = &matrix->page->result
                 ->scores[district * rules->n_indicators + node];
    if (qp_result_policy(score).kind != QP_POLICY_NONE)
        style.ground = QP_GROUND_TINT;
    put_live(matrix, row, column, style,
             qp_formula_points(context->formulas, district, node),
             score->points);
}

static void
note(const struct qp_matrix *matrix, size_t row, size_t column,
     size_t district, size_t item)
{
    const struct context *context = matrix->context;
    const struct qp_ruleset *rules = matrix->page->rules;
    size_t n = rules->n_indicators;

    if (item < n)
        qp_live_note(context->live, QP_LIVE_POINTS, district,
                     rules->order[item], matrix->page->sheet, row, column);
    else
        qp_live_note(context->live, sums[item - n + first_sum(rules)].kind,
                     district, 0, matrix->page->sheet, row, column);
}

/* File and line of the rule that ITEM, if it is an indicator, stands in. */
static void
put_place(const struct qp_matrix *matrix, size_t row, size_t column,
          size_t item)
{
    const struct qp_page *page = matrix->page;
    const struct qp_ruleset *rules = page->rules;
    struct qp_style style = { .look = QP_LOOK_SMALL,
                              .ground = QP_GROUND_SUM };

    qp_cell_text(page->sheet, row, column, style,
                 item < rules->n_indicators
                     ? qp_text_place(page->arena,
                                     rules->indicators[rules->order[item]].at)
                     : NULL);
}

/* Behind the districts stand statistics, and where the rules have it. */
enum { PLACE = QP_SUMMARY_ROWS, N_TAILS };

/* Statistics of the total for the last item, and of none of the other sums. */
static void
put_tail(const struct qp_matrix *matrix, size_t row, size_t column,
         size_t tail, size_t item)
{
    const struct context *context = matrix->context;
    const struct qp_page *page = matrix->page;
    size_t n = page->rules->n_indicators;
    struct qp_style style = {
        .look = matrix->items[item].strong ? QP_LOOK_TOTAL : QP_LOOK_POINTS,
        .ground = QP_GROUND_SUM,
        .decimals = page->rules->decimals,
    };

    if (tail == PLACE)
        put_place(matrix, row, column, item);
    else if (item >= n && item + 1 < matrix->n_items)
        qp_cell_text(page->sheet, row, column, style, NULL);
    else
        qp_summary_put(page, context->formulas, row, column, style,
                       item < n ? page->rules->order[item] : n, tail);
}

static const char *
about(const struct qp_matrix *matrix, size_t district)
{
    const struct qp_page *page = matrix->page;
    qp_num rank = page->result->outcomes[district].rank;

    if (!qp_num_defined(rank))
        return "—";
    return qp_text_with(page->arena, page->rules, QP_TEXT_NTH,
                        qp_num_text(page->arena, rank), NULL);
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    const char *tails[N_TAILS];
    struct qp_live *live = qp_book_live(book, result);
    struct context context = { .live = live };
    struct qp_matrix matrix = {
        .context = &context,
        .districts = result->by_rank,
        .n_items = count_items(rules),
        .unit_head = qp_text(rules, QP_TEXT_FULL),
        .about = about,
        .about_head = qp_text(rules, QP_TEXT_RANK),
        .note = note,
        .put = put,
        .codes = true,
        .tails = tails,
        .n_tails = QP_COUNT(tails),
        .put_tail = put_tail,
    };

    for (size_t i = 0; i < QP_SUMMARY_ROWS; i++)
        tails[i] = qp_summary_name(rules, i);
    tails[PLACE] = qp_text(rules, QP_TEXT_RULE_PLACE);
    matrix.page = qp_page_begin(book, result, name, name,
                                qp_text(rules, QP_TEXT_IN_POINTS),
                                qp_matrix_columns(rules, &matrix), false);
    matrix.items = make_items(matrix.page);
    context.formulas = qp_formulas_new(matrix.page->arena, live,
                                       matrix.page->sheet, result);
    qp_matrix_write(&matrix);
    qp_page_note(matrix.page, qp_text(rules, QP_TEXT_MARKS_SCORES));
    qp_page_finish(matrix.page);
}

const struct qp_sheet_row qp_sheet_scores = { .name = QP_TEXT_SHEET_SCORES,
                                              .shows = QP_TEXT_SHOWS_SCORES,
                                              .write = write_sheet };
