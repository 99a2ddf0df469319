/* Estimators of Sobol indices; see robust_sobol.h. */

#include <config.h>

#include "engine/robust_sobol.h"

#include <stdlib.h>

#include "engine/robust_random.h"

/* Both indices of one choice without bounds. */
struct pair {
    double first, total;
};

struct sample {
    const double *a, *b;
    size_t n;
};

/* The mean and variance of the output over A and B together, of the rows that
   PICKED counts so many times. */
static double
variance(const struct sample *in, const uint32_t picked[], double *mean)
{
    double sum = 0, squares = 0, n = 2 * (double)in->n;

    for (size_t j = 0; j < in->n; j++)
        sum += picked[j] * (in->a[j] + in->b[j]);
    *mean = sum / n;
    for (size_t j = 0; j < in->n; j++) {
        double a = in->a[j] - *mean, b = in->b[j] - *mean;

        squares += picked[j] * (a * a + b * b);
    }
    return squares / n;
}

/* The output is taken from its mean, which lets the first-order estimate vary
   less. */
static struct pair
estimate(const struct sample *in, const double ab[], const uint32_t picked[],
         double all, double mean)
{
    double alone = 0, together = 0, n = (double)in->n;

    for (size_t j = 0; j < in->n; j++) {
        double moved = in->a[j] - ab[j];

        alone -= picked[j] * ((in->b[j] - mean) * moved);
        together += picked[j] * (moved * moved);
    }
    return (struct pair){ alone / n / all, together / (2 * n) / all };
}

/* Picks N rows with replacement: how often each. */
static void
pick(struct qp_stream *stream, uint32_t picked[], size_t n)
{
    for (size_t j = 0; j < n; j++)
        picked[j] = 0;
    for (size_t j = 0; j < n; j++)
        picked[qp_stream_choice(stream, n)]++;
}

static int
by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* The middle 90 percent of the N values X, which get sorted. */
static void
bound(struct qp_sobol_index *index, double x[], size_t n)
{
    index->low = index->high = index->value;
    if (!n)
        return;
    qsort(x, n, sizeof *x, by_size);
    index->low = x[n / 20];
    index->high = x[n - 1 - n / 20];
}

bool
qp_sobol_find(struct qp_arena *arena, const double a[], const double b[],
              const double ab[], size_t n, size_t k, uint64_t seed,
              size_t n_resamples, struct qp_sobol indices[])
{
    struct sample in = { a, b, n };
    struct qp_stream stream = qp_stream_of(seed);
    uint32_t *picked = qp_arena_alloc(arena, n, sizeof *picked);
    double *firsts = qp_arena_alloc(arena, k * n_resamples, sizeof *firsts);
    double *totals = qp_arena_alloc(arena, k * n_resamples, sizeof *totals);
    double mean, all;
    size_t done = 0;

    for (size_t j = 0; j < n; j++)
        picked[j] = 1;
    all = variance(&in, picked, &mean);
    if (!(all > 0))
        return false;
    for (size_t i = 0; i < k; i++) {
        struct pair pair = estimate(&in, ab + i * n, picked, all, mean);

        indices[i].first.value = pair.first;
        indices[i].total.value = pair.total;
    }
    for (size_t r = 0; r < n_resamples; r++) {
        pick(&stream, picked, n);
        all = variance(&in, picked, &mean);
        if (!(all > 0))
            continue; /* rows that are all alike say nothing */
        for (size_t i = 0; i < k; i++) {
            struct pair pair = estimate(&in, ab + i * n, picked, all, mean);

            firsts[i * n_resamples + done] = pair.first;
            totals[i * n_resamples + done] = pair.total;
        }
        done++;
    }
    for (size_t i = 0; i < k; i++) {
        bound(&indices[i].first, firsts + i * n_resamples, done);
        bound(&indices[i].total, totals + i * n_resamples, done);
    }
    return true;
}
