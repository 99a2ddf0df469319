/* Figures put in place of those that count, for who asks what would be.  The
   documents of the run stay as they are: what is changed is a copy of them,
   which scores like any other. */

#ifndef QP_ENGINE_SUPPOSE_H
#define QP_ENGINE_SUPPOSE_H

#include "engine/model.h"

/* RULES and SUBS are to be scored; whoever reads them sees what is supposed.
 */
struct qp_supposing {
    struct qp_arena *arena;
    struct qp_ruleset rules;
    struct qp_submissions subs;
    const struct qp_figure **given; /* of RULES */
};

/* Makes a copy in which nothing is supposed yet. */
struct qp_supposing *qp_suppose_begin(struct qp_arena *arena,
                                      const struct qp_ruleset *rules,
                                      const struct qp_submissions *subs);

/* Lets FIGURE count for DATUM of DISTRICT, whoever gives it: a verified figure
   stays one, and each expert who gave a score gives this one.  Returns false
   where there are no experts, or they would give none. */
bool qp_suppose(struct qp_supposing *supposing, size_t district, size_t datum,
                struct qp_figure figure);

/* The decimals that a figure of DATUM, null for a value that is no datum, is
   tried with: those that it may have, or four where it may have any. */
int qp_suppose_decimals(const struct qp_datum *datum);

#endif
