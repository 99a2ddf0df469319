/* Last year's record; see history.h. */

#include <config.h>

#include "input/history.h"

#include <string.h>
#include <sys/stat.h>

#include "engine/digest.h"
#include "engine/history.h"
#include "engine/tongue.h"
#include "input/codes.h"
#include "input/own.h"
#include "input/text.h"

/* The scores of a whole country. */
enum { ELEMENTS = 100 * 1000 * 1000 };

struct reader {
    struct qp_session *run;
    struct qp_arena *scratch;
    const struct qp_ruleset *rules;
    const struct qp_codes *districts, *data, *indicators;
    const struct qp_codes *past; /* of last year's tree, once all of it is
                                    there */
    struct qp_place root;
    bool has_evaluation;

    struct qp_history *history;
    size_t years_capacity, nodes_capacity;
    size_t district; /* at hand; QP_NONE: of none that the rules have */
    struct qp_place district_at;
    bool *seen;          /* data of that district */
    const char **grades; /* that the rules do not have */
    size_t n_grades, grades_capacity;
};

static struct qp_text_shown
show(const char *text)
{
    return qp_text_show(text, strlen(text));
}

/* The number that the element has for NAME, undefined for none. */
static qp_num
number(const struct qp_own_opening *opening, const char *name)
{
    return qp_own_number(opening, name, _("not in the record"));
}

static void
open_root(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    reader->root = opening->at;
}

/* ---- <evaluation> ---- */

/* What points of that year are out of, and how many decimals they have. */
static void
read_scale(struct reader *reader, const struct qp_own_opening *opening)
{
    enum { MOST = 18 };
    qp_num decimals = number(opening, "decimals");
    int64_t n;

    reader->history->scale = number(opening, "scale");
    if (qp_num_defined(decimals) && qp_num_to_int(decimals, MOST, &n) && n > 0)
        reader->history->decimals = (int)n;
}

static void
open_evaluation(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    const struct qp_ruleset *rules = reader->rules;
    const char *id = qp_own_need(opening, "id");
    const char *year = qp_own_need(opening, "year");
    char before[16];

    if (reader->has_evaluation)
        qp_error(reader->run, opening->at, QP_DUPLICATE,
                 "a second <evaluation>; it may stand once");
    reader->has_evaluation = true;
    snprintf(before, sizeof before, "%d", rules->year - 1);
    if (id && strcmp(id, rules->id) != 0)
        qp_error(reader->run, opening->at, QP_EVALUATION,
                 "the result is of the evaluation \"%s\"; these rules are "
                 "\"%s\"",
                 show(id).text, rules->id);
    if (year && strcmp(year, before) != 0)
        qp_error(reader->run, opening->at, QP_EVALUATION,
                 "the result is of the year %s; these rules are for %d and "
                 "look back on %s",
                 show(year).text, rules->year, before);
    if (qp_own_find(opening, "drafts"))
        qp_error(reader->run, opening->at, QP_DRAFT,
                 "this is a result of drafts; give the final one");
    read_scale(reader, opening);
}

/* ---- the rules of that year ---- */

static void
open_rules(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    const char *hash = qp_own_find(opening, "sha256");
    char *to = reader->history->rules_sha256;

    if (hash && strlen(hash) == sizeof reader->history->rules_sha256 - 1)
        strcpy(to, hash);
}

/* The tree ends where districts begin. */
static void
open_indicator(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_history *history = reader->history;
    struct qp_arena *arena = reader->run->arena;
    const char *code = qp_own_need(opening, "code");
    const char *name = qp_own_find(opening, "name");

    if (!code || reader->past)
        return;
    history->nodes =
        qp_arena_grow(arena, history->nodes, history->n_nodes,
                      &reader->nodes_capacity, sizeof *history->nodes);
    history->nodes[history->n_nodes++] = (struct qp_past_node){
        .code = qp_arena_text(arena, code),
        .name = qp_arena_text(arena, name ? name : code),
        .indicator = qp_codes_find(reader->indicators, code),
        .is_top = !qp_own_find(opening, "parent"),
        .is_leaf = qp_own_find(opening, "method") != NULL,
    };
}

static void
end_tree(struct reader *reader)
{
    struct qp_history *history = reader->history;
    size_t n = reader->rules->n_districts * history->n_nodes;
    qp_num none = qp_num_undefined("not in the record");

    if (reader->past)
        return;
    reader->past = qp_codes_of_past(reader->scratch, history);
    history->scores =
        qp_arena_alloc(reader->run->arena, n, sizeof *history->scores);
    for (size_t i = 0; i < n; i++)
        history->scores[i] = (struct qp_past_score){ none, none };
}

/* ---- what districts came to ---- */

/* Warns of a grade that the rules do not have, once, where they look at
   grades. */
static void
note_grade(struct reader *reader, const struct qp_own_opening *opening,
           int year, const char *grade)
{
    for (size_t i = 0; i < reader->n_grades; i++)
        if (qp_text_order(reader->grades[i], grade) == 0)
            return;
    reader->grades =
        qp_arena_grow(reader->scratch, reader->grades, reader->n_grades,
                      &reader->grades_capacity, sizeof *reader->grades);
    reader->grades[reader->n_grades++] = grade;
    if (reader->rules->asks_past.name)
        qp_warning(reader->run, opening->at, QP_REFERENCE,
                   "the grade \"%s\" of %d is none of these rules; "
                   "prior_grade() and years_in() can ask for grades of these "
                   "rules only",
                   show(grade).text, year);
}

/* GRADE as the rules write it, or as it is. */
static const char *
read_grade(struct reader *reader, const struct qp_own_opening *opening,
           int year)
{
    const struct qp_ruleset *rules = reader->rules;
    const char *grade = qp_own_find(opening, "grade");

    for (size_t i = 0; grade && i < rules->n_grades; i++)
        if (qp_text_order(rules->grades[i].code, grade) == 0)
            return rules->grades[i].code;
    if (!grade)
        return NULL;
    note_grade(reader, opening, year, grade);
    return qp_arena_text(reader->run->arena, grade);
}

/* Reads what the district at hand came to in YEAR, with its points in the
   attribute POINTS. */
static void
read_past(struct reader *reader, const struct qp_own_opening *opening,
          struct qp_past_year *year, const char *points)
{
    struct qp_past *past;

    if (reader->district == QP_NONE)
        return;
    past = &year->districts[reader->district];
    if (past->is_known)
        qp_error(reader->run, opening->at, QP_DUPLICATE,
                 "what %s %s came to in %d is given twice",
                 reader->rules->districts[reader->district].code,
                 reader->rules->districts[reader->district].name, year->year);
    *past = (struct qp_past){
        .is_known = true,
        .total = number(opening, points),
        .rank = number(opening, "rank"),
        .grade = read_grade(reader, opening, year->year),
        .bonus = number(opening, "bonus"),
        .deduction = number(opening, "deduction"),
    };
}

static void
open_total(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    read_past(reader, opening, &reader->history->years[0], "points");
}

/* ---- earlier years ---- */

/* Begins YEAR, of which nothing is known yet. */
static struct qp_past_year *
add_year(struct reader *reader, int year)
{
    struct qp_history *history = reader->history;
    struct qp_arena *arena = reader->run->arena;
    struct qp_past_year *fresh;

    history->years =
        qp_arena_grow(arena, history->years, history->n_years,
                      &reader->years_capacity, sizeof *history->years);
    fresh = &history->years[history->n_years++];
    *fresh = (struct qp_past_year){
        .year = year,
        .districts = qp_arena_alloc(arena, reader->rules->n_districts,
                                    sizeof *fresh->districts),
    };
    return fresh;
}

/* Years follow each other without a gap, as each record has them from the one
   before. */
static void
open_year(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    int expected = reader->rules->year - 1 - (int)reader->history->n_years;
    const char *year = qp_own_need(opening, "year");
    const char *hash = qp_own_need(opening, "sha256");
    struct qp_past_year *fresh = add_year(reader, expected);
    char text[16];

    snprintf(text, sizeof text, "%d", expected);
    if (year && strcmp(year, text) != 0)
        qp_error(reader->run, opening->at, QP_ATTRIBUTE,
                 "<year>: year=\"%s\" stands where %s must follow",
                 show(year).text, text);
    if (hash && qp_digest_is(hash))
        memcpy(fresh->sha256, hash, sizeof fresh->sha256);
    else if (hash)
        qp_error(reader->run, opening->at, QP_ATTRIBUTE,
                 "<year>: sha256=\"%s\" is not a SHA-256 of 64 hexadecimal "
                 "digits",
                 show(hash).text);
}

/* A district that is gone has been noted with the result of last year. */
static void
open_past(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_history *history = reader->history;
    const char *code = qp_own_need(opening, "code");

    reader->district = code ? qp_codes_find(reader->districts, code) : QP_NONE;
    read_past(reader, opening, &history->years[history->n_years - 1], "total");
}

/* ---- districts and their figures ---- */

static void
open_district(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    const struct qp_ruleset *rules = reader->rules;
    const char *code = qp_own_need(opening, "code");
    const char *name = qp_own_find(opening, "name");

    reader->district = code ? qp_codes_find(reader->districts, code) : QP_NONE;
    reader->district_at = opening->at;
    end_tree(reader);
    memset(reader->seen, 0, rules->n_data * sizeof *reader->seen);
    if (code && reader->district == QP_NONE)
        qp_note(reader->run, opening->at, QP_DISTRICT,
                "these rules do not have the district %s %s; what it came to "
                "in %d is not used",
                show(code).text, show(name ? name : "").text, rules->year - 1);
}

static void
close_district(void *data)
{
    struct reader *reader = data;

    if (reader->district != QP_NONE &&
        !reader->history->years[0].districts[reader->district].is_known)
        qp_error(reader->run, reader->district_at, QP_ELEMENT,
                 "<district> has no <total>");
}

/* What takes a figure in UNIT into that of DATUM; undefined where nothing
   does. */
static qp_num
factor(const struct reader *reader, const struct qp_datum *datum,
       const char *name)
{
    struct qp_arena *arena = reader->run->arena;
    struct qp_units *units = reader->rules->units;
    const struct qp_unit *unit;

    if (strcmp(name, datum->unit_name) == 0)
        return qp_num_int(1);
    unit = !*name                        ? &qp_unit_one
           : qp_units_known(units, name) ? qp_units_get(arena, units, name)
                                         : NULL;
    if (unit && qp_unit_alike(unit, datum->unit))
        return qp_unit_factor(arena, unit, datum->unit);
    return qp_num_undefined("another dimension");
}

/* X of DATUM, which the record has in UNIT, in the rules' unit. */
static qp_num
convert(struct reader *reader, const struct qp_own_opening *opening,
        const struct qp_datum *datum, const char *unit, qp_num x)
{
    qp_num times = factor(reader, datum, unit);

    if (!qp_num_defined(times))
        qp_error(reader->run, opening->at, QP_UNIT,
                 "%s %s: the record has it in %s, which does not convert into "
                 "%s; define the unit in [units], or give what is measured "
                 "otherwise another code",
                 datum->code, datum->name,
                 *unit ? show(unit).text : _("no unit"),
                 datum->unit_name[0] ? datum->unit_name : _("a pure number"));
    return qp_num_mul(reader->run->arena, x, times);
}

/* The value or state that counted; false for none. */
static bool
read_value(struct reader *reader, const struct qp_own_opening *opening,
           const struct qp_datum *datum, const char *unit,
           struct qp_value *value)
{
    const char *name = qp_own_find(opening, "state");
    const char *reason = qp_own_find(opening, "reason");
    enum qp_state state;

    if (name && (!qp_state_find(name, &state) || state == QP_REPORTED)) {
        qp_error(reader->run, opening->at, QP_STATE,
                 "<datum>: state=\"%s\" is no state", show(name).text);
        return false;
    }
    if (name) {
        *value = qp_value_state(
            state, qp_arena_text(reader->run->arena, reason ? reason : ""));
        return true;
    }
    *value = qp_value_number(number(opening, "value"));
    if (value->state != QP_REPORTED)
        return false;
    *value =
        qp_value_number(convert(reader, opening, datum, unit, value->num));
    return value->state == QP_REPORTED;
}

/* What experts thought stands in a record without a figure that counts. */
static void
open_datum(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    const char *code = qp_own_need(opening, "code");
    const char *unit = qp_own_find(opening, "unit");
    size_t i = code ? qp_codes_find(reader->data, code) : QP_NONE;
    const struct qp_datum *datum;
    struct qp_figure *figure;

    if (i == QP_NONE || reader->district == QP_NONE)
        return;
    datum = &reader->rules->data[i];
    if (reader->seen[i])
        qp_error(reader->run, opening->at, QP_DUPLICATE,
                 "%s %s is given twice for the same district", datum->code,
                 datum->name);
    reader->seen[i] = true;
    figure = qp_arena_alloc(reader->run->arena, 1, sizeof *figure);
    figure->at = opening->at;
    figure->at.key = datum->code;
    if (unit)
        figure->unit = qp_arena_text(reader->run->arena, unit);
    if (read_value(reader, opening, datum, unit ? unit : "", &figure->value))
        reader->history
            ->figures[reader->district * reader->rules->n_data + i] = figure;
}

/* ---- points ---- */

static void
open_score(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_history *history = reader->history;
    const char *code = qp_own_need(opening, "code");
    size_t i = code ? qp_codes_find(reader->past, code) : QP_NONE;

    if (i != QP_NONE && reader->district != QP_NONE)
        history->scores[reader->district * history->n_nodes + i] =
            (struct qp_past_score){ .weight = number(opening, "weight"),
                                    .points = number(opening, "points") };
}

/* ---- the record ---- */

enum {
    RESULT,
    EVALUATION,
    RULES,
    INDICATOR,
    HISTORY,
    YEAR,
    PAST,
    DISTRICT,
    DATUM,
    SCORE,
    TOTAL
};

static const struct qp_own_element elements[] = {
    [RESULT] = { .name = "result", .open = open_root },
    [EVALUATION] = { .name = "evaluation",
                     .parent = &elements[RESULT],
                     .open = open_evaluation },
    [RULES] = { .name = "rules",
                .parent = &elements[RESULT],
                .open = open_rules },
    [INDICATOR] = { .name = "indicator",
                    .parent = &elements[RULES],
                    .open = open_indicator },
    [HISTORY] = { .name = "history", .parent = &elements[RESULT] },
    [YEAR] = { .name = "year",
               .parent = &elements[HISTORY],
               .open = open_year },
    [PAST] = { .name = "district",
               .parent = &elements[YEAR],
               .open = open_past },
    [DISTRICT] = { .name = "district",
                   .parent = &elements[RESULT],
                   .open = open_district,
                   .close = close_district },
    [DATUM] = { .name = "datum",
                .parent = &elements[DISTRICT],
                .open = open_datum },
    [SCORE] = { .name = "score",
                .parent = &elements[DISTRICT],
                .open = open_score },
    [TOTAL] = { .name = "total",
                .parent = &elements[DISTRICT],
                .open = open_total },
};

static const struct qp_own_form form = {
    .namespace = QP_RESULT_NAMESPACE,
    .what = N_("last year's result"),
    .elements = elements,
    .n_elements = QP_COUNT(elements),
    .most = ELEMENTS,
};

static bool
read_record(struct qp_session *run, const struct qp_ruleset *rules,
            const char *path, struct qp_history *history)
{
    struct qp_arena *scratch = qp_arena_new();
    struct reader reader = {
        .run = run,
        .scratch = scratch,
        .rules = rules,
        .districts = qp_codes_of_districts(scratch, rules),
        .data = qp_codes_of_data(scratch, rules),
        .indicators = qp_codes_of_indicators(scratch, rules),
        .history = history,
        .district = QP_NONE,
        .seen = qp_arena_alloc(scratch, rules->n_data, sizeof *reader.seen),
    };
    struct qp_file *file = &history->file;
    bool ok;

    history->figures =
        qp_arena_alloc(run->arena, rules->n_districts,
                       rules->n_data * sizeof *history->figures);
    add_year(&reader, rules->year - 1);
    ok = qp_own_read(run, path, &form, &reader, file);
    if (ok && !reader.has_evaluation) {
        qp_error(run, reader.root, QP_ELEMENT, "<result> has no <evaluation>");
        ok = false;
    }
    memcpy(history->years[0].sha256, file->sha256, sizeof file->sha256);
    qp_arena_free(scratch);
    return ok;
}

/* ---- from the command line ---- */

/* Notes districts of the rules that the record does not have. */
static void
note_new(struct qp_session *run, const struct qp_ruleset *rules,
         const struct qp_history *history)
{
    for (size_t d = 0; d < rules->n_districts; d++)
        if (!history->years[0].districts[d].is_known)
            qp_note(run, rules->districts[d].at, QP_DISTRICT,
                    "%s %s is not in the result of %d; nothing is known of "
                    "its year before",
                    rules->districts[d].code, rules->districts[d].name,
                    rules->year - 1);
}

/* Warns of what the rules ask for and nothing gives. */
static void
warn_without(struct qp_session *run, const struct qp_ruleset *rules)
{
    const struct qp_asker *figures = &rules->asks_prior;
    const struct qp_asker *results = &rules->asks_past;

    if (rules->prior == QP_PRIOR_RECORD && figures->name)
        qp_warning(run, figures->at, QP_PRIOR,
                   "%s asks for figures of %d, which are undefined: give last "
                   "year's result with --prior, or take figures from the "
                   "submissions with prior = submission",
                   figures->name, rules->year - 1);
    if (results->name)
        qp_warning(run, results->at, QP_PRIOR,
                   "%s asks what districts came to in earlier years, which is "
                   "undefined: give last year's result with --prior",
                   results->name);
}

/* The record that PATH means: itself, or the one in the folder. */
static const char *
record_at(struct qp_arena *arena, const char *path)
{
    size_t n = strlen(path);
    struct stat about;

    if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode))
        return qp_arena_text(arena, path);
    return qp_arena_printf(arena, "%s%sresult.xml", path,
                           n && path[n - 1] == '/' ? "" : "/");
}

const struct qp_history *
qp_history_read(struct qp_session *run, const struct qp_ruleset *rules,
                const char *path)
{
    struct qp_history *history =
        qp_arena_alloc(run->arena, 1, sizeof *history);

    if (!path) {
        warn_without(run, rules);
        return NULL;
    }
    path = record_at(run->arena, path);
    if (!read_record(run, rules, path, history))
        return NULL;
    note_new(run, rules, history);
    return history;
}
