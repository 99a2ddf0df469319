/* Main file and included files; see include.h. */

#include <config.h>

#include "rules/include.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/tongue.h"
#include "rules/readers.h"

struct tree {
    struct qp_session *run;
    struct qp_ruleset *rules;
    struct qp_lines *lines;
    const char *folder; /* of the main file, without links, with its / */
    struct qp_source *sources;
    size_t n_sources, capacity;
    size_t bytes; /* read so far */
    bool complete;
};

/* The folder part of PATH with its slash, "" when it has none. */
static char *
folder_of(struct qp_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return qp_arena_copy(arena, path,
                         slash ? (size_t)(slash + 1 - path) : 0);
}

/* PATH without links, with END behind it; null if there is no such file. */
static const char *
resolve(struct qp_arena *arena, const char *path, const char *end)
{
    char *real = realpath(*path ? path : ".", NULL);
    const char *copy = NULL;

    if (real)
        copy = qp_arena_printf(arena, "%s%s", real,
                               strcmp(real, "/") == 0 ? "" : end);
    free(real);
    return copy;
}

/* True if a part of PATH is "..". */
static bool
climbs(const char *path)
{
    while (*path) {
        size_t length = strcspn(path, "/");

        if (length == 2 && path[0] == '.' && path[1] == '.')
            return true;
        path += length;
        path += strspn(path, "/");
    }
    return false;
}

/* Reads the file that messages call SHOWN, which NAMED_AT names (no file: it
   is the main one), and appends its sections. */
static bool
read_one(struct tree *tree, const char *path, const char *shown,
         struct qp_place named_at)
{
    struct qp_source source;
    size_t first = tree->lines->n_sections;

    qp_diag_file(tree->run->diag, shown);
    if (!qp_source_read(tree->run, path, shown, named_at,
                        QP_SOURCE_MOST - tree->bytes, &source)) {
        tree->complete = false;
        return false;
    }
    for (size_t i = 0; i < tree->n_sources; i++)
        if (tree->sources[i].device == source.device &&
            tree->sources[i].inode == source.inode) {
            qp_error(tree->run, named_at, QP_INCLUDE,
                     "\"%s\" is included already", shown);
            return false;
        }
    tree->bytes += source.file.size;
    tree->sources = qp_arena_grow(tree->run->arena, tree->sources,
                                  tree->n_sources, &tree->capacity,
                                  sizeof *tree->sources);
    tree->sources[tree->n_sources++] = source;
    if (qp_lines_read(tree->run, tree->lines, &source))
        qp_readers_agree(tree->run, &source, tree->lines, first);
    return true;
}

static void read_includes(struct tree *tree, size_t first, int depth);

/* Reads NAME, which stands at AT in an include list, and what it includes. */
static void
read_included(struct tree *tree, const char *name, struct qp_place at,
              int depth)
{
    struct qp_arena *arena = tree->run->arena;
    const char *shown =
        qp_arena_printf(arena, "%s%s", folder_of(arena, at.file), name);
    const char *path = resolve(arena, shown, "");
    const char *wrong = NULL;
    size_t first = tree->lines->n_sections;

    if (name[0] == '/')
        wrong = _("name it relative to this file");
    else if (climbs(name))
        wrong = _("\"..\" leads out of the rule set's folder");
    else if (depth > QP_INCLUDE_DEPTH)
        wrong = _("files may include one another four deep");
    else if (tree->n_sources > QP_INCLUDE_MOST)
        wrong = _("a rule set may include twenty files");
    else if (!path)
        wrong = strerror(errno);
    else if (strncmp(path, tree->folder, strlen(tree->folder)) != 0)
        wrong = _("a link leads out of the rule set's folder");
    if (wrong) {
        qp_error(tree->run, at, QP_INCLUDE, "cannot include \"%s\": %s", name,
                 wrong);
        tree->complete = false;
        return;
    }
    if (read_one(tree, path, shown, at))
        read_includes(tree, first, depth + 1);
}

/* Reads each file of the blank-separated LINE of a file. */
static void
read_list(struct tree *tree, const char *file, struct qp_line line, int depth)
{
    struct qp_place at = { file, line.number, "include" };
    const char *next = line.value ? line.value : "";

    while (*(next += strspn(next, " \t"))) {
        size_t length = strcspn(next, " \t");

        read_included(tree,
                      qp_arena_copy(tree->run->arena, next, length), at,
                      depth);
        next += length;
    }
}

/* Finds the include lists of the file whose sections start at FIRST: in
   [evaluation] of the main file, before the first section of an included
   one. */
static void
read_includes(struct tree *tree, size_t first, int depth)
{
    size_t n = tree->lines->n_sections;
    bool is_main = first == 0;

    for (size_t i = first; i < n; i++) {
        struct qp_section section = tree->lines->sections[i];

        if (is_main ? qp_names_order(section.kind, "evaluation") != 0
                    : !qp_section_is_lead(&section))
            continue;
        for (size_t k = 0; k < section.n_lines; k++)
            if (qp_names_order(section.lines[k].name, "include") == 0)
                read_list(tree, section.file, section.lines[k], depth);
    }
}

/* The hash of what sha256sum prints for the files, in their order. */
static void
hash_files(struct tree *tree)
{
    struct qp_ruleset *rules = tree->rules;
    size_t capacity = 0, length = 0;
    char *text = NULL;

    rules->n_files = tree->n_sources;
    rules->files = qp_arena_alloc(tree->run->arena, tree->n_sources,
                                  sizeof *rules->files);
    for (size_t i = 0; i < tree->n_sources; i++)
        capacity += 68 + strlen(tree->sources[i].file.name);
    text = qp_arena_alloc(tree->run->arena, capacity + 1, 1);
    for (size_t i = 0; i < tree->n_sources; i++) {
        rules->files[i] = tree->sources[i].file;
        length += (size_t)snprintf(text + length, capacity + 1 - length,
                                   "%s  %s\n", rules->files[i].sha256,
                                   rules->files[i].name);
    }
    qp_source_hash(text, length, rules->sha256);
}

bool
qp_include_read(struct qp_session *run, const char *path,
                struct qp_ruleset *rules, struct qp_lines *lines)
{
    struct tree tree = { .run = run,
                         .rules = rules,
                         .lines = lines,
                         .complete = true };

    if (!read_one(&tree, path, path, (struct qp_place){ 0 }))
        return false;
    tree.folder = resolve(run->arena, folder_of(run->arena, path), "/");
    if (!tree.folder) {
        qp_system_error(run, path, "its folder cannot be found");
        return false;
    }
    read_includes(&tree, 0, 1);
    hash_files(&tree);
    return tree.complete;
}
