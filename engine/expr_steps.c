/* The steps by which an expression comes to its value; see expr.h.  Each step
   is evaluated by itself, as part of the whole is: nothing is computed in a
   second way. */

#include <config.h>

#include "engine/expr_impl.h"

#include "engine/judge.h"

static void step(struct qp_eval *in, const struct node *node, struct moment at,
                 struct qp_expr_step *to);

static const struct qp_expr_step *
step_all(struct qp_eval *in, struct node *const nodes[], size_t n,
         struct moment at)
{
    struct qp_expr_step *steps = qp_arena_alloc(in->arena, n, sizeof *steps);

    for (size_t i = 0; i < n; i++)
        step(in, nodes[i], at, &steps[i]);
    return steps;
}

/* A step that only names TEXT. */
static const struct qp_expr_step *
name_text(struct qp_eval *in, const char *text, struct moment at)
{
    struct qp_expr_step *named = qp_arena_alloc(in->arena, 1, sizeof *named);

    *named = (struct qp_expr_step){ .op = "text",
                                    .district = at.district,
                                    .datum = QP_NONE,
                                    .value = qp_value_text(text) };
    return named;
}

/* The operands of "and" or "or" up to the one that decides. */
static size_t
count_asked(struct qp_eval *in, const struct node *node, struct moment at)
{
    size_t n = 0;

    while (n < node->n_args) {
        struct qp_value value = qp_expr_node(in, node->args[n++], at);

        if (value.state == QP_REPORTED &&
            (qp_num_sign(value.num) != 0) == (node->op == OP_OR))
            break;
    }
    return n;
}

/* if(): the condition, and the branch that it takes where it is known. */
static void
choose(struct qp_eval *in, const struct node *node, struct moment at,
       struct qp_expr_step *to)
{
    struct qp_value condition = qp_expr_node(in, node->args[0], at);
    struct node *const taken[] = {
        node->args[0], node->args[qp_num_defined(condition.num) &&
                                          qp_num_sign(condition.num) != 0
                                      ? 1
                                      : 2]
    };

    to->n_args = condition.state == QP_REPORTED ? 2 : 1;
    to->args = step_all(in, taken, to->n_args, at);
}

static bool
is_looked_at(const struct qp_eval *in, const struct node *node, size_t of,
             size_t district)
{
    const struct qp_district *districts = in->rules->districts;

    return in->peers[district] &&
           (!node->function->by_group ||
            (districts[of].group != QP_NONE &&
             districts[district].group == districts[of].group));
}

/* The argument of a peer function for each district that has it; for a place,
   first that of the district itself. */
static void
gather(struct qp_eval *in, const struct node *node, struct moment at,
       struct qp_expr_step *to)
{
    size_t n = in->rules->n_districts, found = 0;
    struct qp_expr_step *steps =
        qp_arena_alloc(in->arena, n + 1, sizeof *steps);

    if (node->function->asks == QP_STATISTIC_PLACE)
        step(in, node->args[0], at, &steps[found++]);
    for (size_t d = 0; d < n; d++) {
        if (!is_looked_at(in, node, at.district, d))
            continue;
        step(in, node->args[0], (struct moment){ d, at.prior }, &steps[found]);
        found += steps[found].value.state == QP_REPORTED;
    }
    to->args = steps;
    to->n_args = found;
}

/* The steps below a call, as its arguments are typed. */
static void
call(struct qp_eval *in, const struct node *node, struct moment at,
     struct qp_expr_step *to)
{
    switch (node->function->signature) {
    case TAKES_CHOICE:
        choose(in, node, at, to);
        break;
    case TAKES_DATUM:
    case TAKES_ASKING:
    case TAKES_PANEL:
        to->datum = node->args[0]->datum;
        to->n_args = node->n_args - 1;
        to->args = step_all(in, node->args + 1, to->n_args, at);
        break;
    case TAKES_LEVEL:
        to->n_args = 1;
        to->args = name_text(
            in, qp_level_name((enum qp_level)node->args[0]->datum), at);
        break;
    case TAKES_PEERS:
    case TAKES_COUNTING:
        gather(in, node, at, to);
        break;
    default:
        to->n_args = node->n_args;
        to->args = step_all(in, node->args, node->n_args, at);
        break;
    }
}

/* A conversion of units multiplies by a number. */
static void
scale(struct qp_eval *in, const struct node *node, struct moment at,
      struct qp_expr_step *to)
{
    struct node factor = { .op = OP_NUMBER, .number = node->number };
    struct node *const factors[] = { node->args[0], &factor };

    to->op = "*";
    to->n_args = QP_COUNT(factors);
    to->args = step_all(in, factors, to->n_args, at);
}

static const char *
word_of(const struct node *node)
{
    switch (node->op) {
    case OP_NUMBER:
        return "number";
    case OP_TEXT:
        return "text";
    case OP_DATUM:
        return "datum";
    case OP_CALL:
        return node->function->row.name;
    case OP_NEGATE:
        return "-";
    case OP_NOT:
        return "not";
    default:
        return qp_expr_symbol(node->op);
    }
}

static void
step(struct qp_eval *in, const struct node *node, struct moment at,
     struct qp_expr_step *to)
{
    if (node->op == OP_CALL && node->function->signature == TAKES_PRIOR) {
        at.prior = true;
        step(in, node->args[0], at, to);
        return;
    }
    *to = (struct qp_expr_step){ .op = word_of(node),
                                 .district = at.district,
                                 .datum = node->op == OP_DATUM ? node->datum
                                                               : QP_NONE,
                                 .prior = at.prior,
                                 .value = qp_expr_node(in, node, at) };
    if (node->op == OP_CALL) {
        call(in, node, at, to);
    } else if (node->op == OP_SCALE) {
        scale(in, node, at, to);
    } else if (node->n_args) {
        bool decides = node->op == OP_AND || node->op == OP_OR;

        to->n_args = decides ? count_asked(in, node, at) : node->n_args;
        to->args = step_all(in, node->args, to->n_args, at);
    }
}

const struct qp_expr_step *
qp_expr_steps(const struct qp_expr *expr, struct qp_eval *in, size_t district,
              bool prior)
{
    struct qp_expr_step *root = qp_arena_alloc(in->arena, 1, sizeof *root);

    step(in, expr->root, (struct moment){ district, prior }, root);
    return root;
}
