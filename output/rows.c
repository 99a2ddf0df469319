/* Spelling cells; see rows.h. */

#include <config.h>

#include "output/rows.h"

#include <stdlib.h>
#include <string.h>

#include "output/digits.h"

enum {
    ROOM = 64 * 1024, /* bytes that are handed to the packer at once */
    MOST = 128        /* of a piece that is no text */
};

struct speller {
    struct qp_packer *packer;
    size_t n;
    char bytes[ROOM];
};

static void
flush(struct speller *speller)
{
    qp_packer_add(speller->packer, speller->bytes, speller->n);
    speller->n = 0;
}

/* Room for a piece that is no text. */
static char *
room(struct speller *speller)
{
    if (ROOM - speller->n < MOST)
        flush(speller);
    return speller->bytes + speller->n;
}

static void
put_bytes(struct speller *speller, const char *bytes, size_t n)
{
    while (n > 0) {
        size_t some = ROOM - speller->n < n ? ROOM - speller->n : n;

        memcpy(speller->bytes + speller->n, bytes, some);
        speller->n += some;
        bytes += some;
        n -= some;
        if (speller->n == ROOM)
            flush(speller);
    }
}

static void
put(struct speller *speller, const char *text)
{
    put_bytes(speller, text, strlen(text));
}

/* Puts TEXT between tags. */
static void
put_text(struct speller *speller, const char *text)
{
    for (;;) {
        size_t n = strcspn(text, "&<>");

        put_bytes(speller, text, n);
        text += n;
        if (!*text)
            return;
        put(speller, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : "&gt;");
        text++;
    }
}

/* ---- cells ---- */

static char *
append(char *at, const char *text)
{
    return stpcpy(at, text);
}

/* <c r="D12" s="7", without its end. */
static void
open_cell(struct speller *speller, const struct qp_sheet *sheet,
          const struct qp_cell *cell)
{
    char *start = room(speller), *at = append(start, "<c r=\"");

    at = append(at, qp_live_column_name(cell->column).text);
    at = qp_digits_spell_integer(at, cell->row + UINT64_C(1));
    at = append(at, "\" s=\"");
    at = qp_digits_spell_integer(at, qp_sheet_style(sheet, cell));
    *at++ = '"';
    speller->n += (size_t)(at - start);
}

/* >...<v>12.5</v></c> */
static void
put_number(struct speller *speller, double number)
{
    char *start = room(speller), *at = append(start, "<v>");

    at = qp_digits_spell(at, number);
    at = append(at, "</v></c>");
    speller->n += (size_t)(at - start);
}

static void
put_formula(struct speller *speller, const char *text)
{
    put(speller, "<f>");
    put_text(speller, text);
    put(speller, "</f>");
}

static void
put_cell(struct speller *speller, const struct qp_sheet *sheet,
         const struct qp_cell *cell)
{
    open_cell(speller, sheet, cell);
    switch ((enum qp_cell_kind)cell->kind) {
    case QP_CELL_BLANK:
        put(speller, "/>");
        break;
    case QP_CELL_TEXT:
        put(speller, " t=\"s\">");
        put_number(speller, (double)cell->is.shared);
        break;
    case QP_CELL_NUMBER:
        put(speller, ">");
        put_number(speller, cell->is.number);
        break;
    case QP_CELL_FORMULA:
        put(speller, ">");
        put_formula(speller, cell->text);
        put_number(speller, cell->is.number);
        break;
    case QP_CELL_WORDS:
        put(speller, " t=\"str\">");
        put_formula(speller, cell->text);
        put(speller, "<v>");
        put_text(speller, cell->is.words);
        put(speller, "</v></c>");
        break;
    }
}

/* ---- rows ---- */

static void
open_row(struct speller *speller, size_t row, int height)
{
    char *start = room(speller), *at = append(start, "<row r=\"");

    at = qp_digits_spell_integer(at, row + 1);
    if (height) {
        at = append(at, "\" ht=\"");
        at = qp_digits_spell_integer(at, (uint64_t)height);
        at = append(at, "\" customHeight=\"1");
    }
    at = append(at, "\">");
    speller->n += (size_t)(at - start);
}

static int
height_of(size_t row, struct qp_heights heights)
{
    return row >= heights.first && row - heights.first < heights.n
               ? heights.points[row - heights.first]
               : 0;
}

/* No two have the same place. */
static int
by_place(const void *left, const void *right)
{
    const struct qp_cell *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* Most are written in their order. */
void
qp_rows_sort(struct qp_cell *cells, size_t n)
{
    size_t i = 1;

    while (i < n && by_place(&cells[i - 1], &cells[i]) < 0)
        i++;
    if (i < n)
        qsort(cells, n, sizeof *cells, by_place);
}

struct qp_packed
qp_rows_pack(struct qp_packer *packer, struct qp_arena *arena,
             const struct qp_sheet *sheet, const struct qp_cell *cells,
             size_t n, struct qp_heights heights)
{
    struct speller speller = { .packer = packer, .n = 0 };

    for (size_t i = 0; i < n;) {
        uint32_t row = cells[i].row;

        open_row(&speller, row, height_of(row, heights));
        for (; i < n && cells[i].row == row; i++)
            put_cell(&speller, sheet, &cells[i]);
        put(&speller, "</row>");
    }
    flush(&speller);
    return qp_packer_take(packer, arena, false);
}
