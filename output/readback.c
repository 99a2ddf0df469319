/* Unpacking, parsing and comparing; see readback.h.  minizip is there
   already, because libxlsxwriter packs with it. */

#include <config.h>

#include "output/readback.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <unzip.h>

#include "engine/tongue.h"

enum {
    CHUNK = 16 * 1024,
    NAME_MOST = 256,
    END_RECORD = 22 /* bytes */
};

/* Text that is collected while an element is open. */
struct buffer {
    char *bytes;
    size_t n, capacity;
};

struct reader {
    struct qp_session *run;
    unzFile zip;
    xmlParserCtxtPtr parser;
    const char *wrong; /* the first thing that is, null while nothing is */

    char **strings; /* the shared ones */
    size_t n_strings, strings_capacity;

    const struct qp_sheet *sheet; /* the one being compared */
    size_t next;                  /* the cell that should come, */
    size_t next_link;             /* and the link */
    bool shared;                  /* the cell refers to a shared string */
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
        char *bytes_now = qp_arena_alloc(reader->run->arena, more, 1);

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

static bool
is(const xmlChar *name, const char *wanted)
{
    return strcmp((const char *)name, wanted) == 0;
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
    if (!is(name, "si"))
        return;
    reader->strings =
        qp_arena_grow(reader->run->arena, reader->strings, reader->n_strings,
                      &reader->strings_capacity, sizeof *reader->strings);
    reader->strings[reader->n_strings++] =
        qp_arena_copy(reader->run->arena, collected(reader), reader->text.n);
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
    const struct qp_sheet *sheet = reader->sheet;

    reader->text.n = 0;
    reader->shared = reader->has_value = reader->has_formula = false;
    if (reader->next == sheet->n_cells) {
        find_wrong(reader, _("a cell that nobody wrote"));
        return;
    }
    for (int i = 0; i < n; i++, attributes += 5) {
        const char *value = (const char *)attributes[3];
        size_t length = (size_t)(attributes[4] - attributes[3]);

        if (is(attributes[0], "r") &&
            !names(value, length, &sheet->cells[reader->next])) {
            find_wrong(reader, _("another cell than was written"));
            return;
        }
        if (is(attributes[0], "t"))
            reader->shared = length == 1 && *value == 's';
    }
}

static void
start_of_link(struct reader *reader, int n, const xmlChar **attributes)
{
    const struct qp_sheet *sheet = reader->sheet;
    const struct qp_link *link;
    struct qp_cell from = { 0 };
    bool leads_there = false, stands_there = false;

    if (reader->next_link == sheet->n_links) {
        find_wrong(reader, _("a link that nobody wrote"));
        return;
    }
    link = &sheet->links[reader->next_link++];
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
    if (is(name, "hyperlink")) {
        start_of_link(reader, n_attributes, attributes);
        return; /* where it is wrong, ATTRIBUTES are gone */
    }
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
    const struct qp_cell *cell = &reader->sheet->cells[reader->next];

    reader->has_formula = true;
    if (cell->kind != QP_CELL_FORMULA ||
        strcmp(collected(reader), cell->is.formula->text) != 0)
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

/* True if what was collected is what CELL was given. */
static bool
is_same(struct reader *reader, const struct qp_cell *cell)
{
    const char *text = collected(reader);
    char *end;
    unsigned long i;

    if (cell->kind == QP_CELL_BLANK)
        return !reader->has_value;
    if (!reader->has_value || !*text ||
        reader->shared != (cell->kind == QP_CELL_TEXT))
        return false;
    if (cell->kind == QP_CELL_NUMBER)
        return spells(text, cell->is.number);
    if (cell->kind == QP_CELL_FORMULA)
        return reader->has_formula &&
               (cell->is.formula->words
                    ? strcmp(text, cell->is.formula->words) == 0
                    : spells(text, cell->is.formula->number));
    i = strtoul(text, &end, 10);
    return !*end && i < reader->n_strings &&
           strcmp(reader->strings[i], cell->is.text) == 0;
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
    if (!is_same(reader, &reader->sheet->cells[reader->next]))
        find_wrong(reader, _("a cell that holds something else than written"));
    reader->next++;
}

/* The order in which a file holds cells.  No two have the same place. */
static int
by_place(const void *left, const void *right)
{
    const struct qp_cell *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* ---- parts ---- */

/* Reads the part that is open in the archive to its end. */
static void
parse_part(struct reader *reader)
{
    char chunk[CHUNK];
    int n;

    while ((n = unzReadCurrentFile(reader->zip, chunk, CHUNK)) > 0)
        if (xmlParseChunk(reader->parser, chunk, n, 0) != 0 || reader->wrong)
            break;
    if (n < 0)
        find_wrong(reader, _("a part that cannot be unpacked"));
    else if (n > 0 || xmlParseChunk(reader->parser, chunk, 0, 1) != 0)
        find_wrong(reader, _("a part that is not well-formed"));
}

/* Parses the current part of the archive with START and END. */
static void
read_part(struct reader *reader, startElementNsSAX2Func start,
          endElementNsSAX2Func end)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = start,
        .endElementNs = end,
        .characters = collect,
    };

    reader->parser = xmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL);
    if (!reader->parser) {
        find_wrong(reader, _("no memory to parse it"));
        return;
    }
    xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET);
    if (unzOpenCurrentFile(reader->zip) != UNZ_OK)
        find_wrong(reader, _("a part that cannot be opened"));
    else
        parse_part(reader);
    if (unzCloseCurrentFile(reader->zip) == UNZ_CRCERROR)
        find_wrong(reader, _("a part whose check sum is wrong"));
    xmlFreeParserCtxt(reader->parser);
    reader->parser = NULL;
}

static bool
go_to(struct reader *reader, const char *name)
{
    return unzLocateFile(reader->zip, name, 1) == UNZ_OK;
}

static void
read_sheet(struct reader *reader, struct qp_sheet *sheet, size_t number)
{
    if (!go_to(reader,
               qp_arena_printf(reader->run->arena,
                               "xl/worksheets/sheet%zu.xml", number))) {
        find_wrong(reader, _("a missing worksheet"));
        return;
    }
    if (sheet->n_cells)
        qsort(sheet->cells, sheet->n_cells, sizeof *sheet->cells, by_place);
    reader->sheet = sheet;
    reader->next = reader->next_link = 0;
    read_part(reader, start_cell, end_cell);
    if (reader->next != sheet->n_cells)
        find_wrong(reader, _("a cell that is missing"));
    if (reader->next_link != sheet->n_links)
        find_wrong(reader, _("a link that is missing"));
}

static bool
was_compared(const char *name)
{
    return strncmp(name, "xl/worksheets/sheet",
                   sizeof "xl/worksheets/sheet" - 1) == 0 ||
           strcmp(name, "xl/sharedStrings.xml") == 0;
}

/* All other parts must at least be whole. */
static void
read_others(struct reader *reader)
{
    int status = unzGoToFirstFile(reader->zip);

    for (; status == UNZ_OK && !reader->wrong;
         status = unzGoToNextFile(reader->zip)) {
        unz_file_info info;
        char name[NAME_MOST];

        if (unzGetCurrentFileInfo(reader->zip, &info, name, sizeof name, NULL,
                                  0, NULL, 0) != UNZ_OK)
            find_wrong(reader, _("a part without a name"));
        else if (!was_compared(name))
            read_part(reader, NULL, NULL);
    }
    if (status != UNZ_END_OF_LIST_OF_FILE)
        find_wrong(reader, _("a list of parts that breaks off"));
}

/* True if the file at PATH ends with the whole end record of an archive
   without comment: minizip does not mind when its last byte is missing. */
static bool
ends_whole(const char *path)
{
    static const char signature[] = { 'P', 'K', 5, 6 };
    char record[END_RECORD];
    FILE *file = fopen(path, "r");
    bool whole;

    if (!file)
        return false;
    whole = fseek(file, -(long)END_RECORD, SEEK_END) == 0 &&
            fread(record, 1, END_RECORD, file) == END_RECORD &&
            memcmp(record, signature, sizeof signature) == 0;
    fclose(file);
    return whole;
}

bool
qp_readback(struct qp_session *run, const char *path, const char *label,
            struct qp_sheet *const *sheets, size_t n)
{
    struct reader reader = { .run = run };

    if (ends_whole(path))
        reader.zip = unzOpen(path);
    if (!reader.zip) {
        find_wrong(&reader, _("no archive"));
    } else {
        if (go_to(&reader, "xl/sharedStrings.xml"))
            read_part(&reader, start_string, end_string);
        for (size_t i = 0; i < n && !reader.wrong; i++)
            read_sheet(&reader, sheets[i], i + 1);
        if (!reader.wrong)
            read_others(&reader);
        unzClose(reader.zip);
    }
    if (!reader.wrong)
        return true;
    qp_system_error(run, label,
                    "does not read back as it was written (%s%s%s); is there "
                    "no space left?",
                    reader.sheet ? reader.sheet->name : "",
                    reader.sheet ? ": " : "", reader.wrong);
    return false;
}
