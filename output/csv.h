/* result.csv: one row a district and node, for programs. */

#ifndef QP_OUTPUT_CSV_H
#define QP_OUTPUT_CSV_H

#include "engine/result.h"

#include <stdio.h>

/* Writes RESULT to OUT: RFC 4180 with a byte order mark; numbers exact where
   they are finite decimals of at most 40 digits, else 20 digits; points as
   printed.  Whether all could be written, ferror(OUT) says. */
void qp_csv_write(const struct qp_result *result, FILE *out);

#endif
