/* result.xml, the record of an evaluation: what went in by hash, what the
   rules were, every datum with where it stands, every score with what it
   rests on, and the hash of every other file that came out.  Numbers are
   exact: a decimal where it is finite and has at most 40 digits, else a
   fraction such as 2/3.  Files are named by their base names, so the record
   stays the same wherever the folder is. */

#ifndef QP_OUTPUT_RESULT_XML_H
#define QP_OUTPUT_RESULT_XML_H

#include "engine/crew.h"
#include "engine/history.h"
#include "engine/result.h"

#include <stdio.h>

/* Writes RESULT to OUT, by all of CREW, with the N_OUTPUTS files OUTPUTS, whose names are
   relative to the result's folder.  Whether all could be written, ferror(OUT)
   says; a text that XML cannot hold is reported, and false returned. */
bool qp_result_xml_write(struct qp_session *run, struct qp_crew *crew,
                         const struct qp_result *result,
                         const struct qp_file *outputs, size_t n_outputs,
                         FILE *out);

#endif
