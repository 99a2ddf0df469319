/* Figures of a submission; see figures.h. */

#include <config.h>

#include "input/figures.h"

#include <string.h>

#include "engine/tongue.h"
#include "input/text.h"

const char *const qp_figures_states[] = { "missing", "not_applicable",
                                          "withheld", NULL };

/* A figure on its way. */
struct reading {
    struct qp_session *run;
    const struct qp_ruleset *rules;
    const struct qp_datum *datum;
    const struct qp_figures_given *given;
};

/* Reports what is wrong with the number: "code name: "1,5" PHRASE". */
static bool
refuse(const struct reading *reading, enum qp_code code, const char *phrase)
{
    qp_error(reading->run, reading->given->at, code, "%s %s: \"%s\" %s",
             reading->datum->code, reading->datum->name,
             qp_text_show(reading->given->text, reading->given->length).text,
             phrase);
    return false;
}

static bool
check_decimals(const struct reading *reading)
{
    int most = reading->datum->decimals;
    int found =
        qp_num_decimals_written(reading->given->text, reading->given->length);
    char phrase[80];

    if (most < 0 || found <= most)
        return true;
    if (most == 0)
        return refuse(reading, QP_DECIMALS,
                      _("has decimals; write a whole number"));
    snprintf(phrase, sizeof phrase, _("has %d decimals; at most %d are taken"),
             found, most);
    return refuse(reading, QP_DECIMALS, phrase);
}

/* The unit that the figure is given in, the datum's where none is; null when
   it does not convert, which has been reported. */
static const struct qp_unit *
find_unit(const struct reading *reading)
{
    const struct qp_datum *datum = reading->datum;
    struct qp_units *units = reading->rules->units;
    const char *name = reading->given->unit;
    const struct qp_unit *unit;

    if (!name)
        return datum->unit;
    unit = qp_units_known(units, name)
               ? qp_units_get(reading->run->arena, units, name)
               : NULL;
    if (unit && qp_unit_alike(unit, datum->unit))
        return unit;
    if (datum->unit_name[0])
        qp_error(reading->run, reading->given->at, QP_UNIT,
                 "%s %s: the unit \"%s\" does not convert into %s",
                 datum->code, datum->name,
                 qp_text_show(name, strlen(name)).text, datum->unit_name);
    else
        qp_error(reading->run, reading->given->at, QP_UNIT,
                 "%s %s: the unit \"%s\" is given for a pure number; leave it "
                 "out",
                 datum->code, datum->name,
                 qp_text_show(name, strlen(name)).text);
    return NULL;
}

static bool
check_bounds(const struct reading *reading, qp_num x)
{
    const struct qp_datum *datum = reading->datum;
    struct qp_arena *arena = reading->run->arena;
    char phrase[160];

    if (qp_num_defined(datum->min) && qp_num_cmp(x, datum->min) < 0)
        snprintf(phrase, sizeof phrase,
                 _("is below %s, the least that is taken"),
                 qp_num_text(arena, datum->min));
    else if (qp_num_defined(datum->max) && qp_num_cmp(x, datum->max) > 0)
        snprintf(phrase, sizeof phrase,
                 _("is above %s, the most that is taken"),
                 qp_num_text(arena, datum->max));
    else
        return true;
    return refuse(reading, QP_RANGE, phrase);
}

/* Brings *X from UNIT into the datum's, and says so. */
static void
convert(const struct reading *reading, const struct qp_unit *unit, qp_num *x)
{
    struct qp_arena *arena = reading->run->arena;
    const struct qp_datum *datum = reading->datum;
    const char *name = reading->given->unit;

    if (!name || strcmp(name, datum->unit_name) == 0)
        return;
    *x = qp_num_mul(arena, *x, qp_unit_factor(arena, unit, datum->unit));
    qp_note(reading->run, reading->given->at, QP_UNIT_CONVERTED,
            "%s %s: %.*s %s is %s %s", datum->code, datum->name,
            (int)reading->given->length, reading->given->text, name,
            qp_num_text(arena, *x), datum->unit_name);
}

static bool
read_number(const struct reading *reading, struct qp_figure *figure)
{
    const struct qp_figures_given *given = reading->given;
    struct qp_arena *arena = reading->run->arena;
    const struct qp_unit *unit = find_unit(reading);
    const char *wrong;
    bool is_fine;
    qp_num x;

    if (given->length == 0)
        return refuse(reading, QP_NUMBER,
                      _("is no figure; write one, or a state and its reason"));
    wrong = qp_num_parse(arena, given->text, given->length,
                         QP_NUM_DIGITS_INPUT, &x);
    if (wrong)
        return refuse(reading, QP_NUMBER, wrong);
    is_fine = check_decimals(reading);
    if (!unit)
        return false;
    convert(reading, unit, &x);
    is_fine = check_bounds(reading, x) && is_fine;
    if (!is_fine)
        return false;
    figure->value = qp_value_number(x);
    return true;
}

static bool
read_state(const struct reading *reading, struct qp_figure *figure)
{
    const struct qp_figures_given *given = reading->given;
    const struct qp_datum *datum = reading->datum;
    enum qp_state state;

    if (given->length > 0) {
        qp_error(reading->run, given->at, QP_STATE,
                 "%s %s: has state=\"%s\" and the figure \"%s\"; give one of "
                 "the two",
                 datum->code, datum->name, given->state,
                 qp_text_show(given->text, given->length).text);
        return false;
    }
    if (!given->reason && !given->is_reason_wrong)
        qp_error(reading->run, given->at, QP_STATE,
                 "%s %s: state=\"%s\" needs a reason", datum->code,
                 datum->name, given->state);
    if (!given->reason)
        return false;
    if (!find_unit(reading) || !qp_state_find(given->state, &state))
        return false;
    figure->value = qp_value_state(
        state, qp_arena_text(reading->run->arena, given->reason));
    return true;
}

bool
qp_figures_read(struct qp_session *run, const struct qp_ruleset *rules,
                const struct qp_datum *datum,
                const struct qp_figures_given *given, struct qp_figure *figure)
{
    const struct reading reading = { run, rules, datum, given };

    *figure = (struct qp_figure){ .at = given->at };
    figure->at.key = datum->code;
    if (given->state ? !read_state(&reading, figure)
                     : !read_number(&reading, figure))
        return false;
    if (given->unit)
        figure->unit = qp_arena_text(run->arena, given->unit);
    return true;
}
