/* What the manual says: pages, told from the very tables that the program
   works by, so that a command, a key, a method or an element that works is one
   that is explained.  A page is a row; a pen (pen.h) puts it down. */

#ifndef QP_ENGINE_COMMANDS_MANUAL_H
#define QP_ENGINE_COMMANDS_MANUAL_H

#include "engine/commands/pen.h"
#include "engine/method.h"
#include "rules/keys.h"

struct qp_command;

/* A page at work. */
struct qp_manual {
    struct qp_arena *arena;
    const struct qp_pen *pen;
};

struct qp_manual_page {
    const char *topic;         /* as `help` knows it */
    struct qp_pen_title title; /* no name: it is no page of its own, but part
                                  of one */
    void (*tell)(const struct qp_manual *manual);
};

/* The I-th page, null behind the last. */
const struct qp_manual_page *qp_manual_page(size_t i);

/* Tells PAGE, with its title and what else there is to see if it is a page of
   its own. */
void qp_manual_tell(const struct qp_manual *manual,
                    const struct qp_manual_page *page);

/* Tell the bodies of pages, each in the file of its name. */
void qp_manual_commands(const struct qp_manual *manual);
void qp_manual_rules(const struct qp_manual *manual);
void qp_manual_methods(const struct qp_manual *manual);
void qp_manual_functions(const struct qp_manual *manual);
void qp_manual_limits(const struct qp_manual *manual);
void qp_manual_reference(const struct qp_manual *manual);
void qp_manual_submission(const struct qp_manual *manual);

/* Parts of them: one command, one kind of section. */
void qp_manual_command(const struct qp_manual *manual,
                       const struct qp_command *command);
void qp_manual_kind(const struct qp_manual *manual,
                    const struct qp_kind *kind);

/* Prints a completion script for bash. */
void qp_manual_completion(void);

/* ---- terms ---- */

/* TEXT as a sentence: with a capital, unless it begins with a value that is
   explained, and a full stop. */
const char *qp_manual_sentence(struct qp_arena *arena, const char *text);

/* What a value of KEY looks like: "one of points, relative". */
const char *qp_manual_key_type(struct qp_arena *arena,
                               const struct qp_key *key);

/* The same of PARAM. */
const char *qp_manual_param_type(struct qp_arena *arena,
                                 const struct qp_param *param);

/* One limit beyond which something is refused: what it is of, and how much. */
struct qp_manual_limit {
    const char *what;
    unsigned long long most;
    const char *unit; /* "byte" counts in KiB and the like */
};

/* The I-th limit, null behind the last. */
const struct qp_manual_limit *qp_manual_limit(size_t i);

/* "64 KiB", "16 elements". */
const char *qp_manual_limit_text(struct qp_arena *arena,
                                 const struct qp_manual_limit *limit);

#endif
