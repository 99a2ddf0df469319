/* JSON as it is written: objects and lists with their commas, one object of a
   list a line; numbers are texts, for they are exact. */

#ifndef QP_OUTPUT_JSON_H
#define QP_OUTPUT_JSON_H

#include "engine/num.h"

#include <stdio.h>

struct qp_json {
    struct qp_arena *arena;
    FILE *out;
    bool follows; /* something stands before in the same object or list */
};

/* Begins and ends an object or a list, which is the member KEY, or null within
   a list and for the whole. */
void qp_json_object(struct qp_json *json, const char *key);
void qp_json_object_end(struct qp_json *json);
void qp_json_list(struct qp_json *json, const char *key);
void qp_json_list_end(struct qp_json *json);

/* The member KEY, or null within a list: a text; a number, as a fraction; a
   count.  A null text or an undefined number is left out. */
void qp_json_text(struct qp_json *json, const char *key, const char *text);
void qp_json_number(struct qp_json *json, const char *key, qp_num x);
void qp_json_count(struct qp_json *json, const char *key, size_t n);

/* The member KEY that is true; left out if IT is not. */
void qp_json_flag(struct qp_json *json, const char *key, bool it);

#endif
