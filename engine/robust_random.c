/* SplitMix64 and what is made of it; see robust_random.h. */

#include <config.h>

#include "engine/robust_random.h"

#include <math.h>

#include "engine/robust_math.h"

static const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);

/* The finaliser of SplitMix64, variant 13 of D. Stafford. */
static uint64_t
mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static uint64_t
next(struct qp_stream *stream)
{
    stream->state += golden;
    return mix(stream->state);
}

struct qp_stream
qp_stream_of(uint64_t seed)
{
    return (struct qp_stream){ mix(seed + golden) };
}

struct qp_stream
qp_stream_within(struct qp_stream stream, uint64_t name)
{
    return (struct qp_stream){ mix(stream.state ^ mix((name + 1) * golden)) };
}

double
qp_stream_uniform(struct qp_stream *stream)
{
    return (double)(next(stream) >> 11) * 0x1p-53;
}

void
qp_stream_fill(struct qp_stream *stream, double x[], size_t n)
{
    uint64_t state = stream->state;

    for (size_t i = 0; i < n; i++)
        x[i] = (double)(mix(state + (i + 1) * golden) >> 11) * 0x1p-53;
    stream->state = state + n * golden;
}

size_t
qp_stream_choice(struct qp_stream *stream, size_t n)
{
    return (size_t)(qp_stream_uniform(stream) * (double)n);
}

double
qp_stream_normal(struct qp_stream *stream)
{
    double x, y, square;

    do {
        x = 2 * qp_stream_uniform(stream) - 1;
        y = 2 * qp_stream_uniform(stream) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    return x * sqrt(-2 * qp_robust_ln(square) / square);
}

/* For SHAPE >= 1. */
static double
gamma_from_one(struct qp_stream *stream, double shape)
{
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);

    for (;;) {
        double x = qp_stream_normal(stream), v = 1 + c * x, u;

        if (v <= 0)
            continue;
        v = v * v * v;
        u = 1 - qp_stream_uniform(stream); /* over 0 */
        if (qp_robust_ln(u) < 0.5 * x * x + d - d * v + d * qp_robust_ln(v))
            return d * v;
    }
}

/* Below 1 by way of the next greater shape. */
double
qp_stream_gamma(struct qp_stream *stream, double shape)
{
    double u;

    if (shape >= 1)
        return gamma_from_one(stream, shape);
    u = 1 - qp_stream_uniform(stream);
    return gamma_from_one(stream, shape + 1) *
           qp_robust_exp(qp_robust_ln(u) / shape);
}
