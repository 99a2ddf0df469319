/* The evaluation: rules and submissions in, result out.  The order is fixed:
   checks are judged; vetoes strike; leaves are valued, gaps filled by policy,
   values scored by method; scores go up the tree; bonus, deduction and vetoes
   make the total; rounding; grades; ranks. */

#ifndef QP_ENGINE_SCORE_H
#define QP_ENGINE_SCORE_H

#include "engine/result.h"

/* Scores all districts of RULES on SUBS.  Reports what the checks find and
   what the rules reject; returns null then, unless all of it is less than an
   error. */
const struct qp_result *qp_score(struct qp_session *run,
                                 const struct qp_ruleset *rules,
                                 const struct qp_submissions *subs);

/* The policy of RULE, a leaf, for STATE: its own, else the general one; what
   is not applicable is left out unless the rules say otherwise, all else is
   refused. */
struct qp_policy qp_score_policy(const struct qp_indicator *rule,
                                 enum qp_state state);

/* The same where checks have been judged already: FINDINGS stop nothing. */
const struct qp_result *
qp_score_judged(struct qp_session *run, const struct qp_ruleset *rules,
                const struct qp_submissions *subs,
                const struct qp_findings *findings);

/* The points that RULES give their indicators by weight, before anything is
   missing: [group * n_indicators + indicator], with n_groups for districts
   without a group. */
const qp_num *qp_score_weights(struct qp_arena *arena,
                               const struct qp_ruleset *rules);

/* How many of the ranked districts GRADE has room for. */
size_t qp_score_places(struct qp_arena *arena, const struct qp_result *result,
                       size_t grade);

/* True if the points of NODE, QP_NONE for the total, are the sum of those
   printed for its children; and true if they are rounded themselves.  Where
   neither holds they are its normalised score times its weight. */
bool qp_score_adds_up(const struct qp_ruleset *rules, size_t node);
bool qp_score_is_rounded(const struct qp_ruleset *rules, size_t node);

#endif
