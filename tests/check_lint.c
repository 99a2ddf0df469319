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
    "prior = submission",                      /* 5 */
    "[units]",                                 /* 6 */
    "万美元 = 10000 USD",                      /* 7 */
    "[group inner]",                           /* 8 */
    "name = Inner",                            /* 9 */
    "[group outer]",                           /* 10 */
    "name = Outer",                            /* 11 */
    "[district d1]",                           /* 12 */
    "name = One",                              /* 13 */
    "group = inner",                           /* 14 */
    "goal = 50",                               /* 15 */
    "[district d2]",                           /* 16 */
    "name = Two",                              /* 17 */
    "group = inner",                           /* 18 */
    "[district d3]",                           /* 19 */
    "name = Three",                            /* 20 */
    "group = outer",                           /* 21 */
    "[measure 17]",                            /* 22 */
    "title = Grow",                            /* 23 */
    "[measure 18]",                            /* 24 */
    "title = Shrink",                          /* 25 */
    "note = nobody measures that",             /* 26 */
    "[datum amount]",                          /* 27 */
    "name = Amount",                           /* 28 */
    "unit = 万美元",                           /* 29 */
    "[datum goal]",                            /* 30 */
    "name = Goal",                             /* 31 */
    "unit = 万美元",                           /* 32 */
    "given_by = rules",                        /* 33 */
    "[datum review]",                          /* 34 */
    "name = Review",                           /* 35 */
    "given_by = experts",                      /* 36 */
    "[indicator g]",                           /* 37 */
    "name = Growth",                           /* 38 */
    "note = as the plan says",                 /* 39 */
    "[indicator g1]",                          /* 40 */
    "parent = g",                              /* 41 */
    "name = Amount",                           /* 42 */
    "weight = 30",                             /* 43 */
    "weight.outer = 20",                       /* 44 */
    "value = amount",                          /* 45 */
    "method = target",                         /* 46 */
    "target = goal",                           /* 47 */
    "measures = 17",                           /* 48 */
    "[indicator g2]",                          /* 49 */
    "parent = g",                              /* 50 */
    "name = Place",                            /* 51 */
    "weight = 30",                             /* 52 */
    "weight.outer = 40",                       /* 53 */
    "value = amount / prior(amount)",          /* 54 */
    "method = rank",                           /* 55 */
    "scope = group",                           /* 56 */
    "[indicator h]",                           /* 57 */
    "name = Review",                           /* 58 */
    "weight = 40",                             /* 59 */
    "value = mean(review)",                    /* 60 */
    "method = range",                          /* 61 */
    "low = 0",                                 /* 62 */
    "high = 100",                              /* 63 */
    "note = by experts",                       /* 64 */
    "[grade high]",                            /* 65 */
    "name = High",                             /* 66 */
    "min = 80",                                /* 67 */
    "[grade low]",                             /* 68 */
    "name = Low",                              /* 69 */
    "[example e]",                             /* 70 */
    "indicator = g1",                          /* 71 */
    "amount = 20",                             /* 72 */
    "points = 12.0",                           /* 73 */
};

/* Line LINE becomes TEXT (0: one more behind the last); WANT is all that lint
   says then, without the name of the file. */
static const struct {
    int line;
    const char *text, *want;
} rows[] = {
    { 0, "", "" },
    /* nothing uses it */
    { 60, "value = 7",
      "34: warning: datum review Review: nothing uses it [unused]" },
    { 47, "target = 30 万美元",
      "30: warning: datum goal Goal: nothing uses it [unused]\n"
      "73: error: example e: points = 12.0 expected, but 20 points came out "
      "(score 66.666666666666666667, value 20) [example]" },
    { 21, "group = inner",
      "10: warning: group outer: no district is in it [unused]" },
    { 8, "[group third]\nname = Third\n[group inner]",
      "8: warning: group third: no district is in it [unused]" },
    { 72, "amount = 20\nreview = 3",
      "73: warning: example e: indicator g1 does not read review [unused]" },
    { 36, "given_by = experts\n[datum spare]\nname = Spare",
      "37: warning: datum spare Spare: nothing uses it [unused]" },
    { 36, "given_by = experts\n[datum spare]\nname = Spare\nnote = for later",
      "" },
    /* an expression that could not be read may have used anything */
    { 60, "value = mean(reviw)",
      "60: error: indicator h: value: no datum \"reviw\"; did you mean "
      "\"review\"? "
      "[reference]" },
    /* units */
    { 36, "given_by = experts\nunit = 万美圆",
      "34: warning: datum review: no rule defines the unit 万美圆, so it is "
      "one of its own; did you mean \"万美元\"? [unit]" },
    { 36, "given_by = experts\nunit = 家", "" },
    /* measures */
    { 26, "; none",
      "24: warning: measure 18 Shrink: no indicator speaks to it; cite it in "
      "measures = ..., or say why not in its note [measure]" },
    { 26, "; none\n[bonus b]\nname = B\npoints = 0\nmeasures = 18", "" },
    { 64, "; none",
      "57: note: indicator h Review: it cites no measure of the plan; add "
      "measures = ..., or say why not in its note [measure]" },
    { 48, "measures = 117",
      "48: error: indicator g1: measures = \"117\" names no measure \"117\"; "
      "did you mean \"17\"? [reference]" },
    /* grades */
    { 67, "min = 100.5",
      "65: warning: grade high cannot be reached: min = 100.5, but the "
      "highest possible total is 100 [grade]" },
    { 67, "min = 101\n[bonus b]\nname = B\npoints = 2\ncap = 1", "" },
    { 67, "min = 101\n[bonus b]\nname = B\npoints = 2\ncap = 0.5",
      "65: warning: grade high cannot be reached: min = 101, but the highest "
      "possible total is 100.5 [grade]" },
    { 67, "min = 101\n[bonus b]\nname = B\npoints = 2", "" },
    { 67, "share = 33",
      "65: warning: grade high cannot be reached: 33 percent of 3 districts "
      "is not one place [grade]" },
    { 67, "share = 34", "" },
    /* examples */
    { 73, "points = 12.1",
      "73: error: example e: points = 12.1 expected, but 12 points came out "
      "(score 40, value 20) [example]" },
    { 73, "score = 40\npoints = 12", "" },
    { 73, "score = 40.1",
      "73: error: example e: score = 40.1 expected, but 12 points came out "
      "(score 40, value 20) [example]" },
    { 73, "state = reported", "" },
    { 73, "state = missing",
      "73: error: example e: state = missing expected, but 12 points came out "
      "(score 40, value 20) [example]" },
    { 73, "; none",
      "70: error: example e: it expects nothing; give points, score or state "
      "[key-missing]" },
    { 72, "amount = 0.002 亿元",
      "72: error: example e: amount = \"0.002 亿元\" is not in 万美元 "
      "[unit]" },
    { 72, "amount = 200000 USD", "" },
    { 72, "amount = missing",
      "73: error: example e: points = 12.0 expected, but it has no score: "
      "missing (as the example says) [example]" },
    { 72, "amount = missing\nstate = missing\n[example f]\nindicator = h\n"
          "review = 20 40 60\nscore = 40\npoints = 16\n[example i]\n"
          "indicator = g1\namount = 20",
      "" },
    { 72, "amount = mising",
      "72: error: example e: amount = \"mising\" is not a number; did you "
      "mean \"missing\"? [number]" },
    { 72, "amont = 20",
      "72: error: example e: unknown key \"amont\"; did you mean \"amount\"? "
      "[key]" },
    { 72, "amount = 20\namount.d22 = 3",
      "73: error: example e: amount.d22: no district \"d22\"; did you mean "
      "\"d2\"? [reference]" },
    { 72, "amount = 20\namount.d1 = 3",
      "73: error: example e: amount.d1: d1 is the first district, whose "
      "example this is unless district = CODE names another one "
      "[reference]" },
    { 72, "amount.d1 = 20\ndistrict = d1", "" },
    /* the weights and targets of another district */
    { 72, "amount = 20\ndistrict = d3\ngoal = 50",
      "75: error: example e: points = 12.0 expected, but 8 points came out "
      "(score 40, value 20) [example]" },
    { 72, "amount = 20\ngoal = 40",
      "74: error: example e: points = 12.0 expected, but 15 points came out "
      "(score 50, value 20) [example]" },
    /* peers and the year before: second of two, then last of the group */
    { 71, "indicator = g2\namount.prior = 10\namount.d2 = 30\n"
          "amount.prior.d2 = 10\namount.d3 = 1\namount.d3.prior = 1",
      "76: error: example e: unknown key \"amount.d3.prior\"; quping help "
      "rules example lists the keys [key]" },
    { 71, "indicator = g2\namount.prior = 10\namount.d2 = 30\n"
          "amount.prior.d2 = 10\namount.d3 = 1\namount.prior.d3 = 1",
      "78: error: example e: points = 12.0 expected, but 0 points came out "
      "(score 0, value 2) [example]" },
    { 71, "indicator = g2\namount.prior = 0",
      "74: error: example e: points = 12.0 expected, but it has no score: "
      "undefined (division by zero) [example]" },
    { 71, "indicator = g\namount.prior = 10",
      "74: error: example e: points = 12.0 expected, but 42 points came out "
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
    write_rules(60, "value = 7");
    ck_assert_ptr_nonnull(qp_ruleset_load(&run, "r.ini"));
    ck_assert_str_eq(said(), "");
    write_rules(73, "points = 1");
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
