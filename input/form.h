/* Files as their forms say (engine/form.h): what a row says is checked here,
   so that a handler sees only what the file means. */

#ifndef QP_INPUT_FORM_H
#define QP_INPUT_FORM_H

#include "engine/form.h"
#include "input/guard.h"
#include "input/intake.h"

enum {
    QP_FORM_ATTRIBUTES = 8, /* of an element */
    QP_FORM_ELEMENTS = 8,   /* of a form */
    QP_FORM_FAULTS = 1000   /* in a file, which is read no further then */
};

/* An element as it was read.  VALUES are in the order of the row's attributes,
   null where one is left out or wrong; is_sound says that none is wrong or
   missing.  When the element ends, TEXT, trimmed, has LENGTH bytes, or is null
   because it is wrong as a whole.  All that is wrong has been reported. */
struct qp_form_node {
    const struct qp_form_element *element;
    struct qp_place at;
    bool is_sound;
    const char *values[QP_FORM_ATTRIBUTES];
    bool is_wrong[QP_FORM_ATTRIBUTES];
    const char *text;
    size_t length;
};

extern const struct qp_form qp_form_submission, qp_form_verification,
    qp_form_scores;

enum { QP_N_FORMS = 3 };

extern const struct qp_form *const qp_forms[QP_N_FORMS];

/* An evidence id that a datum names. */
struct qp_form_mention {
    const char *id;
    struct qp_place at;
};

/* A file while it is read. */
struct qp_reading {
    struct qp_intake_part *intake;
    struct qp_session *run;
    struct qp_arena *scratch; /* gone with the file */
    const char *path;
    const struct qp_form *form; /* null until the root is known */
    struct qp_document document;
    struct qp_place at; /* of the root element */

    struct qp_place data_at; /* of its <data>, line 0 without */
    struct qp_form_mention *mentions;
    size_t n_mentions, mentions_capacity;
    bool has_prior; /* a figure of the year before, if that is not read */
    struct qp_records *records; /* null before the first <records> */
};

/* Reads the file at PATH, CHUNK bytes at a time, into INTAKE.  All that is
   wrong is reported there. */
void qp_form_read(struct qp_intake_part *intake, const char *path,
                  size_t chunk);

/* ---- for forms ---- */

/* Reports a year or, if there is one, an evaluation that is not the rules'. */
void qp_form_check_evaluation(struct qp_reading *reading,
                              const struct qp_form_node *node,
                              const char *evaluation, const char *year);

/* The district with the code TEXT; QP_NONE, reported but for a null TEXT. */
size_t qp_form_district(struct qp_reading *reading,
                        const struct qp_form_node *node, const char *text);

/* The datum with the code TEXT, if it may come from this form; as above. */
size_t qp_form_datum(struct qp_reading *reading,
                     const struct qp_form_node *node, const char *text);

/* The period that TEXT names, the rules' year where TEXT is null. */
const char *qp_form_period(const struct qp_reading *reading, const char *text,
                           char year[8]);

/* How many years before the rules' year PERIOD is, for which NODE has a figure
   of DATUM: 0, 1, or more, which nothing reads.  Negative for a year that is
   yet to come.  Reports all but what is read. */
int qp_form_years_ago(struct qp_reading *reading,
                      const struct qp_form_node *node, size_t datum,
                      const char *period);

/* A datum as messages name it. */
struct qp_form_label {
    char text[160];
};

struct qp_form_label qp_form_label(const struct qp_reading *reading,
                                   size_t datum);

/* A copy of TEXT in the run's arena; null stays null. */
const char *qp_form_keep(struct qp_reading *reading, const char *text);

#endif
