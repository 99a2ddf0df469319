/* The tables of sheets; see workbook.h. */

#include <config.h>

#include "output/workbook.h"

#include <string.h>

#include "output/glyph.h"
#include "output/sheets.h"

/* Bytes of a part of a file's name; file systems take 255 for the whole. */
enum { NAME_MOST = 180 };

static const struct qp_sheet_row *const sheets[] = {
    &qp_sheet_overview,
    &qp_sheet_about,   &qp_sheet_ranking, &qp_sheet_rankings,
    &qp_sheet_groups,
    &qp_sheet_changes, &qp_sheet_moved,
    &qp_sheet_scores,  &qp_sheet_strengths,
    &qp_sheet_items,   &qp_sheet_working, &qp_sheet_normalised,
    &qp_sheet_basis,
    &qp_sheet_values,  &qp_sheet_data,
    &qp_sheet_ledger,  &qp_sheet_gaps,
    &qp_sheet_filled,  &qp_sheet_treated, &qp_sheet_quality,
    &qp_sheet_weights, &qp_sheet_robust, &qp_sheet_robust_detail,
    &qp_sheet_correlations,
    &qp_sheet_measures,
    &qp_sheet_rules,   &qp_sheet_audit,
};

/* Places and points of the main indicators; nobody's data. */
static const struct qp_sheet_row *const annexed[] = {
    &qp_sheet_ranking,
    &qp_sheet_rankings,
    &qp_sheet_groups,
};

const char *
qp_workbook_file_name(struct qp_arena *arena, const char *text)
{
    static const char forbidden[] = "/\\:*?\"<>|";
    size_t n = qp_glyph_prefix(text, NAME_MOST);
    char *name = qp_arena_copy(arena, text, n);

    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < ' ' || strchr(forbidden, name[i]))
            name[i] = '_';
    while (n && (name[n - 1] == ' ' || name[n - 1] == '.'))
        name[--n] = '\0';
    if (name[0] == '.' || name[0] == ' ' || name[0] == '~')
        name[0] = '_';
    return n ? name : "_";
}

/* Puts those of the N sheets of TABLE that are wanted into WANTED, and returns
   how many there are. */
static size_t
choose(const struct qp_result *result, const struct qp_sheet_row *const table[],
       size_t n, const struct qp_sheet_row *wanted[])
{
    size_t n_wanted = 0;

    for (size_t i = 0; i < n; i++)
        if (!table[i]->wanted || table[i]->wanted(result))
            wanted[n_wanted++] = table[i];
    return n_wanted;
}

/* Adds the N sheets of ROWS to BOOK and writes them. */
static void
write_sheets(struct qp_book *book, const struct qp_result *result,
             const struct qp_sheet_row *const rows[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        qp_book_add(book, qp_text(result->rules, rows[i]->name));
    /* What stands in front refers to what stands behind. */
    for (size_t i = n; i-- > 0;)
        rows[i]->write(book, result, qp_text(result->rules, rows[i]->name));
}

bool
qp_workbook_write(struct qp_session *run, const struct qp_result *result,
                  const struct qp_folder *folder, const char *name)
{
    struct qp_book *book =
        qp_book_open(run, folder, name, result->rules->title, result->rules);
    const struct qp_sheet_row *rows[QP_COUNT(sheets)];
    size_t n = choose(result, sheets, QP_COUNT(sheets), rows);

    qp_book_add(book, qp_text(result->rules, QP_TEXT_SHEET_CONTENTS));
    write_sheets(book, result, rows, n);
    qp_contents_write(book, result, rows, n);
    return qp_book_close(book);
}

bool
qp_workbook_write_annex(struct qp_session *run, const struct qp_result *result,
                        const struct qp_folder *folder, const char *name)
{
    struct qp_book *book =
        qp_book_open(run, folder, name, result->rules->title, result->rules);
    const struct qp_sheet_row *rows[QP_COUNT(annexed)];
    size_t n = choose(result, annexed, QP_COUNT(annexed), rows);

    write_sheets(book, result, rows, n);
    return qp_book_close(book);
}
