/* What all files of a run go into while they are read: the entries of the
   districts' data, the experts' scores, the documents, and what has been given
   where.  A file is read into a part of its own, which no other file sees, so
   that files can be read side by side; the parts are joined in the order of
   files.  assemble.h makes struct qp_submissions of the whole. */

#ifndef QP_INPUT_INTAKE_H
#define QP_INPUT_INTAKE_H

#include "engine/model.h"
#include "input/codes.h"
#include "input/roll.h"
#include "input/seen.h"
#include "input/tally.h"

/* A document and where its root element stands. */
struct qp_intake_document {
    struct qp_document document;
    struct qp_place at;
};

/* One of a list. */
struct qp_intake_opinion {
    struct qp_intake_opinion *next;
    size_t district, datum;
    struct qp_opinion opinion;
};

/* Something about a datum of a district; null what it is not about.  One of a
   list. */
struct qp_intake_item {
    struct qp_intake_item *next;
    size_t district, datum;
    const struct qp_figure *reported;
    struct qp_extra extra;
};

/* What stays of the rows of one type that a file has: their keys, and the
   labels of their territorial field; null where there are none. */
struct qp_intake_records {
    const char *path;
    size_t district, record;
    struct qp_roll *keys;
    struct qp_labels *territorial;
};

struct qp_intake {
    struct qp_session *run;
    struct qp_arena *passing; /* gone when all is read */
    const struct qp_ruleset *rules;
    const struct qp_history *history; /* null without a record */
    const struct qp_codes *districts, *data;
    struct qp_seen *seen;
    struct qp_entry *entries; /* [district * n_data + datum] */
    struct qp_intake_document *documents;
    size_t n_documents, documents_capacity;
    struct qp_intake_opinion *opinions; /* in no order */
    size_t n_opinions;
    const struct qp_tally_plan **plans; /* one a record type */
    uint64_t secret[2];                 /* of rolls */
    struct qp_intake_records *records;
    size_t n_records, records_capacity;
    struct qp_finding *findings; /* of checks of rows */
    size_t n_findings, findings_capacity;
    bool is_partial; /* something could not be read, or is of a district that
                        is not known */
};

/* What one file holds, and what was found in it. */
struct qp_intake_part {
    struct qp_session run;
    struct qp_arena *passing; /* gone when it is joined */
    const struct qp_ruleset *rules;
    const struct qp_history *history;
    const struct qp_codes *districts, *data;
    struct qp_seen *seen;
    struct qp_intake_item *items;       /* the last one first */
    struct qp_intake_opinion *opinions; /* the last one first */
    size_t n_opinions;
    const struct qp_tally_plan *const *plans; /* one a record type */
    const uint64_t *secret;
    struct qp_intake_records *records;
    size_t n_records, records_capacity;
    struct qp_finding *findings; /* of checks of rows */
    size_t n_findings, findings_capacity;
    struct qp_intake_document document;
    bool has_document; /* the file was read to its end */
    bool is_partial;
};

/* Makes an empty intake for RULES. */
struct qp_intake *qp_intake_new(struct qp_session *run,
                                const struct qp_ruleset *rules);

/* Frees what only reading needs.  What was read stays. */
void qp_intake_end(struct qp_intake *intake);

/* Makes an empty part of INTAKE, which must be joined.  What stays of it is of
   ARENA, which stays as long as the run of INTAKE. */
struct qp_intake_part *qp_intake_part_new(struct qp_arena *arena,
                                          const struct qp_intake *intake);

/* Notes THING, given at AT, and returns true; or reports that it was given
   before in this file, and where.  A key of AT is the thing's word as it is
   spelt. */
bool qp_intake_is_first(struct qp_intake_part *part,
                        const struct qp_seen_thing *thing, struct qp_place at);

/* Adds something about DATUM of DISTRICT, to be filled in; an opinion; what
   stays of rows; a finding about one; the document. */
struct qp_intake_item *qp_intake_add_item(struct qp_intake_part *part,
                                          size_t district, size_t datum);
void qp_intake_add_opinion(struct qp_intake_part *part, size_t district,
                           size_t datum, const struct qp_opinion *opinion);
void qp_intake_add_records(struct qp_intake_part *part,
                           const struct qp_intake_records *records);
void qp_intake_add_finding(struct qp_intake_part *part,
                           const struct qp_finding *finding);
void qp_intake_add_document(struct qp_intake_part *part,
                            const struct qp_document *document,
                            struct qp_place at);

/* Takes PART, which then is gone, into INTAKE, with the problems found in its
   file, and reports what a file that was joined before gives already. */
void qp_intake_join(struct qp_intake *intake, struct qp_intake_part *part);

#endif
