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
    const char *text = qp_text(rules, d->required ? QP_TEXT_ASK_REQUIRED
                                                  : QP_TEXT_ASK_OPTIONAL);

    text = add(arena, rules, text, QP_TEXT_ASK_UNIT, d->unit_name);
    text = add_decimals(arena, rules, text, d->decimals);
    text =
        add(arena, rules, text, QP_TEXT_ASK_MIN, qp_num_text(arena, d->min));
    text =
        add(arena, rules, text, QP_TEXT_ASK_MAX, qp_num_text(arena, d->max));
    return add(arena, rules, text, QP_TEXT_ASK_SOURCE, d->source);
}
