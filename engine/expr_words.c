/* Expressions in words, for those who never saw a rule file; see expr.h.
   Brackets are as few as arithmetic needs. */

#include <config.h>

#include "engine/expr_impl.h"

#include <string.h>

/* How tight words bind. */
enum bond {
    BOND_CHOICE,
    BOND_OR,
    BOND_AND,
    BOND_COMPARE,
    BOND_SUM,
    BOND_PRODUCT,
    BOND_WHOLE
};

struct told {
    const char *text;
    enum bond bond;
};

struct teller {
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const struct qp_record_type *record; /* of an expression over rows */
    struct qp_eval *in; /* null: data by their names, else by their figures */
    struct moment at;
};

static struct told tell(const struct teller *t, const struct node *node);

static struct told
whole(const char *text)
{
    return (struct told){ text, BOND_WHOLE };
}

static const char *
name_of(const struct teller *t, const char *name, const char *name_en)
{
    return t->rules->language == QP_LANGUAGE_EN && name_en ? name_en : name;
}

/* X as an operand of what binds with BOND. */
static const char *
operand(const struct teller *t, struct told x, enum bond bond)
{
    return x.bond < bond ? qp_arena_printf(t->arena, "(%s)", x.text) : x.text;
}

/* ---- figures ---- */

static const char *
number_text(const struct teller *t, qp_num x)
{
    const char *text = qp_num_text(t->arena, qp_num_legible(t->arena, x));

    return *text == '-' ? qp_arena_printf(t->arena, "(−%s)", text + 1) : text;
}

/* NODE as what it comes to. */
static struct told
tell_value(const struct teller *t, const struct node *node)
{
    struct qp_value value = qp_expr_node(t->in, node, t->at);

    if (value.state != QP_REPORTED)
        return whole("—");
    return whole(value.text ? value.text : number_text(t, value.num));
}

/* A literal, with the unit that it is written in. */
static struct told
tell_number(const struct teller *t, const struct node *node)
{
    const char *text = number_text(t, node->number);
    bool has_unit = node->unit && node->unit->n_powers && !t->in;

    return whole(
        has_unit ? qp_arena_printf(
                       t->arena,
                       t->rules->language == QP_LANGUAGE_ZH ? "%s%s" : "%s %s",
                       text, node->unit->name)
                 : text);
}

/* ---- names ---- */

static struct told
tell_datum(const struct teller *t, const struct node *node)
{
    const struct qp_datum *datum = &t->rules->data[node->datum];

    return whole(name_of(t, datum->name, datum->name_en));
}

static struct told
tell_field(const struct teller *t, const struct node *node)
{
    const struct qp_record_field *field = &t->record->fields[node->datum];

    return whole(name_of(t, field->name, field->name_en));
}

/* What a district is asked for beside its data. */
static const struct {
    enum op op;
    const char *words[QP_N_LANGUAGES];
} attributes[] = {
    { OP_CODE, { "区代码", "the district's code" } },
    { OP_NAME, { "区名", "the district's name" } },
    { OP_GROUP, { "组别", "group" } },
    { OP_SUBMITTED, { "报送日期", "the date of submission" } },
    { OP_DUE, { "报送期限", "the date when it is due" } },
};

static struct told
tell_attribute(const struct teller *t, const struct node *node)
{
    for (size_t i = 0; i < QP_COUNT(attributes); i++)
        if (attributes[i].op == node->op)
            return whole(attributes[i].words[t->rules->language]);
    return whole("");
}

/* The name of the group or grade that CODE is, or CODE itself. */
static const char *
name_of_code(const struct teller *t, const char *code)
{
    const struct qp_ruleset *rules = t->rules;

    for (size_t i = 0; i < rules->n_groups; i++)
        if (strcmp(rules->groups[i].code, code) == 0 && rules->groups[i].name)
            return name_of(t, rules->groups[i].name, rules->groups[i].name_en);
    for (size_t i = 0; i < rules->n_grades; i++)
        if (strcmp(rules->grades[i].code, code) == 0)
            return name_of(t, rules->grades[i].name, rules->grades[i].name_en);
    return code;
}

static struct told
tell_text(const struct teller *t, const struct node *node)
{
    return whole(qp_arena_printf(
        t->arena, t->rules->language == QP_LANGUAGE_ZH ? "“%s”" : "\"%s\"",
        t->record ? node->text : name_of_code(t, node->text)));
}

/* ---- operators ---- */

static const struct {
    enum op op;
    const char *signs[QP_N_LANGUAGES];
    enum bond bond, right; /* that the right operand needs at least */
} binaries[] = {
    { OP_OR, { "，或者", ", or " }, BOND_OR, BOND_OR },
    { OP_AND, { "，并且", " and " }, BOND_AND, BOND_AND },
    { OP_ADD, { " + ", " + " }, BOND_SUM, BOND_SUM },
    { OP_SUBTRACT, { " − ", " − " }, BOND_SUM, BOND_PRODUCT },
    { OP_MULTIPLY, { " × ", " × " }, BOND_PRODUCT, BOND_PRODUCT },
    { OP_DIVIDE, { " ÷ ", " ÷ " }, BOND_PRODUCT, BOND_WHOLE },
    { OP_LESS, { "小于", " < " }, BOND_COMPARE, BOND_SUM },
    { OP_LESS_EQUAL, { "不大于", " ≤ " }, BOND_COMPARE, BOND_SUM },
    { OP_GREATER, { "大于", " > " }, BOND_COMPARE, BOND_SUM },
    { OP_GREATER_EQUAL, { "不小于", " ≥ " }, BOND_COMPARE, BOND_SUM },
    { OP_EQUAL, { "等于", " = " }, BOND_COMPARE, BOND_SUM },
    { OP_UNEQUAL, { "不等于", " ≠ " }, BOND_COMPARE, BOND_SUM },
};

/* What comparisons say between days. */
static const struct {
    enum op op;
    const char *signs[QP_N_LANGUAGES];
} between_days[] = {
    { OP_LESS, { "早于", " before " } },
    { OP_LESS_EQUAL, { "不晚于", " no later than " } },
    { OP_GREATER, { "晚于", " after " } },
    { OP_GREATER_EQUAL, { "不早于", " no earlier than " } },
};

static bool
is_comparison(const struct node *node)
{
    return node->op >= OP_LESS && node->op <= OP_UNEQUAL;
}

/* The sign of row I of BINARIES for NODE.  Two comparisons that are the same
   hold together or not at all. */
static const char *
sign_of(const struct teller *t, const struct node *node, size_t i)
{
    static const char *const together[QP_N_LANGUAGES] = { "，当且仅当",
                                                          " exactly if " };

    if (node->op == OP_EQUAL && is_comparison(node->args[0]) &&
        is_comparison(node->args[1]))
        return together[t->rules->language];
    for (size_t k = 0; k < QP_COUNT(between_days); k++)
        if (between_days[k].op == node->op &&
            (node->args[0]->is_date || node->args[1]->is_date))
            return between_days[k].signs[t->rules->language];
    return binaries[i].signs[t->rules->language];
}

static struct told
tell_binary(const struct teller *t, const struct node *node)
{
    struct told left = tell(t, node->args[0]), right = tell(t, node->args[1]);
    size_t i = 0;

    if (node->op == OP_RAISE)
        return whole(qp_arena_printf(t->arena, "%s^%s",
                                     operand(t, left, BOND_WHOLE),
                                     operand(t, right, BOND_WHOLE)));
    while (binaries[i].op != node->op)
        i++;
    return (struct told){
        qp_arena_printf(
            t->arena, "%s%s%s",
            operand(t, left,
                    binaries[i].bond == BOND_COMPARE ? BOND_SUM
                                                     : binaries[i].bond),
            sign_of(t, node, i), operand(t, right, binaries[i].right)),
        binaries[i].bond
    };
}

static struct told
tell_unary(const struct teller *t, const struct node *node)
{
    struct told x = tell(t, node->args[0]);

    if (node->op == OP_NEGATE)
        return (struct told){ qp_arena_printf(t->arena, "−%s",
                                              operand(t, x, BOND_PRODUCT)),
                              BOND_SUM };
    return whole(qp_arena_printf(
        t->arena,
        t->rules->language == QP_LANGUAGE_ZH ? "并非(%s)" : "not (%s)",
        x.text));
}

/* A conversion of units says nothing in words; among figures it counts. */
static struct told
tell_scale(const struct teller *t, const struct node *node)
{
    struct told x = tell(t, node->args[0]);

    if (!t->in)
        return x;
    return (struct told){ qp_arena_printf(t->arena, "%s × %s",
                                          operand(t, x, BOND_PRODUCT),
                                          number_text(t, node->number)),
                          BOND_PRODUCT };
}

/* ---- functions ---- */

static const char *
tell_list(const struct teller *t, const struct node *node)
{
    const char *list = "";

    for (size_t i = 0; i < node->n_args; i++)
        list = qp_arena_printf(t->arena, "%s%s%s", list,
                               i == 0                                 ? ""
                               : t->rules->language == QP_LANGUAGE_ZH ? "、"
                                                                      : ", ",
                               tell(t, node->args[i]).text);
    return list;
}

static const char *const levels[QP_N_LEVELS][QP_N_LANGUAGES] = {
    [QP_LEVEL_ERROR] = { "差错", "error" },
    [QP_LEVEL_WARNING] = { "警示", "warning" },
    [QP_LEVEL_NOTE] = { "提示", "note" },
};

/* What stands for a place of a template: "%1" the argument of that number,
   "#1" the same in brackets where it is not one thing, "%*" all of them; one
   that is left out is 0. */
static const char *
tell_place(const struct teller *t, const struct node *node, const char *place)
{
    size_t i = (size_t)(place[1] - '1');

    if (place[1] == '*')
        return tell_list(t, node);
    if (i >= node->n_args)
        return "0";
    if (node->function->signature == TAKES_LEVEL)
        return levels[node->args[i]->datum][t->rules->language];
    return operand(t, tell(t, node->args[i]),
                   *place == '#' ? BOND_WHOLE : BOND_CHOICE);
}

static bool
is_choice(const struct node *node)
{
    return node->op == OP_CALL && node->function->signature == TAKES_CHOICE;
}

/* Choices that go on: "若…，为3；否则若…，为2；否则为0". */
static const char *
template_of(const struct teller *t, const struct node *node)
{
    if (t->rules->language == QP_LANGUAGE_ZH && is_choice(node) &&
        is_choice(node->args[2]))
        return "若%1，为#2；否则%3";
    return node->function->words[t->rules->language];
}

static struct told
fill(const struct teller *t, const struct node *node)
{
    const char *template = template_of(t, node);
    const char *text = "";
    size_t n;

    while (*template) {
        n = strcspn(template, "%#");
        text = qp_arena_printf(t->arena, "%s%.*s%s", text, (int)n, template,
                               template[n] ? tell_place(t, node, template + n)
                                           : "");
        template += template[n] ? n + 2 : n;
    }
    return (struct told){ text, is_choice(node) ? BOND_CHOICE : BOND_WHOLE };
}

/* Among figures a choice is what was chosen, and what looks at more than one
   figure is the number that it came to. */
static struct told
tell_call(const struct teller *t, const struct node *node)
{
    const struct function *function = node->function;
    struct teller before = *t;

    if (!t->in)
        return fill(t, node);
    if (function->signature == TAKES_PRIOR) {
        before.at.prior = true;
        return tell(&before, node->args[0]);
    }
    if (is_choice(node)) {
        struct qp_value condition = qp_expr_node(t->in, node->args[0], t->at);

        if (condition.state != QP_REPORTED)
            return tell_value(t, node);
        return tell(t, node->args[qp_num_sign(condition.num) ? 1 : 2]);
    }
    return function->plain ? fill(t, node) : tell_value(t, node);
}

static struct told
tell(const struct teller *t, const struct node *node)
{
    switch (node->op) {
    case OP_NUMBER:
        return tell_number(t, node);
    case OP_TEXT:
        return tell_text(t, node);
    case OP_DATUM:
        return t->in ? tell_value(t, node) : tell_datum(t, node);
    case OP_FIELD:
        return tell_field(t, node);
    case OP_CODE:
    case OP_NAME:
    case OP_GROUP:
    case OP_SUBMITTED:
    case OP_DUE:
        return t->in ? tell_value(t, node) : tell_attribute(t, node);
    case OP_CALL:
        return tell_call(t, node);
    case OP_SCALE:
        return tell_scale(t, node);
    case OP_NEGATE:
    case OP_NOT:
        return tell_unary(t, node);
    default:
        return tell_binary(t, node);
    }
}

const char *
qp_expr_words(struct qp_arena *arena, const struct qp_ruleset *rules,
              const struct qp_record_type *record, const struct qp_expr *expr)
{
    const struct teller teller = { .arena = arena,
                                   .rules = rules,
                                   .record = record };

    return tell(&teller, expr->root).text;
}

const char *
qp_expr_figures(struct qp_arena *arena, const struct qp_expr *expr,
                struct qp_eval *in, size_t district, bool prior)
{
    const struct teller teller = {
        .arena = arena, .rules = in->rules, .in = in, .at = { district, prior }
    };

    return tell(&teller, expr->root).text;
}
