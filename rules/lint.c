/* What must hold between sections; see lint.h. */

#include <config.h>

#include "rules/lint.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/method.h"
#include "engine/tongue.h"

/* Where key NAME of OBJECT stands, or its section. */
static struct qp_place
place_of(const struct qp_object *object, const char *name)
{
    const struct qp_line *line = qp_object_line(object, name);

    return line ? qp_line_at(line) : qp_object_at(object);
}

/* ---- the rule set as a whole ---- */

static void
check_whole(struct qp_load *load)
{
    struct qp_place file = { .file = load->main_file };
    size_t i = 0;

    while (i < load->n_objects &&
           qp_object_kind(&load->objects[i]) != QP_KIND_EVALUATION)
        i++;
    if (i == load->n_objects)
        qp_error(load->run, file, QP_KEY_MISSING,
                 "the section [evaluation] is missing");
    if (!load->rules->n_districts)
        qp_error(load->run, file, QP_KEY_MISSING,
                 "there is no [district CODE]: nobody can be scored");
    if (!load->rules->n_indicators)
        qp_error(load->run, file, QP_KEY_MISSING,
                 "there is no [indicator CODE]: nothing can be scored");
}

/* ---- data ---- */

/* Adds the names on both sides of the definitions in OBJECT, a [units]
   section, to NAMES. */
static void
add_units(struct qp_names *names, const struct qp_object *object)
{
    for (size_t i = 0; i < object->section->n_lines; i++) {
        const struct qp_line *line = &object->section->lines[i];
        const char *base = line->value ? line->value : "";

        base += strcspn(base, " \t");
        base += strspn(base, " \t");
        qp_names_add(names, line->name, qp_names_count(names));
        qp_names_add(names, base, qp_names_count(names));
    }
}

/* Reports UNIT of OBJECT, written AT, if it differs from one in NAMES only by
   letter case. */
static void
check_unit(struct qp_load *load, const struct qp_object *object,
           struct qp_names *names, const char *unit, struct qp_place at)
{
    size_t first = qp_names_add(names, unit, qp_names_count(names));

    if (first != QP_NONE && strcmp(qp_names_text(names, first), unit) != 0)
        qp_error(load->run, at, QP_UNIT,
                 "%s: unit %s differs from %s by letter case only",
                 qp_object_name(load, object), unit,
                 qp_names_text(names, first));
}

static void
check_field_units(struct qp_load *load, const struct qp_object *object,
                  struct qp_names *names)
{
    const struct qp_record_type *record = object->data;

    for (size_t i = 0; i < record->n_fields; i++)
        check_unit(load, object, names, record->fields[i].unit_name,
                   record->fields[i].at);
}

/* Reports units of data and fields that differ from another one only by letter
   case: mW and MW are different units, and one of the two is a slip. */
static void
check_units(struct qp_load *load)
{
    struct qp_names *names = qp_names_new(load->run->arena);

    for (size_t i = 0; i < load->n_objects; i++)
        if (qp_object_kind(&load->objects[i]) == QP_KIND_UNITS)
            add_units(names, &load->objects[i]);
    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];
        const struct qp_datum *datum = object->data;

        if (qp_object_kind(object) == QP_KIND_DATUM)
            check_unit(load, object, names, datum->unit_name,
                       place_of(object, "unit"));
        else if (qp_object_kind(object) == QP_KIND_RECORD)
            check_field_units(load, object, names);
    }
}

static void
check_datum(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_datum *datum = object->data;

    if (qp_num_defined(datum->min) && qp_num_defined(datum->max) &&
        qp_num_cmp(datum->min, datum->max) > 0)
        qp_error(load->run, place_of(object, "max"), QP_KEY_VALUE,
                 "%s: max is below min", qp_object_name(load, object));
    if (datum->min_experts > 0 && datum->given_by != QP_BY_EXPERTS)
        qp_error(load->run, place_of(object, "min_experts"), QP_KEY_VALUE,
                 "%s: min_experts is for data given by experts",
                 qp_object_name(load, object));
}

/* Data that the rules are to give, and do not. */
static void
check_district(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_ruleset *rules = load->rules;

    for (size_t i = 0; i < rules->n_data; i++)
        if (rules->data[i].given_by == QP_BY_RULES &&
            rules->data[i].required &&
            !qp_object_line(object, rules->data[i].code))
            qp_error(load->run, qp_object_at(object), QP_REQUIRED,
                     "%s: the required datum %s is missing",
                     qp_object_name(load, object), rules->data[i].code);
}

/* ---- indicators ---- */

/* Reports keys that the other sort of node takes. */
static void
check_nodes(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_indicator *indicator = object->data;
    bool is_inner = indicator->n_children > 0;

    for (size_t i = 0; i < object->section->n_lines; i++) {
        const struct qp_line *line = &object->section->lines[i];
        const struct qp_key *key = qp_key_find(object->kind, line->name);

        if (!key || key->nodes != (is_inner ? QP_KEY_LEAF : QP_KEY_INNER))
            continue;
        qp_error(load->run, qp_line_at(line), QP_TREE,
                 is_inner ? "%s: it has children and takes no %s"
                          : "%s: it has no children and takes no %s",
                 qp_object_name(load, object), key->name);
    }
}

/* A leaf has both a value and a method; a misspelt one has been reported. */
static void
check_leaf(struct qp_load *load, const struct qp_object *object)
{
    const char *name = qp_object_name(load, object);
    bool has_value = qp_object_line(object, "value") != NULL;
    bool has_method = qp_object_line(object, "method") != NULL;

    if (!has_value && !has_method)
        qp_error(load->run, qp_object_at(object), QP_TREE,
                 "%s: it has neither children nor a value", name);
    else if (!has_value || !has_method)
        qp_error(load->run, qp_object_at(object), QP_KEY_MISSING,
                 "%s: the key %s is missing", name,
                 has_value ? "method" : "value");
}

/* Peers of the own group, which KEY asks for as VALUE, need a group. */
static void
check_grouped(struct qp_load *load, const struct qp_object *object,
              const char *key, const char *value)
{
    const struct qp_ruleset *rules = load->rules;

    for (size_t i = 0; i < rules->n_districts; i++)
        if (!rules->districts[i].group_text) {
            qp_error(load->run, place_of(object, key), QP_GROUP,
                     "%s: %s = %s, but district %s has no group",
                     qp_object_name(load, object), key, value,
                     rules->districts[i].code);
            return;
        }
}

/* Groups that OBJECT asks for: by its scope and its policies. */
static void
check_groups(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_indicator *indicator = object->data;

    if (indicator->by_group)
        check_grouped(load, object, "scope", "group");
    for (size_t k = 0; k < object->kind->n_keys; k++) {
        const struct qp_key *key = &object->kind->keys[k];
        const void *field = (const char *)object->data + key->offset;

        if (key->type == QP_KEY_POLICY &&
            ((const struct qp_policy *)field)->kind == QP_POLICY_GROUP_MEAN)
            check_grouped(load, object, key->name, "group_mean");
    }
}

/* ---- treatment ---- */

/* Why METHOD of OBJECT does not go together with its treat; null. */
static const char *
untreatable(struct qp_load *load, const struct qp_object *object)
{
    static const char *const reasons[] = {
        [QP_TREATABLE_IN_UNIT] =
            N_("holds values against fixed points in their unit, which treat "
               "would change; write ln() or ^ into value"),
        [QP_TREATABLE_FREELY] = NULL,
        [QP_TREATABLE_IN_ORDER] =
            N_("looks at the order of values, which treat leaves as it is"),
        [QP_TREATABLE_NEVER] = N_("has no values that lie far out"),
    };
    const struct qp_indicator *indicator = object->data;
    const struct qp_method *method = indicator->method;

    for (int p = 0; method->params[p].key && !object->lacks_params; p++)
        if (indicator->arguments[p].given &&
            method->params[p].type != QP_PARAM_PERCENT &&
            method->treatable == QP_TREATABLE_FREELY)
            return qp_arena_printf(
                load->run->arena,
                _("has %s = %s in the unit of value, which treat would "
                  "change; leave it out, or write ln() or ^ into value"),
                method->params[p].key, indicator->arguments[p].formula.text);
    return reasons[method->treatable] ? qp_say(reasons[method->treatable])
                                      : NULL;
}

/* Reports a treatment that the method of OBJECT can make nothing of. */
static void
check_treatable(struct qp_load *load, const struct qp_object *object)
{
    static const char *const keys[] = { "clip_value", "winsorise", "treat" };
    const struct qp_indicator *indicator = object->data;
    bool is_never = indicator->method->treatable == QP_TREATABLE_NEVER;

    for (size_t i = 0; i < QP_COUNT(keys); i++) {
        bool is_treat = strcmp(keys[i], "treat") == 0;
        const char *why = is_never || is_treat ? untreatable(load, object)
                                               : NULL;

        if (why && qp_object_line(object, keys[i]))
            qp_error(load->run, place_of(object, keys[i]), QP_METHOD,
                     "%s: %s: method %s %s", qp_object_name(load, object),
                     keys[i], indicator->method->name, why);
    }
}

/* Reports KEY of OBJECT, if it is given, as one that says nothing without
   OTHERS. */
static void
check_needed(struct qp_load *load, const struct qp_object *object,
             const char *key, bool has_others, const char *others)
{
    if (!has_others && qp_object_line(object, key))
        qp_error(load->run, place_of(object, key), QP_KEY_VALUE,
                 "%s: %s says nothing without %s",
                 qp_object_name(load, object), key, others);
}

static void
check_treatment(struct qp_load *load, const struct qp_object *object)
{
    const char *bounded = _("winsorise or treat_when = skewed");
    const struct qp_indicator *indicator = object->data;
    bool asks = qp_object_line(object, "winsorise") ||
                indicator->treatment.if_skewed;

    check_treatable(load, object);
    check_needed(load, object, "treat_when",
                 qp_object_line(object, "treat") != NULL, "treat");
    check_needed(load, object, "skewness_bound", asks, bounded);
    check_needed(load, object, "kurtosis_bound", asks, bounded);
}

/* Warns of low above high together with direction = lower: the two mirrors
   undo each other. */
static void
check_mirrors(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_indicator *indicator = object->data;
    const struct qp_method *method = indicator->method;
    int low = qp_method_param(method, "low");
    int high = qp_method_param(method, "high");
    const struct qp_expr *from, *to;
    qp_num a, b;

    if (!indicator->lower || low < 0 || high < 0)
        return;
    from = indicator->arguments[low].formula.expr;
    to = indicator->arguments[high].formula.expr;
    if (!from || !to || !qp_expr_is_literal(from) || !qp_expr_is_literal(to))
        return;
    a = qp_expr_literal(load->run->arena, from);
    b = qp_expr_literal(load->run->arena, to);
    if (qp_num_defined(a) && qp_num_defined(b) && qp_num_cmp(a, b) > 0)
        qp_warning(load->run, place_of(object, "direction"), QP_METHOD,
                   "%s: low above high turns the order round once more",
                   qp_object_name(load, object));
}

/* The score at an end of METHOD: its parameter P as OBJECT gives it, else
   OTHERWISE percent. */
static qp_num
end_of(struct qp_load *load, const struct qp_object *object, int p,
       int otherwise)
{
    const struct qp_indicator *indicator = object->data;

    if (p == QP_METHOD_NO_PARAM)
        return qp_num_int(otherwise);
    return qp_num_mul(load->run->arena, indicator->arguments[p].number,
                      qp_num_int(100));
}

/* Reports a method whose worst score is not below its best one. */
static void
check_ends(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_indicator *indicator = object->data;
    const struct qp_method *method = indicator->method;
    qp_num best = end_of(load, object, method->best, 100);
    qp_num worst = end_of(load, object, method->worst, 0);
    int p = method->worst == QP_METHOD_NO_PARAM ? method->best
                                                : method->worst;

    if (p == QP_METHOD_NO_PARAM || qp_num_cmp(worst, best) < 0)
        return;
    qp_error(load->run, place_of(object, method->params[p].key), QP_METHOD,
             "%s: the worst earn %s percent, which is not below the %s of "
             "the best",
             qp_object_name(load, object),
             qp_num_text(load->run->arena, worst),
             qp_num_text(load->run->arena, best));
}

static void
check_method(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_indicator *indicator = object->data;
    const struct qp_method *method = indicator->method;

    if (indicator->lower && method->no_lower)
        qp_error(load->run, place_of(object, "direction"), QP_METHOD,
                 "%s: method %s has no direction = lower",
                 qp_object_name(load, object), method->name);
    if (object->lacks_params)
        return;
    if (method->check)
        method->check(load->run, indicator);
    check_ends(load, object);
    check_mirrors(load, object);
}

static void
check_indicator(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_indicator *indicator = object->data;

    check_nodes(load, object);
    if (indicator->n_children == 0)
        check_leaf(load, object);
    if (indicator->method) {
        check_method(load, object);
        check_treatment(load, object);
    }
    check_groups(load, object);
}

/* True if every parent that is named is there: else nothing can be said of
   what has children. */
static bool
parents_known(const struct qp_load *load)
{
    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];

        if (qp_object_kind(object) == QP_KIND_INDICATOR &&
            qp_object_line(object, "parent") &&
            ((struct qp_indicator *)object->data)->parent == QP_NONE)
            return false;
    }
    return true;
}

/* Records are checked one by one, wherever they are. */
static void
check_check(struct qp_load *load, const struct qp_object *object)
{
    if (qp_object_line(object, "record") && qp_object_line(object, "scope"))
        qp_error(load->run, place_of(object, "scope"), QP_KEY_VALUE,
                 "%s: scope is for checks of data, and this one is of records",
                 qp_object_name(load, object));
}

static void
check_example(struct qp_load *load, const struct qp_object *object)
{
    if (!qp_object_line(object, "points") &&
        !qp_object_line(object, "score") && !qp_object_line(object, "state"))
        qp_error(load->run, qp_object_at(object), QP_KEY_MISSING,
                 "%s: it expects nothing; give points, score or state",
                 qp_object_name(load, object));
}

/* ---- the year before ---- */

/* Whether an expression asks for what is looked for. */
typedef bool asks_fn(const struct qp_expr *expr);

static bool
asks_for(const struct qp_formula *formula, asks_fn *asks)
{
    return formula->expr && asks(formula->expr);
}

/* The parameter by which the method of OBJECT, an indicator, asks; null. */
static const char *
asking_param(const struct qp_object *object, asks_fn *asks)
{
    const struct qp_indicator *indicator = object->data;
    const struct qp_method *method = indicator->method;

    for (size_t i = 0; method && method->params[i].key; i++) {
        const struct qp_argument *argument = &indicator->arguments[i];

        if (qp_object_line(object, method->params[i].key)
                ? asks_for(&argument->formula, asks)
                : asks == qp_expr_asks_prior &&
                      method->params[i].type == QP_PARAM_PRIOR)
            return method->params[i].key;
    }
    return NULL;
}

/* The key by which OBJECT asks; null. */
static const char *
asking_key(const struct qp_object *object, asks_fn *asks)
{
    const char *data = object->data;

    for (size_t k = 0; k < object->kind->n_keys; k++) {
        const struct qp_key *key = &object->kind->keys[k];
        const void *field = data + key->offset;

        if (key->type == QP_KEY_FORMULA && asks_for(field, asks))
            return key->name;
        if (key->type == QP_KEY_POLICY && asks == qp_expr_asks_prior &&
            ((const struct qp_policy *)field)->kind == QP_POLICY_PRIOR)
            return key->name;
    }
    return qp_object_kind(object) == QP_KIND_INDICATOR
               ? asking_param(object, asks)
               : NULL;
}

/* Warns of growth over what the rules give, for one year only. */
static void
check_growth(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_indicator *indicator = object->data;
    const char *param = asking_param(object, qp_expr_asks_prior);
    const size_t *data;
    size_t n;

    if (!param || qp_object_line(object, param) || !indicator->value.expr ||
        load->rules->prior == QP_PRIOR_RECORD)
        return;
    data = qp_expr_data(indicator->value.expr, &n);
    for (size_t i = 0; i < n; i++)
        if (load->rules->data[data[i]].given_by == QP_BY_RULES)
            qp_warning(load->run, place_of(object, "value"), QP_PRIOR,
                       "%s: %s is left out, but the rules give %s for one "
                       "year only",
                       qp_object_name(load, object), param,
                       load->rules->data[data[i]].code);
}

/* Finds the first thing that asks; a record of last year's result may be
   given when the rules are used. */
static void
find_asker(struct qp_load *load, asks_fn *asks, struct qp_asker *asker)
{
    for (size_t i = 0; i < load->n_objects && !asker->name; i++) {
        const struct qp_object *object = &load->objects[i];
        const char *key = asking_key(object, asks);

        if (key)
            *asker = (struct qp_asker){
                qp_arena_printf(load->run->arena, "%s: %s",
                                qp_object_name(load, object), key),
                place_of(object, key),
            };
    }
}

/* ---- grades ---- */

static bool
is_limited(const struct qp_grade *grade)
{
    return qp_num_defined(grade->share) || qp_num_defined(grade->rank);
}

/* True if no district falls through GRADE: totals below 0 are rare enough to
   be let through without a word. */
static bool
takes_the_rest(const struct qp_grade *grade)
{
    return !is_limited(grade) && (!qp_num_defined(grade->min) ||
                                  qp_num_sign(grade->min) <= 0);
}

/* A share of all is no limit. */
static bool
has_share(const struct qp_grade *grade)
{
    return qp_num_defined(grade->share) &&
           qp_num_cmp(grade->share, qp_num_int(1)) < 0;
}

/* True if whoever could get GRADE gets BEFORE, which stands before it. */
static bool
covers(const struct qp_grade *before, const struct qp_grade *grade)
{
    if (has_share(before))
        return false;
    if (qp_num_defined(before->min) &&
        (!qp_num_defined(grade->min) ||
         qp_num_cmp(before->min, grade->min) > 0))
        return false;
    return !qp_num_defined(before->rank) ||
           (qp_num_defined(grade->rank) &&
            qp_num_cmp(before->rank, grade->rank) >= 0);
}

/* True if a veto gives the grade at INDEX, or lets none above it. */
static bool
is_given_by_veto(const struct qp_ruleset *rules, size_t index)
{
    for (size_t i = 0; i < rules->n_vetoes; i++)
        if ((rules->vetoes[i].effect == QP_EFFECT_GRADE ||
             rules->vetoes[i].effect == QP_EFFECT_CAP) &&
            rules->vetoes[i].grade == index)
            return true;
    return false;
}

/* Reports the grade at INDEX if it asks for more than the one before. */
static bool
check_grade_order(struct qp_load *load, size_t index)
{
    const struct qp_grade *grade = &load->rules->grades[index];
    const struct qp_grade *before = grade - 1;
    int order;

    if (!qp_num_defined(before->min) || !qp_num_defined(grade->min))
        return true;
    order = qp_num_cmp(grade->min, before->min);
    if (order < 0 || (order == 0 && is_limited(before)))
        return true;
    qp_error(load->run, grade->at, QP_GRADE,
             "grade %s: min = %s is not below the min = %s of %s; the best "
             "grade stands first",
             grade->code, qp_num_text(load->run->arena, grade->min),
             qp_num_text(load->run->arena, before->min), before->code);
    return false;
}

/* Reports the grade at INDEX if those before it leave it nobody, and no veto
   gives it either. */
static void
check_grade(struct qp_load *load, size_t index)
{
    const struct qp_grade *grades = load->rules->grades;

    if (!check_grade_order(load, index) ||
        is_given_by_veto(load->rules, index))
        return;
    for (size_t i = 0; i < index; i++)
        if (covers(&grades[i], &grades[index])) {
            qp_error(load->run, grades[index].at, QP_GRADE,
                     "grade %s cannot be reached: %s takes all that %s",
                     grades[index].code, grades[i].code,
                     qp_num_defined(grades[i].min) ||
                             qp_num_defined(grades[i].rank)
                         ? _("it could")
                         : "remain");
            return;
        }
}

static void
check_grades(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    const struct qp_grade *last;

    for (size_t i = 1; i < rules->n_grades; i++)
        check_grade(load, i);
    for (size_t i = 0; i < rules->n_grades; i++)
        if (takes_the_rest(&rules->grades[i]))
            return;
    if (!rules->n_grades)
        return;
    last = &rules->grades[rules->n_grades - 1];
    qp_warning(load->run, last->at, QP_GRADE,
               "grade %s is the last one and does not take all that remain: "
               "some districts get no grade",
               last->code);
}

/* True if every limit of OBJECT, a grade, could be read: else nothing can be
   said of what it leaves to others. */
static bool
limits_known(const struct qp_object *object)
{
    const char *data = object->data;

    for (size_t k = 0; k < object->kind->n_keys; k++) {
        const struct qp_key *key = &object->kind->keys[k];
        const void *field = data + key->offset;

        if (key->type != QP_KEY_TEXT && qp_object_line(object, key->name) &&
            !qp_num_defined(*(const qp_num *)field))
            return false;
    }
    return true;
}

static bool
grades_known(const struct qp_load *load)
{
    for (size_t i = 0; i < load->n_objects; i++)
        if (qp_object_kind(&load->objects[i]) == QP_KIND_GRADE &&
            !limits_known(&load->objects[i]))
            return false;
    return true;
}

void
qp_lint(struct qp_load *load)
{
    bool sound = parents_known(load);

    check_whole(load);
    check_units(load);
    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];
        enum qp_kind_id kind = qp_object_kind(object);

        if (kind == QP_KIND_DATUM)
            check_datum(load, object);
        else if (kind == QP_KIND_DISTRICT)
            check_district(load, object);
        else if (kind == QP_KIND_INDICATOR && sound) {
            check_indicator(load, object);
            check_growth(load, object);
        } else if (kind == QP_KIND_EXAMPLE)
            check_example(load, object);
        else if (kind == QP_KIND_CHECK)
            check_check(load, object);
    }
    qp_lint_records(load);
    find_asker(load, qp_expr_asks_prior, &load->rules->asks_prior);
    find_asker(load, qp_expr_asks_past, &load->rules->asks_past);
    if (grades_known(load))
        check_grades(load);
    if (sound) {
        qp_weighting_settle(load);
        qp_lint_weights(load);
    }
}
