/* A row of detail while it is read and tallied: what it has for each field of
   its record type, in the order of the fields.  One row is filled again and
   again, so nothing is allocated for it. */

#ifndef QP_INPUT_ROW_H
#define QP_INPUT_ROW_H

#include "engine/record.h"
#include "input/decimal.h"
#include "input/labels.h"
#include "input/roll.h"

/* Bits of the fields, the first one lowest. */
typedef uint32_t qp_row_fields;

struct qp_row {
    int line;
    qp_row_fields there;   /* fields that are not left out */
    qp_row_fields is_long; /* figures too long for NUMBERS; see decimal.h */

    /* Of an integer or decimal the figure, in units of its last place; of a
       date YYYYMMDD, of an enum the place of the word, of a bool 1 or 0, of a
       country its number, else 0. */
    int64_t numbers[QP_RECORD_FIELDS];
    struct qp_long longs[QP_RECORD_FIELDS];

    /* As the file has it, without blanks around, and no null byte behind. */
    const char *texts[QP_RECORD_FIELDS];
    size_t lengths[QP_RECORD_FIELDS];

    struct qp_roll_id id; /* of the key, where the record type has one */
    uint64_t id_hash;

    /* Of fields that rows are counted by: LABELS tell values apart, HASHES say
       where their set has them, and PLACES which one of that set they are. */
    struct qp_label labels[QP_RECORD_FIELDS];
    uint64_t hashes[QP_RECORD_FIELDS];
    size_t places[QP_RECORD_FIELDS];

    bool *holds; /* of the conditions of its tally */
};

static inline bool
qp_row_has(const struct qp_row *row, size_t field)
{
    return row->there >> field & 1;
}

/* True if no figure of ROW is long. */
static inline bool
qp_row_is_short(const struct qp_row *row)
{
    return (row->is_long & row->there) == 0;
}

/* The places of figures of FIELD that are not long. */
int qp_row_scale(const struct qp_record_field *field);

/* The figure that ROW has for FIELD. */
struct qp_decimal qp_row_decimal(const struct qp_row *row, size_t field);

/* ROW, whose fields are those of RECORD, as expressions take it. */
const struct qp_value *qp_row_values(struct qp_arena *arena,
                                     const struct qp_record_type *record,
                                     const struct qp_row *row);

#endif
