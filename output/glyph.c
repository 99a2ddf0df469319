/* Display widths; see glyph.h.  Widths only shape columns, so a
   table of ranges does; a library of all of Unicode would be one more thing
   to install for it. */

#include <config.h>

#include "output/glyph.h"

#include <string.h>

#include "engine/arena.h"
#include "engine/utf8.h"

/* Source: XML 1.0, production 2, Char. */
bool
qp_glyph_fits(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
           (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c <= 0x10ffff);
}

bool
qp_glyph_clean(const char *text)
{
    while (*text)
        if (!qp_glyph_fits(qp_utf8_next(&text)))
            return false;
    return true;
}

/* Characters twice as wide: East Asian scripts and full-width forms, and the
   punctuation, arrows and circled numbers that SimSun prints as wide.  Marks
   of no width are so rare here that they count as 1. */
static const struct {
    uint32_t first, last;
} wide[] = {
    { 0xb7, 0xb7 },       { 0xd7, 0xd7 },     { 0x1100, 0x115f },
    { 0x2010, 0x2027 },   { 0x2030, 0x203b }, { 0x2103, 0x2103 },
    { 0x2160, 0x217f },   { 0x2190, 0x21ff }, { 0x2200, 0x22ff },
    { 0x2460, 0x24ff },   { 0x2500, 0x27bf }, { 0x2e80, 0xa4cf },
    { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff }, { 0xfe10, 0xfe6f },
    { 0xff01, 0xff60 },   { 0xffe0, 0xffe6 }, { 0x1f300, 0x1faff },
    { 0x20000, 0x3fffd },
};

static size_t
width_of(uint32_t c)
{
    for (size_t i = 0; i < QP_COUNT(wide) && c >= wide[i].first; i++)
        if (c <= wide[i].last)
            return 2;
    return 1;
}

size_t
qp_glyph_width(const char *text)
{
    size_t width = 0, widest = 0;

    while (*text) {
        uint32_t c = qp_utf8_next(&text);

        width = c == '\n' ? 0 : width + width_of(c);
        if (width > widest)
            widest = width;
    }
    return widest;
}

/* A character that does not fit goes to the next line.  Spreadsheet programs
   break English at words, which takes a little more; the row heights leave
   room for that. */
size_t
qp_glyph_lines(const char *text, size_t width)
{
    size_t lines = 1, used = 0;

    while (*text) {
        uint32_t c = qp_utf8_next(&text);
        size_t more = width_of(c);

        if (c == '\n' || used + more > width) {
            lines++;
            used = 0;
        }
        used += c == '\n' ? 0 : more;
    }
    return lines;
}

size_t
qp_glyph_units(const char *text)
{
    size_t units = 0;

    while (*text)
        units += qp_utf8_next(&text) > 0xffff ? 2 : 1;
    return units;
}

size_t
qp_glyph_prefix(const char *text, size_t bytes)
{
    const char *end = text;

    while (*end) {
        const char *next = end;

        qp_utf8_next(&next);
        if ((size_t)(next - text) > bytes)
            break;
        end = next;
    }
    return (size_t)(end - text);
}
