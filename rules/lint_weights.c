/* Weights that add up; see lint.h.  A district weighs by the column of its
   group where the group has weights of its own, else by the plain one. */

#include <config.h>

#include "rules/lint.h"

#include "engine/tongue.h"
#include "engine/weigh.h"
#include "engine/weight_set.h"

struct weights {
    struct qp_load *load;
    const struct qp_ruleset *rules;
    size_t n_columns; /* one a group, then the plain one */
    qp_num *nominal;  /* [indicator * n_columns + column] */
};

static const char *
number(const struct weights *w, qp_num x)
{
    return qp_num_text(w->load->run->arena, x);
}

/* " for group outer", or nothing for the plain column. */
static const char *
column_name(const struct weights *w, size_t column)
{
    if (column == w->rules->n_groups)
        return "";
    return qp_arena_printf(w->load->run->arena, _(" for group %s"),
                           w->rules->groups[column].code);
}

/* The place of [evaluation]. */
static struct qp_place
evaluation_at(const struct weights *w, const char *key)
{
    for (size_t i = 0; i < w->load->n_objects; i++) {
        const struct qp_object *object = &w->load->objects[i];
        const struct qp_line *line = qp_object_line(object, key);

        if (qp_object_kind(object) == QP_KIND_EVALUATION)
            return line ? qp_line_at(line) : qp_object_at(object);
    }
    return (struct qp_place){ .file = w->load->main_file };
}

/* True if the weights of NODE's children, or the total's, are found by
   something else than the rules. */
static bool
is_found(const struct weights *w, size_t node)
{
    return qp_weighting_of(w->rules, node)->kind != QP_WEIGHTING_GIVEN;
}

/* True if NODE weighs what its children do. */
static bool
is_summed(const struct weights *w, const struct qp_indicator *node)
{
    bool splits = node->weighting.kind != QP_WEIGHTING_GIVEN &&
                  qp_num_defined(node->weight);

    return w->rules->weights == QP_WEIGHTS_POINTS && node->n_children > 0 &&
           !splits;
}

/* True if a weight of NODE is given, if only by what is below it. */
static bool
has_weight(const struct weights *w, const struct qp_indicator *node)
{
    bool all = true;

    if (!is_summed(w, node))
        return qp_num_defined(node->weight);
    for (size_t i = 0; i < node->n_children; i++)
        all &= has_weight(w, &w->rules->indicators[node->children[i]]);
    return all;
}

/* Reports weights that are needed and missing.  None is needed where it is
   found; where a node weighs what its children do, theirs are needed, unless
   they are found: then it takes points to split. */
static bool
check_given(const struct weights *w)
{
    const struct qp_ruleset *rules = w->rules;
    bool complete = true;

    for (size_t i = 0; i < rules->n_indicators; i++) {
        const struct qp_indicator *node = &rules->indicators[i];

        if (is_found(w, node->parent) || has_weight(w, node) ||
            (is_summed(w, node) && !is_found(w, i)))
            continue;
        complete = false;
        if (node->weight_at.line == node->at.line)
            qp_error(w->load->run, node->at, QP_KEY_MISSING,
                     "indicator %s: the key weight is missing", node->code);
    }
    return complete;
}

/* Says where weights are given that others are found for. */
static void
note_unused(const struct weights *w, size_t node)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_indicator *parent =
        node == QP_NONE ? NULL : &rules->indicators[node];
    const size_t *children = parent ? parent->children : rules->top;
    size_t n = parent ? parent->n_children : rules->n_top;

    if (!is_found(w, node) || (parent && is_summed(w, parent)))
        return;
    for (size_t i = 0; i < n; i++) {
        const struct qp_indicator *child = &rules->indicators[children[i]];

        if (!qp_num_defined(child->weight))
            continue;
        qp_note(w->load->run, child->weight_at, QP_WEIGHTING,
                "indicator %s: its weight counts nothing: %s has weighting = "
                "%s",
                child->code, parent ? parent->code : _("the total"),
                qp_weighting_name(qp_weighting_of(rules, node)->kind));
        return;
    }
}

/* The sum of the weights of the N NODES in COLUMN. */
static qp_num
sum(const struct weights *w, const size_t *nodes, size_t n, size_t column)
{
    qp_num total = qp_num_int(0);

    for (size_t i = 0; i < n; i++)
        total = qp_num_add(w->load->run->arena, total,
                           w->nominal[nodes[i] * w->n_columns + column]);
    return total;
}

/* Fills the nominal weights of COLUMN from the leaves up. */
static void
fill_column(struct weights *w, size_t column)
{
    const struct qp_ruleset *rules = w->rules;

    for (size_t k = rules->n_indicators; k-- > 0;) {
        size_t i = rules->order[k];
        const struct qp_indicator *node = &rules->indicators[i];

        w->nominal[i * w->n_columns + column] =
            is_summed(w, node)
                ? sum(w, node->children, node->n_children, column)
                : qp_weight_written(rules, i, column);
    }
}

/* True if weights that add up to SUM look like shares of one or of 100
   percent. */
static bool
looks_relative(qp_num sum)
{
    return qp_num_cmp(sum, qp_num_int(1)) == 0 ||
           qp_num_cmp(sum, qp_num_int(100)) == 0;
}

/* The weight that an inner NODE itself is to have in COLUMN.  A plain one says
   nothing of a group whose leaves have weights of their own. */
static qp_num
own_weight(const struct weights *w, const struct qp_indicator *node,
           size_t column)
{
    return column < w->rules->n_groups ? node->group_weights[column]
                                       : node->weight;
}

/* Reports an inner node whose own weight is not that of its leaves. */
static void
check_inner(const struct weights *w, size_t i, size_t column)
{
    const struct qp_indicator *node = &w->rules->indicators[i];
    qp_num given = own_weight(w, node, column);
    qp_num leaves = w->nominal[i * w->n_columns + column];

    if (!is_summed(w, node) || !qp_num_defined(given) ||
        !qp_num_defined(leaves) || qp_num_cmp(given, leaves) == 0)
        return;
    if (looks_relative(leaves))
        qp_error(w->load->run, node->weight_at, QP_WEIGHT_MIX,
                 "indicator %s: weight = %s in points, but its leaves add up "
                 "to %s%s like relative weights; write points everywhere, or "
                 "weights = relative and no points",
                 node->code, number(w, given), number(w, leaves),
                 column_name(w, column));
    else
        qp_error(w->load->run, node->weight_at, QP_WEIGHT_SUM,
                 "indicator %s: weight = %s, but its leaves add up to %s%s",
                 node->code, number(w, given), number(w, leaves),
                 column_name(w, column));
}

/* Reports a node whose children all weigh 0 though it does not.  In points a
   node weighs what its children do, so there only the plain weights of all
   can be meant by mistake. */
static void
check_zero(const struct weights *w, size_t i, size_t column)
{
    const struct qp_indicator *node = &w->rules->indicators[i];
    qp_num own = w->nominal[i * w->n_columns + column];
    bool plain = column == w->rules->n_groups;

    if (node->n_children > 0 && !is_found(w, i) &&
        (plain || !qp_num_defined(own) || qp_num_sign(own) > 0) &&
        qp_num_sign(sum(w, node->children, node->n_children, column)) == 0)
        qp_error(w->load->run, node->at, QP_WEIGHT_SUM,
                 "indicator %s: its children all weigh 0%s", node->code,
                 column_name(w, column));
}

/* Reports top nodes that miss the scale, or all weigh 0. */
static void
check_top(const struct weights *w, size_t column)
{
    const struct qp_ruleset *rules = w->rules;
    qp_num total = sum(w, rules->top, rules->n_top, column);

    if (is_found(w, QP_NONE))
        return;
    if (rules->weights == QP_WEIGHTS_RELATIVE && qp_num_sign(total) == 0)
        qp_error(w->load->run, evaluation_at(w, "weights"), QP_WEIGHT_SUM,
                 "the indicators below the total all weigh 0%s",
                 column_name(w, column));
    if (rules->weights == QP_WEIGHTS_POINTS &&
        qp_num_defined(rules->scale) && qp_num_cmp(total, rules->scale) != 0)
        qp_error(w->load->run, evaluation_at(w, "scale"), QP_WEIGHT_SUM,
                 "the leaves add up to %s%s, but scale = %s",
                 number(w, total), column_name(w, column),
                 number(w, rules->scale));
}

void
qp_lint_weights(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    struct qp_arena *arena = load->run->arena;
    struct weights w = {
        .load = load,
        .rules = rules,
        .n_columns = rules->n_groups + 1,
    };
    size_t *used = qp_arena_alloc(arena, w.n_columns, sizeof *used), n_used;

    w.nominal = qp_arena_alloc(arena, rules->n_indicators * w.n_columns,
                               sizeof *w.nominal);
    if (!check_given(&w) || !load->has_evaluation || !rules->n_indicators)
        return;
    note_unused(&w, QP_NONE);
    for (size_t i = 0; i < rules->n_indicators; i++)
        note_unused(&w, i);
    n_used = qp_weight_sets(arena, rules, used);
    for (size_t k = 0; k < n_used; k++) {
        size_t column = used[k];

        fill_column(&w, column);
        for (size_t i = 0; i < rules->n_indicators; i++) {
            if (rules->weights == QP_WEIGHTS_POINTS)
                check_inner(&w, i, column);
            check_zero(&w, i, column);
        }
        check_top(&w, column);
    }
}
