/* Unpacking; see package.h.  minizip is there already, because libxlsxwriter
   packs with it. */

#include <config.h>

#include "output/package.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unzip.h>

#include "engine/tongue.h"

enum { CHUNK = 64 * 1024, NAME_MOST = 512 };

/* No part of ours is that large; one that unpacks to more is a trap. */
enum { PART_MOST = 1024 * 1024 * 1024 };

/* Reads the part that is open in ZIP; false where it breaks off. */
static bool
unpack(struct qp_arena *arena, unzFile zip, struct qp_package_part *part)
{
    char *bytes = NULL;
    size_t capacity = 0;
    int n = 0;

    do {
        while (capacity < part->n + CHUNK + 1) {
            size_t more = capacity ? 2 * capacity : 2 * CHUNK;
            char *larger = qp_arena_alloc(arena, more, 1);

            if (part->n)
                memcpy(larger, bytes, part->n);
            bytes = larger;
            capacity = more;
        }
        n = unzReadCurrentFile(zip, bytes + part->n, CHUNK);
        part->n += n > 0 ? (size_t)n : 0;
    } while (n > 0 && part->n < PART_MOST);
    bytes[part->n] = '\0';
    part->bytes = bytes;
    return n == 0;
}

/* Unpacks the part that ZIP is at.  Returns what is wrong with it.  minizip
   does not look at the check sum of a part that ends early. */
static const char *
read_part(struct qp_arena *arena, unzFile zip, struct qp_package_part *part)
{
    char name[NAME_MOST];
    unz_file_info info;
    bool whole;

    if (unzGetCurrentFileInfo(zip, &info, name, sizeof name, NULL, 0, NULL,
                              0) != UNZ_OK)
        return _("its list of parts is damaged");
    part->name = qp_arena_copy(arena, name, strnlen(name, sizeof name - 1));
    part->bytes = "";
    if (unzOpenCurrentFile(zip) != UNZ_OK)
        return qp_arena_printf(arena, _("its part %s cannot be opened"),
                               part->name);
    whole = unpack(arena, zip, part) && part->n == info.uncompressed_size;
    if (unzCloseCurrentFile(zip) == UNZ_OK && whole)
        return NULL;
    return qp_arena_printf(arena, _("its part %s does not fit its check sum"),
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
qp_package_open(struct qp_arena *arena, const char *path)
{
    struct qp_package *package = qp_arena_alloc(arena, 1, sizeof *package);
    unzFile zip = unzOpen(path);
    size_t capacity = 0;
    int status;

    if (!zip) {
        package->wrong = _("it is no workbook any more");
        return package;
    }
    for (status = unzGoToFirstFile(zip); status == UNZ_OK;
         status = unzGoToNextFile(zip)) {
        const char *wrong;

        package->parts = qp_arena_grow(arena, package->parts, package->n,
                                       &capacity, sizeof *package->parts);
        wrong = read_part(arena, zip, &package->parts[package->n]);
        package->n += package->parts[package->n].name != NULL;
        if (wrong && !package->wrong)
            package->wrong = wrong;
    }
    if (status != UNZ_END_OF_LIST_OF_FILE && !package->wrong)
        package->wrong = _("its list of parts breaks off");
    unzClose(zip);
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
