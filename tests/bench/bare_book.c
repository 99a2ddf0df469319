/* The yardstick for workbooks: libxlsxwriter alone, writing the cells that
   cells.py lists, as sheets of the same names:
       bare_book LIST OUT
   Prints the seconds of processor time that it took, from the first sheet to
   the end of the file, and the MiB that it needed.  Formats are numbers with
   two decimals, one for each that the list names; no heads, no widths, no
   checks. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <xlsxwriter.h>

#include "engine/arena.h"

enum { FORMATS = 256, LINE_MOST = 64 * 1024 };

/* A line of the list, taken apart before the clock starts. */
struct item {
    char kind;
    lxw_row_t row;
    lxw_col_t column;
    int style;
    double number;
    const char *text;
};

struct list {
    struct item *items;
    size_t n, capacity;
};

static struct item
parse(struct qp_arena *arena, char *line)
{
    struct item item = { .kind = line[0] };
    char *at = line + 2;

    line[strcspn(line, "\n")] = '\0';
    if (item.kind != 'S') {
        item.row = (lxw_row_t)strtoul(at, &at, 10);
        item.column = (lxw_col_t)strtoul(at, &at, 10);
        item.style = (int)strtol(at, &at, 10);
        if (item.kind == 'N' || item.kind == 'F')
            item.number = strtod(at, &at);
        at += *at == ' ';
    }
    item.text = item.kind == 'F' ? qp_arena_printf(arena, "=%s", at)
                                 : qp_arena_text(arena, at);
    return item;
}

static struct list
read_list(struct qp_arena *arena, const char *path)
{
    static char line[LINE_MOST];
    struct list list = { 0 };
    FILE *file = fopen(path, "r");

    if (!file)
        exit(3);
    while (fgets(line, sizeof line, file)) {
        list.items = qp_arena_grow(arena, list.items, list.n, &list.capacity,
                                   sizeof *list.items);
        list.items[list.n++] = parse(arena, line);
    }
    fclose(file);
    return list;
}

static lxw_error
put(lxw_worksheet *sheet, const struct item *item, lxw_format *format)
{
    switch (item->kind) {
    case 'N':
        return worksheet_write_number(sheet, item->row, item->column,
                                      item->number, format);
    case 'F':
        return worksheet_write_formula_num(sheet, item->row, item->column,
                                           item->text, format, item->number);
    case 'T':
        return worksheet_write_string(sheet, item->row, item->column,
                                      item->text, format);
    default:
        return worksheet_write_blank(sheet, item->row, item->column, format);
    }
}

static lxw_error
write_book(const struct list *list, const char *path)
{
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = NULL;
    lxw_format *formats[FORMATS];
    lxw_error error = LXW_NO_ERROR;

    for (int i = 0; i < FORMATS; i++) {
        formats[i] = workbook_add_format(book);
        format_set_num_format(formats[i], "0.00");
        format_set_indent(formats[i], (uint8_t)i);
    }
    for (size_t i = 0; i < list->n && error == LXW_NO_ERROR; i++) {
        const struct item *item = &list->items[i];

        if (item->kind == 'S')
            sheet = workbook_add_worksheet(book, item->text);
        else
            error = put(sheet, item, formats[item->style % FORMATS]);
    }
    return error == LXW_NO_ERROR ? workbook_close(book) : error;
}

static double
most_memory(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

int
main(int argc, char **argv)
{
    struct qp_arena *arena = qp_arena_new();
    struct list list;
    double before;
    clock_t start;

    if (argc != 3) {
        fputs("usage: bare_book LIST OUT\n", stderr);
        return 2;
    }
    list = read_list(arena, argv[1]);
    before = most_memory();
    start = clock();
    if (write_book(&list, argv[2]) != LXW_NO_ERROR)
        return 3;
    printf("%.3f %.0f\n", (double)(clock() - start) / CLOCKS_PER_SEC,
           most_memory() - before);
    qp_arena_free(arena);
    return 0;
}
