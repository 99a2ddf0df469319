/* Unified social credit codes 统一社会信用代码 of firms, GB 32100: 18 digits and
   capitals without I O S V Z, of which the last checks the others. */

#ifndef QP_ENGINE_USCC_H
#define QP_ENGINE_USCC_H

#include <stddef.h>
#include <stdint.h>

enum { QP_USCC_LENGTH = 18 };

/* Reads the N bytes at TEXT.  Returns null and sets PACKED to the code in 96
   bits, 5 bits a character, by which it is told from every other one; or
   returns what is wrong as a phrase that follows the quoted text in a
   message.
   Source: GB 32100-2015, 5.2.6. */
const char *qp_uscc_read(const char *text, size_t n, uint64_t packed[2]);

/* The code that PACKED stands for, with a null byte behind. */
void qp_uscc_text(const uint64_t packed[2], char text[QP_USCC_LENGTH + 1]);

#endif
