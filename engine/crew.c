/* Threads that take the next job until none is left; see crew.h. */

#include <config.h>

#include "engine/crew.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "engine/num.h"

struct member {
    struct qp_crew *crew;
    struct qp_session run;
    pthread_t thread;
    bool is_thread;
};

struct qp_crew {
    struct member *members;
    size_t n;

    /* the work at hand */
    qp_crew_job *job;
    void *task;
    size_t n_jobs;
    atomic_size_t next;
    atomic_bool failed;

    /* of jobs that are taken in order; TAKE is null for others */
    qp_crew_take *take;
    pthread_mutex_t lock; /* of what follows, and of taking */
    bool *is_done;
    size_t n_taken;
};

/* The processors that the program may use, which may be fewer than the
   machine has; 1 where there is no telling. */
static size_t
count_processors(void)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0
               ? (size_t)CPU_COUNT(&set)
               : 1;
}

/* Where there are several processors, one thread more keeps them all at work
   while another waits for the disk. */
static size_t
count_threads(void)
{
    size_t n = count_processors();

    return n > 1 ? n + 1 : 1;
}

struct qp_crew *
qp_crew_new(struct qp_session *run)
{
    struct qp_crew *crew = qp_arena_alloc(run->arena, 1, sizeof *crew);

    crew->n = count_threads();
    crew->members = qp_arena_alloc(run->arena, crew->n, sizeof *crew->members);
    for (size_t i = 0; i < crew->n; i++) {
        struct member *member = &crew->members[i];

        member->crew = crew;
        member->run.arena = qp_arena_new();
        member->run.diag = qp_diag_new(member->run.arena);
    }
    return crew;
}

void
qp_crew_free(struct qp_crew *crew)
{
    for (size_t i = 0; i < crew->n; i++)
        qp_arena_free(crew->members[i].run.arena);
}

void
qp_crew_keep(struct qp_session *run, struct qp_crew *crew)
{
    for (size_t i = 0; i < crew->n; i++)
        qp_arena_join(run->arena, crew->members[i].run.arena);
}

/* Job I is done; takes it and those behind it, if they have waited for it. */
static void
take(struct qp_crew *crew, size_t i)
{
    pthread_mutex_lock(&crew->lock);
    crew->is_done[i] = true;
    while (crew->n_taken < crew->n_jobs && crew->is_done[crew->n_taken])
        crew->take(crew->task, crew->n_taken++);
    pthread_mutex_unlock(&crew->lock);
}

static void *
work(void *data)
{
    struct member *member = data;
    struct qp_crew *crew = member->crew;
    size_t i;

    while (!atomic_load(&crew->failed) &&
           (i = atomic_fetch_add(&crew->next, 1)) < crew->n_jobs)
        if (!crew->job(&member->run, crew->task, i))
            atomic_store(&crew->failed, true);
        else if (crew->take)
            take(crew, i);
    if (member != crew->members) /* that works in the calling thread */
        qp_num_leave();
    return NULL;
}

/* The first member works in the calling thread. */
bool
qp_crew_work(struct qp_session *run, struct qp_crew *crew, qp_crew_job *job,
             void *task, size_t n)
{
    crew->job = job;
    crew->task = task;
    crew->n_jobs = n;
    atomic_store(&crew->next, 0);
    atomic_store(&crew->failed, false);
    for (size_t i = 1; i < crew->n; i++) {
        struct member *member = &crew->members[i];

        member->is_thread =
            i < n && pthread_create(&member->thread, NULL, work, member) == 0;
    }
    work(&crew->members[0]);
    for (size_t i = 1; i < crew->n; i++)
        if (crew->members[i].is_thread)
            pthread_join(crew->members[i].thread, NULL);
    for (size_t i = 0; i < crew->n; i++)
        qp_diag_join(run->diag, crew->members[i].run.diag);
    return !atomic_load(&crew->failed);
}

bool
qp_crew_work_in_order(struct qp_session *run, struct qp_crew *crew,
                      qp_crew_job *job, qp_crew_take *take_over, void *task,
                      size_t n)
{
    bool is_well;

    crew->take = take_over;
    crew->is_done = qp_arena_alloc(run->arena, n, sizeof *crew->is_done);
    crew->n_taken = 0;
    pthread_mutex_init(&crew->lock, NULL);
    is_well = qp_crew_work(run, crew, job, task, n);
    pthread_mutex_destroy(&crew->lock);
    crew->take = NULL;
    return is_well;
}
