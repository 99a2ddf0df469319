/* The record of last year's result (result.xml), read back as an input of this
   year's evaluation: the figures that counted, what districts came to and had
   on each indicator, and what that record knew of the years before.  It comes
   through the same guard and parser as submissions.  No form describes it, for
   nobody writes it by hand: what this reader needs must be there and be sound,
   and the rest of the record, which is for auditors, is passed over. */

#ifndef QP_INPUT_HISTORY_H
#define QP_INPUT_HISTORY_H

#include "engine/model.h"

/* Reads the record at PATH, or in the result's folder at PATH, for RULES: that
   of the same evaluation in the year before, and no drafts'.  Districts and
   data are found by their codes, figures are brought to the units of RULES;
   what RULES do not know is not used.  Returns null when anything is at fault,
   all of which has been reported, or when PATH is null; then rules that ask
   for the year before are warned of.
   Source: quping-rules(5), the year before. */
const struct qp_history *qp_history_read(struct qp_session *run,
                                         const struct qp_ruleset *rules,
                                         const char *path);

#endif
