/* Blocks of memory handed out from the front; see arena.h. */

#include <config.h>

#include "engine/arena.h"

#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An arena begins small, for there may be thousands; the largest block is
   large enough that a run takes a handful of them. */
enum { BLOCK_AT_FIRST = 16 * 1024, BLOCK = 256 * 1024 };

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct qp_arena {
    struct block *blocks;    /* the one in use first */
    struct qp_arena *inner;  /* those that go with it */
    struct qp_arena *next;   /* of the same outer one */
};

/* What exit() runs may need memory, too; the second time nothing is tidied. */
_Noreturn void
qp_arena_exhausted(void)
{
    static atomic_flag is_ending = ATOMIC_FLAG_INIT;

    if (atomic_flag_test_and_set(&is_ending))
        _exit(3);
    fputs("quping: error: out of memory [system]\n", stderr);
    exit(3);
}

struct qp_arena *
qp_arena_new(void)
{
    struct qp_arena *arena = calloc(1, sizeof *arena);

    if (!arena) /* tests/faults.sh; GCOVR_EXCL_BR_LINE */
        qp_arena_exhausted();
    return arena;
}

struct qp_arena *
qp_arena_inner(struct qp_arena *arena)
{
    struct qp_arena *inner = qp_arena_new();

    inner->next = arena->inner;
    arena->inner = inner;
    return inner;
}

static void
free_inner(struct qp_arena *arena)
{
    while (arena->inner) {
        struct qp_arena *inner = arena->inner;

        arena->inner = inner->next;
        qp_arena_free(inner);
    }
}

void
qp_arena_free(struct qp_arena *arena)
{
    struct block *block = arena->blocks;

    free_inner(arena);
    while (block) {
        struct block *next = block->next;

        free(block);
        block = next;
    }
    free(arena);
}

void
qp_arena_join(struct qp_arena *arena, struct qp_arena *other)
{
    struct block **last = &arena->blocks;
    struct qp_arena **inner = &arena->inner;

    while (*last)
        last = &(*last)->next;
    *last = other->blocks;
    while (*inner)
        inner = &(*inner)->next;
    *inner = other->inner;
    free(other);
}

void
qp_arena_clear(struct qp_arena *arena)
{
    struct block *block = arena->blocks;

    free_inner(arena);
    if (!block)
        return;
    while (block->next) {
        struct block *next = block->next->next;

        free(block->next);
        block->next = next;
    }
    memset(block->bytes, 0, block->used);
    block->used = 0;
}

/* The room of the next block of ARENA for small things, of which one has SIZE
   bytes. */
static size_t
next_room(const struct qp_arena *arena, size_t size)
{
    size_t room = BLOCK_AT_FIRST;

    while (room < BLOCK && (room < 4 * size ||
                            (arena->blocks && room <= arena->blocks->size)))
        room *= 2;
    return room;
}

/* Puts a block with room for SIZE bytes to the front.  A large thing gets a
   block of its own behind the current one, which stays in use. */
static struct block *
add_block(struct qp_arena *arena, size_t size)
{
    bool large = size > BLOCK / 4;
    size_t room = large ? size : next_room(arena, size);
    struct block *block;

    if (room > SIZE_MAX - sizeof *block)
        qp_arena_exhausted();
    block = calloc(1, sizeof *block + room);
    if (!block) /* tests/faults.sh; GCOVR_EXCL_BR_LINE */
        qp_arena_exhausted();
    block->size = room;
    if (large && arena->blocks) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

void *
qp_arena_alloc(struct qp_arena *arena, size_t count, size_t size)
{
    const size_t unit = _Alignof(max_align_t);
    struct block *block = arena->blocks;
    void *place;

    if (size && count > (SIZE_MAX - unit) / size)
        qp_arena_exhausted();
    size = (count * size + unit - 1) / unit * unit;
    if (!block || block->size - block->used < size)
        block = add_block(arena, size);
    place = block->bytes + block->used;
    block->used += size;
    return place;
}

void *
qp_arena_grow(struct qp_arena *arena, void *array, size_t n, size_t *capacity,
              size_t size)
{
    void *larger;

    if (n < *capacity)
        return array;
    if (n > SIZE_MAX / 4)
        qp_arena_exhausted();
    *capacity = n < 4 ? 8 : n * 2;
    larger = qp_arena_alloc(arena, *capacity, size);
    if (n)
        memcpy(larger, array, n * size);
    return larger;
}

/* Where ARENA's list has the block that ARRAY, of SIZE bytes, has to itself;
   null while it shares one. */
static struct block **
find_own_block(struct qp_arena *arena, const void *array, size_t size)
{
    struct block **at = &arena->blocks;

    if (size <= BLOCK / 4)
        return NULL;
    while (*at && (*at)->bytes != array)
        at = &(*at)->next;
    return *at ? at : NULL;
}

void *
qp_arena_stretch(struct qp_arena *arena, void *array, size_t n,
                 size_t *capacity, size_t size)
{
    const size_t unit = _Alignof(max_align_t);
    struct block **at, *block;
    size_t room;

    if (n < *capacity)
        return array;
    at = find_own_block(arena, array, *capacity * size);
    if (!at)
        return qp_arena_grow(arena, array, n, capacity, size);
    if (n > SIZE_MAX / 4 / size)
        qp_arena_exhausted();
    room = (n * 2 * size + unit - 1) / unit * unit;
    block = realloc(*at, sizeof *block + room);
    if (!block) /* tests/faults.sh; GCOVR_EXCL_BR_LINE */
        qp_arena_exhausted();
    block->used = block->size = room;
    *at = block;
    *capacity = n * 2;
    return block->bytes;
}

char *
qp_arena_copy(struct qp_arena *arena, const char *text, size_t length)
{
    char *copy = qp_arena_alloc(arena, length + 1, 1);

    memcpy(copy, text, length);
    return copy;
}

char *
qp_arena_text(struct qp_arena *arena, const char *text)
{
    return qp_arena_copy(arena, text, strlen(text));
}

/* The room at the front of ARENA. */
static size_t
room_of(const struct qp_arena *arena)
{
    return arena->blocks ? arena->blocks->size - arena->blocks->used : 0;
}

/* The digits of X, which end where DIGITS has room for 24. */
static const char *
print_number(char digits[24], size_t x)
{
    char *at = digits + 23;

    *at = '\0';
    do
        *--at = (char)('0' + x % 10);
    while ((x /= 10) > 0);
    return at;
}

/* What a "%" before AT asks for, as a text, and how many bytes of the format
   say so; 0 for what is left to vsnprintf(). */
static size_t
print_item(const char *at, va_list *args, char digits[24], const char **word)
{
    int number;

    switch (*at) {
    case 's':
        *word = va_arg(*args, const char *);
        return *word ? 1 : 0;
    case 'd':
        number = va_arg(*args, int);
        *word = number < 0 ? NULL : print_number(digits, (size_t)number);
        return *word ? 1 : 0;
    case 'z':
        if (at[1] != 'u')
            return 0;
        *word = print_number(digits, va_arg(*args, size_t));
        return 2;
    default:
        return 0;
    }
}

/* What formulas and messages are mostly made of, words and whole numbers, is
   put together here, several times as fast as by vsnprintf(): returns the
   bytes of what FORMAT makes, or -1 when it asks for anything else or does not
   fit into ROOM. */
static int
print_words(char *text, size_t room, const char *format, va_list *args)
{
    size_t n = 0;

    while (*format) {
        size_t length = strcspn(format, "%"), taken = length;
        const char *word = format;
        char digits[24];

        if (length == 0) {
            taken = print_item(format + 1, args, digits, &word);
            if (taken == 0)
                return -1;
            taken++;
            length = strlen(word);
        }
        if (length >= room - n || length > INT_MAX - n)
            return -1;
        memcpy(text + n, word, length);
        n += length;
        format += taken;
    }
    return (int)n;
}

/* Most texts fit where the next thing goes, so they are written there, and a
   second time only when they do not. */
char *
qp_arena_printf(struct qp_arena *arena, const char *format, ...)
{
    size_t room = room_of(arena);
    char *text = room ? (char *)arena->blocks->bytes + arena->blocks->used
                      : NULL;
    va_list args;
    int length;

    va_start(args, format);
    length = room ? print_words(text, room, format, &args) : -1;
    va_end(args);
    if (length < 0) {
        va_start(args, format);
        length = vsnprintf(text, room, format, args);
        va_end(args);
    }
    if (length < 0)
        qp_arena_exhausted();
    if ((size_t)length < room)
        return qp_arena_alloc(arena, (size_t)length + 1, 1);
    if (room)
        memset(text, 0, room);
    text = qp_arena_alloc(arena, (size_t)length + 1, 1);
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}
