/* Recognising an earlier result by its record; see earlier.h. */

#include <config.h>

#include "output/earlier.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <unzip.h>

#include "engine/tongue.h"
#include "output/comparison.h"
#include "output/report.h"
#include "output/result_xml.h"
#include "output/robustness.h"

enum { CHUNK = 16 * 1024 };

/* What a record says. */
struct record {
    struct qp_arena *arena;
    xmlParserCtxtPtr parser;
    int depth;
    bool ours, in_outputs, done;
    struct qp_earlier_identity identity;
    const char **names; /* of the files that were written with it */
    size_t n_names, capacity;
    int trouble; /* why something could not be looked at; 0: all could */
};

/* ---- reading the record ---- */

/* The value of attribute NAME among N, or "". */
static const char *
attribute(struct record *record, const char *name, int n,
          const xmlChar **attributes)
{
    for (int i = 0; i < n; i++, attributes += 5)
        if (strcmp((const char *)attributes[0], name) == 0)
            return qp_arena_copy(record->arena, (const char *)attributes[3],
                                 (size_t)(attributes[4] - attributes[3]));
    return "";
}

static void
note_identity(struct record *record, int n, const xmlChar **attributes)
{
    record->identity = (struct qp_earlier_identity){
        .id = attribute(record, "id", n, attributes),
        .year = attribute(record, "year", n, attributes),
        .drafts = *attribute(record, "drafts", n, attributes) != '\0',
    };
}

static void
note_name(struct record *record, int n, const xmlChar **attributes)
{
    record->names =
        qp_arena_grow(record->arena, record->names, record->n_names,
                      &record->capacity, sizeof *record->names);
    record->names[record->n_names++] =
        attribute(record, "name", n, attributes);
}

static void
start_element(void *state, const xmlChar *name, const xmlChar *prefix,
              const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
              int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct record *record = state;
    const char *element = (const char *)name;

    (void)prefix, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    record->depth++;
    if (record->depth == 1)
        record->ours = uri && strcmp(element, "result") == 0 &&
                       strcmp((const char *)uri, QP_RESULT_NAMESPACE) == 0;
    else if (record->depth == 2)
        record->in_outputs = strcmp(element, "outputs") == 0;
    else if (record->in_outputs)
        note_name(record, n_attributes, attributes);
    if (record->depth == 2 && strcmp(element, "evaluation") == 0)
        note_identity(record, n_attributes, attributes);
    if (!record->ours)
        xmlStopParser(record->parser);
}

/* The list of files is all we want; the figures behind it may be many. */
static void
end_element(void *state, const xmlChar *name, const xmlChar *prefix,
            const xmlChar *uri)
{
    struct record *record = state;

    (void)name, (void)prefix, (void)uri;
    record->done = record->in_outputs && record->depth == 2;
    record->depth--;
    if (record->done)
        xmlStopParser(record->parser);
}

/* No record of ours has a document type. */
static void
refuse_doctype(void *state, const xmlChar *name, const xmlChar *external,
               const xmlChar *system)
{
    struct record *record = state;

    (void)name, (void)external, (void)system;
    xmlStopParser(record->parser);
}

/* Reads the record at PATH as far as needed. */
static void
read_record(struct record *record, const char *path)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .internalSubset = refuse_doctype,
        .startElementNs = start_element,
        .endElementNs = end_element,
    };
    FILE *in = fopen(path, "r");
    char bytes[CHUNK];
    size_t n;

    if (!in) {
        record->trouble = errno == ENOENT ? 0 : errno;
        return;
    }
    record->parser = xmlCreatePushParserCtxt(&handler, record, NULL, 0, NULL);
    if (record->parser)
        xmlCtxtUseOptions(record->parser, XML_PARSE_NONET);
    while (record->parser && !record->done &&
           (n = fread(bytes, 1, sizeof bytes, in)) > 0)
        if (xmlParseChunk(record->parser, bytes, (int)n, 0) != 0)
            break;
    xmlFreeParserCtxt(record->parser);
    if (ferror(in))
        record->trouble = errno;
    fclose(in);
}

/* ---- what there is ---- */

static bool
is_named(const struct record *record, const char *name)
{
    for (size_t i = 0; i < record->n_names; i++)
        if (strcmp(record->names[i], name) == 0)
            return true;
    return strcmp(name, "result.xml") == 0;
}

/* True if the record names a file in the folder NAME, or below. */
static bool
is_named_in(const struct record *record, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < record->n_names; i++)
        if (strncmp(record->names[i], name, n) == 0 &&
            record->names[i][n] == '/')
            return true;
    return false;
}

static bool
is_directory(struct record *record, const char *path)
{
    struct stat st;

    if (lstat(path, &st) == 0)
        return S_ISDIR(st.st_mode);
    record->trouble = errno;
    return false;
}

/* Finds something in folder FOLDER ("" or "NAME/") of PATH, or below, that the
   record does not name, or returns null.  *N counts what is there. */
static const char *
find_foreign(struct record *record, const char *path, const char *folder,
             size_t *n)
{
    DIR *dir = opendir(qp_arena_printf(record->arena, "%s/%s", path, folder));
    const char *foreign = NULL;
    struct dirent *entry;

    if (!dir) {
        record->trouble = errno;
        return folder;
    }
    while (!foreign && (errno = 0, entry = readdir(dir))) {
        const char *name =
            qp_arena_printf(record->arena, "%s%s", folder, entry->d_name);

        if (strcmp(entry->d_name, ".") == 0 ||
            strcmp(entry->d_name, "..") == 0)
            continue;
        ++*n;
        if (is_named(record, name))
            continue;
        foreign = name;
        if (is_named_in(record, name) &&
            is_directory(record,
                         qp_arena_printf(record->arena, "%s/%s", path, name)))
            foreign = find_foreign(
                record, path, qp_arena_printf(record->arena, "%s/", name), n);
    }
    if (!foreign && errno != 0)
        record->trouble = errno;
    closedir(dir);
    return foreign;
}

/* What forbids that a result that is OWN replaces the one of RECORD, or
   null. */
static const char *
conflict(struct qp_arena *arena, const struct record *record,
         const struct qp_earlier_identity *own)
{
    const struct qp_earlier_identity *old = &record->identity;

    if (strcmp(old->id, own->id) != 0 || strcmp(old->year, own->year) != 0)
        return qp_arena_printf(
            arena, _("it holds the result of another evaluation, %s of %s"),
            old->id, old->year);
    if (own->drafts && !old->drafts)
        return _("it holds a final result, which drafts may not replace");
    return NULL;
}

static bool
fail(struct qp_session *run, const char *path, int why)
{
    qp_system_error(run, path, "cannot be looked into: %s", strerror(why));
    return false;
}

bool
qp_earlier_check(struct qp_session *run, const char *path,
                 const struct qp_earlier_identity *own, bool *earlier)
{
    struct record record = { .arena = run->arena,
                             .identity = { .id = "", .year = "" } };
    size_t n = 0;
    const char *why;

    if (access(path, R_OK | X_OK) != 0)
        return fail(run, path, errno);
    read_record(&record, qp_arena_printf(run->arena, "%s/result.xml", path));
    if (!record.done)
        record.n_names = 0;
    why = find_foreign(&record, path, "", &n);
    if (record.trouble)
        return fail(run, path, record.trouble);
    *earlier = record.done;
    if (n == 0)
        return true;
    if (why || !record.done)
        why = qp_arena_printf(
            run->arena,
            _("it holds something else than an earlier result: %s"),
            why ? why : "result.xml");
    else
        why = conflict(run->arena, &record, own);
    if (why)
        qp_error(run, (struct qp_place){ .file = path }, QP_OUTPUT,
                 "%s; move it away, or name another directory", why);
    return !why;
}

/* ---- reports ---- */

/* True if the N bytes at BYTES, of a text, hold MARK. */
static bool
has_mark(char *bytes, size_t n, const char *mark)
{
    bytes[n] = '\0';
    return strstr(bytes, mark) != NULL;
}

/* True if the file at PATH is a workbook with MARK among its properties. */
static bool
is_marked_book(const char *path, const char *mark)
{
    unzFile zip = unzOpen(path);
    char bytes[CHUNK + 1];
    bool is_ours = false;
    int n;

    if (zip && unzLocateFile(zip, "docProps/custom.xml", 1) == UNZ_OK &&
        unzOpenCurrentFile(zip) == UNZ_OK) {
        n = unzReadCurrentFile(zip, bytes, CHUNK);
        is_ours = n > 0 && has_mark(bytes, (size_t)n, mark);
        unzCloseCurrentFile(zip);
    }
    if (zip)
        unzClose(zip);
    return is_ours;
}

bool
qp_earlier_report_book(const char *path)
{
    return is_marked_book(path, QP_REPORT_MARK);
}

bool
qp_earlier_robustness(const char *path)
{
    return is_marked_book(path, QP_ROBUSTNESS_MARK);
}

bool
qp_earlier_comparison(const char *path)
{
    return is_marked_book(path, QP_COMPARISON_MARK);
}

bool
qp_earlier_report_page(const char *path)
{
    enum { HEAD = 512 };
    static const char start[] = "<!DOCTYPE html>";
    FILE *in = fopen(path, "r");
    char bytes[HEAD + 1];
    size_t n;

    if (!in)
        return false;
    n = fread(bytes, 1, HEAD, in);
    fclose(in);
    return has_mark(bytes, n, QP_REPORT_MARK) &&
           strncmp(bytes, start, strlen(start)) == 0;
}
