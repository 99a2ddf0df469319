/* quping template: a submission for a district to fill in, on standard
   output. */

#include <config.h>

#include "engine/commands/command.h"

#include "engine/suggest.h"
#include "engine/tongue.h"
#include "input/codes.h"
#include "input/history.h"
#include "output/template.h"
#include "rules/ruleset.h"

/* The district with the code TEXT; QP_NONE, reported. */
static size_t
find_district(struct qp_session *run, const struct qp_ruleset *rules,
              const char *text)
{
    const struct qp_codes *codes = qp_codes_of_districts(run->arena, rules);
    size_t district = qp_codes_find(codes, text);
    struct qp_suggest suggest = { .word = text };

    if (district != QP_NONE)
        return district;
    for (size_t i = 0; i < rules->n_districts; i++)
        qp_suggest_offer(&suggest, rules->districts[i].code);
    qp_error(run, (struct qp_place){ .file = rules->files[0].path },
             QP_DISTRICT, "unknown district \"%s\"%s", text,
             qp_suggest_text(run->arena, &suggest));
    return QP_NONE;
}

static const char *
check_template(const struct qp_options *options)
{
    return options->district ? NULL
                             : _("a template is for one district; say which "
                                 "with --district");
}

static int
run_template(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_ruleset *rules =
        qp_ruleset_load(run, options->operands[0]);
    size_t district =
        rules ? find_district(run, rules, options->district) : QP_NONE;
    const struct qp_history *history = NULL;

    if (rules && options->prior)
        history = qp_history_read(run, rules, options->prior);
    if (district != QP_NONE && qp_diag_ok(run->diag))
        qp_template_write(run, rules, history, district, stdout);
    return qp_diag_status(run->diag);
}

static const struct qp_option template_options[] = {
    { "district", 0, "CODE", offsetof(struct qp_options, district),
      N_("the district that is to fill it in") },
    { "prior", 0, "RESULT", offsetof(struct qp_options, prior),
      N_("put beside each figure what counted last year: the folder of that "
         "result, or its result.xml") },
    { 0 },
};

const struct qp_command qp_command_template = {
    .name = "template",
    .usage = "RULES --district CODE [--prior RESULT]",
    .help = N_("print a submission for a district to fill in"),
    .options = template_options,
    .least = 1,
    .most = 1,
    .check = check_template,
    .run = run_template,
};
