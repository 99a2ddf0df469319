/* Rows of detail as the parser has them, made into slots: one for each field of
   the record type.  Nothing is allocated for a sound row.  Attributes are found
   by the pointers of their names, which rows have in common and mostly in the
   same order. */

#ifndef QP_INPUT_ROWS_H
#define QP_INPUT_ROWS_H

#include "input/conditions.h"
#include "input/sax.h"

struct qp_rows;

/* Makes a reader of rows of RECORD in the file at PATH.  LABELS says which
   fields get labels, which KEY is for. */
struct qp_rows *qp_rows_new(struct qp_session *run, struct qp_arena *scratch,
                            const char *path,
                            const struct qp_record_type *record,
                            const bool labels[], struct qp_label_key key);

/* Reads ROW into the slots, in the order of the fields, which stay as they are
   until the next row.  Returns null when something is wrong, all of which has
   been reported. */
struct qp_slot *qp_rows_read(struct qp_rows *rows,
                             const struct qp_sax_row *row);

/* What messages call a row: "contract C17". */
struct qp_rows_name {
    char text[160];
};

struct qp_rows_name qp_rows_name(const struct qp_rows *rows,
                                 const struct qp_sax_row *row);

#endif
