/* Days of the calendar as files write them: YYYY-MM-DD. */

#ifndef QP_ENGINE_DATE_H
#define QP_ENGINE_DATE_H

#include <stddef.h>

/* Reads the LENGTH bytes at TEXT.  Returns null and sets *DAY to a number that
   orders like days, 20260120 for 2026-01-20; or returns what is wrong as a
   phrase that follows the quoted text in a message. */
const char *qp_date_parse(const char *text, size_t length, int *day);

/* The number of days from the day FROM to the day TO, as qp_date_parse() gives
   them; negative where TO comes first. */
int qp_date_days(int from, int to);

#endif
