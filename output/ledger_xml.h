/* XML of a result, which may have been tampered with, parsed from memory:
   without document types, so without entities, and nothing from elsewhere. */

#ifndef QP_OUTPUT_LEDGER_XML_H
#define QP_OUTPUT_LEDGER_XML_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/parser.h>

/* What the state of every reader begins with. */
struct qp_ledger_xml {
    xmlParserCtxtPtr parser; /* meanwhile */
    bool has_doctype;
};

/* Parses the N bytes at BYTES, telling START, END and TEXT, to which XML is
   passed.  Returns what is wrong, null for nothing. */
const char *qp_ledger_parse(struct qp_ledger_xml *xml, const char *bytes,
                            size_t n, startElementNsSAX2Func start,
                            endElementNsSAX2Func end, charactersSAXFunc text);

#endif
