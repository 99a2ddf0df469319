/* Conditions on rows of detail, tried on every row.  A comparison that several
   conditions share is made once a row, in integers; what is no list of
   comparisons, or meets a figure too long for them, is evaluated like any
   expression. */

#ifndef QP_INPUT_CONDITIONS_H
#define QP_INPUT_CONDITIONS_H

#include "engine/model.h"
#include "input/decimal.h"
#include "input/labels.h"

/* What a row has for a field.  VALUE: the figure of an integer or decimal; of
   a date YYYYMMDD, of an enum the place of the word, of a bool 1 or 0, of a
   country its number.  TEXT is as the file has it, without blanks around.
   LABEL, of a field that tells rows apart or is counted by, tells it from all
   others, and NUMBER says which of them it is in its file. */
struct qp_slot {
    bool is_there;
    struct qp_decimal value;
    const char *text;
    size_t length;
    struct qp_label label;
    size_t number;
};

struct qp_conditions;

/* Makes an empty list of conditions on rows of RECORD. */
struct qp_conditions *qp_conditions_new(struct qp_arena *arena,
                                        const struct qp_record_type *record);

/* Adds FORMULA, which is compiled for the record, or nothing, which always
   holds.  Returns its number, that of an equal one if it was added before. */
size_t qp_conditions_add(struct qp_conditions *conditions,
                         const struct qp_formula *formula);

size_t qp_conditions_count(const struct qp_conditions *conditions);

/* Sets HOLDS for each condition on ROW, the slots of the fields in their order;
   one that cannot be decided does not hold.  SCRATCH is cleared when it was
   used. */
void qp_conditions_try(const struct qp_conditions *conditions,
                       const struct qp_slot row[], struct qp_arena *scratch,
                       bool holds[]);

/* The places of figures of FIELD that are short (see decimal.h). */
int qp_slot_scale(const struct qp_record_field *field);

/* ROW, whose fields are those of RECORD, as expressions take it. */
const struct qp_value *qp_slots_values(struct qp_arena *arena,
                                       const struct qp_record_type *record,
                                       const struct qp_slot row[]);

#endif
