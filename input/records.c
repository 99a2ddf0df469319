/* <records> of one file, and of all files together; see records.h. */

#include <config.h>

#include "input/records.h"

#include <stdlib.h>
#include <string.h>

#include "engine/expr.h"
#include "engine/judge.h"
#include "engine/record.h"
#include "engine/tongue.h"
#include "input/roll.h"
#include "input/rows.h"
#include "input/tally.h"
#include "input/text.h"

/* A row is read, then what its labels lead to is asked for, then it is added:
   each with the next row, so that far memory has time to come. */
enum { STEPS = 3 };

/* The rows of one type in one file. */
struct kind {
    const struct qp_record_type *record;
    const struct qp_tally_plan *plan;
    struct qp_place at; /* of its <records>, line 0 without */
    struct qp_rows *rows;
    struct qp_row *steps[STEPS]; /* the row at hand first */
    size_t n_steps;              /* rows behind it */
    struct qp_tally *tally;
    struct qp_roll *keys;      /* null without a key */
    struct qp_labels **labels; /* one a field, null where none are needed */
    size_t *labelled, n_labelled; /* fields that have them */
    size_t *n_found;           /* findings of each check */
    size_t n_rows;
    bool is_wrong; /* a row, so that sums say nothing */

    size_t count, total_field; /* as given; QP_NONE where not */
    qp_num total;
};

struct qp_records {
    struct kind *kinds; /* in the order of the rules */
    struct kind *open;  /* null for a type that is not known */
};

static struct qp_text_shown
show(const char *text)
{
    return qp_text_show(text, strlen(text));
}

static struct qp_records *
new_records(struct qp_reading *reading)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    struct qp_records *records =
        qp_arena_alloc(reading->scratch, 1, sizeof *records);

    records->kinds = qp_arena_alloc(reading->scratch, rules->n_records,
                                    sizeof *records->kinds);
    for (size_t i = 0; i < rules->n_records; i++)
        records->kinds[i] = (struct kind){
            .record = &rules->records[i],
            .plan = reading->intake->plans[i],
        };
    return records;
}

/* Makes what the rows of KIND are read with. */
static void
prepare(struct qp_reading *reading, struct kind *kind)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    struct qp_arena *scratch = reading->scratch;
    size_t n = kind->record->n_fields;

    kind->labels = qp_arena_alloc(scratch, n, sizeof *kind->labels);
    kind->labelled = qp_arena_alloc(scratch, n, sizeof *kind->labelled);
    for (size_t i = 0; i < n; i++)
        if (qp_tally_plan_labels(kind->plan, i)) {
            kind->labels[i] = qp_labels_new();
            kind->labelled[kind->n_labelled++] = i;
        }
    if (kind->record->key != QP_NONE)
        kind->keys = qp_roll_new(reading->intake->secret);
    kind->rows =
        qp_rows_new(reading->run, scratch, reading->path, kind->record,
                    kind->labels, qp_label_key(rules->sha256));
    kind->tally = qp_tally_new(scratch, kind->plan, kind->total_field);
    for (size_t i = 0; i < STEPS; i++) {
        kind->steps[i] = qp_arena_alloc(scratch, 1, sizeof **kind->steps);
        kind->steps[i]->holds = qp_tally_holds(scratch, kind->plan);
    }
    kind->n_found =
        qp_arena_alloc(scratch, rules->n_checks, sizeof *kind->n_found);
}

/* ---- <records> ---- */

/* The record type called TYPE, which is reported if there is none. */
static struct kind *
find_kind(struct qp_reading *reading, const struct qp_records_given *given)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    const char *list = "";

    for (size_t i = 0; i < rules->n_records; i++) {
        if (qp_text_order(rules->records[i].code, given->type) == 0)
            return &reading->records->kinds[i];
        list = qp_arena_printf(reading->scratch, "%s %s", list,
                               rules->records[i].code);
    }
    qp_error(reading->run, given->at, QP_ATTRIBUTE,
             "<records>: type=\"%s\" is none of the rules' records%s%s",
             show(given->type).text, *list ? ":" : _("; they have none"),
             list);
    return NULL;
}

/* Reads the count that GIVEN states. */
static void
read_count(struct qp_reading *reading, const struct qp_records_given *given,
           struct kind *kind)
{
    const char *text = given->count;
    qp_num x;
    int64_t count;

    kind->count = QP_NONE;
    if (!text)
        return;
    if (qp_num_parse(reading->scratch, text, strlen(text),
                     QP_NUM_DIGITS_INPUT, &x) ||
        !qp_num_to_int(x, INT64_MAX, &count) || count < 0)
        qp_error(reading->run, given->at, QP_ATTRIBUTE,
                 "<records>: count=\"%s\" is not a number of rows",
                 show(text).text);
    else
        kind->count = (size_t)count;
}

/* Reads the sum that GIVEN states of a field. */
static void
read_total(struct qp_reading *reading, const struct qp_records_given *given,
           struct kind *kind)
{
    const struct qp_record_type *record = kind->record;
    const char *field = given->total_field, *wrong;

    kind->total_field = QP_NONE;
    if (!field != !given->total) {
        qp_error(reading->run, given->at, QP_ATTRIBUTE,
                 "<records>: total-field and total stand together: the field "
                 "and the sum of it");
        return;
    }
    if (!field)
        return;
    wrong = qp_num_parse(reading->run->arena, given->total,
                         strlen(given->total), QP_NUM_DIGITS_INPUT,
                         &kind->total);
    if (wrong)
        qp_error(reading->run, given->at, QP_NUMBER,
                 "<records>: total=\"%s\" %s", show(given->total).text, wrong);
    kind->total_field = qp_record_field_find(record, field, strlen(field));
    if (kind->total_field == QP_NONE ||
        !qp_record_types[record->fields[kind->total_field].type].is_amount) {
        qp_error(reading->run, given->at, QP_ATTRIBUTE,
                 "<records>: total-field=\"%s\" is no field of %s that has a "
                 "sum",
                 show(field).text, record->code);
        kind->total_field = QP_NONE;
    }
    if (wrong)
        kind->total_field = QP_NONE;
}

void
qp_records_open(struct qp_reading *reading,
                const struct qp_records_given *given)
{
    struct kind *kind;

    if (!reading->records)
        reading->records = new_records(reading);
    reading->records->open = NULL;
    kind = given->type ? find_kind(reading, given) : NULL;
    if (!kind)
        return;
    if (kind->at.line) {
        qp_error(reading->run, given->at, QP_DUPLICATE,
                 "a second <records type=\"%s\">; the first one stands in "
                 "line %d",
                 kind->record->code, kind->at.line);
        return;
    }
    kind->at = given->at;
    read_count(reading, given, kind);
    read_total(reading, given, kind);
    prepare(reading, kind);
    reading->records->open = kind;
}

/* ---- rows ---- */

/* Brings what the labels of ROW lead to nearer. */
static void
approach(const struct kind *kind, const struct qp_row *row)
{
    for (size_t k = 0; k < kind->n_labelled; k++) {
        size_t i = kind->labelled[k];

        if (qp_row_has(row, i))
            qp_tally_expect(
                kind->tally, i,
                qp_labels_approach(kind->labels[i], row->hashes[i]));
    }
}

/* Adds ROW to its tally. */
static void
add(const struct kind *kind, struct qp_row *row)
{
    for (size_t k = 0; k < kind->n_labelled; k++) {
        size_t i = kind->labelled[k];

        if (qp_row_has(row, i))
            row->places[i] = qp_labels_add(kind->labels[i], row->labels[i],
                                           row->hashes[i], row->line);
    }
    if (kind->keys)
        qp_roll_add(kind->keys, &row->id, row->id_hash, row->line);
    qp_tally_add(kind->tally, row);
}

/* Takes each row a step further, the oldest into the tally, and makes room for
   another one. */
static void
step(struct kind *kind)
{
    struct qp_row *oldest = kind->steps[STEPS - 1];

    if (kind->n_steps == STEPS - 1)
        add(kind, oldest);
    else
        kind->n_steps++;
    for (size_t i = STEPS - 1; i > 0; i--)
        kind->steps[i] = kind->steps[i - 1];
    kind->steps[0] = oldest;
}

/* Adds the rows that are on their way. */
static void
finish_steps(struct kind *kind)
{
    for (; kind->n_steps > 0; kind->n_steps--)
        add(kind, kind->steps[kind->n_steps]);
    qp_tally_finish(kind->tally);
}

/* What a row that does not pass CHECK is told by: its key, and what the
   assertion rests on. */
static void
set_terms(struct qp_arena *arena, const struct qp_record_type *record,
          const struct qp_check *check, const struct qp_value row[],
          struct qp_finding *finding)
{
    size_t n = 0, first = record->key != QP_NONE;
    const struct qp_term *terms = qp_expr_row_terms(
        check->assertion.expr, arena, record, row, &n);
    struct qp_term *all = qp_arena_alloc(arena, n + 1, sizeof *all);

    if (first)
        all[0] = (struct qp_term){
            .text = record->fields[record->key].code,
            .name = record->fields[record->key].name,
            .name_en = record->fields[record->key].name_en,
            .unit_name = "",
            .value = row[record->key],
        };
    if (n)
        memcpy(all + first, terms, n * sizeof *all);
    finding->terms = all;
    finding->n_terms = first + n;
    finding->text = qp_judge_text(arena, all, first + n);
}

static bool
holds(const struct qp_formula *formula, struct qp_arena *scratch,
      const struct qp_value row[], bool otherwise)
{
    struct qp_value value;

    if (!formula->expr)
        return otherwise;
    value = qp_expr_eval_row(formula->expr, scratch, row);
    return value.state == QP_REPORTED ? qp_num_sign(value.num) != 0
                                      : otherwise;
}

/* Judges ROW by the check at INDEX, which its tally says it does
   not pass; it may still be that it cannot be decided. */
static void
judge(struct qp_reading *reading, struct kind *kind, size_t index,
      const struct qp_row *row)
{
    struct qp_session *run = reading->run;
    const struct qp_check *check = &reading->intake->rules->checks[index];
    struct qp_finding finding = {
        .check = index,
        .district = reading->document.district,
        .level = check->level,
        .at = { .file = reading->path, .line = row->line },
    };
    const struct qp_value *values;

    if (kind->n_found[index] == QP_DIAG_MOST)
        return;
    values = qp_row_values(run->arena, kind->record, row);
    if (holds(&check->assertion, reading->scratch, values, true))
        return;
    kind->n_found[index]++;
    finding.is_explained =
        holds(&check->unless, reading->scratch, values, false);
    finding.is_submitted = finding.is_open = !finding.is_explained;
    set_terms(run->arena, kind->record, check, values, &finding);
    qp_judge_report(run, reading->intake->rules, &finding);
    if (finding.district != QP_NONE)
        qp_intake_add_finding(reading->intake, &finding);
}

static void
judge_row(struct qp_reading *reading, struct kind *kind,
          const struct qp_row *row)
{
    const size_t *checks;
    size_t n;

    checks = qp_tally_plan_checks(kind->plan, &n);
    for (size_t i = 0; i < n; i++)
        if (!qp_tally_passes(kind->tally, row, i))
            judge(reading, kind, checks[i], row);
}

bool
qp_records_row(struct qp_reading *reading, const struct qp_sax_row *tag)
{
    struct kind *kind = reading->records ? reading->records->open : NULL;
    struct qp_row *row;

    if (!kind) /* of a type that is not known */
        return true;
    kind->n_rows++;
    row = kind->steps[0];
    if (!qp_rows_read(kind->rows, tag, row)) {
        kind->is_wrong = true;
        return false;
    }
    if (kind->n_steps > 0)
        approach(kind, kind->steps[1]);
    if (kind->keys)
        row->id_hash = qp_roll_expect(kind->keys, &row->id);
    qp_tally_try(kind->tally, row);
    judge_row(reading, kind, row);
    step(kind);
    return true;
}

/* ---- </records> ---- */

/* Reports keys that stand twice in the file. */
static void
check_keys(struct qp_reading *reading, struct kind *kind)
{
    const struct qp_record_type *record = kind->record;
    const struct qp_record_field *field = &record->fields[record->key];
    struct qp_roll_twice *twice;
    size_t n;

    n = qp_roll_compare(reading->scratch, &kind->keys, 1, QP_FORM_FAULTS,
                        &twice);
    for (size_t i = 0; i < n; i++) {
        char text[QP_ROLL_ID];

        qp_roll_id_text(&twice[i].id, text);
        qp_error(reading->run,
                 (struct qp_place){ .file = reading->path,
                                    .line = twice[i].line },
                 QP_DUPLICATE,
                 "%s%s%s: %s %s is given twice; it stands in line %d already",
                 record->code, *text ? " " : "",
                 qp_text_show(text, strlen(text)).text, field->code,
                 field->name, twice[i].first_line);
    }
    kind->is_wrong = kind->is_wrong || n > 0;
}

static void
check_count(struct qp_reading *reading, struct kind *kind)
{
    if (kind->count == QP_NONE || kind->count == kind->n_rows)
        return;
    qp_error(reading->run, kind->at, QP_RECORDS,
             "<records type=\"%s\">: count=\"%zu\", but it holds %zu row%s",
             kind->record->code, kind->count, kind->n_rows,
             kind->n_rows == 1 ? "" : "s");
    kind->is_wrong = true;
}

static void
check_total(struct qp_reading *reading, struct kind *kind)
{
    struct qp_arena *arena = reading->scratch;
    const struct qp_record_field *field;
    qp_num sum;

    if (kind->total_field == QP_NONE || kind->is_wrong)
        return;
    field = &kind->record->fields[kind->total_field];
    sum = qp_tally_total(arena, kind->tally);
    if (qp_num_cmp(sum, kind->total) == 0)
        return;
    qp_error(reading->run, kind->at, QP_RECORDS,
             "<records type=\"%s\">: %s %s: the total is given as %s, but its "
             "rows add up to %s",
             kind->record->code, field->code, field->name,
             qp_num_text(arena, kind->total), qp_num_text(arena, sum));
    kind->is_wrong = true;
}

void
qp_records_close(struct qp_reading *reading)
{
    struct kind *kind = reading->records->open;

    reading->records->open = NULL;
    if (!kind)
        return;
    finish_steps(kind);
    if (kind->keys)
        check_keys(reading, kind);
    check_count(reading, kind);
    check_total(reading, kind);
}

/* ---- what the rows of a file come to ---- */

/* X with the unit of DATUM. */
static const char *
amount_text(struct qp_arena *arena, const struct qp_datum *datum, qp_num x)
{
    return qp_arena_printf(arena, "%s%s%s", qp_num_text(arena, x),
                           *datum->unit_name ? " " : "", datum->unit_name);
}

/* Reports a typed figure of DATUM that is not what N records come to, X. */
static void
compare_typed(struct qp_reading *reading, const struct qp_datum *datum,
              const struct qp_figure *typed, size_t n, qp_num x)
{
    struct qp_arena *arena = reading->scratch;
    bool is_number = typed->value.state == QP_REPORTED;
    qp_num apart;

    if (is_number) {
        apart = qp_num_abs(arena, qp_num_sub(arena, typed->value.num, x));
        if (qp_num_cmp(apart, datum->tolerance) <= 0)
            return;
    }
    qp_error(
        reading->run, typed->at, QP_DERIVED,
        "%s %s: %s is given, but the records that count, %zu, come to %s; "
        "expected %s%s%s",
        datum->code, datum->name,
        is_number ? amount_text(arena, datum, typed->value.num)
                  : qp_state_name(typed->value.state),
        n, amount_text(arena, datum, x), _("the same"),
        qp_num_sign(datum->tolerance) ? _(", give or take ") : "",
        qp_num_sign(datum->tolerance)
            ? amount_text(arena, datum, datum->tolerance)
            : "");
}

/* Reports X, which the records in AT come to, outside the bounds of DATUM. */
static void
check_bounds(struct qp_reading *reading, const struct qp_datum *datum,
             struct qp_place at, qp_num x)
{
    bool is_below =
        qp_num_defined(datum->min) && qp_num_cmp(x, datum->min) < 0;
    bool is_above =
        qp_num_defined(datum->max) && qp_num_cmp(x, datum->max) > 0;

    if (!is_below && !is_above)
        return;
    qp_error(reading->run, at, QP_RANGE,
             "%s %s: the records come to %s, which is %s %s, the %s that is "
             "taken",
             datum->code, datum->name, amount_text(reading->scratch, datum, x),
             is_below ? "below" : "above",
             qp_num_text(reading->scratch,
                         is_below ? datum->min : datum->max),
             is_below ? "least" : "most");
}

/* The figure of this year that the file gives for the datum at INDEX; null. */
static const struct qp_figure *
find_typed(const struct qp_reading *reading, size_t index)
{
    for (const struct qp_intake_item *item = reading->intake->items; item;
         item = item->next)
        if (item->datum == index && item->reported)
            return item->reported;
    return NULL;
}

/* Puts what the rows of KIND come to for the datum at INDEX where the engine
   finds it. */
static void
derive(struct qp_reading *reading, const struct kind *kind, size_t index)
{
    const struct qp_datum *datum = &reading->intake->rules->data[index];
    const struct qp_figure *typed = find_typed(reading, index);
    struct qp_intake_item *item =
        qp_intake_add_item(reading->intake, reading->document.district, index);
    struct qp_figure *derived =
        qp_arena_alloc(reading->run->arena, 1, sizeof *derived);
    size_t n;
    qp_num x = qp_tally_figure(reading->run->arena, kind->tally, index, &n);

    derived->value = qp_value_number(x);
    derived->at = kind->at;
    derived->at.key = datum->code;
    item->extra.derived = derived;
    item->extra.n_records = n;
    if (!qp_num_defined(x))
        return;
    check_bounds(reading, datum, derived->at, x);
    if (typed)
        compare_typed(reading, datum, typed, n, x);
}

static void
finish_kind(struct qp_reading *reading, struct kind *kind, size_t index)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    struct qp_intake_records left = {
        .path = reading->path,
        .district = reading->document.district,
        .record = index,
        .keys = kind->keys,
    };
    size_t territorial = kind->record->territorial;

    kind->keys = NULL;
    if (territorial != QP_NONE) {
        left.territorial = kind->labels[territorial];
        kind->labels[territorial] = NULL;
        qp_labels_close(left.territorial);
    }

    qp_intake_add_records(reading->intake, &left);
    for (size_t i = 0; i < rules->n_data && !kind->is_wrong; i++)
        if (rules->data[i].record == index)
            derive(reading, kind, i);
}

void
qp_records_finish(struct qp_reading *reading)
{
    for (size_t i = 0; reading->records && reading->document.district != QP_NONE &&
                       i < reading->intake->rules->n_records;
         i++)
        if (reading->records->kinds[i].at.line) {
            reading->document.n_records += reading->records->kinds[i].n_rows;
            finish_kind(reading, &reading->records->kinds[i], i);
        }
}

bool
qp_records_give(const struct qp_reading *reading, size_t datum)
{
    size_t record = reading->intake->rules->data[datum].record;

    return record != QP_NONE && reading->records &&
           reading->records->kinds[record].at.line;
}

void
qp_records_free(struct qp_reading *reading)
{
    size_t n =
        reading->records ? reading->intake->rules->n_records : 0;

    for (size_t i = 0; i < n; i++) {
        struct kind *kind = &reading->records->kinds[i];

        if (kind->tally)
            qp_tally_free(kind->tally);
        if (kind->keys)
            qp_roll_free(kind->keys);
        for (size_t k = 0; kind->labels && k < kind->record->n_fields; k++)
            if (kind->labels[k])
                qp_labels_free(kind->labels[k]);
    }
}

/* ---- all files together ---- */

static int
by_record(const void *left, const void *right)
{
    const struct qp_intake_records *a = left, *b = right;

    if (a->record != b->record)
        return a->record < b->record ? -1 : 1;
    return a->district < b->district ? -1 : a->district > b->district;
}

/* Reports the FIELD called TEXT in LINE of FILE, which stands in FIRST_LINE of
   FIRST already. */
static void
report_twice(struct qp_intake *intake, const struct qp_record_field *field,
             const char *text, const struct qp_intake_records *file, int line,
             const struct qp_intake_records *first, int first_line)
{
    const struct qp_record_type *record =
        &intake->rules->records[file->record];
    const struct qp_district *whose =
        &intake->rules->districts[first->district];
    bool is_key = field == &record->fields[record->key];
    struct qp_place at = { .file = file->path, .line = line };

    qp_error(intake->run, at, is_key ? QP_DUPLICATE : QP_TERRITORY,
             "%s: %s %s%s%s stands in %s:%d already, in the records of %s %s; "
             "%s",
             record->code, field->code, field->name, *text ? " " : "",
             show(text).text, first->path, first_line, whose->code,
             whose->name,
             is_key ? _("expected once over all districts")
                    : _("expected in one district only"));
}

/* Holds the keys in the N FILES of one record type against each other. */
static void
compare_keys(struct qp_intake *intake, const struct qp_intake_records *files,
             size_t n)
{
    struct qp_arena *scratch = qp_arena_new();
    const struct qp_record_type *record =
        &intake->rules->records[files->record];
    struct qp_roll **rolls = qp_arena_alloc(scratch, n, sizeof *rolls);
    struct qp_roll_twice *twice;
    size_t n_twice = 0;

    for (size_t i = 0; i < n; i++)
        rolls[i] = files[i].keys;
    if (n > 1)
        n_twice = qp_roll_compare(scratch, rolls, n, QP_FORM_FAULTS, &twice);
    for (size_t i = 0; i < n_twice; i++) {
        char text[QP_ROLL_ID];

        qp_roll_id_text(&twice[i].id, text);
        report_twice(intake, &record->fields[record->key], text,
                     &files[twice[i].file], twice[i].line,
                     &files[twice[i].first_file], twice[i].first_line);
    }
    for (size_t i = 0; i < n; i++)
        qp_roll_free(rolls[i]);
    qp_arena_free(scratch);
}

/* Adds the territorial labels of file N to POOL, of which STARTS has where those
   of each file begin, and reports those that the files before it have. */
static void
pour(struct qp_intake *intake, const struct qp_intake_records *files, size_t n,
     struct qp_labels *pool, const size_t starts[])
{
    const struct qp_labels *labels = files[n].territorial;
    const struct qp_record_type *record =
        &intake->rules->records[files->record];

    for (size_t i = 0; i < qp_labels_count(labels); i++) {
        struct qp_label label = qp_labels_label(labels, i);
        size_t before = qp_labels_count(pool), first = n;
        size_t place =
            qp_labels_add(pool, label, qp_labels_expect(pool, label),
                          qp_labels_line(labels, i));
        char text[QP_LABEL_SHOWN];

        if (place == before)
            continue;
        while (starts[first] > place)
            first--;
        qp_label_text(label, text);
        report_twice(intake, &record->fields[record->territorial], text,
                     &files[n], qp_labels_line(labels, i), &files[first],
                     qp_labels_line(pool, place));
    }
}

/* The same with the values of the territorial field. */
static void
compare_territory(struct qp_intake *intake,
                  const struct qp_intake_records *files, size_t n)
{
    struct qp_labels *pool = qp_labels_new();
    size_t *starts = qp_arena_alloc(intake->run->arena, n, sizeof *starts);

    for (size_t i = 0; i < n; i++) {
        starts[i] = qp_labels_count(pool);
        if (n > 1)
            pour(intake, files, i, pool, starts);
        qp_labels_free(files[i].territorial);
    }
    qp_labels_free(pool);
}

void
qp_records_compare(struct qp_intake *intake)
{
    struct qp_intake_records *files = intake->records;
    size_t n = intake->n_records, first = 0;

    if (n)
        qsort(files, n, sizeof *files, by_record);
    while (first < n) {
        const struct qp_record_type *record =
            &intake->rules->records[files[first].record];
        size_t end = first;

        while (end < n && files[end].record == files[first].record)
            end++;
        if (record->key != QP_NONE)
            compare_keys(intake, files + first, end - first);
        if (record->territorial != QP_NONE)
            compare_territory(intake, files + first, end - first);
        first = end;
    }
    intake->n_records = 0;
}
