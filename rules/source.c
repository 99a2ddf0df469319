/* Reading a rule file; see source.h. */

#include <config.h>

#include "rules/source.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "engine/digest.h"
#include "engine/tongue.h"

/* Reports why the file itself cannot be had: at the place that names it, or
   as a matter of the system for the main file. */
static void
cannot_read(struct qp_session *run, const char *shown,
            struct qp_place named_at, const char *why)
{
    if (named_at.file)
        qp_error(run, named_at, QP_INCLUDE, "cannot read \"%s\": %s", shown,
                 why);
    else
        qp_system_error(run, shown, "%s", why);
}

static void
too_large(struct qp_session *run, const char *shown)
{
    qp_error(run, (struct qp_place){ .file = shown }, QP_LIMIT,
             "the files of a rule set may have %d bytes together",
             QP_SOURCE_MOST);
}

/* Opens PATH without waiting for the other end of a pipe. */
static int
open_regular(struct qp_session *run, const char *path, const char *shown,
             struct qp_place named_at, struct stat *about)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

    if (fd < 0) {
        cannot_read(run, shown, named_at, strerror(errno));
        return -1;
    }
    if (fstat(fd, about) == 0 && S_ISREG(about->st_mode))
        return fd;
    cannot_read(run, shown, named_at,
                S_ISDIR(about->st_mode)
                    ? _("it is a directory; name the rule file in it")
                    : _("it is not a regular file"));
    close(fd);
    return -1;
}

/* Reads all of FD, at most MOST bytes, into the arena. */
static char *
read_all(struct qp_session *run, int fd, const char *shown,
         struct qp_place named_at, size_t most, size_t *length)
{
    char *bytes = qp_arena_alloc(run->arena, most + 2, 1);
    ssize_t got;

    *length = 0;
    do {
        got = read(fd, bytes + *length, most + 1 - *length);
        if (got < 0 && errno != EINTR) {
            cannot_read(run, shown, named_at, strerror(errno));
            return NULL;
        }
        *length += got > 0 ? (size_t)got : 0;
    } while (got != 0 && *length <= most);
    if (*length > most) {
        too_large(run, shown);
        return NULL;
    }
    return bytes;
}

/* The number of bytes of the UTF-8 character at TEXT, 0 if it is none (RFC
   3629: shortest form, no surrogates, up to U+10FFFF).  A null byte stands
   behind the text, so a cut character is never read past. */
static size_t
character_length(const unsigned char *text)
{
    static const struct {
        unsigned char first, last, low, high;
        size_t length;
    } forms[] = {
        { 0x01, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 },
        { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
        { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
        { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
        { 0xf4, 0xf4, 0x80, 0x8f, 4 },
    };

    for (size_t i = 0; i < QP_COUNT(forms); i++) {
        if (text[0] < forms[i].first || text[0] > forms[i].last)
            continue;
        if (forms[i].length > 1 &&
            (text[1] < forms[i].low || text[1] > forms[i].high))
            return 0;
        for (size_t k = 2; k < forms[i].length; k++)
            if (text[k] < 0x80 || text[k] > 0xbf)
                return 0;
        return forms[i].length;
    }
    return 0;
}

/* Reports the first byte of the LENGTH bytes at TEXT that is not UTF-8. */
static bool
check_utf8(struct qp_session *run, const char *shown, const char *text,
           size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    struct qp_place place = { .file = shown, .line = 1 };

    if (length >= 2 && ((at[0] == 0xff && at[1] == 0xfe) ||
                        (at[0] == 0xfe && at[1] == 0xff))) {
        qp_error(run, (struct qp_place){ .file = shown }, QP_ENCODING,
                 "the file is in UTF-16; save it as UTF-8");
        return false;
    }
    for (size_t i = 0; i < length;) {
        size_t n = character_length(at + i);

        if (n == 0) {
            qp_error(run, place, QP_ENCODING,
                     at[i] ? "byte 0x%02x is not UTF-8; save the file as "
                             "UTF-8 (is it GBK?)"
                           : "byte 0x%02x in a text file; save it as UTF-8",
                     at[i]);
            return false;
        }
        place.line += at[i] == '\n';
        i += n;
    }
    return true;
}

void
qp_source_hash(const void *bytes, size_t length, char hex[65])
{
    unsigned char digest[QP_DIGEST_BYTES];
    unsigned n = 0;

    if (!EVP_Digest(bytes, length, digest, &n, EVP_sha256(), NULL))
        qp_arena_exhausted(); /* nothing else fails in it */
    assert(n == sizeof digest);
    qp_digest_spell(digest, hex);
}

bool
qp_source_read(struct qp_session *run, const char *path, const char *shown,
               struct qp_place named_at, size_t most,
               struct qp_source *source)
{
    struct stat about = { 0 };
    int fd = open_regular(run, path, shown, named_at, &about);
    const char *slash = strrchr(shown, '/');
    char *bytes;
    size_t length, mark;

    if (fd < 0)
        return false;
    bytes = read_all(run, fd, shown, named_at, most, &length);
    close(fd);
    if (!bytes)
        return false;
    mark = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    *source = (struct qp_source){
        .file = { .path = shown,
                  .name = slash ? slash + 1 : shown,
                  .size = length },
        .text = bytes + mark,
        .length = length - mark,
        .device = about.st_dev,
        .inode = about.st_ino,
    };
    qp_source_hash(bytes, length, source->file.sha256);
    return check_utf8(run, shown, source->text, source->length);
}
