/* What the sheets of a notice share; for notice*.c only.  Each of these files
   writes some of them. */

#ifndef QP_OUTPUT_NOTICE_IMPL_H
#define QP_OUTPUT_NOTICE_IMPL_H

#include "output/others.h"
#include "output/table.h"
#include "output/texts.h"

/* Decimals of an indicator's value, on paper. */
enum { QP_NOTICE_DECIMALS = 4 };

struct notice {
    struct qp_book *book;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    const struct qp_outcome *outcome;
    const struct qp_others *others;
    size_t district;
};

/* The score of the district on NODE. */
const struct qp_score *qp_notice_score(const struct notice *notice,
                                       size_t node);

/* What a score is short of full marks; undefined without points. */
qp_num qp_notice_lost(struct qp_arena *arena, const struct qp_score *score);

qp_num qp_notice_percent(struct qp_arena *arena, qp_num share);

/* The words for ID. */
const char *qp_notice_words(const struct notice *notice, enum qp_text id);

/* Begins the sheet NAME, with COLUMNS columns and RIGHT below its title. */
struct qp_page *qp_notice_begin(const struct notice *notice, enum qp_text name,
                                enum qp_text right, size_t columns,
                                bool portrait);

/* Fills the next three cells with unit, own value and method of NODE. */
void qp_notice_leaf(const struct notice *notice, struct qp_table *table,
                    size_t node);

/* The sheets, in order.  Those for which there is nothing are left out. */
void qp_notice_front(const struct notice *notice);
void qp_notice_losses(const struct notice *notice);
void qp_notice_indicators(const struct notice *notice);
void qp_notice_data(const struct notice *notice);
void qp_notice_findings(const struct notice *notice);
void qp_notice_items(const struct notice *notice);

#endif
