/* Parsing and comparing; see readback.h. */

#include <config.h>

#include "output/readback.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "engine/tongue.h"

enum { CHUNK = 16 * 1024 };

/* Text that is collected while an element is open. */
struct buffer {
    char *bytes;
    size_t n, capacity;
};

struct reader {
    struct qp_arena *arena;
    xmlParserCtxtPtr parser;
    const char *wrong; /* the first thing that is, null while nothing is */

    const struct qp_shared *texts;
    const struct qp_cell *cells;
    size_t n_cells;
    const struct qp_sheet *sheet; /* whose links are compared */
    size_t next;                  /* the cell, link or text that should come */
    bool shared;                  /* the cell refers to a shared text */
    bool has_value, has_formula, collects;
    struct buffer text;
};

/* Stopping the parser frees what it was about to read, the attributes of the
   current element with it. */
static void
find_wrong(struct reader *reader, const char *what)
{
    if (!reader->wrong)
        reader->wrong = what;
    if (reader->parser)
        xmlStopParser(reader->parser);
}

/* ---- text between tags ---- */

static void
collect(void *state, const xmlChar *bytes, int n)
{
    struct reader *reader = state;
    struct buffer *text = &reader->text;

    if (!reader->collects)
        return;
    while (text->n + (size_t)n + 1 > text->capacity) {
        size_t more = text->capacity ? 2 * text->capacity : CHUNK;
        char *bytes_now = qp_arena_alloc(reader->arena, more, 1);

        if (text->n)
            memcpy(bytes_now, text->bytes, text->n);
        text->bytes = bytes_now;
        text->capacity = more;
    }
    memcpy(text->bytes + text->n, bytes, (size_t)n);
    text->n += (size_t)n;
}

/* What was collected, as a text that lasts until more is. */
static const char *
collected(struct reader *reader)
{
    if (!reader->text.n)
        return "";
    reader->text.bytes[reader->text.n] = '\0';
    return reader->text.bytes;
}

/* Of most names the first letter tells. */
static bool
is(const xmlChar *name, const char *wanted)
{
    return *name == (unsigned char)*wanted &&
           strcmp((const char *)name, wanted) == 0;
}

/* ---- the shared strings ---- */

static void
start_string(void *state, const xmlChar *name, const xmlChar *prefix,
             const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
             int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct reader *reader = state;

    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
    (void)n_attributes, (void)n_defaulted, (void)attributes;
    if (is(name, "si"))
        reader->text.n = 0;
    reader->collects = is(name, "t");
}

static void
end_string(void *state, const xmlChar *name, const xmlChar *prefix,
           const xmlChar *uri)
{
    struct reader *reader = state;

    (void)prefix, (void)uri;
    reader->collects = false;
    if (!is(name, "si") || reader->wrong)
        return;
    if (reader->next == reader->texts->n ||
        strcmp(reader->texts->texts[reader->next++], collected(reader)) != 0)
        find_wrong(reader, _("a text that no cell holds"));
}

/* ---- the cells of a sheet ---- */

/* True if the N bytes at REFERENCE are the name of CELL: "AB12". */
static bool
names(const char *reference, size_t n, const struct qp_cell *cell)
{
    size_t column = 0, row = 0, i = 0;

    for (; i < n && reference[i] >= 'A' && reference[i] <= 'Z'; i++)
        column = column * 26 + (size_t)(reference[i] - 'A') + 1;
    for (; i < n && reference[i] >= '0' && reference[i] <= '9'; i++)
        row = row * 10 + (size_t)(reference[i] - '0');
    return i == n && column == cell->column + 1u && row == cell->row + 1u;
}

static void
start_of_cell(struct reader *reader, int n, const xmlChar **attributes)
{
    reader->text.n = 0;
    reader->shared = reader->has_value = reader->has_formula = false;
    if (reader->next == reader->n_cells) {
        find_wrong(reader, _("a cell that nobody wrote"));
        return;
    }
    for (int i = 0; i < n; i++, attributes += 5) {
        const char *value = (const char *)attributes[3];
        size_t length = (size_t)(attributes[4] - attributes[3]);

        if (is(attributes[0], "r") &&
            !names(value, length, &reader->cells[reader->next])) {
            find_wrong(reader, _("another cell than was written"));
            return;
        }
        if (is(attributes[0], "t"))
            reader->shared = length == 1 && *value == 's';
    }
}

static void
start_cell(void *state, const xmlChar *name, const xmlChar *prefix,
           const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
           int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct reader *reader = state;

    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
    (void)n_defaulted;
    if (is(name, "c"))
        start_of_cell(reader, n_attributes, attributes);
    reader->collects = is(name, "v") || is(name, "f");
    if (is(name, "v"))
        reader->has_value = true;
    if (reader->collects)
        reader->text.n = 0;
}

/* The formula of a cell has been collected. */
static void
compare_formula(struct reader *reader)
{
    const struct qp_cell *cell = &reader->cells[reader->next];

    reader->has_formula = true;
    if ((cell->kind != QP_CELL_FORMULA && cell->kind != QP_CELL_WORDS) ||
        strcmp(collected(reader), cell->text) != 0)
        find_wrong(reader, _("a formula that nobody wrote"));
}

/* True if TEXT is how a file spells NUMBER. */
static bool
spells(const char *text, double number)
{
    char *end;
    double found = strtod(text, &end);

    return !*end && memcmp(&found, &number, sizeof number) == 0;
}

/* True if TEXT is the number of a shared text that is the one of CELL. */
static bool
leads_to(const struct reader *reader, const char *text,
         const struct qp_cell *cell)
{
    char *end;
    unsigned long i = strtoul(text, &end, 10);

    return !*end && i < reader->texts->n &&
           strcmp(reader->texts->texts[i], cell->text) == 0;
}

/* True if what was collected is what CELL was given. */
static bool
is_same(struct reader *reader, const struct qp_cell *cell)
{
    const char *text = collected(reader);

    if (cell->kind == QP_CELL_BLANK)
        return !reader->has_value;
    if (!reader->has_value || !*text ||
        reader->shared != (cell->kind == QP_CELL_TEXT))
        return false;
    switch ((enum qp_cell_kind)cell->kind) {
    case QP_CELL_TEXT:
        return leads_to(reader, text, cell);
    case QP_CELL_NUMBER:
        return !reader->has_formula && spells(text, cell->is.number);
    case QP_CELL_FORMULA:
        return reader->has_formula && spells(text, cell->is.number);
    default:
        return reader->has_formula && strcmp(text, cell->is.words) == 0;
    }
}

static void
end_cell(void *state, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri)
{
    struct reader *reader = state;

    (void)prefix, (void)uri;
    reader->collects = false;
    if (reader->wrong)
        return;
    if (is(name, "f"))
        compare_formula(reader);
    if (!is(name, "c"))
        return;
    if (!is_same(reader, &reader->cells[reader->next]))
        find_wrong(reader, _("a cell that holds something else than written"));
    reader->next++;
}

/* ---- the links of a sheet ---- */

static void
start_of_link(struct reader *reader, int n, const xmlChar **attributes)
{
    const struct qp_sheet *sheet = reader->sheet;
    const struct qp_link *link;
    struct qp_cell from = { 0 };
    bool leads_there = false, stands_there = false;

    if (reader->next == sheet->n_links) {
        find_wrong(reader, _("a link that nobody wrote"));
        return;
    }
    link = &sheet->links[reader->next++];
    from.row = link->row;
    from.column = link->column;
    for (int i = 0; i < n; i++, attributes += 5) {
        const char *value = (const char *)attributes[3];
        size_t length = (size_t)(attributes[4] - attributes[3]);

        if (is(attributes[0], "ref"))
            stands_there = names(value, length, &from);
        if (is(attributes[0], "location"))
            leads_there = length == strlen(link->location) &&
                          memcmp(value, link->location, length) == 0;
    }
    if (!stands_there || !leads_there)
        find_wrong(reader, _("another link than was written"));
}

/* Where a link is wrong, ATTRIBUTES are gone. */
static void
start_link(void *state, const xmlChar *name, const xmlChar *prefix,
           const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
           int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct reader *reader = state;

    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
    (void)n_defaulted;
    if (is(name, "hyperlink"))
        start_of_link(reader, n_attributes, attributes);
}

/* ---- parsing ---- */

static bool
feed(void *context, const char *bytes, size_t n)
{
    struct reader *reader = context;

    return xmlParseChunk(reader->parser, bytes, (int)n, 0) == 0 &&
           !reader->wrong;
}

/* Begins a document, which START and END are told of. */
static void
begin(struct reader *reader, startElementNsSAX2Func start,
      endElementNsSAX2Func end)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = start,
        .endElementNs = end,
        .characters = collect,
    };

    reader->parser = xmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL);
    if (!reader->parser)
        qp_arena_exhausted();
    xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET);
}

/* Ends the document, of which ALL has been parsed or not. */
static void
end(struct reader *reader, bool all)
{
    if (!all || xmlParseChunk(reader->parser, "", 0, 1) != 0)
        find_wrong(reader, _("a part that is not well-formed"));
    xmlFreeParserCtxt(reader->parser);
    reader->parser = NULL;
}

const char *
qp_readback_rows(const struct qp_cell *cells, size_t n,
                 const struct qp_shared *shared, const struct qp_packed *rows)
{
    static const char open[] = "<sheetData>", close[] = "</sheetData>";
    struct reader reader = {
        .arena = qp_arena_new(), .texts = shared, .cells = cells, .n_cells = n
    };

    begin(&reader, start_cell, end_cell);
    end(&reader, feed(&reader, open, sizeof open - 1) &&
                     qp_packed_read(rows, feed, &reader) &&
                     feed(&reader, close, sizeof close - 1));
    if (!reader.wrong && reader.next != n)
        find_wrong(&reader, _("a cell that is missing"));
    qp_arena_free(reader.arena);
    return reader.wrong;
}

const char *
qp_readback_part(const struct qp_shared *shared, const struct qp_sheet *sheet,
                 const struct qp_package_part *part)
{
    struct reader reader = { .arena = qp_arena_new(),
                             .texts = shared,
                             .sheet = sheet };
    bool is_texts = strcmp(part->name, "xl/sharedStrings.xml") == 0;

    if (is_texts)
        begin(&reader, start_string, end_string);
    else
        begin(&reader, sheet ? start_link : NULL, NULL);
    end(&reader, feed(&reader, part->bytes, part->n));
    if (!reader.wrong && is_texts && reader.next < shared->n)
        find_wrong(&reader, _("a text that is missing"));
    if (!reader.wrong && sheet && reader.next != sheet->n_links)
        find_wrong(&reader, _("a link that is missing"));
    qp_arena_free(reader.arena);
    return reader.wrong;
}

void
qp_readback_error(struct qp_session *run, const char *label,
                  const struct qp_sheet *sheet, const char *what)
{
    qp_system_error(run, label,
                    "does not read back as it was written (%s%s%s); is there "
                    "no space left, or none for temporary files?",
                    sheet ? sheet->name : "", sheet ? ": " : "", what);
}
