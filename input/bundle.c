/* Opening a result's folder; see bundle.h. */

#include <config.h>

#include "input/bundle.h"

#include <string.h>

#include "engine/bundle.h"
#include "engine/history.h"
#include "engine/tongue.h"
#include "input/own.h"
#include "input/text.h"

/* The scores of a whole country are passed over. */
enum { ELEMENTS = 100 * 1000 * 1000 };

struct list {
    struct qp_listed *listed;
    size_t capacity;
};

struct reader {
    struct qp_session *run;
    const char *folder; /* with its slash */
    struct qp_bundle *bundle;
    struct list rules, inputs, outputs;
    size_t submissions_capacity;
};

static struct qp_text_shown
show(const char *text)
{
    return qp_text_show(text, strlen(text));
}

/* The attribute NAME for as long as the run, "" where it is missing, which
   has been reported. */
static const char *
need(struct reader *reader, const struct qp_own_opening *opening,
     const char *name)
{
    const char *value = qp_own_need(opening, name);

    return qp_arena_text(reader->run->arena, value ? value : "");
}

/* ---- what the record lists ---- */

static struct qp_file *
list_file(struct reader *reader, const struct qp_own_opening *opening,
          struct list *list)
{
    struct qp_listed *listed = list->listed;
    const char *hash = need(reader, opening, "sha256");
    struct qp_file *file;

    listed->files = qp_arena_grow(reader->run->arena, listed->files, listed->n,
                                  &list->capacity, sizeof *listed->files);
    file = &listed->files[listed->n++];
    *file = (struct qp_file){ .name = need(reader, opening, "name") };
    if (strlen(hash) == sizeof file->sha256 - 1)
        memcpy(file->sha256, hash, sizeof file->sha256);
    return file;
}

static void
open_root(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    reader->bundle->generator = need(reader, opening, "generator");
}

static void
open_evaluation(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    reader->bundle->drafts = qp_own_find(opening, "drafts") != NULL;
}

static void
open_rules(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    reader->bundle->rules_sha256 = need(reader, opening, "sha256");
}

static void
open_rule_file(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    list_file(reader, opening, &reader->rules);
}

static void
open_input(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    list_file(reader, opening, &reader->inputs);
}

static void
open_robustness(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    reader->bundle->draws = need(reader, opening, "draws");
}

/* ---- where the copies are ---- */

/* True if NAME leads to no other folder than it says. */
static bool
stays_inside(const char *name)
{
    while (name) {
        size_t n = strcspn(name, "/");

        if (n == 0 || (n == 1 && name[0] == '.') ||
            (n == 2 && name[0] == '.' && name[1] == '.'))
            return false;
        name = name[n] ? name + n + 1 : NULL;
    }
    return true;
}

static bool
stands_in(const char *name, const char *folder)
{
    return strncmp(name, folder, strlen(folder)) == 0;
}

static void
add_submission(struct reader *reader, const char *path)
{
    struct qp_bundle *bundle = reader->bundle;

    bundle->submissions = qp_arena_grow(
        reader->run->arena, bundle->submissions, bundle->n_submissions,
        &reader->submissions_capacity, sizeof *bundle->submissions);
    bundle->submissions[bundle->n_submissions++] = path;
}

/* Rule files are listed as they were read, so that the first is the main
   one. */
static void
open_output(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_bundle *bundle = reader->bundle;
    const char *name = list_file(reader, opening, &reader->outputs)->name;
    const char *path =
        qp_arena_printf(reader->run->arena, "%s%s", reader->folder, name);

    if (strchr(name, '/') && !stands_in(name, QP_BUNDLE))
        bundle->has_notices = true;
    if (!stays_inside(name))
        qp_error(reader->run, opening->at, QP_BUNDLE_LACKS,
                 "\"%s\" is no name of a file in this folder",
                 show(name).text);
    else if (stands_in(name, QP_BUNDLE_RULES) && !bundle->main_rules)
        bundle->main_rules = path;
    else if (stands_in(name, QP_BUNDLE_SUBMISSIONS))
        add_submission(reader, path);
    else if (stands_in(name, QP_BUNDLE_PRIOR))
        bundle->prior = path;
}

/* ---- the record ---- */

enum {
    RESULT,
    EVALUATION,
    RULES,
    RULE_FILE,
    INPUTS,
    SUBMISSION,
    VERIFICATION,
    SCORES,
    PRIOR,
    OUTPUTS,
    OUTPUT,
    ROBUSTNESS
};

static const struct qp_own_element elements[] = {
    [RESULT] = { .name = "result", .open = open_root },
    [EVALUATION] = { .name = "evaluation",
                     .parent = &elements[RESULT],
                     .open = open_evaluation },
    [RULES] = { .name = "rules",
                .parent = &elements[RESULT],
                .open = open_rules },
    [RULE_FILE] = { .name = "file",
                    .parent = &elements[RULES],
                    .open = open_rule_file },
    [INPUTS] = { .name = "inputs", .parent = &elements[RESULT] },
    [SUBMISSION] = { .name = "submission",
                     .parent = &elements[INPUTS],
                     .open = open_input },
    [VERIFICATION] = { .name = "verification",
                       .parent = &elements[INPUTS],
                       .open = open_input },
    [SCORES] = { .name = "scores",
                 .parent = &elements[INPUTS],
                 .open = open_input },
    [PRIOR] = { .name = "prior",
                .parent = &elements[INPUTS],
                .open = open_input },
    [OUTPUTS] = { .name = "outputs", .parent = &elements[RESULT] },
    [OUTPUT] = { .name = "file",
                 .parent = &elements[OUTPUTS],
                 .open = open_output },
    [ROBUSTNESS] = { .name = "robustness",
                     .parent = &elements[RESULT],
                     .open = open_robustness },
};

static const struct qp_own_form form = {
    .namespace = QP_RESULT_NAMESPACE,
    .what = N_("a result"),
    .elements = elements,
    .n_elements = QP_COUNT(elements),
    .most = ELEMENTS,
};

const struct qp_bundle *
qp_bundle_read(struct qp_session *run, const char *path)
{
    struct qp_bundle *bundle = qp_arena_alloc(run->arena, 1, sizeof *bundle);
    size_t n = strlen(path);
    struct reader reader = {
        .run = run,
        .folder = qp_arena_printf(run->arena, "%s%s", path,
                                  n && path[n - 1] == '/' ? "" : "/"),
        .bundle = bundle,
        .rules.listed = &bundle->rules,
        .inputs.listed = &bundle->inputs,
        .outputs.listed = &bundle->outputs,
    };
    const char *record =
        qp_arena_printf(run->arena, "%sresult.xml", reader.folder);

    bundle->rules_sha256 = "";
    return qp_own_read(run, record, &form, &reader, &bundle->record) ? bundle
                                                                     : NULL;
}

const struct qp_bundle *
qp_bundle_open(struct qp_session *run, const char *path)
{
    const struct qp_bundle *bundle = qp_bundle_read(run, path);

    if (!bundle || (bundle->main_rules && bundle->n_submissions))
        return bundle;
    qp_error(run, (struct qp_place){ .file = bundle->record.path },
             QP_BUNDLE_LACKS,
             "this result has no copies of its rules and submissions; name "
             "them, or score again with --bundle");
    return NULL;
}
