/* Codes of firms; see uscc.h. */

#include <config.h>

#include "engine/uscc.h"

#include "engine/tongue.h"

/* The code of a region stands from REGION to its end; FIRST characters stand in
   the first word when a code is packed, with BITS each. */
enum { REGION = 2, REGION_END = 8, FIRST = 12, MODULUS = 31, BITS = 5 };

static const char alphabet[MODULUS + 1] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* The value of each character over a mark: of a digit, of a capital, or, 0, of
   what no code has. */
enum { DIGIT = 0x40, CAPITAL = 0x80, VALUE = 0x1f };

static const unsigned char characters[256] = {
    ['0'] = DIGIT | 0,    ['1'] = DIGIT | 1,    ['2'] = DIGIT | 2,
    ['3'] = DIGIT | 3,    ['4'] = DIGIT | 4,    ['5'] = DIGIT | 5,
    ['6'] = DIGIT | 6,    ['7'] = DIGIT | 7,    ['8'] = DIGIT | 8,
    ['9'] = DIGIT | 9,    ['A'] = CAPITAL | 10, ['B'] = CAPITAL | 11,
    ['C'] = CAPITAL | 12, ['D'] = CAPITAL | 13, ['E'] = CAPITAL | 14,
    ['F'] = CAPITAL | 15, ['G'] = CAPITAL | 16, ['H'] = CAPITAL | 17,
    ['J'] = CAPITAL | 18, ['K'] = CAPITAL | 19, ['L'] = CAPITAL | 20,
    ['M'] = CAPITAL | 21, ['N'] = CAPITAL | 22, ['P'] = CAPITAL | 23,
    ['Q'] = CAPITAL | 24, ['R'] = CAPITAL | 25, ['T'] = CAPITAL | 26,
    ['U'] = CAPITAL | 27, ['W'] = CAPITAL | 28, ['X'] = CAPITAL | 29,
    ['Y'] = CAPITAL | 30,
};

/* The powers of 3 modulo 31, and 1 for the character that checks. */
static const unsigned char weights[QP_USCC_LENGTH] = {
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1
};

static const char *
refuse(const char *text, size_t n)
{
    if (n != QP_USCC_LENGTH)
        return _("does not have the 18 characters of a credit code");
    for (size_t i = 0; i < n; i++)
        if (text[i] >= 'a' && text[i] <= 'z')
            return _("has small letters; a credit code has capitals");
    for (size_t i = 0; i < n; i++)
        if (!characters[(unsigned char)text[i]])
            return _("has a character that no credit code has: digits and "
                     "capitals without I O S V Z");
    return _("is no credit code: its third to eighth characters are digits, "
             "the code of a region");
}

/* Packs characters I to END of TEXT, and adds up their weighted values to *SUM;
   returns the marks that all of them have. */
static unsigned
pack(const char *text, size_t i, size_t end, uint64_t *packed, unsigned *sum)
{
    unsigned marks = DIGIT | CAPITAL, all = 0;

    for (; i < end; i++) {
        unsigned c = characters[(unsigned char)text[i]];

        all |= c;
        if (!c)
            marks = 0;
        *sum += weights[i] * (c & VALUE);
        *packed = *packed << BITS | (c & VALUE);
    }
    return marks & (all & CAPITAL ? CAPITAL : DIGIT);
}

const char *
qp_uscc_read(const char *text, size_t n, uint64_t packed[2])
{
    unsigned sum = 0;

    if (n != QP_USCC_LENGTH)
        return refuse(text, n);
    packed[0] = packed[1] = 0;
    if (!pack(text, 0, REGION, &packed[0], &sum) ||
        pack(text, REGION, REGION_END, &packed[0], &sum) != DIGIT ||
        !pack(text, REGION_END, FIRST, &packed[0], &sum) ||
        !pack(text, FIRST, QP_USCC_LENGTH, &packed[1], &sum))
        return refuse(text, n);
    return sum % MODULUS ? _("is no credit code: its check digit does not fit")
                         : NULL;
}

void
qp_uscc_text(const uint64_t packed[2], char text[QP_USCC_LENGTH + 1])
{
    text[QP_USCC_LENGTH] = '\0';
    for (size_t i = QP_USCC_LENGTH; i-- > 0;) {
        size_t back = i >= FIRST ? QP_USCC_LENGTH - 1 - i : FIRST - 1 - i;

        text[i] = alphabet[packed[i >= FIRST] >> (BITS * back) & 31];
    }
}
