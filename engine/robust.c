/* Draws, and what comes of them; see robust.h. */

#include <config.h>

#include "engine/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/crew.h"
#include "engine/robust_impl.h"
#include "engine/robust_math.h"
#include "engine/robust_sobol.h"

enum {
    N_BLOCKS = 32,              /* of rows, that threads take */
    RESAMPLES = 400,            /* of the bootstrap of the mean shift, */
    RESAMPLES_OF_DISTRICT = 100, /* of each district's rank */
    CELLS_MOST = 50000000       /* ranks that are kept for the latter */
};

/* The samples of every row: A, B, then A with one choice of B. */
enum { SAMPLE_A, SAMPLE_B, SAMPLE_MIXED };

struct study {
    const struct model *model;
    struct qp_robust *report;
    struct qp_stream stream;
    double weights, data; /* amounts */
    size_t *unit_of;      /* of each district that is reported */
    const struct draw *plain;
    const uint32_t *rank; /* twice those of the evaluation, a unit each */

    /* By sample: [sample * n_draws + row], and for the ranks of districts
       [(sample * n_districts + district) * n_draws + row]. */
    double *shifts;
    uint32_t *ranks;
    bool keeps_all; /* RANKS has all samples, not just A */
    bool *grades;   /* A only: [district * n_draws + row], it has its own */
    struct qp_sensitivity *of_districts; /* [district * n_choices + choice] */
    struct draw **draws; /* [block] */
};

static const char *const choice_names[QP_N_CHOICE_KINDS] = {
    [QP_CHOICE_WEIGHTS_TOP] = "weights-top",
    [QP_CHOICE_WEIGHTS_BELOW] = "weights-below",
    [QP_CHOICE_AGGREGATE] = "aggregate",
    [QP_CHOICE_DATA] = "data",
    [QP_CHOICE_METHOD] = "method",
    [QP_CHOICE_MISSING] = "missing",
};

const char *
qp_choice_name(enum qp_choice_kind kind)
{
    return choice_names[kind];
}

static qp_num
fraction(struct qp_arena *arena, uint64_t part, uint64_t all)
{
    return qp_num_div(arena, qp_num_int((int64_t)part),
                      qp_num_int((int64_t)all));
}

/* ---- what is uncertain ---- */

/* By the rules, else a fifth of each weight and a fiftieth of each figure. */
static struct qp_spread
spread_of(struct qp_arena *arena, struct qp_spread given, int percent)
{
    if (given.kind == QP_SPREAD_SHARE && qp_num_sign(given.amount) == 0)
        given.kind = QP_SPREAD_NONE;
    if (given.kind != QP_SPREAD_NOT_GIVEN)
        return given;
    return (struct qp_spread){
        QP_SPREAD_SHARE,
        qp_num_div(arena, qp_num_int(percent), qp_num_int(100)),
    };
}

/* True if a family at or below NODE has more than one child. */
static bool
has_siblings(const struct model *model, size_t node)
{
    const struct family_model *family = &model->families[node];

    if (family->n > 1)
        return true;
    for (size_t i = 0; i < family->n; i++)
        if (has_siblings(model, family->children[i]))
            return true;
    return false;
}

static void
add_choice(struct study *s, enum qp_choice_kind kind, size_t node)
{
    struct qp_choice *choices = (struct qp_choice *)s->report->choices;

    choices[s->report->n_choices++] = (struct qp_choice){ kind, node };
}

static void
find_weight_choices(struct study *s)
{
    const struct model *model = s->model;
    const struct family_model *top = &model->families[model->m];

    if (s->report->weights.kind == QP_SPREAD_NONE)
        return;
    if (top->n > 1)
        add_choice(s, QP_CHOICE_WEIGHTS_TOP, QP_NONE);
    for (size_t i = 0; i < top->n; i++)
        if (has_siblings(model, top->children[i]))
            add_choice(s, QP_CHOICE_WEIGHTS_BELOW, top->children[i]);
}

/* What changes the scores of leaves comes last, see run_row(). */
static void
find_choices(struct study *s, struct qp_arena *arena)
{
    const struct model *model = s->model;
    const size_t *order = model->rules->order;
    bool has_gaps = false, moves = false;

    s->report->choices = qp_arena_alloc(arena, 3 * model->m + 4,
                                        sizeof *s->report->choices);
    find_weight_choices(s);
    if (model->families[model->m].n_aggregates > 1)
        add_choice(s, QP_CHOICE_AGGREGATE, QP_NONE);
    for (size_t i = 0; i < model->m; i++)
        if (model->families[order[i]].n_aggregates > 1)
            add_choice(s, QP_CHOICE_AGGREGATE, order[i]);
    for (size_t i = 0; i < model->m; i++) {
        has_gaps |= model->leaves[i].has_gaps;
        moves |= model->leaves[i].moves;
    }
    if (s->report->data.kind != QP_SPREAD_NONE && moves)
        add_choice(s, QP_CHOICE_DATA, QP_NONE);
    for (size_t i = 0; i < model->m; i++)
        if (model->leaves[order[i]].n_ways > 1)
            add_choice(s, QP_CHOICE_METHOD, order[i]);
    if (model->n_earnings && has_gaps)
        add_choice(s, QP_CHOICE_MISSING, QP_NONE);
}

/* ---- one draw ---- */

/* Gives the children of NODE weights by STREAM, for districts of GROUP. */
static void
draw_weights(const struct study *s, struct draw *draw, size_t node,
             size_t group, struct qp_stream stream)
{
    const struct model *model = s->model;
    const struct family_model *family = &model->families[node];
    const double *nominal = model->nominal + group * model->m;
    double *weights = draw->weights + group * model->m, all = 0;

    for (size_t i = 0; i < family->n; i++)
        all += nominal[family->children[i]];
    for (size_t i = 0; i < family->n; i++) {
        size_t child = family->children[i];
        struct qp_stream own = qp_stream_within(stream, child);

        if (!(nominal[child] > 0))
            continue;
        if (s->report->weights.kind == QP_SPREAD_DIRICHLET)
            weights[child] = qp_stream_gamma(
                &own, s->weights * nominal[child] / all);
        else
            weights[child] =
                nominal[child] *
                (1 + s->weights * (2 * qp_stream_uniform(&own) - 1));
    }
}

/* The same for NODE and all below it, for all groups. */
static void
draw_weights_below(const struct study *s, struct draw *draw, size_t node,
                   struct qp_stream stream)
{
    const struct family_model *family = &s->model->families[node];

    for (size_t g = 0; g <= s->model->rules->n_groups; g++)
        draw_weights(s, draw, node, g, stream);
    for (size_t i = 0; i < family->n && node != s->model->m; i++)
        draw_weights_below(s, draw, family->children[i], stream);
}

static void
draw_figures(const struct study *s, struct draw *draw,
             struct qp_stream stream)
{
    const struct model *model = s->model;
    size_t n = model->n;

    for (size_t i = 0; i < model->rules->n_data; i++) {
        const double *from = model->figures + i * n;
        double *to = draw->moved + i * n;
        double least = model->least[i], most = model->most[i];
        struct qp_stream own = qp_stream_within(stream, i);

        if (!model->wanted[i])
            continue;
        qp_stream_fill(&own, to, n);
        for (size_t u = 0; u < n; u++) {
            to[u] = from[u] * (1 + s->data * (2 * to[u] - 1));
            to[u] = to[u] < least ? least : to[u];
            to[u] = to[u] > most ? most : to[u];
        }
        for (size_t u = 0; model->is_whole[i] && u < n; u++)
            to[u] = qp_robust_round(to[u], false);
    }
    draw->figures = draw->moved;
}

/* Assumes of CHOICE what ROW of SAMPLE, A or B, has. */
static void
assume(const struct study *s, struct draw *draw, size_t choice, size_t row,
       size_t sample)
{
    const struct model *model = s->model;
    struct qp_choice of = s->report->choices[choice];
    size_t node = of.node == QP_NONE ? model->m : of.node;
    struct qp_stream stream = qp_stream_within(
        qp_stream_within(qp_stream_within(s->stream, row), sample), choice);

    switch (of.kind) {
    case QP_CHOICE_WEIGHTS_TOP:
    case QP_CHOICE_WEIGHTS_BELOW:
        draw_weights_below(s, draw, node, stream);
        break;
    case QP_CHOICE_AGGREGATE:
        draw->aggregates[node] =
            qp_stream_choice(&stream, model->families[node].n_aggregates);
        break;
    case QP_CHOICE_DATA:
        draw_figures(s, draw, stream);
        break;
    case QP_CHOICE_METHOD:
        draw->ways[node] =
            qp_stream_choice(&stream, model->leaves[node].n_ways);
        break;
    default:
        draw->earning = qp_stream_choice(&stream, model->n_earnings + 1);
        break;
    }
}

static bool
changes_leaves(enum qp_choice_kind kind)
{
    return kind >= QP_CHOICE_DATA;
}

/* Keeps what became of ROW in SAMPLE. */
static void
keep(const struct study *s, const struct draw *draw, size_t row,
     size_t sample)
{
    const struct qp_robust *report = s->report;
    uint64_t shift = 0;

    for (size_t i = 0; i < report->n_districts; i++) {
        size_t u = s->unit_of[i], at = i * report->n_draws + row;
        uint32_t rank = qp_robust_rank_in(draw, u), was = s->rank[u];

        shift += rank > was ? rank - was : was - rank;
        if (sample == SAMPLE_A)
            s->grades[at] = draw->grades[u] == s->plain->grades[u];
        if (s->keeps_all || sample == SAMPLE_A)
            s->ranks[sample * report->n_districts * report->n_draws + at] =
                rank;
    }
    s->shifts[sample * report->n_draws + row] =
        (double)shift / (2 * (double)report->n_districts);
}

/* The scores of leaves stay those of A until a choice changes them. */
static void
run_row(const struct study *s, struct draw *draw, size_t row)
{
    size_t k = s->report->n_choices;

    for (size_t i = 0; i < k; i++)
        assume(s, draw, i, row, SAMPLE_A);
    qp_robust_run(s->model, draw);
    keep(s, draw, row, SAMPLE_A);
    for (size_t i = 0; i < k; i++) {
        assume(s, draw, i, row, SAMPLE_B);
        if (changes_leaves(s->report->choices[i].kind))
            qp_robust_leaves(s->model, draw);
        qp_robust_tree(s->model, draw);
        qp_robust_rank(s->model, draw);
        keep(s, draw, row, SAMPLE_MIXED + i);
        assume(s, draw, i, row, SAMPLE_A);
    }
    for (size_t i = 0; i < k; i++)
        assume(s, draw, i, row, SAMPLE_B);
    qp_robust_run(s->model, draw);
    keep(s, draw, row, SAMPLE_B);
}

static bool
run_block(struct qp_session *run, void *task, size_t block)
{
    const struct study *s = task;
    size_t n = s->report->n_draws;

    (void)run;
    for (size_t row = block * n / N_BLOCKS; row < (block + 1) * n / N_BLOCKS;
         row++)
        run_row(s, s->draws[block], row);
    return true;
}

/* ---- how much each choice matters ---- */

static struct qp_importance
importance(struct qp_arena *arena, const struct qp_sobol_index *index)
{
    return (struct qp_importance){ qp_robust_number(arena, index->value),
                                   qp_robust_number(arena, index->low),
                                   qp_robust_number(arena, index->high) };
}

/* The indices of the output X, which has all samples of all rows. */
static void
find_sensitivities(struct qp_arena *arena, const struct study *s,
                   const double x[], size_t n_resamples,
                   struct qp_sensitivity to[])
{
    const struct qp_robust *report = s->report;
    size_t n = report->n_draws, k = report->n_choices;
    struct qp_arena *own = qp_arena_new();
    struct qp_sobol *found = qp_arena_alloc(own, k + 1, sizeof *found);
    bool varies = qp_sobol_find(own, x, x + n, x + 2 * n, n, k, report->seed,
                                n_resamples, found);

    for (size_t i = 0; i < k; i++) {
        const qp_num none = qp_num_undefined("nothing varies");

        to[i] = (struct qp_sensitivity){ { none, none, none },
                                         { none, none, none } };
        if (!varies)
            continue;
        to[i].first = importance(arena, &found[i].first);
        to[i].total = importance(arena, &found[i].total);
    }
    qp_arena_free(own);
}

static bool
study_district(struct qp_session *run, void *task, size_t i)
{
    const struct study *s = task;
    const struct qp_robust *report = s->report;
    size_t n = report->n_draws, samples = report->n_choices + SAMPLE_MIXED;
    struct qp_arena *own = qp_arena_new();
    double *x = qp_arena_alloc(own, samples * n, sizeof *x);

    for (size_t sample = 0; sample < samples; sample++)
        for (size_t row = 0; row < n; row++)
            x[sample * n + row] =
                s->ranks[(sample * report->n_districts + i) * n + row];
    find_sensitivities(run->arena, s, x, RESAMPLES_OF_DISTRICT,
                       s->of_districts + i * report->n_choices);
    qp_arena_free(own);
    return true;
}

/* ---- the report ---- */

static int
by_size(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static void
report_district(struct qp_arena *arena, const struct study *s, size_t i,
                uint32_t sorted[], struct qp_robust_district *to)
{
    size_t n = s->report->n_draws;
    const uint32_t *ranks = s->ranks + i * n;
    uint64_t sum = 0, same_rank = 0, same_grade = 0;

    for (size_t row = 0; row < n; row++) {
        sum += ranks[row];
        same_rank += ranks[row] == s->rank[s->unit_of[i]];
        same_grade += s->grades[i * n + row];
    }
    memcpy(sorted, ranks, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_size);
    to->district = s->model->crowd.districts[s->unit_of[i]];
    to->rank = s->model->result->outcomes[to->district].rank;
    to->mean = fraction(arena, sum, 2 * n);
    to->low = fraction(arena, sorted[(n + 19) / 20 - 1], 2);
    to->high = fraction(arena, sorted[(19 * n + 19) / 20 - 1], 2);
    to->keeps_rank = fraction(arena, same_rank, n);
    to->keeps_grade = fraction(arena, same_grade, n);
    to->by = s->keeps_all ? s->of_districts + i * s->report->n_choices : NULL;
}

static void
report_order(struct qp_arena *arena, const struct study *s)
{
    size_t n = s->report->n_draws, same = 0;
    uint64_t shift = 0;

    for (size_t row = 0; row < n; row++)
        same += s->shifts[row] == 0;
    for (size_t i = 0; i < s->report->n_districts; i++)
        for (size_t row = 0; row < n; row++) {
            uint32_t rank = s->ranks[i * n + row];
            uint32_t was = s->rank[s->unit_of[i]];

            shift += rank > was ? rank - was : was - rank;
        }
    s->report->mean_shift =
        s->report->n_districts
            ? fraction(arena, shift, 2 * n * s->report->n_districts)
            : qp_num_undefined("no district is ranked");
    s->report->same_order = fraction(arena, same, n);
}

static void
report_all(struct qp_session *run, struct study *s)
{
    struct qp_robust *report = s->report;
    size_t n = report->n_districts;
    struct qp_robust_district *districts =
        qp_arena_alloc(run->arena, n, sizeof *districts);
    struct qp_sensitivity *by =
        qp_arena_alloc(run->arena, report->n_choices, sizeof *by);
    uint32_t *sorted =
        qp_arena_alloc(run->arena, report->n_draws, sizeof *sorted);

    for (size_t i = 0; i < n; i++)
        report_district(run->arena, s, i, sorted, &districts[i]);
    report_order(run->arena, s);
    find_sensitivities(run->arena, s, s->shifts, RESAMPLES, by);
    report->districts = districts;
    report->by = by;
    report->ranks = memcpy(
        qp_arena_alloc(run->arena, n * report->n_draws, sizeof *s->ranks),
        s->ranks, n * report->n_draws * sizeof *s->ranks);
}

qp_num
qp_robust_beats(struct qp_arena *arena, const struct qp_robust *robust,
                size_t a, size_t b)
{
    size_t n = robust->n_draws, better = 0;
    const uint32_t *of_a = robust->ranks + a * n;
    const uint32_t *of_b = robust->ranks + b * n;

    for (size_t row = 0; row < n; row++)
        better += of_a[row] < of_b[row];
    return fraction(arena, better, n);
}

/* ---- with nothing changed ---- */

/* Reports the first district that the plain draw places or grades otherwise
   than the evaluation; returns false then. */
static bool
check_plain(struct qp_session *run, const struct study *s)
{
    const struct model *model = s->model;

    for (size_t u = 0; u < model->n; u++) {
        size_t d = model->crowd.districts[u];
        const struct qp_district *district = &model->rules->districts[d];
        const struct qp_outcome *outcome = &model->result->outcomes[d];
        double rank = qp_num_defined(outcome->rank)
                          ? qp_robust_double(run->arena, outcome->rank)
                          : 0;

        if (2 * rank == s->plain->ranks[u] &&
            outcome->grade == s->plain->grades[u])
            continue;
        qp_error(run, district->at, QP_SIMULATION,
                 "%s %s: the simulation cannot tell its rank and grade: "
                 "figures lie closer together than its arithmetic can see",
                 district->code, district->name);
        return false;
    }
    return true;
}

/* ---- from end to end ---- */

/* The districts that are reported: the ranked ones. */
static void
find_districts(struct study *s, struct qp_arena *arena)
{
    const struct qp_result *result = s->model->result;
    size_t *units = qp_arena_alloc(arena, s->model->rules->n_districts,
                                   sizeof *units);

    s->unit_of = qp_arena_alloc(arena, result->n_ranked, sizeof *s->unit_of);
    s->report->n_districts = result->n_ranked;
    for (size_t u = 0; u < s->model->n; u++)
        units[s->model->crowd.districts[u]] = u;
    for (size_t i = 0; i < result->n_ranked; i++)
        s->unit_of[i] = units[result->by_rank[i]];
}

static void
make_room(struct study *s, struct qp_arena *arena, struct qp_arena *kept)
{
    const struct qp_robust *report = s->report;
    size_t n = report->n_draws, samples = report->n_choices + SAMPLE_MIXED;
    size_t cells = report->n_districts * n;

    s->keeps_all = cells <= CELLS_MOST / samples;
    s->shifts = qp_arena_alloc(arena, samples * n, sizeof *s->shifts);
    s->ranks = qp_arena_alloc(arena, cells * (s->keeps_all ? samples : 1),
                              sizeof *s->ranks);
    s->grades = qp_arena_alloc(arena, cells, sizeof *s->grades);
    s->of_districts =
        qp_arena_alloc(kept, report->n_districts * report->n_choices,
                       sizeof *s->of_districts);
    s->draws = qp_arena_alloc(arena, N_BLOCKS, sizeof(struct draw *));
    for (size_t i = 0; i < N_BLOCKS; i++)
        s->draws[i] = qp_draw_new(arena, s->model);
}

/* Draws, in as many threads as there are. */
static void
simulate(struct qp_session *run, struct study *s)
{
    struct qp_crew *crew = qp_crew_new(run);

    qp_crew_work(run, crew, run_block, s, N_BLOCKS);
    if (s->keeps_all)
        qp_crew_work(run, crew, study_district, s, s->report->n_districts);
    qp_crew_keep(run, crew);
    report_all(run, s);
}

static void
set_amounts(struct study *s, struct qp_arena *arena)
{
    const struct qp_robustness *how = &s->model->rules->robustness;
    struct qp_robust *report = s->report;

    report->by_default = how->weights.kind == QP_SPREAD_NOT_GIVEN &&
                         how->data.kind == QP_SPREAD_NOT_GIVEN;
    report->weights = spread_of(arena, how->weights, 20);
    report->data = spread_of(arena, how->data, 2);
    s->weights = qp_robust_double(arena, report->weights.amount);
    s->data = qp_robust_double(arena, report->data.amount);
}

const struct qp_robust *
qp_robust_find(struct qp_session *run, const struct qp_result *result,
               size_t n_draws, uint64_t seed)
{
    struct qp_arena *arena = qp_arena_new();
    const struct model *model = qp_robust_flatten(arena, result);
    struct draw *plain = qp_draw_new(arena, model);
    struct qp_robust *report =
        qp_arena_alloc(run->arena, 1, sizeof *report);
    struct study study = {
        .model = model,
        .report = report,
        .stream = qp_stream_of(seed),
        .plain = plain,
        .rank = plain->ranks,
    };
    bool is_same;

    qp_robust_run(model, plain);
    is_same = check_plain(run, &study);
    report->n_draws = n_draws;
    report->seed = seed;
    set_amounts(&study, run->arena);
    find_choices(&study, run->arena);
    find_districts(&study, arena);
    report->n_evaluations = n_draws * (report->n_choices + SAMPLE_MIXED);
    if (is_same) {
        make_room(&study, arena, run->arena);
        simulate(run, &study);
        qp_robust_part(run->arena, model, plain, study.draws[0], report);
    }
    qp_arena_free(arena);
    return is_same ? report : NULL;
}
