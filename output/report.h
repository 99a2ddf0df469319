/* The report of a self-check: what was found in a district's submission, what
   it comes to by itself, and where points are lost.  It is one document of
   texts and numbers; the terminal, the workbook and the page (report_*.c) each
   show all of it and compute nothing. */

#ifndef QP_OUTPUT_REPORT_H
#define QP_OUTPUT_REPORT_H

#include "engine/provisional.h"

#include <stdio.h>

/* What a page and a workbook are known by later. */
#define QP_REPORT_MARK "quping check"

/* What a row is, for its colour. */
enum qp_report_tone {
    QP_REPORT_PLAIN,
    QP_REPORT_ERROR,
    QP_REPORT_WARNING,
    QP_REPORT_ESTIMATE,
    QP_REPORT_UNKNOWN,
    QP_N_REPORT_TONES
};

/* A number with DECIMALS where it is defined, else a text. */
struct qp_report_cell {
    qp_num number;
    int decimals;
    const char *text;
};

struct qp_report_column {
    const char *head;
    bool is_number;
    bool is_long;         /* text that runs over lines */
    bool is_bar;          /* drawn as a part of the greatest of its column */
    bool is_on_terminal;  /* where there is little room */
    unsigned least, most; /* characters on a sheet */
};

struct qp_report_row {
    enum qp_report_tone tone;
    const struct qp_report_cell *cells; /* one a column */
};

struct qp_report_table {
    const char *title, *sheet;
    const char *empty; /* what is said where there are no rows */
    const char *note;  /* below; null */
    const struct qp_report_column *columns;
    size_t n_columns;
    struct qp_report_row *rows;
    size_t n_rows, capacity;
};

struct qp_report_entry {
    const char *label, *text;
    bool is_main; /* what people look for first */
};

struct qp_report {
    const struct qp_ruleset *rules;
    const struct qp_result *result; /* for the heads of sheets; at least rules
                                       and submissions */
    const char *title, *subject, *about;
    const char *origin; /* by which rules, and which program */
    struct qp_report_entry *entries;
    size_t n_entries, entries_capacity;
    struct qp_report_table *tables;
    size_t n_tables;
};

/* Makes the report on DISTRICT of RULES: what RUN has found, but for the first
   N_BEFORE problems, which are of the rules; and MADE, null where nothing
   could be scored. */
const struct qp_report *
qp_report_make(struct qp_session *run, const struct qp_ruleset *rules,
               const struct qp_submissions *subs, size_t district,
               const struct qp_provisional *made, size_t n_before);

/* Prints REPORT for a terminal; what was found has been printed to it. */
void qp_report_print(struct qp_arena *arena, const struct qp_report *report,
                     FILE *out);

/* Writes REPORT as the workbook or the page at PATH, which may not exist or be
   an earlier report.  On failure says why, leaves what was there as it was,
   and returns false. */
bool qp_report_write_book(struct qp_session *run,
                          const struct qp_report *report, const char *path);
bool qp_report_write_page(struct qp_session *run,
                          const struct qp_report *report, const char *path);

#endif
