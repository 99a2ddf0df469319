/* The schema of a rule set (XSD 1.0): what its submissions, verifications and
   scores look like, for any XML tool.  It is made of the forms by which files
   are read, and of the rules.

   XSD 1.0 gives all elements of one name in one place one type, whatever their
   attributes say.  So a figure is held to what fits at least one datum of its
   form, its unit to the units of all of them; what each datum asks for stands
   with its code, and the program sees to it.  Uniqueness and what is required
   are the program's too.  Likewise rows of detail have the attributes of all
   record types; each is exact where one type alone has it.  Elements come in the order of the forms, which the
   program does not ask for: without that there is no flat list, which is what
   spreadsheet programs can map. */

#ifndef QP_OUTPUT_SCHEMA_H
#define QP_OUTPUT_SCHEMA_H

#include "engine/form.h"

#include <stdio.h>

/* Writes the schema of RULES to OUT, with the N FORMS.  Whether all could be
   written, ferror(OUT) says; a text that XML cannot hold is reported, and
   false returned. */
bool qp_schema_write(struct qp_session *run, const struct qp_ruleset *rules,
                     const struct qp_form *const forms[], size_t n, FILE *out);

#endif
