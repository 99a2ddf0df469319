/* quping lint: is the rule set sound, what does its tree weigh, and what is
   its hash. */

#include <config.h>

#include "engine/commands/command.h"

#include <string.h>

#include "engine/aggregate.h"
#include "engine/commands/summary.h"
#include "engine/method.h"
#include "engine/score.h"
#include "engine/tongue.h"
#include "engine/weigh.h"
#include "engine/weight_set.h"
#include "output/listing.h"
#include "rules/ruleset.h"

/* What the summary is made from. */
struct summary {
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const qp_num *points; /* by weight, see qp_score_weights() */
    size_t *groups;       /* the sets of weights, see qp_weight_sets() */
    size_t n_groups;
};

/* Columns before and behind those of the weights. */
enum { CODE, NAME, N_BEFORE };
enum { METHOD, DIRECTION, SCOPE, MEASURES, N_BEHIND };

/* ---- weights ---- */

static const char *
rounded(const struct summary *s, qp_num x, int places)
{
    return qp_num_text(s->arena,
                       qp_num_round(s->arena, x, places, QP_ROUND_HALF_UP));
}

/* What NODE weighs for GROUP: in points, or within its parent as written or
   found. */
static const char *
weight_of(const struct summary *s, size_t node, size_t group)
{
    const struct qp_ruleset *rules = s->rules;
    size_t parent = rules->indicators[node].parent;
    const struct qp_weighing *weighing =
        parent == QP_NONE ? rules->weighing
                          : rules->indicators[parent].weighing;
    qp_num points = s->points[group * rules->n_indicators + node];

    if (qp_weighting_from_data(qp_weighting_of(rules, parent)->kind))
        return _("from data");
    if (rules->weights == QP_WEIGHTS_POINTS && qp_num_defined(points))
        return rounded(s, points, 4);
    if (weighing)
        return rounded(s, qp_weight_found(rules, node, weighing), 4);
    return qp_num_text(s->arena, qp_weight_written(rules, node, group));
}

/* What NODE weighs of the total for GROUP, in percent; nothing where the data
   decide. */
static const char *
share_of(const struct summary *s, size_t node, size_t group)
{
    const struct qp_ruleset *rules = s->rules;
    qp_num share =
        qp_num_div(s->arena, s->points[group * rules->n_indicators + node],
                   rules->scale);

    if (!qp_num_defined(share))
        return NULL;
    share = qp_num_mul(s->arena, share, qp_num_int(100));
    return qp_num_fixed(
        s->arena, qp_num_round(s->arena, share, 2, QP_ROUND_HALF_UP), 2);
}

/* ---- the tree ---- */

/* TEXT indented by how far NODE is below the top. */
static const char *
indented(const struct summary *s, size_t node, const char *text)
{
    int depth = 0;

    for (size_t up = s->rules->indicators[node].parent; up != QP_NONE;
         up = s->rules->indicators[up].parent)
        depth++;
    return qp_arena_printf(s->arena, "%*s%s", 2 * depth, "", text);
}

static const char *
aggregation_text(const struct summary *s, struct qp_aggregation how)
{
    const char *name = qp_aggregate_name(how.kind);

    if (how.kind != QP_AGGREGATE_POWER)
        return name;
    return qp_arena_printf(s->arena, "%s %s", name,
                           qp_num_text(s->arena, how.power));
}

static void
add_node(const struct summary *s, struct qp_listing *listing, size_t i)
{
    const struct qp_indicator *node = &s->rules->indicators[i];
    const char **cells =
        qp_arena_alloc(s->arena, N_BEFORE + 2 * s->n_groups + N_BEHIND,
                       sizeof *cells);
    const char **behind = cells + N_BEFORE + 2 * s->n_groups;

    cells[CODE] = indented(s, i, node->code);
    cells[NAME] = node->name;
    for (size_t g = 0; g < s->n_groups; g++) {
        cells[N_BEFORE + 2 * g] = weight_of(s, i, s->groups[g]);
        cells[N_BEFORE + 2 * g + 1] = share_of(s, i, s->groups[g]);
    }
    behind[METHOD] = node->method ? node->method->name
                                  : aggregation_text(s, node->aggregate);
    if (node->method) {
        behind[DIRECTION] = node->method->no_lower ? NULL
                            : node->lower          ? "lower"
                                                   : "higher";
        behind[SCOPE] = node->by_group ? "group" : NULL;
    }
    behind[MEASURES] = qp_summary_cited(s->arena, s->rules, node->measures,
                                        node->n_measures);
    qp_listing_add(listing, cells);
}

/* The columns: a weight and a share for each set of weights. */
static struct qp_listing *
new_listing(const struct summary *s)
{
    static const struct qp_listing_column before[N_BEFORE] = {
        [CODE] = { N_("code"), false },
        [NAME] = { N_("name"), false },
    };
    static const struct qp_listing_column behind[N_BEHIND] = {
        [METHOD] = { N_("method"), false },
        [DIRECTION] = { N_("direction"), false },
        [SCOPE] = { N_("scope"), false },
        [MEASURES] = { N_("measures"), false },
    };
    size_t n = N_BEFORE + 2 * s->n_groups + N_BEHIND;
    struct qp_listing_column *columns =
        qp_arena_alloc(s->arena, n, sizeof *columns);

    memcpy(columns, before, sizeof before);
    memcpy(columns + n - N_BEHIND, behind, sizeof behind);
    for (size_t g = 0; g < s->n_groups; g++) {
        bool plain = s->groups[g] == s->rules->n_groups;
        const char *group =
            plain ? "" : s->rules->groups[s->groups[g]].code;

        columns[N_BEFORE + 2 * g] = (struct qp_listing_column){
            qp_arena_printf(s->arena, "weight%s%s", plain ? "" : ".", group),
            true
        };
        columns[N_BEFORE + 2 * g + 1] =
            (struct qp_listing_column){ N_("share %"), true };
    }
    return qp_listing_new(s->arena, columns, n);
}

static void
print_tree(const struct summary *s)
{
    struct qp_listing *listing = new_listing(s);

    for (size_t i = 0; i < s->rules->n_indicators; i++)
        add_node(s, listing, s->rules->order[i]);
    qp_listing_print(listing, stdout);
}

/* ---- totals ---- */

static void
print_count(size_t n, const char *one, const char *many)
{
    printf(", %zu %s", n, n == 1 ? one : many);
}

static void
print_totals(const struct summary *s)
{
    const struct qp_ruleset *rules = s->rules;
    size_t n_leaves = 0;

    for (size_t i = 0; i < rules->n_indicators; i++)
        n_leaves += rules->indicators[i].n_children == 0;
    printf(_("\nscale %s, %s of %zu at the top"),
           qp_num_text(s->arena, rules->scale),
           aggregation_text(s, rules->aggregate), rules->n_top);
    print_count(n_leaves, "indicator", "indicators");
    print_count(rules->n_data, "datum", "data");
    print_count(rules->n_districts, "district", "districts");
    print_count(rules->n_groups, "group", "groups");
    print_count(rules->n_measures, "measure", "measures");
    if (rules->n_targets)
        print_count(rules->n_targets, "target", "targets");
    print_count(rules->n_examples, _("example tried"), _("examples tried"));
    putchar('\n');
}

static void
print_summary(struct qp_session *run, const struct qp_ruleset *rules)
{
    struct summary s = {
        .arena = run->arena,
        .rules = rules,
        .points = qp_score_weights(run->arena, rules),
        .groups = qp_arena_alloc(run->arena, rules->n_groups + 1,
                                 sizeof *s.groups),
    };

    s.n_groups = qp_weight_sets(s.arena, rules, s.groups);
    qp_summary_targets(run->arena, rules);
    qp_summary_measures(run->arena, rules);
    print_tree(&s);
    qp_summary_weights(run->arena, rules);
    print_totals(&s);
    printf("%s  %s %d %s\n", rules->sha256, rules->id, rules->year,
           rules->title);
}

/* Problems come first: what is printed last is what is looked at last. */
static int
run_lint(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_ruleset *rules =
        qp_ruleset_lint(run, options->operands[0]);

    qp_diag_print(run->diag, stderr, options->diagnostics != NULL);
    if (rules)
        print_summary(run, rules);
    return qp_diag_status(run->diag);
}

const struct qp_command qp_command_lint = {
    .name = "lint",
    .usage = "RULES",
    .help = N_("check a rule set, try its examples, and print its tree and "
               "SHA-256"),
    .least = 1,
    .most = 1,
    .run = run_lint,
};
