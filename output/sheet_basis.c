/* 计分依据: how each leaf is scored: its method and formula, its parameters,
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

struct basis {
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
put_statistic(struct basis *basis, size_t node, size_t group,
              const struct qp_quantity *quantity)
{
    struct qp_table *table = &basis->table;
    struct qp_style style = { QP_LOOK_FIGURE, table->ground, 0 };
    const char *formula;

    if (!quantity) {
        qp_table_text(table, NULL);
        return;
    }
    formula = qp_formula_statistic(basis->formulas, node, group,
                                   quantity->name);
    style.decimals =
        qp_table_decimals(table->page->arena, quantity->number, 4);
    qp_live_note_statistic(basis->live, node, group, quantity->name,
                           table->page->sheet, table->row, table->column);
    if (formula)
        qp_cell_live(table->page->sheet, table->row, table->column++, style,
                     formula, quantity->number);
    else
        qp_cell_number(table->page->sheet, table->row, table->column++, style,
                       quantity->number);
}

/* TEXT with the line "KEY = VALUE" below, unless VALUE is null. */
static const char *
with_key(struct qp_arena *arena, const char *text, const char *key,
         const char *value)
{
    return value ? qp_text_join(arena, text, "\n",
                                qp_arena_printf(arena, "%s = %s", key, value))
                 : text;
}

/* A pair of numbers as the rules write it: "0 100"; "none" for an end that is
   open. */
static const char *
pair_text(struct qp_arena *arena, qp_num low, qp_num high)
{
    return qp_arena_printf(
        arena, "%s %s",
        qp_num_defined(low) ? qp_num_text(arena, low) : "none",
        qp_num_defined(high) ? qp_num_text(arena, high) : "none");
}

/* How values are put on another scale, as the rules write it; null. */
static const char *
transform_text(struct qp_arena *arena, struct qp_transform how)
{
    if (how.kind == QP_TRANSFORM_NONE)
        return NULL;
    return how.kind == QP_TRANSFORM_LOG
               ? "log"
               : qp_arena_printf(arena, "boxcox %s",
                                 qp_num_text(arena, how.lambda));
}

/* What is done to values that lie far out, as the rules write it. */
static const char *
treatment(struct qp_arena *arena, const struct qp_indicator *leaf)
{
    const struct qp_treatment *how = &leaf->treatment;
    bool by_shape = how->winsorise || how->if_skewed;
    const char *text = NULL;

    if (qp_num_defined(how->clip.low) || qp_num_defined(how->clip.high))
        text = with_key(arena, text, "clip_value",
                        pair_text(arena, how->clip.low, how->clip.high));
    if (how->winsorise)
        text = with_key(arena, text, "winsorise",
                        qp_text_count(arena, (size_t)how->winsorise));
    text = with_key(arena, text, "treat",
                    transform_text(arena, how->transform));
    text = with_key(arena, text, "treat_when",
                    how->if_skewed ? "skewed" : NULL);
    text = with_key(arena, text, "skewness_bound",
                    by_shape ? qp_num_text(arena, how->skewness_bound) : NULL);
    return with_key(arena, text, "kurtosis_bound",
                    by_shape ? qp_num_text(arena, how->kurtosis_bound) : NULL);
}

/* The bounds of scores, as the rules write them; null where they do not. */
static const char *
clip(struct qp_arena *arena, const struct qp_indicator *leaf)
{
    const qp_num percent = qp_num_int(100);

    if (!leaf->has_clip)
        return NULL;
    return leaf->clip_none
               ? "none"
               : pair_text(arena, qp_num_mul(arena, leaf->clip_low, percent),
                           qp_num_mul(arena, leaf->clip_high, percent));
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

        text = with_key(arena, text, leaf->method->params[p].key, value);
    }
    text = with_key(arena, text, "clip", clip(arena, leaf));
    return qp_text_join(arena, text, "\n", treatment(arena, leaf));
}

static void
put_scope(struct basis *basis, size_t node, size_t group)
{
    struct qp_table *table = &basis->table;
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
        put_statistic(basis, node, group, find_statistic(trace, i));
}

static void
put_leaf(struct basis *basis, size_t node)
{
    const struct qp_ruleset *rules = basis->table.page->rules;

    if (!rules->indicators[node].by_group) {
        put_scope(basis, node, rules->n_groups);
        return;
    }
    for (size_t group = 0; group < rules->n_groups; group++)
        put_scope(basis, node, group);
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
        qp_field_text(qp_text(rules, QP_TEXT_RULE_PLACE), QP_LOOK_SMALL, 10, 20);
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
    struct basis basis = { .live = qp_book_live(book, result) };

    basis.formulas = qp_formulas_new(page->arena, basis.live, page->sheet,
                                     result);
    basis.table = qp_table_begin(page, fields, n);
    qp_table_fix(&basis.table, FIXED);
    for (size_t i = 0; i < rules->n_indicators; i++)
        if (rules->indicators[rules->order[i]].method)
            put_leaf(&basis, rules->order[i]);
    qp_table_end(&basis.table, false);
    qp_page_note(page, qp_text(rules, QP_TEXT_MARKS_BASIS));
    if (!qp_sheet_working.wanted(result))
        qp_page_note(page, qp_text(rules, QP_TEXT_WORKING_MANY));
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_basis = { .name = QP_TEXT_SHEET_BASIS,
                                             .shows = QP_TEXT_SHOWS_BASIS,
                                             .write = write_sheet };
