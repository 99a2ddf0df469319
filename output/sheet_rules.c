/* 规则与方法: the rule set in plain words, made from the rules, with the file
   and line of each. */

#include <config.h>

#include "engine/expr.h"
#include "output/sheets.h"
#include "output/table.h"
#include "output/wording.h"

enum {
    COLUMNS = 7,
    FEW = 3 /* rows that stay with the heads of their table */
};

/* ---- the whole ---- */

static void
entry(struct qp_page *page, enum qp_text label, const char *text)
{
    if (text && *text)
        qp_page_entry(page, qp_text(page->rules, label), text);
}

/* Who takes part in each [ranking]. */
static const char *
rankings_text(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const char *text = NULL;

    for (size_t i = 0; i < rules->n_rankings; i++) {
        const struct qp_ranking *ranking = &rules->rankings[i];

        text = qp_text_join(
            page->arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
            qp_text_with(
                page->arena, rules, QP_TEXT_RULES_RANKING,
                qp_text_name(rules, ranking->name, ranking->name_en),
                qp_expr_words(page->arena, rules, NULL, ranking->where.expr),
                NULL));
    }
    return text;
}

/* What each [target] asks of the city. */
static const char *
targets_text(const struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    const char *text = NULL;

    for (size_t i = 0; i < rules->n_targets; i++) {
        const struct qp_target *target = &rules->targets[i];

        text = qp_text_join(
            page->arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
            qp_text_with(
                page->arena, rules, QP_TEXT_RULES_TARGET,
                qp_text_name(rules, target->name, target->name_en),
                qp_expr_words(page->arena, rules, NULL, target->value.expr),
                qp_expr_words(page->arena, rules, NULL, target->goal.expr),
                NULL));
    }
    return text;
}

static void
put_whole(struct qp_page *page)
{
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;

    qp_page_section(page, qp_text(rules, QP_TEXT_RULES_WHOLE));
    entry(page, QP_TEXT_ABOUT_SCALE, qp_wording_total(arena, rules));
    entry(page, QP_TEXT_ABOUT_ROUNDING, qp_wording_rounding(arena, rules));
    entry(page, QP_TEXT_ABOUT_CAPS, qp_wording_caps(arena, rules));
    entry(page, QP_TEXT_ABOUT_RANKING, qp_wording_ranking(arena, rules));
    entry(page, QP_TEXT_SHEET_RANKINGS, rankings_text(page));
    entry(page, QP_TEXT_GRADE, qp_wording_grades(arena, rules));
    entry(page, QP_TEXT_TARGET_NAME, targets_text(page));
    entry(page, QP_TEXT_PRIOR, qp_wording_prior(rules));
    entry(page, QP_TEXT_RULES_TERMS, qp_text(rules, QP_TEXT_RULES_TERMS_TEXT));
    entry(page, QP_TEXT_RULES_STATES,
          qp_text(rules, QP_TEXT_RULES_STATES_TEXT));
}

/* ---- indicators ---- */

/* "　　离岸执行额": deeper in the tree, further in; the main indicator heads
   the table. */
static const char *
indented(const struct qp_page *page, size_t node)
{
    const struct qp_indicator *all = page->rules->indicators;
    const char *text = qp_text_indicator(page->rules, node);
    size_t up = all[node].parent;

    for (; up != QP_NONE && all[up].parent != QP_NONE; up = all[up].parent)
        text = qp_arena_printf(page->arena, "　%s", text);
    return text;
}

static void
put_leaf(struct qp_table *table, size_t node)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;

    qp_table_text(table,
                  qp_text_join(arena, qp_wording_value(arena, rules, node),
                               "\n", rules->indicators[node].note));
    qp_table_text(table, qp_wording_method(arena, rules, node));
    qp_table_text(table, qp_wording_missing(arena, rules, node));
}

/* Begins the next row on GROUND, or shaded in turn; paper may begin with it,
   too, unless it is one of the first, which stay with the heads. */
static void
next_row(struct qp_table *table, enum qp_ground ground)
{
    if (ground == QP_GROUND_PLAIN)
        qp_table_row(table);
    else
        qp_table_row_on(table, ground);
    if (table->n_rows > FEW)
        qp_page_start(table->page, table->row);
}

static void
put_node(struct qp_table *table, size_t node)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const struct qp_indicator *indicator = &rules->indicators[node];
    bool is_inner = !indicator->method;

    next_row(table, is_inner ? QP_GROUND_SUM : QP_GROUND_PLAIN);
    qp_table_text(table, indicator->code);
    qp_table_text_as(table, is_inner ? QP_LOOK_STRONG : QP_LOOK_TEXT,
                     indented(page, node));
    qp_table_text(table, qp_text_full(page->arena, page->result, node));
    if (is_inner) {
        qp_table_text(table, indicator->note);
        qp_table_text(table, qp_wording_inner(page->arena, rules, node));
        qp_table_text(table, NULL);
    } else {
        put_leaf(table, node);
    }
    qp_table_text(table, qp_text_place(page->arena, indicator->at));
}

static struct qp_table
begin_indicators(struct qp_page *page, const char *title)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_field all[COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 9, 18),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 18, 20),
        qp_field_text(qp_text(rules, QP_TEXT_FULL), QP_LOOK_CENTRE, 7, 8),
        qp_field_text(qp_text(rules, QP_TEXT_RULES_VALUE), QP_LOOK_TEXT, 30,
                      30),
        qp_field_text(qp_text(rules, QP_TEXT_RULES_METHOD), QP_LOOK_TEXT, 46,
                      46),
        qp_field_text(qp_text(rules, QP_TEXT_RULES_MISSING), QP_LOOK_SMALL, 24,
                      24),
        qp_field_text(qp_text(rules, QP_TEXT_RULE_PLACE), QP_LOOK_SMALL, 12,
                      18),
    };
    struct qp_field *fields =
        qp_arena_alloc(page->arena, COLUMNS, sizeof *fields);

    for (size_t i = 0; i < COLUMNS; i++)
        fields[i] = all[i];
    qp_page_section(page, title);
    return qp_table_begin(page, fields, COLUMNS);
}

/* The nodes from the I-th in reading order on that share a table: a main
   indicator with all below it, or neighbours that have none below. */
static size_t
put_family(struct qp_page *page, size_t i)
{
    const struct qp_ruleset *rules = page->rules;
    size_t top = rules->order[i];
    bool is_leaf = rules->indicators[top].method != NULL;
    struct qp_table table = begin_indicators(
        page, is_leaf ? qp_text(rules, QP_TEXT_RULES_LEAVES)
                      : qp_text_with(page->arena, rules, QP_TEXT_RULES_FAMILY,
                                     qp_text_indicator(rules, top), NULL));

    do {
        put_node(&table, rules->order[i++]);
    } while (i < rules->n_indicators &&
             (rules->indicators[rules->order[i]].parent != QP_NONE ||
              (is_leaf && rules->indicators[rules->order[i]].method)));
    qp_table_end(&table, false);
    return i;
}

/* ---- bonuses, deductions, vetoes ---- */

static struct qp_table
begin_others(struct qp_page *page, enum qp_text title,
             const enum qp_text heads[COLUMNS - 1])
{
    static const enum qp_look looks[COLUMNS - 1] = {
        QP_LOOK_CENTRE, QP_LOOK_TEXT, QP_LOOK_CENTRE,
        QP_LOOK_TEXT,   QP_LOOK_TEXT, QP_LOOK_SMALL
    };
    struct qp_field *fields =
        qp_arena_alloc(page->arena, COLUMNS - 1, sizeof *fields);

    for (size_t i = 0; i < COLUMNS - 1; i++)
        fields[i] =
            qp_field_text(qp_text(page->rules, heads[i]), looks[i], 7, 8);
    qp_page_section(page, qp_text(page->rules, title));
    return qp_table_begin(page, fields, COLUMNS - 1);
}

static void
put_item(struct qp_table *table, enum qp_text kind, const struct qp_item *item)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;

    next_row(table, QP_GROUND_PLAIN);
    qp_table_text(table, item->code);
    qp_table_text(table, qp_text_name(rules, item->name, item->name_en));
    qp_table_text(table, qp_text(rules, kind));
    qp_table_text(table,
                  qp_expr_words(page->arena, rules, NULL, item->points.expr));
    qp_table_text(table,
                  qp_num_defined(item->cap)
                      ? qp_text_with(page->arena, rules, QP_TEXT_ITEM_CAP,
                                     qp_num_text(page->arena, item->cap), NULL)
                      : NULL);
    qp_table_text(table, qp_text_place(page->arena, item->at));
}

static void
put_veto(struct qp_table *table, const struct qp_veto *veto)
{
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;

    next_row(table, QP_GROUND_PLAIN);
    qp_table_text(table, veto->code);
    qp_table_text(table, qp_text_name(rules, veto->name, veto->name_en));
    qp_table_text(table, qp_text(rules, QP_TEXT_VETO));
    qp_table_text(table,
                  qp_expr_words(page->arena, rules, NULL, veto->when.expr));
    qp_table_text(table, qp_wording_effect(page->arena, rules, veto));
    qp_table_text(table, qp_text_place(page->arena, veto->at));
}

static void
put_items(struct qp_page *page)
{
    static const enum qp_text heads[COLUMNS - 1] = {
        QP_TEXT_CODE,         QP_TEXT_ITEM,        QP_TEXT_KIND,
        QP_TEXT_RULES_POINTS, QP_TEXT_RULES_LIMIT, QP_TEXT_RULE_PLACE
    };
    const struct qp_ruleset *rules = page->rules;
    struct qp_table table;

    if (!rules->n_bonuses && !rules->n_deductions && !rules->n_vetoes)
        return;
    table = begin_others(page, QP_TEXT_RULES_ITEMS, heads);
    for (size_t i = 0; i < rules->n_bonuses; i++)
        put_item(&table, QP_TEXT_BONUS, &rules->bonuses[i]);
    for (size_t i = 0; i < rules->n_deductions; i++)
        put_item(&table, QP_TEXT_DEDUCTION, &rules->deductions[i]);
    for (size_t i = 0; i < rules->n_vetoes; i++)
        put_veto(&table, &rules->vetoes[i]);
    qp_table_end(&table, false);
    qp_page_note(page, qp_text(rules, QP_TEXT_RULES_ITEMS_NOTE));
}

/* ---- checks ---- */

/* The rows that CHECK is about; null: districts or the city. */
static const struct qp_record_type *
record_of(const struct qp_ruleset *rules, const struct qp_check *check)
{
    return check->record == QP_NONE ? NULL : &rules->records[check->record];
}

/* "每份合同：执行额不大于金额" for a check of rows. */
static const char *
assertion_text(const struct qp_page *page, const struct qp_check *check)
{
    const struct qp_ruleset *rules = page->rules;
    const struct qp_record_type *record = record_of(rules, check);
    const char *text =
        qp_expr_words(page->arena, rules, record, check->assertion.expr);

    return record ? qp_text_with(page->arena, rules, QP_TEXT_RULES_EACH_ROW,
                                 qp_text_name(rules,
                                              record->name ? record->name
                                                           : record->code,
                                              record->name_en),
                                 text, NULL)
                  : text;
}

static void
put_check(struct qp_table *table, const struct qp_check *check)
{
    static const enum qp_text levels[QP_N_LEVELS] = {
        [QP_LEVEL_ERROR] = QP_TEXT_LEVEL_ERROR,
        [QP_LEVEL_WARNING] = QP_TEXT_LEVEL_WARNING,
        [QP_LEVEL_NOTE] = QP_TEXT_LEVEL_NOTE,
    };
    const struct qp_page *page = table->page;
    const struct qp_ruleset *rules = page->rules;
    const char *except = NULL;

    if (check->unless.expr)
        except = qp_text_with(page->arena, rules, QP_TEXT_RULES_UNLESS,
                              qp_expr_words(page->arena, rules,
                                            record_of(rules, check),
                                            check->unless.expr),
                              NULL);
    next_row(table, QP_GROUND_PLAIN);
    qp_table_text(table, check->code);
    qp_table_text(table, qp_text_name(rules, check->name, check->name_en));
    qp_table_text(table, qp_text(rules, levels[check->level]));
    qp_table_text(table, qp_text_join(page->arena, except,
                                      qp_text(rules, QP_TEXT_SEMICOLON),
                                      check->note));
    qp_table_text(table, assertion_text(page, check));
    qp_table_text(table, qp_text_place(page->arena, check->at));
}

static void
put_checks(struct qp_page *page)
{
    static const enum qp_text heads[COLUMNS - 1] = {
        QP_TEXT_CODE,         QP_TEXT_CHECK,    QP_TEXT_LEVEL,
        QP_TEXT_RULES_EXCEPT, QP_TEXT_EXPECTED, QP_TEXT_RULE_PLACE
    };
    const struct qp_ruleset *rules = page->rules;
    struct qp_table table;

    if (!rules->n_checks)
        return;
    table = begin_others(page, QP_TEXT_RULES_CHECKS, heads);
    for (size_t i = 0; i < rules->n_checks; i++)
        put_check(&table, &rules->checks[i]);
    qp_table_end(&table, false);
    qp_page_note(page, qp_text(rules, QP_TEXT_RULES_CHECKS_NOTE));
}

static void
write_sheet(struct qp_book *book, const struct qp_result *result,
            const char *name)
{
    const struct qp_ruleset *rules = result->rules;
    struct qp_page *page =
        qp_page_begin(book, result, name, name, NULL, COLUMNS, false);

    put_whole(page);
    for (size_t i = 0; i < rules->n_indicators;)
        i = put_family(page, i);
    put_items(page);
    put_checks(page);
    qp_page_finish(page);
}

const struct qp_sheet_row qp_sheet_rules = { .name = QP_TEXT_SHEET_RULES,
                                             .shows = QP_TEXT_SHOWS_RULES,
                                             .write = write_sheet };
