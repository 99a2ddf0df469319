/* Threads that take the next job until none is left; see crew.h. */

#include <config.h>

#include "engine/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST = 8 };

struct member {
    struct qp_crew *crew;
    struct qp_session run;
    pthread_t thread;
    bool is_thread;
};

struct qp_crew {
    struct member members[MOST];
    size_t n;

    /* the work at hand */
    qp_crew_job *job;
    void *task;
    size_t n_jobs;
    atomic_size_t next;
    atomic_bool failed;
};

struct qp_crew *
qp_crew_new(struct qp_session *run)
{
    struct qp_crew *crew = qp_arena_alloc(run->arena, 1, sizeof *crew);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    crew->n = processors < 1      ? 1
              : processors > MOST ? MOST
                                  : (size_t)processors;
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
    return NULL;
}

/* Where no thread can be had, the others do its share: the first member works
   in the calling thread. */
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
            pthread_create(&member->thread, NULL, work, member) == 0;
    }
    work(&crew->members[0]);
    for (size_t i = 1; i < crew->n; i++)
        if (crew->members[i].is_thread)
            pthread_join(crew->members[i].thread, NULL);
    for (size_t i = 0; i < crew->n; i++)
        qp_diag_join(run->diag, crew->members[i].run.diag);
    return !atomic_load(&crew->failed);
}
