/* Characters; see text.h. */

#include <config.h>

#include "input/text.h"

#include <assert.h>
#include <string.h>

#include "engine/tongue.h"
#include "input/scan.h"

/* What the first and second byte of a character may be, and its length. */
static const struct form {
    unsigned char first, last, low, high;
    int length;
} forms[] = {
    { 0x00, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 },
    { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
    { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
    { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
    { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

static const struct form *
find_form(unsigned char byte)
{
    for (size_t i = 0; i < QP_COUNT(forms); i++)
        if (byte >= forms[i].first && byte <= forms[i].last)
            return &forms[i];
    return NULL;
}

int
qp_text_decode(const unsigned char *bytes, size_t n, uint32_t *c)
{
    const struct form *form = find_form(bytes[0]);

    if (!form)
        return QP_TEXT_WRONG;
    *c = form->length == 1 ? bytes[0] : bytes[0] & (0x7fu >> form->length);
    for (int i = 1; i < form->length; i++) {
        if ((size_t)i == n)
            return QP_TEXT_CUT;
        if (bytes[i] < (i == 1 ? form->low : 0x80) ||
            bytes[i] > (i == 1 ? form->high : 0xbf))
            return QP_TEXT_WRONG;
        *c = *c << 6 | (bytes[i] & 0x3fu);
    }
    return form->length;
}

static const struct {
    uint32_t first, last;
    const char *phrase;
} refused[] = {
    { 0x00, 0x08, N_("a control character") },
    { 0x0b, 0x0c, N_("a control character") },
    { 0x0e, 0x1f, N_("a control character") },
    { 0x7f, 0x9f, N_("a control character") },
    { 0x61c, 0x61c, N_("a mark that turns the reading direction") },
    { 0x200e, 0x200f, N_("a mark that turns the reading direction") },
    { 0x202a, 0x202e, N_("a mark that turns the reading direction") },
    { 0x2066, 0x2069, N_("a mark that turns the reading direction") },
    { 0xad, 0xad, N_("an invisible character") }, /* soft hyphen */
    { 0x34f, 0x34f, N_("an invisible character") },
    { 0x115f, 0x1160, N_("an invisible character") }, /* Hangul fillers */
    { 0x17b4, 0x17b5, N_("an invisible character") },
    { 0x180b, 0x180f, N_("an invisible character") },
    { 0x200b, 0x200d, N_("an invisible character") }, /* of no width */
    { 0x2028, 0x2029, N_("an invisible character") }, /* separators */
    { 0x2060, 0x2065, N_("an invisible character") },
    { 0x206a, 0x206f, N_("an invisible character") },
    { 0x3164, 0x3164, N_("an invisible character") },
    { 0xfe00, 0xfe0f, N_("an invisible character") }, /* variants of glyphs */
    { 0xfeff, 0xfeff, N_("an invisible character") },
    { 0xffa0, 0xffa0, N_("an invisible character") },
    { 0xfff0, 0xfffb, N_("an invisible character") },
    { 0xe0000, 0xe0fff, N_("an invisible character") }, /* tags, variants */
};

static const char *
refuse(uint32_t c)
{
    for (size_t i = 0; i < QP_COUNT(refused); i++)
        if (c >= refused[i].first && c <= refused[i].last)
            return qp_say(refused[i].phrase);
    return NULL;
}

const char *
qp_text_refuse(const char *text, size_t n, uint32_t *c)
{
    size_t i = qp_scan_plain(text, n);

    while (i < n) {
        int length = qp_text_decode((const unsigned char *)text + i, n - i, c);
        const char *phrase = length > 0 ? refuse(*c) : _("a broken character");

        if (phrase)
            return phrase;
        i += (size_t)length;
        i += qp_scan_plain(text + i, n - i);
    }
    return NULL;
}

size_t
qp_text_trim(const char **text, size_t n)
{
    while (n > 0 && qp_text_is_blank((*text)[0])) {
        (*text)++;
        n--;
    }
    while (n > 0 && qp_text_is_blank((*text)[n - 1]))
        n--;
    return n;
}

static int
fold(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

/* Blanks beside that of ASCII, and full-width ASCII. */
enum {
    NO_BREAK = 0xa0,
    OGHAM = 0x1680,
    QUAD = 0x2000,
    HAIR = 0x200a,
    NARROW = 0x202f,
    MATHEMATICAL = 0x205f,
    BRAILLE = 0x2800,
    IDEOGRAPHIC = 0x3000,
    WIDE_FIRST = 0xff01,
    WIDE_LAST = 0xff5e,
    WIDE = WIDE_FIRST - '!'
};

static bool
is_any_blank(uint32_t c)
{
    return (c < 0x80 && qp_text_is_blank((char)c)) || c == NO_BREAK ||
           c == OGHAM || (c >= QUAD && c <= HAIR) || c == NARROW ||
           c == MATHEMATICAL || c == BRAILLE || c == IDEOGRAPHIC;
}

void
qp_text_fold(char *text)
{
    char *to = text;
    size_t left = strlen(text);

    while (left > 0) {
        uint32_t c = 0;
        int length = qp_text_decode((const unsigned char *)text, left, &c);
        size_t k = (size_t)length;

        assert(length > 0); /* guard.h lets nothing else pass */
        if (c >= WIDE_FIRST && c <= WIDE_LAST)
            c -= WIDE;
        if (c < 0x80)
            *to = (char)fold((char)c);
        else
            memmove(to, text, k);
        if (!is_any_blank(c))
            to += c < 0x80 ? 1 : k;
        text += k;
        left -= k;
    }
    *to = '\0';
}

int
qp_text_order(const char *a, const char *b)
{
    while (*a && fold(*a) == fold(*b)) {
        a++;
        b++;
    }
    return fold(*a) - fold(*b);
}

struct qp_text_shown
qp_text_show(const char *text, size_t n)
{
    static const char more[] = "...";
    struct qp_text_shown shown = { "" };
    size_t used = 0, cut = 0; /* CUT: where MORE still fits */
    uint32_t c;

    while (n > 0) {
        int length = qp_text_decode((const unsigned char *)text, n, &c);
        size_t k = length > 0 ? (size_t)length : 1;

        if (used + k >= sizeof shown.text) {
            memcpy(shown.text + cut, more, sizeof more);
            return shown;
        }
        if (qp_text_is_blank(*text))
            shown.text[used] = ' ';
        else if (length > 0)
            memcpy(shown.text + used, text, k);
        else
            shown.text[used] = '?';
        used += k;
        text += k;
        n -= k;
        if (used + sizeof more <= sizeof shown.text)
            cut = used;
    }
    shown.text[used] = '\0';
    return shown;
}
