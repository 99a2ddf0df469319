/* Deflating and inflating with zlib; see packed.h. */

#include <config.h>

#include "output/packed.h"

#include <limits.h>
#include <string.h>

#include <zlib.h>

enum {
    LEVEL = 1,        /* the fastest: a large workbook becomes a quarter larger
                         than with the default, in a third of the time */
    WINDOW = -15,     /* bits; without a header, as archives have it */
    MEMORY_LEVEL = 8, /* zlib's default */
    CHUNK = 64 * 1024
};

/* The buffer, in an arena of its own, grows to the largest piece, and is used
   for all. */
struct qp_packer {
    struct qp_arena *own;
    z_stream stream;
    struct qp_packed piece;
    size_t capacity;
};

struct qp_packer *
qp_packer_new(void)
{
    struct qp_arena *own = qp_arena_new();
    struct qp_packer *packer = qp_arena_alloc(own, 1, sizeof *packer);

    packer->own = own;
    if (deflateInit2(&packer->stream, LEVEL, Z_DEFLATED, WINDOW, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        qp_arena_exhausted();
    packer->piece.crc = crc32(0, NULL, 0);
    return packer;
}

void
qp_packer_free(struct qp_packer *packer)
{
    deflateEnd(&packer->stream);
    qp_arena_free(packer->own);
}

/* Packs what the stream was given, until nothing is left of it and, at an end
   of a piece, nothing is held back. */
static void
pack(struct qp_packer *packer, int flush)
{
    z_stream *stream = &packer->stream;
    struct qp_packed *piece = &packer->piece;

    do {
        while (packer->capacity < piece->n + CHUNK)
            piece->bytes =
                qp_arena_stretch(packer->own, piece->bytes, packer->capacity,
                                 &packer->capacity, 1);
        stream->next_out = piece->bytes + piece->n;
        stream->avail_out = CHUNK;
        deflate(stream, flush);
        piece->n += CHUNK - stream->avail_out;
    } while (stream->avail_out == 0);
}

void
qp_packer_add(struct qp_packer *packer, const char *bytes, size_t n)
{
    while (n > 0) {
        size_t some = n < CHUNK ? n : CHUNK;

        packer->stream.next_in = (unsigned char *)bytes;
        packer->stream.avail_in = (uInt)some;
        packer->piece.crc =
            crc32(packer->piece.crc, (const unsigned char *)bytes, (uInt)some);
        packer->piece.size += some;
        pack(packer, Z_NO_FLUSH);
        bytes += some;
        n -= some;
    }
}

struct qp_packed
qp_packer_take(struct qp_packer *packer, struct qp_arena *arena, bool last)
{
    struct qp_packed taken;

    pack(packer, last ? Z_FINISH : Z_FULL_FLUSH);
    deflateReset(&packer->stream);
    taken = packer->piece;
    taken.bytes = qp_arena_alloc(arena, taken.n, 1);
    memcpy(taken.bytes, packer->piece.bytes, taken.n);
    packer->piece.n = packer->piece.size = 0;
    packer->piece.crc = crc32(0, NULL, 0);
    return taken;
}

unsigned long
qp_packed_join(unsigned long crc, const struct qp_packed *next)
{
    return crc32_combine(crc, next->crc, (z_off_t)next->size);
}

bool
qp_packed_read(const struct qp_packed *packed, qp_packed_reader *each,
               void *context)
{
    unsigned char chunk[CHUNK];
    z_stream stream = { .next_in = packed->bytes,
                        .avail_in = (uInt)packed->n };
    unsigned long crc = crc32(0, NULL, 0);
    size_t n, left = packed->size;
    int status;

    if (inflateInit2(&stream, WINDOW) != Z_OK)
        qp_arena_exhausted();
    do {
        stream.next_out = chunk;
        stream.avail_out = CHUNK;
        status = inflate(&stream, Z_NO_FLUSH);
        n = CHUNK - stream.avail_out;
        if (n > left || !each(context, (char *)chunk, n))
            break;
        crc = crc32(crc, chunk, (uInt)n);
        left -= n;
    } while (status == Z_OK && left > 0);
    inflateEnd(&stream);
    return left == 0 && crc == packed->crc;
}

/* In one step, so that zlib needs no memory of what it has unpacked. */
bool
qp_packed_unpack(const struct qp_packed *packed, char *bytes)
{
    z_stream stream = { .next_in = packed->bytes,
                        .avail_in = (uInt)packed->n,
                        .next_out = (unsigned char *)bytes,
                        .avail_out = (uInt)packed->size };
    int status;

    if (packed->n > UINT_MAX || packed->size > UINT_MAX)
        return false;
    if (inflateInit2(&stream, WINDOW) != Z_OK)
        qp_arena_exhausted();
    status = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    return status == Z_STREAM_END && stream.avail_in == 0 &&
           stream.avail_out == 0 &&
           crc32(crc32(0, NULL, 0), (unsigned char *)bytes,
                 (uInt)packed->size) == packed->crc;
}
