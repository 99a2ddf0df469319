/* Lines of a rule file to sections and keys; see lines.h. */

#include <config.h>

#include "rules/lines.h"

#include <string.h>

#include "engine/tongue.h"

/* One file on its way through: the line at hand is the LENGTH bytes at TEXT,
   without its end and the blanks around it. */
struct pass {
    struct qp_session *run;
    struct qp_lines *lines;
    const char *file;
    const char *text;
    size_t length;
    int number;
    struct qp_names *keys; /* of the section at hand, to their line */
    size_t n_entries;
};

static struct qp_place
here(const struct pass *pass)
{
    return (struct qp_place){ .file = pass->file, .line = pass->number };
}

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool
is_comment(char byte)
{
    return byte == ';' || byte == '#';
}

/* Takes the blanks at both ends off the LENGTH bytes at *TEXT. */
static size_t
strip(const char **text, size_t length)
{
    while (length && is_blank(**text)) {
        ++*text;
        length--;
    }
    while (length && is_blank((*text)[length - 1]))
        length--;
    return length;
}

struct qp_lines *
qp_lines_new(struct qp_arena *arena)
{
    struct qp_lines *lines = qp_arena_alloc(arena, 1, sizeof *lines);

    lines->seen = qp_names_new(arena);
    return lines;
}

/* ---- sections ---- */

bool
qp_section_is_lead(const struct qp_section *section)
{
    return section->number == 0;
}

static struct qp_section *
add_section(struct pass *pass, const char *header)
{
    struct qp_lines *lines = pass->lines;
    struct qp_section *section;

    lines->sections =
        qp_arena_grow(pass->run->arena, lines->sections, lines->n_sections,
                      &lines->capacity, sizeof *lines->sections);
    section = &lines->sections[lines->n_sections++];
    *section = (struct qp_section){
        .file = pass->file,
        .header = header,
        .kind = "",
        .code = "",
        .number = pass->number,
    };
    pass->keys = qp_names_new(pass->run->arena);
    pass->n_entries++;
    return section;
}

/* Splits HEADER at its first blanks. */
static void
split_header(struct qp_arena *arena, struct qp_section *section)
{
    size_t kind = strcspn(section->header, " \t");
    const char *code = section->header + kind;

    section->kind = qp_arena_copy(arena, section->header, kind);
    section->code = code + strspn(code, " \t");
}

/* Reports SECTION if it stands somewhere already.  iniparser would merge two
   sections of one file, so [units] too may stand in a file only once. */
static void
check_twice(struct pass *pass, struct qp_section *section)
{
    struct qp_arena *arena = pass->run->arena;
    bool per_file = qp_names_order(section->kind, "units") == 0;
    const char *name =
        qp_arena_printf(arena, "%s %s %s", section->kind, section->code,
                        per_file ? pass->file : "");
    size_t first = qp_names_add(pass->lines->seen, name,
                                pass->lines->n_sections - 1);

    if (first == QP_NONE)
        return;
    section->is_skipped = true;
    qp_error(pass->run, here(pass), QP_DUPLICATE,
             "section [%s] stands already in %s:%d", section->header,
             pass->lines->sections[first].file,
             pass->lines->sections[first].number);
}

static void
read_section(struct pass *pass)
{
    const char *end = memchr(pass->text, ']', pass->length);
    const char *inner = pass->text + 1;
    size_t length = end ? (size_t)(end - inner) : 0;
    struct qp_section *section;

    length = strip(&inner, length);
    section = add_section(pass,
                          qp_arena_copy(pass->run->arena, inner, length));
    section->is_skipped = length == 0;
    if (!end)
        qp_error(pass->run, here(pass), QP_SECTION,
                 "the section has no closing ]");
    else if (length == 0)
        qp_error(pass->run, here(pass), QP_SECTION,
                 "the section has no name");
    else if (end + 1 != pass->text + pass->length)
        qp_error(pass->run, here(pass), QP_SECTION,
                 "nothing may follow ] on its line, comments neither");
    if (section->is_skipped)
        return;
    split_header(pass->run->arena, section);
    check_twice(pass, section);
}

/* ---- values ---- */

/* Reads a value that begins with a quote: the LENGTH bytes at TEXT. */
static const char *
read_quoted(struct pass *pass, const char *text, size_t length)
{
    const char *end = memchr(text + 1, text[0], length - 1);
    const char *rest;
    size_t n_rest;

    if (!end) {
        qp_error(pass->run, here(pass), QP_QUOTE,
                 "the quote %c is not closed; put the whole value in quotes",
                 text[0]);
        return NULL;
    }
    rest = end + 1;
    n_rest = (size_t)(text + length - rest);
    if (n_rest && !(n_rest > 1 && is_blank(rest[0]) &&
                    is_comment(rest[strspn(rest, " \t")]))) {
        qp_error(pass->run, here(pass), QP_QUOTE,
                 "text after the closing quote; put the whole value in "
                 "quotes, the other kind if it holds %c",
                 text[0]);
        return NULL;
    }
    if (memchr(text, '\\', (size_t)(end - text))) {
        qp_error(pass->run, here(pass), QP_QUOTE,
                 "a backslash in quotes is read in more than one way; write "
                 "the value without it");
        return NULL;
    }
    return qp_arena_copy(pass->run->arena, text + 1,
                         (size_t)(end - text - 1));
}

/* Reads a value without quotes, behind its = and blanks, up to its comment. */
static const char *
read_plain(struct pass *pass, const char *text, size_t length)
{
    size_t i = 0;

    while (i < length && !is_comment(text[i]))
        i++;
    if (i < length && !is_blank(*(text + i - 1))) {
        qp_error(pass->run, here(pass), QP_QUOTE,
                 "%c within a value; put the whole value in quotes, or a "
                 "blank before a comment",
                 text[i]);
        return NULL;
    }
    length = strip(&text, i);
    return qp_arena_copy(pass->run->arena, text, length);
}

/* ---- keys ---- */

/* True if NAME can be a key for both readers: one word without the characters
   that mean something in a rule file. */
static bool
check_name(struct pass *pass, const char *name)
{
    size_t length = strcspn(name, " \t:;#\"'[]\\");

    if (*name && !name[length])
        return true;
    if (!*name)
        qp_error(pass->run, here(pass), QP_LINE, "no key before =");
    else
        qp_error(pass->run, here(pass), QP_LINE,
                 "\"%s\" cannot be a key: it holds %s", name,
                 is_blank(name[length])
                     ? "a blank"
                     : qp_arena_printf(pass->run->arena, "%c", name[length]));
    return false;
}

static void
add_line(struct pass *pass, const char *name, const char *value)
{
    struct qp_lines *lines = pass->lines;
    struct qp_section *section = &lines->sections[lines->n_sections - 1];
    size_t first =
        qp_names_add(pass->keys, name, (size_t)pass->number);

    if (first != QP_NONE) {
        qp_error(pass->run, here(pass), QP_DUPLICATE,
                 "key \"%s\" stands already in line %zu", name, first);
        return;
    }
    section->lines =
        qp_arena_grow(pass->run->arena, section->lines, section->n_lines,
                      &section->capacity, sizeof *section->lines);
    section->lines[section->n_lines++] = (struct qp_line){
        .name = name,
        .value = value,
        .file = pass->file,
        .number = pass->number,
    };
    pass->n_entries++;
}

static void
read_key(struct pass *pass)
{
    const char *equals = memchr(pass->text, '=', pass->length);
    const char *name = pass->text, *text, *value;
    size_t length;

    if (!equals) {
        qp_error(pass->run, here(pass), QP_LINE,
                 "neither a [section], a key = value nor a ; comment%s",
                 memmem(pass->text, pass->length, "＝", strlen("＝"))
                     ? _("; write = instead of ＝")
                     : "");
        return;
    }
    length = strip(&name, (size_t)(equals - name));
    name = qp_arena_copy(pass->run->arena, name, length);
    text = equals + 1;
    length = (size_t)(pass->text + pass->length - text);
    while (length && is_blank(*text)) {
        text++;
        length--;
    }
    if (!check_name(pass, name))
        return;
    value = length && (*text == '"' || *text == '\'')
                ? read_quoted(pass, text, length)
                : read_plain(pass, text, length);
    add_line(pass, name, value);
}

/* ---- lines ---- */

/* Reports what no line may hold.  A backslash at the end would make iniparser
   join the next line, in comments too. */
static bool
check_line(struct pass *pass)
{
    if (pass->length > QP_LINES_LONGEST) {
        qp_error(pass->run, here(pass), QP_LIMIT,
                 "the line has %zu bytes; %d are read", pass->length,
                 QP_LINES_LONGEST);
        return false;
    }
    for (size_t i = 0; i < pass->length; i++) {
        unsigned char byte = (unsigned char)pass->text[i];

        if ((byte >= 0x20 && byte != 0x7f) || byte == '\t')
            continue;
        if (byte == '\r')
            qp_error(pass->run, here(pass), QP_LINE,
                     "a carriage return within the line; end lines with "
                     "LF or CRLF");
        else
            qp_error(pass->run, here(pass), QP_LINE,
                     "control character 0x%02x", byte);
        return false;
    }
    pass->length = strip(&pass->text, pass->length);
    if (pass->length && pass->text[pass->length - 1] == '\\') {
        qp_error(pass->run, here(pass), QP_QUOTE,
                 "a backslash ends the line; a value stands on one line");
        return false;
    }
    return true;
}

static void
read_line(struct pass *pass)
{
    if (!check_line(pass) || !pass->length || is_comment(pass->text[0]))
        return;
    if (pass->text[0] == '[')
        read_section(pass);
    else
        read_key(pass);
}

static size_t
count_errors(const struct qp_session *run)
{
    size_t errors, others;

    qp_diag_count(run->diag, &errors, &others, &others);
    return errors;
}

bool
qp_lines_read(struct qp_session *run, struct qp_lines *lines,
              const struct qp_source *source)
{
    struct pass pass = { .run = run,
                         .lines = lines,
                         .file = source->file.path };
    const char *at = source->text, *end = at + source->length;
    size_t before = count_errors(run);

    add_section(&pass, "");
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;

        pass.number++;
        pass.text = at;
        pass.length = (size_t)(stop - at);
        if (newline && pass.length && at[pass.length - 1] == '\r')
            pass.length--;
        read_line(&pass);
        if (pass.n_entries > QP_LINES_MOST) {
            qp_error(run, here(&pass), QP_LIMIT,
                     "more than %d sections and keys in a file",
                     QP_LINES_MOST);
            break;
        }
        at = newline ? newline + 1 : end;
    }
    return count_errors(run) == before;
}
