/* <records>: rows of detail, read, tallied as they pass, and forgotten.  What
   stays of a file is what its data come to, and the labels of keys and
   territorial fields, which are held against those of other files once all
   have been read. */

#ifndef QP_INPUT_RECORDS_H
#define QP_INPUT_RECORDS_H

#include "input/form.h"

struct qp_records;

/* What <records> says of itself; null where it says nothing or wrong. */
struct qp_records_given {
    const char *type, *count, *total_field, *total;
    struct qp_place at;
};

/* Begins the <records> of READING that GIVEN describes. */
void qp_records_open(struct qp_reading *reading,
                     const struct qp_records_given *given);

/* Reads TAG, a row of the <records> that has begun.  Returns false when something is
   wrong with it, all of which has been reported. */
bool qp_records_row(struct qp_reading *reading, const struct qp_sax_row *tag);

/* Ends it, and reports rows and sums that are not as many or as much as it
   says. */
void qp_records_close(struct qp_reading *reading);

/* The file was read to its end: puts what its rows come to beside its typed
   figures, reports those that differ, and leaves its labels to the intake. */
void qp_records_finish(struct qp_reading *reading);

/* True if the file has records that DATUM is derived from. */
bool qp_records_give(const struct qp_reading *reading, size_t datum);

/* Gives back what READING's records have beside its arena. */
void qp_records_free(struct qp_reading *reading);

/* Reports keys that two files have, and values of territorial fields, in order
   of district whatever the order of files, and gives the labels back. */
void qp_records_compare(struct qp_intake *intake);

#endif
