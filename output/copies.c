/* Naming and making the copies of a bundle; see copies.h. */

#include <config.h>

#include "output/copies.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "engine/bundle.h"
#include "output/workbook.h"

enum { BUFFER = 64 * 1024 };

struct plan {
    struct qp_session *run;
    struct qp_copy *items;
    size_t n;
};

/* ---- names ---- */

/* True if every file system takes each part of the relative path NAME, and
   none takes it for something else. */
static bool
is_portable(struct qp_arena *arena, const char *name)
{
    for (;;) {
        const char *slash = strchr(name, '/');
        const char *part = qp_arena_copy(
            arena, name, slash ? (size_t)(slash - name) : strlen(name));

        if (strcmp(qp_workbook_file_name(arena, part), part) != 0)
            return false;
        if (!slash)
            return true;
        name = slash + 1;
    }
}

/* Plans a copy of FILE as NAME in FOLDER. */
static void
add(struct plan *plan, const struct qp_file *file, const char *folder,
    const char *name)
{
    struct qp_arena *arena = plan->run->arena;

    if (!is_portable(arena, name))
        qp_error(plan->run, (struct qp_place){ .file = file->path }, QP_OUTPUT,
                 "the name of this file cannot be that of a copy on every "
                 "computer; rename the file, or do without --bundle");
    plan->items[plan->n++] = (struct qp_copy){
        .file = file,
        .name = qp_arena_printf(arena, "%s%s", folder, name),
    };
}

/* PATH without empty parts and "." in it. */
static const char *
simplify(struct qp_arena *arena, const char *path)
{
    const char *simple = NULL;

    while (*path) {
        size_t n = strcspn(path, "/");

        if (n > 1 || (n == 1 && *path != '.'))
            simple = qp_arena_printf(arena, "%s%s%.*s", simple ? simple : "",
                                     simple ? "/" : "", (int)n, path);
        path += n;
        path += strspn(path, "/");
    }
    return simple ? simple : "";
}

/* Included files lie in the main file's folder, and their paths begin with
   it. */
static void
add_rules(struct plan *plan, const struct qp_ruleset *rules)
{
    const char *slash = strrchr(rules->files[0].path, '/');
    size_t n = slash ? (size_t)(slash + 1 - rules->files[0].path) : 0;

    for (size_t i = 0; i < rules->n_files; i++)
        add(plan, &rules->files[i], QP_BUNDLE_RULES,
            simplify(plan->run->arena, rules->files[i].path + n));
}

/* How many of the first N documents of SUBS are called NAME on a file system
   that does not tell capitals. */
static size_t
count_named(const struct qp_submissions *subs, size_t n, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += strcasecmp(subs->documents[i].file.name, name) == 0;
    return count;
}

static void
add_documents(struct plan *plan, const struct qp_submissions *subs)
{
    for (size_t i = 0; i < subs->n_documents; i++) {
        const struct qp_file *file = &subs->documents[i].file;
        size_t before = count_named(subs, i, file->name);
        const char *folder =
            before ? qp_arena_printf(plan->run->arena,
                                     QP_BUNDLE_SUBMISSIONS "%zu/", before + 1)
                   : QP_BUNDLE_SUBMISSIONS;

        add(plan, file, folder, file->name);
    }
}

struct qp_copies
qp_copies_plan(struct qp_session *run, const struct qp_result *result)
{
    const struct qp_submissions *subs = result->subs;
    size_t most = result->rules->n_files + subs->n_documents + 1;
    struct plan plan = {
        .run = run,
        .items = qp_arena_alloc(run->arena, most, sizeof *plan.items),
    };

    add_rules(&plan, result->rules);
    add_documents(&plan, subs);
    if (subs->history)
        add(&plan, &subs->history->file, QP_BUNDLE_PRIOR,
            subs->history->file.name);
    return (struct qp_copies){ plan.items, plan.n };
}

/* ---- folders ---- */

/* True if one of the first N of COPIES lies in the folder whose name is the
   first LENGTH bytes of NAME, or below. */
static bool
is_made(struct qp_copies copies, size_t n, const char *name, size_t length)
{
    for (size_t i = 0; i < n; i++)
        if (strncmp(copies.items[i].name, name, length) == 0 &&
            copies.items[i].name[length] == '/')
            return true;
    return false;
}

/* Does ACT for each folder of COPIES, an outer one before those in it. */
static bool
for_folders(struct qp_session *run, const struct qp_folder *folder,
            struct qp_copies copies,
            bool (*act)(struct qp_session *, const struct qp_folder *,
                        const char *))
{
    for (size_t i = 0; i < copies.n; i++) {
        const char *name = copies.items[i].name;

        for (const char *at = name; (at = strchr(at, '/')); at++) {
            size_t n = (size_t)(at - name);

            if (!is_made(copies, i, name, n) &&
                !act(run, folder, qp_arena_copy(run->arena, name, n)))
                return false;
        }
    }
    return true;
}

/* ---- files ---- */

static bool
fail(struct qp_session *run, const struct qp_file *file)
{
    qp_system_error(run, file->path, "cannot be copied: %s", strerror(errno));
    return false;
}

/* Copies what FD has into OUT, as far as it can be written. */
static bool
pour(int fd, FILE *out)
{
    char bytes[BUFFER];
    ssize_t n;

    while ((n = read(fd, bytes, sizeof bytes)) > 0)
        if (fwrite(bytes, 1, (size_t)n, out) != (size_t)n)
            return true; /* qp_folder_close() reports it */
    return n == 0;
}

static bool
copy(struct qp_session *run, const struct qp_folder *folder,
     const struct qp_copy *copy, struct qp_file *output)
{
    const struct qp_file *file = copy->file;
    int fd = open(file->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    FILE *out;
    bool ok;

    if (fd < 0)
        return fail(run, file);
    out = qp_folder_create(run, folder, copy->name);
    ok = out && (pour(fd, out) || fail(run, file));
    close(fd);
    if (!out || !qp_folder_close(run, folder, copy->name, out) || !ok ||
        !qp_folder_seal(run, folder, copy->name, output))
        return false;
    if (strcmp(output->sha256, file->sha256) == 0)
        return true;
    qp_system_error(run, file->path,
                    "has changed since it was read; score again");
    return false;
}

bool
qp_copies_write(struct qp_session *run, const struct qp_folder *folder,
                struct qp_copies copies, struct qp_file *outputs)
{
    if (!for_folders(run, folder, copies, qp_folder_make))
        return false;
    for (size_t i = 0; i < copies.n; i++)
        if (!copy(run, folder, &copies.items[i], &outputs[i]))
            return false;
    return for_folders(run, folder, copies, qp_folder_seal_directory);
}
