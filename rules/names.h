/* Codes and what they stand for.  Codes are ASCII letters, digits and
   underscores, compared without case; other bytes compare as they are. */

#ifndef QP_RULES_NAMES_H
#define QP_RULES_NAMES_H

#include "engine/model.h"

struct qp_names;

/* Makes an empty set of names. */
struct qp_names *qp_names_new(struct qp_arena *arena);

/* Adds TEXT with INDEX and returns QP_NONE, or returns the index that TEXT has
   already, which it keeps. */
size_t qp_names_add(struct qp_names *names, const char *text, size_t index);

/* The index of TEXT, or QP_NONE. */
size_t qp_names_find(const struct qp_names *names, const char *text);

/* How many names there are, and the I-th in the order in which they came, as
   first written: what suggestions are made from. */
size_t qp_names_count(const struct qp_names *names);
const char *qp_names_text(const struct qp_names *names, size_t i);

/* Orders codes A and B by their bytes without regard to case: <0, 0, >0. */
int qp_names_order(const char *a, const char *b);

#endif
