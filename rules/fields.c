/* Keys to fields, object by object; see load.h. */

#include <config.h>

#include "rules/load.h"
#include "rules/ruleset.h"

#include "engine/method.h"
#include "engine/tongue.h"

/* Offers the data that a key of OBJECT can name. */
static void
offer_data(struct qp_load *load, const struct qp_object *object,
           struct qp_suggest *suggest)
{
    enum qp_kind_id kind = qp_object_kind(object);

    if ((kind != QP_KIND_DISTRICT && kind != QP_KIND_EXAMPLE) ||
        qp_diag_is_full(load->run->diag, object->section->file, QP_KEY))
        return;
    for (size_t i = 0; i < load->rules->n_data; i++)
        if (kind == QP_KIND_EXAMPLE ||
            load->rules->data[i].given_by == QP_BY_RULES)
            qp_suggest_offer(suggest, load->rules->data[i].code);
}

/* Reports LINE, which OBJECT has no use for. */
static void
unknown_key(struct qp_load *load, const struct qp_object *object,
            const struct qp_line *line)
{
    struct qp_suggest suggest = { .word = line->name };
    const struct qp_kind *kind = object->kind;
    const struct qp_param *param = NULL;
    const char *meant;

    for (size_t i = 0; i < kind->n_keys; i++)
        qp_suggest_offer(&suggest, kind->keys[i].name);
    if (qp_object_kind(object) == QP_KIND_INDICATOR &&
        ((struct qp_indicator *)object->data)->method)
        param = ((struct qp_indicator *)object->data)->method->params;
    for (; param && param->key; param++)
        qp_suggest_offer(&suggest, param->key);
    offer_data(load, object, &suggest);
    if (qp_object_kind(object) == QP_KIND_RECORD)
        qp_record_offer(load, object, &suggest);
    meant = qp_suggest_text(load->run->arena, &suggest);
    if (!*meant)
        meant = qp_arena_printf(load->run->arena,
                                _("; quping help rules %s lists the keys"),
                                kind->name);
    qp_error(load->run, qp_line_at(line), QP_KEY,
             "%s: unknown key \"%s\"%s", qp_object_name(load, object),
             line->name, meant);
}

/* Reads the lines of OBJECT whose keys have no row. */
static void
read_open_keys(struct qp_load *load, struct qp_object *object)
{
    for (size_t i = 0; i < object->section->n_lines; i++) {
        const struct qp_line *line = &object->section->lines[i];
        bool known =
            !line->value || qp_key_find(object->kind, line->name) != NULL;

        if (!known && qp_object_kind(object) == QP_KIND_DISTRICT)
            known = qp_figure_read(load, object, line);
        if (!known && qp_object_kind(object) == QP_KIND_INDICATOR)
            known = qp_param_read(load, object, line);
        if (!known && qp_object_kind(object) == QP_KIND_EXAMPLE)
            known = qp_example_read(load, object, line);
        if (!known && qp_object_kind(object) == QP_KIND_RECORD)
            known = qp_record_key(object, line->name);
        if (!known && qp_object_kind(object) == QP_KIND_WEIGHTS) {
            qp_judgement_read(load, object, line);
            known = true;
        }
        if (!known && qp_object_kind(object) != QP_KIND_UNITS)
            unknown_key(load, object, line);
    }
}

/* Defines the units of OBJECT, a [units] section; *N counts those of all. */
static bool
define_units(struct qp_load *load, const struct qp_object *object, size_t *n)
{
    bool good = true;

    for (size_t i = 0; i < object->section->n_lines; i++) {
        const struct qp_line *line = &object->section->lines[i];

        if (++*n > QP_RULESET_UNITS) {
            qp_error(load->run, qp_line_at(line), QP_LIMIT,
                     "more than %d units", QP_RULESET_UNITS);
            return false;
        }
        good &= line->value &&
                qp_units_define(load->run, load->rules->units, line->name,
                                line->value, qp_line_at(line));
    }
    return good;
}

/* Defines the units of all [units]. */
static void
read_units(struct qp_load *load)
{
    size_t n = 0;
    bool good = true;

    load->rules->units = qp_units_new(load->run->arena);
    for (size_t i = 0; i < load->n_objects && n <= QP_RULESET_UNITS; i++)
        if (qp_object_kind(&load->objects[i]) == QP_KIND_UNITS)
            good &= define_units(load, &load->objects[i], &n);
    load->units_known =
        qp_units_resolve(load->run, load->rules->units) && good;
}

/* Room for what a district's section says of data, if it may say anything. */
static void
make_figures(struct qp_load *load)
{
    struct qp_ruleset *rules = load->rules;

    for (size_t i = 0; i < rules->n_data && !rules->given; i++)
        if (rules->data[i].given_by == QP_BY_RULES)
            rules->given =
                qp_arena_alloc(load->run->arena, rules->n_districts,
                               rules->n_data * sizeof *rules->given);
}

/* Gives every datum its unit, and every indicator room for the weights of
   groups. */
static void
settle(struct qp_load *load)
{
    struct qp_ruleset *rules = load->rules;
    struct qp_arena *arena = load->run->arena;

    for (size_t i = 0; i < rules->n_data; i++)
        rules->data[i].unit =
            load->units_known ? qp_units_get(arena, rules->units,
                                             rules->data[i].unit_name)
                              : &qp_unit_one;
    for (size_t i = 0; i < rules->n_indicators; i++) {
        struct qp_indicator *indicator = &rules->indicators[i];

        indicator->group_weights = qp_arena_alloc(
            arena, rules->n_groups, sizeof *indicator->group_weights);
        for (size_t g = 0; g < rules->n_groups; g++)
            indicator->group_weights[g] = qp_num_undefined("not given");
    }
}

/* The places that later messages need, and the date of the rule set. */
static void
settle_places(struct qp_load *load, struct qp_object *object)
{
    struct qp_indicator *indicator = object->data;
    const struct qp_line *weight = qp_object_line(object, "weight");

    indicator->at = qp_object_at(object);
    indicator->weight_at =
        weight ? qp_line_at(weight) : indicator->at;
    if (!indicator->method_at.file)
        indicator->method_at = indicator->at;
    qp_params_finish(load, object);
}

void
qp_fields_read(struct qp_load *load)
{
    struct qp_ruleset *rules = load->rules;

    read_units(load);
    qp_records_read(load);
    for (size_t i = 0; i < load->n_objects; i++)
        for (size_t k = 0; k < load->objects[i].kind->n_keys; k++)
            qp_value_read(load, &load->objects[i],
                          &load->objects[i].kind->keys[k]);
    settle(load);
    make_figures(load);
    for (size_t i = 0; i < load->n_objects; i++)
        read_open_keys(load, &load->objects[i]);
    for (size_t i = 0; i < load->n_objects; i++)
        if (qp_object_kind(&load->objects[i]) == QP_KIND_INDICATOR)
            settle_places(load, &load->objects[i]);
    if (!rules->date)
        rules->date =
            qp_arena_printf(load->run->arena, "%04d-12-31", rules->year);
}
