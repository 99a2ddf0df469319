/* A sorted list of codes; see codes.h. */

#include <config.h>

#include "input/codes.h"

#include <stdlib.h>

#include "input/text.h"

struct code {
    const char *text;
    size_t index;
};

struct qp_codes {
    size_t n;
    struct code *codes;
};

static int
by_text(const void *left, const void *right)
{
    const struct code *a = left, *b = right;

    return qp_text_order(a->text, b->text);
}

static struct qp_codes *
new_codes(struct qp_arena *arena, size_t n)
{
    struct qp_codes *codes = qp_arena_alloc(arena, 1, sizeof *codes);

    codes->n = n;
    codes->codes = qp_arena_alloc(arena, n, sizeof *codes->codes);
    return codes;
}

/* CODES in order. */
static const struct qp_codes *
sort(struct qp_codes *codes)
{
    qsort(codes->codes, codes->n, sizeof *codes->codes, by_text);
    return codes;
}

const struct qp_codes *
qp_codes_of_districts(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    struct qp_codes *codes = new_codes(arena, rules->n_districts);

    for (size_t i = 0; i < codes->n; i++)
        codes->codes[i] = (struct code){ rules->districts[i].code, i };
    return sort(codes);
}

const struct qp_codes *
qp_codes_of_data(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    struct qp_codes *codes = new_codes(arena, rules->n_data);

    for (size_t i = 0; i < codes->n; i++)
        codes->codes[i] = (struct code){ rules->data[i].code, i };
    return sort(codes);
}

const struct qp_codes *
qp_codes_of_indicators(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    struct qp_codes *codes = new_codes(arena, rules->n_indicators);

    for (size_t i = 0; i < codes->n; i++)
        codes->codes[i] = (struct code){ rules->indicators[i].code, i };
    return sort(codes);
}

const struct qp_codes *
qp_codes_of_past(struct qp_arena *arena, const struct qp_history *history)
{
    struct qp_codes *codes = new_codes(arena, history->n_nodes);

    for (size_t i = 0; i < codes->n; i++)
        codes->codes[i] = (struct code){ history->nodes[i].code, i };
    return sort(codes);
}

size_t
qp_codes_find(const struct qp_codes *codes, const char *text)
{
    const struct code key = { text, 0 };
    const struct code *found =
        bsearch(&key, codes->codes, codes->n, sizeof *codes->codes, by_text);

    return found ? found->index : QP_NONE;
}
