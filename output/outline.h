/* Texts that stand below each other on a terminal, as a tree: each is broken
   into lines that fit, Chinese as well, and lines lead from what stands above
   to what stands below. */

#ifndef QP_OUTPUT_OUTLINE_H
#define QP_OUTPUT_OUTLINE_H

#include "engine/arena.h"

#include <stdio.h>

struct qp_outline;

/* Adds TEXT, UTF-8 that lives as long as ARENA, as the last one below ABOVE;
   null begins an outline. */
struct qp_outline *qp_outline_add(struct qp_arena *arena,
                                  struct qp_outline *above, const char *text);

/* Prints OUTLINE within WIDTH columns.  Characters that act on a terminal or
   turn the reading direction are printed as "?". */
void qp_outline_print(struct qp_arena *arena, const struct qp_outline *outline,
                      size_t width, FILE *out);

#endif
