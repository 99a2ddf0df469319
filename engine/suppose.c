/* What is supposed; see suppose.h. */

#include <config.h>

#include "engine/suppose.h"

#include <string.h>

enum { DECIMALS = 4 };

int
qp_suppose_decimals(const struct qp_datum *datum)
{
    return datum && datum->decimals >= 0 ? datum->decimals : DECIMALS;
}

static void *
copy(struct qp_arena *arena, const void *items, size_t n, size_t size)
{
    void *copied = qp_arena_alloc(arena, n, size);

    if (n)
        memcpy(copied, items, n * size);
    return copied;
}

struct qp_supposing *
qp_suppose_begin(struct qp_arena *arena, const struct qp_ruleset *rules,
                 const struct qp_submissions *subs)
{
    struct qp_supposing *supposing =
        qp_arena_alloc(arena, 1, sizeof *supposing);
    size_t n = rules->n_districts * rules->n_data;

    supposing->arena = arena;
    supposing->rules = *rules;
    supposing->subs = *subs;
    if (rules->given)
        supposing->given =
            copy(arena, rules->given, n, sizeof *supposing->given);
    supposing->rules.given = supposing->given;
    supposing->subs.entries =
        copy(arena, subs->entries, n, sizeof *subs->entries);
    return supposing;
}

/* All experts who gave a score give that of FIGURE. */
static bool
suppose_opinions(struct qp_arena *arena, struct qp_entry *entry,
                 const struct qp_figure *figure)
{
    struct qp_extra *extra = qp_model_change_extra(arena, entry);
    struct qp_opinion *opinions =
        copy(arena, extra->opinions, extra->n_opinions, sizeof *opinions);

    for (size_t i = 0; i < extra->n_opinions; i++)
        opinions[i].score = figure->value.num;
    extra->opinions = opinions;
    return extra->n_opinions && figure->value.state == QP_REPORTED;
}

bool
qp_suppose(struct qp_supposing *supposing, size_t district, size_t datum,
           struct qp_figure figure)
{
    struct qp_arena *arena = supposing->arena;
    size_t cell = district * supposing->rules.n_data + datum;
    struct qp_entry *entry = &supposing->subs.entries[cell];
    struct qp_figure *supposed;
    struct qp_verified *verified;

    switch (supposing->rules.data[datum].given_by) {
    case QP_BY_EXPERTS:
        return suppose_opinions(arena, entry, &figure);
    case QP_BY_RULES:
        supposing->given[cell] = copy(arena, &figure, 1, sizeof figure);
        return true;
    default:
        break;
    }
    if (qp_model_extra(entry)->verified) {
        verified =
            copy(arena, qp_model_extra(entry)->verified, 1, sizeof *verified);
        verified->figure = figure;
        qp_model_change_extra(arena, entry)->verified = verified;
    } else {
        supposed = copy(arena, &figure, 1, sizeof *supposed);
        entry->reported = supposed;
    }
    return true;
}
