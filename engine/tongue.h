/* The operator's language.  What the program says on a terminal comes from a
   catalogue (po/) that the operator's locale chooses; what it writes for
   others is in the language of the rules and never depends on a locale, and
   neither does any number: of all that a locale has, only LC_MESSAGES is taken
   over.

   Text is UTF-8 all through.  A terminal that wants Chinese otherwise
   (GB18030, GBK, GB2312) gets it so; files and pipes get UTF-8 whatever the
   locale. */

#ifndef QP_ENGINE_TONGUE_H
#define QP_ENGINE_TONGUE_H

#include <libintl.h>

/* TEXT in the operator's language. */
#define _(text) gettext(text)

/* Marks a text that stands in a table; who prints it calls qp_say(). */
#define N_(text) text

/* TEXT of a table in the operator's language; "" stays. */
const char *qp_say(const char *text) __attribute__((format_arg(1)));

/* Chooses the language; called once, before anything is said. */
void qp_tongue_init(void);

#endif
