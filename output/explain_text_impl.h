/* What the files of a derivation on a terminal share; nobody else includes it.
   explain_text.c tells totals and nodes, explain_leaf.c leaves, and
   explain_data.c data. */

#ifndef QP_OUTPUT_EXPLAIN_TEXT_IMPL_H
#define QP_OUTPUT_EXPLAIN_TEXT_IMPL_H

#include "engine/explain.h"
#include "output/outline.h"
#include "output/working.h"

struct qp_teller {
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const struct qp_result *result;
    const struct qp_explained *explained;
    struct qp_workings *workings;
    const struct qp_outcome *outcome;
    const struct qp_score *scores; /* [indicator] */
    size_t node;                   /* that is asked for; QP_NONE: all */
    bool *told; /* data whose sources have been told, this year's and the year
                   before's, [2 * datum + prior] */
};

/* X rounded for reading; and what it is with a sign before it: " = 1/3 ≈
   0.333333", " ≈ 0.30102999566398119521". */
const char *qp_tell_figure(struct qp_arena *arena, qp_num x);
const char *qp_tell_exactly(struct qp_arena *arena, qp_num x);

/* The share X in percent, rounded for reading. */
const char *qp_tell_percent(struct qp_arena *arena, qp_num x);

/* TEXT with the place where it stands behind it. */
const char *qp_tell_at(const struct qp_teller *t, const char *text,
                       struct qp_place at);

/* EXPR with its figures, and what it comes to: "a ÷ b = 1 ÷ 3 ≈ 0.333333";
   where it has no number, what it is instead. */
const char *qp_tell_worked(const struct qp_teller *t,
                           const struct qp_worked *working);

/* Why there is no number: "missing (reason)". */
const char *qp_tell_state(const struct qp_teller *t, enum qp_state state,
                          const char *reason);

/* Adds below ABOVE: the data that WORKING reads, with where they are from;
   how leaf NODE was scored; its points, or those of an inner node. */
void qp_tell_data(const struct qp_teller *t, struct qp_outline *above,
                  const struct qp_worked *working);
void qp_tell_leaf(const struct qp_teller *t, struct qp_outline *above,
                  size_t node);
void qp_tell_points(const struct qp_teller *t, struct qp_outline *above,
                    size_t node);

#endif
