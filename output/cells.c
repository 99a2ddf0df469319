/* Guarded cells and their log; see cells.h. */

#include <config.h>

#include "output/cells.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/utf8.h"
#include "output/assembly.h"
#include "output/digits.h"
#include "output/glyph.h"
#include "output/packing.h"
#include "output/readback.h"
#include "output/texts.h"

enum {
    UNITS_MOST = 32767 /* of UTF-16, in a cell */
};

struct qp_book {
    struct qp_session run; /* its own memory, the run's problems */
    const char *path, *label;
    const struct qp_ruleset *rules;
    lxw_workbook *raw; /* null once it has failed */
    struct qp_styles *styles;
    struct qp_arena *scratch; /* for one number */
    struct qp_live *live; /* null while nobody asked */
    struct qp_packing *packing;
    const char **shared; /* the texts that cells share */
    size_t n_shared, shared_capacity;
    size_t n_texts; /* cells that hold one of them */
    struct qp_sheet **sheets;
    size_t n_sheets, capacity;
    bool failed;
};

/* ---- failure ---- */

static void
fail(struct qp_book *book)
{
    book->failed = true;
    for (size_t i = 0; i < book->n_sheets; i++)
        book->sheets[i]->raw = NULL;
}

/* Reports ERROR, and why the system did not do it, if it said so. */
static void
fail_library(struct qp_book *book, lxw_error error)
{
    const char *reason = errno ? strerror(errno) : "";

    qp_system_error(&book->run, book->label, "cannot be written: %s%s%s",
                    lxw_strerror(error), *reason ? ": " : "", reason);
    fail(book);
}

void
qp_sheet_check(struct qp_sheet *sheet, lxw_error error)
{
    if (error != LXW_NO_ERROR && sheet->raw)
        fail_library(sheet->book, error);
}

lxw_chart *
qp_sheet_chart(struct qp_sheet *sheet, uint8_t type)
{
    lxw_chart *chart =
        sheet->raw ? workbook_add_chart(sheet->book->raw, type) : NULL;

    if (!chart && sheet->raw)
        fail_library(sheet->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    sheet->has_chart = true;
    return chart;
}

/* ---- the book ---- */

/* Noon of the day, in UTC, so that no zone makes it another day. */
static time_t
noon_of(const char *date)
{
    struct tm tm = { .tm_hour = 12 };
    int year, month;

    if (sscanf(date, "%4d-%2d-%2d", &year, &month, &tm.tm_mday) != 3)
        return 0;
    tm.tm_year = year - 1900;
    tm.tm_mon = month - 1;
    return timegm(&tm);
}

/* TEXT as a property may hold it: at most 255 bytes.  The library takes a
   char *, but only copies it. */
static char *
property(struct qp_book *book, const char *text)
{
    if (!text || !qp_glyph_clean(text))
        return NULL;
    return qp_arena_copy(book->run.arena, text, qp_glyph_prefix(text, 255));
}

static void
set_properties(struct qp_book *book, const char *title)
{
    const struct qp_ruleset *rules = book->rules;
    lxw_doc_properties properties = {
        .title = property(book, title),
        .author = property(book, rules->authority),
        .company = property(book, rules->authority),
        .subject = property(book, rules->id),
        .created = noon_of(rules->date),
    };
    lxw_error error = workbook_set_properties(book->raw, &properties);

    if (error == LXW_NO_ERROR)
        error = workbook_set_custom_property_string(
            book->raw, "quping-rules-sha256", rules->sha256);
    if (error != LXW_NO_ERROR)
        fail_library(book, error);
}

struct qp_book *
qp_book_open(struct qp_session *run, const struct qp_folder *folder,
             const char *name, const char *title,
             const struct qp_ruleset *rules)
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_book *book = qp_arena_alloc(arena, 1, sizeof *book);
    lxw_workbook_options options = {
        .tmpdir = qp_arena_text(arena, folder->scratch),
    };

    book->run = (struct qp_session){ .arena = arena, .diag = run->diag };
    book->path = qp_folder_work(&book->run, folder, name);
    book->label = qp_folder_label(run, folder, name);
    book->scratch = qp_arena_inner(arena);
    book->rules = rules;
    book->packing = qp_packing_new();
    errno = 0;
    book->raw = workbook_new_opt(book->path, &options);
    if (!book->raw) {
        fail_library(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return book;
    }
    book->styles = qp_styles_new(arena, book->raw, rules->language);
    set_properties(book, title);
    return book;
}

void
qp_book_mark(struct qp_book *book, const char *mark)
{
    lxw_error error = LXW_NO_ERROR;

    if (book->raw)
        error = workbook_set_custom_property_string(book->raw, "quping", mark);
    if (error != LXW_NO_ERROR)
        fail_library(book, error);
}

struct qp_arena *
qp_book_arena(const struct qp_book *book)
{
    return book->run.arena;
}

struct qp_live *
qp_book_live(struct qp_book *book, const struct qp_result *result)
{
    if (!book->live)
        book->live = qp_live_new(book->run.arena, result);
    return book->live;
}

struct qp_sheet *
qp_book_add(struct qp_book *book, const char *name)
{
    struct qp_sheet *sheet = qp_arena_alloc(book->run.arena, 1, sizeof *sheet);
    lxw_error error;

    sheet->book = book;
    sheet->name = name;
    if (book->failed)
        return sheet;
    error = *name && qp_glyph_clean(name)
                ? workbook_validate_sheet_name(book->raw, name)
                : LXW_ERROR_INVALID_SHEETNAME_CHARACTER;
    errno = 0;
    if (error == LXW_NO_ERROR)
        sheet->raw = workbook_add_worksheet(book->raw, name);
    if (!sheet->raw) {
        fail_library(book, error == LXW_NO_ERROR
                               ? LXW_ERROR_MEMORY_MALLOC_FAILED
                               : error);
        return sheet;
    }
    book->sheets = qp_arena_grow(book->run.arena, book->sheets, book->n_sheets,
                                 &book->capacity, sizeof *book->sheets);
    book->sheets[book->n_sheets++] = sheet;
    sheet->batch.arena = qp_arena_new();
    return sheet;
}

static struct qp_sheet *
find_sheet(const struct qp_book *book, const char *name)
{
    for (size_t i = 0; i < book->n_sheets; i++)
        if (strcmp(book->sheets[i]->name, name) == 0)
            return book->sheets[i];
    return NULL;
}

struct qp_sheet *
qp_book_sheet(struct qp_book *book, const char *name)
{
    struct qp_sheet *sheet = find_sheet(book, name);

    return sheet ? sheet : qp_book_add(book, name);
}

const char *
qp_book_first(const struct qp_book *book)
{
    return book->n_sheets ? book->sheets[0]->name : NULL;
}

bool
qp_book_has(const struct qp_book *book, const char *name)
{
    return find_sheet(book, name) != NULL;
}

/* ---- complete sheets ---- */

unsigned
qp_sheet_style(const struct qp_sheet *sheet, const struct qp_cell *cell)
{
    return qp_styles_number(sheet->book->styles,
                            (struct qp_style){ (enum qp_look)cell->look,
                                               (enum qp_ground)cell->ground,
                                               cell->decimals });
}

struct qp_shared
qp_book_shared(const struct qp_book *book)
{
    return (struct qp_shared){ book->shared, book->n_shared };
}

/* Tells the library how far the cells at hand extend SHEET, and counts their
   texts. */
static void
set_extent(struct qp_sheet *sheet)
{
    lxw_worksheet *raw = sheet->raw;

    for (size_t i = 0; i < sheet->batch.n; i++) {
        const struct qp_cell *cell = &sheet->batch.cells[i];

        if (cell->row < raw->dim_rowmin)
            raw->dim_rowmin = cell->row;
        if (cell->row > raw->dim_rowmax)
            raw->dim_rowmax = cell->row;
        if (cell->column < raw->dim_colmin)
            raw->dim_colmin = cell->column;
        if (cell->column > raw->dim_colmax)
            raw->dim_colmax = cell->column;
        sheet->book->n_texts += cell->kind == QP_CELL_TEXT;
    }
}

/* Charts carry a copy of what they draw, for programs that do not calculate;
   the library takes it from its own cells. */
static void
lend_figures(struct qp_sheet *sheet)
{
    for (size_t i = 0; i < sheet->batch.n; i++) {
        const struct qp_cell *cell = &sheet->batch.cells[i];

        if (cell->kind == QP_CELL_TEXT)
            qp_sheet_check(sheet,
                           worksheet_write_string(sheet->raw, cell->row,
                                                  cell->column, cell->text,
                                                  NULL));
        else if (cell->kind == QP_CELL_NUMBER ||
                 cell->kind == QP_CELL_FORMULA)
            qp_sheet_check(sheet,
                           worksheet_write_number(sheet->raw, cell->row,
                                                  cell->column,
                                                  cell->is.number, NULL));
    }
}

/* Packs the cells at hand as piece PIECE of SHEET, and begins with none. */
static void
pack(struct qp_sheet *sheet, size_t piece, struct qp_heights heights)
{
    qp_packing_add(sheet->book->packing, sheet, piece, sheet->batch, heights);
    sheet->batch = (struct qp_batch){ .arena = qp_arena_new() };
}

void
qp_sheet_stream(struct qp_sheet *sheet)
{
    if (!sheet->raw)
        return;
    assert(!sheet->has_streamed);
    sheet->streams = sheet->has_streamed = true;
    sheet->around = sheet->batch;
    sheet->batch = (struct qp_batch){ .arena = qp_arena_new() };
}

/* The first piece is left to the rows above. */
void
qp_sheet_flush(struct qp_sheet *sheet, struct qp_heights heights)
{
    if (!sheet->raw || !sheet->batch.n)
        return;
    if (!sheet->n_pieces)
        sheet->first_streamed = sheet->batch.cells[0].row;
    set_extent(sheet);
    pack(sheet, sheet->n_pieces ? sheet->n_pieces : 1, heights);
}

void
qp_sheet_stream_end(struct qp_sheet *sheet)
{
    if (!sheet->streams)
        return;
    sheet->streams = false;
    qp_arena_free(sheet->batch.arena);
    sheet->batch = sheet->around;
    sheet->around = (struct qp_batch){ 0 };
}

/* Takes the cells above the rows that have streamed out of those at hand. */
static struct qp_batch
take_above(struct qp_sheet *sheet)
{
    struct qp_batch above = { .arena = qp_arena_new() };
    size_t n = 0;

    for (size_t i = 0; i < sheet->batch.n; i++) {
        const struct qp_cell *cell = &sheet->batch.cells[i];

        if (cell->row >= sheet->first_streamed) {
            sheet->batch.cells[n++] = *cell;
            continue;
        }
        above.cells = qp_arena_grow(above.arena, above.cells, above.n,
                                    &above.capacity, sizeof *above.cells);
        above.cells[above.n++] = *cell;
    }
    sheet->batch.n = n;
    return above;
}

/* The texts of the cells above lie in the memory of those below, so these are
   packed later. */
void
qp_sheet_complete(struct qp_sheet *sheet, struct qp_heights heights)
{
    if (sheet->is_complete)
        return;
    qp_sheet_stream_end(sheet);
    sheet->is_complete = true;
    if (!sheet->raw)
        return;
    if (sheet->has_chart)
        lend_figures(sheet);
    set_extent(sheet);
    if (sheet->n_pieces)
        qp_packing_add(sheet->book->packing, sheet, 0, take_above(sheet),
                       heights);
    pack(sheet, sheet->n_pieces, heights);
}

/* Packs all sheets of BOOK, and sees whether that holds their cells. */
static void
pack_all(struct qp_book *book)
{
    const struct qp_sheet *failed;
    const char *wrong;

    for (size_t i = 0; i < book->n_sheets; i++)
        qp_sheet_complete(book->sheets[i], (struct qp_heights){ 0 });
    failed = qp_packing_wait(book->packing, &wrong);
    if (failed && !book->failed) {
        qp_readback_error(&book->run, book->label, failed, wrong);
        fail(book);
    }
}

/* Writes BOOK, whose sheets are packed. */
static bool
write_book(struct qp_book *book)
{
    lxw_error error;

    /* Some of its strings the library has counted twice. */
    book->raw->sst->string_count = (uint32_t)book->n_texts;
    errno = 0;
    error = workbook_close(book->raw);
    if (error != LXW_NO_ERROR)
        fail_library(book, error);
    return error == LXW_NO_ERROR &&
           qp_assembly_write(&book->run, book, book->path, book->label,
                             qp_packing_packer(book->packing), book->sheets,
                             book->n_sheets);
}

bool
qp_book_close(struct qp_book *book)
{
    struct qp_arena *arena = book->run.arena;
    bool ok;

    pack_all(book);
    ok = !book->failed;
    if (ok)
        ok = write_book(book);
    else if (book->raw)
        lxw_workbook_free(book->raw);
    qp_packing_free(book->packing);
    for (size_t i = 0; i < book->n_sheets; i++)
        qp_arena_free(book->sheets[i]->batch.arena);
    qp_arena_free(arena);
    return ok;
}

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
    fail(book);
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
    fail(book);
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
        fail_library(sheet->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
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
