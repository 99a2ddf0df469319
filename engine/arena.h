/* Memory of one run.  Everything that a run makes lives in its arena and goes
   with it: nobody frees a single thing, and an allocation does not fail,
   because a run that is out of memory says so and ends with exit status 3
   before anything has been written. */

#ifndef QP_ENGINE_ARENA_H
#define QP_ENGINE_ARENA_H

#include <stddef.h>

#if defined __GNUC__
#define QP_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define QP_PRINTF(text, first)
#endif

/* The number of elements of an array, not of a pointer. */
#define QP_COUNT(array) (sizeof(array) / sizeof *(array))

struct qp_arena;

/* Makes an empty arena. */
struct qp_arena *qp_arena_new(void);

/* Makes an empty arena that goes with ARENA, for what can be forgotten
   before. */
struct qp_arena *qp_arena_inner(struct qp_arena *arena);

/* Frees ARENA and all that was made in it. */
void qp_arena_free(struct qp_arena *arena);

/* Takes over all that was made in OTHER, which then is gone. */
void qp_arena_join(struct qp_arena *arena, struct qp_arena *other);

/* Forgets all that was made in ARENA, for what comes next. */
void qp_arena_clear(struct qp_arena *arena);

/* Returns COUNT zeroed elements of SIZE bytes, aligned for any type. */
void *qp_arena_alloc(struct qp_arena *arena, size_t count, size_t size);

/* Returns room for at least N + 1 elements of SIZE bytes that starts with the
   N elements of ARRAY; *CAPACITY is what ARRAY has room for, 0 at first, and
   is kept up to date.  New elements are zero. */
void *qp_arena_grow(struct qp_arena *arena, void *array, size_t n,
                    size_t *capacity, size_t size);

/* The same for an array that may become large: where it has memory of its own
   that is made larger, and the old place is gone, so nobody may point into it.
   New elements hold anything. */
void *qp_arena_stretch(struct qp_arena *arena, void *array, size_t n,
                       size_t *capacity, size_t size);

/* Returns a copy of the LENGTH bytes at TEXT, with a null byte behind. */
char *qp_arena_copy(struct qp_arena *arena, const char *text, size_t length);

/* Returns a copy of TEXT. */
char *qp_arena_text(struct qp_arena *arena, const char *text);

/* Returns the formatted text. */
char *qp_arena_printf(struct qp_arena *arena, const char *format, ...)
    QP_PRINTF(2, 3);

/* Says that memory has run out and ends the program with exit status 3: the
   one end for all allocators, ours and those lent to libraries. */
_Noreturn void qp_arena_exhausted(void);

#endif
