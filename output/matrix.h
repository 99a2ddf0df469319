/* A table of all districts against all items, such as indicators or data.  A
   few districts stand side by side, with one item a row; many stand below one
   another.  Either way it reads like a table of the other sheets. */

#ifndef QP_OUTPUT_MATRIX_H
#define QP_OUTPUT_MATRIX_H

#include "output/page.h"

/* Districts that stand side by side at most. */
enum { QP_MATRIX_ACROSS = 20 };

struct qp_matrix_item {
    const char *code, *name;
    const char *over; /* what it belongs to; null: it stands for itself */
    const char *unit; /* unit or full marks */
    bool strong;      /* a sum of others */
    bool starts;      /* begins a block, before which paper may end */
    bool heats;       /* its figures are coloured by size */
};

struct qp_matrix {
    struct qp_page *page;
    const size_t *districts; /* in the order of the table */
    const struct qp_matrix_item *items;
    size_t n_items;
    const char *unit_head; /* over the items' units */
    bool codes;            /* items show their codes */

    /* The text below, or beside, the name of DISTRICT. */
    const char *(*about)(const struct qp_matrix *matrix, size_t district);
    const char *about_head;

    /* Is told where the figure of DISTRICT on ITEM will stand, before any is
       written; null: nobody wants to know. */
    void (*note)(const struct qp_matrix *matrix, size_t row, size_t column,
                 size_t district, size_t item);

    /* Writes the figure of DISTRICT on ITEM to a cell on GROUND. */
    void (*put)(const struct qp_matrix *matrix, size_t row, size_t column,
                enum qp_ground ground, size_t district, size_t item);

    /* What stands behind the districts, such as means; null: nothing. */
    const char *const *tails;
    size_t n_tails;
    void (*put_tail)(const struct qp_matrix *matrix, size_t row, size_t column,
                     size_t tail, size_t item);
    const void *context;
};

/* The columns that MATRIX, of a page of RULES, takes. */
size_t qp_matrix_columns(const struct qp_ruleset *rules,
                         const struct qp_matrix *matrix);

/* Writes MATRIX at the next free row of its page. */
void qp_matrix_write(const struct qp_matrix *matrix);

#endif
