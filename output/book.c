/* Workbooks, and sheets on their way into the file; see book.h. */

#include <config.h>

#include "output/book_impl.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <time.h>

#include "output/assembly.h"
#include "output/glyph.h"
#include "output/packing.h"
#include "output/readback.h"

/* ---- failure ---- */

void
qp_book_fail(struct qp_book *book)
{
    book->failed = true;
    for (size_t i = 0; i < book->n_sheets; i++)
        book->sheets[i]->raw = NULL;
}

void
qp_book_fail_library(struct qp_book *book, lxw_error error)
{
    const char *reason = errno ? strerror(errno) : "";

    qp_system_error(&book->run, book->label, "cannot be written: %s%s%s",
                    lxw_strerror(error), *reason ? ": " : "", reason);
    qp_book_fail(book);
}

void
qp_sheet_check(struct qp_sheet *sheet, lxw_error error)
{
    if (error != LXW_NO_ERROR && sheet->raw)
        qp_book_fail_library(sheet->book, error);
}

lxw_chart *
qp_sheet_chart(struct qp_sheet *sheet, uint8_t type)
{
    lxw_chart *chart =
        sheet->raw ? workbook_add_chart(sheet->book->raw, type) : NULL;

    if (!chart && sheet->raw)
        qp_book_fail_library(sheet->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
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
        qp_book_fail_library(book, error);
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
        qp_book_fail_library(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
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
        qp_book_fail_library(book, error);
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
        qp_book_fail_library(book, error == LXW_NO_ERROR
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
        qp_book_fail(book);
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
        qp_book_fail_library(book, error);
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
