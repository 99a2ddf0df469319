/* Scoring again; see rescore.h. */

#include <config.h>

#include "engine/commands/rescore.h"

#include "engine/robust.h"
#include "engine/score.h"
#include "input/history.h"
#include "input/submission.h"
#include "output/record_match.h"
#include "rules/ruleset.h"

/* What is scored again. */
struct sources {
    const char *rules, *prior;
    const char *const *submissions;
    size_t n_submissions;
    bool drafts;
};

static struct sources
sources_of(const struct qp_bundle *bundle, const struct qp_options *options)
{
    struct sources sources = { .rules = options->rules,
                               .prior = options->prior,
                               .submissions = &options->data,
                               .n_submissions = 1,
                               .drafts = bundle->drafts };

    if (!options->rules) {
        sources.rules = bundle->main_rules;
        sources.prior = bundle->prior;
        sources.submissions = (const char *const *)bundle->submissions;
        sources.n_submissions = bundle->n_submissions;
    }
    return sources;
}

static const struct qp_result *
score(struct qp_session *run, const struct sources *sources)
{
    const struct qp_ruleset *rules = qp_ruleset_load(run, sources->rules);
    const struct qp_history *history = NULL;
    const struct qp_submissions *subs = NULL;

    if (rules)
        history = qp_history_read(run, rules, sources->prior);
    if (rules)
        subs = qp_submissions_read(
            run, rules, history, sources->submissions, sources->n_submissions,
            sources->drafts ? QP_PURPOSE_DRAFTS : QP_PURPOSE_FINAL);
    return subs && qp_diag_ok(run->diag) ? qp_score(run, rules, subs) : NULL;
}

const struct qp_result *
qp_resimulate(struct qp_session *run, const struct qp_bundle *bundle,
              const struct qp_result *result)
{
    struct qp_result *with = qp_arena_alloc(run->arena, 1, sizeof *with);
    uint64_t draws;

    if (!bundle->draws ||
        !qp_command_number(bundle->draws, QP_ROBUST_DRAWS_LEAST,
                           QP_ROBUST_DRAWS_MOST, &draws))
        return result;
    *with = *result;
    with->robust = qp_robust_find(run, with, (size_t)draws, QP_ROBUST_SEED);
    return with->robust ? with : NULL;
}

/* What was found when it was scored first has been said then; only what keeps
   it from being scored now is said again. */
const struct qp_result *
qp_rescore(struct qp_session *run, const char *path,
           const struct qp_options *options)
{
    const struct qp_bundle *bundle =
        options->rules ? qp_bundle_read(run, path) : qp_bundle_open(run, path);
    struct qp_session again = { run->arena, qp_diag_new(run->arena) };
    const struct qp_result *result;
    struct sources sources;

    if (!bundle)
        return NULL;
    sources = sources_of(bundle, options);
    result = score(&again, &sources);
    if (result)
        result = qp_resimulate(&again, bundle, result);
    if (!result)
        qp_diag_join(run->diag, again.diag);
    if (result && !qp_record_matches(run, result, bundle->record.path))
        return NULL;
    return result;
}
