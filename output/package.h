/* A workbook (.xlsx), which is an archive, unpacked into its parts.  It may
   have been tampered with. */

#ifndef QP_OUTPUT_PACKAGE_H
#define QP_OUTPUT_PACKAGE_H

#include "output/packed.h"

struct qp_package_part {
    const char *name;
    const char *bytes; /* a null byte stands behind them */
    size_t n;
    struct qp_packed packed; /* the same as the file holds it */
};

/* The parts of a package in the order of their names. */
struct qp_package {
    struct qp_package_part *parts;
    size_t n;
    size_t size; /* of all when unpacked, in bytes */
    const char *wrong; /* why not all could be unpacked; null: they were */
};

/* Unpacks the file at PATH, whose parts are MOST bytes then. */
struct qp_package *qp_package_open(struct qp_arena *arena, const char *path,
                                   size_t most);

/* The part NAME; null without one. */
const struct qp_package_part *qp_package_find(const struct qp_package *package,
                                              const char *name);

#endif
