/* The manual as source of man pages, in the man macros of roff. */

#include <config.h>

#include "engine/commands/pen.h"

#include <stdio.h>
#include <string.h>

#include "engine/tongue.h"

/* Puts down TEXT with what is special in roff made plain, and code in bold.
   The line at hand has begun already if not AT_START. */
static void
put_plain(const char *text, bool at_start)
{
    bool is_code = false;

    if (at_start && (*text == '.' || *text == '\''))
        fputs("\\&", stdout);
    for (; *text; text++)
        switch (*text) {
        case '`':
            is_code = !is_code;
            fputs(is_code ? "\\fB" : "\\fR", stdout);
            break;
        case '\\':
            fputs("\\e", stdout);
            break;
        case '-':
            fputs("\\-", stdout);
            break;
        case '^':
            fputs("\\(ha", stdout);
            break;
        case '~':
            fputs("\\(ti", stdout);
            break;
        case '"':
            fputs("\\(dq", stdout);
            break;
        default:
            putchar(*text);
        }
}

/* Puts down a paragraph; a sentence that ends begins a line, as roff likes
   it. */
static void
put_lines(const char *text)
{
    const char *gap;

    while ((gap = strstr(text, ".  "))) {
        char sentence[2000];

        snprintf(sentence, sizeof sentence, "%.*s", (int)(gap - text + 1),
                 text);
        put_plain(sentence, true);
        putchar('\n');
        text = gap + 3;
    }
    put_plain(text, true);
    putchar('\n');
}

/* Whether a heading stands right above, which begins a paragraph already. */
static bool is_below_heading;

static void
begin_paragraph(void)
{
    if (!is_below_heading)
        puts(".PP");
    is_below_heading = false;
}

/* Begins a line with MACRO and one argument. */
static void
put_macro(const char *macro, const char *argument)
{
    printf(".%s \"", macro);
    put_plain(argument, false);
    puts("\"");
}

static void
put_title(const struct qp_pen_title *title)
{
    printf(".TH %s %d \"" QP_RELEASED "\" \"quping " PACKAGE_VERSION
           "\" \"quping\"\n"
           ".SH NAME\n%s \\- ",
           title->name, title->section, title->name);
    put_lines(qp_say(title->about));
}

static void
put_heading(int level, const char *text)
{
    put_macro(level == 1 ? "SH" : "SS", text);
    is_below_heading = true;
}

static void
put_text(const char *text)
{
    begin_paragraph();
    put_lines(text);
}

static void
put_code(const char *lines)
{
    begin_paragraph();
    puts(".RS 4\n.nf");
    while (*lines) {
        char line[256];
        size_t n = strcspn(lines, "\n");

        snprintf(line, sizeof line, "%.*s", (int)n, lines);
        put_plain(line, true);
        putchar('\n');
        lines += n;
        lines += *lines == '\n';
    }
    puts(".fi\n.RE");
}

static void
begin_list(const char *head, bool is_typed)
{
    (void)head;
    (void)is_typed;
    begin_paragraph();
    puts(".PD 0");
}

static void
put_item(const struct qp_pen_item *item, bool is_typed)
{
    puts(".TP 16");
    put_macro("B", item->name);
    put_lines(item->help);
    if (is_typed) {
        fputs(_("Value: "), stdout);
        put_plain(item->type, false);
        puts(".");
    }
    if (item->is_needed)
        puts(_("It must be given."));
    if (item->preset && *item->preset) {
        printf("%s\\fB", _("Left out, it is "));
        put_plain(item->preset, false);
        puts("\\fR.");
    }
}

static void
end_list(void)
{
    puts(".PD");
}

const struct qp_pen qp_pen_man = {
    .name = "man",
    .title = put_title,
    .heading = put_heading,
    .text = put_text,
    .code = put_code,
    .list = begin_list,
    .item = put_item,
    .end = end_list,
};
