/* Files by their forms; see form.h. */

#include <config.h>

#include "input/form.h"

#include <assert.h>
#include <string.h>

#include "engine/date.h"
#include "engine/digest.h"
#include "engine/tongue.h"
#include "input/records.h"
#include "input/sax.h"
#include "input/text.h"

const struct qp_form *const qp_forms[QP_N_FORMS] = {
    &qp_form_submission,
    &qp_form_verification,
    &qp_form_scores,
};

/* The file, and the elements that are open; one that has no place has a null
   row, and all in it is passed over. */
struct reader {
    struct qp_reading reading;
    struct qp_form_node nodes[QP_SAX_DEPTH];
    size_t depth;
    const struct qp_form_element *row; /* of the rows that came last */
    const char *row_name, *row_namespace; /* as the parser has them */
    const char *namespace;           /* of the root */
    bool is_there[QP_FORM_ELEMENTS]; /* elements that may stand once */
    size_t n_passed_over;            /* elements, of which nothing is said */
    bool is_given_up;
    char *values; /* of attributes, of the element at hand */
    size_t n_values;
};

/* ---- messages ---- */

/* Names to choose from, in one line. */
struct list {
    char text[200];
};

static void
add_name(struct list *list, const char *before, const char *name,
         const char *after)
{
    size_t n = strlen(list->text);

    snprintf(list->text + n, sizeof list->text - n, "%s%s%s%s", n ? " " : "",
             before, name, after);
}

static struct list
list_words(const char *const *words)
{
    struct list list = { "" };

    for (; *words; words++)
        add_name(&list, "", *words, "");
    return list;
}

static struct list
list_attributes(const struct qp_form_element *element)
{
    struct list list = { "" };

    if (element->n_attributes == 0)
        add_name(&list, "", "none", "");
    for (size_t i = 0; i < element->n_attributes; i++)
        add_name(&list, "", element->attributes[i].name, "");
    return list;
}

/* The elements of FORM in the one called PARENT. */
static struct list
list_children(const struct qp_form *form, const char *parent)
{
    struct list list = { "" };

    for (size_t i = 0; i < form->n_elements; i++)
        if (form->elements[i].parent &&
            strcmp(form->elements[i].parent, parent) == 0)
            add_name(&list, "<", form->elements[i].name, ">");
    return list;
}

static struct qp_text_shown
show(const char *text)
{
    return qp_text_show(text, strlen(text));
}

/* ---- types of attributes ---- */

/* Reads N digits. */
static bool
read_digits(const char *text, int n, int *number)
{
    *number = 0;
    for (; n > 0; n--, text++) {
        if (*text < '0' || *text > '9')
            return false;
        *number = *number * 10 + (*text - '0');
    }
    return true;
}

static const char *
check_year(const char *value)
{
    int year;

    return strlen(value) == 4 && read_digits(value, 4, &year)
               ? NULL
               : _("is not a year of four digits");
}

static const char *
check_date(const char *value)
{
    int day;

    return qp_date_parse(value, strlen(value), &day)
               ? _("is not a date such as 2026-01-20")
               : NULL;
}

static const char *
check_sha256(const char *value)
{
    return qp_digest_is(value)
               ? NULL
               : _("is not a SHA-256 of 64 hexadecimal digits");
}

/* What is wrong with a value of a type as a phrase behind it, or null; no row
   for what a handler looks up in the rules. */
static const char *(*const checks[QP_N_FORM_TYPES])(const char *value) = {
    [QP_FORM_PERIOD] = check_year,
    [QP_FORM_DATE] = check_date,
    [QP_FORM_SHA256] = check_sha256,
    [QP_FORM_EVALUATION_YEAR] = check_year,
};

/* ---- attributes ---- */

/* Keeps the value of ATTRIBUTE until the element ends. */
static const char *
keep_value(struct reader *reader, const struct qp_sax_attribute *attribute)
{
    const char *value = attribute->value;
    size_t n = qp_text_trim(&value, attribute->length);
    char *kept = reader->values + reader->n_values;

    n = qp_sax_copy_value(kept, value, n);
    kept[n] = '\0';
    reader->n_values += n + 1;
    return kept;
}

/* Reports text that no submission may hold: in WHERE, which is of ELEMENT,
   null for a comment. */
static bool
check_text(struct reader *reader, struct qp_place at,
           const struct qp_form_element *element, const char *where,
           const char *text, size_t n)
{
    uint32_t c;
    const char *what = qp_text_refuse(text, n, &c);

    if (what)
        qp_error(reader->reading.run, at, QP_XML,
                 "%s%s%sU+%04X, %s, in %s; take it out", element ? "<" : "",
                 element ? element->name : "", element ? ">: " : "",
                 (unsigned)c, what, where);
    return !what;
}

/* Says what is wrong with VALUE of ATTRIBUTE, or null. */
static const char *
find_fault(const struct qp_form_attribute *attribute, const char *value,
           struct list *list)
{
    const char *const *word = attribute->words;

    if (!*value)
        return _("is empty");
    if (checks[attribute->type])
        return checks[attribute->type](value);
    while (word && *word && strcmp(*word, value) != 0)
        word++;
    if (!word || *word)
        return NULL;
    *list = list_words(attribute->words);
    return _("is none of ");
}

/* Takes the value that FOUND has for ATTRIBUTE; returns null if it is wrong.
 */
static const char *
take_value(struct reader *reader, const struct qp_form_node *node,
           const struct qp_form_attribute *attribute,
           const struct qp_sax_attribute *found)
{
    const char *value = keep_value(reader, found);
    struct list list = { "" };
    const char *fault = find_fault(attribute, value, &list);

    if (!check_text(reader, node->at, node->element, attribute->name, value,
                    strlen(value)))
        return NULL;
    if (!fault)
        return value;
    qp_error(reader->reading.run, node->at, QP_ATTRIBUTE,
             "<%s>: %s=\"%s\" %s%s", node->element->name, attribute->name,
             show(value).text, fault, list.text);
    return NULL;
}

/* The number of the attribute that FOUND is, or the number of attributes. */
static size_t
find_attribute(const struct qp_form_element *element,
               const struct qp_sax_attribute *found)
{
    size_t i = 0;

    if (found->prefix)
        return element->n_attributes;
    while (i < element->n_attributes &&
           strcmp(element->attributes[i].name, found->name) != 0)
        i++;
    return i;
}

static void
refuse_attribute(struct reader *reader, const struct qp_form_node *node,
                 const struct qp_sax_attribute *found)
{
    qp_error(reader->reading.run, node->at, QP_ATTRIBUTE,
             "<%s>: unknown attribute \"%s%s%s\"; it may have: %s",
             node->element->name,
             found->prefix ? show(found->prefix).text : "",
             found->prefix ? ":" : "", show(found->name).text,
             list_attributes(node->element).text);
}

/* True if FOUND says where a schema for the file lies: editors of XML write
   that on the root, and nothing depends on it. */
static bool
is_hint(const struct qp_form_element *element,
        const struct qp_sax_attribute *found)
{
    return !element->parent && found->namespace &&
           strcmp(found->namespace,
                  "http://www.w3.org/2001/XMLSchema-instance") == 0 &&
           (strcmp(found->name, "schemaLocation") == 0 ||
            strcmp(found->name, "noNamespaceSchemaLocation") == 0);
}

/* Sorts what TAG has into the values of NODE. */
static void
take_attributes(struct reader *reader, struct qp_form_node *node,
                const struct qp_sax_tag *tag)
{
    const struct qp_form_element *element = node->element;
    bool is_given[QP_FORM_ATTRIBUTES] = { false };

    assert(element->n_attributes <= QP_FORM_ATTRIBUTES);
    reader->n_values = 0;
    node->is_sound = true;
    for (size_t i = 0; i < tag->n_attributes; i++) {
        const struct qp_sax_attribute *found = &tag->attributes[i];
        size_t k = find_attribute(element, found);

        if (is_hint(element, found))
            continue;
        if (k == element->n_attributes) {
            refuse_attribute(reader, node, found);
            node->is_sound = false;
            continue;
        }
        is_given[k] = true;
        node->values[k] =
            take_value(reader, node, &element->attributes[k], found);
        node->is_wrong[k] = !node->values[k];
        node->is_sound = node->is_sound && node->values[k];
    }
    for (size_t k = 0; k < element->n_attributes; k++) {
        if (!element->attributes[k].is_needed || is_given[k])
            continue;
        qp_error(reader->reading.run, node->at, QP_ATTRIBUTE,
                 "<%s>: the attribute %s is missing", element->name,
                 element->attributes[k].name);
        node->is_sound = false;
    }
}

/* ---- elements ---- */

/* The row of the element NAME in PARENT, which is null for the root. */
static const struct qp_form_element *
find_element(const struct qp_form *form, const char *name, const char *parent)
{
    for (size_t i = 0; i < form->n_elements; i++) {
        const struct qp_form_element *element = &form->elements[i];

        if (strcmp(element->name, name) == 0 &&
            (parent ? element->parent && strcmp(element->parent, parent) == 0
                    : !element->parent))
            return element;
    }
    return NULL;
}

/* Finds the form that TAG is the root of. */
static const struct qp_form_element *
open_root(struct reader *reader, const struct qp_sax_tag *tag,
          struct qp_place at)
{
    struct qp_reading *reading = &reader->reading;
    const struct qp_form_element *root = NULL;
    struct list list = { "" };

    for (size_t i = 0; i < QP_N_FORMS && !root; i++) {
        root = find_element(qp_forms[i], tag->name, NULL);
        reading->form = qp_forms[i];
        add_name(&list, "<", qp_forms[i]->elements[0].name, ">");
    }
    if (!root) {
        qp_error(reading->run, at, QP_ELEMENT,
                 "the file begins with <%s>, where it must be one of: %s%s",
                 show(tag->name).text, list.text,
                 strcmp(tag->name, "result") == 0
                     ? _("; last year's result is given with --prior")
                     : "");
        return NULL;
    }
    if (!tag->namespace || strcmp(tag->namespace, QP_FORM_NAMESPACE) != 0)
        qp_error(reading->run, at, QP_ELEMENT,
                 "<%s> is in %s%s; write xmlns=\"" QP_FORM_NAMESPACE "\"",
                 tag->name,
                 tag->namespace ? _("the namespace ") : _("no namespace"),
                 tag->namespace ? show(tag->namespace).text : "");
    reading->at = at;
    reading->document.kind = reading->form->kind;
    reader->namespace = tag->namespace
                            ? qp_arena_text(reading->scratch, tag->namespace)
                            : NULL;
    return root;
}

static bool
is_same_namespace(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Finds the row of TAG in PARENT, and sees that it may stand there. */
static const struct qp_form_element *
open_child(struct reader *reader, const struct qp_sax_tag *tag,
           const struct qp_form_element *parent, struct qp_place at)
{
    const struct qp_form *form = reader->reading.form;
    const struct qp_form_element *element =
        find_element(form, tag->name, parent->name);
    bool *is_there;

    if (!is_same_namespace(tag->namespace, reader->namespace)) {
        qp_error(reader->reading.run, at, QP_ELEMENT,
                 "<%s> is in another namespace than the root of the file",
                 show(tag->name).text);
        return NULL;
    }
    if (!element) {
        struct list list = list_children(form, parent->name);

        qp_error(reader->reading.run, at, QP_ELEMENT,
                 "<%s> has no place in <%s>%s%s", show(tag->name).text,
                 parent->name, list.text[0] ? _("; it may hold: ") : "",
                 list.text);
        return NULL;
    }
    assert(form->n_elements <= QP_FORM_ELEMENTS);
    is_there = &reader->is_there[element - form->elements];
    if (element->is_single && *is_there)
        qp_error(reader->reading.run, at, QP_DUPLICATE,
                 "a second <%s>; it may stand once", element->name);
    *is_there = true;
    return element;
}

/* Gives up a file that is nothing but faults.  Each may hold names that are
   new, of which libxml2 keeps all, and finds them ever more slowly. */
static bool
check_faults(struct reader *reader, struct qp_place at)
{
    struct qp_session *run = reader->reading.run;
    size_t errors, others;

    qp_diag_count(run->diag, &errors, &others, &others);
    if (errors + reader->n_passed_over <= QP_FORM_FAULTS)
        return true;
    qp_error(run, at, QP_LIMIT, "over %d faults; the file is read no further",
             QP_FORM_FAULTS);
    reader->is_given_up = true;
    return false;
}

/* Finds the row of TAG in PARENT, null for the root, and what it says. */
static void
open_element(struct reader *reader, const struct qp_sax_tag *tag,
             const struct qp_form_node *parent, struct qp_form_node *node)
{
    if (!parent)
        node->element = open_root(reader, tag, node->at);
    else if (parent->element)
        node->element = open_child(reader, tag, parent->element, node->at);
    if (!node->element) {
        reader->n_passed_over += parent && !parent->element;
        return;
    }
    if (parent && tag->prefix)
        qp_error(reader->reading.run, node->at, QP_ATTRIBUTE,
                 "<%s>: the prefix \"%s\" is declared; only the root of the "
                 "file may do so",
                 node->element->name, show(tag->prefix).text);
    if (!node->element->row)
        take_attributes(reader, node, tag);
    if (node->element->open)
        node->element->open(&reader->reading, node);
}

/* The element in PARENT that comes in rows; null. */
static const struct qp_form_element *
find_row(const struct qp_form *form, const struct qp_form_element *parent)
{
    for (size_t i = 0; i < form->n_elements; i++) {
        const struct qp_form_element *element = &form->elements[i];

        if (element->row && strcmp(element->parent, parent->name) == 0)
            return element;
    }
    return NULL;
}

static enum qp_sax_answer
on_open(void *data, const struct qp_sax_tag *tag)
{
    struct reader *reader = data;
    const struct qp_form_node *parent =
        reader->depth ? &reader->nodes[reader->depth - 1] : NULL;
    struct qp_form_node *node = &reader->nodes[reader->depth++];
    const struct qp_form_element *row;

    *node = (struct qp_form_node){
        .at = { .file = reader->reading.path, .line = tag->line },
        .text = "",
    };
    open_element(reader, tag, parent, node);
    if ((!parent && !node->element) || !check_faults(reader, node->at))
        return QP_SAX_STOP;
    row = node->element ? find_row(reader->reading.form, node->element) : NULL;
    if (!row)
        return QP_SAX_GO_ON;
    reader->row = row;
    reader->row_name = NULL;
    return QP_SAX_ROWS;
}

/* True if ROW is one of those that may come.  The parser has each name once,
   so that the texts are compared once. */
static bool
is_row(struct reader *reader, const struct qp_sax_row *row)
{
    if (row->name == reader->row_name &&
        row->namespace == reader->row_namespace)
        return true;
    if (strcmp(row->name, reader->row->name) != 0 ||
        !is_same_namespace(row->namespace, reader->namespace))
        return false;
    reader->row_name = row->name;
    reader->row_namespace = row->namespace;
    return true;
}

/* A row takes the place of an element, whose attributes its handler reads. */
static enum qp_sax_answer
on_row(void *data, const struct qp_sax_row *row)
{
    struct reader *reader = data;
    struct qp_form_node *node = &reader->nodes[reader->depth];

    if (!is_row(reader, row))
        return QP_SAX_NO_ROW;
    reader->depth++;
    node->element = reader->row;
    node->at.file = reader->reading.path;
    node->at.line = row->line;
    node->text = "";
    if (node->element->row(&reader->reading, row) ||
        check_faults(reader, node->at))
        return QP_SAX_GO_ON;
    return QP_SAX_STOP;
}

/* Reports what the row of NODE says that it may not hold. */
static bool
check_content(struct reader *reader, const struct qp_form_node *node,
              const struct qp_sax_content *content)
{
    enum qp_form_content holds = node->element->content;
    const char *name = node->element->name;
    struct qp_session *run = reader->reading.run;
    struct qp_place stray = { node->at.file, content->stray_line, NULL };

    if (holds == QP_FORM_NOTHING || holds == QP_FORM_CHILDREN) {
        if (content->stray_line)
            qp_error(run, stray, QP_ELEMENT, "text has no place in <%s>",
                     name);
        return !content->stray_line;
    }
    if (holds == QP_FORM_NUMBER &&
        (content->has_comment || content->has_cdata)) {
        qp_error(run, node->at, QP_XML,
                 "<%s>: the figure is broken up by a %s; write it in one "
                 "piece",
                 name, content->has_cdata ? "CDATA section" : "comment");
        return false;
    }
    return !content->has_elements &&
           check_text(reader, node->at, node->element, _("its text"),
                      node->text, node->length);
}

static void
on_close(void *data, const struct qp_sax_content *content)
{
    struct reader *reader = data;
    struct qp_form_node *node = &reader->nodes[--reader->depth];

    if (!node->element)
        return;
    node->text = content->text;
    node->length = qp_text_trim(&node->text, content->length);
    if (!check_content(reader, node, content))
        node->text = NULL;
    if (node->element->close)
        node->element->close(&reader->reading, node);
}

static void
on_comment(void *data, int line, const char *text)
{
    struct reader *reader = data;
    struct qp_place at = { reader->reading.path, line, NULL };

    check_text(reader, at, NULL, "a comment", text, strlen(text));
}

static const struct qp_sax_reader sax_reader = {
    .open = on_open,
    .row = on_row,
    .close = on_close,
    .comment = on_comment,
};

/* ---- files ---- */

/* Reports elements that must stand and do not. */
static void
check_needed(struct reader *reader)
{
    const struct qp_form *form = reader->reading.form;

    for (size_t i = 0; i < form->n_elements; i++)
        if (form->elements[i].is_needed && !reader->is_there[i])
            qp_error(reader->reading.run, reader->reading.at, QP_ELEMENT,
                     "<%s> has no <%s>", form->elements[i].parent,
                     form->elements[i].name);
}

/* What is done once a file was read to its end. */
static void
finish(struct qp_reading *reading, struct qp_guard *guard)
{
    const char *slash = strrchr(reading->path, '/');
    struct qp_file *file = &reading->document.file;

    file->path = reading->path;
    file->name = slash ? slash + 1 : reading->path;
    qp_guard_identify(guard, file);
    if (reading->form->finish)
        reading->form->finish(reading);
    qp_intake_add_document(reading->intake, &reading->document, reading->at);
}

/* Reads what GUARD lets through. */
static bool
read_guarded(struct reader *reader, struct qp_guard *guard)
{
    struct qp_reading *reading = &reader->reading;

    if (!qp_sax_read(reading->run, reading->scratch, guard, reading->path,
                     &sax_reader, reader) ||
        reader->is_given_up || reading->at.line == 0)
        return false;
    check_needed(reader);
    finish(reading, guard);
    return true;
}

void
qp_form_read(struct qp_intake_part *intake, const char *path, size_t chunk)
{
    struct qp_arena *scratch = qp_arena_new();
    struct reader *reader = qp_arena_alloc(scratch, 1, sizeof *reader);
    struct qp_guard *guard = qp_guard_open(&intake->run, scratch, path, chunk);

    reader->reading = (struct qp_reading){
        .intake = intake,
        .run = &intake->run,
        .scratch = scratch,
        .path = path,
        .document = { .district = QP_NONE },
    };
    reader->values =
        qp_arena_alloc(scratch, QP_GUARD_TAG + QP_SAX_ATTRIBUTES, 1);
    if (!guard || !read_guarded(reader, guard))
        intake->is_partial = true;
    qp_records_free(&reader->reading);
    if (guard)
        qp_guard_close(guard);
    qp_arena_free(scratch);
}

/* ---- for forms ---- */

void
qp_form_check_evaluation(struct qp_reading *reading,
                         const struct qp_form_node *node,
                         const char *evaluation, const char *year)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    char own[8];

    if (evaluation && strcmp(evaluation, rules->id) != 0)
        qp_error(reading->run, node->at, QP_EVALUATION,
                 "the file is for the evaluation \"%s\"; these rules are "
                 "\"%s\"",
                 show(evaluation).text, rules->id);
    if (year && strcmp(year, qp_form_period(reading, NULL, own)) != 0)
        qp_error(reading->run, node->at, QP_EVALUATION,
                 "the file is for the year %s; these rules are for %s", year,
                 own);
}

size_t
qp_form_district(struct qp_reading *reading, const struct qp_form_node *node,
                 const char *text)
{
    size_t i =
        text ? qp_codes_find(reading->intake->districts, text) : QP_NONE;

    if (i == QP_NONE)
        reading->intake->is_partial = true;
    if (text && i == QP_NONE)
        qp_error(reading->run, node->at, QP_DISTRICT,
                 "unknown district \"%s\"", show(text).text);
    return i;
}

/* Where a datum comes from. */
static const char *const givers[] = {
    [QP_BY_DISTRICT] = N_("a district's <submission>"),
    [QP_BY_DEPARTMENT] = N_("a department's <verification>"),
    [QP_BY_EXPERTS] = N_("the experts' <scores>"),
    [QP_BY_RULES] = N_("the rules"),
};

size_t
qp_form_datum(struct qp_reading *reading, const struct qp_form_node *node,
              const char *text)
{
    const struct qp_intake_part *intake = reading->intake;
    size_t i = text ? qp_codes_find(intake->data, text) : QP_NONE;
    const struct qp_datum *datum = &intake->rules->data[i != QP_NONE ? i : 0];

    if (!text)
        return QP_NONE;
    if (i == QP_NONE) {
        qp_error(reading->run, node->at, QP_DATUM, "unknown datum \"%s\"",
                 show(text).text);
        return QP_NONE;
    }
    if (reading->form->may_give[datum->given_by])
        return i;
    qp_error(reading->run, node->at, QP_DATUM,
             "%s %s: comes from %s, not from a <%s>", datum->code, datum->name,
             qp_say(givers[datum->given_by]), reading->form->elements[0].name);
    return QP_NONE;
}

const char *
qp_form_period(const struct qp_reading *reading, const char *text,
               char year[8])
{
    if (text)
        return text;
    snprintf(year, 8, "%d", reading->intake->rules->year);
    return year;
}

int
qp_form_years_ago(struct qp_reading *reading, const struct qp_form_node *node,
                  size_t datum, const char *period)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    int year = 0;

    read_digits(period, 4, &year);
    if (year > rules->year)
        qp_error(reading->run, node->at, QP_ATTRIBUTE,
                 "<%s>: period=\"%s\" is after %d, the year of these rules",
                 node->element->name, period, rules->year);
    else if (year < rules->year - 1)
        qp_note(reading->run, node->at, QP_UNUSED_PERIOD,
                "%s: the figure of %s is not used; these rules are for %d",
                qp_form_label(reading, datum).text, period, rules->year);
    else if (year < rules->year && rules->prior == QP_PRIOR_RECORD &&
             !reading->intake->history && !reading->has_prior) {
        qp_note(reading->run, node->at, QP_UNUSED_PERIOD,
                "the figures of %s in this file are not used; to use them the "
                "rules need prior = submission",
                period);
        reading->has_prior = true;
    }
    return rules->year - year;
}

struct qp_form_label
qp_form_label(const struct qp_reading *reading, size_t datum)
{
    const struct qp_datum *about = &reading->intake->rules->data[datum];
    struct qp_form_label label;

    snprintf(label.text, sizeof label.text, "%s %s", show(about->code).text,
             show(about->name).text);
    return label;
}

const char *
qp_form_keep(struct qp_reading *reading, const char *text)
{
    return text ? qp_arena_text(reading->run->arena, text) : NULL;
}
