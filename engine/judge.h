/* The checks of the rules, held against what was submitted, before anything is
   scored.  A check of a district is judged for each district twice: on its
   figures as it submitted them, which is what failed() counts, and on those
   that count, after verification.  Only the second can stop the evaluation: an
   error that a department has put right is found, noted and counted, and no
   more than that.  A check of the city is judged once, on what counts.  All districts are
   peers, vetoed ones too, for checks look at figures and not at scores.

   What cannot be computed because figures are missing, or because there is no
   figure of the year before, is not found to fail: whether a figure may be
   missing is for "required" and "missing" to say.

   Where files could not be read as they should, what they do say is judged all
   the same, so that one run shows all; but not the city, of which something is
   missing then.

   Checks of rows are judged while rows are read; their findings come with the
   submissions. */

#ifndef QP_ENGINE_JUDGE_H
#define QP_ENGINE_JUDGE_H

#include "engine/model.h"

struct qp_lone;

/* Judges all checks of districts and of the city.  Returns the findings, with
   those of rows among them, and reports those that are open: at their level,
   with the figures, what was expected, and the note that would do.  LONE is
   the one district that is judged, null for all and the city. */
const struct qp_findings *qp_judge(struct qp_session *run,
                                   const struct qp_ruleset *rules,
                                   const struct qp_submissions *subs,
                                   const struct qp_lone *lone);

/* TERMS as a message gives them: "x 执行额 = 5 万美元, prior(x) 执行额 = 4
   万美元". */
const char *qp_judge_text(struct qp_arena *arena,
                          const struct qp_term *terms, size_t n);

/* Reports FINDING of a check of RULES at its level. */
void qp_judge_report(struct qp_session *run, const struct qp_ruleset *rules,
                     const struct qp_finding *finding);

/* The word for LEVEL in files: "warning". */
const char *qp_level_name(enum qp_level level);

/* Finds the level called NAME. */
bool qp_level_find(const char *name, enum qp_level *level);

#endif
