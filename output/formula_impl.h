/* What the two files of formula.h share; nobody else includes it: formula.c
   goes from values to totals, formula_method.c spells methods. */

#ifndef QP_OUTPUT_FORMULA_IMPL_H
#define QP_OUTPUT_FORMULA_IMPL_H

#include "engine/expr.h"
#include "output/formula.h"

/* A formula that others are like; TEXT is null where there is none. */
struct qp_spelt {
    const char *text;
    bool is_known;
};

enum { QP_FORMULA_NUMERALS = 128 };

/* NUM / DEN as it stands in a formula; TEXT is null while there is none. */
struct qp_numeral {
    const char *text;
    int64_t num, den;
};

struct qp_formulas {
    struct qp_arena *arena; /* of what is spelt now: cleared with each call */
    struct qp_arena *kept;  /* of what is not */
    const struct qp_live *live;
    const struct qp_sheet *sheet; /* in which they stand */
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    struct qp_spelling spelling;
    qp_num half; /* a half */
    struct qp_spelt *leaves; /* by indicator and group, n_groups for none; null
                                until one is asked for */
    struct qp_numeral *numerals; /* QP_FORMULA_NUMERALS of those that came */
};

/* TEMPLATE with "%1" and the like replaced by PARTS. */
const char *qp_formula_fill(struct qp_arena *arena, const char *template,
                            const char *const parts[]);

/* The cell that DISTRICT's figure on ITEM of KIND stands in; null for none. */
const char *qp_formula_cell(const struct qp_formulas *formulas,
                            enum qp_live_kind kind, size_t district,
                            size_t item);

/* X as it stands in a formula. */
const char *qp_formula_number(const struct qp_formulas *formulas, qp_num x);

/* What the method of leaf NODE makes of DISTRICT's value, in percent; null
   when the method alone did not make the score. */
const char *qp_formula_leaf(struct qp_formulas *formulas, size_t district,
                            size_t node);

#endif
