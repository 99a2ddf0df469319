/* Tallies of rows; see tally.h. */

#include <config.h>

#include "input/tally.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/record.h"

/* Groups stand in chunks, which never move. */
enum { CHUNK = 1024 };

/* Lots that are kept at a time, a power of 2. */
enum { LOT_BITS = 8, LOTS = 1 << LOT_BITS };

/* What a group is asked for.  CELL holds the sum, or the greatest or least;
   PRESENT the number of rows that have the field: the first cell, of all rows,
   where the field is never left out.  SUM is which of the plan's it is. */
struct want {
    struct qp_take take;
    size_t cell, present, sum;
};

/* What is tallied for DATUM.  The wants are those of HAVING in its order, and
   OWN, which may be one of them. */
struct figure {
    size_t datum, condition;
    size_t by; /* QP_NONE: a single group */
    struct qp_take take;
    const struct qp_expr *having;
    struct want *wants;
    size_t n_wants, own, width; /* WIDTH: cells of a group */
};

struct qp_tally_plan {
    const struct qp_ruleset *rules;
    const struct qp_record_type *record;
    struct qp_conditions *conditions;
    struct figure *figures;
    size_t n_figures;
    size_t *of_lots, n_of_lots; /* figures that are kept by lots */
    size_t *others, n_others;
    size_t *checks, *assertions; /* ASSERTIONS: their conditions */
    size_t n_checks;
    bool *labels;         /* one a field */
    size_t *sums, n_sums; /* fields that lots have sums of */
};

/* The N rows that passed the tests PASSED since the lot was settled last, and
   what HOLDS of conditions on them.  SUMS are short. */
struct lot {
    uint64_t passed;
    bool *holds;
    int64_t n;
    struct lot_sum {
        int64_t sum, present;
    } * sums; /* one for each of the plan's */
};

/* The groups of a figure by number, and for take = distinct which values have
   been seen. */
struct groups {
    int64_t **chunks;
    size_t n, n_chunks, chunks_capacity; /* N: groups that there is room for */
    struct qp_decimal_cells *longs;              /* one a want */
    unsigned char *seen;                 /* bits */
    size_t seen_capacity;
};

struct qp_tally {
    struct qp_arena *arena, *scratch;
    const struct qp_tally_plan *plan;
    struct groups *groups; /* one a figure */
    struct lot *lots;

    /* The sum of a field over all rows. */
    size_t total_field;
    qp_decimal_cell total;
    struct qp_decimal_cells total_longs;
};

/* ---- plans ---- */

/* Adds TAKE to the wants of FIGURE unless it is there; returns which it is. */
static size_t
add_want(const struct qp_record_type *record, struct figure *figure,
         struct qp_take take)
{
    struct want *want = &figure->wants[figure->n_wants];

    for (size_t i = 0; i < figure->n_wants; i++)
        if (figure->wants[i].take.kind == take.kind &&
            figure->wants[i].take.field == take.field)
            return i;
    *want = (struct want){ .take = take };
    if (take.field != QP_NONE) {
        want->cell = figure->width++;
        if (record->fields[take.field].optional)
            want->present = figure->width++;
    }
    return figure->n_wants++;
}

/* What a group stands for in a figure that is not their number: the sum. */
static struct qp_take
own_take(const struct figure *figure)
{
    struct qp_take take = figure->take;

    if (figure->by != QP_NONE && take.kind != QP_TAKE_COUNT)
        take.kind = QP_TAKE_SUM;
    return take;
}

/* The number of FIELD among the sums of lots. */
static size_t
add_sum(struct qp_tally_plan *plan, size_t field)
{
    size_t i = 0;

    while (i < plan->n_sums && plan->sums[i] != field)
        i++;
    if (i == plan->n_sums)
        plan->sums[plan->n_sums++] = field;
    return i;
}

/* True if FIGURE can be kept by lots, whose sums are then planned. */
static bool
plan_lots(struct qp_tally_plan *plan, struct figure *figure)
{
    struct want *want = &figure->wants[figure->own];
    enum qp_take_kind kind = want->take.kind;

    if (figure->by != QP_NONE ||
        !qp_conditions_is_simple(plan->conditions, figure->condition))
        return false;
    if (kind == QP_TAKE_SUM || kind == QP_TAKE_MEAN)
        want->sum = add_sum(plan, want->take.field);
    return kind == QP_TAKE_SUM || kind == QP_TAKE_MEAN ||
           kind == QP_TAKE_COUNT;
}

static void
plan_figure(struct qp_arena *arena, struct qp_tally_plan *plan, size_t index)
{
    const struct qp_datum *datum = &plan->rules->data[index];
    struct figure *figure = &plan->figures[plan->n_figures];
    const struct qp_take *takes = NULL;
    size_t n = 0;

    *figure = (struct figure){
        .datum = index,
        .condition = qp_conditions_add(plan->conditions, &datum->where),
        .by = datum->by,
        .take = datum->take,
        .having = datum->having.expr,
        .width = 1,
    };
    if (figure->having)
        takes = qp_expr_takes(figure->having, &n);
    figure->wants = qp_arena_alloc(arena, n + 1, sizeof *figure->wants);
    for (size_t i = 0; i < n; i++)
        add_want(plan->record, figure, takes[i]);
    figure->own = add_want(plan->record, figure, own_take(figure));
    if (plan_lots(plan, figure))
        plan->of_lots[plan->n_of_lots++] = plan->n_figures++;
    else
        plan->others[plan->n_others++] = plan->n_figures++;
    if (datum->by != QP_NONE)
        plan->labels[datum->by] = true;
    if (datum->take.kind == QP_TAKE_DISTINCT)
        plan->labels[datum->take.field] = true;
}

static void
plan_checks(struct qp_arena *arena, struct qp_tally_plan *plan)
{
    const struct qp_ruleset *rules = plan->rules;

    plan->checks =
        qp_arena_alloc(arena, rules->n_checks, sizeof *plan->checks);
    plan->assertions =
        qp_arena_alloc(arena, rules->n_checks, sizeof *plan->assertions);
    for (size_t i = 0; i < rules->n_checks; i++) {
        const struct qp_check *check = &rules->checks[i];

        if (check->record == QP_NONE ||
            &rules->records[check->record] != plan->record)
            continue;
        plan->checks[plan->n_checks] = i;
        plan->assertions[plan->n_checks++] =
            qp_conditions_add(plan->conditions, &check->assertion);
    }
}

const struct qp_tally_plan *
qp_tally_plan_new(struct qp_arena *arena, const struct qp_ruleset *rules,
                  const struct qp_record_type *record)
{
    struct qp_tally_plan *plan = qp_arena_alloc(arena, 1, sizeof *plan);

    *plan = (struct qp_tally_plan){
        .rules = rules,
        .record = record,
        .conditions = qp_conditions_new(arena, record),
        .figures = qp_arena_alloc(arena, rules->n_data, sizeof *plan->figures),
        .of_lots = qp_arena_alloc(arena, rules->n_data, sizeof *plan->of_lots),
        .others = qp_arena_alloc(arena, rules->n_data, sizeof *plan->others),
        .labels =
            qp_arena_alloc(arena, record->n_fields, sizeof *plan->labels),
        .sums = qp_arena_alloc(arena, record->n_fields, sizeof *plan->sums),
    };
    for (size_t i = 0; i < rules->n_data; i++)
        if (rules->data[i].record != QP_NONE &&
            &rules->records[rules->data[i].record] == record)
            plan_figure(arena, plan, i);
    plan_checks(arena, plan);
    if (record->territorial != QP_NONE)
        plan->labels[record->territorial] = true;
    return plan;
}

bool
qp_tally_plan_labels(const struct qp_tally_plan *plan, size_t field)
{
    return plan->labels[field];
}

const size_t *
qp_tally_plan_checks(const struct qp_tally_plan *plan, size_t *n)
{
    *n = plan->n_checks;
    return plan->checks;
}

/* ---- rows ---- */

bool *
qp_tally_holds(struct qp_arena *arena, const struct qp_tally_plan *plan)
{
    return qp_arena_alloc(arena, qp_conditions_count(plan->conditions),
                          sizeof(bool));
}

/* Makes lots without rows, at first all of those that pass no test. */
static void
make_lots(struct qp_tally *tally)
{
    const struct qp_tally_plan *plan = tally->plan;

    tally->lots = qp_arena_alloc(tally->arena, LOTS, sizeof *tally->lots);
    for (size_t i = 0; i < LOTS; i++) {
        struct lot *lot = &tally->lots[i];

        lot->holds = qp_tally_holds(tally->arena, plan);
        lot->sums =
            qp_arena_alloc(tally->arena, plan->n_sums, sizeof *lot->sums);
        qp_conditions_decide(plan->conditions, lot->passed, lot->holds);
    }
}

struct qp_tally *
qp_tally_new(struct qp_arena *arena, const struct qp_tally_plan *plan,
             size_t total)
{
    struct qp_tally *tally = qp_arena_alloc(arena, 1, sizeof *tally);

    *tally = (struct qp_tally){
        .arena = arena,
        .scratch = qp_arena_new(),
        .plan = plan,
        .groups =
            qp_arena_alloc(arena, plan->n_figures, sizeof *tally->groups),
        .total_field = total,
        .total_longs = { .arena = arena },
    };
    if (total != QP_NONE)
        tally->total_longs.scale = qp_row_scale(&plan->record->fields[total]);
    for (size_t i = 0; i < plan->n_figures; i++) {
        const struct figure *figure = &plan->figures[i];
        struct qp_decimal_cells *longs =
            qp_arena_alloc(arena, figure->n_wants, sizeof *longs);

        for (size_t k = 0; k < figure->n_wants; k++) {
            size_t field = figure->wants[k].take.field;

            longs[k].arena = arena;
            if (field != QP_NONE)
                longs[k].scale = qp_row_scale(&plan->record->fields[field]);
        }
        tally->groups[i].longs = longs;
    }
    make_lots(tally);
    return tally;
}

void
qp_tally_free(struct qp_tally *tally)
{
    qp_arena_free(tally->scratch);
}

/* The cells of group I; there is room for it. */
static int64_t *
cells_at(const struct figure *figure, const struct groups *groups, size_t i)
{
    return groups->chunks[i / CHUNK] + i % CHUNK * figure->width;
}

static void
make_room(struct qp_tally *tally, const struct figure *figure,
          struct groups *groups, size_t i)
{
    /* A single group does not need a chunk. */
    size_t n = figure->by == QP_NONE ? 1 : CHUNK;

    while (groups->n <= i) {
        groups->chunks = qp_arena_grow(tally->arena, groups->chunks,
                                       groups->n_chunks,
                                       &groups->chunks_capacity,
                                       sizeof *groups->chunks);
        groups->chunks[groups->n_chunks++] =
            qp_arena_alloc(tally->arena, n, figure->width * sizeof(int64_t));
        groups->n += n;
    }
}

/* Counts value I of a field that is counted by its different values. */
static void
see(struct qp_tally *tally, struct groups *groups, size_t i, int64_t *cell)
{
    unsigned char bit = (unsigned char)(1 << i % 8);

    while (groups->seen_capacity <= i / 8)
        groups->seen = qp_arena_grow(tally->arena, groups->seen,
                                     groups->seen_capacity,
                                     &groups->seen_capacity, 1);
    *cell += !(groups->seen[i / 8] & bit);
    groups->seen[i / 8] |= bit;
}

/* Adds FIELD of ROW, which is there, to *CELL. */
static void
add_amount(struct qp_decimal_cells *longs, qp_decimal_cell *cell,
           const struct qp_row *row, size_t field)
{
    struct qp_decimal decimal;

    if (!(row->is_long >> field & 1) &&
        qp_decimal_add_short(cell, row->numbers[field]))
        return;
    decimal = qp_row_decimal(row, field);
    qp_decimal_add(longs, cell, &decimal);
}

/* Makes *CELL the greatest or least of it and FIELD of ROW, which is there. */
static void
extend(struct qp_decimal_cells *longs, qp_decimal_cell *cell, bool has,
       enum qp_take_kind kind, const struct qp_row *row, size_t field)
{
    struct qp_decimal decimal = qp_row_decimal(row, field);

    qp_decimal_extend(longs, cell, has, kind == QP_TAKE_MAX ? 1 : -1,
                      &decimal);
}

/* Adds what ROW has for want I, if it has it, to the CELLS of its group. */
static void
add_want_of(struct qp_tally *tally, struct groups *groups,
            const struct want *want, size_t i, int64_t *cells,
            const struct qp_row *row)
{
    size_t field = want->take.field;
    int64_t *cell = &cells[want->cell];

    if (!want->cell || !qp_row_has(row, field))
        return;
    if (want->present)
        cells[want->present]++;
    if (want->take.kind == QP_TAKE_SUM || want->take.kind == QP_TAKE_MEAN)
        add_amount(&groups->longs[i], cell, row, field);
    else if (want->take.kind == QP_TAKE_DISTINCT)
        see(tally, groups, row->places[field], cell);
    else
        extend(&groups->longs[i], cell, cells[want->present] > 1,
               want->take.kind, row, field);
}

static void
add_row(struct qp_tally *tally, const struct figure *figure,
        struct groups *groups, const struct qp_row *row)
{
    size_t group = figure->by == QP_NONE ? 0 : row->places[figure->by];
    int64_t *cells;

    if (groups->n <= group)
        make_room(tally, figure, groups, group);
    cells = cells_at(figure, groups, group);
    cells[0]++;
    for (size_t i = 0; i < figure->n_wants; i++)
        add_want_of(tally, groups, &figure->wants[i], i, cells, row);
}

/* Adds what the rows of LOT come to to FIGURE. */
static void
settle_figure(struct qp_tally *tally, const struct figure *figure,
              struct groups *groups, const struct lot *lot)
{
    int64_t *cells;

    if (groups->n == 0)
        make_room(tally, figure, groups, 0);
    cells = cells_at(figure, groups, 0);
    cells[0] += lot->n;
    for (size_t i = 0; i < figure->n_wants; i++) {
        const struct want *want = &figure->wants[i];
        struct lot_sum sum = lot->sums[want->sum];

        if (!want->cell)
            continue;
        if (want->present)
            cells[want->present] += sum.present;
        qp_decimal_add(&groups->longs[i], &cells[want->cell],
                       &(struct qp_decimal){ .number = sum.sum });
    }
}

/* Adds what the rows of LOT come to to all figures, and forgets them. */
static void
settle(struct qp_tally *tally, struct lot *lot)
{
    const struct qp_tally_plan *plan = tally->plan;

    for (size_t k = 0; k < plan->n_of_lots && lot->n > 0; k++) {
        size_t i = plan->of_lots[k];

        if (lot->holds[plan->figures[i].condition])
            settle_figure(tally, &plan->figures[i], &tally->groups[i], lot);
    }
    lot->n = 0;
    memset(lot->sums, 0, plan->n_sums * sizeof *lot->sums);
}

/* The lot of rows that pass the tests PASSED, for which another may be
   settled. */
static struct lot *
find_lot(struct qp_tally *tally, uint64_t passed)
{
    uint64_t hash = passed * 0x9e3779b97f4a7c15u;
    struct lot *lot = &tally->lots[hash >> (64 - LOT_BITS)];

    if (lot->passed != passed) {
        settle(tally, lot);
        lot->passed = passed;
        qp_conditions_decide(tally->plan->conditions, passed, lot->holds);
    }
    return lot;
}

/* Adds ROW, which has no long figure, to LOT. */
static void
add_to_lot(struct qp_tally *tally, struct lot *lot, const struct qp_row *row)
{
    const struct qp_tally_plan *plan = tally->plan;

    for (size_t i = 0; i < plan->n_sums; i++) {
        size_t field = plan->sums[i];

        if (!qp_row_has(row, field))
            continue;
        if (!qp_decimal_add_short(&lot->sums[i].sum, row->numbers[field])) {
            settle(tally, lot);
            lot->sums[i].sum = row->numbers[field];
        }
        lot->sums[i].present++;
    }
    lot->n++;
}

void
qp_tally_expect(const struct qp_tally *tally, size_t field, size_t place)
{
    const struct qp_tally_plan *plan = tally->plan;

    for (size_t k = 0; k < plan->n_others; k++) {
        const struct figure *figure = &plan->figures[plan->others[k]];
        const struct groups *groups = &tally->groups[plan->others[k]];

        if (figure->by == field && place < groups->n)
            __builtin_prefetch(cells_at(figure, groups, place), 1);
    }
}

/* Adds ROW to those of N figures, numbered by LIST, whose conditions hold. */
static void
add_to_figures(struct qp_tally *tally, const size_t *list, size_t n,
               const struct qp_row *row)
{
    const struct figure *figures = tally->plan->figures;

    for (size_t k = 0; k < n; k++) {
        size_t i = list[k];

        if (row->holds[figures[i].condition])
            add_row(tally, &figures[i], &tally->groups[i], row);
    }
}

void
qp_tally_try(struct qp_tally *tally, struct qp_row *row)
{
    const struct qp_conditions *conditions = tally->plan->conditions;
    bool is_short = qp_row_is_short(row);
    struct lot *lot;

    if (is_short) {
        lot = find_lot(tally, qp_conditions_test(conditions, row));
        memcpy(row->holds, lot->holds, qp_conditions_count(conditions));
        add_to_lot(tally, lot, row);
    }
    qp_conditions_evaluate(conditions, row, tally->scratch, row->holds);
    if (!is_short)
        add_to_figures(tally, tally->plan->of_lots, tally->plan->n_of_lots,
                       row);
}

void
qp_tally_add(struct qp_tally *tally, const struct qp_row *row)
{
    add_to_figures(tally, tally->plan->others, tally->plan->n_others, row);
    if (tally->total_field != QP_NONE && qp_row_has(row, tally->total_field))
        add_amount(&tally->total_longs, &tally->total, row,
                   tally->total_field);
}

void
qp_tally_finish(struct qp_tally *tally)
{
    for (size_t i = 0; i < LOTS; i++)
        settle(tally, &tally->lots[i]);
}

bool
qp_tally_passes(const struct qp_tally *tally, const struct qp_row *row,
                size_t i)
{
    return row->holds[tally->plan->assertions[i]];
}

/* ---- figures ---- */

/* What want I came to for a group with CELLS. */
static qp_num
want_number(struct qp_arena *arena, const struct figure *figure,
            const struct groups *groups, size_t i, const int64_t *cells)
{
    const struct want *want = &figure->wants[i];
    qp_num number;

    if (want->take.kind == QP_TAKE_COUNT)
        return qp_num_int(cells[0]);
    if (want->take.kind == QP_TAKE_DISTINCT)
        return qp_num_int(cells[want->cell]);
    if (want->take.kind != QP_TAKE_SUM && cells[want->present] == 0)
        return qp_num_undefined("no record counts");
    number = qp_decimal_cell_number(arena, &groups->longs[i], cells[want->cell]);
    if (want->take.kind == QP_TAKE_MEAN)
        number =
            qp_num_div(arena, number, qp_num_int(cells[want->present]));
    return number;
}

/* True if a group with CELLS counts. */
static bool
counts(struct qp_arena *scratch, const struct figure *figure,
       const struct groups *groups, const int64_t *cells)
{
    struct qp_value *values, value;

    if (!figure->having || cells[0] == 0)
        return cells[0] > 0;
    values = qp_arena_alloc(scratch, figure->n_wants, sizeof *values);
    for (size_t i = 0; i < figure->n_wants; i++)
        values[i] = qp_value_number(
            want_number(scratch, figure, groups, i, cells));
    value = qp_expr_eval_row(figure->having, scratch, values);
    return value.state == QP_REPORTED && qp_num_sign(value.num) != 0;
}

/* Takes X, of one more group, into *OUTCOME, which is undefined at first. */
static void
fold(struct qp_arena *arena, enum qp_take_kind kind, qp_num x,
     qp_num *outcome)
{
    if (!qp_num_defined(*outcome))
        *outcome = x;
    else if (kind == QP_TAKE_MAX)
        *outcome = qp_num_max(arena, *outcome, x);
    else if (kind == QP_TAKE_MIN)
        *outcome = qp_num_min(arena, *outcome, x);
    else
        *outcome = qp_num_add(arena, *outcome, x);
}

/* What the groups of a figure come to, each taken as one row. */
static qp_num
over_groups(struct qp_arena *arena, const struct qp_tally *tally,
            const struct figure *figure, const struct groups *groups,
            size_t *n)
{
    qp_num outcome = qp_num_undefined("no record counts");
    int64_t n_groups = 0;

    for (size_t i = 0; i < groups->n; i++) {
        const int64_t *cells = cells_at(figure, groups, i);
        bool does = counts(tally->scratch, figure, groups, cells);

        qp_arena_clear(tally->scratch);
        if (!does)
            continue;
        n_groups++;
        *n += (size_t)cells[0];
        if (figure->take.kind != QP_TAKE_COUNT)
            fold(arena, figure->take.kind,
                 want_number(arena, figure, groups, figure->own, cells),
                 &outcome);
    }
    if (figure->take.kind == QP_TAKE_COUNT)
        return qp_num_int(n_groups);
    if (figure->take.kind == QP_TAKE_MEAN)
        return qp_num_div(arena, outcome, qp_num_int(n_groups));
    if (figure->take.kind == QP_TAKE_SUM && n_groups == 0)
        return qp_num_int(0);
    return outcome;
}

static qp_num
number_of(struct qp_arena *arena, const struct qp_tally *tally, size_t index,
          size_t *n)
{
    const struct figure *figure = &tally->plan->figures[index];
    const struct groups *groups = &tally->groups[index];
    int64_t *none, *cells;

    *n = 0;
    if (figure->by != QP_NONE)
        return over_groups(arena, tally, figure, groups, n);
    none = qp_arena_alloc(arena, figure->width, sizeof *none);
    cells = groups->n ? cells_at(figure, groups, 0) : none;
    *n = (size_t)cells[0];
    return want_number(arena, figure, groups, figure->own, cells);
}

qp_num
qp_tally_total(struct qp_arena *arena, const struct qp_tally *tally)
{
    return qp_decimal_cell_number(arena, &tally->total_longs, tally->total);
}

qp_num
qp_tally_figure(struct qp_arena *arena, const struct qp_tally *tally,
                size_t datum, size_t *n)
{
    const struct qp_tally_plan *plan = tally->plan;
    const struct qp_datum *about = &plan->rules->data[datum];
    size_t i = 0;
    qp_num number;

    while (plan->figures[i].datum != datum)
        i++;
    number = number_of(arena, tally, i, n);
    if (!qp_record_takes[about->take.kind].takes_amount)
        return number;
    return qp_num_mul(
        arena, number,
        qp_unit_factor(arena, plan->record->fields[about->take.field].unit,
                       about->unit));
}
