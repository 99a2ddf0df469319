/* Files that quping has written itself, read back as inputs: the record of an
   earlier result, a frame.  They come through the same guard and parser as
   submissions.  Nobody writes them by hand, so a form is a table of the
   elements that are read, of which what is needed must be there and be sound;
   the rest is passed over. */

#ifndef QP_INPUT_OWN_H
#define QP_INPUT_OWN_H

#include "engine/model.h"
#include "input/sax.h"

/* Digits of a number; fractions can be long. */
enum { QP_OWN_DIGITS = 5000 };

/* An element that begins.  All of it lasts as long as the call. */
struct qp_own_opening {
    struct qp_session *run;
    struct qp_arena *scratch; /* gone with the file */
    const struct qp_sax_tag *tag;
    struct qp_place at;
};

struct qp_own_element {
    const char *name;
    const struct qp_own_element *parent; /* null: the root */

    /* Called when it begins and when it ends; may be null. */
    void (*open)(void *data, const struct qp_own_opening *opening);
    void (*close)(void *data);
};

struct qp_own_form {
    const char *namespace;
    const char *what; /* "last year's result", for messages */
    const struct qp_own_element *elements; /* the root first */
    size_t n_elements;
    size_t most; /* elements in one file; 0: as in a submission */
};

/* Reads the file at PATH by FORM, to whose functions DATA is passed.  Returns
   true when all of it is well-formed and of that form, with FILE filled in;
   what is not has been reported. */
bool qp_own_read(struct qp_session *run, const char *path,
                 const struct qp_own_form *form, void *data,
                 struct qp_file *file);

/* What the element says of NAME, in memory that goes with the file; null where
   it says nothing, which qp_own_need() reports. */
const char *qp_own_find(const struct qp_own_opening *opening,
                        const char *name);
const char *qp_own_need(const struct qp_own_opening *opening,
                        const char *name);

/* The number that the element has for NAME, undefined for OTHERWISE where it
   has none or a wrong one, which is reported. */
qp_num qp_own_number(const struct qp_own_opening *opening, const char *name,
                     const char *otherwise);

#endif
