/* The frame of an evaluation: what is published of all districts together, so
   that one district can place itself among them without seeing any other.  It
   holds statistics of the peers' values, of their points, and the weights that
   were found from their scores; never a name, and nothing of fewer than
   QP_FRAME_LEAST districts.

   Made from a result when districts are scored, and read back when one of them
   scores its draft alone.  A number that is not published is undefined, for
   one of the reasons that qp_frame_is_unknown() knows: that is no state of the
   district's data, and no policy decides what it earns. */

#ifndef QP_ENGINE_FRAME_H
#define QP_ENGINE_FRAME_H

#include "engine/expr.h"
#include "engine/result.h"

#define QP_FRAME_NAMESPACE "urn:quping:frame:1"

enum {
    QP_FRAME_LEAST = 5, /* districts below which nothing is published */
    QP_FRAME_LEVEL = 3  /* districts of a level at least */
};

/* Neighbours in the order of values, by their mean: enough to find one's place
   among them, too little to see any of them. */
struct qp_peer_level {
    size_t n;
    qp_num mean;
};

/* Statistics of a set of values, N of them; 0 where it is not published.
   LEVELS are those of the values between the least and the greatest, in rising
   order, where places are asked for. */
struct qp_peers {
    bool is_asked; /* the rules ask for some of it */
    size_t n;
    size_t n_hidden; /* values that are not published; never told */
    qp_num of[QP_N_STATISTICS];
    const struct qp_peer_level *levels;
    size_t n_levels;
};

/* The values of the argument of a peer function, written as TEXT, by scope:
   [group], and [n_groups] for all districts. */
struct qp_peer_set {
    const char *text;
    bool prior; /* of the year before */
    struct qp_peers *scopes;
};

struct qp_frame {
    const char *evaluation;
    int year;
    const char *sha256; /* of the rules */
    bool drafts;

    /* [indicator * (n_groups + 1) + scope], scope n_groups for all districts.
       VALUES are those that were scored; KNOWN those among them that were not
       put in by a policy, where one asks for their statistics. */
    struct qp_peers *values, *known;

    /* The same cells: how the values were treated, where that rests on them;
       null where it is not published. */
    const struct qp_treating **treatings;

    struct qp_peer_set *sets;
    size_t n_sets;
    struct qp_summary *points; /* [indicator], then of the total; n = 0 where
                                  they are withheld */
    const struct qp_weighing **weighings; /* the same: weights that came from
                                             the scores, null for others */
};

/* One district that is scored alone, by FRAME, which may be null. */
struct qp_lone {
    size_t district;
    const struct qp_frame *frame;
};

/* The names of statistics in files, in the order of enum qp_statistic. */
extern const char *const qp_frame_statistics[QP_N_STATISTICS];

/* The values of each scope of RULES, of which nothing is known. */
struct qp_peers *qp_frame_nothing(struct qp_arena *arena,
                                  const struct qp_ruleset *rules);

/* A frame for RULES of which nothing is known yet. */
struct qp_frame *qp_frame_new(struct qp_arena *arena,
                              const struct qp_ruleset *rules);

/* The frame of RESULT. */
const struct qp_frame *qp_frame_make(struct qp_arena *arena,
                                     const struct qp_result *result);

/* The median of N > 0 numbers in rising order. */
qp_num qp_frame_median(struct qp_arena *arena, const qp_num *sorted, size_t n);

/* True if DISTRICT is the only one of SCOPE, so that it knows all of it. */
bool qp_frame_is_own(const struct qp_ruleset *rules, size_t district,
                     size_t scope);

/* What FRAME, which may be null, has of the values of NODE in SCOPE, or of
   those that no policy put in; with undefined numbers where it has nothing. */
struct qp_peers qp_frame_values(const struct qp_ruleset *rules,
                                const struct qp_frame *frame, size_t node,
                                size_t scope);
struct qp_peers qp_frame_known(const struct qp_ruleset *rules,
                               const struct qp_frame *frame, size_t node,
                               size_t scope);

/* How FRAME, which may be null, has the values of NODE in SCOPE treated; null
   where it does not say. */
const struct qp_treating *qp_frame_treating(const struct qp_ruleset *rules,
                                            const struct qp_frame *frame,
                                            size_t node, size_t scope);

/* The same for the argument of a peer function that is written as TEXT. */
struct qp_peers qp_frame_argument(const struct qp_frame *frame,
                                  const char *text, bool prior, size_t scope);

/* As many numbers in rising order as PEERS has, that have its least, its
   greatest and its levels: a value stands among them no further from its place
   than qp_frame_blur() places. */
qp_num *qp_frame_spread(struct qp_arena *arena,
                              const struct qp_peers *peers);
size_t qp_frame_blur(const struct qp_peers *peers);

/* Why something cannot be known to one district alone: it is a figure that
   others give, or it compares all districts. */
const char *qp_frame_not_given_yet(void);
const char *qp_frame_compares(void);

/* Why FRAME, which may be null, does not have something. */
const char *qp_frame_lacks(const struct qp_frame *frame);

/* True if REASON, which may be null, is one of these. */
bool qp_frame_is_unknown(const char *reason);

#endif
