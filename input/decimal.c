/* Decimals without a rational for each; see decimal.h. */

#include <config.h>

#include "input/decimal.h"

/* Places of a fraction; digits that always fit into 64 bits. */
enum { PLACES = QP_NUM_DIGITS_INPUT, FEW_DIGITS = 18 };

static const int64_t tens[FEW_DIGITS + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

static __int128
power_of_ten(int n)
{
    return n > FEW_DIGITS ? (__int128)tens[FEW_DIGITS] * tens[n - FEW_DIGITS]
                          : tens[n];
}

/* ---- reading ---- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* DIGITS digits have been read, PLACES of them behind the point; there are too
   many, or too many behind the point. */
static bool
read_long(const char *text, size_t n, bool negative,
          struct qp_decimal *decimal)
{
    __int128 whole = 0, fraction = 0;
    int places = -1;

    for (size_t i = 0; i < n; i++) {
        if (text[i] == '.')
            places = 0;
        else if (places < 0)
            whole = whole * 10 + (text[i] - '0');
        else {
            fraction = fraction * 10 + (text[i] - '0');
            places++;
        }
    }
    fraction *= power_of_ten(PLACES - (places > 0 ? places : 0));
    decimal->is_long = true;
    decimal->number = 0;
    decimal->rest.whole = negative ? -whole : whole;
    decimal->rest.fraction = negative ? -fraction : fraction;
    return true;
}

bool
qp_decimal_read(const char *text, size_t n, int scale,
                struct qp_decimal *decimal, int *places)
{
    bool negative = n > 0 && text[0] == '-';
    uint64_t number = 0;
    size_t i = negative || (n > 0 && text[0] == '+'), first = i, point = n;
    size_t digits;

    for (; i < n; i++) {
        if (is_digit(text[i]))
            number = number * 10 + (uint64_t)(text[i] - '0');
        else if (text[i] == '.' && point == n && i > first && i + 1 < n)
            point = i;
        else
            return false;
    }
    digits = n - first - (point < n);
    *places = point < n ? (int)(n - point - 1) : 0;
    if (digits == 0 || digits > QP_NUM_DIGITS_INPUT)
        return false;
    if (*places > scale || (int)digits + scale - *places > FEW_DIGITS)
        return read_long(text + first, n - first, negative, decimal);
    decimal->is_long = false;
    decimal->number = (int64_t)number * tens[scale - *places];
    if (negative)
        decimal->number = -decimal->number;
    return true;
}

/* ---- arithmetic ---- */

/* X as a rational: its halves, put together. */
static qp_num
number_of(struct qp_arena *arena, __int128 x)
{
    const __int128 half = (__int128)1 << 62;
    qp_num high, low;

    if (x >= INT64_MIN && x <= INT64_MAX)
        return qp_num_int((int64_t)x);
    high = number_of(arena, x / half);
    low = qp_num_int((int64_t)(x % half));
    return qp_num_add(arena,
                      qp_num_mul(arena, high, qp_num_int((int64_t)half)),
                      low);
}

static qp_num
long_number(struct qp_arena *arena, const struct qp_long *x)
{
    qp_num fraction =
        qp_num_div(arena, number_of(arena, x->fraction),
                   number_of(arena, power_of_ten(PLACES)));

    return qp_num_add(arena, number_of(arena, x->whole), fraction);
}

static qp_num
short_number(struct qp_arena *arena, int64_t number, int scale)
{
    return qp_num_div(arena, qp_num_int(number), qp_num_int(tens[scale]));
}

qp_num
qp_decimal_number(struct qp_arena *arena, const struct qp_decimal *decimal,
                  int scale)
{
    return decimal->is_long ? long_number(arena, &decimal->rest)
                            : short_number(arena, decimal->number, scale);
}

/* NUMBER units of 10^-SCALE as a long decimal. */
static struct qp_long
lengthen(int64_t number, int scale)
{
    return (struct qp_long){
        number / tens[scale],
        number % tens[scale] * power_of_ten(PLACES - scale),
    };
}

/* ---- cells ---- */

/* Of a long decimal a cell has this and its place among them. */
#define LONG_FIRST INT64_MIN

static bool
is_long(qp_decimal_cell cell)
{
    return cell < QP_DECIMAL_LONG;
}

/* Makes *CELL a long decimal, X. */
static struct qp_long *
keep_long(struct qp_decimal_cells *cells, qp_decimal_cell *cell, struct qp_long x)
{
    if (!is_long(*cell)) {
        cells->items = qp_arena_grow(cells->arena, cells->items, cells->n,
                                     &cells->capacity, sizeof x);
        *cell = LONG_FIRST + (int64_t)cells->n++;
    }
    cells->items[*cell - LONG_FIRST] = x;
    return &cells->items[*cell - LONG_FIRST];
}

static struct qp_long
cell_as_long(const struct qp_decimal_cells *cells, qp_decimal_cell cell)
{
    return is_long(cell) ? cells->items[cell - LONG_FIRST]
                         : lengthen(cell, cells->scale);
}

static struct qp_long
as_long(const struct qp_decimal_cells *cells, const struct qp_decimal *decimal)
{
    return decimal->is_long ? decimal->rest
                            : lengthen(decimal->number, cells->scale);
}

void
qp_decimal_add(struct qp_decimal_cells *cells, qp_decimal_cell *cell,
            const struct qp_decimal *decimal)
{
    struct qp_long sum, more;

    if (!decimal->is_long && qp_decimal_add_short(cell, decimal->number))
        return;
    /* Each of at most 2^33 rows adds less than 2^80 to either part. */
    sum = cell_as_long(cells, *cell);
    more = as_long(cells, decimal);
    sum.whole += more.whole;
    sum.fraction += more.fraction;
    keep_long(cells, cell, sum);
}

static int
order(__int128 a, __int128 b)
{
    return (a > b) - (a < b);
}

void
qp_decimal_extend(struct qp_decimal_cells *cells, qp_decimal_cell *cell, bool has, int sign,
               const struct qp_decimal *decimal)
{
    struct qp_long a, b;
    int by;

    if (!decimal->is_long && (!has || !is_long(*cell))) {
        if (!has || order(decimal->number, *cell) == sign)
            *cell = decimal->number;
        return;
    }
    a = as_long(cells, decimal);
    b = cell_as_long(cells, *cell);
    by = order(a.whole, b.whole);
    if (by == 0)
        by = order(a.fraction, b.fraction);
    if (!has || by == sign)
        keep_long(cells, cell, a);
}

qp_num
qp_decimal_cell_number(struct qp_arena *arena, const struct qp_decimal_cells *cells,
               qp_decimal_cell cell)
{
    if (!is_long(cell))
        return short_number(arena, cell, cells->scale);
    return long_number(arena, &cells->items[cell - LONG_FIRST]);
}
