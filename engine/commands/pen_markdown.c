/* The manual as Markdown: lists are tables. */

#include <config.h>

#include "engine/commands/pen.h"

#include <stdio.h>
#include <string.h>

#include "engine/tongue.h"

static void
put_title(const struct qp_pen_title *title)
{
    printf("# %s: %s\n", title->name, qp_say(title->about));
}

static void
put_heading(int level, const char *text)
{
    printf("\n%s %s\n", level == 1 ? "##" : "###", text);
}

static void
put_text(const char *text)
{
    printf("\n%s\n", text);
}

static void
put_code(const char *lines)
{
    putchar('\n');
    while (*lines) {
        int n = (int)strcspn(lines, "\n");

        printf("    %.*s\n", n, lines);
        lines += n;
        lines += *lines == '\n';
    }
}

static void
begin_list(const char *head, bool is_typed)
{
    printf("\n| %s | what it is |%s\n| --- | --- |%s\n", head,
           is_typed ? " value | left out |" : "",
           is_typed ? " --- | --- |" : "");
}

/* Puts down TEXT as part of a cell of a table. */
static void
put_cell(const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            putchar('\\');
        putchar(*text);
    }
}

static void
put_item(const struct qp_pen_item *item, bool is_typed)
{
    fputs("| `", stdout);
    put_cell(item->name);
    fputs("` | ", stdout);
    put_cell(item->help);
    if (!is_typed) {
        puts(" |");
        return;
    }
    fputs(" | ", stdout);
    put_cell(item->type);
    if (item->is_needed)
        puts(" | needed |");
    else if (item->preset && *item->preset)
        printf(" | `%s` |\n", item->preset);
    else
        puts(" | |");
}

static void
end_list(void)
{
}

const struct qp_pen qp_pen_markdown = {
    .name = "markdown",
    .title = put_title,
    .heading = put_heading,
    .text = put_text,
    .code = put_code,
    .list = begin_list,
    .item = put_item,
    .end = end_list,
};
