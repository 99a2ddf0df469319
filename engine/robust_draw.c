/* One draw from end to end; see robust_impl.h. */

#include <config.h>

#include "engine/robust_impl.h"

#include <string.h>

struct draw *
qp_draw_new(struct qp_arena *arena, const struct model *model)
{
    enum { OWN_COLUMNS = 2 * ROBUST_PARAMS_MOST + 8 }; /* robust_leaf.c */
    struct draw *draw = qp_arena_alloc(arena, 1, sizeof *draw);
    const struct qp_ruleset *rules = model->rules;
    size_t n = model->n, m = model->m, columns = OWN_COLUMNS + model->depth;
    size_t cells = (m + 1) * n, width = rules->n_tie_break + 1;

    draw->weights = qp_arena_alloc(arena, (rules->n_groups + 1) * m,
                                   sizeof *draw->weights);
    draw->ways = qp_arena_alloc(arena, m, sizeof *draw->ways);
    draw->aggregates =
        qp_arena_alloc(arena, m + 1, sizeof *draw->aggregates);
    draw->scores = qp_arena_alloc(arena, cells, sizeof *draw->scores);
    draw->there = qp_arena_alloc(arena, cells, sizeof *draw->there);
    draw->kept = qp_arena_alloc(arena, cells, sizeof *draw->kept);
    draw->effective = qp_arena_alloc(arena, cells, sizeof *draw->effective);
    draw->points = qp_arena_alloc(arena, cells, sizeof *draw->points);
    draw->total = qp_arena_alloc(arena, n, sizeof *draw->total);
    draw->printed = qp_arena_alloc(arena, n, sizeof *draw->printed);
    draw->ranks = qp_arena_alloc(arena, n, sizeof *draw->ranks);
    draw->classes = qp_arena_alloc(arena, n * width, sizeof *draw->classes);
    draw->entrants = qp_arena_alloc(arena, n, sizeof *draw->entrants);
    draw->order = qp_arena_alloc(arena, n, sizeof *draw->order);
    draw->grades = qp_arena_alloc(arena, n, sizeof *draw->grades);
    draw->put_in = qp_arena_alloc(arena, n, sizeof *draw->put_in);
    draw->moved =
        qp_arena_alloc(arena, rules->n_data * n, sizeof *draw->moved);
    /* robust_tree.c has the scores and weights of a family there, too */
    draw->spare = qp_arena_alloc(arena, columns * n + 2 * m + 2,
                                 sizeof *draw->spare);
    qp_draw_plain(model, draw);
    return draw;
}

void
qp_draw_plain(const struct model *model, struct draw *draw)
{
    size_t m = model->m;

    memcpy(draw->weights, model->nominal,
           (model->rules->n_groups + 1) * m * sizeof *draw->weights);
    memset(draw->ways, 0, m * sizeof *draw->ways);
    memset(draw->aggregates, 0, (m + 1) * sizeof *draw->aggregates);
    draw->figures = NULL;
    draw->earning = 0;
    draw->left_out = QP_NONE;
}

void
qp_robust_run(const struct model *model, struct draw *draw)
{
    qp_robust_leaves(model, draw);
    qp_robust_tree(model, draw);
    qp_robust_rank(model, draw);
}

uint32_t
qp_robust_rank_in(const struct draw *draw, size_t unit)
{
    return draw->ranks[unit] ? draw->ranks[unit]
                             : (uint32_t)(2 * draw->n_ranked + 2);
}
