/* The manual on a terminal: lines that are not too long, lists with their
   names at the left. */

#include <config.h>

#include "engine/commands/pen.h"

#include <stdio.h>
#include <string.h>

#include "engine/tongue.h"
#include "engine/utf8.h"
#include "output/listing.h"

enum { LINE_WIDTH = 79, NAME_WIDTH = 24, FIRST_WIDE = 0x2e80 };

/* Where the line at hand ends, and the blanks that a next word needs. */
struct cursor {
    size_t indent, column, blanks;
};

/* True if C, which is as wide as two, may not begin a line. */
static bool
closes(uint32_t c)
{
    static const uint32_t signs[] = { 0x3001, 0x3002, 0x300b, 0x300d, 0x300f,
                                      0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f };

    for (size_t i = 0; i < QP_COUNT(signs); i++)
        if (signs[i] == c)
            return true;
    return false;
}

/* The bytes of TEXT, which does not begin with a blank, up to where a line may
   end: a blank or, in Chinese, any character but a sign that closes. */
static size_t
word_length(const char *text)
{
    const char *end = text, *next = text;
    bool is_wide = qp_utf8_next(&next) >= FIRST_WIDE;

    for (end = next; *end && *end != ' '; end = next) {
        uint32_t c = qp_utf8_next(&next);

        if (!closes(c) && (is_wide || c >= FIRST_WIDE))
            break;
    }
    return (size_t)(end - text);
}

/* Puts down the N bytes at WORD, all but the backquotes. */
static void
put_bytes(const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (word[i] != '`')
            putchar(word[i]);
}

/* How many columns the N bytes at WORD take. */
static size_t
word_width(const char *word, size_t n)
{
    const char *end = word + n;
    size_t width = 0;

    while (word < end) {
        uint32_t c = qp_utf8_next(&word);

        width += c == '`' ? 0 : qp_listing_width_of(c);
    }
    return width;
}

/* Puts down the word of N bytes on this line or the next. */
static void
put_word(struct cursor *at, const char *word, size_t n)
{
    size_t width = word_width(word, n);

    if (at->column > at->indent &&
        at->column + at->blanks + width > LINE_WIDTH) {
        printf("\n%*s", (int)at->indent, "");
        at->column = at->indent;
        at->blanks = 0;
    }
    printf("%*s", (int)at->blanks, "");
    put_bytes(word, n);
    at->column += at->blanks + width;
}

/* Puts down TEXT from column INDENT on, in which the line stands already. */
static void
put_wrapped(const char *text, size_t indent)
{
    struct cursor at = { .indent = indent, .column = indent };

    while (*text) {
        size_t length = word_length(text);

        put_word(&at, text, length);
        text += length;
        at.blanks = strspn(text, " ");
        text += at.blanks;
    }
    putchar('\n');
}

/* A terminal shows what was asked for, so it needs no title. */
static void
put_title(const struct qp_pen_title *title)
{
    (void)title;
}

/* A blank line stands between parts, so not above the first. */
static void
put_heading(int level, const char *text)
{
    static bool has_begun = false;

    if (has_begun)
        putchar('\n');
    has_begun = true;
    put_wrapped(text, 0);
    if (level > 1)
        return;
    for (size_t i = qp_listing_width(text); i > 0; i--)
        putchar('=');
    putchar('\n');
}

static void
put_text(const char *text)
{
    put_wrapped(text, 0);
}

static void
put_code(const char *lines)
{
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
    (void)head;
    (void)is_typed;
}

/* An item: its name, then a paragraph with all there is to say. */
static void
put_item(const struct qp_pen_item *item, bool is_typed)
{
    char text[2000];
    size_t width = qp_listing_width(item->name);

    printf("  %s", item->name);
    if (width + 4 > NAME_WIDTH)
        printf("\n%*s", NAME_WIDTH, "");
    else
        printf("%*s", (int)(NAME_WIDTH - 2 - width), "");
    snprintf(text, sizeof text, "%s%s%s%s%s%s%s%s", item->help,
             is_typed ? _("  Value: ") : "", is_typed ? item->type : "",
             is_typed ? _(".") : "",
             item->is_needed ? _("  It must be given.") : "",
             item->preset && *item->preset ? _("  Left out, it is ") : "",
             item->preset ? item->preset : "",
             item->preset && *item->preset ? _(".") : "");
    put_wrapped(text, NAME_WIDTH);
}

static void
end_list(void)
{
}

const struct qp_pen qp_pen_terminal = {
    .name = "text",
    .title = put_title,
    .heading = put_heading,
    .text = put_text,
    .code = put_code,
    .list = begin_list,
    .item = put_item,
    .end = end_list,
};
