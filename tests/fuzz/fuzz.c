/* What the fuzz targets share; see fuzz.h. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <unistd.h>

static char folder[] = "/tmp/fuzz.XXXXXX";

static void
remove_folder(void)
{
    char command[64];

    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0)
        fprintf(stderr, "%s is left behind\n", folder);
}

const char *
fuzz_file(const char *name, const void *data, size_t size)
{
    static char path[128];
    static bool is_made;
    FILE *file;

    if (!is_made) {
        MUST(mkdtemp(folder));
        atexit(remove_folder);
    }
    is_made = true;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    MUST(file);
    MUST(fwrite(data, 1, size, file) == size);
    MUST(fclose(file) == 0);
    return path;
}

struct qp_session *
fuzz_begin(void)
{
    static struct qp_session run;

    if (run.arena)
        qp_arena_free(run.arena);
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
    return &run;
}

const char *
fuzz_said(struct qp_session *run)
{
    size_t length = 0;
    char *printed = NULL;
    FILE *out = open_memstream(&printed, &length);
    const char *text;

    qp_diag_print(run->diag, out, false);
    MUST(fclose(out) == 0);
    text = qp_arena_text(run->arena, printed);
    free(printed);
    return text;
}
