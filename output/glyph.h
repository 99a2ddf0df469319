/* Characters of text on its way out: whether a file may hold them, and how
   wide they print. */

#ifndef QP_OUTPUT_GLYPH_H
#define QP_OUTPUT_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if C is a character that XML 1.0 may hold. */
bool qp_glyph_fits(uint32_t c);

/* True if TEXT is UTF-8 all through and holds only characters that XML 1.0
   may hold. */
bool qp_glyph_clean(const char *text);

/* The width of the widest line of TEXT in columns: 2 for a Chinese character
   and whatever Chinese fonts print as wide as one, else 1. */
size_t qp_glyph_width(const char *text);

/* How many lines TEXT takes in a cell WIDTH > 0 columns wide. */
size_t qp_glyph_lines(const char *text, size_t width);

/* How long a text is for a spreadsheet program: in UTF-16 units. */
size_t qp_glyph_units(const char *text);

/* The bytes of the longest start of TEXT that is whole characters and at most
   BYTES long. */
size_t qp_glyph_prefix(const char *text, size_t bytes);

#endif
