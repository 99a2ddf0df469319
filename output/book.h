/* A workbook and its sheets.  libxlsxwriter makes the book, its styles, charts
   and all that stands around the cells; the cells (cells.h) are kept until a
   sheet, or some rows of a large one, are complete; then they are spelt
   (rows.h), packed (packing.h), read back and compared (readback.h), and
   forgotten.

   The first failure is reported and sticks: further calls do nothing, and
   qp_book_close() says false.  So those who write sheets need not ask. */

#ifndef QP_OUTPUT_BOOK_H
#define QP_OUTPUT_BOOK_H

#include "engine/result.h"
#include "output/folder.h"
#include "output/live.h"
#include "output/packed.h"
#include "output/style.h"

struct qp_book;

enum qp_cell_kind {
    QP_CELL_BLANK,
    QP_CELL_TEXT,
    QP_CELL_NUMBER,
    QP_CELL_FORMULA, /* that comes to a number, */
    QP_CELL_WORDS    /* and to words */
};

/* What stands in one cell. */
struct qp_cell {
    uint32_t row;
    uint16_t column, span; /* columns that are merged into it, 1: none */
    unsigned char rows;    /* the same for rows */
    unsigned char kind, look, ground, decimals;
    const char *text;      /* as the file spells it; a formula, without "=" */
    union {
        double number;     /* of a formula: what it comes to */
        const char *words;
        size_t shared;     /* the number of the text among those shared */
    } is;
};

/* Cells with the memory that they and their texts take. */
struct qp_batch {
    struct qp_arena *arena;
    struct qp_cell *cells;
    size_t n, capacity;
};

/* The place of a cell. */
struct qp_spot {
    uint32_t row;
    uint16_t column;
};

/* A link from a cell to a sheet of the same book. */
struct qp_link {
    uint32_t row;
    uint16_t column;
    const char *location; /* as the file spells it */
};

/* One worksheet. */
struct qp_sheet {
    struct qp_book *book;
    lxw_worksheet *raw; /* null once the book has failed */
    const char *name;
    struct qp_batch batch;  /* of cells that are not packed yet */
    struct qp_batch around; /* while rows stream: those of other rows */
    bool streams, has_streamed;
    size_t first_streamed;  /* row */
    bool is_complete;
    struct qp_packed *pieces; /* its packed rows, from the top down */
    size_t n_pieces, pieces_capacity;
    struct qp_spot *tinted; /* cells on QP_GROUND_TINT */
    size_t n_tinted, tinted_capacity;
    bool has_chart;
    struct qp_link *links; /* by row, and in it by column */
    size_t n_links, links_capacity;
};

/* Begins the workbook NAME in FOLDER with TITLE among its properties.  Its
   memory goes with qp_book_close(). */
struct qp_book *qp_book_open(struct qp_session *run,
                             const struct qp_folder *folder, const char *name,
                             const char *title,
                             const struct qp_ruleset *rules);

/* The memory of BOOK, for texts that go into it. */
struct qp_arena *qp_book_arena(const struct qp_book *book);

/* Where the figures of RESULT, which BOOK is about, stand in it. */
struct qp_live *qp_book_live(struct qp_book *book,
                             const struct qp_result *result);

/* Puts among the properties of BOOK that it is MARK. */
void qp_book_mark(struct qp_book *book, const char *mark);

/* Adds the worksheet NAME behind those that are there. */
struct qp_sheet *qp_book_add(struct qp_book *book, const char *name);

/* The worksheet NAME, which is added unless it is there. */
struct qp_sheet *qp_book_sheet(struct qp_book *book, const char *name);

/* The name of the first worksheet of BOOK; null while it has none. */
const char *qp_book_first(const struct qp_book *book);

/* True if BOOK has the worksheet NAME. */
bool qp_book_has(const struct qp_book *book, const char *name);

/* The heights of N rows from FIRST on in points, 0 for the usual one. */
struct qp_heights {
    const int *points;
    size_t first, n;
};

/* Rows of a large sheet stream: from qp_sheet_stream() to
   qp_sheet_stream_end() all cells belong to rows that are written from the top
   down and to no others.  Each qp_sheet_flush() says that the rows which have
   cells get no more, and HEIGHTS of these: they are packed and forgotten.  A
   sheet streams once. */
void qp_sheet_stream(struct qp_sheet *sheet);
void qp_sheet_flush(struct qp_sheet *sheet, struct qp_heights heights);
void qp_sheet_stream_end(struct qp_sheet *sheet);

/* SHEET gets no more cells; HEIGHTS are those of its rows that did not
   stream. */
void qp_sheet_complete(struct qp_sheet *sheet, struct qp_heights heights);

/* Completes all sheets, writes the file, reads it back and compares.  True if
   the workbook is as it should be; else what is wrong has been reported. */
bool qp_book_close(struct qp_book *book);

/* The number by which CELL of SHEET names its style. */
unsigned qp_sheet_style(const struct qp_sheet *sheet,
                        const struct qp_cell *cell);

/* The texts that the cells of BOOK share, by their numbers.  There may be more
   later; these stay. */
struct qp_shared {
    const char *const *texts;
    size_t n;
};

struct qp_shared qp_book_shared(const struct qp_book *book);

/* A chart of the library's TYPE for the book of SHEET, which is yet to be put
   there; null when the book has failed. */
lxw_chart *qp_sheet_chart(struct qp_sheet *sheet, uint8_t type);

/* Notes what the library said to another call for SHEET. */
void qp_sheet_check(struct qp_sheet *sheet, lxw_error error);

#endif
