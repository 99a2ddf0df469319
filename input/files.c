/* Arguments to files; see files.h. */

#include <config.h>

#include "input/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "engine/tongue.h"
#include "input/text.h"

/* A file, and what tells whether another is the same one. */
struct found {
    const char *path;
    dev_t device;
    ino_t inode;
};

struct list {
    struct qp_session *run;
    struct found *files;
    size_t n, capacity;
    bool is_partial;
};

/* Names of what a folder holds besides. */
struct names {
    const char **names;
    size_t n, capacity;
};

enum { NAMES_SHOWN = 5 };

static void
fail(struct list *list, const char *path)
{
    qp_system_error(list->run, path, "%s", strerror(errno));
    list->is_partial = true;
}

static void
add(struct list *list, const char *path, const struct stat *about)
{
    list->files = qp_arena_grow(list->run->arena, list->files, list->n,
                                &list->capacity, sizeof *list->files);
    list->files[list->n++] =
        (struct found){ path, about->st_dev, about->st_ino };
}

static bool
is_xml(const char *name)
{
    size_t n = strlen(name);

    return name[0] != '.' && n > 4 && strcasecmp(name + n - 4, ".xml") == 0;
}

/* Adds the file NAME of FOLDER. */
static void
add_of_folder(struct list *list, const char *folder, const char *name)
{
    size_t n = strlen(folder);
    const char *path =
        qp_arena_printf(list->run->arena, "%s%s%s", folder,
                        n && folder[n - 1] == '/' ? "" : "/", name);
    struct stat about = { 0 };

    if (stat(path, &about) != 0)
        fail(list, path);
    else
        add(list, path, &about);
}

static int
by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Says that the folder at PATH holds things that are not read. */
static void
note_skipped(struct qp_session *run, const char *path, struct names *skipped)
{
    const char *text = "";

    if (skipped->n == 0)
        return;
    qsort(skipped->names, skipped->n, sizeof *skipped->names, by_text);
    for (size_t i = 0; i < skipped->n && i < NAMES_SHOWN; i++)
        text = qp_arena_printf(
            run->arena, "%s%s%s", text, i ? ", " : "",
            qp_text_show(skipped->names[i], strlen(skipped->names[i])).text);
    qp_note(run, (struct qp_place){ .file = path }, QP_SKIPPED,
            "%zu %s not read: %s%s", skipped->n,
            skipped->n == 1 ? _("entry is") : _("entries are"), text,
            skipped->n > NAMES_SHOWN ? ", ..." : "");
}

/* Keeps NAME, which is not read, unless every folder has it. */
static void
skip(struct list *list, struct names *skipped, const char *name)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return;
    skipped->names =
        qp_arena_grow(list->run->arena, skipped->names, skipped->n,
                      &skipped->capacity, sizeof *skipped->names);
    skipped->names[skipped->n++] = qp_arena_text(list->run->arena, name);
}

static void
add_folder(struct list *list, const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    struct names skipped = { NULL, 0, 0 };
    size_t n = list->n;

    if (!folder) {
        fail(list, path);
        return;
    }
    for (errno = 0; (entry = readdir(folder)); errno = 0)
        if (is_xml(entry->d_name))
            add_of_folder(list, path, entry->d_name);
        else
            skip(list, &skipped, entry->d_name);
    if (errno) {
        fail(list, path);
    } else if (list->n == n) {
        qp_error(list->run, (struct qp_place){ .file = path },
                 QP_NO_SUBMISSION, "there is no *.xml in this folder");
        list->is_partial = true;
    }
    note_skipped(list->run, path, &skipped);
    closedir(folder);
}

static const char *
base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static int
by_name(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    int order = strcmp(base_name(a->path), base_name(b->path));

    return order ? order : strcmp(a->path, b->path);
}

static bool
is_listed(const struct found *files, size_t n, const struct found *file)
{
    while (n > 0) {
        n--;
        if (files[n].inode == file->inode && files[n].device == file->device)
            return true;
    }
    return false;
}

struct qp_files
qp_files_list(struct qp_session *run, const char *const *paths, size_t n_paths)
{
    struct list list = { .run = run };
    struct qp_files files = { NULL, 0, false };

    for (size_t i = 0; i < n_paths; i++) {
        const char *path = qp_arena_text(run->arena, paths[i]);
        struct stat about = { 0 };

        if (stat(path, &about) != 0)
            fail(&list, path);
        else if (S_ISDIR(about.st_mode))
            add_folder(&list, path);
        else
            add(&list, path, &about);
    }
    if (list.n)
        qsort(list.files, list.n, sizeof *list.files, by_name);
    files.paths = qp_arena_alloc(run->arena, list.n, sizeof *files.paths);
    for (size_t i = 0; i < list.n; i++)
        if (!is_listed(list.files, i, &list.files[i]))
            files.paths[files.n++] = list.files[i].path;
    files.is_partial = list.is_partial;
    return files;
}
