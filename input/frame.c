/* A frame read back; see frame.h. */

#include <config.h>

#include "input/frame.h"

#include <string.h>

#include "engine/tongue.h"
#include "engine/weigh.h"
#include "input/own.h"
#include "input/text.h"

struct reader {
    struct qp_session *run;
    const struct qp_ruleset *rules;
    struct qp_frame *frame;
    size_t sets_capacity;
    size_t node;                  /* at hand; n_indicators: the total */
    struct qp_peer_set *set;      /* the expression at hand */
    struct qp_peers *peers;       /* the values at hand; null: passed over */
    struct qp_place at;           /* of what is at hand */
    struct qp_peer_level *levels; /* of those */
    size_t n_levels, levels_capacity;
    struct qp_weighed *weighed; /* children of the node; null: no weights */
};

static struct qp_text_shown
show(const char *text)
{
    return qp_text_show(text, strlen(text));
}

/* A number that the frame does not have. */
static qp_num
nothing(const struct reader *reader)
{
    return qp_num_undefined(qp_frame_lacks(reader->frame));
}

static qp_num
number(const struct reader *reader, const struct qp_own_opening *opening,
       const char *name)
{
    return qp_own_number(opening, name, qp_frame_lacks(reader->frame));
}

/* ---- <frame> ---- */

/* Reports FOUND, which is not the rules' WANTED. */
static void
check_same(const struct qp_own_opening *opening, enum qp_code code,
           const char *what, const char *found, const char *wanted,
           const char *advice)
{
    if (found && strcmp(found, wanted) != 0)
        qp_error(opening->run, opening->at, code,
                 "the frame is of %s %s; these rules are %s%s", what,
                 show(found).text, wanted, advice);
}

static void
open_frame(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    const struct qp_ruleset *rules = reader->rules;
    char year[8];

    snprintf(year, sizeof year, "%d", rules->year);
    check_same(opening, QP_EVALUATION, _("the evaluation"),
               qp_own_need(opening, "evaluation"), rules->id, "");
    check_same(opening, QP_EVALUATION, _("the year"),
               qp_own_need(opening, "year"), year, "");
    check_same(opening, QP_FRAME, _("rules with the SHA-256"),
               qp_own_need(opening, "rules"), rules->sha256,
               _("; the frame and the rules must be of one scoring"));
    reader->frame->drafts = qp_own_find(opening, "drafts") != NULL;
}

/* ---- values ---- */

/* The scope that the element is of; QP_NONE, reported, for an unknown
   group. */
static size_t
scope_of(struct reader *reader, const struct qp_own_opening *opening)
{
    const struct qp_ruleset *rules = reader->rules;
    const char *group = qp_own_find(opening, "group");

    for (size_t i = 0; group && i < rules->n_groups; i++)
        if (strcmp(rules->groups[i].code, group) == 0)
            return i;
    if (!group)
        return rules->n_groups;
    qp_error(reader->run, opening->at, QP_FRAME,
             "<%s>: group=\"%s\" is no group of the rules", opening->tag->name,
             show(group).text);
    return QP_NONE;
}

/* Begins the values of a scope, which go into SCOPES. */
static void
begin_values(struct reader *reader, const struct qp_own_opening *opening,
             struct qp_peers *scopes)
{
    size_t scope = scopes ? scope_of(reader, opening) : QP_NONE;
    int64_t n = 0;

    reader->peers = NULL;
    if (scope == QP_NONE || qp_own_find(opening, "withheld"))
        return;
    reader->at = opening->at;
    reader->peers = &scopes[scope];
    reader->levels = NULL;
    reader->n_levels = reader->levels_capacity = 0;
    if (reader->peers->n)
        qp_error(reader->run, opening->at, QP_DUPLICATE,
                 "<%s>: the same values a second time", opening->tag->name);
    for (size_t i = 0; i < QP_N_STATISTICS; i++)
        reader->peers->of[i] = number(reader, opening, qp_frame_statistics[i]);
    if (!qp_num_to_int(reader->peers->of[QP_STATISTIC_COUNT], INT32_MAX, &n) ||
        n < QP_FRAME_LEAST) {
        qp_error(reader->run, opening->at, QP_FRAME,
                 "<%s>: n is no number of districts from %d on",
                 opening->tag->name, QP_FRAME_LEAST);
        n = QP_FRAME_LEAST;
    }
    reader->peers->n = (size_t)n;
}

static void
open_level(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    qp_num n = number(reader, opening, "n");
    struct qp_peer_level level = { .mean = number(reader, opening, "mean") };
    int64_t whole;

    if (!reader->peers)
        return;
    if (!qp_num_to_int(n, INT32_MAX, &whole) || whole < QP_FRAME_LEVEL ||
        !qp_num_defined(level.mean)) {
        qp_error(reader->run, opening->at, QP_FRAME,
                 "<level> takes n, from %d on, and mean", QP_FRAME_LEVEL);
        return;
    }
    level.n = (size_t)whole;
    reader->levels =
        qp_arena_grow(reader->run->arena, reader->levels, reader->n_levels,
                      &reader->levels_capacity, sizeof *reader->levels);
    reader->levels[reader->n_levels++] = level;
}

/* True if the levels at hand are of all values between the ends, in rising
   order; or if there are none. */
static bool
levels_fit(const struct reader *reader)
{
    const struct qp_peers *peers = reader->peers;
    qp_num last = peers->of[QP_STATISTIC_MIN];
    size_t n = 2;

    for (size_t i = 0; i < reader->n_levels; i++) {
        if (qp_num_cmp(last, reader->levels[i].mean) > 0 ||
            reader->levels[i].n > peers->n)
            return false;
        last = reader->levels[i].mean;
        n += reader->levels[i].n;
    }
    return !reader->n_levels ||
           (n == peers->n &&
            qp_num_cmp(last, peers->of[QP_STATISTIC_MAX]) <= 0);
}

/* True if what is always published is there, and in order. */
static bool
statistics_fit(const struct qp_peers *peers)
{
    for (size_t i = 0; i < QP_STATISTIC_MEDIAN; i++)
        if (!qp_num_defined(peers->of[i]))
            return false;
    return qp_num_cmp(peers->of[QP_STATISTIC_MIN],
                      peers->of[QP_STATISTIC_MEAN]) <= 0 &&
           qp_num_cmp(peers->of[QP_STATISTIC_MEAN],
                      peers->of[QP_STATISTIC_MAX]) <= 0;
}

static void
close_values(void *data)
{
    struct reader *reader = data;

    if (!reader->peers)
        return;
    if (!statistics_fit(reader->peers))
        qp_error(reader->run, reader->at, QP_FRAME,
                 "takes n, min, max, sum, mean and sd, with the mean between "
                 "min and max");
    else if (!levels_fit(reader))
        qp_error(reader->run, reader->at, QP_FRAME,
                 "the levels are not those of all values between min and "
                 "max, in rising order");
    reader->peers->levels = reader->levels;
    reader->peers->n_levels = reader->n_levels;
    reader->peers = NULL;
}

/* ---- <indicator> and <total> ---- */

/* The cells of the node at hand among CELLS; null for none. */
static struct qp_peers *
row_of(const struct reader *reader, struct qp_peers *cells)
{
    size_t width = reader->rules->n_groups + 1;

    return reader->node < reader->rules->n_indicators
               ? cells + reader->node * width
               : NULL;
}

static void
open_indicator(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    const struct qp_ruleset *rules = reader->rules;
    const char *code = qp_own_need(opening, "code");
    size_t i = 0;

    reader->at = opening->at;
    while (code && i < rules->n_indicators &&
           strcmp(rules->indicators[i].code, code) != 0)
        i++;
    reader->node = code ? i : QP_NONE;
    reader->weighed = NULL;
    if (code && i == rules->n_indicators) {
        reader->node = QP_NONE;
        qp_error(reader->run, opening->at, QP_FRAME,
                 "code=\"%s\" is no indicator of the rules", show(code).text);
    }
}

static void
open_total(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    reader->at = opening->at;
    reader->node = reader->rules->n_indicators;
    reader->weighed = NULL;
}

static void
open_values(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    begin_values(reader, opening, row_of(reader, reader->frame->values));
}

static void
open_known(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    begin_values(reader, opening, row_of(reader, reader->frame->known));
}

static void
open_treated(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_treating *treating =
        qp_arena_alloc(reader->run->arena, 1, sizeof *treating);
    size_t scope = scope_of(reader, opening);
    qp_num none = nothing(reader);

    *treating = (struct qp_treating){
        .skewness = none,
        .kurtosis = none,
        .skewness_after = none,
        .kurtosis_after = none,
        .moved = { number(reader, opening, "low"),
                   number(reader, opening, "high") },
        .transforms = qp_own_find(opening, "transforms") != NULL,
        .least = number(reader, opening, "from"),
        .shift = number(reader, opening, "shift"),
    };
    if (treating->transforms &&
        (!qp_num_defined(treating->least) || !qp_num_defined(treating->shift)))
        qp_error(reader->run, opening->at, QP_FRAME,
                 "<treated> takes from and shift where it transforms");
    if (scope != QP_NONE && reader->node < reader->rules->n_indicators)
        reader->frame
            ->treatings[reader->node * (reader->rules->n_groups + 1) + scope] =
            treating;
}

static void
open_points(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    int64_t n;

    if (reader->node == QP_NONE || qp_own_find(opening, "withheld") ||
        !qp_num_to_int(number(reader, opening, "n"), INT32_MAX, &n))
        return;
    reader->frame->points[reader->node] = (struct qp_summary){
        .n = (size_t)n,
        .mean = number(reader, opening, "mean"),
        .max = number(reader, opening, "best"),
        .min = nothing(reader),
    };
}

/* ---- weights ---- */

/* The children of the node at hand, N of them. */
static const size_t *
children_of(const struct reader *reader, size_t *n)
{
    const struct qp_ruleset *rules = reader->rules;
    const struct qp_indicator *node = &rules->indicators[reader->node];

    if (reader->node == rules->n_indicators) {
        *n = rules->n_top;
        return rules->top;
    }
    *n = node->n_children;
    return node->children;
}

static void
open_weight(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    const char *code = qp_own_need(opening, "indicator");
    qp_num share = number(reader, opening, "share");
    const size_t *children;
    size_t n, i = 0;

    if (reader->node == QP_NONE || !code)
        return;
    children = children_of(reader, &n);
    if (!reader->weighed) {
        reader->weighed =
            qp_arena_alloc(reader->run->arena, n, sizeof *reader->weighed);
        for (size_t k = 0; k < n; k++)
            reader->weighed[k].share = nothing(reader);
    }
    while (i < n &&
           strcmp(reader->rules->indicators[children[i]].code, code) != 0)
        i++;
    if (i < n && qp_num_defined(share) && qp_num_sign(share) >= 0)
        reader->weighed[i].share = share;
    else
        qp_error(
            reader->run, opening->at, QP_FRAME,
            "<weight> takes an indicator right below, and a share that is "
            "not negative");
}

/* Weights are of all children, or of none. */
static void
close_node(void *data)
{
    struct reader *reader = data;
    struct qp_weighing *weighing;
    size_t n;

    if (!reader->weighed)
        return;
    children_of(reader, &n);
    for (size_t i = 0; i < n; i++)
        if (!qp_num_defined(reader->weighed[i].share)) {
            qp_error(reader->run, reader->at, QP_FRAME,
                     "has weights of some indicators below, and not of all");
            return;
        }
    weighing = qp_arena_alloc(reader->run->arena, 1, sizeof *weighing);
    weighing->children = reader->weighed;
    reader->frame->weighings[reader->node] = weighing;
}

/* ---- <expression> ---- */

static void
open_expression(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_frame *frame = reader->frame;
    struct qp_arena *arena = reader->run->arena;
    const char *text = qp_own_need(opening, "text");

    frame->sets = qp_arena_grow(arena, frame->sets, frame->n_sets,
                                &reader->sets_capacity, sizeof *frame->sets);
    reader->set = &frame->sets[frame->n_sets++];
    *reader->set = (struct qp_peer_set){
        .text = qp_arena_text(arena, text ? text : ""),
        .prior = qp_own_find(opening, "prior") != NULL,
        .scopes = qp_frame_nothing(arena, reader->rules),
    };
}

static void
open_arguments(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    begin_values(reader, opening, reader->set->scopes);
}

/* ---- the file ---- */

enum {
    ROOT,
    INDICATOR,
    TOTAL,
    EXPRESSION,
    VALUES,
    KNOWN,
    ARGUMENTS,
    VALUES_LEVEL,
    ARGUMENTS_LEVEL,
    TREATED,
    INDICATOR_POINTS,
    TOTAL_POINTS,
    INDICATOR_WEIGHT,
    TOTAL_WEIGHT
};

static const struct qp_own_element elements[] = {
    [ROOT] = { "frame", NULL, open_frame, NULL },
    [INDICATOR] = { "indicator", &elements[ROOT], open_indicator, close_node },
    [TOTAL] = { "total", &elements[ROOT], open_total, close_node },
    [EXPRESSION] = { "expression", &elements[ROOT], open_expression, NULL },
    [VALUES] = { "values", &elements[INDICATOR], open_values, close_values },
    [KNOWN] = { "known", &elements[INDICATOR], open_known, close_values },
    [ARGUMENTS] = { "values", &elements[EXPRESSION], open_arguments,
                    close_values },
    [VALUES_LEVEL] = { "level", &elements[VALUES], open_level, NULL },
    [ARGUMENTS_LEVEL] = { "level", &elements[ARGUMENTS], open_level, NULL },
    [TREATED] = { "treated", &elements[INDICATOR], open_treated, NULL },
    [INDICATOR_POINTS] = { "points", &elements[INDICATOR], open_points, NULL },
    [TOTAL_POINTS] = { "points", &elements[TOTAL], open_points, NULL },
    [INDICATOR_WEIGHT] = { "weight", &elements[INDICATOR], open_weight, NULL },
    [TOTAL_WEIGHT] = { "weight", &elements[TOTAL], open_weight, NULL },
};

static const struct qp_own_form form = {
    .namespace = QP_FRAME_NAMESPACE,
    .what = N_("a frame"),
    .elements = elements,
    .n_elements = QP_COUNT(elements),
};

const struct qp_frame *
qp_frame_read(struct qp_session *run, const struct qp_ruleset *rules,
              const char *path)
{
    struct reader reader = {
        .run = run,
        .rules = rules,
        .frame = qp_frame_new(run->arena, rules),
        .node = QP_NONE,
    };
    struct qp_file file = { 0 };

    return qp_own_read(run, path, &form, &reader, &file) ? reader.frame : NULL;
}
