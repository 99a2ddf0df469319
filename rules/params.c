/* Weights of groups and parameters of methods: the keys of [indicator] that
   depend on the rest of the rule set; see load.h. */

#include <config.h>

#include "rules/load.h"

#include <string.h>
#include <strings.h>

#include "engine/method.h"
#include "engine/tongue.h"

/* Reads "weight.GROUP"; GROUP is what follows the point. */
static void
read_group_weight(struct qp_load *load, const struct qp_object *object,
                  const struct qp_line *line, const char *group)
{
    struct qp_indicator *indicator = object->data;
    const struct qp_names *groups = load->codes[QP_KIND_GROUP];
    size_t index = qp_names_find(groups, group);
    const char *wrong;
    qp_num weight;

    if (index == QP_NONE) {
        qp_error(load->run, qp_line_at(line), QP_REFERENCE,
                 "%s: %s: no group \"%s\"%s", qp_object_name(load, object),
                 line->name, group,
                 qp_load_suggest(load, object->section->file, QP_REFERENCE,
                                 group, groups));
        return;
    }
    wrong = qp_num_parse(load->run->arena, line->value, strlen(line->value),
                         QP_NUM_DIGITS_RULES, &weight);
    if (!wrong && qp_num_sign(weight) < 0)
        wrong = _("is below 0");
    if (wrong)
        qp_line_wrong(load, object, line, QP_KEY_VALUE, wrong);
    else
        indicator->group_weights[index] = weight;
}

/* The length of TEXT up to END or its end, without blanks around; *TEXT is
   moved to its first character. */
static size_t
trim(const char **text, const char *end)
{
    while (*text < end && strchr(" \t", **text))
        ++*text;
    while (end > *text && strchr(" \t", end[-1]))
        end--;
    return (size_t)(end - *text);
}

/* Reads one "THRESHOLD:SCORE" from TEXT up to END. */
static const char *
read_band(struct qp_arena *arena, const char *text, const char *end,
          struct qp_band *band)
{
    const char *colon = memchr(text, ':', (size_t)(end - text));
    const char *score = colon ? colon + 1 : end;
    size_t length;

    if (!colon)
        return _("is not written THRESHOLD:SCORE, THRESHOLD:SCORE ...");
    length = trim(&text, colon);
    if (qp_num_parse(arena, text, length, QP_NUM_DIGITS_RULES,
                     &band->threshold))
        return _("has a threshold that is no number");
    length = trim(&score, end);
    if (qp_share_read(arena, score, length, &band->score))
        return _("has a score that is no number of percent");
    return NULL;
}

/* Reads "0:40, 1:60, 5:100" with rising thresholds. */
static const char *
read_bands(struct qp_arena *arena, const char *value,
           struct qp_argument *argument)
{
    struct qp_band *bands = NULL;
    size_t n = 0, capacity = 0;

    for (;;) {
        const char *end = value + strcspn(value, ",");
        const char *wrong;

        bands = qp_arena_grow(arena, bands, n, &capacity, sizeof *bands);
        wrong = read_band(arena, value, end, &bands[n]);
        if (wrong)
            return wrong;
        if (n > 0 &&
            qp_num_cmp(bands[n].threshold, bands[n - 1].threshold) <= 0)
            return _("has thresholds that do not rise");
        n++;
        if (!*end)
            break;
        value = end + 1;
    }
    argument->bands = bands;
    argument->n_bands = n;
    return NULL;
}

/* Reads a bound: an expression, or the word for the peers' extreme, which is
   the same as leaving it out. */
static const char *
read_bound(const struct qp_param *param, const char *value,
           struct qp_argument *argument)
{
    bool is_min = strcasecmp(value, "min") == 0;
    bool is_max = strcasecmp(value, "max") == 0;

    if (is_min && strcmp(param->key, "high") == 0)
        return _("is the peers' lowest value; write max or leave it out");
    if (is_max && strcmp(param->key, "low") == 0)
        return _("is the peers' highest value; write min or leave it out");
    argument->given = !is_min && !is_max;
    return NULL;
}

static const char *
read_percent(struct qp_arena *arena, const struct qp_param *param,
             const char *value, struct qp_argument *argument)
{
    const char *wrong =
        qp_share_read(arena, value, strlen(value), &argument->number);

    if (!wrong && param->positive && qp_num_sign(argument->number) <= 0)
        wrong = _("is not over 0");
    if (!wrong && param->bounded)
        wrong = qp_share_bounded(argument->number);
    return wrong;
}

const char *
qp_param_parse(struct qp_arena *arena, const struct qp_param *param,
               const char *value, struct qp_place at,
               struct qp_argument *argument)
{
    argument->given = true;
    argument->formula = (struct qp_formula){ .text = value, .at = at };
    switch (param->type) {
    case QP_PARAM_PERCENT:
        return read_percent(arena, param, value, argument);
    case QP_PARAM_BANDS:
        return read_bands(arena, value, argument);
    case QP_PARAM_WORD:
        return qp_word_read(arena, value, param->words, &argument->word);
    case QP_PARAM_BOUND:
        return read_bound(param, value, argument);
    case QP_PARAM_EXPR:
    case QP_PARAM_PRIOR:
        return NULL;
    }
    return NULL;
}

/* The place of parameter NAME among those of METHOD, without regard to
   case. */
static int
find_param(const struct qp_method *method, const char *name)
{
    for (int i = 0; method->params[i].key; i++)
        if (qp_names_order(method->params[i].key, name) == 0)
            return i;
    return QP_METHOD_NO_PARAM;
}

static size_t
count_params(const struct qp_method *method)
{
    size_t n = 0;

    while (method->params[n].key)
        n++;
    return n;
}

/* Reports LINE if it is a parameter of methods that OBJECT has not. */
static bool
check_other_method(struct qp_load *load, const struct qp_object *object,
                   const struct qp_line *line)
{
    const struct qp_indicator *indicator = object->data;
    const struct qp_method *method;
    size_t i = 0;

    while ((method = qp_method_row(i++)) != NULL)
        if (find_param(method, line->name) != QP_METHOD_NO_PARAM)
            break;
    if (!method)
        return false;
    if (indicator->method)
        qp_error(load->run, qp_line_at(line), QP_METHOD,
                 "%s: method %s takes no %s", qp_object_name(load, object),
                 indicator->method->name, line->name);
    else if (!qp_object_line(object, "method"))
        qp_error(load->run, qp_line_at(line), QP_METHOD,
                 "%s: %s is a parameter, but no method is given",
                 qp_object_name(load, object), line->name);
    return true;
}

bool
qp_param_read(struct qp_load *load, struct qp_object *object,
              const struct qp_line *line)
{
    static const char weight[] = "weight.";
    struct qp_indicator *indicator = object->data;
    const struct qp_method *method = indicator->method;
    int param = method ? find_param(method, line->name) : QP_METHOD_NO_PARAM;
    const char *wrong;

    if (strncasecmp(line->name, weight, strlen(weight)) == 0) {
        read_group_weight(load, object, line, line->name + strlen(weight));
        return true;
    }
    if (param == QP_METHOD_NO_PARAM)
        return check_other_method(load, object, line);
    if (!indicator->arguments)
        indicator->arguments =
            qp_arena_alloc(load->run->arena, count_params(method),
                           sizeof *indicator->arguments);
    wrong = *line->value
                ? qp_param_parse(load->run->arena, &method->params[param],
                                 line->value, qp_line_at(line),
                                 &indicator->arguments[param])
                : _("is empty; leave the key out or give it a value");
    if (!wrong)
        return true;
    object->lacks_params = true;
    indicator->arguments[param].given = false;
    qp_line_wrong(load, object, line, QP_KEY_VALUE, wrong);
    return true;
}

void
qp_params_finish(struct qp_load *load, struct qp_object *object)
{
    struct qp_indicator *indicator = object->data;
    const struct qp_method *method = indicator->method;

    if (!method)
        return;
    if (!indicator->arguments)
        indicator->arguments =
            qp_arena_alloc(load->run->arena, count_params(method) + 1,
                           sizeof *indicator->arguments);
    for (size_t i = 0; method->params[i].key; i++) {
        const struct qp_param *param = &method->params[i];

        if (qp_object_line(object, param->key)) {
            object->lacks_params |= !indicator->arguments[i].formula.text;
        } else if (param->preset) {
            qp_param_parse(load->run->arena, param, param->preset,
                       indicator->method_at, &indicator->arguments[i]);
        } else if (param->required) {
            object->lacks_params = true;
            qp_error(load->run, indicator->method_at, QP_KEY_MISSING,
                     "%s: method %s needs the key %s",
                     qp_object_name(load, object), method->name, param->key);
        }
    }
}
