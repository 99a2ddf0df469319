/* Expressions in a spreadsheet's terms; see expr.h.  Everything is spelt with
   as few brackets as the spreadsheet's precedence allows: it binds a sign
   tighter than a power, and powers to the left, so those two always get
   theirs. */

#include <config.h>

#include "engine/expr_impl.h"

#include <string.h>

enum { DIGITS_MOST = 15 /* that a spreadsheet keeps of a number */ };

/* How tight a spelling binds. */
enum bond { BOND_COMPARE, BOND_SUM, BOND_PRODUCT, BOND_POWER, BOND_WHOLE };

/* TEXT is null for what has no spelling. */
struct spelt {
    const char *text;
    enum bond bond;
    bool is_truth; /* true or false, not yet a number */
};

struct speller {
    const struct qp_spelling *to;
    struct qp_arena *arena;
    struct moment at;
};

static struct spelt spell(const struct speller *s, const struct node *node);

static const struct spelt unspelt = { NULL, BOND_WHOLE, false };

static struct spelt
whole(const char *text)
{
    return (struct spelt){ text, BOND_WHOLE, false };
}

/* ---- numbers ---- */

/* How many digits TEXT has behind its leading zeros. */
static size_t
count_digits(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += *text >= '0' && *text <= '9' && (n > 0 || *text != '0');
    return n;
}

const char *
qp_spell_number(struct qp_arena *arena, qp_num x)
{
    const char *text = qp_num_text(arena, x);

    if (count_digits(text) > DIGITS_MOST) {
        const char *fraction = qp_num_fraction(arena, x);
        const char *slash = strchr(fraction, '/');

        if (slash && count_digits(slash) <= DIGITS_MOST &&
            count_digits(fraction) - count_digits(slash) <= DIGITS_MOST)
            return qp_arena_printf(arena, "(%s)", fraction);
    }
    return *text == '-' ? qp_arena_printf(arena, "(%s)", text) : text;
}

/* ---- operators ---- */

/* X as an operand of what binds with BOND. */
static const char *
operand(const struct speller *s, struct spelt x, enum bond bond)
{
    if (x.is_truth)
        return qp_arena_printf(s->arena, "N(%s)", x.text);
    return x.bond < bond ? qp_arena_printf(s->arena, "(%s)", x.text) : x.text;
}

/* X as a condition: any number but 0 is true. */
static const char *
condition(const struct speller *s, struct spelt x)
{
    return x.is_truth
               ? x.text
               : qp_arena_printf(s->arena, "%s<>0", operand(s, x, BOND_SUM));
}

static const struct {
    enum op op;
    const char *symbol;
    enum bond bond, left, right; /* that the operands need at least */
} binaries[] = {
    { OP_ADD, "+", BOND_SUM, BOND_SUM, BOND_SUM },
    { OP_SUBTRACT, "-", BOND_SUM, BOND_SUM, BOND_PRODUCT },
    { OP_MULTIPLY, "*", BOND_PRODUCT, BOND_PRODUCT, BOND_PRODUCT },
    { OP_DIVIDE, "/", BOND_PRODUCT, BOND_PRODUCT, BOND_POWER },
    { OP_RAISE, "^", BOND_POWER, BOND_WHOLE, BOND_WHOLE },
    { OP_LESS, "<", BOND_COMPARE, BOND_SUM, BOND_SUM },
    { OP_LESS_EQUAL, "<=", BOND_COMPARE, BOND_SUM, BOND_SUM },
    { OP_GREATER, ">", BOND_COMPARE, BOND_SUM, BOND_SUM },
    { OP_GREATER_EQUAL, ">=", BOND_COMPARE, BOND_SUM, BOND_SUM },
    { OP_EQUAL, "=", BOND_COMPARE, BOND_SUM, BOND_SUM },
    { OP_UNEQUAL, "<>", BOND_COMPARE, BOND_SUM, BOND_SUM },
};

/* The greatest operand from which a spreadsheet still gets X, a sum or
   difference, right to all decimals that are kept of it: its 15 digits then
   reach beyond them. */
static qp_num
bearable(struct qp_arena *arena, qp_num x)
{
    static const struct {
        int places;
        int64_t most;
    } steps[] = { { 6, 100 * 1000 * 1000 }, { 9, 100 * 1000 } };

    for (size_t i = 0; i < QP_COUNT(steps); i++)
        if (qp_num_cmp(x, qp_num_round(arena, x, steps[i].places,
                                       QP_ROUND_HALF_UP)) == 0)
            return qp_num_int(steps[i].most);
    return qp_num_mul(arena, qp_num_abs(arena, x), qp_num_int(10));
}

/* True if NODE, a sum or difference, leaves too few digits of its operand
   A. */
static bool
cancels(const struct speller *s, const struct node *node,
        const struct node *a)
{
    struct qp_value x = qp_expr_node(s->to->eval, node, s->at);
    struct qp_value part = qp_expr_node(s->to->eval, a, s->at);

    return x.state == QP_REPORTED && part.state == QP_REPORTED &&
           qp_num_cmp(qp_num_abs(s->arena, part.num),
                      qp_num_max(s->arena, qp_num_abs(s->arena, x.num),
                                 bearable(s->arena, x.num))) > 0;
}

static struct spelt
spell_binary(const struct speller *s, const struct node *node)
{
    struct spelt a = spell(s, node->args[0]), b = spell(s, node->args[1]);
    size_t i = 0;

    while (binaries[i].op != node->op)
        i++;
    if (!a.text || !b.text ||
        ((node->op == OP_ADD || node->op == OP_SUBTRACT) &&
         cancels(s, node, node->args[0])))
        return unspelt;
    return (struct spelt){
        qp_arena_printf(s->arena, "%s%s%s", operand(s, a, binaries[i].left),
                        binaries[i].symbol,
                        operand(s, b, binaries[i].right)),
        binaries[i].bond, binaries[i].bond == BOND_COMPARE
    };
}

/* The spreadsheet's AND and OR look at all their operands; ours stop at the
   first that decides, as IF does. */
static struct spelt
spell_decision(const struct speller *s, const struct node *node)
{
    struct spelt a = spell(s, node->args[0]), b = spell(s, node->args[1]);

    if (!a.text || !b.text)
        return unspelt;
    return whole(qp_arena_printf(
        s->arena, node->op == OP_AND ? "IF(%s,N(%s),0)" : "IF(%s,1,N(%s))",
        condition(s, a), condition(s, b)));
}

static struct spelt
spell_unary(const struct speller *s, const struct node *node)
{
    struct spelt x = spell(s, node->args[0]);

    if (!x.text)
        return unspelt;
    if (node->op == OP_NOT)
        return whole(qp_arena_printf(s->arena, "N(NOT(%s))",
                                     condition(s, x)));
    if (node->op == OP_NEGATE)
        return whole(qp_arena_printf(s->arena, "(-%s)",
                                     operand(s, x, BOND_WHOLE)));
    return (struct spelt){
        qp_arena_printf(s->arena, "%s*%s", operand(s, x, BOND_PRODUCT),
                        qp_spell_number(s->arena, node->number)),
        BOND_PRODUCT, false
    };
}

/* ---- calls ---- */

/* The arguments of NODE with commas between; null if one has no spelling. */
static const char *
spell_list(const struct speller *s, const struct node *node)
{
    const char *list = NULL;

    for (size_t i = 0; i < node->n_args; i++) {
        struct spelt x = spell(s, node->args[i]);

        if (!x.text)
            return NULL;
        list = list ? qp_arena_printf(s->arena, "%s,%s", list,
                                      operand(s, x, BOND_COMPARE))
                    : operand(s, x, BOND_COMPARE);
    }
    return list;
}

/* What stands for the place "%1" and the like in a template: the argument of
   that number, a condition for "%?", all of them for "%*"; one that is left
   out is 0. */
static const char *
spell_place(const struct speller *s, const struct node *node, char place)
{
    size_t i = place == '?' ? 0 : (size_t)(place - '1');
    struct spelt x;

    if (place == '*')
        return spell_list(s, node);
    if (i >= node->n_args)
        return "0";
    x = spell(s, node->args[i]);
    if (!x.text)
        return NULL;
    return place == '?' ? condition(s, x) : operand(s, x, BOND_COMPARE);
}

/* TEMPLATE with the arguments of NODE in their places, or ONLY in all of
   them. */
static struct spelt
fill(const struct speller *s, const struct node *node, const char *template,
     const char *only)
{
    const char *text = "";

    for (const char *next; *template; template = next) {
        const char *part;

        next = strchr(template, '%');
        if (!next) {
            text = qp_arena_printf(s->arena, "%s%s", text, template);
            break;
        }
        part = only ? only : spell_place(s, node, next[1]);
        if (!part)
            return unspelt;
        text = qp_arena_printf(s->arena, "%s%.*s%s", text,
                               (int)(next - template), template, part);
        next += 2;
    }
    return whole(text);
}

/* A statistic of the peers is spelt over the cells of one datum. */
static struct spelt
spell_peers(const struct speller *s, const struct node *node)
{
    const struct node *arg = node->args[0];
    const char *cells = NULL;

    if (arg->op == OP_DATUM)
        cells = s->to->peers(s->to->context, s->at.district, arg->datum,
                             s->at.prior, node->function->by_group);
    return cells ? fill(s, node, node->function->sheet, cells) : unspelt;
}

/* What the spreadsheet has no words for enters as the number that it is. */
static struct spelt
spell_as_number(const struct speller *s, const struct node *node)
{
    struct qp_value value = qp_expr_node(s->to->eval, node, s->at);

    if (value.state != QP_REPORTED || value.text)
        return unspelt;
    return whole(qp_spell_number(s->arena, value.num));
}

static struct spelt
spell_call(const struct speller *s, const struct node *node)
{
    const struct function *function = node->function;
    struct spelt spelt = unspelt;

    if (function->signature == TAKES_PRIOR) {
        struct speller before = *s;

        before.at.prior = true;
        return spell(&before, node->args[0]);
    }
    if (function->sheet && function->statistic)
        spelt = spell_peers(s, node);
    else if (function->sheet)
        spelt = fill(s, node, function->sheet, NULL);
    return spelt.text ? spelt : spell_as_number(s, node);
}

static bool
compares_texts(const struct node *node)
{
    return node->n_args > 0 && node->op != OP_CALL && node->args[0]->is_text;
}

static struct spelt
spell(const struct speller *s, const struct node *node)
{
    const char *cell;

    if (compares_texts(node))
        return spell_as_number(s, node);
    switch (node->op) {
    case OP_NUMBER:
        return whole(qp_spell_number(s->arena, node->number));
    case OP_DATUM:
        cell = s->to->cell(s->to->context, s->at.district, node->datum,
                           s->at.prior);
        return cell ? whole(cell) : spell_as_number(s, node);
    case OP_CALL:
        return spell_call(s, node);
    case OP_SCALE:
    case OP_NEGATE:
    case OP_NOT:
        return spell_unary(s, node);
    case OP_AND:
    case OP_OR:
        return spell_decision(s, node);
    case OP_TEXT:
    case OP_CODE:
    case OP_NAME:
    case OP_GROUP:
    case OP_SUBMITTED:
    case OP_DUE:
    case OP_FIELD:
        return spell_as_number(s, node);
    default:
        return spell_binary(s, node);
    }
}

const char *
qp_expr_spell(const struct qp_expr *expr, const struct qp_spelling *spelling,
              size_t district, bool prior)
{
    const struct speller speller = { spelling, spelling->arena,
                                     { district, prior } };
    struct spelt spelt = spell(&speller, expr->root);

    return spelt.text ? operand(&speller, spelt, BOND_COMPARE) : NULL;
}
