/* The tables of `quping whatif`; they print and compute nothing. */

#ifndef QP_ENGINE_COMMANDS_WHATIF_H
#define QP_ENGINE_COMMANDS_WHATIF_H

#include "engine/commands/wish.h"

/* Two evaluations of the same districts by the same tree. */
struct qp_twice {
    struct qp_arena *arena;
    const struct qp_result *before, *after;
};

/* What is supposed: WISHES, and RULES as they stand on the command line. */
void qp_whatif_print_wishes(struct qp_arena *arena,
                            const struct qp_ruleset *rules,
                            const struct qp_wish *wishes, size_t n);

/* The ranking after, with the ranks, points and grades of before. */
void qp_whatif_print_ranking(const struct qp_twice *twice);

/* The indicators, bonuses and deductions whose points are others, district by
   district. */
void qp_whatif_print_changes(const struct qp_twice *twice);

/* What each datum would have to be. */
void qp_whatif_print_levers(struct qp_arena *arena,
                            const struct qp_result *result,
                            const struct qp_levers *levers);

#endif
