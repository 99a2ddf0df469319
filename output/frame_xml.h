/* frame.xml, what is published of all districts together (engine/frame.h), so
   that a district can score its draft alone: statistics only, all digits. */

#ifndef QP_OUTPUT_FRAME_XML_H
#define QP_OUTPUT_FRAME_XML_H

#include "engine/frame.h"

#include <stdio.h>

/* Writes FRAME, which is of RULES, to OUT.  Whether all could be written,
   ferror(OUT) says; a text that XML cannot hold is reported, and false
   returned. */
bool qp_frame_xml_write(struct qp_session *run, const struct qp_ruleset *rules,
                        const struct qp_frame *frame, FILE *out);

#endif
