/* What book.c and cells.c share; nobody else includes it. */

#ifndef QP_OUTPUT_BOOK_IMPL_H
#define QP_OUTPUT_BOOK_IMPL_H

#include "output/book.h"

struct qp_book {
    struct qp_session run; /* its own memory, the run's problems */
    const char *path, *label;
    const struct qp_ruleset *rules;
    lxw_workbook *raw; /* null once it has failed */
    struct qp_styles *styles;
    struct qp_arena *scratch; /* for one number */
    struct qp_live *live; /* null while nobody asked */
    struct qp_packing *packing;
    const char **shared; /* the texts that cells share */
    size_t n_shared, shared_capacity;
    size_t n_texts; /* cells that hold one of them */
    struct qp_sheet **sheets;
    size_t n_sheets, capacity;
    bool failed;
};

/* BOOK takes nothing any more, and will not be written. */
void qp_book_fail(struct qp_book *book);

/* The same after reporting ERROR, and why the system did not do it, if it said
   so. */
void qp_book_fail_library(struct qp_book *book, lxw_error error);

#endif
