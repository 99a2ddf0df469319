/* Damerau-Levenshtein distance, restricted to swaps of neighbours; see
   suggest.h. */

#include <config.h>

#include "rules/suggest.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 63 };

static size_t
least(size_t a, size_t b, size_t c)
{
    if (b < a)
        a = b;
    return c < a ? c : a;
}

static bool
same(char a, char b)
{
    return strncasecmp(&a, &b, 1) == 0;
}

size_t
qp_suggest_distance(const char *a, const char *b, size_t most)
{
    size_t rows[3][LONGEST + 1] = { { 0 } };
    size_t n_a = strlen(a), n_b = strlen(b);

    if (n_a > LONGEST || n_b > LONGEST)
        return most + 1;
    for (size_t j = 0; j <= n_b; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t *now = rows[i % 3];
        const size_t *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            now[j] = least(before[j] + 1, now[j - 1] + 1,
                           before[j - 1] + !same(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) &&
                same(a[i - 2], b[j - 1]) && earlier[j - 2] + 1 < now[j])
                now[j] = earlier[j - 2] + 1;
        }
    }
    return rows[n_a % 3][n_b];
}

void
qp_suggest_offer(struct qp_suggest *suggest, const char *candidate)
{
    /* A third of a word may be wrong; of a short one a single letter. */
    size_t most = strlen(suggest->word) / 3, distance;

    if (most < 1)
        most = 1;
    distance = qp_suggest_distance(suggest->word, candidate, most);
    if (distance > most || distance >= strlen(candidate) ||
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
    return qp_arena_printf(arena, "; did you mean \"%s\"?", suggest->best);
}
