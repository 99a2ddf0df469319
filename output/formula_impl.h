/* What the two files of formula.h share; nobody else includes it: formula.c
   goes from values to totals, formula_method.c spells methods. */

#ifndef QP_OUTPUT_FORMULA_IMPL_H
#define QP_OUTPUT_FORMULA_IMPL_H

#include "engine/expr.h"
#include "output/formula.h"

struct qp_formulas {
    struct qp_arena *arena; /* of what is spelt now: cleared with each call */
    const struct qp_live *live;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    struct qp_spelling spelling;
    qp_num half; /* a half */
};

/* TEMPLATE with "%1" and the like replaced by PARTS. */
const char *qp_formula_fill(struct qp_arena *arena, const char *template,
                            const char *const parts[]);

/* X as it stands in a formula. */
const char *qp_formula_number(const struct qp_formulas *formulas, qp_num x);

/* What the method of leaf NODE makes of DISTRICT's value, in percent; null
   when the method alone did not make the score. */
const char *qp_formula_leaf(struct qp_formulas *formulas, size_t district,
                            size_t node);

#endif
