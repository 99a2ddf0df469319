/* Looks over many bytes at once, for the usual case in which there is nothing
   to see.  Whoever asks looks at the rest byte by byte and has the last
   word. */

#ifndef QP_INPUT_SCAN_H
#define QP_INPUT_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* Returns how many of the N bytes at TEXT are plain: up to the first that is
   neither printable ASCII, a tab or a "\n", nor of a whole character of those
   that Chinese and Japanese are mostly written in: U+3000 to U+30FF, U+4000 to
   U+9FFF, U+FF00 to U+FF3F.  A "&" is not plain before a "#", with which it
   may stand for any other character, or as the last byte. */
size_t qp_scan_plain(const char *text, size_t n);

/* Copies the N bytes at TEXT to COPY, which may be TEXT, with capitals for the
   small letters of ASCII; returns whether all are printable ASCII and no
   blanks. */
bool qp_scan_raise(char *copy, const char *text, size_t n);

/* Returns how many of the N bytes at TEXT, the inside of a tag, stand before
   the first ">", if these hold double quotes in pairs, no single one, and
   never MOST bytes in a row that are outside a pair and none of them a quote;
   else N.  May do so, too, where such a row has more than half of MOST bytes,
   which is at least 100.  Sets *HAS_LINES if there may be line ends among
   them. */
size_t qp_scan_tag(const char *text, size_t n, size_t most, bool *has_lines);

#endif
