/* What the simulation makes of an evaluation when it computes everything anew
   from figures that have not moved: the scores of leaves in doubles against
   the exact ones.

   robust_plain RULES SUBMISSION... [--prior RESULT]: a line for each leaf,
   "CODE METHOD SCORES OTHER", where OTHER counts those that differ by more
   than 1e-9 or are there for one of both only. */

#include <config.h>

#include "engine/robust_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/score.h"
#include "input/history.h"
#include "input/submission.h"
#include "rules/ruleset.h"

static const struct qp_result *
evaluate(struct qp_session *run, int argc, char *argv[])
{
    const char *prior = NULL;
    const struct qp_ruleset *rules = qp_ruleset_load(run, argv[1]);
    const struct qp_submissions *subs;

    if (argc > 3 && strcmp(argv[argc - 2], "--prior") == 0) {
        prior = argv[argc - 1];
        argc -= 2;
    }
    if (!rules)
        return NULL;
    subs = qp_submissions_read(run, rules, qp_history_read(run, rules, prior),
                               (const char *const *)argv + 2,
                               (size_t)argc - 2, QP_PURPOSE_FINAL);
    return subs && qp_diag_ok(run->diag) ? qp_score(run, rules, subs) : NULL;
}

static void
compare(const struct model *model, const struct draw *draw, size_t node)
{
    const struct leaf_model *leaf = &model->leaves[node];
    size_t other = 0;

    for (size_t u = 0; u < model->n; u++) {
        size_t at = node * model->n + u;
        bool is_scored = leaf->standing[u] == QP_STANDING_SCORED;
        double off = is_scored ? fabs(draw->scores[at] - leaf->score[u]) : 0;

        other += is_scored != (draw->there[at] != 0) ||
                 off > 1e-9 * fmax(1, fabs(draw->scores[at]));
    }
    printf("%s %s %zu %zu\n", leaf->rule->code, leaf->rule->method->name,
           model->n, other);
}

int
main(int argc, char *argv[])
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_session run = { arena, qp_diag_new(arena) };
    const struct qp_result *result;

    qp_num_init();
    qp_input_init();
    result = argc > 2 ? evaluate(&run, argc, argv) : NULL;
    if (result) {
        struct model *model = qp_robust_flatten(arena, result);
        struct draw *draw = qp_draw_new(arena, model);

        for (size_t node = 0; node < model->m; node++)
            model->leaves[node].moves = true;
        draw->figures = model->figures;
        qp_robust_leaves(model, draw);
        for (size_t node = 0; node < model->m; node++)
            if (model->leaves[node].rule)
                compare(model, draw, node);
    }
    qp_diag_print(run.diag, stderr, false);
    qp_arena_free(arena);
    return result ? 0 : 1;
}
