/* Rows that are complete, packed: they are spelt (rows.h), packed and read
   back (readback.h).  That takes as long as it took to write the cells, so
   where there are many it is done by a thread of its own while the next are
   written: one batch at a time, for they take memory. */

#ifndef QP_OUTPUT_PACKING_H
#define QP_OUTPUT_PACKING_H

#include "output/book.h"

struct qp_packing;

struct qp_packing *qp_packing_new(void);
void qp_packing_free(struct qp_packing *packing);

/* Packs BATCH, cells of whole rows of SHEET with HEIGHTS, into the piece that
   has number PIECE among those of SHEET, and gives its memory back. */
void qp_packing_add(struct qp_packing *packing, struct qp_sheet *sheet,
                    size_t piece, struct qp_batch batch,
                    struct qp_heights heights);

/* Waits until all is packed.  Returns the first sheet whose rows do not read
   back as they were written, with what is WRONG; null for none. */
const struct qp_sheet *qp_packing_wait(struct qp_packing *packing,
                                       const char **wrong);

/* A packer for what else there is to pack, while nothing is being packed. */
struct qp_packer *qp_packing_packer(struct qp_packing *packing);

#endif
