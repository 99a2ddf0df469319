/* Taking apart and putting in; see assembly.h. */

#include <config.h>

#include "output/assembly.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "engine/tongue.h"
#include "output/archive.h"
#include "output/package.h"
#include "output/readback.h"

struct assembly {
    struct qp_session *run;
    const char *path;
    struct qp_shared shared; /* the texts of the book */
    struct qp_packer *packer;
    struct qp_sheet *const *sheets;
    size_t n_sheets;
    struct qp_archive_part *parts;
    size_t n_parts;
    const char *wrong; /* the first thing that is, null while nothing is */
};

static void
find_wrong(struct assembly *assembly, const char *what)
{
    if (!assembly->wrong)
        assembly->wrong = what;
}

/* ---- what the library wrote ---- */

/* The worksheet that is the part NAME; null for another part. */
static struct qp_sheet *
sheet_of(const struct assembly *assembly, const char *name)
{
    for (size_t i = 0; i < assembly->n_sheets; i++)
        if (strcmp(name,
                   qp_arena_printf(assembly->run->arena,
                                   "xl/worksheets/sheet%zu.xml", i + 1)) == 0)
            return assembly->sheets[i];
    return NULL;
}

static struct qp_packed
pack(struct assembly *assembly, const char *bytes, size_t n, bool last)
{
    qp_packer_add(assembly->packer, bytes, n);
    return qp_packer_take(assembly->packer, assembly->run->arena, last);
}

/* Makes PART of the N bytes at BYTES, with those from FROM to TO replaced by
   the rows of SHEET. */
static void
put_rows(struct assembly *assembly, struct qp_archive_part *part,
         const struct qp_sheet *sheet, const char *bytes, size_t n,
         const char *from, const char *to)
{
    static const char open[] = "<sheetData>", close[] = "</sheetData>";
    struct qp_packed *at = part->pieces =
        qp_arena_alloc(assembly->run->arena, sheet->n_pieces + 2, sizeof *at);

    qp_packer_add(assembly->packer, bytes, (size_t)(from - bytes));
    *at++ = pack(assembly, open, sizeof open - 1, false);
    for (size_t i = 0; i < sheet->n_pieces; i++)
        *at++ = sheet->pieces[i];
    qp_packer_add(assembly->packer, close, sizeof close - 1);
    *at++ = pack(assembly, to, n - (size_t)(to - bytes), true);
    part->n_pieces = (size_t)(at - part->pieces);
}

/* Makes PART of the worksheet FROM, with the rows of SHEET. */
static void
take_sheet(struct assembly *assembly, struct qp_archive_part *part,
           const struct qp_sheet *sheet, const struct qp_package_part *from)
{
    static const char close[] = "</sheetData>";
    const char *start = strstr(from->bytes, "<sheetData");
    const char *end = start ? strchr(start, '>') : NULL;

    if (end && end[-1] != '/') {
        end = strstr(end, close);
        if (end)
            end += sizeof close - 2;
    }
    if (end)
        put_rows(assembly, part, sheet, from->bytes, from->n, start, end + 1);
    else
        find_wrong(assembly, _("a worksheet without rows"));
}

/* Takes the part FROM, which must be whole. */
static void
take_part(struct assembly *assembly, const struct qp_package_part *from)
{
    struct qp_archive_part *part = &assembly->parts[assembly->n_parts++];
    const struct qp_sheet *sheet = sheet_of(assembly, from->name);

    find_wrong(assembly, qp_readback_part(&assembly->shared, sheet, from));
    part->name = from->name;
    if (sheet) {
        take_sheet(assembly, part, sheet, from);
        return;
    }
    part->pieces =
        qp_arena_alloc(assembly->run->arena, 1, sizeof *part->pieces);
    part->pieces[part->n_pieces++] = from->packed;
}

/* Takes apart what the library wrote. */
static void
take_parts(struct assembly *assembly)
{
    const struct qp_package *package =
        qp_package_open(assembly->run->arena, assembly->path, SIZE_MAX);
    size_t n_sheets = 0;

    find_wrong(assembly, package->wrong);
    assembly->parts = qp_arena_alloc(assembly->run->arena, package->n,
                                     sizeof *assembly->parts);
    for (size_t i = 0; i < package->n && !assembly->wrong; i++) {
        take_part(assembly, &package->parts[i]);
        n_sheets += sheet_of(assembly, package->parts[i].name) != NULL;
    }
    if (n_sheets != assembly->n_sheets)
        find_wrong(assembly, _("a missing worksheet"));
}

bool
qp_assembly_write(struct qp_session *run, struct qp_book *book,
                  const char *path, const char *label,
                  struct qp_packer *packer, struct qp_sheet *const *sheets,
                  size_t n)
{
    struct assembly assembly = {
        .run = run,
        .path = path,
        .shared = qp_book_shared(book),
        .packer = packer,
        .sheets = sheets,
        .n_sheets = n,
    };

    take_parts(&assembly);
    if (!assembly.wrong &&
        !qp_archive_write(path, assembly.parts, assembly.n_parts)) {
        qp_system_error(run, label, "cannot be written: %s",
                        errno ? strerror(errno) : "no reason is known");
        return false;
    }
    if (!assembly.wrong)
        assembly.wrong =
            qp_archive_compare(path, assembly.parts, assembly.n_parts);
    if (assembly.wrong)
        qp_readback_error(run, label, NULL, assembly.wrong);
    return !assembly.wrong;
}
