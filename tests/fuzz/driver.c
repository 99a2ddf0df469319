/* Replays files through a fuzz target: each argument is a file, or a folder
   whose files are taken.  For where there is no fuzzing engine. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

static size_t n_replayed;

static void
replay_file(const char *path)
{
    FILE *file = fopen(path, "r");
    struct stat st;
    uint8_t *bytes;

    MUST(file && fstat(fileno(file), &st) == 0);
    /* exactly as large, so that a sanitizer sees a byte too many */
    bytes = malloc((size_t)st.st_size + !st.st_size);
    MUST(bytes);
    MUST(fread(bytes, 1, (size_t)st.st_size, file) == (size_t)st.st_size);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, (size_t)st.st_size);
    free(bytes);
    n_replayed++;
}

static void
replay(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;

    if (!dir) {
        replay_file(path);
        return;
    }
    while ((entry = readdir(dir))) {
        char name[4096];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        replay(name);
    }
    closedir(dir);
}

int
main(int argc, char *argv[])
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    printf("%zu inputs\n", n_replayed);
    return n_replayed ? 0 : 1;
}
