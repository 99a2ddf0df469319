/* Rows as others take them; see row.h. */

#include <config.h>

#include "input/row.h"

/* Places kept of decimals that may have any number of them. */
enum { ANY_PLACES = 6 };

int
qp_row_scale(const struct qp_record_field *field)
{
    if (!qp_record_types[field->type].is_amount)
        return 0;
    return field->decimals < 0 ? ANY_PLACES : field->decimals;
}

struct qp_decimal
qp_row_decimal(const struct qp_row *row, size_t field)
{
    return (struct qp_decimal){
        .is_long = row->is_long >> field & 1,
        .number = row->numbers[field],
        .rest = row->longs[field],
    };
}

static struct qp_value
value_of(struct qp_arena *arena, const struct qp_record_field *field,
         const struct qp_row *row, size_t i)
{
    struct qp_decimal decimal = qp_row_decimal(row, i);

    if (!qp_row_has(row, i))
        return qp_value_state(QP_ABSENT, "left out");
    if (!qp_record_types[field->type].is_number)
        return qp_value_text(
            qp_arena_copy(arena, row->texts[i], row->lengths[i]));
    return qp_value_number(
        qp_decimal_number(arena, &decimal, qp_row_scale(field)));
}

const struct qp_value *
qp_row_values(struct qp_arena *arena, const struct qp_record_type *record,
              const struct qp_row *row)
{
    struct qp_value *values =
        qp_arena_alloc(arena, record->n_fields, sizeof *values);

    for (size_t i = 0; i < record->n_fields; i++)
        values[i] = value_of(arena, &record->fields[i], row, i);
    return values;
}
