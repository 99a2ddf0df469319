/* Characters as they come in files: UTF-8, those that a submission may not
   hold, and how a text is shown in a message. */

#ifndef QP_INPUT_TEXT_H
#define QP_INPUT_TEXT_H

#include "engine/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* The answers of qp_text_decode() other than a length. */
enum {
    QP_TEXT_WRONG = 0, /* the first byte begins no character */
    QP_TEXT_CUT = -1   /* what there is may begin one */
};

/* Decodes the character that the N > 0 bytes at BYTES begin with (RFC 3629:
   shortest form, no surrogates, up to U+10FFFF) into *C.  Returns its length,
   or one of the above. */
int qp_text_decode(const unsigned char *bytes, size_t n, uint32_t *c);

/* Finds the first character among the N bytes of UTF-8 at TEXT that no
   submission may hold, because a reader would not see it or would see the text
   in another order than it is read in: controls but for tab and line ends,
   marks that turn the reading direction, and what takes no room, with which
   two names look the same and are not.  Returns what it is as a phrase,
   and the character in *C, or null. */
const char *qp_text_refuse(const char *text, size_t n, uint32_t *c);

/* Blanks are those of XML: space, tab and line ends. */
static inline bool
qp_text_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Moves *TEXT past blanks and returns what is left of its N bytes without
   blanks behind. */
size_t qp_text_trim(const char **text, size_t n);

/* Brings TEXT, which is UTF-8, to what two ids that look alike have in common:
   no capitals and full-width characters where ASCII has others, no blanks of
   any kind. */
void qp_text_fold(char *text);

/* Compares codes A and B by their bytes, ASCII letters without case; no
   locale has a say in it.  <0, 0, >0. */
int qp_text_order(const char *a, const char *b);

enum { QP_TEXT_SHOWN = 64 };

/* A text short enough for a message. */
struct qp_text_shown {
    char text[QP_TEXT_SHOWN];
};

/* The N bytes at TEXT in one line, cut with "..." where they are long. */
struct qp_text_shown qp_text_show(const char *text, size_t n);

#endif
