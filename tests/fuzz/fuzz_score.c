/* Scores of a small evaluation that bytes make: methods, weights, figures.
   Who has which code changes nothing: whoever has the same figures has the
   same total and rank. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include "engine/method.h"
#include "engine/score.h"
#include "input/submission.h"
#include "rules/ruleset.h"

enum { N = 4, N_DATA = 2 };

/* What bytes choose. */
struct choice {
    const struct qp_method *methods[N_DATA];
    unsigned weight, rounding, aggregate, ties;
    int figures[N][N_DATA]; /* -1: missing */
};

static void
choose(struct choice *choice, const uint8_t *data, size_t size)
{
    /* methods that need no parameters, or only those given below */
    static const char *const names[] = { "efficacy", "minmax",    "rank",
                                         "borda",    "max_ratio", "mean_ratio",
                                         "zscore",   "percentile" };
    struct fuzz_bytes bytes = { data, data + size };

    for (size_t i = 0; i < N_DATA; i++) {
        const char *name = names[fuzz_take(&bytes) % QP_COUNT(names)];

        choice->methods[i] = qp_method_find(name);
        if (!choice->methods[i])
            fprintf(stderr, "no method %s\n", name);
        MUST(choice->methods[i]);
    }
    choice->weight = 1 + fuzz_take(&bytes) % 99;
    choice->rounding = fuzz_take(&bytes);
    choice->aggregate = fuzz_take(&bytes);
    choice->ties = fuzz_take(&bytes);
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < N_DATA; k++)
            choice->figures[i][k] = (int)fuzz_take(&bytes) - 1;
}

/* A path with the figures of DISTRICT, submitted by the one with the code
   CODE. */
static const char *
write_submission(struct qp_session *run, const struct choice *choice,
                 size_t district, size_t code)
{
    const char *name = qp_arena_printf(run->arena, "d%zu.xml", code);
    const char *text = qp_arena_printf(
        run->arena,
        "<submission xmlns=\"urn:quping:submission:1\" evaluation=\"e\" "
        "year=\"2025\" district=\"d%zu\" status=\"final\"><data>",
        code);

    for (size_t k = 0; k < N_DATA; k++)
        if (choice->figures[district][k] >= 0)
            text = qp_arena_printf(run->arena,
                                   "%s<datum code=\"x%zu\">%d</datum>", text,
                                   k, choice->figures[district][k]);
    text = qp_arena_printf(run->arena, "%s</data></submission>", text);
    return qp_arena_text(run->arena, fuzz_file(name, text, strlen(text)));
}

static const struct qp_ruleset *
make_rules(struct qp_session *run, const struct choice *choice)
{
    static const char *const rounds[] = { "indicator", "node", "total" };
    static const char *const aggregates[] = { "sum", "mean", "harmonic",
                                              "geometric" };
    static const char *const ties[] = { "competition", "dense", "average" };
    const char *text = qp_arena_printf(
        run->arena,
        "[evaluation]\nid = e\ntitle = t\nyear = 2025\nround_at = %s\n"
        "aggregate = %s\nties = %s\ndecimals = %u\nrounding = %s\n",
        rounds[choice->rounding % 3], aggregates[choice->aggregate % 4],
        ties[choice->ties % 3], choice->rounding / 3 % 3,
        choice->rounding & 1 ? "half_even" : "half_up");
    const struct qp_ruleset *rules;

    for (size_t i = 0; i < N; i++)
        text = qp_arena_printf(run->arena, "%s[district d%zu]\nname = D%zu\n",
                               text, i, i);
    for (size_t k = 0; k < N_DATA; k++)
        text = qp_arena_printf(
            run->arena,
            "%s[datum x%zu]\nname = X\n"
            "[indicator i%zu]\nname = I\nweight = %u\nvalue = x%zu\n"
            "method = %s\n%smissing = exclude\n",
            text, k, k, k ? 100 - choice->weight : choice->weight, k,
            choice->methods[k]->name,
            strcmp(choice->methods[k]->name, "zscore") == 0
                ? "mean = 50\nsd = 10\n"
                : "");
    rules = qp_ruleset_load(run, fuzz_file("rules.ini", text, strlen(text)));
    if (!rules)
        fprintf(stderr, "%s\n%s", text, fuzz_said(run));
    MUST(rules);
    return rules;
}

/* Scores with district I under the code CODES[I]; returns what each comes
   to. */
static const char *
score(const struct choice *choice, const size_t codes[N])
{
    struct qp_session *run = fuzz_begin();
    const struct qp_ruleset *rules = make_rules(run, choice);
    const char *paths[N], *text = "";
    const struct qp_result *result;

    for (size_t i = 0; i < N; i++)
        paths[i] = write_submission(run, choice, i, codes[i]);
    result = qp_score(run, rules,
                      qp_submissions_read(run, rules, NULL, paths, N,
                                          QP_PURPOSE_FINAL));
    if (!result)
        fputs(fuzz_said(run), stderr);
    MUST(result);
    for (size_t i = 0; i < N; i++) {
        /* the loader sorts districts by code */
        const struct qp_outcome *outcome = &result->outcomes[codes[i]];

        text = qp_arena_printf(
            run->arena, "%s%zu: %s %s rank %s\n", text, i,
            qp_state_name(outcome->state),
            qp_num_defined(outcome->total)
                ? qp_num_fraction(run->arena, outcome->total)
                : outcome->reason,
            qp_num_defined(outcome->rank)
                ? qp_num_text(run->arena, outcome->rank)
                : "-");
    }
    return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t codes[][N] = { { 0, 1, 2, 3 },
                                       { 3, 1, 0, 2 },
                                       { 2, 3, 1, 0 } };
    static bool is_ready;
    struct choice choice;
    char *first = NULL;

    if (!is_ready)
        qp_input_init();
    is_ready = true;
    choose(&choice, data, size);
    for (size_t i = 0; i < QP_COUNT(codes); i++) {
        const char *now = score(&choice, codes[i]);

        if (first && strcmp(first, now) != 0)
            fprintf(stderr, "%s---- under other codes:\n%s", first, now);
        MUST(!first || strcmp(first, now) == 0);
        if (!first)
            MUST((first = strdup(now)));
    }
    free(first);
    return 0;
}
