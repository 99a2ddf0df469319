/* Labels of what rows are counted by, such as the codes of firms: 16 bytes that
   tell a text from all others.

   A text of up to 15 bytes, and a credit code, is its label: two are alike
   only where the texts are.  Of a longer one the label is a digest of 120 bits
   (SipHash-2-4-128, keyed by the rule set).  That two of a thousand million
   texts have the same by chance has a probability below 10^-18, so nobody is
   accused of what he did not write; and who looks for a second text with the
   label of another's, which he may know, has 2^120 to try. */

#ifndef QP_INPUT_LABELS_H
#define QP_INPUT_LABELS_H

#include "engine/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct qp_label {
    uint64_t a, b;
};

/* What digests of one run are keyed by. */
struct qp_label_key {
    uint64_t a, b;
};

/* The key that SHA256, hexadecimal, stands for. */
struct qp_label_key qp_label_key(const char *sha256);

/* The digest of the N bytes at TEXT in 128 bits. */
struct qp_label qp_label_digest(struct qp_label_key key, const char *text,
                                size_t n);

/* The label of the N bytes at TEXT. */
struct qp_label qp_label_of_text(struct qp_label_key key, const char *text,
                                 size_t n);

/* The label of a credit code as qp_uscc_read() packs it. */
struct qp_label qp_label_of_uscc(const uint64_t packed[2]);

enum { QP_LABEL_SHOWN = 20 };

/* The text that LABEL is, with a null byte behind; "" for a digest. */
void qp_label_text(struct qp_label label, char text[QP_LABEL_SHOWN]);

/* A set of labels, numbered in the order in which they came, each with the
   line where it came first.  It takes at most 64 bytes for each. */
struct qp_labels;

/* Makes an empty set. */
struct qp_labels *qp_labels_new(void);

void qp_labels_free(struct qp_labels *labels);

/* What qp_labels_add() looks at lies in far memory where there are many labels.
   These bring it nearer in two steps, so that it need not wait if each comes a
   while after the other.  The first returns the hash of LABEL, the second the
   number that it may have, or the count where it is new. */
uint64_t qp_labels_expect(const struct qp_labels *labels,
                          struct qp_label label);
size_t qp_labels_approach(const struct qp_labels *labels, uint64_t hash);

/* Returns the number of LABEL, whose HASH it is and which stands in LINE; it is
   new if that equals the count before. */
size_t qp_labels_add(struct qp_labels *labels, struct qp_label label,
                     uint64_t hash, int line);

size_t qp_labels_count(const struct qp_labels *labels);

/* The I-th label, and the line where it came first. */
struct qp_label qp_labels_label(const struct qp_labels *labels, size_t i);
int qp_labels_line(const struct qp_labels *labels, size_t i);

/* Nothing more will be added: gives back what is only needed to find. */
void qp_labels_close(struct qp_labels *labels);

#endif
