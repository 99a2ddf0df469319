/* Rows of [weights NAME]: what judges say of an indicator, "g01 = 1 3 1/5";
   see load.h. */

#include <config.h>

#include "rules/load.h"

#include <string.h>

#include "engine/tongue.h"

/* Reads the LENGTH bytes at TEXT, a number or N/D, which is not below 0. */
static bool
read_number(struct qp_arena *arena, const char *text, size_t length,
            qp_num *number)
{
    const char *slash = memchr(text, '/', length);
    size_t first = slash ? (size_t)(slash - text) : length;
    qp_num below = qp_num_int(1);

    if (qp_num_parse(arena, text, first, QP_NUM_DIGITS_RULES, number))
        return false;
    if (slash && qp_num_parse(arena, slash + 1, length - first - 1,
                              QP_NUM_DIGITS_RULES, &below))
        return false;
    if (qp_num_sign(*number) < 0 || qp_num_sign(below) <= 0)
        return false;
    *number = qp_num_div(arena, *number, below);
    return true;
}

/* Reads VALUE, numbers apart by blanks, into ROW. */
static const char *
read_numbers(struct qp_arena *arena, const char *value,
             struct qp_judgement *row)
{
    qp_num *numbers = NULL;
    size_t capacity = 0;

    while (*value) {
        size_t length = strcspn(value, " \t");

        numbers =
            qp_arena_grow(arena, numbers, row->n, &capacity, sizeof *numbers);
        if (!read_number(arena, value, length, &numbers[row->n]))
            return qp_arena_printf(
                arena,
                _("has \"%s\", which is neither a number, 0 or more, "
                  "nor one like 1/3"),
                qp_arena_copy(arena, value, length));
        row->n++;
        value += length;
        value += strspn(value, " \t");
    }
    row->numbers = numbers;
    return row->n ? NULL : _("is empty; write numbers apart by blanks");
}

void
qp_judgement_read(struct qp_load *load, const struct qp_object *object,
                  const struct qp_line *line)
{
    struct qp_judgements *judgements = object->data;
    const struct qp_names *codes = load->codes[QP_KIND_INDICATOR];
    struct qp_judgement row = {
        .indicator = qp_names_find(codes, line->name),
        .at = qp_line_at(line),
    };
    const char *wrong;

    if (row.indicator == QP_NONE) {
        qp_error(load->run, row.at, QP_REFERENCE, "%s: no indicator \"%s\"%s",
                 qp_object_name(load, object), line->name,
                 qp_load_suggest(load, row.at.file, QP_REFERENCE, line->name,
                                 codes));
        load->judgements_known = false;
        return;
    }
    wrong = read_numbers(load->run->arena, line->value, &row);
    if (wrong) {
        qp_line_wrong(load, object, line, QP_KEY_VALUE, wrong);
        load->judgements_known = false;
        return;
    }
    if (!judgements->rows)
        judgements->rows =
            qp_arena_alloc(load->run->arena, object->section->n_lines,
                           sizeof *judgements->rows);
    judgements->rows[judgements->n_rows++] = row;
}
