/* Figures and goals on the command line; see wish.h. */

#include <config.h>

#include "engine/commands/wish.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/suggest.h"
#include "engine/suppose.h"
#include "engine/tongue.h"
#include "rules/names.h"
#include "rules/ruleset.h"

/* The parts of an option: TEXT is OWNER.THING=VALUE. */
struct parts {
    struct qp_session *run;
    const struct qp_ruleset *rules;
    struct qp_place at;
    const char *owner, *thing, *value;
};

bool
qp_wish_is(const char *text)
{
    const char *equals = strchr(text, '=');
    const char *point = strchr(text, '.');

    return equals && equals[1] && point && point > text && point + 1 < equals;
}

static struct parts
split(struct qp_session *run, const struct qp_ruleset *rules,
      const char *option, const char *text)
{
    size_t owner = strcspn(text, "."), thing = strcspn(text, "=");
    struct parts parts = {
        .run = run,
        .rules = rules,
        .owner = qp_arena_copy(run->arena, text, owner),
        .thing =
            qp_arena_copy(run->arena, text + owner + 1, thing - owner - 1),
        .value = text + thing + 1,
    };

    parts.at.file = qp_arena_printf(run->arena, "%s %s", option, text);
    return parts;
}

/* ---- names ---- */

/* Looks for what is called TEXT.  NAMES has N elements, and in each a code, a
   name and an English name, which may be null. */
struct called {
    const char *code, *name, *name_en;
};

static bool
is_called(const struct called *called, const char *text)
{
    return qp_names_order(called->code, text) == 0 ||
           strcmp(called->name, text) == 0 ||
           (called->name_en && qp_names_order(called->name_en, text) == 0);
}

static size_t
find_called(const struct parts *parts, const char *what, enum qp_code code,
            const char *text, const struct called *list, size_t n)
{
    struct qp_suggest suggest = { .word = text };
    size_t found = QP_NONE;

    for (size_t i = 0; i < n; i++) {
        if (qp_names_order(list[i].code, text) == 0)
            return i;
        if (is_called(&list[i], text) && found != QP_NONE) {
            qp_error(parts->run, parts->at, code,
                     "%s \"%s\" is the name of %s and of %s; say which code",
                     what, text, list[found].code, list[i].code);
            return QP_NONE;
        }
        if (is_called(&list[i], text))
            found = i;
        qp_suggest_offer(&suggest, list[i].code);
        qp_suggest_offer(&suggest, list[i].name);
    }
    if (found == QP_NONE)
        qp_error(parts->run, parts->at, code, "unknown %s \"%s\"%s", what,
                 text, qp_suggest_text(parts->run->arena, &suggest));
    return found;
}

static size_t
find_district(const struct parts *parts)
{
    const struct qp_ruleset *rules = parts->rules;
    struct called *list =
        qp_arena_alloc(parts->run->arena, rules->n_districts, sizeof *list);

    for (size_t i = 0; i < rules->n_districts; i++)
        list[i] = (struct called){ rules->districts[i].code,
                                   rules->districts[i].name,
                                   rules->districts[i].name_en };
    return find_called(parts, _("district"), QP_DISTRICT, parts->owner, list,
                       rules->n_districts);
}

static size_t
find_datum(const struct parts *parts)
{
    const struct qp_ruleset *rules = parts->rules;
    struct called *list =
        qp_arena_alloc(parts->run->arena, rules->n_data, sizeof *list);

    for (size_t i = 0; i < rules->n_data; i++)
        list[i] = (struct called){ rules->data[i].code, rules->data[i].name,
                                   rules->data[i].name_en };
    return find_called(parts, _("datum"), QP_DATUM, parts->thing, list,
                       rules->n_data);
}

/* ---- figures ---- */

static bool
is_percent(const char *value)
{
    size_t n = strlen(value);

    return (*value == '+' || *value == '-') && n > 1 && value[n - 1] == '%';
}

/* The present figure of WISH changed by VALUE, "+10%", with the decimals of
   its datum. */
static const char *
apply_percent(const struct parts *parts, const struct qp_wish *wish,
              const char *value, qp_num *x)
{
    struct qp_arena *arena = parts->run->arena;
    const struct qp_datum *datum = &parts->rules->data[wish->datum];
    const char *wrong;

    if (wish->now.state != QP_REPORTED)
        return _("changes a figure that is not there; say the figure itself");
    wrong =
        qp_num_parse(arena, value, strlen(value) - 1, QP_NUM_DIGITS_RULES, x);
    if (wrong)
        return wrong;
    *x = qp_num_add(arena, qp_num_int(1),
                    qp_num_div(arena, *x, qp_num_int(100)));
    *x = qp_num_round(arena, qp_num_mul(arena, wish->now.num, *x),
                      qp_suppose_decimals(datum), QP_ROUND_HALF_UP);
    return NULL;
}

/* Reads the figure of WISH; returns what is wrong with it, or null. */
static const char *
read_figure(const struct parts *parts, struct qp_wish *wish,
            enum qp_code *code)
{
    const char *text = parts->value, *wrong;
    enum qp_state state;
    qp_num x;

    *code = QP_NUMBER;
    if (qp_state_find(text, &state) && state != QP_REPORTED &&
        state != QP_UNDEFINED) {
        wish->figure.value = qp_value_state(state, NULL);
        return NULL;
    }
    if (is_percent(text)) {
        wrong = apply_percent(parts, wish, text, &x);
        if (wrong)
            return wrong;
        text = qp_num_text(parts->run->arena, x);
    }
    return qp_ruleset_figure(parts->run, parts->rules, wish->datum, text,
                             &wish->figure, code);
}

/* What counts now for the datum of WISH. */
static struct qp_value
value_now(const struct parts *parts, const struct qp_submissions *subs,
          const struct qp_wish *wish)
{
    const struct qp_figure *figure =
        qp_eval_figure(parts->rules, subs, wish->district, wish->datum, false);

    return figure ? figure->value : qp_value_state(QP_ABSENT, NULL);
}

bool
qp_wish_read(struct qp_session *run, const struct qp_ruleset *rules,
             const struct qp_submissions *subs, const char *text,
             struct qp_wish *wish)
{
    struct parts parts = split(run, rules, "--set", text);
    enum qp_code code;
    const char *wrong;

    *wish = (struct qp_wish){ .figure = { .at = parts.at } };
    wish->district = find_district(&parts);
    wish->datum = find_datum(&parts);
    if (wish->district == QP_NONE || wish->datum == QP_NONE)
        return false;
    wish->now = value_now(&parts, subs, wish);
    wrong = read_figure(&parts, wish, &code);
    if (wrong)
        qp_error(run, parts.at, code, "%s %s: \"%s\" %s",
                 rules->data[wish->datum].code, rules->data[wish->datum].name,
                 parts.value, wrong);
    return !wrong;
}

/* ---- goals ---- */

bool
qp_wish_read_goal(struct qp_session *run, const struct qp_ruleset *rules,
                  const char *text, struct qp_goal *goal)
{
    struct parts parts = split(run, rules, "--goal", text);
    const char *wrong;

    *goal = (struct qp_goal){ .district = find_district(&parts) };
    if (goal->district == QP_NONE)
        return false;
    if (strcmp(parts.thing, "rank") != 0 &&
        strcmp(parts.thing, "points") != 0) {
        qp_error(run, parts.at, QP_KEY,
                 "a goal is for rank or points, not for \"%s\"", parts.thing);
        return false;
    }
    goal->kind =
        strcmp(parts.thing, "rank") == 0 ? QP_GOAL_RANK : QP_GOAL_POINTS;
    wrong = qp_num_parse(run->arena, parts.value, strlen(parts.value),
                         QP_NUM_DIGITS_RULES, &goal->number);
    if (!wrong && goal->kind == QP_GOAL_RANK &&
        qp_num_cmp(goal->number, qp_num_int(1)) < 0)
        wrong = _("is no rank; the best is 1");
    if (wrong)
        qp_error(run, parts.at, QP_NUMBER, "%s: \"%s\" %s", parts.thing,
                 parts.value, wrong);
    return !wrong;
}
