/* How weights were found; see summary.h. */

#include <config.h>

#include "engine/commands/summary.h"

#include "engine/tongue.h"
#include "engine/weigh.h"
#include "output/listing.h"

enum { NODE, WEIGHTING, CHILD, SHARE, BASIS, N_COLUMNS };

static const struct qp_listing_column columns[N_COLUMNS] = {
    [NODE] = { N_("weights of"), false },
    [WEIGHTING] = { N_("weighting"), false },
    [CHILD] = { N_("code"), false },
    [SHARE] = { N_("share %"), true },
    [BASIS] = { N_("found by"), false },
};

/* "lambda 3.0387, cr 0.0334". */
static const char *
quantities_text(struct qp_arena *arena, const struct qp_quantity *quantities,
                size_t n)
{
    const char *text = "";

    for (size_t i = 0; i < n; i++)
        text = qp_arena_printf(
            arena, "%s%s%s %s", text, i ? ", " : "", quantities[i].name,
            qp_num_text(arena, qp_num_round(arena, quantities[i].number, 4,
                                            QP_ROUND_HALF_UP)));
    return text;
}

/* "ahp distances". */
static const char *
weighting_text(struct qp_arena *arena, const struct qp_ruleset *rules,
               const struct qp_weighting *weighting)
{
    const char *name = qp_weighting_name(weighting->kind);

    if (weighting->judgements == QP_NONE)
        return name;
    return qp_arena_printf(arena, "%s %s", name,
                           rules->judgements[weighting->judgements].code);
}

static void
add_row(struct qp_arena *arena, struct qp_listing *listing, const char *node,
        const char *weighting, const char *child, const char *share,
        const char *basis)
{
    const char **cells = qp_arena_alloc(arena, N_COLUMNS, sizeof *cells);

    cells[NODE] = node;
    cells[WEIGHTING] = weighting;
    cells[CHILD] = child;
    cells[SHARE] = share;
    cells[BASIS] = basis;
    qp_listing_add(listing, cells);
}

static void
add_child(struct qp_arena *arena, struct qp_listing *listing,
          const struct qp_indicator *child, const struct qp_weighed *weighed)
{
    qp_num percent =
        qp_num_mul(arena, weighed->share, qp_num_int(100));

    add_row(arena, listing, NULL, NULL, child->code,
            qp_num_fixed(
                arena, qp_num_round(arena, percent, 2, QP_ROUND_HALF_UP), 2),
            quantities_text(arena, weighed->quantities,
                            weighed->n_quantities));
}

/* Adds how the weights of NODE's children are found, QP_NONE for those of the
   total.  False where they are given. */
static bool
add_node(struct qp_arena *arena, const struct qp_ruleset *rules, size_t node,
         struct qp_listing *listing)
{
    const struct qp_weighting *weighting = qp_weighting_of(rules, node);
    const struct qp_indicator *parent =
        node == QP_NONE ? NULL : &rules->indicators[node];
    const struct qp_weighing *weighing =
        parent ? parent->weighing : rules->weighing;
    const size_t *children = parent ? parent->children : rules->top;
    size_t n = parent ? parent->n_children : rules->n_top;

    if (!n || weighting->kind == QP_WEIGHTING_GIVEN)
        return false;
    add_row(arena, listing, parent ? parent->code : _("the total"),
            weighting_text(arena, rules, weighting), NULL, NULL,
            weighing ? quantities_text(arena, weighing->quantities,
                                       weighing->n_quantities)
                     : _("the scores: they move with the data"));
    for (size_t i = 0; weighing && i < n; i++)
        add_child(arena, listing, &rules->indicators[children[i]],
                  &weighing->children[i]);
    return true;
}

void
qp_summary_weights(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    struct qp_listing *listing = qp_listing_new(arena, columns, N_COLUMNS);
    bool any = add_node(arena, rules, QP_NONE, listing);

    for (size_t i = 0; i < rules->n_indicators; i++)
        any |= add_node(arena, rules, rules->order[i], listing);
    if (!any)
        return;
    putchar('\n');
    qp_listing_print(listing, stdout);
}
