/* Figures given again; see restated.h. */

#include <config.h>

#include "input/restated.h"

#include <string.h>

#include "engine/tongue.h"

static bool
is_same(struct qp_value a, struct qp_value b)
{
    if (a.state != QP_REPORTED || b.state != QP_REPORTED)
        return a.state == b.state;
    return qp_num_cmp(a.num, b.num) == 0;
}

/* VALUE of DATUM as messages give it: "401 万美元", "missing". */
static const char *
value_text(struct qp_arena *arena, const struct qp_datum *datum,
           struct qp_value value)
{
    if (value.state != QP_REPORTED)
        return qp_state_name(value.state);
    return qp_arena_printf(arena, "%s%s%s", qp_num_text(arena, value.num),
                           datum->unit_name[0] ? " " : "", datum->unit_name);
}

/* Compares GIVEN, a figure of DATUM, with RECORDED; WHY is how the difference
   is explained, null where it is not. */
static void
compare(struct qp_session *run, const struct qp_ruleset *rules,
        const struct qp_datum *datum, const struct qp_figure *given,
        const struct qp_figure *recorded, const char *why)
{
    bool record_counts = rules->prior == QP_PRIOR_RECORD;
    const char *text;

    if (!given || is_same(given->value, recorded->value))
        return;
    text = qp_arena_printf(
        run->arena,
        _("%s %s: %d is given as %s, but the result of that year has %s "
          "(%s:%d); %s counts, as prior = %s"),
        datum->code, datum->name, rules->year - 1,
        value_text(run->arena, datum, given->value),
        value_text(run->arena, datum, recorded->value), recorded->at.file,
        recorded->at.line,
        record_counts ? _("the result's") : _("the one given"),
        record_counts ? "record" : "submission");
    if (why)
        qp_note(run, given->at, QP_RESTATED, "%s; the reason given: %s", text,
                why);
    else
        qp_warning(run, given->at, QP_RESTATED,
                   "%s; explain it in a <note code=\"%s\">", text,
                   datum->code);
}

void
qp_restated_check(struct qp_session *run, const struct qp_ruleset *rules,
                  const struct qp_submissions *subs)
{
    for (size_t i = 0; i < rules->n_districts * rules->n_data; i++) {
        const struct qp_datum *datum = &rules->data[i % rules->n_data];
        const struct qp_entry *entry = &subs->entries[i];
        const struct qp_figure *recorded = subs->history->figures[i];

        if (!recorded)
            continue;
        compare(run, rules, datum, qp_model_extra(entry)->reported_prior,
                recorded, qp_model_extra(entry)->note);
        if (qp_model_extra(entry)->verified_prior)
            compare(run, rules, datum,
                    &qp_model_extra(entry)->verified_prior->figure, recorded,
                    qp_model_extra(entry)->verified_prior->reason);
    }
}
