/* Pens put a page of the manual down: for a terminal, as Markdown, or as the
   source of a man page.  What a page says is told once (manual.h), as
   headings, paragraphs, code and lists; a new way to print it is a file and a
   row in pen.c.

   Texts are UTF-8; what stands between backquotes in them is code. */

#ifndef QP_ENGINE_COMMANDS_PEN_H
#define QP_ENGINE_COMMANDS_PEN_H

#include <stdbool.h>
#include <stddef.h>

/* One who is listed: a key, an option, a function. */
struct qp_pen_item {
    const char *name;
    const char *help;    /* a sentence */
    const char *type;    /* what a value looks like, in a typed list */
    bool is_needed;
    const char *preset; /* what holds if it is left out; null or "": nothing */
};

/* Where a page stands in the manual: "quping-rules", section 5. */
struct qp_pen_title {
    const char *name;
    int section;
    const char *about; /* one line */
};

struct qp_pen {
    const char *name; /* as `help --as` knows it */
    void (*title)(const struct qp_pen_title *title);

    /* LEVEL is 1 for a chapter, 2 for a part of one. */
    void (*heading)(int level, const char *text);
    void (*text)(const char *text);
    void (*code)(const char *lines); /* ends with a newline */

    /* A list: its head, items and an end.  HEAD says what its names are; items
       have types if IS_TYPED. */
    void (*list)(const char *head, bool is_typed);
    void (*item)(const struct qp_pen_item *item, bool is_typed);
    void (*end)(void);
};

extern const struct qp_pen qp_pen_terminal, qp_pen_markdown, qp_pen_man;

/* The I-th pen, null behind the last; the first is the terminal's. */
const struct qp_pen *qp_pen_row(size_t i);

#endif
