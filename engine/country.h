/* Countries and regions by their two letters, ISO 3166-1 alpha-2. */

#ifndef QP_ENGINE_COUNTRY_H
#define QP_ENGINE_COUNTRY_H

#include <stddef.h>

/* The number of the country or region that the N bytes at TEXT name in
   capitals, or -1: "CN", "HK", "US".  What the standard only sets aside (EU,
   UK) is none. */
int qp_country_find(const char *text, size_t n);

/* The I-th code in alphabetical order, with a null byte behind; null behind
   the last. */
const char *qp_country_row(size_t i);

#endif
