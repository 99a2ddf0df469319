/* Sixteen bytes at a time; see scan.h.  The vectors are those of GCC and of
   Clang, which make plain C of them where the machine has none. */

#include <config.h>

#include "input/scan.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { WIDTH = 16 };

typedef signed char bytes __attribute__((vector_size(WIDTH)));
typedef unsigned char octets __attribute__((vector_size(WIDTH)));
typedef uint64_t words __attribute__((vector_size(WIDTH)));

/* The WIDTH bytes at TEXT. */
static bytes
load(const char *text)
{
    bytes loaded;

    memcpy(&loaded, text, WIDTH);
    return loaded;
}

/* A mark is a byte of ones, of which SSE2 makes a bit each in one step. */
static bool
is_any(bytes marks)
{
#ifdef __SSE2__
    return _mm_movemask_epi8((__m128i)marks) != 0;
#else
    words both = (words)marks;

    return (both[0] | both[1]) != 0;
#endif
}

/* ---- plain text ---- */

/* The number of bytes before the first marked one. */
static size_t
count_before(bytes marks)
{
    words both = (words)marks;

    return (size_t)__builtin_ctzll(le64toh(both[0] ? both[0] : both[1])) / 8 +
           (both[0] ? 0 : sizeof both[0]);
}

/* True if the byte at AT, before END, is plain by itself. */
static bool
is_plain(const char *at, const char *end)
{
    if (*at == '&')
        return end - at > 1 && at[1] != '#';
    return (*at >= ' ' && *at < 0x7f) || *at == '\n' || *at == '\t';
}

/* What is no printable ASCII in TEXT, or a "&".  With 1 added, as signed
   numbers, the former is less than what is. */
static bytes
mark_odd(bytes text)
{
    return (bytes)((bytes)((octets)text + 1) <= ' ') | (bytes)(text == '&');
}

/* Passes over printable ASCII.  The last vector may begin before what the one
   before it ended with. */
static const char *
pass_ascii(const char *at, const char *end)
{
    bool has_last = end - at >= WIDTH;

    for (; end - at >= WIDTH; at += WIDTH) {
        bytes odd = mark_odd(load(at));

        if (is_any(odd))
            return at + count_before(odd);
    }
    if (has_last && !is_any(mark_odd(load(end - WIDTH))))
        return end;
    while (at < end && is_plain(at, end))
        at++;
    return at;
}

/* True if the three bytes at C are a character that counts as plain. */
static bool
is_plain_wide(const unsigned char *c)
{
    bool is_led = c[0] >= 0xe4 && c[0] <= 0xe9 ? (c[1] & 0xc0) == 0x80
                  : c[0] == 0xe3               ? (c[1] & 0xfc) == 0x80
                                               : c[0] == 0xef && c[1] == 0xbc;

    return is_led && (c[2] & 0xc0) == 0x80;
}

/* What the first and the other bytes of the most frequent of them, U+4000 to
   U+9FFF, lie between, as signed numbers, and what any byte does. */
enum { LEAD = -0x1c, LAST_LEAD = -0x17, TAIL = -0x80, LAST_TAIL = -0x41 };
enum { ANY = -0x80, LAST_ANY = 0x7f };

/* True if the WIDTH bytes at TEXT begin with five of them. */
static bool
are_frequent(const char *text)
{
    const bytes least = { LEAD, TAIL, TAIL, LEAD, TAIL, TAIL, LEAD, TAIL,
                          TAIL, LEAD, TAIL, TAIL, LEAD, TAIL, TAIL, ANY };
    const bytes most = {
        LAST_LEAD, LAST_TAIL, LAST_TAIL, LAST_LEAD, LAST_TAIL, LAST_TAIL,
        LAST_LEAD, LAST_TAIL, LAST_TAIL, LAST_LEAD, LAST_TAIL, LAST_TAIL,
        LAST_LEAD, LAST_TAIL, LAST_TAIL, LAST_ANY,
    };
    bytes here = load(text);

    return !is_any((bytes)(here < least) | (bytes)(here > most));
}

/* Passes over such characters. */
static const char *
pass_wide(const char *at, const char *end)
{
    while (end - at >= WIDTH && are_frequent(at))
        at += WIDTH - 1;
    while (end - at > 2 && is_plain_wide((const unsigned char *)at))
        at += 3;
    return at;
}

size_t
qp_scan_plain(const char *text, size_t n)
{
    const char *at = text, *end = text + n, *from;

    do {
        from = pass_ascii(at, end);
        at = pass_wide(from, end);
        if (at < end && is_plain(at, end))
            at++;
    } while (at > from);
    return (size_t)(at - text);
}

/* ---- capitals ---- */

static bytes
raise_vector(bytes text)
{
    bytes is_small = (bytes)((text >= 'a') & (text <= 'z'));

    return text - (is_small & ('a' - 'A'));
}

/* Where there is a vector, the last one may begin in the one before it: what is
   raised twice is the same. */
bool
qp_scan_raise(char *copy, const char *text, size_t n)
{
    bytes odd = { 0 }, last;
    bool is_plain = true;
    size_t i = 0;

    if (n >= WIDTH) {
        last = load(text + n - WIDTH);
        for (; i + WIDTH <= n; i += WIDTH) {
            bytes here = load(text + i);

            odd |= (bytes)((here <= ' ') | (here == 0x7f));
            here = raise_vector(here);
            memcpy(copy + i, &here, WIDTH);
        }
        odd |= (bytes)((last <= ' ') | (last == 0x7f));
        last = raise_vector(last);
        memcpy(copy + n - WIDTH, &last, WIDTH);
        return !is_any(odd);
    }
    for (; i < n; i++) {
        is_plain = is_plain && text[i] > ' ' && text[i] < 0x7f;
        copy[i] = (char)(text[i] >= 'a' && text[i] <= 'z'
                             ? text[i] - 'a' + 'A'
                             : text[i]);
    }
    return is_plain;
}

/* ---- quotes ---- */

/* True if the number of marked bytes is odd. */
static bool
is_odd(bytes marks)
{
    words both = (words)marks;
    uint64_t one = (both[0] ^ both[1]) & 0x0101010101010101u;

    return one * 0x0101010101010101u >> 56 & 1;
}

/* Two vectors at a time. */
enum { STEP = 2 * WIDTH };

/* What has been found in a tag. */
struct tag {
    bytes pairs, singles, lines;
    size_t row; /* steps without a quote */
};

/* Adds what HERE has to TAG; returns its quotes. */
static inline bytes
look(struct tag *tag, bytes here, bytes mask)
{
    bytes quotes = (bytes)(here == '"') & mask;

    tag->pairs ^= quotes;
    tag->singles |= (bytes)(here == '\'') & mask;
    tag->lines |= (bytes)(here == '\n') & mask;
    return quotes;
}

/* How many bytes of A and B stand before the first ">"; STEP without one. */
static size_t
find_end(bytes a, bytes b)
{
    bytes first = (bytes)(a == '>'), second = (bytes)(b == '>');

    if (is_any(first))
        return count_before(first);
    return WIDTH + (is_any(second) ? count_before(second) : WIDTH);
}

/* Looks at the N bytes at TEXT, a step at most, as far as they stand before a
   ">"; returns how many do, N without one. */
static size_t
look_at_rest(struct tag *tag, const char *text, size_t n)
{
    static const char marks[2 * STEP] = {
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    };
    char rest[STEP] = "";
    const char *masks;
    bytes a, b;
    size_t k;

    if (n < STEP)
        text = memcpy(rest, text, n);
    a = load(text);
    b = load(text + WIDTH);
    k = find_end(a, b);
    masks = marks + STEP - k;
    look(tag, a, load(masks));
    look(tag, b, load(masks + WIDTH));
    return k < n ? k : n;
}

size_t
qp_scan_tag(const char *text, size_t n, size_t most, bool *has_lines)
{
    const bytes all = ~(bytes){ 0 };
    struct tag tag = { .row = 0 };
    /* Of a row, up to STEP - 1 bytes lie in a step with a quote, before those
       without one and behind them. */
    size_t longest = (most - 2 * (STEP - 1)) / STEP, i = 0;

    for (; n - i >= STEP; i += STEP) {
        bytes a = load(text + i), b = load(text + i + WIDTH);

        if (is_any((bytes)(a == '>') | (bytes)(b == '>')))
            break;
        tag.row =
            is_any(look(&tag, a, all) | look(&tag, b, all)) ? 0 : tag.row + 1;
        if (tag.row <= longest)
            continue;
        if (!is_odd(tag.pairs))
            return n;
        tag.row = 0; /* inside a pair */
    }
    i += look_at_rest(&tag, text + i, n - i < STEP ? n - i : STEP);
    *has_lines = is_any(tag.lines);
    return is_odd(tag.pairs) || is_any(tag.singles) ? n : i;
}
