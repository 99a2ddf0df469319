/* What has been given so far and where, so that nothing is taken twice: within
   a file, and across files.  What a file gives of its own district is told
   apart from the rest by the file, and has district 0. */

#ifndef QP_INPUT_SEEN_H
#define QP_INPUT_SEEN_H

#include "engine/model.h"

enum qp_seen_kind {
    QP_SEEN_SUBMISSION, /* of a district */
    QP_SEEN_REPORTED,   /* a district's datum; WORD: its period */
    QP_SEEN_VERIFIED,   /* the same from a department */
    QP_SEEN_SCORE,      /* WORD: the expert */
    QP_SEEN_NOTE,       /* a district's datum */
    QP_SEEN_EVIDENCE    /* WORD: the id */
};

/* Things are the same when all four are; WORD may be "". */
struct qp_seen_thing {
    enum qp_seen_kind kind;
    size_t district, datum;
    const char *word;
};

struct qp_seen;

struct qp_seen *qp_seen_new(struct qp_arena *arena);

/* The place of THING if it was given, else null. */
const struct qp_place *qp_seen_find(const struct qp_seen *seen,
                                    const struct qp_seen_thing *thing);

/* Notes that THING, which was not found, is given at AT.  Copies its word. */
void qp_seen_add(struct qp_seen *seen, const struct qp_seen_thing *thing,
                 struct qp_place at);

/* How many things there are, and the I-th in the order in which they were
   added, with its place in *AT. */
size_t qp_seen_count(const struct qp_seen *seen);
const struct qp_seen_thing *qp_seen_thing(const struct qp_seen *seen, size_t i,
                                          struct qp_place *at);

#endif
