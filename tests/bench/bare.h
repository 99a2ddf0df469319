/* The yardstick for reading: one pass over a file that does what any reader of
   contracts must do and nothing else.  libxml2's SAX2 push parser, SHA-256 of
   the bytes, exact sums of two amounts, and a set of ids; no checks, no lines,
   no messages. */

#ifndef QP_TESTS_BENCH_BARE_H
#define QP_TESTS_BENCH_BARE_H

#include <stddef.h>
#include <stdint.h>

struct bare_sums {
    size_t n_records, n_twice;
    int64_t amount, executed; /* in hundredths */
    unsigned char sha256[32];
};

/* Passes over the file at PATH; ends the program when that fails. */
struct bare_sums bare_pass(const char *path);

#endif
