/* The fields of [record] sections, and what must hold for data that are
   derived from records; see load.h and lint.h. */

#include <config.h>

#include "rules/lint.h"

#include <string.h>
#include <strings.h>

#include "engine/expr.h"
#include "engine/record.h"
#include "engine/tongue.h"

/* ---- fields ---- */

/* A field while the lines of its section are read. */
struct reading {
    struct qp_load *load;
    const struct qp_object *object;
    struct qp_record_field *field;
};

static struct qp_arena *
arena_of(const struct reading *r)
{
    return r->load->run->arena;
}

/* The word at *TEXT, which moves behind it and the blanks. */
static const char *
next_word(struct qp_arena *arena, const char **text)
{
    size_t length = strcspn(*text, " \t");
    const char *word = qp_arena_copy(arena, *text, length);

    *text += length;
    *text += strspn(*text, " \t");
    return word;
}

static const char *
read_unit(const struct reading *r, const char *rest)
{
    struct qp_record_field *field = r->field;

    if (strcspn(rest, " \t") != strlen(rest))
        return _("has more than a unit behind the type");
    field->unit_name = rest;
    if (r->load->units_known)
        field->unit = qp_units_get(arena_of(r), r->load->rules->units, rest);
    return NULL;
}

static const char *
read_words(const struct reading *r, const char *rest)
{
    struct qp_record_field *field = r->field;
    const char **words = NULL;
    size_t capacity = 0;

    if (!*rest)
        return _("needs its words behind it: enum offshore onshore");
    while (*rest) {
        const char *word = next_word(arena_of(r), &rest);

        for (size_t i = 0; i < field->n_words; i++)
            if (strcmp(words[i], word) == 0)
                return qp_arena_printf(arena_of(r), "has \"%s\" twice", word);
        words = qp_arena_grow(arena_of(r), words, field->n_words, &capacity,
                              sizeof *words);
        words[field->n_words++] = word;
        field->words = words;
    }
    return NULL;
}

/* Reads VALUE, such as "decimal 万美元", as the type of the field. */
static const char *
read_type(const struct reading *r, const char *value)
{
    const char *names[QP_N_FIELD_TYPES + 1] = { NULL };
    const char *name = next_word(arena_of(r), &value), *wrong;
    int type = 0;

    for (size_t i = 0; i < QP_N_FIELD_TYPES; i++)
        names[i] = qp_record_types[i].name;
    wrong = qp_word_read(arena_of(r), name, names, &type);
    if (wrong)
        return wrong;
    r->field->type = (enum qp_field_type)type;
    if (type == QP_FIELD_INTEGER)
        r->field->decimals = 0;
    if (qp_record_types[type].is_amount)
        return read_unit(r, value);
    if (type == QP_FIELD_ENUM)
        return read_words(r, value);
    return *value ? _("has something behind the type") : NULL;
}

static const char *
read_name(const struct reading *r, const char *value)
{
    r->field->name = value;
    return NULL;
}

static const char *
read_name_en(const struct reading *r, const char *value)
{
    r->field->name_en = value;
    return NULL;
}

static const char *
read_optional(const struct reading *r, const char *value)
{
    static const char *const words[] = { "no", "yes", NULL };
    int index = 0;
    const char *wrong = qp_word_read(arena_of(r), value, words, &index);

    r->field->optional = index == 1;
    return wrong;
}

static const char *
read_decimals(const struct reading *r, const char *value)
{
    qp_num x;
    int64_t decimals;

    if (r->field->type != QP_FIELD_DECIMAL)
        return _("is for a decimal");
    if (qp_num_parse(arena_of(r), value, strlen(value), QP_NUM_DIGITS_RULES,
                     &x) ||
        !qp_num_to_int(x, 18, &decimals) || decimals < 0)
        return _("is no integer from 0 to 18");
    r->field->decimals = (int)decimals;
    return NULL;
}

/* What may be said of a field, FIELD.DETAIL; the type comes first. */
static const struct {
    const char *detail;
    const char *(*read)(const struct reading *r, const char *value);
} details[] = {
    { "", read_type },
    { ".name", read_name },
    { ".name_en", read_name_en },
    { ".optional", read_optional },
    { ".decimals", read_decimals },
};

static const char *
key_of(struct qp_arena *arena, const struct qp_record_field *field, size_t i)
{
    return qp_arena_printf(arena, "%s%s", field->code, details[i].detail);
}

/* Reads all that OBJECT says of FIELD. */
static void
read_details(struct qp_load *load, const struct qp_object *object,
             struct qp_record_field *field)
{
    const struct reading r = { load, object, field };

    for (size_t i = 0; i < QP_COUNT(details); i++) {
        const char *key = key_of(load->run->arena, field, i), *wrong;
        const struct qp_line *line = qp_object_line(object, key);

        if (!line && i == 0)
            qp_error(load->run, field->at, QP_KEY_MISSING,
                     "%s: the field %s has no type; write %s = TYPE",
                     qp_object_name(load, object), field->code, field->code);
        load->records_known &= line || i > 0;
        if (!line || !line->value)
            continue;
        if (i == 0)
            field->at = qp_line_at(line);
        wrong = *line->value
                    ? details[i].read(&r, line->value)
                    : _("is empty; leave the key out or give it a value");
        if (wrong) {
            qp_line_wrong(load, object, line, QP_KEY_VALUE, wrong);
            load->records_known = false;
        }
    }
}

/* What is wrong with CODE for the field of a record; null. */
static const char *
refuse_code(const char *code)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static const char characters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

    if (strspn(code, characters) != strlen(code))
        return _("is no code; a code has the characters A-Z a-z 0-9 _");
    if (strspn(code, letters) == 0)
        return _("must begin with a letter, or an expression would read a "
                 "number");
    if (strncasecmp(code, "xml", 3) == 0)
        return _("begins with xml, which XML keeps for itself");
    if (qp_expr_reserved(code))
        return _("is a word of the expression language");
    if (qp_key_find(&qp_kinds[QP_KIND_RECORD], code))
        return _("is a key of [record]");
    return NULL;
}

/* Adds the field CODE to RECORD; reports one that cannot be.  Returns false to
   add no more. */
static bool
add_field(struct qp_load *load, const struct qp_object *object,
          const struct qp_line *line, const char *code, size_t *capacity)
{
    struct qp_record_type *record = object->data;
    const char *wrong = refuse_code(code);
    bool is_twice =
        qp_record_field_find(record, code, strlen(code)) != QP_NONE;

    if (wrong || is_twice) {
        qp_error(load->run, qp_line_at(line),
                 wrong ? QP_RESERVED : QP_DUPLICATE, "%s: field %s %s",
                 qp_object_name(load, object), code,
                 wrong ? wrong : _("is given twice"));
        load->records_known = false;
        return true;
    }
    if (record->n_fields == QP_RECORD_FIELDS) {
        qp_error(load->run, qp_line_at(line), QP_LIMIT,
                 "%s: more than %d fields", qp_object_name(load, object),
                 QP_RECORD_FIELDS);
        load->records_known = false;
        return false;
    }
    record->fields =
        qp_arena_grow(load->run->arena, record->fields, record->n_fields,
                      capacity, sizeof *record->fields);
    record->fields[record->n_fields++] = (struct qp_record_field){
        .code = code,
        .name = code,
        .unit_name = "",
        .unit = &qp_unit_one,
        .decimals = -1,
        .at = qp_line_at(line),
    };
    return true;
}

static void
read_fields(struct qp_load *load, const struct qp_object *object)
{
    struct qp_record_type *record = object->data;
    const struct qp_line *line = qp_object_line(object, "fields");
    const char *rest = line && line->value ? line->value : "";
    size_t capacity = 0;

    load->records_known &= *rest != '\0';
    while (*rest &&
           add_field(load, object, line, next_word(load->run->arena, &rest),
                     &capacity))
        ;
    for (size_t i = 0; i < record->n_fields; i++)
        read_details(load, object, &record->fields[i]);
}

void
qp_records_read(struct qp_load *load)
{
    for (size_t i = 0; i < load->n_objects; i++)
        if (qp_object_kind(&load->objects[i]) == QP_KIND_RECORD)
            read_fields(load, &load->objects[i]);
}

bool
qp_record_key(const struct qp_object *object, const char *name)
{
    const struct qp_record_type *record = object->data;
    size_t length = strcspn(name, ".");

    if (qp_record_field_find(record, name, length) == QP_NONE)
        return false;
    for (size_t i = 0; i < QP_COUNT(details); i++)
        if (strcasecmp(name + length, details[i].detail) == 0)
            return true;
    return false;
}

void
qp_record_offer(struct qp_load *load, const struct qp_object *object,
                struct qp_suggest *suggest)
{
    const struct qp_record_type *record = object->data;

    if (qp_diag_is_full(load->run->diag, object->section->file, QP_KEY))
        return;
    for (size_t i = 0; i < record->n_fields; i++)
        for (size_t k = 0; k < QP_COUNT(details); k++)
            qp_suggest_offer(suggest, key_of(load->run->arena,
                                             &record->fields[i], k));
}

const struct qp_record_type *
qp_record_of(const struct qp_load *load, const struct qp_object *object)
{
    const struct qp_datum *datum = object->data;

    if (qp_object_kind(object) == QP_KIND_RECORD)
        return object->data;
    if (qp_object_kind(object) != QP_KIND_DATUM || datum->record == QP_NONE)
        return NULL;
    return &load->rules->records[datum->record];
}

/* ---- what must hold ---- */

/* Reports what is WRONG with KEY of OBJECT. */
static void
refuse(struct qp_load *load, const struct qp_object *object, const char *key,
       enum qp_code code, const char *wrong)
{
    const struct qp_line *line = qp_object_line(object, key);

    qp_error(load->run,
             line ? qp_line_at(line) : qp_object_at(object), code,
             "%s: %s %s", qp_object_name(load, object), key, wrong);
}

/* Reports a FIELD, named by KEY, that is compared by its spelling and is a
   number, or, where it IS_NEEDED in every row, one that may be left out. */
static void
check_label(struct qp_load *load, const struct qp_object *object,
            const char *key, size_t index, bool is_needed)
{
    const struct qp_record_type *record = qp_record_of(load, object);
    const struct qp_record_field *field;

    if (index == QP_NONE)
        return;
    field = &record->fields[index];
    if (qp_record_types[field->type].is_amount)
        refuse(load, object, key, QP_KEY_VALUE,
               qp_arena_printf(load->run->arena,
                               _("names %s, a number, which can be spelt in "
                                 "several ways; make it a text"),
                               field->code));
    else if (field->optional && is_needed)
        refuse(load, object, key, QP_KEY_VALUE,
               qp_arena_printf(load->run->arena,
                               _("names %s, which may be left out"),
                               field->code));
}

static void
check_record(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_record_type *record = object->data;

    check_label(load, object, "key", record->key, true);
    check_label(load, object, "territorial", record->territorial, true);
}

/* Reports keys that only a datum with a record has. */
static void
check_underived(struct qp_load *load, const struct qp_object *object)
{
    static const char *const keys[] = { "where", "by", "having", "take",
                                        "tolerance" };

    if (qp_object_line(object, "record"))
        return; /* a wrong one */
    for (size_t i = 0; i < QP_COUNT(keys); i++)
        if (qp_object_line(object, keys[i]))
            refuse(load, object, keys[i], QP_KEY_VALUE,
                   _("is for a datum that is derived; say from which record"));
}

/* Reports a TAKE of OBJECT whose field is none of a kind or in another unit
   than the datum. */
static void
check_take(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_datum *datum = object->data;
    const struct qp_record_type *record = qp_record_of(load, object);
    const struct qp_record_take_row *row = &qp_record_takes[datum->take.kind];
    const struct qp_record_field *field;

    if (datum->take.kind == QP_TAKE_DISTINCT && datum->by != QP_NONE)
        refuse(
            load, object, "take", QP_KEY_VALUE,
            _("counts different values of rows; with by a group is one row"));
    if (datum->take.field == QP_NONE)
        return;
    field = &record->fields[datum->take.field];
    if (!row->takes_amount) {
        check_label(load, object, "take", datum->take.field, false);
        return;
    }
    if (!qp_record_types[field->type].is_amount)
        refuse(load, object, "take", QP_KEY_VALUE,
               qp_arena_printf(load->run->arena,
                               _("needs an integer or a decimal; %s is %s"),
                               field->code,
                               qp_record_types[field->type].name));
    else if (load->units_known && !qp_unit_alike(field->unit, datum->unit))
        refuse(load, object, "take", QP_DIMENSION,
               qp_arena_printf(
                   load->run->arena,
                   _("names %s, which is in %s; the datum is in %s"),
                   field->code,
                   *field->unit_name ? field->unit_name : _("a pure number"),
                   *datum->unit_name ? datum->unit_name : _("a pure number")));
}

static void
check_derived(struct qp_load *load, const struct qp_object *object)
{
    const struct qp_datum *datum = object->data;

    if (datum->record == QP_NONE) {
        check_underived(load, object);
        return;
    }
    if (datum->given_by != QP_BY_DISTRICT)
        refuse(load, object, "given_by", QP_KEY_VALUE,
               _("must be district: records come in its submission"));
    if (!qp_object_line(object, "take"))
        refuse(load, object, "record", QP_KEY_MISSING,
               _("needs take beside it: take = sum FIELD or the like"));
    if (qp_object_line(object, "having") && !qp_object_line(object, "by"))
        refuse(load, object, "having", QP_KEY_VALUE,
               _("is for groups; by says which field makes them"));
    if (!load->records_known)
        return;
    check_label(load, object, "by", datum->by, true);
    check_take(load, object);
}

void
qp_lint_records(struct qp_load *load)
{
    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];

        if (qp_object_kind(object) == QP_KIND_RECORD && load->records_known)
            check_record(load, object);
        else if (qp_object_kind(object) == QP_KIND_DATUM)
            check_derived(load, object);
    }
}
