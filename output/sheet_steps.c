/* 计分过程: how each leaf is scored: its method and formula, its parameters,
   where the rules say so, and the statistics of the districts that are held
   against each other, as formulas over their values. */

#include <config.h>

#include <string.h>

#include "engine/method.h"
#include "output/formula.h"
#include "output/sheets.h"
#include "output/table.h"

enum { FIXED = 2, WORDS = 5 /* columns of words before the statistics */ };

/* The statistics in the order of their columns. */
static const struct {
    const char *name, *same; /* SAME: another name of it; null */
    enum qp_text head;
} statistics[] = {
    { "peers", NULL, QP_TEXT_PEERS }, { "min", NULL, QP_TEXT_LEAST_VALUE },
    { "max", NULL, QP_TEXT_MOST_VALUE }, { "mean", "peers_mean", QP_TEXT_MEAN },
    { "sum", NULL, QP_TEXT_SUM_VALUE }, { "peers_sd", NULL, QP_TEXT_DEVIATION },
};

struct steps {
    struct qp_table table;
    struct qp_live *live;
    struct qp_formulas *formulas;
};

/* A trace of a peer of GROUP (n_groups for all) on NODE; null. */
static const struct qp_trace *
trace_of(const struct qp_result *result, size_t node, size_t group)
{
    const struct qp_ruleset *rules = result->rules;

    for (size_t d = 0; d < rules->n_districts; d++) {
        const struct qp_score *score =
            &result->scores[d * rules->n_indicators + node];

        if (score->trace &&
            (group == rules->n_groups || rules->districts[d].group == group))
            return score->trace;
    }
    return NULL;
}

/* The statistic of TRACE in column COLUMN; null. */
static const struct qp_quantity *
find_statistic(const struct qp_trace *trace, size_t column)
{
    for (size_t i = 0; trace && i < trace->n_quantities; i++) {
        const struct qp_quantity *quantity = &trace->quantities[i];

        if (quantity->is_statistic &&
            (strcmp(quantity->name, statistics[column].name) == 0 ||
             (statistics[column].same &&
              strcmp(quantity->name, statistics[column].same) == 0)))
            return quantity;
    }
    return NULL;
}

static void
put_statistic(struct steps *steps, size_t node, size_t group,
              const struct qp_quantity *quantity)
{
    struct qp_table *table = &steps->table;
    struct qp_style style = { QP_LOOK_FIGURE, table->ground, 0 };
    const char *formula;

    if (!quantity) {
        qp_table_text(table, NULL);
        return;
    }
    formula = qp_formula_statistic(steps->formulas, node, group,
                                   quantity->name);
    style.decimals =
        qp_table_decimals(table->page->arena, quantity->number, 4);
    qp_live_note_statistic(steps->live, node, group, quantity->name,
                           table->page->sheet, table->row, table->column);
    if (formula)
        qp_cell_live(table->page->sheet, table->row, table->column++, style,
                     formula, quantity->number);
    else
        qp_cell_number(table->page->sheet, table->row, table->column++, style,
                       quantity->number);
}

/* The parameters that the rules give, as they write them. */
static const char *
parameters(struct qp_arena *arena, const struct qp_indicator *leaf)
{
    const char *text = NULL;

    for (size_t p = 0; leaf->method->params[p].key; p++) {
        const struct qp_argument *given = &leaf->arguments[p];
        const char *value = given->given && given->formula.text
                                ? given->formula.text
                                : leaf->method->params[p].preset;

        if (value)
            text = qp_text_join(arena, text, "\n",
                                qp_arena_printf(arena, "%s = %s",
                                                leaf->method->params[p].key,
                                                value));
    }
    return text;
}

static void
put_scope(struct steps *steps, size_t node, size_t group)
{
    struct qp_table *table = &steps->table;
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const struct qp_indicator *leaf = &rules->indicators[node];
    const struct qp_trace *trace = trace_of(page->result, node, group);
    const char *formula = leaf->lower && leaf->method->formula_lower
                              ? leaf->method->formula_lower
                              : leaf->method->formula;

    qp_table_row(table);
    qp_table_text(table, leaf->code);
    qp_table_text(table, qp_text_indicator(rules, node));
    qp_table_text(table, qp_arena_printf(
                             page->arena, "x = %s\ns = %s",
                             leaf->value.text, formula));
    qp_table_text(table, parameters(page->arena, leaf));
    qp_table_text(table, qp_text_place(page->arena, leaf->at));
    qp_table_text(table, group == rules->n_groups
                             ? qp_text(rules, QP_TEXT_ALL)
                             : qp_text_name(rules, rules->groups[group].name,
                                            rules->groups[group].name_en));
    for (size_t i = 0; i < QP_COUNT(statistics); i++)
        put_statistic(steps, node, group, find_statistic(trace, i));
}

static void
put_leaf(struct steps *steps, size_t node)
{
    const struct qp_ruleset *rules = steps->table.page->rules;

    if (!rules->indicators[node].by_group) {
        put_scope(steps, node, rules->n_groups);
        return;
    }
    for (size_t group = 0; group < rules->n_groups; group++)
        put_scope(steps, node, group);
}

static size_t
set_fields(const struct qp_ruleset *rules, struct qp_field fields[])
{
    size_t n = 0;

    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 8, 16);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 18, 26);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_FORMULA), QP_LOOK_SMALL, 26, 34);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_PARAMETERS), QP_LOOK_SMALL, 14,
                      24);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_RULE_PLACE), QP_LOOK_SMALL, 10, 14);
    fields[n++] =
        qp_field_text(qp_text(rules, QP_TEXT_SCOPE), QP_LOOK_TEXT, 8, 16);
    for (size_t i = 0; i < QP_COUNT(statistics); i++)
        fields[n++] = qp_field_text(qp_text(rules, statistics[i].head),
                                    QP_LOOK_FIGURE, 8, 16);
    return n;
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_field fields[WORDS + 1 + QP_COUNT(statistics)];
    size_t n = set_fields(rules, fields);
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, n, false);
    struct steps steps = { .live = qp_book_live(book, result) };

    steps.formulas = qp_formulas_new(page->arena, steps.live, result);
    steps.table = qp_table_begin(page, fields, n);
    qp_table_fix(&steps.table, FIXED);
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (rules->indicators[rules->order[i]].method)
            put_leaf(&steps, rules->order[i]);
    qp_table_end(&steps.table, false);
    qp_page_note(page, qp_text(rules, QP_TEXT_MARKS_STEPS));
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_steps = { .name = QP_TEXT_SHEET_STEPS,
                                             .shows = QP_TEXT_SHOWS_STEPS,
                                             .write = write_sheet };
