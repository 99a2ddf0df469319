/* One batch at a time, on a thread where that pays; see packing.h. */

#include <config.h>

#include "output/packing.h"

#include <pthread.h>

#include "output/readback.h"
#include "output/rows.h"

/* Cells of a batch that is worth a thread. */
enum { LARGE = 10 * 1000 };

struct qp_packing {
    struct qp_arena *arena; /* of what is packed */
    struct qp_packer *packer;
    pthread_t thread;
    bool is_busy; /* the thread is */

    /* what is being packed */
    struct qp_sheet *sheet;
    size_t piece;
    struct qp_batch batch;
    struct qp_heights heights;
    struct qp_shared shared;

    const struct qp_sheet *failed; /* the first one, null while all is well */
    const char *wrong;
};

struct qp_packing *
qp_packing_new(void)
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_packing *packing = qp_arena_alloc(arena, 1, sizeof *packing);

    packing->arena = arena;
    packing->packer = qp_packer_new();
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

/* Packs the batch at hand. */
static void *
work(void *task)
{
    struct qp_packing *packing = task;
    struct qp_batch *batch = &packing->batch;
    struct qp_packed *piece = &packing->sheet->pieces[packing->piece];
    const char *wrong;

    qp_rows_sort(batch->cells, batch->n);
    *piece = qp_rows_pack(packing->packer, packing->arena, packing->sheet,
                          batch->cells, batch->n, packing->heights);
    wrong = qp_readback_rows(batch->cells, batch->n, &packing->shared, piece);
    if (wrong && !packing->failed) {
        packing->failed = packing->sheet;
        packing->wrong = wrong;
    }
    qp_arena_free(batch->arena);
    return NULL;
}

/* Makes room for the piece with number PIECE. */
static void
make_room(struct qp_packing *packing, struct qp_sheet *sheet, size_t piece)
{
    while (sheet->n_pieces <= piece) {
        sheet->pieces =
            qp_arena_grow(packing->arena, sheet->pieces, sheet->n_pieces,
                          &sheet->pieces_capacity, sizeof *sheet->pieces);
        sheet->n_pieces++;
    }
}

void
qp_packing_add(struct qp_packing *packing, struct qp_sheet *sheet,
               size_t piece, struct qp_batch batch, struct qp_heights heights)
{
    wait(packing);
    make_room(packing, sheet, piece);
    packing->sheet = sheet;
    packing->piece = piece;
    packing->batch = batch;
    packing->heights = heights;
    packing->shared = qp_book_shared(sheet->book);
    packing->is_busy =
        batch.n >= LARGE &&
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
