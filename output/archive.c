/* Packing and comparing; see archive.h.  minizip is there already, because
   libxlsxwriter packs with it. */

#include <config.h>

#include "output/archive.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <unzip.h>
#include <zip.h>

#include "engine/tongue.h"

enum {
    CHUNK = 64 * 1024,
    NAME_MOST = 256,
    END_RECORD = 22,  /* bytes */
    FIRST_YEAR = 1980 /* of an archive; all parts bear its first day */
};

/* ---- writing ---- */

/* The bytes that PART unpacks to, and their sum. */
static size_t
size_of(const struct qp_archive_part *part)
{
    size_t size = 0;

    for (size_t i = 0; i < part->n_pieces; i++)
        size += part->pieces[i].size;
    return size;
}

static unsigned long
sum_of(const struct qp_archive_part *part)
{
    unsigned long crc = part->pieces[0].crc;

    for (size_t i = 1; i < part->n_pieces; i++)
        crc = qp_packed_join(crc, &part->pieces[i]);
    return crc;
}

static bool
write_part(zipFile zip, const struct qp_archive_part *part)
{
    static const zip_fileinfo info = { .tmz_date = { .tm_mday = 1,
                                                     .tm_year = FIRST_YEAR } };
    bool ok =
        zipOpenNewFileInZip2(zip, part->name, &info, NULL, 0, NULL, 0, NULL,
                             Z_DEFLATED, Z_DEFAULT_COMPRESSION, 1) == ZIP_OK;

    for (size_t i = 0; i < part->n_pieces && ok; i++)
        ok = zipWriteInFileInZip(zip, part->pieces[i].bytes,
                                 (unsigned)part->pieces[i].n) == ZIP_OK;
    return zipCloseFileInZipRaw(zip, size_of(part), sum_of(part)) == ZIP_OK &&
           ok;
}

bool
qp_archive_write(const char *path, const struct qp_archive_part *parts,
                 size_t n)
{
    zipFile zip;
    bool ok;

    errno = 0;
    zip = unlink(path) == 0 || errno == ENOENT
              ? zipOpen64(path, APPEND_STATUS_CREATE)
              : NULL;
    ok = zip != NULL;
    for (size_t i = 0; i < n && ok; i++)
        ok = write_part(zip, &parts[i]);
    if (zip)
        ok &= zipClose(zip, NULL) == ZIP_OK;
    return ok;
}

/* ---- reading back ---- */

/* True if the file at PATH ends with the whole end record of an archive
   without comment: minizip does not mind when its last byte is missing. */
static bool
ends_whole(const char *path)
{
    static const char signature[] = { 'P', 'K', 5, 6 };
    char record[END_RECORD];
    FILE *file = fopen(path, "r");
    bool whole;

    if (!file)
        return false;
    whole = fseek(file, -(long)END_RECORD, SEEK_END) == 0 &&
            fread(record, 1, END_RECORD, file) == END_RECORD &&
            memcmp(record, signature, sizeof signature) == 0;
    fclose(file);
    return whole;
}

/* True if what ZIP reads next are the bytes of PIECE. */
static bool
holds(unzFile zip, const struct qp_packed *piece)
{
    unsigned char chunk[CHUNK];

    for (size_t at = 0; at < piece->n;) {
        size_t some = piece->n - at < CHUNK ? piece->n - at : CHUNK;

        if (unzReadCurrentFile(zip, chunk, (unsigned)some) != (int)some ||
            memcmp(chunk, piece->bytes + at, some) != 0)
            return false;
        at += some;
    }
    return true;
}

/* True if the part that ZIP is at is PART, byte by byte. */
static bool
is_part(unzFile zip, const struct qp_archive_part *part)
{
    char name[NAME_MOST], more;
    unz_file_info64 info;
    int method, level;
    bool same;

    same = unzGetCurrentFileInfo64(zip, &info, name, sizeof name, NULL, 0,
                                   NULL, 0) == UNZ_OK &&
           strncmp(name, part->name, sizeof name) == 0 &&
           info.uncompressed_size == size_of(part) &&
           info.crc == sum_of(part) &&
           unzOpenCurrentFile2(zip, &method, &level, 1) == UNZ_OK;
    for (size_t i = 0; i < part->n_pieces && same; i++)
        same = holds(zip, &part->pieces[i]);
    return same && unzReadCurrentFile(zip, &more, 1) == 0 &&
           unzCloseCurrentFile(zip) == UNZ_OK;
}

const char *
qp_archive_compare(const char *path, const struct qp_archive_part *parts,
                   size_t n)
{
    unzFile zip = ends_whole(path) ? unzOpen64(path) : NULL;
    int status = zip ? unzGoToFirstFile(zip) : UNZ_BADZIPFILE;
    size_t i = 0;

    for (; status == UNZ_OK && i < n && is_part(zip, &parts[i]); i++)
        status = unzGoToNextFile(zip);
    if (zip)
        unzClose(zip);
    if (i < n)
        return parts[i].name;
    return status == UNZ_END_OF_LIST_OF_FILE ? NULL : _("its end");
}
