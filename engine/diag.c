/* The list of problems of a run; see diag.h. */

#include <config.h>

#include "engine/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "engine/tongue.h"
#include "engine/utf8.h"

static const char *const severities[] = {
    [QP_SEVERITY_NOTE] = N_("note"),
    [QP_SEVERITY_WARNING] = N_("warning"),
    [QP_SEVERITY_ERROR] = N_("error"),
    [QP_SEVERITY_SYSTEM] = N_("error"),
};

static const char *const codes[QP_N_CODES] = {
#define DIAG(name, code, about) [QP_##name] = code,
#include "engine/diag.def"
#undef DIAG
};

/* A file that may have problems, and how many of each code; null for none. */
struct file {
    const char *name;
    size_t *counts;
};

struct qp_diag {
    struct qp_arena *arena;
    struct qp_problem *problems;
    size_t n_problems, capacity;
    size_t n_printed;
    struct file *files;
    size_t n_files, files_capacity;
    size_t counts[QP_SEVERITY_SYSTEM + 1];
};

struct qp_diag *
qp_diag_new(struct qp_arena *arena)
{
    struct qp_diag *diag = qp_arena_alloc(arena, 1, sizeof *diag);

    diag->arena = arena;
    return diag;
}

/* The number of FILE in the order in which files came up.  The last one is
   looked at first: problems come in runs. */
static size_t
file_order(struct qp_diag *diag, const char *file)
{
    const char *name = file ? file : "";

    for (size_t i = diag->n_files; i-- > 0;)
        if (strcmp(diag->files[i].name, name) == 0)
            return i;
    diag->files = qp_arena_grow(diag->arena, diag->files, diag->n_files,
                                &diag->files_capacity, sizeof *diag->files);
    diag->files[diag->n_files].name = name;
    return diag->n_files++;
}

/* The counts of FILE. */
static size_t *
counts_of(struct qp_diag *diag, size_t file)
{
    struct file *of = &diag->files[file];

    if (!of->counts)
        of->counts =
            qp_arena_alloc(diag->arena, QP_N_CODES, sizeof *of->counts);
    return of->counts;
}

void
qp_diag_file(struct qp_diag *diag, const char *file)
{
    file_order(diag, file);
}

QP_PRINTF(2, 0)
static const char *
format_text(struct qp_arena *arena, const char *format, va_list args)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        qp_arena_exhausted();
    text = qp_arena_alloc(arena, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

/* What will not be printed is counted only: a file may have millions. */
QP_PRINTF(5, 0)
static void
add(struct qp_diag *diag, struct qp_place at, enum qp_severity severity,
    enum qp_code code, const char *format, va_list args)
{
    size_t file = file_order(diag, at.file);

    diag->counts[severity]++;
    if (++counts_of(diag, file)[code] > QP_DIAG_MOST)
        return;
    diag->problems =
        qp_arena_grow(diag->arena, diag->problems, diag->n_problems,
                      &diag->capacity, sizeof *diag->problems);
    diag->problems[diag->n_problems] = (struct qp_problem){
        .at = at,
        .severity = severity,
        .code = code,
        .text = format_text(diag->arena, qp_say(format), args),
        .file = file,
        .order = diag->n_problems,
    };
    diag->n_problems++;
}

void
qp_error(struct qp_session *run, struct qp_place at, enum qp_code code,
         const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(run->diag, at, QP_SEVERITY_ERROR, code, format, args);
    va_end(args);
}

void
qp_warning(struct qp_session *run, struct qp_place at, enum qp_code code,
           const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(run->diag, at, QP_SEVERITY_WARNING, code, format, args);
    va_end(args);
}

void
qp_note(struct qp_session *run, struct qp_place at, enum qp_code code,
        const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(run->diag, at, QP_SEVERITY_NOTE, code, format, args);
    va_end(args);
}

void
qp_system_error(struct qp_session *run, const char *path, const char *format,
                ...)
{
    va_list args;

    va_start(args, format);
    add(run->diag, (struct qp_place){ .file = path }, QP_SEVERITY_SYSTEM,
        QP_SYSTEM, format, args);
    va_end(args);
}

static void repeat(struct qp_diag *diag, const struct qp_problem *problem,
                   const char *format, ...) QP_PRINTF(3, 4);

static void
repeat(struct qp_diag *diag, const struct qp_problem *problem,
       const char *format, ...)
{
    struct qp_place at = problem->at;
    va_list args;

    if (at.file)
        at.file = qp_arena_text(diag->arena, at.file);
    if (at.key)
        at.key = qp_arena_text(diag->arena, at.key);
    va_start(args, format);
    add(diag, at, problem->severity, problem->code, format, args);
    va_end(args);
}

static bool
is_same(const struct qp_problem *a, const struct qp_problem *b)
{
    const char *a_file = a->at.file ? a->at.file : "";
    const char *b_file = b->at.file ? b->at.file : "";

    return a->severity == b->severity && a->code == b->code &&
           a->at.line == b->at.line && strcmp(a_file, b_file) == 0 &&
           strcmp(a->text, b->text) == 0;
}

void
qp_diag_join_new(struct qp_diag *diag, const struct qp_diag *other,
                 enum qp_severity most)
{
    size_t n = diag->n_problems;

    for (size_t i = 0; i < other->n_problems; i++) {
        struct qp_problem problem = other->problems[i];
        bool is_new = true;

        for (size_t k = 0; k < n && is_new; k++)
            is_new = !is_same(&diag->problems[k], &problem);
        if (problem.severity > most)
            problem.severity = most;
        if (is_new)
            repeat(diag, &problem, "%s", problem.text);
    }
}

/* Counts what OTHER counted only, which repeating its problems has not. */
static void
join_counts(struct qp_diag *diag, const struct qp_diag *other)
{
    for (size_t i = 0; i <= QP_SEVERITY_SYSTEM; i++)
        diag->counts[i] += other->counts[i];
    for (size_t i = 0; i < other->n_problems; i++)
        diag->counts[other->problems[i].severity]--;
    for (size_t i = 0; i < other->n_files; i++) {
        const struct file *from = &other->files[i];
        size_t order = file_order(diag, from->name);
        size_t *counts = counts_of(diag, order);

        for (size_t code = 0; from->counts && code < QP_N_CODES; code++)
            if (from->counts[code] > QP_DIAG_MOST)
                counts[code] += from->counts[code] - QP_DIAG_MOST;
    }
}

void
qp_diag_join(struct qp_diag *diag, const struct qp_diag *other)
{
    for (size_t i = 0; i < other->n_problems; i++)
        repeat(diag, &other->problems[i], "%s", other->problems[i].text);
    join_counts(diag, other);
}

bool
qp_diag_is_full(const struct qp_diag *diag, const char *file,
                enum qp_code code)
{
    const char *name = file ? file : "";

    for (size_t i = diag->n_files; i-- > 0;)
        if (strcmp(diag->files[i].name, name) == 0)
            return diag->files[i].counts &&
                   diag->files[i].counts[code] >= QP_DIAG_MOST;
    return false;
}

bool
qp_diag_ok(const struct qp_diag *diag)
{
    return diag->counts[QP_SEVERITY_ERROR] == 0 &&
           diag->counts[QP_SEVERITY_SYSTEM] == 0;
}

int
qp_diag_status(const struct qp_diag *diag)
{
    if (diag->counts[QP_SEVERITY_SYSTEM])
        return 3;
    return diag->counts[QP_SEVERITY_ERROR] ? 1 : 0;
}

void
qp_diag_count(const struct qp_diag *diag, size_t *errors, size_t *warnings,
              size_t *notes)
{
    *errors =
        diag->counts[QP_SEVERITY_ERROR] + diag->counts[QP_SEVERITY_SYSTEM];
    *warnings = diag->counts[QP_SEVERITY_WARNING];
    *notes = diag->counts[QP_SEVERITY_NOTE];
}

size_t
qp_diag_length(const struct qp_diag *diag)
{
    return diag->n_problems;
}

/* "file:line: ", as far as there is one. */
static const char *
place_text(struct qp_arena *arena, struct qp_place at)
{
    if (!at.file)
        return "quping: ";
    if (at.line <= 0)
        return qp_arena_printf(arena, "%s: ", at.file);
    return qp_arena_printf(arena, "%s:%d: ", at.file, at.line);
}

const char *
qp_diag_text(struct qp_arena *arena, const struct qp_diag *diag, size_t i)
{
    const struct qp_problem *problem = &diag->problems[i];

    return qp_arena_printf(arena, "%s%s: %s [%s]",
                           place_text(arena, problem->at),
                           qp_say(severities[problem->severity]),
                           problem->text, codes[problem->code]);
}

/* Prints TEXT with hidden characters as \xHH bytes. */
static void
print_plain(FILE *out, const char *text)
{
    while (*text) {
        const char *at = text;
        uint32_t c = qp_utf8_next(&text);
        bool show = c != QP_UTF8_WRONG && !qp_utf8_is_hidden(c);

        for (; at < text; at++)
            fprintf(out, show ? "%c" : "\\x%02x", (unsigned char)*at);
    }
}

void
qp_diag_put_json(const char *text, FILE *out)
{
    enum { REPLACEMENT = 0xfffd };

    fputc('"', out);
    while (*text) {
        const char *at = text;
        uint32_t c = qp_utf8_next(&text);

        if (c == QP_UTF8_WRONG)
            c = REPLACEMENT;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", (int)c);
        else if (qp_utf8_is_hidden(c) || c == REPLACEMENT)
            fprintf(out, "\\u%04lx", (unsigned long)c);
        else
            fwrite(at, 1, (size_t)(text - at), out);
    }
    fputc('"', out);
}

static void
print_problem(const struct qp_problem *problem, FILE *out, bool as_json)
{
    if (!as_json) {
        if (!problem->at.file)
            fputs("quping", out);
        else
            print_plain(out, problem->at.file);
        if (problem->at.line > 0)
            fprintf(out, ":%d", problem->at.line);
        fprintf(out, ": %s: ", qp_say(severities[problem->severity]));
        print_plain(out, problem->text);
        fprintf(out, " [%s]\n", codes[problem->code]);
        return;
    }
    fputs("{\"file\": ", out);
    qp_diag_put_json(problem->at.file ? problem->at.file : "", out);
    fprintf(out, ", \"line\": %d, \"severity\": \"%s\", \"code\": \"%s\", ",
            problem->at.line, severities[problem->severity],
            codes[problem->code]);
    fputs("\"text\": ", out);
    qp_diag_put_json(problem->text, out);
    fputs("}\n", out);
}

/* File, line, order of report: total, so any sort gives the same. */
static int
by_place(const void *left, const void *right)
{
    const struct qp_problem *a = left, *b = right;

    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->at.line != b->at.line)
        return a->at.line < b->at.line ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

const struct qp_problem *
qp_diag_list(struct qp_arena *arena, const struct qp_diag *diag, size_t *n)
{
    struct qp_problem *list =
        qp_arena_alloc(arena, diag->n_problems, sizeof *list);

    *n = diag->n_problems;
    if (*n) {
        memcpy(list, diag->problems, *n * sizeof *list);
        qsort(list, *n, sizeof *list, by_place);
    }
    return list;
}

/* Says how many more of each code there are in FILE. */
static void
print_left_out(const struct file *file, FILE *out, bool as_json)
{
    for (size_t code = 0; file->counts && code < QP_N_CODES; code++) {
        char text[80];

        if (file->counts[code] <= QP_DIAG_MOST)
            continue;
        snprintf(text, sizeof text, _("%zu more of this kind in this file"),
                 file->counts[code] - QP_DIAG_MOST);
        print_problem(
            &(struct qp_problem){
                .at = { .file = file->name[0] ? file->name : NULL },
                .severity = QP_SEVERITY_NOTE,
                .code = (enum qp_code)code,
                .text = text,
            },
            out, as_json);
    }
}

void
qp_diag_print(struct qp_diag *diag, FILE *out, bool as_json)
{
    size_t n = diag->n_problems - diag->n_printed;
    struct qp_problem *sorted = qp_arena_alloc(diag->arena, n, sizeof *sorted);

    if (n)
        memcpy(sorted, diag->problems + diag->n_printed, n * sizeof *sorted);
    diag->n_printed = diag->n_problems;
    qsort(sorted, n, sizeof *sorted, by_place);
    for (size_t i = 0; i < n; i++) {
        print_problem(&sorted[i], out, as_json);
        if (i + 1 == n || sorted[i + 1].file != sorted[i].file)
            print_left_out(&diag->files[sorted[i].file], out, as_json);
    }
}
