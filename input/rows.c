/* Attributes to rows; see rows.h. */

#include <config.h>

#include "input/rows.h"

#include <string.h>

#include "engine/country.h"
#include "engine/date.h"
#include "engine/uscc.h"
#include "input/scan.h"
#include "input/text.h"

/* A word that a field may be.  BRIEF tells it from others of its length where
   that is up to 8 bytes. */
struct word {
    const char *text;
    size_t length;
    uint64_t brief;
};

/* A field and how it is read. */
struct column {
    const struct qp_record_field *field;
    int scale;
    const struct qp_labels *labels; /* null: it needs none */
    struct word *words;
    size_t n_words;
};

struct qp_rows {
    struct qp_session *run;
    struct qp_arena *scratch;
    const char *path;
    const struct qp_record_type *record;
    struct qp_label_key key;
    struct column *columns;
    struct qp_row *row; /* at hand */
    bool is_plain;      /* its tag */
    qp_row_fields needed; /* those that may not be left out */
    char *folded; /* room for a text as it is labelled */

    /* The name of the I-th attribute of rows, and the field that it is. */
    const unsigned char *names[QP_SAX_ATTRIBUTES];
    size_t fields[QP_SAX_ATTRIBUTES];
};

_Static_assert((int)QP_RECORD_FIELDS <= 8 * (int)sizeof(qp_row_fields),
               "fields are bits of a word");
_Static_assert((int)QP_RECORD_FIELDS <= (int)QP_SAX_ATTRIBUTES,
               "a row has them all");

enum { BRIEF = 8 };

/* The N bytes at TEXT, 8 at most, in a word that no others of that number
   have. */
static uint64_t
abbreviate(const char *text, size_t n)
{
    uint32_t first = 0, last = 0;

    if (n >= 4) {
        memcpy(&first, text, 4);
        memcpy(&last, text + n - 4, 4);
    } else if (n > 0) {
        first = (unsigned char)text[0];
        last = (uint32_t)(unsigned char)text[n / 2] << 8 |
               (unsigned char)text[n - 1];
    }
    return (uint64_t)first << 32 | last;
}

static void
list_words(struct qp_arena *arena, struct column *column)
{
    static const char *const answers[] = { "no", "yes" };
    const struct qp_record_field *field = column->field;
    bool is_bool = field->type == QP_FIELD_BOOL;
    const char *const *words = is_bool ? answers : field->words;

    column->n_words = is_bool ? QP_COUNT(answers) : field->n_words;
    column->words =
        qp_arena_alloc(arena, column->n_words, sizeof *column->words);
    for (size_t i = 0; i < column->n_words; i++) {
        struct word *word = &column->words[i];

        word->text = words[i];
        word->length = strlen(words[i]);
        if (word->length <= BRIEF)
            word->brief = abbreviate(words[i], word->length);
    }
}

struct qp_rows *
qp_rows_new(struct qp_session *run, struct qp_arena *scratch, const char *path,
            const struct qp_record_type *record,
            struct qp_labels *const labels[], struct qp_label_key key)
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
        .folded = qp_arena_alloc(scratch, QP_GUARD_TAG, 1),
    };
    for (size_t i = 0; i < record->n_fields; i++) {
        const struct qp_record_field *field = &record->fields[i];

        rows->columns[i] = (struct column){
            .field = field,
            .scale = qp_row_scale(field),
            .labels = labels[i],
        };
        list_words(scratch, &rows->columns[i]);
        rows->needed |= (qp_row_fields)!field->optional << i;
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

/* The value of the attribute at POINTERS, without blanks around. */
static size_t
value_of(const unsigned char *const *pointers, const char **text)
{
    size_t n = (size_t)(pointers[QP_SAX_END] - pointers[QP_SAX_VALUE]);

    *text = (const char *)pointers[QP_SAX_VALUE];
    if (n > 0 && (*text)[0] > ' ' && (*text)[n - 1] > ' ')
        return n;
    return qp_text_trim(text, n);
}

/* What messages call a row: "contract C17". */
struct name {
    char text[160];
};

static struct name
name_of(const struct qp_rows *rows, const struct qp_sax_row *tag)
{
    const struct qp_record_type *record = rows->record;
    const unsigned char *const *pointers = tag->attributes;
    struct name name;
    const char *text = "";
    size_t n = 0;

    for (size_t i = 0; i < tag->n_attributes; i++, pointers += QP_SAX_POINTERS)
        if (record->key != QP_NONE &&
            find_field(record, pointers) == record->key)
            n = value_of(pointers, &text);
    snprintf(name.text, sizeof name.text, "%s%s%s",
             qp_text_show(record->code, strlen(record->code)).text,
             n ? " " : "", qp_text_show(text, n).text);
    return name;
}

static struct qp_place
place_of(const struct qp_rows *rows, const struct qp_sax_row *tag)
{
    return (struct qp_place){ .file = rows->path, .line = tag->line };
}

/* Reports what is WRONG with the field I of the row at hand. */
static void
refuse(const struct qp_rows *rows, const struct qp_sax_row *tag, size_t i,
       enum qp_code code, const char *wrong)
{
    const struct qp_record_field *field = &rows->record->fields[i];

    qp_error(rows->run, place_of(rows, tag), code, "%s: %s %s: \"%s\" %s",
             name_of(rows, tag).text, field->code, field->name,
             qp_text_show(rows->row->texts[i], rows->row->lengths[i]).text,
             wrong);
}

static void
refuse_attribute(const struct qp_rows *rows, const struct qp_sax_row *tag,
                 const unsigned char *const *pointers)
{
    const char *prefix = (const char *)pointers[QP_SAX_PREFIX];
    const char *name = (const char *)pointers[QP_SAX_NAME];
    const char *list = "";

    for (size_t i = 0; i < rows->record->n_fields; i++)
        list = qp_arena_printf(rows->scratch, "%s %s", list,
                               rows->record->fields[i].code);
    qp_error(rows->run, place_of(rows, tag), QP_ATTRIBUTE,
             "%s: unknown attribute \"%s%s%s\"; it may have:%s",
             name_of(rows, tag).text,
             prefix ? qp_text_show(prefix, strlen(prefix)).text : "",
             prefix ? ":" : "", qp_text_show(name, strlen(name)).text, list);
}

/* Reports the fields that are MISSING. */
static void
report_missing(const struct qp_rows *rows, const struct qp_sax_row *tag,
               qp_row_fields missing)
{
    const struct qp_record_field *field = rows->record->fields;
    bool is_one = (missing & (missing - 1)) == 0;
    const char *list = "";

    for (; missing; missing >>= 1, field++)
        if (missing & 1)
            list = qp_arena_printf(rows->scratch, "%s%s%s %s", list,
                                   *list ? ", " : "", field->code,
                                   field->name);
    qp_error(rows->run, place_of(rows, tag), QP_ATTRIBUTE,
             "%s: the attribute%s %s %s missing", name_of(rows, tag).text,
             is_one ? "" : "s", list, is_one ? "is" : "are");
}

/* ---- types ---- */

/* The readers look at the text of field I of the row, N bytes and not empty,
   and fill in the rest of it.  They return null, or what is wrong with it, and
   set *CODE. */

static const char *
refuse_amount(const struct qp_rows *rows, const char *text, size_t n,
              enum qp_code *code)
{
    qp_num x;
    const char *wrong =
        qp_num_parse(rows->scratch, text, n, QP_NUM_DIGITS_INPUT, &x);

    *code = QP_NUMBER;
    return wrong ? wrong : "is not a number";
}

static const char *
refuse_places(const struct qp_rows *rows, int places, int most,
              enum qp_code *code)
{
    *code = QP_DECIMALS;
    if (most == 0)
        return "has decimals; write a whole number";
    return qp_arena_printf(rows->scratch,
                           "has %d decimals; at most %d are taken", places,
                           most);
}

static const char *
read_amount(const struct qp_rows *rows, size_t i, const char *text, size_t n,
            enum qp_code *code)
{
    const struct column *column = &rows->columns[i];
    int most = column->field->decimals, places = 0;
    struct qp_row *row = rows->row;
    struct qp_decimal decimal;

    if (!qp_decimal_read(text, n, column->scale, &decimal, &places))
        return refuse_amount(rows, text, n, code);
    if (most >= 0 && places > most)
        return refuse_places(rows, places, most, code);
    if (decimal.is_long) {
        row->is_long |= (qp_row_fields)1 << i;
        row->longs[i] = decimal.rest;
    } else
        row->numbers[i] = decimal.number;
    return NULL;
}

/* Labels field I by its text. */
static void
label_text(const struct qp_rows *rows, size_t i, const char *text, size_t n)
{
    if (rows->columns[i].labels)
        rows->row->labels[i] = qp_label_of_text(rows->key, text, n);
}

static const char *
read_date(const struct qp_rows *rows, size_t i, const char *text, size_t n,
          enum qp_code *code)
{
    int day = 0;
    const char *wrong = qp_date_parse(text, n, &day);

    (void)code;
    label_text(rows, i, text, n);
    rows->row->numbers[i] = day;
    return wrong ? "is not a date such as 2026-01-20" : NULL;
}

static const char *
read_country(const struct qp_rows *rows, size_t i, const char *text, size_t n,
             enum qp_code *code)
{
    int country = qp_country_find(text, n);

    (void)code;
    label_text(rows, i, text, n);
    rows->row->numbers[i] = country;
    return country < 0 ? "is not one of the two-letter codes of ISO 3166-1, "
                         "such as CN or US"
                       : NULL;
}

static const char *
refuse_word(const struct qp_rows *rows, const struct column *column)
{
    const char *list = "";

    for (size_t i = 0; i < column->n_words; i++)
        list = qp_arena_printf(rows->scratch, "%s %s", list,
                               column->words[i].text);
    return qp_arena_printf(rows->scratch, "is none of%s", list);
}

static const char *
read_word(const struct qp_rows *rows, size_t i, const char *text, size_t n,
          enum qp_code *code)
{
    const struct column *column = &rows->columns[i];
    uint64_t brief = n <= BRIEF ? abbreviate(text, n) : 0;

    (void)code;
    label_text(rows, i, text, n);
    for (size_t k = 0; k < column->n_words; k++) {
        const struct word *word = &column->words[k];

        if (word->length == n && word->brief == brief &&
            (n <= BRIEF || memcmp(word->text, text, n) == 0)) {
            rows->row->numbers[i] = (int64_t)k;
            return NULL;
        }
    }
    return refuse_word(rows, column);
}

static const char *
read_uscc(const struct qp_rows *rows, size_t i, const char *text, size_t n,
          enum qp_code *code)
{
    uint64_t packed[2];
    const char *wrong = qp_uscc_read(text, n, packed);

    (void)code;
    if (!wrong)
        rows->row->labels[i] = qp_label_of_uscc(packed);
    return wrong;
}

/* Brings the N bytes at TEXT to what texts that look alike have in common, in
   capitals; returns how many bytes that has. */
static size_t
fold(const struct qp_rows *rows, const char *text, size_t n)
{
    char *folded = rows->folded;

    if (qp_scan_raise(folded, text, n))
        return n;
    memcpy(folded, text, n);
    folded[n] = '\0';
    qp_text_fold(folded);
    n = strlen(folded);
    qp_scan_raise(folded, folded, n);
    return n;
}

static const char *
read_text(const struct qp_rows *rows, size_t i, const char *text, size_t n,
          enum qp_code *code)
{
    uint32_t c;
    const char *what = rows->is_plain ? NULL : qp_text_refuse(text, n, &c);

    if (what) {
        *code = QP_XML;
        return qp_arena_printf(rows->scratch,
                               "has U+%04X, %s, in it; take it out",
                               (unsigned)c, what);
    }
    if (rows->columns[i].labels) {
        n = fold(rows, text, n);
        label_text(rows, i, rows->folded, n);
    }
    return NULL;
}

/* A switch, for readers called through a table take a tenth longer, and there
   are some for every row. */
static const char *
read_type(const struct qp_rows *rows, size_t i, const char *text, size_t n,
          enum qp_code *code)
{
    switch (rows->columns[i].field->type) {
    case QP_FIELD_INTEGER:
    case QP_FIELD_DECIMAL:
        return read_amount(rows, i, text, n, code);
    case QP_FIELD_DATE:
        return read_date(rows, i, text, n, code);
    case QP_FIELD_ENUM:
    case QP_FIELD_BOOL:
        return read_word(rows, i, text, n, code);
    case QP_FIELD_USCC:
        return read_uscc(rows, i, text, n, code);
    case QP_FIELD_COUNTRY:
        return read_country(rows, i, text, n, code);
    case QP_FIELD_TEXT:
    case QP_N_FIELD_TYPES:
        break;
    }
    return read_text(rows, i, text, n, code);
}

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

/* Reads the attribute at POINTERS as field I. */
static bool
read_field(const struct qp_rows *rows, const struct qp_sax_row *tag, size_t i,
           const unsigned char *const *pointers)
{
    const struct column *column = &rows->columns[i];
    struct qp_row *row = rows->row;
    enum qp_code code = QP_ATTRIBUTE;
    const char *text, *wrong = "is empty";
    size_t n = value_of(pointers, &text);

    row->texts[i] = text;
    row->lengths[i] = n;
    if (n > 0)
        wrong = read_type(rows, i, text, n, &code);
    if (i == rows->record->key && !wrong)
        rows->row->id =
            qp_roll_id_of(rows->key, rows->folded, fold(rows, text, n));
    if (wrong)
        refuse(rows, tag, i, code, wrong);
    else if (column->labels)
        row->hashes[i] = qp_labels_expect(column->labels, row->labels[i]);
    return !wrong;
}

bool
qp_rows_read(struct qp_rows *rows, const struct qp_sax_row *tag,
             struct qp_row *row)
{
    const unsigned char *const *pointers = tag->attributes;
    bool is_sound = true;

    rows->row = row;
    rows->is_plain = tag->is_plain;
    row->line = tag->line;
    row->there = row->is_long = 0;
    for (size_t i = 0; i < tag->n_attributes;
         i++, pointers += QP_SAX_POINTERS) {
        size_t field = field_of(rows, pointers, i);

        if (field == QP_NONE) {
            refuse_attribute(rows, tag, pointers);
            is_sound = false;
            continue;
        }
        row->there |= (qp_row_fields)1 << field;
        is_sound = read_field(rows, tag, field, pointers) && is_sound;
    }
    if (rows->needed & ~row->there) {
        report_missing(rows, tag, rows->needed & ~row->there);
        is_sound = false;
    }
    return is_sound;
}
