/* Rule files as files: their bytes, their hashes, and which of them may be
   included. */

#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "rules/include.h"
#include "rules/ruleset.h"

#define EVALUATION "[evaluation]\nid = e\ntitle = T\nyear = 2025\n"
#define REST                                                                 \
    "[district d]\nname = D\n[datum x]\nname = X\n[indicator a]\n"           \
    "name = A\nweight = 100\nvalue = x\nmethod = points\n"

enum { MOST_FILES = 7 };

static struct qp_session run;
static char folder[] = "/tmp/check_include.XXXXXX";

static void
set_up(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
}

/* The folder holds nothing but what these tests made. */
static void
tear_down(void)
{
    char command[64];

    qp_arena_free(run.arena);
    ck_assert_int_eq(chdir("/"), 0);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static void
write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

static const char *
said(void)
{
    size_t length = 0;
    char *printed = NULL;
    FILE *out = open_memstream(&printed, &length);
    const char *text;

    qp_diag_print(run.diag, out, false);
    ck_assert_int_eq(fclose(out), 0);
    text = qp_arena_text(run.arena, printed);
    free(printed);
    return text;
}

/* ---- bytes ---- */

/* LENGTH is 0 where a text has no null byte. */
static const struct {
    const char *text;
    size_t length;
    const char *want;
} bytes[] = {
    { EVALUATION REST, 0, "" },
    { "\xef\xbb\xbf" EVALUATION REST, 0, "" },
    { "\xff\xfe[\0e\0", 6,
      "r.ini: error: the file is in UTF-16; save it as UTF-8 [encoding]\n" },
    { "\xfe\xff\0[\0e", 6,
      "r.ini: error: the file is in UTF-16; save it as UTF-8 [encoding]\n" },
    { "; a\n[\0e\0v", 8,
      "r.ini:2: error: byte 0x00 in a text file; save it as UTF-8 "
      "[encoding]\n" },
    { "; a\r\n; \xb7\xfe\xce\xf1\n", 0,
      "r.ini:2: error: byte 0xb7 is not UTF-8; save the file as UTF-8 (is it "
      "GBK?) [encoding]\n" },
    /* overlong, surrogate, beyond U+10FFFF, cut off */
    { "; \xc0\xaf\n", 0,
      "r.ini:1: error: byte 0xc0 is not UTF-8; save the file as UTF-8 (is it "
      "GBK?) [encoding]\n" },
    { "; \xed\xa0\x80\n", 0,
      "r.ini:1: error: byte 0xed is not UTF-8; save the file as UTF-8 (is it "
      "GBK?) [encoding]\n" },
    { "; \xf4\x90\x80\x80\n", 0,
      "r.ini:1: error: byte 0xf4 is not UTF-8; save the file as UTF-8 (is it "
      "GBK?) [encoding]\n" },
    { "; \xe5\x8c", 0,
      "r.ini:1: error: byte 0xe5 is not UTF-8; save the file as UTF-8 (is it "
      "GBK?) [encoding]\n" },
    { EVALUATION REST "; \xf0\x9f\x8f\x99 \xf4\x8f\xbf\xbf", 0, "" },
    { EVALUATION "\xef\xbb\xbf" REST, 0,
      "r.ini: error: there is no [district CODE]: nobody can be scored "
      "[key-missing]\n"
      "r.ini:5: error: neither a [section], a key = value nor a ; comment "
      "[line]\nr.ini:6: error: evaluation: unknown key \"name\"; quping help "
      "rules evaluation lists the keys [key]\n" },
    { "[evaluation]\rid = e\r", 0,
      "r.ini: error: the section [evaluation] is missing [key-missing]\n"
      "r.ini: error: there is no [district CODE]: nobody can be scored "
      "[key-missing]\n"
      "r.ini: error: there is no [indicator CODE]: nothing can be scored "
      "[key-missing]\n"
      "r.ini:1: error: a carriage return within the line; end lines with LF "
      "or CRLF [line]\n" },
    { "", 0,
      "r.ini: error: the section [evaluation] is missing [key-missing]\n"
      "r.ini: error: there is no [district CODE]: nobody can be scored "
      "[key-missing]\n"
      "r.ini: error: there is no [indicator CODE]: nothing can be scored "
      "[key-missing]\n" },
};

START_TEST(bytes_are_checked)
{
    size_t length = bytes[_i].length;

    write_file("r.ini", bytes[_i].text,
               length ? length : strlen(bytes[_i].text));
    qp_ruleset_load(&run, "r.ini");
    ck_assert_str_eq(said(), bytes[_i].want);
}
END_TEST

/* The limit holds for all files together: to the byte. */
START_TEST(size_is_limited)
{
    char *text = qp_arena_alloc(run.arena, QP_SOURCE_MOST + 1, 1);
    size_t start = strlen(EVALUATION REST);

    memset(text, '\n', QP_SOURCE_MOST + 1);
    memcpy(text, EVALUATION REST, start);
    write_file("r.ini", text, QP_SOURCE_MOST);
    ck_assert_ptr_nonnull(qp_ruleset_load(&run, "r.ini"));
    write_file("r.ini", text, QP_SOURCE_MOST + 1);
    ck_assert_ptr_null(qp_ruleset_load(&run, "r.ini"));
    ck_assert_str_eq(said(),
                     "r.ini: error: the files of a rule set may have 2097152 "
                     "bytes together [limit]\n");
}
END_TEST

START_TEST(entries_are_limited)
{
    FILE *file = fopen("r.ini", "w");

    fputs(EVALUATION REST "[units]\n", file);
    for (int i = 0; i < 60000; i++)
        fprintf(file, "u%d = 2 m\n", i);
    fclose(file);
    ck_assert_ptr_null(qp_ruleset_load(&run, "r.ini"));
    ck_assert_ptr_nonnull(strstr(said(), "more than 50000 sections and keys "
                                         "in a file [limit]\n"));
}
END_TEST

/* ---- what is no file ---- */

START_TEST(only_regular_files)
{
    ck_assert_int_eq(mkdir("dir", 0700), 0);
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    ck_assert_ptr_null(qp_ruleset_load(&run, "dir"));
    ck_assert_ptr_null(qp_ruleset_load(&run, "pipe"));
    ck_assert_ptr_null(qp_ruleset_load(&run, "/dev/zero"));
    ck_assert_ptr_null(qp_ruleset_load(&run, "none.ini"));
    ck_assert_str_eq(
        said(),
        "dir: error: it is a directory; name the rule file in it [system]\n"
        "pipe: error: it is not a regular file [system]\n"
        "/dev/zero: error: it is not a regular file [system]\n"
        "none.ini: error: No such file or directory [system]\n");
    ck_assert_int_eq(qp_diag_status(run.diag), 3);
}
END_TEST

/* ---- includes ---- */

static const struct {
    struct {
        const char *path, *text;
    } files[MOST_FILES];
    const char *want;
} includes[] = {
    { { { "r.ini", EVALUATION "include = a.ini sub/b.ini\n" },
        { "a.ini", "; districts\n[district d]\nname = D\n" },
        { "sub/b.ini", "include = c.ini\n[datum x]\nname = X\n" },
        { "sub/c.ini", "[indicator a]\nname = A\nweight = 100\nvalue = x\n"
                       "method = points\n" } },
      "" },
    { { { "r.ini", EVALUATION "include = none.ini\n" REST } },
      "r.ini:5: error: cannot include \"none.ini\": No such file or directory "
      "[include]\n" },
    { { { "r.ini", EVALUATION "include = /etc/passwd\n" REST } },
      "r.ini:5: error: cannot include \"/etc/passwd\": name it relative to "
      "this file [include]\n" },
    { { { "r.ini", EVALUATION "include = sub/../../x.ini\n" REST } },
      "r.ini:5: error: cannot include \"sub/../../x.ini\": \"..\" leads out of "
      "the rule set's folder [include]\n" },
    { { { "r.ini", EVALUATION "include = sub\n" REST },
        { "sub/a.ini", "" } },
      "r.ini:5: error: cannot read \"sub\": it is a directory; name the rule "
      "file in it [include]\n" },
    { { { "r.ini", EVALUATION "include = a.ini\n" REST },
        { "a.ini", "include = r.ini\n" } },
      "a.ini:1: error: \"r.ini\" is included already [include]\n" },
    { { { "r.ini", EVALUATION "include = a.ini ./a.ini\n" REST },
        { "a.ini", "" } },
      "r.ini:5: error: \"./a.ini\" is included already [include]\n" },
    { { { "r.ini", EVALUATION "include = 1.ini\n" REST },
        { "1.ini", "include = 2.ini\n" },
        { "2.ini", "include = 3.ini\n" },
        { "3.ini", "include = 4.ini\n" },
        { "4.ini", "" } },
      "" },
    { { { "r.ini", EVALUATION "include = 1.ini\n" REST },
        { "1.ini", "include = 2.ini\n" },
        { "2.ini", "include = 3.ini\n" },
        { "3.ini", "include = 4.ini\n" },
        { "4.ini", "include = 5.ini\n" },
        { "5.ini", "" } },
      "4.ini:1: error: cannot include \"5.ini\": files may include one another "
      "four deep [include]\n" },
    { { { "r.ini", EVALUATION "include = a.ini\n" REST },
        { "a.ini", "[evaluation]\nid = f\n" } },
      "a.ini:1: error: section [evaluation] stands already in r.ini:1 "
      "[duplicate]\n" },
    { { { "r.ini", "[district d]\nname = D\n" },
        { "a.ini", "" } },
      "r.ini: error: the section [evaluation] is missing [key-missing]\n"
      "r.ini: error: there is no [indicator CODE]: nothing can be scored "
      "[key-missing]\n" },
    { { { "r.ini", EVALUATION "include = a.ini\n" REST },
        { "a.ini", "name = A\n[measure 1]\ntitle = M\ninclude = b.ini\n" } },
      "a.ini:1: error: key \"name\" stands before the first section [key]\n"
      "a.ini:4: error: measure 1: unknown key \"include\"; quping help rules "
      "measure lists the keys [key]\n" },
    { { { "r.ini", "include = a.ini\n" EVALUATION REST },
        { "a.ini", "" } },
      "r.ini:1: error: key \"include\" stands before the first section "
      "[key]\n" },
    { { { "r.ini", EVALUATION "include = a.ini\n" REST },
        { "a.ini", "[district D]\nname = E\n" } },
      "a.ini:1: error: section [district D] stands already in r.ini:6 "
      "[duplicate]\n" },
    { { { "r.ini", EVALUATION "include = a.ini\n[units]\nkm = 1000 m\n" REST },
        { "a.ini", "[units]\ncm = 0.01 m\n" } },
      "" },
    { { { "r.ini", EVALUATION "include = a.ini\n[units]\nkm = 1000 m\n" REST },
        { "a.ini", "[units]\nkm = 100 m\n" } },
      "a.ini:2: error: unit km is defined twice, first in r.ini:7 "
      "[duplicate]\n" },
    { { { "r.ini", EVALUATION "include = a.ini\n" REST "wieght = 3\n" },
        { "a.ini", "name = 服务\xb7\n" } },
      "a.ini:1: error: byte 0xb7 is not UTF-8; save the file as UTF-8 (is it "
      "GBK?) [encoding]\n" },
};

static void
write_files(size_t row)
{
    ck_assert_int_eq(mkdir("sub", 0700), 0);
    for (int i = 0; i < MOST_FILES && includes[row].files[i].path; i++)
        write_file(includes[row].files[i].path, includes[row].files[i].text,
                   strlen(includes[row].files[i].text));
}

START_TEST(includes_are_checked)
{
    const struct qp_ruleset *rules;

    write_files((size_t)_i);
    rules = qp_ruleset_load(&run, "r.ini");
    ck_assert_str_eq(said(), includes[_i].want);
    ck_assert_int_eq(rules != NULL, *includes[_i].want == '\0');
}
END_TEST

/* Places are given as the user would name the files from where he is. */
START_TEST(paths_follow_the_main_file)
{
    ck_assert_int_eq(mkdir("city", 0700), 0);
    write_file("city/r.ini", EVALUATION "include = a.ini\n" REST,
               strlen(EVALUATION "include = a.ini\n" REST));
    write_file("city/a.ini", "[group]\n", 8);
    qp_ruleset_load(&run, "city/r.ini");
    ck_assert_str_eq(said(), "city/a.ini:1: error: [group] needs a code: "
                             "[group CODE] [section]\n");
}
END_TEST

START_TEST(links_stay_inside)
{
    static const char text[] = EVALUATION "include = in.ini out.ini\n" REST;

    write_file("outside.ini", "", 0);
    ck_assert_int_eq(mkdir("city", 0700), 0);
    write_file("city/a.ini", "", 0);
    write_file("city/r.ini", text, strlen(text));
    ck_assert_int_eq(symlink("a.ini", "city/in.ini"), 0);
    ck_assert_int_eq(symlink("../outside.ini", "city/out.ini"), 0);
    qp_ruleset_load(&run, "city/r.ini");
    ck_assert_str_eq(said(),
                     "city/r.ini:5: error: cannot include \"out.ini\": a link "
                     "leads out of the rule set's folder [include]\n");
}
END_TEST

START_TEST(twenty_files_are_the_most)
{
    FILE *file = fopen("r.ini", "w");

    fputs(EVALUATION "include =", file);
    for (int i = 0; i < 21; i++) {
        char name[16];

        snprintf(name, sizeof name, "%d.ini", i);
        write_file(name, "", 0);
        fprintf(file, " %s", name);
    }
    fputs("\n" REST, file);
    fclose(file);
    qp_ruleset_load(&run, "r.ini");
    ck_assert_str_eq(said(), "r.ini:5: error: cannot include \"20.ini\": a "
                             "rule set may include twenty files [include]\n");
}
END_TEST

/* ---- hashes ---- */

/* FIPS 180-2, appendix B; the million a's too. */
START_TEST(sha256_is_the_standard_one)
{
    char hex[65], *many = qp_arena_alloc(run.arena, 1000000, 1);

    qp_source_hash("abc", 3, hex);
    ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223"
                          "b00361a396177a9cb410ff61f20015ad");
    qp_source_hash("", 0, hex);
    ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb924"
                          "27ae41e4649b934ca495991b7852b855");
    memset(many, 'a', 1000000);
    qp_source_hash(many, 1000000, hex);
    ck_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67"
                          "f1809a48a497200e046d39ccc7112cd0");
}
END_TEST

/* What COMMAND prints first. */
static const char *
first_word(const char *command)
{
    char word[65] = "";
    FILE *out = popen(command, "r");

    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(fscanf(out, "%64s", word), 1);
    pclose(out);
    return qp_arena_text(run.arena, word);
}

/* Anybody can check the hashes with sha256sum, byte order mark and all. */
START_TEST(hashes_are_those_of_sha256sum)
{
    static const char text[] =
        "\xef\xbb\xbf" EVALUATION "include = sub/b.ini\n" REST;
    const struct qp_ruleset *rules;

    if (system("sha256sum --version >sums 2>&1") != 0)
        return;
    ck_assert_int_eq(mkdir("sub", 0700), 0);
    write_file("r.ini", text, strlen(text));
    write_file("sub/b.ini", "; nothing\r\n", 11);
    rules = qp_ruleset_load(&run, "./r.ini");
    ck_assert_ptr_nonnull(rules);
    ck_assert_uint_eq(rules->n_files, 2);
    ck_assert_str_eq(rules->files[1].name, "b.ini");
    ck_assert_str_eq(rules->files[1].path, "./sub/b.ini");
    ck_assert_uint_eq(rules->files[1].size, 11);
    ck_assert_str_eq(rules->files[0].sha256, first_word("sha256sum r.ini"));
    ck_assert_str_eq(rules->files[1].sha256,
                     first_word("sha256sum sub/b.ini"));
    ck_assert_str_eq(rules->sha256,
                     first_word("(sha256sum r.ini; cd sub; sha256sum b.ini) "
                                "| sha256sum"));
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("include");
    TCase *tc = tcase_create("include");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, bytes_are_checked, 0, QP_COUNT(bytes));
    tcase_add_test(tc, size_is_limited);
    tcase_add_test(tc, entries_are_limited);
    tcase_add_test(tc, only_regular_files);
    tcase_add_loop_test(tc, includes_are_checked, 0, QP_COUNT(includes));
    tcase_add_test(tc, paths_follow_the_main_file);
    tcase_add_test(tc, links_stay_inside);
    tcase_add_test(tc, twenty_files_are_the_most);
    tcase_add_test(tc, sha256_is_the_standard_one);
    tcase_add_test(tc, hashes_are_those_of_sha256sum);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
