/* What fields of detail records can be, and what can be taken of them: one row
   each, by which rules are read, rows are checked and the manual is
   printed. */

#ifndef QP_ENGINE_RECORD_H
#define QP_ENGINE_RECORD_H

#include "engine/model.h"

enum { QP_RECORD_FIELDS = 32 }; /* at most, of a record type */

struct qp_record_type_row {
    const char *name; /* as in the rules: "firm = uscc" */
    const char *usage;
    const char *help;
    bool is_amount; /* integer or decimal, with a unit */
    bool is_number; /* in expressions; else a text */
};

/* By enum qp_field_type. */
extern const struct qp_record_type_row qp_record_types[QP_N_FIELD_TYPES];

struct qp_record_take_row {
    const char *name; /* as in the rules: "take = sum executed" */
    const char *usage;
    const char *help;
    bool takes_field;
    bool takes_amount; /* the field is an integer or a decimal */
};

/* By enum qp_take_kind. */
extern const struct qp_record_take_row qp_record_takes[QP_N_TAKES];

/* The field of RECORD with the code NAME (LENGTH bytes), without regard to
   case; QP_NONE. */
size_t qp_record_field_find(const struct qp_record_type *record,
                            const char *name, size_t length);

#endif
