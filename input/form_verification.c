/* <verification>: a department's figures.  They stand in place of what the
   district reports, or give what no district can. */

#include <config.h>

#include "input/form.h"

#include "engine/tongue.h"
#include "input/figures.h"

/* ---- <verification> ---- */

enum { SOURCE, YEAR, EVALUATION };

static const struct qp_form_attribute root_attributes[] = {
    [SOURCE] = { .name = "source",
                 .is_needed = true,
                 .help = N_("department that has verified") },
    [YEAR] = { .name = "year",
               .is_needed = true,
               .type = QP_FORM_EVALUATION_YEAR,
               .help = N_("year that is evaluated") },
    [EVALUATION] = { .name = "evaluation",
                     .type = QP_FORM_EVALUATION,
                     .help = N_("id of the evaluation that it is for") },
};

static void
open_root(struct qp_reading *reading, const struct qp_form_node *node)
{
    qp_form_check_evaluation(reading, node, node->values[EVALUATION],
                             node->values[YEAR]);
    reading->document.source = qp_form_keep(reading, node->values[SOURCE]);
}

/* ---- <datum> ---- */

enum { DISTRICT, CODE, PERIOD, UNIT, STATE, REASON, DOCUMENT };

static const struct qp_form_attribute datum_attributes[] = {
    [DISTRICT] = { .name = "district",
                   .is_needed = true,
                   .type = QP_FORM_DISTRICT,
                   .help = N_("district that it is about") },
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
                .help =
                    N_("why there is no figure; the element is then empty") },
    [REASON] = { .name = "reason",
                 .is_needed = true,
                 .help = N_("why it differs from what was reported") },
    [DOCUMENT] = { .name = "document",
                   .is_needed = true,
                   .help = N_("number of the paper that shows it") },
};

/* Puts FIGURE, which is YEARS_AGO, where the engine finds it. */
static void
store(struct qp_reading *reading, const struct qp_form_node *node,
      size_t district, size_t datum, int years_ago,
      const struct qp_figure *figure)
{
    struct qp_intake_item *item;
    struct qp_verified *kept;

    if (years_ago < 0 || years_ago > 1)
        return;
    kept = qp_arena_alloc(reading->run->arena, 1, sizeof *kept);
    *kept = (struct qp_verified){
        .figure = *figure,
        .source = reading->document.source,
        .reason = qp_form_keep(reading, node->values[REASON]),
        .document = qp_form_keep(reading, node->values[DOCUMENT]),
    };
    item = qp_intake_add_item(reading->intake, district, datum);
    *(years_ago ? &item->extra.verified_prior : &item->extra.verified) = kept;
}

/* Sees that the file has not verified the same before.  An unknown district
   has been reported, and nothing of it can be given twice. */
static bool
is_first(struct qp_reading *reading, const struct qp_form_node *node,
         size_t district, size_t datum, const char *period)
{
    struct qp_seen_thing thing = { QP_SEEN_VERIFIED, district, datum, period };

    return district != QP_NONE && !node->is_wrong[PERIOD] &&
           qp_intake_is_first(reading->intake, &thing, node->at);
}

static void
close_datum(struct qp_reading *reading, const struct qp_form_node *node)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    size_t district = qp_form_district(reading, node, node->values[DISTRICT]);
    size_t datum = qp_form_datum(reading, node, node->values[CODE]);
    char year[8];
    const char *period = qp_form_period(reading, node->values[PERIOD], year);
    const struct qp_figures_given given = {
        .text = node->text,
        .length = node->length,
        .unit = node->values[UNIT],
        .state = node->values[STATE],
        .reason = node->values[REASON],
        .is_reason_wrong = !node->values[REASON], /* it is needed */
        .at = node->at,
    };
    struct qp_figure figure;
    bool is_new;
    int years_ago = -1;

    if (datum == QP_NONE)
        return;
    if (!node->is_wrong[PERIOD])
        years_ago = qp_form_years_ago(reading, node, datum, period);
    is_new = is_first(reading, node, district, datum, period);
    if (node->text && !node->is_wrong[STATE] &&
        qp_figures_read(reading->run, rules, &rules->data[datum], &given,
                        &figure) &&
        is_new)
        store(reading, node, district, datum, years_ago, &figure);
}

static const struct qp_form_element elements[] = {
    { .name = "verification",
      .help = N_("what a department has verified; the root"),
      .attributes = root_attributes,
      .n_attributes = QP_COUNT(root_attributes),
      .content = QP_FORM_CHILDREN,
      .open = open_root },
    { .name = "datum",
      .help =
          N_("a figure that counts in place of the one reported, or that no "
             "district reports"),
      .parent = "verification",
      .attributes = datum_attributes,
      .n_attributes = QP_COUNT(datum_attributes),
      .content = QP_FORM_NUMBER,
      .close = close_datum },
};

const struct qp_form qp_form_verification = {
    .kind = QP_VERIFICATION,
    .elements = elements,
    .n_elements = QP_COUNT(elements),
    .may_give = { [QP_BY_DISTRICT] = true, [QP_BY_DEPARTMENT] = true },
};
