/* What a file of a result says, entry by entry: each figure, text and formula
   with its place, so that two files can be compared by what they say and not
   by how they are written.  Entries of the same place are told apart by their
   order. */

#ifndef QP_OUTPUT_LEDGER_H
#define QP_OUTPUT_LEDGER_H

#include "engine/diag.h"

struct qp_ledger_entry {
    const char *place; /* "district 310115 / score g01" */
    const char *what;  /* "points", "formula"; null: what stands there */
    const char *text;  /* null: only that there is such a place */
    int line;          /* 0 where a file has none */
    size_t order;
};

struct qp_ledger {
    struct qp_arena *arena;
    struct qp_ledger_entry *entries;
    size_t n, capacity;
    const char *wrong; /* why it could not be read to its end; null: it was */
};

struct qp_ledger *qp_ledger_new(struct qp_arena *arena);

/* Adds an entry, whose texts must last as long as LEDGER. */
void qp_ledger_add(struct qp_ledger *ledger, int line, const char *place,
                   const char *what, const char *text);

/* Reads the N bytes at BYTES, behind which a null byte stands: XML by elements
   and attributes, CSV as result.csv has it by district, indicator and column,
   a text by lines. */
void qp_ledger_read_xml(struct qp_ledger *ledger, const char *bytes, size_t n);
void qp_ledger_read_csv(struct qp_ledger *ledger, const char *bytes, size_t n);
void qp_ledger_read_text(struct qp_ledger *ledger, const char *bytes,
                         size_t n);

/* Whether two texts of the same place say the same. */
typedef bool qp_ledger_same(const struct qp_ledger_entry *found,
                            const struct qp_ledger_entry *expected);

/* The bytes must be the same. */
qp_ledger_same qp_ledger_alike;

/* Reports each difference of FOUND, read from the file that messages call
   LABEL, to EXPECTED, as scoring again has it.  Returns how many there are.
   Both are sorted on the way. */
size_t qp_ledger_compare(struct qp_session *run, const char *label,
                         struct qp_ledger *found, struct qp_ledger *expected,
                         qp_ledger_same *same);

#endif
