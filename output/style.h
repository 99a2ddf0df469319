/* How cells look: one palette and one type scale for all workbooks.  A style
   is a look, the decimals of its number, and what the cell lies on. */

#ifndef QP_OUTPUT_STYLE_H
#define QP_OUTPUT_STYLE_H

#include "engine/model.h"

#include <xlsxwriter.h>

enum qp_look {
    /* beside tables */
    QP_LOOK_TITLE,
    QP_LOOK_SUBTITLE,
    QP_LOOK_LEFT,    /* below the title: who and when */
    QP_LOOK_RIGHT,   /* below the title: the unit */
    QP_LOOK_SECTION, /* heads a block */
    QP_LOOK_NOTE,    /* below a table */
    QP_LOOK_SIGNED,  /* who signs, and the date */
    QP_LOOK_WARNING,
    /* the cards of a notice */
    QP_LOOK_CARD_NAME,
    QP_LOOK_CARD,
    /* heads of columns */
    QP_LOOK_HEAD,
    QP_LOOK_HEAD_OVER,  /* over several columns */
    QP_LOOK_HEAD_UNDER, /* full marks, units, codes */
    /* cells of tables */
    QP_LOOK_LABEL, /* heads a row */
    QP_LOOK_TEXT,
    QP_LOOK_STRONG, /* names a sum */
    QP_LOOK_LINK,   /* leads to a sheet */
    QP_LOOK_SMALL,  /* long texts of less weight */
    QP_LOOK_CENTRE,
    QP_LOOK_RANK,
    QP_LOOK_POINTS, /* numbers of the evaluation */
    QP_LOOK_TOTAL,
    QP_LOOK_CHANGE, /* with a sign: +1.25 */
    QP_LOOK_FIGURE, /* data, in groups of three digits */
    QP_LOOK_STRUCK, /* a veto */
    QP_LOOK_MARK,   /* a dash in place of a number */
    QP_N_LOOKS
};

enum qp_ground {
    QP_GROUND_PLAIN,
    QP_GROUND_ZEBRA, /* every other row */
    QP_GROUND_SUM,   /* means and extremes */
    QP_GROUND_TINT,  /* scored by a rule for missing values */
    QP_N_GROUNDS
};

/* The colours of charts.  Those of series differ in lightness too, for eyes
   and copiers that see no colours. */
enum qp_ink {
    QP_INK_TEXT,
    QP_INK_LINE,  /* axes and grids */
    QP_INK_MAIN,  /* what a chart is about */
    QP_INK_OTHER, /* what it is held against */
    QP_INK_SOFT,  /* a second thing of that sort */
    QP_N_INKS
};

struct qp_style {
    enum qp_look look;
    enum qp_ground ground;
    int decimals;
};

/* The ends of the scale that colours figures by size: white, and a blue that
   dark text reads on, which prints as a light grey. */
extern const lxw_color_t qp_style_cold, qp_style_hot;

/* True if numbers in LOOK are shown in groups of three digits. */
bool qp_style_groups(enum qp_look look);

/* The height of a line in LOOK in points. */
int qp_style_line(enum qp_look look);

/* True if text in LOOK breaks into lines; else it runs over its cell. */
bool qp_style_wraps(enum qp_look look);

/* True if LOOK belongs to a table, whose columns must be wide enough. */
bool qp_style_fits(enum qp_look look);

struct qp_styles;

/* The formats of BOOK, made as they are asked for. */
struct qp_styles *qp_styles_new(struct qp_arena *arena, lxw_workbook *book,
                                enum qp_language language);

/* The format for STYLE, or null when memory has run out. */
lxw_format *qp_styles_get(struct qp_styles *styles, struct qp_style style);

/* The number by which a cell names STYLE, whose format was got. */
unsigned qp_styles_number(const struct qp_styles *styles,
                          struct qp_style style);

/* The names of the fonts for bodies of text and for titles in LANGUAGE. */
const char *qp_style_body_font(enum qp_language language);
const char *qp_style_display_font(enum qp_language language);

/* The colour of INK. */
lxw_color_t qp_style_ink(enum qp_ink ink);

#endif
