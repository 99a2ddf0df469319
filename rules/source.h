/* The bytes of one rule file.  It is opened once, must be a regular file, and
   is hashed as it was read, so that what is scored is what was hashed. */

#ifndef QP_RULES_SOURCE_H
#define QP_RULES_SOURCE_H

#include "engine/model.h"

/* All files of a rule set together. */
enum { QP_SOURCE_MOST = 2 * 1024 * 1024 };

/* TEXT is what follows a byte order mark; a null byte stands behind it. */
struct qp_source {
    struct qp_file file;
    const char *text;
    size_t length;
    unsigned long long device, inode; /* the same file under any name */
};

/* Reads the file at PATH, at most MOST bytes, which messages call SHOWN.
   NAMED_AT is where an include names it; its file is null for the main file.
   Returns false when it cannot be read or is not UTF-8, which has been
   reported then. */
bool qp_source_read(struct qp_session *run, const char *path,
                    const char *shown, struct qp_place named_at, size_t most,
                    struct qp_source *source);

/* Writes the SHA-256 of the LENGTH bytes at BYTES to HEX in lower-case
   hexadecimal. */
void qp_source_hash(const void *bytes, size_t length, char hex[65]);

#endif
