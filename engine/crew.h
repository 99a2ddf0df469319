/* Jobs that know nothing of each other, such as the notices of the districts,
   done by as many threads as the machine has processors.  Each thread has a
   session of its own; what it reports is taken over in the end, so what comes
   out does not depend on the number of threads. */

#ifndef QP_ENGINE_CREW_H
#define QP_ENGINE_CREW_H

#include "engine/diag.h"

/* Does job I for TASK with RUN, whose memory stays until qp_crew_free(); false
   when it failed, which has been reported to RUN. */
typedef bool qp_crew_job(struct qp_session *run, void *task, size_t i);

struct qp_crew;

/* A crew as large as the machine has processors, at most 8. */
struct qp_crew *qp_crew_new(struct qp_session *run);

/* Does jobs 0 to N - 1.  After a failure the rest is left undone; reports to
   RUN what was reported, and returns whether all went well. */
bool qp_crew_work(struct qp_session *run, struct qp_crew *crew,
                  qp_crew_job *job, void *task, size_t n);

/* Frees what the jobs made. */
void qp_crew_free(struct qp_crew *crew);

#endif
