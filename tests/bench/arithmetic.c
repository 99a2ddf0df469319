/* Exact numbers against double: a score by min-max, weighed and rounded, for
   300,000 values of three decimals.  Prints the nanoseconds for each, and how
   many of the rounded points double gets wrong. */

#include <config.h>

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "engine/num.h"

enum { VALUES = 300000, PLACES = 4, MOST = 1000000, WEIGHT = 7 };

/* The values in thousandths: the same at each run. */
static int64_t
value(size_t i)
{
    uint64_t x = (uint64_t)i * UINT64_C(6364136223846793005);

    return (int64_t)((x >> 33) % (MOST + 1));
}

static qp_num
score_exactly(struct qp_arena *arena, size_t i)
{
    qp_num x = qp_num_div(arena, qp_num_int(value(i)), qp_num_int(1000));
    qp_num low = qp_num_int(0), high = qp_num_int(1000);
    qp_num share = qp_num_div(arena, qp_num_sub(arena, x, low),
                              qp_num_sub(arena, high, low));

    return qp_num_round(arena, qp_num_mul(arena, share, qp_num_int(WEIGHT)),
                        PLACES, QP_ROUND_HALF_UP);
}

/* LOW and HIGH come from elsewhere, so that nothing is computed before. */
static double
score_in_double(size_t i, volatile const double *low,
                volatile const double *high)
{
    double share = ((double)value(i) / 1000 - *low) / (*high - *low);

    return round(share * WEIGHT * 10000) / 10000;
}

static double
nanoseconds(clock_t since)
{
    return (double)(clock() - since) / CLOCKS_PER_SEC * 1e9 / VALUES;
}

int
main(void)
{
    static qp_num exact[VALUES];
    static double binary[VALUES];
    struct qp_arena *arena = qp_arena_new();
    volatile double low = 0, high = 1000;
    double exactly, in_double;
    size_t n_wrong = 0;
    clock_t start = clock();

    qp_num_init();
    for (size_t i = 0; i < VALUES; i++)
        exact[i] = score_exactly(arena, i);
    exactly = nanoseconds(start);
    start = clock();
    for (size_t i = 0; i < VALUES; i++)
        binary[i] = score_in_double(i, &low, &high);
    in_double = nanoseconds(start);
    for (size_t i = 0; i < VALUES; i++) {
        qp_num units = qp_num_mul(arena, exact[i], qp_num_int(10000));

        n_wrong += llround(binary[i] * 10000) != units.is.num;
    }
    printf("%.0f %.1f %zu %d\n", exactly, in_double, n_wrong, VALUES);
    qp_arena_free(arena);
    return 0;
}
