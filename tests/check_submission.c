/* Submissions, verifications and scores: a row for each fault with all that is
   said of it, hostile files, and what sound files come to.  Every row is read
   in several chunk sizes, which must make no difference. */

#include <config.h>

#include "input/submission.h"

#include <check.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/assemble.h"
#include "input/form.h"
#include "input/records.h"
#include "input/sax.h"

static struct qp_session run;
static struct qp_ruleset rules;
static char folder[] = "/tmp/check_submission.XXXXXX";

/* ---- a rule set ---- */

enum { X, N, R, LATE, PANEL, GOAL, N_DATA };

static struct qp_datum
datum(const char *code, const char *name, const char *unit, int decimals)
{
    return (struct qp_datum){
        .code = code,
        .name = name,
        .unit_name = unit,
        .unit = qp_units_get(run.arena, rules.units, unit),
        .decimals = decimals,
        .min = qp_num_undefined("not given"),
        .max = qp_num_undefined("not given"),
        .at = { "r.ini", 20, NULL },
    };
}

static void
make_data(void)
{
    rules.n_data = N_DATA;
    rules.data = qp_arena_alloc(run.arena, N_DATA, sizeof *rules.data);
    rules.data[X] = datum("x", "执行额", "万美元", 2);
    rules.data[X].required = true;
    rules.data[X].min = qp_num_int(0);
    rules.data[X].max = qp_num_int(1000000);
    rules.data[N] = datum("n", "企业数", "家", 0);
    rules.data[R] = datum("r", "比率", "", -1);
    rules.data[LATE] = datum("late", "逾期", "天", 0);
    rules.data[LATE].given_by = QP_BY_DEPARTMENT;
    rules.data[PANEL] = datum("panel", "评审", "", 1);
    rules.data[PANEL].given_by = QP_BY_EXPERTS;
    rules.data[PANEL].max = qp_num_int(100);
    rules.data[GOAL] = datum("goal", "目标", "万美元", 2);
    rules.data[GOAL].given_by = QP_BY_RULES;
}

static void
set_up(void)
{
    static struct qp_district districts[] = {
        { .code = "a", .name = "甲区", .at = { "r.ini", 10, NULL } },
        { .code = "b", .name = "乙区", .at = { "r.ini", 12, NULL } },
    };

    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
    rules = (struct qp_ruleset){
        .id = "e",
        .year = 2025,
        .prior = QP_PRIOR_SUBMISSION,
        .units = qp_units_new(run.arena),
        .districts = districts,
        .n_districts = QP_COUNT(districts),
    };
    qp_units_define(&run, rules.units, "万美元", "10000 USD",
                    (struct qp_place){ 0 });
    qp_units_define(&run, rules.units, "亿美元", "10000 万美元",
                    (struct qp_place){ 0 });
    qp_units_define(&run, rules.units, "元", "1 CNY", (struct qp_place){ 0 });
    ck_assert(qp_units_resolve(&run, rules.units));
    make_data();
}

static void
tear_down(void)
{
    qp_arena_free(run.arena);
}

/* ---- files and what is said of them ---- */

static void
write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

/* What is said so far, but for how the file is called; starts anew. */
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
    run.diag = qp_diag_new(run.arena);
    return text;
}

/* A figure in a few words. */
static const char *
figure_text(const struct qp_figure *figure)
{
    if (!figure)
        return "-";
    if (figure->value.state != QP_REPORTED)
        return qp_arena_printf(run.arena, "%s(%s)@%d",
                               qp_state_name(figure->value.state),
                               figure->value.text, figure->at.line);
    return qp_arena_printf(
        run.arena, "%s|%s@%d", qp_num_text(run.arena, figure->value.num),
        figure->unit ? figure->unit : "", figure->at.line);
}

/* All that ENTRIES hold, a line for each one that holds anything. */
static const char *
entries_text(const struct qp_entry *entries)
{
    const char *text = "";

    for (size_t i = 0; i < rules.n_districts * rules.n_data; i++) {
        const struct qp_entry *entry = &entries[i];
        const struct qp_extra *extra = qp_model_extra(entry);

        if (!entry->reported && !extra->reported_prior && !extra->verified &&
            !extra->verified_prior && !extra->note && !extra->n_opinions)
            continue;
        text = qp_arena_printf(
            run.arena, "%s%s.%s: %s %s %s %s %s\n", text,
            rules.districts[i / rules.n_data].code,
            rules.data[i % rules.n_data].code, figure_text(entry->reported),
            figure_text(extra->reported_prior),
            figure_text(extra->verified ? &extra->verified->figure : NULL),
            figure_text(extra->verified_prior ? &extra->verified_prior->figure
                                              : NULL),
            extra->note ? extra->note : "-");
        for (size_t k = 0; k < extra->n_opinions; k++)
            text = qp_arena_printf(
                run.arena, "%s  %s %s%s\n", text, extra->opinions[k].expert,
                qp_num_text(run.arena, extra->opinions[k].score),
                extra->opinions[k].conflict ? " conflict" : "");
    }
    return text;
}

static const size_t chunks[] = { QP_GUARD_CHUNK, 1, 7, 4096 };

/* Reads f.xml alone, CHUNK bytes at a time. */
static const struct qp_intake *
read_alone(size_t chunk)
{
    struct qp_intake *intake = qp_intake_new(&run, &rules);
    struct qp_intake_part *part = qp_intake_part_new(run.arena, intake);

    qp_form_read(part, "f.xml", chunk);
    qp_intake_join(intake, part);
    qp_records_compare(intake); /* which frees what it compares */
    return intake;
}

/* Reads f.xml in all chunk sizes; returns what is said, and what the file
   comes to in *HOLDS. */
static const char *
read_file(const char **holds)
{
    const char *first = NULL;

    for (size_t i = 0; i < QP_COUNT(chunks); i++) {
        const struct qp_intake *intake = read_alone(chunks[i]);
        const char *now = said();

        if (first)
            ck_assert_str_eq(now, first);
        first = now;
        now = entries_text(intake->entries);
        if (i > 0)
            ck_assert_str_eq(now, *holds);
        *holds = now;
    }
    return first;
}

/* ---- a row for each fault ---- */

#define NAMESPACE "xmlns=\"urn:quping:submission:1\""
#define ROOT(district, rest)                                                  \
    "<submission " NAMESPACE                                                  \
    " evaluation=\"e\" year=\"2025\" district=\"" district                    \
    "\" status=\"final\"" rest ">\n"
#define HEAD ROOT("a", "") "<data>\n"
#define ONE "<datum code=\"x\">1</datum>\n"
#define TAIL "</data>\n</submission>"
/* A datum in line 4 of a submission with nothing else wrong. */
#define DATUM(text) HEAD ONE text "\n" TAIL
#define X_IS(rest) HEAD "<datum code=\"x\"" rest "\n" TAIL
#define BEHIND(text) HEAD ONE "</data>\n" text "\n</submission>"
#define VERIFIES(text)                                                        \
    "<verification " NAMESPACE " source=\"s\" year=\"2025\">\n" text          \
    "\n</verification>"
#define SCORES_HEAD "<scores " NAMESPACE " year=\"2025\">\n"
#define SCORES(text) SCORES_HEAD text "\n</scores>"
#define SCORE(expert)                                                         \
    "<score expert=\"" expert "\" district=\"a\" code=\"panel\">1</score>\n"

static const struct {
    const char *file, *said;
} faults[] = {
    { DATUM(""), "" },
    /* how a number is spelt */
    { X_IS(">1,234.5</datum>"),
      "f.xml:3: error: x 执行额: \"1,234.5\" has a separator; write digits "
      "and a point only [number]\n" },
    { X_IS(">1e3</datum>"),
      "f.xml:3: error: x 执行额: \"1e3\" has an exponent; write the number "
      "out [number]\n" },
    { X_IS(">１２</datum>"),
      "f.xml:3: error: x 执行额: \"１２\" has full-width digits [number]\n" },
    { X_IS(">1 234</datum>"),
      "f.xml:3: error: x 执行额: \"1 234\" has a blank inside [number]\n" },
    { X_IS(">.5</datum>"),
      "f.xml:3: error: x 执行额: \".5\" needs digits on both sides of the "
      "point [number]\n" },
    { X_IS(">one</datum>"),
      "f.xml:3: error: x 执行额: \"one\" is not a number [number]\n" },
    { X_IS("></datum>"),
      "f.xml:3: error: x 执行额: \"\" is no figure; write one, or a state "
      "and its reason [number]\n" },
    { X_IS("/>"),
      "f.xml:3: error: x 执行额: \"\" is no figure; write one, or a state "
      "and its reason [number]\n" },
    { X_IS(">1234567890123456789012345</datum>"),
      "f.xml:3: error: x 执行额: \"1234567890123456789012345\" has more than "
      "24 digits [number]\n" },
    { X_IS(">1<!-- 2 -->3</datum>"),
      "f.xml:3: error: <datum>: the figure is broken up by a comment; write "
      "it in one piece [xml]\n" },
    { X_IS("><![CDATA[13]]></datum>"),
      "f.xml:3: error: <datum>: the figure is broken up by a CDATA section; "
      "write it in one piece [xml]\n" },
    { X_IS("><b>13</b></datum>"),
      "f.xml:3: error: <b> has no place in <datum> [element]\n" },
    { X_IS(">1&#x202e;3</datum>"),
      "f.xml:3: error: <datum>: U+202E, a mark that turns the reading "
      "direction, in its text; take it out [xml]\n" },
    { X_IS(">\n\n 13 \n</datum>"), "" },
    { X_IS(">&#49;3</datum>"), "" },
    { X_IS(" state=\"missing\" reason=\">a>b'>\"></datum>"), "" },
    { X_IS(" state='missing' reason='>a>b\">'></datum>"), "" },
    { X_IS(">+13.50</datum>"), "" },
    /* figures */
    { X_IS(">1.005</datum>"),
      "f.xml:3: error: x 执行额: \"1.005\" has 3 decimals; at most 2 are "
      "taken [decimals]\n" },
    { DATUM("<datum code=\"n\">1.0</datum>"),
      "f.xml:4: error: n 企业数: \"1.0\" has decimals; write a whole number "
      "[decimals]\n" },
    { X_IS(">-0.01</datum>"),
      "f.xml:3: error: x 执行额: \"-0.01\" is below 0, the least that is "
      "taken [range]\n" },
    { X_IS(">1000000.01</datum>"),
      "f.xml:3: error: x 执行额: \"1000000.01\" is above 1000000, the most "
      "that is taken [range]\n" },
    { X_IS(" unit=\"亿美元\">100.01</datum>"),
      "f.xml:3: note: x 执行额: 100.01 亿美元 is 1000100 万美元 "
      "[unit-converted]\n"
      "f.xml:3: error: x 执行额: \"100.01\" is above 1000000, the most that "
      "is taken [range]\n" },
    { X_IS(" unit=\"亿美元\">0.123</datum>"),
      "f.xml:3: error: x 执行额: \"0.123\" has 3 decimals; at most 2 are "
      "taken [decimals]\n"
      "f.xml:3: note: x 执行额: 0.123 亿美元 is 1230 万美元 "
      "[unit-converted]\n" },
    { X_IS(" unit=\"元\">5</datum>"),
      "f.xml:3: error: x 执行额: the unit \"元\" does not convert into "
      "万美元 [unit]\n" },
    { X_IS(" unit=\"万 美元\">5.123</datum>"),
      "f.xml:3: error: x 执行额: the unit \"万 美元\" does not convert into "
      "万美元 [unit]\n"
      "f.xml:3: error: x 执行额: \"5.123\" has 3 decimals; at most 2 are "
      "taken [decimals]\n" },
    { DATUM("<datum code=\"r\" unit=\"家\">5</datum>"),
      "f.xml:4: error: r 比率: the unit \"家\" is given for a pure number; "
      "leave it out [unit]\n" },
    { X_IS(" unit=\"万美元\">5</datum>"), "" },
    /* states */
    { X_IS(" state=\"missing\" reason=\"没有\"/>"), "" },
    { X_IS(" state=\"missing\" reason=\"没有\">0</datum>"),
      "f.xml:3: error: x 执行额: has state=\"missing\" and the figure \"0\"; "
      "give one of the two [state]\n" },
    { X_IS(" state=\"missing\"/>"),
      "f.xml:3: error: x 执行额: state=\"missing\" needs a reason "
      "[state]\n" },
    { X_IS(" state=\"missing\" reason=\" \"/>"),
      "f.xml:3: error: <datum>: reason=\"\" is empty [attribute]\n" },
    { X_IS(" state=\"missing\" reason=\"a\u00adb\"/>"),
      "f.xml:3: error: <datum>: U+00AD, an invisible character, in reason; "
      "take it out [xml]\n" },
    { X_IS(" state=\"lost\" reason=\"没有\"/>"),
      "f.xml:3: error: <datum>: state=\"lost\" is none of missing "
      "not_applicable withheld [attribute]\n" },
    { X_IS(" state=\"a&amp;b&#38;#38;c\" reason=\"没有\"/>"),
      "f.xml:3: error: <datum>: state=\"a&b&#38;c\" is none of missing "
      "not_applicable withheld [attribute]\n" },
    { X_IS(" reason=\"没有\">1</datum>"),
      "f.xml:3: error: x 执行额: has a reason, which goes with a state only; "
      "a remark goes into <note> [state]\n" },
    /* which datum */
    { DATUM("<datum code=\"y\">1</datum>"),
      "f.xml:4: error: unknown datum \"y\" [datum]\n" },
    { DATUM("<datum code=\"N\">1</datum>"), "" },
    { DATUM("<datum code=\"late\">1</datum>"),
      "f.xml:4: error: late 逾期: comes from a department's <verification>, "
      "not from a <submission> [datum]\n" },
    { DATUM("<datum code=\"panel\">1</datum>"),
      "f.xml:4: error: panel 评审: comes from the experts' <scores>, not "
      "from a <submission> [datum]\n" },
    { DATUM("<datum code=\"goal\">1</datum>"),
      "f.xml:4: error: goal 目标: comes from the rules, not from a "
      "<submission> [datum]\n" },
    { DATUM("<datum code=\"X\">2</datum>"),
      "f.xml:4: error: x 执行额 is given twice; it stands in line 3 already "
      "[duplicate]\n" },
    { DATUM("<datum code=\"x\" period=\"2025\">2</datum>"),
      "f.xml:4: error: x 执行额 is given twice; it stands in line 3 already "
      "[duplicate]\n" },
    { DATUM("<datum code=\"n\">1,0</datum>\n<datum code=\"n\">1</datum>"),
      "f.xml:4: error: n 企业数: \"1,0\" has a separator; write digits and a "
      "point only [number]\n"
      "f.xml:5: error: n 企业数 is given twice; it stands in line 4 already "
      "[duplicate]\n" },
    { DATUM("<datum code=\"x\" period=\"1999\">2</datum>\n"
            "<datum code=\"x\" period=\"1999\">2.123</datum>"),
      "f.xml:4: note: x 执行额: the figure of 1999 is not used; these rules "
      "are for 2025 [unused-period]\n"
      "f.xml:5: note: x 执行额: the figure of 1999 is not used; these rules "
      "are for 2025 [unused-period]\n"
      "f.xml:5: error: x 执行额 is given twice; it stands in line 4 already "
      "[duplicate]\n"
      "f.xml:5: error: x 执行额: \"2.123\" has 3 decimals; at most 2 are "
      "taken [decimals]\n" },
    { DATUM("<datum code=\"n\" period=\"2052\">2</datum>\n"
            "<datum code=\"r\" period=\"2026\">2,0</datum>"),
      "f.xml:4: error: <datum>: period=\"2052\" is after 2025, the year of "
      "these rules [attribute]\n"
      "f.xml:5: error: <datum>: period=\"2026\" is after 2025, the year of "
      "these rules [attribute]\n"
      "f.xml:5: error: r 比率: \"2,0\" has a separator; write digits and a "
      "point only [number]\n" },
    { DATUM("<datum code=\"n\" period=\"24\">2</datum>"),
      "f.xml:4: error: <datum>: period=\"24\" is not a year of four digits "
      "[attribute]\n" },
    { HEAD "\n" TAIL,
      "f.xml:2: error: x 执行额: is required for 2025 and missing; give a "
      "figure, or a state and its reason [required]\n" },
    { HEAD "<datum code=\"x\" period=\"2024\">1</datum>" TAIL,
      "f.xml:2: error: x 执行额: is required for 2025 and missing; give a "
      "figure, or a state and its reason [required]\n" },
    { HEAD "<datum code=\"x\">one</datum>" TAIL,
      "f.xml:3: error: x 执行额: \"one\" is not a number [number]\n" },
    /* attributes */
    { DATUM("<datum>1</datum>"),
      "f.xml:4: error: <datum>: the attribute code is missing "
      "[attribute]\n" },
    { DATUM("<datum code=\"\">1</datum>"),
      "f.xml:4: error: <datum>: code=\"\" is empty [attribute]\n" },
    { DATUM("<datum code=\"n\" perod=\"2024\">1</datum>"),
      "f.xml:4: error: <datum>: unknown attribute \"perod\"; it may have: "
      "code period unit state reason evidence [attribute]\n" },
    { DATUM("<datum xmlns:q=\"q:q\" q:code=\"n\">1</datum>"),
      "f.xml:4: error: <datum>: the prefix \"q\" is declared; only the root "
      "of the file may do so [attribute]\n"
      "f.xml:4: error: <datum>: unknown attribute \"q:code\"; it may have: "
      "code period unit state reason evidence [attribute]\n"
      "f.xml:4: error: <datum>: the attribute code is missing "
      "[attribute]\n" },
    { ROOT("a", " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" "
                "i:schemaLocation=\"u f.xsd\"") "<data>" ONE TAIL,
      "" },
    { ROOT("a", " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" "
                "i:type=\"u\"") "<data>" ONE TAIL,
      "f.xml:1: error: <submission>: unknown attribute \"i:type\"; it may "
      "have: evaluation year district status submitted [attribute]\n" },
    { ROOT("a",
           " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"") "<data "
                                                                     "i:"
                                                                     "schemaLo"
                                                                     "cation="
                                                                     "\"u "
                                                                     "f."
                                                                     "xsd\""
                                                                     ">" ONE
                                                                         TAIL,
      "f.xml:2: error: <data>: unknown attribute \"i:schemaLocation\"; it "
      "may have: none [attribute]\n" },
    { ROOT("a",
           " xmlns:i=\"u:i\" i:schemaLocation=\"u f.xsd\"") "<data>" ONE TAIL,
      "f.xml:1: error: <submission>: unknown attribute \"i:schemaLocation\"; "
      "it may have: evaluation year district status submitted "
      "[attribute]\n" },
    { ROOT("a", " schemaLocation=\"u f.xsd\"") "<data>" ONE TAIL,
      "f.xml:1: error: <submission>: unknown attribute \"schemaLocation\"; "
      "it may have: evaluation year district status submitted "
      "[attribute]\n" },
    { ROOT("a", " submitted=\"2025-02-29\"") "<data>" ONE TAIL,
      "f.xml:1: error: <submission>: submitted=\"2025-02-29\" is not a date "
      "such as 2026-01-20 [attribute]\n" },
    { ROOT("a", " submitted=\"2024-02-29\"") "<data>" ONE TAIL, "" },
    { ROOT("a", " submitted=\"2025-1-2\"") "<data>" ONE TAIL,
      "f.xml:1: error: <submission>: submitted=\"2025-1-2\" is not a date "
      "such as 2026-01-20 [attribute]\n" },
    { "<submission " NAMESPACE "/>",
      "f.xml:1: error: <submission>: the attribute evaluation is missing "
      "[attribute]\n"
      "f.xml:1: error: <submission>: the attribute year is missing "
      "[attribute]\n"
      "f.xml:1: error: <submission>: the attribute district is missing "
      "[attribute]\n"
      "f.xml:1: error: <submission>: the attribute status is missing "
      "[attribute]\n"
      "f.xml:1: error: <submission> has no <data> [element]\n" },
    { "\n<submission " NAMESPACE " evaluation=\"f\" year=\"2024\"\n"
      "    district=\"c\" status=\"done\">\n<data>" ONE TAIL,
      "f.xml:2: error: <submission>: status=\"done\" is none of final draft "
      "[attribute]\n"
      "f.xml:2: error: unknown district \"c\" [district]\n"
      "f.xml:2: error: the file is for the evaluation \"f\"; these rules are "
      "\"e\" [evaluation]\n"
      "f.xml:2: error: the file is for the year 2024; these rules are for "
      "2025 [evaluation]\n" },
    { ROOT("A", "") "<data>" ONE TAIL, "" },
    { ROOT("a", "") "<data xml:base=\"http://x/\">" ONE TAIL,
      "f.xml:2: error: <data>: unknown attribute \"xml:base\"; it may have: "
      "none [attribute]\n" },
    /* other elements */
    { BEHIND("<note code=\"x\">新增</note>"), "" },
    { BEHIND("<note code=\"x\"><![CDATA[a <b>]]><!-- c --></note>"), "" },
    { BEHIND("<note code=\"x\"> </note>"),
      "f.xml:5: error: <note> is empty; write the remark between its tags "
      "[element]\n" },
    { BEHIND("<note code=\"y\">新增</note>"),
      "f.xml:5: error: unknown datum \"y\" [datum]\n" },
    { BEHIND("<note code=\"x\">1</note>\n<note code=\"x\">2</note>"),
      "f.xml:6: error: the note on x 执行额 is given twice; it stands in "
      "line 5 already [duplicate]\n" },
    { BEHIND("<note code=\"x\">a&#x202e;b</note>"),
      "f.xml:5: error: <note>: U+202E, a mark that turns the reading "
      "direction, in its text; take it out [xml]\n" },
    { BEHIND("<note code=\"x\">a\xc2\x85"
             "b</note>"),
      "f.xml:5: error: <note>: U+0085, a control character, in its text; "
      "take it out [xml]\n" },
    { BEHIND("<note code=\"x\">a&#xfe0f;b</note>"),
      "f.xml:5: error: <note>: U+FE0F, an invisible character, in its text; "
      "take it out [xml]\n" },
    { BEHIND("<!-- \u200b -->"),
      "f.xml:5: error: U+200B, an invisible character, in a comment; take it "
      "out [xml]\n" },
    { BEHIND("<contact person=\"a\xe2\x80\xae\"/>"),
      "f.xml:5: error: <contact>: U+202E, a mark that turns the reading "
      "direction, in person; take it out [xml]\n" },
    { BEHIND("<!--\n\n\xe2\x80\xae -->"),
      "f.xml:5: error: U+202E, a mark that turns the reading direction, in a "
      "comment; take it out [xml]\n" },
    { BEHIND("<contact/>\n<contact/>"),
      "f.xml:6: error: a second <contact>; it may stand once "
      "[duplicate]\n" },
    { BEHIND("<contact>x</contact>"),
      "f.xml:5: error: text has no place in <contact> [element]\n" },
    { BEHIND("<contact>\n</contact>"), "" },
    { BEHIND("<data/>"),
      "f.xml:5: error: a second <data>; it may stand once [duplicate]\n" },
    { BEHIND("\nstray"),
      "f.xml:6: error: text has no place in <submission> [element]\n" },
    { DATUM("\nstray\n<datum code=\"n\">1</datum>"),
      "f.xml:5: error: text has no place in <data> [element]\n" },
    { BEHIND("<records type=\"contract\"><record id=\"1\"/></records>"),
      "f.xml:5: error: <records>: the attribute count is missing "
      "[attribute]\n"
      "f.xml:5: error: <records>: type=\"contract\" is none of the rules' "
      "records; they have none [attribute]\n" },
    { BEHIND("<datum code=\"n\">1</datum>"),
      "f.xml:5: error: <datum> has no place in <submission>; it may hold: "
      "<contact> <data> <records> <note> <evidence> [element]\n" },
    { DATUM("<x:include xmlns:x=\"http://www.w3.org/2001/XInclude\" "
            "href=\"/etc/passwd\" parse=\"text\"/>"),
      "f.xml:4: error: <include> is in another namespace than the root of the "
      "file [element]\n" },
    { DATUM("<datum xmlns=\"other\" code=\"n\">1</datum>"),
      "f.xml:4: error: not well-formed: xmlns: URI other is not absolute "
      "[xml]\n" },
    { DATUM("<datum xmlns=\"urn:other\" code=\"n\">1</datum>"),
      "f.xml:4: error: <datum> is in another namespace than the root of the "
      "file [element]\n" },
    { BEHIND("<evidence id=\"1\" title=\"t\" sha256=\"12\"/>"),
      "f.xml:5: error: <evidence>: sha256=\"12\" is not a SHA-256 of 64 "
      "hexadecimal digits [attribute]\n" },
    { BEHIND("<evidence id=\"1\" title=\"t\" sha256=\"0123456789abcdef"
             "0123456789ABCDEF0123456789abcdef0123456789abcdef\"/>"),
      "" },
    { BEHIND("<evidence id=\"1\" title=\"t\"/><evidence id=\"1\" "
             "title=\"u\"/>"),
      "f.xml:5: error: the evidence \"1\" is given twice; it stands in line "
      "5 already [duplicate]\n" },
    { HEAD "<datum code=\"x\" evidence=\"e1\">1</datum>\n"
           "<datum code=\"n\" evidence=\"e2\">1</datum></data>\n"
           "<evidence id=\"e2\" title=\"t\"/></submission>",
      "f.xml:3: error: <datum>: evidence=\"e1\" is the id of no <evidence> "
      "in this file [attribute]\n" },
    /* what a file is */
    { "<report/>",
      "f.xml:1: error: the file begins with <report>, where it must be one "
      "of: <submission> <verification> <scores> [element]\n" },
    { "<submission evaluation=\"e\" year=\"2025\" district=\"a\" "
      "status=\"final\">\n<data>" ONE TAIL,
      "f.xml:1: error: <submission> is in no namespace; write "
      "xmlns=\"urn:quping:submission:1\" [element]\n" },
    { "<q:submission xmlns:q=\"urn:quping:submission:2\" evaluation=\"e\" "
      "year=\"2025\" district=\"a\" status=\"final\">\n<q:data>\n"
      "<q:datum code=\"x\">1</q:datum></q:data></q:submission>",
      "f.xml:1: error: <submission> is in the namespace "
      "urn:quping:submission:2; write xmlns=\"urn:quping:submission:1\" "
      "[element]\n" },
    { "<q:submission xmlns:q=\"urn:quping:submission:1\" evaluation=\"e\" "
      "year=\"2025\" district=\"a\" status=\"final\">\n<q:data>\n"
      "<q:datum code=\"x\">1</q:datum></q:data></q:submission>",
      "" },
    /* verifications */
    { VERIFIES("<datum district=\"b\" code=\"late\" reason=\"r\" "
               "document=\"d\">3</datum>\n"
               "<datum district=\"b\" code=\"x\" state=\"missing\" "
               "reason=\"r\" document=\"d\"/>"),
      "" },
    { VERIFIES("<datum district=\"c\" code=\"y\">3</datum>"),
      "f.xml:2: error: <datum>: the attribute reason is missing "
      "[attribute]\n"
      "f.xml:2: error: <datum>: the attribute document is missing "
      "[attribute]\n"
      "f.xml:2: error: unknown district \"c\" [district]\n"
      "f.xml:2: error: unknown datum \"y\" [datum]\n" },
    { VERIFIES("<datum district=\"c\" code=\"late\" reason=\"r\" "
               "document=\"d\">1.5</datum>"),
      "f.xml:2: error: unknown district \"c\" [district]\n"
      "f.xml:2: error: late 逾期: \"1.5\" has decimals; write a whole number "
      "[decimals]\n" },
    { VERIFIES("<datum district=\"b\" code=\"late\" reason=\"r\" "
               "document=\"d\">3</datum>\n"
               "<datum district=\"B\" code=\"late\" reason=\"r\" "
               "document=\"d\">4</datum>"),
      "f.xml:3: error: late 逾期 for b 乙区 is given twice; it stands in "
      "line 2 already [duplicate]\n" },
    { VERIFIES("<datum district=\"b\" code=\"panel\" reason=\"r\" "
               "document=\"d\">3</datum>"),
      "f.xml:2: error: panel 评审: comes from the experts' <scores>, not "
      "from a <verification> [datum]\n" },
    { "<verification " NAMESPACE " source=\"s\" year=\"2024\" "
      "evaluation=\"f\"/>",
      "f.xml:1: error: the file is for the evaluation \"f\"; these rules are "
      "\"e\" [evaluation]\n"
      "f.xml:1: error: the file is for the year 2024; these rules are for "
      "2025 [evaluation]\n" },
    { VERIFIES("<datum code=\"x\" period=\"25\" reason=\"r\" "
               "document=\"d\">1.123</datum>"),
      "f.xml:2: error: <datum>: period=\"25\" is not a year of four digits "
      "[attribute]\n"
      "f.xml:2: error: <datum>: the attribute district is missing "
      "[attribute]\n"
      "f.xml:2: error: x 执行额: \"1.123\" has 3 decimals; at most 2 are "
      "taken [decimals]\n" },
    { VERIFIES("<datum district=\"b\" code=\"x\" period=\"2001\" "
               "reason=\"r\" document=\"d\">1</datum>\n"
               "<datum district=\"b\" code=\"x\" reason=\"r\" "
               "document=\"d\" state=\"lost\"/>"),
      "f.xml:2: note: x 执行额: the figure of 2001 is not used; these rules "
      "are for 2025 [unused-period]\n"
      "f.xml:3: error: <datum>: state=\"lost\" is none of missing "
      "not_applicable withheld [attribute]\n" },
    { VERIFIES("<datum district=\"b\" code=\"x\" period=\"2052\" "
               "reason=\"r\" document=\"d\">1</datum>"),
      "f.xml:2: error: <datum>: period=\"2052\" is after 2025, the year of "
      "these rules [attribute]\n" },
    { VERIFIES("<datum district=\"b\" code=\"x\" state=\"missing\" "
               "document=\"d\"/>"),
      "f.xml:2: error: <datum>: the attribute reason is missing "
      "[attribute]\n" },
    /* scores */
    { SCORES("<score district=\"c\" code=\"panel\"><!-- -->1</score>\n"
             "<score expert=\"E\" district=\"a\" "
             "code=\"p\">1</score>"),
      "f.xml:2: error: <score>: the attribute expert is missing "
      "[attribute]\n"
      "f.xml:2: error: <score>: the figure is broken up by a comment; write "
      "it in one piece [xml]\n"
      "f.xml:2: error: unknown district \"c\" [district]\n"
      "f.xml:3: error: unknown datum \"p\" [datum]\n" },
    { SCORES("<score expert=\"E1\" district=\"a\" code=\"panel\">90.5"
             "</score>\n<score expert=\"e1\" district=\"a\" "
             "code=\"panel\">9</score>"),
      "f.xml:3: error: panel 评审 for a 甲区 by e1, who is E1 but for "
      "capitals and blanks, is given twice; it stands in line 2 already "
      "[duplicate]\n" },
    { SCORES(SCORE("张三 a1") SCORE("张 三　Ａ１\u00a0") SCORE("张三 b1")),
      "f.xml:3: error: panel 评审 for a 甲区 by 张 三　Ａ１\u00a0, who is "
      "张三 a1 but for capitals and blanks, is given twice; it stands in line "
      "2 already [duplicate]\n" },
    { SCORES("<score expert=\"A\" district=\"a\" code=\"panel\">1</score>\n"
             "<score expert=\"A&#x200B;\" district=\"a\" "
             "code=\"panel\">9</score>\n"
             "<score expert=\"a\" district=\"b\" code=\"panel\">9</score>\n"
             "<score expert=\"B\" district=\"a\" code=\"panel\">9</score>"),
      "f.xml:3: error: <score>: U+200B, an invisible character, in expert; "
      "take it out [xml]\n" },
    { SCORES("<score expert=\"E1\" district=\"a\" code=\"panel\">90.5"
             "</score>\n<score expert=\"E1\" district=\"a\" code=\"panel\" "
             "conflict=\"yes\">101</score>"),
      "f.xml:3: error: panel 评审 for a 甲区 by E1 is given twice; it stands "
      "in line 2 already [duplicate]\n"
      "f.xml:3: error: panel 评审: \"101\" is above 100, the most that is "
      "taken [range]\n" },
    { SCORES("<score expert=\"E1\" district=\"a\" code=\"x\">90</score>"),
      "f.xml:2: error: x 执行额: comes from a district's <submission>, not "
      "from a <scores> [datum]\n" },
    { SCORES("<score expert=\"E1\" district=\"a\" code=\"panel\" "
             "conflict=\"maybe\"></score>"),
      "f.xml:2: error: <score>: conflict=\"maybe\" is none of yes no "
      "[attribute]\n"
      "f.xml:2: error: panel 评审: \"\" is no figure; write one, or a state "
      "and its reason [number]\n" },
    /* XML */
    { "\r\r" ROOT("a", "") "<data>\r\r<datum code=\"x\">one</datum>" TAIL,
      "f.xml:6: error: x 执行额: \"one\" is not a number [number]\n" },
    { DATUM("<datum code=\"n\">1</daten>"),
      "f.xml:4: error: </daten> stands where <datum> of line 4 is to be "
      "closed [xml]\n" },
    { DATUM("<datum code=\"n\" code=\"r\">1</datum>"),
      "f.xml:4: error: the attribute \"code\" is given twice [xml]\n" },
    { DATUM("<datum code=\"n>1</datum>"),
      "f.xml:4: error: \"<\" within an attribute (is a quote missing?); "
      "write &lt; [xml]\n" },
    { DATUM("<datum code=n>1</datum>"),
      "f.xml:4: error: the value of an attribute must stand in quotes "
      "[xml]\n" },
    { DATUM("<datum code>1</datum>"),
      "f.xml:4: error: the attribute \"code\" has no value [xml]\n" },
    { DATUM("<datum code=\"n\"unit=\"家\">1</datum>"),
      "f.xml:4: error: a blank is missing between two attributes [xml]\n" },
    { DATUM("<q:datum code=\"n\">1</q:datum>"),
      "f.xml:4: error: the prefix \"q\" stands for no namespace [xml]\n" },
    { DATUM("<datum code=\"n\">1 < 2</datum>"),
      "f.xml:4: error: \"<\" or \"&\" begins neither a tag nor a reference; "
      "write &lt; or &amp; for the character itself [xml]\n" },
    { DATUM("<datum code=\"r\" state=\"missing\" reason=\"a&b\"/>"),
      "f.xml:4: error: \"&\" without \";\"; write &amp; for the character "
      "itself [xml]\n" },
    { DATUM("<datum code=\"n\">1&nbsp;2</datum>"),
      "f.xml:4: error: &nbsp; is not read; write the character itself "
      "[xml]\n" },
    { DATUM("<datum code=\"n\">&#0;</datum>"),
      "f.xml:4: error: a character that XML does not have [xml]\n" },
    { DATUM("<datum code=\"n\">&#xg;</datum>"),
      "f.xml:4: error: a character reference that names none [xml]\n" },
    { DATUM("<datum code=\"n\">]]></datum>"),
      "f.xml:4: error: \"]]>\" within text; write ]]&gt; [xml]\n" },
    { DATUM("<!-- a -- b -->"),
      "f.xml:4: error: a comment may not hold \"--\" [xml]\n" },
    { DATUM("<?php echo\n1 ?>"),
      "f.xml:4: error: <?php ...?> has no place in a submission [xml]\n" },
    { DATUM("<?xml version=\"1.0\"?>"),
      "f.xml:4: error: <?xml ...?> must stand at the very beginning of the "
      "file [xml]\n" },
    { DATUM("") "\n<submission/>",
      "f.xml:7: error: something stands behind the last tag; a file holds "
      "one element with all others in it [xml]\n" },
    { DATUM("") "\nx",
      "f.xml:7: error: something stands behind the last tag; a file holds "
      "one element with all others in it [xml]\n" },
    { DATUM("") "\n<!-- end -->\n", "" },
    { HEAD ONE,
      "f.xml:4: error: the file ends before </data>, which was opened in "
      "line 2: it is cut off [xml]\n" },
    { "<submission " NAMESPACE,
      "f.xml:1: error: the file ends within its first tag: it is cut off "
      "[xml]\n" },
    { DATUM("<datum code=\"n\">1<?x 2?>3</datum>"),
      "f.xml:4: error: <?x ...?> has no place in a submission [xml]\n" },
    { "<!DOCTYPE submission SYSTEM \"file:///etc/passwd\">\n" DATUM(""),
      "f.xml:1: error: DOCTYPE is not allowed [xml]\n" },
    { "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n" X_IS(
          ">&b;</datum>"),
      "f.xml:1: error: DOCTYPE is not allowed [xml]\n" },
    { "<!DOCTYPE r [\n<!ENTITY % a \"x\"><!ENTITY % b "
      "\"%a;%a;\">%b;]>\n" DATUM(""),
      "f.xml:1: error: DOCTYPE is not allowed [xml]\n" },
};

START_TEST(fault_is_reported)
{
    const char *holds;

    write_file("f.xml", faults[_i].file, strlen(faults[_i].file));
    ck_assert_str_eq(read_file(&holds), faults[_i].said);
}
END_TEST

/* ---- hostile files ---- */

/* HEAD, N times FILL with a number for "%zu", TAIL. */
static const struct {
    const char *head, *fill, *tail;
    size_t n;
    const char *said;
} hostile[] = {
    { HEAD "<datum", " a%zu=''", "/>" TAIL, 40000,
      "f.xml:3: error: a tag of over 64 KiB is not read [limit]\n" },
    { HEAD "<datum", " a%zu=''", "/>" TAIL, 5000,
      "f.xml:3: error: <datum> has more than 32 attributes [limit]\n" },
    { HEAD "<datum", " xmlns:a%zu='b'", "/>" TAIL, 3000,
      "f.xml:3: error: <datum> has more than 32 attributes [limit]\n" },
    { HEAD, "<a%zu>", TAIL, 100000,
      "f.xml:3: error: <a100> has no place in <data>; it may hold: <datum> "
      "[element]\n"
      "f.xml:3: error: <a114> lies more than 16 elements deep [limit]\n" },
    { HEAD ONE "</data><note code=\"x\">", "y", "</note></submission>",
      2 << 20, "f.xml:4: error: text of over 1024 KiB is not read [limit]\n" },
    { HEAD ONE "</data><note code=\"x\">", "yyyyyyyyyyyyyyyy<!---->",
      "</note></submission>", 1 << 17,
      "f.xml:4: error: the text of an element has over 1024 KiB [limit]\n" },
    { HEAD "<u>", "\n<a xmlns:a%zu='u:u'/>", "</u>" TAIL, 100000,
      "f.xml:3: error: <u> has no place in <data>; it may hold: <datum> "
      "[element]\n"
      "f.xml:1003: error: over 1000 faults; the file is read no further "
      "[limit]\n" },
    { "", "\n\n", "<a/>", 1000,
      "f.xml:2001: error: the file begins with <a>, where it must be one of: "
      "<submission> <verification> <scores> [element]\n" },
    { HEAD, "\n<%zu/>", TAIL, 1,
      "f.xml:4: error: \"<\" or \"&\" begins neither a tag nor a reference; "
      "write &lt; or &amp; for the character itself [xml]\n" },
    { SCORES_HEAD, SCORE("%zu"), "</scores>", 900, "" },
};

/* Writes FILL N times, "%zu" in it from 100 on. */
static void
write_many(FILE *file, const char *fill, size_t n)
{
    const char *at = strchr(fill, '%');
    int before = at ? (int)(at - fill) : 0;

    for (size_t i = 0; i < n; i++)
        if (!at)
            fputs(fill, file);
        else
            fprintf(file, "%.*s%zu%s", before, fill, 100 + i, at + 3);
}

/* A sound file of more elements than are read.  One chunk size is enough for
   its length. */
START_TEST(elements_are_limited)
{
    FILE *file = fopen("f.xml", "w");

    ck_assert_ptr_nonnull(file);
    fputs(SCORES_HEAD, file);
    write_many(file, SCORE("%zu"), QP_SAX_ELEMENTS);
    fputs("</scores>", file);
    ck_assert_int_eq(fclose(file), 0);
    read_alone(QP_GUARD_CHUNK);
    ck_assert_str_eq(said(), "f.xml:500001: error: the file has more than "
                             "500000 elements [limit]\n");
}
END_TEST

START_TEST(hostile_file_is_harmless)
{
    FILE *file = fopen("f.xml", "w");
    const char *holds;

    ck_assert_ptr_nonnull(file);
    fputs(hostile[_i].head, file);
    write_many(file, hostile[_i].fill, hostile[_i].n);
    fputs(hostile[_i].tail, file);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_str_eq(read_file(&holds), hostile[_i].said);
}
END_TEST

/* A file with everything in it. */
static const char full[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- 说明 -->\n"
    "<submission " NAMESPACE " evaluation=\"e\" year=\"2025\"\n"
    "    district=\"B\" status=\"final\" submitted=\"2026-01-20\">\n"
    "  <contact unit=\"乙区商务委\" person=\"张三\" phone=\"1\" "
    "document=\"2\"/>\n"
    "  <data>\n"
    "    <datum code=\"x\" unit=\"亿美元\" evidence=\"e1\"> 24.86 </datum>\n"
    "    <datum code=\"x\" period=\"2024\" unit=\"万美元\">7</datum>\n"
    "    <datum code=\"x\" period=\"2023\">6</datum>\n"
    "    <datum code=\"n\" state=\"withheld\" reason=\" 保密 \"/>\n"
    "    <datum code=\"r\" period=\"2024\">-0.333</datum>\n"
    "  </data>\n"
    "  <note code=\"x\"> 新增 &lt;两家&gt;\n 中心 </note>\n"
    "  <evidence id=\"e1\" title=\"汇总表\"/>\n"
    "</submission>";

static const char full_holds[] =
    "b.x: 248600|亿美元@7 7|万美元@8 - - 新增 <两家>\n 中心\n"
    "b.n: withheld(保密)@10 - - - -\n"
    "b.r: - -0.333|@11 - - -\n";

static const char full_said[] =
    "f.xml:7: note: x 执行额: 24.86 亿美元 is 248600 万美元 "
    "[unit-converted]\n"
    "f.xml:9: note: x 执行额: the figure of 2023 is not used; these rules are "
    "for 2025 [unused-period]\n";

START_TEST(sound_file_is_read)
{
    const char *holds;

    write_file("f.xml", full, strlen(full));
    ck_assert_str_eq(read_file(&holds), full_said);
    ck_assert_str_eq(holds, full_holds);
}
END_TEST

/* Rules that take the year before from a record say once that a file has it.
 */
START_TEST(unread_prior_is_noted_once)
{
    static const char text[] =
        DATUM("<datum code=\"n\" period=\"2024\">1</datum>\n"
              "<datum code=\"r\" period=\"2024\">1</datum>");
    const char *holds;

    rules.prior = QP_PRIOR_RECORD;
    write_file("f.xml", text, strlen(text));
    ck_assert_str_eq(
        read_file(&holds),
        "f.xml:4: note: the figures of 2024 in this file are not used; to use "
        "them the rules need prior = submission [unused-period]\n");
}
END_TEST

/* What a submission says of itself. */
START_TEST(document_is_described)
{
    static const char *const paths[] = { "f.xml" };
    const struct qp_submissions *subs;
    const struct qp_document *document;

    write_file("f.xml", full, strlen(full));
    subs = qp_submissions_read(&run, &rules, NULL, paths, 1, false);
    ck_assert_ptr_nonnull(subs);
    document = &subs->documents[subs->of_district[1]];
    ck_assert_int_eq(document->kind, QP_SUBMISSION);
    ck_assert_uint_eq(document->file.size, strlen(full));
    ck_assert_str_eq(document->file.path, "f.xml");
    ck_assert_str_eq(document->submitted, "2026-01-20");
    ck_assert_str_eq(document->contact_unit, "乙区商务委");
    ck_assert_str_eq(document->contact_person, "张三");
    ck_assert_str_eq(document->contact_phone, "1");
    ck_assert_str_eq(document->contact_document, "2");
    ck_assert(!document->draft);
    ck_assert_uint_eq(subs->of_district[0], QP_NONE);
}
END_TEST

/* Has the rules ask for contracts, from which N is derived. */
static void
make_records(void)
{
    static const char *const markets[] = { "offshore", "onshore" };
    static struct qp_record_field fields[] = {
        { .code = "id", .name = "编号", .type = QP_FIELD_TEXT },
        { .code = "market",
          .name = "市场",
          .type = QP_FIELD_ENUM,
          .words = markets,
          .n_words = QP_COUNT(markets) },
        { .code = "executed",
          .name = "执行额",
          .type = QP_FIELD_DECIMAL,
          .unit = &qp_unit_one,
          .decimals = 2 },
    };
    static struct qp_record_type contract = {
        .code = "contract",
        .name = "合同",
        .fields = fields,
        .n_fields = QP_COUNT(fields),
        .territorial = QP_NONE,
    };

    rules.records = &contract;
    rules.n_records = 1;
    for (size_t i = 0; i < rules.n_data; i++) {
        rules.data[i].record = rules.data[i].by = QP_NONE;
        rules.data[i].tolerance = qp_num_int(0);
    }
    rules.data[N].record = 0;
    rules.data[N].take =
        (struct qp_take){ .kind = QP_TAKE_COUNT, .field = QP_NONE };
}

/* A file with rows. */
static const char full_rows[] =
    "<submission " NAMESPACE " evaluation=\"e\" year=\"2025\" "
    "district=\"b\"\n status=\"final\">\n"
    "  <data><datum code=\"x\">1</datum></data>\n"
    "  <records type=\"contract\" count=\"3\">\n"
    "    <record id=\"合同1\" market=\"offshore\" executed=\"10.50\"/>\n"
    "    <record id='R&amp;D-2' executed = '7' market='onshore'></record>\n"
    "    <!-- 说明 -->\n"
    "    <record id=\"3\" market=\"offshore\" executed=\"0\"/>\n"
    "  </records>\n"
    "</submission>";

static void
check_truncated(const char *text, size_t chunk)
{
    for (size_t n = 0; n < strlen(text); n++) {
        const struct qp_intake *intake;

        write_file("f.xml", text, n);
        intake = read_alone(chunk);
        ck_assert_msg(!qp_diag_ok(run.diag), "cut at byte %zu", n);
        ck_assert(intake->is_partial);
        ck_assert_uint_eq(intake->n_documents, 0);
        run.diag = qp_diag_new(run.arena);
    }
}

/* No beginning of a file is taken for the whole. */
START_TEST(truncated_file_is_refused)
{
    check_truncated(full, _i ? 7 : QP_GUARD_CHUNK);
}
END_TEST

START_TEST(truncated_rows_are_refused)
{
    const struct qp_intake *intake;

    make_records();
    check_truncated(full_rows, _i ? 7 : QP_GUARD_CHUNK);
    write_file("f.xml", full_rows, strlen(full_rows));
    intake = read_alone(QP_GUARD_CHUNK);
    ck_assert_str_eq(said(), "");
    ck_assert_uint_eq(intake->n_documents, 1);
    ck_assert_uint_eq(
        qp_model_extra(&intake->entries[rules.n_data + N])->n_records, 3);
}
END_TEST

/* A byte changed anywhere is refused or means what is there: chunk sizes agree
   on it, and nothing crashes. */
START_TEST(changed_byte_is_harmless)
{
    static const char bytes[] = { '<', '&', '"', '>', '\0', '\xff', '-', 'x' };
    char text[sizeof full];
    const char *holds;

    memcpy(text, full, sizeof full);
    for (size_t n = 0; n < strlen(full); n++) {
        text[n] = bytes[_i];
        write_file("f.xml", text, strlen(full));
        read_file(&holds);
        text[n] = full[n];
    }
}
END_TEST

/* ---- encodings ---- */

START_TEST(gb18030_reads_as_utf8)
{
    static const char *const names[] = { "GB18030", "gbk", "GB2312" };
    const char *name = names[_i];
    const char *utf8 = strchr(full, '\n');
    char *in = qp_arena_text(run.arena, utf8), out[4096], *end = out;
    size_t in_left = strlen(in), out_left = sizeof out;
    iconv_t transcoder = iconv_open(name, "UTF-8");
    const char *holds;

    end += sprintf(out, "<?xml version=\"1.0\" encoding=\"%s\"?>", name);
    ck_assert_uint_eq(iconv(transcoder, &in, &in_left, &end, &out_left), 0);
    iconv_close(transcoder);
    write_file("f.xml", out, (size_t)(end - out));
    ck_assert_str_eq(read_file(&holds), full_said);
    ck_assert_str_eq(holds, full_holds);
}
END_TEST

/* ---- several files ---- */

#define SUBMISSION(district, rest) ROOT(district, "") "<data>" rest TAIL

static const struct {
    const char *name, *text;
} folder_files[] = {
    { "in/c.xml", SUBMISSION("a", "<datum code=\"x\">1</datum>") },
    { "in/a.xml", SUBMISSION("b", "<datum code=\"x\">2</datum>") },
    { "in/B.XML", VERIFIES("<datum district=\"a\" code=\"x\" reason=\"r\" "
                           "document=\"d\">0.5</datum>") },
    { "in/.hidden.xml", "nothing" },
    { "in/notes.txt", "nothing" },
    { "d.xml", SCORES("<score expert=\"E2\" district=\"a\" "
                      "code=\"panel\">1</score>\n"
                      "<score expert=\"E1\" district=\"a\" "
                      "code=\"panel\">2</score>") },
};

static const char folder_holds[] = "a.x: 1|@2 - 0.5|@2 - -\n"
                                   "a.panel: - - - - -\n  E1 2\n  E2 1\n"
                                   "b.x: 2|@2 - - - -\n";

static void
write_folder(void)
{
    mkdir("in", 0700);
    mkdir("in/below.d", 0700);
    for (size_t i = 0; i < QP_COUNT(folder_files); i++)
        write_file(folder_files[i].name, folder_files[i].text,
                   strlen(folder_files[i].text));
}

#define SKIPPED                                                               \
    "note: 3 entries are not read: .hidden.xml, below.d, notes.txt "          \
    "[skipped]\n"

/* Whatever the order of arguments, and however often a file is named. */
START_TEST(folder_is_read)
{
    static const char *const orders[][4] = {
        { "in", "d.xml" },
        { "d.xml", "in/" },
        { "in/c.xml", "d.xml", "in", "./d.xml" },
        { "in/B.XML", "in/c.xml", "./d.xml", "in/a.xml" },
    };
    static const char *const notes[] = { "in: " SKIPPED, "in/: " SKIPPED,
                                         "in: " SKIPPED, "" };
    size_t n = orders[_i][2] ? 4 : 2;
    const struct qp_submissions *subs;

    write_folder();
    subs = qp_submissions_read(&run, &rules, NULL, orders[_i], n, false);
    ck_assert_str_eq(said(), notes[_i]);
    ck_assert_ptr_nonnull(subs);
    ck_assert_str_eq(entries_text(subs->entries), folder_holds);
    ck_assert_uint_eq(subs->n_documents, 4);
    ck_assert_str_eq(subs->documents[0].file.name, "c.xml");
    ck_assert_str_eq(subs->documents[1].file.name, "a.xml");
    ck_assert_str_eq(subs->documents[2].file.name, "B.XML");
    ck_assert_str_eq(subs->documents[3].file.name, "d.xml");
    ck_assert_uint_eq(subs->of_district[0], 0);
    ck_assert_uint_eq(subs->of_district[1], 1);
    ck_assert_uint_eq(subs->documents[2].district, QP_NONE);
    ck_assert_str_eq(subs->documents[2].source, "s");
    ck_assert(!subs->all_drafts);
}
END_TEST

/* What must hold between files: F and G, and what is said with and without
   drafts. */
#define DRAFT(district)                                                       \
    "<submission " NAMESPACE                                                  \
    " evaluation=\"e\" year=\"2025\" district=\"" district                    \
    "\" status=\"draft\">\n<data>" ONE TAIL

static const struct {
    const char *f, *g;
    bool drafts;
    const char *said;
} pairs[] = {
    { SUBMISSION("a", ONE), SUBMISSION("b", ONE), false, "" },
    { SUBMISSION("a", ONE), SUBMISSION("A", "<datum code=\"x\">2</datum>"),
      false,
      "g.xml:1: error: the submission of a 甲区 is given twice; it stands in "
      "f.xml:1 already [duplicate]\n"
      "r.ini:12: warning: b 乙区 sent no submission; all its data are absent "
      "[no-submission]\n" },
    { SUBMISSION("a", ONE), SUBMISSION("c", ONE), false,
      "g.xml:1: error: unknown district \"c\" [district]\n" },
    { SUBMISSION("a", ONE), "<scores", false,
      "g.xml:1: error: the file ends within its first tag: it is cut off "
      "[xml]\n" },
    { VERIFIES("<datum district=\"a\" code=\"x\" reason=\"r\" "
               "document=\"d\">1</datum>"),
      VERIFIES("\n<datum district=\"a\" code=\"x\" reason=\"r\" "
               "document=\"d\">1</datum>\n<datum district=\"a\" code=\"x\" "
               "period=\"2024\" reason=\"r\" document=\"d\">1</datum>"),
      false,
      "g.xml:3: error: x 执行额 for a 甲区 is given twice; it stands in "
      "f.xml:2 already [duplicate]\n"
      "r.ini:10: warning: a 甲区 sent no submission; all its data are absent "
      "[no-submission]\n"
      "r.ini:12: warning: b 乙区 sent no submission; all its data are absent "
      "[no-submission]\n" },
    { SUBMISSION("a", ONE), DRAFT("b"), false,
      "g.xml:1: error: this is a draft; send the final submission, with "
      "status=\"final\", or score drafts alone with --draft [draft]\n" },
    { SUBMISSION("a", ONE), DRAFT("b"), true,
      "f.xml:1: error: this submission is final; only drafts are read "
      "together with drafts [draft]\n" },
    { DRAFT("a"), DRAFT("b"), true, "" },
};

START_TEST(files_go_together)
{
    static const char *const paths[] = { "g.xml", "f.xml" };
    const struct qp_submissions *subs;
    const char *now;
    bool is_sound;

    write_file("f.xml", pairs[_i].f, strlen(pairs[_i].f));
    write_file("g.xml", pairs[_i].g, strlen(pairs[_i].g));
    subs = qp_submissions_read(&run, &rules, NULL, paths, 2, pairs[_i].drafts);
    is_sound = qp_diag_ok(run.diag);
    now = said();
    ck_assert_str_eq(now, pairs[_i].said);
    ck_assert_int_eq(is_sound, !strstr(now, "error"));
    ck_assert(!is_sound || subs->all_drafts == pairs[_i].drafts);
}
END_TEST

/* Those whom the rules ask for data, and who give none. */
START_TEST(others_owe_data)
{
    static const char *const paths[] = { "f.xml" };
    static const char text[] =
        VERIFIES("<datum district=\"a\" code=\"late\" reason=\"r\" "
                 "document=\"d\">1</datum>");

    rules.data[LATE].required = true;
    rules.data[PANEL].required = true;
    write_file("f.xml", text, strlen(text));
    qp_submissions_read(&run, &rules, NULL, paths, 1, false);
    ck_assert_int_eq(qp_diag_status(run.diag), 1);
    ck_assert_str_eq(
        said(),
        "r.ini:10: warning: a 甲区 sent no submission; all its data are "
        "absent [no-submission]\n"
        "r.ini:12: warning: b 乙区 sent no submission; all its data are "
        "absent [no-submission]\n"
        "r.ini:20: error: late 逾期: is required, and no <verification> "
        "gives it for b 乙区 [required]\n"
        "r.ini:20: error: panel 评审: is required, and no <scores> give it "
        "for a 甲区 [required]\n"
        "r.ini:20: error: panel 评审: is required, and no <scores> give it "
        "for b 乙区 [required]\n");
}
END_TEST

/* What is not there may hold any submission, so none is called missing. */
START_TEST(folder_without_files_is_reported)
{
    static const char *const paths[] = { "nowhere", "empty", "f.d" };
    static const char *const texts[] = {
        "nowhere: error: No such file or directory [system]\n",
        "empty: error: there is no *.xml in this folder [no-submission]\n",
        "f.d/g.xml: error: this is a folder, not a file [xml]\n",
    };

    mkdir("empty", 0700);
    mkdir("f.d", 0700);
    mkdir("f.d/g.xml", 0700);
    qp_submissions_read(&run, &rules, NULL, paths + _i, 1, false);
    ck_assert_int_eq(qp_diag_status(run.diag), _i == 0 ? 3 : 1);
    ck_assert_str_eq(said(), texts[_i]);
    rmdir("empty");
    rmdir("f.d/g.xml");
    rmdir("f.d");
}
END_TEST

static void
remove_files(void)
{
    for (size_t i = 0; i < QP_COUNT(folder_files); i++)
        unlink(folder_files[i].name);
    unlink("f.xml");
    unlink("g.xml");
    rmdir("in/below.d");
    rmdir("in");
    rmdir(folder);
}

int
main(void)
{
    Suite *suite = suite_create("submission");
    TCase *tc = tcase_create("submission");
    SRunner *runner = srunner_create(suite);
    int failed;

    qp_num_init();
    qp_input_init();
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return EXIT_FAILURE;
    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, fault_is_reported, 0, QP_COUNT(faults));
    tcase_add_loop_test(tc, hostile_file_is_harmless, 0, QP_COUNT(hostile));
    tcase_add_test(tc, elements_are_limited);
    tcase_add_test(tc, sound_file_is_read);
    tcase_add_test(tc, unread_prior_is_noted_once);
    tcase_add_test(tc, document_is_described);
    tcase_add_loop_test(tc, truncated_file_is_refused, 0, 2);
    tcase_add_loop_test(tc, truncated_rows_are_refused, 0, 2);
    tcase_add_loop_test(tc, changed_byte_is_harmless, 0, 8);
    tcase_add_loop_test(tc, gb18030_reads_as_utf8, 0, 3);
    tcase_add_loop_test(tc, folder_is_read, 0, 4);
    tcase_add_loop_test(tc, files_go_together, 0, QP_COUNT(pairs));
    tcase_add_test(tc, others_owe_data);
    tcase_add_loop_test(tc, folder_without_files_is_reported, 0, 3);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    remove_files();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
