/* <records> of one file, and of all files together; see records.h. */

#include <config.h>

#include "input/records.h"

#include <stdlib.h>
#include <string.h>

#include "engine/expr.h"
#include "engine/judge.h"
#include "engine/record.h"
#include "input/rows.h"
#include "input/tally.h"
#include "input/text.h"

/* The rows of one type in one file. */
struct kind {
    const struct qp_record_type *record;
    const struct qp_tally_plan *plan;
    struct qp_place at; /* of its <records>, line 0 without */
    struct qp_rows *rows;
    struct qp_tally *tally;
    struct qp_labels **labels; /* one a field, null where none are needed */
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
    bool *has_label = qp_arena_alloc(scratch, n, sizeof *has_label);

    kind->labels = qp_arena_alloc(scratch, n, sizeof *kind->labels);
    for (size_t i = 0; i < n; i++) {
        has_label[i] = qp_tally_plan_labels(kind->plan, i);
        if (has_label[i])
            kind->labels[i] = qp_labels_new();
    }
    kind->rows =
        qp_rows_new(reading->run, scratch, reading->path, kind->record,
                    has_label, qp_label_key(rules->sha256));
    kind->tally = qp_tally_new(scratch, kind->plan);
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
             show(given->type).text, *list ? ":" : "; they have none", list);
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
    sum = qp_tally_total(arena, kind->tally, kind->total_field);
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
    check_count(reading, kind);
    check_total(reading, kind);
}

/* ---- rows ---- */

/* Numbers the labels of ROW, and reports a key that came before. */
static bool
number_labels(struct qp_reading *reading, struct kind *kind,
              const struct qp_sax_row *row, struct qp_slot *slots)
{
    const struct qp_record_type *record = kind->record;
    bool is_new = true;

    for (size_t i = 0; i < record->n_fields; i++) {
        struct qp_labels *labels = kind->labels[i];
        size_t n;

        if (!labels || !slots[i].is_there)
            continue;
        n = qp_labels_count(labels);
        slots[i].number = qp_labels_add(labels, slots[i].label, row->line);
        if (i != record->key || slots[i].number == n)
            continue;
        is_new = false;
        qp_error(reading->run,
                 (struct qp_place){ .file = reading->path,
                                    .line = row->line },
                 QP_DUPLICATE,
                 "%s: %s %s is given twice; it stands in line %d already",
                 qp_rows_name(kind->rows, row).text, record->fields[i].code,
                 record->fields[i].name,
                 qp_labels_line(labels, slots[i].number));
    }
    return is_new;
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

/* Judges the row in LINE by the check at INDEX, which its tally says it does
   not pass; it may still be that it cannot be decided. */
static void
judge(struct qp_reading *reading, struct kind *kind, size_t index, int line,
      const struct qp_slot slots[])
{
    struct qp_session *run = reading->run;
    const struct qp_check *check = &reading->intake->rules->checks[index];
    struct qp_finding finding = {
        .check = index,
        .district = reading->document.district,
        .level = check->level,
        .at = { .file = reading->path, .line = line },
    };
    const struct qp_value *row;

    if (kind->n_found[index] == QP_DIAG_MOST)
        return;
    row = qp_slots_values(run->arena, kind->record, slots);
    if (holds(&check->assertion, reading->scratch, row, true))
        return;
    kind->n_found[index]++;
    finding.is_explained =
        holds(&check->unless, reading->scratch, row, false);
    finding.is_submitted = finding.is_open = !finding.is_explained;
    set_terms(run->arena, kind->record, check, row, &finding);
    qp_judge_report(run, reading->intake->rules, &finding);
    if (finding.district != QP_NONE)
        qp_intake_add_finding(reading->intake, &finding);
}

static void
judge_row(struct qp_reading *reading, struct kind *kind, int line,
          const struct qp_slot slots[])
{
    const size_t *checks;
    size_t n;

    checks = qp_tally_plan_checks(kind->plan, &n);
    for (size_t i = 0; i < n; i++)
        if (!qp_tally_passes(kind->tally, i))
            judge(reading, kind, checks[i], line, slots);
}

bool
qp_records_row(struct qp_reading *reading, const struct qp_sax_row *row)
{
    struct kind *kind = reading->records ? reading->records->open : NULL;
    struct qp_slot *slots;

    if (!kind) /* of a type that is not known */
        return true;
    kind->n_rows++;
    slots = qp_rows_read(kind->rows, row);
    if (!slots || !number_labels(reading, kind, row, slots)) {
        kind->is_wrong = true;
        return false;
    }
    qp_tally_row(kind->tally, slots);
    judge_row(reading, kind, row->line, slots);
    return true;
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
    qp_error(reading->run, typed->at, QP_DERIVED,
             "%s %s: %s is given, but the records that count, %zu, come to %s; "
             "expected %s%s%s",
             datum->code, datum->name,
             is_number ? amount_text(arena, datum, typed->value.num)
                       : qp_state_name(typed->value.state),
             n, amount_text(arena, datum, x), "the same",
             qp_num_sign(datum->tolerance) ? ", give or take " : "",
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
        if (item->datum == index && item->given.reported)
            return item->given.reported;
    return NULL;
}

/* Puts what the rows of KIND come to for the datum at INDEX where the engine
   finds it. */
static void
derive(struct qp_reading *reading, const struct kind *kind, size_t index)
{
    const struct qp_datum *datum = &reading->intake->rules->data[index];
    const struct qp_figure *typed = find_typed(reading, index);
    struct qp_entry *entry = qp_intake_add_item(
        reading->intake, reading->document.district, index);
    struct qp_figure *derived =
        qp_arena_alloc(reading->run->arena, 1, sizeof *derived);
    size_t n;
    qp_num x = qp_tally_figure(reading->run->arena, kind->tally, index, &n);

    derived->value = qp_value_number(x);
    derived->at = kind->at;
    derived->at.key = datum->code;
    entry->derived = derived;
    entry->n_records = n;
    if (!qp_num_defined(x))
        return;
    check_bounds(reading, datum, derived->at, x);
    if (typed)
        compare_typed(reading, datum, typed, n, x);
}

/* Leaves the labels of FIELD, which other files may not have, to the intake. */
static struct qp_labels *
leave_labels(struct kind *kind, size_t field)
{
    struct qp_labels *labels = field == QP_NONE ? NULL : kind->labels[field];

    if (labels) {
        kind->labels[field] = NULL;
        qp_labels_close(labels);
    }
    return labels;
}

static void
finish_kind(struct qp_reading *reading, struct kind *kind, size_t index)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    struct qp_intake_records left = {
        .path = reading->path,
        .district = reading->document.district,
        .record = index,
        .keys = leave_labels(kind, kind->record->key),
        .territorial = leave_labels(kind, kind->record->territorial),
    };

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
        if (reading->records->kinds[i].at.line)
            finish_kind(reading, &reading->records->kinds[i], i);
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

/* Labels of one field from several files, one after the other. */
struct pool {
    struct qp_labels *labels;
    size_t *starts; /* of each file's new labels */
};

/* Reports label I of FILE, which is a FIELD, as it stands in OTHER already, in
   LINE. */
static void
report_twice(struct qp_intake *intake, const struct qp_intake_records *file,
             const struct qp_record_field *field,
             const struct qp_labels *labels, size_t i,
             const struct qp_intake_records *other, int line)
{
    const struct qp_record_type *record =
        &intake->rules->records[file->record];
    const struct qp_district *whose =
        &intake->rules->districts[other->district];
    bool is_key = field == &record->fields[record->key];
    struct qp_place at = { .file = file->path,
                           .line = qp_labels_line(labels, i) };
    char text[QP_LABEL_SHOWN];

    qp_label_text(qp_labels_label(labels, i), text);
    qp_error(intake->run, at, is_key ? QP_DUPLICATE : QP_TERRITORY,
             "%s: %s %s%s%s stands in %s:%d already, in the records of %s %s; "
             "%s",
             record->code, field->code, field->name, *text ? " " : "",
             qp_text_show(text, strlen(text)).text, other->path, line,
             whose->code, whose->name,
             is_key ? "expected once over all districts"
                    : "expected in one district only");
}

/* Adds the labels of file N, reports those that the files before it have, and
   gives them back. */
static void
pour(struct qp_intake *intake, struct pool *pool,
     const struct qp_intake_records *files, size_t n,
     const struct qp_record_field *field, struct qp_labels *labels)
{
    for (size_t i = 0; i < qp_labels_count(labels); i++) {
        size_t before = qp_labels_count(pool->labels), whose = n;
        size_t number =
            qp_labels_add(pool->labels, qp_labels_label(labels, i),
                          qp_labels_line(labels, i));

        if (number == before)
            continue;
        while (pool->starts[whose] > number)
            whose--;
        report_twice(intake, &files[n], field, labels, i, &files[whose],
                     qp_labels_line(pool->labels, number));
    }
    qp_labels_free(labels);
}

/* Holds the labels of FIELD in the N FILES of one record type against each
   other; OF_KEY says which of the two they are. */
static void
compare(struct qp_intake *intake, struct qp_intake_records *files, size_t n,
        size_t field, bool of_key)
{
    const struct qp_record_type *record =
        &intake->rules->records[files->record];
    struct pool pool = {
        .labels = qp_labels_new(),
        .starts =
            qp_arena_alloc(intake->run->arena, n, sizeof *pool.starts),
    };

    for (size_t i = 0; i < n; i++) {
        struct qp_labels *labels =
            of_key ? files[i].keys : files[i].territorial;

        pool.starts[i] = qp_labels_count(pool.labels);
        if (labels && n > 1)
            pour(intake, &pool, files, i, &record->fields[field], labels);
        else if (labels)
            qp_labels_free(labels);
    }
    qp_labels_free(pool.labels);
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
        compare(intake, files + first, end - first, record->key, true);
        compare(intake, files + first, end - first, record->territorial,
                false);
        first = end;
    }
    intake->n_records = 0;
}
