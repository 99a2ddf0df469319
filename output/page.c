/* Titles, fitting and printing; see page.h. */

#include <config.h>

#include "output/page.h"

#include <string.h>

#include "output/glyph.h"
#include "output/texts.h"

enum {
    A4 = 9,
    LANDSCAPE = 1010, /* pixels on a line at full size, 96 to the inch */
    PORTRAIT = 684,
    LANDSCAPE_HIGH = 480, /* points on a page */
    PORTRAIT_HIGH = 720,
    SMALLEST = 52,  /* percent that a page may shrink to */
    SLACK = 75,     /* percent of a line that columns may take where it is not
                       the printer who makes them fit: without Calibri they
                       come out a third wider */
    OVERFLOW = 120, /* percent of a page that are put on one */
    CHARACTER = 7,  /* pixels, and what a column has besides */
    PADDING = 5,
    WIDTH_MOST = 255,  /* of a column, for Excel */
    HEIGHT_MOST = 409, /* of a row, in points */
    HEIGHT_PLAIN = 15, /* of a row without any */
    HEIGHT_ROW = 20,   /* of a row of a table */
    HEIGHT_ROW_PORTRAIT = 22,
    HEIGHT_CARD = 32,
    WATERMARK = 30,     /* points of the mark of drafts */
    HEADER_MOST = 180,  /* bytes of one part of a header or footer; Excel
                           takes 255 characters in all */
    BREAKS_MOST = 1000, /* the library takes 1,023 */
    EVENED_MOST = 20,   /* sheets of paper that are filled evenly */
    LEFT_BEHIND = 4,    /* part of a page that is too little of a block to be
                           left on one */
    FEW_LINES = 5,      /* part of a page that is too little to begin one */
    TITLE_ROWS = 3,     /* above everything else */
    DRAWING_WIDE = 480, /* pixels of a chart that is not scaled */
    DRAWING_HIGH = 288,
    DRAWING_ROW = 20,   /* pixels of a row without any height */
    DRAWING_MARGIN = 3, /* around a chart */
    HASH_SHOWN = 12     /* digits of a hash, for people */
};

static struct qp_style
plain(enum qp_look look)
{
    return (struct qp_style){ .look = look };
}

/* ---- blocks ---- */

static void
add_line(struct qp_page *page, struct qp_wide_line line)
{
    line.row = page->row++;
    page->lines = qp_arena_grow(page->arena, page->lines, page->n_lines,
                                &page->lines_capacity, sizeof *page->lines);
    page->lines[page->n_lines++] = line;
}

/* Notes TEXT to be written over all columns. */
static void
put_wide(struct qp_page *page, enum qp_look look, const char *text)
{
    add_line(page, (struct qp_wide_line){ .look = look, .text = text });
}

/* The next free row begins a block. */
static void
begin_block(struct qp_page *page)
{
    if (page->n_blocks && page->blocks[page->n_blocks - 1] == page->row)
        return;
    page->blocks = qp_arena_grow(page->arena, page->blocks, page->n_blocks,
                                 &page->blocks_capacity, sizeof *page->blocks);
    page->blocks[page->n_blocks++] = page->row;
}

/* Writes TEXT on the left below the title, with a way back to the first sheet
   of the book: its contents, or the result of a notice. */
static void
put_left(struct qp_page *page, const char *text)
{
    const char *first = qp_book_first(page->sheet->book);

    if (first && strcmp(page->sheet->name, first) == 0)
        first = NULL;
    if (first)
        text = qp_text_with(page->arena, page->rules, QP_TEXT_BACK, first,
                            text, NULL);
    add_line(page, (struct qp_wide_line){ .look = QP_LOOK_LEFT,
                                          .text = text,
                                          .to = first,
                                          .loose = true });
}

static void
put_titles(struct qp_page *page, const char *subject)
{
    const struct qp_ruleset *rules = page->rules;
    const char *year = qp_arena_printf(page->arena, "%d", rules->year);
    const char *about = qp_text_with(page->arena, rules, QP_TEXT_YEAR_SUBJECT,
                                     year, subject, NULL);
    const char *left =
        qp_text_join(page->arena, rules->authority, "　",
                     qp_text_date(page->arena, rules, rules->date));

    if (page->result->subs->all_drafts)
        about =
            qp_text_with(page->arena, rules, QP_TEXT_DRAFT_TITLE, about, NULL);
    put_wide(page, QP_LOOK_TITLE, rules->title);
    put_wide(page, QP_LOOK_SUBTITLE, about);
    put_left(page, left);
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
    page->sheet = qp_book_sheet(book, name);
    page->portrait = portrait;
    page->columns = columns;
    page->right = right;
    put_titles(page, subject);
    return page;
}

void
qp_page_section(struct qp_page *page, const char *text)
{
    page->row++;
    begin_block(page);
    add_line(page, (struct qp_wide_line){ .look = QP_LOOK_SECTION,
                                          .text = text,
                                          .loose = true });
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

void
qp_page_draw(struct qp_page *page, lxw_chart *chart, size_t part, size_t parts,
             size_t rows)
{
    begin_block(page);
    if (!chart)
        return;
    page->drawings =
        qp_arena_grow(page->arena, page->drawings, page->n_drawings,
                      &page->drawings_capacity, sizeof *page->drawings);
    page->drawings[page->n_drawings++] = (struct qp_drawing){
        .raw = chart,
        .row = page->row,
        .rows = rows,
        .part = part,
        .parts = parts,
    };
}

/* ---- widths and heights ---- */

void
qp_page_width(struct qp_page *page, size_t column, unsigned least,
              unsigned most)
{
    while (page->n_widths <= column) {
        page->widths =
            qp_arena_grow(page->arena, page->widths, page->n_widths,
                          &page->widths_capacity, sizeof *page->widths);
        page->n_widths++;
    }
    if (page->widths[column].least < least)
        page->widths[column].least = least;
    if (page->widths[column].most < most)
        page->widths[column].most = most;
}

/* The characters of CELL's number as it is shown. */
static size_t
number_width(const struct qp_cell *cell)
{
    double whole = cell->is.number;
    size_t n = 1, sign = whole < 0;

    if (whole < 0)
        whole = -whole;
    while (whole >= 10) {
        whole /= 10;
        n++;
    }
    if (qp_style_groups((enum qp_look)cell->look))
        n += (n - 1) / 3;
    return sign + n + (cell->decimals ? 1u + cell->decimals : 0);
}

/* The characters that CELL shows. */
static size_t
shown_width(const struct qp_cell *cell)
{
    if (cell->kind == QP_CELL_BLANK)
        return 0;
    if (cell->kind == QP_CELL_TEXT)
        return qp_glyph_width(cell->text);
    return number_width(cell);
}

/* Sets LEAST of each column to the width that it gets. */
static void
fit_columns(struct qp_page *page)
{
    const struct qp_sheet *sheet = page->sheet;

    for (size_t i = 0; i < sheet->batch.n; i++) {
        const struct qp_cell *cell = &sheet->batch.cells[i];
        struct qp_width *width;
        size_t shown;

        if (cell->span > 1 || cell->column >= page->n_widths ||
            !qp_style_fits((enum qp_look)cell->look))
            continue;
        width = &page->widths[cell->column];
        shown = shown_width(cell) + 3;
        if (shown > width->most)
            shown = width->most < WIDTH_MOST ? width->most : WIDTH_MOST;
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

/* The pixels of COLUMNS columns from the first. */
static size_t
pixels(const struct qp_page *page, size_t columns)
{
    return width_over(page, 0, columns) * CHARACTER + columns * PADDING;
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
    if (cell->kind == QP_CELL_TEXT && qp_style_wraps(look) && room > 3) {
        size_t em = look == QP_LOOK_TITLE ? room * 10 / 16 : room - 2;

        lines = qp_glyph_lines(cell->text, em);
    }
    height = lines * (size_t)qp_style_line(look) + 5;
    return height < HEIGHT_MOST ? (int)height : HEIGHT_MOST;
}

/* Raises HEIGHTS, of the rows from FIRST on, to what the cells at hand need. */
static void
raise_heights(const struct qp_page *page, int *heights, size_t first)
{
    const struct qp_batch *batch = &page->sheet->batch;
    int least = page->portrait ? HEIGHT_ROW_PORTRAIT : HEIGHT_ROW;

    for (size_t i = 0; i < batch->n; i++) {
        const struct qp_cell *cell = &batch->cells[i];
        int height = height_for(page, cell);

        if (height < least && qp_style_fits((enum qp_look)cell->look))
            height = least;
        if (height > heights[cell->row - first])
            heights[cell->row - first] = height;
    }
}

/* The row behind the last that has a cell at hand, and at least N. */
static size_t
count_rows(const struct qp_page *page, size_t n)
{
    const struct qp_batch *batch = &page->sheet->batch;

    for (size_t i = 0; i < batch->n; i++)
        if (batch->cells[i].row >= n)
            n = batch->cells[i].row + 1;
    return n;
}

static void
fit_rows(struct qp_page *page)
{
    size_t n = count_rows(page, page->row);
    int *heights = qp_arena_alloc(page->arena, n, sizeof *heights);

    if (page->n_streamed)
        memcpy(heights + page->first_streamed, page->streamed,
               page->n_streamed * sizeof *heights);
    raise_heights(page, heights, 0);
    page->heights = heights;
    page->n_heights = n;
    qp_sheet_complete(page->sheet, (struct qp_heights){ heights, 0, n });
    page->heights = qp_arena_alloc(page->arena, n, sizeof *heights);
    for (size_t row = 0; row < n; row++)
        page->heights[row] = heights[row] ? heights[row] : HEIGHT_PLAIN;
}

/* ---- rows that stream ---- */

enum {
    STREAM_LEAST = 20 * 1000, /* cells that are worth it */
    STREAM_BATCH = 20 * 1000  /* cells that are packed at once */
};

/* A page that may yet be turned has no heights yet. */
void
qp_page_stream(struct qp_page *page, size_t cells)
{
    if (cells >= STREAM_LEAST && !page->portrait &&
        pixels(page, page->n_widths) > PORTRAIT)
        qp_sheet_stream(page->sheet);
}

/* A text breaks into lines only in a column that has become as wide as it may
   be, so the height of a row does not depend on what comes later. */
static void
flush_rows(struct qp_page *page)
{
    const struct qp_batch *batch = &page->sheet->batch;
    size_t first = batch->n ? batch->cells[0].row : 0, start, end;

    if (!batch->n)
        return;
    fit_columns(page);
    if (!page->n_streamed)
        page->first_streamed = first;
    start = page->n_streamed;
    end = count_rows(page, 0) - page->first_streamed;
    while (page->n_streamed < end) {
        page->streamed = qp_arena_grow(page->arena, page->streamed,
                                       page->n_streamed,
                                       &page->streamed_capacity,
                                       sizeof *page->streamed);
        page->streamed[page->n_streamed++] = 0;
    }
    raise_heights(page, page->streamed + start, first);
    qp_sheet_flush(page->sheet,
                   (struct qp_heights){ page->streamed + start, first,
                                        page->n_streamed - start });
}

void
qp_page_flush(struct qp_page *page)
{
    if (page->sheet->streams && page->sheet->batch.n >= STREAM_BATCH)
        flush_rows(page);
}

void
qp_page_stream_end(struct qp_page *page)
{
    if (page->sheet->streams)
        flush_rows(page);
    qp_sheet_stream_end(page->sheet);
}

static void
set_columns(struct qp_page *page)
{
    for (size_t i = 0; i < page->n_widths && page->sheet->raw; i++) {
        unsigned width = page->widths[i].least;

        qp_sheet_check(page->sheet,
                       worksheet_set_column(page->sheet->raw, (lxw_col_t)i,
                                            (lxw_col_t)i, width, NULL));
    }
}

void
qp_page_start(struct qp_page *page, size_t row)
{
    page->starts = qp_arena_grow(page->arena, page->starts, page->n_starts,
                                 &page->starts_capacity, sizeof *page->starts);
    page->starts[page->n_starts++] = row;
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

/* What marks a draft on every sheet of paper: large and light, in the middle of
   the header.  The library has no watermarks, an image would lie on the first
   sheet only, and what is higher than the margin is cut by LibreOffice. */
static const char *
watermark(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;

    if (!page->result->subs->all_drafts)
        return "";
    return qp_arena_printf(
        page->arena, "&C&\"%s,Regular\"&%d&K%06X %s",
        qp_style_display_font(rules->language), WATERMARK,
        (unsigned)qp_style_ink(QP_INK_LINE),
        qp_text(rules, QP_TEXT_WATERMARK));
}

/* Each part names font and size; the blank keeps a following digit out of the
   size. */
static void
set_header_and_footer(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const char *type = qp_arena_printf(page->arena, "&\"%s,Regular\"&8 ",
                                       qp_style_body_font(rules->language));
    const char *title = qp_text_with(
        page->arena, rules, QP_TEXT_HEADER_TITLE,
        qp_arena_printf(page->arena, "%d", rules->year), rules->title, NULL);
    const char *hash = qp_text_with(
        page->arena, rules, QP_TEXT_FOOTER_RULES,
        qp_arena_copy(page->arena, rules->sha256, HASH_SHOWN), NULL);

    qp_sheet_check(
        page->sheet,
        worksheet_set_header(page->sheet->raw,
                             qp_arena_printf(page->arena, "&L%s%s%s", type,
                                             header_text(page->arena, title),
                                             watermark(page))));
    qp_sheet_check(
        page->sheet,
        worksheet_set_footer(
            page->sheet->raw,
            qp_arena_printf(page->arena, "&L%s%s&C%s%s&R%s%s", type, hash,
                            type, qp_text(rules, QP_TEXT_FOOTER_PAGE), type,
                            header_text(page->arena, rules->authority
                                                         ? rules->authority
                                                         : ""))));
}

static size_t
line_pixels(const struct qp_page *page)
{
    return page->portrait ? PORTRAIT : LANDSCAPE;
}

/* Divides the columns behind the fixed ones evenly over as few sheets of
   paper as they can be read on.  Puts the first column of each but the first
   into BREAKS, and returns the pixels of the widest. */
static size_t
divide(const struct qp_page *page, lxw_col_t breaks[], size_t *n)
{
    size_t most = line_pixels(page) * 100 / SMALLEST;
    size_t fixed = pixels(page, page->fixed);
    size_t rest = pixels(page, page->n_widths) - fixed;
    size_t papers, start = page->fixed, widest = 0;

    *n = 0;
    if (fixed + rest <= most || most * SLACK / 100 <= fixed)
        return fixed + rest;
    most = most * SLACK / 100;
    papers = (rest + most - fixed - 1) / (most - fixed);
    for (size_t i = start + 1; i <= page->n_widths; i++) {
        size_t wide = pixels(page, i) - pixels(page, start);

        if (wide > widest)
            widest = wide;
        if (i < page->n_widths && *n + 1 < papers &&
            pixels(page, i) - fixed >= rest * (*n + 1) / papers) {
            breaks[(*n)++] = (lxw_col_t)i;
            start = i;
        }
    }
    return fixed + widest;
}

/* The points of rows FIRST to END, and of the head that is repeated. */
static size_t
points_high(const struct qp_page *page, size_t first, size_t end)
{
    size_t high = 0;

    for (size_t row = first; row < end; row++)
        high += (size_t)page->heights[row];
    return high;
}

/* The first of the N rising ROWS that is ROW or behind it; n_heights if none
   is. */
static size_t
row_from(const struct qp_page *page, const size_t rows[], size_t n, size_t row)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (rows[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n ? rows[low] : page->n_heights;
}

static bool
is_block(const struct qp_page *page, size_t row)
{
    return row_from(page, page->blocks, page->n_blocks, row) == row;
}

/* Whether a sheet of paper may begin with ROW. */
static bool
is_start(const struct qp_page *page, size_t row)
{
    if (row >= page->repeated && row <= page->below)
        return false;
    return !page->n_starts || is_block(page, row) ||
           row_from(page, page->starts, page->n_starts, row) == row;
}

/* Whether the block that START, a row of it, divides leaves only a few lines
   for the next sheet of paper of ROOM points. */
static bool
leaves_few(const struct qp_page *page, size_t start, size_t room)
{
    size_t next = row_from(page, page->blocks, page->n_blocks, start);
    size_t high = 0;

    for (size_t row = start; row < next && high <= room / FEW_LINES; row++)
        high += (size_t)page->heights[row];
    return start < next && high <= room / FEW_LINES;
}

/* Whether a sheet of paper of ROOM points had better begin with BLOCK than with
   a row START within it: all of the block fits, or little of it would be left
   behind. */
static bool
keeps_together(const struct qp_page *page, size_t block, size_t start,
               size_t room)
{
    size_t next = row_from(page, page->blocks, page->n_blocks, block + 1);

    return points_high(page, block, next) <= room ||
           points_high(page, block, start) <= room / LEFT_BEHIND;
}

/* The row at which the sheet of paper after the one that begins at FIRST
   begins: the last possible one that leaves no more than ROOM points behind
   it, and no fewer than half of them; a block that it would divide comes as a
   whole, if that leaves a third.  0: there is none; n_heights: none is
   needed. */
static size_t
next_start(const struct qp_page *page, size_t first, size_t room)
{
    size_t high = 0, start = 0, block = 0;

    for (size_t row = first; row < page->n_heights && high <= room; row++) {
        if (high > room / 2 && is_start(page, row) &&
            !(start && leaves_few(page, row, room)))
            start = row;
        if (high > room / 3 && is_block(page, row))
            block = row;
        high += (size_t)page->heights[row];
    }
    if (high <= room)
        return page->n_heights;
    return block && (!start || keeps_together(page, block, start, room))
               ? block
               : start;
}

/* Puts the N rows after FIRST at which sheets of paper of ROOM points begin
   into BREAKS, with 0 behind, and how many of them divide a block into CUTS.
   False if something is left that is higher and cannot be broken. */
static bool
find_breaks(const struct qp_page *page, size_t first, size_t room,
            lxw_row_t breaks[], size_t *n, size_t *cuts)
{
    size_t head = points_high(page, page->repeated, page->below);

    *cuts = 0;
    for (*n = 0; *n < BREAKS_MOST; breaks[(*n)++] = (lxw_row_t)first) {
        first = next_start(page, first,
                           first >= page->below ? room - head : room);
        if (!first || first == page->n_heights)
            break;
        *cuts += !is_block(page, first);
    }
    breaks[*n] = 0;
    return first == page->n_heights;
}

/* The same with as little ROOM as it takes to need no more of them, and to
   divide no more blocks. */
static void
even_breaks(const struct qp_page *page, size_t first, size_t room,
            lxw_row_t breaks[], size_t *n)
{
    size_t least = room / 2, most, most_cuts, cuts;

    find_breaks(page, first, room, breaks, &most, &most_cuts);
    while (least < room) {
        size_t middle = (least + room) / 2;

        if (find_breaks(page, first, middle, breaks, n, &cuts) && *n <= most &&
            cuts <= most_cuts)
            room = middle;
        else
            least = middle + 1;
    }
    find_breaks(page, first, room, breaks, n, &cuts);
}

/* Breaks pages of ROOM points where the page may be broken: into as few sheets
   of paper as it takes, and evenly, so that none ends with a few lines. */
static void
break_rows(struct qp_page *page, size_t room)
{
    lxw_row_t *breaks =
        qp_arena_alloc(page->arena, page->n_heights + 1, sizeof *breaks);
    size_t n, cuts;
    bool fits = find_breaks(page, 0, room, breaks, &n, &cuts);

    for (size_t i = 0; fits && i < n && i < EVENED_MOST; i++) {
        size_t left;

        even_breaks(page, i ? breaks[i - 1] : 0, room, breaks + i, &left);
        n = i + left;
    }
    if (n)
        qp_sheet_check(page->sheet,
                       worksheet_set_h_pagebreaks(page->sheet->raw, breaks));
}

/* The columns that stay come with every sheet of paper. */
static void
set_breaks(struct qp_page *page)
{
    lxw_col_t *breaks =
        qp_arena_alloc(page->arena, page->n_widths + 1, sizeof *breaks);
    lxw_worksheet *raw = page->sheet->raw;
    size_t n, widest = divide(page, breaks, &n);
    size_t scale =
        line_pixels(page) * (n ? SLACK : 100) / (widest ? widest : 1);
    size_t high = page->portrait ? PORTRAIT_HIGH : LANDSCAPE_HIGH;
    size_t room = high * 100 / (scale > 100 || !scale ? 100 : scale);
    size_t all = points_high(page, 0, page->n_heights);

    if (n == 0 &&
        (page->one_page || (all > room && all * 100 <= room * OVERFLOW))) {
        worksheet_fit_to_pages(raw, 1, 1);
        return;
    }
    if (n == 0)
        worksheet_fit_to_pages(raw, 1, 0);
    else
        worksheet_set_print_scale(raw, (uint16_t)scale);
    if (n)
        qp_sheet_check(page->sheet, worksheet_set_v_pagebreaks(raw, breaks));
    if (n && page->fixed && page->sheet->raw)
        qp_sheet_check(page->sheet, worksheet_repeat_columns(
                                        raw, 0, (lxw_col_t)(page->fixed - 1)));
    if (page->sheet->raw)
        break_rows(page, room);
}

/* Leaves the rows behind the printed ones to the screen. */
static void
set_area(struct qp_page *page)
{
    page->n_heights = page->printed;
    qp_sheet_check(
        page->sheet,
        worksheet_print_area(page->sheet->raw, 0, 0,
                             (lxw_row_t)(page->printed - 1),
                             (lxw_col_t)(page->columns - 1)));
}

static void
set_printer(struct qp_page *page)
{
    lxw_worksheet *raw = page->sheet->raw;

    if (page->portrait)
        worksheet_set_portrait(raw);
    else
        worksheet_set_landscape(raw);
    worksheet_set_paper(raw, A4);
    worksheet_set_margins(raw, 0.55, 0.55, 0.8, 0.7);
    worksheet_center_horizontally(raw);
    if (page->printed)
        set_area(page);
    set_breaks(page);
    if (page->sheet->raw)
        set_header_and_footer(page);
    if (page->below > page->repeated && page->sheet->raw)
        qp_sheet_check(page->sheet,
                       worksheet_repeat_rows(raw, (lxw_row_t)page->repeated,
                                             (lxw_row_t)(page->below - 1)));
}

/* Writes LINE, which may run on into empty cells; where the first FIXED columns
   come with each sheet of paper and would cut it there, behind them. */
static void
put_loose(struct qp_page *page, const struct qp_wide_line *line, size_t fixed)
{
    size_t wide = qp_glyph_width(line->text) *
                  (size_t)qp_style_line(line->look) /
                  (size_t)qp_style_line(QP_LOOK_TEXT);
    size_t column = wide > width_over(page, 0, fixed) ? fixed : 0;

    if (line->to)
        qp_cell_link(page->sheet, line->row, column, plain(line->look),
                     line->text, line->to);
    else
        qp_cell_text(page->sheet, line->row, column, plain(line->look),
                     line->text);
}

/* Writes the lines over all columns; where these take several sheets of paper,
   over those of the first that do not come with each. */
static void
put_lines(struct qp_page *page)
{
    lxw_col_t *breaks =
        qp_arena_alloc(page->arena, page->n_widths + 1, sizeof *breaks);
    size_t n, columns, first;

    divide(page, breaks, &n);
    columns = n ? breaks[0] : page->columns;
    first = n ? page->fixed : 0;
    for (size_t i = 0; i < page->n_lines; i++) {
        const struct qp_wide_line *line = &page->lines[i];

        if (line->loose)
            put_loose(page, line, first);
        else
            qp_cell_merge(page->sheet, line->row, first, 1, columns - first,
                          plain(line->look), line->text);
    }
    if (page->right)
        qp_cell_text(page->sheet, TITLE_ROWS - 1, columns - 1,
                     plain(QP_LOOK_RIGHT), page->right);
}

/* Puts the charts where they belong, with a margin that keeps them apart.
   They move with their cells, so a page that is printed wider or narrower than
   the screen shows it takes them along. */
static void
put_drawings(struct qp_page *page)
{
    size_t wide = pixels(page, page->columns);

    for (size_t i = 0; i < page->n_drawings && page->sheet->raw; i++) {
        const struct qp_drawing *drawing = &page->drawings[i];
        size_t left = wide * drawing->part / drawing->parts + DRAWING_MARGIN;
        size_t right = wide * (drawing->part + 1) / drawing->parts -
                       DRAWING_MARGIN;
        size_t high = drawing->rows * DRAWING_ROW - 2 * DRAWING_MARGIN;
        lxw_chart_options options = {
            .x_offset = (int32_t)left,
            .y_offset = DRAWING_MARGIN,
            .x_scale = (double)(right - left) / DRAWING_WIDE,
            .y_scale = (double)high / DRAWING_HIGH,
            .object_position = LXW_OBJECT_MOVE_AND_SIZE,
        };

        qp_sheet_check(page->sheet,
                       worksheet_insert_chart_opt(
                           page->sheet->raw, (lxw_row_t)drawing->row, 0,
                           drawing->raw, &options));
    }
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

/* A long narrow table takes half the paper upright. */
static void
turn_if_narrow(struct qp_page *page)
{
    if (page->row * HEIGHT_ROW > LANDSCAPE_HIGH * 2 &&
        pixels(page, page->n_widths) <= PORTRAIT)
        page->portrait = true;
}

void
qp_page_finish(struct qp_page *page)
{
    fit_columns(page);
    turn_if_narrow(page);
    put_lines(page);
    set_columns(page);
    fit_rows(page);
    put_drawings(page);
    if (page->sheet->raw)
        set_printer(page);
    if (page->sheet->raw)
        set_screen(page);
}
