/* What the steps of an evaluation share; nobody else includes it.  Each step
   is one file: leaf.c values and scores the leaves, tree_weigh.c says what
   nodes weigh among each other, tree.c carries scores up and weights down,
   total.c makes the totals, rank.c the order, gaps.c says what it owes to
   policies for missing values.  again.c does all of it once more where little
   has changed. */

#ifndef QP_ENGINE_SCORE_IMPL_H
#define QP_ENGINE_SCORE_IMPL_H

#include "engine/expr.h"
#include "engine/frame.h"
#include "engine/score.h"

struct scoring {
    struct qp_session *run;
    struct qp_arena *arena; /* of RUN */
    const struct qp_ruleset *rules;
    const struct qp_submissions *subs;
    const struct qp_findings *findings; /* null: the checks are made first */
    struct qp_eval *eval;
    bool *peers; /* districts that enter peer statistics */
    struct qp_result *result;
    bool *is_silent; /* districts rejected because they sent nothing */
    const struct qp_lone *lone; /* the one district that is scored, null where
                                   all are */
    const struct qp_gap *left_out; /* whatever the policies say; null: none */

    /* Weights as the rules give them or as they were found, [group *
       n_indicators + indicator], with n_groups for districts without a group.
       NOMINAL as compared among siblings; POINTS on the scale.  What comes
       from the scores is undefined until those are there. */
    qp_num *nominal, *points;
};

/* The children of a node, or of the total. */
struct family {
    const size_t *children;
    size_t n;
    struct qp_aggregation aggregate;
    qp_num min_available;
};

/* The family of NODE, QP_NONE for the total. */
struct family qp_scoring_family(const struct qp_ruleset *rules, size_t node);

/* X as a share of ALL; nothing of nothing is nothing. */
qp_num qp_scoring_share(struct qp_arena *arena, qp_num x, qp_num all);

/* The row of NOMINAL and POINTS for DISTRICT. */
size_t qp_scoring_weights(const struct scoring *s, size_t district);

/* The score of DISTRICT on NODE. */
struct qp_score *qp_scoring_at(const struct scoring *s, size_t district,
                               size_t node);

/* What stands aside of SCORE, to be filled in.  Asked for before its USED is
   changed, it holds the value as that was. */
struct qp_aside *qp_scoring_aside(const struct scoring *s,
                                  struct qp_score *score);

/* Fills NOMINAL and POINTS as far as the rules give them. */
void qp_tree_weigh(struct scoring *s);

/* Finds the weights of NODE's children, whose scores are known, if they are to
   come from those. */
void qp_tree_weigh_by_scores(struct scoring *s, size_t node);

/* Fills POINTS by NOMINAL. */
void qp_tree_spread_scale(struct scoring *s);

/* Begins an evaluation: all that S points to but its inputs, with nothing
   scored yet, no veto struck and no weight known. */
void qp_scoring_start(struct scoring *s);

/* Scores the one district of S as far as it can be alone. */
void qp_scoring_alone(struct scoring *s);

/* Values leaf NODE for all districts, fills gaps and scores: everything of
   its qp_scores but weights, points and rank.  Reports what the rules
   reject. */
void qp_leaf_score(struct scoring *s, size_t node);

/* The same with the value X for the one district that is scored. */
void qp_leaf_suppose(struct scoring *s, size_t node, qp_num x);

/* Carries the scores of all leaves up the tree, a node for all districts at a
   time, then each district's weights down, and rounds points; sets the
   outcomes' bases.  Weights that come from scores are found on the way.
   Excluded districts are left alone.  Reports scores that give no weights. */
void qp_tree_score(struct scoring *s);

/* Applies vetoes to the outcomes and settles who is a peer. */
void qp_total_strike(struct scoring *s);

/* Adds bonus and deduction to DISTRICT's base, and rounds. */
void qp_total_score(struct scoring *s, size_t district);

/* Scores all districts anew up to their totals and ranks, taking over from
   BEFORE the scores of all leaves but those that CHANGED, [indicator]; all are
   scored anew where other districts are peers than before.  Returns false
   where something is reported as an error, and nothing is ranked. */
bool qp_scoring_again(struct scoring *s, const struct scoring *before,
                      const bool changed[]);

/* Ranks and grades all districts, ranks all nodes, and sums nodes up. */
void qp_rank_all(struct scoring *s);

/* Ranks all districts by their totals, and no more. */
void qp_rank_totals(struct scoring *s);

/* Lists the gaps of an evaluation that is done otherwise, with the ranks that
   their districts would have without them. */
void qp_gaps_find(struct scoring *s);

#endif
