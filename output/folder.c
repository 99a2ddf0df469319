/* Building, sealing and renaming a directory; see folder.h. */

#include <config.h>

#include "output/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "engine/digest.h"
#include "engine/tongue.h"

enum { MODE_FILE = 0644, MODE_DIRECTORY = 0755, BUFFER = 64 * 1024 };

/* Directories that nftw() may hold open at a time; how often one is removed
   that is filled again meanwhile. */
enum { OPEN_MOST = 16, TRIES = 1000 };

static bool
fail(struct qp_session *run, const char *path, const char *what)
{
    qp_system_error(run, path, "%s: %s", what, strerror(errno));
    return false;
}

static bool
refuse(struct qp_session *run, const char *path, const char *why)
{
    qp_error(run, (struct qp_place){ .file = path }, QP_OUTPUT,
             "%s; name a new directory, an empty one, or an earlier result",
             why);
    return false;
}

/* ---- what is unfinished ---- */

static struct qp_folder *unfinished;

static int
remove_one(const char *path, const struct stat *st, int kind,
           struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

static bool
remove_all(const char *path)
{
    return nftw(path, remove_one, OPEN_MOST, FTW_DEPTH | FTW_PHYS) == 0;
}

/* The same where others may still write to PATH: threads that do not know yet
   that the program ends. */
static void
remove_at_last(const char *path)
{
    for (int i = 0; i < TRIES && !remove_all(path); i++)
        if (access(path, F_OK) != 0)
            return;
}

/* The scratch directory may be elsewhere. */
static void
remove_built(const struct qp_folder *folder)
{
    if (folder->scratch)
        remove_at_last(folder->scratch);
    remove_at_last(folder->work);
}

static void
remove_unfinished(void)
{
    for (; unfinished; unfinished = unfinished->next)
        remove_built(unfinished);
}

/* From now on FOLDER is not removed when the program ends. */
static void
forget(const struct qp_folder *folder)
{
    struct qp_folder **at = &unfinished;

    while (*at && *at != folder)
        at = &(*at)->next;
    if (*at)
        *at = folder->next;
}

/* Where temporary files go: where the user says, or OTHERWISE. */
static const char *
temporary_place(const char *otherwise)
{
    const char *place = getenv("TMPDIR");

    return place && *place ? place : otherwise;
}

/* A workbook takes the library twenty files that have no name and are gone a
   moment later; a disk remembers each of them for a while, and that takes a
   quarter of a small evaluation's time.  So they are kept in memory, where
   there is room for files, in a directory that is named after WORK: when the
   program is killed, one tells of the other.  What nobody publishes keeps its
   own inside, which goes with its guard. */
static bool
make_scratch(struct qp_session *run, struct qp_folder *folder)
{
    if (!folder->fleeting) {
        folder->scratch = qp_arena_printf(run->arena, "%s/quping%s",
                                          temporary_place("/dev/shm"),
                                          strrchr(folder->work, '.'));
        if (mkdir(folder->scratch, 0700) == 0)
            return true;
    }
    folder->scratch = qp_folder_work(run, folder, ".scratch");
    return mkdir(folder->scratch, 0700) == 0;
}

bool
qp_folder_open(struct qp_session *run, struct qp_folder *folder,
               const char *path)
{
    static bool is_watched = false;
    int why;
    char *work = qp_arena_printf(run->arena, "%s.tmp.XXXXXX", path);

    if (!is_watched && atexit(remove_unfinished) != 0)
        return false;
    is_watched = true;
    if (!mkdtemp(work))
        return false;
    folder->work = work;
    if (!make_scratch(run, folder)) {
        why = errno;
        remove_all(work);
        errno = why;
        return false;
    }
    folder->next = unfinished;
    unfinished = folder;
    return true;
}

/* ---- for a while ---- */

/* What the child does: makes the directory PLACE, tells PARENT its name of N
   bytes, and removes it when the other end is closed, whatever closes it. */
static _Noreturn void
stand_guard(char *place, size_t n, int parent)
{
    char nothing;

    setsid(); /* signals of the terminal are not for us */
    if (!mkdtemp(place))
        _exit(errno);
    if (send(parent, place, n, MSG_NOSIGNAL) == (ssize_t)n)
        while (read(parent, &nothing, 1) < 0 && errno == EINTR)
            ;
    remove_all(place);
    _exit(0);
}

static void
dismiss_guard(const struct qp_folder *folder)
{
    int status = 0;

    close(folder->guard);
    waitpid(folder->guarded_by, &status, 0);
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}

/* Has a child make the directory PLACE, a pattern that becomes its name; false,
   with errno, if that cannot be. */
static bool
post_guard(struct qp_folder *folder, char *place)
{
    size_t n = strlen(place);
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    folder->guarded_by = fork();
    if (folder->guarded_by == 0) {
        close(ends[0]);
        stand_guard(place, n, ends[1]);
    }
    close(ends[1]);
    folder->guard = ends[0];
    if (folder->guarded_by < 0) {
        close(ends[0]);
        return false;
    }
    if (recv(folder->guard, place, n, MSG_WAITALL) == (ssize_t)n)
        return true;
    dismiss_guard(folder);
    return false;
}

struct qp_folder *
qp_folder_open_fleeting(struct qp_session *run)
{
    struct qp_folder *folder = qp_arena_alloc(run->arena, 1, sizeof *folder);
    char *place = qp_arena_printf(run->arena, "%s/quping.XXXXXX",
                                  temporary_place("/tmp"));

    folder->fleeting = true;
    if (!post_guard(folder, place)) {
        fail(run, place, "no temporary directory can be made");
        return NULL;
    }
    folder->path = qp_arena_printf(run->arena, "%s/result", place);
    if (qp_folder_open(run, folder, folder->path))
        return folder;
    fail(run, folder->path, "no temporary directory can be made");
    dismiss_guard(folder);
    return NULL;
}

/* ---- before ---- */

/* PATH without slashes behind. */
static const char *
trim_path(struct qp_arena *arena, const char *path)
{
    size_t n = strlen(path);

    while (n > 1 && path[n - 1] == '/')
        n--;
    return qp_arena_copy(arena, path, n);
}

/* True if PATH ends in a name that a directory can be given. */
static bool
has_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;

    return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* What stands at FOLDER's path, if anything: may it be replaced? */
static bool
inspect(struct qp_session *run, struct qp_folder *folder,
        const struct qp_earlier_identity *own)
{
    struct stat st;

    if (!has_name(folder->path))
        return refuse(run, folder->path,
                      _("this names no directory of its own"));
    if (lstat(folder->path, &st) != 0)
        return errno == ENOENT ||
               fail(run, folder->path, _("cannot be looked at"));
    if (S_ISLNK(st.st_mode))
        return refuse(run, folder->path, _("this is a symbolic link"));
    if (!S_ISDIR(st.st_mode))
        return refuse(run, folder->path, _("this is not a directory"));
    folder->device = st.st_dev;
    folder->inode = st.st_ino;
    return qp_earlier_check(run, folder->path, own, &folder->replaces);
}

struct qp_folder *
qp_folder_begin(struct qp_session *run, const char *path,
                const struct qp_earlier_identity *own)
{
    struct qp_folder *folder = qp_arena_alloc(run->arena, 1, sizeof *folder);

    folder->path = trim_path(run->arena, path);
    if (!inspect(run, folder, own))
        return NULL;
    if (!qp_folder_open(run, folder, folder->path)) {
        fail(run, folder->path, _("no directory can be made beside it"));
        return NULL;
    }
    return folder;
}

/* ---- while it is built ---- */

const char *
qp_folder_work(struct qp_session *run, const struct qp_folder *folder,
               const char *name)
{
    return qp_arena_printf(run->arena, "%s/%s", folder->work, name);
}

const char *
qp_folder_label(struct qp_session *run, const struct qp_folder *folder,
                const char *name)
{
    return qp_arena_printf(run->arena, "%s/%s", folder->path, name);
}

/* Reports that NAME cannot be written. */
static bool
fail_write(struct qp_session *run, const struct qp_folder *folder,
           const char *name)
{
    return fail(run, qp_folder_label(run, folder, name),
                _("cannot be written"));
}

bool
qp_folder_make(struct qp_session *run, const struct qp_folder *folder,
               const char *name)
{
    return mkdir(qp_folder_work(run, folder, name), 0700) == 0 ||
           fail_write(run, folder, name);
}

FILE *
qp_folder_create(struct qp_session *run, const struct qp_folder *folder,
                 const char *name)
{
    int fd = open(qp_folder_work(run, folder, name),
                  O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

    if (!out) {
        fail_write(run, folder, name);
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    __fsetlocking(out, FSETLOCKING_BYCALLER); /* one thread writes */
    setvbuf(out, qp_arena_alloc(run->arena, BUFFER, 1), _IOFBF, BUFFER);
    return out;
}

bool
qp_folder_close(struct qp_session *run, const struct qp_folder *folder,
                const char *name, FILE *out)
{
    bool failed = ferror(out) != 0;

    if (fflush(out) != 0)
        failed = true;
    if (failed)
        fail_write(run, folder, name);
    if (fclose(out) != 0 && !failed)
        return fail_write(run, folder, name);
    return !failed;
}

/* ---- when it is done ---- */

bool
qp_folder_digest(int fd, struct qp_file *file)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char buffer[BUFFER], hash[EVP_MAX_MD_SIZE];
    ssize_t n = -1;

    errno = 0;
    if (!context || !EVP_DigestInit_ex(context, EVP_sha256(), NULL))
        goto out;
    while ((n = read(fd, buffer, sizeof buffer)) > 0) {
        file->size += (unsigned long long)n;
        if (!EVP_DigestUpdate(context, buffer, (size_t)n)) {
            n = -1;
            goto out;
        }
    }
    if (n == 0 && EVP_DigestFinal_ex(context, hash, NULL))
        qp_digest_spell(hash, file->sha256);
    else
        n = -1;
out:
    EVP_MD_CTX_free(context);
    return n == 0;
}

bool
qp_folder_seal(struct qp_session *run, const struct qp_folder *folder,
               const char *name, struct qp_file *file)
{
    int fd = open(qp_folder_work(run, folder, name),
                  O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool ok;

    if (file)
        *file = (struct qp_file){ .path = name, .name = name };
    ok = fd >= 0 && (!file || qp_folder_digest(fd, file)) &&
         fchmod(fd, MODE_FILE) == 0 && (folder->fleeting || fsync(fd) == 0);
    if (!ok)
        fail_write(run, folder, name);
    if (fd >= 0)
        close(fd);
    return ok;
}

bool
qp_folder_seal_directory(struct qp_session *run,
                         const struct qp_folder *folder, const char *name)
{
    int fd = open(name ? qp_folder_work(run, folder, name) : folder->work,
                  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool ok = fd >= 0 && (name || remove_all(folder->scratch)) &&
              fchmod(fd, MODE_DIRECTORY) == 0 &&
              (folder->fleeting || fsync(fd) == 0);

    if (!ok)
        fail_write(run, folder, name ? name : ".");
    if (fd >= 0)
        close(fd);
    return ok;
}

bool
qp_folder_sync(struct qp_session *run, const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;

    if (!ok)
        fail(run, path, _("cannot be synced"));
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool
sync_parent(struct qp_session *run, const struct qp_folder *folder)
{
    const char *slash = strrchr(folder->path, '/');
    const char *parent =
        !slash
            ? "."
            : qp_arena_copy(
                  run->arena, folder->path,
                  slash == folder->path ? 1 : (size_t)(slash - folder->path));

    return qp_folder_sync(run, parent);
}

void
qp_folder_discard(struct qp_folder *folder)
{
    forget(folder);
    remove_built(folder);
    if (folder->fleeting)
        dismiss_guard(folder);
}

static bool
exchange(const struct qp_folder *folder)
{
    return renameat2(AT_FDCWD, folder->work, AT_FDCWD, folder->path,
                     RENAME_EXCHANGE) == 0;
}

/* True if what stands under the working name now is the earlier result that
   was looked at, not something that came in between.  Else errno is 0, or why
   it cannot be told. */
static bool
is_what_we_saw(const struct qp_folder *folder)
{
    struct stat st;

    if (lstat(folder->work, &st) != 0)
        return false;
    errno = 0;
    return st.st_dev == folder->device && st.st_ino == folder->inode;
}

static bool
replace(struct qp_session *run, struct qp_folder *folder)
{
    int why;

    if (!exchange(folder))
        return fail(run, folder->path,
                    _("the earlier result cannot be replaced in one step; "
                      "move it away"));
    if (!is_what_we_saw(folder)) {
        why = errno;
        if (!exchange(folder))
            return fail(run, folder->path, _("cannot be put back"));
        errno = why;
        return why ? fail(run, folder->path, _("cannot be looked at"))
                   : refuse(run, folder->path,
                            _("somebody else has just changed this"));
    }
    if (!sync_parent(run, folder))
        return false;
    if (!remove_all(folder->work))
        qp_warning(run, (struct qp_place){ .file = folder->work }, QP_OUTPUT,
                   "the earlier result could not be removed: %s",
                   strerror(errno));
    return true;
}

/* Renaming a directory replaces nothing but an empty directory, so one call
   serves a new name and an empty folder, on every file system. */
bool
qp_folder_publish(struct qp_session *run, struct qp_folder *folder)
{
    forget(folder);
    folder->scratch = NULL; /* whoever has that name now, it is not ours */
    if (folder->replaces)
        return replace(run, folder);
    if (rename(folder->work, folder->path) != 0)
        return fail(run, folder->path, _("cannot be put in place"));
    return sync_parent(run, folder);
}
