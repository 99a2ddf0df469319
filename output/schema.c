/* The schema of a rule set; see schema.h. */

#include <config.h>

#include "output/schema.h"

#include <string.h>

#include "engine/country.h"
#include "engine/record.h"
#include "output/brief.h"
#include "output/texts.h"
#include "output/xml.h"

struct writer {
    struct qp_xml xml;
    const struct qp_ruleset *rules;
    const struct qp_form *form; /* at hand */
    bool has_units;             /* a datum of the form has one */
};

static bool
has_attribute(const struct qp_form_element *element, enum qp_form_type type)
{
    for (size_t i = 0; i < element->n_attributes; i++)
        if (element->attributes[i].type == type)
            return true;
    return false;
}

/* True if an element of the form has an attribute of TYPE. */
static bool
form_has(const struct writer *w, enum qp_form_type type)
{
    for (size_t i = 0; i < w->form->n_elements; i++)
        if (has_attribute(&w->form->elements[i], type))
            return true;
    return false;
}

/* ---- parts of types ---- */

/* The documentation of what has just begun. */
static void
put_note(struct writer *w, const char *text)
{
    qp_xml_begin(&w->xml, "xs:annotation");
    qp_xml_element(&w->xml, "xs:documentation", text);
    qp_xml_end(&w->xml, "xs:annotation");
}

static void
put_facet(struct writer *w, const char *facet, const char *value)
{
    qp_xml_begin(&w->xml, facet);
    qp_xml_text(&w->xml, "value", value);
    qp_xml_end(&w->xml, facet);
}

/* Begins a simple type, without a NAME one that is used where it stands, that
   restricts BASE. */
static void
begin_type(struct writer *w, const char *name, const char *base)
{
    qp_xml_begin(&w->xml, "xs:simpleType");
    qp_xml_text(&w->xml, "name", name);
    qp_xml_begin(&w->xml, "xs:restriction");
    qp_xml_text(&w->xml, "base", base);
}

static void
end_type(struct writer *w)
{
    qp_xml_end(&w->xml, "xs:restriction");
    qp_xml_end(&w->xml, "xs:simpleType");
}

/* What fits one of TYPES. */
static void
put_union(struct writer *w, const char *types)
{
    qp_xml_begin(&w->xml, "xs:union");
    qp_xml_text(&w->xml, "memberTypes", types);
    qp_xml_end(&w->xml, "xs:union");
}

/* A value that a type lists, with what it stands for. */
static void
put_choice(struct writer *w, const char *value, const char *note)
{
    qp_xml_begin(&w->xml, "xs:enumeration");
    qp_xml_text(&w->xml, "value", value);
    if (note)
        put_note(w, note);
    qp_xml_end(&w->xml, "xs:enumeration");
}

/* ---- types that all forms share ---- */

/* A number has digits on both sides of its point, and at most 24.  Both
   patterns of "spelling" and "number" must fit: together they count the
   digits, with or without a point. */
static const struct {
    const char *name, *base, *facet, *value;
} shared[] = {
    { "text", "xs:token", "xs:minLength", "1" },
    { "date", "xs:date", "xs:pattern", "[0-9]{4}-[0-9]{2}-[0-9]{2}" },
    { "sha256", "xs:token", "xs:pattern", "[0-9A-Fa-f]{64}" },
    { "year", "xs:nonNegativeInteger", "xs:pattern", "[0-9]{4}" },
    { "spelling", "xs:decimal", "xs:pattern",
      "[+\\-]?([0-9]{1,24}|[0-9]+\\.[0-9]+)" },
    { "number", "spelling", "xs:pattern", "[+\\-]?[0-9.]{1,25}" },
    { "nothing", "xs:token", "xs:length", "0" },
    { "count", "xs:nonNegativeInteger", "xs:pattern", "[0-9]+" },
};

static const char *
year_text(const struct writer *w)
{
    return qp_arena_printf(w->xml.arena, "%d", w->rules->year);
}

static void
put_districts(struct writer *w)
{
    begin_type(w, "district", "xs:token");
    for (size_t i = 0; i < w->rules->n_districts; i++)
        put_choice(w, w->rules->districts[i].code,
                   qp_text_district(w->rules, i));
    end_type(w);
}

static void
put_shared(struct writer *w)
{
    for (size_t i = 0; i < QP_COUNT(shared); i++) {
        begin_type(w, shared[i].name, shared[i].base);
        put_facet(w, shared[i].facet, shared[i].value);
        end_type(w);
    }
    begin_type(w, "period", "year");
    put_facet(w, "xs:maxInclusive", year_text(w));
    end_type(w);
    put_districts(w);
}

/* ---- types of one form ---- */

static const char *
own(const struct writer *w, const char *type)
{
    return qp_arena_printf(w->xml.arena, "%s.%s", w->form->elements[0].name,
                           type);
}

static bool
may_give(const struct writer *w, const struct qp_datum *datum)
{
    return w->form->may_give[datum->given_by];
}

/* The codes that the form may give, each with what is asked for. */
static void
put_codes(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    begin_type(w, own(w, "code"), "xs:token");
    for (size_t i = 0; i < rules->n_data; i++) {
        const struct qp_datum *datum = &rules->data[i];
        const char *note;

        if (!may_give(w, datum))
            continue;
        note =
            qp_text_join(w->xml.arena, qp_brief_datum(w->xml.arena, rules, i),
                         qp_text(rules, QP_TEXT_SEMICOLON), datum->note);
        put_choice(w, datum->code, note);
    }
    end_type(w);
}

/* True if UNIT converts into the unit of a datum that the form may give. */
static bool
is_unit_of_form(const struct writer *w, const struct qp_unit *unit)
{
    for (size_t i = 0; i < w->rules->n_data; i++)
        if (may_give(w, &w->rules->data[i]) &&
            qp_unit_alike(unit, w->rules->data[i].unit))
            return true;
    return false;
}

/* The units that convert into that of a datum; returns whether there are
   any. */
static bool
put_units(struct writer *w)
{
    struct qp_units *units = w->rules->units;
    const char *name;
    bool any = false;

    for (size_t i = 0; (name = qp_units_name(units, i)); i++) {
        if (!is_unit_of_form(w, qp_units_get(w->xml.arena, units, name)))
            continue;
        if (!any)
            begin_type(w, own(w, "unit"), "xs:token");
        any = true;
        put_choice(w, name, NULL);
    }
    if (any)
        end_type(w);
    return any;
}

/* True if a figure of DATUM may come in another unit than its own, in which
   its bounds are other numbers. */
static bool
may_convert(const struct writer *w, const struct qp_datum *datum)
{
    struct qp_units *units = w->rules->units;
    const char *name;

    for (size_t i = 0; (name = qp_units_name(units, i)); i++)
        if (strcmp(name, datum->unit_name) != 0 &&
            qp_unit_alike(qp_units_get(w->xml.arena, units, name),
                          datum->unit))
            return true;
    return false;
}

/* BOUND of DATUM if it holds in all units and XML tools can read it. */
static qp_num
sure_bound(const struct writer *w, const struct qp_datum *datum, qp_num bound)
{
    if (!qp_num_defined(bound) ||
        (qp_num_sign(bound) != 0 && may_convert(w, datum)) ||
        strlen(qp_num_text(w->xml.arena, bound)) > QP_NUM_DIGITS_INPUT)
        return qp_num_undefined("no bound");
    return bound;
}

/* What every figure of the form keeps to: -1 and undefined, nothing. */
struct frame {
    int decimals;
    qp_num min, max;
};

static struct frame
frame_of(const struct writer *w)
{
    struct frame frame = { 0 };
    bool is_first = true;

    for (size_t i = 0; i < w->rules->n_data; i++) {
        const struct qp_datum *datum = &w->rules->data[i];
        qp_num min, max;

        if (!may_give(w, datum))
            continue;
        min = sure_bound(w, datum, datum->min);
        max = sure_bound(w, datum, datum->max);
        frame.min = is_first ? min : qp_num_min(w->xml.arena, frame.min, min);
        frame.max = is_first ? max : qp_num_max(w->xml.arena, frame.max, max);
        if (datum->decimals < 0 || frame.decimals < 0)
            frame.decimals = -1;
        else if (datum->decimals > frame.decimals)
            frame.decimals = datum->decimals;
        is_first = false;
    }
    return frame;
}

/* The pattern of a number with at most DECIMALS > -1 decimals. */
static const char *
decimals_pattern(const struct writer *w, int decimals)
{
    if (decimals == 0)
        return "[+\\-]?[0-9]+";
    return qp_arena_printf(w->xml.arena, "[+\\-]?[0-9]+(\\.[0-9]{1,%d})?",
                           decimals);
}

/* A figure, and where there may be a state instead, a figure or nothing. */
static void
put_figure(struct writer *w)
{
    struct frame frame = frame_of(w);

    begin_type(w, own(w, "figure"), "number");
    if (frame.decimals >= 0)
        put_facet(w, "xs:pattern", decimals_pattern(w, frame.decimals));
    if (qp_num_defined(frame.min))
        put_facet(w, "xs:minInclusive", qp_num_text(w->xml.arena, frame.min));
    if (qp_num_defined(frame.max))
        put_facet(w, "xs:maxInclusive", qp_num_text(w->xml.arena, frame.max));
    end_type(w);
    if (!form_has(w, QP_FORM_STATE))
        return;
    qp_xml_begin(&w->xml, "xs:simpleType");
    qp_xml_text(&w->xml, "name", own(w, "entry"));
    put_union(w,
              qp_arena_printf(w->xml.arena, "%s nothing", own(w, "figure")));
    qp_xml_end(&w->xml, "xs:simpleType");
}

/* ---- types of rows of detail ---- */

static const char *
field_type(const struct writer *w, const struct qp_record_type *record,
           const struct qp_record_field *field)
{
    return qp_arena_printf(w->xml.arena, "record.%s.%s", record->code,
                           field->code);
}

static void
put_field_type(struct writer *w, const struct qp_record_type *record,
               const struct qp_record_field *field)
{
    static const char *const bases[QP_N_FIELD_TYPES] = {
        [QP_FIELD_TEXT] = "text",      [QP_FIELD_INTEGER] = "number",
        [QP_FIELD_DECIMAL] = "number", [QP_FIELD_DATE] = "date",
        [QP_FIELD_ENUM] = "xs:token",  [QP_FIELD_BOOL] = "bool",
        [QP_FIELD_USCC] = "uscc",      [QP_FIELD_COUNTRY] = "country",
    };
    bool is_amount = qp_record_types[field->type].is_amount;

    begin_type(w, field_type(w, record, field), bases[field->type]);
    if (is_amount && field->decimals >= 0)
        put_facet(w, "xs:pattern", decimals_pattern(w, field->decimals));
    for (size_t i = 0; i < field->n_words; i++)
        put_choice(w, field->words[i], NULL);
    end_type(w);
}

/* The types that fields of all records share. */
static void
put_field_types(struct writer *w)
{
    const char *country;

    begin_type(w, "bool", "xs:token");
    put_choice(w, "yes", NULL);
    put_choice(w, "no", NULL);
    end_type(w);
    begin_type(w, "uscc", "xs:token");
    put_facet(w, "xs:pattern",
              "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}");
    end_type(w);
    begin_type(w, "country", "xs:token");
    for (size_t i = 0; (country = qp_country_row(i)); i++)
        put_choice(w, country, NULL);
    end_type(w);
}

static void
put_records(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    if (!rules->n_records)
        return;
    put_field_types(w);
    begin_type(w, "record.type", "xs:token");
    for (size_t i = 0; i < rules->n_records; i++)
        put_choice(w, rules->records[i].code,
                   qp_text_name(rules, rules->records[i].name,
                                rules->records[i].name_en));
    end_type(w);
    for (size_t i = 0; i < rules->n_records; i++)
        for (size_t k = 0; k < rules->records[i].n_fields; k++)
            put_field_type(w, &rules->records[i],
                           &rules->records[i].fields[k]);
}

/* The field of RECORD that is called CODE in rows, or null. */
static const struct qp_record_field *
find_field(const struct qp_record_type *record, const char *code)
{
    for (size_t i = 0; i < record->n_fields; i++)
        if (strcmp(record->fields[i].code, code) == 0)
            return &record->fields[i];
    return NULL;
}

/* An attribute of rows: what fits the field called CODE of any record type
   that has one.  It is needed where all types need it. */
static void
put_field(struct writer *w, const char *code)
{
    const struct qp_ruleset *rules = w->rules;
    struct qp_arena *arena = w->xml.arena;
    const char *types = NULL, *note = NULL;
    size_t n = 0;
    bool is_needed = true;

    for (size_t i = 0; i < rules->n_records; i++) {
        const struct qp_record_type *record = &rules->records[i];
        const struct qp_record_field *field = find_field(record, code);

        is_needed = is_needed && field && !field->optional;
        if (!field)
            continue;
        n++;
        types = qp_text_join(arena, types, " ", field_type(w, record, field));
        note = qp_text_join(
            arena, note, qp_text(rules, QP_TEXT_SEMICOLON),
            qp_text_join(
                arena,
                rules->n_records > 1
                    ? qp_text_name(rules, record->name, record->name_en)
                    : NULL,
                " ", qp_brief_field(arena, rules, field)));
    }
    qp_xml_begin(&w->xml, "xs:attribute");
    qp_xml_text(&w->xml, "name", code);
    if (n == 1)
        qp_xml_text(&w->xml, "type", types);
    if (is_needed)
        qp_xml_text(&w->xml, "use", "required");
    put_note(w, note);
    if (n > 1) {
        qp_xml_begin(&w->xml, "xs:simpleType");
        put_union(w, types);
        qp_xml_end(&w->xml, "xs:simpleType");
    }
    qp_xml_end(&w->xml, "xs:attribute");
}

/* The attributes of rows, of whichever record type. */
static void
put_fields(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    for (size_t i = 0; i < rules->n_records; i++)
        for (size_t k = 0; k < rules->records[i].n_fields; k++) {
            const char *code = rules->records[i].fields[k].code;
            size_t first = 0;

            while (!find_field(&rules->records[first], code))
                first++;
            if (first == i)
                put_field(w, code);
        }
}

/* ---- elements ---- */

static void
put_words(struct writer *w, const char *const *words)
{
    begin_type(w, NULL, "xs:token");
    for (; *words; words++)
        put_choice(w, *words, NULL);
    end_type(w);
}

/* The name of the type of ATTRIBUTE, null where it lists words. */
static const char *
type_of(const struct writer *w, const struct qp_form_attribute *attribute)
{
    static const char *const types[QP_N_FORM_TYPES] = {
        [QP_FORM_ANY] = "text",          [QP_FORM_PERIOD] = "period",
        [QP_FORM_DATE] = "date",         [QP_FORM_SHA256] = "sha256",
        [QP_FORM_EVALUATION] = "text",   [QP_FORM_EVALUATION_YEAR] = "year",
        [QP_FORM_DISTRICT] = "district", [QP_FORM_RECORD] = "record.type",
        [QP_FORM_WHOLE] = "count",       [QP_FORM_DECIMAL] = "number",
    };

    if (attribute->type == QP_FORM_DATUM)
        return own(w, "code");
    if (attribute->type == QP_FORM_UNIT)
        return own(w, "unit");
    return types[attribute->type];
}

static void
put_attribute(struct writer *w, const struct qp_form_attribute *attribute)
{
    const char *type = type_of(w, attribute);

    if (attribute->type == QP_FORM_UNIT && !w->has_units)
        return;
    qp_xml_begin(&w->xml, "xs:attribute");
    qp_xml_text(&w->xml, "name", attribute->name);
    qp_xml_text(&w->xml, "type", type);
    if (attribute->type == QP_FORM_EVALUATION)
        qp_xml_text(&w->xml, "fixed", w->rules->id);
    if (attribute->type == QP_FORM_EVALUATION_YEAR)
        qp_xml_text(&w->xml, "fixed", year_text(w));
    if (attribute->is_needed)
        qp_xml_text(&w->xml, "use", "required");
    if (!type)
        put_words(w, attribute->words);
    qp_xml_end(&w->xml, "xs:attribute");
}

static void
put_attributes(struct writer *w, const struct qp_form_element *element)
{
    for (size_t i = 0; i < element->n_attributes; i++)
        put_attribute(w, &element->attributes[i]);
    if (element->row)
        put_fields(w);
}

static void put_element(struct writer *w,
                        const struct qp_form_element *element);

/* Rows of detail have no place where the rules have no kind of them. */
static bool
has_place(const struct writer *w, const struct qp_form_element *element)
{
    return w->rules->n_records || !has_attribute(element, QP_FORM_RECORD);
}

static void
put_children(struct writer *w, const struct qp_form_element *parent)
{
    qp_xml_begin(&w->xml, "xs:sequence");
    for (size_t i = 0; i < w->form->n_elements; i++) {
        const struct qp_form_element *element = &w->form->elements[i];

        if (element->parent && strcmp(element->parent, parent->name) == 0 &&
            has_place(w, element))
            put_element(w, element);
    }
    qp_xml_end(&w->xml, "xs:sequence");
}

/* The type of the text that ELEMENT holds. */
static const char *
text_type(const struct writer *w, const struct qp_form_element *element)
{
    if (element->content == QP_FORM_TEXT)
        return "text";
    return own(w, has_attribute(element, QP_FORM_STATE) ? "entry" : "figure");
}

static void
put_text(struct writer *w, const struct qp_form_element *element)
{
    qp_xml_begin(&w->xml, "xs:simpleContent");
    qp_xml_begin(&w->xml, "xs:extension");
    qp_xml_text(&w->xml, "base", text_type(w, element));
    put_attributes(w, element);
    qp_xml_end(&w->xml, "xs:extension");
    qp_xml_end(&w->xml, "xs:simpleContent");
}

/* How often ELEMENT, which is no root, may stand. */
static void
put_occurrence(struct writer *w, const struct qp_form_element *element)
{
    if (!element->is_needed)
        qp_xml_text(&w->xml, "minOccurs", "0");
    if (!element->is_single)
        qp_xml_text(&w->xml, "maxOccurs", "unbounded");
}

static void
put_element(struct writer *w, const struct qp_form_element *element)
{
    qp_xml_begin(&w->xml, "xs:element");
    qp_xml_text(&w->xml, "name", element->name);
    if (element->parent)
        put_occurrence(w, element);
    qp_xml_begin(&w->xml, "xs:complexType");
    if (element->content == QP_FORM_NUMBER ||
        element->content == QP_FORM_TEXT) {
        put_text(w, element);
    } else {
        if (element->content == QP_FORM_CHILDREN)
            put_children(w, element);
        put_attributes(w, element);
    }
    qp_xml_end(&w->xml, "xs:complexType");
    qp_xml_end(&w->xml, "xs:element");
}

/* ---- the schema ---- */

/* A form that no datum may come in is left out. */
static void
put_form(struct writer *w)
{
    bool any = false;

    for (size_t i = 0; i < w->rules->n_data; i++)
        any = any || may_give(w, &w->rules->data[i]);
    if (!any)
        return;
    put_codes(w);
    w->has_units = form_has(w, QP_FORM_UNIT) && put_units(w);
    put_figure(w);
    put_element(w, &w->form->elements[0]);
}

static void
put_about(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    qp_xml_begin(&w->xml, "xs:annotation");
    qp_xml_element(&w->xml, "xs:documentation",
                   qp_text_with(w->xml.arena, rules, QP_TEXT_SCHEMA_ABOUT,
                                rules->title, year_text(w), rules->sha256,
                                NULL));
    qp_xml_element(&w->xml, "xs:documentation",
                   qp_text(rules, QP_TEXT_SCHEMA_BOUNDS));
    qp_xml_end(&w->xml, "xs:annotation");
}

bool
qp_schema_write(struct qp_session *run, const struct qp_ruleset *rules,
                const struct qp_form *const forms[], size_t n, FILE *out)
{
    struct writer w = {
        .xml = { .arena = run->arena, .out = out, .indent = 2 },
        .rules = rules,
    };

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    qp_xml_begin(&w.xml, "xs:schema");
    qp_xml_text(&w.xml, "xmlns:xs", "http://www.w3.org/2001/XMLSchema");
    qp_xml_text(&w.xml, "xmlns", QP_FORM_NAMESPACE);
    qp_xml_text(&w.xml, "targetNamespace", QP_FORM_NAMESPACE);
    qp_xml_text(&w.xml, "elementFormDefault", "qualified");
    put_about(&w);
    put_shared(&w);
    put_records(&w);
    for (size_t i = 0; i < n; i++) {
        w.form = forms[i];
        put_form(&w);
    }
    qp_xml_end(&w.xml, "xs:schema");
    if (w.xml.wrong)
        qp_error(run, (struct qp_place){ .file = rules->files[0].path },
                 QP_ENCODING,
                 "a text of the rules holds a character that XML cannot");
    return !w.xml.wrong;
}
