/* quping help: what there is. */

#include <config.h>

#include "engine/commands/command.h"
#include "engine/commands/manual.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/method.h"
#include "engine/record.h"
#include "engine/suggest.h"
#include "rules/keys.h"

enum { STATUS_USAGE = 2, LINE_WIDTH = 79 };

static int
help_commands(struct qp_arena *arena, const char *about)
{
    const struct qp_command *command;

    (void)arena;
    (void)about;
    puts("quping evaluates the districts of a city by a rule set.\n");
    for (size_t i = 0; (command = qp_command_row(i)); i++)
        qp_command_print(command, stdout);
    puts("\nEvery command takes");
    qp_command_print_options(qp_command_common, stdout);
    puts("\nExit status: 0 done, 1 the input is at fault, 2 usage, "
         "3 the system is at fault.");
    return 0;
}

static int
help_methods(struct qp_arena *arena, const char *about)
{
    const struct qp_method *method;

    (void)arena;
    (void)about;
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
help_functions(struct qp_arena *arena, const char *about)
{
    const struct qp_function *function;
    const char *name, *text = NULL;

    (void)arena;
    (void)about;
    for (size_t i = 0; (name = qp_expr_attribute(i, &text)); i++)
        printf("%-24s %s\n", name, text);
    for (size_t i = 0; (function = qp_expr_function_row(i)); i++)
        printf("%-24s %s\n", function->usage, function->help);
    return 0;
}

/* ---- the reference of rule files ---- */

/* Prints TEXT, which is ASCII, from column INDENT on, in which the line stands
   already, with its words wrapped. */
static void
print_wrapped(const char *text, size_t indent)
{
    size_t column = indent, blanks = 0;

    while (*text) {
        size_t length = strcspn(text, " ");

        if (column > indent && column + blanks + length > LINE_WIDTH) {
            printf("\n%*s", (int)indent, "");
            column = indent;
            blanks = 0;
        }
        printf("%*s%.*s", (int)blanks, "", (int)length, text);
        column += blanks + length;
        blanks = strspn(text + length, " ");
        text += length + blanks;
    }
    putchar('\n');
}

/* Prints a key: its name, then what it is about. */
static void
print_key(const char *name, const char *about)
{
    enum { KEY_WIDTH = 24 };
    int width = (int)strlen(name);

    printf("  %s", name);
    if (width + 4 > KEY_WIDTH)
        printf("\n%*s", KEY_WIDTH, "");
    else
        printf("%*s", KEY_WIDTH - 2 - width, "");
    print_wrapped(about, KEY_WIDTH);
}

/* What happens without the key. */
static const char *
absence_text(struct qp_arena *arena, bool required, const char *preset)
{
    if (required)
        return "  It must be given.";
    if (preset && *preset)
        return qp_arena_printf(arena, "  Left out, it is %s.", preset);
    return "";
}

static void
print_rule_key(struct qp_arena *arena, const struct qp_key *key)
{
    static const char *const nodes[] = {
        [QP_KEY_ANY] = "",
        [QP_KEY_LEAF] = "  On leaves only.",
        [QP_KEY_INNER] = "  On nodes with children only.",
    };

    print_key(key->name,
              qp_arena_printf(arena, "%s  %s%s%s",
                              qp_manual_sentence(arena, key->help),
                              qp_manual_sentence(arena, qp_manual_key_type(arena, key)),
                              absence_text(arena, key->required,
                                           key->preset),
                              nodes[key->nodes]));
}

static void
print_param(struct qp_arena *arena, const struct qp_param *param)
{
    print_key(param->key,
              qp_arena_printf(arena, "%s  %s%s",
                              qp_manual_sentence(arena, param->help),
                              qp_manual_sentence(arena,
                                       qp_manual_param_type(arena, param)),
                              absence_text(arena, param->required,
                                           param->preset)));
}

/* The parameters of all methods, which are keys of [indicator]. */
static void
print_params(struct qp_arena *arena)
{
    const struct qp_method *method;

    puts("\nA leaf also takes the parameters of its method.  What each method "
         "does with\nthem, quping help methods says.");
    for (size_t i = 0; (method = qp_method_row(i)); i++) {
        printf("\nmethod = %s (%s)\n", method->name, method->name_zh);
        if (!method->params->key)
            puts("  It takes no parameters.");
        for (const struct qp_param *param = method->params; param->key;
             param++)
            print_param(arena, param);
    }
}

/* What the fields of a record can be. */
static void
print_types(struct qp_arena *arena)
{
    puts("\nTYPE is one of");
    for (size_t i = 0; i < QP_N_FIELD_TYPES; i++)
        print_key(qp_record_types[i].usage,
                  qp_manual_sentence(arena, qp_record_types[i].help));
}

/* What a datum takes of records, and what groups of them have. */
static void
print_takes(struct qp_arena *arena)
{
    const struct qp_function *function;

    puts("\nA datum that is derived takes");
    for (size_t i = 0; i < QP_N_TAKES; i++)
        print_key(qp_record_takes[i].usage,
                  qp_manual_sentence(arena, qp_record_takes[i].help));
    puts("\nwhere is an expression over the fields of a record: texts compare "
         "by == and !=,\ndates have an order, a bool is 1 or 0, and what is "
         "left out does not count.\nhaving is one over groups, which have");
    for (size_t i = 0; (function = qp_expr_group_row(i)); i++)
        print_key(function->usage, qp_manual_sentence(arena, function->help));
}

static void
print_kind(struct qp_arena *arena, const struct qp_kind *kind)
{
    printf("\n[%s%s]\n", kind->name, kind->has_code ? " CODE" : "");
    print_wrapped(qp_manual_sentence(arena, kind->help), 0);
    for (size_t i = 0; i < kind->n_keys; i++)
        print_rule_key(arena, &kind->keys[i]);
    if (kind->open_keys)
        print_wrapped(qp_arena_printf(arena, "Further keys are %s.",
                                      kind->open_keys),
                      0);
    if (kind == &qp_kinds[QP_KIND_INDICATOR])
        print_params(arena);
    if (kind == &qp_kinds[QP_KIND_RECORD])
        print_types(arena);
    if (kind == &qp_kinds[QP_KIND_DATUM])
        print_takes(arena);
}

/* How a rule file is written. */
static void
print_form(void)
{
    puts("A rule set is a text file in UTF-8, with the files that it "
         "includes.  A line is\n"
         "blank, a comment, a [KIND CODE] that begins a section, or KEY = "
         "VALUE.  A\n"
         "comment begins with ; or #, on a line of its own or behind a "
         "blank.  A value\n"
         "that holds ; or # or begins with a quote is put in quotes whole.  "
         "A code has\n"
         "the characters A-Z a-z 0-9 _, and letter case does not matter.  "
         "Nothing may\n"
         "stand twice.  These are the sections and their keys; there are no "
         "others.");
}

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
    fprintf(stderr, "quping: no section kind \"%s\"%s\n", name,
            qp_suggest_text(arena, &suggest));
    return NULL;
}

/* All sections, or those of the kind ABOUT. */
static int
help_rules(struct qp_arena *arena, const char *about)
{
    const struct qp_kind *kind = NULL;

    if (about && !(kind = find_kind(arena, about)))
        return STATUS_USAGE;
    if (kind) {
        print_kind(arena, kind);
        return 0;
    }
    print_form();
    for (size_t i = 0; i < QP_N_KINDS; i++)
        print_kind(arena, &qp_kinds[i]);
    return 0;
}

/* ---- limits, and the page of all that ---- */

static int
help_limits(struct qp_arena *arena, const char *about)
{
    const struct qp_manual_limit *limit;

    (void)about;
    puts("What is larger is refused, never cut:\n");
    for (size_t i = 0; (limit = qp_manual_limit(i)); i++)
        printf("  %-52s %s\n", limit->what,
               qp_manual_limit_text(arena, limit));
    return 0;
}

static int
help_reference(struct qp_arena *arena, const char *about)
{
    (void)about;
    qp_manual_print(arena);
    return 0;
}

/* ---- topics ---- */

static const struct {
    const char *topic;
    bool takes_more; /* a word that narrows it */
    int (*print)(struct qp_arena *arena, const char *about);
} topics[] = {
    { "commands", false, help_commands },
    { "rules", true, help_rules },
    { "methods", false, help_methods },
    { "functions", false, help_functions },
    { "limits", false, help_limits },
    { "reference", false, help_reference },
};

static int
no_topic(struct qp_arena *arena, const char *topic)
{
    struct qp_suggest suggest = { .word = topic };

    for (size_t i = 0; i < QP_COUNT(topics); i++)
        qp_suggest_offer(&suggest, topics[i].topic);
    fprintf(stderr, "quping: no help on \"%s\"%s; there is help on", topic,
            qp_suggest_text(arena, &suggest));
    for (size_t i = 0; i < QP_COUNT(topics); i++)
        fprintf(stderr, " %s", topics[i].topic);
    fputc('\n', stderr);
    return STATUS_USAGE;
}

static int
run_help(struct qp_session *run, const struct qp_options *options)
{
    const char *topic =
        options->n_operands ? options->operands[0] : "commands";
    const char *about =
        options->n_operands > 1 ? options->operands[1] : NULL;

    for (size_t i = 0; i < QP_COUNT(topics); i++)
        if (strcmp(topics[i].topic, topic) == 0 &&
            (!about || topics[i].takes_more))
            return topics[i].print(run->arena, about);
    return no_topic(run->arena, about ? about : topic);
}

const struct qp_command qp_command_help = {
    .name = "help",
    .usage = "[commands | rules [KIND] | methods | functions | limits | "
             "reference]",
    .help = "print what there is",
    .most = 2,
    .run = run_help,
};
