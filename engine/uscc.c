/* Codes of firms; see uscc.h. */

#include <config.h>

#include "engine/uscc.h"

/* FIRST: characters that stand in the first word when it is packed. */
enum { FIRST = 12, MODULUS = 31, BITS = 5 };

static const char alphabet[MODULUS + 1] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* The value of each character and 1 more, as it stands in ALPHABET. */
static const unsigned char values[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
    ['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['A'] = 11, ['B'] = 12,
    ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['G'] = 17, ['H'] = 18,
    ['J'] = 19, ['K'] = 20, ['L'] = 21, ['M'] = 22, ['N'] = 23, ['P'] = 24,
    ['Q'] = 25, ['R'] = 26, ['T'] = 27, ['U'] = 28, ['W'] = 29, ['X'] = 30,
    ['Y'] = 31,
};

/* The powers of 3 modulo 31, and 1 for the character that checks. */
static const unsigned char weights[QP_USCC_LENGTH] = {
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1
};

static const char *
refuse(const char *text, size_t n)
{
    if (n != QP_USCC_LENGTH)
        return "does not have the 18 characters of a credit code";
    for (size_t i = 0; i < n; i++)
        if (text[i] >= 'a' && text[i] <= 'z')
            return "has small letters; a credit code has capitals";
    for (size_t i = 0; i < n; i++)
        if (!values[(unsigned char)text[i]])
            return "has a character that no credit code has: digits and "
                   "capitals without I O S V Z";
    return "is no credit code: its third to eighth characters are digits, "
           "the code of a region";
}

const char *
qp_uscc_read(const char *text, size_t n, uint64_t packed[2])
{
    unsigned sum = 0, least = MODULUS, region = 0;

    if (n != QP_USCC_LENGTH)
        return refuse(text, n);
    packed[0] = packed[1] = 0;
    for (size_t i = 0; i < QP_USCC_LENGTH; i++) {
        unsigned value = values[(unsigned char)text[i]];

        least = value < least ? value : least;
        if (i >= 2 && i < 8)
            region = value > region ? value : region;
        sum += weights[i] * (value - 1);
        packed[i >= FIRST] = packed[i >= FIRST] << BITS | (value - 1);
    }
    if (least == 0 || region > 10)
        return refuse(text, n);
    return sum % MODULUS
               ? "is no credit code: its check digit does not fit"
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
