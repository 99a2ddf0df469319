/* A worksheet as it is read and printed: title, blocks one below the other,
   widths and heights that fit what was written, A4, repeated heads, page
   numbers. */

#ifndef QP_OUTPUT_PAGE_H
#define QP_OUTPUT_PAGE_H

#include "output/cells.h"

/* How wide a column may be, in characters. */
struct qp_width {
    unsigned least, most;
};

/* A line across a page, which is written when it is known how many columns fit
   on paper: over all of them, or LOOSE in its first cell and beyond. */
struct qp_wide_line {
    size_t row;
    enum qp_look look;
    const char *text, *to; /* TO: the sheet that it leads to; null */
    bool loose;
};

/* A chart that takes PART of PARTS of the width of a page, and ROWS from ROW
   on; it is placed when it is known how wide the page is. */
struct qp_drawing {
    lxw_chart *raw;
    size_t row, rows, part, parts;
};

struct qp_page {
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    struct qp_arena *arena;
    struct qp_sheet *sheet;
    bool portrait;
    bool one_page;     /* all of it is to fit on one */
    size_t columns;    /* of its widest block */
    size_t row;        /* the next free one */
    size_t head, body; /* rows of the head that stays when scrolling, BODY
                          the first below; none where they are equal */
    size_t repeated, below; /* the same of the head that is on every later
                               sheet of paper: that one, or the last table's */
    size_t fixed;      /* columns that stay when scrolling */
    size_t printed;    /* rows that go on paper; 0: all */
    struct qp_width *widths;
    size_t n_widths, widths_capacity;
    struct qp_wide_line *lines;
    size_t n_lines, lines_capacity;
    struct qp_drawing *drawings;
    size_t n_drawings, drawings_capacity;
    const char *right; /* below the title */
    int *heights;      /* of rows, in points */
    size_t n_heights;
    int *streamed;     /* those of rows that are packed already, */
    size_t first_streamed, n_streamed, streamed_capacity; /* in a row */
    size_t *starts; /* rows at which a sheet of paper may begin */
    size_t n_starts, starts_capacity;
    size_t *blocks; /* rows of headings and charts, where one had better */
    size_t n_blocks, blocks_capacity;
};

/* Begins a page on the new worksheet NAME of BOOK: over COLUMNS columns the
   evaluation's title and, below, its year and SUBJECT; then who evaluates and
   when on the left, and RIGHT, which may be null, on the right. */
struct qp_page *qp_page_begin(struct qp_book *book,
                              const struct qp_result *result, const char *name,
                              const char *subject, const char *right,
                              size_t columns, bool portrait);

/* A block's heading, before which a sheet of paper may begin; a note, a
   warning, over all columns. */
void qp_page_section(struct qp_page *page, const char *text);
void qp_page_note(struct qp_page *page, const char *text);
void qp_page_warning(struct qp_page *page, const char *text);

/* A row "LABEL: TEXT" with the text over all columns but the first. */
void qp_page_entry(struct qp_page *page, const char *label, const char *text);

/* Puts CHART, which may be null, on the next ROWS rows: the PART-th of PARTS
   equal ones side by side.  The rows are the caller's to skip. */
void qp_page_draw(struct qp_page *page, lxw_chart *chart, size_t part,
                  size_t parts, size_t rows);

/* Column COLUMN is at least LEAST and at most MOST wide; blocks that share it
   each ask for what they need. */
void qp_page_width(struct qp_page *page, size_t column, unsigned least,
                   unsigned most);

/* Lets the cells of the rows from the next free one of a table on stream, which
   is CELLS many; nothing where these are few.  qp_page_flush() says that the
   rows so far are complete. */
void qp_page_stream(struct qp_page *page, size_t cells);
void qp_page_flush(struct qp_page *page);
void qp_page_stream_end(struct qp_page *page);

/* A sheet of paper may begin at ROW, which is within a block; where nobody says
   so, at any row of the body. */
void qp_page_start(struct qp_page *page, size_t row);

/* X, such as a mean, rounded as points are. */
qp_num qp_page_round(const struct qp_page *page, qp_num x);

/* Fits columns and rows, and sets up the screen and the printer. */
void qp_page_finish(struct qp_page *page);

#endif
