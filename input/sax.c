/* libxml2's push parser; see sax.h. */

#include <config.h>

#include "input/sax.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>

#include "engine/tongue.h"
#include "input/text.h"

/* An element that is open. */
struct level {
    const char *name; /* of the parser's dictionary */
    int line;
    int stray_line;
    bool has_elements, has_comment, has_cdata;
};

struct state {
    struct qp_session *run;
    struct qp_arena *scratch;
    struct qp_guard *guard;
    const char *path;
    const struct qp_sax_reader *reader;
    void *data;
    xmlParserCtxtPtr parser;

    struct level levels[QP_SAX_DEPTH];
    size_t depth;
    size_t rows_depth; /* where elements may be rows; 0: nowhere */
    char *text;
    size_t n_text, capacity;
    size_t n_elements;
    int last_line;   /* where the last text or tag ended */
    bool is_plain;   /* what is parsed; see guard.h */
    bool has_words;  /* anything but blanks came */
    bool is_ending;  /* there are no more bytes */
    bool is_stopped; /* by us or by a fault */
    bool has_fault;
};

/* ---- faults ---- */

static void
stop(struct state *state)
{
    state->is_stopped = true;
    xmlStopParser(state->parser);
}

QP_PRINTF(4, 5)
static void
fail(struct state *state, int line, enum qp_code code, const char *format, ...)
{
    va_list args;
    char text[256];

    if (state->is_stopped)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    qp_error(state->run,
             (struct qp_place){ .file = state->path, .line = line }, code,
             "%s", text);
    state->has_fault = true;
    stop(state);
}

static int
line_here(const struct state *state)
{
    return xmlSAX2GetLineNumber(state->parser);
}

static struct qp_text_shown
show(const void *text)
{
    const char *bytes = text ? text : "";
    size_t n = qp_text_trim(&bytes, strlen(bytes));

    return qp_text_show(bytes, n);
}

/* What the parser finds wrong, in words that help who wrote the file.  With
   REST, the name at fault stands between the two. */
static const struct wording {
    int error;
    const char *text, *rest;
} wordings[] = {
    { XML_ERR_ATTRIBUTE_REDEFINED, N_("the attribute \""),
      N_("\" is given twice") },
    { XML_NS_ERR_ATTRIBUTE_REDEFINED, N_("the attribute \""),
      N_("\" is given twice") },
    { XML_ERR_ATTRIBUTE_WITHOUT_VALUE, N_("the attribute \""),
      N_("\" has no value") },
    { XML_ERR_UNDECLARED_ENTITY, "&",
      N_("; is not read; write the character itself") },
    { XML_WAR_UNDECLARED_ENTITY, "&",
      N_("; is not read; write the character itself") },
    { XML_NS_ERR_UNDEFINED_NAMESPACE, N_("the prefix \""),
      N_("\" stands for no namespace") },
    { XML_ERR_NAME_REQUIRED,
      N_("\"<\" or \"&\" begins neither a tag nor a reference; write &lt; or "
         "&amp; for the character itself"),
      NULL },
    { XML_ERR_ENTITYREF_SEMICOL_MISSING,
      N_("\"&\" without \";\"; write &amp; for the character itself"), NULL },
    { XML_ERR_INVALID_CHAR, N_("a character that XML does not have"), NULL },
    { XML_ERR_INVALID_CHARREF, N_("a character reference that names none"),
      NULL },
    { XML_ERR_INVALID_DEC_CHARREF, N_("a character reference that names none"),
      NULL },
    { XML_ERR_INVALID_HEX_CHARREF, N_("a character reference that names none"),
      NULL },
    { XML_ERR_LT_IN_ATTRIBUTE,
      N_("\"<\" within an attribute (is a quote missing?); write &lt;"),
      NULL },
    { XML_ERR_SPACE_REQUIRED, N_("a blank is missing between two attributes"),
      NULL },
    { XML_ERR_ATTRIBUTE_NOT_STARTED,
      N_("the value of an attribute must stand in quotes"), NULL },
    { XML_ERR_ATTRIBUTE_NOT_FINISHED,
      N_("the value of an attribute has no closing quote"), NULL },
    { XML_ERR_GT_REQUIRED, N_("a tag has no closing \">\""), NULL },
    { XML_ERR_HYPHEN_IN_COMMENT, N_("a comment may not hold \"--\""), NULL },
    { XML_ERR_MISPLACED_CDATA_END, N_("\"]]>\" within text; write ]]&gt;"),
      NULL },
    { XML_ERR_DOCUMENT_END,
      N_("something stands behind the last tag; a file holds one element with "
         "all others in it"),
      NULL },
    { XML_ERR_DOCUMENT_EMPTY, N_("this is not XML, which begins with \"<\""),
      NULL },
    { XML_ERR_RESERVED_XML_NAME,
      N_("<?xml ...?> must stand at the very beginning of the file"), NULL },
};

/* Reports the end of the file where there should be more. */
static void
fail_at_end(struct state *state)
{
    const struct level *level = state->levels + state->depth;
    int line = qp_guard_line(state->guard);

    if (state->depth > 0)
        fail(
            state, line, QP_XML,
            _("the file ends before </%s>, which was opened in line %d: it is "
              "cut off"),
            show(level[-1].name).text, level[-1].line);
    else
        fail(state, line, QP_XML, "%s",
             state->has_words ? _("the file ends within its first tag: it is "
                                  "cut off")
                              : _("the file is empty"));
}

/* Reports an end tag that does not belong to the element that is open. */
static void
fail_at_tag(struct state *state, const char *found)
{
    const struct level *level = &state->levels[state->depth - 1];

    fail(state, line_here(state), QP_XML,
         _("</%s> stands where <%s> of line %d is to be closed"),
         show(found).text, show(level->name).text, level->line);
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *error_pointer;
#else
typedef xmlErrorPtr error_pointer;
#endif

/* Whatever libxml2 reports stops the file, warnings too. */
static void
on_error(void *data, error_pointer error)
{
    struct state *state = data;

    if (state->is_ending && (state->depth > 0 || state->n_elements == 0)) {
        fail_at_end(state);
        return;
    }
    if (error->code == XML_ERR_TAG_NAME_MISMATCH && state->depth > 0) {
        fail_at_tag(state, error->str2);
        return;
    }
    for (size_t i = 0; i < QP_COUNT(wordings); i++)
        if (wordings[i].error == error->code) {
            const struct wording *wording = &wordings[i];

            fail(state, line_here(state), QP_XML, "%s%s%s",
                 qp_say(wording->text),
                 wording->rest ? show(error->str1).text : "",
                 wording->rest ? qp_say(wording->rest) : "");
            return;
        }
    fail(state, line_here(state), QP_XML, _("not well-formed: %s"),
         show(error->message).text);
}

/* ---- what the parser finds ---- */

/* The number of line ends among the N bytes at TEXT. */
static int
count_lines(const void *text, size_t n)
{
    const char *at = text, *end = at + n;
    int n_lines = 0;

    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        at++;
        n_lines++;
    }
    return n_lines;
}

/* The line of the "<" of the tag that was just read.  A tag holds no other
   "<", and the parser keeps all of it. */
static int
line_of_tag(struct state *state)
{
    const xmlParserInput *input = state->parser->input;
    const xmlChar *less;
    int line = line_here(state);

    if (line == state->last_line)
        return line; /* no line has ended since */
    state->last_line = line;
    less = memrchr(input->base, '<', (size_t)(input->cur - input->base));
    return line - (less ? count_lines(less, (size_t)(input->cur - less)) : 0);
}

/* The line in which TEXT began that ends here. */
static int
line_of_text(const struct state *state, const char *text)
{
    return line_here(state) - (text ? count_lines(text, strlen(text)) : 0);
}

/* Sees that the element NAME is within the limits. */
static bool
check_limits(struct state *state, int line, const xmlChar *name,
             int n_attributes)
{
    size_t most = state->reader->n_elements;

    if (!most)
        most = QP_SAX_ELEMENTS;
    if (state->depth == QP_SAX_DEPTH)
        fail(state, line, QP_LIMIT, _("<%s> lies more than %d elements deep"),
             show(name).text, QP_SAX_DEPTH);
    else if (n_attributes > QP_SAX_ATTRIBUTES)
        fail(state, line, QP_LIMIT, _("<%s> has more than %d attributes"),
             show(name).text, QP_SAX_ATTRIBUTES);
    else if (state->n_elements == most)
        fail(state, line, QP_LIMIT, _("the file has more than %zu elements"),
             most);
    return !state->is_stopped;
}

/* Goes down into the element NAME, of which the reader said ANSWER. */
static void
go_down(struct state *state, const char *name, int line,
        enum qp_sax_answer answer)
{
    if (state->depth > 0)
        state->levels[state->depth - 1].has_elements = true;
    state->levels[state->depth++] =
        (struct level){ .name = name, .line = line };
    state->n_text = 0;
    if (answer == QP_SAX_ROWS)
        state->rows_depth = state->depth;
    if (answer == QP_SAX_STOP)
        stop(state);
}

/* Passes an element with N attributes on as a row; returns whether it is
   one. */
static bool
pass_row(struct state *state, const xmlChar *name, const xmlChar *uri,
         int line, const xmlChar **attributes, int n)
{
    const struct qp_sax_row row = {
        .name = (const char *)name,
        .namespace = (const char *)uri,
        .line = line,
        .attributes = (const unsigned char *const *)attributes,
        .n_attributes = (size_t)n,
        .is_plain = state->is_plain,
    };
    enum qp_sax_answer answer = state->reader->row(state->data, &row);

    if (answer != QP_SAX_NO_ROW)
        go_down(state, row.name, line, answer);
    return answer != QP_SAX_NO_ROW;
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
         int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct state *state = data;
    struct qp_sax_attribute list[QP_SAX_ATTRIBUTES];
    struct qp_sax_tag tag = { .name = (const char *)name,
                              .namespace = (const char *)uri,
                              .attributes = list };

    (void)prefix, (void)n_defaulted;
    if (state->is_stopped)
        return;
    if (state->is_ending) { /* a tag without its ">" */
        fail_at_end(state);
        return;
    }
    tag.line = line_of_tag(state);
    if (!check_limits(state, tag.line, name, n_attributes + n_namespaces))
        return;
    for (int i = 0; i < n_namespaces; i++)
        if (namespaces[2 * i])
            tag.prefix = (const char *)namespaces[2 * i];
    if (state->rows_depth > 0 && state->depth == state->rows_depth &&
        !tag.prefix &&
        pass_row(state, name, uri, tag.line, attributes, n_attributes))
        return;
    state->n_elements++;
    for (; tag.n_attributes < (size_t)n_attributes; attributes += 5)
        list[tag.n_attributes++] = (struct qp_sax_attribute){
            .name = (const char *)attributes[0],
            .prefix = (const char *)attributes[1],
            .namespace = (const char *)attributes[2],
            .value = (const char *)attributes[3],
            .length = (size_t)(attributes[4] - attributes[3]),
        };
    go_down(state, tag.name, tag.line,
            state->reader->open(state->data, &tag));
}

static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix,
       const xmlChar *uri)
{
    struct state *state = data;
    const struct level *level = &state->levels[state->depth - 1];
    struct qp_sax_content content = {
        .text = state->n_text ? state->text : "",
        .length = state->n_text,
        .stray_line = level->stray_line,
        .has_elements = level->has_elements,
        .has_comment = level->has_comment,
        .has_cdata = level->has_cdata,
    };

    (void)name, (void)prefix, (void)uri;
    if (state->is_stopped)
        return;
    state->reader->close(state->data, &content);
    if (state->depth == state->rows_depth)
        state->rows_depth = 0;
    state->depth--;
    state->n_text = 0;
}

/* Notes the first words of an element, for the case that it may have none. */
static void
note_words(struct state *state, struct level *level, const char *text,
           size_t n)
{
    int line = line_here(state);

    for (size_t i = n; i-- > 0;) {
        if (!qp_text_is_blank(text[i]))
            level->stray_line = line;
        line -= text[i] == '\n';
    }
}

static void
append(struct state *state, const char *text, size_t n)
{
    if (n > QP_SAX_TEXT - state->n_text) {
        fail(state, line_here(state), QP_LIMIT,
             _("the text of an element has over %d KiB"), QP_SAX_TEXT / 1024);
        return;
    }
    while (state->capacity <= state->n_text + n)
        state->text = qp_arena_grow(state->scratch, state->text,
                                    state->capacity, &state->capacity, 1);
    memcpy(state->text + state->n_text, text, n);
    state->n_text += n;
}

static void
on_text(void *data, const xmlChar *text, int n)
{
    struct state *state = data;
    struct level *level;

    if (state->is_stopped || state->depth == 0)
        return;
    state->last_line = line_here(state);
    level = &state->levels[state->depth - 1];
    if (level->stray_line == 0)
        note_words(state, level, (const char *)text, (size_t)n);
    if (!level->has_elements)
        append(state, (const char *)text, (size_t)n);
}

static void
on_cdata(void *data, const xmlChar *text, int n)
{
    struct state *state = data;

    if (state->depth > 0)
        state->levels[state->depth - 1].has_cdata = true;
    on_text(data, text, n);
}

static void
on_comment(void *data, const xmlChar *text)
{
    struct state *state = data;

    if (state->is_stopped)
        return;
    if (state->depth > 0)
        state->levels[state->depth - 1].has_comment = true;
    state->reader->comment(state->data,
                           line_of_text(state, (const char *)text),
                           (const char *)text);
}

static void
on_instruction(void *data, const xmlChar *target, const xmlChar *text)
{
    struct state *state = data;

    fail(state, line_of_text(state, (const char *)text), QP_XML,
         _("<?%s ...?> has no place in a submission"), show(target).text);
}

static void
on_doctype(void *data, const xmlChar *name, const xmlChar *external,
           const xmlChar *system)
{
    struct state *state = data;

    (void)name, (void)external, (void)system;
    fail(state, line_here(state), QP_XML, _("DOCTYPE is not allowed"));
}

static void
on_reference(void *data, const xmlChar *name)
{
    struct state *state = data;

    fail(state, line_here(state), QP_XML,
         _("&%s; is not read; write the character itself"), show(name).text);
}

static const xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = on_doctype,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_cdata,
    .comment = on_comment,
    .processingInstruction = on_instruction,
    .reference = on_reference,
    .serror = (xmlStructuredErrorFunc)on_error,
};

/* ---- the run over a file ---- */

/* True if the parser has read all that it was given. */
static bool
has_read_all(const struct state *state)
{
    const xmlParserInput *input = state->parser->input;

    return input->cur == input->end;
}

/* Feeds what the guard lets through, as far as there is no fault. */
static void
feed(struct state *state)
{
    const char *bytes;
    size_t n;
    enum qp_guard_step step;

    while ((step = qp_guard_next(state->guard, &bytes, &n)) ==
           QP_GUARD_BYTES) {
        for (size_t i = 0; i < n && !state->has_words; i++)
            state->has_words = !qp_text_is_blank(bytes[i]);
        state->is_plain =
            qp_guard_is_plain(state->guard) && has_read_all(state);
        xmlParseChunk(state->parser, bytes, (int)n, 0);
        if (state->is_stopped)
            return;
    }
    if (step == QP_GUARD_FAULT) {
        state->is_stopped = state->has_fault = true;
        return;
    }
    state->is_ending = true;
    if (xmlParseChunk(state->parser, "", 0, 1) != 0 || state->depth > 0 ||
        state->n_elements == 0)
        fail_at_end(state);
}

bool
qp_sax_read(struct qp_session *run, struct qp_arena *scratch,
            struct qp_guard *guard, const char *path,
            const struct qp_sax_reader *reader, void *data)
{
    struct state state = {
        .run = run,
        .scratch = scratch,
        .guard = guard,
        .path = path,
        .reader = reader,
        .data = data,
    };
    xmlSAXHandler own = handler;

    state.parser = xmlCreatePushParserCtxt(&own, &state, NULL, 0, NULL);
    if (!state.parser) /* tests/faults.sh; GCOVR_EXCL_BR_LINE */
        qp_arena_exhausted();
    xmlCtxtUseOptions(state.parser, XML_PARSE_NONET);
    feed(&state);
    xmlFreeParserCtxt(state.parser);
    return !state.has_fault;
}

size_t
qp_sax_copy_value(char *to, const char *value, size_t n)
{
    static const char rest[] = "#38;"; /* behind "&" */
    const char *end = value + n, *at;
    char *kept = to;

    for (; (at = memchr(value, '&', (size_t)(end - value))); value = at) {
        kept = mempcpy(kept, value, (size_t)(++at - value));
        if ((size_t)(end - at) >= strlen(rest) &&
            memcmp(at, rest, strlen(rest)) == 0)
            at += strlen(rest);
    }
    kept = mempcpy(kept, value, (size_t)(end - value));
    return (size_t)(kept - to);
}

/* ---- memory ---- */

static void *
lend(size_t size)
{
    void *memory = malloc(size);

    if (!memory && size) /* tests/faults.sh; GCOVR_EXCL_BR_LINE */
        qp_arena_exhausted();
    return memory;
}

static void *
lend_again(void *memory, size_t size)
{
    memory = realloc(memory, size);
    if (!memory && size) /* tests/faults.sh; GCOVR_EXCL_BR_LINE */
        qp_arena_exhausted();
    return memory;
}

static char *
lend_copy(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(lend(size), text, size);
}

void
qp_sax_init(void)
{
    xmlMemSetup(free, lend, lend_again, lend_copy);
    xmlInitParser();
}
