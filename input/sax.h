/* XML as a stream of elements.  libxml2's push parser reads what the guard
   lets through; what a submission never needs is refused here, each with one
   clear line: DOCTYPE, entities, processing instructions, and elements nested
   deeper or written longer than sense.  What is not well-formed stops the file
   and is told in the user's words. */

#ifndef QP_INPUT_SAX_H
#define QP_INPUT_SAX_H

#include "input/guard.h"

enum {
    QP_SAX_DEPTH = 16,           /* elements within each other */
    QP_SAX_ATTRIBUTES = 32,      /* of one element, with its namespaces */
    QP_SAX_TEXT = 1024 * 1024,   /* bytes of text in one element */
    QP_SAX_ELEMENTS = 500 * 1000 /* in one file, rows aside */
};

/* VALUE has LENGTH bytes and no null byte behind. */
struct qp_sax_attribute {
    /* PREFIX is null where there is none, and so is NAMESPACE. */
    const char *name, *prefix, *namespace;
    const char *value;
    size_t length;
};

/* The start of an element; NAMESPACE is null where there is none, LINE is
   that of its "<". */
struct qp_sax_tag {
    const char *name, *namespace;
    const char *prefix; /* one that it declares, null if it declares none */
    int line;
    const struct qp_sax_attribute *attributes;
    size_t n_attributes;
};

/* What stood in an element.  TEXT is what stood there before any element in
   it; STRAY_LINE is the line of the first text beside elements, 0 for none. */
struct qp_sax_content {
    const char *text;
    size_t length;
    int stray_line;
    bool has_elements, has_comment, has_cdata;
};

/* The start of an element of which a file may hold millions.  Of each attribute
   there are five pointers, as libxml2 has them; a name is the same pointer in
   all rows of a file. */
struct qp_sax_row {
    const char *name, *namespace;
    int line;
    const unsigned char *const *attributes;
    size_t n_attributes;
    bool is_plain; /* all characters of all values; see scan.h */
};

/* The pointers of an attribute: PREFIX is null where there is none, and END is
   behind the value, which has no null byte. */
enum {
    QP_SAX_NAME,
    QP_SAX_PREFIX,
    QP_SAX_VALUE = 3,
    QP_SAX_END,
    QP_SAX_POINTERS
};

enum qp_sax_answer {
    QP_SAX_STOP, /* read no further */
    QP_SAX_GO_ON,
    QP_SAX_ROWS,  /* of an element: the elements in it may be rows */
    QP_SAX_NO_ROW /* of a row: it is an element like others */
};

/* Who is told.  All that is passed lasts as long as the call. */
struct qp_sax_reader {
    /* An element starts. */
    enum qp_sax_answer (*open)(void *reader, const struct qp_sax_tag *tag);

    /* A row starts, which declares no prefix. */
    enum qp_sax_answer (*row)(void *reader, const struct qp_sax_row *row);

    /* The innermost element ends. */
    void (*close)(void *reader, const struct qp_sax_content *content);

    /* A comment stands at LINE. */
    void (*comment)(void *reader, int line, const char *text);

    size_t n_elements; /* in one file, at most; 0: QP_SAX_ELEMENTS */
};

/* Reads the file at PATH through GUARD and tells READER, to which DATA is
   passed.  Returns true when it was well-formed to its end or OPEN stopped it;
   what was not has been reported. */
bool qp_sax_read(struct qp_session *run, struct qp_arena *scratch,
                 struct qp_guard *guard, const char *path,
                 const struct qp_sax_reader *reader, void *data);

/* Copies the N bytes at VALUE, an attribute's as it was passed, to TO, and
   returns how many are left: a reference to "&", whichever way it is written,
   is passed as libxml2 does it, as "&#38;". */
size_t qp_sax_copy_value(char *to, const char *value, size_t n);

/* Prepares libxml2; called once, before anything else. */
void qp_sax_init(void);

#endif
