/* Memory that is never refused: the program ends cleanly instead.  The
   functions here take the place of the C library's for the program and for
   every library it uses; libxlsxwriter, GMP and others do not survive an
   allocation that fails, and iniparser loses keys by one.  A program that
   watches memory itself (the sanitizers) has functions of its own. */

#include <config.h>

#include "engine/arena.h"

#include <stdlib.h>

#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__ && \
    defined __GLIBC__

/* glibc's own, under the names by which it offers them to such as this. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *
malloc(size_t size)
{
    void *memory = __libc_malloc(size);

    if (!memory)
        qp_arena_exhausted();
    return memory;
}

void *
calloc(size_t count, size_t size)
{
    void *memory = __libc_calloc(count, size);

    if (!memory)
        qp_arena_exhausted();
    return memory;
}

/* A size of 0 frees, and null is what that gives. */
void *
realloc(void *old, size_t size)
{
    void *memory = __libc_realloc(old, size);

    if (!memory && size)
        qp_arena_exhausted();
    return memory;
}

#endif
