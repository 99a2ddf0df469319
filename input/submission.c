/* Files to submissions; see submission.h. */

#include <config.h>

#include "input/submission.h"

#include "input/assemble.h"
#include "input/files.h"
#include "input/form.h"
#include "input/sax.h"

void
qp_input_init(void)
{
    qp_sax_init();
}

const struct qp_submissions *
qp_submissions_read(struct qp_session *run, const struct qp_ruleset *rules,
                    const char *const *paths, size_t n_paths, bool drafts)
{
    size_t errors_before, errors, others;
    struct qp_intake *intake = qp_intake_new(run, rules);
    const struct qp_submissions *subs;
    struct qp_files files;

    qp_diag_count(run->diag, &errors_before, &others, &others);
    files = qp_files_list(run, paths, n_paths);
    intake->is_partial = files.is_partial;
    for (size_t i = 0; i < files.n; i++)
        qp_diag_file(run->diag, files.paths[i]);
    for (size_t i = 0; i < files.n; i++)
        qp_form_read(intake, files.paths[i], i, QP_GUARD_CHUNK);
    subs = qp_assemble(intake, drafts);
    qp_diag_count(run->diag, &errors, &others, &others);
    return errors == errors_before ? subs : NULL;
}
