/* Scoring methods, one column a row.  Scores are in percent of full marks,
   worked out by hand with fractions; "-" is no value, "equal" and "base" are
   the two kinds of scores that a method leaves to the rules. */

#include <config.h>

#include "engine/method.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 16 };

static struct qp_arena *arena;

static const struct {
    const char *method;
    bool lower;
    const char *values;
    const char *args; /* as in the rules, each for all districts */
    const char *want;
} scores[] = {
    { "points", false, "4 8", "full=8", "50 100" },
    { "points", true, "2 0", "full=8", "75 100" },
    { "points", false, "4", "", "40" }, /* out of the weight, 10 here */
    { "yesno", false, "1 0 -2", "", "100 0 100" },
    { "yesno", true, "1 0", "", "0 100" },
    { "target", false, "50 130 -", "target=100 cap=100", "50 100 -" },
    { "target", false, "130", "target=100 cap=120", "120" },
    { "target", true, "50 200 0", "target=100 cap=150", "150 50 base" },
    { "target", false, "5", "target=0 cap=100", "base" },
    { "range", false, "1 3 9", "low=1 high=5", "0 50 200" },
    { "range", false, "2", "low=6 high=2", "100" },
    { "range", true, "1 3", "low=1 high=5", "100 50" },
    { "range", true, "3", "low=5 high=1", "50" },
    /* S23's first item: four firms, bounds from the sample, floor 60;
       77.472 is printed with the ratio rounded first. */
    { "efficacy", false, "60.5 52.2 71.2 69.7", "floor=60",
      "77.473684210526315789 60 100 96.842105263157894737" },
    { "efficacy", false, "10 5", "floor=60 low=0 high=10", "100 80" },
    { "efficacy", true, "1 2 3", "floor=60", "100 80 60" },
    { "efficacy", false, "7 7", "floor=60", "equal equal" },
    { "efficacy", false, "1 3", "floor=40 low=1", "40 100" },
    /* all beyond the bound that the rules fix: at that bound */
    { "efficacy", false, "150 110", "floor=60 high=100", "100 100" },
    { "efficacy", false, "80 20", "floor=60 low=100", "60 60" },
    { "efficacy", true, "80 20", "floor=60 low=100", "100 100" },
    { "efficacy", true, "150 110", "floor=60 high=100", "60 60" },
    { "exponential", false, "150 110", "floor=60 high=100", "100 100" },
    { "exponential", false, "0 10", "floor=60", "60 100" },
    { "exponential", false, "0 1 2", "floor=25", "25 50 100" },
    { "exponential", true, "0 1 2", "floor=25", "100 50 25" },
    /* 0.6^(1/2), by the table of square roots: 0.774596669... */
    { "exponential", false, "0 1 2", "floor=60",
      "60 77.459666924148337704 100" },
    { "growth", false, "110 90 5", "of=100 base=80 slope=1", "90 70 -15" },
    { "growth", true, "110", "of=100 base=80 slope=2", "60" },
    { "growth", false, "0", "of=0 base=80 slope=1", "base" },
    { "interval", false, "0 25 50 65 80 90 100 120",
      "low=50 high=80 zero_low=0 zero_high=100 at_low=0 at_high=60",
      "0 50 100 100 100 80 60 60" },
    { "interval", false, "49 51", "low=50 high=80 zero_low=50 zero_high=90 "
                                  "at_low=10 at_high=0",
      "10 100" },
    /* bounds that do not stand in order measure nothing */
    { "interval", false, "5", "low=10 high=20 zero_low=12 zero_high=30 "
                              "at_low=0 at_high=0",
      "-" },
    { "interval", false, "5", "low=20 high=10 zero_low=0 zero_high=30 "
                              "at_low=0 at_high=0",
      "-" },
    { "interval", false, "5", "low=10 high=20 zero_low=0 zero_high=15 "
                              "at_low=0 at_high=0",
      "-" },
    { "per_unit", false, "3 0", "each=15", "45 0" },
    { "per_unit", true, "3", "each=15", "55" },
    { "minmax", false, "2 4 6", "lo=0 hi=100", "0 50 100" },
    { "minmax", true, "2 4 6", "lo=60 hi=90", "90 75 60" },
    { "minmax", false, "4 4", "lo=0 hi=100", "equal equal" },
    { "minmax", false, "4 -", "lo=0 hi=100", "equal -" },
    { "max_ratio", false, "2 4", "", "50 100" },
    { "max_ratio", true, "2 4 0", "", "0 0 base" },
    { "max_ratio", true, "2 4", "", "100 50" },
    { "max_ratio", false, "-2 -4", "", "base base" },
    { "mean_ratio", false, "1 2 3", "at_mean=100", "50 100 150" },
    { "mean_ratio", false, "3 1", "at_mean=60", "90 30" },
    { "mean_ratio", true, "1 3", "at_mean=60",
      "120 40" },
    { "mean_ratio", false, "1 -1", "at_mean=100", "base base" },
    { "share", false, "1 3", "full_share=50", "50 150" },
    { "share", false, "0 0", "full_share=50", "base base" },
    { "rank", false, "5 3 1", "first=100 last=40", "100 70 40" },
    { "rank", false, "5 3 3 1", "first=100 last=40", "100 70 70 40" },
    { "rank", false, "5 5 1", "first=100 last=40", "85 85 40" },
    { "rank", true, "5 3 1", "first=100 last=40", "40 70 100" },
    { "rank", false, "5 5", "first=100 last=40", "equal equal" },
    { "rank", false, "5 - 1", "first=100 last=0", "100 - 0" },
    /* Percentile ranks as the OECD/JRC Handbook (2008) and COINr define them:
       (rank - 1) / (n - 1), equal ones at the lowest rank. */
    /* Microsoft's manual of Excel, PERCENTRANK.INC: of these figures 2 is at
       0.333, 4 at 0.555 and 8 at 0.666, cut after three digits. */
    { "percentile", false, "13 12 11 8 4 3 2 1 1 1", "",
      "100 88.888888888888888889 77.777777777777777778 66.666666666666666667 "
      "55.555555555555555556 44.444444444444444444 33.333333333333333333 0 0 "
      "0" },
    { "percentile", false, "3 1 2 5 4", "", "50 0 25 100 75" },
    { "percentile", false, "1 2 2 3 9", "", "0 25 25 75 100" },
    { "percentile", true, "1 2 2 3 9", "", "100 50 50 25 0" },
    { "percentile", false, "4 4", "", "equal equal" },
    { "percentile", false, "4 - 9", "", "0 - 100" },
    /* The voters of Memphis for the capital of Tennessee, the usual example of
       voting theory, rank Memphis, Nashville, Chattanooga, Knoxville: 3 2 1 0
       points of 3.  The whole vote is in cases/borda_of_tennessee.  Equal
       ones share what they beat: COINr, n_borda(), with the mean of ties. */
    { "borda", true, "1 2 3 4", "",
      "100 66.666666666666666667 33.333333333333333333 0" },
    { "borda", false, "3 1 2 5 4", "", "50 0 25 100 75" },
    { "borda", false, "1 2 2 3 9", "", "0 37.5 37.5 75 100" },
    { "borda", true, "1 2 2 3 9", "", "100 62.5 62.5 25 0" },
    { "borda", false, "4", "", "equal" },
    /* mean 5, squares 9 1 1 1 0 0 4 16, so sd = sqrt(32 / 7):
       (9 - 5) / sd = 4 / 2.1380899352993950774... */
    { "zscore", false, "2 4 4 4 5 5 7 9", "mean=0 sd=100",
      "-140.31215200402280196 -46.77071733467426732 -46.77071733467426732 "
      "-46.77071733467426732 0 0 93.54143466934853464 "
      "187.08286933869706928" },
    { "zscore", false, "1 3 5", "mean=60 sd=10", "50 60 70" },
    { "zscore", true, "1 3 5", "mean=60 sd=10", "70 60 50" },
    { "zscore", false, "7 - 7", "mean=60 sd=10", "equal - equal" },
    /* COINr's manual, n_dist2ref(): 1 - (ref - x) / (ref - min).  Worked out
       with Python's fractions: 1 - Fraction(10 - 4, 10 - 2) is 1/4. */
    { "distance", false, "2 4 6", "", "0 50 100" },
    { "distance", true, "2 4 6", "", "100 50 0" },
    { "distance", false, "2 4 6", "ref=10", "0 25 50" },
    { "distance", false, "2 4 6", "ref=4", "0 100 200" },
    { "distance", true, "2 4 6", "ref=1", "80 40 0" },
    { "distance", false, "2 4 6", "ref=2", "base base base" },
    { "distance", true, "2 4 6", "ref=7", "base base base" },
    { "distance", false, "4 4", "", "equal equal" },
    { "distance", false, "4 4", "ref=4", "equal equal" },
    { "distance", false, "4 4", "ref=8", "0 0" },
};

/* Published figures, which are printed to PLACES of a percent. */
static const struct {
    const char *method, *values, *args, *want;
    int places;
} published[] = {
    /* The manual of SciPy, stats.zscore() with ddof = 1, the first row:
       -0.19264823 -1.28415119 1.07259584 0.40420358. */
    { "zscore", "0.3148 0.0478 0.6243 0.4608", "mean=0 sd=100",
      "-19.264823 -128.415119 107.259584 40.420358", 6 },
    /* S23's ratios (x - low) / (high - low), 0.4368 0 1 0.9211: the distance
       to the best is how far a firm has come from the last. */
    { "distance", "60.5 52.2 71.2 69.7", "", "43.68 0 100 92.11", 2 },
};

/* A better value, FULL, that the parameters name, and that scores 100 percent;
   "-" where they name none. */
static const struct {
    const char *method;
    bool lower;
    const char *value, *args, *full;
} aims[] = {
    { "range", false, "10", "low=0 high=30", "30" },
    { "range", true, "9", "low=2 high=10", "2" },
    { "target", false, "80", "target=100 cap=120", "100" },
    { "target", true, "80", "target=64 cap=100", "64" },
    { "growth", false, "2800", "of=2600 base=80 slope=1", "3120" },
    { "growth", true, "100", "of=100 base=80 slope=2", "90" },
    { "growth", false, "100", "of=100 base=80 slope=0", "-" },
    { "interval", false, "40",
      "low=50 high=80 zero_low=0 zero_high=100 at_low=0 at_high=0", "50" },
    { "interval", false, "90",
      "low=50 high=80 zero_low=0 zero_high=100 at_low=0 at_high=0", "80" },
    { "efficacy", false, "5", "floor=60 low=0 high=10", "10" },
    { "efficacy", true, "5", "floor=60 low=2 high=10", "2" },
    { "efficacy", false, "5", "floor=60", "-" },
    { "exponential", false, "5", "floor=60 low=0 high=10", "10" },
    { "per_unit", false, "2", "each=20", "5" },
    { "per_unit", true, "2", "each=20", "0" },
};

/* The next band and the nearest with full marks, as THRESHOLD:PERCENT. */
static const struct {
    const char *bands;
    bool lower;
    const char *value, *next, *full;
} band_aims[] = {
    { "0:40 1:60 2:75 5:100", false, "1", "2:75", "5:100" },
    { "0:40 1:60 2:75 5:100", false, "-3", "0:40", "5:100" },
    { "0:40 1:60 2:75 5:100", false, "7", "-", "-" },
    { "0:40 1:60 2:90", false, "0.5", "1:60", "-" },
    { "1:100 3:60 9:20", true, "9", "3:60", "1:100" },
    { "1:100 3:60 9:20", true, "2", "1:100", "1:100" },
    { "1:100 3:60 9:20", true, "10", "9:20", "1:100" },
    { "1:100 3:60 9:20", true, "1", "-", "-" },
};

static const struct {
    const char *bands, *between;
    bool lower;
    const char *values, *want;
} banded[] = {
    { "0:40 1:60 2:75 5:100", "step", false, "-1 0 1 4 5 9",
      "0 40 60 75 100 100" },
    { "0:40 1:60 2:75 5:100", "linear", false, "-1 0.5 3.5 5",
      "0 50 87.5 100" },
    { "1:100 2:60 5:20", "step", true, "0 1 1.5 5 6", "100 100 60 20 0" },
    { "1:100 2:60 5:20", "linear", true, "0 1.5 3.5 6", "100 80 40 0" },
};

static qp_num
number(const char *text)
{
    qp_num x;

    ck_assert_msg(!qp_num_parse(arena, text, strlen(text), 40, &x), "%s",
                  text);
    return x;
}

static qp_num
percent(const char *text)
{
    return qp_num_div(arena, number(text), qp_num_int(100));
}

static int
by_size(const void *a, const void *b)
{
    return qp_num_cmp(*(const qp_num *)a, *(const qp_num *)b);
}

/* Fills IN with the blank-separated VALUES. */
static void
fill_values(struct qp_column *in, const char *values)
{
    qp_num *x = qp_arena_alloc(arena, MOST, sizeof *x);
    qp_num *sorted = qp_arena_alloc(arena, MOST, sizeof *sorted);
    qp_num *points = qp_arena_alloc(arena, MOST, sizeof *points);
    char *text = qp_arena_text(arena, values), *rest;

    for (char *word = strtok_r(text, " ", &rest); word;
         word = strtok_r(NULL, " ", &rest)) {
        points[in->n] = qp_num_int(10);
        if (strcmp(word, "-") == 0) {
            x[in->n++] = qp_num_undefined("no value");
            continue;
        }
        x[in->n] = number(word);
        sorted[in->n_peers++] = x[in->n++];
    }
    qsort(sorted, in->n_peers, sizeof *sorted, by_size);
    in->value = x;
    in->sorted = sorted;
    in->points = points;
}

static bool
is_percent(const struct qp_param *param)
{
    return param->type == QP_PARAM_PERCENT;
}

static void
fill_args(struct qp_column *in, const struct qp_method *method,
          const char *args)
{
    char *text = qp_arena_text(arena, args), *rest;

    in->arg = qp_arena_alloc(arena, MOST, sizeof *in->arg);
    for (char *word = strtok_r(text, " ", &rest); word;
         word = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(word, '=');
        qp_num *all = qp_arena_alloc(arena, MOST, sizeof *all);
        int p;

        *value++ = '\0';
        p = qp_method_param(method, word);
        ck_assert_int_ne(p, QP_METHOD_NO_PARAM);
        for (size_t i = 0; i < MOST; i++)
            all[i] = is_percent(&method->params[p]) ? percent(value)
                                                    : number(value);
        in->arg[p] = all;
    }
}

/* SCORE in percent, to PLACES decimals unless that is 0. */
static const char *
percent_text(qp_num score, int places)
{
    qp_num x = qp_num_mul(arena, score, qp_num_int(100));

    if (places)
        x = qp_num_round(arena, x, places, QP_ROUND_HALF_UP);
    return qp_num_text(arena, x);
}

static const char *
show(const qp_num score[], size_t n, int places)
{
    const char *all = "";

    for (size_t i = 0; i < n; i++) {
        const char *one = "-";

        if (qp_method_is_equal(score[i]))
            one = "equal";
        else if (qp_method_is_base(score[i]))
            one = "base";
        else if (qp_num_defined(score[i]))
            one = percent_text(score[i], places);
        all = qp_arena_printf(arena, "%s%s%s", all, i ? " " : "", one);
    }
    return all;
}

static const char *
run(const struct qp_method *method, struct qp_column *in, int places)
{
    qp_num score[MOST];

    in->quantities = qp_arena_alloc(arena, QP_METHOD_MOST_STATISTICS,
                                    sizeof *in->quantities);
    for (size_t i = 0; i < MOST; i++)
        score[i] = qp_num_undefined("no value");
    method->score(arena, in, score);
    return show(score, in->n, places);
}

START_TEST(method_scores)
{
    const struct qp_method *method = qp_method_find(scores[_i].method);
    struct qp_column in = { .lower = scores[_i].lower };

    ck_assert_ptr_nonnull(method);
    fill_values(&in, scores[_i].values);
    fill_args(&in, method, scores[_i].args);
    ck_assert_str_eq(run(method, &in, 0), scores[_i].want);
}
END_TEST

START_TEST(published_figures)
{
    const struct qp_method *method = qp_method_find(published[_i].method);
    struct qp_column in = { 0 };

    fill_values(&in, published[_i].values);
    fill_args(&in, method, published[_i].args);
    ck_assert_str_eq(run(method, &in, published[_i].places),
                     published[_i].want);
}
END_TEST

/* What METHOD aims at from the first value of IN. */
static struct qp_aims
aims_of(const struct qp_method *method, const struct qp_column *in,
        const struct qp_argument *given)
{
    const struct qp_band none = { .threshold = qp_num_undefined("none"),
                                  .score = qp_num_int(1) };
    struct qp_aims found = { none, none };
    qp_num arg[MOST];
    const struct qp_stand at = {
        .x = in->value[0], .arg = arg, .given = given, .lower = in->lower
    };

    for (size_t p = 0; p < MOST; p++)
        arg[p] = in->arg && in->arg[p] ? in->arg[p][0]
                                       : qp_num_undefined("not given");
    method->aim(arena, &at, &found);
    return found;
}

START_TEST(method_aims)
{
    const struct qp_method *method = qp_method_find(aims[_i].method);
    struct qp_column in = { .lower = aims[_i].lower };
    struct qp_column there = in;
    struct qp_band full;

    fill_values(&in, aims[_i].value);
    fill_args(&in, method, aims[_i].args);
    full = aims_of(method, &in, NULL).full;
    if (strcmp(aims[_i].full, "-") == 0) {
        ck_assert(!qp_num_defined(full.threshold));
        return;
    }
    ck_assert_str_eq(qp_num_text(arena, full.threshold), aims[_i].full);
    fill_values(&there, aims[_i].full);
    there.arg = in.arg;
    ck_assert_str_eq(run(method, &there, 0), "100");
}
END_TEST

/* Reads WORDS, each THRESHOLD:PERCENT, and returns how many they are. */
static size_t
fill_bands(struct qp_band bands[], const char *words)
{
    char *text = qp_arena_text(arena, words), *rest;
    size_t n = 0;

    for (char *word = strtok_r(text, " ", &rest); word;
         word = strtok_r(NULL, " ", &rest)) {
        char *score = strchr(word, ':');

        *score++ = '\0';
        bands[n++] = (struct qp_band){ number(word), percent(score) };
    }
    return n;
}

static const char *
band_text(struct qp_band band)
{
    if (!qp_num_defined(band.threshold))
        return "-";
    return qp_arena_printf(arena, "%s:%s", qp_num_text(arena, band.threshold),
                           percent_text(band.score, 0));
}

START_TEST(bands_aim)
{
    struct qp_band bands[MOST];
    const struct qp_argument given = {
        .bands = bands,
        .n_bands = fill_bands(bands, band_aims[_i].bands),
    };
    struct qp_column in = { .lower = band_aims[_i].lower };
    struct qp_aims found;

    fill_values(&in, band_aims[_i].value);
    found = aims_of(qp_method_find("bands"), &in, &given);
    ck_assert_str_eq(band_text(found.next), band_aims[_i].next);
    ck_assert_str_eq(band_text(found.full), band_aims[_i].full);
}
END_TEST

START_TEST(bands_score)
{
    const struct qp_method *method = qp_method_find("bands");
    struct qp_band bands[MOST];
    struct qp_argument given[2] = { { .bands = bands } };
    struct qp_column in = { .lower = banded[_i].lower, .given = given };

    given[0].n_bands = fill_bands(bands, banded[_i].bands);
    given[1].word = strcmp(banded[_i].between, "linear") == 0;
    fill_values(&in, banded[_i].values);
    ck_assert_str_eq(run(method, &in, 0), banded[_i].want);
}
END_TEST

/* A district that is no peer stands where one with its value would. */
START_TEST(rank_of_an_outsider)
{
    const struct qp_method *method = qp_method_find("rank");
    struct qp_column in = { 0 };

    fill_values(&in, "9 7 5");
    in.value = (qp_num[]){ number("8"), number("7"), number("1") };
    fill_args(&in, method, "first=100 last=40");
    ck_assert_str_eq(run(method, &in, 0), "70 70 10");
}
END_TEST

START_TEST(borda_of_an_outsider)
{
    const struct qp_method *method = qp_method_find("borda");
    struct qp_column in = { 0 };

    fill_values(&in, "9 7 5");
    in.value = (qp_num[]){ number("8"), number("7"), number("1") };
    ck_assert_str_eq(run(method, &in, 0), "100 50 0");
}
END_TEST

START_TEST(every_method_is_found_by_name)
{
    const struct qp_method *method;

    for (size_t i = 0; (method = qp_method_row(i)); i++) {
        ck_assert_ptr_eq(qp_method_find(method->name), method);
        ck_assert_ptr_nonnull(method->formula);
        ck_assert(method->no_lower || method->formula_lower);
        for (int language = 0; language < QP_N_LANGUAGES; language++) {
            ck_assert_ptr_nonnull(method->words[language]);
            ck_assert(method->no_lower == !method->words_lower[language]);
        }
    }
    ck_assert_ptr_null(qp_method_find("magic"));
}
END_TEST

static void
setup(void)
{
    arena = qp_arena_new();
}

static void
teardown(void)
{
    qp_arena_free(arena);
}

int
main(void)
{
    Suite *suite = suite_create("method");
    TCase *tc = tcase_create("method");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, method_scores, 0, QP_COUNT(scores));
    tcase_add_loop_test(tc, published_figures, 0, QP_COUNT(published));
    tcase_add_loop_test(tc, bands_score, 0, QP_COUNT(banded));
    tcase_add_loop_test(tc, method_aims, 0, QP_COUNT(aims));
    tcase_add_loop_test(tc, bands_aim, 0, QP_COUNT(band_aims));
    tcase_add_test(tc, rank_of_an_outsider);
    tcase_add_test(tc, borda_of_an_outsider);
    tcase_add_test(tc, every_method_is_found_by_name);
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
