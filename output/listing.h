/* Text in columns on a terminal, aligned with Chinese as well: what lint and
   score print for people.  Columns are as wide as their widest cell, and one
   without any is left out. */

#ifndef QP_OUTPUT_LISTING_H
#define QP_OUTPUT_LISTING_H

#include "engine/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct qp_listing_column {
    const char *title;
    bool is_number; /* stands at the right */
};

struct qp_listing;

/* Makes an empty listing of N columns. */
struct qp_listing *qp_listing_new(struct qp_arena *arena,
                                  const struct qp_listing_column columns[],
                                  size_t n);

/* Adds a row of one cell a column, UTF-8 that lives as long as LISTING; null
   for an empty one. */
void qp_listing_add(struct qp_listing *listing, const char *const cells[]);

/* True if LISTING has no rows. */
bool qp_listing_is_empty(const struct qp_listing *listing);

/* Prints LISTING below the titles of its columns.  Characters that act on a
   terminal or turn the reading direction are printed as "?". */
void qp_listing_print(const struct qp_listing *listing, FILE *out);

/* Prints TEXT, with the same characters as "?". */
void qp_listing_put(const char *text, FILE *out);

/* How many columns of a terminal TEXT, which is UTF-8, takes. */
size_t qp_listing_width(const char *text);

/* The same of the character C: 0, 1 or 2. */
size_t qp_listing_width_of(uint32_t c);

#endif
