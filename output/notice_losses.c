/* Where points were lost, most first, and what would have earned them. */

#include <config.h>

#include <stdlib.h>

#include "engine/frame.h"
#include "engine/method.h"
#include "output/notice_impl.h"

enum { COLUMNS = 11 };

/* An indicator, its place among those that people read, and what is lost. */
struct loss {
    size_t node, order;
    qp_num lost;
};

static int
by_loss(const void *left, const void *right)
{
    const struct loss *a = left, *b = right;
    int order = qp_num_cmp(b->lost, a->lost);

    if (order)
        return order;
    return a->order < b->order ? -1 : 1;
}

/* The leaves on which anything is lost, most first. */
static struct loss *
find_losses(const struct notice *notice, size_t *n)
{
    const struct qp_ruleset *rules = notice->rules;
    struct qp_arena *arena = qp_book_arena(notice->book);
    struct loss *losses =
        qp_arena_alloc(arena, rules->n_indicators, sizeof *losses);

    *n = 0;
    for (size_t i = 0; i < rules->n_indicators; i++) {
        size_t node = rules->order[i];
        qp_num lost = qp_notice_lost(arena, qp_notice_score(notice, node));

        if (rules->indicators[node].method && qp_num_defined(lost) &&
            qp_num_sign(lost) > 0)
            losses[(*n)++] = (struct loss){ node, i, lost };
    }
    qsort(losses, *n, sizeof *losses, by_loss);
    return losses;
}

/* ---- what would have earned them ---- */

/* X on the side of THRESHOLD that reaches it, with few decimals. */
static qp_num
reaching(struct qp_arena *arena, qp_num threshold, bool up)
{
    qp_num scale = qp_num_int(1);

    for (int i = 0; i < QP_NOTICE_DECIMALS; i++)
        scale = qp_num_mul(arena, scale, qp_num_int(10));
    threshold = qp_num_mul(arena, threshold, scale);
    threshold =
        up ? qp_num_ceil(arena, threshold) : qp_num_floor(arena, threshold);
    return qp_num_div(arena, threshold, scale);
}

/* "rises to 120 家" or "falls to", with what BAND earns then. */
static const char *
aim_text(const struct notice *notice, size_t node, struct qp_band band)
{
    const struct qp_ruleset *rules = notice->rules;
    const struct qp_score *score = qp_notice_score(notice, node);
    struct qp_arena *arena = qp_book_arena(notice->book);
    bool up = qp_num_cmp(band.threshold, qp_result_value(score).num) > 0;
    const char *value = qp_text_join(
        arena, qp_num_text(arena, reaching(arena, band.threshold, up)), " ",
        rules->indicators[node].unit_name);
    qp_num points = qp_num_round(
        arena, qp_num_mul(arena, band.score, qp_result_weight(score)),
        rules->decimals, rules->rounding);

    return qp_text_with(arena, rules, up ? QP_TEXT_AIM_UP : QP_TEXT_AIM_DOWN,
                        value, qp_num_fixed(arena, points, rules->decimals),
                        NULL);
}

/* True if SCORE came from a comparison with others. */
static bool
is_compared(const struct qp_score *score)
{
    for (size_t q = 0; score->trace && q < score->trace->n_quantities; q++)
        if (score->trace->quantities[q].is_statistic)
            return true;
    return false;
}

/* What the rules name that would have earned more on NODE. */
static const char *
advice(const struct notice *notice, size_t node)
{
    const struct qp_indicator *leaf = &notice->rules->indicators[node];
    const struct qp_score *score = qp_notice_score(notice, node);
    struct qp_arena *arena = qp_book_arena(notice->book);
    struct qp_aims aims = qp_method_aims(arena, leaf, score);
    const char *text = NULL;

    if (score->state != QP_REPORTED)
        return qp_text_score(arena, notice->rules, node, score);
    if (qp_num_defined(aims.next.threshold))
        text = aim_text(notice, node, aims.next);
    if (qp_num_defined(aims.full.threshold) &&
        !(text && qp_num_cmp(aims.full.threshold, aims.next.threshold) == 0))
        text = qp_text_join(arena, text,
                            qp_notice_words(notice, QP_TEXT_SEMICOLON),
                            aim_text(notice, node, aims.full));
    if (text || !is_compared(score))
        return text;
    return qp_notice_words(notice, leaf->by_group ? QP_TEXT_AIM_GROUP
                                                  : QP_TEXT_AIM_PEERS);
}

/* ---- the table ---- */

static void
set_fields(const struct notice *notice, struct qp_field fields[])
{
    const struct qp_ruleset *rules = notice->rules;
    int decimals = rules->decimals;
    const struct qp_field all[COLUMNS] = {
        qp_field_text(qp_text(rules, QP_TEXT_CODE), QP_LOOK_CENTRE, 0, 0),
        qp_field_text(qp_text(rules, QP_TEXT_INDICATOR), QP_LOOK_TEXT, 26, 32),
        qp_field_text(qp_text(rules, QP_TEXT_UNIT), QP_LOOK_CENTRE, 8, 14),
        qp_field_text(qp_text(rules, QP_TEXT_VALUE), QP_LOOK_FIGURE, 13, 24),
        qp_field_text(qp_text(rules, QP_TEXT_METHOD), QP_LOOK_CENTRE, 12, 16),
        qp_field_number(qp_text(rules, QP_TEXT_FULL), QP_LOOK_POINTS, decimals,
                        9),
        qp_field_number(qp_text(rules, QP_TEXT_POINTS), QP_LOOK_POINTS,
                        decimals, 9),
        qp_field_number(qp_text(rules, QP_TEXT_LOST), QP_LOOK_TOTAL, decimals,
                        9),
        qp_field_number(qp_text(rules, QP_TEXT_MEAN), QP_LOOK_POINTS, decimals,
                        9),
        qp_field_text(qp_text(rules, QP_TEXT_RANK), QP_LOOK_CENTRE, 7, 0),
        qp_field_text(qp_text(rules, QP_TEXT_AIM), QP_LOOK_SMALL, 34, 44),
    };

    for (size_t i = 0; i < COLUMNS; i++)
        fields[i] = all[i];
}

/* The mean points on NODE, where enough districts are in it to tell. */
static qp_num
mean_on(const struct notice *notice, size_t node)
{
    const struct qp_summary *all = &notice->result->summaries[node];

    return all->n < QP_FRAME_LEAST ? qp_num_undefined("too few districts")
                                   : all->mean;
}

static void
put_loss(const struct notice *notice, struct qp_table *table,
         const struct loss *loss)
{
    const struct qp_page *page = table->page;
    const struct qp_score *score = qp_notice_score(notice, loss->node);

    qp_table_row(table);
    qp_table_text(table, notice->rules->indicators[loss->node].code);
    qp_table_text(table, qp_text_indicator(notice->rules, loss->node));
    qp_notice_leaf(notice, table, loss->node);
    qp_table_number(table, qp_page_round(page, qp_result_weight(score)));
    qp_table_number(table, score->points);
    qp_table_number(table, qp_page_round(page, loss->lost));
    qp_table_number(table, qp_page_round(page, mean_on(notice, loss->node)));
    qp_table_number(table, qp_result_rank(score));
    qp_table_text(table, advice(notice, loss->node));
}

void
qp_notice_losses(const struct notice *notice)
{
    size_t n;
    struct loss *losses = find_losses(notice, &n);
    struct qp_field fields[COLUMNS];
    struct qp_table table;
    struct qp_page *page;

    if (!n)
        return;
    page = qp_notice_begin(notice, QP_TEXT_SHEET_LOSSES, QP_TEXT_IN_POINTS,
                           COLUMNS, false);
    set_fields(notice, fields);
    table = qp_table_begin(page, fields, COLUMNS);
    qp_table_fix(&table, 2);
    for (size_t i = 0; i < n; i++)
        put_loss(notice, &table, &losses[i]);
    qp_table_end(&table, false);
    qp_page_note(page, qp_notice_words(notice, QP_TEXT_NOTICE_LOSSES));
    qp_page_finish(page);
}
