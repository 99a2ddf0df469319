/* quping whatif: the ranking if figures or rules were otherwise, and what a
   district would have to change to reach a goal.  Nothing on disk is
   touched. */

#include <config.h>

#include "engine/commands/command.h"
#include "engine/commands/whatif.h"

#include "engine/judge.h"
#include "engine/score.h"
#include "engine/suppose.h"
#include "engine/tongue.h"
#include "input/history.h"
#include "input/submission.h"
#include "rules/override.h"
#include "rules/ruleset.h"

/* The inputs: the rules as they are, and as they are supposed to be. */
struct inputs {
    struct qp_session *run;
    const struct qp_options *options;
    const struct qp_ruleset *rules, *changed;
    const struct qp_submissions *subs;
    struct qp_wish *wishes;
    struct qp_goal *goals;
};

/* Reads all inputs; false where something in them is at fault. */
static bool
read_inputs(struct inputs *in)
{
    struct qp_session *run = in->run;
    const struct qp_options *options = in->options;
    const struct qp_overrides overrides = { options->keys.items,
                                            options->keys.n };
    const struct qp_history *history;

    in->rules = qp_ruleset_load(run, options->operands[0]);
    in->changed =
        in->rules && overrides.n
            ? qp_ruleset_load_with(run, options->operands[0], &overrides)
            : in->rules;
    if (!in->changed)
        return false;
    history = qp_history_read(run, in->changed, options->prior);
    in->subs = qp_submissions_read(
        run, in->changed, history, options->operands + 1,
        options->n_operands - 1,
        options->draft ? QP_PURPOSE_DRAFTS : QP_PURPOSE_FINAL);
    return qp_diag_ok(run->diag);
}

/* Reads what is asked about the inputs. */
static bool
read_wishes(struct inputs *in)
{
    struct qp_arena *arena = in->run->arena;
    const struct qp_words *sets = &in->options->sets;
    const struct qp_words *goals = &in->options->goals;

    in->wishes = qp_arena_alloc(arena, sets->n, sizeof *in->wishes);
    in->goals = qp_arena_alloc(arena, goals->n, sizeof *in->goals);
    for (size_t i = 0; i < sets->n; i++)
        qp_wish_read(in->run, in->changed, in->subs, sets->items[i],
                     &in->wishes[i]);
    for (size_t i = 0; i < goals->n; i++)
        qp_wish_read_goal(in->run, in->changed, goals->items[i],
                          &in->goals[i]);
    return qp_diag_ok(in->run->diag);
}

/* Puts the figures that are wished for in place; reports those that cannot
   be. */
static const struct qp_supposing *
suppose(const struct inputs *in)
{
    struct qp_supposing *supposing =
        qp_suppose_begin(in->run->arena, in->changed, in->subs);

    for (size_t i = 0; i < in->options->sets.n; i++) {
        const struct qp_wish *wish = &in->wishes[i];

        for (size_t k = 0; k < i; k++)
            if (in->wishes[k].district == wish->district &&
                in->wishes[k].datum == wish->datum)
                qp_error(in->run, wish->figure.at, QP_DUPLICATE,
                         "this figure is given already: %s",
                         in->wishes[k].figure.at.file);
        if (!qp_suppose(supposing, wish->district, wish->datum, wish->figure))
            qp_error(in->run, wish->figure.at, QP_DATUM,
                     "%s %s is given by experts, and none of them gave a "
                     "score that another could stand for",
                     in->changed->data[wish->datum].code,
                     in->changed->data[wish->datum].name);
    }
    return supposing;
}

/* The result of what is supposed.  What only it has found is reported; a check
   that does not hold then is no more than a warning, for a figure that others
   add up to is supposed without them. */
static const struct qp_result *
score_supposed(const struct inputs *in)
{
    struct qp_arena *arena = in->run->arena;
    const struct qp_supposing *supposing = suppose(in);
    struct qp_session judge = { arena, qp_diag_new(arena) };
    struct qp_session second = { arena, qp_diag_new(arena) };
    const struct qp_findings *findings;
    const struct qp_result *result;

    if (!qp_diag_ok(in->run->diag))
        return NULL;
    findings = qp_judge(&judge, &supposing->rules, &supposing->subs, NULL);
    qp_diag_join_new(in->run->diag, judge.diag, QP_SEVERITY_WARNING);
    result = qp_score_judged(&second, &supposing->rules, &supposing->subs,
                             findings);
    qp_diag_join_new(in->run->diag, second.diag, QP_SEVERITY_SYSTEM);
    return result;
}

static void
print(const struct inputs *in, const struct qp_twice *twice)
{
    struct qp_arena *arena = twice->arena;

    if (twice->before != twice->after) {
        qp_whatif_print_wishes(arena, in->changed, in->wishes,
                               in->options->sets.n);
        for (size_t i = 0; i < in->options->keys.n; i++)
            printf("%s\n", in->options->keys.items[i]);
        putchar('\n');
        qp_whatif_print_ranking(twice);
        putchar('\n');
        qp_whatif_print_changes(twice);
    }
    for (size_t i = 0; i < in->options->goals.n; i++) {
        if (i || twice->before != twice->after)
            putchar('\n');
        qp_whatif_print_levers(
            arena, twice->after,
            qp_goal_find(arena, twice->after, in->goals[i]));
    }
}

static void
answer(const struct inputs *in)
{
    struct qp_twice twice = { .arena = in->run->arena };

    twice.before = twice.after = qp_score(in->run, in->rules, in->subs);
    if (twice.before && (in->options->sets.n || in->options->keys.n))
        twice.after = score_supposed(in);
    if (twice.before && twice.after)
        print(in, &twice);
}

static const char *
check_whatif(const struct qp_options *options)
{
    if (!options->sets.n && !options->keys.n && !options->goals.n)
        return _("what if what? say it with --set, --rule or --goal");
    for (size_t i = 0; i < options->sets.n; i++)
        if (!qp_wish_is(options->sets.items[i]))
            return _("--set takes DISTRICT.DATUM=VALUE");
    for (size_t i = 0; i < options->keys.n; i++)
        if (!qp_override_is(options->keys.items[i]))
            return _("--rule takes INDICATOR.KEY=VALUE");
    for (size_t i = 0; i < options->goals.n; i++)
        if (!qp_wish_is(options->goals.items[i]))
            return _("--goal takes DISTRICT.rank=N or DISTRICT.points=N");
    return NULL;
}

static int
run_whatif(struct qp_session *run, const struct qp_options *options)
{
    struct inputs in = { .run = run, .options = options };

    if (read_inputs(&in) && read_wishes(&in))
        answer(&in);
    return qp_diag_status(run->diag);
}

static const struct qp_option whatif_options[] = {
    { "set", 0, "DISTRICT.DATUM=VALUE...", offsetof(struct qp_options, sets),
      N_("suppose this figure in place of the one that counts: a number with "
         "its "
         "unit or without, a change such as +10%, or a state such as missing; "
         "districts and data go by code or name") },
    { "rule", 0, "INDICATOR.KEY=VALUE...", offsetof(struct qp_options, keys),
      N_("suppose this key in the rules, such as a weight or a parameter of "
         "the "
         "method") },
    { "goal", 0, "DISTRICT.rank=N...", offsetof(struct qp_options, goals),
      N_("tell for each datum of the district how much it alone would have to "
         "change for this rank, or for DISTRICT.points=N") },
    { "prior", 0, "RESULT", offsetof(struct qp_options, prior),
      N_("look back on last year's result: its folder, or its result.xml") },
    { "draft", 0, NULL, offsetof(struct qp_options, draft),
      N_("read drafts") },
    { 0 },
};

const struct qp_command qp_command_whatif = {
    .name = "whatif",
    .usage = "RULES SUBMISSION... [--set DISTRICT.DATUM=VALUE]... "
             "[--rule INDICATOR.KEY=VALUE]... [--goal DISTRICT.rank=N]... "
             "[--prior RESULT] [--draft]",
    .help =
        N_("tell what the ranking would be if figures or rules were "
           "otherwise, and what would bring a district to a goal; no file is "
           "changed"),
    .options = whatif_options,
    .least = 2,
    .check = check_whatif,
    .run = run_whatif,
};
