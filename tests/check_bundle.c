/* Results' folders that are opened: what their records say of copies, and
   records that lead astray. */

#include <config.h>

#include "input/bundle.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input/submission.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define NAMED(name) "name=\"" name "\" sha256=\"" HASH "\"/>"

static struct qp_session run;
static char folder[] = "/tmp/check_bundle.XXXXXX";

static void
set_up(void)
{
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert(mkdtemp(folder));
}

static void
tear_down(void)
{
    unlink(qp_arena_printf(run.arena, "%s/result.xml", folder));
    rmdir(folder);
    qp_arena_free(run.arena);
}

/* Opens a folder whose record lists OUTPUTS. */
static const struct qp_bundle *
open_with(const char *outputs)
{
    FILE *out =
        fopen(qp_arena_printf(run.arena, "%s/result.xml", folder), "w");

    ck_assert(out);
    fprintf(out,
            "<result xmlns=\"urn:quping:result:1\" generator=\"quping 0\">\n"
            "<evaluation id=\"e\"/>\n"
            "<rules sha256=\"" HASH "\"><file " NAMED("r.ini") "</rules>\n"
            "<inputs><submission " NAMED("a.xml") "</inputs>\n"
            "<outputs>\n%s</outputs>\n<district/>\n</result>\n",
            outputs);
    ck_assert_int_eq(fclose(out), 0);
    return qp_bundle_open(&run, folder);
}

/* What stands behind the folder in PATH. */
static const char *
inside(const char *path)
{
    size_t n = strlen(folder);

    ck_assert(path && strncmp(path, folder, n) == 0 && path[n] == '/');
    return path + n + 1;
}

START_TEST(copies_are_found)
{
    const struct qp_bundle *bundle =
        open_with("<file " NAMED("result.csv")
                  "<file " NAMED("bundle/rules/r.ini")
                  "<file " NAMED("bundle/rules/more/s.ini")
                  "<file " NAMED("bundle/submissions/a.xml")
                  "<file " NAMED("bundle/submissions/2/A.xml")
                  "<file " NAMED("bundle/prior/result.xml"));

    ck_assert(bundle);
    ck_assert_str_eq(bundle->generator, "quping 0");
    ck_assert_str_eq(inside(bundle->main_rules), "bundle/rules/r.ini");
    ck_assert_uint_eq(bundle->n_submissions, 2);
    ck_assert_str_eq(inside(bundle->submissions[1]),
                     "bundle/submissions/2/A.xml");
    ck_assert_str_eq(inside(bundle->prior), "bundle/prior/result.xml");
    ck_assert_uint_eq(bundle->rules.n, 1);
    ck_assert_uint_eq(bundle->inputs.n, 1);
    ck_assert_uint_eq(bundle->outputs.n, 6);
    ck_assert_str_eq(bundle->outputs.files[0].name, "result.csv");
    ck_assert_str_eq(bundle->outputs.files[0].sha256, HASH);
}
END_TEST

static const struct {
    const char *outputs, *problem;
} refused[] = {
    { "<file " NAMED("result.csv"),
      "this result has no copies of its rules and submissions; name them, or "
      "score again with --bundle [bundle]" },
    { "<file " NAMED("bundle/rules/../../r.ini"),
      "\"bundle/rules/../../r.ini\" is no name of a file in this folder "
      "[bundle]" },
    { "<file " NAMED("/bundle/rules/r.ini"),
      "\"/bundle/rules/r.ini\" is no name of a file in this folder "
      "[bundle]" },
    { "<file name=\"a\"/>",
      "<file>: the attribute sha256 is missing [attribute]" },
};

START_TEST(others_are_refused)
{
    ck_assert(!open_with(refused[_i].outputs));
    ck_assert_uint_eq(qp_diag_length(run.diag), 1);
    ck_assert_str_eq(strstr(qp_diag_text(run.arena, run.diag, 0), "error: ") +
                         strlen("error: "),
                     refused[_i].problem);
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("bundle");
    TCase *tc = tcase_create("records");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_input_init();
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, copies_are_found);
    tcase_add_loop_test(tc, others_are_refused, 0, QP_COUNT(refused));
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
