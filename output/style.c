/* Palette, type scale and formats; see style.h. */

#include <config.h>

#include "output/style.h"

#include <stdio.h>

/* One red, warm greys, and a yellow for what needs a look.  All grounds are
   light enough for a black-and-white copier.  In charts steel and sand stand
   beside the red. */
enum {
    INK = 0x262220,
    SOFT = 0x7A716B,
    RED = 0x9E1B1E,
    LINE = 0xC8BFB7,
    ZEBRA = 0xFAF7F4,
    HEAD = 0xF1E9E3,
    SUM = 0xF4F0EC,
    TINT = 0xFFF3D1,
    STEEL = 0x3F6C8F,
    SAND = 0xC9A66B
};

const lxw_color_t qp_style_cold = 0xFFFFFF, qp_style_hot = 0x9CC3E6;

enum font { BODY, DISPLAY };

static const char *const fonts[][2] = {
    [QP_LANGUAGE_ZH] = { [BODY] = "宋体", [DISPLAY] = "黑体" },
    [QP_LANGUAGE_EN] = { [BODY] = "Cambria", [DISPLAY] = "Calibri" },
};

/* How its number is written. */
enum shape { PLAIN, FIXED, GROUPED, SIGN };

enum align {
    LEFT = LXW_ALIGN_LEFT,
    CENTRE = LXW_ALIGN_CENTER,
    RIGHT = LXW_ALIGN_RIGHT
};

/* clang-format off */
static const struct look {
    enum font font;
    int size;
    bool bold;
    int ink, ground; /* 0: paper */
    enum align align;
    enum shape shape;
    bool wraps;
    bool in_table;   /* has lines around it */
    int border;      /* their colour elsewhere, 0: none */
} looks[QP_N_LOOKS] = {
    [QP_LOOK_TITLE] = { .font = DISPLAY, .size = 16, .bold = true, .ink = INK,
        .align = CENTRE, .wraps = true },
    [QP_LOOK_SUBTITLE] = { .font = DISPLAY, .size = 12, .bold = true,
        .ink = RED, .align = CENTRE, .wraps = true },
    [QP_LOOK_LEFT] = { .size = 9, .ink = SOFT, .align = LEFT },
    [QP_LOOK_RIGHT] = { .size = 9, .ink = SOFT, .align = RIGHT },
    [QP_LOOK_SECTION] = { .font = DISPLAY, .size = 11, .bold = true,
        .ink = RED, .align = LEFT },
    [QP_LOOK_NOTE] = { .size = 9, .ink = SOFT, .align = LEFT, .wraps = true },
    [QP_LOOK_SIGNED] = { .size = 11, .ink = INK, .align = RIGHT },
    [QP_LOOK_WARNING] = { .font = DISPLAY, .size = 10, .bold = true,
        .ink = RED, .align = LEFT, .wraps = true },
    [QP_LOOK_CARD_NAME] = { .size = 9, .ink = SOFT, .ground = HEAD,
        .align = CENTRE, .border = HEAD },
    [QP_LOOK_CARD] = { .font = DISPLAY, .size = 18, .bold = true, .ink = RED,
        .ground = HEAD, .align = CENTRE, .border = HEAD },
    [QP_LOOK_HEAD] = { .font = DISPLAY, .size = 10, .bold = true, .ink = INK,
        .ground = HEAD, .align = CENTRE, .wraps = true, .in_table = true },
    [QP_LOOK_HEAD_OVER] = { .font = DISPLAY, .size = 10, .bold = true,
        .ink = RED, .ground = HEAD, .align = CENTRE, .wraps = true,
        .in_table = true },
    [QP_LOOK_HEAD_UNDER] = { .size = 8, .ink = SOFT, .ground = HEAD,
        .align = CENTRE, .wraps = true, .in_table = true },
    [QP_LOOK_LABEL] = { .font = DISPLAY, .size = 10, .ink = INK,
        .ground = HEAD, .align = LEFT, .wraps = true, .in_table = true },
    [QP_LOOK_TEXT] = { .size = 10, .ink = INK, .align = LEFT, .wraps = true,
        .in_table = true },
    [QP_LOOK_STRONG] = { .font = DISPLAY, .size = 10, .bold = true, .ink = INK,
        .align = LEFT, .wraps = true, .in_table = true },
    [QP_LOOK_LINK] = { .size = 10, .ink = STEEL, .align = LEFT, .wraps = true,
        .in_table = true },
    [QP_LOOK_SMALL] = { .size = 9, .ink = INK, .align = LEFT, .wraps = true,
        .in_table = true },
    [QP_LOOK_CENTRE] = { .size = 10, .ink = INK, .align = CENTRE,
        .wraps = true, .in_table = true },
    [QP_LOOK_RANK] = { .size = 10, .bold = true, .ink = INK, .align = CENTRE,
        .in_table = true },
    [QP_LOOK_POINTS] = { .size = 10, .ink = INK, .align = RIGHT,
        .shape = FIXED, .in_table = true },
    [QP_LOOK_TOTAL] = { .size = 10, .bold = true, .ink = INK, .align = RIGHT,
        .shape = FIXED, .in_table = true },
    [QP_LOOK_CHANGE] = { .size = 10, .ink = INK, .align = RIGHT, .shape = SIGN,
        .in_table = true },
    [QP_LOOK_FIGURE] = { .size = 10, .ink = INK, .align = RIGHT,
        .shape = GROUPED, .in_table = true },
    [QP_LOOK_STRUCK] = { .font = DISPLAY, .size = 10, .bold = true, .ink = RED,
        .align = CENTRE, .wraps = true, .in_table = true },
    [QP_LOOK_MARK] = { .size = 10, .ink = SOFT, .align = CENTRE,
        .in_table = true },
};
/* clang-format on */

static const int grounds[QP_N_GROUNDS] = {
    [QP_GROUND_ZEBRA] = ZEBRA,
    [QP_GROUND_SUM] = SUM,
    [QP_GROUND_TINT] = TINT,
};

enum { DECIMALS_MOST = 15, FORMAT_LENGTH = 64 };

struct qp_styles {
    lxw_workbook *book;
    enum qp_language language;
    struct made {
        lxw_format *format;
        unsigned number;
    } made[QP_N_LOOKS * QP_N_GROUNDS * (DECIMALS_MOST + 1)];
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

const char *
qp_style_display_font(enum qp_language language)
{
    return fonts[language][DISPLAY];
}

lxw_color_t
qp_style_ink(enum qp_ink ink)
{
    static const int inks[QP_N_INKS] = {
        [QP_INK_TEXT] = INK,    [QP_INK_LINE] = LINE, [QP_INK_MAIN] = RED,
        [QP_INK_OTHER] = STEEL, [QP_INK_SOFT] = SAND,
    };

    return (lxw_color_t)inks[ink];
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

/* Fixed decimals set points below one another.  A number with a sign keeps its
   distance from the border by a blank as wide as a digit: LibreOffice loses
   the indent of formats that have a part for each sign. */
static void
set_number(lxw_format *format, enum shape shape, int decimals)
{
    char text[FORMAT_LENGTH], digits[DECIMALS_MOST + 2] = "";

    if (shape == PLAIN)
        return;
    if (decimals > 0)
        snprintf(digits, sizeof digits, ".%0*d", decimals, 0);
    if (shape == SIGN)
        snprintf(text, sizeof text, "+0%s_0;-0%s_0;0%s_0", digits, digits,
                 digits);
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
    int border = look->in_table ? LINE : look->border;

    if (colour)
        format_set_bg_color(format, (lxw_color_t)colour);
    if (border) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, (lxw_color_t)border);
    }
}

/* 黑体 is bold as it is and has no bolder cut. */
static bool
is_heavy(enum qp_language language, enum font font)
{
    return language == QP_LANGUAGE_ZH && font == DISPLAY;
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
    if (look->bold && !is_heavy(styles->language, look->font))
        format_set_bold(format);
    format_set_align(format, (uint8_t)look->align);
    if (look->in_table && look->align != CENTRE && look->shape != SIGN)
        format_set_indent(format, 1);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (look->wraps)
        format_set_text_wrap(format);
    set_number(format, look->shape,
               style.decimals < DECIMALS_MOST ? style.decimals
                                              : DECIMALS_MOST);
    set_ground(format, look, style.ground);
    return format;
}

static size_t
place_of(struct qp_style style)
{
    int decimals =
        style.decimals < DECIMALS_MOST ? style.decimals : DECIMALS_MOST;

    return ((size_t)style.look * QP_N_GROUNDS + (size_t)style.ground) *
               (DECIMALS_MOST + 1) +
           (size_t)decimals;
}

lxw_format *
qp_styles_get(struct qp_styles *styles, struct qp_style style)
{
    struct made *made = &styles->made[place_of(style)];

    if (!made->format) {
        made->format = make(styles, style);
        if (made->format)
            made->number = (unsigned)lxw_format_get_xf_index(made->format);
    }
    return made->format;
}

unsigned
qp_styles_number(const struct qp_styles *styles, struct qp_style style)
{
    return styles->made[place_of(style)].number;
}
