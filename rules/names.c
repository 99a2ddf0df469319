/* A hash table of names; see names.h. */

#include <config.h>

#include "rules/names.h"

#include <stdint.h>

struct name {
    const char *text;
    size_t index;
};

/* SLOTS holds positions in NAMES plus 1, 0 where free; its size is a power of
   two and more than double the number of names. */
struct qp_names {
    struct qp_arena *arena;
    struct name *names;
    size_t n, capacity;
    size_t *slots;
    size_t n_slots;
};

/* Letters of ASCII only: no locale has a say in what a code is. */
static int
fold(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

int
qp_names_order(const char *a, const char *b)
{
    while (*a && fold((unsigned char)*a) == fold((unsigned char)*b)) {
        a++;
        b++;
    }
    return fold((unsigned char)*a) - fold((unsigned char)*b);
}

struct qp_names *
qp_names_new(struct qp_arena *arena)
{
    struct qp_names *names = qp_arena_alloc(arena, 1, sizeof *names);

    names->arena = arena;
    names->n_slots = 16;
    names->slots = qp_arena_alloc(arena, names->n_slots, sizeof(size_t));
    return names;
}

/* The slot of TEXT, or the free one where it would stand (FNV-1a). */
static size_t
find_slot(const struct qp_names *names, const char *text)
{
    uint64_t hash = 14695981039346656037u;
    size_t slot;

    for (const char *at = text; *at; at++)
        hash = (hash ^ (uint64_t)fold((unsigned char)*at)) * 1099511628211u;
    slot = (size_t)(hash ^ hash >> 32) & (names->n_slots - 1);
    while (names->slots[slot] &&
           qp_names_order(names->names[names->slots[slot] - 1].text, text))
        slot = (slot + 1) & (names->n_slots - 1);
    return slot;
}

static void
widen(struct qp_names *names)
{
    names->n_slots *= 4;
    names->slots =
        qp_arena_alloc(names->arena, names->n_slots, sizeof(size_t));
    for (size_t i = 0; i < names->n; i++)
        names->slots[find_slot(names, names->names[i].text)] = i + 1;
}

size_t
qp_names_add(struct qp_names *names, const char *text, size_t index)
{
    size_t slot = find_slot(names, text);

    if (names->slots[slot])
        return names->names[names->slots[slot] - 1].index;
    if (2 * (names->n + 1) >= names->n_slots) {
        widen(names);
        slot = find_slot(names, text);
    }
    names->names = qp_arena_grow(names->arena, names->names, names->n,
                                 &names->capacity, sizeof *names->names);
    names->names[names->n++] = (struct name){ text, index };
    names->slots[slot] = names->n;
    return QP_NONE;
}

size_t
qp_names_find(const struct qp_names *names, const char *text)
{
    size_t slot = find_slot(names, text);

    return names->slots[slot] ? names->names[names->slots[slot] - 1].index
                              : QP_NONE;
}

size_t
qp_names_count(const struct qp_names *names)
{
    return names->n;
}

const char *
qp_names_text(const struct qp_names *names, size_t i)
{
    return names->names[i].text;
}
