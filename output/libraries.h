/* The libraries that a result rests on, by name and version. */

#ifndef QP_OUTPUT_LIBRARIES_H
#define QP_OUTPUT_LIBRARIES_H

#include "engine/arena.h"

/* "GMP 6.2.1, MPFR 4.2.0, libxml2 2.9.14, ...", with SEPARATOR between. */
const char *qp_libraries_text(struct qp_arena *arena, const char *separator);

#endif
