/* Rolls of ids of which each may stand once, in a file and over all files.

   An id is only written down, in 24 bytes, when it comes, into one of some
   bundles by its hash.  Once all have come, a bundle is small enough to be
   looked through in near memory, together with the same bundles of other
   files: a table of millions of ids, into which each falls somewhere else,
   would be waited for at every row.

   A text of up to 23 bytes is its own id: two are alike only where the texts
   are.  Of a longer one the id is a digest of 128 bits (SipHash-2-4-128, keyed
   by the rule set).  That two of a thousand million texts have the same by
   chance has a probability below 10^-20, so nobody is accused of what he did
   not write; and who looks for a second text with the id of another's, which
   he may know, has 2^128 to try. */

#ifndef QP_INPUT_ROLL_H
#define QP_INPUT_ROLL_H

#include "input/labels.h"

enum { QP_ROLL_ID = 24 };

struct qp_roll_id {
    unsigned char bytes[QP_ROLL_ID];
};

/* The id of the N bytes at TEXT. */
struct qp_roll_id qp_roll_id_of(struct qp_label_key key, const char *text,
                                size_t n);

/* The text that ID is, with a null byte behind; "" for a digest. */
void qp_roll_id_text(const struct qp_roll_id *id, char text[QP_ROLL_ID]);

struct qp_roll;

/* Makes an empty roll.  SECRET is the same for all rolls of a run, and no
   file's choice. */
struct qp_roll *qp_roll_new(const uint64_t secret[2]);

void qp_roll_free(struct qp_roll *roll);

/* Brings the place where ID would be written down nearer; returns its hash. */
uint64_t qp_roll_expect(const struct qp_roll *roll,
                        const struct qp_roll_id *id);

/* Writes down ID, whose HASH it is and which stands in LINE. */
void qp_roll_add(struct qp_roll *roll, const struct qp_roll_id *id,
                 uint64_t hash, int line);

/* An id that stands in LINE of the file with the number FILE, and did before in
   FIRST_LINE of FIRST_FILE. */
struct qp_roll_twice {
    struct qp_roll_id id;
    size_t file, first_file;
    int line, first_line;
};

/* Finds the ids that stand twice in a single roll, or, of several, in two of
   them: MOST at most, in no order.  Returns how many there are, and sets
   *FOUND. */
size_t qp_roll_compare(struct qp_arena *arena, struct qp_roll *const rolls[],
                       size_t n, size_t most, struct qp_roll_twice **found);

/* A secret for a run's rolls. */
void qp_roll_secret(uint64_t secret[2]);

#endif
