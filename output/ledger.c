/* Comparing what two files say; see ledger.h. */

#include <config.h>

#include "output/ledger.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "output/glyph.h"

/* Bytes of a text that a message shows, and of those how many may come before
   the first that differs. */
enum { SHOWN = 160, BEFORE = 60 };

/* Two entries of one place; null: there is none. */
struct pair {
    const struct qp_ledger_entry *found, *expected;
};

struct qp_ledger *
qp_ledger_new(struct qp_arena *arena)
{
    struct qp_ledger *ledger = qp_arena_alloc(arena, 1, sizeof *ledger);

    ledger->arena = arena;
    return ledger;
}

void
qp_ledger_add(struct qp_ledger *ledger, int line, const char *place,
              const char *what, const char *text)
{
    ledger->entries =
        qp_arena_grow(ledger->arena, ledger->entries, ledger->n,
                      &ledger->capacity, sizeof *ledger->entries);
    ledger->entries[ledger->n] = (struct qp_ledger_entry){
        .place = place,
        .what = what,
        .text = text,
        .line = line,
        .order = ledger->n,
    };
    ledger->n++;
}

/* ---- pairs ---- */

static int
compare_places(const struct qp_ledger_entry *a,
               const struct qp_ledger_entry *b)
{
    int order = strcmp(a->place, b->place);

    return order ? order
                 : strcmp(a->what ? a->what : "", b->what ? b->what : "");
}

static int
by_place(const void *left, const void *right)
{
    const struct qp_ledger_entry *a = left, *b = right;
    int order = compare_places(a, b);

    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static void
sort(struct qp_ledger *ledger)
{
    if (ledger->n)
        qsort(ledger->entries, ledger->n, sizeof *ledger->entries, by_place);
}

/* Where a pair is told: as the file has it, what it lacks behind. */
static int
by_order(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    const struct qp_ledger_entry *x = a->found, *y = b->found;

    if (!x != !y)
        return x ? -1 : 1;
    if (!x) {
        x = a->expected;
        y = b->expected;
    }
    return (x->order > y->order) - (x->order < y->order);
}

bool
qp_ledger_alike(const struct qp_ledger_entry *found,
                const struct qp_ledger_entry *expected)
{
    if (!found->text || !expected->text)
        return found->text == expected->text;
    return strcmp(found->text, expected->text) == 0;
}

/* ---- messages ---- */

/* How many bytes two texts have in common, to the start of a character. */
static size_t
common(const char *a, const char *b)
{
    size_t n = 0;

    while (a[n] && a[n] == b[n])
        n++;
    return qp_glyph_prefix(a, n);
}

/* TEXT as far as it can be shown, from somewhat before its byte AT. */
static const char *
excerpt(struct qp_arena *arena, const char *text, size_t at)
{
    size_t from = 0, n;

    if (!text)
        return NULL;
    if (strlen(text) > SHOWN && at > BEFORE)
        from = qp_glyph_prefix(text, at - BEFORE);
    n = qp_glyph_prefix(text + from, SHOWN);
    return qp_arena_printf(arena, "%s\"%.*s\"%s", from ? "..." : "", (int)n,
                           text + from, text[from + n] ? "..." : "");
}

static void
report(struct qp_session *run, const char *label, const struct pair *pair)
{
    const struct qp_ledger_entry *found = pair->found,
                                 *expected = pair->expected;
    const struct qp_ledger_entry *any = found ? found : expected;
    struct qp_place at = { .file = label, .line = found ? found->line : 0 };
    const char *place =
        qp_arena_printf(run->arena, "%s%s%s", any->place,
                        any->what ? ", " : "", any->what ? any->what : "");
    size_t same = found && expected && found->text && expected->text
                      ? common(found->text, expected->text)
                      : 0;
    const char *here = found ? excerpt(run->arena, found->text, same) : NULL;
    const char *again =
        expected ? excerpt(run->arena, expected->text, same) : NULL;

    if (here && again)
        qp_error(run, at, QP_FIGURE, "%s: %s here, %s when scored again",
                 place, here, again);
    else if (here)
        qp_error(run, at, QP_FIGURE, "%s: %s here, nothing when scored again",
                 place, here);
    else if (again)
        qp_error(run, at, QP_FIGURE, "%s: nothing here, %s when scored again",
                 place, again);
    else if (found)
        qp_error(run, at, QP_FIGURE,
                 "%s: stands here, but not when scored again", place);
    else
        qp_error(run, at, QP_FIGURE,
                 "%s: is missing here, but comes when scored again", place);
}

/* ---- the comparison ---- */

/* True if PAIR only repeats LAST, which says that its whole place is on one
   side alone. */
static bool
repeats(const struct pair *pair, const struct pair *last)
{
    const struct qp_ledger_entry *here =
        pair->found ? pair->found : pair->expected;
    const struct qp_ledger_entry *there =
        last->found ? last->found : last->expected;

    return !pair->found == !last->found &&
           !pair->expected == !last->expected &&
           !(pair->found && pair->expected) && here->what && !there->text &&
           strcmp(here->place, there->place) == 0;
}

/* Puts the pairs of both sides that differ into PAIRS, without the attributes
   of what is on one side alone; returns how many there are.  Both are
   sorted. */
static size_t
pair_up(const struct qp_ledger *found, const struct qp_ledger *expected,
        qp_ledger_same *same, struct pair *pairs)
{
    size_t i = 0, k = 0, n = 0, alone = SIZE_MAX;

    while (i < found->n || k < expected->n) {
        const struct qp_ledger_entry *a = &found->entries[i];
        const struct qp_ledger_entry *b = &expected->entries[k];
        int order = i == found->n      ? 1
                    : k == expected->n ? -1
                                       : compare_places(a, b);

        pairs[n] =
            (struct pair){ order <= 0 ? a : NULL, order >= 0 ? b : NULL };
        if (order != 0 &&
            (alone == SIZE_MAX || !repeats(&pairs[n], &pairs[alone]))) {
            if (!(order < 0 ? a : b)->what)
                alone = n;
            n++;
        } else if (order == 0 && !same(a, b)) {
            n++;
        }
        i += order <= 0;
        k += order >= 0;
    }
    return n;
}

size_t
qp_ledger_compare(struct qp_session *run, const char *label,
                  struct qp_ledger *found, struct qp_ledger *expected,
                  qp_ledger_same *same)
{
    struct pair *pairs = qp_arena_alloc(
        found->arena, found->n + expected->n + 1, sizeof *pairs);
    size_t n;

    if (found->wrong)
        qp_error(run, (struct qp_place){ .file = label }, QP_BYTES,
                 "cannot be read to its end: %s", found->wrong);
    sort(found);
    sort(expected);
    n = pair_up(found, expected, same, pairs);
    if (n)
        qsort(pairs, n, sizeof *pairs, by_order);
    for (size_t i = 0; i < n; i++)
        report(run, label, &pairs[i]);
    return n;
}
