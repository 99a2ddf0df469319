/* A submission to be filled in; see template.h. */

#include <config.h>

#include "output/template.h"

#include <string.h>

#include "engine/form.h"
#include "engine/use.h"
#include "output/brief.h"
#include "output/glyph.h"
#include "output/texts.h"
#include "output/xml.h"

struct writer {
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const struct qp_history *history; /* null: nothing is known of last year */
    size_t district;
    FILE *out;
    const struct qp_use *uses;
    size_t code_width, unit_width; /* of the widest attribute, in columns */
    bool wrong;                    /* a text that XML cannot hold came up */
};

/* ---- texts ---- */

/* Writes TEXT inside a comment: two hyphens, which would end it, are set
   apart. */
static void
put_remark(struct writer *w, const char *text)
{
    w->wrong = w->wrong || !qp_glyph_clean(text);
    for (char before = '\0'; *text; before = *text++)
        fprintf(w->out, "%s%c", before == '-' && *text == '-' ? " " : "",
                *text);
}

/* The attribute NAME, and blanks up to WIDTH columns. */
static void
put_attribute(struct writer *w, const char *name, const char *text,
              size_t width)
{
    size_t used = strlen(name) + strlen("=\"\"") + qp_glyph_width(text);

    w->wrong = w->wrong || !qp_glyph_clean(text);
    fprintf(w->out, " %s=\"", name);
    qp_xml_escape(w->out, text);
    fprintf(w->out, "\"%*s", used < width ? (int)(width - used) : 0, "");
}

static const char *
year_text(const struct writer *w, int years_ago)
{
    return qp_arena_printf(w->arena, "%d", w->rules->year - years_ago);
}

/* A comment of one line. */
static void
put_comment(struct writer *w, const char *text)
{
    fputs("  <!-- ", w->out);
    put_remark(w, text);
    fputs(" -->\n", w->out);
}

/* ---- the head ---- */

static void
put_advice(struct writer *w, const char *text)
{
    fputs("  * ", w->out);
    put_remark(w, text);
    fputc('\n', w->out);
}

static bool
asks_prior(const struct writer *w, size_t datum)
{
    return w->rules->prior == QP_PRIOR_SUBMISSION && w->uses[datum].prior;
}

static bool
is_asked(const struct writer *w, size_t datum)
{
    return w->rules->data[datum].given_by == QP_BY_DISTRICT;
}

static bool
any_prior(const struct writer *w)
{
    for (size_t i = 0; i < w->rules->n_data; i++)
        if (is_asked(w, i) && asks_prior(w, i))
            return true;
    return false;
}

static void
put_how(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    fputs("<!--\n  ", w->out);
    put_remark(w, qp_text_with(w->arena, rules, QP_TEXT_TEMPLATE_TITLE,
                               rules->title, year_text(w, 0),
                               qp_text_district(rules, w->district),
                               rules->districts[w->district].code, NULL));
    fputs("\n\n  ", w->out);
    put_remark(w, qp_text(rules, QP_TEXT_TEMPLATE_HOW));
    fputs("\n", w->out);
    put_advice(w, qp_text(rules, QP_TEXT_TEMPLATE_NUMBER));
    put_advice(w, qp_text(rules, QP_TEXT_TEMPLATE_UNIT));
    if (any_prior(w))
        put_advice(w, qp_text_with(w->arena, rules, QP_TEXT_TEMPLATE_PRIOR,
                                   year_text(w, 1), NULL));
    put_advice(w, qp_text(rules, QP_TEXT_TEMPLATE_STATE));
    fputs("    ", w->out);
    put_remark(w, qp_text(rules, QP_TEXT_TEMPLATE_STATES));
    fputs("\n", w->out);
    put_advice(w, qp_text(rules, QP_TEXT_TEMPLATE_OPTIONAL));
    put_advice(w, qp_text_with(w->arena, rules, QP_TEXT_TEMPLATE_END,
                               year_text(w, -1), NULL));
    fputs("-->\n", w->out);
}

static void
put_root(struct writer *w)
{
    fputs("<submission xmlns=\"" QP_FORM_NAMESPACE "\"", w->out);
    put_attribute(w, "evaluation", w->rules->id, 0);
    fputs("\n           ", w->out);
    put_attribute(w, "year", year_text(w, 0), 0);
    put_attribute(w, "district", w->rules->districts[w->district].code, 0);
    put_attribute(w, "status", "draft", 0);
    fputs(">\n", w->out);
}

static void
put_contact(struct writer *w)
{
    put_comment(w, qp_text(w->rules, QP_TEXT_TEMPLATE_CONTACT));
    fputs("  <!--\n"
          "  <contact unit=\"\" person=\"\" phone=\"\" document=\"\"/>\n"
          "  -->\n",
          w->out);
}

/* ---- data ---- */

static void
put_row(struct writer *w, const struct qp_datum *datum, const char *period)
{
    fputs("    <datum", w->out);
    put_attribute(w, "code", datum->code, w->code_width);
    if (datum->unit_name[0])
        put_attribute(w, "unit", datum->unit_name, w->unit_width);
    else if (w->unit_width)
        fprintf(w->out, "%*s", (int)w->unit_width + 1, "");
    if (period)
        put_attribute(w, "period", period, 0);
    fputs("></datum>\n", w->out);
}

/* What counted last year for datum I; null if nothing did, or nobody knows. */
static const char *
last_year(const struct writer *w, size_t i)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_figure *figure =
        w->history ? w->history->figures[w->district * rules->n_data + i]
                   : NULL;
    const char *text;

    if (!figure)
        return NULL;
    text =
        figure->value.state == QP_REPORTED
            ? qp_text_join(w->arena, qp_num_text(w->arena, figure->value.num),
                           " ", rules->data[i].unit_name)
            : qp_text_join(w->arena, qp_text_state(rules, figure->value.state),
                           qp_text(rules, QP_TEXT_COLON), figure->value.text);
    return qp_text_with(w->arena, rules, QP_TEXT_TEMPLATE_LAST,
                        year_text(w, 1), text, NULL);
}

/* A further line of a comment. */
static void
put_line(struct writer *w, const char *text)
{
    if (!text)
        return;
    fputs("\n         ", w->out);
    put_remark(w, text);
}

static void
put_datum(struct writer *w, size_t i)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_datum *datum = &rules->data[i];

    fputs("\n    <!-- ", w->out);
    put_remark(w, qp_brief_datum(w->arena, rules, i));
    put_line(w, datum->note);
    put_line(w, last_year(w, i));
    fputs(" -->\n", w->out);
    put_row(w, datum, NULL);
    if (asks_prior(w, i))
        put_row(w, datum, year_text(w, 1));
}

/* The data below the top node TOP; for QP_NONE those of no indicator, be it
   of bonuses and the like or not. */
static void
put_group(struct writer *w, size_t top, bool in_item, const char *name)
{
    bool any = false;

    for (size_t i = 0; i < w->rules->n_data; i++) {
        const struct qp_use *use = &w->uses[i];

        if (!is_asked(w, i) || use->top != top ||
            (top == QP_NONE && use->in_item != in_item))
            continue;
        if (!any) {
            fputs("\n    <!-- ==== ", w->out);
            put_remark(w, name);
            fputs(" ==== -->\n", w->out);
        }
        any = true;
        put_datum(w, i);
    }
}

static void
widen(size_t *width, const char *name, const char *text)
{
    size_t used = strlen(name) + strlen("=\"\"") + qp_glyph_width(text);

    if (*text && used > *width)
        *width = used;
}

static void
measure(struct writer *w)
{
    for (size_t i = 0; i < w->rules->n_data; i++) {
        if (!is_asked(w, i))
            continue;
        widen(&w->code_width, "code", w->rules->data[i].code);
        widen(&w->unit_width, "unit", w->rules->data[i].unit_name);
    }
}

static void
put_data(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    measure(w);
    fputs("  <data>\n", w->out);
    for (size_t i = 0; i < rules->n_top; i++)
        put_group(w, rules->top[i], false,
                  qp_text_indicator(rules, rules->top[i]));
    put_group(w, QP_NONE, true, qp_text(rules, QP_TEXT_TEMPLATE_ITEMS));
    put_group(w, QP_NONE, false, qp_text(rules, QP_TEXT_TEMPLATE_OTHERS));
    fputs("  </data>\n\n", w->out);
}

/* ---- rows of detail, and the rest ---- */

/* A value such as FIELD may have; a day lies in the year of the rules. */
static const char *
sample(const struct writer *w, const struct qp_record_field *field)
{
    static const char *const samples[QP_N_FIELD_TYPES] = {
        [QP_FIELD_TEXT] = "A1",
        [QP_FIELD_INTEGER] = "1",
        [QP_FIELD_DECIMAL] = "1.5",
        [QP_FIELD_BOOL] = "yes",
        [QP_FIELD_USCC] = "91310115MA1K35KN7N",
        [QP_FIELD_COUNTRY] = "US",
    };

    if (field->type == QP_FIELD_DATE)
        return qp_arena_printf(w->arena, "%d-01-31", w->rules->year);
    return field->type == QP_FIELD_ENUM ? field->words[0]
                                        : samples[field->type];
}

/* What the fields of RECORD hold, one a line. */
static void
put_fields(struct writer *w, const struct qp_record_type *record)
{
    int width = 0;

    for (size_t i = 0; i < record->n_fields; i++)
        if ((int)strlen(record->fields[i].code) > width)
            width = (int)strlen(record->fields[i].code);
    for (size_t i = 0; i < record->n_fields; i++) {
        const struct qp_record_field *field = &record->fields[i];

        fprintf(w->out, "\n       %-*s  ", width, field->code);
        put_remark(w, qp_brief_field(w->arena, w->rules, field));
    }
}

/* A block of rows is put in as a comment: one that stands there with no rows
   says that there were none, which is a figure. */
static void
put_records(struct writer *w, const struct qp_record_type *record)
{
    fputs("  <!-- ", w->out);
    put_remark(
        w, qp_text_with(w->arena, w->rules, QP_TEXT_TEMPLATE_RECORDS,
                        qp_text_name(w->rules, record->name, record->name_en),
                        record->code, NULL));
    put_fields(w, record);
    fprintf(w->out,
            " -->\n  <!--\n  <records type=\"%s\" count=\"1\">\n    <record",
            record->code);
    for (size_t i = 0; i < record->n_fields; i++)
        put_attribute(w, record->fields[i].code, sample(w, &record->fields[i]),
                      0);
    fputs("/>\n  </records>\n  -->\n\n", w->out);
}

/* The code of the first datum that is asked for, "" without one. */
static const char *
first_code(const struct writer *w)
{
    for (size_t i = 0; i < w->rules->n_data; i++)
        if (is_asked(w, i))
            return w->rules->data[i].code;
    return "";
}

static void
put_rest(struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;

    put_comment(w, qp_text(rules, QP_TEXT_TEMPLATE_NOTE));
    fprintf(w->out, "  <!--\n  <note code=\"%s\">%s</note>\n  -->\n\n",
            first_code(w), qp_text(rules, QP_TEXT_TEMPLATE_NOTE_SAMPLE));
    put_comment(w, qp_text(rules, QP_TEXT_TEMPLATE_EVIDENCE));
    fprintf(w->out,
            "  <!--\n  <evidence id=\"e1\" title=\"%s\" sha256=\"\"/>\n"
            "  -->\n",
            qp_text(rules, QP_TEXT_TEMPLATE_EVIDENCE_SAMPLE));
}

bool
qp_template_write(struct qp_session *run, const struct qp_ruleset *rules,
                  const struct qp_history *history, size_t district, FILE *out)
{
    struct writer w = {
        .arena = run->arena,
        .rules = rules,
        .history = history,
        .district = district,
        .out = out,
        .uses = qp_use_find(run->arena, rules),
    };

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    put_how(&w);
    put_root(&w);
    put_contact(&w);
    put_data(&w);
    for (size_t i = 0; i < rules->n_records; i++)
        put_records(&w, &rules->records[i]);
    put_rest(&w);
    fputs("</submission>\n", out);
    if (w.wrong)
        qp_error(run, (struct qp_place){ .file = rules->files[0].path },
                 QP_ENCODING,
                 "a text of the rules holds a character that XML cannot");
    return !w.wrong;
}
