/* What a report says; see report.h. */

#include <config.h>

#include "output/report.h"

#include <string.h>

#include "output/texts.h"

/* Decimals of values for people, at most. */
enum { VALUE_DECIMALS = 4 };

/* What a report is made from. */
struct making {
    struct qp_session *run;
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const struct qp_submissions *subs;
    const struct qp_provisional *made;
    const struct qp_score *scores; /* of the district */
    struct qp_problem *problems;   /* that the district has to do with */
    size_t n_problems;
    struct qp_report *report;
};

/* ---- pieces ---- */

static const char *
words(const struct making *m, enum qp_text id)
{
    return qp_text(m->rules, id);
}

static const char *
points(const struct making *m, qp_num x)
{
    return qp_num_defined(x) ? qp_num_fixed(m->arena, x, m->rules->decimals)
                             : "—";
}

/* X as far as people want it, in UNIT. */
static const char *
value_text(const struct making *m, qp_num x, const char *unit)
{
    qp_num shown = qp_num_round(m->arena, x, VALUE_DECIMALS, QP_ROUND_HALF_UP);

    return qp_text_join(m->arena, qp_num_text(m->arena, shown), " ", unit);
}

static struct qp_report_cell
text_cell(const char *text)
{
    return (struct qp_report_cell){ .number = qp_num_undefined("a text"),
                                    .text = text };
}

static struct qp_report_cell
points_cell(const struct making *m, qp_num x)
{
    return (struct qp_report_cell){
        .number =
            qp_num_round(m->arena, x, m->rules->decimals, m->rules->rounding),
        .decimals = m->rules->decimals,
        .text = points(m, x),
    };
}

static void
add_entry(const struct making *m, enum qp_text label, const char *text,
          bool is_main)
{
    struct qp_report *report = m->report;

    report->entries =
        qp_arena_grow(m->arena, report->entries, report->n_entries,
                      &report->entries_capacity, sizeof *report->entries);
    report->entries[report->n_entries++] =
        (struct qp_report_entry){ words(m, label), text, is_main };
}

/* Adds a row of the N CELLS to TABLE. */
static void
add_row(const struct making *m, struct qp_report_table *table,
        enum qp_report_tone tone, const struct qp_report_cell cells[])
{
    struct qp_report_cell *kept =
        qp_arena_alloc(m->arena, table->n_columns, sizeof *kept);

    memcpy(kept, cells, table->n_columns * sizeof *kept);
    table->rows = qp_arena_grow(m->arena, table->rows, table->n_rows,
                                &table->capacity, sizeof *table->rows);
    table->rows[table->n_rows++] = (struct qp_report_row){ tone, kept };
}

/* Gives COLUMNS their HEADS. */
static void
name_columns(const struct making *m, struct qp_report_table *table,
             const struct qp_report_column columns[],
             const enum qp_text heads[], size_t n)
{
    struct qp_report_column *named =
        qp_arena_alloc(m->arena, n, sizeof *named);

    memcpy(named, columns, n * sizeof *named);
    for (size_t i = 0; i < n; i++)
        named[i].head = words(m, heads[i]);
    table->columns = named;
    table->n_columns = n;
}

/* ---- what was found ---- */

static void
add_problem(const struct making *m, struct qp_report_table *table,
            const struct qp_problem *problem)
{
    static const struct {
        enum qp_text name;
        enum qp_report_tone tone;
    } severities[] = {
        [QP_SEVERITY_NOTE] = { QP_TEXT_LEVEL_NOTE, QP_REPORT_PLAIN },
        [QP_SEVERITY_WARNING] = { QP_TEXT_LEVEL_WARNING, QP_REPORT_WARNING },
        [QP_SEVERITY_ERROR] = { QP_TEXT_LEVEL_ERROR, QP_REPORT_ERROR },
        [QP_SEVERITY_SYSTEM] = { QP_TEXT_LEVEL_ERROR, QP_REPORT_ERROR },
    };
    const struct qp_report_cell cells[] = {
        text_cell(words(m, severities[problem->severity].name)),
        text_cell(qp_text_place(m->arena, problem->at)),
        text_cell(qp_text_kind(m->rules, problem->code)),
        text_cell(problem->text),
    };

    add_row(m, table, severities[problem->severity].tone, cells);
}

/* Lists all problems but those that the rules have had before. */
static void
list_problems(struct making *m, size_t n_before)
{
    size_t n;
    const struct qp_problem *all = qp_diag_list(m->arena, m->run->diag, &n);

    m->problems = qp_arena_alloc(m->arena, n, sizeof *m->problems);
    for (size_t i = 0; i < n; i++)
        if (all[i].order >= n_before)
            m->problems[m->n_problems++] = all[i];
}

static void
tell_findings(const struct making *m, struct qp_report_table *table)
{
    static const struct qp_report_column columns[] = {
        { .least = 14, .most = 14 },
        { .least = 14, .most = 24 },
        { .least = 14, .most = 20 },
        { .is_long = true, .least = 60, .most = 90 },
    };
    static const enum qp_text heads[] = { QP_TEXT_LEVEL, QP_TEXT_PLACE,
                                          QP_TEXT_CHECK_KIND,
                                          QP_TEXT_CHECK_PROBLEM };
    table->title = words(m, QP_TEXT_CHECK_FOUND);
    table->sheet = words(m, QP_TEXT_CHECK_SHEET_FOUND);
    table->empty = words(m, QP_TEXT_CHECK_NONE_FOUND);
    name_columns(m, table, columns, heads, QP_COUNT(columns));
    for (int worst = QP_SEVERITY_SYSTEM; worst >= 0; worst--)
        for (size_t i = 0; i < m->n_problems; i++)
            if ((int)m->problems[i].severity == worst)
                add_problem(m, table, &m->problems[i]);
}

/* ---- the leaves ---- */

static const char *
unit_of(const struct making *m, const struct qp_prospect *leaf)
{
    const struct qp_indicator *indicator = &m->rules->indicators[leaf->node];

    if (leaf->datum != QP_NONE)
        return m->rules->data[leaf->datum].unit_name;
    return indicator->unit_name ? indicator->unit_name : "";
}

/* What is varied: the leaf's datum, or its value. */
static const char *
varied(const struct making *m, const struct qp_prospect *leaf)
{
    const struct qp_datum *datum;

    if (leaf->datum == QP_NONE)
        return words(m, QP_TEXT_CHECK_VALUE_NAME);
    datum = &m->rules->data[leaf->datum];
    return qp_text_name(m->rules, datum->name, datum->name_en);
}

static const char *
step_text(const struct making *m, const struct qp_prospect *leaf,
          const struct qp_step *step)
{
    static const enum qp_text kinds[] = {
        [QP_STEP_NONE] = QP_TEXT_NOTHING,
        [QP_STEP_VALUE] = QP_TEXT_CHECK_RAISE,
        [QP_STEP_REPORT] = QP_TEXT_CHECK_REPORT,
        [QP_STEP_OTHERS] = QP_TEXT_CHECK_OTHERS,
        [QP_STEP_CLOSED] = QP_TEXT_CHECK_CLOSED,
    };

    enum qp_text how = kinds[step->kind];

    if (step->kind != QP_STEP_VALUE)
        return words(m, how);
    if (qp_num_cmp(step->value, qp_result_value(&m->scores[leaf->node]).num) <
        0)
        how = QP_TEXT_CHECK_LOWER;
    return qp_text_with(m->arena, m->rules, how, varied(m, leaf),
                        qp_text_join(m->arena,
                                     qp_num_text(m->arena, step->value), " ",
                                     unit_of(m, leaf)),
                        points(m, step->points), NULL);
}

static const char *
steps_text(const struct making *m, const struct qp_prospect *leaf)
{
    return qp_text_join(m->arena, step_text(m, leaf, &leaf->next),
                        words(m, QP_TEXT_SEMICOLON),
                        step_text(m, leaf, &leaf->best));
}

/* The data that others give and are not there, with who gives them. */
static const char *
others_text(const struct making *m, const struct qp_prospect *leaf)
{
    const char *list = NULL;

    for (size_t i = 0; i < leaf->n_others; i++) {
        const struct qp_datum *datum = &m->rules->data[leaf->others[i]];
        const char *name = qp_text_name(m->rules, datum->name, datum->name_en);

        if (datum->source)
            name = qp_text_with(m->arena, m->rules, QP_TEXT_CHECK_FROM, name,
                                datum->source, NULL);
        list = qp_text_join(m->arena, list, words(m, QP_TEXT_COMMA), name);
    }
    return list ? qp_text_with(m->arena, m->rules, QP_TEXT_CHECK_RESTS_ON,
                               list, NULL)
                : NULL;
}

static const char *
remark(const struct making *m, const struct qp_prospect *leaf)
{
    const struct qp_score *score = &m->scores[leaf->node];
    const char *text =
        leaf->certainty == QP_CERTAINTY_UNKNOWN
            ? qp_text_phrase(m->rules, leaf->why)
            : qp_text_score(m->arena, m->rules, leaf->node, score);

    if (leaf->n_others)
        text = others_text(m, leaf);
    if (leaf->blur)
        text = qp_text_join(
            m->arena, text, words(m, QP_TEXT_SEMICOLON),
            qp_text_with(m->arena, m->rules, QP_TEXT_CHECK_BLUR,
                         qp_text_count(m->arena, leaf->blur), NULL));
    return text;
}

static const char *
basis_text(const struct making *m, const struct qp_prospect *leaf)
{
    static const enum qp_text certainties[] = {
        [QP_CERTAINTY_EXACT] = QP_TEXT_CHECK_EXACT,
        [QP_CERTAINTY_ESTIMATED] = QP_TEXT_CHECK_ESTIMATED,
        [QP_CERTAINTY_UNKNOWN] = QP_TEXT_CHECK_UNKNOWN,
    };

    return words(m, leaf->is_left_out ? QP_TEXT_CHECK_LEFT_OUT
                                      : certainties[leaf->certainty]);
}

static void
add_leaf(const struct making *m, struct qp_report_table *table,
         const struct qp_prospect *leaf)
{
    static const enum qp_report_tone tones[] = {
        [QP_CERTAINTY_EXACT] = QP_REPORT_PLAIN,
        [QP_CERTAINTY_ESTIMATED] = QP_REPORT_ESTIMATE,
        [QP_CERTAINTY_UNKNOWN] = QP_REPORT_UNKNOWN,
    };
    const struct qp_score *score = &m->scores[leaf->node];
    qp_num none = qp_num_undefined("not published");
    const struct qp_summary *all =
        m->made->frame && m->made->frame->points[leaf->node].n
            ? &m->made->frame->points[leaf->node]
            : NULL;
    const struct qp_report_cell cells[] = {
        text_cell(m->rules->indicators[leaf->node].code),
        text_cell(qp_text_indicator(m->rules, leaf->node)),
        points_cell(m, leaf->full),
        points_cell(m, leaf->points),
        points_cell(m, leaf->lost),
        text_cell(basis_text(m, leaf)),
        text_cell(
            qp_num_defined(qp_result_value(score).num)
                ? value_text(m, qp_result_value(score).num, unit_of(m, leaf))
                : qp_text_state(m->rules, qp_result_value(score).state)),
        text_cell(steps_text(m, leaf)),
        points_cell(m, all ? all->mean : none),
        points_cell(m, all ? all->max : none),
        text_cell(remark(m, leaf)),
    };

    add_row(m, table, tones[leaf->certainty], cells);
}

static void
tell_leaves(const struct making *m, struct qp_report_table *table)
{
    static const struct qp_report_column columns[] = {
        { .least = 6, .most = 12, .is_on_terminal = true },
        { .least = 20, .most = 30, .is_on_terminal = true },
        { .is_number = true, .least = 8, .is_on_terminal = true },
        { .is_number = true, .least = 8, .is_on_terminal = true },
        { .is_number = true,
          .is_bar = true,
          .least = 8,
          .is_on_terminal = true },
        { .least = 7, .most = 9, .is_on_terminal = true },
        { .least = 12, .most = 22 },
        { .is_long = true, .least = 30, .most = 44, .is_on_terminal = true },
        { .is_number = true, .least = 9 },
        { .is_number = true, .least = 9 },
        { .is_long = true, .least = 20, .most = 36, .is_on_terminal = true },
    };
    static const enum qp_text heads[] = {
        QP_TEXT_CODE,
        QP_TEXT_INDICATOR,
        QP_TEXT_FULL,
        QP_TEXT_POINTS,
        QP_TEXT_LOST,
        QP_TEXT_CHECK_BASIS,
        QP_TEXT_VALUE,
        QP_TEXT_CHECK_STEP,
        QP_TEXT_CHECK_CITY_MEAN,
        QP_TEXT_CHECK_CITY_BEST,
        QP_TEXT_REMARK,
    };

    table->title = words(m, QP_TEXT_CHECK_SCORE);
    table->sheet = words(m, QP_TEXT_CHECK_SHEET_SCORE);
    table->empty = words(m, QP_TEXT_CHECK_NO_SCORE);
    table->note = m->made ? words(m, QP_TEXT_CHECK_SCORE_NOTE) : NULL;
    name_columns(m, table, columns, heads, QP_COUNT(columns));
    for (size_t i = 0; m->made && i < m->made->n_leaves; i++)
        add_leaf(m, table, &m->made->leaves[i]);
}

/* ---- bonuses and deductions ---- */

static void
add_items(const struct making *m, struct qp_report_table *table,
          enum qp_text kind, const struct qp_item *items,
          const struct qp_award *awards, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct qp_value *value = &awards[i].value;
        bool unknown = qp_frame_is_unknown(value->text);
        const char *why = qp_text_phrase(m->rules, value->text);
        const struct qp_report_cell cells[] = {
            text_cell(words(m, kind)),
            text_cell(qp_text_name(m->rules, items[i].name, items[i].name_en)),
            unknown ? text_cell("—") : points_cell(m, awards[i].points),
            text_cell(unknown
                          ? qp_text_with(m->arena, m->rules,
                                         QP_TEXT_CHECK_ITEM_UNKNOWN, why, NULL)
                          : why),
        };

        add_row(m, table, unknown ? QP_REPORT_UNKNOWN : QP_REPORT_PLAIN,
                cells);
    }
}

static void
tell_items(const struct making *m, struct qp_report_table *table)
{
    static const struct qp_report_column columns[] = {
        { .least = 8, .most = 12, .is_on_terminal = true },
        { .least = 24, .most = 40, .is_on_terminal = true },
        { .is_number = true, .least = 10, .is_on_terminal = true },
        { .is_long = true, .least = 30, .most = 50, .is_on_terminal = true },
    };
    static const enum qp_text heads[] = { QP_TEXT_KIND, QP_TEXT_ITEM,
                                          QP_TEXT_COUNTED, QP_TEXT_REMARK };
    const struct qp_ruleset *rules = m->rules;
    const struct qp_outcome *outcome =
        &m->made->result->outcomes[m->made->district];

    table->title = words(m, QP_TEXT_CHECK_ITEMS);
    table->sheet = words(m, QP_TEXT_CHECK_SHEET_ITEMS);
    table->empty = "";
    name_columns(m, table, columns, heads, QP_COUNT(columns));
    add_items(m, table, QP_TEXT_BONUS, rules->bonuses, outcome->bonuses,
              rules->n_bonuses);
    add_items(m, table, QP_TEXT_DEDUCTION, rules->deductions,
              outcome->deductions, rules->n_deductions);
}

/* ---- the summary ---- */

static void
tell_found(const struct making *m)
{
    size_t counts[QP_SEVERITY_SYSTEM + 1] = { 0 };
    size_t errors;

    for (size_t i = 0; i < m->n_problems; i++)
        counts[m->problems[i].severity]++;
    errors = counts[QP_SEVERITY_ERROR] + counts[QP_SEVERITY_SYSTEM];
    add_entry(
        m, QP_TEXT_CHECK_COUNTS,
        qp_text_with(m->arena, m->rules, QP_TEXT_CHECK_COUNTS_TEXT,
                     qp_text_count(m->arena, errors),
                     qp_text_count(m->arena, counts[QP_SEVERITY_WARNING]),
                     qp_text_count(m->arena, counts[QP_SEVERITY_NOTE]), NULL),
        errors > 0);
}

static void
tell_document(const struct making *m, size_t district)
{
    size_t i = m->subs->of_district[district];
    const struct qp_document *document = &m->subs->documents[i];

    add_entry(m, QP_TEXT_CHECK_FILE,
              qp_text_with(m->arena, m->rules,
                           document->draft ? QP_TEXT_CHECK_DRAFT
                                           : QP_TEXT_CHECK_FINAL,
                           document->file.name, NULL),
              false);
}

static void
tell_frame(const struct making *m)
{
    const struct qp_frame *frame = m->made->frame;
    const struct qp_summary *all =
        frame ? &frame->points[m->rules->n_indicators] : NULL;

    add_entry(m, QP_TEXT_CHECK_FRAME,
              words(m, !frame          ? QP_TEXT_CHECK_FRAME_NONE
                       : frame->drafts ? QP_TEXT_CHECK_FRAME_DRAFTS
                                       : QP_TEXT_CHECK_FRAME_FINAL),
              false);
    if (all && all->n)
        add_entry(m, QP_TEXT_CHECK_CITY,
                  qp_text_with(m->arena, m->rules, QP_TEXT_CHECK_CITY_TEXT,
                               points(m, all->mean), points(m, all->max),
                               NULL),
                  false);
}

static void
tell_total(const struct making *m)
{
    static const enum qp_text totals[] = {
        [QP_CERTAINTY_EXACT] = QP_TEXT_CHECK_TOTAL_EXACT,
        [QP_CERTAINTY_ESTIMATED] = QP_TEXT_CHECK_TOTAL_ESTIMATED,
        [QP_CERTAINTY_UNKNOWN] = QP_TEXT_CHECK_TOTAL_UNKNOWN,
    };
    const struct qp_provisional *made = m->made;

    add_entry(m, QP_TEXT_CHECK_TOTAL,
              qp_text_with(m->arena, m->rules, totals[made->certainty],
                           points(m, made->total), NULL),
              true);
    add_entry(m, QP_TEXT_CHECK_WEIGHTS,
              qp_text_with(m->arena, m->rules, QP_TEXT_CHECK_WEIGHTS_TEXT,
                           points(m, made->weights[QP_CERTAINTY_EXACT]),
                           points(m, made->weights[QP_CERTAINTY_ESTIMATED]),
                           points(m, made->weights[QP_CERTAINTY_UNKNOWN]),
                           NULL),
              false);
    add_entry(m, QP_TEXT_CHECK_LOST,
              qp_text_with(m->arena, m->rules, QP_TEXT_CHECK_LOST_TEXT,
                           points(m, made->lost), NULL),
              false);
}

/* ---- all of it ---- */

/* The heads of sheets take a result; without one there are the inputs. */
static const struct qp_result *
result_of(const struct making *m)
{
    struct qp_result *bare;

    if (m->made)
        return m->made->result;
    bare = qp_arena_alloc(m->arena, 1, sizeof *bare);
    bare->rules = m->rules;
    bare->subs = m->subs;
    return bare;
}

const struct qp_report *
qp_report_make(struct qp_session *run, const struct qp_ruleset *rules,
               const struct qp_submissions *subs, size_t district,
               const struct qp_provisional *made, size_t n_before)
{
    struct qp_report *report = qp_arena_alloc(run->arena, 1, sizeof *report);
    struct making m = {
        .run = run,
        .arena = run->arena,
        .rules = rules,
        .subs = subs,
        .made = made,
        .report = report,
    };

    list_problems(&m, n_before);
    if (made)
        m.scores = made->result->scores + district * rules->n_indicators;
    report->rules = rules;
    report->result = result_of(&m);
    report->title = rules->title;
    report->subject = qp_text_with(run->arena, rules, QP_TEXT_CHECK_SUBJECT,
                                   qp_text_district(rules, district), NULL);
    report->about = qp_text_with(
        run->arena, rules, QP_TEXT_YEAR_SUBJECT,
        qp_arena_printf(run->arena, "%d", rules->year), report->subject, NULL);
    report->origin =
        qp_text_join(run->arena,
                     qp_text_with(run->arena, rules, QP_TEXT_FOOTER_RULES,
                                  rules->sha256, NULL),
                     "　", "quping " PACKAGE_VERSION);
    report->tables = qp_arena_alloc(run->arena, 3, sizeof *report->tables);
    if (made)
        tell_total(&m);
    tell_found(&m);
    tell_document(&m, district);
    if (made)
        tell_frame(&m);
    tell_findings(&m, &report->tables[report->n_tables++]);
    tell_leaves(&m, &report->tables[report->n_tables++]);
    if (made && rules->n_bonuses + rules->n_deductions)
        tell_items(&m, &report->tables[report->n_tables++]);
    return report;
}
