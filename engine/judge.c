/* The checks of districts and of the city; see judge.h. */

#include <config.h>

#include "engine/judge.h"

#include <stdlib.h>
#include <string.h>

#include "engine/expr.h"
#include "engine/frame.h"
#include "engine/tongue.h"

static const struct {
    const char *name;
    void (*report)(struct qp_session *run, struct qp_place at,
                   enum qp_code code, const char *format, ...)
        QP_PRINTF(4, 5);
} levels[QP_N_LEVELS] = {
    [QP_LEVEL_ERROR] = { "error", qp_error },
    [QP_LEVEL_WARNING] = { "warning", qp_warning },
    [QP_LEVEL_NOTE] = { "note", qp_note },
};

struct judge {
    struct qp_session *run;
    const struct qp_ruleset *rules;
    const struct qp_submissions *subs;
    struct qp_eval *as_submitted, *as_counted;
    struct qp_findings *findings;
    size_t capacity;
};

const char *
qp_level_name(enum qp_level level)
{
    return levels[level].name;
}

bool
qp_level_find(const char *name, enum qp_level *level)
{
    for (size_t i = 0; i < QP_N_LEVELS; i++)
        if (strcmp(levels[i].name, name) == 0) {
            *level = (enum qp_level)i;
            return true;
        }
    return false;
}

/* ---- words ---- */

static const char *
value_text(struct qp_arena *arena, struct qp_value value)
{
    if (value.state != QP_REPORTED)
        return qp_state_name(value.state);
    return value.text ? value.text : qp_num_text(arena, value.num);
}

const char *
qp_judge_text(struct qp_arena *arena, const struct qp_term *terms, size_t n)
{
    const char *text = "";

    for (size_t i = 0; i < n; i++) {
        const struct qp_term *term = &terms[i];
        bool has_unit = *term->unit_name && term->value.state == QP_REPORTED;

        text = qp_arena_printf(
            arena, "%s%s%s%s%s = %s%s%s", text, i ? ", " : "", term->text,
            term->name ? " " : "", term->name ? term->name : "",
            value_text(arena, term->value), has_unit ? " " : "",
            has_unit ? term->unit_name : "");
    }
    return text;
}

/* How a district can explain what CHECK found, where it can. */
static const char *
way_out(struct qp_arena *arena, const struct qp_ruleset *rules,
        const struct qp_check *check)
{
    size_t datum =
        check->unless.expr ? qp_expr_note(check->unless.expr) : QP_NONE;

    if (datum == QP_NONE)
        return "";
    return qp_arena_printf(arena,
                           _(", or a <note code=\"%s\"> that explains it"),
                           rules->data[datum].code);
}

/* Whose figures FINDING is about, where its file does not say so. */
static const char *
whose(struct qp_arena *arena, const struct qp_ruleset *rules,
      const struct qp_finding *finding)
{
    const struct qp_district *district;

    if (finding->district == QP_NONE || finding->is_submitted ||
        !finding->is_open)
        return "";
    district = &rules->districts[finding->district];
    return qp_arena_printf(arena, "%s %s: ", district->code, district->name);
}

void
qp_judge_report(struct qp_session *run, const struct qp_ruleset *rules,
                const struct qp_finding *finding)
{
    const struct qp_check *check = &rules->checks[finding->check];
    bool is_open = finding->is_open;

    if (finding->is_explained)
        return;
    (is_open ? levels[finding->level].report : qp_note)(
        run, finding->at, QP_CHECK, "%s%s %s: %s; expected %s%s",
        whose(run->arena, rules, finding), check->code, check->name,
        finding->text, check->assertion.text,
        is_open ? way_out(run->arena, rules, check)
                : _("; verification has put it right"));
}

/* ---- judging ---- */

enum verdict { HOLDS, EXPLAINED, FAILS };

static bool
holds(const struct qp_formula *formula, struct qp_eval *in, size_t district,
      bool otherwise)
{
    struct qp_value value;

    if (!formula->expr)
        return otherwise;
    value = qp_expr_eval(formula->expr, in, district);
    return value.state == QP_REPORTED ? qp_num_sign(value.num) != 0
                                      : otherwise;
}

/* The line that FINDING, which is of a district, is about: of the first figure
   of CHECK that the district gave, or that a department put in its place if
   that is at fault. */
static struct qp_place
place_of(const struct judge *j, const struct qp_check *check,
         const struct qp_finding *finding)
{
    size_t n, document = j->subs->of_district[finding->district];
    const size_t *data = qp_expr_data(check->assertion.expr, &n);
    bool is_own = finding->is_submitted || finding->is_explained;

    for (size_t i = 0; i < n; i++) {
        const struct qp_entry *entry =
            &j->subs->entries[finding->district * j->rules->n_data + data[i]];
        const struct qp_figure *own = qp_eval_submitted(
            j->rules, j->subs, finding->district, data[i], false);

        if (is_own && own)
            return own->at;
        if (!is_own && qp_model_extra(entry)->verified)
            return qp_model_extra(entry)->verified->figure.at;
    }
    if (document == QP_NONE)
        return j->rules->districts[finding->district].at;
    return (struct qp_place){
        .file = j->subs->documents[document].file.path
    };
}

static void
add(struct judge *j, struct qp_finding finding)
{
    struct qp_findings *all = j->findings;

    all->items = qp_arena_grow(j->run->arena, all->items, all->n,
                               &j->capacity, sizeof finding);
    all->items[all->n++] = finding;
}

/* What CHECK comes to for DISTRICT on the figures of IN. */
static enum verdict
judge_figures(const struct qp_check *check, struct qp_eval *in,
              size_t district)
{
    if (holds(&check->assertion, in, district, true))
        return HOLDS;
    return holds(&check->unless, in, district, false) ? EXPLAINED : FAILS;
}

/* Judges the check at INDEX for DISTRICT, QP_NONE for the city. */
static void
judge(struct judge *j, size_t index, size_t district)
{
    const struct qp_check *check = &j->rules->checks[index];
    struct qp_eval *in = j->as_submitted;
    enum verdict counted = judge_figures(check, j->as_counted, district);
    enum verdict submitted =
        check->by_city ? counted
                       : judge_figures(check, j->as_submitted, district);
    struct qp_finding finding = {
        .check = index,
        .district = district,
        .level = check->level,
        .is_submitted = submitted == FAILS,
        .is_open = counted == FAILS,
        .is_explained = submitted != FAILS && counted != FAILS,
    };

    if (submitted == HOLDS && counted == HOLDS)
        return;
    if (finding.is_open || (finding.is_explained && counted == EXPLAINED))
        in = j->as_counted;
    finding.terms = qp_expr_terms(check->assertion.expr, in, district,
                                  &finding.n_terms);
    finding.text =
        qp_judge_text(j->run->arena, finding.terms, finding.n_terms);
    finding.at = district == QP_NONE ? check->assertion.at
                                     : place_of(j, check, &finding);
    add(j, finding);
    qp_judge_report(j->run, j->rules, &finding);
}

static int
compare(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

static int
by_district(const void *left, const void *right)
{
    const struct qp_finding *a = left, *b = right;
    int order = compare(a->district, b->district);

    if (order == 0)
        order = compare(a->check, b->check);
    if (order == 0)
        order = compare((size_t)a->at.line, (size_t)b->at.line);
    return order ? order : strcmp(a->text, b->text);
}

/* Judges the check at INDEX for all that it is of: for LONE only where there is
   one; for the city if all of it IS_WHOLE. */
static void
judge_all(struct judge *j, size_t index, const struct qp_lone *lone,
          bool is_whole)
{
    if (j->rules->checks[index].record != QP_NONE)
        return;
    if (j->rules->checks[index].by_city) {
        if (is_whole && !lone)
            judge(j, index, QP_NONE);
    } else if (lone) {
        judge(j, index, lone->district);
    } else {
        for (size_t d = 0; d < j->rules->n_districts; d++)
            judge(j, index, d);
    }
}

const struct qp_findings *
qp_judge(struct qp_session *run, const struct qp_ruleset *rules,
         const struct qp_submissions *subs, const struct qp_lone *lone)
{
    bool *peers =
        qp_arena_alloc(run->arena, rules->n_districts, sizeof *peers);
    bool is_whole = qp_diag_ok(run->diag);
    struct judge j = {
        .run = run,
        .rules = rules,
        .subs = subs,
        .as_submitted =
            qp_eval_new_submitted(run->arena, rules, subs, peers),
        .as_counted = qp_eval_new(run->arena, rules, subs, peers, NULL),
        .findings = qp_arena_alloc(run->arena, 1, sizeof *j.findings),
    };

    memset(peers, true, rules->n_districts * sizeof *peers);
    for (size_t i = 0; i < subs->findings.n; i++)
        add(&j, subs->findings.items[i]);
    qp_eval_alone(j.as_submitted, lone);
    qp_eval_alone(j.as_counted, lone);
    for (size_t i = 0; i < rules->n_checks; i++)
        judge_all(&j, i, lone, is_whole);
    if (j.findings->n)
        qsort(j.findings->items, j.findings->n, sizeof *j.findings->items,
              by_district);
    return j.findings;
}
