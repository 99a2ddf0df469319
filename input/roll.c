/* Rolls of ids; see roll.h. */

#include <config.h>

#include "input/roll.h"

#include <string.h>
#include <unistd.h>

/* ---- ids ---- */

/* The last byte of an id: how long the text is, or this. */
enum { LAST = QP_ROLL_ID - 1, OF_DIGEST = 0xff };

struct qp_roll_id
qp_roll_id_of(struct qp_label_key key, const char *text, size_t n)
{
    struct qp_roll_id id = { { 0 } };
    struct qp_label digest;

    if (n > LAST) {
        digest = qp_label_digest(key, text, n);
        memcpy(id.bytes, &digest, sizeof digest);
        id.bytes[LAST] = OF_DIGEST;
        return id;
    }
    memcpy(id.bytes, text, n);
    id.bytes[LAST] = (unsigned char)n;
    return id;
}

void
qp_roll_id_text(const struct qp_roll_id *id, char text[QP_ROLL_ID])
{
    size_t n = id->bytes[LAST];

    memcpy(text, id->bytes, QP_ROLL_ID);
    text[n <= LAST ? n : 0] = '\0';
}

static bool
is_same(const struct qp_roll_id *a, const struct qp_roll_id *b)
{
    uint64_t x[3], y[3];

    memcpy(x, a->bytes, sizeof x);
    memcpy(y, b->bytes, sizeof y);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2])) == 0;
}

void
qp_roll_secret(uint64_t secret[2])
{
    if (getentropy(secret, 2 * sizeof *secret))
        secret[0] = secret[1] = (uint64_t)(uintptr_t)secret;
    secret[0] |= 1;
    secret[1] |= 1;
}

/* ---- rolls ---- */

/* Of bundles there are a power of 2; the entries of one stand in chunks. */
enum { BUNDLES = 256, BUNDLE_BITS = 8, CHUNK = 128 };

struct entry {
    struct qp_roll_id id;
    int line;
};

struct chunk {
    struct chunk *next;
    struct entry entries[CHUNK];
};

/* N entries, from FIRST to LAST, whose chunks are full but for the last. */
struct bundle {
    struct chunk *first, *last;
    size_t n;
};

struct qp_roll {
    struct qp_arena *arena;
    uint64_t secret[2];
    struct bundle bundles[BUNDLES];
};

struct qp_roll *
qp_roll_new(const uint64_t secret[2])
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_roll *roll = qp_arena_alloc(arena, 1, sizeof *roll);

    roll->arena = arena;
    memcpy(roll->secret, secret, sizeof roll->secret);
    return roll;
}

void
qp_roll_free(struct qp_roll *roll)
{
    qp_arena_free(roll->arena);
}

/* Both halves of the product of A and B, folded into one. */
static uint64_t
fold_product(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t
hash(const uint64_t secret[2], const struct qp_roll_id *id)
{
    uint64_t words[3], h;

    memcpy(words, id->bytes, sizeof words);
    h = fold_product(words[0] ^ secret[0], words[1] ^ secret[1]);
    return fold_product(h ^ words[2] ^ secret[1], secret[0]);
}

uint64_t
qp_roll_expect(const struct qp_roll *roll, const struct qp_roll_id *id)
{
    uint64_t h = hash(roll->secret, id);
    const struct bundle *bundle = &roll->bundles[h >> (64 - BUNDLE_BITS)];

    if (bundle->last)
        __builtin_prefetch(&bundle->last->entries[bundle->n % CHUNK], 1);
    return h;
}

void
qp_roll_add(struct qp_roll *roll, const struct qp_roll_id *id, uint64_t h,
            int line)
{
    struct bundle *bundle = &roll->bundles[h >> (64 - BUNDLE_BITS)];
    struct chunk *chunk = bundle->last;
    size_t i = bundle->n++ % CHUNK;

    if (i == 0) {
        chunk = qp_arena_alloc(roll->arena, 1, sizeof *chunk);
        if (bundle->last)
            bundle->last->next = chunk;
        else
            bundle->first = chunk;
        bundle->last = chunk;
    }
    chunk->entries[i].id = *id;
    chunk->entries[i].line = line;
}

/* ---- comparing ---- */

/* The same bundle of all rolls: its ids by file and line, and slots, a power of
   2, that have the number of an id and 1 more, or 0. */
struct gathered {
    const struct entry **entries;
    size_t *files;
    size_t n;
    uint32_t *slots;
    size_t mask;
};

static void
add_bundle(struct gathered *gathered, const struct bundle *bundle,
           size_t file)
{
    const struct chunk *chunk = bundle->first;

    for (size_t i = 0; i < bundle->n; i++) {
        gathered->entries[gathered->n] = &chunk->entries[i % CHUNK];
        gathered->files[gathered->n++] = file;
        if (i % CHUNK == CHUNK - 1)
            chunk = chunk->next;
    }
}

static void
gather(struct qp_arena *arena, struct qp_roll *const rolls[], size_t n,
       size_t b, struct gathered *gathered)
{
    size_t total = 0, n_slots = 2;

    for (size_t f = 0; f < n; f++)
        total += rolls[f]->bundles[b].n;
    while (n_slots < 2 * total)
        n_slots *= 2;
    *gathered = (struct gathered){
        .entries =
            qp_arena_alloc(arena, total, sizeof *gathered->entries),
        .files = qp_arena_alloc(arena, total, sizeof *gathered->files),
        .slots = qp_arena_alloc(arena, n_slots, sizeof *gathered->slots),
        .mask = n_slots - 1,
    };
    for (size_t f = 0; f < n; f++)
        add_bundle(gathered, &rolls[f]->bundles[b], f);
}

/* The first id in GATHERED that is like number I; I itself is put there if it
   is the first. */
static size_t
find_first(struct gathered *gathered, const uint64_t secret[2], size_t i)
{
    const struct qp_roll_id *id = &gathered->entries[i]->id;
    size_t k = hash(secret, id) & gathered->mask;

    for (; gathered->slots[k]; k = (k + 1) & gathered->mask) {
        size_t other = gathered->slots[k] - 1;

        if (is_same(&gathered->entries[other]->id, id))
            return other;
    }
    gathered->slots[k] = (uint32_t)i + 1;
    return i;
}

size_t
qp_roll_compare(struct qp_arena *arena, struct qp_roll *const rolls[],
                size_t n, size_t most, struct qp_roll_twice **found)
{
    struct qp_arena *scratch = qp_arena_new();
    struct gathered all;
    size_t n_found = 0;

    *found = qp_arena_alloc(arena, most, sizeof **found);
    for (size_t b = 0; n > 0 && b < BUNDLES; b++) {
        gather(scratch, rolls, n, b, &all);
        for (size_t i = 0; i < all.n && n_found < most; i++) {
            size_t first = find_first(&all, rolls[0]->secret, i);

            if (first == i || (n > 1 && all.files[first] == all.files[i]))
                continue;
            (*found)[n_found++] = (struct qp_roll_twice){
                .id = all.entries[i]->id,
                .file = all.files[i],
                .line = all.entries[i]->line,
                .first_file = all.files[first],
                .first_line = all.entries[first]->line,
            };
        }
        qp_arena_clear(scratch);
    }
    qp_arena_free(scratch);
    return n_found;
}
