/* How far a district is from a goal: for each datum, the nearest value that
   reaches it while all other figures stay as they are.

   Values are tried at the decimals that a figure of the datum may have, and
   each try is an evaluation of all districts, for others move when the peers'
   bounds do.  Tries are made at growing distances and wherever scores are
   known to bend (figures of peers, bounds of the method); between the last
   that fails and the first that succeeds the value is found by halving.  So it
   reaches the goal and the value one step nearer does not; where scores only
   rise or only fall with the datum it is the nearest of all, and where they do
   not, that is said. */

#ifndef QP_ENGINE_GOAL_H
#define QP_ENGINE_GOAL_H

#include "engine/result.h"

enum qp_goal_kind { QP_GOAL_RANK, QP_GOAL_POINTS };

/* This rank or a better one; these points or more. */
struct qp_goal {
    size_t district;
    enum qp_goal_kind kind;
    qp_num number;
};

/* What a value of a datum leads to; undefined numbers where nothing does. */
struct qp_reach {
    bool is_found;
    bool is_outside;  /* of what the datum may be */
    bool is_straight; /* up to it points only rise or only fall, as far as
                         tried: no nearer value reaches the goal then */
    qp_num value, points, rank;
    qp_num lost_at; /* farther on the goal is missed again, from here */
};

/* What one datum can do.  BEST is what comes nearest to the goal among all
   values tried, between LEAST and MOST; not found where none is better than
   what is. */
struct qp_lever {
    size_t datum;
    bool does_nothing; /* no value that was tried changes points or rank */
    qp_num now;        /* undefined: there is no figure */
    struct qp_reach up, down, best;
    qp_num least, most;
};

struct qp_levers {
    struct qp_goal goal;
    bool is_reached;        /* as it is; nothing is looked for then */
    qp_num points, rank;    /* now */
    struct qp_lever *items; /* data of the rules that anything reads */
    size_t n;
};

/* What can bring GOAL's district to it from RESULT, in the order of the data.
 */
const struct qp_levers *qp_goal_find(struct qp_arena *arena,
                                     const struct qp_result *result,
                                     struct qp_goal goal);

#endif
