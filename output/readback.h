/* The finished workbook, read back.  libxlsxwriter does not look whether its
   temporary files could be written: on a full disk it packs half a sheet and
   says that all is well.  So the file is opened again, every part is unpacked
   (which checks its sum) and parsed to its end, and every cell is compared
   with what was written. */

#ifndef QP_OUTPUT_READBACK_H
#define QP_OUTPUT_READBACK_H

#include "output/cells.h"

/* Compares the workbook at PATH, called LABEL in messages, with the cells of
   its N SHEETS, which are sorted on the way.  False when anything differs,
   which has been reported. */
bool qp_readback(struct qp_session *run, const char *path, const char *label,
                 struct qp_sheet *const *sheets, size_t n);

#endif
