/* Fixed words in two languages; see texts.h. */

#include <config.h>

#include "output/texts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/method.h"
#include "engine/progress.h"

static const char *const texts[QP_N_TEXTS][2] = {
#define TEXT(id, zh, en) [QP_TEXT_##id] = { zh, en },
#include "output/texts.def"
#undef TEXT
};

/* What the engine says of undefined numbers and the like. */
static const struct {
    const char *phrase, *zh;
} phrases[] = {
#define PHRASE(phrase, zh) { phrase, zh },
#include "output/phrases.def"
#undef PHRASE
};

/* What problems are about. */
static const char *const kinds[QP_N_CODES][2] = {
#define DIAG(name, code, about) [QP_##name][QP_LANGUAGE_EN] = about,
#include "engine/diag.def"
#undef DIAG
#define KIND(name, zh) [QP_##name][QP_LANGUAGE_ZH] = zh,
#include "output/kinds.def"
#undef KIND
};

const char *
qp_text(const struct qp_ruleset *rules, enum qp_text id)
{
    return texts[id][rules->language];
}

/* Copies FORMAT with each "{}" replaced, or counts the bytes that it takes
   where TO is null. */
static size_t
fill(char *to, const char *format, va_list args)
{
    size_t n = 0;

    while (*format) {
        const char *hole = strstr(format, "{}");
        size_t plain = hole ? (size_t)(hole - format) : strlen(format);
        const char *piece = hole ? va_arg(args, const char *) : "";

        if (to) {
            memcpy(to + n, format, plain);
            memcpy(to + n + plain, piece, strlen(piece));
        }
        n += plain + strlen(piece);
        format += hole ? plain + 2 : plain;
    }
    return n;
}

const char *
qp_text_with(struct qp_arena *arena, const struct qp_ruleset *rules,
             enum qp_text id, ...)
{
    va_list args;
    char *text;
    size_t n;

    va_start(args, id);
    n = fill(NULL, qp_text(rules, id), args);
    va_end(args);
    text = qp_arena_alloc(arena, n + 1, 1);
    va_start(args, id);
    fill(text, qp_text(rules, id), args);
    va_end(args);
    return text;
}

const char *
qp_text_name(const struct qp_ruleset *rules, const char *name,
             const char *name_en)
{
    return rules->language == QP_LANGUAGE_EN && name_en ? name_en : name;
}

const char *
qp_text_district(const struct qp_ruleset *rules, size_t district)
{
    const struct qp_district *d = &rules->districts[district];

    return qp_text_name(rules, d->name, d->name_en);
}

const char *
qp_text_indicator(const struct qp_ruleset *rules, size_t node)
{
    const struct qp_indicator *indicator = &rules->indicators[node];

    return qp_text_name(rules, indicator->name, indicator->name_en);
}

const char *
qp_text_method(const struct qp_ruleset *rules, const struct qp_method *method)
{
    return qp_text_name(rules, method->name_zh, method->name_en);
}

/* The row of full marks for DISTRICT. */
static size_t
full_row(const struct qp_ruleset *rules, size_t district)
{
    size_t group = rules->districts[district].group;

    return (group == QP_NONE ? rules->n_groups : group) * rules->n_indicators;
}

const char *
qp_text_full(struct qp_arena *arena, const struct qp_result *result,
             size_t node)
{
    const struct qp_ruleset *rules = result->rules;
    const char *text = NULL;
    qp_num last = qp_num_undefined("none yet");

    for (size_t group = 0; group <= rules->n_groups; group++) {
        qp_num full = result->full[group * rules->n_indicators + node];
        bool used = false;

        for (size_t d = 0; d < rules->n_districts && !used; d++)
            used = full_row(rules, d) == group * rules->n_indicators;
        if (!used || (qp_num_defined(last) && qp_num_cmp(last, full) == 0))
            continue;
        last = full;
        text =
            qp_text_join(arena, text, "/",
                         qp_num_text(arena, qp_num_round(arena, full, 4,
                                                         QP_ROUND_HALF_UP)));
    }
    return text ? text : "";
}

const char *
qp_text_group(const struct qp_ruleset *rules, size_t district)
{
    size_t group = rules->districts[district].group;
    const struct qp_group *g;

    if (group == QP_NONE)
        return "";
    g = &rules->groups[group];
    return qp_text_name(rules, g->name ? g->name : g->code, g->name_en);
}

const char *
qp_text_grade(const struct qp_ruleset *rules, size_t grade)
{
    if (grade == QP_NONE)
        return "";
    return qp_text_name(rules, rules->grades[grade].name,
                        rules->grades[grade].name_en);
}

const char *
qp_text_phrase(const struct qp_ruleset *rules, const char *phrase)
{
    if (rules->language == QP_LANGUAGE_EN || !phrase)
        return phrase;
    for (size_t i = 0; i < QP_COUNT(phrases); i++)
        if (strcmp(phrases[i].phrase, phrase) == 0)
            return phrases[i].zh;
    return phrase;
}

/* Rules are for those who write them, whose words are English so far. */
const char *
qp_text_kind(const struct qp_ruleset *rules, enum qp_code code)
{
    const char *kind = kinds[code][rules->language];

    return kind ? kind : kinds[code][QP_LANGUAGE_EN];
}

const char *
qp_text_state(const struct qp_ruleset *rules, enum qp_state state)
{
    static const enum qp_text states[QP_N_STATES] = {
        [QP_REPORTED] = QP_TEXT_REPORTED,
        [QP_ABSENT] = QP_TEXT_ABSENT,
        [QP_MISSING] = QP_TEXT_MISSING,
        [QP_WITHHELD] = QP_TEXT_WITHHELD,
        [QP_NOT_APPLICABLE] = QP_TEXT_NOT_APPLICABLE,
        [QP_UNDEFINED] = QP_TEXT_UNDEFINED,
    };

    return qp_text(rules, states[state]);
}

const char *
qp_text_policy(struct qp_arena *arena, const struct qp_ruleset *rules,
               struct qp_policy policy)
{
    static const enum qp_text policies[] = {
        [QP_POLICY_NONE] = QP_TEXT_NOTHING,
        [QP_POLICY_REJECT] = QP_TEXT_POLICY_REJECT,
        [QP_POLICY_ZERO] = QP_TEXT_POLICY_ZERO,
        [QP_POLICY_SCORE] = QP_TEXT_POLICY_SCORE,
        [QP_POLICY_EXCLUDE] = QP_TEXT_POLICY_EXCLUDE,
        [QP_POLICY_UNSCORED] = QP_TEXT_POLICY_UNSCORED,
        [QP_POLICY_MEAN] = QP_TEXT_POLICY_MEAN,
        [QP_POLICY_GROUP_MEAN] = QP_TEXT_POLICY_GROUP_MEAN,
        [QP_POLICY_MEDIAN] = QP_TEXT_POLICY_MEDIAN,
        [QP_POLICY_MIN] = QP_TEXT_POLICY_MIN,
        [QP_POLICY_PRIOR] = QP_TEXT_POLICY_PRIOR,
    };

    if (policy.kind != QP_POLICY_SCORE)
        return qp_text(rules, policies[policy.kind]);
    return qp_text_with(
        arena, rules, QP_TEXT_POLICY_SCORE,
        qp_num_text(arena, qp_num_mul(arena, policy.score, qp_num_int(100))),
        NULL);
}

const char *
qp_text_transform(struct qp_arena *arena, const struct qp_ruleset *rules,
                  struct qp_transform how)
{
    if (how.kind == QP_TRANSFORM_LOG)
        return qp_text(rules, QP_TEXT_TREATED_LOG);
    return qp_text_with(arena, rules, QP_TEXT_TREATED_BOXCOX,
                        qp_num_text(arena, how.lambda), NULL);
}

const char *
qp_text_treatment(struct qp_arena *arena, const struct qp_ruleset *rules,
                  size_t node, const struct qp_score *score)
{
    const char *comma = qp_text(rules, QP_TEXT_COMMA), *text = NULL;

    if (!qp_result_treating(score))
        return NULL;
    if (score->clipped)
        text = qp_text(rules, QP_TEXT_TREATED_CLIP);
    if (score->winsorised)
        text = qp_text_join(arena, text, comma,
                            qp_text(rules, QP_TEXT_TREATED_WINSORISE));
    if (qp_result_treating(score)->transforms)
        text = qp_text_join(
            arena, text, comma,
            qp_text_transform(arena, rules,
                           rules->indicators[node].treatment.transform));
    return text;
}

/* That, with the value that was scored. */
static const char *
treated_text(struct qp_arena *arena, const struct qp_ruleset *rules,
             size_t node, const struct qp_score *score)
{
    enum { PLACES = 6 };
    const char *treatment = qp_text_treatment(arena, rules, node, score);

    if (!treatment)
        return NULL;
    return qp_text_with(
        arena, rules, QP_TEXT_TREATED, treatment,
        qp_num_text(arena, qp_num_round(arena, score->used, PLACES,
                                        QP_ROUND_HALF_UP)),
        NULL);
}

const char *
qp_text_score(struct qp_arena *arena, const struct qp_ruleset *rules,
              size_t node, const struct qp_score *score)
{
    const char *state = treated_text(arena, rules, node, score), *policy;

    if (score->state != QP_REPORTED)
        state = qp_text_join(
            arena, state, qp_text(rules, QP_TEXT_SEMICOLON),
            qp_text_join(arena, qp_text_state(rules, score->state),
                         qp_text(rules, QP_TEXT_COLON),
                         qp_text_phrase(rules, qp_result_reason(score))));
    policy = qp_text_policy(arena, rules, qp_result_policy(score));
    return qp_text_join(arena, state, qp_text(rules, QP_TEXT_SEMICOLON),
                        policy);
}

const char *
qp_text_outcome(struct qp_arena *arena, const struct qp_result *result,
                size_t district)
{
    const struct qp_ruleset *rules = result->rules;
    const struct qp_outcome *outcome = &result->outcomes[district];
    const char *text = NULL;

    for (size_t i = 0; i < rules->n_vetoes; i++)
        if (outcome->struck[i])
            text = qp_text_join(arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
                                qp_text_name(rules, rules->vetoes[i].name,
                                             rules->vetoes[i].name_en));
    if (text)
        text = qp_text_with(arena, rules, QP_TEXT_VETOED, text, NULL);
    else if (outcome->state != QP_REPORTED)
        text = qp_text_with(
            arena, rules, QP_TEXT_NO_TOTAL,
            qp_text_phrase(rules, outcome->reason ? outcome->reason : ""),
            NULL);
    return text ? text : "";
}

const char *
qp_text_progress(struct qp_arena *arena, const struct qp_result *result,
                 size_t i)
{
    enum { PLACES = 2 };
    const struct qp_ruleset *rules = result->rules;
    const struct qp_target *target = &rules->targets[i];
    const struct qp_progress *progress = &result->progress[i];
    const char *name = qp_text_name(rules, target->name, target->name_en);
    qp_num percent = qp_num_mul(arena, progress->share, qp_num_int(100));

    if (!qp_num_defined(percent))
        return name;
    return qp_text_with(arena, rules, QP_TEXT_FACTS_TARGET, name,
                        qp_num_text(arena, progress->value.num),
                        progress->unit, qp_num_text(arena, progress->goal),
                        progress->unit,
                        qp_num_fixed(arena, percent, PLACES), NULL);
}

const char *
qp_text_date(struct qp_arena *arena, const struct qp_ruleset *rules,
             const char *date)
{
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December",
    };
    int year, month, day;

    if (sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 ||
        month > 12)
        return date;
    if (rules->language == QP_LANGUAGE_EN)
        return qp_arena_printf(arena, "%d %s %d", day, months[month - 1],
                               year);
    return qp_arena_printf(arena, "%d年%d月%d日", year, month, day);
}

const char *
qp_text_place(struct qp_arena *arena, struct qp_place at)
{
    const char *slash = at.file ? strrchr(at.file, '/') : NULL;
    const char *name = slash ? slash + 1 : at.file;

    if (!name)
        return "";
    return at.line > 0 ? qp_arena_printf(arena, "%s:%d", name, at.line) : name;
}

const char *
qp_text_count(struct qp_arena *arena, size_t n)
{
    return qp_arena_printf(arena, "%zu", n);
}

const char *
qp_text_points(struct qp_arena *arena, const struct qp_ruleset *rules,
               qp_num points)
{
    if (qp_num_defined(points) &&
        qp_num_cmp(points, qp_num_round(arena, points, rules->decimals,
                                        rules->rounding)) == 0)
        return qp_num_fixed(arena, points, rules->decimals);
    return qp_num_text(arena, points);
}

const char *
qp_text_join(struct qp_arena *arena, const char *a, const char *separator,
             const char *b)
{
    if (!a || !*a)
        return b ? b : "";
    if (!b || !*b)
        return a;
    return qp_arena_printf(arena, "%s%s%s", a, separator, b);
}
