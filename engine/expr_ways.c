/* Conditions on rows as lists of comparisons, for those who try millions of
   rows; see expr.h. */

#include <config.h>

#include "engine/expr_impl.h"

#include <string.h>

/* More are not simple. */
enum { MOST_WAYS = 8, MOST_COMPARISONS = 8 };

/* The ways found so far for a part of the condition. */
struct ways {
    size_t n;
    struct {
        size_t n;
        struct qp_comparison comparisons[MOST_COMPARISONS];
    } way[MOST_WAYS];
};

static const struct {
    enum op op;
    enum qp_relation relation;
    enum qp_relation opposite; /* holds where the other does not */
    enum qp_relation mirror;   /* with the sides exchanged */
} relations[] = {
    { OP_LESS, QP_LESS, QP_GREATER_EQUAL, QP_GREATER },
    { OP_LESS_EQUAL, QP_LESS_EQUAL, QP_GREATER, QP_GREATER_EQUAL },
    { OP_EQUAL, QP_EQUAL, QP_UNEQUAL, QP_EQUAL },
    { OP_UNEQUAL, QP_UNEQUAL, QP_EQUAL, QP_UNEQUAL },
    { OP_GREATER_EQUAL, QP_GREATER_EQUAL, QP_LESS, QP_LESS_EQUAL },
    { OP_GREATER, QP_GREATER, QP_LESS_EQUAL, QP_LESS },
};

/* The field that NODE is, times *FACTOR; QP_NONE. */
static size_t
field_of(const struct node *node, qp_num *factor)
{
    *factor = qp_num_int(1);
    if (node->op == OP_SCALE) {
        *factor = node->number;
        node = node->args[0];
    }
    return node->op == OP_FIELD ? node->datum : QP_NONE;
}

/* Makes COMPARISON of LEFT, which is the field times FACTOR, and RIGHT. */
static bool
compare_field(struct qp_arena *arena, qp_num factor, const struct node *right,
              struct qp_comparison *comparison)
{
    struct qp_expr literal = { .root = right };
    qp_num other;

    if (right->op == OP_TEXT) {
        comparison->text = right->text;
        return true;
    }
    if (qp_expr_is_literal(&literal)) {
        other = qp_expr_literal(arena, &literal);
        comparison->number = qp_num_div(arena, other, factor);
        return qp_num_defined(comparison->number);
    }
    comparison->other = field_of(right, &other);
    return comparison->other != QP_NONE && qp_num_cmp(factor, other) == 0;
}

/* Makes COMPARISON of NODE, which is negated or not. */
static bool
read_comparison(struct qp_arena *arena, const struct node *node, bool negated,
                struct qp_comparison *comparison)
{
    const struct node *left = node->args[0], *right = node->args[1];
    bool is_mirrored;
    size_t i = 0;
    qp_num factor;

    while (i < QP_COUNT(relations) && relations[i].op != node->op)
        i++;
    if (i == QP_COUNT(relations))
        return false;
    is_mirrored = field_of(left, &factor) == QP_NONE;
    if (is_mirrored) {
        left = right;
        right = node->args[0];
    }
    *comparison = (struct qp_comparison){
        .relation = negated ? relations[i].opposite : relations[i].relation,
        .field = field_of(left, &factor),
        .other = QP_NONE,
    };
    for (i = 0; is_mirrored && i < QP_COUNT(relations); i++)
        if (relations[i].relation == comparison->relation) {
            comparison->relation = relations[i].mirror;
            break;
        }
    return comparison->field != QP_NONE &&
           compare_field(arena, factor, right, comparison);
}

static bool read_ways(struct qp_arena *arena, const struct node *node,
                      bool negated, struct ways *ways);

/* One of the two holds. */
static bool
either(const struct ways *a, const struct ways *b, struct ways *ways)
{
    if (a->n + b->n > MOST_WAYS)
        return false;
    *ways = *a;
    memcpy(ways->way + a->n, b->way, b->n * sizeof *b->way);
    ways->n += b->n;
    return true;
}

/* Both hold: each way of the one with each of the other. */
static bool
both(const struct ways *a, const struct ways *b, struct ways *ways)
{
    if (a->n * b->n > MOST_WAYS)
        return false;
    ways->n = 0;
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++) {
            size_t n_a = a->way[i].n, n_b = b->way[k].n;

            if (n_a + n_b > MOST_COMPARISONS)
                return false;
            ways->way[ways->n] = a->way[i];
            memcpy(ways->way[ways->n].comparisons + n_a,
                   b->way[k].comparisons, n_b * sizeof(struct qp_comparison));
            ways->way[ways->n++].n += n_b;
        }
    return true;
}

/* and, or; negated, each is the other of what is negated. */
static bool
read_logic(struct qp_arena *arena, const struct node *node, bool negated,
           struct ways *ways)
{
    struct ways *sides = qp_arena_alloc(arena, 2, sizeof *sides);

    if (!read_ways(arena, node->args[0], negated, &sides[0]) ||
        !read_ways(arena, node->args[1], negated, &sides[1]))
        return false;
    return (node->op == OP_AND) != negated
               ? both(&sides[0], &sides[1], ways)
               : either(&sides[0], &sides[1], ways);
}

/* True if NODE says yes or no. */
static bool
is_truth(const struct node *node)
{
    size_t i = 0;

    while (i < QP_COUNT(relations) && relations[i].op != node->op)
        i++;
    return i < QP_COUNT(relations) || node->op == OP_AND ||
           node->op == OP_OR || node->op == OP_NOT;
}

/* Two truths are the same, or not: both hold or neither does, or one alone. */
static bool
read_sameness(struct qp_arena *arena, const struct node *node, bool negated,
              struct ways *ways)
{
    const struct node *a = node->args[0], *b = node->args[1];
    bool differ = (node->op == OP_UNEQUAL) != negated;
    struct ways *sides = qp_arena_alloc(arena, 6, sizeof *sides);

    return read_ways(arena, a, false, &sides[0]) &&
           read_ways(arena, b, differ, &sides[1]) &&
           read_ways(arena, a, true, &sides[2]) &&
           read_ways(arena, b, !differ, &sides[3]) &&
           both(&sides[0], &sides[1], &sides[4]) &&
           both(&sides[2], &sides[3], &sides[5]) &&
           either(&sides[4], &sides[5], ways);
}

/* Finds the WAYS in which NODE holds or, negated, does not: a comparison of
   what is left out does neither, as in evaluation. */
static bool
read_ways(struct qp_arena *arena, const struct node *node, bool negated,
          struct ways *ways)
{
    struct qp_comparison *first = ways->way[0].comparisons;

    if (node->op == OP_AND || node->op == OP_OR)
        return read_logic(arena, node, negated, ways);
    if (node->op == OP_NOT)
        return read_ways(arena, node->args[0], !negated, ways);
    if ((node->op == OP_EQUAL || node->op == OP_UNEQUAL) &&
        is_truth(node->args[0]) && is_truth(node->args[1]))
        return read_sameness(arena, node, negated, ways);
    ways->n = ways->way[0].n = 1;
    if (node->op != OP_FIELD)
        return node->n_args == 2 &&
               read_comparison(arena, node, negated, first);
    *first = (struct qp_comparison){
        .relation = negated ? QP_EQUAL : QP_UNEQUAL,
        .field = node->datum,
        .other = QP_NONE,
        .number = qp_num_int(0),
    };
    return true;
}

const struct qp_way *
qp_expr_ways(struct qp_arena *arena, const struct qp_expr *expr, size_t *n)
{
    struct ways found;
    struct qp_way *ways;

    if (!read_ways(arena, expr->root, false, &found))
        return NULL;
    ways = qp_arena_alloc(arena, found.n, sizeof *ways);
    for (size_t i = 0; i < found.n; i++) {
        size_t size = found.way[i].n * sizeof(struct qp_comparison);
        struct qp_comparison *own = qp_arena_alloc(arena, 1, size);

        memcpy(own, found.way[i].comparisons, size);
        ways[i] = (struct qp_way){ own, found.way[i].n };
    }
    *n = found.n;
    return ways;
}
