/* Characters of text.  What reports problems, prints tables and writes files
   reads UTF-8 here, so that all agree on what is a character, and on what
   must not reach a terminal as it is. */

#ifndef QP_ENGINE_UTF8_H
#define QP_ENGINE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

/* What qp_utf8_next() gives for a byte that is part of no character. */
#define QP_UTF8_WRONG UINT32_MAX

/* The character at *TEXT, which is not at its end; moves *TEXT behind it.
   Source: Unicode Standard, table 3-7. */
uint32_t qp_utf8_next(const char **text);

/* True if C acts on a terminal, turns the reading direction, or does not
   show: a control, a line separator, a bidirectional or zero-width mark. */
bool qp_utf8_is_hidden(uint32_t c);

#endif
