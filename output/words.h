/* The words by which what is written for programs names kinds of things, as
   the rules name them where they have a word for it. */

#ifndef QP_OUTPUT_WORDS_H
#define QP_OUTPUT_WORDS_H

/* By the enumerations of model.h and result.h; null: nothing is said. */
extern const char *const qp_words_weights[];
extern const char *const qp_words_stage[];
extern const char *const qp_words_basis[];
extern const char *const qp_words_ties[];
extern const char *const qp_words_rounding[];
extern const char *const qp_words_prior[];
extern const char *const qp_words_language[];
extern const char *const qp_words_giver[];
extern const char *const qp_words_policy[];
extern const char *const qp_words_standing[];
extern const char *const qp_words_transform[];
extern const char *const qp_words_constant[];
extern const char *const qp_words_zero_base[];
extern const char *const qp_words_effect[];

#endif
