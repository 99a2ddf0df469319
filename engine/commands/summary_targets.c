/* The goals of the plan, as lint prints them; see summary.h. */

#include <config.h>

#include "engine/commands/summary.h"

#include <stdio.h>

#include "engine/tongue.h"
#include "output/listing.h"

enum { TARGET, NAME, VALUE, GOAL, MEASURES, N_COLUMNS };

static const struct qp_listing_column columns[N_COLUMNS] = {
    [TARGET] = { N_("target"), false },     [NAME] = { N_("name"), false },
    [VALUE] = { N_("value"), false },       [GOAL] = { N_("goal"), false },
    [MEASURES] = { N_("measures"), false },
};

void
qp_summary_targets(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    struct qp_listing *listing = qp_listing_new(arena, columns, N_COLUMNS);

    if (!rules->n_targets)
        return;
    for (size_t i = 0; i < rules->n_targets; i++) {
        const struct qp_target *target = &rules->targets[i];
        const char **cells = qp_arena_alloc(arena, N_COLUMNS, sizeof *cells);

        cells[TARGET] = target->code;
        cells[NAME] = target->name;
        cells[VALUE] = target->value.text;
        cells[GOAL] = target->goal.text;
        cells[MEASURES] = qp_summary_cited(arena, rules, target->measures,
                                           target->n_measures);
        qp_listing_add(listing, cells);
    }
    qp_listing_print(listing, stdout);
    putchar('\n');
}
