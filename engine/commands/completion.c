/* The completion script for bash, from the tables of commands; see manual.h.
   It knows the commands and their options; whatever else a word may be is the
   name of a file, which bash completes by itself. */

#include <config.h>

#include "engine/commands/command.h"
#include "engine/commands/manual.h"

/* Prints OPTIONS as words; one that takes a value ends with "=". */
static void
print_options(const struct qp_option *options)
{
    for (; options && options->name; options++)
        printf(" --%s%s", options->name, options->value ? "=" : "");
}

static void
print_commands(void)
{
    const struct qp_command *command;

    for (size_t i = 0; (command = qp_command_row(i)); i++)
        printf("%s%s", i ? " " : "", command->name);
}

/* What the command, which is the second word, takes. */
static void
print_cases(void)
{
    const struct qp_command *command;

    for (size_t i = 0; (command = qp_command_row(i)); i++) {
        printf("        %s) words='", command->name);
        print_options(command->options);
        puts("' ;;");
    }
}

/* What `help` has a page on. */
static void
print_topics(void)
{
    const struct qp_manual_page *page;

    for (size_t i = 0; (page = qp_manual_page(i)); i++)
        printf("%s%s", i ? " " : "", page->topic);
}

void
qp_manual_completion(void)
{
    puts("# bash completion for quping; printed by: quping help completion\n"
         "_quping()\n"
         "{\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} words=");
    fputs("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
          "        words='",
          stdout);
    print_commands();
    fputs("'\n"
          "    elif [ \"${COMP_WORDS[1]}\" = help ] && "
          "[ \"$COMP_CWORD\" -eq 2 ]; then\n"
          "        words='",
          stdout);
    print_topics();
    putchar(' ');
    print_commands();
    puts("'\n"
         "    elif [[ $word == -* ]]; then\n"
         "        case ${COMP_WORDS[1]} in");
    print_cases();
    fputs("        esac\n"
          "        words+='",
          stdout);
    print_options(qp_command_common);
    puts("'\n"
         "    fi\n"
         "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "    [[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null\n"
         "}\n"
         "complete -o default -F _quping quping");
}
