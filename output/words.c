/* Words for programs; see words.h. */

#include <config.h>

#include "output/words.h"

#include <stddef.h>

const char *const qp_words_weights[] = { "points", "relative" };
const char *const qp_words_stage[] = { "indicator", "node", "total" };
const char *const qp_words_basis[] = { "published", "exact" };
const char *const qp_words_ties[] = { "competition", "dense", "average" };
const char *const qp_words_rounding[] = { "half_up", "half_even" };
const char *const qp_words_prior[] = { "record", "submission" };
const char *const qp_words_language[] = { "zh", "en" };
const char *const qp_words_giver[] = { "district", "department", "experts",
                                       "rules" };
const char *const qp_words_policy[] = { NULL,    "reject",     "zero",
                                        "score", "exclude",    "unscored",
                                        "mean",  "group_mean", "median",
                                        "min",   "prior" };
const char *const qp_words_standing[] = { NULL, "unscored", "excluded",
                                          "unavailable" };
const char *const qp_words_transform[] = { NULL, "log", "boxcox" };
const char *const qp_words_constant[] = { "full", "floor", "exclude" };
const char *const qp_words_zero_base[] = { "undefined", "full", "floor",
                                           "exclude" };
const char *const qp_words_effect[] = { "exclude", "unranked", "zero",
                                        "grade",   "cap",      "no_bonus" };
