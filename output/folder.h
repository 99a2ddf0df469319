/* A directory that appears whole or not at all.  It is built under a name of
   its own beside the final one, closed to others, with small temporary files
   elsewhere; every file in it is synced;
   one rename puts it in place, or exchanges it with an earlier result, which
   is removed only then. */

#ifndef QP_OUTPUT_FOLDER_H
#define QP_OUTPUT_FOLDER_H

#include "engine/model.h"
#include "output/earlier.h"

#include <stdio.h>
#include <sys/types.h>

struct qp_folder {
    const char *path; /* the final name, as the user gave it */
    const char *work; /* where it is being built */
    const char *scratch; /* for temporary files, in memory or in WORK; gone
                            once sealed */
    bool fleeting;    /* never published, so nothing is synced */
    int guard;        /* of a fleeting one, a line to its guard */
    pid_t guarded_by;
    bool replaces;    /* an earlier result, which is this file: */
    dev_t device;
    ino_t inode;
    struct qp_folder *next; /* that is unfinished */
};

/* Checks that PATH may become the result that is OWN (it does not exist, is empty or holds
   an earlier result and nothing else) and begins to build.  Returns null when
   it may or can not, which has been reported. */
struct qp_folder *qp_folder_begin(struct qp_session *run, const char *path,
                                  const struct qp_earlier_identity *own);

/* Makes FOLDER's directory to build in, beside PATH, and one for temporary
   files, in TMPDIR or without that in memory, else in the former; false, with errno, if
   that cannot be.  When the program ends before it is published or discarded,
   as when memory runs out, it is removed as far as can be. */
bool qp_folder_open(struct qp_session *run, struct qp_folder *folder,
                    const char *path);

/* Makes a directory for temporary files that is gone after
   qp_folder_discard(), and however else the program ends, even when it is
   killed: a child process, which makes it, waits for that.  Returns null when
   it cannot, which has been reported. */
struct qp_folder *qp_folder_open_fleeting(struct qp_session *run);

/* Where NAME is while FOLDER is built, and what messages call it. */
const char *qp_folder_work(struct qp_session *run,
                           const struct qp_folder *folder, const char *name);
const char *qp_folder_label(struct qp_session *run,
                            const struct qp_folder *folder, const char *name);

/* Makes the directory NAME in FOLDER. */
bool qp_folder_make(struct qp_session *run, const struct qp_folder *folder,
                    const char *name);

/* Opens the new file NAME in FOLDER for writing; null when it cannot. */
FILE *qp_folder_create(struct qp_session *run, const struct qp_folder *folder,
                       const char *name);

/* Closes OUT, which qp_folder_create() opened.  False when anything of it
   could not be written, which has been reported. */
bool qp_folder_close(struct qp_session *run, const struct qp_folder *folder,
                     const char *name, FILE *out);

/* Settles the finished file NAME: fills in FILE, unless it is null, from the
   bytes that are on disk, gives it its final mode and syncs it. */
bool qp_folder_seal(struct qp_session *run, const struct qp_folder *folder,
                    const char *name, struct qp_file *file);

/* Reads the open file FD to its end into FILE's size and SHA-256. */
bool qp_folder_digest(int fd, struct qp_file *file);

/* The same for directory NAME, or FOLDER itself for null, with what is left in
   its scratch directory removed. */
bool qp_folder_seal_directory(struct qp_session *run,
                              const struct qp_folder *folder,
                              const char *name);

/* Puts FOLDER, sealed, in its place. */
bool qp_folder_publish(struct qp_session *run, struct qp_folder *folder);

/* Syncs the directory PATH, so that a new name in it lasts. */
bool qp_folder_sync(struct qp_session *run, const char *path);

/* Removes what has been built. */
void qp_folder_discard(struct qp_folder *folder);

#endif
