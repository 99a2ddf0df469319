/* The tables of `quping compare`; they print and compute nothing but
   differences. */

#ifndef QP_ENGINE_COMMANDS_COMPARE_TABLES_H
#define QP_ENGINE_COMMANDS_COMPARE_TABLES_H

#include "engine/split.h"
#include "input/standings.h"

/* The parts of what points and ranks changed by, and what is to be said of
   them. */
void qp_compare_print_split(struct qp_arena *arena,
                            const struct qp_split *split);

/* Ranks and totals, without parts. */
void qp_compare_print_totals(struct qp_arena *arena,
                             const struct qp_standings *before,
                             const struct qp_standings *after);

/* What the points on each indicator at the top of the tree changed by. */
void qp_compare_print_tops(struct qp_arena *arena,
                           const struct qp_standings *before,
                           const struct qp_standings *after);

#endif
