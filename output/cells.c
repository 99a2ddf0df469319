/* Guarded cells; see cells.h. */

#include <config.h>

#include "output/cells.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/utf8.h"
#include "output/book_impl.h"
#include "output/digits.h"
#include "output/glyph.h"
#include "output/texts.h"

enum {
    UNITS_MOST = 32767 /* of UTF-16, in a cell */
};

/* ---- guards ---- */

/* True if a cell may stand there; else it is reported. */
static bool
is_inside(struct qp_sheet *sheet, size_t row, size_t column)
{
    struct qp_book *book = sheet->book;

    if (!sheet->raw)
        return false;
    if (row < LXW_ROW_MAX && column < LXW_COL_MAX)
        return true;
    qp_error(&book->run, (struct qp_place){ .file = book->label }, QP_LIMIT,
             "%s: row %zu, column %zu: a worksheet has %d rows of %d columns",
             sheet->name, row + 1, column + 1, LXW_ROW_MAX, LXW_COL_MAX);
    qp_book_fail(book);
    return false;
}

static bool
is_hex(const char *text, size_t n)
{
    return strspn(text, "0123456789ABCDEFabcdef") >= n;
}

/* True if TEXT begins with what a spreadsheet program reads as the code of a
   character: _x0041_ is an A. */
static bool
is_escape(const char *text)
{
    return text[0] == '_' && text[1] == 'x' && is_hex(text + 2, 4) &&
           text[6] == '_';
}

/* TEXT with line ends as XML reads them back, and with what looks like an
   escape escaped. */
static const char *
spell(struct qp_arena *arena, const char *text)
{
    static const char underscore[] = "_x005F";
    char *spelt, *to;

    if (!strchr(text, '\r') && !strstr(text, "_x"))
        return text;
    to = spelt = qp_arena_alloc(arena, strlen(text) + 1, sizeof underscore);
    for (; *text; text++) {
        if (is_escape(text))
            to = stpcpy(to, underscore);
        if (*text == '\r' && text[1] == '\n')
            continue;
        *to++ = *text == '\r' ? '\n' : *text;
    }
    return spelt;
}

/* TEXT cut to what a cell holds, with a mark. */
static const char *
shorten(struct qp_sheet *sheet, const char *text)
{
    const char *mark = qp_text(sheet->book->rules, QP_TEXT_CUT);
    size_t room = UNITS_MOST - qp_glyph_units(mark), kept = 0;
    const char *end = text;

    if (strlen(text) <= UNITS_MOST || qp_glyph_units(text) <= UNITS_MOST)
        return text;
    while (kept + 2 <= room) {
        const char *next = end;

        kept += qp_utf8_next(&next) > 0xffff ? 2 : 1;
        end = next;
    }
    return qp_arena_printf(sheet->batch.arena, "%.*s%s", (int)(end - text), text,
                           mark);
}

/* TEXT as it may be written, or null when it may not, which is reported. */
static const char *
guard_text(struct qp_sheet *sheet, size_t row, size_t column, const char *text)
{
    struct qp_book *book = sheet->book;

    if (!text)
        return "";
    if (qp_glyph_clean(text))
        return shorten(sheet, spell(sheet->batch.arena, text));
    qp_error(&book->run, (struct qp_place){ .file = book->label }, QP_ENCODING,
             "%s: row %zu, column %zu: the text is not UTF-8, or holds a "
             "character that no workbook can",
             sheet->name, row + 1, column + 1);
    qp_book_fail(book);
    return NULL;
}

/* ---- cells ---- */

/* qp_digits_double() in memory that is cleared at once. */
static bool
to_cell(const struct qp_book *book, qp_num x, double *number)
{
    bool fits = qp_digits_double(book->scratch, x, number);

    qp_arena_clear(book->scratch);
    return fits;
}

static void
remember_tint(struct qp_sheet *sheet, const struct qp_cell *cell)
{
    sheet->tinted = qp_arena_grow(sheet->book->run.arena, sheet->tinted,
                                  sheet->n_tinted, &sheet->tinted_capacity,
                                  sizeof *sheet->tinted);
    sheet->tinted[sheet->n_tinted++] =
        (struct qp_spot){ cell->row, cell->column };
}

static void
remember(struct qp_sheet *sheet, struct qp_cell cell)
{
    sheet->batch.cells =
        qp_arena_stretch(sheet->batch.arena, sheet->batch.cells, sheet->batch.n,
                         &sheet->batch.capacity, sizeof *sheet->batch.cells);
    sheet->batch.cells[sheet->batch.n++] = cell;
    if (cell.ground == QP_GROUND_TINT)
        remember_tint(sheet, &cell);
}

static struct qp_cell
cell_at(size_t row, size_t column, enum qp_cell_kind kind,
        struct qp_style style)
{
    return (struct qp_cell){
        .row = (uint32_t)row,
        .column = (uint16_t)column,
        .span = 1,
        .rows = 1,
        .kind = (unsigned char)kind,
        .look = (unsigned char)style.look,
        .ground = (unsigned char)style.ground,
        .decimals = (unsigned char)style.decimals,
    };
}

/* The format for STYLE, which a cell is to have; without memory for it the book
   fails. */
static lxw_format *
format_for(struct qp_sheet *sheet, struct qp_style style)
{
    lxw_format *format = qp_styles_get(sheet->book->styles, style);

    if (!format)
        qp_book_fail_library(sheet->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return format;
}

/* The number of TEXT among those that the cells of BOOK share. */
static size_t
share(struct qp_book *book, const char *text)
{
    const struct sst_element *shared =
        lxw_get_sst_index(book->raw->sst, text, LXW_FALSE);

    if (!shared)
        qp_arena_exhausted();
    if (shared->index == book->n_shared) {
        book->shared =
            qp_arena_grow(book->run.arena, book->shared, book->n_shared,
                          &book->shared_capacity, sizeof *book->shared);
        book->shared[book->n_shared++] = qp_arena_text(book->run.arena, text);
    }
    return shared->index;
}

/* Writes TEXT, which has been through the guard. */
static void
put_text(struct qp_sheet *sheet, size_t row, size_t column,
         struct qp_style style, const char *text)
{
    struct qp_cell cell =
        cell_at(row, column, *text ? QP_CELL_TEXT : QP_CELL_BLANK, style);

    if (!format_for(sheet, style))
        return;
    cell.text = text;
    if (*text)
        cell.is.shared = share(sheet->book, text);
    remember(sheet, cell);
}

void
qp_cell_text(struct qp_sheet *sheet, size_t row, size_t column,
             struct qp_style style, const char *text)
{
    if (!is_inside(sheet, row, column))
        return;
    text = guard_text(sheet, row, column, text);
    if (text)
        put_text(sheet, row, column, style, text);
}

static void
remember_link(struct qp_sheet *sheet, size_t row, size_t column,
              const char *location)
{
    sheet->links = qp_arena_grow(sheet->book->run.arena, sheet->links,
                                 sheet->n_links, &sheet->links_capacity,
                                 sizeof *sheet->links);
    sheet->links[sheet->n_links++] = (struct qp_link){
        .row = (uint32_t)row,
        .column = (uint16_t)column,
        .location = location,
    };
}

void
qp_cell_link(struct qp_sheet *sheet, size_t row, size_t column,
             struct qp_style style, const char *text, const char *to)
{
    struct qp_arena *arena = sheet->book->run.arena;
    const char *location = qp_arena_printf(arena, "'%s'!A1", to);
    lxw_format *format;

    assert(!sheet->raw ||
           (qp_book_has(sheet->book, to) && !strchr(to, '\'')));
    qp_cell_text(sheet, row, column, style, text);
    format = sheet->raw ? format_for(sheet, style) : NULL;
    if (!format)
        return;
    remember_link(sheet, row, column, location);
    text = sheet->batch.cells[sheet->batch.n - 1].text;
    qp_sheet_check(sheet,
                   worksheet_write_url_opt(
                       sheet->raw, (lxw_row_t)row, (lxw_col_t)column,
                       qp_arena_printf(arena, "internal:%s", location), format,
                       text, NULL));
}

static void
put_number(struct qp_sheet *sheet, size_t row, size_t column,
           struct qp_style style, double number)
{
    struct qp_cell cell = cell_at(row, column, QP_CELL_NUMBER, style);

    if (!format_for(sheet, style))
        return;
    cell.is.number = number;
    remember(sheet, cell);
}

void
qp_cell_number(struct qp_sheet *sheet, size_t row, size_t column,
               struct qp_style style, qp_num x)
{
    double number;

    if (!is_inside(sheet, row, column))
        return;
    if (!qp_num_defined(x))
        put_text(sheet, row, column,
                 (struct qp_style){ QP_LOOK_MARK, style.ground, 0 }, "—");
    else if (to_cell(sheet->book, x, &number))
        put_number(sheet, row, column, style, number);
    else
        put_text(sheet, row, column, style, qp_num_text(sheet->batch.arena, x));
}

void
qp_cell_figure(struct qp_sheet *sheet, size_t row, size_t column,
               struct qp_style style, qp_num x)
{
    struct qp_arena *arena = sheet->book->run.arena;

    if (!is_inside(sheet, row, column))
        return;
    if (qp_digits_fit(arena, x))
        qp_cell_number(sheet, row, column, style, x);
    else
        put_text(sheet, row, column, style, qp_num_text(sheet->batch.arena, x));
}

/* Writes CELL, a formula, whose text lasts no longer. */
static void
put_formula(struct qp_sheet *sheet, struct qp_cell cell)
{
    struct qp_style style = { (enum qp_look)cell.look,
                              (enum qp_ground)cell.ground, cell.decimals };

    if (!is_inside(sheet, cell.row, cell.column) || !format_for(sheet, style))
        return;
    cell.text = qp_arena_text(sheet->batch.arena, cell.text);
    remember(sheet, cell);
}

void
qp_cell_live(struct qp_sheet *sheet, size_t row, size_t column,
             struct qp_style style, const char *formula, qp_num x)
{
    struct qp_cell cell = cell_at(row, column, QP_CELL_FORMULA, style);

    cell.text = formula;
    if (qp_num_defined(x) && to_cell(sheet->book, x, &cell.is.number))
        put_formula(sheet, cell);
    else
        qp_cell_number(sheet, row, column, style, x);
}

void
qp_cell_merge(struct qp_sheet *sheet, size_t row, size_t column, size_t rows,
              size_t columns, struct qp_style style, const char *text)
{
    lxw_format *format;

    if (rows == 1 && columns == 1) {
        qp_cell_text(sheet, row, column, style, text);
        return;
    }
    if (!is_inside(sheet, row + rows - 1, column + columns - 1))
        return;
    text = guard_text(sheet, row, column, text);
    format = text ? format_for(sheet, style) : NULL;
    if (!format)
        return;
    for (size_t i = 0; i < rows * columns; i++) {
        bool first = i == 0 && *text;
        struct qp_cell cell =
            cell_at(row + i / columns, column + i % columns,
                    first ? QP_CELL_TEXT : QP_CELL_BLANK, style);

        cell.text = first ? text : "";
        if (first)
            cell.is.shared = share(sheet->book, text);
        if (i == 0) {
            cell.span = (uint16_t)columns;
            cell.rows = (unsigned char)rows;
        }
        remember(sheet, cell);
    }
    qp_sheet_check(sheet,
                   worksheet_merge_range(
                       sheet->raw, (lxw_row_t)row, (lxw_col_t)column,
                       (lxw_row_t)(row + rows - 1),
                       (lxw_col_t)(column + columns - 1), "", format));
}

/* ---- colours by size ---- */

enum { RANGES_MOST = 4000 /* bytes of a list of ranges */ };

/* Which cells of the rectangle have a colour of their own. */
static const bool *
find_tinted(const struct qp_sheet *sheet, size_t row, size_t column,
            size_t rows, size_t columns)
{
    bool *tinted =
        qp_arena_alloc(sheet->book->run.arena, rows * columns, sizeof *tinted);

    for (size_t i = 0; i < sheet->n_tinted; i++) {
        const struct qp_spot *spot = &sheet->tinted[i];

        if (spot->row >= row && spot->row < row + rows &&
            spot->column >= column && spot->column < column + columns)
            tinted[(spot->row - row) * columns + spot->column - column] =
                true;
    }
    return tinted;
}

/* The cells of a line of N, from ROW and COLUMN on, without the tinted ones:
   "C4:F4 H4:K4"; "" for none. */
static const char *
list_ranges(struct qp_arena *arena, const bool *tinted, size_t row,
            size_t column, size_t n, bool down)
{
    const char *list = "";

    for (size_t i = 0, end; i < n; i = end + 1) {
        struct qp_live_name first, last;

        for (end = i; end < n && !tinted[end]; end++)
            ;
        if (end == i)
            continue;
        first = qp_live_cell_name(row + (down ? i : 0), column + (down ? 0 : i));
        last = qp_live_cell_name(row + (down ? end - 1 : 0),
                                 column + (down ? 0 : end - 1));
        list = qp_arena_printf(arena, "%s%s%s:%s", list, *list ? " " : "",
                               first.text, last.text);
    }
    return list;
}

void
qp_sheet_heat(struct qp_sheet *sheet, size_t row, size_t column, size_t rows,
              size_t columns)
{
    struct qp_arena *arena = sheet->book->run.arena;
    lxw_conditional_format scale = {
        .type = LXW_CONDITIONAL_2_COLOR_SCALE,
        .min_color = qp_style_cold,
        .max_color = qp_style_hot,
    };
    bool is_block = rows > 1 && columns > 1;
    const char *ranges;

    if (!sheet->raw)
        return;
    if (!is_block) {
        ranges = list_ranges(
            arena, find_tinted(sheet, row, column, rows, columns), row, column,
            rows * columns, columns == 1);
        if (!*ranges || strlen(ranges) > RANGES_MOST)
            return;
        scale.multi_range = qp_arena_text(arena, ranges);
    }
    qp_sheet_check(sheet, worksheet_conditional_format_range(
                              sheet->raw, (lxw_row_t)row, (lxw_col_t)column,
                              (lxw_row_t)(row + rows - 1),
                              (lxw_col_t)(column + columns - 1), &scale));
}

/* ---- looking up a row ---- */

/* The N cells of COLUMN from row FIRST on. */
static const char *
spell_range(struct qp_arena *arena, size_t first, size_t n, size_t column)
{
    return qp_arena_printf(arena, "%s:%s",
                           qp_live_fixed_name(first, column).text,
                           qp_live_fixed_name(first + n - 1, column).text);
}

/* Lets a reader choose among the texts of RANGE in the cell.  The library loses
   a copy of the formula of a list, and none of another rule's; so it is given
   one and told afterwards that it is a list, as all of ours are. */
static void
offer(struct qp_sheet *sheet, size_t row, size_t column, const char *range)
{
    lxw_data_validation list = {
        .validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA,
        .dropdown = LXW_VALIDATION_ON,
        .value_formula = qp_arena_printf(sheet->book->run.arena, "=%s", range),
    };
    lxw_data_val_obj *made;

    if (!sheet->raw)
        return;
    qp_sheet_check(sheet, worksheet_data_validation_cell(
                              sheet->raw, (lxw_row_t)row, (lxw_col_t)column,
                              &list));
    if (!sheet->raw)
        return;
    STAILQ_FOREACH (made, sheet->raw->data_validations, list_pointers)
        made->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
}

/* Writes what CELL of the first row shows to ROW, with a formula that finds it
   in the row of the district chosen there. */
static void
put_found(struct qp_sheet *sheet, size_t row, size_t n, size_t names,
          const struct qp_cell *cell)
{
    struct qp_arena *arena = sheet->book->run.arena;
    struct qp_style style = { (enum qp_look)cell->look, QP_GROUND_PLAIN,
                              cell->decimals };
    struct qp_cell found = cell_at(row, cell->column, QP_CELL_FORMULA, style);

    if (cell->kind == QP_CELL_BLANK) {
        qp_cell_text(sheet, row, cell->column, style, NULL);
        return;
    }
    if (cell->kind == QP_CELL_TEXT) {
        found.kind = QP_CELL_WORDS;
        found.is.words = cell->text;
    } else {
        found.is.number = cell->is.number;
    }
    found.text = qp_arena_printf(
        arena, "INDEX(%s,MATCH(%s,%s,0))",
        spell_range(arena, cell->row, n, cell->column),
        qp_live_fixed_name(row, names).text,
        spell_range(arena, cell->row, n, names));
    put_formula(sheet, found);
}

void
qp_sheet_lookup(struct qp_sheet *sheet, size_t row, size_t first, size_t n,
                size_t names)
{
    struct qp_style style = { .look = QP_LOOK_TEXT,
                              .ground = QP_GROUND_TINT };
    size_t n_cells = sheet->batch.n;

    for (size_t i = 0; i < n_cells; i++) {
        struct qp_cell cell = sheet->batch.cells[i];

        if (cell.row != first)
            continue;
        if (cell.column != names) {
            put_found(sheet, row, n, names, &cell);
            continue;
        }
        qp_cell_text(sheet, row, names, style, cell.text);
        offer(sheet, row, names,
              spell_range(sheet->book->run.arena, first, n, names));
    }
}
