/* Reading the cells of a workbook; see ledger_book.h. */

#include <config.h>

#include "output/ledger_book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/ledger_xml.h"
#include "engine/tongue.h"

/* ---- what is read ---- */

/* A text that is collected; what stands in it is replaced, not added to. */
struct buffer {
    char *bytes;
    size_t n, capacity;
};

struct sheet {
    const char *name, *id; /* of the relation that leads to its part */
    const char *part;
};

struct reader {
    struct qp_ledger_xml xml;
    struct qp_ledger *ledger;
    struct qp_arena *arena;
    struct sheet *sheets;
    size_t n_sheets, sheets_capacity;
    const char **strings; /* the shared ones */
    size_t n_strings, strings_capacity;

    const char *sheet; /* the one at hand */
    const char *cell;  /* "C7" */
    const char *type;  /* of its value: "s" is a shared string */
    const char *formula;
    bool collects, is_phonetic, is_shared; /* the formula, with a cell */
    struct buffer value, text;
};

static bool
is(const xmlChar *name, const char *wanted)
{
    return strcmp((const char *)name, wanted) == 0;
}

/* The value of attribute NAME among N; null without one. */
static const char *
attribute(struct reader *reader, const char *name, int n,
          const xmlChar **attributes)
{
    for (int i = 0; i < n; i++, attributes += 5)
        if (is(attributes[0], name))
            return qp_arena_copy(reader->arena, (const char *)attributes[3],
                                 (size_t)(attributes[4] - attributes[3]));
    return NULL;
}

static void
append(struct reader *reader, struct buffer *buffer, const char *bytes,
       size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buffer->bytes = qp_arena_grow(reader->arena, buffer->bytes, buffer->n,
                                      &buffer->capacity, 1);
        buffer->bytes[buffer->n++] = bytes[i];
    }
}

static const char *
copy_of(struct reader *reader, const struct buffer *buffer)
{
    return qp_arena_copy(reader->arena, buffer->n ? buffer->bytes : "",
                         buffer->n);
}

static void
collect(void *state, const xmlChar *bytes, int n)
{
    struct reader *reader = state;

    if (reader->collects)
        append(reader, &reader->text, (const char *)bytes, (size_t)n);
}

/* Reads the part NAME of PACKAGE; one that is missing says nothing. */
static void
read_xml(struct reader *reader, const struct qp_package *package,
         const char *name, startElementNsSAX2Func start,
         endElementNsSAX2Func end)
{
    const struct qp_package_part *part = qp_package_find(package, name);
    const char *wrong;

    if (!part)
        return;
    reader->collects = reader->is_phonetic = false;
    reader->text.n = reader->value.n = 0;
    wrong = qp_ledger_parse(&reader->xml, part->bytes, part->n, start, end,
                            collect);
    if (wrong && !reader->ledger->wrong)
        reader->ledger->wrong =
            qp_arena_printf(reader->arena, "%s: %s", name, wrong);
}

/* ---- which sheets there are ---- */

static void
start_sheet(void *state, const xmlChar *name, const xmlChar *prefix,
            const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
            int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct reader *reader = state;
    const char *called, *id;

    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
    (void)n_defaulted;
    if (!is(name, "sheet"))
        return;
    called = attribute(reader, "name", n_attributes, attributes);
    id = attribute(reader, "id", n_attributes, attributes);
    reader->sheets =
        qp_arena_grow(reader->arena, reader->sheets, reader->n_sheets,
                      &reader->sheets_capacity, sizeof *reader->sheets);
    reader->sheets[reader->n_sheets++] =
        (struct sheet){ called ? called : "", id ? id : "", NULL };
}

static void
start_relation(void *state, const xmlChar *name, const xmlChar *prefix,
               const xmlChar *uri, int n_namespaces,
               const xmlChar **namespaces, int n_attributes, int n_defaulted,
               const xmlChar **attributes)
{
    struct reader *reader = state;
    const char *id, *target;

    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
    (void)n_defaulted;
    if (!is(name, "Relationship"))
        return;
    id = attribute(reader, "Id", n_attributes, attributes);
    target = attribute(reader, "Target", n_attributes, attributes);
    for (size_t i = 0; id && target && i < reader->n_sheets; i++)
        if (strcmp(reader->sheets[i].id, id) == 0)
            reader->sheets[i].part =
                target[0] == '/'
                    ? target + 1
                    : qp_arena_printf(reader->arena, "xl/%s", target);
}

/* ---- the shared strings ---- */

/* Pieces of a text in several styles make one text; how it is pronounced is
   not part of it. */
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
    if (is(name, "rPh"))
        reader->is_phonetic = true;
    reader->collects = is(name, "t") && !reader->is_phonetic;
}

static void
end_string(void *state, const xmlChar *name, const xmlChar *prefix,
           const xmlChar *uri)
{
    struct reader *reader = state;

    (void)prefix, (void)uri;
    reader->collects = false;
    if (is(name, "rPh"))
        reader->is_phonetic = false;
    if (!is(name, "si"))
        return;
    reader->strings =
        qp_arena_grow(reader->arena, reader->strings, reader->n_strings,
                      &reader->strings_capacity, sizeof *reader->strings);
    reader->strings[reader->n_strings++] = copy_of(reader, &reader->text);
}

/* ---- cells ---- */

static void
start_cell(void *state, const xmlChar *name, const xmlChar *prefix,
           const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
           int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct reader *reader = state;

    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces;
    (void)n_defaulted;
    if (is(name, "c")) {
        reader->cell = attribute(reader, "r", n_attributes, attributes);
        reader->type = attribute(reader, "t", n_attributes, attributes);
        reader->formula = NULL;
        reader->value.n = 0;
    }
    if (is(name, "f")) {
        const char *kind = attribute(reader, "t", n_attributes, attributes);

        reader->is_shared = kind && strcmp(kind, "shared") == 0;
    }
    if (is(name, "rPh"))
        reader->is_phonetic = true;
    reader->collects = is(name, "v") || is(name, "f") ||
                       (is(name, "t") && !reader->is_phonetic);
    if (reader->collects)
        reader->text.n = 0;
}

/* What the cell at hand shows. */
static const char *
value_of(struct reader *reader)
{
    const char *value = copy_of(reader, &reader->value);
    char *end;
    unsigned long i;

    if (!reader->type || strcmp(reader->type, "s") != 0 || !*value)
        return value;
    i = strtoul(value, &end, 10);
    return !*end && i < reader->n_strings
               ? reader->strings[i]
               : qp_arena_printf(reader->arena, _("shared string %s"), value);
}

static void
add_cell(struct reader *reader)
{
    const char *value = value_of(reader);
    const char *place;

    if (!*value && !reader->formula)
        return;
    place = qp_arena_printf(reader->arena, "sheet %s, cell %s", reader->sheet,
                            reader->cell ? reader->cell : _("without a name"));
    qp_ledger_add(reader->ledger, 0, place, NULL, value);
    if (reader->formula)
        qp_ledger_add(reader->ledger, 0, place, "formula", reader->formula);
}

/* The text of a formula that cells share stands in one of them. */
static void
end_cell(void *state, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri)
{
    struct reader *reader = state;

    (void)prefix, (void)uri;
    if (is(name, "rPh"))
        reader->is_phonetic = false;
    if (is(name, "f"))
        reader->formula = reader->is_shared && !reader->text.n
                              ? _("shared with another cell")
                              : copy_of(reader, &reader->text);
    else if (reader->collects)
        append(reader, &reader->value, reader->text.bytes, reader->text.n);
    reader->collects = false;
    if (is(name, "c"))
        add_cell(reader);
}

void
qp_ledger_read_book(struct qp_ledger *ledger, const struct qp_package *package)
{
    struct reader reader = { .ledger = ledger, .arena = ledger->arena };

    read_xml(&reader, package, "xl/workbook.xml", start_sheet, NULL);
    read_xml(&reader, package, "xl/_rels/workbook.xml.rels", start_relation,
             NULL);
    read_xml(&reader, package, "xl/sharedStrings.xml", start_string,
             end_string);
    for (size_t i = 0; i < reader.n_sheets; i++) {
        reader.sheet = reader.sheets[i].name;
        qp_ledger_add(ledger, 0,
                      qp_arena_printf(ledger->arena, "sheet %s", reader.sheet),
                      NULL, NULL);
        if (reader.sheets[i].part)
            read_xml(&reader, package, reader.sheets[i].part, start_cell,
                     end_cell);
    }
}

/* ---- other spellings ---- */

/* True if both are the same number in the 15 digits that spreadsheet programs
   keep. */
static bool
same_number(const char *a, const char *b)
{
    char *end_a, *end_b;
    double x = strtod(a, &end_a), y = strtod(b, &end_b);

    return end_a != a && end_b != b && !*end_a && !*end_b &&
           fabs(x - y) <= 1e-14 * fmax(fabs(x), fabs(y));
}

/* Moves *AT behind a number, whose value is returned. */
static double
read_number(const char **at)
{
    char *end;
    double x = strtod(*at, &end);

    *at = end;
    return x;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* True if formulas are the same but for blanks, quotes around the names of
   sheets, and zeros at the end of numbers, outside of texts. */
static bool
same_formula(const char *a, const char *b)
{
    bool in_text = false;

    for (;;) {
        while (!in_text && *a && strchr(" '", *a))
            a++;
        while (!in_text && *b && strchr(" '", *b))
            b++;
        if (!in_text && is_digit(*a) && is_digit(*b)) {
            if (read_number(&a) != read_number(&b))
                return false;
            continue;
        }
        if (*a != *b)
            return false;
        if (!*a)
            return true;
        if (*a == '"')
            in_text = !in_text;
        a++;
        b++;
    }
}

bool
qp_ledger_alike_rewritten(const struct qp_ledger_entry *found,
                          const struct qp_ledger_entry *expected)
{
    if (qp_ledger_alike(found, expected))
        return true;
    if (!found->text || !expected->text)
        return false;
    if (!found->what)
        return same_number(found->text, expected->text);
    return same_formula(found->text, expected->text);
}
