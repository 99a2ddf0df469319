/* The byte guard in front of the XML parser.  It opens a file once, hashes the
   very bytes that are parsed, and lets through only what is safe to parse: a
   regular file that begins like XML, UTF-8 to the last byte, no control
   characters, no tag, name or text of absurd length.  A line end is "\n" or
   "\r\n" when it comes out, as XML takes a lone "\r" for one.  A file that
   declares GB18030, GBK or GB2312 is transcoded on the way, strictly.  The
   parser never sees an XML declaration, so what it takes the bytes for is not
   the file's choice. */

#ifndef QP_INPUT_GUARD_H
#define QP_INPUT_GUARD_H

#include "engine/model.h"

enum {
    QP_GUARD_CHUNK = 64 * 1024,
    QP_GUARD_TAG = 64 * 1024,   /* bytes of a tag */
    QP_GUARD_NAME = 100,        /* bytes of a name in a tag */
    QP_GUARD_TEXT = 1024 * 1024 /* bytes between two tags, or of a comment */
};

/* Bytes of a file. */
#define QP_GUARD_FILE (8ULL * 1024 * 1024 * 1024)

enum qp_guard_step {
    QP_GUARD_BYTES,
    QP_GUARD_END,
    QP_GUARD_FAULT /* has been reported */
};

struct qp_guard;

/* Opens the file at PATH, which is read CHUNK bytes at a time (QP_GUARD_CHUNK;
   tests try others).  Its memory is of SCRATCH.  Returns null when the file
   cannot be read or is not XML by its first bytes, which has been reported. */
struct qp_guard *qp_guard_open(struct qp_session *run,
                               struct qp_arena *scratch, const char *path,
                               size_t chunk);

/* Gets the next N bytes at *BYTES for the parser, which stay until the next
   call.  They end with a tag or comment: a push parser that is given half a
   tag says other things than one that is given all of it.  A fault is
   reported by the call after the one that gave the last good bytes, so a
   parser that stops at them is heard first. */
enum qp_guard_step qp_guard_next(struct qp_guard *guard, const char **bytes,
                                 size_t *n);

/* True if all characters that were given out by the last call are plain
   (scan.h), and so are those that references among them stand for. */
bool qp_guard_is_plain(const struct qp_guard *guard);

/* The line of the last byte that was given out, or of the next if that was a
   line end. */
int qp_guard_line(const struct qp_guard *guard);

/* Fills in size and SHA-256 of FILE; only after QP_GUARD_END. */
void qp_guard_identify(struct qp_guard *guard, struct qp_file *file);

/* Closes the file. */
void qp_guard_close(struct qp_guard *guard);

#endif
