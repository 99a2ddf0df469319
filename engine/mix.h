/* Two evaluations in one: the rules of the first, with the figures of the
   second for those districts that are to have them.  Districts, data, checks
   and grades meet by their codes, figures are brought to the unit of the
   first; what is given by experts meets only what is.  The day of a submission
   moves by as many years as lie between them, or what was in time in the one
   year would be late in the other.  The documents of both stay as they are. */

#ifndef QP_ENGINE_MIX_H
#define QP_ENGINE_MIX_H

#include "engine/result.h"

/* Why a datum of the first is not to be had from the second. */
enum qp_lack { QP_LACK_DATUM, QP_LACK_UNIT, QP_LACK_EXPERTS };

/* A datum of the first that its scores rest on; its figures stay those of the
   first. */
struct qp_lacking {
    size_t datum;
    enum qp_lack why;
};

struct qp_mix {
    struct qp_ruleset rules;    /* to be scored, */
    struct qp_submissions subs; /* with these */
    size_t *districts; /* of the second, by those of the first; QP_NONE */
    const struct qp_lacking *lacking;
    size_t n_lacking;
    struct qp_mixing *mixing; /* its own business */
};

/* Mixes FIRST and SECOND; all figures are those of FIRST yet. */
struct qp_mix *qp_mix_new(struct qp_arena *arena,
                          const struct qp_result *first,
                          const struct qp_result *second);

/* Lets DISTRICT, which both have, have its figures from the second, or from
   the first again. */
void qp_mix_take(struct qp_mix *mix, size_t district, bool second);

/* Lets the indicators of the first weigh what they do in the second, scale
   and all.  Returns false where the trees are not of the same indicators at
   the same places; then nothing is changed. */
bool qp_mix_take_weights(struct qp_mix *mix);

#endif
