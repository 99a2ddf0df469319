/* Bytes as an archive holds them, deflated.  A part of an archive may be made
   of several pieces that were packed apart, at different times: one behind the
   other they unpack to the whole, because each but the last ends at a byte and
   none looks back at another. */

#ifndef QP_OUTPUT_PACKED_H
#define QP_OUTPUT_PACKED_H

#include "engine/arena.h"

#include <stdbool.h>

struct qp_packed {
    unsigned char *bytes;
    size_t n;
    size_t size;       /* bytes that it unpacks to */
    unsigned long crc; /* their CRC-32 */
};

struct qp_packer;

/* A packer of pieces; it goes with qp_packer_free(). */
struct qp_packer *qp_packer_new(void);
void qp_packer_free(struct qp_packer *packer);

/* Adds the N bytes at BYTES to the piece at hand. */
void qp_packer_add(struct qp_packer *packer, const char *bytes, size_t n);

/* The piece that was added, in ARENA; others may stand behind it unless it is
   the LAST of its part.  The next one begins. */
struct qp_packed qp_packer_take(struct qp_packer *packer,
                                struct qp_arena *arena, bool last);

/* The sum of what has CRC and NEXT behind it. */
unsigned long qp_packed_join(unsigned long crc, const struct qp_packed *next);

/* Takes N unpacked bytes; says whether it wants more. */
typedef bool qp_packed_reader(void *context, const char *bytes, size_t n);

/* Unpacks the piece PACKED for EACH.  True if all of it went there and is what
   was packed. */
bool qp_packed_read(const struct qp_packed *packed, qp_packed_reader *each,
                    void *context);

/* Unpacks PACKED, all of a part, to BYTES.  True if it is what was packed, and
   ends where it should. */
bool qp_packed_unpack(const struct qp_packed *packed, char *bytes);

#endif
