/* quping: the command line. */

#include <config.h>

#include "engine/commands/command.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "engine/num.h"
#include "engine/tongue.h"
#include "input/submission.h"
#include "output/libraries.h"

enum { STATUS_USAGE = 2 };

#define COMMAND(name) extern const struct qp_command qp_command_##name;
#include "engine/commands/commands.def"
#undef COMMAND

static const struct qp_command *const commands[] = {
#define COMMAND(name) &qp_command_##name,
#include "engine/commands/commands.def"
#undef COMMAND
};

const struct qp_option qp_command_common[] = {
    { "diagnostics", 0, "json", offsetof(struct qp_options, diagnostics),
      N_("print problems as JSON, one object a line") },
    { 0 },
};

const struct qp_command *
qp_command_row(size_t i)
{
    return i < QP_COUNT(commands) ? commands[i] : NULL;
}

const struct qp_command *
qp_command_find(const char *name)
{
    for (size_t i = 0; i < QP_COUNT(commands); i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

/* ---- the command line ---- */

/* Says what is wrong with the command line. */
static bool
misused(const struct qp_command *command, const char *what, const char *arg)
{
    fprintf(stderr, "quping: %s%s%s\n", what, *arg ? ": " : "", arg);
    if (command)
        fprintf(stderr, "usage: quping %s %s\n", command->name,
                command->usage);
    else
        fputs(_("try: quping help\n"), stderr);
    return false;
}

static bool
asks_for_help(const char *arg)
{
    return strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0;
}

/* The option that ARG is, with what follows its "=" in *VALUE. */
static const struct qp_option *
find_option(const struct qp_option *options, const char *arg,
            const char **value)
{
    size_t length = strcspn(arg, "=");

    *value = arg[length] ? arg + length + 1 : NULL;
    for (; options && options->name; options++) {
        if (arg[1] == '-' && strlen(options->name) == length - 2 &&
            strncmp(options->name, arg + 2, length - 2) == 0)
            return options;
        if (arg[1] != '-' && options->letter && arg[1] == options->letter &&
            length == 2)
            return options;
    }
    return NULL;
}

/* True if OPTION may be given more than once. */
static bool
is_many(const struct qp_option *option)
{
    return option->value && strstr(option->value, "...");
}

/* Sets OPTION; false if a value is given a second time where one is taken:
   which of the two is meant, nobody should have to guess. */
static bool
set_option(struct qp_options *options, const struct qp_option *option,
           const char *value)
{
    char *field = (char *)options + option->offset;
    const char *earlier;

    if (!option->value) {
        memcpy(field, &(bool){ true }, sizeof(bool));
        return true;
    }
    if (is_many(option)) {
        struct qp_words *words = (struct qp_words *)(void *)field;

        if (words->n == QP_WORDS_MOST)
            return false;
        words->items[words->n++] = value;
        return true;
    }
    memcpy(&earlier, field, sizeof earlier);
    memcpy(field, &value, sizeof value);
    return !earlier;
}

/* Reads the option at ARGV[*I], and its value if that is the next word. */
static bool
read_option(const struct qp_command *command, int argc, char *argv[], int *i,
            struct qp_options *options)
{
    const char *arg = argv[*i], *value;
    const struct qp_option *option =
        find_option(command->options, arg, &value);

    if (!option)
        option = find_option(qp_command_common, arg, &value);
    if (!option)
        return misused(command, _("unknown option"), arg);
    if (option->value && !value) {
        if (++*i == argc)
            return misused(command, _("a value is missing"), arg);
        value = argv[*i];
    } else if (!option->value && value) {
        return misused(command, _("takes no value"), arg);
    }
    if (option->value && !*value)
        return misused(command, _("the value is empty"), arg);
    if (option->value && value == argv[*i] && value[0] == '-' && value[1])
        return misused(command, _("a value is missing"), arg);
    if (!set_option(options, option, value))
        return misused(command,
                       is_many(option) ? _("given over 100 times")
                                       : _("given twice"),
                       arg);
    return true;
}

/* Asks COMMAND whether OPTIONS go together. */
static bool
check_options(const struct qp_command *command,
              const struct qp_options *options)
{
    const char *fault = command->check(options);

    return !fault || misused(command, fault, "");
}

static bool
read_arguments(const struct qp_command *command, int argc, char *argv[],
               struct qp_options *options, const char **operands)
{
    bool only_operands = false;

    options->operands = operands;
    for (int i = 2; i < argc; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0)
            only_operands = true;
        else if (!only_operands && argv[i][0] == '-' && argv[i][1]) {
            if (!read_option(command, argc, argv, &i, options))
                return false;
        } else
            operands[options->n_operands++] = argv[i];
    }
    if (options->diagnostics && strcmp(options->diagnostics, "json") != 0)
        return misused(command, _("unknown form of diagnostics"),
                       options->diagnostics);
    if (options->n_operands < command->least)
        return misused(command, _("too few words behind the command"), "");
    if (command->most && options->n_operands > command->most)
        return misused(command, _("one word too many"),
                       operands[command->most]);
    return !command->check || check_options(command, options);
}

bool
qp_command_number(const char *text, uint64_t least, uint64_t most,
                  uint64_t *number)
{
    *number = 0;
    if (!*text || text[strspn(text, "0123456789")])
        return false;
    for (; *text; text++) {
        uint64_t digit = (uint64_t)(*text - '0');

        if (*number > (most - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    return *number >= least;
}

/* ---- the run ---- */

/* Says how many there were of each kind. */
static void
print_counts(size_t errors, size_t warnings, size_t notes)
{
    fprintf(stderr, "quping: ");
    fprintf(stderr, ngettext("%zu error", "%zu errors", errors), errors);
    fprintf(stderr, _(", "));
    fprintf(stderr, ngettext("%zu warning", "%zu warnings", warnings),
            warnings);
    fprintf(stderr, _(", "));
    fprintf(stderr, ngettext("%zu note", "%zu notes", notes), notes);
    fputc('\n', stderr);
}

/* The last line: whether it went well, in counts. */
static void
print_verdict(const struct qp_diag *diag, bool as_json)
{
    size_t errors, warnings, notes;

    qp_diag_count(diag, &errors, &warnings, &notes);
    if (as_json)
        fprintf(stderr,
                "{\"severity\": \"verdict\", \"errors\": %zu, "
                "\"warnings\": %zu, \"notes\": %zu, \"status\": %d}\n",
                errors, warnings, notes, qp_diag_status(diag));
    else if (errors + warnings + notes)
        print_counts(errors, warnings, notes);
}

static int
run_command(const struct qp_command *command,
            const struct qp_options *options)
{
    struct qp_arena *arena = qp_arena_new();
    struct qp_session run = { .arena = arena, .diag = qp_diag_new(arena) };
    bool as_json = options->diagnostics != NULL;
    int status = command->run(&run, options);

    if (fflush(stdout) != 0 || ferror(stdout)) {
        qp_system_error(&run, "standard output", "cannot be written");
        status = qp_diag_status(run.diag);
    }
    qp_diag_print(run.diag, stderr, as_json);
    print_verdict(run.diag, as_json);
    qp_arena_free(arena);
    return status;
}

static int
print_version(void)
{
    struct qp_arena *arena = qp_arena_new();

    printf("quping %s\n%s\n", PACKAGE_VERSION,
           qp_libraries_text(arena, ", "));
    qp_arena_free(arena);
    return 0;
}

/* Runs the command that ARGV names, or says how it is used. */
static int
run_words(int argc, char *argv[], const char **operands)
{
    struct qp_options options = { 0 };
    const struct qp_command *command = qp_command_find(argv[1]);

    if (asks_for_help(argv[1]))
        command = qp_command_find("help");
    if (!command) {
        misused(NULL, _("unknown command"), argv[1]);
        return STATUS_USAGE;
    }
    if (argc == 3 && asks_for_help(argv[2])) {
        operands[options.n_operands++] = argv[1];
        options.operands = operands;
        return run_command(qp_command_find("help"), &options);
    }
    if (!read_arguments(command, argc, argv, &options, operands))
        return STATUS_USAGE;
    return run_command(command, &options);
}

int
main(int argc, char *argv[])
{
    const char **operands;
    int status;

    /* Where memory ends so does the program, be it while this library begins;
       if it were to tidy up after itself, it would wait for that forever.  And
       a hash is the same whatever the system's settings are. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CONFIG,
                        NULL);
    qp_tongue_init();
    qp_num_init();
    qp_input_init();
    if (argc < 2) {
        misused(NULL, _("which command?"), "");
        return STATUS_USAGE;
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return print_version();
    operands = calloc((size_t)argc, sizeof *operands);
    if (!operands)
        qp_arena_exhausted();
    status = run_words(argc, argv, operands);
    free(operands);
    return status;
}
