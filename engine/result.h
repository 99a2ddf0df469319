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

/* One district on one node. */
struct qp_score {
    struct qp_value value; /* of a leaf: as evaluated, before any policy;
                              its state and reason */
    const char *reason;    /* why state is not reported; null else */
    qp_num used;           /* the value scored, substituted ones too */
    const struct qp_treating *treating; /* null: the value was left alone */
    struct qp_policy policy; /* applied, QP_POLICY_NONE where none was */
    qp_num normalised;
    qp_num weight; /* effective, in points */
    qp_num exact;  /* normalised × weight, never rounded below */
    qp_num points; /* as printed */
    qp_num rank;
    const struct qp_trace *trace; /* of a leaf with a value */

    /* The small ones are together: there are millions of these. */
    enum qp_state state;   /* as published: of the value, or of what was
                              missing for the score */
    enum qp_standing standing;
    bool clipped, winsorised; /* what changed a value that was treated */
    bool substituted;
    bool estimated; /* by a frame: a district that is scored alone */
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

/* What the formula gave for SCORE, which has a trace, before clip and whatever
   else is said there. */
qp_num qp_result_raw(const struct qp_score *score);

#endif
