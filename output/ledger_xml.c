/* Elements and attributes of XML as entries; see ledger.h.  An element is
   called by its name and by what tells it from its like, which our files have
   in the first attribute: "district 310115 / score g01". */

#include <config.h>

#include "output/ledger_xml.h"

#include <string.h>

#include "output/ledger.h"
#include "engine/tongue.h"

enum { DEPTH = 64, CHUNK = 64 * 1024 };

/* ---- parsing ---- */

static void
refuse_doctype(void *state, const xmlChar *name, const xmlChar *external,
               const xmlChar *system)
{
    struct qp_ledger_xml *xml = state;

    (void)name, (void)external, (void)system;
    xml->has_doctype = true;
    xmlStopParser(xml->parser);
}

const char *
qp_ledger_parse(struct qp_ledger_xml *xml, const char *bytes, size_t n,
                startElementNsSAX2Func start, endElementNsSAX2Func end,
                charactersSAXFunc text)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .internalSubset = refuse_doctype,
        .startElementNs = start,
        .endElementNs = end,
        .characters = text,
        .cdataBlock = text,
    };
    bool ok = true;

    xml->parser = xmlCreatePushParserCtxt(&handler, xml, NULL, 0, NULL);
    if (!xml->parser)
        qp_arena_exhausted();
    xmlCtxtUseOptions(xml->parser, XML_PARSE_NONET);
    while (ok && n) {
        size_t part = n < CHUNK ? n : CHUNK;

        ok = xmlParseChunk(xml->parser, bytes, (int)part, 0) == 0;
        bytes += part;
        n -= part;
    }
    ok = ok && xmlParseChunk(xml->parser, bytes, 0, 1) == 0;
    xmlFreeParserCtxt(xml->parser);
    xml->parser = NULL;
    return xml->has_doctype ? _("it has a document type")
           : ok             ? NULL
                            : _("it is not well-formed XML");
}

/* ---- elements ---- */

struct reader {
    struct qp_ledger_xml xml;
    struct qp_ledger *ledger;
    const char *places[DEPTH]; /* of the elements that are open */
    size_t depth;
    char *text; /* of the innermost one */
    size_t n_text, text_capacity;
};

/* Attributes that tell elements of one name apart. */
static bool
is_key(const char *name)
{
    static const char *const keys[] = { "code", "name",     "of",  "check",
                                        "year", "district", "rank" };

    for (size_t i = 0; i < QP_COUNT(keys); i++)
        if (strcmp(keys[i], name) == 0)
            return true;
    return false;
}

static const char *
value_of(struct reader *reader, const xmlChar **attribute)
{
    return qp_arena_copy(reader->ledger->arena, (const char *)attribute[3],
                         (size_t)(attribute[4] - attribute[3]));
}

/* The place of element NAME, whose first attribute is KEY (null: none), in the
   innermost one.  The root, which every file has, is not told. */
static const char *
place_of(struct reader *reader, const char *name, const xmlChar **key)
{
    struct qp_arena *arena = reader->ledger->arena;
    const char *above =
        reader->depth > 1 ? reader->places[reader->depth - 1] : NULL;
    bool has_key = key && is_key((const char *)key[0]);

    return qp_arena_printf(arena, "%s%s%s%s%s", above ? above : "",
                           above ? " / " : "", name, has_key ? " " : "",
                           has_key ? value_of(reader, key) : "");
}

static void
start_element(void *state, const xmlChar *name, const xmlChar *prefix,
              const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
              int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct reader *reader = state;
    const char *place =
        place_of(reader, (const char *)name, n_attributes ? attributes : NULL);
    int line = (int)reader->xml.parser->input->line;

    (void)prefix, (void)n_defaulted;
    if (reader->depth == DEPTH) {
        xmlStopParser(reader->xml.parser);
        return;
    }
    reader->places[reader->depth++] = place;
    reader->n_text = 0;
    qp_ledger_add(reader->ledger, line, place, NULL, NULL);
    for (int i = 0; i < n_namespaces; i++)
        qp_ledger_add(reader->ledger, line, place, "namespace",
                      qp_arena_text(reader->ledger->arena,
                                    (const char *)namespaces[2 * i + 1]));
    if (!uri)
        qp_ledger_add(reader->ledger, line, place, "namespace", "none");
    for (int i = 0; i < n_attributes; i++)
        qp_ledger_add(reader->ledger, line, place,
                      qp_arena_text(reader->ledger->arena,
                                    (const char *)attributes[5 * i]),
                      value_of(reader, &attributes[5 * i]));
}

static void
add_text(void *state, const xmlChar *bytes, int n)
{
    struct reader *reader = state;

    for (int i = 0; i < n; i++) {
        reader->text =
            qp_arena_grow(reader->ledger->arena, reader->text, reader->n_text,
                          &reader->text_capacity, 1);
        reader->text[reader->n_text++] = (char)bytes[i];
    }
}

/* Blanks between elements say nothing. */
static void
end_element(void *state, const xmlChar *name, const xmlChar *prefix,
            const xmlChar *uri)
{
    struct reader *reader = state;
    size_t n = reader->n_text;

    (void)name, (void)prefix, (void)uri;
    reader->depth--;
    reader->n_text = 0;
    for (size_t i = 0; i < n; i++)
        if (!strchr(" \t\r\n", reader->text[i])) {
            qp_ledger_add(
                reader->ledger, (int)reader->xml.parser->input->line,
                reader->places[reader->depth], "text",
                qp_arena_copy(reader->ledger->arena, reader->text, n));
            return;
        }
}

void
qp_ledger_read_xml(struct qp_ledger *ledger, const char *bytes, size_t n)
{
    struct reader reader = { .ledger = ledger };

    ledger->wrong = qp_ledger_parse(&reader.xml, bytes, n, start_element,
                                    end_element, add_text);
}
