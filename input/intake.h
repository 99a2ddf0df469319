/* What all files of a run go into while they are read: the entries of the
   districts' data, the experts' scores, the documents, and what has been given
   where.  A file is read into a part of its own, which no other file sees, so
   that files can be read side by side; the parts are joined in the order of
   files.  assemble.h makes struct qp_submissions of the whole. */

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

/* Something about a datum of a district; null what it is not about. */
struct qp_intake_item {
    size_t district, datum;
    struct qp_entry given;
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

/* What one file holds, and what was found in it. */
struct qp_intake_part {
    struct qp_session run;
    const struct qp_ruleset *rules;
    const struct qp_codes *districts, *data;
    struct qp_seen *seen;
    struct qp_intake_item *items;
    size_t n_items, items_capacity;
    struct qp_intake_opinion *opinions;
    size_t n_opinions, opinions_capacity;
    struct qp_intake_document document;
    bool has_document; /* the file was read to its end */
    bool is_partial;
};

/* Makes an empty intake for RULES. */
struct qp_intake *qp_intake_new(struct qp_session *run,
                                const struct qp_ruleset *rules);

/* Makes an empty part of INTAKE.  Its memory is of ARENA, which stays as long
   as the run of INTAKE. */
struct qp_intake_part *qp_intake_part_new(struct qp_arena *arena,
                                          const struct qp_intake *intake);

/* Notes THING, given at AT, and returns true; or reports that it was given
   before in this file, and where.  A key of AT is the thing's word as it is
   spelt. */
bool qp_intake_is_first(struct qp_intake_part *part,
                        const struct qp_seen_thing *thing, struct qp_place at);

/* Adds something about DATUM of DISTRICT, to be filled in before the next is
   added; an opinion; the document. */
struct qp_entry *qp_intake_add_item(struct qp_intake_part *part,
                                    size_t district, size_t datum);
void qp_intake_add_opinion(struct qp_intake_part *part, size_t district,
                           size_t datum, const struct qp_opinion *opinion);
void qp_intake_add_document(struct qp_intake_part *part,
                            const struct qp_document *document,
                            struct qp_place at);

/* Takes PART into INTAKE, with the problems found in its file, and reports
   what a file that was joined before gives already. */
void qp_intake_join(struct qp_intake *intake,
                    const struct qp_intake_part *part);

#endif
