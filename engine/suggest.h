/* "Did you mean": the known word nearest to a misspelt one. */

#ifndef QP_ENGINE_SUGGEST_H
#define QP_ENGINE_SUGGEST_H

#include "engine/arena.h"

/* WORD is what was found; BEST the nearest so far, null if none is near
   enough.  Start with { .word = ... }. */
struct qp_suggest {
    const char *word;
    const char *best;
    size_t distance;
};

/* Offers CANDIDATE, which outlives SUGGEST.  Of candidates equally near the
   first one stays. */
void qp_suggest_offer(struct qp_suggest *suggest, const char *candidate);

/* Returns "; did you mean "BEST"?" to end a message with, or "". */
const char *qp_suggest_text(struct qp_arena *arena,
                            const struct qp_suggest *suggest);

/* The number of characters to insert, delete, replace, or swap with a
   neighbour (each at most once) that leads from A to B, both UTF-8, without
   regard to the case of ASCII letters; more than MOST for words of over 63
   characters. */
size_t qp_suggest_distance(const char *a, const char *b, size_t most);

#endif
