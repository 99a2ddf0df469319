/* Last year's record; see history.h. */

#include <config.h>

#include "input/history.h"

#include <string.h>
#include <sys/stat.h>

#include "engine/history.h"
#include "input/codes.h"
#include "input/sax.h"
#include "input/text.h"

enum {
    DIGITS = 5000,             /* of a number; fractions can be long */
    ELEMENTS = 100 * 1000 * 1000 /* scores of a whole country */
};

/* An element that is read; others are passed over. */
struct element;

struct reader {
    struct qp_session *run;
    struct qp_arena *scratch;
    const struct qp_ruleset *rules;
    const struct qp_codes *districts, *data;
    const char *path;
    struct qp_place root;

    const struct element *open[QP_SAX_DEPTH]; /* null: passed over */
    size_t depth;
    bool has_evaluation, is_foreign;

    struct qp_history *history;
    size_t years_capacity;
    size_t district; /* at hand; QP_NONE: of none that the rules have */
    struct qp_place district_at;
    bool *seen;      /* data of that district */
    const char **grades; /* that the rules do not have */
    size_t n_grades, grades_capacity;
};

/* An element that begins. */
struct opening {
    const struct qp_sax_tag *tag;
    struct qp_place at;
};

struct element {
    const char *name;
    const struct element *parent; /* null: the root */
    void (*open)(struct reader *reader, const struct opening *opening);
    void (*close)(struct reader *reader);
};

static struct qp_text_shown
show(const char *text)
{
    return qp_text_show(text, strlen(text));
}

/* ---- attributes ---- */

/* What the element says of NAME; null. */
static const char *
find(struct reader *reader, const struct opening *opening, const char *name)
{
    const struct qp_sax_tag *tag = opening->tag;

    for (size_t i = 0; i < tag->n_attributes; i++)
        if (!tag->attributes[i].prefix &&
            strcmp(tag->attributes[i].name, name) == 0)
            return qp_arena_copy(reader->scratch, tag->attributes[i].value,
                                 tag->attributes[i].length);
    return NULL;
}

/* The same where it must be said. */
static const char *
need(struct reader *reader, const struct opening *opening, const char *name)
{
    const char *value = find(reader, opening, name);

    if (!value)
        qp_error(reader->run, opening->at, QP_ATTRIBUTE,
                 "<%s>: the attribute %s is missing", opening->tag->name,
                 name);
    return value;
}

/* The number that the element has for NAME, undefined for none. */
static qp_num
number(struct reader *reader, const struct opening *opening, const char *name)
{
    const char *text = find(reader, opening, name), *wrong;
    qp_num x = qp_num_undefined("not in the record");

    if (!text)
        return x;
    wrong = qp_num_parse_fraction(reader->run->arena, text, strlen(text),
                                  DIGITS, &x);
    if (wrong)
        qp_error(reader->run, opening->at, QP_NUMBER, "<%s>: %s=\"%s\" %s",
                 opening->tag->name, name, show(text).text, wrong);
    return x;
}

/* ---- <evaluation> ---- */

static void
open_evaluation(struct reader *reader, const struct opening *opening)
{
    const struct qp_ruleset *rules = reader->rules;
    const char *id = need(reader, opening, "id");
    const char *year = need(reader, opening, "year");
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
    if (find(reader, opening, "drafts"))
        qp_error(reader->run, opening->at, QP_DRAFT,
                 "this is a result of drafts; give the final one");
}

/* ---- what districts came to ---- */

/* Warns of a grade that the rules do not have, once, where they look at
   grades. */
static void
note_grade(struct reader *reader, const struct opening *opening, int year,
           const char *grade)
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
read_grade(struct reader *reader, const struct opening *opening, int year)
{
    const struct qp_ruleset *rules = reader->rules;
    const char *grade = find(reader, opening, "grade");

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
read_past(struct reader *reader, const struct opening *opening,
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
        .total = number(reader, opening, points),
        .rank = number(reader, opening, "rank"),
        .grade = read_grade(reader, opening, year->year),
    };
}

static void
open_total(struct reader *reader, const struct opening *opening)
{
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
open_year(struct reader *reader, const struct opening *opening)
{
    int expected = reader->rules->year - 1 - (int)reader->history->n_years;
    const char *year = need(reader, opening, "year");
    const char *hash = need(reader, opening, "sha256");
    struct qp_past_year *fresh = add_year(reader, expected);
    char text[16];

    snprintf(text, sizeof text, "%d", expected);
    if (year && strcmp(year, text) != 0)
        qp_error(reader->run, opening->at, QP_ATTRIBUTE,
                 "<year>: year=\"%s\" stands where %s must follow",
                 show(year).text, text);
    if (hash && strlen(hash) == sizeof fresh->sha256 - 1)
        memcpy(fresh->sha256, hash, sizeof fresh->sha256);
    else if (hash)
        qp_error(reader->run, opening->at, QP_ATTRIBUTE,
                 "<year>: sha256=\"%s\" is not a SHA-256 of 64 hexadecimal "
                 "digits",
                 show(hash).text);
}

/* A district that is gone has been noted with the result of last year. */
static void
open_past(struct reader *reader, const struct opening *opening)
{
    struct qp_history *history = reader->history;
    const char *code = need(reader, opening, "code");

    reader->district =
        code ? qp_codes_find(reader->districts, code) : QP_NONE;
    read_past(reader, opening, &history->years[history->n_years - 1],
              "total");
}

/* ---- districts and their figures ---- */

static void
open_district(struct reader *reader, const struct opening *opening)
{
    const struct qp_ruleset *rules = reader->rules;
    const char *code = need(reader, opening, "code");
    const char *name = find(reader, opening, "name");

    reader->district =
        code ? qp_codes_find(reader->districts, code) : QP_NONE;
    reader->district_at = opening->at;
    memset(reader->seen, 0, rules->n_data * sizeof *reader->seen);
    if (code && reader->district == QP_NONE)
        qp_note(reader->run, opening->at, QP_DISTRICT,
                "these rules do not have the district %s %s; what it came to "
                "in %d is not used",
                show(code).text, show(name ? name : "").text,
                rules->year - 1);
}

static void
close_district(struct reader *reader)
{
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
    unit = !*name ? &qp_unit_one
           : qp_units_known(units, name) ? qp_units_get(arena, units, name)
                                         : NULL;
    if (unit && qp_unit_alike(unit, datum->unit))
        return qp_unit_factor(arena, unit, datum->unit);
    return qp_num_undefined("another dimension");
}

/* X of DATUM, which the record has in UNIT, in the rules' unit. */
static qp_num
convert(struct reader *reader, const struct opening *opening,
        const struct qp_datum *datum, const char *unit, qp_num x)
{
    qp_num times = factor(reader, datum, unit);

    if (!qp_num_defined(times))
        qp_error(reader->run, opening->at, QP_UNIT,
                 "%s %s: the record has it in %s, which does not convert into "
                 "%s; define the unit in [units], or give what is measured "
                 "otherwise another code",
                 datum->code, datum->name,
                 *unit ? show(unit).text : "no unit",
                 datum->unit_name[0] ? datum->unit_name : "a pure number");
    return qp_num_mul(reader->run->arena, x, times);
}

/* The value or state that counted; false for none. */
static bool
read_value(struct reader *reader, const struct opening *opening,
           const struct qp_datum *datum, const char *unit,
           struct qp_value *value)
{
    const char *name = find(reader, opening, "state");
    const char *reason = find(reader, opening, "reason");
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
    *value = qp_value_number(number(reader, opening, "value"));
    if (value->state != QP_REPORTED)
        return false;
    *value = qp_value_number(
        convert(reader, opening, datum, unit, value->num));
    return value->state == QP_REPORTED;
}

/* What experts thought stands in a record without a figure that counts. */
static void
open_datum(struct reader *reader, const struct opening *opening)
{
    const char *code = need(reader, opening, "code");
    const char *unit = find(reader, opening, "unit");
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

/* ---- the record ---- */

enum { RESULT, EVALUATION, HISTORY, YEAR, PAST, DISTRICT, DATUM, TOTAL };

static const struct element elements[] = {
    [RESULT] = { .name = "result" },
    [EVALUATION] = { .name = "evaluation",
                     .parent = &elements[RESULT],
                     .open = open_evaluation },
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
    [TOTAL] = { .name = "total",
                .parent = &elements[DISTRICT],
                .open = open_total },
};

/* The row of the element NAME in PARENT; null. */
static const struct element *
find_element(const char *name, const struct element *parent)
{
    for (size_t i = 1; parent && i < QP_COUNT(elements); i++)
        if (elements[i].parent == parent &&
            strcmp(elements[i].name, name) == 0)
            return &elements[i];
    return NULL;
}

static bool
is_of_result(const struct qp_sax_tag *tag)
{
    return tag->namespace && strcmp(tag->namespace, QP_RESULT_NAMESPACE) == 0;
}

/* The root says what the file is; nothing else is worth reading. */
static enum qp_sax_answer
open_root(struct reader *reader, const struct opening *opening)
{
    const struct qp_sax_tag *tag = opening->tag;

    reader->root = opening->at;
    reader->is_foreign = strcmp(tag->name, "result") != 0 ||
                         !is_of_result(tag);
    if (reader->is_foreign)
        qp_error(reader->run, opening->at, QP_ELEMENT,
                 "the file begins with <%s>, where last year's result begins "
                 "with <result xmlns=\"" QP_RESULT_NAMESPACE "\">",
                 show(tag->name).text);
    reader->open[0] = &elements[RESULT];
    return reader->is_foreign ? QP_SAX_STOP : QP_SAX_GO_ON;
}

static enum qp_sax_answer
on_open(void *data, const struct qp_sax_tag *tag)
{
    struct reader *reader = data;
    const struct opening opening = {
        tag, { .file = reader->path, .line = tag->line }
    };
    const struct element *element;

    if (reader->depth++ == 0)
        return open_root(reader, &opening);
    element = find_element(tag->name, reader->open[reader->depth - 2]);
    if (element && !is_of_result(tag)) {
        qp_error(reader->run, opening.at, QP_ELEMENT,
                 "<%s> is in another namespace than the root of the file",
                 tag->name);
        element = NULL;
    }
    reader->open[reader->depth - 1] = element;
    if (element && element->open)
        element->open(reader, &opening);
    return QP_SAX_GO_ON;
}

static void
on_close(void *data, const struct qp_sax_content *content)
{
    struct reader *reader = data;
    const struct element *element = reader->open[--reader->depth];
    struct qp_place at = { .file = reader->path,
                           .line = content->stray_line };

    if (!element)
        return;
    if (content->stray_line)
        qp_error(reader->run, at, QP_ELEMENT, "text has no place in <%s>",
                 element->name);
    if (element->close)
        element->close(reader);
}

static void
on_comment(void *data, int line, const char *text)
{
    (void)data, (void)line, (void)text;
}

static const struct qp_sax_reader sax_reader = {
    .open = on_open,
    .close = on_close,
    .comment = on_comment,
    .n_elements = ELEMENTS,
};

/* Reads what GUARD lets through. */
static void
read_guarded(struct reader *reader, struct qp_guard *guard)
{
    struct qp_file *file = &reader->history->file;
    const char *slash = strrchr(reader->path, '/');

    if (!qp_sax_read(reader->run, reader->scratch, guard, reader->path,
                     &sax_reader, reader) ||
        reader->is_foreign)
        return;
    if (!reader->has_evaluation)
        qp_error(reader->run, reader->root, QP_ELEMENT,
                 "<result> has no <evaluation>");
    file->path = reader->path;
    file->name = slash ? slash + 1 : reader->path;
    qp_guard_identify(guard, file);
    memcpy(reader->history->years[0].sha256, file->sha256,
           sizeof file->sha256);
}

static void
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
        .path = path,
        .history = history,
        .district = QP_NONE,
        .seen = qp_arena_alloc(scratch, rules->n_data, sizeof *reader.seen),
    };
    struct qp_guard *guard =
        qp_guard_open(run, scratch, path, QP_GUARD_CHUNK);

    history->figures =
        qp_arena_alloc(run->arena, rules->n_districts,
                       rules->n_data * sizeof *history->figures);
    add_year(&reader, rules->year - 1);
    if (guard) {
        read_guarded(&reader, guard);
        qp_guard_close(guard);
    }
    qp_arena_free(scratch);
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
    size_t errors_before, errors, others;

    if (!path) {
        warn_without(run, rules);
        return NULL;
    }
    path = record_at(run->arena, path);
    qp_diag_file(run->diag, path);
    qp_diag_count(run->diag, &errors_before, &others, &others);
    read_record(run, rules, path, history);
    qp_diag_count(run->diag, &errors, &others, &others);
    if (errors != errors_before)
        return NULL;
    note_new(run, rules, history);
    return history;
}
