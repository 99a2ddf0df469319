/* A result scored again from what it was made of, for commands that look into
   it: by the copies that stand in its folder, or by the rules and submissions
   that the command line names.  It is the same result, or there is none. */

#ifndef QP_ENGINE_COMMANDS_RESCORE_H
#define QP_ENGINE_COMMANDS_RESCORE_H

#include "engine/commands/command.h"
#include "engine/result.h"
#include "input/bundle.h"

/* Scores the result in folder PATH again, by OPTIONS' rules, data and prior
   record where they are given.  Returns null when that cannot be done, or when
   anything of it is not as the record says, which has been reported. */
const struct qp_result *qp_rescore(struct qp_session *run, const char *path,
                                   const struct qp_options *options);

/* RESULT with the simulation that the record of BUNDLE tells of, done again by
   RUN; RESULT itself where it tells of none, or of a number of draws that cannot
   be, which a comparison finds.  Null when it fails, which has been
   reported. */
const struct qp_result *qp_resimulate(struct qp_session *run,
                                      const struct qp_bundle *bundle,
                                      const struct qp_result *result);

#endif
