/* Random numbers by place instead of in turn: a stream is named by a seed and
   what it is for, its numbers by their position, so that any number of threads
   draws the same ones.  The numbers are those of SplitMix64 (G. L. Steele, D.
   Lea and C. H. Flood, Fast Splittable Pseudorandom Number Generators, 2014)
   from a start that is hashed from the names. */

#ifndef QP_ENGINE_ROBUST_RANDOM_H
#define QP_ENGINE_ROBUST_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct qp_stream {
    uint64_t state;
};

/* The stream of SEED. */
struct qp_stream qp_stream_of(uint64_t seed);

/* The stream NAME within STREAM, from wherever that stands. */
struct qp_stream qp_stream_within(struct qp_stream stream, uint64_t name);

/* The next number, evenly spread over 0 <= x < 1, in steps of 2^-53. */
double qp_stream_uniform(struct qp_stream *stream);

/* The next N of them. */
void qp_stream_fill(struct qp_stream *stream, double x[], size_t n);

/* One of 0 to N - 1. */
size_t qp_stream_choice(struct qp_stream *stream, size_t n);

/* From the normal distribution with mean 0 and standard deviation 1.
   Source: G. Marsaglia and T. A. Bray (1964), the polar method. */
double qp_stream_normal(struct qp_stream *stream);

/* From the gamma distribution with SHAPE > 0 and scale 1; what is gamma with
   shares of a sum as shapes is Dirichlet when divided by its sum.
   Source: G. Marsaglia and W. W. Tsang, A Simple Method for Generating Gamma
   Variables (2000). */
double qp_stream_gamma(struct qp_stream *stream, double shape);

#endif
