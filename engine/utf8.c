/* Reading UTF-8; see utf8.h. */

#include <config.h>

#include "engine/utf8.h"

#include <stddef.h>

#include "engine/arena.h"

uint32_t
qp_utf8_next(const char **text)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *byte = (const unsigned char *)*text;
    size_t n = byte[0] < 0x80   ? 1
               : byte[0] < 0xc0 ? 0
               : byte[0] < 0xe0 ? 2
               : byte[0] < 0xf0 ? 3
               : byte[0] < 0xf8 ? 4
                                : 0;
    uint32_t c = n < 2 ? byte[0] : byte[0] & (0x7fu >> n);

    (*text)++;
    for (size_t i = 1; i < n; i++) {
        if ((byte[i] & 0xc0) != 0x80)
            return QP_UTF8_WRONG;
        c = c << 6 | (byte[i] & 0x3fu);
    }
    if (n == 0 || c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return QP_UTF8_WRONG;
    *text += n - 1;
    return c;
}

bool
qp_utf8_is_hidden(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        { 0x00, 0x1f },     { 0x7f, 0x9f },     { 0x61c, 0x61c },
        { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
        { 0xfeff, 0xfeff },
    };

    for (size_t i = 0; i < QP_COUNT(hidden); i++)
        if (c >= hidden[i].first && c <= hidden[i].last)
            return true;
    return false;
}
