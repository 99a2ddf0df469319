/* One file, whole or not at all; see single.h. */

#include <config.h>

#include "output/single.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/tongue.h"

static bool
refuse(struct qp_session *run, const char *path, const char *why)
{
    qp_error(run, (struct qp_place){ .file = path }, QP_OUTPUT,
             "%s; name a new file, or an earlier report", why);
    return false;
}

/* What stands at PATH, if anything: may it be replaced? */
static bool
inspect(struct qp_session *run, const char *path,
        bool (*is_ours)(const char *path))
{
    struct stat st;

    if (lstat(path, &st) != 0) {
        if (errno == ENOENT)
            return true;
        qp_system_error(run, path, "cannot be looked at: %s", strerror(errno));
        return false;
    }
    if (S_ISLNK(st.st_mode))
        return refuse(run, path, _("this is a symbolic link"));
    if (!S_ISREG(st.st_mode))
        return refuse(run, path, _("this is not a regular file"));
    return is_ours(path) ||
           refuse(run, path,
                  _("this is a file that quping did not write as "
                    "such a report"));
}

struct qp_single *
qp_single_begin(struct qp_session *run, const char *path,
                bool (*is_ours)(const char *path))
{
    struct qp_single *single = qp_arena_alloc(run->arena, 1, sizeof *single);
    const char *slash = strrchr(path, '/');

    single->path = path;
    single->name = slash ? slash + 1 : path;
    if (!*single->name) {
        refuse(run, path, _("this names no file"));
        return NULL;
    }
    if (!inspect(run, path, is_ours))
        return NULL;
    single->folder.path =
        !slash ? "."
               : qp_arena_copy(run->arena, path,
                               slash == path ? 1 : (size_t)(slash - path));
    if (!qp_folder_open(run, &single->folder, path)) {
        qp_system_error(run, path, "no file can be made there: %s",
                        strerror(errno));
        return NULL;
    }
    return single;
}

bool
qp_single_end(struct qp_session *run, struct qp_single *single, bool ok)
{
    ok = ok && qp_folder_seal(run, &single->folder, single->name, NULL);
    if (ok && rename(qp_folder_work(run, &single->folder, single->name),
                     single->path) != 0) {
        qp_system_error(run, single->path, "cannot be put in place: %s",
                        strerror(errno));
        ok = false;
    }
    qp_folder_discard(&single->folder);
    return ok && qp_folder_sync(run, single->folder.path);
}
