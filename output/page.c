/* Titles, fitting and printing; see page.h. */

#include <config.h>

#include "output/page.h"

#include <string.h>

#include "output/glyph.h"
#include "output/texts.h"

enum {
    A4 = 9,
    LANDSCAPE = 132,    /* characters on a line at full size */
    PORTRAIT = 88,
    SMALLEST = 58,      /* percent that a page may shrink to */
    WIDTH_MOST = 255,   /* of a column, for Excel */
    HEIGHT_MOST = 409,  /* of a row, in points */
    HEIGHT_ROW = 18,    /* of a row of a table */
    HEIGHT_CARD = 30,
    HEADER_MOST = 80,   /* bytes of one part of a header or footer; Excel
                           takes 255 characters in all */
    HASH_SHOWN = 12     /* digits of a hash, for people */
};

static struct qp_style
plain(enum qp_look look)
{
    return (struct qp_style){ .look = look };
}

/* ---- blocks ---- */

static void
put_wide(struct qp_page *page, enum qp_look look, const char *text)
{
    qp_cell_merge(page->sheet, page->row++, 0, 1, page->columns, plain(look),
                  text);
}

static void
put_titles(struct qp_page *page, const char *subject, const char *right)
{
    const struct qp_ruleset *rules = page->rules;
    const char *year = qp_arena_printf(page->arena, "%d", rules->year);
    const char *about = qp_text_with(page->arena, rules, QP_TEXT_YEAR_SUBJECT,
                                     year, subject, NULL);
    const char *left =
        qp_text_join(page->arena, rules->authority, "　",
                     qp_text_date(page->arena, rules, rules->date));

    if (page->result->subs->all_drafts)
        about = qp_text_with(page->arena, rules, QP_TEXT_DRAFT_TITLE, about,
                             NULL);
    put_wide(page, QP_LOOK_TITLE, rules->title);
    put_wide(page, QP_LOOK_SUBTITLE, about);
    qp_cell_text(page->sheet, page->row, 0, plain(QP_LOOK_LEFT), left);
    if (right)
        qp_cell_text(page->sheet, page->row, page->columns - 1,
                     plain(QP_LOOK_RIGHT), right);
    page->row++;
}

struct qp_page *
qp_page_begin(struct qp_book *book, const struct qp_result *result,
              const char *name, const char *subject, const char *right,
              size_t columns, bool portrait)
{
    struct qp_arena *arena = qp_book_arena(book);
    struct qp_page *page = qp_arena_alloc(arena, 1, sizeof *page);

    page->result = result;
    page->rules = result->rules;
    page->arena = arena;
    page->sheet = qp_book_add(book, name);
    page->portrait = portrait;
    page->columns = columns;
    put_titles(page, subject, right);
    return page;
}

void
qp_page_section(struct qp_page *page, const char *text)
{
    page->row++;
    qp_cell_text(page->sheet, page->row++, 0, plain(QP_LOOK_SECTION), text);
}

void
qp_page_note(struct qp_page *page, const char *text)
{
    put_wide(page, QP_LOOK_NOTE, text);
}

void
qp_page_warning(struct qp_page *page, const char *text)
{
    put_wide(page, QP_LOOK_WARNING, text);
}

void
qp_page_entry(struct qp_page *page, const char *label, const char *text)
{
    qp_cell_text(page->sheet, page->row, 0, plain(QP_LOOK_LABEL), label);
    qp_cell_merge(page->sheet, page->row++, 1, 1, page->columns - 1,
                  plain(QP_LOOK_TEXT), text);
}

/* ---- widths and heights ---- */

void
qp_page_width(struct qp_page *page, size_t column, unsigned least,
              unsigned most)
{
    while (page->n_widths <= column) {
        page->widths =
            qp_arena_grow(page->arena, page->widths, page->n_widths,
                          &page->capacity, sizeof *page->widths);
        page->n_widths++;
    }
    if (page->widths[column].least < least)
        page->widths[column].least = least;
    if (page->widths[column].most < most)
        page->widths[column].most = most;
}

/* The characters that CELL shows. */
static size_t
shown_width(const struct qp_cell *cell)
{
    bool groups = qp_style_groups((enum qp_look)cell->look);
    int n;

    if (cell->kind == QP_CELL_BLANK)
        return 0;
    if (cell->kind == QP_CELL_TEXT)
        return qp_glyph_width(cell->is.text);
    n = snprintf(NULL, 0, "%.*f", cell->decimals, cell->is.number);
    return (size_t)n + (groups ? (size_t)n / 3 : 0);
}

/* Sets LEAST of each column to the width that it gets. */
static void
fit_columns(struct qp_page *page)
{
    const struct qp_sheet *sheet = page->sheet;

    for (size_t i = 0; i < sheet->n_cells; i++) {
        const struct qp_cell *cell = &sheet->cells[i];
        struct qp_width *width;
        size_t shown;

        if (cell->span > 1 || cell->column >= page->n_widths ||
            !qp_style_fits((enum qp_look)cell->look))
            continue;
        width = &page->widths[cell->column];
        shown = shown_width(cell) + 2;
        if (shown > width->most)
            shown = width->most;
        if (shown > width->least)
            width->least = (unsigned)shown;
    }
}

static size_t
width_over(const struct qp_page *page, size_t column, size_t span)
{
    size_t width = 0;

    for (size_t i = column; i < column + span && i < page->n_widths; i++)
        width += page->widths[i].least;
    return width;
}

/* The height of a row that holds CELL and nothing higher. */
static int
height_for(const struct qp_page *page, const struct qp_cell *cell)
{
    enum qp_look look = (enum qp_look)cell->look;
    size_t room = width_over(page, cell->column, cell->span);
    size_t lines = 1, height;

    if (cell->rows > 1 || cell->kind == QP_CELL_BLANK)
        return 0;
    if (look == QP_LOOK_CARD)
        return HEIGHT_CARD;
    if (cell->kind == QP_CELL_TEXT && qp_style_wraps(look) && room > 2) {
        size_t em = look == QP_LOOK_TITLE ? room * 10 / 16 : room - 1;

        lines = qp_glyph_lines(cell->is.text, em);
    }
    height = lines * (size_t)qp_style_line(look) + 5;
    return height < HEIGHT_MOST ? (int)height : HEIGHT_MOST;
}

static void
fit_rows(struct qp_page *page)
{
    const struct qp_sheet *sheet = page->sheet;
    int *heights;
    size_t n = page->row;

    for (size_t i = 0; i < sheet->n_cells; i++)
        if (sheet->cells[i].row >= n)
            n = sheet->cells[i].row + 1;
    heights = qp_arena_alloc(page->arena, n, sizeof *heights);
    for (size_t i = 0; i < sheet->n_cells; i++) {
        const struct qp_cell *cell = &sheet->cells[i];
        int height = height_for(page, cell);

        if (height < HEIGHT_ROW && qp_style_fits((enum qp_look)cell->look))
            height = HEIGHT_ROW;
        if (height > heights[cell->row])
            heights[cell->row] = height;
    }
    for (size_t row = 0; row < n; row++)
        if (heights[row])
            qp_sheet_check(page->sheet,
                           worksheet_set_row(page->sheet->raw, (lxw_row_t)row,
                                             heights[row], NULL));
}

static void
set_columns(struct qp_page *page)
{
    for (size_t i = 0; i < page->n_widths; i++) {
        unsigned width = page->widths[i].least;

        if (width > WIDTH_MOST)
            width = WIDTH_MOST;
        qp_sheet_check(page->sheet,
                       worksheet_set_column(page->sheet->raw, (lxw_col_t)i,
                                            (lxw_col_t)i, width, NULL));
    }
}

/* ---- screen and printer ---- */

/* TEXT for a header or footer, where & begins a code: cut, and & doubled. */
static const char *
header_text(struct qp_arena *arena, const char *text)
{
    size_t n = qp_glyph_prefix(text, HEADER_MOST);
    char *safe = qp_arena_alloc(arena, 2 * n + sizeof "…", 1), *to = safe;

    for (size_t i = 0; i < n; i++) {
        if (text[i] == '&')
            *to++ = '&';
        *to++ = text[i] == '\n' ? ' ' : text[i];
    }
    if (text[n])
        strcpy(to, "…");
    return safe;
}

/* Each part names font and size; the blank keeps a following digit out of the
   size. */
static void
set_header_and_footer(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const char *type =
        qp_arena_printf(page->arena, "&\"%s,Regular\"&8 ",
                        qp_style_body_font(rules->language));
    const char *title = qp_text_with(
        page->arena, rules, QP_TEXT_HEADER_TITLE, rules->title,
        qp_arena_printf(page->arena, "%d", rules->year), NULL);
    const char *draft = page->result->subs->all_drafts
                            ? qp_text(rules, QP_TEXT_DRAFT)
                            : "";
    const char *hash = qp_text_with(
        page->arena, rules, QP_TEXT_FOOTER_RULES,
        qp_arena_copy(page->arena, rules->sha256, HASH_SHOWN), NULL);

    qp_sheet_check(page->sheet,
                   worksheet_set_header(
                       page->sheet->raw,
                       qp_arena_printf(page->arena, "&L%s%s&R%s%s", type,
                                       header_text(page->arena, title), type,
                                       draft)));
    qp_sheet_check(
        page->sheet,
        worksheet_set_footer(
            page->sheet->raw,
            qp_arena_printf(
                page->arena, "&L%s%s&C%s%s&R%s%s", type, hash, type,
                qp_text(rules, QP_TEXT_FOOTER_PAGE), type,
                header_text(page->arena,
                            rules->authority ? rules->authority : ""))));
}

/* How many pages lie side by side. */
static size_t
pages_across(const struct qp_page *page)
{
    size_t line = page->portrait ? PORTRAIT : LANDSCAPE;
    size_t most = line * 100 / SMALLEST;
    size_t fixed = width_over(page, 0, page->fixed);
    size_t all = width_over(page, 0, page->n_widths);

    if (all <= most || most <= fixed)
        return 1;
    return (all - fixed + most - fixed - 1) / (most - fixed);
}

static void
set_printer(struct qp_page *page)
{
    lxw_worksheet *raw = page->sheet->raw;
    size_t across = pages_across(page);

    if (page->portrait)
        worksheet_set_portrait(raw);
    else
        worksheet_set_landscape(raw);
    worksheet_set_paper(raw, A4);
    worksheet_set_margins(raw, 0.55, 0.55, 0.8, 0.7);
    worksheet_center_horizontally(raw);
    worksheet_fit_to_pages(raw, (uint16_t)across, page->one_page ? 1 : 0);
    set_header_and_footer(page);
    if (page->body > page->head)
        qp_sheet_check(page->sheet,
                       worksheet_repeat_rows(raw, (lxw_row_t)page->head,
                                             (lxw_row_t)(page->body - 1)));
    if (across > 1 && page->fixed)
        qp_sheet_check(page->sheet,
                       worksheet_repeat_columns(
                           raw, 0, (lxw_col_t)(page->fixed - 1)));
}

static void
set_screen(struct qp_page *page)
{
    lxw_worksheet *raw = page->sheet->raw;

    worksheet_gridlines(raw, LXW_HIDE_ALL_GRIDLINES);
    if (page->body > page->head)
        worksheet_freeze_panes(raw, (lxw_row_t)page->body,
                               (lxw_col_t)page->fixed);
}

qp_num
qp_page_round(const struct qp_page *page, qp_num x)
{
    return qp_num_round(page->arena, x, page->rules->decimals,
                        page->rules->rounding);
}

void
qp_page_finish(struct qp_page *page)
{
    fit_columns(page);
    if (page->sheet->raw)
        set_columns(page);
    if (page->sheet->raw)
        fit_rows(page);
    if (page->sheet->raw)
        set_printer(page);
    if (page->sheet->raw)
        set_screen(page);
}
