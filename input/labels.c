/* Sets of labels; see labels.h. */

#include <config.h>

#include "input/labels.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/uscc.h"

/* ---- labels ---- */

/* The last byte of a label: how long the text is, or one of these. */
enum { SHORT = 15, LAST_BYTE = 56, OF_USCC = 0xfe, OF_DIGEST = 0xff };

/* The N bytes at AT, 8 at most, as they lie in a word of 8, the first one
   lowest. */
static uint64_t
word_at(const char *at, size_t n)
{
    unsigned char bytes[8] = { 0 };
    uint64_t word = 0;

    memcpy(bytes, at, n);
    for (size_t i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static uint64_t
turn(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static void
sip_rounds(uint64_t v[4], int n)
{
    while (n-- > 0) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = turn(v[1], 13) ^ v[0];
        v[3] = turn(v[3], 16) ^ v[2];
        v[0] = turn(v[0], 32) + v[3];
        v[2] += v[1];
        v[3] = turn(v[3], 21) ^ v[0];
        v[1] = turn(v[1], 17) ^ v[2];
        v[2] = turn(v[2], 32);
    }
}

static void
sip_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    sip_rounds(v, 2);
    v[0] ^= word;
}

/* SipHash-2-4 with a result of 128 bits.
   Source: Aumasson, Bernstein, SipHash: a fast short-input PRF, 2012. */
struct qp_label
qp_label_digest(struct qp_label_key key, const char *text, size_t n)
{
    uint64_t v[4] = {
        key.a ^ 0x736f6d6570736575u,
        key.b ^ 0x646f72616e646f6du ^ 0xee,
        key.a ^ 0x6c7967656e657261u,
        key.b ^ 0x7465646279746573u,
    };
    struct qp_label label;
    size_t i = 0;

    for (; n - i >= 8; i += 8)
        sip_word(v, word_at(text + i, 8));
    sip_word(v, word_at(text + i, n - i) | (uint64_t)n << LAST_BYTE);
    v[2] ^= 0xee;
    sip_rounds(v, 4);
    label.a = v[0] ^ v[1] ^ v[2] ^ v[3];
    v[1] ^= 0xdd;
    sip_rounds(v, 4);
    label.b = v[0] ^ v[1] ^ v[2] ^ v[3];
    return label;
}

struct qp_label_key
qp_label_key(const char *sha256)
{
    char half[17] = "";
    struct qp_label_key key;

    memcpy(half, sha256, 16);
    key.a = strtoull(half, NULL, 16);
    memcpy(half, sha256 + 16, 16);
    key.b = strtoull(half, NULL, 16);
    return key;
}

struct qp_label
qp_label_of_text(struct qp_label_key key, const char *text, size_t n)
{
    struct qp_label label;

    if (n > SHORT) {
        label = qp_label_digest(key, text, n);
        label.b |= (uint64_t)OF_DIGEST << LAST_BYTE;
        return label;
    }
    label.a = word_at(text, n < 8 ? n : 8);
    label.b = n > 8 ? word_at(text + 8, n - 8) : 0;
    label.b |= (uint64_t)n << LAST_BYTE;
    return label;
}

struct qp_label
qp_label_of_uscc(const uint64_t packed[2])
{
    return (struct qp_label){
        packed[0],
        packed[1] | (uint64_t)OF_USCC << LAST_BYTE,
    };
}

void
qp_label_text(struct qp_label label, char text[QP_LABEL_SHOWN])
{
    unsigned last = (unsigned)(label.b >> LAST_BYTE);
    uint64_t packed[] = { label.a,
                          label.b & (((uint64_t)1 << LAST_BYTE) - 1) };

    memset(text, 0, QP_LABEL_SHOWN);
    if (last == OF_USCC)
        qp_uscc_text(packed, text);
    for (size_t i = 0; last <= SHORT && i < last; i++)
        text[i] = (char)(packed[i / 8] >> (8 * (i % 8)));
}

/* ---- sets ---- */

/* Entries stand in chunks, which never move.  A slot is 0 or has the upper
   bits of an entry's hash over its number and 1 more; slots are in order of
   the hash, so that a table of twice the size is filled from front to
   back. */
enum {
    CHUNK = 4096, /* entries */
    FEW = 10      /* bits of the first table */
};

struct entry {
    uint32_t label[4];
    int line;
};

struct qp_labels {
    struct qp_arena *arena, *slots_arena;
    uint64_t *slots;
    int bits; /* of the number of slots */
    uint64_t secret[2];
    struct entry **chunks;
    size_t n, n_chunks, chunks_capacity;
};

/* Where labels fall must be no file's choice, or one whose ids all fall into
   one place would never be read to its end.  Nothing that comes out depends on
   it. */
static void
make_secret(uint64_t secret[2])
{
    if (getentropy(secret, 2 * sizeof *secret))
        secret[0] = secret[1] = (uint64_t)(uintptr_t)secret;
    secret[0] |= 1;
    secret[1] |= 1;
}

struct qp_labels *
qp_labels_new(void)
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_labels *labels = qp_arena_alloc(arena, 1, sizeof *labels);

    labels->arena = arena;
    labels->bits = FEW;
    labels->slots_arena = qp_arena_new();
    labels->slots = qp_arena_alloc(labels->slots_arena, (size_t)1 << FEW,
                                   sizeof *labels->slots);
    make_secret(labels->secret);
    return labels;
}

void
qp_labels_close(struct qp_labels *labels)
{
    if (labels->slots_arena)
        qp_arena_free(labels->slots_arena);
    labels->slots_arena = NULL;
    labels->slots = NULL;
}

void
qp_labels_free(struct qp_labels *labels)
{
    qp_labels_close(labels);
    qp_arena_free(labels->arena);
}

/* Both halves of the product of A and B, folded into one. */
static uint64_t
fold_product(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t
hash(const struct qp_labels *labels, struct qp_label label)
{
    uint64_t h = fold_product(label.a ^ labels->secret[0],
                              label.b ^ labels->secret[1]);

    return fold_product(h ^ labels->secret[1], 0x9e3779b97f4a7c15u);
}

/* A slot has the upper 32 bits of the hash. */
#define UPPER ((uint64_t)0xffffffff << 32)

/* Asks for large pages for the SIZE bytes at AT, which are looked at all over:
   with small ones, finding the page takes longer than the look. */
static void
hold_together(void *at, size_t size)
{
#ifdef MADV_HUGEPAGE
    const uintptr_t page = (uintptr_t)1 << 21;
    uintptr_t start = ((uintptr_t)at + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)at + size) / page * page;

    if (start < end)
        madvise((void *)start, end - start, MADV_HUGEPAGE);
#else
    (void)at, (void)size;
#endif
}

static void
grow(struct qp_labels *labels)
{
    struct qp_arena *arena = qp_arena_new();
    size_t n = (size_t)1 << labels->bits, mask = 2 * n - 1;
    uint64_t *slots = qp_arena_alloc(arena, 2 * n, sizeof *slots);

    hold_together(slots, 2 * n * sizeof *slots);
    labels->bits++;
    for (size_t i = 0; i < n; i++) {
        uint64_t slot = labels->slots[i];
        size_t k = (size_t)(slot >> (64 - labels->bits));

        if (!slot)
            continue;
        while (slots[k])
            k = (k + 1) & mask;
        slots[k] = slot;
    }
    qp_arena_free(labels->slots_arena);
    labels->slots_arena = arena;
    labels->slots = slots;
}

static struct entry *
entry_at(const struct qp_labels *labels, size_t i)
{
    return &labels->chunks[i / CHUNK][i % CHUNK];
}

static size_t
append(struct qp_labels *labels, struct qp_label label, int line)
{
    struct entry *entry;

    if (labels->n == labels->n_chunks * CHUNK) {
        labels->chunks = qp_arena_grow(
            labels->arena, labels->chunks, labels->n_chunks,
            &labels->chunks_capacity, sizeof *labels->chunks);
        labels->chunks[labels->n_chunks++] =
            qp_arena_alloc(labels->arena, CHUNK, sizeof *entry);
    }
    entry = entry_at(labels, labels->n);
    memcpy(entry->label, &label, sizeof label);
    entry->line = line;
    return labels->n++;
}

/* True if ENTRY is LABEL. */
static bool
is_of(const struct entry *entry, struct qp_label label)
{
    struct qp_label own;

    memcpy(&own, entry->label, sizeof own);
    return own.a == label.a && own.b == label.b;
}

size_t
qp_labels_add(struct qp_labels *labels, struct qp_label label, uint64_t h,
              int line)
{
    uint64_t slot;
    size_t mask = ((size_t)1 << labels->bits) - 1;
    size_t k = (size_t)(h >> (64 - labels->bits));

    assert(labels->n < UINT32_MAX);
    for (; (slot = labels->slots[k]); k = (k + 1) & mask) {
        size_t i = (size_t)(slot & ~UPPER) - 1;

        if (((slot ^ h) & UPPER) == 0 && is_of(entry_at(labels, i), label))
            return i;
    }
    labels->slots[k] = (h & UPPER) | (labels->n + 1);
    /* At most three in four slots are taken. */
    if ((labels->n + 1) * 4 >= ((size_t)3 << labels->bits))
        grow(labels);
    return append(labels, label, line);
}

uint64_t
qp_labels_expect(const struct qp_labels *labels, struct qp_label label)
{
    uint64_t h = hash(labels, label);

    __builtin_prefetch(&labels->slots[h >> (64 - labels->bits)]);
    return h;
}

size_t
qp_labels_approach(const struct qp_labels *labels, uint64_t h)
{
    uint64_t slot = labels->slots[h >> (64 - labels->bits)];
    size_t i = (size_t)(slot & ~UPPER) - 1;

    if (!slot)
        return labels->n;
    __builtin_prefetch(entry_at(labels, i));
    return i;
}

size_t
qp_labels_count(const struct qp_labels *labels)
{
    return labels->n;
}

struct qp_label
qp_labels_label(const struct qp_labels *labels, size_t i)
{
    struct qp_label label;

    memcpy(&label, entry_at(labels, i)->label, sizeof label);
    return label;
}

int
qp_labels_line(const struct qp_labels *labels, size_t i)
{
    return entry_at(labels, i)->line;
}
