/* The alternatives of leaves, for simulations; see load.h. */

#include <config.h>

#include "rules/load.h"

#include <string.h>

#include "engine/tongue.h"

static bool
is_expression(enum qp_param_type type)
{
    return type == QP_PARAM_EXPR || type == QP_PARAM_BOUND ||
           type == QP_PARAM_PRIOR;
}

/* The argument that INDICATOR's own method has for PARAM; null. */
static const struct qp_argument *
own_argument(const struct qp_indicator *indicator,
             const struct qp_param *param)
{
    int p = qp_method_param(indicator->method, param->key);
    const struct qp_argument *own;
    enum qp_param_type type;

    if (p == QP_METHOD_NO_PARAM)
        return NULL;
    own = &indicator->arguments[p];
    type = indicator->method->params[p].type;
    return own->given && (type == param->type ||
                          (is_expression(type) && is_expression(param->type)))
               ? own
               : NULL;
}

/* Gives ALTERNATIVE its argument for parameter P. */
static void
fill_argument(struct qp_load *load, const struct qp_object *object,
              const struct qp_line *line, struct qp_alternative *alternative,
              size_t p)
{
    const struct qp_indicator *indicator = object->data;
    const struct qp_param *param = &alternative->method->params[p];
    const struct qp_argument *own = own_argument(indicator, param);
    const char *preset = param->preset ? param->preset : param->otherwise;

    if (own)
        alternative->arguments[p] = *own;
    else if (preset)
        qp_param_parse(load->run->arena, param, preset, indicator->method_at,
                       &alternative->arguments[p]);
    else if (param->required)
        qp_error(load->run, qp_line_at(line), QP_METHOD,
                 "%s: method %s as an alternative needs the key %s, which "
                 "method %s has not",
                 qp_object_name(load, object), alternative->method->name,
                 param->key, indicator->method->name);
}

/* Reports what ALTERNATIVE cannot do with the indicator of OBJECT. */
static void
check_alternative(struct qp_load *load, const struct qp_object *object,
                  const struct qp_line *line,
                  const struct qp_alternative *alternative)
{
    struct qp_indicator other = *(const struct qp_indicator *)object->data;
    const struct qp_method *method = alternative->method;

    if (method == other.method)
        qp_line_wrong(load, object, line, QP_METHOD,
                      _("has the method of the indicator itself"));
    else if (method->treatable != QP_TREATABLE_FREELY &&
             method->treatable != QP_TREATABLE_IN_ORDER &&
             other.treatment.transform.kind != QP_TRANSFORM_NONE)
        qp_line_wrong(
            load, object, line, QP_METHOD,
            qp_arena_printf(load->run->arena,
                            _("has %s, which holds values against "
                              "fixed points that treat would change"),
                            method->name));
    other.method = method;
    other.arguments = alternative->arguments;
    if (method->check)
        method->check(load->run, &other);
}

static void
finish(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_indicator *indicator = object->data;
    struct qp_alternative *alternatives =
        (struct qp_alternative *)indicator->alternatives;
    const struct qp_line *line = qp_object_line(object, "alternatives");
    size_t errors_before, errors, others;

    for (size_t i = 0; i < indicator->n_alternatives; i++) {
        const struct qp_param *params = alternatives[i].method->params;
        size_t n = 0;

        qp_diag_count(load->run->diag, &errors_before, &others, &others);
        while (params[n].key)
            n++;
        alternatives[i].arguments =
            qp_arena_alloc(load->run->arena, n + 1,
                           sizeof *alternatives[i].arguments);
        for (size_t p = 0; p < n; p++)
            fill_argument(load, object, line, &alternatives[i], p);
        qp_diag_count(load->run->diag, &errors, &others, &others);
        if (errors == errors_before)
            check_alternative(load, object, line, &alternatives[i]);
    }
}

void
qp_alternatives_finish(struct qp_load *load)
{
    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];
        const struct qp_indicator *indicator = object->data;

        if (qp_object_kind(object) == QP_KIND_INDICATOR &&
            indicator->n_alternatives && indicator->method &&
            !object->lacks_params)
            finish(load, object);
    }
}
