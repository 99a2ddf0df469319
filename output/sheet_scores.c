/* 指标得分: the points of all districts on all indicators, and how they add
   up to the total. */

#include <config.h>

#include "output/matrix.h"
#include "output/sheets.h"

/* What stands below the indicators. */
static const struct {
    enum qp_text name;
    size_t offset; /* of the number in struct qp_outcome */
} sums[] = {
    { QP_TEXT_BASE, offsetof(struct qp_outcome, base) },
    { QP_TEXT_BONUS, offsetof(struct qp_outcome, bonus) },
    { QP_TEXT_DEDUCTION, offsetof(struct qp_outcome, deduction) },
    { QP_TEXT_TOTAL, offsetof(struct qp_outcome, total) },
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
            .starts = rules->indicators[node].parent == QP_NONE,
        };
    }
    for (size_t i = first_sum(rules); i < QP_COUNT(sums); i++)
        items[n++] =
            (struct qp_matrix_item){ .name = qp_text(rules, sums[i].name),
                                     .strong = true };
    return items;
}

static qp_num
sum_of(const struct qp_matrix *matrix, size_t district, size_t item)
{
    const struct qp_ruleset *rules = matrix->page->rules;
    size_t i = item - rules->n_indicators + first_sum(rules);
    const char *outcome =
        (const char *)&matrix->page->result->outcomes[district];

    return *(const qp_num *)(const void *)(outcome + sums[i].offset);
}

static void
put(const struct qp_matrix *matrix, size_t row, size_t column,
    enum qp_ground ground, size_t district, size_t item)
{
    const struct qp_ruleset *rules = matrix->page->rules;
    struct qp_style style = {
        .look = matrix->items[item].strong ? QP_LOOK_TOTAL : QP_LOOK_POINTS,
        .ground = ground,
        .decimals = rules->decimals,
    };
    const struct qp_score *score;

    if (item >= rules->n_indicators) {
        qp_cell_number(matrix->page->sheet, row, column, style,
                       sum_of(matrix, district, item));
        return;
    }
    score = &matrix->page->result
                 ->scores[district * rules->n_indicators + rules->order[item]];
    if (score->policy.kind != QP_POLICY_NONE)
        style.ground = QP_GROUND_TINT;
    qp_cell_number(matrix->page->sheet, row, column, style, score->points);
}

/* Mean, best and least, of the total for the last item and for none of the
   other sums. */
static void
put_tail(const struct qp_matrix *matrix, size_t row, size_t column,
         size_t tail, size_t item)
{
    const struct qp_page *page = matrix->page;
    size_t n = page->rules->n_indicators;
    struct qp_style style = {
        .look = matrix->items[item].strong ? QP_LOOK_TOTAL : QP_LOOK_POINTS,
        .ground = QP_GROUND_SUM,
        .decimals = page->rules->decimals,
    };
    const struct qp_summary *summary;

    if (item >= n && item + 1 < matrix->n_items) {
        qp_cell_text(page->sheet, row, column, style, NULL);
        return;
    }
    summary =
        &page->result->summaries[item < n ? page->rules->order[item] : n];
    qp_cell_number(page->sheet, row, column, style,
                   qp_page_round(page, tail == 0   ? summary->mean
                                       : tail == 1 ? summary->max
                                                   : summary->min));
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
    const char *tails[] = { qp_text(rules, QP_TEXT_MEAN),
                            qp_text(rules, QP_TEXT_BEST),
                            qp_text(rules, QP_TEXT_LEAST) };
    struct qp_matrix matrix = {
        .districts = result->by_rank,
        .n_items = count_items(rules),
        .unit_head = qp_text(rules, QP_TEXT_FULL),
        .about = about,
        .about_head = qp_text(rules, QP_TEXT_RANK),
        .put = put,
        .codes = true,
        .tails = tails,
        .n_tails = QP_COUNT(tails),
        .put_tail = put_tail,
    };

    matrix.page = qp_page_begin(book, result, name, name,
                                qp_text(rules, QP_TEXT_IN_POINTS),
                                qp_matrix_columns(rules, &matrix), false);
    matrix.items = make_items(matrix.page);
    qp_matrix_write(&matrix);
    qp_page_note(matrix.page, qp_text(rules, QP_TEXT_MARKS_SCORES));
    qp_page_finish(matrix.page);
}

const struct qp_sheet_row qp_sheet_scores = { .name = QP_TEXT_SHEET_SCORES,
                                              .write = write_sheet };
