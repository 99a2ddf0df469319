/* <submission>: what a district reports.

   A datum may be given for this year, for the year before (which prior(x)
   reads), and for others, which are checked and not used. */

#include <config.h>

#include "input/form.h"

#include <string.h>

#include "engine/tongue.h"
#include "input/figures.h"
#include "input/records.h"
#include "input/text.h"

static const char *const statuses[] = { "final", "draft", NULL };

/* ---- <submission> ---- */

enum { EVALUATION, YEAR, DISTRICT, STATUS, SUBMITTED };

static const struct qp_form_attribute root_attributes[] = {
    [EVALUATION] = { .name = "evaluation",
                     .is_needed = true,
                     .type = QP_FORM_EVALUATION,
                     .help = N_("id of the evaluation that it is for") },
    [YEAR] = { .name = "year",
               .is_needed = true,
               .type = QP_FORM_EVALUATION_YEAR,
               .help = N_("year that is evaluated") },
    [DISTRICT] = { .name = "district",
                   .is_needed = true,
                   .type = QP_FORM_DISTRICT,
                   .help = N_("district that submits") },
    [STATUS] = { .name = "status",
                 .is_needed = true,
                 .type = QP_FORM_WORD,
                 .words = statuses,
                 .help =
                     N_("whether it counts: drafts are refused, unless all "
                        "are drafts and score is told so") },
    [SUBMITTED] = { .name = "submitted",
                    .type = QP_FORM_DATE,
                    .help =
                        N_("day on which it was handed in; rules may deduct "
                           "for days late") },
};

static void
open_root(struct qp_reading *reading, const struct qp_form_node *node)
{
    size_t district = qp_form_district(reading, node, node->values[DISTRICT]);
    const char *status = node->values[STATUS];
    struct qp_seen_thing thing = { QP_SEEN_SUBMISSION, district, 0, "" };

    qp_form_check_evaluation(reading, node, node->values[EVALUATION],
                             node->values[YEAR]);
    reading->document.draft = status && strcmp(status, "draft") == 0;
    reading->document.submitted =
        qp_form_keep(reading, node->values[SUBMITTED]);
    reading->document.district = district;
    if (district != QP_NONE)
        qp_intake_is_first(reading->intake, &thing, node->at);
}

/* ---- <contact> ---- */

enum { CONTACT_UNIT, CONTACT_PERSON, CONTACT_PHONE, CONTACT_DOCUMENT };

static const struct qp_form_attribute contact_attributes[] = {
    [CONTACT_UNIT] = { .name = "unit", .help = N_("office that submits") },
    [CONTACT_PERSON] = { .name = "person",
                         .help = N_("who answers questions") },
    [CONTACT_PHONE] = { .name = "phone", .help = N_("where to call") },
    [CONTACT_DOCUMENT] = { .name = "document",
                           .help = N_("number of the letter") },
};

static void
open_contact(struct qp_reading *reading, const struct qp_form_node *node)
{
    struct qp_document *document = &reading->document;

    document->contact_unit = qp_form_keep(reading, node->values[CONTACT_UNIT]);
    document->contact_person =
        qp_form_keep(reading, node->values[CONTACT_PERSON]);
    document->contact_phone =
        qp_form_keep(reading, node->values[CONTACT_PHONE]);
    document->contact_document =
        qp_form_keep(reading, node->values[CONTACT_DOCUMENT]);
}

/* ---- <data> ---- */

static void
open_data(struct qp_reading *reading, const struct qp_form_node *node)
{
    reading->data_at = node->at;
}

/* ---- <datum> ---- */

enum { CODE, PERIOD, UNIT, STATE, REASON, EVIDENCE };

static const struct qp_form_attribute datum_attributes[] = {
    [CODE] = { .name = "code",
               .is_needed = true,
               .type = QP_FORM_DATUM,
               .help = N_("which figure it is") },
    [PERIOD] = { .name = "period",
                 .type = QP_FORM_PERIOD,
                 .help = N_("year that it is of; left out, the year that is "
                            "evaluated") },
    [UNIT] = { .name = "unit",
               .type = QP_FORM_UNIT,
               .help = N_("unit that it is in; left out, that of the rules") },
    [STATE] = { .name = "state",
                .type = QP_FORM_STATE,
                .words = qp_figures_states,
                .help = N_("why there is no figure; the element is then empty "
                           "and none of these is zero") },
    [REASON] = { .name = "reason",
                 .help = N_("what explains the state, which needs it") },
    [EVIDENCE] = { .name = "evidence",
                   .help = N_("id of an <evidence> that shows the figure") },
};

/* Keeps the evidence id of a datum until the file has been read. */
static void
mention(struct qp_reading *reading, const struct qp_form_node *node)
{
    reading->mentions =
        qp_arena_grow(reading->scratch, reading->mentions, reading->n_mentions,
                      &reading->mentions_capacity, sizeof *reading->mentions);
    reading->mentions[reading->n_mentions++] = (struct qp_form_mention){
        qp_arena_text(reading->scratch, node->values[EVIDENCE]),
        node->at,
    };
}

/* Puts FIGURE, which is YEARS_AGO, where the engine finds it. */
static void
store(struct qp_reading *reading, size_t datum, int years_ago,
      const struct qp_figure *figure)
{
    struct qp_intake_item *item;
    struct qp_figure *kept;

    if (years_ago < 0 || years_ago > 1)
        return;
    kept = qp_arena_alloc(reading->run->arena, 1, sizeof *kept);
    *kept = *figure;
    item =
        qp_intake_add_item(reading->intake, reading->document.district, datum);
    *(years_ago ? &item->extra.reported_prior : &item->reported) = kept;
}

/* Reads the figure of NODE, which is for DATUM. */
static bool
read_figure(struct qp_reading *reading, const struct qp_form_node *node,
            size_t datum, struct qp_figure *figure)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    const struct qp_figures_given given = {
        .text = node->text,
        .length = node->length,
        .unit = node->values[UNIT],
        .state = node->values[STATE],
        .reason = node->values[REASON],
        .is_reason_wrong = node->is_wrong[REASON],
        .at = node->at,
    };

    if (given.reason && !given.state) {
        qp_error(reading->run, node->at, QP_STATE,
                 "%s: has a reason, which goes with a state only; a remark "
                 "goes into <note>",
                 qp_form_label(reading, datum).text);
        return false;
    }
    return qp_figures_read(reading->run, rules, &rules->data[datum], &given,
                           figure);
}

static void
close_datum(struct qp_reading *reading, const struct qp_form_node *node)
{
    size_t datum = qp_form_datum(reading, node, node->values[CODE]);
    char year[8];
    const char *period = qp_form_period(reading, node->values[PERIOD], year);
    struct qp_seen_thing thing = { QP_SEEN_REPORTED, 0, datum, period };
    struct qp_figure figure;
    bool is_first = false;
    int years_ago = -1;

    if (node->values[EVIDENCE])
        mention(reading, node);
    if (datum == QP_NONE)
        return;
    if (!node->is_wrong[PERIOD]) {
        years_ago = qp_form_years_ago(reading, node, datum, period);
        is_first = qp_intake_is_first(reading->intake, &thing, node->at);
    }
    if (node->text && !node->is_wrong[STATE] &&
        read_figure(reading, node, datum, &figure) && is_first &&
        reading->document.district != QP_NONE)
        store(reading, datum, years_ago, &figure);
}

/* ---- <records> ---- */

enum { RECORDS_TYPE, RECORDS_COUNT, RECORDS_FIELD, RECORDS_TOTAL };

static const struct qp_form_attribute records_attributes[] = {
    [RECORDS_TYPE] = { .name = "type",
                       .is_needed = true,
                       .type = QP_FORM_RECORD,
                       .help = N_("which kind of rows they are") },
    [RECORDS_COUNT] = { .name = "count",
                        .is_needed = true,
                        .type = QP_FORM_WHOLE,
                        .help = N_("how many there are") },
    [RECORDS_FIELD] = { .name = "total-field",
                        .help = N_("field whose sum is stated") },
    [RECORDS_TOTAL] = { .name = "total",
                        .type = QP_FORM_DECIMAL,
                        .help = N_("that sum, which must come out") },
};

static void
open_records(struct qp_reading *reading, const struct qp_form_node *node)
{
    const struct qp_records_given given = {
        .type = node->values[RECORDS_TYPE],
        .count = node->values[RECORDS_COUNT],
        .total_field = node->values[RECORDS_FIELD],
        .total = node->values[RECORDS_TOTAL],
        .at = node->at,
    };

    qp_records_open(reading, &given);
}

static void
close_records(struct qp_reading *reading, const struct qp_form_node *node)
{
    (void)node;
    qp_records_close(reading);
}

/* ---- <note> ---- */

static const struct qp_form_attribute note_attributes[] = {
    [CODE] = { .name = "code",
               .is_needed = true,
               .type = QP_FORM_DATUM,
               .help = N_("figure that it explains") },
};

static void
close_note(struct qp_reading *reading, const struct qp_form_node *node)
{
    size_t datum = qp_form_datum(reading, node, node->values[CODE]);
    struct qp_seen_thing thing = { QP_SEEN_NOTE, 0, datum, "" };

    if (node->text && node->length == 0)
        qp_error(reading->run, node->at, QP_ELEMENT,
                 "<note> is empty; write the remark between its tags");
    if (datum == QP_NONE)
        return;
    if (qp_intake_is_first(reading->intake, &thing, node->at) && node->text &&
        reading->document.district != QP_NONE)
        qp_intake_add_item(reading->intake, reading->document.district, datum)
            ->extra.note =
            qp_arena_copy(reading->run->arena, node->text, node->length);
}

/* ---- <evidence> ---- */

enum { ID, TITLE, SHA256 };

static const struct qp_form_attribute evidence_attributes[] = {
    [ID] = { .name = "id",
             .is_needed = true,
             .help = N_("name by which a <datum> refers to it") },
    [TITLE] = { .name = "title",
                .is_needed = true,
                .help = N_("what the document is called") },
    [SHA256] = { .name = "sha256",
                 .type = QP_FORM_SHA256,
                 .help = N_("hash of the document") },
};

static void
open_evidence(struct qp_reading *reading, const struct qp_form_node *node)
{
    const char *id = node->values[ID];
    struct qp_seen_thing thing = { QP_SEEN_EVIDENCE, 0, 0, id };

    if (id)
        qp_intake_is_first(reading->intake, &thing, node->at);
}

/* ---- the whole file ---- */

/* Reports evidence that a datum names but the file does not list. */
static void
check_mentions(struct qp_reading *reading)
{
    for (size_t i = 0; i < reading->n_mentions; i++) {
        const struct qp_form_mention *mentioned = &reading->mentions[i];
        struct qp_seen_thing thing = { QP_SEEN_EVIDENCE, 0, 0, mentioned->id };

        if (!qp_seen_find(reading->intake->seen, &thing))
            qp_error(reading->run, mentioned->at, QP_ATTRIBUTE,
                     "<datum>: evidence=\"%s\" is the id of no <evidence> in "
                     "this file",
                     qp_text_show(mentioned->id, strlen(mentioned->id)).text);
    }
}

/* Required asks for the element, be it with a figure or a state. */
static void
check_required(struct qp_reading *reading)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    char year[8];
    struct qp_seen_thing thing = { QP_SEEN_REPORTED, 0, 0,
                                   qp_form_period(reading, NULL, year) };

    for (size_t i = 0; i < rules->n_data; i++) {
        const struct qp_datum *datum = &rules->data[i];

        thing.datum = i;
        if (datum->required && datum->given_by == QP_BY_DISTRICT &&
            !qp_records_give(reading, i) &&
            !qp_seen_find(reading->intake->seen, &thing))
            qp_error(reading->run, reading->data_at, QP_REQUIRED,
                     "%s %s: is required for %s and missing; give a figure, "
                     "or a state and its reason",
                     datum->code, datum->name, year);
    }
}

static void
finish(struct qp_reading *reading)
{
    check_mentions(reading);
    if (reading->data_at.line)
        check_required(reading);
    qp_records_finish(reading);
}

static const struct qp_form_element elements[] = {
    { .name = "submission",
      .help = N_("what a district reports; the root"),
      .attributes = root_attributes,
      .n_attributes = QP_COUNT(root_attributes),
      .content = QP_FORM_CHILDREN,
      .open = open_root },
    { .name = "contact",
      .help = N_("who answers for it"),
      .parent = "submission",
      .attributes = contact_attributes,
      .n_attributes = QP_COUNT(contact_attributes),
      .is_single = true,
      .open = open_contact },
    { .name = "data",
      .help = N_("the figures"),
      .parent = "submission",
      .content = QP_FORM_CHILDREN,
      .is_single = true,
      .is_needed = true,
      .open = open_data },
    { .name = "datum",
      .help = N_("one figure, or a state that says why there is none"),
      .parent = "data",
      .attributes = datum_attributes,
      .n_attributes = QP_COUNT(datum_attributes),
      .content = QP_FORM_NUMBER,
      .close = close_datum },
    { .name = "records",
      .help = N_("rows of detail of one kind, from which figures are derived"),
      .parent = "submission",
      .attributes = records_attributes,
      .n_attributes = QP_COUNT(records_attributes),
      .content = QP_FORM_CHILDREN,
      .open = open_records,
      .close = close_records },
    { .name = "record",
      .help = N_("one row; its attributes are the fields of its kind, as the "
                 "rules have them"),
      .parent = "records",
      .row = qp_records_row },
    { .name = "note",
      .help = N_("a remark on a figure; where the rules say so, it turns a "
                 "warning off"),
      .parent = "submission",
      .attributes = note_attributes,
      .n_attributes = QP_COUNT(note_attributes),
      .content = QP_FORM_TEXT,
      .close = close_note },
    { .name = "evidence",
      .help = N_("a document that shows figures"),
      .parent = "submission",
      .attributes = evidence_attributes,
      .n_attributes = QP_COUNT(evidence_attributes),
      .open = open_evidence },
};

const struct qp_form qp_form_submission = {
    .kind = QP_SUBMISSION,
    .elements = elements,
    .n_elements = QP_COUNT(elements),
    .may_give = { [QP_BY_DISTRICT] = true },
    .finish = finish,
};
