/* A file of parts that were packed before: written, and compared byte by byte
   with what was to be written. */

#ifndef QP_OUTPUT_ARCHIVE_H
#define QP_OUTPUT_ARCHIVE_H

#include "output/packed.h"

struct qp_archive_part {
    const char *name;
    struct qp_packed *pieces; /* of which it is made, one behind the other */
    size_t n_pieces;
};

/* Writes the N PARTS to a new file at PATH, in place of one that is there.
   False when it cannot, with errno where that says why. */
bool qp_archive_write(const char *path, const struct qp_archive_part *parts,
                      size_t n);

/* Compares the file at PATH with the N PARTS in their order.  Returns what is
   not as it was written, the name of a part; null for nothing. */
const char *qp_archive_compare(const char *path,
                               const struct qp_archive_part *parts, size_t n);

#endif
