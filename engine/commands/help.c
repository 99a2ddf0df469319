/* quping help: what there is. */

#include <config.h>

#include "engine/commands/command.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/method.h"

static int
help_commands(void)
{
    const struct qp_command *command;

    puts("quping evaluates the districts of a city by a rule set.\n");
    for (size_t i = 0; (command = qp_command_row(i)); i++)
        printf("  quping %s %s\n      %s\n", command->name, command->usage,
               command->help);
    puts("\nExit status: 0 done, 1 the input is at fault, 2 usage, "
         "3 the system is at fault.");
    return 0;
}

static int
help_methods(void)
{
    const struct qp_method *method;

    for (size_t i = 0; (method = qp_method_row(i)); i++) {
        printf("%s %s: %s\n    s = %s\n", method->name, method->name_zh,
               method->help, method->formula);
        if (method->formula_lower &&
            strcmp(method->formula, method->formula_lower) != 0)
            printf("    direction = lower: s = %s\n", method->formula_lower);
        for (const struct qp_param *param = method->params; param->key;
             param++)
            printf("    %-10s %s%s%s%s\n", param->key, param->help,
                   param->preset ? " (" : "",
                   param->preset ? param->preset : "",
                   param->preset ? ")" : "");
    }
    return 0;
}

static int
help_functions(void)
{
    const struct qp_function *function;

    for (size_t i = 0; (function = qp_expr_function_row(i)); i++)
        printf("%-24s %s\n", function->usage, function->help);
    return 0;
}

static const struct {
    const char *topic;
    int (*print)(void);
} topics[] = {
    { "commands", help_commands },
    { "methods", help_methods },
    { "functions", help_functions },
};

static int
run_help(struct qp_session *run, const struct qp_options *options)
{
    const char *topic =
        options->n_operands ? options->operands[0] : "commands";

    (void)run;
    for (size_t i = 0; i < QP_COUNT(topics); i++)
        if (strcmp(topics[i].topic, topic) == 0)
            return topics[i].print();
    fprintf(stderr, "quping: no help on \"%s\"; there is help on", topic);
    for (size_t i = 0; i < QP_COUNT(topics); i++)
        fprintf(stderr, " %s", topics[i].topic);
    fputc('\n', stderr);
    return 2;
}

const struct qp_command qp_command_help = {
    .name = "help",
    .usage = "[commands | methods | functions]",
    .help = "print what there is",
    .most = 1,
    .run = run_help,
};
