/* From what was taken in to struct qp_submissions: documents in their order,
   experts' scores with their districts, and what must hold between files. */

#ifndef QP_INPUT_ASSEMBLE_H
#define QP_INPUT_ASSEMBLE_H

#include "input/intake.h"
#include "input/submission.h"

/* Makes the submissions of INTAKE, and reports what does not suit PURPOSE: drafts
   among final submissions and the reverse, districts without a submission,
   and what departments and experts owe.  The result is good only when nothing was
   reported as an error, here or before. */
struct qp_submissions *qp_assemble(struct qp_intake *intake,
                                   enum qp_purpose purpose);

#endif
