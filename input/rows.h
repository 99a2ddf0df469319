/* Rows of detail as the parser has them, made into struct qp_row.  Nothing is allocated for a sound row.  Attributes are found
   by the pointers of their names, which rows have in common and mostly in the
   same order. */

#ifndef QP_INPUT_ROWS_H
#define QP_INPUT_ROWS_H

#include "input/row.h"
#include "input/sax.h"

struct qp_rows;

/* Makes a reader of rows of RECORD in the file at PATH.  LABELS has the sets
   that the labels of fields will go to, null for those that need none; KEY is
   for the labels. */
struct qp_rows *qp_rows_new(struct qp_session *run, struct qp_arena *scratch,
                            const char *path,
                            const struct qp_record_type *record,
                            struct qp_labels *const labels[],
                            struct qp_label_key key);

/* Reads TAG into ROW, whose texts stay until the next tag.  Returns false when
   something is wrong, all of which has been reported. */
bool qp_rows_read(struct qp_rows *rows, const struct qp_sax_row *tag,
                  struct qp_row *row);

#endif
