/* XML as it is written: elements one a line, attributes escaped in one place,
   numbers exact. */

#ifndef QP_OUTPUT_XML_H
#define QP_OUTPUT_XML_H

#include "engine/num.h"

#include <stdio.h>

struct qp_xml {
    struct qp_arena *arena;
    FILE *out;
    int indent; /* blanks before an element, for each that is open */
    int depth;  /* elements that are open */
    bool open;  /* an element's start tag is not closed yet */
    bool wrong; /* a text was left out that XML cannot hold */
};

/* Begins the element NAME, to which attributes may be added; ends it. */
void qp_xml_begin(struct qp_xml *xml, const char *name);
void qp_xml_end(struct qp_xml *xml, const char *name);

/* The element NAME that holds TEXT, which somebody wrote, and no attributes. */
void qp_xml_element(struct qp_xml *xml, const char *name, const char *text);

/* The attribute NAME: a fixed word of the program's or the digits of a number;
   a text that somebody wrote.  A null or empty one is left out. */
void qp_xml_word(struct qp_xml *xml, const char *name, const char *word);
void qp_xml_text(struct qp_xml *xml, const char *name, const char *text);

/* Writes TEXT so that it may stand in an attribute or element. */
void qp_xml_escape(FILE *out, const char *text);

/* "yes" if it is SET. */
void qp_xml_flag(struct qp_xml *xml, const char *name, bool set);

/* X in all its digits: a decimal where it is finite and has at most 40 digits,
   else a fraction; left out where it is undefined. */
void qp_xml_number(struct qp_xml *xml, const char *name, qp_num x);

#endif
