/* <scores>: what experts think.  One who is in conflict is left out by the
   engine; one who gives no score is not zero. */

#include <config.h>

#include "input/form.h"

#include <string.h>

#include "engine/tongue.h"
#include "input/figures.h"
#include "input/text.h"

/* ---- <scores> ---- */

enum { YEAR, EVALUATION };

static const struct qp_form_attribute root_attributes[] = {
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
}

/* ---- <score> ---- */

enum { EXPERT, DISTRICT, CODE, CONFLICT };

static const char *const yes_no[] = { "yes", "no", NULL };

static const struct qp_form_attribute score_attributes[] = {
    [EXPERT] = { .name = "expert",
                 .is_needed = true,
                 .help = N_("who scores; the id is in no notice") },
    [DISTRICT] = { .name = "district",
                   .is_needed = true,
                   .type = QP_FORM_DISTRICT,
                   .help = N_("district that is scored") },
    [CODE] = { .name = "code",
               .is_needed = true,
               .type = QP_FORM_DATUM,
               .help = N_("what is scored") },
    [CONFLICT] = { .name = "conflict",
                   .type = QP_FORM_WORD,
                   .words = yes_no,
                   .help =
                       N_("yes: the expert has a stake in it, and the score "
                          "does not count") },
};

/* Sees that the expert has not scored the same before.  An id that only looks
   other makes no other expert of one; the place keeps how it was written. */
static bool
is_first(struct qp_reading *reading, const struct qp_form_node *node,
         size_t district, size_t datum)
{
    const char *expert = node->values[EXPERT];
    struct qp_seen_thing thing = { QP_SEEN_SCORE, district, datum, expert };
    struct qp_place at = node->at;
    char *folded;

    if (district == QP_NONE || !expert)
        return false;
    thing.word = folded = qp_arena_text(reading->scratch, expert);
    qp_text_fold(folded);
    at.key = qp_form_keep(reading, expert);
    return qp_intake_is_first(reading->intake, &thing, at);
}

static void
close_score(struct qp_reading *reading, const struct qp_form_node *node)
{
    const struct qp_ruleset *rules = reading->intake->rules;
    size_t district = qp_form_district(reading, node, node->values[DISTRICT]);
    size_t datum = qp_form_datum(reading, node, node->values[CODE]);
    const struct qp_figures_given given = {
        .text = node->text,
        .length = node->length,
        .at = node->at,
    };
    const char *conflict = node->values[CONFLICT];
    struct qp_figure figure;
    bool is_new;

    if (datum == QP_NONE)
        return;
    is_new = is_first(reading, node, district, datum);
    if (!node->text ||
        !qp_figures_read(reading->run, rules, &rules->data[datum], &given,
                         &figure) ||
        !is_new)
        return;
    qp_intake_add_opinion(
        reading->intake, district, datum,
        &(struct qp_opinion){
            .expert = qp_form_keep(reading, node->values[EXPERT]),
            .score = figure.value.num,
            .conflict = conflict && strcmp(conflict, "yes") == 0,
            .at = figure.at,
        });
}

static const struct qp_form_element elements[] = {
    { .name = "scores",
      .help = N_("what experts give; the root"),
      .attributes = root_attributes,
      .n_attributes = QP_COUNT(root_attributes),
      .content = QP_FORM_CHILDREN,
      .open = open_root },
    { .name = "score",
      .help =
          N_("one expert's score for one district; without the element there "
             "is none, which is not zero"),
      .parent = "scores",
      .attributes = score_attributes,
      .n_attributes = QP_COUNT(score_attributes),
      .content = QP_FORM_NUMBER,
      .close = close_score },
};

const struct qp_form qp_form_scores = {
    .kind = QP_SCORES,
    .elements = elements,
    .n_elements = QP_COUNT(elements),
    .may_give = { [QP_BY_EXPERTS] = true },
};
