/* 权重: what every node weighs among its siblings and of the total, and how
   weights were found that the rules do not give. */

#include <config.h>

#include <string.h>

#include "engine/weigh.h"
#include "engine/weight_set.h"
#include "output/sheets.h"
#include "output/table.h"
#include "output/wording.h"

enum {
    BEFORE = 3,      /* columns before those of the weights */
    FOUND_COLUMNS = 6,
    PLACES = 4,      /* decimals of a weight */
    SHARE_PLACES = 2 /* of a percentage */
};

/* What the engine calls the figures that weights rest on. */
static const struct {
    const char *name;
    enum qp_text text;
} quantities[] = {
    { "lambda", QP_TEXT_WEIGHT_LAMBDA },
    { "ci", QP_TEXT_WEIGHT_CI },
    { "ri", QP_TEXT_WEIGHT_RI },
    { "cr", QP_TEXT_WEIGHT_CR },
    { "experts", QP_TEXT_WEIGHT_EXPERTS },
    { "sum", QP_TEXT_WEIGHT_SUM },
    { "mean", QP_TEXT_WEIGHT_MEAN },
    { "min", QP_TEXT_WEIGHT_MIN },
    { "max", QP_TEXT_WEIGHT_MAX },
    { "districts", QP_TEXT_WEIGHT_DISTRICTS },
    { "k", QP_TEXT_WEIGHT_K },
    { "shift", QP_TEXT_WEIGHT_SHIFT },
    { "entropy", QP_TEXT_WEIGHT_ENTROPY },
    { "divergence", QP_TEXT_WEIGHT_DIVERGENCE },
    { "sd", QP_TEXT_WEIGHT_SD },
    { "conflict", QP_TEXT_WEIGHT_CONFLICT },
    { "information", QP_TEXT_WEIGHT_INFORMATION },
    { "eigenvalue", QP_TEXT_WEIGHT_EIGENVALUE },
    { "explained", QP_TEXT_WEIGHT_EXPLAINED },
    { "loading", QP_TEXT_WEIGHT_LOADING },
};

/* "层次分析法（plan）". */
static const char *
weighting_text(const struct qp_page *page, size_t node)
{
    return qp_wording_weighting(page->arena, page->rules,
                                qp_weighting_of(page->rules, node));
}

/* How the weights of NODE's children were found; null: given. */
static const struct qp_weighing *
weighing_of(const struct qp_result *result, size_t node)
{
    return result
        ->weighings[node == QP_NONE ? result->rules->n_indicators : node];
}

/* ---- the tree ---- */

static const char *
indented(const struct qp_page *page, size_t node)
{
    const char *text = qp_text_indicator(page->rules, node);

    for (size_t up = page->rules->indicators[node].parent; up != QP_NONE;
         up = page->rules->indicators[up].parent)
        text = qp_arena_printf(page->arena, "　%s", text);
    return text;
}

/* What NODE weighs among its siblings in SET. */
static qp_num
nominal_of(const struct qp_page *page, size_t node, size_t set)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_weighing *weighing =
        weighing_of(page->result, rules->indicators[node].parent);

    if (rules->weights == QP_WEIGHTS_POINTS)
        return page->result->full[set * rules->n_indicators + node];
    return weighing ? qp_weight_found(rules, node, weighing)
                    : qp_weight_written(rules, node, set);
}

static void
put_node(struct qp_table *table, size_t node, const size_t sets[],
         size_t n_sets)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const qp_num percent = qp_num_int(100);
    bool is_inner = rules->indicators[node].n_children > 0;

    qp_table_row_on(table, is_inner ? QP_GROUND_SUM : QP_GROUND_PLAIN);
    qp_table_text(table, rules->indicators[node].code);
    qp_table_text_as(table, is_inner ? QP_LOOK_STRONG : QP_LOOK_TEXT,
                     indented(page, node));
    qp_table_text(table, weighting_text(page, rules->indicators[node].parent));
    for (size_t i = 0; i < n_sets; i++) {
        qp_num full =
            page->result->full[sets[i] * rules->n_indicators + node];

        qp_table_figure(table, qp_num_round(page->arena,
                                            nominal_of(page, node, sets[i]),
                                            PLACES, QP_ROUND_HALF_UP),
                        table->fields[table->column].decimals);
        qp_table_number(
            table, qp_num_mul(page->arena,
                              qp_num_div(page->arena, full, rules->scale),
                              percent));
    }
}

/* How many decimals the weights in SET need. */
static int
places_of(const struct qp_page *page, size_t set)
{
    int places = 0;

    for (size_t i = 0; i < page->rules->n_indicators; i++) {
        int here = qp_table_decimals(
            page->arena,
            qp_num_round(page->arena, nominal_of(page, i, set), PLACES,
                         QP_ROUND_HALF_UP),
            PLACES);

        places = here > places ? here : places;
    }
    return places;
}

/* Whose weights stand below it; nothing where all have the same. */
static const char *
set_name(const struct qp_ruleset *rules, size_t set, size_t n_sets)
{
    const struct qp_group *group;

    if (n_sets < 2)
        return NULL;
    if (set == rules->n_groups)
        return qp_text(rules, QP_TEXT_WEIGHT_OTHERS);
    group = &rules->groups[set];
    return qp_text_name(rules, group->name ? group->name : group->code,
                        group->name_en);
}

static void
put_tree(struct qp_page *page, const size_t sets[], size_t n_sets)
{
    const struct qp_ruleset *rules = page->rules;
    size_t n = BEFORE + 2 * n_sets;
    struct qp_field *fields = qp_arena_alloc(page->arena, n, sizeof *fields);
    struct qp_table table;

    fields[0] =
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 10, 0);
    fields[1] = qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT,
                              30, 50);
    fields[2] = qp_field_text(qp_text(rules, QP_TEXT_WEIGHT_FROM),
                              QP_LOOK_CENTRE, 14, 26);
    for (size_t i = 0; i < n_sets; i++) {
        const char *over = set_name(rules, sets[i], n_sets);

        fields[BEFORE + 2 * i] = qp_field_below(
            over, qp_field_number(qp_text(rules, QP_TEXT_WEIGHT),
                                  QP_LOOK_POINTS, places_of(page, sets[i]),
                                  12));
        fields[BEFORE + 2 * i + 1] = qp_field_below(
            over, qp_field_number(qp_text(rules, QP_TEXT_WEIGHT_SHARE),
                                  QP_LOOK_POINTS, SHARE_PLACES, 14));
    }
    table = qp_table_begin(page, fields, n);
    qp_table_fix(&table, 2);
    for (size_t i = 0; i < rules->n_indicators; i++)
        put_node(&table, rules->order[i], sets, n_sets);
    qp_table_end(&table, false);
}

/* ---- how weights were found ---- */

static const char *
quantity_name(const struct qp_ruleset *rules, const char *name)
{
    for (size_t i = 0; i < QP_COUNT(quantities); i++)
        if (strcmp(quantities[i].name, name) == 0)
            return qp_text(rules, quantities[i].text);
    return name;
}

/* "最大特征根 3.0387、一致性比率 0.0334". */
static const char *
quantities_text(const struct qp_page *page, const struct qp_quantity *all,
                size_t n)
{
    const char *text = NULL;

    for (size_t i = 0; i < n; i++) {
        qp_num x = qp_num_round(page->arena, all[i].number, PLACES,
                                QP_ROUND_HALF_UP);

        text = qp_text_join(
            page->arena, text, qp_text(page->rules, QP_TEXT_COMMA),
            qp_text_join(page->arena,
                         quantity_name(page->rules, all[i].name), " ",
                         qp_num_text(page->arena, x)));
    }
    return text;
}

/* Writes how NODE's children were weighted, QP_NONE for those of the total:
   the reasons for all of them in the first row. */
static void
put_found(struct qp_table *table, size_t node)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const struct qp_weighing *weighing = weighing_of(page->result, node);
    const size_t *children =
        node == QP_NONE ? rules->top : rules->indicators[node].children;
    size_t n =
        node == QP_NONE ? rules->n_top : rules->indicators[node].n_children;

    for (size_t i = 0; weighing && i < n; i++) {
        const struct qp_weighed *weighed = &weighing->children[i];

        qp_table_row_on(table, QP_GROUND_PLAIN);
        qp_table_text(table, rules->indicators[children[i]].code);
        qp_table_text(table, qp_text_indicator(rules, children[i]));
        qp_table_text(table, weighting_text(page, node));
        qp_table_number(table, qp_num_mul(page->arena, weighed->share,
                                          qp_num_int(100)));
        qp_table_text(table, quantities_text(page, weighed->quantities,
                                             weighed->n_quantities));
        if (i == 0)
            qp_table_text(
                table,
                qp_text_join(page->arena,
                             quantities_text(page, weighing->quantities,
                                             weighing->n_quantities),
                             qp_text(rules, QP_TEXT_SEMICOLON),
                             qp_text_phrase(rules, weighing->note)));
        else
            qp_table_text(table, NULL);
    }
}

static void
put_all_found(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_field fields[FOUND_COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 10, 0),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 30, 50),
        qp_field_text(qp_text(rules, QP_TEXT_WEIGHT_FROM), QP_LOOK_CENTRE, 14,
                      26),
        qp_field_number(qp_text(rules, QP_TEXT_WEIGHT_OF_PARENT),
                        QP_LOOK_POINTS, SHARE_PLACES, 12),
        /* as narrow as the column of numbers above it */
        qp_field_text(qp_text(rules, QP_TEXT_WEIGHT_BASIS), QP_LOOK_SMALL, 14,
                      18),
        qp_field_text(qp_text(rules, QP_TEXT_WEIGHT_CONSTANTS), QP_LOOK_SMALL,
                      24, 40),
    };
    struct qp_table table;

    qp_page_section(page, qp_text(rules, QP_TEXT_WEIGHTS_FOUND));
    table = qp_table_begin(page, fields, FOUND_COLUMNS);
    put_found(&table, QP_NONE);
    for (size_t i = 0; i < rules->n_indicators; i++)
        put_found(&table, rules->order[i]);
    qp_table_end(&table, false);
}

/* Whether any weights were found, and whether from the data. */
static void
find_kinds(const struct qp_result *result, bool *found, bool *from_data)
{
    const struct qp_ruleset *rules = result->rules;

    *found = *from_data = false;
    for (size_t i = 0; i <= rules->n_indicators; i++) {
        size_t node = i < rules->n_indicators ? i : QP_NONE;

        if (!weighing_of(result, node))
            continue;
        *found = true;
        *from_data |= qp_weighting_from_data(
            qp_weighting_of(rules, node)->kind);
    }
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_arena *arena = qp_book_arena(book);
    size_t *sets = qp_arena_alloc(arena, rules->n_groups + 1, sizeof *sets);
    size_t n_sets = qp_weight_sets(arena, rules, sets);
    size_t columns = BEFORE + 2 * n_sets;
    bool found, from_data;
    struct qp_page *page;

    find_kinds(result, &found, &from_data);
    if (found && columns < FOUND_COLUMNS)
        columns = FOUND_COLUMNS;
    page = qp_page_begin(book, result, name, name, NULL, columns, false);
    if (from_data)
        qp_page_warning(page, qp_text(rules, QP_TEXT_WEIGHTS_MOVE));
    put_tree(page, sets, n_sets);
    qp_page_note(page, qp_text(rules, rules->weights == QP_WEIGHTS_POINTS
                                          ? QP_TEXT_WEIGHTS_IN_POINTS
                                          : QP_TEXT_WEIGHTS_RELATIVE));
    if (found)
        put_all_found(page);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_weights = { .name = QP_TEXT_SHEET_WEIGHTS,
                                               .shows = QP_TEXT_SHOWS_WEIGHTS,
                                               .write = write_sheet };
