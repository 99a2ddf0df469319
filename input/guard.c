/* The byte guard; see guard.h. */

#include <config.h>

#include "input/guard.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iconv.h>
#include <openssl/evp.h>

#include "engine/digest.h"
#include "engine/tongue.h"
#include "input/prolog.h"
#include "input/scan.h"
#include "input/text.h"

/* ---- where in the markup a byte stands ---- */

/* Only as much of XML as decides where tags, comments and texts end; whatever
   is not well-formed stops the parser. */
enum state {
    TEXT,
    OPEN, /* after "<" */
    BANG, /* after "<!" */
    TAG,
    DOUBLE, /* a value in double quotes */
    SINGLE,
    COMMENT,
    CDATA,
    INSTRUCTION,
    N_STATES
};

enum class {
    OTHER,
    LESS,
    GREATER,
    EXCLAMATION,
    QUESTION,
    DASH,
    BRACKET,
    QUOTE,
    APOSTROPHE,
    N_CLASSES
};

static const unsigned char classes[256] = {
    ['<'] = LESS, ['>'] = GREATER, ['!'] = EXCLAMATION, ['?'] = QUESTION,
    ['-'] = DASH, ['['] = BRACKET, ['"'] = QUOTE,       ['\''] = APOSTROPHE,
};

/* What comes after a byte of a class in a state.  No row: the state stays. */
static const unsigned char steps[N_STATES][N_CLASSES] = {
    [TEXT] = { TEXT, OPEN, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT },
    [OPEN] = { TAG, TAG, TEXT, BANG, INSTRUCTION, TAG, TAG, DOUBLE, SINGLE },
    [BANG] = { TAG, TAG, TEXT, TAG, TAG, COMMENT, CDATA, DOUBLE, SINGLE },
    [TAG] = { TAG, TAG, TEXT, TAG, TAG, TAG, TAG, DOUBLE, SINGLE },
    [DOUBLE] = { DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, TAG,
                 DOUBLE },
    [SINGLE] = { SINGLE, SINGLE, SINGLE, SINGLE, SINGLE, SINGLE, SINGLE,
                 SINGLE, TAG },
    [COMMENT] = { COMMENT, COMMENT, TEXT, COMMENT, COMMENT, COMMENT, COMMENT,
                  COMMENT, COMMENT },
    [CDATA] = { CDATA, CDATA, TEXT, CDATA, CDATA, CDATA, CDATA, CDATA, CDATA },
    [INSTRUCTION] = { INSTRUCTION, INSTRUCTION, TEXT, INSTRUCTION, INSTRUCTION,
                      INSTRUCTION, INSTRUCTION, INSTRUCTION, INSTRUCTION },
};

/* What must stand before the ">" that ends a state, and how many bytes such a
   thing has at least. */
static const struct {
    const char *before;
    size_t least;
} endings[N_STATES] = {
    [COMMENT] = { "--", 7 },
    [CDATA] = { "]]", 12 },
    [INSTRUCTION] = { "?", 4 },
};

/* What may be how long, and what it is called. */
static const struct {
    size_t most;
    const char *what;
} limits[N_STATES] = {
    [TEXT] = { QP_GUARD_TEXT, "text" },
    [OPEN] = { QP_GUARD_TAG, "a tag" },
    [BANG] = { QP_GUARD_TAG, "a tag" },
    [TAG] = { QP_GUARD_TAG, "a tag" },
    [DOUBLE] = { QP_GUARD_TAG, "a tag" },
    [SINGLE] = { QP_GUARD_TAG, "a tag" },
    [COMMENT] = { QP_GUARD_TEXT, "a comment" },
    [CDATA] = { QP_GUARD_TEXT, "text" },
    [INSTRUCTION] = { QP_GUARD_TAG, "a tag" },
};

/* The longest ending before ">" and the most bytes of a character that may be
   cut at the end of what was read. */
enum { BEFORE = 2, CUT = 4 };

struct qp_guard {
    struct qp_session *run;
    struct qp_arena *scratch;
    const char *path;
    int fd;
    size_t chunk;
    EVP_MD_CTX *digest;
    unsigned long long size; /* bytes read */
    bool is_at_end;
    iconv_t transcoder; /* NO_TRANSCODER for UTF-8 */
    const char *encoding;

    char head[QP_PROLOG_LENGTH];
    size_t n_head, head_used;

    char *raw; /* what is transcoded, null for UTF-8: CUT + CHUNK bytes, of
                  which the first N_RAW are kept */
    size_t n_raw;
    char *text; /* UTF-8: N_TEXT bytes, of which the first N_GOOD have been
                   looked at, the first N_WHOLE end with a ">", and the first
                   N_GIVEN were given out; what is not plain ends within the
                   first N_ODD */
    size_t n_text, n_good, n_whole, n_given, n_odd, room;

    int line, since_line; /* of the byte at hand; where SINCE began */
    enum state state;
    size_t since; /* bytes since the tag, text or comment began */
    size_t name;  /* bytes of the name at hand, in a tag */
    char before[BEFORE];

    bool has_fault;
    enum qp_code fault_code;
    int fault_line;
    const char *fault;
};

#define NO_TRANSCODER ((iconv_t)-1)

/* ---- bytes ---- */

/* Opens PATH without waiting for the other end of a pipe. */
static int
open_regular(struct qp_session *run, const char *path)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    const struct qp_place at = { .file = path };
    struct stat about = { 0 };

    if (fd < 0) {
        qp_system_error(run, path, "%s", strerror(errno));
        return -1;
    }
    if (fstat(fd, &about) != 0)
        qp_system_error(run, path, "%s", strerror(errno));
    else if (!S_ISREG(about.st_mode))
        qp_error(run, at, QP_XML, "%s",
                 S_ISDIR(about.st_mode) ? _("this is a folder, not a file")
                                        : _("this is not a regular file"));
    else if ((unsigned long long)about.st_size > QP_GUARD_FILE)
        qp_error(run, at, QP_LIMIT, "the file is larger than 8 GiB");
    else
        return fd;
    close(fd);
    return -1;
}

/* Reads N bytes to BYTES, fewer at the end of the file, and hashes them. */
static bool
read_bytes(struct qp_guard *guard, char *bytes, size_t n, size_t *got)
{
    ssize_t k = 1;

    for (*got = 0; *got < n && k != 0; *got += k > 0 ? (size_t)k : 0) {
        k = read(guard->fd, bytes + *got, n - *got);
        if (k < 0 && errno != EINTR) {
            qp_system_error(guard->run, guard->path, "%s", strerror(errno));
            return false;
        }
    }
    guard->size += *got;
    if (guard->size > QP_GUARD_FILE) {
        qp_error(guard->run, (struct qp_place){ .file = guard->path },
                 QP_LIMIT, "the file is larger than 8 GiB");
        return false;
    }
    if (EVP_DigestUpdate(guard->digest, bytes, *got) != 1)
        qp_arena_exhausted(); /* nothing else fails in it */
    return true;
}

/* Gets the next bytes to BYTES, CHUNK at most: those of the head that are
   left, then of the file. */
static bool
next_bytes(struct qp_guard *guard, char *bytes, size_t *got)
{
    size_t n = guard->n_head - guard->head_used;

    if (n == 0)
        return read_bytes(guard, bytes, guard->chunk, got);
    *got = n < guard->chunk ? n : guard->chunk;
    memcpy(bytes, guard->head + guard->head_used, *got);
    guard->head_used += *got;
    return true;
}

/* ---- faults ---- */

/* Keeps the first fault, to be told when the bytes before it were parsed. */
static void
set_fault(struct qp_guard *guard, enum qp_code code, int line,
          const char *text)
{
    if (guard->has_fault)
        return;
    guard->has_fault = true;
    guard->fault_code = code;
    guard->fault_line = line;
    guard->fault = text;
}

static void
set_byte_fault(struct qp_guard *guard, unsigned char byte, bool is_cut)
{
    struct qp_arena *arena = guard->run->arena;
    const char *text =
        is_cut ? _("the file ends within a character: it is cut off")
        : guard->encoding
            ? qp_arena_printf(
                  arena,
                  _("byte 0x%02x does not fit the declared encoding "
                    "%s; save the file as UTF-8"),
                  byte, guard->encoding)
            : qp_arena_printf(arena,
                              _("byte 0x%02x is not UTF-8; save the file as "
                                "UTF-8, or declare encoding=\"GB18030\" if "
                                "that is what it is"),
                              byte);

    set_fault(guard, QP_ENCODING, guard->line, text);
}

/* ---- from raw bytes to text ---- */

/* Transcodes what RAW holds to the end of TEXT; a cut character stays in
   RAW.  Returns false at a byte that does not fit, which is then the first in
   RAW; *IS_CUT says that only the end of the file is at fault. */
static bool
transcode_raw(struct qp_guard *guard, bool *is_cut)
{
    char *in = guard->raw, *out = guard->text + guard->n_text;
    size_t in_left = guard->n_raw, out_left = guard->room - guard->n_text;
    size_t lossy = iconv(guard->transcoder, &in, &in_left, &out, &out_left);
    bool is_short = lossy == (size_t)-1 && errno == EINVAL && in_left < CUT;

    guard->n_text = (size_t)(out - guard->text);
    memmove(guard->raw, in, in_left);
    guard->n_raw = in_left;
    *is_cut = is_short && guard->is_at_end;
    return lossy == 0 || (is_short && !guard->is_at_end);
}

/* ---- one character after the other ---- */

/* True if a ">" ends what is open. */
static bool
ends_here(const struct qp_guard *guard)
{
    const char *before = endings[guard->state].before;
    size_t n = before ? strlen(before) : 0;

    return n == 0 || (guard->since + 1 >= endings[guard->state].least &&
                      memcmp(guard->before + BEFORE - n, before, n) == 0);
}

/* What begins now is counted from here. */
static void
start_count(struct qp_guard *guard)
{
    guard->since = 0;
    guard->name = 0;
    guard->since_line = guard->line;
}

/* What is no part of a name in a tag, outside quotes. */
static const bool ends_name[256] = {
    [' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['<'] = true,
    ['>'] = true, ['/'] = true,  ['='] = true,  ['"'] = true,  ['\''] = true,
};

/* Counts the byte C of a tag, outside quotes, if it is part of a name. */
static void
count_name(struct qp_guard *guard, unsigned char c)
{
    guard->name = ends_name[c] ? 0 : guard->name + 1;
    if (guard->name > QP_GUARD_NAME)
        set_fault(guard, QP_LIMIT, guard->line,
                  qp_arena_printf(guard->run->arena,
                                  _("a name of over %d bytes is not read"),
                                  QP_GUARD_NAME));
}

/* Follows the markup over the byte C.  A "<" counts with the tag that it
   begins, a ">" with the one that it ends. */
static void
follow(struct qp_guard *guard, unsigned char c)
{
    enum class class = classes[c];
    enum state now = guard->state, next = steps[now][class];

    if (class == GREATER && next == TEXT && !ends_here(guard))
        next = now;
    if (now == TEXT && next == OPEN)
        start_count(guard);
    guard->since++;
    if (guard->since > limits[now == TEXT ? next : now].most)
        set_fault(guard, QP_LIMIT, guard->since_line,
                  qp_arena_printf(guard->run->arena,
                                  _("%s of over %zu KiB is not read"),
                                  limits[now].what, limits[now].most / 1024));
    if (next == TAG)
        count_name(guard, c);
    if (now != TEXT && next == TEXT)
        start_count(guard);
    guard->state = next;
    memmove(guard->before, guard->before + 1, BEFORE - 1);
    guard->before[BEFORE - 1] = (char)c;
    guard->line += c == '\n';
}

/* True if C may stand in a file. */
static bool
is_text(uint32_t c)
{
    return (c >= ' ' || qp_text_is_blank((char)c)) && c != 0xfffe &&
           c != 0xffff;
}

/* Looks at the next character, and makes a line end of a lone "\r".  Returns
   its length, or 0 to go no further. */
static size_t
scan_character(struct qp_guard *guard)
{
    unsigned char *text = (unsigned char *)guard->text + guard->n_good;
    size_t left = guard->n_text - guard->n_good;
    uint32_t c;
    int length = qp_text_decode(text, left, &c);
    bool is_last = left == 1 && *text == '\r';

    if ((length == QP_TEXT_CUT || is_last) && !guard->is_at_end)
        return 0;
    if (*text == '\r' && (is_last || text[1] != '\n'))
        *text = '\n';
    if (length <= 0) {
        set_byte_fault(guard, *text, length == QP_TEXT_CUT);
        return 0;
    }
    if (!is_text(c)) {
        set_fault(guard, QP_ENCODING, guard->line,
                  qp_arena_printf(guard->run->arena,
                                  _("the control character U+%04X is no text"),
                                  (unsigned)c));
        return 0;
    }
    for (int i = 0; i < length; i++)
        follow(guard, text[i]);
    return guard->has_fault ? 0 : (size_t)length;
}

/* ---- whole texts and tags, fast ---- */

static int
count_lines(const char *at, const char *end)
{
    int n = 0;

    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        at++;
        n++;
    }
    return n;
}

/* Passes over the text at hand up to a "<", and returns whether there is one
   before END.  Mostly there are a few blanks. */
static bool
pass_text(struct qp_guard *guard, const char *end)
{
    const char *at = guard->text + guard->n_good, *from = at, *less;
    size_t left = (size_t)(end - at), most = QP_GUARD_TEXT - guard->since;

    end = at + (left < most ? left : most);
    for (; at < end && (*at == ' ' || *at == '\n'); at++)
        guard->line += *at == '\n';
    less = at < end && *at == '<' ? at : NULL;
    if (!less) {
        less = memchr(at, '<', (size_t)(end - at));
        guard->line += count_lines(at, less ? less : end);
    }
    end = less ? less : end;
    guard->since += (size_t)(end - from);
    guard->n_good += (size_t)(end - from);
    return less;
}

/* Passes over the tag at hand, if it is whole before END and nothing about it
   is unusual. */
static bool
pass_tag(struct qp_guard *guard, const char *end)
{
    const char *at = guard->text + guard->n_good + 1;
    size_t left = (size_t)(end - at);
    size_t n = left < QP_GUARD_TAG - 1 ? left : QP_GUARD_TAG - 1, length;
    bool has_lines;

    if (n == 0 || classes[(unsigned char)*at] != OTHER)
        return false;
    length = qp_scan_tag(at, n, QP_GUARD_NAME, &has_lines);
    if (length == n)
        return false;
    if (has_lines)
        guard->line += count_lines(at, at + length);
    guard->since_line = guard->line;
    guard->n_good += length + 2;
    guard->n_whole = guard->n_good;
    guard->since = 0;
    guard->name = 0;
    return true;
}

/* Passes over texts and tags before END, as far as they are like that. */
static void
pass_whole(struct qp_guard *guard, const char *end)
{
    while (guard->state == TEXT && pass_text(guard, end) &&
           pass_tag(guard, end))
        ;
}

/* Returns how many bytes of the text are good or of characters that
   scan_character() will find no fault with. */
static size_t
count_sound(struct qp_guard *guard)
{
    const char *text = guard->text;
    size_t n = guard->n_text, i = guard->n_good;
    uint32_t c;

    i += qp_scan_plain(text + i, n - i);
    while (i < n) {
        int length =
            qp_text_decode((const unsigned char *)text + i, n - i, &c);

        if (length <= 0 || !is_text(c) || c == '\r')
            break;
        i += (size_t)length;
        guard->n_odd = i;
        i += qp_scan_plain(text + i, n - i);
    }
    return i;
}

/* ---- the scan ---- */

/* Looks at what TEXT holds, as far as it is good: at whole texts and tags
   where it can, and at the rest one by one. */
static void
scan_text(struct qp_guard *guard)
{
    size_t length = 1, n_sound = 0;

    while (length > 0) {
        if (n_sound <= guard->n_good)
            n_sound = count_sound(guard);
        pass_whole(guard, guard->text + n_sound);
        if (guard->n_good == guard->n_text)
            break;
        length = scan_character(guard);
        guard->n_good += length;
        if (length > 0 && guard->since == 0)
            guard->n_whole = guard->n_good;
    }
}

/* ---- the machine ---- */

static bool
start_transcoder(struct qp_guard *guard)
{
    if (!guard->encoding)
        return true;
    guard->transcoder = iconv_open("UTF-8", guard->encoding);
    if (guard->transcoder == NO_TRANSCODER) {
        qp_system_error(guard->run, guard->path,
                        "this system cannot transcode %s", guard->encoding);
        return false;
    }
    guard->raw = qp_arena_alloc(guard->scratch, CUT + guard->chunk, 1);
    return true;
}

/* Reads the first bytes and sees what the file is. */
static bool
read_head(struct qp_guard *guard)
{
    struct qp_prolog prolog;

    if (!read_bytes(guard, guard->head, sizeof guard->head, &guard->n_head) ||
        !qp_prolog_read(guard->run, guard->path, guard->head, guard->n_head,
                        &prolog))
        return false;
    guard->head_used = prolog.mark;
    guard->encoding = prolog.encoding;
    return start_transcoder(guard);
}

struct qp_guard *
qp_guard_open(struct qp_session *run, struct qp_arena *scratch,
              const char *path, size_t chunk)
{
    struct qp_guard *guard = qp_arena_alloc(scratch, 1, sizeof *guard);

    *guard = (struct qp_guard){
        .run = run,
        .scratch = scratch,
        .path = path,
        .fd = open_regular(run, path),
        .chunk = chunk,
        .transcoder = NO_TRANSCODER,
        .line = 1,
        .since_line = 1,
    };
    if (guard->fd < 0)
        return NULL;
    guard->digest = EVP_MD_CTX_new();
    if (!guard->digest ||
        EVP_DigestInit_ex(guard->digest, EVP_sha256(), NULL) != 1)
        qp_arena_exhausted();
    if (!read_head(guard)) {
        qp_guard_close(guard);
        return NULL;
    }
    return guard;
}

/* Reports the fault that was kept. */
static enum qp_guard_step
tell_fault(struct qp_guard *guard)
{
    qp_error(
        guard->run,
        (struct qp_place){ .file = guard->path, .line = guard->fault_line },
        guard->fault_code, "%s", guard->fault);
    return QP_GUARD_FAULT;
}

/* Drops what was given out, and makes room for what the next bytes may
   become: three for each at most where they are transcoded. */
static void
make_room(struct qp_guard *guard)
{
    size_t n = guard->n_given, need;
    const char *text = guard->text;

    guard->n_text -= n;
    guard->n_good -= n;
    guard->n_odd -= guard->n_odd < n ? guard->n_odd : n;
    guard->n_whole = 0;
    guard->n_given = 0;
    if (n > 0)
        memmove(guard->text, guard->text + n, guard->n_text);
    need = guard->n_text + (guard->encoding ? 3 : 1) * (CUT + guard->chunk);
    if (guard->room >= need)
        return;
    guard->room = need > 2 * guard->room ? need : 2 * guard->room;
    guard->text = qp_arena_alloc(guard->scratch, guard->room, 1);
    if (guard->n_text)
        memcpy(guard->text, text, guard->n_text);
}

/* Reads on and looks at what is read. */
static bool
read_on(struct qp_guard *guard)
{
    char *end = guard->encoding ? guard->raw + guard->n_raw
                                : guard->text + guard->n_text;
    bool is_clean = true, is_cut = false;
    size_t n;

    if (!next_bytes(guard, end, &n))
        return false;
    guard->is_at_end = n == 0;
    if (guard->encoding) {
        guard->n_raw += n;
        is_clean = transcode_raw(guard, &is_cut);
    } else
        guard->n_text += n;
    scan_text(guard);
    if (!is_clean)
        set_byte_fault(guard, (unsigned char)guard->raw[0], is_cut);
    return true;
}

enum qp_guard_step
qp_guard_next(struct qp_guard *guard, const char **bytes, size_t *n)
{
    do {
        make_room(guard);
        if (guard->has_fault)
            return tell_fault(guard);
        if (!read_on(guard))
            return QP_GUARD_FAULT;
        guard->n_given = guard->is_at_end && !guard->has_fault
                             ? guard->n_good
                             : guard->n_whole;
    } while (guard->n_given == 0 && !guard->is_at_end);
    *bytes = guard->text;
    *n = guard->n_given;
    if (*n > 0)
        return QP_GUARD_BYTES;
    return guard->has_fault ? tell_fault(guard) : QP_GUARD_END;
}

bool
qp_guard_is_plain(const struct qp_guard *guard)
{
    return guard->n_odd == 0;
}

int
qp_guard_line(const struct qp_guard *guard)
{
    return guard->line;
}

void
qp_guard_identify(struct qp_guard *guard, struct qp_file *file)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    if (EVP_DigestFinal_ex(guard->digest, digest, &n) != 1)
        qp_arena_exhausted();
    assert(n == QP_DIGEST_BYTES);
    qp_digest_spell(digest, file->sha256);
    file->size = guard->size;
}

void
qp_guard_close(struct qp_guard *guard)
{
    if (guard->transcoder != NO_TRANSCODER)
        iconv_close(guard->transcoder);
    EVP_MD_CTX_free(guard->digest);
    close(guard->fd);
}
