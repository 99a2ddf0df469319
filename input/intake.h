/* What all files of a run go into while they are read: the entries of the
   districts' data, the experts' scores, the documents, and what has been given
   where.  assemble.h makes struct qp_submissions of it. */

#ifndef QP_INPUT_INTAKE_H
#define QP_INPUT_INTAKE_H

#include "engine/model.h"
#include "input/codes.h"
#include "input/seen.h"

/* A document and where its root element stands. */
struct qp_intake_document {
    struct qp_document document;
    struct qp_place at;
};

struct qp_intake_opinion {
    size_t district, datum;
    struct qp_opinion opinion;
};

struct qp_intake {
    struct qp_session *run;
    const struct qp_ruleset *rules;
    const struct qp_codes *districts, *data;
    struct qp_seen *seen;
    struct qp_entry *entries; /* [district * n_data + datum] */
    struct qp_intake_document *documents;
    size_t n_documents, documents_capacity;
    struct qp_intake_opinion *opinions;
    size_t n_opinions, opinions_capacity;
    bool is_partial; /* something could not be read, or is of a district that
                        is not known */
};

/* Makes an empty intake for RULES. */
struct qp_intake *qp_intake_new(struct qp_session *run,
                                const struct qp_ruleset *rules);

/* Notes THING, given at AT and called WHAT in a message, and returns true; or
   reports that it was given before, and where. */
bool qp_intake_is_first(struct qp_intake *intake,
                        const struct qp_seen_thing *thing, struct qp_place at,
                        const char *what);

/* Appends a document, an opinion. */
void qp_intake_add_document(struct qp_intake *intake,
                            const struct qp_document *document,
                            struct qp_place at);
void qp_intake_add_opinion(struct qp_intake *intake, size_t district,
                           size_t datum, const struct qp_opinion *opinion);

#endif
