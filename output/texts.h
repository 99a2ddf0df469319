/* The fixed words of what is written, in both languages.  A workbook speaks
   the language of its evaluation, whoever runs the program, so there is no
   message catalogue here: texts.def is the one table. */

#ifndef QP_OUTPUT_TEXTS_H
#define QP_OUTPUT_TEXTS_H

#include "engine/result.h"

enum qp_text {
#define TEXT(id, zh, en) QP_TEXT_##id,
#include "output/texts.def"
#undef TEXT
    QP_N_TEXTS
};

/* The words for ID in the language of RULES. */
const char *qp_text(const struct qp_ruleset *rules, enum qp_text id);

/* The same with each "{}" replaced by the next of the texts behind ID, which
   end with a null pointer. */
const char *qp_text_with(struct qp_arena *arena,
                         const struct qp_ruleset *rules, enum qp_text id, ...)
    __attribute__((sentinel));

/* NAME, or NAME_EN where the evaluation is in English and has one. */
const char *qp_text_name(const struct qp_ruleset *rules, const char *name,
                         const char *name_en);

/* The names of things in the language of RULES. */
const char *qp_text_district(const struct qp_ruleset *rules, size_t district);
const char *qp_text_indicator(const struct qp_ruleset *rules, size_t node);

/* What people call METHOD in the language of RULES. */
const char *qp_text_method(const struct qp_ruleset *rules,
                           const struct qp_method *method);

/* The full marks of NODE in points: "8", or "8/9" where groups differ. */
const char *qp_text_full(struct qp_arena *arena,
                         const struct qp_result *result, size_t node);

/* The name of DISTRICT's group, "" without one. */
const char *qp_text_group(const struct qp_ruleset *rules, size_t district);

/* The name of GRADE, "" for QP_NONE. */
const char *qp_text_grade(const struct qp_ruleset *rules, size_t grade);

/* A phrase of the program, such as why a number is undefined, in the language
   of RULES; a text that is none of them comes back as it is. */
const char *qp_text_phrase(const struct qp_ruleset *rules, const char *phrase);

/* What problems of CODE are about. */
const char *qp_text_kind(const struct qp_ruleset *rules, enum qp_code code);

/* The words for STATE. */
const char *qp_text_state(const struct qp_ruleset *rules, enum qp_state state);

/* What POLICY did, in words: "按零分计". */
const char *qp_text_policy(struct qp_arena *arena,
                           const struct qp_ruleset *rules,
                           struct qp_policy policy);

/* The other scale that HOW puts values on: "取对数". */
const char *qp_text_transform(struct qp_arena *arena,
                              const struct qp_ruleset *rules,
                              struct qp_transform how);

/* How the value of SCORE on NODE was treated as one that lies far out: "缩尾、
   取对数"; null if it was not. */
const char *qp_text_treatment(struct qp_arena *arena,
                              const struct qp_ruleset *rules, size_t node,
                              const struct qp_score *score);

/* What is to be said of SCORE on NODE beside its points: why its value is
   missing and what was done about it, or how it was treated; "" for
   nothing. */
const char *qp_text_score(struct qp_arena *arena,
                          const struct qp_ruleset *rules, size_t node,
                          const struct qp_score *score);

/* What is to be said of DISTRICT's place: the vetoes that struck, or why it
   has no total; "" for nothing. */
const char *qp_text_outcome(struct qp_arena *arena,
                            const struct qp_result *result, size_t district);

/* How far the city has come toward target I: what it is called, now, goal and
   percent; the name alone where nobody can say. */
const char *qp_text_progress(struct qp_arena *arena,
                             const struct qp_result *result, size_t i);

/* The date YYYY-MM-DD in words: 2026年6月30日, 30 June 2026. */
const char *qp_text_date(struct qp_arena *arena,
                         const struct qp_ruleset *rules, const char *date);

/* Where AT is, without folders: "2025.ini:31"; "" for nowhere. */
const char *qp_text_place(struct qp_arena *arena, struct qp_place at);

/* N in digits. */
const char *qp_text_count(struct qp_arena *arena, size_t n);

/* Points as printed: with the decimals of the rules where they are rounded to
   them, else like any number. */
const char *qp_text_points(struct qp_arena *arena,
                           const struct qp_ruleset *rules, qp_num points);

/* A and B with SEPARATOR between; either may be null or empty. */
const char *qp_text_join(struct qp_arena *arena, const char *a,
                         const char *separator, const char *b);

#endif
