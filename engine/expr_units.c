/* Units of expressions, settled when they are compiled; see expr_impl.h.  A
   literal has no unit of its own (null) and takes that of the other
   operand. */

#include <config.h>

#include "engine/expr_impl.h"

#include "engine/tongue.h"

/* NODE times FACTOR, in UNIT. */
static struct node *
scale(struct qp_arena *arena, struct node *node, qp_num factor,
      const struct qp_unit *unit)
{
    struct node *scaled = qp_arena_alloc(arena, 1, sizeof *scaled);

    *scaled = (struct node){
        .op = OP_SCALE,
        .number = factor,
        .args = qp_arena_alloc(arena, 1, sizeof *scaled->args),
        .n_args = 1,
        .unit = unit,
    };
    scaled->args[0] = node;
    return scaled;
}

/* How a unit is called in a message. */
static const char *
unit_name(const struct qp_unit *unit)
{
    return unit->n_powers ? unit->name : _("a pure number");
}

/* Brings the arguments from FIRST on to the unit of the first one that has
   one, and sets *UNIT to it. */
static const char *
make_alike(struct qp_arena *arena, struct node *node, size_t first,
           const struct qp_unit **unit)
{
    *unit = NULL;
    for (size_t i = first; i < node->n_args; i++) {
        struct node *arg = node->args[i];

        if (!arg->unit)
            continue;
        if (!*unit) {
            *unit = arg->unit;
        } else if (!qp_unit_alike(*unit, arg->unit)) {
            return qp_arena_printf(arena, _("%s and %s are different things"),
                                   unit_name(*unit), unit_name(arg->unit));
        } else {
            qp_num factor = qp_unit_factor(arena, arg->unit, *unit);

            if (qp_num_cmp(factor, qp_num_int(1)) != 0)
                node->args[i] = scale(arena, arg, factor, *unit);
        }
    }
    return NULL;
}

/* A product or quotient in which no base unit is left becomes a pure number:
   1 亿美元 / 1 万美元 = 10000. */
static void
make_pure(struct qp_arena *arena, struct node *node)
{
    struct node *inner;
    qp_num factor;

    if (node->unit->n_powers)
        return;
    factor = qp_unit_factor(arena, node->unit, &qp_unit_one);
    if (qp_num_cmp(factor, qp_num_int(1)) != 0) {
        inner = qp_arena_alloc(arena, 1, sizeof *inner);
        *inner = *node;
        *node = *scale(arena, inner, factor, &qp_unit_one);
    }
    node->unit = &qp_unit_one;
}

static const char *
settle_product(struct qp_arena *arena, struct node *node)
{
    const struct qp_unit *a = node->args[0]->unit, *b = node->args[1]->unit;

    if (!a && !b)
        return NULL;
    if (!a)
        a = &qp_unit_one;
    if (!b)
        b = &qp_unit_one;
    node->unit = node->op == OP_MULTIPLY ? qp_unit_product(arena, a, b)
                                         : qp_unit_quotient(arena, a, b);
    make_pure(arena, node);
    return NULL;
}

/* A whole literal power is a power of the unit too; otherwise the number is
   taken as it stands in its declared unit. */
static const char *
settle_power(struct qp_arena *arena, struct node *node)
{
    const struct qp_unit *base = node->args[0]->unit;
    const struct node *exponent = node->args[1];
    bool negative = exponent->op == OP_NEGATE;
    int64_t power;

    if (!base && !exponent->unit)
        return NULL;
    if (negative)
        exponent = exponent->args[0];
    node->unit = &qp_unit_one;
    if (base && base->n_powers && exponent->op == OP_NUMBER &&
        qp_num_to_int(exponent->number, 16, &power)) {
        node->unit =
            qp_unit_power(arena, base, (int)(negative ? -power : power));
        make_pure(arena, node);
    }
    return NULL;
}

/* The places that round() takes and the like: a number without a unit. */
static const char *
need_pure(const struct node *node, size_t first)
{
    for (size_t i = first; i < node->n_args; i++)
        if (node->args[i]->unit && node->args[i]->unit->n_powers)
            return _("a pure number is needed");
    return NULL;
}

static const char *
settle_call(struct qp_arena *arena, struct node *node)
{
    switch (node->function->signature) {
    case TAKES_ALIKE:
        return make_alike(arena, node, 0, &node->unit);
    case TAKES_CHOICE:
        return make_alike(arena, node, 1, &node->unit);
    case TAKES_NUMBER:
        node->unit = node->args[0]->unit ? &qp_unit_one : NULL;
        return NULL;
    case TAKES_ASKING:
    case TAKES_COUNTING:
    case TAKES_DATES:
    case TAKES_LEVEL:
    case TAKES_NOTHING:
    case TAKES_YEARS:
        node->unit = &qp_unit_one;
        return NULL;
    case TAKES_PLACES:
    case TAKES_DATUM:
    case TAKES_PANEL:
        node->unit = node->args[0]->unit;
        return need_pure(node, 1);
    case TAKES_PRIOR:
    case TAKES_PEERS:
        node->unit = node->args[0]->unit ? node->args[0]->unit : &qp_unit_one;
        return NULL;
    }
    return NULL;
}

const char *
qp_expr_settle(struct qp_arena *arena, struct node *node)
{
    const struct qp_unit *unit;

    switch (node->op) {
    case OP_CALL:
        return settle_call(arena, node);
    case OP_MULTIPLY:
    case OP_DIVIDE:
        return settle_product(arena, node);
    case OP_RAISE:
        return settle_power(arena, node);
    case OP_NEGATE:
    case OP_ADD:
    case OP_SUBTRACT:
        return make_alike(arena, node, 0, &node->unit);
    case OP_NOT:
    case OP_AND:
    case OP_OR:
        node->unit = &qp_unit_one;
        return NULL;
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
    case OP_EQUAL:
    case OP_UNEQUAL:
        node->unit = &qp_unit_one;
        return node->args[0]->is_text ? NULL
                                      : make_alike(arena, node, 0, &unit);
    default: /* literals, data and attributes come with theirs */
        return NULL;
    }
}
