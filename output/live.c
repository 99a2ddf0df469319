/* Cells that formulas name; see live.h. */

#include <config.h>

#include "output/live.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/book.h"

/* Where one figure stands; SHEET is null while nothing was noted. */
struct spot {
    uint32_t row;
    uint16_t column;
};

/* The figures of one kind, which stand in one sheet. */
struct table {
    const struct qp_sheet *sheet;
    struct spot *spots; /* [district * n_items + item]; row NOWHERE; null while
                           nothing was noted */
    size_t n_items;
    const char **peers; /* what qp_live_peers() found, [item * (n_groups + 1) +
                           group]; null while it has not */
};

struct statistic {
    const char *name;
    const char *cell;
};

enum { STATISTICS_MOST = 8, NOWHERE = UINT32_MAX };

struct qp_live {
    struct qp_arena *arena;
    const struct qp_result *result;
    size_t *districts;
    size_t n_peers; /* the first so many of DISTRICTS */
    struct table tables[QP_LIVE_N_KINDS];
    struct statistic *statistics; /* [scope][STATISTICS_MOST], a scope being
                                     node * (n_groups + 1) + group */
};

static bool
is_peer(const struct qp_result *result, size_t district)
{
    const struct qp_outcome *outcome = &result->outcomes[district];

    return !outcome->excluded && !outcome->unranked;
}

/* Appends the districts of GROUP that are peers, or are not, to LIVE's. */
static size_t
add_districts(struct qp_live *live, size_t n, size_t group, bool peers)
{
    const struct qp_ruleset *rules = live->result->rules;

    for (size_t d = 0; d < rules->n_districts; d++)
        if (rules->districts[d].group == group &&
            is_peer(live->result, d) == peers)
            live->districts[n++] = d;
    return n;
}

static void
order_districts(struct qp_live *live)
{
    const struct qp_ruleset *rules = live->result->rules;
    size_t n = 0;

    live->districts = qp_arena_alloc(live->arena, rules->n_districts,
                                     sizeof *live->districts);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t group = 0; group < rules->n_groups; group++)
            n = add_districts(live, n, group, pass == 0);
        n = add_districts(live, n, QP_NONE, pass == 0);
        if (pass == 0)
            live->n_peers = n;
    }
}

/* How many items KIND has. */
static size_t
count_items(const struct qp_ruleset *rules, enum qp_live_kind kind)
{
    switch (kind) {
    case QP_LIVE_DATUM:
    case QP_LIVE_PRIOR:
        return rules->n_data;
    case QP_LIVE_VALUE:
    case QP_LIVE_SCORE:
    case QP_LIVE_POINTS:
        return rules->n_indicators + 1;
    default:
        return 1;
    }
}

/* Makes room for the figures of KIND, the first of which is there. */
static void
make_table(struct qp_live *live, enum qp_live_kind kind)
{
    struct table *table = &live->tables[kind];
    size_t n = live->result->rules->n_districts * table->n_items;

    table->spots = qp_arena_alloc(live->arena, n, sizeof *table->spots);
    for (size_t i = 0; i < n; i++)
        table->spots[i].row = NOWHERE;
    table->peers = qp_arena_alloc(
        live->arena, table->n_items * (live->result->rules->n_groups + 1),
        sizeof *table->peers);
}

struct qp_live *
qp_live_new(struct qp_arena *arena, const struct qp_result *result)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_live *live = qp_arena_alloc(arena, 1, sizeof *live);

    live->arena = arena;
    live->result = result;
    order_districts(live);
    for (enum qp_live_kind kind = 0; kind < QP_LIVE_N_KINDS; kind++)
        live->tables[kind].n_items = count_items(rules, kind);
    live->statistics = qp_arena_alloc(
        arena, rules->n_indicators * (rules->n_groups + 1),
        STATISTICS_MOST * sizeof *live->statistics);
    return live;
}

const size_t *
qp_live_districts(const struct qp_live *live)
{
    return live->districts;
}

void
qp_live_note(struct qp_live *live, enum qp_live_kind kind, size_t district,
             size_t item, const struct qp_sheet *sheet, size_t row,
             size_t column)
{
    struct table *table = &live->tables[kind];

    if (!table->spots)
        make_table(live, kind);
    table->sheet = sheet;
    table->spots[district * table->n_items + item] =
        (struct spot){ (uint32_t)row, (uint16_t)column };
}

/* ---- names ---- */

struct qp_live_column
qp_live_column_name(size_t column)
{
    struct qp_live_column name = { "" };
    char *at = name.text + 3;

    for (column++; column > 0; column = (column - 1) / 26)
        *--at = (char)('A' + (column - 1) % 26);
    memmove(name.text, at, strlen(at) + 1);
    return name;
}

/* True if a formula can name the sheet NAME without quotes: ASCII letters
   first, no blank or sign anywhere; characters beyond ASCII are letters. */
static bool
is_plain(const char *name)
{
    for (size_t i = 0; name[i]; i++) {
        unsigned char c = (unsigned char)name[i];
        bool letter = c >= 0x80 || (c >= 'A' && c <= 'Z') ||
                      (c >= 'a' && c <= 'z') || c == '_';

        if (!letter)
            return false;
    }
    return true;
}

struct qp_live_name
qp_live_cell_name(size_t row, size_t column)
{
    struct qp_live_name name;

    snprintf(name.text, sizeof name.text, "%s%zu", qp_live_column_name(column).text,
             row + 1);
    return name;
}

struct qp_live_name
qp_live_fixed_name(size_t row, size_t column)
{
    struct qp_live_name name;

    snprintf(name.text, sizeof name.text, "$%s$%zu", qp_live_column_name(column).text,
             row + 1);
    return name;
}

const char *
qp_live_name(struct qp_arena *arena, const struct qp_sheet *sheet, size_t row,
             size_t column)
{
    const char *quote = is_plain(sheet->name) ? "" : "'";

    return qp_arena_printf(arena, "%s%s%s!%s%zu", quote, sheet->name, quote,
                           qp_live_column_name(column).text, row + 1);
}

static const struct spot *
find(const struct qp_live *live, enum qp_live_kind kind, size_t district,
     size_t item)
{
    const struct table *table = &live->tables[kind];
    const struct spot *spot;

    if (!table->spots)
        return NULL;
    spot = &table->spots[district * table->n_items + item];
    return spot->row == NOWHERE ? NULL : spot;
}

const char *
qp_live_cell(struct qp_arena *arena, const struct qp_live *live,
             const struct qp_sheet *from, enum qp_live_kind kind,
             size_t district, size_t item)
{
    const struct spot *spot = find(live, kind, district, item);

    if (!spot)
        return NULL;
    if (live->tables[kind].sheet == from)
        return qp_arena_printf(arena, "%s%zu",
                               qp_live_column_name(spot->column).text,
                               (size_t)spot->row + 1);
    return qp_live_name(arena, live->tables[kind].sheet, spot->row,
                        spot->column);
}

/* CELLS of the sheet of KIND, as a formula of the sheet FROM names them. */
static const char *
seen_from(const struct qp_live *live, const struct qp_sheet *from,
          enum qp_live_kind kind, const char *cells)
{
    return cells && live->tables[kind].sheet == from ? strrchr(cells, '!') + 1
                                                     : cells;
}

/* The N cells from FIRST to LAST as a range; null if they do not stand in a
   row. */
static const char *
range(const struct qp_live *live, enum qp_live_kind kind,
      const struct spot *first, const struct spot *last, size_t n)
{
    size_t rows, columns;

    if (!first || last->row < first->row || last->column < first->column)
        return NULL;
    rows = last->row - first->row;
    columns = (size_t)(last->column - first->column);
    if (rows + columns != n - 1 || (rows && columns))
        return NULL;
    return qp_arena_printf(
        live->arena, "%s:%s%zu",
        qp_live_name(live->arena, live->tables[kind].sheet, first->row,
                     first->column),
        qp_live_column_name(last->column).text, (size_t)last->row + 1);
}

static const char *
find_peers(const struct qp_live *live, enum qp_live_kind kind, size_t group,
           size_t item)
{
    const struct qp_ruleset *rules = live->result->rules;
    const struct spot *first = NULL, *last = NULL;
    size_t n = 0;

    for (size_t i = 0; i < live->n_peers; i++) {
        size_t district = live->districts[i];

        if (group != rules->n_groups &&
            rules->districts[district].group != group)
            continue;
        last = find(live, kind, district, item);
        if (!last)
            return NULL;
        if (n++ == 0)
            first = last;
    }
    return range(live, kind, first, last, n);
}

const char *
qp_live_peers(const struct qp_live *live, const struct qp_sheet *from,
              enum qp_live_kind kind, size_t group, size_t item)
{
    const struct table *table = &live->tables[kind];
    const char **peers;

    if (!table->spots)
        return NULL;
    peers = &table->peers[item * (live->result->rules->n_groups + 1) + group];
    if (!*peers)
        *peers = find_peers(live, kind, group, item);
    return seen_from(live, from, kind, *peers);
}

const char *
qp_live_ranked(const struct qp_live *live, const struct qp_sheet *from,
               enum qp_live_kind kind, size_t item)
{
    const struct qp_result *result = live->result;
    const struct spot *first = NULL, *last = NULL;

    for (size_t i = 0; i < result->n_ranked; i++) {
        last = find(live, kind, result->by_rank[i], item);
        if (!last)
            return NULL;
        if (i == 0)
            first = last;
    }
    return seen_from(live, from, kind,
                     range(live, kind, first, last, result->n_ranked));
}

/* ---- statistics ---- */

static struct statistic *
statistics_of(const struct qp_live *live, size_t node, size_t group)
{
    size_t scope = node * (live->result->rules->n_groups + 1) + group;

    return &live->statistics[scope * STATISTICS_MOST];
}

void
qp_live_note_statistic(struct qp_live *live, size_t node, size_t group,
                       const char *name, const struct qp_sheet *sheet,
                       size_t row, size_t column)
{
    struct statistic *statistics = statistics_of(live, node, group);
    size_t i = 0;

    while (i < STATISTICS_MOST && statistics[i].name)
        i++;
    if (i < STATISTICS_MOST)
        statistics[i] = (struct statistic){
            name, qp_live_name(live->arena, sheet, row, column)
        };
}

const char *
qp_live_statistic(const struct qp_live *live, size_t node, size_t group,
                  const char *name)
{
    const struct statistic *statistics = statistics_of(live, node, group);

    for (size_t i = 0; i < STATISTICS_MOST && statistics[i].name; i++)
        if (strcmp(statistics[i].name, name) == 0)
            return statistics[i].cell;
    return NULL;
}
