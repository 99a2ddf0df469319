/* A hash table of things given; see seen.h. */

#include <config.h>

#include "input/seen.h"

#include <stdint.h>
#include <string.h>

struct given {
    struct qp_seen_thing thing;
    struct qp_place at;
};

/* Things stand in chunks, which never move.  SLOTS holds their numbers plus 1,
   0 where free; its size is a power of two and more than double the number of
   things. */
struct qp_seen {
    struct qp_arena *arena;
    struct given **chunks;
    size_t n, n_chunks, chunks_capacity;
    uint32_t *slots;
    size_t n_slots;
};

enum { SLOTS_AT_FIRST = 64, CHUNK = 64 };

struct qp_seen *
qp_seen_new(struct qp_arena *arena)
{
    struct qp_seen *seen = qp_arena_alloc(arena, 1, sizeof *seen);

    seen->arena = arena;
    seen->n_slots = SLOTS_AT_FIRST;
    seen->slots = qp_arena_alloc(arena, seen->n_slots, sizeof *seen->slots);
    return seen;
}

/* FNV-1a, a number or a byte at a time. */
static uint64_t
mix(uint64_t hash, uint64_t part)
{
    return (hash ^ part) * 1099511628211u;
}

static uint64_t
hash_of(const struct qp_seen_thing *thing)
{
    uint64_t hash = mix(14695981039346656037u, (uint64_t)thing->kind);

    hash = mix(hash, thing->district);
    hash = mix(hash, thing->datum);
    for (const char *at = thing->word; *at; at++)
        hash = mix(hash, (unsigned char)*at);
    return hash ^ hash >> 32;
}

static bool
is_same(const struct qp_seen_thing *a, const struct qp_seen_thing *b)
{
    return a->kind == b->kind && a->district == b->district &&
           a->datum == b->datum && strcmp(a->word, b->word) == 0;
}

static struct given *
get_given(const struct qp_seen *seen, size_t i)
{
    return &seen->chunks[i / CHUNK][i % CHUNK];
}

/* The slot of THING, or the free one where it would stand. */
static size_t
find_slot(const struct qp_seen *seen, const struct qp_seen_thing *thing)
{
    size_t slot = (size_t)hash_of(thing) & (seen->n_slots - 1);

    while (seen->slots[slot] &&
           !is_same(&get_given(seen, seen->slots[slot] - 1)->thing, thing))
        slot = (slot + 1) & (seen->n_slots - 1);
    return slot;
}

static void
widen(struct qp_seen *seen)
{
    seen->n_slots *= 4;
    seen->slots =
        qp_arena_alloc(seen->arena, seen->n_slots, sizeof *seen->slots);
    for (size_t i = 0; i < seen->n; i++)
        seen->slots[find_slot(seen, &get_given(seen, i)->thing)] =
            (uint32_t)(i + 1);
}

const struct qp_place *
qp_seen_find(const struct qp_seen *seen, const struct qp_seen_thing *thing)
{
    size_t slot = find_slot(seen, thing);

    return seen->slots[slot] ? &get_given(seen, seen->slots[slot] - 1)->at
                             : NULL;
}

static void
add_chunk(struct qp_seen *seen)
{
    seen->chunks =
        qp_arena_grow(seen->arena, seen->chunks, seen->n_chunks,
                      &seen->chunks_capacity, sizeof *seen->chunks);
    seen->chunks[seen->n_chunks++] =
        qp_arena_alloc(seen->arena, CHUNK, sizeof **seen->chunks);
}

void
qp_seen_add(struct qp_seen *seen, const struct qp_seen_thing *thing,
            struct qp_place at)
{
    struct given *given;

    if (2 * (seen->n + 1) >= seen->n_slots)
        widen(seen);
    if (seen->n == seen->n_chunks * CHUNK)
        add_chunk(seen);
    given = get_given(seen, seen->n);
    *given = (struct given){ *thing, at };
    given->thing.word = qp_arena_text(seen->arena, thing->word);
    seen->slots[find_slot(seen, thing)] = (uint32_t)++seen->n;
}

size_t
qp_seen_count(const struct qp_seen *seen)
{
    return seen->n;
}

const struct qp_seen_thing *
qp_seen_thing(const struct qp_seen *seen, size_t i, struct qp_place *at)
{
    *at = get_given(seen, i)->at;
    return &get_given(seen, i)->thing;
}
