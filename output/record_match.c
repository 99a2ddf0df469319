/* The record of a result against the result; see record_match.h.  A record has
   an element a line and the same order every time, so lines tell. */

#include <config.h>

#include "output/record_match.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/tongue.h"
#include "output/glyph.h"
#include "output/result_xml.h"

/* What is shown of a line that says something else. */
enum { SHOWN = 160 };

/* The lines of a record that count. */
struct lines {
    FILE *in;
    char *line;
    size_t size;
    int number;
    bool in_outputs;
};

static bool
starts(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* True if the line at hand is of the list of files, which are no figures. */
static bool
is_output(struct lines *lines)
{
    bool is_last = starts(lines->line, "</outputs>");

    if (starts(lines->line, "<outputs>"))
        lines->in_outputs = true;
    if (is_last || starts(lines->line, "<outputs/>")) {
        lines->in_outputs = false;
        return true;
    }
    return lines->in_outputs;
}

/* Reads the next line that counts, without its end; null behind the last. */
static const char *
next(struct lines *lines)
{
    do {
        if (getline(&lines->line, &lines->size, lines->in) < 0)
            return NULL;
        lines->number++;
    } while (is_output(lines) || starts(lines->line, "<result "));
    lines->line[strcspn(lines->line, "\r\n")] = '\0';
    return lines->line;
}

static const char *
shorten(struct qp_arena *arena, const char *line)
{
    size_t n;

    if (!line)
        return _("nothing more");
    n = qp_glyph_prefix(line, SHOWN);
    return qp_arena_printf(arena, "%.*s%s", (int)n, line,
                           line[n] ? "..." : "");
}

/* Holds RECORD against MADE, line by line. */
static bool
match(struct qp_session *run, struct lines *record, struct lines *made,
      const char *path)
{
    for (;;) {
        const char *has = next(record), *gives = next(made);

        if (!has && !gives)
            return true;
        if (has && gives && strcmp(has, gives) == 0)
            continue;
        qp_error(run, (struct qp_place){ path, record->number, NULL },
                 QP_DIFFERS,
                 "the record has %s, but its rules and submissions give %s; "
                 "audit lists all that differs",
                 shorten(run->arena, has), shorten(run->arena, gives));
        return false;
    }
}

/* Writes RESULT as a record that is read back. */
static FILE *
write_again(struct qp_session *run, const struct qp_result *result)
{
    FILE *made = tmpfile();
    struct qp_crew *crew;
    bool ok;

    if (!made) {
        qp_system_error(run, "temporary file", "%s", strerror(errno));
        return NULL;
    }
    crew = qp_crew_new(run);
    ok = qp_result_xml_write(run, crew, result, NULL, 0, made);
    qp_crew_free(crew);
    if (ok && fflush(made) == 0 && !ferror(made)) {
        rewind(made);
        return made;
    }
    if (qp_diag_ok(run->diag))
        qp_system_error(run, "temporary file", "%s", strerror(errno));
    fclose(made);
    return NULL;
}

bool
qp_record_matches(struct qp_session *run, const struct qp_result *result,
                  const char *path)
{
    struct lines record = { .in = fopen(path, "r") };
    struct lines made = { .in = NULL };
    bool ok = false;

    if (!record.in) {
        qp_system_error(run, path, "%s", strerror(errno));
        return false;
    }
    made.in = write_again(run, result);
    if (made.in) {
        ok = match(run, &record, &made, path);
        fclose(made.in);
    }
    free(record.line);
    free(made.line);
    fclose(record.in);
    return ok;
}
