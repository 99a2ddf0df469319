/* Jobs that know nothing of each other, such as reading what districts sent
   and writing their notices, done by one thread, or where there are several
   processors by one more than those.  Each thread has a session of its own;
   what it reports is taken over in the end, so what comes out does not depend
   on the number of threads.  Where no thread can be had, the calling one does
   all. */

#ifndef QP_ENGINE_CREW_H
#define QP_ENGINE_CREW_H

#include "engine/diag.h"

/* Does job I for TASK with RUN, whose memory stays until qp_crew_free() or, if
   kept, as long as the run; false when it failed, which has been reported to
   RUN. */
typedef bool qp_crew_job(struct qp_session *run, void *task, size_t i);

/* Takes for TASK what job I has made. */
typedef void qp_crew_take(void *task, size_t i);

struct qp_crew;

/* A crew for the processors that the program may use. */
struct qp_crew *qp_crew_new(struct qp_session *run);

/* Does jobs 0 to N - 1.  After a failure the rest is left undone; reports to
   RUN what was reported, and returns whether all went well. */
bool qp_crew_work(struct qp_session *run, struct qp_crew *crew,
                  qp_crew_job *job, void *task, size_t n);

/* The same, and what a job has made is taken as soon as it and all jobs before
   it have done well: in the order of jobs, never two at a time, so that TAKE
   may write where no job reads, as into RUN. */
bool qp_crew_work_in_order(struct qp_session *run, struct qp_crew *crew,
                           qp_crew_job *job, qp_crew_take *take, void *task,
                           size_t n);

/* Ends CREW and frees what the jobs made, or hands it to RUN. */
void qp_crew_free(struct qp_crew *crew);
void qp_crew_keep(struct qp_session *run, struct qp_crew *crew);

#endif
