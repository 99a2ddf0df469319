/* Where the time of a run goes: stages RULES SUBMISSIONS DIR
   Prints the seconds of processor time for reading, for scoring and for
   writing all but the notices, as "quping score" does them. */

#include <config.h>

#include <stdio.h>
#include <time.h>

#include "engine/num.h"
#include "engine/score.h"
#include "input/submission.h"
#include "output/publish.h"
#include "rules/ruleset.h"

/* The seconds since *SINCE, which is set to now. */
static double
lap(clock_t *since)
{
    clock_t now = clock();
    double seconds = (double)(now - *since) / CLOCKS_PER_SEC;

    *since = now;
    return seconds;
}

int
main(int argc, char **argv)
{
    struct qp_session run = { .arena = qp_arena_new() };
    const char *const *paths = (const char *const *)argv + 2;
    const struct qp_submissions *subs = NULL;
    const struct qp_ruleset *rules;
    const struct qp_result *result;
    double reading, scoring;
    clock_t since = clock();

    if (argc != 4) {
        fputs("usage: stages RULES SUBMISSIONS DIR\n", stderr);
        return 2;
    }
    run.diag = qp_diag_new(run.arena);
    qp_num_init();
    qp_input_init();
    rules = qp_ruleset_load(&run, argv[1]);
    if (rules)
        subs = qp_submissions_read(&run, rules, NULL, paths, 1,
                                   QP_PURPOSE_FINAL);
    reading = lap(&since);
    result = subs ? qp_score(&run, rules, subs) : NULL;
    scoring = lap(&since);
    if (result && qp_publish(&run, result, argv[3], false, false))
        printf("%.3f %.3f %.3f\n", reading, scoring, lap(&since));
    qp_diag_print(run.diag, stderr, false);
    return qp_diag_status(run.diag);
}
