/* Files to submissions; see submission.h. */

#include <config.h>

#include "input/submission.h"

#include "engine/crew.h"
#include "input/assemble.h"
#include "input/files.h"
#include "input/form.h"
#include "input/restated.h"
#include "input/sax.h"

void
qp_input_init(void)
{
    qp_sax_init();
}

/* Files that are read side by side, each into its part.  Parts are joined in
   the order of files. */
struct batch {
    struct qp_intake *intake;
    const struct qp_files *files;
    struct qp_intake_part **parts;
};

static bool
read_file(struct qp_session *run, void *task, size_t i)
{
    const struct batch *batch = task;

    batch->parts[i] = qp_intake_part_new(run->arena, batch->intake);
    qp_form_read(batch->parts[i], batch->files->paths[i], QP_GUARD_CHUNK);
    return true;
}

static void
join_file(void *task, size_t i)
{
    const struct batch *batch = task;

    qp_intake_join(batch->intake, batch->parts[i]);
}

/* Reads FILES into INTAKE. */
static void
read_files(struct qp_intake *intake, const struct qp_files *files)
{
    struct qp_session *run = intake->run;
    struct qp_crew *crew = qp_crew_new(run);
    struct batch batch = {
        .intake = intake,
        .files = files,
        .parts = qp_arena_alloc(run->arena, files->n, sizeof *batch.parts),
    };

    qp_crew_work_in_order(run, crew, read_file, join_file, &batch, files->n);
    qp_crew_keep(run, crew);
}

const struct qp_submissions *
qp_submissions_read(struct qp_session *run, const struct qp_ruleset *rules,
                    const struct qp_history *history,
                    const char *const *paths, size_t n_paths,
                    enum qp_purpose purpose)
{
    struct qp_intake *intake = qp_intake_new(run, rules);
    struct qp_submissions *subs;
    struct qp_files files;

    intake->history = history;
    files = qp_files_list(run, paths, n_paths);
    intake->is_partial = files.is_partial;
    for (size_t i = 0; i < files.n; i++)
        qp_diag_file(run->diag, files.paths[i]);
    read_files(intake, &files);
    subs = qp_assemble(intake, purpose);
    qp_intake_end(intake);
    if (history)
        qp_restated_check(run, rules, subs);
    return subs;
}
