/* What quping wrote, read back; see own.h. */

#include <config.h>

#include "input/own.h"

#include <string.h>

#include "engine/tongue.h"
#include "input/text.h"

struct reader {
    struct qp_session *run;
    struct qp_arena *scratch;
    const char *path;
    const struct qp_own_form *form;
    void *data;
    const struct qp_own_element *open[QP_SAX_DEPTH]; /* null: passed over */
    size_t depth;
    bool is_foreign;
};

/* ---- attributes ---- */

const char *
qp_own_find(const struct qp_own_opening *opening, const char *name)
{
    const struct qp_sax_tag *tag = opening->tag;

    for (size_t i = 0; i < tag->n_attributes; i++)
        if (!tag->attributes[i].prefix &&
            strcmp(tag->attributes[i].name, name) == 0)
            return qp_arena_copy(opening->scratch, tag->attributes[i].value,
                                 tag->attributes[i].length);
    return NULL;
}

const char *
qp_own_need(const struct qp_own_opening *opening, const char *name)
{
    const char *value = qp_own_find(opening, name);

    if (!value)
        qp_error(opening->run, opening->at, QP_ATTRIBUTE,
                 "<%s>: the attribute %s is missing", opening->tag->name,
                 name);
    return value;
}

qp_num
qp_own_number(const struct qp_own_opening *opening, const char *name,
              const char *otherwise)
{
    const char *text = qp_own_find(opening, name), *wrong;
    qp_num x = qp_num_undefined(otherwise);

    if (!text)
        return x;
    wrong = qp_num_parse_fraction(opening->run->arena, text, strlen(text),
                                  QP_OWN_DIGITS, &x);
    if (!wrong)
        return x;
    qp_error(opening->run, opening->at, QP_NUMBER, "<%s>: %s=\"%s\" %s",
             opening->tag->name, name, qp_text_show(text, strlen(text)).text,
             wrong);
    return qp_num_undefined(otherwise);
}

/* ---- elements ---- */

/* The row of the element NAME in PARENT; null. */
static const struct qp_own_element *
find_element(const struct qp_own_form *form, const char *name,
             const struct qp_own_element *parent)
{
    for (size_t i = 1; parent && i < form->n_elements; i++)
        if (form->elements[i].parent == parent &&
            strcmp(form->elements[i].name, name) == 0)
            return &form->elements[i];
    return NULL;
}

static bool
is_of_form(const struct qp_own_form *form, const struct qp_sax_tag *tag)
{
    return tag->namespace && strcmp(tag->namespace, form->namespace) == 0;
}

/* The root says what the file is; else nothing of it is worth reading. */
static bool
check_root(struct reader *reader, const struct qp_own_opening *opening)
{
    const struct qp_own_form *form = reader->form;
    const char *name = opening->tag->name;

    reader->is_foreign = strcmp(name, form->elements[0].name) != 0 ||
                         !is_of_form(form, opening->tag);
    if (reader->is_foreign)
        qp_error(reader->run, opening->at, QP_ELEMENT,
                 "the file begins with <%s>, where %s begins with <%s "
                 "xmlns=\"%s\">",
                 qp_text_show(name, strlen(name)).text, qp_say(form->what),
                 form->elements[0].name, form->namespace);
    return !reader->is_foreign;
}

/* The row of the element that begins. */
static const struct qp_own_element *
find_row(struct reader *reader, const struct qp_own_opening *opening)
{
    const struct qp_own_form *form = reader->form;
    const struct qp_own_element *element;

    if (reader->depth == 1)
        return &form->elements[0];
    element = find_element(form, opening->tag->name,
                           reader->open[reader->depth - 2]);
    if (!element || is_of_form(form, opening->tag))
        return element;
    qp_error(reader->run, opening->at, QP_ELEMENT,
             "<%s> is in another namespace than the root of the file",
             opening->tag->name);
    return NULL;
}

static enum qp_sax_answer
on_open(void *data, const struct qp_sax_tag *tag)
{
    struct reader *reader = data;
    const struct qp_own_opening opening = {
        .run = reader->run,
        .scratch = reader->scratch,
        .tag = tag,
        .at = { .file = reader->path, .line = tag->line },
    };
    const struct qp_own_element *element;

    if (reader->depth++ == 0 && !check_root(reader, &opening))
        return QP_SAX_STOP;
    element = find_row(reader, &opening);
    reader->open[reader->depth - 1] = element;
    if (element && element->open)
        element->open(reader->data, &opening);
    return QP_SAX_GO_ON;
}

static void
on_close(void *data, const struct qp_sax_content *content)
{
    struct reader *reader = data;
    const struct qp_own_element *element = reader->open[--reader->depth];
    struct qp_place at = { .file = reader->path, .line = content->stray_line };

    if (!element)
        return;
    if (content->stray_line)
        qp_error(reader->run, at, QP_ELEMENT, "text has no place in <%s>",
                 element->name);
    if (element->close)
        element->close(reader->data);
}

static void
on_comment(void *data, int line, const char *text)
{
    (void)data, (void)line, (void)text;
}

/* ---- the file ---- */

static void
identify(struct qp_guard *guard, const char *path, struct qp_file *file)
{
    const char *slash = strrchr(path, '/');

    file->path = path;
    file->name = slash ? slash + 1 : path;
    qp_guard_identify(guard, file);
}

bool
qp_own_read(struct qp_session *run, const char *path,
            const struct qp_own_form *form, void *data, struct qp_file *file)
{
    struct qp_arena *scratch = qp_arena_new();
    const struct qp_sax_reader sax_reader = {
        .open = on_open,
        .close = on_close,
        .comment = on_comment,
        .n_elements = form->most,
    };
    struct reader reader = {
        .run = run,
        .scratch = scratch,
        .path = path,
        .form = form,
        .data = data,
    };
    size_t before, errors, others;
    struct qp_guard *guard;

    qp_diag_file(run->diag, path);
    qp_diag_count(run->diag, &before, &others, &others);
    guard = qp_guard_open(run, scratch, path, QP_GUARD_CHUNK);
    if (guard) {
        if (qp_sax_read(run, scratch, guard, path, &sax_reader, &reader) &&
            !reader.is_foreign)
            identify(guard, path, file);
        qp_guard_close(guard);
    }
    qp_arena_free(scratch);
    qp_diag_count(run->diag, &errors, &others, &others);
    return guard && errors == before;
}
