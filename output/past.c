/* Last year's outcomes for people; see past.h. */

#include <config.h>

#include "output/past.h"

#include <string.h>

#include "engine/history.h"
#include "output/texts.h"

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
