/* The reference of rule files as Markdown; see manual.h.  It is committed as
   rules/REFERENCE.md, and a test asks that it is what this prints. */

#include <config.h>

#include "engine/commands/manual.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/record.h"

/* Prints TEXT as part of a cell of a table. */
static void
print_cell(const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            putchar('\\');
        putchar(*text);
    }
}

/* Prints one row: NAME as code, and what there is to say of it. */
static void
print_row(struct qp_arena *arena, const char *name, const char *help,
          const char *type)
{
    fputs("| `", stdout);
    print_cell(name);
    fputs("` | ", stdout);
    print_cell(qp_manual_sentence(arena, help));
    if (type) {
        fputs(" | ", stdout);
        print_cell(type);
    }
}

/* The cell of what holds without the key, which ends the row. */
static void
print_absence(bool required, const char *preset)
{
    if (required)
        puts(" | needed |");
    else if (preset && *preset)
        printf(" | `%s` |\n", preset);
    else
        puts(" | |");
}

static void
print_heads(const char *name)
{
    printf("| %s | what it is | value | left out |\n| --- | --- | --- | --- "
           "|\n",
           name);
}

/* ---- sections and keys ---- */

static void
print_key(struct qp_arena *arena, const struct qp_key *key)
{
    static const char *const nodes[] = {
        [QP_KEY_ANY] = "",
        [QP_KEY_LEAF] = "; on leaves only",
        [QP_KEY_INNER] = "; on nodes with children only",
    };

    print_row(arena, key->name, key->help,
              qp_arena_printf(arena, "%s%s", qp_manual_key_type(arena, key),
                              nodes[key->nodes]));
    print_absence(key->required, key->preset);
}

static void
print_types(struct qp_arena *arena)
{
    puts("\nTYPE is one of\n\n| type | what it is |\n| --- | --- |");
    for (size_t i = 0; i < QP_N_FIELD_TYPES; i++) {
        print_row(arena, qp_record_types[i].usage, qp_record_types[i].help,
                  NULL);
        puts(" |");
    }
}

/* What a datum takes of records, and the functions over groups of them. */
static void
print_takes(struct qp_arena *arena)
{
    const struct qp_function *function;

    puts("\nA datum that is derived takes\n\n| take | what it is |\n"
         "| --- | --- |");
    for (size_t i = 0; i < QP_N_TAKES; i++) {
        print_row(arena, qp_record_takes[i].usage, qp_record_takes[i].help,
                  NULL);
        puts(" |");
    }
    puts("\n`where` is an expression over the fields of a record, `having` "
         "one over groups,\nwhich have\n\n| function | what it gives |\n"
         "| --- | --- |");
    for (size_t i = 0; (function = qp_expr_group_row(i)); i++) {
        print_row(arena, function->usage, function->help, NULL);
        puts(" |");
    }
}

static void
print_kind(struct qp_arena *arena, const struct qp_kind *kind)
{
    printf("\n### `[%s%s]`\n\n%s\n", kind->name,
           kind->has_code ? " CODE" : "",
           qp_manual_sentence(arena, kind->help));
    if (kind->n_keys) {
        putchar('\n');
        print_heads("key");
    }
    for (size_t i = 0; i < kind->n_keys; i++)
        print_key(arena, &kind->keys[i]);
    if (kind->open_keys)
        printf("\nFurther keys are %s.\n", kind->open_keys);
    if (kind == &qp_kinds[QP_KIND_INDICATOR])
        puts("\nA leaf also takes the parameters of its [method](#methods).");
    if (kind == &qp_kinds[QP_KIND_RECORD])
        print_types(arena);
    if (kind == &qp_kinds[QP_KIND_DATUM])
        print_takes(arena);
}

/* ---- methods ---- */

static void
print_method(struct qp_arena *arena, const struct qp_method *method)
{
    static const char *const clips[] = {
        [QP_CLIP_NONE] = "none",
        [QP_CLIP_FULL] = "0 100",
        [QP_CLIP_TO_CAP] = "0 and its cap",
    };

    printf("\n### `%s` %s\n\n%s\n\n    s = %s\n", method->name,
           method->name_zh, qp_manual_sentence(arena, method->help),
           method->formula);
    if (method->formula_lower &&
        strcmp(method->formula, method->formula_lower) != 0)
        printf("    s = %s    with direction = lower\n",
               method->formula_lower);
    printf("\nLeft out, clip is %s.%s\n", clips[method->clip],
           method->no_lower ? "  There is no direction = lower." : "");
    if (method->params->key) {
        putchar('\n');
        print_heads("parameter");
    }
    for (const struct qp_param *param = method->params; param->key; param++) {
        print_row(arena, param->key, param->help,
                  qp_manual_param_type(arena, param));
        print_absence(param->required, param->preset);
    }
}

/* ---- the page ---- */

static void
print_functions(struct qp_arena *arena)
{
    const struct qp_function *function;

    puts("\n## Functions in expressions\n\n| function | what it gives |\n"
         "| --- | --- |");
    for (size_t i = 0; (function = qp_expr_function_row(i)); i++) {
        print_row(arena, function->usage, function->help, NULL);
        puts(" |");
    }
}

static void
print_limits(struct qp_arena *arena)
{
    const struct qp_manual_limit *limit;

    puts("\n## Limits\n\nWhat is larger is refused, never cut.\n\n"
         "| of | at most |\n| --- | --- |");
    for (size_t i = 0; (limit = qp_manual_limit(i)); i++)
        printf("| %s | %s |\n", limit->what,
               qp_manual_limit_text(arena, limit));
}

void
qp_manual_print(struct qp_arena *arena)
{
    const struct qp_method *method;

    puts("# Reference of rule files\n\n"
         "`quping help reference` prints this page from the tables that the "
         "program reads\nrules by; `make reference` writes it here.  "
         "`quping help rules`, `methods`,\n`functions` and `limits` print "
         "its parts on a terminal.\n\n"
         "## Sections and keys");
    for (size_t i = 0; i < QP_N_KINDS; i++)
        print_kind(arena, &qp_kinds[i]);
    puts("\n## Methods\n\nA method turns the value x of each district into a "
         "score s, where 1 is full marks.\nPeers are the districts that it "
         "is compared with (`scope`).");
    for (size_t i = 0; (method = qp_method_row(i)); i++)
        print_method(arena, method);
    print_functions(arena);
    print_limits(arena);
}
