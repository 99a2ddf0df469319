/* Tallies of rows; see tally.h. */

#include <config.h>

#include "input/tally.h"

#include "engine/expr.h"
#include "engine/record.h"

/* Groups stand in chunks, which never move. */
enum { CHUNK = 1024 };

/* What a group is asked for.  CELL holds the sum, or the greatest or least;
   PRESENT the number of rows that have the field: the first cell, of all rows,
   where the field is never left out. */
struct want {
    struct qp_take take;
    size_t cell, present;
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
    size_t *checks, *assertions; /* ASSERTIONS: their conditions */
    size_t n_checks;
    bool *labels; /* one a field */
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

static void
plan_figure(struct qp_arena *arena, struct qp_tally_plan *plan, size_t index)
{
    const struct qp_datum *datum = &plan->rules->data[index];
    struct figure *figure = &plan->figures[plan->n_figures++];
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
        .labels =
            qp_arena_alloc(arena, record->n_fields, sizeof *plan->labels),
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

void
qp_tally_expect(const struct qp_tally *tally, size_t field, size_t place)
{
    const struct qp_tally_plan *plan = tally->plan;

    for (size_t i = 0; i < plan->n_figures; i++)
        if (plan->figures[i].by == field && place < tally->groups[i].n)
            __builtin_prefetch(
                cells_at(&plan->figures[i], &tally->groups[i], place), 1);
}

bool *
qp_tally_holds(struct qp_arena *arena, const struct qp_tally_plan *plan)
{
    return qp_arena_alloc(arena, qp_conditions_count(plan->conditions),
                          sizeof(bool));
}

void
qp_tally_try(struct qp_tally *tally, struct qp_row *row)
{
    qp_conditions_try(tally->plan->conditions, row, tally->scratch,
                      row->holds);
}

void
qp_tally_add(struct qp_tally *tally, const struct qp_row *row)
{
    const struct qp_tally_plan *plan = tally->plan;

    for (size_t i = 0; i < plan->n_figures; i++)
        if (row->holds[plan->figures[i].condition])
            add_row(tally, &plan->figures[i], &tally->groups[i], row);
    if (tally->total_field != QP_NONE && qp_row_has(row, tally->total_field))
        add_amount(&tally->total_longs, &tally->total, row,
                   tally->total_field);
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
