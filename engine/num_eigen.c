/* The eigenvector of the greatest eigenvalue, by squaring the matrix until
   nothing else is left of it: see num.h.  All in MPFR, in a fixed order, so
   that every machine gets the same digits. */

#include <config.h>

#include "engine/num.h"

#include "engine/num_impl.h"

/* Each squaring loses a bit of PRECISION; what is left of other eigenvectors
   must be below 2 to the -NEGLIGIBLE.  After so many squarings eigenvalues
   that still look alike are taken for equal. */
enum { PRECISION = 1024, NEGLIGIBLE = 600, SQUARINGS_MOST = 80 };

/* The bits that are kept. */
enum { RESULT_PRECISION = 256 };

struct matrix {
    size_t n;
    mpfr_t *at; /* [row * n + column] */
};

static struct matrix
new_matrix(struct qp_arena *arena, size_t n)
{
    struct matrix matrix = {
        .n = n,
        .at = qp_arena_alloc(arena, n * n, sizeof *matrix.at),
    };

    for (size_t i = 0; i < n * n; i++) {
        mpfr_init2(matrix.at[i], PRECISION);
        mpfr_set_zero(matrix.at[i], 1);
    }
    return matrix;
}

static void
clear_matrix(struct matrix matrix)
{
    for (size_t i = 0; i < matrix.n * matrix.n; i++)
        mpfr_clear(matrix.at[i]);
}

static void
set_matrix(struct matrix matrix, const qp_num from[])
{
    struct qp_view view;

    for (size_t i = 0; i < matrix.n * matrix.n; i++)
        mpfr_set_q(matrix.at[i], qp_num_view(&view, from[i]), MPFR_RNDN);
}

/* Sets RESULT to FROM squared. */
static void
square(struct matrix result, struct matrix from)
{
    size_t n = from.n;
    mpfr_t product;

    mpfr_init2(product, PRECISION);
    for (size_t i = 0; i < n * n; i++) {
        mpfr_set_zero(result.at[i], 1);
        for (size_t k = 0; k < n; k++) {
            mpfr_mul(product, from.at[i / n * n + k], from.at[k * n + i % n],
                     MPFR_RNDN);
            mpfr_add(result.at[i], result.at[i], product, MPFR_RNDN);
        }
    }
    mpfr_clear(product);
}

/* Divides MATRIX, the square of one with the trace 1, by its trace.  True if
   that is well above 1/2: of a matrix that squaring no longer changes the
   trace is 1 over the number of its eigenvectors. */
static bool
scale_to_trace(struct matrix matrix)
{
    mpfr_t trace;
    bool is_single;

    mpfr_init2(trace, PRECISION);
    mpfr_set_zero(trace, 1);
    for (size_t i = 0; i < matrix.n; i++)
        mpfr_add(trace, trace, matrix.at[i * matrix.n + i], MPFR_RNDN);
    for (size_t i = 0; i < matrix.n * matrix.n; i++)
        mpfr_div(matrix.at[i], matrix.at[i], trace, MPFR_RNDN);
    is_single = mpfr_cmp_ui_2exp(trace, 3, -2) > 0;
    mpfr_clear(trace);
    return is_single;
}

/* True if A and B differ by nothing that matters. */
static bool
are_alike(struct matrix a, struct matrix b)
{
    mpfr_t apart;
    bool alike = true;

    mpfr_init2(apart, PRECISION);
    for (size_t i = 0; alike && i < a.n * a.n; i++) {
        mpfr_sub(apart, a.at[i], b.at[i], MPFR_RNDN);
        alike = mpfr_zero_p(apart) || mpfr_get_exp(apart) < -NEGLIGIBLE;
    }
    mpfr_clear(apart);
    return alike;
}

/* Squares *MATRIX until that changes nothing but the trace, and returns
   whether one eigenvector is left.  *SPARE is room. */
static bool
isolate(struct matrix *matrix, struct matrix *spare)
{
    scale_to_trace(*matrix);
    for (int i = 0; i < SQUARINGS_MOST; i++) {
        struct matrix before = *matrix;
        bool is_single;

        square(*spare, before);
        is_single = scale_to_trace(*spare);
        *matrix = *spare;
        *spare = before;
        if (are_alike(*matrix, before))
            return is_single;
    }
    return false;
}

/* The column of MATRIX, a vector times a row, with the greatest element on
   the diagonal. */
static size_t
strongest_column(struct matrix matrix)
{
    size_t best = 0;

    for (size_t i = 1; i < matrix.n; i++)
        if (mpfr_cmpabs(matrix.at[i * matrix.n + i],
                        matrix.at[best * matrix.n + best]) > 0)
            best = i;
    return best;
}

/* Reads the vector off MATRIX into VECTOR, with the sum 1; false if its sum
   is 0. */
static bool
read_vector(struct qp_arena *arena, struct matrix matrix, qp_num vector[])
{
    size_t column = strongest_column(matrix);
    mpfr_t sum, one;
    bool has_sum;

    mpfr_init2(sum, PRECISION);
    mpfr_init2(one, RESULT_PRECISION);
    mpfr_set_zero(sum, 1);
    for (size_t i = 0; i < matrix.n; i++)
        mpfr_add(sum, sum, matrix.at[i * matrix.n + column], MPFR_RNDN);
    has_sum = !mpfr_zero_p(sum) && mpfr_get_exp(sum) > -NEGLIGIBLE / 2;
    for (size_t i = 0; has_sum && i < matrix.n; i++) {
        mpfr_div(one, matrix.at[i * matrix.n + column], sum, MPFR_RNDN);
        vector[i] = qp_num_keep_real(arena, one);
    }
    mpfr_clears(sum, one, (mpfr_ptr)NULL);
    return has_sum;
}

/* The eigenvalue of VECTOR, whose sum is 1: that of MATRIX times VECTOR. */
static qp_num
value_of(struct qp_arena *arena, const qp_num matrix[], size_t n,
         const qp_num vector[])
{
    qp_num *products = qp_arena_alloc(arena, n * n, sizeof *products);
    qp_num all;

    for (size_t i = 0; i < n * n; i++)
        products[i] = qp_num_mul(arena, matrix[i], vector[i % n]);
    all = qp_num_sum(arena, vector, n);
    return qp_num_weight(
        arena, qp_num_div(arena, qp_num_sum(arena, products, n * n), all));
}

bool
qp_num_eigenvector(struct qp_arena *arena, const qp_num matrix[], size_t n,
                   qp_num vector[], qp_num *value)
{
    struct matrix powers = new_matrix(arena, n);
    struct matrix spare = new_matrix(arena, n);
    bool found;

    set_matrix(powers, matrix);
    found = isolate(&powers, &spare) && read_vector(arena, powers, vector);
    clear_matrix(powers);
    clear_matrix(spare);
    if (found)
        *value = value_of(arena, matrix, n, vector);
    return found;
}
