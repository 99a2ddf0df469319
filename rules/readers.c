/* The check that two readers agree; see readers.h. */

#include <config.h>

#include "rules/readers.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <iniparser/iniparser.h>

/* iniparser's messages name no line that a user could look up in his own
   file, and all that they could say our pass has said before. */
static int
keep_quiet(const char *format, ...)
{
    (void)format;
    return 0;
}

static bool
write_all(int fd, const char *text, size_t length)
{
    while (length) {
        ssize_t written = write(fd, text, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text += written;
        length -= (size_t)written;
    }
    return true;
}

/* Lets iniparser, which opens files by name only, read the very bytes that
   were hashed, LENGTH of them at TEXT: a file in memory holds them.  Returns
   null and sets errno when the system refuses it. */
static dictionary *
load(struct qp_arena *arena, const char *text, size_t length)
{
    dictionary *read = NULL;
    int fd = memfd_create("quping-rules", MFD_CLOEXEC);

    if (fd < 0)
        return NULL;
    if (write_all(fd, text, length)) {
        errno = 0;
        iniparser_set_error_callback(keep_quiet);
        read = iniparser_load(
            qp_arena_printf(arena, "/proc/self/fd/%d", fd));
        iniparser_set_error_callback(NULL);
    }
    close(fd);
    return read;
}

/* Where the walk through iniparser's entries stands. */
struct walk {
    const dictionary *read;
    ssize_t next;
};

/* True if the next entry of iniparser is NAME with VALUE (null: a section).
   Names compare without case, since iniparser folds them. */
static bool
next_is(struct walk *walk, const char *name, const char *value)
{
    const dictionary *read = walk->read;
    ssize_t at = walk->next++;

    if (at >= read->size || !read->key[at] ||
        qp_names_order(read->key[at], name) != 0)
        return false;
    if (!value || !read->val[at])
        return !value && !read->val[at];
    return strcmp(read->val[at], value) == 0;
}

static bool
differ(struct qp_session *run, const char *file, int line)
{
    qp_error(run, (struct qp_place){ .file = file, .line = line }, QP_READERS,
             "iniparser reads this line differently; write it more plainly");
    return false;
}

/* Holds SECTION against the entries of iniparser. */
static bool
check_section(struct qp_session *run, struct walk *walk,
              const struct qp_section *section)
{
    if (*section->header && !next_is(walk, section->header, NULL))
        return differ(run, section->file, section->number);
    for (size_t i = 0; i < section->n_lines; i++) {
        const struct qp_line *line = &section->lines[i];
        const char *name = qp_arena_printf(run->arena, "%s:%s",
                                           section->header, line->name);

        if (!next_is(walk, name, line->value))
            return differ(run, section->file, line->number);
    }
    return true;
}

/* Some sections in a row and their bytes.  iniparser takes time with the
   square of the entries that it reads at once, and sections do not depend on
   each other, so a long file is read piece by piece. */
struct piece {
    const char *text;
    size_t length;
    size_t first, behind; /* sections */
    int line;             /* of TEXT in its file */
};

enum { PIECE_ENTRIES = 500 };

/* Sets where PIECE, whose start is set, ends: before a section. */
static void
find_end(const struct qp_lines *lines, const char *end, struct piece *piece)
{
    size_t entries = 0;
    const char *at = piece->text;
    int line = piece->line;

    piece->behind = piece->first;
    while (piece->behind < lines->n_sections && entries < PIECE_ENTRIES)
        entries += 1 + lines->sections[piece->behind++].n_lines;
    if (piece->behind == lines->n_sections) {
        at = end;
    } else {
        for (; line < lines->sections[piece->behind].number; line++) {
            at = memchr(at, '\n', (size_t)(end - at));
            if (!at) { /* other bytes than our pass had */
                at = end;
                break;
            }
            at++;
        }
    }
    piece->length = (size_t)(at - piece->text);
}

/* Has iniparser read PIECE of FILE and holds its sections against it. */
static bool
check_piece(struct qp_session *run, const char *file,
            const struct qp_lines *lines, const struct piece *piece)
{
    dictionary *read = load(run->arena, piece->text, piece->length);
    struct walk walk = { .read = read };
    bool agree = true;

    if (!read && errno) {
        qp_system_error(run, file, "iniparser cannot read it: %s",
                        strerror(errno));
        return false;
    }
    if (!read)
        return differ(run, file, 0);
    for (size_t i = piece->first; agree && i < piece->behind; i++)
        agree = check_section(run, &walk, &lines->sections[i]);
    if (agree && walk.next != read->n)
        agree = differ(run, file, 0);
    iniparser_freedict(read);
    return agree;
}

bool
qp_readers_agree(struct qp_session *run, const struct qp_source *source,
                 const struct qp_lines *lines, size_t first)
{
    const char *end = source->text + source->length;
    struct piece piece = { .text = source->text, .first = first, .line = 1 };
    bool agree;

    do {
        find_end(lines, end, &piece);
        agree = check_piece(run, source->file.path, lines, &piece);
        piece.text += piece.length;
        piece.first = piece.behind;
        piece.line = piece.first < lines->n_sections
                         ? lines->sections[piece.first].number
                         : 0;
    } while (agree && piece.first < lines->n_sections);
    return agree;
}
