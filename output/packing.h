/* Complete sheets, packed: their rows are spelt (rows.h), packed and read back
   (readback.h).  With a large one that takes as long as it took to write its
   cells, so it is done by a thread of its own while the next sheet is written:
   one at a time, for they take memory. */

#ifndef QP_OUTPUT_PACKING_H
#define QP_OUTPUT_PACKING_H

#include "output/cells.h"

struct qp_packing;

struct qp_packing *qp_packing_new(void);
void qp_packing_free(struct qp_packing *packing);

/* Packs the cells of SHEET, which gets no more, and gives their memory back.
   HEIGHTS has the height in points of each of its first N rows, 0 for the usual
   one, and of all others. */
void qp_packing_add(struct qp_packing *packing, struct qp_sheet *sheet,
                    const int *heights, size_t n);

/* Waits until all are packed.  Returns the first sheet whose rows do not read
   back as they were written, with what is WRONG; null for none. */
const struct qp_sheet *qp_packing_wait(struct qp_packing *packing,
                                       const char **wrong);

/* A packer for what else there is to pack, while nothing is being packed. */
struct qp_packer *qp_packing_packer(struct qp_packing *packing);

#endif
