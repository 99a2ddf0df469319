/* Any bytes as texts and figures of a workbook: what is not fit for one is
   made fit or refused, and what is written is read back by the program itself,
   cell by cell and part by part. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include "engine/num.h"
#include "output/cells.h"
#include "output/folder.h"
#include "output/glyph.h"

enum { MOST_CELLS = 64 };

/* The next text: its length, then its bytes. */
static const char *
take_text(struct qp_arena *arena, struct fuzz_bytes *bytes)
{
    size_t length = fuzz_take(bytes), left = (size_t)(bytes->end - bytes->at);
    const char *text;

    if (length > left)
        length = left;
    text = qp_arena_copy(arena, (const char *)bytes->at, length);
    bytes->at += length;
    return text;
}

static void
fill(struct qp_session *run, struct qp_sheet *sheet, struct fuzz_bytes *bytes)
{
    const struct qp_style style = { 0 };

    for (size_t i = 0; i < MOST_CELLS && bytes->at < bytes->end; i++) {
        size_t column = i % 8;
        unsigned kind = fuzz_take(bytes) % 3;
        const char *text = take_text(run->arena, bytes);
        qp_num x;

        if (kind == 0 && !qp_num_parse(run->arena, text, strlen(text), 24, &x))
            qp_cell_figure(sheet, i / 8, column, style, x);
        else if (kind == 1 &&
                 !qp_num_parse(run->arena, text, strlen(text), 24, &x))
            qp_cell_live(sheet, i / 8, column, style, "1+1", x);
        else
            qp_cell_text(sheet, i / 8, column, style, text);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct qp_ruleset rules = { .year = 2025,
                                             .date = "2026-06-30" };
    struct fuzz_bytes bytes = { data, data + size };
    struct qp_session *run = fuzz_begin();
    struct qp_folder folder = { 0 };
    struct qp_book *book;
    const char *path = fuzz_file("place", "", 0);
    bool is_clean = true, is_written;

    folder.path = path;
    MUST(qp_folder_open(run, &folder, path));
    book = qp_book_open(run, &folder, "book.xlsx", "t", &rules);
    fill(run, qp_book_add(book, "a"), &bytes);
    is_written = qp_book_close(book);
    for (size_t i = 0; i < size; i++)
        is_clean = is_clean && data[i] >= 0x20 && data[i] < 0x7f;
    /* what is refused is named, and plain text never is */
    MUST(is_written == qp_diag_ok(run->diag));
    if (!is_written && is_clean)
        fputs(fuzz_said(run), stderr);
    MUST(is_written || !is_clean);
    qp_folder_discard(&folder);
    return 0;
}
