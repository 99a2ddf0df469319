/* 稳健性明细: districts against each other and against what is uncertain; and
   指标相关: indicators against each other, on a sheet of their own because they
   are more, and paper that their columns alone take would be empty above. */

#include <config.h>

#include "output/sheets.h"

#include "engine/robust.h"
#include "output/robust_texts.h"
#include "output/table.h"

enum {
    SIDE_MOST = 60, /* districts or indicators across */
    NARROW = 8
};

/* A block of numbers with a name before each row. */
struct block {
    struct qp_page *page;
    const struct qp_robust *robust;
    const char *title;
    size_t n_rows, n_columns;
    int decimals;
    enum qp_text side; /* heads the names */
    const char *(*row_name)(const struct block *block, size_t row);
    const char *(*head)(const struct block *block, size_t column);
    qp_num (*at)(const struct block *block, size_t row, size_t column);
};

static void
put_block(const struct block *block)
{
    struct qp_page *page = block->page;
    struct qp_arena *arena = page->arena;
    size_t n = block->n_columns;
    struct qp_field *fields = qp_arena_alloc(arena, n + 1, sizeof *fields);
    struct qp_table table;

    qp_page_section(page, block->title);
    fields[0] = qp_field_text(qp_text(page->rules, block->side), QP_LOOK_TEXT,
                              16, 30);
    for (size_t i = 0; i < n; i++) {
        fields[1 + i] = qp_field_number(block->head(block, i), QP_LOOK_POINTS,
                                        block->decimals, NARROW);
        fields[1 + i].most = NARROW + 2;
    }
    table = qp_table_begin(page, fields, n + 1);
    for (size_t row = 0; row < block->n_rows; row++) {
        qp_table_row(&table);
        qp_page_start(page, table.row);
        qp_table_text(&table, block->row_name(block, row));
        for (size_t i = 0; i < n; i++)
            qp_table_number(&table, block->at(block, row, i));
    }
    qp_table_end(&table, false);
    qp_sheet_heat(page->sheet, table.first, 1, block->n_rows, n);
}

/* ---- districts ---- */

static const char *
district_name(const struct block *block, size_t i)
{
    return qp_text_district(block->page->rules,
                            block->robust->districts[i].district);
}

static qp_num
beats(const struct block *block, size_t row, size_t column)
{
    struct qp_arena *arena = block->page->arena;

    if (row == column)
        return qp_num_undefined("no such figure");
    return qp_num_mul(arena,
                      qp_robust_beats(arena, block->robust, row, column),
                      qp_num_int(100));
}

static const char *
choice_name(const struct block *block, size_t column)
{
    return qp_text_choice(block->page->arena, block->page->rules,
                          block->robust->choices[column]);
}

static qp_num
depends(const struct block *block, size_t row, size_t column)
{
    return block->robust->districts[row].by[column].total.value;
}

/* ---- indicators ---- */

static const char *
leaf_name(const struct block *block, size_t i)
{
    const struct qp_ruleset *rules = block->page->rules;
    size_t node = block->robust->drops[i].indicator;

    return qp_arena_printf(block->page->arena, "%s %s",
                           rules->indicators[node].code,
                           qp_text_indicator(rules, node));
}

static const char *
leaf_code(const struct block *block, size_t i)
{
    return block->page->rules
        ->indicators[block->robust->drops[i].indicator]
        .code;
}

static qp_num
correlates(const struct block *block, size_t row, size_t column)
{
    return block->robust
        ->correlations[row * block->robust->n_leaves + column];
}

/* ---- the sheets ---- */

/* Writes BLOCK, or that there is too much of it. */
static void
put_if_few(const struct block *block)
{
    if (block->n_columns <= SIDE_MOST) {
        put_block(block);
        return;
    }
    qp_page_section(block->page, block->title);
    qp_page_note(block->page,
                 qp_text(block->page->rules, QP_TEXT_ROBUST_TOO_MANY));
}

static struct qp_page *
begin(struct qp_book *book, const struct qp_result *result, const char *name,
      size_t columns)
{
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, 1 + columns, false);

    page->fixed = 1;
    return page;
}

static void
write_detail(struct qp_book *book, const struct qp_result *result,
             const char *name)
{
    const struct qp_robust *robust = result->robust;
    const struct qp_ruleset *rules = result->rules;
    size_t n = robust->n_districts <= SIDE_MOST ? robust->n_districts : 0;
    struct qp_page *page =
        begin(book, result, name,
              n > robust->n_choices ? n : robust->n_choices);
    const struct block pairs = {
        page, robust, qp_text(rules, QP_TEXT_ROBUST_PAIRS),
        robust->n_districts, robust->n_districts, 1, QP_TEXT_DISTRICT,
        district_name, district_name, beats,
    };
    const struct block sensitivities = {
        page, robust, qp_text(rules, QP_TEXT_ROBUST_DEPENDS),
        robust->n_districts, robust->n_choices, 2, QP_TEXT_DISTRICT,
        district_name, choice_name, depends,
    };

    put_if_few(&pairs);
    if (robust->n_districts && robust->n_choices && robust->districts[0].by)
        put_if_few(&sensitivities);
    qp_page_finish(page);
}

static void
write_correlations(struct qp_book *book, const struct qp_result *result,
                   const char *name)
{
    const struct qp_robust *robust = result->robust;
    struct qp_page *page = begin(book, result, name, robust->n_leaves);
    const struct block correlations = {
        page, robust, qp_text(result->rules, QP_TEXT_ROBUST_CORRELATIONS),
        robust->n_leaves, robust->n_leaves, 2, QP_TEXT_INDICATOR,
        leaf_name, leaf_code, correlates,
    };

    put_block(&correlations);
    qp_page_finish(page);
}

static bool
wanted(const struct qp_result *result)
{
    return result->robust && result->robust->n_districts;
}

static bool
few_leaves(const struct qp_result *result)
{
    return wanted(result) && result->robust->n_leaves <= SIDE_MOST;
}

const struct qp_sheet_row qp_sheet_robust_detail = {
    .name = QP_TEXT_SHEET_ROBUST_DETAIL,
    .shows = QP_TEXT_SHOWS_ROBUST_DETAIL,
    .write = write_detail,
    .wanted = wanted,
};

const struct qp_sheet_row qp_sheet_correlations = {
    .name = QP_TEXT_SHEET_CORRELATIONS,
    .shows = QP_TEXT_SHOWS_CORRELATIONS,
    .write = write_correlations,
    .wanted = few_leaves,
};
