/* Palette, type scale and formats; see style.h. */

#include <config.h>

#include "output/style.h"

#include <stdio.h>

/* One red, warm greys, and a yellow for what needs a look.  All grounds are
   light enough for a black-and-white copier. */
enum {
    INK = 0x262220,
    SOFT = 0x7A716B,
    RED = 0x9E1B1E,
    LINE = 0xC8BFB7,
    PAPER = 0xFFFFFF,
    ZEBRA = 0xFAF7F4,
    HEAD = 0xF1E9E3,
    SUM = 0xF4F0EC,
    TINT = 0xFFF3D1
};

enum font { BODY, DISPLAY };

static const char *const fonts[][2] = {
    [QP_LANGUAGE_ZH] = { [BODY] = "宋体", [DISPLAY] = "黑体" },
    [QP_LANGUAGE_EN] = { [BODY] = "Cambria", [DISPLAY] = "Calibri" },
};

/* How its number is written. */
enum shape { PLAIN, FIXED, GROUPED, SIGN };

static const struct look {
    enum font font;
    int size;
    bool bold;
    int ink, ground;
    int align;
    enum shape shape;
    bool wraps;
    bool in_table;
} looks[QP_N_LOOKS] = {
    [QP_LOOK_TITLE] = { DISPLAY, 16, true, INK, PAPER, LXW_ALIGN_CENTER,
                        .wraps = true },
    [QP_LOOK_SUBTITLE] = { DISPLAY, 12, true, RED, PAPER, LXW_ALIGN_CENTER,
                           .wraps = true },
    [QP_LOOK_LEFT] = { BODY, 9, false, SOFT, PAPER, LXW_ALIGN_LEFT },
    [QP_LOOK_RIGHT] = { BODY, 9, false, SOFT, PAPER, LXW_ALIGN_RIGHT },
    [QP_LOOK_SECTION] = { DISPLAY, 11, true, RED, PAPER, LXW_ALIGN_LEFT },
    [QP_LOOK_NOTE] = { BODY, 9, false, SOFT, PAPER, LXW_ALIGN_LEFT,
                       .wraps = true },
    [QP_LOOK_SIGNED] = { BODY, 11, false, INK, PAPER, LXW_ALIGN_RIGHT },
    [QP_LOOK_WARNING] = { DISPLAY, 10, true, RED, PAPER, LXW_ALIGN_LEFT,
                          .wraps = true },
    [QP_LOOK_CARD_NAME] = { BODY, 9, false, SOFT, HEAD, LXW_ALIGN_CENTER },
    [QP_LOOK_CARD] = { DISPLAY, 18, true, RED, HEAD, LXW_ALIGN_CENTER },
    [QP_LOOK_HEAD] = { DISPLAY, 10, true, INK, HEAD, LXW_ALIGN_CENTER,
                       .wraps = true, .in_table = true },
    [QP_LOOK_HEAD_OVER] = { DISPLAY, 10, true, RED, HEAD, LXW_ALIGN_CENTER,
                            .wraps = true, .in_table = true },
    [QP_LOOK_HEAD_UNDER] = { BODY, 8, false, SOFT, HEAD, LXW_ALIGN_CENTER,
                             .wraps = true, .in_table = true },
    [QP_LOOK_LABEL] = { DISPLAY, 10, false, INK, HEAD, LXW_ALIGN_LEFT,
                        .wraps = true, .in_table = true },
    [QP_LOOK_TEXT] = { BODY, 10, false, INK, PAPER, LXW_ALIGN_LEFT,
                       .wraps = true, .in_table = true },
    [QP_LOOK_STRONG] = { DISPLAY, 10, true, INK, PAPER, LXW_ALIGN_LEFT,
                         .wraps = true, .in_table = true },
    [QP_LOOK_SMALL] = { BODY, 9, false, INK, PAPER, LXW_ALIGN_LEFT,
                        .wraps = true, .in_table = true },
    [QP_LOOK_CENTRE] = { BODY, 10, false, INK, PAPER, LXW_ALIGN_CENTER,
                         .wraps = true, .in_table = true },
    [QP_LOOK_RANK] = { BODY, 10, true, INK, PAPER, LXW_ALIGN_CENTER,
                       .in_table = true },
    [QP_LOOK_POINTS] = { BODY, 10, false, INK, PAPER, LXW_ALIGN_RIGHT, FIXED,
                         .in_table = true },
    [QP_LOOK_TOTAL] = { BODY, 10, true, INK, PAPER, LXW_ALIGN_RIGHT, FIXED,
                        .in_table = true },
    [QP_LOOK_CHANGE] = { BODY, 10, false, INK, PAPER, LXW_ALIGN_RIGHT, SIGN,
                         .in_table = true },
    [QP_LOOK_FIGURE] = { BODY, 10, false, INK, PAPER, LXW_ALIGN_RIGHT,
                         GROUPED, .in_table = true },
    [QP_LOOK_STRUCK] = { DISPLAY, 10, true, RED, PAPER, LXW_ALIGN_CENTER,
                         .wraps = true, .in_table = true },
    [QP_LOOK_MARK] = { BODY, 10, false, SOFT, PAPER, LXW_ALIGN_CENTER,
                       .in_table = true },
};

static const int grounds[QP_N_GROUNDS] = {
    [QP_GROUND_ZEBRA] = ZEBRA,
    [QP_GROUND_SUM] = SUM,
    [QP_GROUND_TINT] = TINT,
};

enum { DECIMALS_MOST = 15, FORMAT_LENGTH = 64 };

struct qp_styles {
    lxw_workbook *book;
    enum qp_language language;
    lxw_format *formats[QP_N_LOOKS][QP_N_GROUNDS][DECIMALS_MOST + 1];
};

bool
qp_style_groups(enum qp_look look)
{
    return looks[look].shape == GROUPED;
}

int
qp_style_line(enum qp_look look)
{
    return looks[look].size + looks[look].size / 3 + 1;
}

bool
qp_style_wraps(enum qp_look look)
{
    return looks[look].wraps;
}

bool
qp_style_fits(enum qp_look look)
{
    return looks[look].in_table;
}

const char *
qp_style_body_font(enum qp_language language)
{
    return fonts[language][BODY];
}

struct qp_styles *
qp_styles_new(struct qp_arena *arena, lxw_workbook *book,
              enum qp_language language)
{
    struct qp_styles *styles = qp_arena_alloc(arena, 1, sizeof *styles);

    styles->book = book;
    styles->language = language;
    return styles;
}

/* Fixed decimals set points below one another. */
static void
set_number(lxw_format *format, enum shape shape, int decimals)
{
    char text[FORMAT_LENGTH], digits[DECIMALS_MOST + 2] = "";

    if (shape == PLAIN)
        return;
    if (decimals > 0)
        snprintf(digits, sizeof digits, ".%0*d", decimals, 0);
    if (shape == SIGN)
        snprintf(text, sizeof text, "+0%s;-0%s;0%s", digits, digits, digits);
    else
        snprintf(text, sizeof text, "%s%s", shape == GROUPED ? "#,##0" : "0",
                 digits);
    format_set_num_format(format, text);
}

/* A cell's border also separates it from a coloured neighbour. */
static void
set_ground(lxw_format *format, const struct look *look, enum qp_ground ground)
{
    int colour = ground == QP_GROUND_PLAIN ? look->ground : grounds[ground];

    if (colour != PAPER)
        format_set_bg_color(format, (lxw_color_t)colour);
    if (look->in_table) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, (lxw_color_t)LINE);
    }
}

static lxw_format *
make(struct qp_styles *styles, struct qp_style style)
{
    const struct look *look = &looks[style.look];
    lxw_format *format = workbook_add_format(styles->book);

    if (!format)
        return NULL;
    format_set_font_name(format, fonts[styles->language][look->font]);
    format_set_font_size(format, look->size);
    format_set_font_color(format, (lxw_color_t)look->ink);
    if (look->bold)
        format_set_bold(format);
    format_set_align(format, (uint8_t)look->align);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (look->wraps)
        format_set_text_wrap(format);
    set_number(format, look->shape, style.decimals);
    set_ground(format, look, style.ground);
    return format;
}

lxw_format *
qp_styles_get(struct qp_styles *styles, struct qp_style style)
{
    lxw_format **format;

    if (style.decimals > DECIMALS_MOST)
        style.decimals = DECIMALS_MOST;
    format = &styles->formats[style.look][style.ground][style.decimals];
    if (!*format)
        *format = make(styles, style);
    return *format;
}
