/* SHA-256 as text: how rules, submissions and what is written are named in
   records and on the command line.  What computes it is the business of those
   who read bytes. */

#ifndef QP_ENGINE_DIGEST_H
#define QP_ENGINE_DIGEST_H

#include <stdbool.h>

enum { QP_DIGEST_BYTES = 32, QP_DIGEST_DIGITS = 2 * QP_DIGEST_BYTES };

/* Spells DIGEST in TEXT, in lower-case hexadecimal digits. */
void qp_digest_spell(const unsigned char digest[QP_DIGEST_BYTES],
                     char text[QP_DIGEST_DIGITS + 1]);

/* True if TEXT spells one, in digits of either case. */
bool qp_digest_is(const char *text);

#endif
