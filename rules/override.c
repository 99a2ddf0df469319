/* What is supposed of the rules; see override.h. */

#include <config.h>

#include "rules/override.h"

#include <string.h>

#include "engine/suggest.h"

bool
qp_override_is(const char *text)
{
    const char *equals = strchr(text, '=');
    const char *point = strchr(text, '.');

    return equals && equals[1] && point && point > text && point + 1 < equals;
}

static bool
is_indicator(const struct qp_section *section)
{
    return !section->is_skipped &&
           qp_names_order(section->kind, "indicator") == 0;
}

/* The section of the indicator CODE; null, reported. */
static struct qp_section *
find_section(struct qp_session *run, struct qp_lines *lines, const char *code,
             struct qp_place at)
{
    struct qp_suggest suggest = { .word = code };

    for (size_t i = 0; i < lines->n_sections; i++) {
        if (!is_indicator(&lines->sections[i]))
            continue;
        if (qp_names_order(lines->sections[i].code, code) == 0)
            return &lines->sections[i];
        qp_suggest_offer(&suggest, lines->sections[i].code);
    }
    qp_error(run, at, QP_REFERENCE, "no indicator \"%s\"%s", code,
             qp_suggest_text(run->arena, &suggest));
    return NULL;
}

/* The line of SECTION that LINE takes the place of: that of the same key, or a
   new one. */
static struct qp_line *
find_line(struct qp_arena *arena, struct qp_section *section,
          const struct qp_line *line)
{
    for (size_t i = 0; i < section->n_lines; i++)
        if (qp_names_order(section->lines[i].name, line->name) == 0)
            return &section->lines[i];
    section->lines = qp_arena_grow(arena, section->lines, section->n_lines,
                                   &section->capacity, sizeof *section->lines);
    section->lines[section->n_lines].file = section->file;
    return &section->lines[section->n_lines++];
}

static void
apply(struct qp_session *run, struct qp_lines *lines, const char *text)
{
    struct qp_arena *arena = run->arena;
    size_t code = strcspn(text, "."), key = strcspn(text, "=");
    struct qp_line line = {
        .name = qp_arena_copy(arena, text + code + 1, key - code - 1),
        .value = text + key + 1,
        .file = qp_arena_printf(arena, "--rule %s", text),
    };
    struct qp_place at = { line.file, 0, line.name };
    struct qp_section *section =
        find_section(run, lines, qp_arena_copy(arena, text, code), at);
    struct qp_line *old;

    if (!section)
        return;
    old = find_line(arena, section, &line);
    if (strcmp(old->file, section->file) != 0)
        qp_error(run, at, QP_DUPLICATE, "%s is given already: %s", line.name,
                 old->file);
    else
        *old = line;
}

void
qp_overrides_apply(struct qp_session *run, struct qp_lines *lines,
                   const struct qp_overrides *overrides)
{
    for (size_t i = 0; i < overrides->n; i++)
        apply(run, lines, overrides->texts[i]);
}
