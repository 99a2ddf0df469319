/* How reading compares, measured side by side in one run:
       bench RULES ONE TWO SMALL LARGE
   ONE against a pass that does nothing but what any reader must do (bare.h),
   on one processor; ONE and TWO on two processors against one; memory for
   LARGE against that for SMALL.  All are written by generate.c for RULES. */

#include <config.h>

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/num.h"
#include "input/submission.h"
#include "rules/ruleset.h"
#include "tests/bench/bare.h"

/* The first of the rounds is for warming up. */
enum { ROUNDS = 7, BYTES_A_LABEL = 64, MOST_MIB = 64 };

/* ---- measures ---- */

static double
seconds(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Leaves N of the processors that the program had at first. */
static void
use_processors(const cpu_set_t *all, int n)
{
    cpu_set_t some;

    CPU_ZERO(&some);
    for (size_t i = 0; i < CPU_SETSIZE && n > 0; i++)
        if (CPU_ISSET(i, all)) {
            CPU_SET(i, &some);
            n--;
        }
    sched_setaffinity(0, sizeof some, &some);
}

static int
by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* The median of the rounds but for the first. */
static double
median(double rounds[ROUNDS])
{
    qsort(rounds + 1, ROUNDS - 1, sizeof *rounds, by_size);
    return (rounds[ROUNDS / 2] + rounds[(ROUNDS + 1) / 2]) / 2;
}

/* ---- reading ---- */

/* What a reading came to: rows, and firms with business. */
struct found {
    size_t n_rows, n_firms;
};

/* The sum over the districts of the derived datum CODE, a whole number. */
static size_t
count_derived(struct qp_session *run, const struct qp_ruleset *rules,
              const struct qp_submissions *subs, const char *code,
              size_t *n_rows)
{
    size_t sum = 0;

    for (size_t i = 0; i < rules->n_districts * rules->n_data; i++) {
        const struct qp_extra *extra = qp_model_extra(&subs->entries[i]);

        if (!extra->derived ||
            strcmp(rules->data[i % rules->n_data].code, code) != 0)
            continue;
        sum += strtoul(qp_num_text(run->arena, extra->derived->value.num),
                       NULL, 10);
        *n_rows += extra->n_records;
    }
    return sum;
}

/* Reads the N files at PATHS; ends the program when there is an error. */
static struct found
read_files(const struct qp_ruleset *rules, const char *const *paths, size_t n)
{
    struct qp_session run = { .arena = qp_arena_new() };
    const struct qp_submissions *subs;
    struct found found = { 0, 0 };
    size_t others = 0;

    run.diag = qp_diag_new(run.arena);
    subs = qp_submissions_read(&run, rules, NULL, paths, n, false);
    if (!subs) {
        qp_diag_print(run.diag, stderr, false);
        exit(1);
    }
    count_derived(&run, rules, subs, "offshore_executed", &found.n_rows);
    count_derived(&run, rules, subs, "onshore_executed", &found.n_rows);
    found.n_firms = count_derived(&run, rules, subs, "active_firms", &others);
    qp_arena_free(run.arena);
    return found;
}

/* ---- what is compared ---- */

static void
compare_with_bare(const struct qp_ruleset *rules, const char *path)
{
    double bare[ROUNDS], own[ROUNDS], ratios[ROUNDS];
    struct bare_sums sums = { 0 };
    struct found found = { 0, 0 };

    for (size_t i = 0; i < ROUNDS; i++) {
        double start = seconds(CLOCK_PROCESS_CPUTIME_ID), between;

        sums = bare_pass(path);
        between = seconds(CLOCK_PROCESS_CPUTIME_ID);
        found = read_files(rules, &path, 1);
        bare[i] = between - start;
        own[i] = seconds(CLOCK_PROCESS_CPUTIME_ID) - between;
        ratios[i] = bare[i] / own[i];
    }
    if (sums.n_records != found.n_rows || sums.n_twice > 0) {
        fprintf(stderr, "%s: %zu rows, %zu twice, %zu read\n", path,
                sums.n_records, sums.n_twice, found.n_rows);
        exit(1);
    }
    printf("reading %zu rows: bare pass %.2f s, quping %.2f s of processor "
           "time: %.0f %% of its throughput (at least 80)\n",
           found.n_rows, median(bare), median(own), 100 * median(ratios));
}

static void
compare_processors(const struct qp_ruleset *rules, const cpu_set_t *all,
                   const char *const paths[2])
{
    double one[ROUNDS], two[ROUNDS], ratios[ROUNDS];

    for (size_t i = 0; i < ROUNDS; i++) {
        double start = seconds(CLOCK_MONOTONIC), between;

        use_processors(all, 1);
        read_files(rules, paths, 2);
        between = seconds(CLOCK_MONOTONIC);
        use_processors(all, 2);
        read_files(rules, paths, 2);
        one[i] = between - start;
        two[i] = seconds(CLOCK_MONOTONIC) - between;
        ratios[i] = one[i] / two[i];
    }
    printf("two files: %.2f s on one processor, %.2f s on two: %.2f times as "
           "fast (at least 1.80)\n",
           median(one), median(two), median(ratios));
}

/* The most memory in MiB that reading PATH takes, in a process of its own. */
static double
measure_memory(const struct qp_ruleset *rules, const char *path,
               struct found *found)
{
    struct rusage usage;
    int ends[2], status;
    pid_t child;

    if (pipe(ends) != 0 || (child = fork()) < 0)
        exit(3);
    if (child == 0) {
        *found = read_files(rules, &path, 1);
        _exit(write(ends[1], found, sizeof *found) != sizeof *found);
    }
    if (read(ends[0], found, sizeof *found) != sizeof *found ||
        wait4(child, &status, 0, &usage) != child || status != 0)
        exit(3);
    close(ends[0]);
    close(ends[1]);
    return (double)usage.ru_maxrss / 1024;
}

static void
compare_memory(const struct qp_ruleset *rules, const char *small,
               const char *large)
{
    struct found few, many;
    double less = measure_memory(rules, small, &few);
    double more = measure_memory(rules, large, &many);
    size_t n = many.n_rows + many.n_firms - few.n_rows - few.n_firms;
    double labels = (double)n * BYTES_A_LABEL / (1 << 20);

    printf("memory: %.0f MiB for %zu rows, %.0f MiB for %zu; %d bytes for "
           "each of %zu more ids and firms are %.0f MiB, and %.0f MiB are "
           "beyond that (at most %d)\n",
           less, few.n_rows, more, many.n_rows, BYTES_A_LABEL, n, labels,
           more - less - labels, MOST_MIB);
}

int
main(int argc, char **argv)
{
    struct qp_session run = { .arena = qp_arena_new() };
    const char *const *paths = (const char *const *)argv + 2;
    const struct qp_ruleset *rules;
    cpu_set_t all;

    run.diag = qp_diag_new(run.arena);
    if (argc != 6) {
        fputs("usage: bench RULES ONE TWO SMALL LARGE\n", stderr);
        return 2;
    }
    qp_num_init();
    qp_input_init();
    rules = qp_ruleset_load(&run, argv[1]);
    if (!rules || sched_getaffinity(0, sizeof all, &all) != 0) {
        qp_diag_print(run.diag, stderr, false);
        return 1;
    }
    compare_memory(rules, paths[2], paths[3]);
    use_processors(&all, 1);
    compare_with_bare(rules, paths[0]);
    if (CPU_COUNT(&all) > 1)
        compare_processors(rules, &all, paths);
    else
        puts("two files: there is only one processor here");
    qp_arena_free(run.arena);
    return 0;
}
