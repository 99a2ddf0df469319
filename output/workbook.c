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
    &qp_sheet_groups,  &qp_sheet_scores,  &qp_sheet_strengths,
    &qp_sheet_items,   &qp_sheet_steps,   &qp_sheet_normalised,
    &qp_sheet_values,  &qp_sheet_data,    &qp_sheet_gaps,
    &qp_sheet_filled,  &qp_sheet_treated, &qp_sheet_quality,
    &qp_sheet_weights, &qp_sheet_measures,
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

static bool
is_wanted(const struct qp_sheet_row *sheet, const struct qp_result *result)
{
    return !sheet->wanted || sheet->wanted(result);
}

/* Writes those of the N sheets of TABLE that are wanted. */
static bool
write_book(struct qp_book *book, const struct qp_result *result,
           const struct qp_sheet_row *const table[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_wanted(table[i], result))
            qp_book_add(book, qp_text(result->rules, table[i]->name));
    /* What stands in front refers to what stands behind. */
    for (size_t i = n; i-- > 0;)
        if (is_wanted(table[i], result))
            table[i]->write(book, result,
                            qp_text(result->rules, table[i]->name));
    return qp_book_close(book);
}

bool
qp_workbook_write(struct qp_session *run, const struct qp_result *result,
                  const struct qp_folder *folder, const char *name)
{
    return write_book(
        qp_book_open(run, folder, name, result->rules->title, result->rules),
        result, sheets, QP_COUNT(sheets));
}

bool
qp_workbook_write_annex(struct qp_session *run, const struct qp_result *result,
                        const struct qp_folder *folder, const char *name)
{
    return write_book(
        qp_book_open(run, folder, name, result->rules->title, result->rules),
        result, annexed, QP_COUNT(annexed));
}
