/* What the fuzz targets share.  A target is a file fuzz_NAME.c with the
   function that libFuzzer calls by convention; bytes in, and abort() when
   something does not hold that must hold for any bytes.  Its seeds are in
   corpus/NAME/, words that are worth trying in NAME.dict.  Linked with
   driver.c a target replays files; linked with a fuzzing engine it looks for
   new ones ("make fuzz"). */

#ifndef QP_TESTS_FUZZ_H
#define QP_TESTS_FUZZ_H

#include "engine/diag.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct qp_ruleset;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts, saying what does not hold, unless CONDITION does. */
#define MUST(condition)                                                       \
    do {                                                                      \
        if (!(condition)) {                                                   \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, \
                    #condition);                                              \
            abort();                                                          \
        }                                                                     \
    } while (0)

/* Bytes that are taken one by one as choices; 0 when they are used up. */
struct fuzz_bytes {
    const uint8_t *at, *end;
};

static inline unsigned
fuzz_take(struct fuzz_bytes *bytes)
{
    return bytes->at < bytes->end ? *bytes->at++ : 0;
}

/* The path of a file of this process's own, which holds the SIZE bytes at
   DATA until the next call with the same NAME. */
const char *fuzz_file(const char *name, const void *data, size_t size);

/* A new run, in place of the one before, whose memory goes. */
struct qp_session *fuzz_begin(void);

/* The rules of TEXT, which are sound.  They are read once and last as long as
   the process, so that each target has one set. */
const struct qp_ruleset *fuzz_rules(const char *text);

/* What was reported in RUN, as it is printed. */
const char *fuzz_said(struct qp_session *run);

#endif
