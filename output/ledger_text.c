/* Lines of a text, and cells of a result.csv, as entries; see ledger.h. */

#include <config.h>

#include <string.h>

#include "output/ledger.h"
#include "engine/tongue.h"

/* ---- texts ---- */

void
qp_ledger_read_text(struct qp_ledger *ledger, const char *bytes, size_t n)
{
    const char *end = bytes + n;

    for (int line = 1; bytes < end; line++) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));

        if (!stop)
            stop = end;
        qp_ledger_add(
            ledger, line, qp_arena_printf(ledger->arena, "line %d", line),
            NULL, qp_arena_copy(ledger->arena, bytes, (size_t)(stop - bytes)));
        bytes = stop + 1;
    }
}

/* ---- CSV ---- */

enum { COLUMNS = 64, DISTRICT = 0, INDICATOR = 3 };

/* Reads the cell at *AT, moves behind it and its comma or line end, and tells
   whether it was the last of its row. */
static const char *
read_cell(struct qp_arena *arena, const char **at, const char *end, int *line,
          bool *is_last)
{
    char *text = qp_arena_alloc(arena, (size_t)(end - *at) + 1, 1);
    size_t n = 0;
    bool quoted = false;
    const char *c = *at;

    for (; c < end; c++) {
        if (*c == '"' && quoted && c + 1 < end && c[1] == '"')
            text[n++] = *c++;
        else if (*c == '"')
            quoted = !quoted;
        else if (!quoted && (*c == ',' || *c == '\n'))
            break;
        else if (quoted || *c != '\r')
            text[n++] = *c;
        *line += *c == '\n';
    }
    *is_last = c >= end || *c == '\n';
    *line += c < end && *c == '\n';
    *at = c < end ? c + 1 : end;
    return qp_arena_copy(arena, text, n);
}

/* Reads the row at *AT into CELLS; the cells beyond what there is room for are
   passed over. */
static size_t
read_row(struct qp_ledger *ledger, const char **at, const char *end, int *line,
         const char *cells[COLUMNS])
{
    struct qp_arena *scratch = qp_arena_new();
    const char *stop = memchr(*at, '\n', (size_t)(end - *at));
    bool is_last = false;
    size_t n = 0;

    if (!stop || memchr(*at, '"', (size_t)(stop - *at)))
        stop = end; /* a quoted cell may go on in the next line */
    else
        stop++;
    while (!is_last) {
        const char *cell = read_cell(scratch, at, stop, line, &is_last);

        if (n < COLUMNS)
            cells[n++] = qp_arena_text(ledger->arena, cell);
    }
    qp_arena_free(scratch);
    return n;
}

static void
add_row(struct qp_ledger *ledger, int line, const char *const names[],
        size_t n_names, const char *const cells[], size_t n)
{
    const char *place =
        n > INDICATOR
            ? qp_arena_printf(ledger->arena, "district %s / %s",
                              cells[DISTRICT], cells[INDICATOR])
            : qp_arena_printf(ledger->arena, "row \"%s\"", cells[DISTRICT]);

    qp_ledger_add(ledger, line, place, NULL, NULL);
    for (size_t i = 0; i < n; i++)
        qp_ledger_add(
            ledger, line, place,
            i < n_names ? names[i]
                        : qp_arena_printf(ledger->arena, "column %zu", i + 1),
            cells[i]);
}

void
qp_ledger_read_csv(struct qp_ledger *ledger, const char *bytes, size_t n)
{
    const char *end = bytes + n, *names[COLUMNS], *cells[COLUMNS];
    int line = 1;
    size_t n_names;

    if (n == 0)
        return;
    n_names = read_row(ledger, &bytes, end, &line, names);
    for (size_t i = 0; i < n_names; i++)
        qp_ledger_add(
            ledger, 1,
            qp_arena_printf(ledger->arena, _("heading of column %zu"), i + 1),
            NULL, names[i]);
    while (bytes < end) {
        int first = line;
        size_t n_cells = read_row(ledger, &bytes, end, &line, cells);

        add_row(ledger, first, names, n_names, cells, n_cells);
    }
}
