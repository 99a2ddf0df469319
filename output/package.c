/* Unpacking; see package.h.  minizip is there already, because libxlsxwriter
   packs with it. */

#include <config.h>

#include "output/package.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <unzip.h>
#include <zlib.h>

#include "engine/tongue.h"

enum { CHUNK = 64 * 1024, NAME_MOST = 512 };

/* Reads the part that is open in ZIP as it stands there; false where it breaks
   off. */
static bool
read_packed(struct qp_arena *arena, unzFile zip, struct qp_packed *packed)
{
    size_t at = 0;
    int n = 1;

    packed->bytes = qp_arena_alloc(arena, packed->n, 1);
    for (; n > 0 && at < packed->n; at += n > 0 ? (size_t)n : 0) {
        size_t left = packed->n - at;

        n = unzReadCurrentFile(zip, packed->bytes + at,
                               (unsigned)(left < CHUNK ? left : CHUNK));
    }
    return at == packed->n;
}

/* Unpacks PART, and compares its check sum. */
static bool
unpack(struct qp_arena *arena, struct qp_package_part *part)
{
    char *bytes = qp_arena_alloc(arena, part->packed.size + 1, 1);

    part->bytes = bytes;
    part->n = part->packed.size;
    return qp_packed_unpack(&part->packed, bytes);
}

/* What the parts to come may take. */
struct limits {
    size_t packed, plain;
};

/* Takes from LEFT what a part takes, as PACKED says; false where that is more
   than there is, which is a trap: a file may name the same bytes many times,
   and very few may unpack to very many. */
static bool
take(struct limits *left, const struct qp_packed *packed)
{
    if (packed->n > left->packed || packed->size > left->plain)
        return false;
    left->packed -= packed->n;
    left->plain -= packed->size;
    return true;
}

/* Unpacks the part that ZIP is at, deflated as all of a workbook are, within
   what is LEFT.  Returns what is wrong with it. */
static const char *
read_part(struct qp_arena *arena, unzFile zip, struct limits *left,
          struct qp_package_part *part)
{
    char name[NAME_MOST];
    unz_file_info64 info;
    int method, level;
    bool whole;

    if (unzGetCurrentFileInfo64(zip, &info, name, sizeof name, NULL, 0, NULL,
                                0) != UNZ_OK)
        return _("its list of parts is damaged");
    part->name = qp_arena_copy(arena, name, strnlen(name, sizeof name - 1));
    part->bytes = "";
    part->packed = (struct qp_packed){ .n = info.compressed_size,
                                       .size = info.uncompressed_size,
                                       .crc = info.crc };
    if (unzOpenCurrentFile2(zip, &method, &level, 1) != UNZ_OK ||
        method != Z_DEFLATED || !take(left, &part->packed))
        return qp_arena_printf(arena, _("its part %s cannot be opened"),
                               part->name);
    whole = read_packed(arena, zip, &part->packed) && unpack(arena, part);
    unzCloseCurrentFile(zip);
    return whole ? NULL
                 : qp_arena_printf(
                       arena, _("its part %s does not fit its check sum"),
                       part->name);
}

static int
by_name(const void *left, const void *right)
{
    const struct qp_package_part *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    /* Of one name, as no package of ours has: by what they hold. */
    if (!order && a->n != b->n)
        order = a->n < b->n ? -1 : 1;
    return order ? order : memcmp(a->bytes, b->bytes, a->n);
}

struct qp_package *
qp_package_open(struct qp_arena *arena, const char *path, size_t most)
{
    struct qp_package *package = qp_arena_alloc(arena, 1, sizeof *package);
    size_t capacity = 0;
    struct limits left = { .plain = most };
    struct stat file;
    unzFile zip = stat(path, &file) == 0 ? unzOpen64(path) : NULL;
    int status;

    if (!zip) {
        package->wrong = _("it is no workbook any more");
        return package;
    }
    left.packed = (size_t)file.st_size;
    for (status = unzGoToFirstFile(zip); status == UNZ_OK;
         status = unzGoToNextFile(zip)) {
        const char *wrong;

        package->parts = qp_arena_grow(arena, package->parts, package->n,
                                       &capacity, sizeof *package->parts);
        wrong = read_part(arena, zip, &left, &package->parts[package->n]);
        package->n += package->parts[package->n].name != NULL;
        if (wrong && !package->wrong)
            package->wrong = wrong;
    }
    if (status != UNZ_END_OF_LIST_OF_FILE && !package->wrong)
        package->wrong = _("its list of parts breaks off");
    unzClose(zip);
    package->size = most - left.plain;
    if (package->n)
        qsort(package->parts, package->n, sizeof *package->parts, by_name);
    return package;
}

const struct qp_package_part *
qp_package_find(const struct qp_package *package, const char *name)
{
    for (size_t i = 0; i < package->n; i++)
        if (strcmp(package->parts[i].name, name) == 0)
            return &package->parts[i];
    return NULL;
}
