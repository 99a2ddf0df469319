/* quping robustness: would the order stand if the rules or the figures were a
   little different. */

#include <config.h>

#include "engine/commands/command.h"

#include <inttypes.h>
#include <stdlib.h>

#include "engine/robust.h"
#include "engine/score.h"
#include "engine/tongue.h"
#include "input/history.h"
#include "input/submission.h"
#include "output/listing.h"
#include "output/robustness.h"
#include "rules/ruleset.h"

enum { PAIRS = 8 }; /* of leaves that are printed */

/* ---- numbers ---- */

static const char *
fixed(struct qp_arena *arena, qp_num x, int places)
{
    return qp_num_defined(x)
               ? qp_num_fixed(arena,
                              qp_num_round(arena, x, places,
                                           QP_ROUND_HALF_UP),
                              places)
               : NULL;
}

/* X as percent with one decimal. */
static const char *
percent(struct qp_arena *arena, qp_num x)
{
    return fixed(arena, qp_num_mul(arena, x, qp_num_int(100)), 1);
}

/* ---- what was done ---- */

static const char *
spread_text(struct qp_arena *arena, struct qp_spread spread)
{
    switch (spread.kind) {
    case QP_SPREAD_SHARE:
        return qp_arena_printf(
            arena, "+-%s %%",
            qp_num_text(arena, qp_num_mul(arena, spread.amount,
                                          qp_num_int(100))));
    case QP_SPREAD_DIRICHLET:
        return qp_arena_printf(arena, "dirichlet %s",
                               qp_num_text(arena, spread.amount));
    default:
        return _("as they are");
    }
}

static void
print_head(struct qp_arena *arena, const struct qp_robust *robust)
{
    printf(_("%zu draws from seed %s, %zu evaluations\nweights %s, data "
             "%s%s\n\n"),
           robust->n_draws,
           qp_arena_printf(arena, "%" PRIu64, robust->seed),
           robust->n_evaluations,
           spread_text(arena, robust->weights),
           spread_text(arena, robust->data),
           robust->by_default ? _(" (presets: the rules have no [robustness])")
                              : "");
}

/* ---- districts ---- */

static void
print_districts(struct qp_arena *arena, const struct qp_result *result,
                const struct qp_robust *robust)
{
    static const struct qp_listing_column columns[] = {
        { N_("rank"), true },       { N_("code"), false },
        { N_("district"), false },  { "5 %", true },
        { N_("mean"), true },       { "95 %", true },
        { N_("keeps rank"), true }, { N_("keeps grade"), true },
        { N_("beats next"), true },
    };
    struct qp_listing *listing =
        qp_listing_new(arena, columns, QP_COUNT(columns));

    for (size_t i = 0; i < robust->n_districts; i++) {
        const struct qp_robust_district *d = &robust->districts[i];
        const struct qp_district *district =
            &result->rules->districts[d->district];
        const char *const cells[] = {
            qp_num_text(arena, d->rank),
            district->code,
            district->name,
            qp_num_text(arena, d->low),
            fixed(arena, d->mean, 2),
            qp_num_text(arena, d->high),
            percent(arena, d->keeps_rank),
            result->rules->n_grades ? percent(arena, d->keeps_grade) : NULL,
            i + 1 < robust->n_districts
                ? percent(arena, qp_robust_beats(arena, robust, i, i + 1))
                : NULL,
        };

        qp_listing_add(listing, cells);
    }
    qp_listing_print(listing, stdout);
    printf(_("\nthe very same order in %s %% of draws; ranks move by %s on "
             "average\n\n"),
           percent(arena, robust->same_order),
           qp_num_defined(robust->mean_shift)
               ? fixed(arena, robust->mean_shift, 2)
               : "0");
}

/* ---- choices ---- */

static const char *
choice_text(struct qp_arena *arena, const struct qp_ruleset *rules,
            struct qp_choice choice)
{
    static const char *const words[QP_N_CHOICE_KINDS] = {
        [QP_CHOICE_WEIGHTS_TOP] = N_("weights of the top nodes"),
        [QP_CHOICE_WEIGHTS_BELOW] = N_("weights below"),
        [QP_CHOICE_AGGREGATE] = N_("aggregation of"),
        [QP_CHOICE_DATA] = N_("figures reported"),
        [QP_CHOICE_METHOD] = N_("method of"),
        [QP_CHOICE_MISSING] = N_("what missing figures earn"),
    };

    if (choice.node != QP_NONE)
        return qp_arena_printf(arena, "%s %s %s", qp_say(words[choice.kind]),
                               rules->indicators[choice.node].code,
                               rules->indicators[choice.node].name);
    return choice.kind == QP_CHOICE_AGGREGATE ? _("aggregation of the total")
                                              : qp_say(words[choice.kind]);
}

static const char *
interval_text(struct qp_arena *arena, const struct qp_importance *of)
{
    return qp_num_defined(of->low)
               ? qp_arena_printf(arena, "%s..%s", fixed(arena, of->low, 3),
                                 fixed(arena, of->high, 3))
               : NULL;
}

static void
print_choices(struct qp_arena *arena, const struct qp_ruleset *rules,
              const struct qp_robust *robust)
{
    static const struct qp_listing_column columns[] = {
        { N_("share of the variance of the mean shift"), false },
        { N_("first order"), true },
        { "90 %", true },
        { N_("total"), true },
        { "90 %", true },
    };
    struct qp_listing *listing =
        qp_listing_new(arena, columns, QP_COUNT(columns));

    for (size_t i = 0; i < robust->n_choices; i++) {
        const struct qp_sensitivity *by = &robust->by[i];
        const char *const cells[] = {
            choice_text(arena, rules, robust->choices[i]),
            fixed(arena, by->first.value, 3),
            interval_text(arena, &by->first),
            fixed(arena, by->total.value, 3),
            interval_text(arena, &by->total),
        };

        qp_listing_add(listing, cells);
    }
    qp_listing_print(listing, stdout);
    putchar('\n');
}

/* ---- leaves ---- */

static void
print_leaves(struct qp_arena *arena, const struct qp_ruleset *rules,
             const struct qp_robust *robust)
{
    static const struct qp_listing_column columns[] = {
        { N_("code"), false },       { N_("indicator"), false },
        { N_("weight %"), true },    { N_("variance %"), true },
        { N_("correlation"), true }, { N_("shift without"), true },
        { N_("greatest"), true },    { N_("whose"), false },
    };
    struct qp_listing *listing =
        qp_listing_new(arena, columns, QP_COUNT(columns));

    for (size_t i = 0; i < robust->n_leaves; i++) {
        const struct qp_robust_drop *drop = &robust->drops[i];
        const struct qp_robust_share *share = &robust->shares[i];
        const char *const cells[] = {
            rules->indicators[drop->indicator].code,
            rules->indicators[drop->indicator].name,
            percent(arena, share->weight),
            percent(arena, share->variance),
            fixed(arena, share->correlation, 2),
            fixed(arena, drop->mean_shift, 2),
            qp_num_text(arena, drop->most_shift),
            drop->most_of == QP_NONE ? NULL
                                     : rules->districts[drop->most_of].name,
        };

        qp_listing_add(listing, cells);
    }
    qp_listing_print(listing, stdout);
    putchar('\n');
}

/* Two leaves and how their scores go together. */
struct pair {
    qp_num correlation, size;
    size_t a, b;
};

/* The closest first; equal ones in the order of the tree. */
static int
by_closeness(const void *left, const void *right)
{
    const struct pair *x = left, *y = right;
    int order = qp_num_cmp(y->size, x->size);

    if (order)
        return order;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void
print_pairs(struct qp_arena *arena, const struct qp_ruleset *rules,
            const struct qp_robust *robust)
{
    static const struct qp_listing_column columns[] = {
        { N_("go together most"), false },
        { N_("and"), false },
        { N_("correlation"), true },
    };
    struct qp_listing *listing =
        qp_listing_new(arena, columns, QP_COUNT(columns));
    size_t n = robust->n_leaves, n_pairs = 0;
    struct pair *pairs = qp_arena_alloc(arena, n * n, sizeof *pairs);

    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++) {
            qp_num x = robust->correlations[a * n + b];

            if (qp_num_defined(x))
                pairs[n_pairs++] =
                    (struct pair){ x, qp_num_abs(arena, x), a, b };
        }
    if (!n_pairs)
        return;
    qsort(pairs, n_pairs, sizeof *pairs, by_closeness);
    for (size_t i = 0; i < n_pairs && i < PAIRS; i++) {
        const char *const cells[] = {
            rules->indicators[robust->drops[pairs[i].a].indicator].name,
            rules->indicators[robust->drops[pairs[i].b].indicator].name,
            fixed(arena, pairs[i].correlation, 2),
        };

        qp_listing_add(listing, cells);
    }
    qp_listing_print(listing, stdout);
}

/* ---- the command ---- */

static const char *
check_robustness(const struct qp_options *options)
{
    uint64_t number;

    if (options->draws &&
        !qp_command_number(options->draws, QP_ROBUST_DRAWS_LEAST,
                           QP_ROBUST_DRAWS_MOST, &number))
        return _("--draws takes a number from 20 to 100000");
    if (options->seed &&
        !qp_command_number(options->seed, 0, UINT64_MAX, &number))
        return _("--seed takes a number from 0 to 18446744073709551615");
    return NULL;
}

/* The evaluation as score does it; null where something is at fault. */
static const struct qp_result *
evaluate(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_ruleset *rules =
        qp_ruleset_load(run, options->operands[0]);
    const struct qp_history *history;
    const struct qp_submissions *subs;

    if (!rules)
        return NULL;
    history = qp_history_read(run, rules, options->prior);
    subs = qp_submissions_read(run, rules, history, options->operands + 1,
                               options->n_operands - 1,
                               options->draft ? QP_PURPOSE_DRAFTS
                                              : QP_PURPOSE_FINAL);
    return subs && qp_diag_ok(run->diag) ? qp_score(run, rules, subs) : NULL;
}

static void
print_all(struct qp_arena *arena, const struct qp_result *result,
          const struct qp_robust *robust)
{
    print_head(arena, robust);
    print_districts(arena, result, robust);
    print_choices(arena, result->rules, robust);
    print_leaves(arena, result->rules, robust);
    print_pairs(arena, result->rules, robust);
}

/* Prints it, and writes it to PATH, which may be null. */
static void
report(struct qp_session *run, const struct qp_result *result,
       const struct qp_robust *robust, const char *path)
{
    struct qp_result with = *result;

    with.robust = robust;
    if (!path || qp_robustness_write(run, &with, path))
        print_all(run->arena, result, robust);
}

static int
run_robustness(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_result *result = evaluate(run, options);
    uint64_t draws = QP_ROBUST_DRAWS, seed = QP_ROBUST_SEED;
    const struct qp_robust *robust;

    if (options->draws)
        qp_command_number(options->draws, QP_ROBUST_DRAWS_LEAST,
                          QP_ROBUST_DRAWS_MOST, &draws);
    if (options->seed)
        qp_command_number(options->seed, 0, UINT64_MAX, &seed);
    robust = result ? qp_robust_find(run, result, (size_t)draws, seed) : NULL;
    if (robust)
        report(run, result, robust, options->output);
    return qp_diag_status(run->diag);
}

static const struct qp_option robustness_options[] = {
    { "output", 'o', "REPORT.xlsx", offsetof(struct qp_options, output),
      N_("write it as a workbook with charts, too") },
    { "draws", 0, "N", offsetof(struct qp_options, draws),
      N_("simulate so many times, 20 to 100000; 1000 if left out") },
    { "seed", 0, "S", offsetof(struct qp_options, seed),
      N_("draw other numbers; 1 if left out") },
    { "prior", 0, "RESULT", offsetof(struct qp_options, prior),
      N_("look back on last year's result: its folder, or its result.xml") },
    { "draft", 0, NULL, offsetof(struct qp_options, draft),
      N_("read drafts") },
    { 0 },
};

const struct qp_command qp_command_robustness = {
    .name = "robustness",
    .usage = "RULES SUBMISSION... [--draws N] [--seed S] [-o REPORT.xlsx] "
             "[--prior RESULT] [--draft]",
    .help = N_("simulate the ranking with weights and figures a little "
               "different"),
    .options = robustness_options,
    .least = 2,
    .check = check_robustness,
    .run = run_robustness,
};
