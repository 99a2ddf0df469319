/* The forms that files from districts, departments and experts may have, as
   tables.  A form is a list of elements, the root first; an element is a row:
   where it stands, its attributes, what it holds.  input/ reads files by these
   rows, and the schema of a rule set is made of them, so what a schema says
   and what is read cannot drift apart. */

#ifndef QP_ENGINE_FORM_H
#define QP_ENGINE_FORM_H

#include "engine/model.h"

#define QP_FORM_NAMESPACE "urn:quping:submission:1"

/* What an attribute says. */
enum qp_form_type {
    QP_FORM_ANY,    /* any text */
    QP_FORM_WORD,   /* one of the words in its row */
    QP_FORM_STATE,  /* the same, and the element then holds no number */
    QP_FORM_PERIOD, /* a year of four digits, not after the rules' */
    QP_FORM_DATE,   /* YYYY-MM-DD */
    QP_FORM_SHA256, /* 64 hexadecimal digits */
    /* what the rules have: */
    QP_FORM_EVALUATION,
    QP_FORM_EVALUATION_YEAR,
    QP_FORM_DISTRICT,
    QP_FORM_DATUM, /* one that may come in this form */
    QP_FORM_UNIT,  /* one that converts into the datum's */
    QP_FORM_RECORD,
    QP_FORM_WHOLE,   /* a number, 0 or more */
    QP_FORM_DECIMAL, /* a number as a figure is spelt */
    QP_N_FORM_TYPES
};

/* An attribute.  It may not be empty; blanks around are dropped. */
struct qp_form_attribute {
    const char *name;
    bool is_needed;
    enum qp_form_type type;
    const char *const *words; /* all that it may be, ending with null */
    const char *help;         /* one line, for the manual */
};

/* What an element holds. */
enum qp_form_content {
    QP_FORM_NOTHING,
    QP_FORM_CHILDREN,
    QP_FORM_NUMBER, /* one piece of text: no comment and no CDATA in it */
    QP_FORM_TEXT
};

struct qp_reading;
struct qp_form_node;
struct qp_sax_row;

struct qp_form_element {
    const char *name;
    const char *help;   /* one line, for the manual */
    const char *parent; /* null for the root */
    const struct qp_form_attribute *attributes;
    size_t n_attributes;
    enum qp_form_content content;
    bool is_single; /* may stand once */
    bool is_needed; /* must stand; of children of the root */

    /* Called by the reader when the element begins and when it ends; may be
       null. */
    void (*open)(struct qp_reading *reading, const struct qp_form_node *node);
    void (*close)(struct qp_reading *reading, const struct qp_form_node *node);

    /* Of a row of detail, which may come by the million: called when it
       begins, in place of all that the reader does with attributes, which are
       the fields of the record type.  Returns false when something about it
       was wrong; null for all other elements. */
    bool (*row)(struct qp_reading *reading, const struct qp_sax_row *row);
};

struct qp_form {
    enum qp_document_kind kind;
    const struct qp_form_element *elements; /* in the order of a tidy file */
    size_t n_elements;
    bool may_give[QP_BY_RULES + 1]; /* whose data it may hold */

    /* Called by the reader when the file was read to its end; may be null. */
    void (*finish)(struct qp_reading *reading);
};

#endif
