/* Attributes to rows; see rows.h. */

#include <config.h>

#include "input/rows.h"

#include <string.h>

#include "engine/country.h"
#include "engine/date.h"
#include "engine/tongue.h"
#include "engine/uscc.h"
#include "input/scan.h"
#include "input/text.h"

/* What a word is told from others of its length by: up to 16 bytes by this
   alone. */
struct brief {
    uint64_t first, last;
};

/* A word that a field may be. */
struct word {
    const char *text; /* null: none */
    size_t length, number;
    struct brief brief;
};

/* A field and how it is read. */
struct column {
    const struct qp_record_field *field;
    size_t index; /* of the field */
    enum qp_field_type type;
    bool is_key;
    int scale, most;                /* MOST: decimals; -1: any number */
    const struct qp_labels *labels; /* null: it needs none */

    /* Of the words that it may be, TEXTS, each stands in WORDS where its
       BRIEF, times FACTOR, says by its upper bits, or behind.  There are
       2^BITS places. */
    const char *const *texts;
    size_t n_texts;
    struct word *words;
    uint64_t factor;
    int bits;
};

/* An attribute that rows have, and the column that it goes to. */
struct known {
    const unsigned char *name;
    const struct column *column;
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
    char *folded;         /* room for a text as it is labelled */
    char *decoded; /* room for texts of the row; N_DECODED bytes are used */
    size_t n_decoded;
    struct known known[QP_SAX_ATTRIBUTES]; /* the I-th of rows so far */
};

_Static_assert((int)QP_RECORD_FIELDS <= 8 * (int)sizeof(qp_row_fields),
               "fields are bits of a word");
_Static_assert((int)QP_RECORD_FIELDS <= (int)QP_SAX_ATTRIBUTES,
               "a row has them all");

/* ---- words ---- */

enum { HALF = 8 };

/* Abbreviates the N bytes at TEXT, 1 at least: by those at both ends. */
static struct brief
abbreviate(const char *text, size_t n)
{
    struct brief brief = { 0, 0 };
    uint32_t first = 0, last = 0;

    if (n >= HALF) {
        memcpy(&brief.first, text, HALF);
        memcpy(&brief.last, text + n - HALF, HALF);
        return brief;
    }
    if (n >= HALF / 2) {
        memcpy(&first, text, HALF / 2);
        memcpy(&last, text + n - HALF / 2, HALF / 2);
    } else {
        first = (unsigned char)text[0];
        last = (uint32_t)(unsigned char)text[n / 2] << 8 |
               (unsigned char)text[n - 1];
    }
    brief.first = (uint64_t)first << 32 | last;
    return brief;
}

/* The place of COLUMN where a word with BRIEF stands, or before. */
static size_t
place_of_word(const struct column *column, struct brief brief)
{
    uint64_t hash = (brief.first ^ brief.last << 1) * column->factor;

    return (size_t)(hash >> (64 - column->bits));
}

/* The word of COLUMN that the N bytes at TEXT are, or the free place where it
   would stand. */
static struct word *
find_word(const struct column *column, const char *text, size_t n)
{
    struct brief brief = abbreviate(text, n);
    size_t mask = ((size_t)1 << column->bits) - 1;
    size_t k = place_of_word(column, brief);
    struct word *word;

    for (; (word = &column->words[k])->text; k = (k + 1) & mask)
        if (word->length == n && word->brief.first == brief.first &&
            word->brief.last == brief.last &&
            (n <= 2 * HALF || memcmp(word->text, text, n) == 0))
            break;
    return word;
}

/* Puts the words of COLUMN to their places, and returns whether all got those
   that FACTOR says. */
static bool
place_words(struct column *column)
{
    bool is_perfect = true;

    memset(column->words, 0, sizeof *column->words << column->bits);
    for (size_t i = 0; i < column->n_texts; i++) {
        const char *text = column->texts[i];
        size_t length = strlen(text);
        struct brief brief = abbreviate(text, length);
        struct word *word = find_word(column, text, length);

        is_perfect =
            is_perfect && word == &column->words[place_of_word(column, brief)];
        *word = (struct word){ text, length, i, brief };
    }
    return is_perfect;
}

/* Lists the words that COLUMN may be, with a factor that gives each a place of
   its own if a few tries find one. */
static void
list_words(struct qp_arena *arena, struct column *column)
{
    static const char *const answers[] = { "no", "yes" };
    const struct qp_record_field *field = column->field;
    bool is_bool = field->type == QP_FIELD_BOOL;
    int tries = 100;

    column->texts = is_bool ? answers : field->words;
    column->n_texts = is_bool ? QP_COUNT(answers) : field->n_words;
    column->bits = 2;
    while ((size_t)1 << column->bits < 4 * column->n_texts)
        column->bits++;
    column->words = qp_arena_alloc(arena, (size_t)1 << column->bits,
                                   sizeof *column->words);
    column->factor = 0x9e3779b97f4a7c15u;
    while (!place_words(column) && tries-- > 0)
        column->factor *= 0xbf58476d1ce4e5b9u;
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
        .decoded = qp_arena_alloc(scratch, QP_GUARD_TAG, 1),
    };
    for (size_t i = 0; i < record->n_fields; i++) {
        const struct qp_record_field *field = &record->fields[i];

        rows->columns[i] = (struct column){
            .field = field,
            .index = i,
            .type = field->type,
            .is_key = i == record->key,
            .scale = qp_row_scale(field),
            .most = field->decimals,
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
            find_field(record, pointers) == record->key) {
            n = value_of(pointers, &text);
            n = qp_sax_copy_value(rows->folded, text, n);
            text = rows->folded;
        }
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

/* The readers look at the text that the row has for COLUMN, N bytes and not
   empty, and fill in the rest of it.  They return null, or what is wrong with
   it, and set *CODE. */

static const char *
refuse_amount(const struct qp_rows *rows, const char *text, size_t n,
              enum qp_code *code)
{
    qp_num x;
    const char *wrong =
        qp_num_parse(rows->scratch, text, n, QP_NUM_DIGITS_INPUT, &x);

    *code = QP_NUMBER;
    return wrong ? wrong : _("is not a number");
}

static const char *
refuse_places(const struct qp_rows *rows, int places, int most,
              enum qp_code *code)
{
    *code = QP_DECIMALS;
    if (most == 0)
        return _("has decimals; write a whole number");
    return qp_arena_printf(rows->scratch,
                           _("has %d decimals; at most %d are taken"), places,
                           most);
}

static const char *
read_amount(const struct qp_rows *rows, const struct column *column,
            const char *text, size_t n, enum qp_code *code)
{
    int most = column->most, places = 0;
    size_t i = column->index;
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

/* Labels what the row has for COLUMN by its text. */
static void
label_text(const struct qp_rows *rows, const struct column *column,
           const char *text, size_t n)
{
    if (column->labels)
        rows->row->labels[column->index] =
            qp_label_of_text(rows->key, text, n);
}

static const char *
read_date(const struct qp_rows *rows, const struct column *column,
          const char *text, size_t n, enum qp_code *code)
{
    int day = 0;
    const char *wrong = qp_date_parse(text, n, &day);

    (void)code;
    label_text(rows, column, text, n);
    rows->row->numbers[column->index] = day;
    return wrong ? _("is not a date such as 2026-01-20") : NULL;
}

static const char *
read_country(const struct qp_rows *rows, const struct column *column,
             const char *text, size_t n, enum qp_code *code)
{
    int country = qp_country_find(text, n);

    (void)code;
    label_text(rows, column, text, n);
    rows->row->numbers[column->index] = country;
    return country < 0 ? _("is not one of the two-letter codes of ISO 3166-1, "
                           "such as CN or US")
                       : NULL;
}

static const char *
refuse_word(const struct qp_rows *rows, const struct column *column)
{
    const char *list = "";

    for (size_t i = 0; i < column->n_texts; i++)
        list = qp_arena_printf(rows->scratch, "%s %s", list, column->texts[i]);
    return qp_arena_printf(rows->scratch, _("is none of%s"), list);
}

static const char *
read_word(const struct qp_rows *rows, const struct column *column,
          const char *text, size_t n, enum qp_code *code)
{
    const struct word *word = find_word(column, text, n);

    (void)code;
    label_text(rows, column, text, n);
    rows->row->numbers[column->index] = (int64_t)word->number;
    return word->text ? NULL : refuse_word(rows, column);
}

static const char *
read_uscc(const struct qp_rows *rows, const struct column *column,
          const char *text, size_t n, enum qp_code *code)
{
    uint64_t packed[2];
    const char *wrong = qp_uscc_read(text, n, packed);

    (void)code;
    if (!wrong)
        rows->row->labels[column->index] = qp_label_of_uscc(packed);
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
read_text(const struct qp_rows *rows, const struct column *column,
          const char *text, size_t n, enum qp_code *code)
{
    uint32_t c;
    const char *what = rows->is_plain ? NULL : qp_text_refuse(text, n, &c);

    if (what) {
        *code = QP_XML;
        return qp_arena_printf(rows->scratch,
                               _("has U+%04X, %s, in it; take it out"),
                               (unsigned)c, what);
    }
    if (column->labels) {
        n = fold(rows, text, n);
        label_text(rows, column, rows->folded, n);
    }
    return NULL;
}

/* A switch, for readers called through a table take a tenth longer, and there
   are some for every row. */
static const char *
read_type(const struct qp_rows *rows, const struct column *column,
          const char *text, size_t n, enum qp_code *code)
{
    switch (column->type) {
    case QP_FIELD_INTEGER:
    case QP_FIELD_DECIMAL:
        return read_amount(rows, column, text, n, code);
    case QP_FIELD_DATE:
        return read_date(rows, column, text, n, code);
    case QP_FIELD_ENUM:
    case QP_FIELD_BOOL:
        return read_word(rows, column, text, n, code);
    case QP_FIELD_USCC:
        return read_uscc(rows, column, text, n, code);
    case QP_FIELD_COUNTRY:
        return read_country(rows, column, text, n, code);
    case QP_FIELD_TEXT:
    case QP_N_FIELD_TYPES:
        break;
    }
    return read_text(rows, column, text, n, code);
}

/* ---- rows ---- */

/* The column of attribute I of a row, at POINTERS; null. */
static const struct column *
column_of(struct qp_rows *rows, const unsigned char *const *pointers, size_t i)
{
    struct known *known = &rows->known[i];
    size_t field;

    if (known->name == pointers[QP_SAX_NAME] && !pointers[QP_SAX_PREFIX])
        return known->column;
    field = find_field(rows->record, pointers);
    if (field == QP_NONE)
        return NULL;
    *known = (struct known){ pointers[QP_SAX_NAME], &rows->columns[field] };
    return known->column;
}

/* Brings the N bytes at *TEXT to what they stand for, if a reference is left
   in them; returns whether there is one. */
static bool
decode(struct qp_rows *rows, const char **text, size_t *n)
{
    char *decoded = rows->decoded + rows->n_decoded;

    if (!memchr(*text, '&', *n))
        return false;
    *n = qp_sax_copy_value(decoded, *text, *n);
    *text = decoded;
    rows->n_decoded += *n;
    return true;
}

/* Reads the attribute at POINTERS, which goes to COLUMN.  Where it is a text
   it may well have references; of the rest, some words do. */
static bool
read_attribute(struct qp_rows *rows, const struct qp_sax_row *tag,
               const struct column *column,
               const unsigned char *const *pointers)
{
    size_t i = column->index;
    struct qp_row *row = rows->row;
    enum qp_code code = QP_ATTRIBUTE;
    const char *text, *wrong;
    size_t n = value_of(pointers, &text);
    bool is_decoded = column->type == QP_FIELD_TEXT;

    if (is_decoded)
        decode(rows, &text, &n);
    row->there |= (qp_row_fields)1 << i;
    do {
        /* What is said is looked up only where it is needed. */
        wrong = n > 0 ? read_type(rows, column, text, n, &code)
                      : _("is empty");
    } while (wrong && !is_decoded && (is_decoded = decode(rows, &text, &n)));
    row->texts[i] = text;
    row->lengths[i] = n;
    if (wrong) {
        refuse(rows, tag, i, code, wrong);
        return false;
    }
    if (column->is_key)
        row->id = qp_roll_id_of(rows->key, rows->folded, fold(rows, text, n));
    if (column->labels)
        row->hashes[i] = qp_labels_expect(column->labels, row->labels[i]);
    return true;
}

bool
qp_rows_read(struct qp_rows *rows, const struct qp_sax_row *tag,
             struct qp_row *row)
{
    const unsigned char *const *pointers = tag->attributes;
    bool is_sound = true;

    rows->row = row;
    rows->is_plain = tag->is_plain;
    rows->n_decoded = 0;
    row->line = tag->line;
    row->there = row->is_long = 0;
    for (size_t i = 0; i < tag->n_attributes;
         i++, pointers += QP_SAX_POINTERS) {
        const struct column *column = column_of(rows, pointers, i);

        if (!column)
            refuse_attribute(rows, tag, pointers);
        if (!column || !read_attribute(rows, tag, column, pointers))
            is_sound = false;
    }
    if (rows->needed & ~row->there) {
        report_missing(rows, tag, rows->needed & ~row->there);
        is_sound = false;
    }
    return is_sound;
}
