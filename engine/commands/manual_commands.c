/* The page on commands; see manual.h. */

#include <config.h>

#include "engine/commands/manual.h"

#include "engine/commands/command.h"
#include "engine/tongue.h"

/* "-o, --output=DIR" */
static const char *
option_usage(struct qp_arena *arena, const struct qp_option *option)
{
    char letter[] = { '-', option->letter, ',', ' ', '\0' };

    return qp_arena_printf(arena, "%s--%s%s%s", option->letter ? letter : "",
                           option->name, option->value ? "=" : "",
                           option->value ? option->value : "");
}

static void
tell_options(const struct qp_manual *manual, const struct qp_option *options)
{
    if (!options || !options->name)
        return;
    manual->pen->list("option", false);
    for (; options->name; options++) {
        const struct qp_pen_item item = {
            .name = option_usage(manual->arena, options),
            .help = qp_manual_sentence(manual->arena, options->help),
        };

        manual->pen->item(&item, false);
    }
    manual->pen->end();
}

void
qp_manual_command(const struct qp_manual *manual,
                  const struct qp_command *command)
{
    manual->pen->heading(2, qp_arena_printf(manual->arena, "quping %s %s",
                                            command->name, command->usage));
    manual->pen->text(qp_manual_sentence(manual->arena, command->help));
    tell_options(manual, command->options);
}

/* What the program exits with; a row each. */
static const struct {
    const char *status, *help;
} statuses[] = {
    { "0", "done" },
    { "1", N_("the input is at fault") },
    { "2", N_("wrong usage") },
    { "3",
      N_("the system is at fault: no space, no permission, no such file") },
};

static void
tell_statuses(const struct qp_manual *manual)
{
    manual->pen->heading(1, _("Exit status"));
    manual->pen->list("status", false);
    for (size_t i = 0; i < QP_COUNT(statuses); i++) {
        const struct qp_pen_item item = {
            .name = statuses[i].status,
            .help = qp_manual_sentence(manual->arena, statuses[i].help),
        };

        manual->pen->item(&item, false);
    }
    manual->pen->end();
}

void
qp_manual_commands(const struct qp_manual *manual)
{
    const struct qp_command *command;

    manual->pen->heading(1, _("Description"));
    manual->pen->text(_(
        "quping evaluates the districts of a city once a year.  A rule set in "
        "plain text says what is measured and how it is scored; each district "
        "sends its figures as XML, and departments send verified ones.  "
        "quping scores and ranks the districts and writes the Excel workbooks "
        "that are sent to them, with a record from which every figure can be "
        "derived again."));
    manual->pen->text(_(
        "What is wrong with the input is printed in one run, each problem as "
        "`file:line: error: what was found, what was expected [code]`; "
        "nothing is written then."));
    manual->pen->heading(1, _("Commands"));
    for (size_t i = 0; (command = qp_command_row(i)); i++)
        qp_manual_command(manual, command);
    manual->pen->heading(1, _("Options of every command"));
    tell_options(manual, qp_command_common);
    tell_statuses(manual);
}
