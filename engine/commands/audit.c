/* quping audit: is this the result of these rules on these figures? */

#include <config.h>

#include "engine/commands/command.h"
#include "engine/commands/rescore.h"

#include <string.h>
#include <unistd.h>

#include "engine/score.h"
#include "engine/tongue.h"
#include "input/bundle.h"
#include "input/history.h"
#include "input/submission.h"
#include "output/audit.h"
#include "output/publish.h"
#include "rules/ruleset.h"

/* What is audited. */
struct audit {
    struct qp_session *run;
    const struct qp_options *options;
    const char *path;
    const struct qp_bundle *bundle; /* empty when the record is damaged */

    /* Where the inputs are. */
    const char *rules_path, *prior;
    const char *const *submissions;
    size_t n_submissions;

    /* What they were read into; null where they are at fault. */
    const struct qp_ruleset *rules;
    const struct qp_submissions *subs;
    const struct qp_result *result;
    bool is_compared;
    struct qp_audit done;
};

/* PATH without slashes behind. */
static const char *
trim(struct qp_arena *arena, const char *path)
{
    size_t n = strlen(path);

    while (n > 1 && path[n - 1] == '/')
        n--;
    return qp_arena_copy(arena, path, n);
}

/* ---- what is audited, and by which inputs ---- */

/* Reads the record in a session of its own, so that what is said of the inputs
   is said before what is said of it, unless it is at fault. */
static void
open_bundle(struct audit *audit, bool has_inputs)
{
    struct qp_session own = { audit->run->arena,
                              qp_diag_new(audit->run->arena) };

    audit->bundle = has_inputs ? qp_bundle_read(&own, audit->path)
                               : qp_bundle_open(&own, audit->path);
    qp_diag_join(audit->run->diag, own.diag);
}

/* True if all copies that the record names are there; those that are not, the
   comparison of names reports. */
static bool
is_complete(const struct audit *audit)
{
    bool complete = access(audit->rules_path, F_OK) == 0 &&
                    (!audit->prior || access(audit->prior, F_OK) == 0);

    for (size_t i = 0; i < audit->n_submissions; i++)
        complete = complete && access(audit->submissions[i], F_OK) == 0;
    return complete;
}

/* Opens the folder, and finds the inputs: as the command line names them, or
   the copies.  False when there are none. */
static bool
find_inputs(struct audit *audit)
{
    const struct qp_options *options = audit->options;
    static const struct qp_bundle nothing = { .rules_sha256 = "",
                                              .has_notices = true };
    bool has_inputs = options->n_operands > 1;

    open_bundle(audit, has_inputs);
    if (has_inputs) {
        if (!audit->bundle)
            audit->bundle = &nothing;
        audit->rules_path = options->operands[1];
        audit->submissions = options->operands + 2;
        audit->n_submissions = options->n_operands - 2;
        audit->prior = options->prior;
        return true;
    }
    if (!audit->bundle)
        return false;
    audit->rules_path = audit->bundle->main_rules;
    audit->submissions = audit->bundle->submissions;
    audit->n_submissions = audit->bundle->n_submissions;
    audit->prior = options->prior ? options->prior : audit->bundle->prior;
    return true;
}

static void
check_version(const struct audit *audit)
{
    static const char own[] = "quping " PACKAGE_VERSION;
    const struct qp_bundle *bundle = audit->bundle;

    if (bundle->generator && strcmp(bundle->generator, own) != 0)
        qp_warning(audit->run,
                   (struct qp_place){ .file = bundle->record.path },
                   QP_VERSION,
                   "this result was written by \"%s\", and is audited by "
                   "\"%s\": what differs below may be due to that; audit it "
                   "with the version that wrote it",
                   bundle->generator, own);
}

/* ---- the inputs ---- */

static bool
has_hash(const struct qp_file *files, size_t n, const char *sha256)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(files[i].sha256, sha256) == 0)
            return true;
    return false;
}

static const struct qp_file *
find_named(const struct qp_file *files, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(files[i].name, name) == 0)
            return &files[i];
    return NULL;
}

/* Reports what is not the same in the N FILES that are given as in those that
   the record says were scored. */
static void
check_files(const struct audit *audit, const struct qp_listed *scored,
            const struct qp_file *files, size_t n)
{
    const struct qp_file *other;

    for (size_t i = 0; i < n; i++) {
        struct qp_place at = { .file = files[i].path };

        if (has_hash(scored->files, scored->n, files[i].sha256))
            continue;
        other = find_named(scored->files, scored->n, files[i].name);
        if (other)
            qp_error(audit->run, at, QP_INPUT,
                     "this is not the file that was scored: its SHA-256 is "
                     "%s, that in the record %s",
                     files[i].sha256, other->sha256);
        else
            qp_error(audit->run, at, QP_INPUT,
                     "this file was not scored: the record does not name it");
    }
    for (size_t i = 0; i < scored->n; i++)
        if (!has_hash(files, n, scored->files[i].sha256) &&
            !find_named(files, n, scored->files[i].name))
            qp_error(audit->run,
                     (struct qp_place){ .file = audit->bundle->record.path },
                     QP_INPUT,
                     "%s was scored, but is not among the files given here",
                     scored->files[i].name);
}

/* Holds the inputs that were read against the record. */
static void
check_inputs(const struct audit *audit)
{
    const struct qp_bundle *bundle = audit->bundle;
    const struct qp_submissions *subs = audit->subs;
    size_t n = 0;
    struct qp_file *files;

    if (!bundle->record.path)
        return;
    if (audit->rules)
        check_files(audit, &bundle->rules, audit->rules->files,
                    audit->rules->n_files);
    if (!subs)
        return;
    files = qp_arena_alloc(audit->run->arena, subs->n_documents + 1,
                           sizeof *files);
    for (; n < subs->n_documents; n++)
        files[n] = subs->documents[n].file;
    if (subs->history)
        files[n++] = subs->history->file;
    check_files(audit, &bundle->inputs, files, n);
}

/* ---- scoring again ---- */

/* Scores the inputs in a session of its own, for what was noted when they were
   scored is of no interest now. */
static void
score_again(struct audit *audit)
{
    struct qp_session again = { audit->run->arena,
                                qp_diag_new(audit->run->arena) };
    const struct qp_history *history = NULL;

    audit->rules = qp_ruleset_load(&again, audit->rules_path);
    if (audit->rules && audit->prior)
        history = qp_history_read(&again, audit->rules, audit->prior);
    if (audit->rules)
        audit->subs = qp_submissions_read(
            &again, audit->rules, history, audit->submissions,
            audit->n_submissions,
            audit->bundle->drafts ? QP_PURPOSE_DRAFTS : QP_PURPOSE_FINAL);
    if (audit->subs && qp_diag_ok(again.diag))
        audit->result = qp_score(&again, audit->rules, audit->subs);
    if (audit->result)
        audit->result = qp_resimulate(&again, audit->bundle, audit->result);
    if (!qp_diag_ok(again.diag))
        qp_diag_join(audit->run->diag, again.diag);
}

/* Writes the result again where nobody sees it, and compares. */
static void
compare(struct audit *audit)
{
    struct qp_folder *folder = qp_folder_open_fleeting(audit->run);
    struct qp_session again = { audit->run->arena,
                                qp_diag_new(audit->run->arena) };

    if (!folder)
        return;
    audit->is_compared = qp_publish_into(&again, audit->result, folder,
                                         audit->bundle->main_rules != NULL,
                                         audit->bundle->has_notices);
    if (audit->is_compared)
        qp_audit_compare(audit->run, audit->path, folder->work, &audit->done);
    else
        qp_diag_join(audit->run->diag, again.diag);
    qp_folder_discard(folder);
}

/* ---- the verdict ---- */

static void
print_verdict(const struct audit *audit)
{
    size_t errors, warnings, notes;

    qp_diag_count(audit->run->diag, &errors, &warnings, &notes);
    if (!audit->is_compared)
        printf(_("%s: NOT CONFIRMED; it could not be scored again\n"),
               audit->path);
    else if (errors)
        printf(ngettext("%s: DIFFERS from what its rules and submissions "
                        "give: %zu difference, %zu of them in figures, texts "
                        "or formulas; %zu files compared\n",
                        "%s: DIFFERS from what its rules and submissions "
                        "give: %zu differences, %zu of them in figures, texts "
                        "or formulas; %zu files compared\n",
                        errors),
               audit->path, errors, audit->done.n_figures,
               audit->done.n_files);
    else
        printf(_("%s: AGREES with what its rules and submissions give: "
                 "%zu files, %llu bytes, no difference\n"),
               audit->path, audit->done.n_files, audit->done.bytes);
}

static const char *
check_audit(const struct qp_options *options)
{
    if (options->n_operands == 2)
        return _("name the submissions, too, or neither them nor the rules");
    return NULL;
}

static int
run_audit(struct qp_session *run, const struct qp_options *options)
{
    struct audit audit = {
        .run = run,
        .options = options,
        .path = trim(run->arena, options->operands[0]),
    };

    if (find_inputs(&audit)) {
        const struct qp_listed *outputs = &audit.bundle->outputs;

        check_version(&audit);
        if (options->n_operands > 1 || is_complete(&audit))
            score_again(&audit);
        check_inputs(&audit);
        qp_audit_hashes(run, audit.path, outputs->files, outputs->n);
        if (audit.result)
            compare(&audit);
        else if (audit.bundle->record.path)
            qp_audit_names(run, audit.path, outputs->files, outputs->n);
    }
    qp_diag_print(run->diag, stderr, options->diagnostics != NULL);
    print_verdict(&audit);
    return qp_diag_status(run->diag);
}

static const struct qp_option audit_options[] = {
    { "prior", 0, "RESULT", offsetof(struct qp_options, prior),
      N_("last year's result, if it was looked back on") },
    { 0 },
};

const struct qp_command qp_command_audit = {
    .name = "audit",
    .usage = "DIR [RULES SUBMISSION...] [--prior RESULT]",
    .help = N_("score again, and compare every figure of the result in DIR"),
    .options = audit_options,
    .least = 1,
    .check = check_audit,
    .run = run_audit,
};
