/* Comparing folders; see audit.h. */

#include <config.h>

#include "output/audit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/folder.h"
#include "output/glyph.h"
#include "output/ledger.h"
#include "output/ledger_book.h"
#include "engine/tongue.h"

static const char record[] = "result.xml";

/* Folders in folders that are looked into. */
enum { DEPTH = 32 };

/* Bytes of what a workbook says of itself; those by which it may be larger than
   twice what it should be. */
enum { PROPERTY_MOST = 80, ROOM = 16 * 1024 * 1024 };

/* ---- which files there are ---- */

/* The files in a folder and below, by name from there. */
struct tree {
    struct qp_session *run;
    const char *root;
    const char **names;
    size_t n, capacity;
    bool is_partial; /* something could not be looked at */
};

static void
fail(struct qp_session *run, const char *path)
{
    qp_system_error(run, path, "cannot be read: %s", strerror(errno));
}

static void
pass_over(struct tree *tree, const char *path)
{
    fail(tree->run, path);
    tree->is_partial = true;
}

static void list(struct tree *tree, const char *folder, int depth);

/* Adds what is called NAME from the root on. */
static void
list_entry(struct tree *tree, const char *name, int depth)
{
    struct qp_arena *arena = tree->run->arena;
    const char *path = qp_arena_printf(arena, "%s/%s", tree->root, name);
    struct stat st;

    if (lstat(path, &st) != 0) {
        pass_over(tree, path);
    } else if (S_ISDIR(st.st_mode) && depth < DEPTH) {
        list(tree, qp_arena_printf(arena, "%s/", name), depth + 1);
    } else if (S_ISREG(st.st_mode)) {
        tree->names = qp_arena_grow(arena, tree->names, tree->n,
                                    &tree->capacity, sizeof *tree->names);
        tree->names[tree->n++] = name;
    } else {
        qp_error(tree->run, (struct qp_place){ .file = path }, QP_FILE,
                 "is no file but a link or something else; a result has files "
                 "only");
    }
}

/* Lists FOLDER, "" or with its slash. */
static void
list(struct tree *tree, const char *folder, int depth)
{
    struct qp_arena *arena = tree->run->arena;
    const char *path = qp_arena_printf(arena, "%s/%s", tree->root, folder);
    DIR *dir = opendir(path);
    struct dirent *entry;

    if (!dir) {
        pass_over(tree, path);
        return;
    }
    while ((errno = 0, entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 &&
            strcmp(entry->d_name, "..") != 0)
            list_entry(tree,
                       qp_arena_printf(arena, "%s%s", folder, entry->d_name),
                       depth);
    if (errno != 0)
        pass_over(tree, path);
    closedir(dir);
}

static int
by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static struct tree
tree_of(struct qp_session *run, const char *root)
{
    struct tree tree = { .run = run, .root = root };

    list(&tree, "", 0);
    if (tree.n)
        qsort(tree.names, tree.n, sizeof *tree.names, by_text);
    return tree;
}

/* ---- bytes ---- */

/* The bytes of a file, behind which a null byte stands. */
struct bytes {
    char *at;
    size_t n;
};

/* Reads the file at PATH; false, reported, when it cannot be. */
static bool
read_bytes(struct qp_session *run, struct qp_arena *arena, const char *path,
           struct bytes *bytes)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st = { 0 };
    ssize_t got = -1;

    if (fd >= 0 && fstat(fd, &st) == 0) {
        size_t most = (size_t)st.st_size;

        bytes->at = qp_arena_alloc(arena, most + 1, 1);
        for (bytes->n = 0; bytes->n < most; bytes->n += (size_t)got)
            if ((got = read(fd, bytes->at + bytes->n, most - bytes->n)) <= 0)
                break;
        got = bytes->n == most ? 0 : got;
    }
    if (got < 0)
        fail(run, path);
    if (fd >= 0)
        close(fd);
    return got >= 0;
}

/* The first byte in which A and B differ. */
static size_t
first_difference(struct bytes a, struct bytes b)
{
    size_t n = 0;

    while (n < a.n && n < b.n && a.at[n] == b.at[n])
        n++;
    return n;
}

/* A byte for people: 'a', or 0x0a. */
static const char *
show_byte(struct qp_arena *arena, struct bytes bytes, size_t i)
{
    unsigned char c;

    if (i >= bytes.n)
        return _("the end of the file");
    c = (unsigned char)bytes.at[i];
    return c > ' ' && c < 0x7f ? qp_arena_printf(arena, "\"%c\"", c)
                               : qp_arena_printf(arena, "0x%02x", c);
}

/* Reports the first byte that differs in WHAT of the file LABEL. */
static void
report_bytes(struct qp_session *run, const char *label, const char *what,
             struct bytes found, struct bytes expected, const char *meaning)
{
    size_t i = first_difference(found, expected);

    qp_error(run, (struct qp_place){ .file = label }, QP_BYTES,
             "%sbyte %zu is %s here, %s when scored again%s", what, i + 1,
             show_byte(run->arena, found, i),
             show_byte(run->arena, expected, i), meaning);
}

/* ---- workbooks ---- */

/* The parts of one name in both packages; null: there is none. */
struct part_pair {
    const struct qp_package_part *found, *expected;
};

static bool
is_same_part(struct part_pair pair)
{
    return pair.found && pair.expected && pair.found->n == pair.expected->n &&
           memcmp(pair.found->bytes, pair.expected->bytes, pair.found->n) == 0;
}

/* Puts the parts that differ into PAIRS; returns how many there are.  *TOTAL
   counts all. */
static size_t
pair_parts(const struct qp_package *found, const struct qp_package *expected,
           struct part_pair *pairs, size_t *total)
{
    size_t i = 0, k = 0, n = 0;

    for (*total = 0; i < found->n || k < expected->n; ++*total) {
        int order = i == found->n      ? 1
                    : k == expected->n ? -1
                                       : strcmp(found->parts[i].name,
                                                expected->parts[k].name);

        pairs[n].found = order <= 0 ? &found->parts[i++] : NULL;
        pairs[n].expected = order >= 0 ? &expected->parts[k++] : NULL;
        n += !is_same_part(pairs[n]);
    }
    return n;
}

static void
report_part(struct qp_session *run, const char *label, struct part_pair pair)
{
    struct qp_place at = { .file = label };

    if (!pair.expected)
        qp_error(run, at, QP_BYTES,
                 "part %s of the workbook does not belong there",
                 pair.found->name);
    else if (!pair.found)
        qp_error(run, at, QP_BYTES, "part %s of the workbook is missing",
                 pair.expected->name);
    else
        report_bytes(
            run, label,
            qp_arena_printf(run->arena, _("part %s of the workbook: "),
                            pair.found->name),
            (struct bytes){ (char *)pair.found->bytes, pair.found->n },
            (struct bytes){ (char *)pair.expected->bytes, pair.expected->n },
            "");
}

/* What PACKAGE says in the element TAG of its properties; "" for nothing. */
static const char *
property(struct qp_arena *arena, const struct qp_package *package,
         const char *tag)
{
    const struct qp_package_part *part =
        qp_package_find(package, "docProps/app.xml");
    const char *start = part ? strstr(part->bytes, tag) : NULL;
    size_t n;

    if (!start)
        return "";
    start += strlen(tag);
    n = strcspn(start, "<");
    if (n > PROPERTY_MOST)
        n = qp_glyph_prefix(start, PROPERTY_MOST);
    return qp_arena_copy(arena, start, n);
}

/* True if another program says that it has written FOUND, of whose TOTAL parts
   N differ from EXPECTED: not only what it says of itself. */
static bool
is_rewritten(struct qp_arena *arena, const struct qp_package *found,
             const struct qp_package *expected, size_t n, size_t total)
{
    static const char *const tags[] = { "<Application>", "<AppVersion>" };

    if (found->wrong || 2 * n <= total)
        return false;
    for (size_t i = 0; i < QP_COUNT(tags); i++)
        if (strcmp(property(arena, found, tags[i]),
                   property(arena, expected, tags[i])) != 0)
            return true;
    return false;
}

/* Says that the whole workbook was saved again by another program, and whether
   it still says the same. */
static void
report_rewritten(struct qp_session *run, const char *label,
                 const struct qp_package *found, size_t n_differences)
{
    struct qp_place at = { .file = label };
    const char *program = property(run->arena, found, "<Application>");

    if (!*program)
        program = _("another program");
    if (n_differences)
        qp_error(run, at, QP_REWRITTEN,
                 "this workbook was saved by %s, not written by quping; "
                 "values and formulas that differ: %zu",
                 program, n_differences);
    else
        qp_error(run, at, QP_REWRITTEN,
                 "this workbook was saved by %s, not written by quping; all "
                 "values and formulas of its cells are as scored again",
                 program);
}

/* Reports which cells differ in a workbook that was saved again, and returns
   how many. */
static size_t
compare_rewritten(struct qp_session *run, const char *label,
                  const struct qp_package *found, struct qp_ledger *here,
                  struct qp_ledger *again)
{
    struct qp_session cells = { run->arena, qp_diag_new(run->arena) };
    size_t n = qp_ledger_compare(&cells, label, here, again,
                                 qp_ledger_alike_rewritten);

    report_rewritten(run, label, found, n);
    qp_diag_join(run->diag, cells.diag);
    return n;
}

/* Reports where the workbook at PATH differs from the one at AGAIN, and returns
   how many cells do.  One that was changed may have become larger, but not out
   of all proportion. */
static size_t
compare_books(struct qp_session *run, struct qp_arena *arena, const char *path,
              const char *again_path)
{
    const struct qp_package *expected =
        qp_package_open(arena, again_path, SIZE_MAX);
    const struct qp_package *found =
        qp_package_open(arena, path, 2 * expected->size + ROOM);
    struct qp_ledger *here = qp_ledger_new(arena);
    struct qp_ledger *again = qp_ledger_new(arena);
    struct part_pair *pairs =
        qp_arena_alloc(arena, found->n + expected->n + 1, sizeof *pairs);
    size_t total, n = pair_parts(found, expected, pairs, &total), n_cells;

    if (found->wrong)
        qp_error(run, (struct qp_place){ .file = path }, QP_BYTES,
                 "this workbook is damaged: %s", found->wrong);
    if (n == 0)
        return 0;
    qp_ledger_read_book(here, found);
    qp_ledger_read_book(again, expected);
    if (is_rewritten(arena, found, expected, n, total))
        return compare_rewritten(run, path, found, here, again);
    n_cells = qp_ledger_compare(run, path, here, again, qp_ledger_alike);
    for (size_t i = 0; i < n; i++)
        report_part(run, path, pairs[i]);
    return n_cells;
}

/* ---- files ---- */

static size_t
count_errors(const struct qp_session *run)
{
    size_t errors, others;

    qp_diag_count(run->diag, &errors, &others, &others);
    return errors;
}

/* What a file is by the end of its name, and who reads it. */
static const struct {
    const char *end;
    void (*read)(struct qp_ledger *ledger, const char *bytes, size_t n);
} kinds[] = {
    { ".xml", qp_ledger_read_xml },
    { ".csv", qp_ledger_read_csv },
    { ".txt", qp_ledger_read_text },
};

static bool
ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), n_end = strlen(end);

    return n >= n_end && strcmp(name + n - n_end, end) == 0;
}

/* Reports which entries of two texts differ, and returns how many. */
static size_t
compare_texts(struct qp_session *run, struct qp_arena *arena,
              const char *label, struct bytes found, struct bytes expected)
{
    for (size_t i = 0; i < QP_COUNT(kinds); i++) {
        struct qp_ledger *here, *again;

        if (!ends_with(label, kinds[i].end))
            continue;
        here = qp_ledger_new(arena);
        again = qp_ledger_new(arena);
        kinds[i].read(here, found.at, found.n);
        kinds[i].read(again, expected.at, expected.n);
        return qp_ledger_compare(run, label, here, again, qp_ledger_alike);
    }
    return 0;
}

/* Reports how FOUND, the bytes of the file at PATH, differs from EXPECTED,
   those of the file at AGAIN.  Returns how many figures do. */
static size_t
explain(struct qp_session *run, struct qp_arena *arena, const char *path,
        const char *again, struct bytes found, struct bytes expected)
{
    size_t before = count_errors(run), n;

    n = ends_with(path, ".xlsx")
            ? compare_books(run, arena, path, again)
            : compare_texts(run, arena, path, found, expected);
    if (count_errors(run) == before)
        report_bytes(run, path, "", found, expected,
                     _("; no figure, text or formula differs"));
    return n;
}

/* Compares the file NAME of both folders. */
static void
compare_file(struct qp_session *run, const char *path, const char *expected,
             const char *name, struct qp_audit *audit)
{
    struct qp_arena *arena = qp_arena_new();
    const char *here = qp_arena_printf(run->arena, "%s/%s", path, name);
    const char *again = qp_arena_printf(arena, "%s/%s", expected, name);
    struct bytes found = { 0 }, wanted = { 0 };

    qp_diag_file(run->diag, here);
    if (read_bytes(run, arena, here, &found) &&
        read_bytes(run, arena, again, &wanted)) {
        audit->n_files++;
        audit->bytes += found.n;
        if (found.n != wanted.n || memcmp(found.at, wanted.at, found.n) != 0)
            audit->n_figures +=
                explain(run, arena, here, again, found, wanted);
    }
    qp_arena_free(arena);
}

static void
report_foreign(struct qp_session *run, const char *path, const char *name)
{
    const char *file = qp_arena_printf(run->arena, "%s/%s", path, name);

    qp_error(run, (struct qp_place){ .file = file }, QP_FILE,
             "this file does not belong to the result");
}

/* Reports that TREE lacks NAME, unless it may be where nobody could look. */
static void
report_missing(const struct tree *tree, const char *name)
{
    const char *file =
        qp_arena_printf(tree->run->arena, "%s/%s", tree->root, name);

    if (!tree->is_partial)
        qp_error(tree->run, (struct qp_place){ .file = file }, QP_FILE,
                 "this file is missing");
}

void
qp_audit_compare(struct qp_session *run, const char *path,
                 const char *expected, struct qp_audit *audit)
{
    struct tree found = tree_of(run, path), again = tree_of(run, expected);
    size_t i = 0, k = 0;

    while (i < found.n || k < again.n) {
        int order = i == found.n   ? 1
                    : k == again.n ? -1
                                   : strcmp(found.names[i], again.names[k]);

        if (order < 0)
            report_foreign(run, path, found.names[i]);
        else if (order > 0)
            report_missing(&found, again.names[k]);
        else
            compare_file(run, path, expected, found.names[i], audit);
        i += order <= 0;
        k += order >= 0;
    }
}

/* ---- what the record says ---- */

static bool
is_listed(const struct qp_file *listed, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(listed[i].name, name) == 0)
            return true;
    return strcmp(name, record) == 0;
}

void
qp_audit_names(struct qp_session *run, const char *path,
               const struct qp_file *listed, size_t n)
{
    struct tree found = tree_of(run, path);

    for (size_t i = 0; i < found.n; i++)
        if (!is_listed(listed, n, found.names[i]))
            report_foreign(run, path, found.names[i]);
    for (size_t i = 0; i < n; i++)
        if (!found.n || !bsearch(&listed[i].name, found.names, found.n,
                                 sizeof *found.names, by_text))
            report_missing(&found, listed[i].name);
}

/* Reports that the file at PATH is not the one that FILE describes. */
static void
check_hash(struct qp_session *run, const char *path,
           const struct qp_file *file)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct qp_file found = { 0 };

    if (fd < 0)
        return; /* it is missing, which the comparison reports */
    if (!qp_folder_digest(fd, &found))
        fail(run, path);
    else if (strcmp(found.sha256, file->sha256) != 0)
        qp_error(run, (struct qp_place){ .file = path }, QP_HASH,
                 "is not the file that the record names: its SHA-256 is %s, "
                 "that in the record %s",
                 found.sha256, file->sha256);
    close(fd);
}

void
qp_audit_hashes(struct qp_session *run, const char *path,
                const struct qp_file *listed, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_hash(run,
                   qp_arena_printf(run->arena, "%s/%s", path, listed[i].name),
                   &listed[i]);
}
