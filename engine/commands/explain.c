/* quping explain: how a district came to its points, down to the data. */

#include <config.h>

#include "engine/commands/command.h"

#include <string.h>

#include "engine/commands/rescore.h"
#include "engine/explain.h"
#include "engine/suggest.h"
#include "engine/tongue.h"
#include "input/text.h"
#include "output/explain_json.h"
#include "output/explain_text.h"

/* Things that have a code and names. */
struct named {
    const char *code, *name, *name_en;
};

static bool
is_called(const struct named *thing, const char *text)
{
    return qp_text_order(thing->code, text) == 0 ||
           (thing->name && strcmp(thing->name, text) == 0) ||
           (thing->name_en && qp_text_order(thing->name_en, text) == 0);
}

/* The one of N THINGS that TEXT calls by its code or name; QP_NONE with *HINT,
   which ends a message. */
static size_t
find(struct qp_arena *arena, const struct named things[], size_t n,
     const char *text, const char **hint)
{
    struct qp_suggest suggest = { .word = text };

    for (size_t i = 0; i < n; i++)
        if (is_called(&things[i], text))
            return i;
    for (size_t i = 0; i < n; i++) {
        qp_suggest_offer(&suggest, things[i].code);
        if (things[i].name)
            qp_suggest_offer(&suggest, things[i].name);
        if (things[i].name_en)
            qp_suggest_offer(&suggest, things[i].name_en);
    }
    *hint = qp_suggest_text(arena, &suggest);
    return QP_NONE;
}

static size_t
find_district(struct qp_session *run, const struct qp_ruleset *rules,
              const char *text)
{
    struct named *things =
        qp_arena_alloc(run->arena, rules->n_districts, sizeof *things);
    const char *hint;
    size_t found;

    for (size_t i = 0; i < rules->n_districts; i++)
        things[i] =
            (struct named){ rules->districts[i].code, rules->districts[i].name,
                            rules->districts[i].name_en };
    found = find(run->arena, things, rules->n_districts, text, &hint);
    if (found == QP_NONE)
        qp_error(run, (struct qp_place){ .file = rules->files[0].path },
                 QP_DISTRICT, "unknown district \"%s\"%s", text, hint);
    return found;
}

static size_t
find_indicator(struct qp_session *run, const struct qp_ruleset *rules,
               const char *text)
{
    struct named *things =
        qp_arena_alloc(run->arena, rules->n_indicators, sizeof *things);
    const char *hint;
    size_t found;

    for (size_t i = 0; i < rules->n_indicators; i++)
        things[i] = (struct named){ rules->indicators[i].code,
                                    rules->indicators[i].name,
                                    rules->indicators[i].name_en };
    found = find(run->arena, things, rules->n_indicators, text, &hint);
    if (found == QP_NONE)
        qp_error(run, (struct qp_place){ .file = rules->files[0].path },
                 QP_REFERENCE, "unknown indicator \"%s\"%s", text, hint);
    return found;
}

/* Explains DISTRICT, or all for QP_NONE. */
static void
explain(struct qp_session *run, const struct qp_result *result,
        size_t district, size_t node, bool as_json)
{
    size_t n = district == QP_NONE ? result->rules->n_districts : 1;
    struct qp_explain *explain = qp_explain_new(run->arena, result);
    const struct qp_explained **all =
        qp_arena_alloc(run->arena, n, sizeof *all);

    for (size_t i = 0; i < n; i++)
        all[i] = qp_explain(explain, district == QP_NONE ? i : district);
    if (as_json)
        qp_explain_json(run->arena, all, n, node, stdout);
    for (size_t i = 0; i < n && !as_json; i++) {
        if (i > 0)
            putchar('\n');
        qp_explain_print(run->arena, all[i], node, stdout);
    }
}

static const char *
check_explain(const struct qp_options *options)
{
    if (options->format && strcmp(options->format, "json") != 0 &&
        strcmp(options->format, "text") != 0)
        return _("--format is one of text, json");
    if (!options->rules != !options->data)
        return _("--rules and --data go together");
    if (options->prior && !options->rules)
        return _("--prior goes with --rules and --data");
    return NULL;
}

static int
run_explain(struct qp_session *run, const struct qp_options *options)
{
    const char *const *words = options->operands;
    const struct qp_result *result = qp_rescore(run, words[0], options);
    size_t district = QP_NONE, node = QP_NONE;

    if (result && options->n_operands > 1)
        district = find_district(run, result->rules, words[1]);
    if (result && options->n_operands > 2)
        node = find_indicator(run, result->rules, words[2]);
    if (result && qp_diag_ok(run->diag))
        explain(run, result, district, node,
                options->format && strcmp(options->format, "json") == 0);
    return qp_diag_status(run->diag);
}

static const struct qp_option explain_options[] = {
    { "rules", 0, "RULES", offsetof(struct qp_options, rules),
      N_("the rules of a result that was written without --bundle") },
    { "data", 0, "SUBMISSIONS", offsetof(struct qp_options, data),
      N_("its submissions: their folder, or the one file") },
    { "prior", 0, "RESULT", offsetof(struct qp_options, prior),
      N_("the result that it looked back on: its folder, or its result.xml") },
    { "format", 0, "FORM", offsetof(struct qp_options, format),
      N_("print it as text, or as json for programs") },
    { 0 },
};

const struct qp_command qp_command_explain = {
    .name = "explain",
    .usage = "DIR [DISTRICT [INDICATOR]] [--rules RULES --data SUBMISSIONS "
             "[--prior RESULT]] [--format FORM]",
    .help = N_("say how a district came to its points, down to the data"),
    .options = explain_options,
    .least = 1,
    .most = 3,
    .check = check_explain,
    .run = run_explain,
};
