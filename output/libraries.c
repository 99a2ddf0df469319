/* Libraries and their versions; see libraries.h. */

#include <config.h>

#include "output/libraries.h"

#include <libxml/xmlversion.h>
#include <xlsxwriter.h>
#include <zlib.h>

#include "engine/num.h"

const char *
qp_libraries_text(struct qp_arena *arena, const char *separator)
{
    return qp_arena_printf(arena, "%s%slibxml2 %s%slibxlsxwriter %s%szlib %s",
                           qp_num_libraries(arena, separator), separator,
                           LIBXML_DOTTED_VERSION, separator, lxw_version(),
                           separator, zlibVersion());
}
