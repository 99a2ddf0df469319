/* 加分扣分否决: what came to and went from each district's points, and which
   vetoes struck. */

#include <config.h>

#include "output/matrix.h"
#include "output/sheets.h"

/* What the items of the matrix are, one kind after the other. */
enum kind { BONUS, BONUS_SUM, DEDUCTION, DEDUCTION_SUM, VETO, N_KINDS };

/* How many items of KIND there are; a sum only where there is something to
   add up. */
static size_t
count_kind(const struct qp_ruleset *rules, enum kind kind)
{
    const size_t counts[N_KINDS] = {
        [BONUS] = rules->n_bonuses,
        [BONUS_SUM] = rules->n_bonuses > 0,
        [DEDUCTION] = rules->n_deductions,
        [DEDUCTION_SUM] = rules->n_deductions > 0,
        [VETO] = rules->n_vetoes,
    };

    return counts[kind];
}

static size_t
count_items(const struct qp_ruleset *rules)
{
    size_t n = 0;

    for (enum kind kind = 0; kind < N_KINDS; kind++)
        n += count_kind(rules, kind);
    return n;
}

/* The kind of item *I, which becomes its number within the kind. */
static enum kind
kind_of(const struct qp_ruleset *rules, size_t *i)
{
    enum kind kind = 0;

    while (*i >= count_kind(rules, kind))
        *i -= count_kind(rules, kind++);
    return kind;
}

static struct qp_matrix_item
label_item(const struct qp_page *page, const struct qp_item *item,
           enum qp_text over)
{
    const struct qp_ruleset *rules = page->rules;

    return (struct qp_matrix_item){
        .code = item->code,
        .name = qp_text_name(rules, item->name, item->name_en),
        .over = qp_text(rules, over),
        .unit = qp_num_text(page->arena, item->cap),
    };
}

static struct qp_matrix_item
label_sum(const struct qp_page *page, enum qp_text sum, enum qp_text over,
          qp_num cap)
{
    return (struct qp_matrix_item){
        .name = qp_text(page->rules, sum),
        .over = qp_text(page->rules, over),
        .unit = qp_num_text(page->arena, cap),
        .strong = true,
    };
}

static struct qp_matrix_item
label_veto(const struct qp_page *page, const struct qp_veto *veto)
{
    return (struct qp_matrix_item){
        .code = veto->code,
        .name = qp_text_name(page->rules, veto->name, veto->name_en),
        .over = qp_text(page->rules, QP_TEXT_VETO),
    };
}

static struct qp_matrix_item
label(const struct qp_page *page, size_t i)
{
    const struct qp_ruleset *rules = page->rules;

    switch (kind_of(rules, &i)) {
    case BONUS:
        return label_item(page, &rules->bonuses[i], QP_TEXT_BONUS);
    case BONUS_SUM:
        return label_sum(page, QP_TEXT_BONUS_SUM, QP_TEXT_BONUS,
                         rules->bonus_cap);
    case DEDUCTION:
        return label_item(page, &rules->deductions[i], QP_TEXT_DEDUCTION);
    case DEDUCTION_SUM:
        return label_sum(page, QP_TEXT_DEDUCTION_SUM, QP_TEXT_DEDUCTION,
                         rules->deduction_cap);
    default:
        return label_veto(page, &rules->vetoes[i]);
    }
}

/* The points of DISTRICT on an item that is no veto. */
static qp_num
points_of(const struct qp_outcome *outcome, enum kind kind, size_t i)
{
    switch (kind) {
    case BONUS:
        return outcome->bonuses[i].points;
    case BONUS_SUM:
        return outcome->bonus;
    case DEDUCTION:
        return outcome->deductions[i].points;
    default:
        return outcome->deduction;
    }
}

static void
put_veto(const struct qp_matrix *matrix, size_t row, size_t column,
         enum qp_ground ground, bool struck)
{
    const struct qp_page *page = matrix->page;
    struct qp_style style = { .look = struck ? QP_LOOK_STRUCK : QP_LOOK_MARK,
                              .ground = ground };

    qp_cell_text(page->sheet, row, column, style,
                 struck ? qp_text(page->rules, QP_TEXT_STRUCK) : "—");
}

static void
put(const struct qp_matrix *matrix, size_t row, size_t column,
    enum qp_ground ground, size_t district, size_t item)
{
    const struct qp_page *page = matrix->page;
    const struct qp_outcome *outcome = &page->result->outcomes[district];
    bool strong = matrix->items[item].strong;
    enum kind kind = kind_of(page->rules, &item);
    struct qp_style style = {
        .look = strong ? QP_LOOK_TOTAL : QP_LOOK_POINTS,
        .ground = ground,
        .decimals = page->rules->decimals,
    };

    if (kind == VETO)
        put_veto(matrix, row, column, ground, outcome->struck[item]);
    else
        qp_cell_number(page->sheet, row, column, style,
                       points_of(outcome, kind, item));
}

/* The sums are what the total is made from. */
static void
note(const struct qp_matrix *matrix, size_t row, size_t column,
     size_t district, size_t item)
{
    const struct qp_page *page = matrix->page;
    enum kind kind = kind_of(page->rules, &item);

    if (kind == BONUS_SUM || kind == DEDUCTION_SUM)
        qp_live_note(qp_book_live(page->sheet->book, page->result),
                     kind == BONUS_SUM ? QP_LIVE_BONUSES : QP_LIVE_DEDUCTIONS,
                     district, 0, page->sheet, row, column);
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
    struct qp_arena *arena = qp_book_arena(book);
    size_t n = count_items(rules);
    struct qp_matrix_item *items = qp_arena_alloc(arena, n, sizeof *items);
    size_t *districts =
        qp_arena_alloc(arena, rules->n_districts, sizeof *districts);
    struct qp_matrix matrix = {
        .districts = districts,
        .items = items,
        .n_items = n,
        .unit_head = qp_text(rules, QP_TEXT_CAP),
        .about = about,
        .about_head = qp_text(rules, QP_TEXT_CODE),
        .note = note,
        .put = put,
        .codes = true,
    };

    matrix.page = qp_page_begin(book, result, name, name,
                                qp_text(rules, QP_TEXT_IN_POINTS),
                                qp_matrix_columns(rules, &matrix), false);
    for (size_t d = 0; d < rules->n_districts; d++)
        districts[d] = d;
    for (size_t i = 0; i < n; i++)
        items[i] = label(matrix.page, i);
    qp_matrix_write(&matrix);
    qp_page_finish(matrix.page);
}

static bool
wanted(const struct qp_result *result)
{
    return count_items(result->rules) > 0;
}

const struct qp_sheet_row qp_sheet_items = { .name = QP_TEXT_SHEET_ITEMS,
                                             .shows = QP_TEXT_SHOWS_ITEMS,
                                             .write = write_sheet,
                                             .wanted = wanted };
