/* A figure as it stands in a file, made into a value in its datum's unit. */

#ifndef QP_INPUT_FIGURES_H
#define QP_INPUT_FIGURES_H

#include "engine/model.h"

/* What a file gives: TEXT, trimmed, has LENGTH bytes; the others are null
   where they are left out. */
struct qp_figures_given {
    const char *text;
    size_t length;
    const char *unit, *state, *reason;
    bool is_reason_wrong; /* which has been reported */
    struct qp_place at;
};

/* The states that a file may give in place of a figure, ending with null. */
extern const char *const qp_figures_states[];

/* Makes FIGURE of what GIVEN says of DATUM.  The number must be spelt as one,
   have no more decimals than the datum, be in a unit that converts, and lie
   within the bounds; a state must stand alone.  Returns false when anything is
   wrong, all of which has been reported; a conversion is noted.
   Source: quping-rules(5), submissions. */
bool qp_figures_read(struct qp_session *run, const struct qp_ruleset *rules,
                     const struct qp_datum *datum,
                     const struct qp_figures_given *given,
                     struct qp_figure *figure);

#endif
