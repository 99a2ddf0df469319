/* Outlines; see outline.h. */

#include <config.h>

#include "output/outline.h"

#include <string.h>

#include "engine/utf8.h"
#include "output/listing.h"

struct qp_outline {
    const char *text;
    struct qp_outline *first, *last, *next;
};

enum { LEAST = 20 /* columns of text, however deep it stands */ };

struct qp_outline *
qp_outline_add(struct qp_arena *arena, struct qp_outline *above,
               const char *text)
{
    struct qp_outline *fresh = qp_arena_alloc(arena, 1, sizeof *fresh);

    fresh->text = text;
    if (above && above->last)
        above->last = above->last->next = fresh;
    else if (above)
        above->first = above->last = fresh;
    return fresh;
}

/* ---- lines ---- */

/* The LENGTH bytes at TEXT, one character, as a text. */
struct glyph {
    char text[8];
    size_t length, width;
};

static struct glyph
glyph_at(const char *text)
{
    const char *next = text;
    struct glyph glyph = { .length = 0 };

    qp_utf8_next(&next);
    glyph.length = (size_t)(next - text);
    memcpy(glyph.text, text, glyph.length);
    glyph.width = qp_listing_width(glyph.text);
    return glyph;
}

/* A line begins with no character of CLOSING, and ends with none of
   OPENING. */
static const char closing[] = "，。；：、）”》！？〕×÷%),.;:]";
static const char opening[] = "（“《〔([";

static bool
is_of(const struct glyph *glyph, const char *set)
{
    return *glyph->text && strstr(set, glyph->text) != NULL;
}

/* True if a line may end between A and B. */
static bool
is_break(const struct glyph *a, const struct glyph *b)
{
    if (*a->text == ' ')
        return true;
    if (is_of(b, closing) || is_of(a, opening) || *b->text == ' ')
        return false;
    return a->width == 2 || b->width == 2;
}

/* The bytes of TEXT that stand on a line of WIDTH columns. */
static size_t
fit(const char *text, size_t width)
{
    size_t columns = 0, end = 0, at = 0;
    struct glyph before = { .length = 0 };

    while (text[at] && text[at] != '\n') {
        struct glyph glyph = glyph_at(text + at);

        if (at > 0 && is_break(&before, &glyph))
            end = at;
        if (columns + glyph.width > width)
            return end ? end : at > 0 ? at : glyph.length;
        columns += glyph.width;
        at += glyph.length;
        before = glyph;
    }
    return at;
}

/* Prints N bytes of TEXT without the blanks at their end. */
static void
put_line(struct qp_arena *arena, const char *text, size_t n, FILE *out)
{
    while (n > 0 && text[n - 1] == ' ')
        n--;
    qp_listing_put(qp_arena_copy(arena, text, n), out);
    fputc('\n', out);
}

/* Prints TEXT behind FIRST, and its further lines behind OTHERS; both are
   INDENT wide. */
static void
put_text(struct qp_arena *arena, const char *text, const char *first,
         const char *others, size_t indent, size_t width, FILE *out)
{
    size_t room = width > indent + LEAST ? width - indent : LEAST;
    const char *prefix = first;

    do {
        size_t n = fit(text, room);

        fputs(prefix, out);
        put_line(arena, text, n, out);
        text += n;
        text += strspn(text, " \n");
        prefix = others;
    } while (*text);
}

/* ---- the tree ---- */

static void
put_below(struct qp_arena *arena, const struct qp_outline *above,
          const char *prefix, size_t width, FILE *out)
{
    size_t indent = qp_listing_width(prefix) + 3;

    for (const struct qp_outline *at = above->first; at; at = at->next) {
        const char *others =
            qp_arena_printf(arena, "%s%s", prefix, at->next ? "│  " : "   ");

        put_text(
            arena, at->text,
            qp_arena_printf(arena, "%s%s", prefix, at->next ? "├─ " : "└─ "),
            others, indent, width, out);
        put_below(arena, at, others, width, out);
    }
}

void
qp_outline_print(struct qp_arena *arena, const struct qp_outline *outline,
                 size_t width, FILE *out)
{
    put_text(arena, outline->text, "", "", 0, width, out);
    put_below(arena, outline, "", width, out);
}
