/* A rule set in plain words, for those who never saw a rule file: what is
   measured, how it is scored, what a missing figure earns.  Sentences come
   from the rows of methods and functions (engine/method_*.c, engine/funcs.c)
   and of texts.def, filled in with what the rules give. */

#ifndef QP_OUTPUT_WORDING_H
#define QP_OUTPUT_WORDING_H

#include "engine/result.h"

/* What RULES say of the whole: how points make the total and from where;
   rounding; ranks and ties; grades, best first; caps of bonus and deduction;
   what must be available of the total; where figures of the year before are
   from.  Null for what they do not ask for. */
const char *qp_wording_total(struct qp_arena *arena,
                             const struct qp_ruleset *rules);
const char *qp_wording_rounding(struct qp_arena *arena,
                                const struct qp_ruleset *rules);
const char *qp_wording_ranking(struct qp_arena *arena,
                               const struct qp_ruleset *rules);
const char *qp_wording_grades(struct qp_arena *arena,
                              const struct qp_ruleset *rules);
const char *qp_wording_caps(struct qp_arena *arena,
                            const struct qp_ruleset *rules);
const char *qp_wording_prior(const struct qp_ruleset *rules);

/* What leaf NODE measures: "离岸执行额 ÷ 常住人口（单位：元）". */
const char *qp_wording_value(struct qp_arena *arena,
                             const struct qp_ruleset *rules, size_t node);

/* How leaf NODE is scored: its method with parameters, what is done to values
   that lie far out, between what bounds scores are held. */
const char *qp_wording_method(struct qp_arena *arena,
                              const struct qp_ruleset *rules, size_t node);

/* What leaf NODE earns without a figure, by state. */
const char *qp_wording_missing(struct qp_arena *arena,
                               const struct qp_ruleset *rules, size_t node);

/* How NODE's children make its score, QP_NONE for the total: their
   aggregation, what must be available of them, where weights come from that
   the rules do not give. */
const char *qp_wording_inner(struct qp_arena *arena,
                             const struct qp_ruleset *rules, size_t node);

/* What one grade asks for: "优秀：90分及以上、不超过参加排名数的30%". */
const char *qp_wording_grade(struct qp_arena *arena,
                             const struct qp_ruleset *rules,
                             const struct qp_grade *grade);

/* What a veto does. */
const char *qp_wording_effect(struct qp_arena *arena,
                              const struct qp_ruleset *rules,
                              const struct qp_veto *veto);

/* The words for a way of weighting; with the judgements that it rests on:
   "层次分析法（plan）". */
const char *qp_wording_weighting(struct qp_arena *arena,
                                 const struct qp_ruleset *rules,
                                 const struct qp_weighting *weighting);

#endif
