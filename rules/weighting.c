/* Weights that judges find, and what must hold of all weights that are found
   instead of given; see lint.h. */

#include <config.h>

#include "rules/lint.h"

#include <string.h>

#include "engine/method.h"
#include "engine/tongue.h"
#include "engine/weigh.h"

/* Judgements that contradict each other more than that, in hundredths of
   what random ones do, are no basis for weights: Saaty (1980). */
enum { CR_MOST = 10 };

/* Saaty's scale ends there. */
enum { SCALE_MOST = 9 };

/* A node whose children are weighted by what judges say. */
struct jury {
    struct qp_load *load;
    const char *node; /* its code */
    const struct qp_weighting *weighting;
    const struct qp_judgements *judgements;
    const size_t *children;
    size_t n;
    size_t *place; /* of each row's indicator among the children */
};

static const char *
code_of(const struct jury *jury, size_t child)
{
    return jury->load->rules->indicators[jury->children[child]].code;
}

/* Finds each row among the children; reports rows of others and children
   without a row. */
static bool
match_rows(struct jury *jury)
{
    struct qp_session *run = jury->load->run;
    const struct qp_judgements *judgements = jury->judgements;
    bool *seen = qp_arena_alloc(run->arena, jury->n, sizeof *seen);
    bool good = true;

    jury->place =
        qp_arena_alloc(run->arena, judgements->n_rows, sizeof *jury->place);
    for (size_t i = 0; i < judgements->n_rows; i++) {
        size_t k = 0;

        while (k < jury->n &&
               jury->children[k] != judgements->rows[i].indicator)
            k++;
        jury->place[i] = k;
        if (k < jury->n) {
            seen[k] = true;
            continue;
        }
        good = false;
        qp_error(run, judgements->rows[i].at, QP_WEIGHTING,
                 "weights %s: %s is no child of %s, which is weighted by them",
                 judgements->code, judgements->rows[i].at.key, jury->node);
    }
    for (size_t k = 0; k < jury->n; k++)
        if (!seen[k]) {
            good = false;
            qp_error(run, judgements->at, QP_WEIGHTING,
                     "weights %s: there is no row for %s, a child of %s",
                     judgements->code, code_of(jury, k), jury->node);
        }
    return good;
}

/* ---- ahp ---- */

/* Reports what is wrong with ROW, the one of ahp with WANT numbers to come. */
static bool
check_comparisons(const struct jury *jury, const struct qp_judgement *row,
                  size_t want)
{
    struct qp_session *run = jury->load->run;
    const char *code = jury->judgements->code;
    const qp_num most = qp_num_int(SCALE_MOST);

    if (row->n != want) {
        qp_error(run, row->at, QP_WEIGHTING,
                 "weights %s: %s has %zu numbers, expected %zu: 1 for itself "
                 "and one for each row below",
                 code, row->at.key, row->n, want);
        return false;
    }
    if (qp_num_cmp(row->numbers[0], qp_num_int(1)) != 0) {
        qp_error(run, row->at, QP_WEIGHTING,
                 "weights %s: %s begins with %s, expected 1: each is as "
                 "important as itself",
                 code, row->at.key,
                 qp_num_fraction(run->arena, row->numbers[0]));
        return false;
    }
    for (size_t i = 1; i < row->n; i++) {
        qp_num x = row->numbers[i];

        if (qp_num_cmp(x, most) <= 0 &&
            qp_num_cmp(qp_num_mul(run->arena, x, most), qp_num_int(1)) >= 0)
            continue;
        qp_error(run, row->at, QP_WEIGHTING,
                 "weights %s: %s has %s, which is not on the scale from 1/9 "
                 "to 9",
                 code, row->at.key, qp_num_fraction(run->arena, x));
        return false;
    }
    return true;
}

/* The matrix of comparisons by children, null where they are wrong. */
static qp_num *
read_matrix(const struct jury *jury)
{
    struct qp_arena *arena = jury->load->run->arena;
    const struct qp_judgements *judgements = jury->judgements;
    size_t n = jury->n;
    qp_num *matrix = qp_arena_alloc(arena, n * n, sizeof *matrix);
    bool good = true;

    for (size_t i = 0; i < n; i++) {
        const struct qp_judgement *row = &judgements->rows[i];

        if (!check_comparisons(jury, row, n - i)) {
            good = false;
            continue;
        }
        for (size_t j = i; j < n; j++) {
            size_t a = jury->place[i], b = jury->place[j];

            matrix[a * n + b] = row->numbers[j - i];
            matrix[b * n + a] =
                qp_num_div(arena, qp_num_int(1), row->numbers[j - i]);
        }
    }
    return good ? matrix : NULL;
}

static void
report_inconsistent(const struct jury *jury, const qp_num matrix[], qp_num cr)
{
    struct qp_session *run = jury->load->run;
    struct qp_arena *arena = run->arena;
    size_t n = jury->n, t[3] = { 0 };
    qp_num first, second, direct;

    qp_weigh_worst_triple(arena, matrix, n, t);
    first = matrix[t[0] * n + t[1]];
    second = matrix[t[1] * n + t[2]];
    direct = matrix[t[0] * n + t[2]];
    qp_error(
        run, jury->judgements->at, QP_CONSISTENCY,
        "weights %s: the consistency ratio is %s, over 0.1; worst are "
        "%s to %s = %s and %s to %s = %s, which make %s to %s = %s, not "
        "%s",
        jury->judgements->code,
        qp_num_fixed(arena, qp_num_round(arena, cr, 4, QP_ROUND_HALF_UP), 4),
        code_of(jury, t[0]), code_of(jury, t[1]),
        qp_num_fraction(arena, first), code_of(jury, t[1]),
        code_of(jury, t[2]), qp_num_fraction(arena, second),
        code_of(jury, t[0]), code_of(jury, t[2]),
        qp_num_fraction(arena, qp_num_mul(arena, first, second)),
        qp_num_fraction(arena, direct));
}

static const struct qp_weighing *
settle_ahp(const struct jury *jury)
{
    struct qp_session *run = jury->load->run;
    const struct qp_weighing *weighing;
    qp_num *matrix, cr;

    if (jury->n > QP_WEIGH_AHP_MOST) {
        qp_error(run, jury->weighting->at, QP_WEIGHTING,
                 "%s has %zu children; ahp compares at most %d", jury->node,
                 jury->n, QP_WEIGH_AHP_MOST);
        return NULL;
    }
    matrix = read_matrix(jury);
    if (!matrix)
        return NULL;
    weighing = qp_weigh_ahp(run->arena, matrix, jury->n);
    cr = weighing->quantities[weighing->n_quantities - 1].number;
    if (qp_num_cmp(qp_num_mul(run->arena, cr, qp_num_int(100)),
                   qp_num_int(CR_MOST)) > 0)
        report_inconsistent(jury, matrix, cr);
    return weighing;
}

/* ---- budget ---- */

/* What expert I gives in all. */
static qp_num
sum_of_expert(const struct jury *jury, size_t i)
{
    qp_num sum = qp_num_int(0);

    for (size_t k = 0; k < jury->judgements->n_rows; k++)
        sum = qp_num_add(jury->load->run->arena, sum,
                         jury->judgements->rows[k].numbers[i]);
    return sum;
}

/* Reports rows of different length, and experts who give another sum than the
   first. */
static bool
check_budget(const struct jury *jury)
{
    struct qp_session *run = jury->load->run;
    const struct qp_judgements *judgements = jury->judgements;
    size_t n_experts = judgements->rows[0].n;
    bool good = true;
    qp_num first;

    for (size_t i = 1; i < judgements->n_rows; i++)
        if (judgements->rows[i].n != n_experts) {
            good = false;
            qp_error(run, judgements->rows[i].at, QP_WEIGHTING,
                     "weights %s: %s has %zu numbers, expected %zu as in %s: "
                     "one for each expert",
                     judgements->code, judgements->rows[i].at.key,
                     judgements->rows[i].n, n_experts,
                     judgements->rows[0].at.key);
        }
    if (!good)
        return false;
    first = sum_of_expert(jury, 0);
    if (qp_num_sign(first) == 0) {
        good = false;
        qp_error(run, judgements->at, QP_WEIGHTING,
                 "weights %s: expert 1 gives nothing", judgements->code);
    }
    for (size_t i = 1; i < n_experts; i++) {
        qp_num sum = sum_of_expert(jury, i);

        if (qp_num_cmp(sum, first) == 0)
            continue;
        good = false;
        qp_error(run, judgements->at, QP_WEIGHTING,
                 "weights %s: expert %zu gives %s in all, expert 1 %s",
                 judgements->code, i + 1, qp_num_text(run->arena, sum),
                 qp_num_text(run->arena, first));
    }
    return good;
}

static const struct qp_weighing *
settle_budget(const struct jury *jury)
{
    struct qp_arena *arena = jury->load->run->arena;
    const struct qp_judgements *judgements = jury->judgements;
    size_t n_experts;
    qp_num *given;

    if (!check_budget(jury))
        return NULL;
    n_experts = judgements->rows[0].n;
    given = qp_arena_alloc(arena, jury->n * n_experts, sizeof *given);
    for (size_t i = 0; i < jury->n; i++)
        memcpy(given + jury->place[i] * n_experts, judgements->rows[i].numbers,
               n_experts * sizeof *given);
    return qp_weigh_budget(arena, given, jury->n, n_experts);
}

/* ---- all weights that are found ---- */

static const struct qp_weighing *
settle_jury(struct jury *jury)
{
    if (!jury->load->judgements_known || !match_rows(jury))
        return NULL;
    return jury->weighting->kind == QP_WEIGHTING_AHP ? settle_ahp(jury)
                                                     : settle_budget(jury);
}

/* Reports leaves at and below NODE whose method needs points that are not
   known before the scores are.  What is below a node that is weighted by
   scores itself is left to that one. */
static void
check_full_marks(struct qp_load *load, size_t node)
{
    const struct qp_indicator *indicator = &load->rules->indicators[node];
    const struct qp_method *method = indicator->method;
    int full = method ? qp_method_param(method, "full") : QP_METHOD_NO_PARAM;

    if (full != QP_METHOD_NO_PARAM && !indicator->arguments[full].given)
        qp_error(load->run, indicator->method_at, QP_WEIGHTING,
                 "%s: method %s needs full = ..., since its weight comes from "
                 "the scores",
                 indicator->code, method->name);
    if (qp_weighting_from_data(indicator->weighting.kind))
        return;
    for (size_t i = 0; i < indicator->n_children; i++)
        check_full_marks(load, indicator->children[i]);
}

static void
warn_of_data(struct qp_load *load, const struct jury *jury)
{
    qp_warning(load->run, jury->weighting->at, QP_WEIGHTING,
               "%s: weighting = %s: the weights come from the scores and move "
               "with them",
               jury->node, qp_weighting_name(jury->weighting->kind));
    for (size_t i = 0; i < jury->n; i++)
        check_full_marks(load, jury->children[i]);
}

/* Finds the weights of NODE's children as far as the rules alone lead to
   them, and checks the rest. */
static const struct qp_weighing *
settle(struct qp_load *load, size_t node)
{
    const struct qp_ruleset *rules = load->rules;
    const struct qp_indicator *indicator =
        node == QP_NONE ? NULL : &rules->indicators[node];
    struct jury jury = {
        .load = load,
        .node = indicator ? indicator->code : _("the total"),
        .weighting = qp_weighting_of(rules, node),
        .children = indicator ? indicator->children : rules->top,
        .n = indicator ? indicator->n_children : rules->n_top,
    };

    if (!jury.n || jury.weighting->kind == QP_WEIGHTING_GIVEN)
        return NULL;
    if (jury.weighting->kind == QP_WEIGHTING_EQUAL)
        return qp_weigh_equal(load->run->arena, jury.n, NULL);
    if (qp_weighting_from_data(jury.weighting->kind)) {
        warn_of_data(load, &jury);
        return NULL;
    }
    if (jury.weighting->judgements == QP_NONE)
        return NULL;
    jury.judgements = &rules->judgements[jury.weighting->judgements];
    return settle_jury(&jury);
}

/* Reports a [weights NAME] that no node of the tree is weighted by. */
static void
check_used(struct qp_load *load, size_t judgements)
{
    const struct qp_ruleset *rules = load->rules;
    const char *code = rules->judgements[judgements].code;
    bool used = rules->weighting.judgements == judgements;

    for (size_t i = 0; i < rules->n_indicators; i++)
        used |= rules->indicators[i].weighting.judgements == judgements;
    if (!used)
        qp_warning(load->run, rules->judgements[judgements].at, QP_WEIGHTING,
                   "weights %s: nothing is weighted by them", code);
}

void
qp_weighting_settle(struct qp_load *load)
{
    struct qp_ruleset *rules = load->rules;

    rules->weighing = settle(load, QP_NONE);
    for (size_t i = 0; i < rules->n_indicators; i++)
        rules->indicators[i].weighing = settle(load, i);
    for (size_t i = 0; i < rules->n_judgements; i++)
        check_used(load, i);
}
