/* Figures of a district that the rules themselves give, such as its targets:
   "offshore_target = 46500" or "offshore_target = 4.65 亿美元"; see load.h. */

#include <config.h>

#include "rules/load.h"
#include "rules/ruleset.h"

#include <string.h>

#include "engine/tongue.h"

/* How many digits after the point the number at TEXT has. */
static const char *
check_decimals(struct qp_load *load, const struct qp_datum *datum,
               const char *text)
{
    int decimals = qp_num_decimals_written(text, strlen(text));

    if (datum->decimals < 0 || decimals <= datum->decimals)
        return NULL;
    return qp_arena_printf(load->run->arena,
                           _("has %d decimals; %s has at most %d"), decimals,
                           datum->code, datum->decimals);
}

/* Brings X, which is written in UNIT, to the datum's unit. */
static const char *
convert(struct qp_load *load, const struct qp_datum *datum, const char *unit,
        qp_num *x)
{
    struct qp_arena *arena = load->run->arena;
    struct qp_units *units = load->rules->units;
    const struct qp_unit *from;

    if (!*unit || !load->units_known)
        return NULL;
    from = qp_units_known(units, unit) ? qp_units_get(arena, units, unit)
                                       : NULL;
    if (!from || !qp_unit_alike(from, datum->unit))
        return qp_arena_printf(arena, _("is not in %s"),
                               *datum->unit_name ? datum->unit_name
                                                 : _("a pure number"));
    *x = qp_num_mul(arena, *x, qp_unit_factor(arena, from, datum->unit));
    return NULL;
}

/* Reports a figure X outside the bounds of DATUM. */
static const char *
check_bounds(struct qp_load *load, const struct qp_datum *datum, qp_num x)
{
    struct qp_arena *arena = load->run->arena;

    if (qp_num_defined(datum->min) && qp_num_cmp(x, datum->min) < 0)
        return qp_arena_printf(arena, _("is below the least, %s"),
                               qp_num_text(arena, datum->min));
    if (qp_num_defined(datum->max) && qp_num_cmp(x, datum->max) > 0)
        return qp_arena_printf(arena, _("is above the greatest, %s"),
                               qp_num_text(arena, datum->max));
    return NULL;
}

/* Reads NUMBER, in UNIT or none, as a figure of DATUM into *FIGURE.  Returns
   what is wrong with it and sets *CODE, or null. */
static const char *
read_number(struct qp_load *load, const struct qp_datum *datum,
            const char *number, const char *unit, struct qp_figure *figure,
            enum qp_code *code)
{
    qp_num x;
    const char *wrong;

    *code = QP_NUMBER;
    wrong = qp_num_parse(load->run->arena, number, strlen(number),
                         QP_NUM_DIGITS_RULES, &x);
    if (wrong)
        return wrong;
    *code = QP_DECIMALS;
    wrong = check_decimals(load, datum, number);
    if (wrong)
        return wrong;
    *code = QP_UNIT;
    wrong = convert(load, datum, unit, &x);
    if (wrong)
        return wrong;
    *code = QP_RANGE;
    wrong = check_bounds(load, datum, x);
    if (wrong)
        return wrong;
    figure->value = qp_value_number(x);
    figure->unit = *unit ? unit : NULL;
    return NULL;
}

const char *
qp_figure_parse(struct qp_load *load, const struct qp_datum *datum,
                const char *value, struct qp_figure *figure,
                enum qp_code *code)
{
    size_t length = strcspn(value, " \t");
    const char *unit = value + length;

    return read_number(load, datum,
                       qp_arena_copy(load->run->arena, value, length),
                       unit + strspn(unit, " \t"), figure, code);
}

bool
qp_figure_read(struct qp_load *load, const struct qp_object *object,
               const struct qp_line *line)
{
    const struct qp_ruleset *rules = load->rules;
    size_t datum = qp_names_find(load->codes[QP_KIND_DATUM], line->name);
    struct qp_figure *figure;
    enum qp_code code;
    const char *wrong;

    if (datum == QP_NONE)
        return false;
    if (rules->data[datum].given_by != QP_BY_RULES) {
        qp_error(load->run, qp_line_at(line), QP_DATUM,
                 "%s: datum %s is not given by the rules; say given_by = "
                 "rules there",
                 qp_object_name(load, object), rules->data[datum].code);
        return true;
    }
    figure = qp_arena_alloc(load->run->arena, 1, sizeof *figure);
    figure->at = qp_line_at(line);
    wrong = qp_figure_parse(load, &rules->data[datum], line->value, figure,
                            &code);
    if (wrong)
        qp_line_wrong(load, object, line, code, wrong);
    else
        rules->given[object->index * rules->n_data + datum] = figure;
    return true;
}

const char *
qp_ruleset_figure(struct qp_session *run, const struct qp_ruleset *rules,
                  size_t datum, const char *text, struct qp_figure *figure,
                  enum qp_code *code)
{
    struct qp_ruleset known = *rules;
    struct qp_load load = {
        .run = run, .rules = &known, .units_known = true
    };

    return qp_figure_parse(&load, &rules->data[datum], text, figure, code);
}
