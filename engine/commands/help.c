/* quping help: what there is. */

#include <config.h>

#include "engine/commands/command.h"
#include "engine/commands/manual.h"

#include <string.h>

#include "engine/suggest.h"
#include "engine/tongue.h"

enum { STATUS_USAGE = 2 };

/* The section kind called NAME, or null, having said so. */
static const struct qp_kind *
find_kind(struct qp_arena *arena, const char *name)
{
    const struct qp_kind *kind = qp_kind_find(name);
    struct qp_suggest suggest = { .word = name };

    if (kind)
        return kind;
    for (size_t i = 0; i < QP_N_KINDS; i++)
        qp_suggest_offer(&suggest, qp_kinds[i].name);
    fprintf(stderr, _("quping: no section kind \"%s\"%s\n"), name,
            qp_suggest_text(arena, &suggest));
    return NULL;
}

static const struct qp_manual_page *
find_page(const char *topic)
{
    const struct qp_manual_page *page;

    for (size_t i = 0; (page = qp_manual_page(i)); i++)
        if (strcmp(page->topic, topic) == 0)
            break;
    return page;
}

static int
no_topic(struct qp_arena *arena, const char *topic)
{
    struct qp_suggest suggest = { .word = topic };
    const struct qp_manual_page *page;
    const struct qp_command *command;

    for (size_t i = 0; (page = qp_manual_page(i)); i++)
        qp_suggest_offer(&suggest, page->topic);
    for (size_t i = 0; (command = qp_command_row(i)); i++)
        qp_suggest_offer(&suggest, command->name);
    fprintf(stderr, _("quping: no help on \"%s\"%s; there is help on"), topic,
            qp_suggest_text(arena, &suggest));
    for (size_t i = 0; (page = qp_manual_page(i)); i++)
        fprintf(stderr, " %s", page->topic);
    fputs(_(", and on each command\n"), stderr);
    return STATUS_USAGE;
}

/* Tells what TOPIC is about; ABOUT, which may be null, narrows it. */
static int
tell(const struct qp_manual *manual, const char *topic, const char *about)
{
    const struct qp_manual_page *page = find_page(topic);
    const struct qp_command *command = qp_command_find(topic);
    const struct qp_kind *kind;

    if (about) {
        if (strcmp(topic, "rules") != 0)
            return no_topic(manual->arena, about);
        if (!(kind = find_kind(manual->arena, about)))
            return STATUS_USAGE;
        qp_manual_kind(manual, kind);
    } else if (strcmp(topic, "completion") == 0) {
        qp_manual_completion();
    } else if (page) {
        qp_manual_tell(manual, page);
    } else if (command) {
        qp_manual_command(manual, command);
    } else {
        return no_topic(manual->arena, topic);
    }
    return 0;
}

static const struct qp_pen *
find_pen(const char *name)
{
    const struct qp_pen *pen;

    for (size_t i = 0; (pen = qp_pen_row(i)); i++)
        if (!name || strcmp(pen->name, name) == 0)
            break;
    return pen;
}

static const char *
check_help(const struct qp_options *options)
{
    return find_pen(options->as) ? NULL
                                 : _("--as is one of text, markdown, man");
}

static int
run_help(struct qp_session *run, const struct qp_options *options)
{
    const struct qp_manual manual = { run->arena, find_pen(options->as) };

    return tell(&manual,
                options->n_operands ? options->operands[0] : "commands",
                options->n_operands > 1 ? options->operands[1] : NULL);
}

static const struct qp_option help_options[] = {
    { "as", 0, "FORM", offsetof(struct qp_options, as),
      N_("print it as text, markdown or man") },
    { 0 },
};

const struct qp_command qp_command_help = {
    .name = "help",
    .usage = "[COMMAND | commands | rules [KIND] | methods | functions | "
             "limits | reference | submission]",
    .help = N_("print what there is"),
    .options = help_options,
    .most = 2,
    .check = check_help,
    .run = run_help,
};
