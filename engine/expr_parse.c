/* Tokens to a tree, by precedence climbing; see expr.h for the order. */

#include <config.h>

#include "engine/expr_impl.h"

#include <string.h>
#include <strings.h>

#include "engine/date.h"
#include "engine/judge.h"
#include "engine/record.h"
#include "engine/suggest.h"
#include "engine/tongue.h"

struct parser {
    struct qp_session *run;
    const struct qp_ruleset *rules;
    const struct qp_record_type *record; /* fields in place of data; null */
    struct qp_place at;
    const char *rest;
    struct token token;
    unsigned allowed;
    int depth;
    bool in_peers; /* within the brackets of a peer function */
    bool failed;
    struct qp_expr *expr;
    size_t data_capacity, takes_capacity;
};

/* Binary operators, loosest first; equal levels bind to the left, and two
   comparisons of one level never stand side by side. */
enum { LEVEL_OR = 1, LEVEL_AND, LEVEL_NOT, LEVEL_EQUAL, LEVEL_COMPARE,
       LEVEL_SUM, LEVEL_PRODUCT };

static const struct {
    const char *symbol;
    enum op op;
    int level;
} binary[] = {
    { "or", OP_OR, LEVEL_OR },
    { "and", OP_AND, LEVEL_AND },
    { "==", OP_EQUAL, LEVEL_EQUAL },
    { "!=", OP_UNEQUAL, LEVEL_EQUAL },
    { "<", OP_LESS, LEVEL_COMPARE },
    { "<=", OP_LESS_EQUAL, LEVEL_COMPARE },
    { ">", OP_GREATER, LEVEL_COMPARE },
    { ">=", OP_GREATER_EQUAL, LEVEL_COMPARE },
    { "+", OP_ADD, LEVEL_SUM },
    { "-", OP_SUBTRACT, LEVEL_SUM },
    { "*", OP_MULTIPLY, LEVEL_PRODUCT },
    { "/", OP_DIVIDE, LEVEL_PRODUCT },
};

static const struct {
    const char *name;
    enum op op;
    bool is_date;
    const char *help;
} attributes[] = {
    { "code", OP_CODE, false, N_("the district's code, a text") },
    { "name", OP_NAME, false, N_("its name, a text") },
    { "group", OP_GROUP, false,
      N_("the code of its group, a text; \"\" without one") },
    { "submitted", OP_SUBMITTED, true,
      N_("the day that its submission bears; undefined without one") },
    { "due", OP_DUE, true, N_("the key of [evaluation], a day") },
};

const char *
qp_expr_attribute(size_t i, const char **help)
{
    if (i >= QP_COUNT(attributes))
        return NULL;
    *help = attributes[i].help;
    return attributes[i].name;
}

const char *
qp_expr_symbol(enum op op)
{
    for (size_t i = 0; i < QP_COUNT(binary); i++)
        if (binary[i].op == op)
            return binary[i].symbol;
    for (size_t i = 0; i < QP_COUNT(attributes); i++)
        if (attributes[i].op == op)
            return attributes[i].name;
    return op == OP_RAISE ? "^" : NULL;
}

static struct node *parse(struct parser *p, int level);

/* Reports the first fault of an expression; the others would follow from
   it. */
static struct node *
fail(struct parser *p, enum qp_code code, const char *text)
{
    if (!p->failed)
        qp_error(p->run, p->at, code, "%s%s%s",
                 p->at.key ? p->at.key : "", p->at.key ? ": " : "", text);
    p->failed = true;
    return NULL;
}

/* How the current token is called in a message. */
static const char *
found(struct parser *p)
{
    if (p->token.kind == TOKEN_END)
        return _("the expression ends");
    return qp_arena_printf(p->run->arena, "found \"%.*s\"",
                           (int)p->token.length, p->token.start);
}

/* Reports the current token, which is no WHAT, with the nearest word that
   would be one. */
static struct node *
unknown(struct parser *p, enum qp_code code, const char *what,
        const struct qp_suggest *suggest)
{
    return fail(p, code,
                qp_arena_printf(p->run->arena, "no %s \"%s\"%s", what,
                                suggest->word,
                                qp_suggest_text(p->run->arena, suggest)));
}

/* The current token as a word to find the nearest one for. */
static struct qp_suggest
misspelt(struct parser *p)
{
    return (struct qp_suggest){
        .word = qp_arena_copy(p->run->arena, p->token.start,
                              p->token.length),
    };
}

/* True if a problem of CODE will be printed: thousands of wrong names times
   thousands of right ones take too long to compare. */
static bool
is_printed(const struct parser *p, enum qp_code code)
{
    return !qp_diag_is_full(p->run->diag, p->at.file, code);
}

static struct node *
unknown_unit(struct parser *p)
{
    struct qp_suggest suggest = misspelt(p);
    bool printed = is_printed(p, QP_EXPRESSION);
    const char *name;

    for (size_t i = 0;
         printed && (name = qp_units_name(p->rules->units, i)) != NULL; i++)
        qp_suggest_offer(&suggest, name);
    return unknown(p, QP_EXPRESSION, "unit", &suggest);
}

/* Over groups of rows the functions of groups are meant as well. */
static struct node *
unknown_function(struct parser *p)
{
    struct qp_suggest suggest = misspelt(p);
    const struct qp_function *row;

    for (size_t i = 0; (row = qp_expr_function_row(i)) != NULL; i++)
        qp_suggest_offer(&suggest, row->name);
    for (size_t i = 0; p->allowed & QP_EXPR_GROUPS &&
                       (row = qp_expr_group_row(i)) != NULL;
         i++)
        qp_suggest_offer(&suggest, row->name);
    return unknown(p, QP_EXPRESSION, "function", &suggest);
}

/* A name that is none of a datum; an attribute can be meant as well. */
static struct node *
unknown_datum(struct parser *p)
{
    struct qp_suggest suggest = misspelt(p);
    bool printed = is_printed(p, QP_REFERENCE);

    for (size_t i = 0; printed && i < p->rules->n_data; i++)
        qp_suggest_offer(&suggest, p->rules->data[i].code);
    for (size_t i = 0; i < QP_COUNT(attributes); i++)
        qp_suggest_offer(&suggest, attributes[i].name);
    return unknown(p, QP_REFERENCE, "datum", &suggest);
}

static struct node *
unknown_field(struct parser *p)
{
    struct qp_suggest suggest = misspelt(p);

    for (size_t i = 0; i < p->record->n_fields; i++)
        qp_suggest_offer(&suggest, p->record->fields[i].code);
    return unknown(p, QP_REFERENCE,
                   qp_arena_printf(p->run->arena, "%s field",
                                   p->record->code),
                   &suggest);
}

static struct node *
expected(struct parser *p, const char *what)
{
    return fail(p, QP_EXPRESSION,
                qp_arena_printf(p->run->arena, _("%s where %s is expected"),
                                found(p), what));
}

static void
advance(struct parser *p)
{
    p->token = qp_expr_token(p->run->arena, &p->rest,
                             p->token.kind == TOKEN_NUMBER);
    if (p->token.kind == TOKEN_WRONG)
        fail(p, QP_EXPRESSION,
             qp_arena_printf(p->run->arena, "\"%.*s\" %s",
                             (int)p->token.length, p->token.start,
                             p->token.wrong));
}

static bool
token_is(const struct parser *p, const char *symbol)
{
    return (p->token.kind == TOKEN_OPERATOR ||
            p->token.kind == TOKEN_NAME) &&
           p->token.length == strlen(symbol) &&
           strncmp(p->token.start, symbol, p->token.length) == 0;
}

static bool
accept(struct parser *p, const char *symbol)
{
    if (!token_is(p, symbol))
        return false;
    advance(p);
    return true;
}

static bool
name_is(const struct token *token, const char *code)
{
    return strlen(code) == token->length &&
           strncasecmp(code, token->start, token->length) == 0;
}

static struct node *
new_node(struct parser *p, enum op op, size_t n_args)
{
    struct node *node = qp_arena_alloc(p->run->arena, 1, sizeof *node);

    node->op = op;
    node->n_args = n_args;
    node->datum = QP_NONE;
    node->args = qp_arena_alloc(p->run->arena, n_args, sizeof *node->args);
    return node;
}

static bool
is_order(enum op op)
{
    return op == OP_LESS || op == OP_LESS_EQUAL || op == OP_GREATER ||
           op == OP_GREATER_EQUAL;
}

static bool
can_be_date(const struct node *node)
{
    return node->is_date || node->op == OP_TEXT;
}

/* True for calls that look at their texts themselves. */
static bool
takes_texts(const struct node *node)
{
    return node->op == OP_CALL &&
           (node->function->signature == TAKES_DATES ||
            node->function->signature == TAKES_LEVEL ||
            node->function->signature == TAKES_YEARS);
}

/* Texts are compared and chosen, nothing else; only dates have an order. */
static bool
texts_fit(const struct node *node)
{
    size_t n_texts = 0, first = 0, expects = 0;

    if (is_order(node->op) &&
        (node->args[0]->is_date || node->args[1]->is_date))
        return can_be_date(node->args[0]) && can_be_date(node->args[1]);

    if (node->op == OP_CALL && node->function->signature == TAKES_CHOICE)
        first = 1;
    for (size_t i = 0; i < node->n_args; i++)
        n_texts += node->args[i]->is_text;
    if (!n_texts || takes_texts(node))
        return true;
    if (node->op == OP_EQUAL || node->op == OP_UNEQUAL || first)
        expects = node->n_args - first;
    return n_texts == expects && !(first && node->args[0]->is_text);
}

/* The code of the I-th group, district or grade; null behind the last. */
static const char *
group_code(const struct qp_ruleset *rules, size_t i)
{
    return i < rules->n_groups ? rules->groups[i].code : NULL;
}

static const char *
district_code(const struct qp_ruleset *rules, size_t i)
{
    return i < rules->n_districts ? rules->districts[i].code : NULL;
}

static const char *
grade_code(const struct qp_ruleset *rules, size_t i)
{
    return i < rules->n_grades ? rules->grades[i].code : NULL;
}

/* What has codes that a text may have to be one of. */
static const struct coded {
    const char *name;
    const char *(*code)(const struct qp_ruleset *rules, size_t i);
} coded_group = { "group", group_code },
  coded_district = { "district", district_code },
  coded_grade = { "grade", grade_code };

/* What NODE is a code of; null where it may be any text. */
static const struct coded *
coded_as(const struct node *node)
{
    if (node->op == OP_GROUP)
        return &coded_group;
    if (node->op == OP_CODE)
        return &coded_district;
    return node->op == OP_CALL && node->function->is_text ? &coded_grade
                                                          : NULL;
}

/* Reports LITERAL, which should be a code of CODED, where it is none: nothing
   could ever be equal to it.  Texts compare byte for byte, so letter case
   counts too. */
static void
check_code(struct parser *p, const struct coded *coded,
           const struct node *literal)
{
    struct qp_suggest suggest = { .word = literal->text };
    bool printed = is_printed(p, QP_REFERENCE);
    const char *word;

    for (size_t i = 0; (word = coded->code(p->rules, i)); i++) {
        if (strcmp(word, literal->text) == 0)
            return;
        if (printed)
            qp_suggest_offer(&suggest, word);
    }
    unknown(p, QP_REFERENCE, coded->name, &suggest);
}

/* Reports LITERAL, which stands where a day should, unless it is one. */
static void
check_day(struct parser *p, const struct node *literal)
{
    int day;
    const char *wrong =
        qp_date_parse(literal->text, strlen(literal->text), &day);

    if (wrong)
        fail(p, QP_EXPRESSION,
             qp_arena_printf(p->run->arena, "\"%s\" %s", literal->text,
                             wrong));
}

/* Reports a comparison of FIELD with a text that it can never have. */
static void
check_field(struct parser *p, const struct qp_record_field *field,
            const struct node *literal)
{
    struct qp_suggest suggest = { .word = literal->text };

    if (field->type != QP_FIELD_ENUM)
        return;
    for (size_t i = 0; i < field->n_words; i++) {
        if (strcmp(field->words[i], literal->text) == 0)
            return;
        qp_suggest_offer(&suggest, field->words[i]);
    }
    unknown(p, QP_REFERENCE,
            qp_arena_printf(p->run->arena, _("word of %s"), field->code),
            &suggest);
}

/* Reports NODE if it compares a code or a field with what none is; "" is the
   group or grade of a district without one. */
static void
check_comparison(struct parser *p, const struct node *node)
{
    if (node->op != OP_EQUAL && node->op != OP_UNEQUAL &&
        !is_order(node->op))
        return;
    for (size_t i = 0; i < 2; i++) {
        const struct node *attribute = node->args[i];
        const struct node *literal = node->args[1 - i];

        if (coded_as(attribute) && literal->op == OP_TEXT && *literal->text)
            check_code(p, coded_as(attribute), literal);
        if (attribute->is_date && literal->op == OP_TEXT)
            check_day(p, literal);
        else if (attribute->op == OP_FIELD && literal->op == OP_TEXT)
            check_field(p, &p->record->fields[attribute->datum], literal);
    }
}

/* Reports arguments of days_between() that are no days. */
static void
check_dates(struct parser *p, const struct node *call)
{
    for (size_t i = 0; i < call->n_args; i++) {
        const struct node *arg = call->args[i];

        if (arg->op == OP_TEXT)
            check_day(p, arg);
        else if (!arg->is_date)
            fail(p, QP_EXPRESSION,
                 qp_arena_printf(p->run->arena,
                                 _("%s takes days: submitted, due or a text "
                                   "such as \"2026-03-31\""),
                                 call->function->row.usage));
    }
}

/* Settles what NODE is, now that its arguments are known. */
static struct node *
finish(struct parser *p, struct node *node)
{
    const char *fault;

    if (p->failed)
        return NULL;
    if (!texts_fit(node))
        return fail(p, QP_EXPRESSION,
                    p->record
                        ? _("a text can only be compared with a text, by "
                            "== or !=, or a date with a date")
                        : _("a text can only be compared with a text, by "
                            "== or !="));
    check_comparison(p, node);
    if (node->op == OP_CALL && node->function->signature == TAKES_DATES)
        check_dates(p, node);
    if (p->failed)
        return NULL;
    if (node->op == OP_CALL)
        node->is_text = node->function->signature == TAKES_CHOICE
                            ? node->args[1]->is_text
                            : node->function->is_text;
    fault = qp_expr_settle(p->run->arena, node);
    if (fault)
        return fail(p, QP_DIMENSION, fault);
    return node;
}

static struct node *
parse_number(struct parser *p)
{
    struct node *node = new_node(p, OP_NUMBER, 0);
    const char *name;

    node->number = p->token.number;
    advance(p);
    if (p->token.kind != TOKEN_UNIT)
        return node;
    name = qp_arena_copy(p->run->arena, p->token.start, p->token.length);
    if (!qp_units_known(p->rules->units, name))
        return unknown_unit(p);
    node->unit = qp_units_get(p->run->arena, p->rules->units, name);
    advance(p);
    return node;
}

static struct node *
parse_text(struct parser *p)
{
    struct node *node = new_node(p, OP_TEXT, 0);

    node->text =
        qp_arena_copy(p->run->arena, p->token.start, p->token.length);
    node->is_text = true;
    advance(p);
    return node;
}

static void
note_datum(struct parser *p, size_t datum)
{
    struct qp_expr *expr = p->expr;

    for (size_t i = 0; i < expr->n_data; i++)
        if (expr->data[i] == datum)
            return;
    expr->data = qp_arena_grow(p->run->arena, expr->data, expr->n_data,
                               &p->data_capacity, sizeof *expr->data);
    expr->data[expr->n_data++] = datum;
}

/* True if what belongs to one district may stand here; reports WHAT if not. */
static bool
is_of_one(struct parser *p, const char *what)
{
    if (!(p->allowed & QP_EXPR_CITY) || p->in_peers)
        return true;
    fail(p, QP_EXPRESSION,
         qp_arena_printf(p->run->arena,
                         _("%s is one district's, and this is of the whole "
                           "city; write city_sum(...) or the like"),
                         what));
    return false;
}

/* A datum where IS_PANEL says whether experts' data are expected. */
static struct node *
parse_datum(struct parser *p, bool is_panel)
{
    const struct qp_ruleset *rules = p->rules;
    struct node *node = new_node(p, OP_DATUM, 0);
    const struct qp_datum *datum;

    for (size_t i = 0; i < rules->n_data; i++)
        if (name_is(&p->token, rules->data[i].code))
            node->datum = i;
    if (node->datum == QP_NONE)
        return unknown_datum(p);
    datum = &rules->data[node->datum];
    if (is_panel != (datum->given_by == QP_BY_EXPERTS))
        return fail(p, QP_EXPRESSION,
                    qp_arena_printf(p->run->arena,
                                    is_panel ? _("%s is no experts' datum")
                                             : _("%s is an experts' datum; "
                                                 "write mean(%s) or the like"),
                                    datum->code, datum->code));
    if (!is_of_one(p, datum->code))
        return NULL;
    note_datum(p, node->datum);
    node->unit = datum->unit;
    advance(p);
    return node;
}

/* ---- records ---- */

/* The field that the current token names; QP_NONE. */
static size_t
find_field(const struct parser *p)
{
    if (p->token.kind != TOKEN_NAME)
        return QP_NONE;
    return qp_record_field_find(p->record, p->token.start, p->token.length);
}

static bool
is_amount(const struct qp_record_field *field)
{
    return qp_record_types[field->type].is_amount;
}

static struct node *
parse_field(struct parser *p)
{
    size_t index = find_field(p);
    struct node *node = new_node(p, OP_FIELD, 0);
    const struct qp_record_field *field;

    if (index == QP_NONE)
        return unknown_field(p);
    field = &p->record->fields[index];
    if (p->allowed & QP_EXPR_GROUPS)
        return fail(p, QP_EXPRESSION,
                    qp_arena_printf(p->run->arena,
                                    _("%s is a field of single rows; a group "
                                      "has sum(%s) and the like"),
                                    field->code, field->code));
    node->datum = index;
    node->is_text = !qp_record_types[field->type].is_number;
    node->is_date = field->type == QP_FIELD_DATE;
    node->unit = field->unit;
    advance(p);
    return node;
}

/* Notes that groups are asked for TAKE; returns which one it is. */
static size_t
note_take(struct parser *p, struct qp_take take)
{
    struct qp_expr *expr = p->expr;

    for (size_t i = 0; i < expr->n_takes; i++)
        if (expr->takes[i].kind == take.kind &&
            expr->takes[i].field == take.field)
            return i;
    expr->takes = qp_arena_grow(p->run->arena, expr->takes, expr->n_takes,
                                &p->takes_capacity, sizeof *expr->takes);
    expr->takes[expr->n_takes] = take;
    return expr->n_takes++;
}

/* "sum(executed)", with the name and the bracket behind us. */
static struct node *
parse_take(struct parser *p, const struct group_function *function)
{
    struct qp_take take = { function->kind, QP_NONE };
    struct node *node = new_node(p, OP_FIELD, 0);

    node->unit = &qp_unit_one;
    if (function->row.most > 0) {
        take.field = find_field(p);
        if (take.field == QP_NONE)
            return p->token.kind == TOKEN_NAME
                       ? unknown_field(p)
                       : expected(p, _("the name of a field"));
        if (!is_amount(&p->record->fields[take.field]))
            return fail(p, QP_EXPRESSION,
                        qp_arena_printf(p->run->arena, _("%s is no number"),
                                        p->record->fields[take.field].code));
        node->unit = p->record->fields[take.field].unit;
        advance(p);
    }
    if (!accept(p, ")"))
        return expected(p, qp_arena_printf(p->run->arena, "\")\" of %s",
                                           function->row.usage));
    node->datum = note_take(p, take);
    return node;
}

/* True if behind AHEAD, the opening bracket, there is what a function of groups
   takes: min and max of numbers are called alike. */
static bool
is_take(struct parser *ahead, const struct group_function *function)
{
    struct qp_arena *arena = ahead->run->arena;

    ahead->token = qp_expr_token(arena, &ahead->rest, false);
    if (function->row.most > 0) {
        if (ahead->token.kind != TOKEN_NAME)
            return false;
        ahead->token = qp_expr_token(arena, &ahead->rest, false);
    }
    return token_is(ahead, ")");
}

/* True if an expression over records may call FUNCTION. */
static bool
is_of_numbers(const struct function *function)
{
    return function->plain || function->signature == TAKES_CHOICE ||
           function->signature == TAKES_DATES;
}

static bool
takes_datum(enum signature signature)
{
    return signature == TAKES_DATUM || signature == TAKES_ASKING ||
           signature == TAKES_PANEL;
}

/* "error", "warning" or "note", in quotes. */
static struct node *
parse_level(struct parser *p)
{
    struct node *node;
    enum qp_level level;

    if (p->token.kind != TOKEN_TEXT)
        return expected(p,
                        _("\"error\", \"warning\" or \"note\", in quotes,"));
    node = parse_text(p);
    if (!qp_level_find(node->text, &level))
        return fail(p, QP_EXPRESSION,
                    qp_arena_printf(p->run->arena,
                                    _("\"%s\" is no level of checks; write "
                                      "\"error\", \"warning\" or \"note\""),
                                    node->text));
    node->datum = (size_t)level;
    return node;
}

/* The code of a grade, in quotes. */
static struct node *
parse_grade(struct parser *p)
{
    struct node *node;

    if (p->token.kind != TOKEN_TEXT)
        return expected(p, _("the code of a grade, in quotes,"));
    node = parse_text(p);
    check_code(p, &coded_grade, node);
    return p->failed ? NULL : node;
}

static struct node *
parse_argument(struct parser *p, const struct function *function, size_t i)
{
    if (function->signature == TAKES_LEVEL)
        return parse_level(p);
    if (function->signature == TAKES_YEARS && i == 0)
        return parse_grade(p);
    if (i > 0 || !takes_datum(function->signature))
        return parse(p, LEVEL_OR);
    if (p->token.kind != TOKEN_NAME)
        return expected(p, _("the name of a datum"));
    return parse_datum(p, function->signature == TAKES_PANEL);
}

/* True for functions of what districts came to in earlier years. */
static bool
is_of_past(const struct function *function)
{
    return function->signature == TAKES_NOTHING ||
           function->signature == TAKES_YEARS;
}

/* The function of an earlier year below NODE, where it would be one year
   earlier than anybody knows of; null. */
static const struct function *
find_prior(const struct node *node)
{
    const struct function *found = NULL;

    if (node->op == OP_CALL && (node->function->signature == TAKES_PRIOR ||
                                is_of_past(node->function)))
        return node->function;
    for (size_t i = 0; !found && i < node->n_args; i++)
        found = find_prior(node->args[i]);
    return found;
}

/* The numbers that a function takes as its last argument. */
static const struct count {
    enum signature signature;
    int least, most;
    bool is_written_out; /* and not computed */
} counts[] = {
    { TAKES_PLACES, -QP_EXPR_PLACES, QP_EXPR_PLACES, false },
    { TAKES_PANEL, 0, QP_EXPR_SCORES, false },
    { TAKES_YEARS, 1, QP_EXPR_YEARS, true },
};

/* What is wrong with a count of places, scores or years that CALL writes out;
   null. */
static const char *
check_count(const struct parser *p, const struct node *call)
{
    const struct count *row = counts;
    struct qp_expr count;
    int64_t whole;

    while (row < counts + QP_COUNT(counts) &&
           row->signature != call->function->signature)
        row++;
    if (call->n_args < 2 || row == counts + QP_COUNT(counts))
        return NULL;
    count = (struct qp_expr){ .root = call->args[1] };
    if (qp_expr_is_literal(&count)
            ? qp_num_to_int(qp_expr_literal(p->run->arena, &count), row->most,
                            &whole) &&
                  whole >= row->least
            : !row->is_written_out)
        return NULL;
    return qp_arena_printf(p->run->arena,
                           _("%s ends with a whole number from %d to %d"),
                           call->function->row.usage, row->least, row->most);
}

/* The datum below NODE that the rules give; null. */
static const struct qp_datum *
given_by_rules(const struct parser *p, const struct node *node)
{
    const struct qp_datum *datum = NULL;

    if (node->op == OP_DATUM &&
        p->rules->data[node->datum].given_by == QP_BY_RULES)
        return &p->rules->data[node->datum];
    for (size_t i = 0; !datum && i < node->n_args; i++)
        datum = given_by_rules(p, node->args[i]);
    return datum;
}

static void
never_there(struct parser *p, const char *call, const char *datum,
            const char *why)
{
    qp_warning(p->run, p->at, QP_EXPRESSION,
               "%s%s%s never has a value: %s %s", p->at.key ? p->at.key : "",
               p->at.key ? ": " : "", call, why, datum);
}

/* Warns of a count of checks of LEVEL where there are none. */
static void
check_level(struct parser *p, enum qp_level level)
{
    for (size_t i = 0; i < p->rules->n_checks; i++)
        if (p->rules->checks[i].level == level && !p->rules->checks[i].by_city)
            return;
    qp_warning(p->run, p->at, QP_EXPRESSION,
               "%s%sfailed(\"%s\") is always 0: no [check] of a district has "
               "that level",
               p->at.key ? p->at.key : "", p->at.key ? ": " : "",
               qp_level_name(level));
}

/* Warns of a call that asks for a figure that nobody can give. */
static void
check_giver(struct parser *p, const struct node *call)
{
    const struct qp_function *row = &call->function->row;
    const struct qp_datum *datum;

    if (call->function->signature == TAKES_PRIOR) {
        datum = given_by_rules(p, call->args[0]);
        if (datum && p->rules->prior == QP_PRIOR_SUBMISSION)
            never_there(p, row->usage, datum->code,
                        _("for one year only the rules give"));
    } else if (call->function->signature == TAKES_DATUM) {
        datum = &p->rules->data[call->args[0]->datum];
        if (datum->given_by != QP_BY_DISTRICT)
            never_there(p, row->usage, datum->code, _("no district reports"));
    } else if (call->function->signature == TAKES_LEVEL) {
        check_level(p, (enum qp_level)call->args[0]->datum);
    }
}

static bool
looks_at_peers(const struct function *function)
{
    return function->signature == TAKES_PEERS ||
           function->signature == TAKES_COUNTING;
}

/* What is written from START to the current token, without blanks behind. */
static const char *
span(const struct parser *p, const char *start)
{
    size_t n = (size_t)(p->token.start - start);

    while (n && (start[n - 1] == ' ' || start[n - 1] == '\t'))
        n--;
    return qp_arena_copy(p->run->arena, start, n);
}

/* Why FUNCTION may not be called here, as a phrase that follows its name;
   null. */
static const char *
check_scope(const struct parser *p, const struct function *function)
{
    bool is_of_peers = looks_at_peers(function);

    if (is_of_peers && !(p->allowed & QP_EXPR_PEERS))
        return _("looks at other districts, which is not possible here");
    if (is_of_peers && (p->allowed & QP_EXPR_CITY) && !p->in_peers &&
        (function->by_group || !function->statistic))
        return _("starts from one district, and this is of the whole city");
    if (function->signature == TAKES_LEVEL &&
        !(p->allowed & QP_EXPR_FINDINGS))
        return _("looks at what the checks found, which is not possible here");
    return NULL;
}

static struct node *
check_call(struct parser *p, struct node *node)
{
    const struct function *function = node->function, *inner;
    const struct qp_function *row = &function->row;
    const char *fault = check_scope(p, function);

    if ((int)node->n_args < row->least ||
        (row->most >= 0 && (int)node->n_args > row->most))
        return fail(p, QP_EXPRESSION,
                    qp_arena_printf(p->run->arena,
                                    _("%zu arguments; write %s"), node->n_args,
                                    row->usage));
    if (fault)
        return fail(p, QP_EXPRESSION,
                    qp_arena_printf(p->run->arena, "%s %s", row->name, fault));
    if (is_of_past(function) && !is_of_one(p, row->usage))
        return NULL;
    inner = function->signature == TAKES_PRIOR ? find_prior(node->args[0])
                                               : NULL;
    if (inner)
        return fail(p, QP_EXPRESSION,
                    qp_arena_printf(p->run->arena, _("%s() inside prior()"),
                                    inner->row.name));
    p->expr->asks_prior |= function->signature == TAKES_PRIOR;
    p->expr->asks_past |= is_of_past(function);
    fault = check_count(p, node);
    if (fault)
        return fail(p, QP_EXPRESSION, fault);
    check_giver(p, node);
    return finish(p, node);
}

/* The arguments of CALL, up to the closing bracket. */
static bool
parse_arguments(struct parser *p, struct node *call)
{
    size_t capacity = 0;

    if (call->function->signature == TAKES_NOTHING && token_is(p, ")"))
        return true;
    do {
        struct node *arg = parse_argument(p, call->function, call->n_args);

        if (!arg)
            return false;
        call->args = qp_arena_grow(p->run->arena, call->args, call->n_args,
                                   &capacity, sizeof *call->args);
        call->args[call->n_args++] = arg;
    } while (accept(p, ","));
    if (token_is(p, ")"))
        return true;
    expected(p, "\")\" or \",\"");
    return false;
}

/* The call of FUNCTION that begins at START, with its bracket behind us. */
static struct node *
parse_call(struct parser *p, const struct function *function,
           const char *start)
{
    struct node *node = new_node(p, OP_CALL, 0);
    const char *inner = p->token.start;
    bool in_peers = p->in_peers;
    size_t length;

    node->function = function;
    p->in_peers |= looks_at_peers(function);
    if (!parse_arguments(p, node))
        return NULL;
    p->in_peers = in_peers;
    if (looks_at_peers(function))
        node->argument = span(p, inner);
    length = (size_t)(p->token.start + p->token.length - start);
    node->text = qp_arena_copy(p->run->arena, start, length);
    advance(p);
    return check_call(p, node);
}

/* The call of the name at hand, with AHEAD at the bracket behind it. */
static struct node *
parse_called(struct parser *p, struct parser *ahead)
{
    const char *start = p->token.start;
    const struct function *function =
        qp_expr_function(p->token.start, p->token.length);
    const struct group_function *group = NULL;

    if (p->allowed & QP_EXPR_GROUPS)
        group = qp_expr_group_function(p->token.start, p->token.length);
    if (group && function && function->plain && !is_take(ahead, group))
        group = NULL;
    if (!group && !function)
        return unknown_function(p);
    if (!group && p->record && !is_of_numbers(function))
        return fail(p, QP_EXPRESSION,
                    qp_arena_printf(p->run->arena,
                                    _("%s looks at districts, not at records"),
                                    function->row.name));
    advance(p);
    advance(p);
    return group ? parse_take(p, group) : parse_call(p, function, start);
}

/* The I-th attribute; that of a district where one is meant. */
static struct node *
parse_attribute(struct parser *p, size_t i)
{
    struct node *node = new_node(p, attributes[i].op, 0);

    if (node->op == OP_DUE && !p->rules->due)
        return fail(p, QP_REFERENCE,
                    _("due is not given; it is a key of [evaluation]"));
    if (node->op != OP_DUE && !is_of_one(p, attributes[i].name))
        return NULL;
    node->is_text = true;
    node->is_date = attributes[i].is_date;
    advance(p);
    return node;
}

static struct node *
parse_name(struct parser *p)
{
    struct parser ahead = *p;

    ahead.token = qp_expr_token(p->run->arena, &ahead.rest, false);
    if (token_is(&ahead, "("))
        return parse_called(p, &ahead);
    if (p->record)
        return parse_field(p);
    for (size_t i = 0; i < QP_COUNT(attributes); i++)
        if (name_is(&p->token, attributes[i].name))
            return parse_attribute(p, i);
    return parse_datum(p, false);
}

/* True for and, or and not in any letters where an operand should stand. */
static bool
is_word_of_logic(const struct token *token)
{
    return token->kind == TOKEN_NAME &&
           (name_is(token, "and") || name_is(token, "or") ||
            name_is(token, "not"));
}

static struct node *
parse_primary(struct parser *p)
{
    struct node *node;

    if (p->failed)
        return NULL;
    if (p->token.kind == TOKEN_NUMBER)
        return parse_number(p);
    if (p->token.kind == TOKEN_TEXT)
        return parse_text(p);
    if (is_word_of_logic(&p->token))
        return expected(p, _("an operand (and, or, not are written small, and "
                             "not within an operand needs brackets)"));
    if (p->token.kind == TOKEN_NAME)
        return parse_name(p);
    if (!accept(p, "("))
        return expected(p, p->record ? _("a number, a field or a function")
                                     : _("a number, a datum or a function"));
    node = parse(p, LEVEL_OR);
    if (node && !accept(p, ")"))
        return expected(p, "\")\"");
    return node;
}

static struct node *parse_sign(struct parser *p);

/* ^ binds tightest and to the right: -2^2 = -4, 2^-1 = 0.5. */
static struct node *
parse_power(struct parser *p)
{
    struct node *base = parse_primary(p), *node;

    if (!base || !accept(p, "^"))
        return base;
    node = new_node(p, OP_RAISE, 2);
    node->args[0] = base;
    node->args[1] = parse_sign(p);
    return node->args[1] ? finish(p, node) : NULL;
}

/* Signs, and the guard of the depth: every way down comes through here. */
static struct node *
parse_sign(struct parser *p)
{
    struct node *node = NULL;

    if (++p->depth > QP_EXPR_DEPTH)
        fail(p, QP_EXPRESSION, _("nested more than 64 deep"));
    else if (accept(p, "+"))
        node = parse_sign(p);
    else if (accept(p, "-")) {
        node = new_node(p, OP_NEGATE, 1);
        node->args[0] = parse_sign(p);
        node = node->args[0] ? finish(p, node) : NULL;
    } else
        node = parse_power(p);
    p->depth--;
    return node;
}

static struct node *
parse_not(struct parser *p)
{
    struct node *node;

    if (!token_is(p, "not"))
        return parse(p, LEVEL_EQUAL);
    if (++p->depth > QP_EXPR_DEPTH)
        return fail(p, QP_EXPRESSION, _("nested more than 64 deep"));
    advance(p);
    node = new_node(p, OP_NOT, 1);
    node->args[0] = parse_not(p);
    p->depth--;
    return node->args[0] ? finish(p, node) : NULL;
}

/* The row of the binary operator at hand that binds at LEVEL; none: the
   number of rows. */
static size_t
operator_at(const struct parser *p, int level)
{
    size_t i = 0;

    while (i < QP_COUNT(binary) &&
           (binary[i].level != level || !token_is(p, binary[i].symbol)))
        i++;
    return i;
}

/* What binds tighter than LEVEL. */
static struct node *
parse_tighter(struct parser *p, int level)
{
    if (level == LEVEL_PRODUCT)
        return parse_sign(p);
    return parse(p, level + 1);
}

static struct node *
parse(struct parser *p, int level)
{
    struct node *left;
    size_t row;

    if (level == LEVEL_NOT)
        return parse_not(p);
    left = parse_tighter(p, level);
    while (left && (row = operator_at(p, level)) < QP_COUNT(binary)) {
        struct node *node = new_node(p, binary[row].op, 2);

        advance(p);
        node->args[0] = left;
        node->args[1] = parse_tighter(p, level);
        left = node->args[1] ? finish(p, node) : NULL;
        if (left && (level == LEVEL_COMPARE || level == LEVEL_EQUAL) &&
            operator_at(p, level) < QP_COUNT(binary))
            return fail(p, QP_EXPRESSION,
                        _("comparisons do not chain; write a < b and b < c"));
    }
    return left;
}

/* Lists the calls of peer functions below NODE; a call within another one is
   that one's business. */
static void
list_calls(struct parser *p, const struct node *node, bool prior,
           size_t *capacity)
{
    struct qp_expr *expr = p->expr;
    const struct function *function = node->function;

    if (node->op == OP_CALL && looks_at_peers(function)) {
        expr->calls = qp_arena_grow(p->run->arena, expr->calls, expr->n_calls,
                                    capacity, sizeof *expr->calls);
        expr->calls[expr->n_calls++] = (struct qp_peer_call){
            .text = node->argument,
            .prior = prior,
            .by_group = function->by_group,
            .asks = function->asks,
            .argument = node->args[0],
        };
        return;
    }
    if (node->op == OP_CALL && function->signature == TAKES_PRIOR)
        prior = true;
    for (size_t i = 0; i < node->n_args; i++)
        list_calls(p, node->args[i], prior, capacity);
}

static const struct qp_expr *
compile(struct parser *p)
{
    struct node *root;
    size_t capacity = 0;

    p->expr = qp_arena_alloc(p->run->arena, 1, sizeof *p->expr);
    advance(p);
    root = parse(p, LEVEL_OR);
    if (root && p->token.kind != TOKEN_END)
        root = expected(p, _("an operator or the end"));
    if (root && root->is_text)
        root = fail(p, QP_EXPRESSION, _("comes to a text, not to a number"));
    if (!root || p->failed)
        return NULL;
    p->expr->root = root;
    list_calls(p, root, false, &capacity);
    return p->expr;
}

const struct qp_expr *
qp_expr_compile(struct qp_session *run, const struct qp_ruleset *rules,
                const char *text, struct qp_place at, unsigned allowed)
{
    struct parser p = {
        .run = run,
        .rules = rules,
        .at = at,
        .rest = text,
        .allowed = allowed,
    };

    return compile(&p);
}

const struct qp_expr *
qp_expr_compile_record(struct qp_session *run, const struct qp_ruleset *rules,
                       const struct qp_record_type *record, const char *text,
                       struct qp_place at, unsigned allowed)
{
    struct parser p = {
        .run = run,
        .rules = rules,
        .record = record,
        .at = at,
        .rest = text,
        .allowed = allowed,
    };

    return compile(&p);
}
