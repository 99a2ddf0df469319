/* The words by which rules name kinds of things.  Rules are read by them, and
   what is written for programs repeats them. */

#ifndef QP_ENGINE_WORDS_H
#define QP_ENGINE_WORDS_H

/* By the enumerations of model.h; each ends with a null. */
extern const char *const qp_words_weights[];
extern const char *const qp_words_stage[];
extern const char *const qp_words_basis[];
extern const char *const qp_words_ties[];
extern const char *const qp_words_rounding[];
extern const char *const qp_words_prior[];
extern const char *const qp_words_language[];
extern const char *const qp_words_giver[];
extern const char *const qp_words_constant[];
extern const char *const qp_words_zero_base[];
extern const char *const qp_words_effect[];

/* By the enumerations of model.h and result.h; null: nothing is said. */
extern const char *const qp_words_policy[];
extern const char *const qp_words_standing[];
extern const char *const qp_words_transform[];

#endif
