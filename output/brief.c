/* What a rule set asks for; see brief.h. */

#include <config.h>

#include "output/brief.h"

#include "output/texts.h"

/* TEXT with what ID says of FILLING behind it; without FILLING nothing. */
static const char *
add(struct qp_arena *arena, const struct qp_ruleset *rules, const char *text,
    enum qp_text id, const char *filling)
{
    if (!filling || !*filling)
        return text;
    return qp_text_join(arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
                        qp_text_with(arena, rules, id, filling, NULL));
}

/* The same for how many DECIMALS a figure may have, -1 for any. */
static const char *
add_decimals(struct qp_arena *arena, const struct qp_ruleset *rules,
             const char *text, int decimals)
{
    if (decimals < 0)
        return text;
    if (decimals == 0)
        return qp_text_join(arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
                            qp_text(rules, QP_TEXT_ASK_WHOLE));
    return add(arena, rules, text, QP_TEXT_ASK_DECIMALS,
               qp_text_count(arena, (size_t)decimals));
}

const char *
qp_brief_datum(struct qp_arena *arena, const struct qp_ruleset *rules,
               size_t datum)
{
    const struct qp_datum *d = &rules->data[datum];
    const char *text = add(arena, rules, NULL, QP_TEXT_ASK_UNIT, d->unit_name);

    text = add_decimals(arena, rules, text, d->decimals);
    text =
        add(arena, rules, text, QP_TEXT_ASK_MIN, qp_num_text(arena, d->min));
    text =
        add(arena, rules, text, QP_TEXT_ASK_MAX, qp_num_text(arena, d->max));
    text = add(arena, rules, text, QP_TEXT_ASK_SOURCE, d->source);
    if (d->record != QP_NONE)
        text = add(arena, rules, text, QP_TEXT_ASK_DERIVED,
                   rules->records[d->record].code);
    return qp_text_join(
        arena,
        qp_text_with(arena, rules,
                     d->required ? QP_TEXT_ASK_REQUIRED : QP_TEXT_ASK_OPTIONAL,
                     qp_text_name(rules, d->name, d->name_en), NULL),
        qp_text(rules, QP_TEXT_COLON), text);
}

/* "one of ito, bpo, kpo". */
static const char *
words_text(struct qp_arena *arena, const struct qp_ruleset *rules,
           const struct qp_record_field *field)
{
    const char *text = NULL;

    for (size_t i = 0; i < field->n_words; i++)
        text = qp_text_join(arena, text, qp_text(rules, QP_TEXT_COMMA),
                            field->words[i]);
    return qp_text_with(arena, rules, QP_TEXT_ASK_WORDS, text ? text : "",
                        NULL);
}

const char *
qp_brief_field(struct qp_arena *arena, const struct qp_ruleset *rules,
               const struct qp_record_field *field)
{
    static const enum qp_text types[QP_N_FIELD_TYPES] = {
        [QP_FIELD_TEXT] = QP_TEXT_ASK_TEXT,
        [QP_FIELD_INTEGER] = QP_TEXT_ASK_WHOLE,
        [QP_FIELD_DECIMAL] = QP_TEXT_ASK_NUMBER,
        [QP_FIELD_DATE] = QP_TEXT_ASK_DATE,
        [QP_FIELD_ENUM] = QP_TEXT_NOTHING,
        [QP_FIELD_BOOL] = QP_TEXT_ASK_BOOL,
        [QP_FIELD_USCC] = QP_TEXT_ASK_USCC,
        [QP_FIELD_COUNTRY] = QP_TEXT_ASK_COUNTRY,
    };
    const char *text = field->type == QP_FIELD_ENUM
                           ? words_text(arena, rules, field)
                           : qp_text(rules, types[field->type]);

    text = add(arena, rules, text, QP_TEXT_ASK_UNIT, field->unit_name);
    if (field->type == QP_FIELD_DECIMAL)
        text = add_decimals(arena, rules, text, field->decimals);
    if (field->optional)
        text = qp_text_join(arena, text, qp_text(rules, QP_TEXT_SEMICOLON),
                            qp_text(rules, QP_TEXT_ASK_MAY));
    return qp_text_join(arena,
                        qp_text_name(rules, field->name, field->name_en),
                        qp_text(rules, QP_TEXT_COLON), text);
}
