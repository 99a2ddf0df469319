/* What is not wrong, but worth a second look by whoever writes the rules; see
   lint.h. */

#include <config.h>

#include "rules/lint.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/measure.h"
#include "engine/method.h"

/* ---- data that nothing uses ---- */

/* Marks the data that FORMULA reads.  Returns false when it could not be
   compiled: nobody knows what it was to read. */
static bool
mark_formula(const struct qp_formula *formula, bool *used)
{
    const size_t *data;
    size_t n;

    if (!formula->text)
        return true;
    if (!formula->expr)
        return false;
    data = qp_expr_data(formula->expr, &n);
    for (size_t i = 0; i < n; i++)
        used[data[i]] = true;
    return true;
}

bool
qp_advice_mark(const struct qp_indicator *indicator, bool *used)
{
    const struct qp_method *method = indicator->method;
    bool good = mark_formula(&indicator->value, used);

    for (size_t i = 0; method && method->params[i].key; i++) {
        const struct qp_argument *argument = &indicator->arguments[i];

        if (argument->given && argument->formula.expr)
            good &= mark_formula(&argument->formula, used);
    }
    return good;
}

/* Marks the data that OBJECT reads in any of its keys. */
static bool
mark_object(const struct qp_object *object, bool *used)
{
    bool good = true;

    for (size_t k = 0; k < object->kind->n_keys; k++) {
        const struct qp_key *key = &object->kind->keys[k];

        if (key->type == QP_KEY_FORMULA)
            good &= mark_formula(
                (const void *)((const char *)object->data + key->offset),
                used);
    }
    if (qp_object_kind(object) == QP_KIND_INDICATOR)
        good &= !object->lacks_params && qp_advice_mark(object->data, used);
    return good;
}

/* True if an expression can name DATUM: a wrong code has been reported, and
   explains enough. */
static bool
can_be_used(const struct qp_datum *datum)
{
    return !qp_expr_reserved(datum->code) &&
           !(datum->code[0] >= '0' && datum->code[0] <= '9');
}

/* Data that nothing reads; a note may say why they are asked for. */
static void
check_data(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    bool *used =
        qp_arena_alloc(load->run->arena, rules->n_data, sizeof *used);

    for (size_t i = 0; i < load->n_objects; i++)
        if (!mark_object(&load->objects[i], used))
            return;
    for (size_t i = 0; i < rules->n_data; i++)
        if (!used[i] && !rules->data[i].note && can_be_used(&rules->data[i]))
            qp_warning(load->run, rules->data[i].at, QP_UNUSED,
                       "datum %s %s: nothing uses it", rules->data[i].code,
                       rules->data[i].name);
}

/* Records that districts are to list, that no datum is derived from and that
   no check looks at. */
static void
check_records(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    bool *used =
        qp_arena_alloc(load->run->arena, rules->n_records, sizeof *used);

    for (size_t i = 0; i < rules->n_data; i++)
        if (rules->data[i].record != QP_NONE)
            used[rules->data[i].record] = true;
    for (size_t i = 0; i < rules->n_checks; i++)
        if (rules->checks[i].record != QP_NONE)
            used[rules->checks[i].record] = true;
    for (size_t i = 0; i < rules->n_records; i++)
        if (!used[i])
            qp_warning(load->run, rules->records[i].at, QP_UNUSED,
                       "record %s %s: nothing is derived from it and no check "
                       "looks at it",
                       rules->records[i].code, rules->records[i].name);
}

/* Groups that are described, and that no district is in. */
static void
check_groups(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    bool *used =
        qp_arena_alloc(load->run->arena, rules->n_groups, sizeof *used);

    for (size_t i = 0; i < rules->n_districts; i++) {
        size_t group = rules->districts[i].group;

        if (group != QP_NONE)
            used[group] = true;
        else if (rules->districts[i].group_text)
            return; /* misspelt: it may be the one that nobody is in */
    }
    for (size_t i = 0; i < rules->n_groups; i++)
        if (!used[i])
            qp_warning(load->run, rules->groups[i].at, QP_UNUSED,
                       "group %s: no district is in it",
                       rules->groups[i].code);
}

/* ---- units that only look like a defined one ---- */

/* True if NAME stands on either side of a definition in [units]. */
static bool
is_defined(const struct qp_names *defined, const char *name)
{
    size_t i = qp_names_find(defined, name);

    return i != QP_NONE && strcmp(qp_names_text(defined, i), name) == 0;
}

/* The names on both sides of all definitions. */
static struct qp_names *
defined_units(struct qp_load *load)
{
    struct qp_names *names = qp_names_new(load->run->arena);

    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];

        for (size_t k = 0; qp_object_kind(object) == QP_KIND_UNITS &&
                           k < object->section->n_lines;
             k++) {
            const struct qp_line *line = &object->section->lines[k];
            const char *base = line->value ? line->value : "";

            base += strcspn(base, " \t");
            base += strspn(base, " \t");
            qp_names_add(names, line->name, qp_names_count(names));
            qp_names_add(names, base, qp_names_count(names));
        }
    }
    return names;
}

/* Names of at least this many bytes are too long to be alike by chance. */
enum { LONG_UNIT = 7 };

/* Warns of units of data that no rule defines though a defined one is spelt
   almost so: each name that is not defined is a base unit of its own. */
static void
check_units(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    const struct qp_names *defined = defined_units(load);

    for (size_t i = 0; i < rules->n_data; i++) {
        const struct qp_datum *datum = &rules->data[i];
        const char *name = datum->unit_name, *meant;

        if (strlen(name) < LONG_UNIT || is_defined(defined, name))
            continue;
        meant = qp_load_suggest(load, datum->at.file, QP_UNIT, name, defined);
        if (!*meant)
            continue;
        qp_warning(load->run, datum->at, QP_UNIT,
                   "datum %s: no rule defines the unit %s, so it is one of "
                   "its own%s",
                   datum->code, name, meant);
    }
}

/* ---- measures of the plan ---- */

/* True if every code in LINE was found: a misspelt one may be the measure
   that nothing cites. */
static bool
is_complete(const struct qp_line *line, size_t n)
{
    size_t words = 0;

    if (!line->value)
        return false;
    for (const char *at = line->value; *at; words++) {
        at += strcspn(at, " \t");
        at += strspn(at, " \t");
    }
    return words == n;
}

/* True if all lists of measures could be read. */
static bool
lists_are_complete(const struct qp_load *load)
{
    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];
        const struct qp_key *key = qp_key_find(object->kind, "measures");
        const struct qp_line *line = qp_object_line(object, "measures");

        if (key && line &&
            !is_complete(line, *(const size_t *)(const void *)(
                                   (const char *)object->data + key->count)))
            return false;
    }
    return true;
}

/* The code of the first indicator of RULES that cites MEASURE; null. */
static const char *
citing(const struct qp_ruleset *rules, size_t measure)
{
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (qp_measure_cited(rules->indicators[i].measures,
                             rules->indicators[i].n_measures, measure))
            return rules->indicators[i].code;
    return NULL;
}

/* Measures that neither an indicator nor a bonus or deduction speaks to,
   though a district's part in them can be measured; a note may say why.  And
   the reverse. */
static void
check_measures(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;

    for (size_t i = 0; i < rules->n_measures; i++) {
        const struct qp_measure *measure = &rules->measures[i];
        const char *indicator = citing(rules, i);

        if (measure->coverage == QP_COVERAGE_MUNICIPAL && indicator)
            qp_warning(load->run, measure->at, QP_MEASURE,
                       "measure %s %s: coverage = municipal, but indicator %s "
                       "speaks to it",
                       measure->code, measure->title, indicator);
        if (measure->coverage != QP_COVERAGE_MUNICIPAL && !measure->note &&
            !qp_measure_scored(rules, i))
            qp_warning(load->run, measure->at, QP_MEASURE,
                       "measure %s %s: no indicator speaks to it; cite it in "
                       "measures = ..., or say why not in its note",
                       measure->code, measure->title);
    }
}

/* True if NODE or one above it cites a measure or has a note that may say why
   there is none. */
static bool
is_accounted_for(const struct qp_ruleset *rules, size_t node)
{
    for (; node != QP_NONE; node = rules->indicators[node].parent)
        if (rules->indicators[node].n_measures ||
            rules->indicators[node].note)
            return true;
    return false;
}

static void
check_citations(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;

    for (size_t i = 0; i < rules->n_indicators; i++) {
        const struct qp_indicator *leaf = &rules->indicators[i];

        if (leaf->n_children == 0 && !is_accounted_for(rules, i))
            qp_note(load->run, leaf->at, QP_MEASURE,
                    "indicator %s %s: it cites no measure of the plan; add "
                    "measures = ..., or say why not in its note",
                    leaf->code, leaf->name);
    }
}

/* ---- grades that nobody can have ---- */

/* The best score that LEAF can give; undefined where there is no telling. */
static qp_num
best_score(struct qp_arena *arena, const struct qp_indicator *leaf)
{
    const struct qp_method *method = leaf->method;
    qp_num best = qp_num_int(1);

    if (leaf->has_clip && !leaf->clip_none)
        best = qp_num_max(arena, best, leaf->clip_high);
    else if (method->from_peers && method->best != QP_METHOD_NO_PARAM)
        best = qp_num_max(arena, best, leaf->arguments[method->best].number);
    else if (leaf->has_clip || method->clip == QP_CLIP_NONE)
        return qp_num_undefined("no upper end");
    else if (method->clip == QP_CLIP_TO_CAP)
        best = qp_num_max(
            arena, best,
            leaf->arguments[qp_method_param(method, "cap")].number);
    if (leaf->missing.kind == QP_POLICY_SCORE)
        best = qp_num_max(arena, best, leaf->missing.score);
    for (size_t i = 0; i < QP_N_STATES; i++)
        if (leaf->missing_state[i].kind == QP_POLICY_SCORE)
            best = qp_num_max(arena, best, leaf->missing_state[i].score);
    return best;
}

/* The most points that all bonuses together can give; undefined where one has
   no cap. */
static qp_num
most_bonus(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    qp_num most = qp_num_int(0);

    for (size_t i = 0; i < rules->n_bonuses; i++)
        most = qp_num_add(arena, most, rules->bonuses[i].cap);
    if (!rules->n_bonuses || !qp_num_defined(rules->bonus_cap))
        return most;
    return qp_num_defined(most) ? qp_num_min(arena, most, rules->bonus_cap)
                                : rules->bonus_cap;
}

/* The highest total that there can be; undefined where there is no telling.
   No aggregation gives more than its best child has. */
static qp_num
highest_total(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    struct qp_arena *arena = load->run->arena;
    qp_num best = qp_num_int(1);

    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];
        const struct qp_indicator *leaf = object->data;

        if (qp_object_kind(object) != QP_KIND_INDICATOR || leaf->n_children)
            continue;
        if (!leaf->method || object->lacks_params)
            return qp_num_undefined("not known");
        best = qp_num_max(arena, best, best_score(arena, leaf));
    }
    return qp_num_add(arena, qp_num_mul(arena, best, rules->scale),
                      most_bonus(arena, rules));
}

/* Warns of GRADE if its share of places is not a single one. */
static void
check_places(struct qp_load *load, const struct qp_grade *grade)
{
    struct qp_arena *arena = load->run->arena;
    int64_t n = (int64_t)load->rules->n_districts;
    qp_num places = qp_num_mul(arena, grade->share, qp_num_int(n));

    if (qp_num_defined(grade->share) &&
        qp_num_cmp(places, qp_num_int(1)) < 0)
        qp_warning(load->run, grade->at, QP_GRADE,
                   "grade %s cannot be reached: %s percent of %lld districts "
                   "is not one place",
                   grade->code,
                   qp_num_text(arena, qp_num_mul(arena, grade->share,
                                                 qp_num_int(100))),
                   (long long)n);
}

static void
check_grades(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    qp_num highest = rules->n_grades ? highest_total(load)
                                     : qp_num_undefined("not asked for");

    for (size_t i = 0; i < rules->n_grades; i++) {
        const struct qp_grade *grade = &rules->grades[i];

        check_places(load, grade);
        if (qp_num_defined(grade->min) && qp_num_defined(highest) &&
            qp_num_cmp(grade->min, highest) > 0)
            qp_warning(load->run, grade->at, QP_GRADE,
                       "grade %s cannot be reached: min = %s, but the "
                       "highest possible total is %s",
                       grade->code,
                       qp_num_text(load->run->arena, grade->min),
                       qp_num_text(load->run->arena, highest));
    }
}

/* ---- the year before ---- */

/* Says what a rule set needs besides submissions. */
static void
note_record(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    const struct qp_asker *asker = &rules->asks_past;

    if (rules->prior == QP_PRIOR_RECORD && rules->asks_prior.name)
        asker = &rules->asks_prior;
    if (asker->name && load->has_evaluation)
        qp_note(load->run, asker->at, QP_PRIOR,
                "%s asks for the year before: score it with last year's "
                "result, --prior RESULT",
                asker->name);
}

/* ---- relative weights that look like points ---- */

/* The sum of the weights of the children of NODE, or of the top nodes. */
static qp_num
sum_below(struct qp_load *load, const size_t *children, size_t n)
{
    qp_num sum = qp_num_int(0);

    for (size_t i = 0; i < n; i++)
        sum = qp_num_add(load->run->arena, sum,
                         load->rules->indicators[children[i]].weight);
    return sum;
}

static bool
same(qp_num a, qp_num b)
{
    return qp_num_defined(a) && qp_num_defined(b) && qp_num_cmp(a, b) == 0;
}

/* Where weights are relative, a tree that adds up to the scale is written in
   points, which does no harm; a node in it that does not is a slip, or is
   meant to be relative while the others are not. */
static void
check_mixture(struct qp_load *load)
{
    const struct qp_ruleset *rules = load->rules;
    const struct qp_indicator *in_points = NULL;

    if (rules->weights != QP_WEIGHTS_RELATIVE ||
        !same(sum_below(load, rules->top, rules->n_top), rules->scale))
        return;
    for (size_t i = 0; i < rules->n_indicators && !in_points; i++) {
        const struct qp_indicator *node = &rules->indicators[i];

        if (node->n_children > 1 &&
            same(sum_below(load, node->children, node->n_children),
                 node->weight))
            in_points = node;
    }
    for (size_t i = 0; in_points && i < rules->n_indicators; i++) {
        const struct qp_indicator *node = &rules->indicators[i];
        qp_num sum = sum_below(load, node->children, node->n_children);

        if (node->n_children && qp_num_defined(sum) &&
            !same(sum, node->weight))
            qp_warning(load->run, node->weight_at, QP_WEIGHT_MIX,
                       "indicator %s: its children weigh %s together, those "
                       "of %s as much as the node, %s; are these relative "
                       "weights and those points?",
                       node->code, qp_num_text(load->run->arena, sum),
                       in_points->code,
                       qp_num_text(load->run->arena, in_points->weight));
    }
}

void
qp_advise(struct qp_load *load)
{
    check_data(load);
    check_records(load);
    check_groups(load);
    check_units(load);
    if (load->rules->n_measures && lists_are_complete(load)) {
        check_measures(load);
        check_citations(load);
    }
    check_grades(load);
    check_mixture(load);
    note_record(load);
}
