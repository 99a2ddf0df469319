/* What somebody asks about figures on the command line: a figure that is
   supposed, a goal to reach.  Districts and data are named by code or name;
   what cannot be understood is reported, its place being the option itself. */

#ifndef QP_ENGINE_COMMANDS_WISH_H
#define QP_ENGINE_COMMANDS_WISH_H

#include "engine/goal.h"

/* A figure in place of another one. */
struct qp_wish {
    size_t district, datum;
    struct qp_figure figure;
    struct qp_value now;
};

/* True if TEXT has the form "DISTRICT.DATUM=VALUE", which goals have, too. */
bool qp_wish_is(const char *text);

/* Reads TEXT, "DISTRICT.DATUM=VALUE", where VALUE is a number with the datum's
   unit or none, a change of the present figure in percent ("+10%"), or a state
   ("missing").  Returns false where it is none of these, reported. */
bool qp_wish_read(struct qp_session *run, const struct qp_ruleset *rules,
                  const struct qp_submissions *subs, const char *text,
                  struct qp_wish *wish);

/* Reads TEXT, "DISTRICT.rank=N" or "DISTRICT.points=N". */
bool qp_wish_read_goal(struct qp_session *run, const struct qp_ruleset *rules,
                       const char *text, struct qp_goal *goal);

#endif
