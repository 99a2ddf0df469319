/* What compare prints; see compare_tables.h. */

#include <config.h>

#include "engine/commands/compare_tables.h"

#include <string.h>

#include "engine/tongue.h"
#include "output/listing.h"
#include "output/texts.h"
#include "rules/names.h"

/* X with DECIMALS, or as short as it is where they are -1; with its sign. */
static const char *
change_text(struct qp_arena *arena, qp_num x, int decimals)
{
    const char *digits;

    if (!qp_num_defined(x))
        return "—";
    digits = decimals < 0 ? qp_num_text(arena, x)
                          : qp_num_fixed(arena, x, decimals);
    return qp_arena_printf(arena, "%s%s", qp_num_sign(x) > 0 ? "+" : "",
                           digits);
}

static const char *
number_text(struct qp_arena *arena, qp_num x, int decimals)
{
    if (!qp_num_defined(x))
        return "—";
    return decimals < 0 ? qp_num_text(arena, x)
                        : qp_num_fixed(arena, x, decimals);
}

/* ---- parts ---- */

/* True if anybody has any of PART. */
static bool
is_there(const struct qp_split *split, enum qp_part part)
{
    for (size_t i = 0; i < split->n_rows; i++) {
        const struct qp_split_row *row = &split->rows[i];

        if ((qp_num_defined(row->points.parts[part]) &&
             qp_num_sign(row->points.parts[part])) ||
            (qp_num_defined(row->rank.parts[part]) &&
             qp_num_sign(row->rank.parts[part])))
            return true;
    }
    return false;
}

enum { CODE, NAME, BEFORE, AFTER, BY, PARTS };

static void
add_row(struct qp_arena *arena, struct qp_listing *listing,
        const struct qp_split *split, const struct qp_split_row *row,
        bool is_rank)
{
    const struct qp_ruleset *rules = split->after->rules;
    const struct qp_split_change *change = is_rank ? &row->rank : &row->points;
    const char *cells[PARTS + QP_N_PARTS];
    int before = is_rank ? -1 : split->before->rules->decimals;
    int after = is_rank ? -1 : rules->decimals;
    int most = before > after ? before : after;

    cells[CODE] = rules->districts[row->after].code;
    cells[NAME] = qp_text_district(rules, row->after);
    cells[BEFORE] = number_text(arena, change->before, before);
    cells[AFTER] = number_text(arena, change->after, after);
    cells[BY] = change_text(arena, change->by, most);
    for (int i = 0; i < QP_N_PARTS; i++)
        cells[PARTS + i] = is_there(split, (enum qp_part)i)
                               ? change_text(arena, change->parts[i], most)
                               : NULL;
    qp_listing_add(listing, cells);
}

static void
print_changes(struct qp_arena *arena, const struct qp_split *split,
              bool is_rank)
{
    static const struct qp_listing_column columns[PARTS + QP_N_PARTS] = {
        [CODE] = { N_("code"), false },
        [NAME] = { N_("district"), false },
        [BEFORE] = { N_("before"), true },
        [AFTER] = { N_("after"), true },
        [BY] = { N_("change"), true },
        [PARTS + QP_PART_OWN] = { N_("own figures"), true },
        [PARTS + QP_PART_PEERS] = { N_("others' figures"), true },
        [PARTS + QP_PART_WEIGHTS] = { N_("weights"), true },
        [PARTS + QP_PART_RULES] = { N_("other rules"), true },
        [PARTS + QP_PART_REST] = { N_("not told apart"), true },
    };
    struct qp_listing *listing =
        qp_listing_new(arena, columns, QP_COUNT(columns));

    for (size_t i = 0; i < split->n_rows; i++)
        add_row(arena, listing, split, &split->rows[i], is_rank);
    puts(is_rank ? _("ranks (places won are positive)") : _("points"));
    qp_listing_print(listing, stdout);
}

/* ---- what is to be said ---- */

static void
say(const char *text)
{
    qp_listing_put(text, stdout);
    putchar('\n');
}

static void
print_lacking(struct qp_arena *arena, const struct qp_split *split)
{
    static const char *const reasons[] = {
        [QP_LACK_DATUM] = N_("the later result has no such datum"),
        [QP_LACK_UNIT] = N_("its unit does not convert"),
        [QP_LACK_EXPERTS] = N_("experts give it in one of them only"),
    };

    for (size_t i = 0; i < split->n_lacking; i++) {
        const struct qp_lacking *lacking = &split->lacking[i];
        const struct qp_ruleset *rules = split->before->rules;
        const struct qp_datum *datum = &rules->data[lacking->datum];

        say(qp_arena_printf(
            arena,
            _("%s %s cannot be separated: the earlier rules ask for it, and "
              "%s; its figures change together with the other rules"),
            datum->code, qp_text_name(rules, datum->name, datum->name_en),
            qp_say(reasons[lacking->why])));
    }
}

static void
print_districts(struct qp_arena *arena, const struct qp_ruleset *rules,
                const size_t *districts, size_t n, const char *format)
{
    const char *names = NULL;

    for (size_t i = 0; i < n; i++)
        names = qp_text_join(
            arena, names, ", ",
            qp_arena_printf(arena, "%s %s",
                            rules->districts[districts[i]].code,
                            qp_text_district(rules, districts[i])));
    if (names)
        say(qp_text_join(arena, qp_say(format), ": ", names));
}

static void
print_reasons(struct qp_arena *arena, const struct qp_split *split)
{
    for (size_t i = 0; i < split->n_rows; i++)
        if (split->rows[i].why)
            say(qp_arena_printf(
                arena, _("%s cannot be separated all through: %s"),
                split->after->rules->districts[split->rows[i].after].code,
                split->rows[i].why));
}

void
qp_compare_print_split(struct qp_arena *arena, const struct qp_split *split)
{
    print_changes(arena, split, false);
    putchar('\n');
    print_changes(arena, split, true);
    putchar('\n');
    puts(_("The steps, in this order: the district's own figures, all others' "
           "figures, weights, all other rules."));
    if (!split->weights_apart)
        puts(_("The trees differ, so weights are among the other rules."));
    if (!split->figures_apart)
        puts(_("There are too many districts to tell own figures from "
               "others'."));
    print_lacking(arena, split);
    print_reasons(arena, split);
    print_districts(arena, split->before->rules, split->gone, split->n_gone,
                    N_("in the earlier result only"));
    print_districts(arena, split->after->rules, split->new_ones, split->n_new,
                    N_("in the later result only"));
}

/* ---- without parts ---- */

static const struct qp_standings_row *
find_standing(const struct qp_standings *standings, const char *code)
{
    for (size_t i = 0; i < standings->n_districts; i++)
        if (qp_names_order(standings->districts[i].code, code) == 0)
            return &standings->districts[i];
    return NULL;
}

static size_t
find_node(const struct qp_standings *standings, const char *code)
{
    for (size_t i = 0; i < standings->n_nodes; i++)
        if (qp_names_order(standings->nodes[i].code, code) == 0)
            return i;
    return QP_NONE;
}

void
qp_compare_print_totals(struct qp_arena *arena,
                        const struct qp_standings *before,
                        const struct qp_standings *after)
{
    static const struct qp_listing_column columns[] = {
        { N_("code"), false },  { N_("district"), false },
        { N_("before"), true }, { N_("after"), true },
        { N_("change"), true }, { N_("rank"), true },
        { N_("now"), true },    { N_("move"), true },
    };
    struct qp_listing *listing =
        qp_listing_new(arena, columns, QP_COUNT(columns));
    qp_num none = qp_num_undefined("not given");

    for (size_t i = 0; i < after->n_districts; i++) {
        const struct qp_standings_row *now = &after->districts[i];
        const struct qp_standings_row *then = find_standing(before, now->code);
        qp_num total = then ? then->total : none;
        qp_num rank = then ? then->rank : none;
        const char *const cells[] = {
            now->code,
            now->name,
            number_text(arena, total, before->decimals),
            number_text(arena, now->total, after->decimals),
            change_text(arena, qp_num_sub(arena, now->total, total),
                        after->decimals),
            number_text(arena, rank, -1),
            number_text(arena, now->rank, -1),
            change_text(arena, qp_num_sub(arena, rank, now->rank), -1),
        };

        qp_listing_add(listing, cells);
    }
    qp_listing_print(listing, stdout);
}

/* ---- indicators at the top ---- */

/* The columns: indicators at the top of AFTER, then those of BEFORE alone. */
struct tops {
    const char **codes;
    size_t n;
};

static struct tops
find_tops(struct qp_arena *arena, const struct qp_standings *before,
          const struct qp_standings *after)
{
    struct tops tops = {
        .codes = qp_arena_alloc(arena, before->n_nodes + after->n_nodes,
                                sizeof *tops.codes),
    };

    for (size_t i = 0; i < after->n_nodes; i++)
        if (after->nodes[i].is_top)
            tops.codes[tops.n++] = after->nodes[i].code;
    for (size_t i = 0; i < before->n_nodes; i++)
        if (before->nodes[i].is_top &&
            find_node(after, before->nodes[i].code) == QP_NONE)
            tops.codes[tops.n++] = before->nodes[i].code;
    return tops;
}

static qp_num
points_on(const struct qp_standings *standings,
          const struct qp_standings_row *district, const char *code)
{
    size_t node = find_node(standings, code);

    return node == QP_NONE ? qp_num_undefined("no points")
                           : district->points[node];
}

/* How the points on CODE changed: "new" and "gone" where one has none. */
static const char *
top_text(struct qp_arena *arena, qp_num then, qp_num now, int decimals)
{
    if (!qp_num_defined(then) && !qp_num_defined(now))
        return "—";
    if (!qp_num_defined(then))
        return qp_arena_printf(arena, _("new %s"),
                               number_text(arena, now, decimals));
    if (!qp_num_defined(now))
        return qp_arena_printf(arena, _("gone %s"),
                               number_text(arena, then, decimals));
    return change_text(arena,
                       qp_num_round(arena, qp_num_sub(arena, now, then),
                                    decimals, QP_ROUND_HALF_UP),
                       decimals);
}

void
qp_compare_print_tops(struct qp_arena *arena,
                      const struct qp_standings *before,
                      const struct qp_standings *after)
{
    struct tops tops = find_tops(arena, before, after);
    struct qp_listing_column *columns =
        qp_arena_alloc(arena, tops.n + 2, sizeof *columns);
    const char **cells = qp_arena_alloc(arena, tops.n + 2, sizeof *cells);
    struct qp_listing *listing;

    columns[0].title = N_("code");
    columns[1].title = N_("district");
    for (size_t i = 0; i < tops.n; i++)
        columns[i + 2] = (struct qp_listing_column){ tops.codes[i], true };
    listing = qp_listing_new(arena, columns, tops.n + 2);
    for (size_t d = 0; d < after->n_districts; d++) {
        const struct qp_standings_row *now = &after->districts[d];
        const struct qp_standings_row *then = find_standing(before, now->code);

        if (!then)
            continue;
        cells[0] = now->code;
        cells[1] = now->name;
        for (size_t i = 0; i < tops.n; i++)
            cells[i + 2] = top_text(
                arena, points_on(before, then, tops.codes[i]),
                points_on(after, now, tops.codes[i]), after->decimals);
        qp_listing_add(listing, cells);
    }
    puts(_("points on the main indicators, by what they changed"));
    qp_listing_print(listing, stdout);
}
