/* Why totals and ranks are others than in another evaluation: of last year, or
   by other rules.  The way from the one to the other is gone in steps, in this
   order and for each district: its own figures, the figures of all others, the
   weights, all other rules.  After each step all districts are scored, and the
   change of the printed total and of the rank is that step's part; so the
   parts add up, to the last digit.  Another order would give other parts: a
   figure and a weight that change together have something in common.

   What cannot be told apart is a part of its own: where the first rules ask
   for data that the second evaluation does not have, those figures stay until
   the rules change, and what the rules then bring is not told apart from them;
   and where a step gives no total, what it and the next one bring.  Districts
   that only one of them has come and go with the rules, which list them. */

#ifndef QP_ENGINE_SPLIT_H
#define QP_ENGINE_SPLIT_H

#include "engine/mix.h"

enum qp_part {
    QP_PART_OWN,
    QP_PART_PEERS,
    QP_PART_WEIGHTS,
    QP_PART_RULES, /* all of them where the weights are not told apart */
    QP_PART_REST,  /* not told apart */
    QP_N_PARTS
};

/* What a figure was and is, and the parts of the change, which add up to it;
   undefined where there is none. */
struct qp_split_change {
    qp_num before, after, by;
    qp_num parts[QP_N_PARTS];
};

/* A district that both have.  Ranks change by places won: upward is
   positive. */
struct qp_split_row {
    size_t before, after; /* the district in each */
    struct qp_split_change points, rank;
    const char *why; /* a step gives nothing; null */
};

struct qp_split {
    const struct qp_result *before, *after;
    struct qp_split_row *rows; /* in the order of AFTER's ranking */
    size_t n_rows;
    const size_t *gone, *new_ones; /* districts of one alone */
    size_t n_gone, n_new;
    const struct qp_lacking *lacking; /* data of BEFORE's rules */
    size_t n_lacking;
    bool weights_apart; /* else the trees differ */
    bool figures_apart; /* else there are too many districts for that */
};

/* Splits the changes from BEFORE to AFTER. */
const struct qp_split *qp_split_make(struct qp_arena *arena,
                                     const struct qp_result *before,
                                     const struct qp_result *after);

#endif
