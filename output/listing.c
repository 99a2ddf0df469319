/* Columns of text; see listing.h.  wcwidth() would ask the locale, which no
   output depends on, and a library of all of Unicode would be one more thing
   to install for this table. */

#include <config.h>

#include "output/listing.h"

#include <stdint.h>
#include <string.h>

#include "engine/tongue.h"
#include "engine/utf8.h"

struct qp_listing {
    struct qp_arena *arena;
    const struct qp_listing_column *columns;
    size_t n_columns;
    const char **cells; /* [row * n_columns + column] */
    size_t n_cells, capacity;
};

/* ---- how wide a character is ---- */

struct range {
    uint32_t first, last;
};

/* Two columns.  Source: Unicode Standard Annex 11, W and F; terminals show
   the ambiguous ones, such as curly quotes, in one. */
static const struct range wide[] = {
    { 0x1100, 0x115f },   { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },
    { 0xa960, 0xa97c },   { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },
    { 0xfe10, 0xfe19 },   { 0xfe30, 0xfe6f },   { 0xff01, 0xff60 },
    { 0xffe0, 0xffe6 },   { 0x1f300, 0x1f64f }, { 0x1f900, 0x1f9ff },
    { 0x20000, 0x3fffd },
};

/* None: marks that stand on the character before. */
static const struct range marks[] = {
    { 0x300, 0x36f },
    { 0x20d0, 0x20f0 },
    { 0xfe00, 0xfe0f },
    { 0xe0100, 0xe01ef },
};

static bool
is_in(uint32_t c, const struct range ranges[], size_t n)
{
    for (size_t i = 0; i < n && c >= ranges[i].first; i++)
        if (c <= ranges[i].last)
            return true;
    return false;
}

size_t
qp_listing_width_of(uint32_t c)
{
    if (is_in(c, marks, QP_COUNT(marks)))
        return 0;
    return is_in(c, wide, QP_COUNT(wide)) ? 2 : 1;
}

size_t
qp_listing_width(const char *text)
{
    size_t width = 0;

    while (*text)
        width += qp_listing_width_of(qp_utf8_next(&text));
    return width;
}

/* ---- rows ---- */

struct qp_listing *
qp_listing_new(struct qp_arena *arena,
               const struct qp_listing_column columns[], size_t n)
{
    struct qp_listing *listing = qp_arena_alloc(arena, 1, sizeof *listing);

    listing->arena = arena;
    listing->columns = columns;
    listing->n_columns = n;
    return listing;
}

void
qp_listing_add(struct qp_listing *listing, const char *const cells[])
{
    for (size_t i = 0; i < listing->n_columns; i++) {
        listing->cells =
            qp_arena_grow(listing->arena, listing->cells, listing->n_cells,
                          &listing->capacity, sizeof *listing->cells);
        listing->cells[listing->n_cells++] = cells[i] ? cells[i] : "";
    }
}

bool
qp_listing_is_empty(const struct qp_listing *listing)
{
    return listing->n_cells == 0;
}

/* The width of COLUMN; 0 if it has no cells but empty ones. */
static size_t
column_width(const struct qp_listing *listing, size_t column)
{
    size_t widest = 0, title;

    for (size_t i = column; i < listing->n_cells; i += listing->n_columns) {
        size_t width = qp_listing_width(listing->cells[i]);

        if (width > widest)
            widest = width;
    }
    title = qp_listing_width(qp_say(listing->columns[column].title));
    return (widest || !listing->n_cells) && title > widest ? title : widest;
}

void
qp_listing_put(const char *text, FILE *out)
{
    while (*text) {
        const char *at = text;

        if (qp_utf8_is_hidden(qp_utf8_next(&text)))
            fputc('?', out);
        else
            fwrite(at, 1, (size_t)(text - at), out);
    }
}

/* Prints one row.  Blanks are owed until something follows them, so that no
   line ends in any. */
static void
print_row(const struct qp_listing *listing, const char *const cells[],
          const size_t widths[], FILE *out)
{
    size_t owed = 0;

    for (size_t i = 0; i < listing->n_columns; i++) {
        size_t width = qp_listing_width(cells[i]);
        size_t blanks = widths[i] > width ? widths[i] - width : 0;

        if (!widths[i])
            continue;
        if (listing->columns[i].is_number)
            owed += blanks;
        if (width) {
            fprintf(out, "%*s", (int)owed, "");
            owed = 0;
        }
        qp_listing_put(cells[i], out);
        owed += (listing->columns[i].is_number ? 0 : blanks) + 2;
    }
    fputc('\n', out);
}

void
qp_listing_print(const struct qp_listing *listing, FILE *out)
{
    size_t n = listing->n_columns;
    size_t *widths = qp_arena_alloc(listing->arena, n, sizeof *widths);
    const char **titles =
        qp_arena_alloc(listing->arena, n, sizeof *titles);

    for (size_t i = 0; i < n; i++) {
        widths[i] = column_width(listing, i);
        titles[i] = qp_say(listing->columns[i].title);
    }
    print_row(listing, titles, widths, out);
    for (size_t i = 0; i < listing->n_cells; i += n)
        print_row(listing, listing->cells + i, widths, out);
}
