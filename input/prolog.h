/* What a file is by its first bytes: XML, and in which encoding, or one of the
   things that people send instead. */

#ifndef QP_INPUT_PROLOG_H
#define QP_INPUT_PROLOG_H

#include "engine/diag.h"

/* The bytes that are looked at; an XML declaration lies within them. */
enum { QP_PROLOG_LENGTH = 1024 };

struct qp_prolog {
    size_t mark;          /* bytes of a byte order mark */
    const char *encoding; /* what to transcode from; null for UTF-8 */
};

/* Looks at the N bytes that the file at PATH begins with; N is below
   QP_PROLOG_LENGTH only when that is the whole file.  Puts blanks in place of
   the XML declaration, line ends apart.  Returns false, having reported it,
   when this is nothing that quping reads. */
bool qp_prolog_read(struct qp_session *run, const char *path, char *head,
                    size_t n, struct qp_prolog *prolog);

#endif
