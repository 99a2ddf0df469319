/* Expressions of the rule set, once all that they name is known; see
   load.h. */

#include <config.h>

#include "rules/load.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/method.h"
#include "engine/tongue.h"

/* How a unit is called in a message. */
static const char *
unit_name(const struct qp_unit *unit)
{
    return unit->n_powers ? unit->name : _("a pure number");
}

/* Where FORMULA of OBJECT stands, with what messages call it. */
static struct qp_place
place_of(struct qp_load *load, const struct qp_object *object,
         const struct qp_formula *formula)
{
    struct qp_place at = formula->at;

    at.key = qp_arena_printf(load->run->arena, "%s: %s",
                             qp_object_name(load, object), at.key);
    return at;
}

static void
compile(struct qp_load *load, const struct qp_object *object,
        struct qp_formula *formula, unsigned allowed)
{
    formula->expr = qp_expr_compile(load->run, load->rules, formula->text,
                                    place_of(load, object, formula), allowed);
}

/* Compiles the conditions of OBJECT, a datum that is derived.  Without its
   record nobody knows what they speak of. */
static void
compile_derived(struct qp_load *load, const struct qp_object *object)
{
    struct qp_datum *datum = object->data;
    const struct qp_record_type *record = qp_record_of(load, object);
    const struct {
        struct qp_formula *formula;
        unsigned allowed;
    } conditions[] = {
        { &datum->where, 0 },
        { &datum->having, QP_EXPR_GROUPS },
    };

    for (size_t i = 0; i < QP_COUNT(conditions); i++) {
        struct qp_formula *formula = conditions[i].formula;

        if (formula->text && record && load->records_known)
            formula->expr = qp_expr_compile_record(
                load->run, load->rules, record, formula->text,
                place_of(load, object, formula), conditions[i].allowed);
    }
}

/* Compiles the conditions of OBJECT, a check of records. */
static void
compile_record_check(struct qp_load *load, const struct qp_object *object)
{
    struct qp_check *check = object->data;
    struct qp_formula *const formulas[] = { &check->assertion,
                                            &check->unless };

    if (check->record == QP_NONE || !load->records_known)
        return;
    for (size_t i = 0; i < QP_COUNT(formulas); i++)
        if (formulas[i]->text)
            formulas[i]->expr = qp_expr_compile_record(
                load->run, load->rules, &load->rules->records[check->record],
                formulas[i]->text, place_of(load, object, formulas[i]), 0);
}

/* What formulas of OBJECT may hold beside data.  A veto strikes before anybody
   knows who the peers are, and nothing is found before checks are judged. */
static unsigned
allowed_in(const struct qp_object *object)
{
    const struct qp_check *check = object->data;

    switch (qp_object_kind(object)) {
    case QP_KIND_VETO:
        return QP_EXPR_FINDINGS;
    case QP_KIND_CHECK:
        return check->by_city ? QP_EXPR_PEERS | QP_EXPR_CITY : QP_EXPR_PEERS;
    case QP_KIND_TARGET:
        return QP_EXPR_PEERS | QP_EXPR_CITY;
    default:
        return QP_EXPR_PEERS | QP_EXPR_FINDINGS;
    }
}

/* Reports ARGUMENT, which is PARAM of OBJECT, unless its unit is like that of
   the value; the engine brings it to the same scale. */
static void
check_unit(struct qp_load *load, const struct qp_object *object,
           const struct qp_param *param, const struct qp_argument *argument)
{
    const struct qp_indicator *indicator = object->data;
    const struct qp_expr *value = indicator->value.expr;
    const struct qp_expr *expr = argument->formula.expr;
    const struct qp_unit *want, *have;

    if (!value || !expr || !qp_expr_has_unit(expr))
        return;
    want = qp_expr_unit(value);
    have = qp_expr_unit(expr);
    if (!qp_unit_alike(want, have))
        qp_error(load->run, argument->formula.at, QP_DIMENSION,
                 "%s: %s is in %s, the value in %s",
                 qp_object_name(load, object), param->key, unit_name(have),
                 unit_name(want));
}

/* Compiles the parameters of OBJECT that are expressions. */
static void
compile_params(struct qp_load *load, const struct qp_object *object)
{
    struct qp_indicator *indicator = object->data;
    const struct qp_param *param =
        indicator->method ? indicator->method->params : NULL;

    for (size_t i = 0; param && param[i].key; i++) {
        struct qp_argument *argument = &indicator->arguments[i];

        if (!argument->given || (param[i].type != QP_PARAM_EXPR &&
                                 param[i].type != QP_PARAM_BOUND &&
                                 param[i].type != QP_PARAM_PRIOR))
            continue;
        compile(load, object, &argument->formula, allowed_in(object));
        check_unit(load, object, &param[i], argument);
    }
}

/* Reports the goal of OBJECT, a target, unless it is a number that the value
   can be held against. */
static void
check_goal(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_target *target = object->data;
    const struct qp_expr *value = target->value.expr;
    const struct qp_expr *goal = target->goal.expr;
    struct qp_place at = target->goal.at;

    if (!goal)
        return;
    if (!qp_expr_is_literal(goal))
        qp_error(load->run, at, QP_KEY_VALUE,
                 "%s: goal = %s is not a number, with or without a unit",
                 qp_object_name(load, object), target->goal.text);
    else if (qp_num_sign(qp_expr_literal(load->run->arena, goal)) <= 0)
        qp_error(load->run, at, QP_KEY_VALUE, "%s: goal = %s is not over 0",
                 qp_object_name(load, object), target->goal.text);
    else if (value && qp_expr_has_unit(goal) &&
             !qp_unit_alike(qp_expr_unit(value), qp_expr_unit(goal)))
        qp_error(load->run, at, QP_DIMENSION,
                 "%s: goal is in %s, the value in %s",
                 qp_object_name(load, object), unit_name(qp_expr_unit(goal)),
                 unit_name(qp_expr_unit(value)));
}

static void
compile_keys(struct qp_load *load, const struct qp_object *object)
{
    for (size_t k = 0; k < object->kind->n_keys; k++) {
        const struct qp_key *key = &object->kind->keys[k];
        struct qp_formula *formula =
            (void *)((char *)object->data + key->offset);

        if (key->type == QP_KEY_FORMULA && formula->text)
            compile(load, object, formula, allowed_in(object));
    }
}

void
qp_compile(struct qp_load *load)
{
    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];
        enum qp_kind_id kind = qp_object_kind(object);

        if (kind == QP_KIND_DATUM)
            compile_derived(load, object);
        else if (kind == QP_KIND_CHECK && qp_object_line(object, "record"))
            compile_record_check(load, object);
        else
            compile_keys(load, object);
        if (kind == QP_KIND_INDICATOR)
            compile_params(load, object);
        if (kind == QP_KIND_TARGET)
            check_goal(load, object);
    }
}
