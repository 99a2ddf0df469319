/* What an expression rests on, for those who are told that it does not hold;
   see expr.h. */

#include <config.h>

#include "engine/expr_impl.h"

#include <string.h>

/* The terms found so far. */
struct walk {
    struct qp_eval *in;
    const struct qp_record_type *record; /* of a row; null */
    struct qp_term *terms;
    size_t n, capacity;
};

static bool
is_known(const struct walk *w, const char *text)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->terms[i].text, text) == 0)
            return true;
    return false;
}

/* Calls TERM, which is NODE, as its field or datum is called. */
static void
name(const struct walk *w, const struct node *node, struct qp_term *term)
{
    if (node->op == OP_CALL && node->function->signature == TAKES_DATUM)
        node = node->args[0];
    if (node->op == OP_FIELD) {
        term->name = w->record->fields[node->datum].name;
        term->name_en = w->record->fields[node->datum].name_en;
    } else if (node->op == OP_DATUM) {
        term->name = w->in->rules->data[node->datum].name;
        term->name_en = w->in->rules->data[node->datum].name_en;
    }
}

/* Adds NODE, which the rules write as TEXT. */
static void
add(struct walk *w, const struct node *node, const char *text,
    struct moment at)
{
    struct qp_term term = { .text = text, .prior = at.prior, .unit_name = "" };
    enum signature signature =
        node->op == OP_CALL ? node->function->signature : TAKES_ALIKE;

    if (at.prior)
        term.text = qp_arena_printf(w->in->arena, "prior(%s)", text);
    if (is_known(w, term.text))
        return;
    if (node->unit && node->unit->n_powers)
        term.unit_name = node->unit->name;
    term.of_peers =
        signature == TAKES_PEERS || signature == TAKES_COUNTING;
    name(w, node, &term);
    term.value = qp_expr_node(w->in, node, at);
    w->terms = qp_arena_grow(w->in->arena, w->terms, w->n, &w->capacity,
                             sizeof term);
    w->terms[w->n++] = term;
}

/* How the rules write NODE where it has no text of its own; null where it is
   no term. */
static const char *
text_of(const struct walk *w, const struct node *node)
{
    switch (node->op) {
    case OP_DATUM:
        return w->in->rules->data[node->datum].code;
    case OP_FIELD:
        return w->record->fields[node->datum].code;
    case OP_CODE:
        return "code";
    case OP_NAME:
        return "name";
    case OP_GROUP:
        return "group";
    case OP_SUBMITTED:
        return "submitted";
    case OP_DUE:
        return "due";
    case OP_CALL:
        return node->function->plain ? NULL : node->text;
    default:
        return NULL;
    }
}

/* True if calls of FUNCTION are looked into rather than shown. */
static bool
is_transparent(const struct function *function)
{
    return function->signature == TAKES_PRIOR ||
           function->signature == TAKES_CHOICE ||
           function->signature == TAKES_DATES;
}

static void
walk(struct walk *w, const struct node *node, struct moment at)
{
    bool is_call = node->op == OP_CALL;
    const char *text = text_of(w, node);

    if (is_call && is_transparent(node->function))
        text = NULL;
    if (text) {
        add(w, node, text, at);
        return;
    }
    at.prior |= is_call && node->function->signature == TAKES_PRIOR;
    for (size_t i = 0; i < node->n_args; i++)
        walk(w, node->args[i], at);
}

const struct qp_term *
qp_expr_terms(const struct qp_expr *expr, struct qp_eval *in, size_t district,
              size_t *n)
{
    struct walk w = { .in = in };

    walk(&w, expr->root, (struct moment){ district, false });
    *n = w.n;
    return w.terms;
}

const struct qp_term *
qp_expr_row_terms(const struct qp_expr *expr, struct qp_arena *arena,
                  const struct qp_record_type *record,
                  const struct qp_value row[], size_t *n)
{
    struct qp_eval in = { .arena = arena, .row = row };
    struct walk w = { .in = &in, .record = record };

    walk(&w, expr->root, (struct moment){ QP_NONE, false });
    *n = w.n;
    return w.terms;
}
