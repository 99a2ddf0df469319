/* Damerau-Levenshtein distance, restricted to swaps of neighbours; see
   suggest.h. */

#include <config.h>

#include "engine/suggest.h"

#include <stdbool.h>
#include <stdint.h>

#include "engine/tongue.h"

enum { LONGEST = 63 };

/* A word in characters; a Chinese one is as much of a word as a letter. */
struct word {
    uint32_t characters[LONGEST];
    size_t n;
};

/* Splits TEXT, which is UTF-8, folding the case of ASCII letters.  False for
   a word that is too long. */
static bool
split(const char *text, struct word *word)
{
    word->n = 0;
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        if ((byte & 0xc0) == 0x80 && word->n > 0) {
            word->characters[word->n - 1] =
                word->characters[word->n - 1] << 8 | byte;
            continue;
        }
        if (word->n == LONGEST)
            return false;
        if (byte >= 'A' && byte <= 'Z')
            byte = (unsigned char)(byte - 'A' + 'a');
        word->characters[word->n++] = byte;
    }
    return true;
}

static size_t
least(size_t a, size_t b, size_t c)
{
    if (b < a)
        a = b;
    return c < a ? c : a;
}

static size_t
distance_of(const struct word *a, const struct word *b)
{
    size_t rows[3][LONGEST + 1] = { { 0 } };

    for (size_t j = 0; j <= b->n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a->n; i++) {
        size_t *now = rows[i % 3];
        const size_t *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        const uint32_t *x = a->characters, *y = b->characters;

        now[0] = i;
        for (size_t j = 1; j <= b->n; j++) {
            now[j] = least(before[j] + 1, now[j - 1] + 1,
                           before[j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] &&
                x[i - 2] == y[j - 1] && earlier[j - 2] + 1 < now[j])
                now[j] = earlier[j - 2] + 1;
        }
    }
    return rows[a->n % 3][b->n];
}

size_t
qp_suggest_distance(const char *a, const char *b, size_t most)
{
    struct word from, to;

    if (!split(a, &from) || !split(b, &to))
        return most + 1;
    return distance_of(&from, &to);
}

void
qp_suggest_offer(struct qp_suggest *suggest, const char *candidate)
{
    struct word from, to;
    size_t most, distance;

    if (!split(suggest->word, &from) || !split(candidate, &to))
        return;
    /* A third of a word may be wrong; of a short one a single letter.  One
       that differs more in length need not be looked at. */
    most = from.n / 3 > 1 ? from.n / 3 : 1;
    if (from.n > to.n + most || to.n > from.n + most)
        return;
    distance = distance_of(&from, &to);
    if (distance > most || distance >= to.n ||
        (suggest->best && distance >= suggest->distance))
        return;
    suggest->best = candidate;
    suggest->distance = distance;
}

const char *
qp_suggest_text(struct qp_arena *arena, const struct qp_suggest *suggest)
{
    if (!suggest->best)
        return "";
    return qp_arena_printf(arena, _("; did you mean \"%s\"?"), suggest->best);
}
