/* Evaluation of compiled expressions; see expr.h. */

#include <config.h>

#include "engine/expr_impl.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/frame.h"

const struct qp_unit *
qp_expr_unit(const struct qp_expr *expr)
{
    return expr->root->unit ? expr->root->unit : &qp_unit_one;
}

/* True if nothing below NODE depends on a district. */
static bool
is_literal(const struct node *node)
{
    bool plain = node->op == OP_NUMBER || node->op >= OP_SCALE ||
                 (node->op == OP_CALL && node->function->plain);

    for (size_t i = 0; plain && i < node->n_args; i++)
        plain = is_literal(node->args[i]);
    return plain;
}

bool
qp_expr_is_literal(const struct qp_expr *expr)
{
    return is_literal(expr->root);
}

bool
qp_expr_has_unit(const struct qp_expr *expr)
{
    return expr->root->unit != NULL;
}

qp_num
qp_expr_literal(struct qp_arena *arena, const struct qp_expr *expr)
{
    struct qp_eval nobody = { .arena = arena };

    return qp_expr_eval(expr, &nobody, QP_NONE).num;
}

bool
qp_expr_asks_prior(const struct qp_expr *expr)
{
    return expr->asks_prior;
}

bool
qp_expr_asks_past(const struct qp_expr *expr)
{
    return expr->asks_past;
}

/* True if DATUM is read below NODE, which IS_PRIOR says is inside prior(). */
static bool
reads_prior(const struct node *node, bool is_prior, size_t datum)
{
    if (node->op == OP_DATUM)
        return is_prior && node->datum == datum;
    is_prior = is_prior || (node->op == OP_CALL &&
                            node->function->signature == TAKES_PRIOR);
    for (size_t i = 0; i < node->n_args; i++)
        if (reads_prior(node->args[i], is_prior, datum))
            return true;
    return false;
}

bool
qp_expr_asks_prior_of(const struct qp_expr *expr, size_t datum)
{
    return reads_prior(expr->root, false, datum);
}

const size_t *
qp_expr_data(const struct qp_expr *expr, size_t *n)
{
    *n = expr->n_data;
    return expr->data;
}

size_t
qp_expr_single(const struct qp_expr *expr)
{
    return expr->root->op == OP_DATUM ? expr->root->datum : QP_NONE;
}

/* True if has_note(...) is NODE, or enough for it to hold. */
static size_t
note_of(const struct node *node)
{
    size_t datum = QP_NONE;

    if (node->op == OP_CALL && node->function->special == qp_expr_has_note)
        return node->args[0]->datum;
    for (size_t i = 0; node->op == OP_OR && datum == QP_NONE && i < 2; i++)
        datum = note_of(node->args[i]);
    return datum;
}

size_t
qp_expr_note(const struct qp_expr *expr)
{
    return note_of(expr->root);
}

const struct qp_peer_call *
qp_expr_peer_calls(const struct qp_expr *expr, size_t *n)
{
    *n = expr->n_calls;
    return expr->calls;
}

struct qp_value
qp_expr_peer_value(const struct qp_peer_call *call, struct qp_eval *in,
                   size_t district)
{
    return qp_expr_node(in, call->argument,
                        (struct moment){ district, call->prior });
}

struct qp_eval *
qp_eval_new(struct qp_arena *arena, const struct qp_ruleset *rules,
            const struct qp_submissions *subs, const bool *peers,
            const struct qp_findings *findings)
{
    struct qp_eval *in = qp_arena_alloc(arena, 1, sizeof *in);

    *in = (struct qp_eval){
        .arena = arena,
        .rules = rules,
        .subs = subs,
        .peers = peers,
        .findings = findings,
    };
    return in;
}

struct qp_eval *
qp_eval_new_submitted(struct qp_arena *arena, const struct qp_ruleset *rules,
                      const struct qp_submissions *subs, const bool *peers)
{
    struct qp_eval *in = qp_eval_new(arena, rules, subs, peers, NULL);

    in->as_submitted = true;
    return in;
}

void
qp_eval_alone(struct qp_eval *in, const struct qp_lone *lone)
{
    in->lone = lone;
}

size_t
qp_eval_n_asked(const struct qp_eval *in)
{
    return in->n_asked;
}

/* Nothing is given, or nothing is supposed to be. */
static bool
is_absent(const struct qp_figure *figure)
{
    return !figure || figure->value.state == QP_ABSENT;
}

const struct qp_figure *
qp_eval_figure(const struct qp_ruleset *rules,
               const struct qp_submissions *subs, size_t district,
               size_t datum, bool prior)
{
    size_t cell = district * rules->n_data + datum;
    const struct qp_entry *entry = &subs->entries[cell];

    if (prior && rules->prior == QP_PRIOR_RECORD)
        return subs->history ? subs->history->figures[cell] : NULL;
    if (prior)
        return qp_model_extra(entry)->verified_prior
                   ? &qp_model_extra(entry)->verified_prior->figure
                   : qp_model_extra(entry)->reported_prior;
    if (rules->data[datum].given_by == QP_BY_RULES)
        return is_absent(rules->given[cell]) ? NULL : rules->given[cell];
    if (qp_model_extra(entry)->verified)
        return &qp_model_extra(entry)->verified->figure;
    return entry->reported ? entry->reported : qp_model_extra(entry)->derived;
}

const struct qp_figure *
qp_eval_submitted(const struct qp_ruleset *rules,
                  const struct qp_submissions *subs, size_t district,
                  size_t datum, bool prior)
{
    const struct qp_entry *entry =
        &subs->entries[district * rules->n_data + datum];

    if (rules->data[datum].given_by != QP_BY_DISTRICT ||
        (prior && rules->prior == QP_PRIOR_RECORD))
        return qp_eval_figure(rules, subs, district, datum, prior);
    if (prior)
        return qp_model_extra(entry)->reported_prior;
    return entry->reported ? entry->reported : qp_model_extra(entry)->derived;
}

static struct qp_value
datum(struct qp_eval *in, const struct node *node, struct moment at)
{
    const struct qp_figure *figure =
        (in->as_submitted ? qp_eval_submitted : qp_eval_figure)(
            in->rules, in->subs, at.district, node->datum, at.prior);

    if (figure)
        return figure->value;
    if (at.prior)
        return qp_value_state(QP_UNDEFINED,
                              "no figure for the year before");
    if (in->lone && in->rules->data[node->datum].given_by == QP_BY_DEPARTMENT)
        return qp_value_state(QP_ABSENT, qp_frame_not_given_yet());
    return qp_value_state(QP_ABSENT, "not reported");
}

static struct qp_value
attribute(const struct qp_eval *in, const struct node *node,
          struct moment at)
{
    const struct qp_district *district = &in->rules->districts[at.district];
    const char *text = node->op == OP_CODE   ? district->code
                       : node->op == OP_NAME ? district->name
                                             : district->group_text;

    return qp_value_text(text ? text : "");
}

/* The day on which the district's submission bears to have been sent. */
static struct qp_value
submitted(const struct qp_eval *in, struct moment at)
{
    size_t document = in->subs->of_district[at.district];
    const char *day;

    if (at.prior)
        return qp_value_state(QP_UNDEFINED, "no figure for the year before");
    if (document == QP_NONE)
        return qp_value_state(QP_UNDEFINED, "there is no submission");
    day = in->subs->documents[document].submitted;
    return day ? qp_value_text(day)
               : qp_value_state(QP_UNDEFINED, "the submission has no date");
}

/* A number as the answer to a question. */
static struct qp_value
truth(bool answer)
{
    return qp_value_number(qp_num_int(answer));
}

/* The first operand that decides ends it; without one, the strictest operand
   that is not there is the outcome. */
static struct qp_value
decide(struct qp_eval *in, const struct node *node, struct moment at)
{
    bool deciding = node->op == OP_OR;
    struct qp_value so_far = truth(!deciding);

    for (size_t i = 0; i < node->n_args; i++) {
        struct qp_value value = qp_expr_node(in, node->args[i], at);

        if (value.state != QP_REPORTED)
            so_far = qp_value_stricter(so_far, value);
        else if ((qp_num_sign(value.num) != 0) == deciding)
            return truth(deciding);
    }
    return so_far;
}

static bool
compares(enum op op, int order)
{
    switch (op) {
    case OP_LESS:
        return order < 0;
    case OP_LESS_EQUAL:
        return order <= 0;
    case OP_GREATER:
        return order > 0;
    case OP_GREATER_EQUAL:
        return order >= 0;
    case OP_EQUAL:
        return order == 0;
    default:
        return order != 0;
    }
}

static qp_num
compute(struct qp_arena *arena, const struct node *node, const qp_num args[])
{
    switch (node->op) {
    case OP_SCALE:
        return qp_num_mul(arena, args[0], node->number);
    case OP_NEGATE:
        return qp_num_neg(arena, args[0]);
    case OP_NOT:
        return qp_num_int(qp_num_sign(args[0]) == 0);
    case OP_ADD:
        return qp_num_add(arena, args[0], args[1]);
    case OP_SUBTRACT:
        return qp_num_sub(arena, args[0], args[1]);
    case OP_MULTIPLY:
        return qp_num_mul(arena, args[0], args[1]);
    case OP_DIVIDE:
        return qp_num_div(arena, args[0], args[1]);
    case OP_RAISE:
        return qp_num_pow(arena, args[0], args[1]);
    case OP_CALL:
        return node->function->plain(arena, args, node->n_args);
    default:
        return qp_num_int(compares(node->op, qp_num_cmp(args[0], args[1])));
    }
}

/* Evaluates all arguments of NODE and computes with them; the strictest one
   that is not there is the outcome. */
static struct qp_value
operate(struct qp_eval *in, const struct node *node, struct moment at)
{
    qp_num few[4], *args = few;
    struct qp_value outcome = truth(true), first = outcome;

    if (node->n_args > QP_COUNT(few))
        args = qp_arena_alloc(in->arena, node->n_args, sizeof *args);
    for (size_t i = 0; i < node->n_args; i++) {
        struct qp_value value = qp_expr_node(in, node->args[i], at);

        args[i] = value.num;
        if (value.state != QP_REPORTED)
            outcome = qp_value_stricter(outcome, value);
        if (i == 0)
            first = value;
        else if (first.text && value.text && value.state == QP_REPORTED &&
                 first.state == QP_REPORTED)
            return truth(compares(node->op, strcmp(first.text, value.text)));
    }
    if (outcome.state != QP_REPORTED)
        return outcome;
    return qp_value_number(compute(in->arena, node, args));
}

struct qp_value
qp_expr_node(struct qp_eval *in, const struct node *node, struct moment at)
{
    switch (node->op) {
    case OP_NUMBER:
        return qp_value_number(node->number);
    case OP_TEXT:
        return qp_value_text(node->text);
    case OP_DATUM:
        return datum(in, node, at);
    case OP_CODE:
    case OP_NAME:
    case OP_GROUP:
        return attribute(in, node, at);
    case OP_SUBMITTED:
        return submitted(in, at);
    case OP_DUE:
        return qp_value_text(in->rules->due);
    case OP_FIELD:
        return in->row[node->datum];
    case OP_AND:
    case OP_OR:
        return decide(in, node, at);
    case OP_CALL:
        if (node->function->special)
            return node->function->special(in, node, at);
        if (node->function->statistic)
            return qp_expr_peers(in, node, at);
        return operate(in, node, at);
    default:
        return operate(in, node, at);
    }
}

/* Where CALL of the year PRIOR stands in the table, or is to stand. */
static size_t *
slot_of(const struct qp_eval *in, const struct node *call, bool prior)
{
    size_t i = ((uintptr_t)call / sizeof *call * 2 + prior) % in->n_slots;

    for (; in->slots[i]; i = (i + 1) % in->n_slots) {
        const struct gathered *there = &in->gathered[in->slots[i] - 1];

        if (there->call == call && there->prior == prior)
            break;
    }
    return &in->slots[i];
}

/* Keeps the table at most half full, so that looking something up takes few
   steps; a rule set may have thousands of calls, each for every district. */
static void
make_room(struct qp_eval *in)
{
    enum { SLOTS_LEAST = 64 };

    if (2 * (in->n_gathered + 1) <= in->n_slots)
        return;
    in->n_slots = in->n_slots ? 2 * in->n_slots : SLOTS_LEAST;
    in->slots = qp_arena_alloc(in->arena, in->n_slots, sizeof *in->slots);
    for (size_t i = 0; i < in->n_gathered; i++)
        *slot_of(in, in->gathered[i].call, in->gathered[i].prior) = i + 1;
}

/* What CALL's argument is for every district, evaluated once. */
static struct gathered *
gather(struct qp_eval *in, const struct node *call, bool prior)
{
    size_t n = in->rules->n_districts;
    size_t slot = in->n_slots ? *slot_of(in, call, prior) : 0;
    struct gathered fresh = { .call = call, .prior = prior };

    if (slot)
        return &in->gathered[slot - 1];
    fresh.values = qp_arena_alloc(in->arena, n, sizeof *fresh.values);
    fresh.scopes = qp_arena_alloc(in->arena, in->rules->n_groups + 1,
                                  sizeof *fresh.scopes);
    /* this may gather what is called within, so the table comes after */
    for (size_t i = 0; i < n; i++)
        fresh.values[i] =
            qp_expr_node(in, call->args[0], (struct moment){ i, prior });
    make_room(in);
    in->gathered = qp_arena_grow(in->arena, in->gathered, in->n_gathered,
                                 &in->gathered_capacity, sizeof fresh);
    in->gathered[in->n_gathered++] = fresh;
    *slot_of(in, call, prior) = in->n_gathered;
    return &in->gathered[in->n_gathered - 1];
}

/* The group that a peer function looks at for the district AT, n_groups for
   all; QP_NONE if it has none. */
static size_t
group_of(const struct qp_eval *in, const struct node *call, struct moment at)
{
    return call->function->by_group ? in->rules->districts[at.district].group
                                    : in->rules->n_groups;
}

/* Fills the figures of SCOPE, that of GROUP. */
static void
fill_scope(struct qp_eval *in, const struct gathered *gathered, size_t group,
           struct scope *scope)
{
    const struct qp_ruleset *rules = in->rules;

    scope->x = qp_arena_alloc(in->arena, rules->n_districts, sizeof(qp_num));
    for (size_t i = 0; i < rules->n_districts; i++)
        if (in->peers[i] && gathered->values[i].state == QP_REPORTED &&
            (group == rules->n_groups || rules->districts[i].group == group))
            scope->x[scope->n++] = gathered->values[i].num;
    scope->known = true;
}

static qp_num
statistic(struct qp_eval *in, const struct function *function,
          const struct scope *scope)
{
    bool rounded;

    if (scope->n == 0 && function->signature != TAKES_COUNTING)
        return qp_num_undefined("no district has a figure");
    return qp_num_statistic(
        in->arena, function->statistic(in->arena, scope->x, scope->n),
        &rounded);
}

/* True if a district alone needs the frame for SCOPE. */
static bool
needs_frame(const struct qp_eval *in, size_t scope)
{
    return in->lone && scope != QP_NONE &&
           !qp_frame_is_own(in->rules, in->lone->district, scope);
}

/* What the frame has of the peers that CALL looks at. */
static struct qp_peers
ask_frame(struct qp_eval *in, const struct node *call, bool prior,
          size_t scope)
{
    in->n_asked++;
    return qp_frame_argument(in->lone->frame, call->argument, prior, scope);
}

struct qp_value
qp_expr_peers(struct qp_eval *in, const struct node *call, struct moment at)
{
    size_t group = group_of(in, call, at);
    const struct gathered *gathered;
    struct scope *scope;

    if (group == QP_NONE)
        return qp_value_state(QP_UNDEFINED, "the district has no group");
    if (needs_frame(in, group))
        return qp_value_number(
            ask_frame(in, call, at.prior, group).of[call->function->asks]);
    gathered = gather(in, call, at.prior);
    scope = &gathered->scopes[group];
    if (!scope->known) {
        fill_scope(in, gathered, group, scope);
        scope->statistic = statistic(in, call->function, scope);
    }
    return qp_value_number(scope->statistic);
}

static int
by_size(const void *a, const void *b)
{
    return qp_num_cmp(*(const qp_num *)a, *(const qp_num *)b);
}

/* How many figures of SCOPE, which are in order, are greater than X. */
static size_t
count_greater(const struct scope *scope, qp_num x)
{
    size_t low = 0, high = scope->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (qp_num_cmp(scope->x[middle], x) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return scope->n - low;
}

/* The place of the district's own figure by the frame's levels. */
static struct qp_value
rank_by_frame(struct qp_eval *in, const struct node *call, struct moment at,
              size_t group)
{
    struct qp_peers peers = ask_frame(in, call, at.prior, group);
    struct qp_value own = qp_expr_node(in, call->args[0], at);
    struct scope scope = { .x = qp_frame_spread(in->arena, &peers),
                           .n = peers.n };

    if (own.state != QP_REPORTED)
        return own;
    if (!scope.x)
        return qp_value_state(QP_UNDEFINED, qp_frame_lacks(in->lone->frame));
    return qp_value_number(
        qp_num_int(1 + (int64_t)count_greater(&scope, own.num)));
}

struct qp_value
qp_expr_rank(struct qp_eval *in, const struct node *call, struct moment at)
{
    size_t group = group_of(in, call, at);
    const struct gathered *gathered;
    struct qp_value own;
    struct scope *scope;

    if (needs_frame(in, group))
        return rank_by_frame(in, call, at, group);
    gathered = gather(in, call, at.prior);
    own = gathered->values[at.district];
    if (own.state != QP_REPORTED)
        return own;
    if (group == QP_NONE)
        return qp_value_state(QP_UNDEFINED, "the district has no group");
    scope = &gathered->scopes[group];
    if (!scope->known) {
        fill_scope(in, gathered, group, scope);
        qsort(scope->x, scope->n, sizeof *scope->x, by_size);
    }
    return qp_value_number(
        qp_num_int(1 + (int64_t)count_greater(scope, own.num)));
}

struct qp_value
qp_expr_eval(const struct qp_expr *expr, struct qp_eval *in, size_t district)
{
    return qp_expr_node(in, expr->root, (struct moment){ district, false });
}

const struct qp_take *
qp_expr_takes(const struct qp_expr *expr, size_t *n)
{
    *n = expr->n_takes;
    return expr->takes;
}

struct qp_value
qp_expr_eval_row(const struct qp_expr *expr, struct qp_arena *arena,
                 const struct qp_value row[])
{
    struct qp_eval in = { .arena = arena, .row = row };

    return qp_expr_node(&in, expr->root, (struct moment){ QP_NONE, false });
}

struct qp_value
qp_expr_eval_prior(const struct qp_expr *expr, struct qp_eval *in,
                   size_t district)
{
    return qp_expr_node(in, expr->root, (struct moment){ district, true });
}
