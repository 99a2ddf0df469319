/* Refuses one allocation of the program that it is loaded into (LD_PRELOAD):
   the one with the number in FAULT_AT, and with FAULT_EVER set all after it,
   too.  With FAULT_COUNT it says at the end how many there were.  It stands
   between glibc and the functions of engine/commands/memory.c. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static void *(*real_malloc)(size_t size);
static void *(*real_calloc)(size_t count, size_t size);
static void *(*real_realloc)(void *old, size_t size);
static long fails_at;
static bool fails_ever;
static atomic_long n_calls;

static void
find_real(void)
{
    const char *at = getenv("FAULT_AT");

    *(void **)&real_malloc = dlsym(RTLD_NEXT, "__libc_malloc");
    *(void **)&real_calloc = dlsym(RTLD_NEXT, "__libc_calloc");
    *(void **)&real_realloc = dlsym(RTLD_NEXT, "__libc_realloc");
    fails_at = at ? atol(at) : 0;
    fails_ever = getenv("FAULT_EVER") != NULL;
}

static bool
fails(void)
{
    long n;

    if (!real_malloc)
        find_real();
    n = ++n_calls;
    return fails_at > 0 && (n == fails_at || (fails_ever && n > fails_at));
}

void *
__libc_malloc(size_t size)
{
    return fails() ? NULL : real_malloc(size);
}

void *
__libc_calloc(size_t count, size_t size)
{
    return fails() ? NULL : real_calloc(count, size);
}

void *
__libc_realloc(void *old, size_t size)
{
    return fails() ? NULL : real_realloc(old, size);
}

__attribute__((destructor)) static void
say_count(void)
{
    if (getenv("FAULT_COUNT"))
        fprintf(stderr, "%ld allocations\n", (long)n_calls);
}
