/* The words of simulations; see robust_texts.h. */

#include <config.h>

#include "output/robust_texts.h"

const char *
qp_text_choice(struct qp_arena *arena, const struct qp_ruleset *rules,
               struct qp_choice choice)
{
    static const enum qp_text texts[QP_N_CHOICE_KINDS] = {
        [QP_CHOICE_WEIGHTS_TOP] = QP_TEXT_ROBUST_TOP,
        [QP_CHOICE_WEIGHTS_BELOW] = QP_TEXT_ROBUST_BELOW,
        [QP_CHOICE_AGGREGATE] = QP_TEXT_ROBUST_AGGREGATE,
        [QP_CHOICE_DATA] = QP_TEXT_ROBUST_FIGURES,
        [QP_CHOICE_METHOD] = QP_TEXT_ROBUST_METHOD,
        [QP_CHOICE_MISSING] = QP_TEXT_ROBUST_MISSING,
    };

    if (choice.node != QP_NONE)
        return qp_text_with(arena, rules, texts[choice.kind],
                            qp_text_indicator(rules, choice.node), NULL);
    return qp_text(rules, choice.kind == QP_CHOICE_AGGREGATE
                              ? QP_TEXT_ROBUST_AGGREGATE_TOTAL
                              : texts[choice.kind]);
}

const char *
qp_text_spread(struct qp_arena *arena, const struct qp_ruleset *rules,
               struct qp_spread spread, bool by_default)
{
    const char *text = qp_text(rules, QP_TEXT_ROBUST_NONE);

    if (spread.kind == QP_SPREAD_SHARE)
        text = qp_text_with(
            arena, rules, QP_TEXT_ROBUST_SHARE,
            qp_num_text(arena, qp_num_mul(arena, spread.amount,
                                          qp_num_int(100))),
            NULL);
    else if (spread.kind == QP_SPREAD_DIRICHLET)
        text = qp_text_with(arena, rules, QP_TEXT_ROBUST_DIRICHLET,
                            qp_num_text(arena, spread.amount), NULL);
    return by_default ? qp_text_with(arena, rules, QP_TEXT_ROBUST_DEFAULT,
                                     text, NULL)
                      : text;
}
