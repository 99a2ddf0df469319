/* The part that each leaf has in the order: what becomes of it without the
   leaf, what the leaf contributes, and which leaves go together; see
   robust_impl.h. */

#include <config.h>

#include "engine/robust_impl.h"

#include <math.h>

/* ---- without a leaf ---- */

static struct qp_robust_drop
drop(struct qp_arena *arena, const struct model *model,
     const struct draw *plain, struct draw *draw, size_t node)
{
    struct qp_robust_drop drop = { .indicator = node, .most_of = QP_NONE };
    uint32_t most = 0;
    int64_t sum = 0, n = 0;

    draw->left_out = node;
    qp_robust_run(model, draw);
    for (size_t u = 0; u < model->n; u++) {
        uint32_t was = plain->ranks[u], is = qp_robust_rank_in(draw, u);
        uint32_t shift = is > was ? is - was : was - is;

        if (!was)
            continue;
        n++;
        sum += shift;
        drop.n_shifted += shift > 0;
        if (shift > most) {
            most = shift;
            drop.most_of = model->crowd.districts[u];
        }
    }
    drop.mean_shift = qp_num_div(arena, qp_num_int(sum), qp_num_int(2 * n));
    drop.most_shift = qp_num_div(arena, qp_num_int(most), qp_num_int(2));
    return drop;
}

/* ---- contributions ---- */

struct sums {
    double n, x, y, xx, xy, yy;
};

static void
add(struct sums *sums, double x, double y)
{
    sums->n++;
    sums->x += x;
    sums->y += y;
}

static void
add_moment(struct sums *sums, double x, double y)
{
    double dx = x - sums->x / sums->n, dy = y - sums->y / sums->n;

    sums->xx += dx * dx;
    sums->xy += dx * dy;
    sums->yy += dy * dy;
}

/* The moments of columns X and Y over the ranked units that have both. */
static struct sums
sums_of(const struct model *model, const struct draw *plain, const double x[],
        const double has_x[], const double y[], const double has_y[])
{
    struct sums sums = { 0 };

    for (size_t u = 0; u < model->n; u++)
        if (plain->ranks[u] && has_x[u] != 0 && has_y[u] != 0)
            add(&sums, x[u], y[u]);
    for (size_t u = 0; u < model->n; u++)
        if (plain->ranks[u] && has_x[u] != 0 && has_y[u] != 0)
            add_moment(&sums, x[u], y[u]);
    return sums;
}

/* NaN where one of both does not vary. */
static double
correlation(const struct sums *sums)
{
    return sums->xx > 0 && sums->yy > 0 ? sums->xy / sqrt(sums->xx * sums->yy)
                                        : NAN;
}

static struct qp_robust_share
share(struct qp_arena *arena, const struct model *model,
      const struct draw *plain, size_t node, double points[])
{
    size_t n = model->n, top = model->m * n, at = node * n;
    const double *total = plain->scores + top, *is_there = plain->there + top;
    struct sums scores = sums_of(model, plain, plain->scores + at,
                                 plain->there + at, total, is_there);
    struct sums brings;
    double weight = 0;

    for (size_t u = 0; u < n; u++) {
        double share_of_scale = plain->effective[at + u] / model->scale;

        points[u] = plain->scores[at + u] * share_of_scale;
        weight += plain->ranks[u] && is_there[u] != 0 ? share_of_scale : 0;
    }
    brings = sums_of(model, plain, points, is_there, total, is_there);
    return (struct qp_robust_share){
        .indicator = node,
        .weight = qp_robust_number(arena, weight / brings.n),
        .variance = qp_robust_number(arena, brings.xy / brings.yy),
        .correlation = qp_robust_number(arena, correlation(&scores)),
    };
}

static qp_num
correlate(struct qp_arena *arena, const struct model *model,
          const struct draw *plain, size_t a, size_t b)
{
    size_t n = model->n;
    struct sums sums =
        sums_of(model, plain, plain->scores + a * n, plain->there + a * n,
                plain->scores + b * n, plain->there + b * n);

    return qp_robust_number(arena, correlation(&sums));
}

void
qp_robust_part(struct qp_arena *arena, const struct model *model,
               const struct draw *plain, struct draw *draw,
               struct qp_robust *report)
{
    const size_t *order = model->rules->order;
    size_t m = model->m, n = 0;
    struct qp_robust_drop *drops = qp_arena_alloc(arena, m, sizeof *drops);
    struct qp_robust_share *shares =
        qp_arena_alloc(arena, m, sizeof *shares);
    qp_num *correlations;

    qp_draw_plain(model, draw);
    for (size_t i = 0; i < m; i++) {
        if (!model->leaves[order[i]].rule)
            continue;
        drops[n] = drop(arena, model, plain, draw, order[i]);
        shares[n++] =
            share(arena, model, plain, order[i], draw->spare);
    }
    correlations = qp_arena_alloc(arena, n * n, sizeof *correlations);
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            correlations[a * n + b] =
                correlate(arena, model, plain, drops[a].indicator,
                          drops[b].indicator);
    report->drops = drops;
    report->shares = shares;
    report->correlations = correlations;
    report->n_leaves = n;
}
