/* The pens there are; see pen.h. */

#include <config.h>

#include "engine/commands/pen.h"

#include "engine/arena.h"

static const struct qp_pen *const pens[] = {
    &qp_pen_terminal,
    &qp_pen_markdown,
    &qp_pen_man,
};

const struct qp_pen *
qp_pen_row(size_t i)
{
    return i < QP_COUNT(pens) ? pens[i] : NULL;
}
