/* What every node weighs among its siblings: as the rules give it, as judges
   do, or as the scores of the districts have it; see score_impl.h. */

#include <config.h>

#include "engine/score_impl.h"

#include "engine/tongue.h"
#include "engine/weigh.h"
#include "engine/weight_set.h"

/* How the weights of NODE's children were found. */
static const struct qp_weighing **
weighing_at(const struct scoring *s, size_t node)
{
    return &s->result
                ->weighings[node == QP_NONE ? s->rules->n_indicators : node];
}

/* ---- weights as the rules give them ---- */

static qp_num
sum_of_weights(struct qp_arena *arena, const size_t *nodes, size_t n,
               const qp_num weights[])
{
    qp_num sum = qp_num_int(0);

    for (size_t i = 0; i < n; i++)
        sum = qp_num_add(arena, sum, weights[nodes[i]]);
    return sum;
}

/* What NODE weighs for districts of GROUP by the rules: as written, but in
   points an inner node weighs what its leaves do, unless its own points are to
   be split among them.  GIVEN has what is below it. */
static qp_num
given_weight(struct scoring *s, size_t node, size_t group,
             const qp_num given[])
{
    const struct qp_indicator *indicator = &s->rules->indicators[node];
    qp_num written = qp_weight_written(s->rules, node, group);
    bool splits = indicator->weighting.kind != QP_WEIGHTING_GIVEN &&
                  qp_num_defined(written);

    if (s->rules->weights == QP_WEIGHTS_POINTS && indicator->n_children &&
        !splits)
        return sum_of_weights(s->arena, indicator->children,
                              indicator->n_children, given);
    return written;
}

/* Gives the children of NODE their weights among each other in NOMINAL: as
   given, or as found; those from scores are not known at first. */
static void
weigh_children(struct scoring *s, size_t node, const qp_num given[],
               qp_num nominal[])
{
    struct family family = qp_scoring_family(s->rules, node);
    const struct qp_weighting *weighting = qp_weighting_of(s->rules, node);
    const struct qp_weighing *weighing = *weighing_at(s, node);

    for (size_t i = 0; i < family.n; i++) {
        size_t child = family.children[i];

        if (weighing)
            nominal[child] = weighing->children[i].share;
        else if (weighting->kind == QP_WEIGHTING_GIVEN)
            nominal[child] = given[child];
        else
            nominal[child] = qp_num_undefined("not found yet");
    }
}

/* Spreads the points ABOVE over FAMILY's children by their nominal weights. */
static void
spread_points(struct scoring *s, struct family family, qp_num above,
              const qp_num nominal[], qp_num points[])
{
    qp_num all = sum_of_weights(s->arena, family.children, family.n, nominal);

    for (size_t i = 0; i < family.n; i++) {
        size_t child = family.children[i];

        points[child] = all;
        if (qp_num_defined(all))
            points[child] =
                qp_num_mul(s->arena, above,
                           qp_scoring_share(s->arena, nominal[child], all));
    }
}

void
qp_tree_spread_scale(struct scoring *s)
{
    const struct qp_ruleset *rules = s->rules;
    size_t n = rules->n_indicators;

    for (size_t group = 0; group <= rules->n_groups; group++) {
        const qp_num *nominal = s->nominal + group * n;
        qp_num *points = s->points + group * n;

        spread_points(s, qp_scoring_family(rules, QP_NONE), rules->scale,
                      nominal, points);
        for (size_t i = 0; i < n; i++)
            spread_points(s, qp_scoring_family(rules, rules->order[i]),
                          points[rules->order[i]], nominal, points);
    }
}

void
qp_tree_weigh(struct scoring *s)
{
    const struct qp_ruleset *rules = s->rules;
    size_t n = rules->n_indicators, cells = (rules->n_groups + 1) * n;
    qp_num *given = qp_arena_alloc(s->arena, n, sizeof *given);

    s->nominal = qp_arena_alloc(s->arena, cells, sizeof *s->nominal);
    s->points = qp_arena_alloc(s->arena, cells, sizeof *s->points);
    *weighing_at(s, QP_NONE) = rules->weighing;
    for (size_t i = 0; i < n; i++)
        *weighing_at(s, i) = rules->indicators[i].weighing;
    for (size_t group = 0; group <= rules->n_groups; group++) {
        qp_num *nominal = s->nominal + group * n;

        for (size_t i = n; i-- > 0;)
            given[rules->order[i]] =
                given_weight(s, rules->order[i], group, given);
        weigh_children(s, QP_NONE, given, nominal);
        for (size_t i = 0; i < n; i++)
            weigh_children(s, i, given, nominal);
    }
    qp_tree_spread_scale(s);
}

/* ---- weights from the scores ---- */

/* The scores on FAMILY's children of the districts in the running that have
   all of them, *N_ROWS rows. */
static qp_num *
complete_rows(struct scoring *s, struct family family, size_t *n_rows)
{
    size_t n = s->rules->n_districts;
    qp_num *scores = qp_arena_alloc(s->arena, n * family.n, sizeof *scores);

    *n_rows = 0;
    for (size_t d = 0; d < n; d++) {
        size_t k = 0;

        for (; s->peers[d] && k < family.n; k++) {
            const struct qp_score *score =
                qp_scoring_at(s, d, family.children[k]);

            if (score->standing != QP_STANDING_SCORED)
                break;
            scores[*n_rows * family.n + k] = score->normalised;
        }
        *n_rows += s->peers[d] && k == family.n;
    }
    return scores;
}

/* Says what a reader of WEIGHING would not expect. */
static void
warn_of_weighing(const struct scoring *s, size_t node,
                 const struct qp_weighing *weighing)
{
    const struct qp_weighting *weighting = qp_weighting_of(s->rules, node);
    struct family family = qp_scoring_family(s->rules, node);
    const char *code =
        node == QP_NONE ? _("the total") : s->rules->indicators[node].code;

    if (weighing->note)
        qp_warning(s->run, weighting->at, QP_WEIGHTING,
                   "%s: weighting = %s: %s, so weights are equal", code,
                   qp_weighting_name(weighting->kind), weighing->note);
    for (size_t i = 0; i < family.n; i++)
        if (qp_num_sign(weighing->children[i].share) == 0)
            qp_warning(s->run, weighting->at, QP_WEIGHTING,
                       "%s: weighting = %s gives %s no weight: it does not "
                       "tell the districts apart",
                       code, qp_weighting_name(weighting->kind),
                       s->rules->indicators[family.children[i]].code);
}

/* Gives the children of NODE the weights of WEIGHING. */
static void
use_weighing(struct scoring *s, size_t node,
             const struct qp_weighing *weighing)
{
    *weighing_at(s, node) = weighing;
    for (size_t group = 0; group <= s->rules->n_groups; group++)
        weigh_children(s, node, NULL,
                       s->nominal + group * s->rules->n_indicators);
}

/* Takes the weights that all districts together were found to give; without
   them they stay unknown. */
static void
weigh_by_frame(struct scoring *s, size_t node)
{
    const struct qp_frame *frame = s->lone->frame;
    size_t at = node == QP_NONE ? s->rules->n_indicators : node;

    if (frame && frame->weighings[at])
        use_weighing(s, node, frame->weighings[at]);
}

void
qp_tree_weigh_by_scores(struct scoring *s, size_t node)
{
    const struct qp_weighting *weighting = qp_weighting_of(s->rules, node);
    struct family family = qp_scoring_family(s->rules, node);
    const struct qp_weighing *weighing;
    const char *fault = NULL;
    size_t n_rows;
    qp_num *rows;

    if (!qp_weighting_from_data(weighting->kind))
        return;
    if (s->lone) {
        weigh_by_frame(s, node);
        return;
    }
    rows = complete_rows(s, family, &n_rows);
    weighing = qp_weigh_data(s->arena, weighting->kind, rows, n_rows, family.n,
                             &fault);
    if (!weighing) {
        qp_error(s->run, weighting->at, QP_WEIGHTING, "%s: %s",
                 node == QP_NONE ? _("the total")
                                 : s->rules->indicators[node].code,
                 fault);
        weighing = qp_weigh_equal(s->arena, family.n, fault);
    } else {
        warn_of_weighing(s, node, weighing);
    }
    use_weighing(s, node, weighing);
}
