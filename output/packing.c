/* One sheet at a time, on a thread where that pays; see packing.h. */

#include <config.h>

#include "output/packing.h"

#include <pthread.h>
#include <string.h>

#include "output/readback.h"
#include "output/rows.h"

/* Cells of a sheet that is worth a thread. */
enum { LARGE = 20 * 1000 };

struct qp_packing {
    struct qp_arena *arena; /* of what is packed */
    struct qp_packer *packer;
    pthread_t thread;
    bool is_busy; /* the thread is */

    /* what is being packed */
    struct qp_sheet *sheet;
    struct qp_shared shared;
    const int *heights;
    size_t n;

    const struct qp_sheet *failed; /* the first one, null while all is well */
    const char *wrong;
};

struct qp_packing *
qp_packing_new(void)
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_packing *packing = qp_arena_alloc(arena, 1, sizeof *packing);

    packing->arena = arena;
    packing->packer = qp_packer_new(arena);
    return packing;
}

static void
wait(struct qp_packing *packing)
{
    if (packing->is_busy)
        pthread_join(packing->thread, NULL);
    packing->is_busy = false;
}

void
qp_packing_free(struct qp_packing *packing)
{
    wait(packing);
    qp_packer_free(packing->packer);
    qp_arena_free(packing->arena);
}

/* Packs the sheet at hand. */
static void *
work(void *task)
{
    struct qp_packing *packing = task;
    struct qp_sheet *sheet = packing->sheet;
    const char *wrong;

    qp_rows_sort(sheet);
    sheet->rows =
        qp_rows_pack(packing->packer, sheet, packing->heights, packing->n);
    wrong = qp_readback_rows(sheet, &packing->shared, &sheet->rows);
    if (wrong && !packing->failed) {
        packing->failed = sheet;
        packing->wrong = wrong;
    }
    sheet->cells = NULL;
    sheet->n_cells = sheet->capacity = 0;
    qp_arena_free(sheet->arena);
    sheet->arena = NULL;
    return NULL;
}

void
qp_packing_add(struct qp_packing *packing, struct qp_sheet *sheet,
               const int *heights, size_t n)
{
    int *copy = qp_arena_alloc(sheet->arena, n, sizeof *copy);

    if (n)
        memcpy(copy, heights, n * sizeof *copy);
    wait(packing);
    packing->sheet = sheet;
    packing->shared = qp_book_shared(sheet->book);
    packing->heights = copy;
    packing->n = n;
    packing->is_busy =
        sheet->n_cells >= LARGE &&
        pthread_create(&packing->thread, NULL, work, packing) == 0;
    if (!packing->is_busy)
        work(packing);
}

const struct qp_sheet *
qp_packing_wait(struct qp_packing *packing, const char **wrong)
{
    wait(packing);
    *wrong = packing->wrong;
    return packing->failed;
}

struct qp_packer *
qp_packing_packer(struct qp_packing *packing)
{
    return packing->packer;
}
