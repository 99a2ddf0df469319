/* The scoring methods once more, in doubles; see robust_impl.h.  Each is that
   of the same name in method_NAME.c, whose parameters stand in the same order,
   and tests hold the two against each other. */

#include <config.h>

#include "engine/robust_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/method.h"
#include "engine/robust_math.h"

/* ---- statistics of the peers ---- */

static double
peers_min(struct column *in)
{
    double least = in->n_peers ? in->peers[0] : NAN;

    in->used_peers |= in->n_peers > 0;
    for (size_t i = 1; i < in->n_peers; i++)
        least = in->peers[i] < least ? in->peers[i] : least;
    return least;
}

static double
peers_max(struct column *in)
{
    double most = in->n_peers ? in->peers[0] : NAN;

    in->used_peers |= in->n_peers > 0;
    for (size_t i = 1; i < in->n_peers; i++)
        most = in->peers[i] > most ? in->peers[i] : most;
    return most;
}

static double
peers_sum(struct column *in)
{
    double sum = in->n_peers ? 0 : NAN;

    in->used_peers |= in->n_peers > 0;
    for (size_t i = 0; i < in->n_peers; i++)
        sum += in->peers[i];
    return sum;
}

static double
peers_mean(struct column *in)
{
    return peers_sum(in) / (double)in->n_peers;
}

static double
peers_sd(struct column *in, double mean)
{
    double squares = 0;

    for (size_t i = 0; i < in->n_peers; i++)
        squares += (in->peers[i] - mean) * (in->peers[i] - mean);
    return in->n_peers > 1 ? sqrt(squares / (double)(in->n_peers - 1)) : NAN;
}

static int
by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static void
sort_peers(struct column *in)
{
    in->used_peers |= in->n_peers > 0;
    if (!in->n_peers)
        return;
    memcpy(in->sorted, in->peers, in->n_peers * sizeof *in->sorted);
    qsort(in->sorted, in->n_peers, sizeof *in->sorted, by_size);
}

/* The number of sorted peers below X, or not above it when AT_TOO. */
static size_t
peers_below(const struct column *in, double x, bool at_too)
{
    size_t low = 0, high = in->n_peers;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (in->sorted[middle] < x || (at_too && in->sorted[middle] == x))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many sorted peers are worse than X, and how many have just X. */
static void
place(const struct column *in, double x, double *worse, double *equal)
{
    size_t below = peers_below(in, x, false);
    size_t not_above = peers_below(in, x, true);

    *equal = (double)(not_above - below);
    *worse = (double)(in->lower ? in->n_peers - not_above : below);
}

/* ---- what methods share ---- */

static double
ratio(double a, double b)
{
    return b <= 0 ? ROBUST_BASE : a / b;
}

/* Where X lies between the bounds LOW and HIGH, as qp_bounds_position(). */
static double
position(double low, double high, bool low_from_peers, bool high_from_peers,
         double x, bool lower)
{
    double width = high - low, along = lower ? high - x : x - low;

    if (isnan(width) || isnan(along))
        return NAN;
    if (width > 0 || !(low_from_peers || high_from_peers))
        return width == 0 ? NAN : along / width;
    if (width == 0)
        return ROBUST_EQUAL;
    return low_from_peers != lower;
}

/* Positions between parameters LOW and HIGH, or the peers' ends. */
static void
positions(struct column *in, const double *low, const double *high,
          double score[])
{
    double least = low ? NAN : peers_min(in);
    double most = high ? NAN : peers_max(in);

    for (size_t i = 0; i < in->n; i++)
        score[i] = position(low ? low[i] : least, high ? high[i] : most, !low,
                            !high, in->x[i], in->lower);
}

/* True if the peers have values that differ; else fills SCORE with what is to
   be said of it. */
static bool
differ(struct column *in, double score[])
{
    double least = peers_min(in), most = peers_max(in);

    if (least < most)
        return true;
    for (size_t i = 0; i < in->n; i++)
        score[i] = isnan(least) || isnan(in->x[i]) ? NAN : ROBUST_EQUAL;
    return false;
}

/* From FLOOR at position 0 to TOP at 1; what is no position stays. */
static double
between(double floor, double top, double at)
{
    return isfinite(at) ? floor + (top - floor) * at : at;
}

/* ---- the methods ---- */

static void
points(struct column *in, double score[])
{
    const double *full = in->arg[0] ? in->arg[0] : in->points;

    for (size_t i = 0; i < in->n; i++) {
        double done = full[i] == 0 ? NAN : in->x[i] / full[i];

        score[i] = in->lower ? 1 - done : done;
    }
}

static void
yesno(struct column *in, double score[])
{
    for (size_t i = 0; i < in->n; i++)
        score[i] = isnan(in->x[i]) ? NAN
                                   : (double)((in->x[i] != 0) != in->lower);
}

static void
target(struct column *in, double score[])
{
    for (size_t i = 0; i < in->n; i++) {
        double goal = in->arg[0][i], cap = in->arg[1][i];
        double done = ratio(in->x[i], goal);

        if (in->lower && isfinite(done))
            done = ratio(goal, in->x[i]);
        score[i] = isfinite(done) && done > cap ? cap : done;
    }
}

static void
range(struct column *in, double score[])
{
    positions(in, in->arg[0], in->arg[1], score);
}

static void
efficacy(struct column *in, double score[])
{
    positions(in, in->arg[1], in->arg[2], score);
    for (size_t i = 0; i < in->n; i++)
        score[i] = between(in->arg[0][i], 1, score[i]);
}

static void
exponential(struct column *in, double score[])
{
    enum { FARTHEST = 10000 };

    positions(in, in->arg[1], in->arg[2], score);
    for (size_t i = 0; i < in->n; i++) {
        double at = score[i];

        if (!isfinite(at))
            continue;
        at = at > FARTHEST ? FARTHEST : at < -FARTHEST ? -FARTHEST : at;
        score[i] = qp_robust_pow(in->arg[0][i], 1 - at);
    }
}

static double
banded(const struct column *in, double x)
{
    size_t n = 0;
    const struct band *a, *b;

    for (; n < in->n_bands; n++)
        if (qp_robust_same(x, in->bands[n].threshold)
                ? in->lower
                : x < in->bands[n].threshold)
            break;
    if (in->lower ? n == in->n_bands : n == 0)
        return 0;
    if (!in->is_linear || n == 0 || n == in->n_bands)
        return in->bands[in->lower ? n : n - 1].score;
    a = &in->bands[n - 1];
    b = &in->bands[n];
    return a->score + (x - a->threshold) / (b->threshold - a->threshold) *
                          (b->score - a->score);
}

static void
bands(struct column *in, double score[])
{
    for (size_t i = 0; i < in->n; i++)
        score[i] = isnan(in->x[i]) ? NAN : banded(in, in->x[i]);
}

static void
growth(struct column *in, double score[])
{
    for (size_t i = 0; i < in->n; i++) {
        double times = ratio(in->x[i], in->arg[0][i]);
        double gain = (times - 1) * 100 * in->arg[2][i];

        score[i] = isfinite(times)
                       ? in->arg[1][i] + (in->lower ? -gain : gain)
                       : times;
    }
}

/* From LEAST at OUTER to full marks at INNER, and flat beyond OUTER. */
static double
flank(double x, double outer, double inner, double least)
{
    double share = (x - outer) / (inner - outer);

    if (inner == outer || share <= 0)
        return least;
    return least + share * (1 - least);
}

static void
interval(struct column *in, double score[])
{
    for (size_t i = 0; i < in->n; i++) {
        double x = in->x[i], low = in->arg[0][i], high = in->arg[1][i];
        double from = in->arg[2][i], to = in->arg[3][i];

        if (!(from <= low && low <= high && high <= to) || isnan(x))
            score[i] = NAN;
        else if (x < low)
            score[i] = flank(x, from, low, in->arg[4][i]);
        else if (x > high)
            score[i] = flank(x, to, high, in->arg[5][i]);
        else
            score[i] = 1;
    }
}

static void
per_unit(struct column *in, double score[])
{
    for (size_t i = 0; i < in->n; i++) {
        double done = in->arg[0][i] * in->x[i];

        score[i] = in->lower ? 1 - done : done;
    }
}

static void
minmax(struct column *in, double score[])
{
    positions(in, NULL, NULL, score);
    for (size_t i = 0; i < in->n; i++)
        score[i] = between(in->arg[0][i], in->arg[1][i], score[i]);
}

static void
max_ratio(struct column *in, double score[])
{
    double best = in->lower ? peers_min(in) : peers_max(in);

    for (size_t i = 0; i < in->n; i++)
        score[i] = in->lower ? ratio(best, in->x[i]) : ratio(in->x[i], best);
}

static void
mean_ratio(struct column *in, double score[])
{
    double mean = peers_mean(in);

    for (size_t i = 0; i < in->n; i++) {
        score[i] = in->lower ? ratio(mean, in->x[i]) : ratio(in->x[i], mean);
        if (isfinite(score[i]))
            score[i] *= in->arg[0][i];
    }
}

static void
share(struct column *in, double score[])
{
    double sum = peers_sum(in);

    for (size_t i = 0; i < in->n; i++) {
        score[i] = ratio(in->x[i], sum);
        if (isfinite(score[i]))
            score[i] /= in->arg[0][i];
    }
}

static void
rank(struct column *in, double score[])
{
    double others = (double)in->n_peers - 1;

    if (!differ(in, score))
        return;
    sort_peers(in);
    for (size_t i = 0; i < in->n; i++) {
        double first = in->arg[0][i], worse, equal, better;

        if (isnan(in->x[i])) {
            score[i] = NAN;
            continue;
        }
        place(in, in->x[i], &worse, &equal);
        better = (double)in->n_peers - worse - equal;
        score[i] =
            first - (first - in->arg[1][i]) / others *
                        ((2 * better + (equal > 0 ? equal : 1) - 1) / 2);
    }
}

static void
percentile(struct column *in, double score[])
{
    if (!differ(in, score))
        return;
    sort_peers(in);
    for (size_t i = 0; i < in->n; i++) {
        double worse, equal;

        place(in, in->x[i], &worse, &equal);
        score[i] = isnan(in->x[i]) ? NAN : worse / ((double)in->n_peers - 1);
    }
}

static void
borda(struct column *in, double score[])
{
    if (!differ(in, score))
        return;
    sort_peers(in);
    for (size_t i = 0; i < in->n; i++) {
        double worse, equal;

        place(in, in->x[i], &worse, &equal);
        score[i] = isnan(in->x[i])
                       ? NAN
                       : (2 * worse + (equal > 0 ? equal - 1 : 0)) /
                             (2 * ((double)in->n_peers - 1));
    }
}

static void
zscore(struct column *in, double score[])
{
    double mean, sd;

    if (!differ(in, score))
        return;
    mean = peers_mean(in);
    sd = peers_sd(in, mean);
    for (size_t i = 0; i < in->n; i++) {
        double apart = in->lower ? mean - in->x[i] : in->x[i] - mean;

        score[i] = in->arg[0][i] + in->arg[1][i] * (apart / sd);
    }
}

static void
distance(struct column *in, double score[])
{
    double worst = in->lower ? peers_max(in) : peers_min(in);
    double best = in->lower ? peers_min(in) : peers_max(in);

    for (size_t i = 0; i < in->n; i++) {
        double ref = in->arg[0] ? in->arg[0][i] : best;
        double way = in->lower ? worst - ref : ref - worst;
        double left = in->lower ? in->x[i] - ref : ref - in->x[i];

        if (worst == best && ref == worst)
            score[i] = ROBUST_EQUAL;
        else
            score[i] = ratio(left, way);
        if (isfinite(score[i]))
            score[i] = 1 - score[i];
    }
}

/* In the order of qp_method_row(). */
static robust_method *const methods[] = {
#define METHOD(name) name,
#include "engine/methods.def"
#undef METHOD
};

robust_method *
qp_robust_method(const struct qp_method *method)
{
    for (size_t i = 0; i < QP_COUNT(methods); i++)
        if (qp_method_row(i) == method)
            return methods[i];
    return NULL;
}
