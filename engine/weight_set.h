/* The sets of weights that districts go by: the plain weights, and those of
   each group that has some of its own.  A set is called by its group, the
   plain one by n_groups, as in all tables [group * n_indicators +
   indicator]. */

#ifndef QP_ENGINE_WEIGHT_SET_H
#define QP_ENGINE_WEIGHT_SET_H

#include "engine/model.h"

/* Fills SETS, of n_groups + 1, with the sets that districts of RULES go by,
   the plain one first, and returns how many. */
size_t qp_weight_sets(struct qp_arena *arena, const struct qp_ruleset *rules,
                      size_t sets[]);

/* What NODE weighs among its siblings in SET, as the rules write it; undefined
   where they do not. */
qp_num qp_weight_written(const struct qp_ruleset *rules, size_t node,
                         size_t set);

/* The same as WEIGHING found it for NODE and its siblings: as a share. */
qp_num qp_weight_found(const struct qp_ruleset *rules, size_t node,
                       const struct qp_weighing *weighing);

#endif
