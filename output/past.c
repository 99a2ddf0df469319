/* Last year's outcomes for people; see past.h. */

#include <config.h>

#include "output/past.h"

#include <string.h>

#include "engine/history.h"
#include "engine/score.h"
#include "output/texts.h"

enum { HASH_SHOWN = 12 /* digits of a hash, for people */ };

static const struct qp_past *
last_year(const struct qp_result *result, size_t district)
{
    return qp_history_past(result->subs->history, district, 1);
}

qp_num
qp_past_rank(const struct qp_result *result, size_t district)
{
    const struct qp_past *past = last_year(result, district);

    return past ? past->rank : qp_num_undefined("nothing known");
}

qp_num
qp_past_total(const struct qp_result *result, size_t district)
{
    const struct qp_past *past = last_year(result, district);

    return past ? past->total : qp_num_undefined("nothing known");
}

const char *
qp_past_move(struct qp_arena *arena, const struct qp_result *result,
             size_t district)
{
    qp_num up = qp_num_sub(arena, qp_past_rank(result, district),
                           result->outcomes[district].rank);

    if (!qp_num_defined(up))
        return NULL;
    if (qp_num_sign(up) == 0)
        return qp_text(result->rules, QP_TEXT_UNMOVED);
    return qp_arena_printf(arena, "%s%s", qp_num_sign(up) > 0 ? "↑" : "↓",
                           qp_num_text(arena, qp_num_abs(arena, up)));
}

void
qp_past_put_move(struct qp_table *table, size_t district)
{
    const struct qp_page *page = table->page;
    const char *move = qp_past_move(page->arena, page->result, district);

    if (move)
        qp_table_text(table, move);
    else
        qp_table_text_as(table, QP_LOOK_MARK, "—");
}

/* GRADE, a code, as these rules name it. */
static const char *
grade_name(const struct qp_ruleset *rules, const char *grade)
{
    for (size_t i = 0; grade && i < rules->n_grades; i++)
        if (strcmp(rules->grades[i].code, grade) == 0)
            return qp_text_grade(rules, i);
    return grade;
}

static const char *
rank_text(struct qp_arena *arena, const struct qp_result *result,
          size_t district)
{
    qp_num rank = qp_past_rank(result, district);
    const char *move = qp_past_move(arena, result, district), *text;

    if (!qp_num_defined(rank))
        return NULL;
    text = qp_text_with(arena, result->rules, QP_TEXT_NTH,
                        qp_num_text(arena, rank), NULL);
    return move ? qp_text_with(arena, result->rules, QP_TEXT_IN_BRACKETS,
                               text, move, NULL)
                : text;
}

const char *
qp_past_text(struct qp_arena *arena, const struct qp_result *result,
             size_t district)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_past *past = last_year(result, district);
    const char *comma = qp_text(rules, QP_TEXT_COMMA), *points = NULL;

    if (!past)
        return NULL;
    if (qp_num_defined(past->total))
        points = qp_text_with(
            arena, rules, QP_TEXT_POINTS_OF,
            qp_num_fixed(arena, past->total, rules->decimals), NULL);
    return qp_text_join(
        arena,
        qp_text_join(arena, rank_text(arena, result, district), comma, points),
        comma, grade_name(rules, past->grade));
}

/* ---- points ---- */

bool
qp_past_has_points(const struct qp_result *result)
{
    const struct qp_history *history = result->subs->history;

    return history && history->n_nodes > 0;
}

const char *
qp_past_indicator(struct qp_arena *arena, const struct qp_result *result,
                  struct qp_change_pair pair)
{
    const struct qp_ruleset *rules = result->rules;

    if (pair.node == QP_NONE)
        return qp_text_with(arena, rules, QP_TEXT_CHANGE_GONE,
                            result->subs->history->nodes[pair.past].name,
                            NULL);
    if (pair.past == QP_NONE)
        return qp_text_with(arena, rules, QP_TEXT_CHANGE_NEW,
                            qp_text_indicator(rules, pair.node), NULL);
    return qp_text_indicator(rules, pair.node);
}

const char *
qp_past_now(const struct qp_page *page, size_t district, size_t node)
{
    if (node == QP_NONE || (!qp_score_adds_up(page->rules, node) &&
                            !qp_score_is_rounded(page->rules, node)))
        return NULL;
    return qp_live_cell(page->arena,
                        qp_book_live(page->sheet->book, page->result),
                        page->sheet, QP_LIVE_POINTS, district, node);
}

void
qp_past_note_rules(struct qp_page *page)
{
    const struct qp_history *history = page->result->subs->history;
    const struct qp_ruleset *rules = page->rules;
    struct qp_arena *arena = page->arena;

    if (qp_num_defined(history->scale) &&
        qp_num_cmp(history->scale, rules->scale) != 0)
        qp_page_note(page, qp_text_with(arena, rules, QP_TEXT_SCALE_CHANGED,
                                        qp_num_text(arena, history->scale),
                                        qp_num_text(arena, rules->scale),
                                        NULL));
    if (history->rules_sha256[0] &&
        strcmp(history->rules_sha256, rules->sha256) != 0)
        qp_page_note(
            page,
            qp_text_with(
                arena, rules, QP_TEXT_RULES_CHANGED,
                qp_arena_copy(arena, history->rules_sha256, HASH_SHOWN),
                qp_arena_copy(arena, rules->sha256, HASH_SHOWN), NULL));
}
