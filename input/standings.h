/* What districts came to on each indicator, out of the record of a result
   (result.xml) and nothing else: for who compares two results of which the
   inputs are not at hand. */

#ifndef QP_INPUT_STANDINGS_H
#define QP_INPUT_STANDINGS_H

#include "engine/model.h"

struct qp_standings_node {
    const char *code, *name;
    bool is_top;
};

/* Undefined: it has none. */
struct qp_standings_row {
    const char *code, *name;
    qp_num total, rank;
    qp_num *points; /* [node] */
};

struct qp_standings {
    struct qp_file file;
    const char *title, *year;
    int decimals;                    /* of totals */
    struct qp_standings_node *nodes; /* in the order of the rules */
    size_t n_nodes;
    struct qp_standings_row *districts; /* in order of code */
    size_t n_districts;
};

/* Reads the record in folder PATH.  Returns null when it cannot be read or is
   at fault, which has been reported. */
const struct qp_standings *qp_standings_read(struct qp_session *run,
                                             const char *path);

#endif
