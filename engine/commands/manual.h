/* What the manual says of keys, parameters and limits, from the tables that
   the program reads by: help.c prints it for a terminal, reference.c as
   Markdown. */

#ifndef QP_ENGINE_COMMANDS_MANUAL_H
#define QP_ENGINE_COMMANDS_MANUAL_H

#include "engine/method.h"
#include "rules/keys.h"

/* TEXT as a sentence: with a capital, unless it begins with a value that is
   explained, and a full stop. */
const char *qp_manual_sentence(struct qp_arena *arena, const char *text);

/* What a value of KEY looks like: "one of points, relative". */
const char *qp_manual_key_type(struct qp_arena *arena,
                               const struct qp_key *key);

/* The same of PARAM. */
const char *qp_manual_param_type(struct qp_arena *arena,
                                 const struct qp_param *param);

/* One limit beyond which something is refused: what it is of, and how much. */
struct qp_manual_limit {
    const char *what;
    unsigned long long most;
    const char *unit; /* "byte" counts in KiB and the like */
};

/* The I-th limit, null behind the last. */
const struct qp_manual_limit *qp_manual_limit(size_t i);

/* "64 KiB", "16 elements". */
const char *qp_manual_limit_text(struct qp_arena *arena,
                                 const struct qp_manual_limit *limit);

/* Prints the reference of rule files as Markdown. */
void qp_manual_print(struct qp_arena *arena);

#endif
