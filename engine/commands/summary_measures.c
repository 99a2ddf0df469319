/* The measures of the plan, and what speaks to each; see summary.h. */

#include <config.h>

#include "engine/commands/summary.h"

#include "engine/measure.h"
#include "engine/tongue.h"
#include "output/listing.h"

enum { CODE, TITLE, REACH, INDICATORS, ITEMS, DATA, NOTE, N_COLUMNS };

static const struct qp_listing_column columns[N_COLUMNS] = {
    [CODE] = { N_("measure"), false },
    [TITLE] = { N_("title"), false },
    [REACH] = { N_("coverage"), false },
    [INDICATORS] = { N_("indicators"), false },
    [ITEMS] = { "bonus, deduction", false },
    [DATA] = { N_("data"), false },
    [NOTE] = { N_("note"), false },
};

/* TEXT with CODE behind it if the N MEASURES have MEASURE. */
static const char *
add_code(struct qp_arena *arena, const char *text, const char *code,
         const size_t *measures, size_t n, size_t measure)
{
    if (!qp_measure_cited(measures, n, measure))
        return text;
    return qp_arena_printf(arena, "%s%s%s", text, *text ? " " : "", code);
}

const char *
qp_summary_cited(struct qp_arena *arena, const struct qp_ruleset *rules,
                 const size_t *measures, size_t n)
{
    const char *text = "";

    for (size_t i = 0; i < n; i++)
        text = qp_arena_printf(arena, "%s%s%s", text, i ? " " : "",
                               rules->measures[measures[i]].code);
    return text;
}

static const char *
items_text(struct qp_arena *arena, const char *text,
           const struct qp_item *items, size_t n, size_t measure)
{
    for (size_t i = 0; i < n; i++)
        text = add_code(arena, text, items[i].code, items[i].measures,
                        items[i].n_measures, measure);
    return text;
}

static void
add_measure(struct qp_arena *arena, const struct qp_ruleset *rules, size_t i,
            struct qp_listing *listing)
{
    const struct qp_measure *measure = &rules->measures[i];
    const char **cells = qp_arena_alloc(arena, N_COLUMNS, sizeof *cells);

    cells[CODE] = measure->code;
    cells[TITLE] = measure->title;
    cells[REACH] = qp_measure_reach_name(qp_measure_reach(rules, i));
    cells[INDICATORS] = cells[DATA] = "";
    for (size_t k = 0; k < rules->n_indicators; k++) {
        const struct qp_indicator *node =
            &rules->indicators[rules->order[k]];

        cells[INDICATORS] =
            add_code(arena, cells[INDICATORS], node->code, node->measures,
                     node->n_measures, i);
    }
    for (size_t k = 0; k < rules->n_data; k++)
        cells[DATA] = add_code(arena, cells[DATA], rules->data[k].code,
                               rules->data[k].measures,
                               rules->data[k].n_measures, i);
    cells[ITEMS] = items_text(
        arena, items_text(arena, "", rules->bonuses, rules->n_bonuses, i),
        rules->deductions, rules->n_deductions, i);
    cells[NOTE] = measure->note;
    qp_listing_add(listing, cells);
}

/* "45 measures: 23 covered, 15 partly, ...". */
static void
print_count(const struct qp_ruleset *rules)
{
    size_t counts[QP_N_REACHES] = { 0 };
    const char *sign = ":";

    for (size_t i = 0; i < rules->n_measures; i++)
        counts[qp_measure_reach(rules, i)]++;
    printf(_("\n%zu measures"), rules->n_measures);
    for (enum qp_reach reach = 0; reach < QP_N_REACHES; reach++, sign = ",")
        printf("%s %zu %s", sign, counts[reach],
               qp_measure_reach_name(reach));
    puts("\n");
}

void
qp_summary_measures(struct qp_arena *arena, const struct qp_ruleset *rules)
{
    struct qp_listing *listing = qp_listing_new(arena, columns, N_COLUMNS);

    if (!rules->n_measures)
        return;
    for (size_t i = 0; i < rules->n_measures; i++)
        add_measure(arena, rules, i, listing);
    qp_listing_print(listing, stdout);
    print_count(rules);
}
