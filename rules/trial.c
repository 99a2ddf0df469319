/* Examples tried by the engine: the indicator of each, alone with what is
   below it and with the districts that the example names, makes a small rule
   set that is scored like any other; see lint.h. */

#include <config.h>

#include "rules/lint.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/method.h"
#include "engine/score.h"
#include "engine/tongue.h"

/* One example while it is tried, in an arena of its own. */
struct trial {
    struct qp_load *load;
    const struct qp_object *object;
    const struct qp_example *example;
    struct qp_arena *arena;
    size_t subject; /* the district whose example it is, in LOAD's rules */
    const qp_num *weights; /* in points, of LOAD's rules */

    struct qp_ruleset rules; /* the small rule set */
    size_t *districts;       /* of LOAD's rules, by those of RULES */
    size_t *nodes;           /* the same for indicators; the root first */
    struct qp_submissions subs;
};

/* ---- the small rule set ---- */

static bool
is_named(const struct trial *t, size_t district)
{
    for (size_t i = 0; i < t->example->n_facts; i++)
        if (t->example->facts[i].district == district)
            return true;
    return district == t->subject;
}

/* The districts that the example names, by code as ever. */
static void
pick_districts(struct trial *t)
{
    const struct qp_ruleset *all = t->load->rules;
    struct qp_ruleset *rules = &t->rules;
    size_t most = t->example->n_facts + 1;

    rules->districts =
        qp_arena_alloc(t->arena, most, sizeof *rules->districts);
    t->districts = qp_arena_alloc(t->arena, most, sizeof *t->districts);
    rules->n_districts = 0;
    for (size_t d = 0; d < all->n_districts; d++)
        if (is_named(t, d)) {
            t->districts[rules->n_districts] = d;
            rules->districts[rules->n_districts++] = all->districts[d];
        }
}

/* The place of DISTRICT of all in the small rule set. */
static size_t
place_of(const struct trial *t, size_t district)
{
    size_t i = 0;

    while (t->districts[i] != district)
        i++;
    return i;
}

static bool
is_below(const struct qp_ruleset *rules, size_t node, size_t root)
{
    while (node != QP_NONE && node != root)
        node = rules->indicators[node].parent;
    return node == root;
}

/* The indicator and what is below it, in the order of the tree. */
static void
pick_nodes(struct trial *t)
{
    const struct qp_ruleset *all = t->load->rules;
    size_t root = t->example->indicator, at = 0, n = 0;

    while (all->order[at] != root)
        at++;
    while (at + n < all->n_indicators &&
           is_below(all, all->order[at + n], root))
        n++;
    t->nodes = qp_arena_alloc(t->arena, n, sizeof *t->nodes);
    memcpy(t->nodes, all->order + at, n * sizeof *t->nodes);
    t->rules.n_indicators = n;
}

static size_t
small_node(const struct trial *t, size_t node)
{
    size_t i = 0;

    while (t->nodes[i] != node)
        i++;
    return i;
}

/* What is refused has no score here, so that what came out can be said. */
static void
soften(struct qp_policy *policy)
{
    if (policy->kind == QP_POLICY_REJECT)
        policy->kind = QP_POLICY_UNSCORED;
}

static void
soften_policies(struct qp_indicator *node)
{
    struct qp_policy *none = &node->missing_state[QP_NOT_APPLICABLE];

    if (node->missing.kind == QP_POLICY_NONE) {
        if (none->kind == QP_POLICY_NONE)
            none->kind = QP_POLICY_EXCLUDE;
        node->missing.kind = QP_POLICY_UNSCORED;
    }
    soften(&node->missing);
    for (size_t i = 0; i < QP_N_STATES; i++)
        soften(&node->missing_state[i]);
}

/* Copies the indicators that were picked, with their links renumbered. */
static void
copy_nodes(struct trial *t)
{
    const struct qp_ruleset *all = t->load->rules;
    struct qp_ruleset *rules = &t->rules;
    size_t n = rules->n_indicators;
    size_t *order = qp_arena_alloc(t->arena, n, sizeof *order);

    rules->indicators =
        qp_arena_alloc(t->arena, n, sizeof *rules->indicators);
    for (size_t i = 0; i < n; i++) {
        struct qp_indicator *node = &rules->indicators[i];
        size_t *children;

        *node = all->indicators[t->nodes[i]];
        children =
            qp_arena_alloc(t->arena, node->n_children, sizeof *children);
        for (size_t k = 0; k < node->n_children; k++)
            children[k] = small_node(t, node->children[k]);
        node->children = children;
        node->parent = i == 0 ? QP_NONE : small_node(t, node->parent);
        if (i == 0 && !qp_num_defined(node->weight))
            node->weight = qp_num_int(1); /* found among siblings else */
        soften_policies(node);
        order[i] = i;
    }
    rules->order = order;
    rules->top = order;
    rules->n_top = 1;
}

/* The points that the indicator is worth to the subject: the scale here.
   What it is worth by the data is not known without them: full marks then. */
static qp_num
worth(const struct trial *t)
{
    const struct qp_ruleset *all = t->load->rules;
    size_t group = all->districts[t->subject].group;
    size_t row = group == QP_NONE ? all->n_groups : group;
    qp_num points =
        t->weights[row * all->n_indicators + t->example->indicator];

    return qp_num_defined(points) ? points : all->scale;
}

/* Among leaves only, a leaf's points are not rounded at nodes; alone below
   the total it would be. */
static bool
keeps_exact(const struct trial *t)
{
    const struct qp_ruleset *all = t->load->rules;
    const struct qp_indicator *root =
        &all->indicators[t->example->indicator];
    const struct qp_indicator *parent;

    if (all->round_at != QP_STAGE_NODE || root->n_children ||
        root->parent == QP_NONE)
        return false;
    parent = &all->indicators[root->parent];
    for (size_t i = 0; i < parent->n_children; i++)
        if (all->indicators[parent->children[i]].n_children)
            return false;
    return true;
}

/* The figures that the rules give to the districts, but for those that the
   example gives them. */
static void
copy_given(struct trial *t)
{
    const struct qp_ruleset *all = t->load->rules;
    size_t n = all->n_data;
    const struct qp_figure **given = qp_arena_alloc(
        t->arena, t->rules.n_districts * n, sizeof *given);

    for (size_t i = 0; all->given && i < t->rules.n_districts; i++)
        memcpy(given + i * n, all->given + t->districts[i] * n,
               n * sizeof *given);
    for (size_t i = 0; i < t->example->n_facts; i++) {
        const struct qp_fact *fact = &t->example->facts[i];

        if (!fact->prior)
            given[place_of(t, fact->district) * n + fact->datum] =
                &fact->figure;
    }
    t->rules.given = given;
}

static void
make_rules(struct trial *t)
{
    t->rules = *t->load->rules;
    pick_districts(t);
    pick_nodes(t);
    copy_nodes(t);
    copy_given(t);
    t->rules.scale = worth(t);
    t->rules.aggregate =
        (struct qp_aggregation){ .kind = QP_AGGREGATE_SUM,
                                 .power = qp_num_undefined("no power") };
    t->rules.weighting.kind = QP_WEIGHTING_GIVEN;
    t->rules.weighing = NULL;
    t->rules.min_available = qp_num_undefined("not given");
    t->rules.prior = QP_PRIOR_SUBMISSION;
    if (keeps_exact(t))
        t->rules.round_at = QP_STAGE_TOTAL;
    t->rules.n_tie_break = 0;
    t->rules.n_bonuses = t->rules.n_deductions = 0;
    t->rules.n_vetoes = t->rules.n_grades = t->rules.n_rankings = 0;
    t->rules.n_checks = t->rules.n_targets = 0;
}

/* ---- the submissions ---- */

static void
make_entry(const struct trial *t, const struct qp_fact *fact,
           struct qp_entry *entry)
{
    if (fact->opinions) {
        struct qp_extra *extra = qp_model_change_extra(t->arena, entry);

        extra->opinions = fact->opinions;
        extra->n_opinions = fact->n_opinions;
    } else if (fact->prior) {
        qp_model_change_extra(t->arena, entry)->reported_prior = &fact->figure;
    } else {
        entry->reported = &fact->figure;
    }
}

static void
make_submissions(struct trial *t)
{
    size_t n = t->rules.n_data, n_districts = t->rules.n_districts;

    t->subs.entries = qp_arena_alloc(t->arena, n_districts * n,
                                     sizeof *t->subs.entries);
    t->subs.of_district = qp_arena_alloc(t->arena, n_districts,
                                         sizeof *t->subs.of_district);
    for (size_t i = 0; i < n_districts; i++)
        t->subs.of_district[i] = QP_NONE;
    for (size_t i = 0; i < t->example->n_facts; i++) {
        const struct qp_fact *fact = &t->example->facts[i];
        size_t row = place_of(t, fact->district) * n;

        make_entry(t, fact, &t->subs.entries[row + fact->datum]);
    }
}

/* ---- what comes out ---- */

static const char *
percent(struct qp_arena *arena, qp_num share)
{
    return qp_num_text(arena,
                       qp_num_mul(arena, share, qp_num_int(100)));
}

/* What came out, in words. */
static const char *
outcome(const struct trial *t, const struct qp_score *score)
{
    const char *value = "";

    if (score->standing == QP_STANDING_EXCLUDED)
        return qp_arena_printf(
            t->arena, _("it is left out, as %s (%s)"),
            qp_state_name(score->state),
            qp_result_reason(score) ? qp_result_reason(score) : "constant");
    if (score->standing != QP_STANDING_SCORED)
        return qp_arena_printf(
            t->arena, _("it has no score: %s (%s)"),
            qp_state_name(score->state),
            qp_result_reason(score) ? qp_result_reason(score) : "no reason");
    if (qp_num_defined(score->used))
        value = qp_arena_printf(t->arena, ", value %s",
                                qp_num_text(t->arena, score->used));
    else if (score->state != QP_REPORTED)
        value = qp_arena_printf(
            t->arena, ", %s (%s)", qp_state_name(score->state),
            qp_result_reason(score) ? qp_result_reason(score) : "no reason");
    return qp_arena_printf(t->arena, _("%s points came out (score %s%s)"),
                           qp_num_text(t->arena, score->points),
                           percent(t->arena, score->normalised), value);
}

static void
fail(const struct trial *t, const struct qp_line *line,
     const struct qp_score *score)
{
    qp_error(t->load->run, qp_line_at(line), QP_EXAMPLE,
             "%s: %s = %s expected, but %s",
             qp_object_name(t->load, t->object), line->name, line->value,
             outcome(t, score));
}

/* True if GOT is WANT to as many decimals as LINE has. */
static bool
agrees(const struct trial *t, const struct qp_line *line, qp_num want,
       qp_num got)
{
    int places = qp_num_decimals_written(line->value, strlen(line->value));

    if (!qp_num_defined(got))
        return false;
    got = qp_num_round(t->arena, got, places > 18 ? 18 : places,
                       t->rules.rounding);
    return qp_num_cmp(got, want) == 0;
}

static void
compare(const struct trial *t, const struct qp_score *score)
{
    const struct qp_line *points = qp_object_line(t->object, "points");
    const struct qp_line *percents = qp_object_line(t->object, "score");
    const struct qp_line *state = qp_object_line(t->object, "state");
    qp_num got = qp_num_mul(t->arena, score->normalised, qp_num_int(100));

    if (points && !agrees(t, points, t->example->points, score->points))
        fail(t, points, score);
    if (percents && !agrees(t, percents, t->example->score, got))
        fail(t, percents, score);
    if (state && t->example->state != score->state)
        fail(t, state, score);
}

/* Reports figures that the indicator has no use for. */
static void
check_facts(const struct trial *t)
{
    const struct qp_ruleset *all = t->load->rules;
    bool *used = qp_arena_alloc(t->arena, all->n_data, sizeof *used);

    for (size_t i = 0; i < t->rules.n_indicators; i++)
        qp_advice_mark(&t->rules.indicators[i], used);
    for (size_t i = 0; i < t->example->n_facts; i++) {
        const struct qp_fact *fact = &t->example->facts[i];

        if (!used[fact->datum])
            qp_warning(t->load->run, fact->at, QP_UNUSED,
                       "%s: indicator %s does not read %s",
                       qp_object_name(t->load, t->object),
                       t->rules.indicators[0].code,
                       all->data[fact->datum].code);
    }
}

/* ---- all examples ---- */

/* Problems of the small rule set are not the user's: nothing is refused, and
   that a district is alone in it goes without saying. */
static void
try_example(struct trial *t)
{
    struct qp_session run = { .arena = t->arena,
                              .diag = qp_diag_new(t->arena) };
    const struct qp_result *result;

    make_rules(t);
    make_submissions(t);
    check_facts(t);
    result = qp_score(&run, &t->rules, &t->subs);
    if (result)
        compare(t, &result->scores[place_of(t, t->subject) *
                                   t->rules.n_indicators]);
}

void
qp_examples_run(struct qp_load *load)
{
    const qp_num *weights = load->rules->n_examples
                                ? qp_score_weights(load->run->arena,
                                                   load->rules)
                                : NULL;

    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];
        const struct qp_example *example = object->data;
        struct trial t = { .load = load, .object = object,
                           .weights = weights };

        if (qp_object_kind(object) != QP_KIND_EXAMPLE)
            continue;
        t.example = example;
        t.subject = example->district == QP_NONE ? 0 : example->district;
        t.arena = qp_arena_new();
        try_example(&t);
        qp_arena_free(t.arena);
    }
}
