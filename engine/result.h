/* The document that a run ends with: every value, score, point and rank of
   one evaluation, exact and as printed, with what led to it.  Filled once by
   qp_score(), read-only from then on; output/ prints it and computes nothing.

   Numbers that do not exist are undefined qp_nums.  Normalised scores and
   shares: 1 = full marks.  Points: on the rule set's scale. */

#ifndef QP_ENGINE_RESULT_H
#define QP_ENGINE_RESULT_H

#include "engine/model.h"

/* What became of a node for one district. */
enum qp_standing {
    QP_STANDING_SCORED,
    QP_STANDING_UNSCORED,    /* no score, and none above it */
    QP_STANDING_EXCLUDED,    /* its weight went to its siblings */
    QP_STANDING_UNAVAILABLE  /* too little of it is there; treated as excluded */
};

/* How a leaf's score came about.  Districts for which that is the same share
   it. */
struct qp_trace {
    const struct qp_quantity *quantities;
    size_t n_quantities;
    const char *note; /* what was done beside the formula, null if nothing:
                         "all districts are equal: constant = full" */
    bool is_whole;    /* what the formula gave is the score; */
    qp_num gave;      /* else this is; see qp_result_raw() */
};

/* How the values of one scope were treated that lie far out.  Statistics are
   those of the peers' values that were not put in; undefined with too few of
   them, or where all are equal. */
struct qp_treating {
    size_t n;                               /* how many peers have a value */
    qp_num skewness, kurtosis;              /* as evaluated */
    qp_num skewness_after, kurtosis_after;  /* as scored */
    struct qp_limits moved; /* what winsorise left as the ends, if it did */
    bool transforms;
    qp_num least, shift; /* where it does: least of the peers before, and what
                            was added to all of them */
};

/* What there is to say of a score that was not simply made of a figure; see
   the functions below. */
struct qp_aside {
    struct qp_value value;
    const char *reason;
    const struct qp_treating *treating;
    struct qp_policy policy;
};

/* One district on one node.  There are millions of these: what few of them
   have stands aside, and what many share is pointed to. */
struct qp_score {
    qp_num used; /* the value scored, substituted ones too */
    qp_num normalised;
    qp_num exact;  /* normalised × weight, never rounded below */
    qp_num points; /* as printed */
    const qp_num *shared_weight;  /* see qp_result_weight() */
    const struct qp_trace *trace; /* of a leaf with a value */
    struct qp_aside *aside;       /* null: nothing */
    int32_t half_ranks;           /* see qp_result_rank() */
    enum qp_state state : 8;      /* as published: of the value, or of what was
                                     missing for the score */
    enum qp_standing standing : 8;
    bool clipped : 1; /* of a value that was treated: what changed it */
    bool winsorised : 1;
    bool substituted : 1;
    bool estimated : 1; /* by a frame: a district that is scored alone */
};

/* One bonus or deduction item for one district. */
struct qp_award {
    struct qp_value value; /* of its expression */
    qp_num exact;          /* within 0 and its cap */
    qp_num points;         /* as printed, not negative */
};

/* One district's place in one [ranking]. */
struct qp_place_in {
    bool member;
    qp_num rank; /* undefined: member without rank, or no member */
};

/* One district as a whole. */
struct qp_outcome {
    qp_num base_normalised; /* of the tree */
    qp_num base_exact, base;      /* points of the tree */
    qp_num bonus_exact, bonus;    /* after both caps */
    qp_num deduction_exact, deduction;
    qp_num total_exact, total;    /* total as published */
    qp_num rank;
    size_t grade;           /* QP_NONE: none */
    enum qp_state state;    /* reported when there is a total */
    const char *reason;     /* why there is none */
    bool excluded, unranked, zeroed, no_bonus; /* by vetoes */
    const bool *struck;     /* one a veto */
    const struct qp_award *bonuses, *deductions; /* one an item */
    const struct qp_place_in *rankings;          /* one a ranking */
};

struct qp_progress;
struct qp_robust;

/* Statistics of one node's points over the districts that have points and are
   not vetoed exclude or unranked. */
struct qp_summary {
    size_t n;
    qp_num mean, max, min;
    qp_num sd; /* n - 1; undefined with fewer than two */
};

/* A value that was not there, and for which the policy of its state earned
   what it did.  RANK_WITHOUT is the rank that the district would have if the
   evaluation were done again with this one gap left out: nothing put in among
   the values of the peers, the weight spread over the siblings, all else as it
   is.  Undefined: no rank then, no weights can be found then, or the policy
   itself is to leave it out. */
struct qp_gap {
    size_t district, indicator;
    qp_num rank_without;
};

struct qp_result {
    const struct qp_ruleset *rules;
    const struct qp_submissions *subs;
    const struct qp_findings *findings; /* of the checks */
    const struct qp_progress *progress; /* [target], see progress.h; null
                                           for a district that is scored alone */
    struct qp_score *scores;     /* [district * n_indicators + indicator] */
    struct qp_outcome *outcomes; /* [district] */
    struct qp_summary *summaries; /* [indicator], then the total at
                                     [n_indicators] */
    const struct qp_weighing **weighings; /* the same: of the children; null
                                             where their weights are given */
    const size_t *by_rank;       /* all districts: ranked ones by rank, equal
                                    ranks by code, then the others by code */
    size_t n_ranked;
    const struct qp_gap *gaps;   /* by district, in the order of the tree */
    size_t n_gaps;
    bool gaps_compared;          /* else there are too many for that */
    const struct qp_robust *robust; /* see robust.h; null: nobody asked */
    const qp_num *full;          /* full marks in points as the rules weigh,
                                    [group * n_indicators + indicator], with
                                    n_groups for districts without a group */
    const qp_num *nominal;       /* the same as compared among siblings */
};

/* The value of a leaf before any policy, as evaluated. */
struct qp_value qp_result_value(const struct qp_score *score);

/* Why the state of SCORE is not reported; null if it is. */
const char *qp_result_reason(const struct qp_score *score);

/* How its value was treated; null: it was left alone. */
const struct qp_treating *qp_result_treating(const struct qp_score *score);

/* The policy applied, QP_POLICY_NONE where none was. */
struct qp_policy qp_result_policy(const struct qp_score *score);

/* What the formula gave for SCORE, which has a trace, before clip and whatever
   else is said there. */
qp_num qp_result_raw(const struct qp_score *score);

/* The effective weight, in points. */
qp_num qp_result_weight(const struct qp_score *score);

/* Its rank among the scores of its node. */
qp_num qp_result_rank(const struct qp_score *score);

#endif
