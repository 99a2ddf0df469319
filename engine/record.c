/* The tables of record fields; see record.h. */

#include <config.h>

#include "engine/record.h"

#include <string.h>
#include <strings.h>

#include "engine/tongue.h"

const struct qp_record_type_row qp_record_types[QP_N_FIELD_TYPES] = {
    [QP_FIELD_TEXT] = { "text", "text", N_("a text of any words") },
    [QP_FIELD_INTEGER] = { "integer", "integer [UNIT]",
                           N_("a number without decimals"), .is_amount = true,
                           .is_number = true },
    [QP_FIELD_DECIMAL] = { "decimal", "decimal [UNIT]", "a number",
                           .is_amount = true, .is_number = true },
    [QP_FIELD_DATE] = { "date", "date", "a day, YYYY-MM-DD" },
    [QP_FIELD_ENUM] = { "enum", "enum WORD WORD ...", N_("one of the words") },
    [QP_FIELD_BOOL] = { "bool", "bool", N_("yes or no, in expressions 1 or 0"),
                        .is_number = true },
    [QP_FIELD_USCC] = { "uscc", "uscc",
                        N_("a unified social credit code with its check "
                           "digit, GB 32100") },
    [QP_FIELD_COUNTRY] = { "country", "country",
                           N_("a country or region by its two letters, ISO "
                              "3166-1") },
};

const struct qp_record_take_row qp_record_takes[QP_N_TAKES] = {
    [QP_TAKE_COUNT] = { "count", "count", N_("how many there are") },
    [QP_TAKE_SUM] = { "sum", "sum FIELD", N_("the sum"), .takes_field = true,
                      .takes_amount = true },
    [QP_TAKE_DISTINCT] = { "distinct", "distinct FIELD",
                           N_("how many different ones there are"),
                           .takes_field = true },
    [QP_TAKE_MAX] = { "max", "max FIELD", N_("the greatest"),
                      .takes_field = true, .takes_amount = true },
    [QP_TAKE_MIN] = { "min", "min FIELD", N_("the least"), .takes_field = true,
                      .takes_amount = true },
    [QP_TAKE_MEAN] = { "mean", "mean FIELD", N_("the mean"),
                       .takes_field = true, .takes_amount = true },
};

size_t
qp_record_field_find(const struct qp_record_type *record, const char *name,
                     size_t length)
{
    for (size_t i = 0; i < record->n_fields; i++)
        if (strlen(record->fields[i].code) == length &&
            strncasecmp(record->fields[i].code, name, length) == 0)
            return i;
    return QP_NONE;
}
