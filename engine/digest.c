/* SHA-256 as text; see digest.h. */

#include <config.h>

#include "engine/digest.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

void
qp_digest_spell(const unsigned char digest[QP_DIGEST_BYTES],
                char text[QP_DIGEST_DIGITS + 1])
{
    for (size_t i = 0; i < QP_DIGEST_BYTES; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

bool
qp_digest_is(const char *text)
{
    return strlen(text) == QP_DIGEST_DIGITS &&
           strspn(text, "0123456789abcdefABCDEF") == QP_DIGEST_DIGITS;
}
