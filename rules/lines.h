/* The strict pass over a rule file, line by line.  iniparser forgives much:
   it cuts values at a quote or semicolon, joins lines at a backslash, lets
   the last of two equal keys win, and knows no lines.  This pass refuses
   whatever the two could read differently, and keeps the line of every
   section and key; readers.h then has iniparser agree with it.

   A line is blank, a comment (its first character is ; or #), a [section], or
   a key = value.  A value ends where a blank and ; or # follow.  A value that
   holds ; or # or begins with a quote is put in quotes whole, "..." or
   '...'; within them nothing is special. */

#ifndef QP_RULES_LINES_H
#define QP_RULES_LINES_H

#include "rules/names.h"
#include "rules/source.h"

enum {
    QP_LINES_LONGEST = 1000, /* bytes of a line, without its end */
    QP_LINES_MOST = 50000    /* sections and keys of a file: iniparser takes
                                time with their square */
};

/* One key = value as written, without the quotes.  VALUE is null when it could
   not be read, which has been reported.  FILE is that of its section, unless
   the line was put there (override.h). */
struct qp_line {
    const char *name, *value;
    const char *file;
    int number;
};

/* One [section].  HEADER is all between the brackets.  What stands before the
   first section of a file is a section in line 0 with the HEADER "". */
struct qp_section {
    const char *file;
    const char *header, *kind, *code; /* CODE is "" when there is none */
    int number;
    bool is_skipped; /* not to be used, for reasons that are reported */
    struct qp_line *lines;
    size_t n_lines, capacity;
};

/* The sections of all files in the order in which they were read.  A section
   given twice is reported, but for [units], which each file may have. */
struct qp_lines {
    struct qp_section *sections;
    size_t n_sections, capacity;
    struct qp_names *seen;
};

/* True if SECTION is what stands before the first one of its file. */
bool qp_section_is_lead(const struct qp_section *section);

/* Makes an empty list. */
struct qp_lines *qp_lines_new(struct qp_arena *arena);

/* Appends the sections of SOURCE to LINES.  Returns false when a line of it
   was wrong; all that are wrong have been reported then, and the others have
   been read. */
bool qp_lines_read(struct qp_session *run, struct qp_lines *lines,
                   const struct qp_source *source);

#endif
