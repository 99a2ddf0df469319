/* The report of a self-check on a terminal; see report.h. */

#include <config.h>

#include "output/listing.h"
#include "output/report.h"

static void
print_entries(const struct qp_report *report, FILE *out)
{
    size_t widest = 0;

    for (size_t i = 0; i < report->n_entries; i++) {
        size_t width = qp_listing_width(report->entries[i].label);

        if (width > widest)
            widest = width;
    }
    for (size_t i = 0; i < report->n_entries; i++) {
        const struct qp_report_entry *entry = &report->entries[i];
        size_t blanks = widest - qp_listing_width(entry->label) + 2;

        qp_listing_put(entry->label, out);
        fprintf(out, "%*s", (int)blanks, "");
        qp_listing_put(entry->text, out);
        fputc('\n', out);
    }
}

/* Prints the columns of TABLE that a terminal has room for. */
static void
print_table(struct qp_arena *arena, const struct qp_report_table *table,
            FILE *out)
{
    size_t n = table->n_columns, shown = 0;
    struct qp_listing_column *columns =
        qp_arena_alloc(arena, n, sizeof *columns);
    const char **cells = qp_arena_alloc(arena, n, sizeof *cells);
    struct qp_listing *listing;

    for (size_t i = 0; i < n; i++)
        if (table->columns[i].is_on_terminal)
            columns[shown++] =
                (struct qp_listing_column){ table->columns[i].head,
                                            table->columns[i].is_number };
    listing = qp_listing_new(arena, columns, shown);
    for (size_t r = 0; r < table->n_rows; r++) {
        size_t at = 0;

        for (size_t i = 0; i < n; i++)
            if (table->columns[i].is_on_terminal)
                cells[at++] = table->rows[r].cells[i].text;
        qp_listing_add(listing, cells);
    }
    fprintf(out, "\n%s\n", table->title);
    if (table->n_rows)
        qp_listing_print(listing, out);
    else
        fprintf(out, "%s\n", table->empty);
    if (table->note)
        fprintf(out, "%s\n", table->note);
}

/* What was found stands in full among the diagnostics. */
void
qp_report_print(struct qp_arena *arena, const struct qp_report *report,
                FILE *out)
{
    fprintf(out, "%s\n%s\n\n", report->title, report->about);
    print_entries(report, out);
    for (size_t i = 1; i < report->n_tables; i++)
        print_table(arena, &report->tables[i], out);
}
