/* Sections to objects: who there is, before anything is said of them; see
   load.h. */

#include <config.h>

#include "rules/load.h"

#include <stdlib.h>
#include <string.h>

#include "engine/expr.h"
#include "engine/tongue.h"

enum qp_kind_id
qp_object_kind(const struct qp_object *object)
{
    return (enum qp_kind_id)(object->kind - qp_kinds);
}

const char *
qp_object_name(struct qp_load *load, const struct qp_object *object)
{
    if (!object->kind->has_code)
        return object->kind->name;
    return qp_arena_printf(load->run->arena, "%s %s", object->kind->name,
                           object->section->code);
}

struct qp_place
qp_object_at(const struct qp_object *object)
{
    return (struct qp_place){ object->section->file, object->section->number,
                              object->section->code };
}

struct qp_place
qp_line_at(const struct qp_line *line)
{
    return (struct qp_place){ line->file, line->number, line->name };
}

const struct qp_line *
qp_object_line(const struct qp_object *object, const char *name)
{
    for (size_t i = 0; i < object->section->n_lines; i++)
        if (qp_names_order(object->section->lines[i].name, name) == 0)
            return &object->section->lines[i];
    return NULL;
}

const char *
qp_load_suggest(struct qp_load *load, const char *file, enum qp_code code,
                const char *word, const struct qp_names *names)
{
    struct qp_suggest suggest = { .word = word };

    if (qp_diag_is_full(load->run->diag, file, code))
        return "";
    for (size_t i = 0; i < qp_names_count(names); i++)
        qp_suggest_offer(&suggest, qp_names_text(names, i));
    return qp_suggest_text(load->run->arena, &suggest);
}

/* ---- codes ---- */

static bool
is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static bool
is_code(const char *text)
{
    if (!*text)
        return false;
    for (; *text; text++)
        if (!is_letter(*text) && !(*text >= '0' && *text <= '9') &&
            *text != '_')
            return false;
    return true;
}

/* Codes that rows of a result carry for something else. */
static bool
is_row_of_result(enum qp_kind_id kind, const char *code)
{
    static const char *const rows[] = { "total", "bonus", "deduction" };

    if (kind != QP_KIND_INDICATOR && kind != QP_KIND_BONUS &&
        kind != QP_KIND_DEDUCTION)
        return false;
    for (size_t i = 0; i < QP_COUNT(rows); i++)
        if (qp_names_order(rows[i], code) == 0)
            return true;
    return false;
}

/* Reports what is wrong with the code of SECTION, which is of KIND. */
static void
check_code(struct qp_session *run, const struct qp_section *section,
           const struct qp_kind *kind)
{
    struct qp_place at = { section->file, section->number, section->code };
    enum qp_kind_id id = (enum qp_kind_id)(kind - qp_kinds);
    const char *code = section->code;

    if (!kind->has_code && *code)
        qp_error(run, at, QP_SECTION, "[%s] takes no code", kind->name);
    else if (kind->has_code && !*code)
        qp_error(run, at, QP_SECTION, "[%s] needs a code: [%s CODE]",
                 kind->name, kind->name);
    else if (kind->has_code && !is_code(code))
        qp_error(run, at, QP_SECTION,
                 "\"%s\" is no code; a code has the characters A-Z a-z 0-9 _",
                 code);
    else if (id == QP_KIND_DATUM && !is_letter(*code))
        qp_error(run, at, QP_SECTION,
                 "datum %s: the code must begin with a letter, or an "
                 "expression would read a number",
                 code);
    else if (id == QP_KIND_DATUM && qp_expr_reserved(code))
        qp_error(run, at, QP_RESERVED,
                 "datum %s: the code is a word of the expression language",
                 code);
    else if (id == QP_KIND_DATUM &&
             qp_key_find(&qp_kinds[QP_KIND_DISTRICT], code))
        qp_error(run, at, QP_RESERVED,
                 "datum %s: the code is a key of [district]", code);
    else if (is_row_of_result(id, code))
        qp_error(run, at, QP_RESERVED,
                 "%s %s: the code stands for something else in the result",
                 kind->name, code);
}

/* ---- kinds ---- */

/* The kind of SECTION, reported if there is none.  A wrong code is reported
   too, but the section is read: what refers to it is not wrong for that. */
static const struct qp_kind *
find_kind(struct qp_load *load, const struct qp_section *section)
{
    struct qp_place at = { section->file, section->number, section->code };
    const struct qp_kind *kind = qp_kind_find(section->kind);
    struct qp_suggest suggest = { .word = section->kind };
    const char *meant;

    if (!kind) {
        for (size_t i = 0; i < QP_N_KINDS; i++)
            qp_suggest_offer(&suggest, qp_kinds[i].name);
        meant = qp_suggest_text(load->run->arena, &suggest);
        qp_error(load->run, at, QP_SECTION, "unknown section kind \"%s\"%s",
                 section->kind,
                 *meant ? meant : _("; quping help rules lists the kinds"));
        return NULL;
    }
    if (kind == &qp_kinds[QP_KIND_EVALUATION] &&
        strcmp(section->file, load->main_file) != 0) {
        qp_error(load->run, at, QP_SECTION,
                 "[evaluation] stands in the main file only");
        return NULL;
    }
    check_code(load->run, section, kind);
    return kind->has_code && !*section->code ? NULL : kind;
}

/* Before its first section a file can only include others, and the main file
   does that in [evaluation]. */
static void
check_lead(struct qp_load *load, const struct qp_section *section)
{
    bool is_main = strcmp(section->file, load->main_file) == 0;

    for (size_t i = 0; i < section->n_lines; i++) {
        const struct qp_line *line = &section->lines[i];
        struct qp_place at = { section->file, line->number, line->name };

        if (is_main || qp_names_order(line->name, "include") != 0)
            qp_error(load->run, at, QP_KEY,
                     "key \"%s\" stands before the first section",
                     line->name);
    }
}

static void
find_objects(struct qp_load *load)
{
    const struct qp_lines *lines = load->lines;

    load->objects = qp_arena_alloc(load->run->arena, lines->n_sections,
                                   sizeof *load->objects);
    for (size_t i = 0; i < lines->n_sections; i++) {
        const struct qp_section *section = &lines->sections[i];
        const struct qp_kind *kind;

        if (qp_section_is_lead(section)) {
            check_lead(load, section);
            continue;
        }
        kind = section->is_skipped ? NULL : find_kind(load, section);
        if (kind)
            load->objects[load->n_objects++] =
                (struct qp_object){ .kind = kind, .section = section };
    }
}

/* ---- elements ---- */

static int
by_code(const void *left, const void *right)
{
    const struct qp_object *const *a = left, *const *b = right;

    return qp_names_order((*a)->section->code, (*b)->section->code);
}

/* Puts the SIZE bytes of VALUE into the field OFFSET bytes into DATA. */
static void
put(void *data, size_t offset, const void *value, size_t size)
{
    memcpy((char *)data + offset, value, size);
}

/* Makes the elements of KIND for the objects that are of it. */
static void
make_elements(struct qp_load *load, const struct qp_kind *kind)
{
    struct qp_arena *arena = load->run->arena;
    struct qp_object **objects =
        qp_arena_alloc(arena, load->n_objects, sizeof(struct qp_object *));
    struct qp_names *codes = qp_names_new(arena);
    size_t n = 0;
    char *elements;

    for (size_t i = 0; i < load->n_objects; i++)
        if (load->objects[i].kind == kind)
            objects[n++] = &load->objects[i];
    if (kind->is_sorted && n)
        qsort(objects, n, sizeof(struct qp_object *), by_code);
    elements = qp_arena_alloc(arena, n, kind->size);
    for (size_t i = 0; i < n; i++) {
        struct qp_object *object = objects[i];
        struct qp_place at = qp_object_at(object);

        object->index = i;
        object->data = elements + i * kind->size;
        put(object->data, kind->code, &object->section->code, sizeof at.key);
        put(object->data, kind->at, &at, sizeof at);
        qp_names_add(codes, object->section->code, i);
    }
    load->codes[kind - qp_kinds] = codes;
    put(load->rules, kind->array, &elements, sizeof elements);
    put(load->rules, kind->count, &n, sizeof n);
}

static int
by_group_code(const void *left, const void *right)
{
    const struct qp_group *a = left, *b = right;

    return qp_names_order(a->code, b->code);
}

/* Without [group] sections the groups are those that districts name; with
   them a group that has none is a slip. */
static void
make_groups(struct qp_load *load)
{
    struct qp_ruleset *rules = load->rules;
    struct qp_names *codes = qp_names_new(load->run->arena);
    struct qp_group *groups = qp_arena_alloc(
        load->run->arena, load->n_objects, sizeof *groups);
    size_t n = 0;

    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i];
        const struct qp_line *line = qp_object_line(object, "group");

        if (qp_object_kind(object) == QP_KIND_DISTRICT && line &&
            line->value && is_code(line->value) &&
            qp_names_add(codes, line->value, n) == QP_NONE)
            groups[n++] = (struct qp_group){ .code = line->value,
                                             .name = line->value,
                                             .at = qp_line_at(line) };
    }
    qsort(groups, n, sizeof *groups, by_group_code);
    load->codes[QP_KIND_GROUP] = qp_names_new(load->run->arena);
    for (size_t i = 0; i < n; i++)
        qp_names_add(load->codes[QP_KIND_GROUP], groups[i].code, i);
    rules->groups = groups;
    rules->n_groups = n;
}

/* Reports codes that would name two rows of a result. */
static void
check_rows(struct qp_load *load)
{
    struct qp_names *rows = qp_names_new(load->run->arena);

    for (size_t i = 0; i < load->n_objects; i++) {
        const struct qp_object *object = &load->objects[i], *first;
        enum qp_kind_id kind = qp_object_kind(object);
        size_t before = QP_NONE;

        if (kind == QP_KIND_INDICATOR || kind == QP_KIND_BONUS ||
            kind == QP_KIND_DEDUCTION)
            before = qp_names_add(rows, object->section->code, i);
        if (before == QP_NONE)
            continue;
        first = &load->objects[before];
        qp_error(load->run, qp_object_at(object), QP_DUPLICATE,
                 "%s: the result would have another row of that code, %s in "
                 "%s:%d",
                 qp_object_name(load, object), qp_object_name(load, first),
                 first->section->file, first->section->number);
    }
}

void
qp_sections_read(struct qp_load *load)
{
    find_objects(load);
    for (size_t i = 0; i < load->n_objects; i++) {
        struct qp_object *object = &load->objects[i];

        object->data = load->rules;
        load->has_evaluation |=
            qp_object_kind(object) == QP_KIND_EVALUATION;
    }
    for (size_t i = 0; i < QP_N_KINDS; i++)
        if (qp_kinds[i].has_code)
            make_elements(load, &qp_kinds[i]);
    if (!load->rules->n_groups)
        make_groups(load);
    check_rows(load);
}
