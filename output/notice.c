/* The workbook of one district; see notice.h. */

#include <config.h>

#include "output/notice.h"

#include "output/notice_impl.h"

const struct qp_score *
qp_notice_score(const struct notice *notice, size_t node)
{
    return &notice->result
                ->scores[notice->district * notice->rules->n_indicators +
                         node];
}

const char *
qp_notice_words(const struct notice *notice, enum qp_text id)
{
    return qp_text(notice->rules, id);
}

qp_num
qp_notice_lost(struct qp_arena *arena, const struct qp_score *score)
{
    return qp_num_sub(arena, qp_result_weight(score), score->points);
}

qp_num
qp_notice_percent(struct qp_arena *arena, qp_num share)
{
    return qp_num_mul(arena, share, qp_num_int(100));
}

struct qp_page *
qp_notice_begin(const struct notice *notice, enum qp_text name,
                enum qp_text right, size_t columns, bool portrait)
{
    const struct qp_ruleset *rules = notice->rules;
    const char *subject = qp_text_with(
        qp_book_arena(notice->book), rules, QP_TEXT_NOTICE_SUBJECT,
        qp_text_district(rules, notice->district),
        qp_notice_words(notice, name), NULL);

    return qp_page_begin(notice->book, notice->result,
                         qp_notice_words(notice, name), subject,
                         qp_notice_words(notice, right), columns, portrait);
}

bool
qp_notice_write(struct qp_session *run, const struct qp_result *result,
                const struct qp_others *others,
                const struct qp_folder *folder, const char *name,
                size_t district)
{
    const struct qp_ruleset *rules = result->rules;
    const char *title = qp_arena_printf(run->arena, "%s %s", rules->title,
                                        qp_text_district(rules, district));
    struct notice notice = {
        .book = qp_book_open(run, folder, name, title, rules),
        .result = result,
        .rules = rules,
        .outcome = &result->outcomes[district],
        .others = others,
        .district = district,
    };

    qp_notice_front(&notice);
    qp_notice_losses(&notice);
    qp_notice_indicators(&notice);
    qp_notice_data(&notice);
    qp_notice_findings(&notice);
    qp_notice_items(&notice);
    return qp_book_close(notice.book);
}
