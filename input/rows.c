/* Attributes to slots; see rows.h. */

#include <config.h>

#include "input/rows.h"

#include <string.h>

#include "engine/country.h"
#include "engine/date.h"
#include "engine/record.h"
#include "engine/uscc.h"
#include "input/text.h"

/* A field and how it is read. */
struct column {
    const struct qp_record_field *field;
    int scale;
    bool has_label;
};

struct qp_rows {
    struct qp_session *run;
    struct qp_arena *scratch;
    const char *path;
    const struct qp_record_type *record;
    struct qp_label_key key;
    struct column *columns;
    struct qp_slot *slots;
    uint32_t needed; /* bits of the fields that may not be left out */
    char *folded; /* room for a text as it is labelled */

    /* The name of the I-th attribute of rows, and the field that it is. */
    const unsigned char *names[QP_SAX_ATTRIBUTES];
    size_t fields[QP_SAX_ATTRIBUTES];
};

_Static_assert(QP_RECORD_FIELDS <= 32, "fields are bits of a word");
_Static_assert((int)QP_RECORD_FIELDS <= (int)QP_SAX_ATTRIBUTES,
               "a row has them all");

struct qp_rows *
qp_rows_new(struct qp_session *run, struct qp_arena *scratch, const char *path,
            const struct qp_record_type *record, const bool labels[],
            struct qp_label_key key)
{
    struct qp_rows *rows = qp_arena_alloc(scratch, 1, sizeof *rows);

    *rows = (struct qp_rows){
        .run = run,
        .scratch = scratch,
        .path = path,
        .record = record,
        .key = key,
        .columns =
            qp_arena_alloc(scratch, record->n_fields, sizeof *rows->columns),
        .slots =
            qp_arena_alloc(scratch, record->n_fields, sizeof *rows->slots),
    };
    rows->folded = qp_arena_alloc(scratch, QP_GUARD_TAG, 1);
    for (size_t i = 0; i < record->n_fields; i++) {
        const struct qp_record_field *field = &record->fields[i];

        rows->columns[i] =
            (struct column){ field, qp_slot_scale(field), labels[i] };
        rows->needed |= (uint32_t)!field->optional << i;
    }
    return rows;
}

/* ---- messages ---- */

/* The field of RECORD that the attribute at POINTERS is; QP_NONE. */
static size_t
find_field(const struct qp_record_type *record,
           const unsigned char *const *pointers)
{
    const char *name = (const char *)pointers[QP_SAX_NAME];

    for (size_t i = 0; i < record->n_fields && !pointers[QP_SAX_PREFIX]; i++)
        if (strcmp(record->fields[i].code, name) == 0)
            return i;
    return QP_NONE;
}

static size_t
value_of(const unsigned char *const *pointers, const char **text)
{
    *text = (const char *)pointers[QP_SAX_VALUE];
    return qp_text_trim(text, (size_t)(pointers[QP_SAX_END] -
                                       pointers[QP_SAX_VALUE]));
}

struct qp_rows_name
qp_rows_name(const struct qp_rows *rows, const struct qp_sax_row *row)
{
    const struct qp_record_type *record = rows->record;
    const unsigned char *const *pointers = row->attributes;
    struct qp_rows_name name;
    const char *text = "";
    size_t n = 0;

    for (size_t i = 0; i < row->n_attributes; i++, pointers += QP_SAX_POINTERS)
        if (record->key != QP_NONE &&
            find_field(record, pointers) == record->key)
            n = value_of(pointers, &text);
    snprintf(name.text, sizeof name.text, "%s%s%s",
             qp_text_show(record->code, strlen(record->code)).text,
             n ? " " : "", qp_text_show(text, n).text);
    return name;
}

static struct qp_place
place_of(const struct qp_rows *rows, const struct qp_sax_row *row)
{
    return (struct qp_place){ .file = rows->path, .line = row->line };
}

/* Reports what is WRONG with SLOT, which ROW has for FIELD. */
static void
refuse(const struct qp_rows *rows, const struct qp_sax_row *row,
       const struct qp_record_field *field, const struct qp_slot *slot,
       enum qp_code code, const char *wrong)
{
    qp_error(rows->run, place_of(rows, row), code, "%s: %s %s: \"%s\" %s",
             qp_rows_name(rows, row).text, field->code, field->name,
             qp_text_show(slot->text, slot->length).text, wrong);
}

static void
refuse_attribute(const struct qp_rows *rows, const struct qp_sax_row *row,
                 const unsigned char *const *pointers)
{
    const char *prefix = (const char *)pointers[QP_SAX_PREFIX];
    const char *name = (const char *)pointers[QP_SAX_NAME];
    const char *list = "";

    for (size_t i = 0; i < rows->record->n_fields; i++)
        list = qp_arena_printf(rows->scratch, "%s %s", list,
                               rows->record->fields[i].code);
    qp_error(rows->run, place_of(rows, row), QP_ATTRIBUTE,
             "%s: unknown attribute \"%s%s%s\"; it may have:%s",
             qp_rows_name(rows, row).text,
             prefix ? qp_text_show(prefix, strlen(prefix)).text : "",
             prefix ? ":" : "", qp_text_show(name, strlen(name)).text, list);
}

/* Reports the fields that MISSING has the bits of. */
static void
report_missing(const struct qp_rows *rows, const struct qp_sax_row *row,
               uint32_t missing)
{
    const struct qp_record_field *field = rows->record->fields;
    bool is_one = (missing & (missing - 1)) == 0;
    const char *list = "";

    for (; missing; missing >>= 1, field++)
        if (missing & 1)
            list = qp_arena_printf(rows->scratch, "%s%s%s %s", list,
                                   *list ? ", " : "", field->code,
                                   field->name);
    qp_error(rows->run, place_of(rows, row), QP_ATTRIBUTE,
             "%s: the attribute%s %s %s missing",
             qp_rows_name(rows, row).text, is_one ? "" : "s", list,
             is_one ? "is" : "are");
}

/* ---- types ---- */

/* The readers set the value and label of SLOT, whose text is not empty.  They
   return null, or what is wrong with it, and set *CODE. */

static const char *
read_amount(const struct qp_rows *rows, const struct column *column,
            struct qp_slot *slot, enum qp_code *code)
{
    int most = column->field->decimals, places = 0;
    const char *wrong;
    qp_num x;

    if (!qp_decimal_read(slot->text, slot->length, column->scale,
                         &slot->value, &places)) {
        wrong = qp_num_parse(rows->scratch, slot->text, slot->length,
                             QP_NUM_DIGITS_INPUT, &x);
        *code = QP_NUMBER;
        return wrong ? wrong : "is not a number";
    }
    if (most < 0 || places <= most)
        return NULL;
    *code = QP_DECIMALS;
    if (most == 0)
        return "has decimals; write a whole number";
    return qp_arena_printf(rows->scratch,
                           "has %d decimals; at most %d are taken", places,
                           most);
}

/* Sets the label of SLOT to that of its text. */
static void
label_text(const struct qp_rows *rows, const struct column *column,
           struct qp_slot *slot)
{
    if (column->has_label)
        slot->label = qp_label_of_text(rows->key, slot->text, slot->length);
}

static const char *
read_date(const struct qp_rows *rows, const struct column *column,
          struct qp_slot *slot, enum qp_code *code)
{
    int day = 0;

    (void)code;
    label_text(rows, column, slot);
    return qp_date_parse(slot->text, slot->length, &day)
               ? "is not a date such as 2026-01-20"
               : (slot->value.number = day, NULL);
}

static const char *
read_country(const struct qp_rows *rows, const struct column *column,
             struct qp_slot *slot, enum qp_code *code)
{
    (void)code;
    label_text(rows, column, slot);
    slot->value.number = qp_country_find(slot->text, slot->length);
    return slot->value.number < 0
               ? "is not one of the two-letter codes of ISO 3166-1, such as "
                 "CN or US"
               : NULL;
}

/* Finds the text of SLOT among the N WORDS. */
static const char *
find_word(const struct qp_rows *rows, struct qp_slot *slot,
          const char *const *words, size_t n)
{
    const char *list = "";

    for (size_t i = 0; i < n; i++)
        if (strncmp(words[i], slot->text, slot->length) == 0 &&
            !words[i][slot->length]) {
            slot->value.number = (int64_t)i;
            return NULL;
        }
    for (size_t i = 0; i < n; i++)
        list = qp_arena_printf(rows->scratch, "%s %s", list, words[i]);
    return qp_arena_printf(rows->scratch, "is none of%s", list);
}

static const char *
read_enum(const struct qp_rows *rows, const struct column *column,
          struct qp_slot *slot, enum qp_code *code)
{
    (void)code;
    label_text(rows, column, slot);
    return find_word(rows, slot, column->field->words, column->field->n_words);
}

static const char *
read_bool(const struct qp_rows *rows, const struct column *column,
          struct qp_slot *slot, enum qp_code *code)
{
    static const char *const words[] = { "no", "yes" };

    (void)code;
    label_text(rows, column, slot);
    return find_word(rows, slot, words, QP_COUNT(words));
}

static const char *
read_uscc(const struct qp_rows *rows, const struct column *column,
          struct qp_slot *slot, enum qp_code *code)
{
    uint64_t packed[2];
    const char *wrong = qp_uscc_read(slot->text, slot->length, packed);

    (void)rows, (void)column, (void)code;
    if (!wrong)
        slot->label = qp_label_of_uscc(packed);
    return wrong;
}

/* True if the N bytes at TEXT are printable ASCII without blanks. */
static bool
is_plain(const char *text, size_t n)
{
    bool plain = true;

    for (size_t i = 0; i < n; i++)
        plain &= text[i] > ' ' && text[i] < 0x7f;
    return plain;
}

static void
raise(char *text)
{
    for (; *text; text++)
        if (*text >= 'a' && *text <= 'z')
            *text = (char)(*text - 'a' + 'A');
}

/* Labels SLOT by what texts that look alike have in common, in capitals. */
static void
label_folded(const struct qp_rows *rows, struct qp_slot *slot)
{
    char *text = rows->folded;

    memcpy(text, slot->text, slot->length);
    text[slot->length] = '\0';
    if (!is_plain(slot->text, slot->length))
        qp_text_fold(text);
    raise(text);
    slot->label = qp_label_of_text(rows->key, text, strlen(text));
}

static const char *
read_text(const struct qp_rows *rows, const struct column *column,
          struct qp_slot *slot, enum qp_code *code)
{
    uint32_t c;
    const char *what = qp_text_refuse(slot->text, slot->length, &c);

    if (what) {
        *code = QP_XML;
        return qp_arena_printf(rows->scratch,
                               "has U+%04X, %s, in it; take it out",
                               (unsigned)c, what);
    }
    if (column->has_label)
        label_folded(rows, slot);
    return NULL;
}

static const char *(*const readers[QP_N_FIELD_TYPES])(
    const struct qp_rows *rows, const struct column *column,
    struct qp_slot *slot, enum qp_code *code) = {
    [QP_FIELD_TEXT] = read_text,       [QP_FIELD_INTEGER] = read_amount,
    [QP_FIELD_DECIMAL] = read_amount,  [QP_FIELD_DATE] = read_date,
    [QP_FIELD_ENUM] = read_enum,       [QP_FIELD_BOOL] = read_bool,
    [QP_FIELD_USCC] = read_uscc,       [QP_FIELD_COUNTRY] = read_country,
};

/* ---- rows ---- */

/* The field of attribute I of a row, at POINTERS; QP_NONE. */
static size_t
field_of(struct qp_rows *rows, const unsigned char *const *pointers, size_t i)
{
    size_t field;

    if (rows->names[i] == pointers[QP_SAX_NAME] && !pointers[QP_SAX_PREFIX])
        return rows->fields[i];
    field = find_field(rows->record, pointers);
    if (field != QP_NONE) {
        rows->names[i] = pointers[QP_SAX_NAME];
        rows->fields[i] = field;
    }
    return field;
}

/* Reads the attribute at POINTERS as the field INDEX. */
static bool
read_slot(struct qp_rows *rows, const struct qp_sax_row *row, size_t index,
          const unsigned char *const *pointers)
{
    const struct column *column = &rows->columns[index];
    struct qp_slot *slot = &rows->slots[index];
    enum qp_code code = QP_ATTRIBUTE;
    const char *wrong = "is empty";

    slot->length = value_of(pointers, &slot->text);
    slot->is_there = true;
    if (slot->length > 0)
        wrong = readers[column->field->type](rows, column, slot, &code);
    if (wrong)
        refuse(rows, row, column->field, slot, code, wrong);
    return !wrong;
}

struct qp_slot *
qp_rows_read(struct qp_rows *rows, const struct qp_sax_row *row)
{
    const unsigned char *const *pointers = row->attributes;
    uint32_t seen = 0;
    bool is_sound = true;

    for (size_t i = 0; i < rows->record->n_fields; i++)
        rows->slots[i].is_there = false;
    for (size_t i = 0; i < row->n_attributes;
         i++, pointers += QP_SAX_POINTERS) {
        size_t field = field_of(rows, pointers, i);

        if (field == QP_NONE) {
            refuse_attribute(rows, row, pointers);
            is_sound = false;
            continue;
        }
        seen |= (uint32_t)1 << field;
        is_sound = read_slot(rows, row, field, pointers) && is_sound;
    }
    if (rows->needed & ~seen) {
        report_missing(rows, row, rows->needed & ~seen);
        is_sound = false;
    }
    return is_sound ? rows->slots : NULL;
}
