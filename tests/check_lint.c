/* What lint says beyond what is wrong: advice, and examples that are tried.
   A row changes one line of a sound rule set. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "rules/ruleset.h"

static const char *const sound[] = {
    "[evaluation]",                            /* 1 */
    "id = e",                                  /* 2 */
    "title = Test",                            /* 3 */
    "year = 2025",                             /* 4 */
    "[units]",                                 /* 5 */
    "万美元 = 10000 USD",                      /* 6 */
    "[group inner]",                           /* 7 */
    "name = Inner",                            /* 8 */
    "[group outer]",                           /* 9 */
    "name = Outer",                            /* 10 */
    "[district d1]",                           /* 11 */
    "name = One",                              /* 12 */
    "group = inner",                           /* 13 */
    "goal = 50",                               /* 14 */
    "[district d2]",                           /* 15 */
    "name = Two",                              /* 16 */
    "group = inner",                           /* 17 */
    "[district d3]",                           /* 18 */
    "name = Three",                            /* 19 */
    "group = outer",                           /* 20 */
    "[measure 17]",                            /* 21 */
    "title = Grow",                            /* 22 */
    "[measure 18]",                            /* 23 */
    "title = Shrink",                          /* 24 */
    "note = nobody measures that",             /* 25 */
    "[datum amount]",                          /* 26 */
    "name = Amount",                           /* 27 */
    "unit = 万美元",                           /* 28 */
    "[datum goal]",                            /* 29 */
    "name = Goal",                             /* 30 */
    "unit = 万美元",                           /* 31 */
    "given_by = rules",                        /* 32 */
    "[datum review]",                          /* 33 */
    "name = Review",                           /* 34 */
    "given_by = experts",                      /* 35 */
    "[indicator g]",                           /* 36 */
    "name = Growth",                           /* 37 */
    "note = as the plan says",                 /* 38 */
    "[indicator g1]",                          /* 39 */
    "parent = g",                              /* 40 */
    "name = Amount",                           /* 41 */
    "weight = 30",                             /* 42 */
    "weight.outer = 20",                       /* 43 */
    "value = amount",                          /* 44 */
    "method = target",                         /* 45 */
    "target = goal",                           /* 46 */
    "measures = 17",                           /* 47 */
    "[indicator g2]",                          /* 48 */
    "parent = g",                              /* 49 */
    "name = Place",                            /* 50 */
    "weight = 30",                             /* 51 */
    "weight.outer = 40",                       /* 52 */
    "value = amount / prior(amount)",          /* 53 */
    "method = rank",                           /* 54 */
    "scope = group",                           /* 55 */
    "[indicator h]",                           /* 56 */
    "name = Review",                           /* 57 */
    "weight = 40",                             /* 58 */
    "value = mean(review)",                    /* 59 */
    "method = range",                          /* 60 */
    "low = 0",                                 /* 61 */
    "high = 100",                              /* 62 */
    "note = by experts",                       /* 63 */
    "[grade high]",                            /* 64 */
    "name = High",                             /* 65 */
    "min = 80",                                /* 66 */
    "[grade low]",                             /* 67 */
    "name = Low",                              /* 68 */
    "[example e]",                             /* 69 */
    "indicator = g1",                          /* 70 */
    "amount = 20",                             /* 71 */
    "points = 12.0",                           /* 72 */
};

/* Line LINE becomes TEXT (0: one more behind the last); WANT is all that lint
   says then, without the name of the file. */
static const struct {
    int line;
    const char *text, *want;
} rows[] = {
    { 0, "", "" },
    /* nothing uses it */
    { 59, "value = 7",
      "33: warning: datum review Review: nothing uses it [unused]" },
    { 46, "target = 30 万美元",
      "29: warning: datum goal Goal: nothing uses it [unused]\n"
      "72: error: example e: points = 12.0 expected, but 20 points came out "
      "(score 66.666666666666666667, value 20) [example]" },
    { 20, "group = inner",
      "9: warning: group outer: no district is in it [unused]" },
    { 7, "[group third]\nname = Third\n[group inner]",
      "7: warning: group third: no district is in it [unused]" },
    { 71, "amount = 20\nreview = 3",
      "72: warning: example e: indicator g1 does not read review [unused]" },
    /* an expression that could not be read may have used anything */
    { 59, "value = mean(reviw)",
      "59: error: value: no datum \"reviw\"; did you mean \"review\"? "
      "[reference]" },
    /* units */
    { 35, "given_by = experts\nunit = 万美圆",
      "33: warning: datum review: no rule defines the unit 万美圆, so it is "
      "one of its own; did you mean \"万美元\"? [unit]" },
    { 35, "given_by = experts\nunit = 家", "" },
    /* measures */
    { 25, "; none",
      "23: warning: measure 18 Shrink: no indicator speaks to it; cite it in "
      "measures = ..., or say why not in its note [measure]" },
    { 25, "; none\n[bonus b]\nname = B\npoints = 0\nmeasures = 18", "" },
    { 63, "; none",
      "56: note: indicator h Review: it cites no measure of the plan; add "
      "measures = ..., or say why not in its note [measure]" },
    { 47, "measures = 117",
      "47: error: indicator g1: measures = \"117\" names no measure \"117\"; "
      "did you mean \"17\"? [reference]" },
    /* grades */
    { 66, "min = 100.5",
      "64: warning: grade high cannot be reached: min = 100.5, but the "
      "highest possible total is 100 [grade]" },
    { 66, "min = 101\n[bonus b]\nname = B\npoints = 2\ncap = 1", "" },
    { 66, "min = 101\n[bonus b]\nname = B\npoints = 2\ncap = 0.5",
      "64: warning: grade high cannot be reached: min = 101, but the highest "
      "possible total is 100.5 [grade]" },
    { 66, "min = 101\n[bonus b]\nname = B\npoints = 2", "" },
    { 66, "share = 33",
      "64: warning: grade high cannot be reached: 33 percent of 3 districts "
      "is not one place [grade]" },
    { 66, "share = 34", "" },
    { 66, "rank = 0.5",
      "64: warning: grade high cannot be reached: no rank is below 1 "
      "[grade]" },
    /* examples */
    { 72, "points = 12.1",
      "72: error: example e: points = 12.1 expected, but 12 points came out "
      "(score 40, value 20) [example]" },
    { 72, "score = 40\npoints = 12", "" },
    { 72, "score = 40.1",
      "72: error: example e: score = 40.1 expected, but 12 points came out "
      "(score 40, value 20) [example]" },
    { 72, "state = reported", "" },
    { 72, "state = missing",
      "72: error: example e: state = missing expected, but 12 points came out "
      "(score 40, value 20) [example]" },
    { 72, "; none",
      "69: error: example e: it expects nothing; give points, score or state "
      "[key-missing]" },
    { 71, "amount = 0.002 亿元",
      "71: error: example e: amount = \"0.002 亿元\" is not in 万美元 "
      "[unit]" },
    { 71, "amount = 200000 USD", "" },
    { 71, "amount = missing",
      "72: error: example e: points = 12.0 expected, but it has no score: "
      "missing (as the example says) [example]" },
    { 71, "amount = missing\nstate = missing\n[example f]\nindicator = h\n"
          "review = 20 40 60\nscore = 40\npoints = 16\n[example i]\n"
          "indicator = g1\namount = 20",
      "" },
    { 71, "amount = mising",
      "71: error: example e: amount = \"mising\" is not a number; did you "
      "mean \"missing\"? [number]" },
    { 71, "amont = 20",
      "71: error: example e: unknown key \"amont\"; did you mean \"amount\"? "
      "[key]" },
    { 71, "amount = 20\namount.d22 = 3",
      "72: error: example e: amount.d22: no district \"d22\"; did you mean "
      "\"d2\"? [reference]" },
    { 71, "amount = 20\namount.d1 = 3",
      "72: error: example e: amount.d1: d1 is the first district, whose "
      "example this is unless district = CODE names another one "
      "[reference]" },
    { 71, "amount.d1 = 20\ndistrict = d1", "" },
    /* the weights and targets of another district */
    { 71, "amount = 20\ndistrict = d3\ngoal = 50",
      "74: error: example e: points = 12.0 expected, but 8 points came out "
      "(score 40, value 20) [example]" },
    { 71, "amount = 20\ngoal = 40",
      "73: error: example e: points = 12.0 expected, but 15 points came out "
      "(score 50, value 20) [example]" },
    /* peers and the year before: second of two, then last of the group */
    { 70, "indicator = g2\namount.prior = 10\namount.d2 = 30\n"
          "amount.prior.d2 = 10\namount.d3 = 1\namount.d3.prior = 1",
      "75: error: example e: unknown key \"amount.d3.prior\" [key]" },
    { 70, "indicator = g2\namount.prior = 10\namount.d2 = 30\n"
          "amount.prior.d2 = 10\namount.d3 = 1\namount.prior.d3 = 1",
      "77: error: example e: points = 12.0 expected, but 0 points came out "
      "(score 0, value 2) [example]" },
    { 70, "indicator = g2\namount.prior = 0",
      "73: error: example e: points = 12.0 expected, but it has no score: "
      "undefined (division by zero) [example]" },
    { 70, "indicator = g\namount.prior = 10",
      "73: error: example e: points = 12.0 expected, but 42 points came out "
      "(score 70) [example]" },
};

static struct qp_session run;
static char folder[] = "/tmp/check_lint.XXXXXX";

static void
set_up(void)
{
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
}

static void
tear_down(void)
{
    qp_arena_free(run.arena);
}

/* Writes the sound rule set as "r.ini" with TEXT in line LINE. */
static void
write_rules(int line, const char *text)
{
    FILE *file = fopen("r.ini", "w");

    ck_assert_ptr_nonnull(file);
    for (int i = 0; i < (int)QP_COUNT(sound); i++)
        fprintf(file, "%s\n", i + 1 == line ? text : sound[i]);
    ck_assert_int_eq(fclose(file), 0);
}

/* All that was said, in order, without "r.ini:". */
static const char *
said(void)
{
    static const char name[] = "r.ini:";
    const char *text = "", *line;
    size_t length = 0;
    char *printed = NULL;
    FILE *out = open_memstream(&printed, &length);

    qp_diag_print(run.diag, out, false);
    ck_assert_int_eq(fclose(out), 0);
    for (line = strtok(printed, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, name, strlen(name)) == 0)
            line += strlen(name);
        text = qp_arena_printf(run.arena, "%s%s%s", text, *text ? "\n" : "",
                               line);
    }
    free(printed);
    return text;
}

START_TEST(lint_says)
{
    bool is_error = strstr(rows[_i].want, "error:") != NULL;
    const struct qp_ruleset *rules;

    write_rules(rows[_i].line, rows[_i].text);
    rules = qp_ruleset_lint(&run, "r.ini");
    ck_assert_str_eq(said(), rows[_i].want);
    ck_assert_int_eq(rules == NULL, is_error);
}
END_TEST

/* Who scores by a rule set hears nothing of what is no fault. */
START_TEST(load_gives_no_advice)
{
    write_rules(59, "value = 7");
    ck_assert_ptr_nonnull(qp_ruleset_load(&run, "r.ini"));
    ck_assert_str_eq(said(), "");
    write_rules(72, "points = 1");
    ck_assert_ptr_nonnull(qp_ruleset_load(&run, "r.ini"));
    ck_assert_str_eq(said(), "");
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("lint");
    TCase *tc = tcase_create("lint");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return EXIT_FAILURE;
    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, lint_says, 0, QP_COUNT(rows));
    tcase_add_test(tc, load_gives_no_advice);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    unlink("r.ini");
    rmdir(folder);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
