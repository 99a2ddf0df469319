/* The first bytes of a file; see prolog.h. */

#include <config.h>

#include "input/prolog.h"

#include <string.h>
#include <strings.h>

#include "engine/tongue.h"
#include "input/text.h"

#define SIGNATURE(bytes) bytes, sizeof bytes - 1

/* Longer ones before those that they begin with. */
static const struct {
    const char *bytes;
    size_t length;
    enum qp_code code;
    const char *text;
} signatures[] = {
    { SIGNATURE("\xff\xfe\0\0"), QP_ENCODING,
      N_("the file is in UTF-32; save it as UTF-8") },
    { SIGNATURE("\0\0\xfe\xff"), QP_ENCODING,
      N_("the file is in UTF-32; save it as UTF-8") },
    { SIGNATURE("<\0\0\0"), QP_ENCODING,
      N_("the file is in UTF-32; save it as UTF-8") },
    { SIGNATURE("\0\0\0<"), QP_ENCODING,
      N_("the file is in UTF-32; save it as UTF-8") },
    { SIGNATURE("\xff\xfe"), QP_ENCODING,
      N_("the file is in UTF-16; save it as UTF-8") },
    { SIGNATURE("\xfe\xff"), QP_ENCODING,
      N_("the file is in UTF-16; save it as UTF-8") },
    { SIGNATURE("<\0"), QP_ENCODING,
      N_("the file is in UTF-16; save it as UTF-8") },
    { SIGNATURE("\0<"), QP_ENCODING,
      N_("the file is in UTF-16; save it as UTF-8") },
    { SIGNATURE("\x1f\x8b"), QP_XML,
      N_("this is a gzip archive, not XML; unpack it") },
    { SIGNATURE("PK\3\4"), QP_XML,
      N_("this is a workbook (.xlsx), a document (.docx) or a ZIP archive, "
         "not XML; send the XML file itself") },
    { SIGNATURE("\xd0\xcf\x11\xe0"), QP_XML,
      N_("this is a workbook (.xls) or a document (.doc), not XML; send the "
         "XML file itself") },
    { SIGNATURE("%PDF"), QP_XML,
      N_("this is a PDF, not XML; send the XML file itself") },
    { SIGNATURE("Rar!"), QP_XML,
      N_("this is a RAR archive, not XML; unpack it") },
    { SIGNATURE("7z\xbc\xaf"), QP_XML,
      N_("this is a 7z archive, not XML; unpack it") },
    { SIGNATURE("BZh"), QP_XML,
      N_("this is a bzip2 archive, not XML; unpack it") },
    { SIGNATURE("\xfd"
                "7zXZ"),
      QP_XML, N_("this is an xz archive, not XML; unpack it") },
};

/* The encodings that are read, and the name that iconv has for each. */
static const struct {
    const char *name, *iconv_name;
} encodings[] = {
    { "UTF-8", NULL },
    { "GB18030", "GB18030" },
    { "GBK", "GBK" },
    { "GB2312", "GB2312" },
};

/* The parts of an XML declaration, in the order in which they must come. */
enum { VERSION, ENCODING, STANDALONE, N_PARTS };

static const char *const parts[N_PARTS] = {
    [VERSION] = "version",
    [ENCODING] = "encoding",
    [STANDALONE] = "standalone",
};

/* Text to read from the front. */
struct cursor {
    const char *at, *end;
};

struct word {
    const char *text;
    size_t length;
};

static bool
skip_blanks(struct cursor *cursor)
{
    const char *from = cursor->at;

    while (cursor->at < cursor->end && qp_text_is_blank(*cursor->at))
        cursor->at++;
    return cursor->at > from;
}

static bool
skip(struct cursor *cursor, const char *text)
{
    size_t n = strlen(text);

    if ((size_t)(cursor->end - cursor->at) < n ||
        memcmp(cursor->at, text, n) != 0)
        return false;
    cursor->at += n;
    return true;
}

/* Reads what stands in quotes. */
static bool
read_quoted(struct cursor *cursor, struct word *word)
{
    size_t left = (size_t)(cursor->end - cursor->at);
    const char *closing;

    if (left == 0 || (*cursor->at != '"' && *cursor->at != '\''))
        return false;
    closing = memchr(cursor->at + 1, *cursor->at, left - 1);
    if (!closing)
        return false;
    word->text = cursor->at + 1;
    word->length = (size_t)(closing - word->text);
    cursor->at = closing + 1;
    return true;
}

/* Reads one part into WORDS, FIRST or a later one; returns the number of the
   part that may follow, 0 if there is no part. */
static int
read_part(struct cursor *cursor, int first, struct word words[N_PARTS])
{
    int i = first;

    while (i < N_PARTS && !skip(cursor, parts[i]))
        i++;
    if (i == N_PARTS)
        return 0;
    skip_blanks(cursor);
    if (!skip(cursor, "="))
        return 0;
    skip_blanks(cursor);
    return read_quoted(cursor, &words[i]) ? i + 1 : 0;
}

static bool
is_word(const struct word *word, const char *text)
{
    return word->length == strlen(text) &&
           memcmp(word->text, text, word->length) == 0;
}

/* Reads the declaration behind "<?xml", up to and with its "?>". */
static bool
read_declaration(struct cursor *cursor, struct word words[N_PARTS])
{
    int next = VERSION;

    for (;;) {
        bool is_apart = skip_blanks(cursor);

        if (skip(cursor, "?>"))
            break;
        if (!is_apart)
            return false;
        next = read_part(cursor, next, words);
        if (next == 0)
            return false;
    }
    return is_word(&words[VERSION], "1.0") &&
           (!words[STANDALONE].text || is_word(&words[STANDALONE], "yes") ||
            is_word(&words[STANDALONE], "no"));
}

static bool
find_encoding(const struct word *word, const char **iconv_name)
{
    for (size_t i = 0; i < QP_COUNT(encodings); i++)
        if (strlen(encodings[i].name) == word->length &&
            strncasecmp(encodings[i].name, word->text, word->length) == 0) {
            *iconv_name = encodings[i].iconv_name;
            return true;
        }
    return false;
}

/* Acts on the declaration from START to END. */
static bool
take_declaration(struct qp_session *run, struct qp_place at, char *start,
                 char *end, struct qp_prolog *prolog)
{
    struct cursor cursor = { start + strlen("<?xml"), end };
    struct word words[N_PARTS] = { { 0 } };
    const struct word *encoding = &words[ENCODING];

    if (!read_declaration(&cursor, words)) {
        qp_error(run, at, QP_XML,
                 "the XML declaration cannot be read; write <?xml "
                 "version=\"1.0\" encoding=\"UTF-8\"?>");
        return false;
    }
    if (encoding->text && !find_encoding(encoding, &prolog->encoding)) {
        qp_error(run, at, QP_ENCODING,
                 "the encoding \"%s\" is not read; save the file as UTF-8 "
                 "(GB18030, GBK and GB2312 are read too)",
                 qp_text_show(encoding->text, encoding->length).text);
        return false;
    }
    if (prolog->encoding && prolog->mark) {
        qp_error(run, at, QP_ENCODING,
                 "the file begins with the mark of UTF-8 but declares %s",
                 prolog->encoding);
        return false;
    }
    for (; start < cursor.at; start++)
        if (!qp_text_is_blank(*start))
            *start = ' ';
    return true;
}

/* Reports a file that begins with C and not with "<".  What it holds is not
   shown: it may be any file, named by mistake or through a link. */
static bool
refuse_text(struct qp_session *run, struct qp_place at, char c)
{
    if (c == '{' || c == '[')
        qp_error(run, at, QP_XML, "this looks like JSON, not XML");
    else
        qp_error(run, at, QP_XML, "this is not XML, which begins with \"<\"");
    return false;
}

static bool
check_signature(struct qp_session *run, struct qp_place at, const char *head,
                size_t n)
{
    for (size_t i = 0; i < QP_COUNT(signatures); i++)
        if (n >= signatures[i].length &&
            memcmp(head, signatures[i].bytes, signatures[i].length) == 0) {
            qp_error(run, at, signatures[i].code, "%s",
                     qp_say(signatures[i].text));
            return false;
        }
    return true;
}

bool
qp_prolog_read(struct qp_session *run, const char *path, char *head, size_t n,
               struct qp_prolog *prolog)
{
    struct qp_place at = { .file = path };
    bool has_mark = n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0;
    char *start = head + (has_mark ? 3 : 0);
    struct cursor rest = { start, head + n };

    *prolog = (struct qp_prolog){ .mark = has_mark ? 3 : 0 };
    if (!check_signature(run, at, head, n))
        return false;
    skip_blanks(&rest);
    if (rest.at == rest.end && n < QP_PROLOG_LENGTH) {
        qp_error(run, at, QP_XML, "the file is empty");
        return false;
    }
    if (rest.at == rest.end)
        return true; /* blanks as far as we see */
    at.line = 1;
    for (const char *c = start; c < rest.at; c++)
        at.line += *c == '\n' || (*c == '\r' && c[1] != '\n');
    if (*rest.at != '<')
        return refuse_text(run, at, *rest.at);
    if (!skip(&rest, "<?xml") || rest.at == rest.end ||
        !qp_text_is_blank(*rest.at))
        return true;
    if (rest.at - strlen("<?xml") != start) {
        qp_error(run, at, QP_XML,
                 "<?xml ...?> must stand at the very beginning of the file");
        return false;
    }
    return take_declaration(run, at, start, head + n, prolog);
}
