/* Problems found in a run, each with its place.  Stages report and go on, so
   that one run shows all; they are printed at the end in file order as
       file:line: error: text [code]
   with control characters made visible.  Of one code and file the first
   QP_DIAG_MOST are kept, and the others counted. */

#ifndef QP_ENGINE_DIAG_H
#define QP_ENGINE_DIAG_H

#include "engine/arena.h"

#include <stdbool.h>
#include <stdio.h>

enum { QP_DIAG_MOST = 100 };

enum qp_code {
#define DIAG(name, code, about) QP_##name,
#include "engine/diag.def"
#undef DIAG
    QP_N_CODES
};

/* Where something was written.  FILE is the path as the user gave it (null:
   no file), LINE counts from 1 (0: the file as a whole), KEY is the key or
   item, null where there is none. */
struct qp_place {
    const char *file;
    int line;
    const char *key;
};

enum qp_severity {
    QP_SEVERITY_NOTE,
    QP_SEVERITY_WARNING,
    QP_SEVERITY_ERROR, /* the input is at fault */
    QP_SEVERITY_SYSTEM /* the system is */
};

/* A problem as it was reported. */
struct qp_problem {
    struct qp_place at;
    enum qp_severity severity;
    enum qp_code code;
    const char *text;
    size_t file;  /* in the order in which files came up */
    size_t order; /* of report */
};

struct qp_diag;

/* What every stage gets: the memory and the problem list of the run. */
struct qp_session {
    struct qp_arena *arena;
    struct qp_diag *diag;
};

struct qp_diag *qp_diag_new(struct qp_arena *arena);

/* Notes that FILE comes up now, so that its problems are printed before those
   of files that come up later, whichever are reported first. */
void qp_diag_file(struct qp_diag *diag, const char *file);

/* The input is at fault: found and expected, in the user's words, without a
   full stop.  Nothing will be written. */
void qp_error(struct qp_session *run, struct qp_place at, enum qp_code code,
              const char *format, ...) QP_PRINTF(4, 5);

/* Something a person should look at; the run goes on. */
void qp_warning(struct qp_session *run, struct qp_place at, enum qp_code code,
                const char *format, ...) QP_PRINTF(4, 5);

/* Something done that a person may want to know. */
void qp_note(struct qp_session *run, struct qp_place at, enum qp_code code,
             const char *format, ...) QP_PRINTF(4, 5);

/* The system is at fault (PATH cannot be opened, written, ...): prints as
   "PATH: error: text [system]".  Exit status 3. */
void qp_system_error(struct qp_session *run, const char *path,
                     const char *format, ...) QP_PRINTF(3, 4);

/* Takes over all that was reported to OTHER, which then may go: what a thread
   of its own has found. */
void qp_diag_join(struct qp_diag *diag, const struct qp_diag *other);

/* The same but for what was reported to DIAG in the same words already: what a
   second evaluation finds that the first has not; nothing worse than MOST. */
void qp_diag_join_new(struct qp_diag *diag, const struct qp_diag *other,
                      enum qp_severity most);

/* True if more of CODE in FILE (null: no file) would be counted only, so that
   no trouble need be taken over its text. */
bool qp_diag_is_full(const struct qp_diag *diag, const char *file,
                     enum qp_code code);

/* True while no error has been reported. */
bool qp_diag_ok(const struct qp_diag *diag);

/* The exit status so far: 0, 1 the input is at fault, 3 the system is. */
int qp_diag_status(const struct qp_diag *diag);

/* Prints what was reported since the last print, ordered by file (in the order
   in which the files came up) and line; AS_JSON one object a line with the
   fields file, line, severity, code, text. */
void qp_diag_print(struct qp_diag *diag, FILE *out, bool as_json);

/* Prints TEXT as a JSON string, in which hidden characters are \uHHHH. */
void qp_diag_put_json(const char *text, FILE *out);

/* How many errors, warnings and notes were reported. */
void qp_diag_count(const struct qp_diag *diag, size_t *errors,
                   size_t *warnings, size_t *notes);

/* All problems that are kept, *N of them, in the order of print. */
const struct qp_problem *qp_diag_list(struct qp_arena *arena,
                                      const struct qp_diag *diag, size_t *n);

/* The number of problems kept so far, to look at with qp_diag_text(). */
size_t qp_diag_length(const struct qp_diag *diag);

/* The I-th problem as printed, in order of report, for tests. */
const char *qp_diag_text(struct qp_arena *arena, const struct qp_diag *diag,
                         size_t i);

#endif
