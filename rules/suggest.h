/* "Did you mean": the known word nearest to a misspelt one. */

#ifndef QP_RULES_SUGGEST_H
#define QP_RULES_SUGGEST_H

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

/* The number of bytes to insert, delete, replace, or swap with a neighbour
   (each byte at most once) that leads from A to B without regard to case;
   more than MOST for words of over 63 bytes. */
size_t qp_suggest_distance(const char *a, const char *b, size_t most);

#endif
