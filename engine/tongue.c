/* The operator's language; see tongue.h. */

#include <config.h>

#include "engine/tongue.h"

#include <assert.h>
#include <errno.h>
#include <iconv.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- where catalogues are ---- */

/* Where catalogues lie beside the program that was built there. */
#define OWN_FOLDER "po"
#define OWN_CATALOGUE OWN_FOLDER "/zh_CN/LC_MESSAGES/quping.mo"

/* The folder of catalogues beside the program, if there are any; in FOLDER,
   with PATH_MAX bytes. */
static bool
find_own_catalogues(char *folder)
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    char *end;

    if (length < 0)
        return false;
    folder[length] = '\0';
    end = strrchr(folder, '/') + 1;
    if ((size_t)(end - folder) + sizeof OWN_CATALOGUE > PATH_MAX)
        return false;
    strcpy(end, OWN_CATALOGUE);
    if (access(folder, R_OK) != 0)
        return false;
    strcpy(end, OWN_FOLDER);
    return true;
}

/* ---- terminals that do not take UTF-8 ---- */

/* A stream that passes on what is written in the terminal's encoding.  What is
   written may end within a character, which then waits. */
struct converter {
    FILE *to;
    iconv_t iconv;
    char waiting[8];
    size_t n_waiting;
};

/* Writes what can be converted of the N bytes at TEXT, and returns how many
   are left, which are the beginning of a character. */
static size_t
convert(struct converter *c, char *text, size_t n)
{
    while (n > 0) {
        char out[4096], *to = out;
        size_t room = sizeof out;
        size_t status = iconv(c->iconv, &text, &n, &to, &room);

        fwrite(out, 1, (size_t)(to - out), c->to);
        if (status != (size_t)-1 || errno == E2BIG)
            continue;
        if (errno == EINVAL)
            break;
        fputc('?', c->to); /* a byte of no character, or one it lacks */
        text++;
        n--;
        while (n > 0 && (*text & 0xc0) == 0x80) {
            text++;
            n--;
        }
    }
    return n;
}

static ssize_t
write_converted(void *cookie, const char *text, size_t n)
{
    struct converter *c = cookie;
    char *all = malloc(c->n_waiting + n);
    size_t length = c->n_waiting + n, left;

    if (!all)
        return 0;
    memcpy(all, c->waiting, c->n_waiting);
    memcpy(all + c->n_waiting, text, n);
    left = convert(c, all, length);
    assert(left <= sizeof c->waiting); /* less than a character */
    memcpy(c->waiting, all + length - left, left);
    c->n_waiting = left;
    free(all);
    return fflush(c->to) == 0 && !ferror(c->to) ? (ssize_t)n : 0;
}

/* STREAM, or one in front of it, by C, that converts to CODESET if it is a
   terminal that wants that. */
static FILE *
converting(struct converter *c, FILE *stream, const char *codeset)
{
    static const char *const known[] = { "GB18030", "GBK", "GB2312" };
    const cookie_io_functions_t functions = { .write = write_converted };
    FILE *in_front;

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(codeset, known[i]) != 0 || !isatty(fileno(stream)))
            continue;
        c->to = stream;
        c->iconv = iconv_open(known[i], "UTF-8");
        in_front = c->iconv == (iconv_t)-1 ? NULL
                                           : fopencookie(c, "w", functions);
        if (!in_front)
            return stream;
        setvbuf(in_front, NULL, _IOLBF, BUFSIZ);
        return in_front;
    }
    return stream;
}

/* ---- the choice ---- */

/* Puts converting streams in front of the terminal's. */
static void
choose_encoding(void)
{
    static struct converter out, err; /* as long as the program lasts */
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);

    if (!locale)
        return;
    stdout = converting(&out, stdout, nl_langinfo_l(CODESET, locale));
    stderr = converting(&err, stderr, nl_langinfo_l(CODESET, locale));
    freelocale(locale);
}

const char *
qp_say(const char *text)
{
    return *text ? gettext(text) : text;
}

void
qp_tongue_init(void)
{
    char folder[PATH_MAX];

    setlocale(LC_MESSAGES, "");
    bindtextdomain(PACKAGE_NAME,
                   find_own_catalogues(folder) ? folder : QP_LOCALEDIR);
    bind_textdomain_codeset(PACKAGE_NAME, "UTF-8");
    /* what strerror() says, which would follow LC_CTYPE */
    bind_textdomain_codeset("libc", "UTF-8");
    textdomain(PACKAGE_NAME);
    choose_encoding();
}
