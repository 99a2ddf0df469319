/* Words of the rules; see words.h. */

#include <config.h>

#include "engine/words.h"

#include "engine/result.h"

const char *const qp_words_weights[] = {
    [QP_WEIGHTS_POINTS] = "points",
    [QP_WEIGHTS_RELATIVE] = "relative",
    NULL,
};

const char *const qp_words_stage[] = {
    [QP_STAGE_INDICATOR] = "indicator",
    [QP_STAGE_NODE] = "node",
    [QP_STAGE_TOTAL] = "total",
    NULL,
};

const char *const qp_words_basis[] = {
    [QP_RANK_PUBLISHED] = "published",
    [QP_RANK_EXACT] = "exact",
    NULL,
};

const char *const qp_words_ties[] = {
    [QP_TIES_COMPETITION] = "competition",
    [QP_TIES_DENSE] = "dense",
    [QP_TIES_AVERAGE] = "average",
    NULL,
};

const char *const qp_words_rounding[] = {
    [QP_ROUND_HALF_UP] = "half_up",
    [QP_ROUND_HALF_EVEN] = "half_even",
    NULL,
};

const char *const qp_words_prior[] = {
    [QP_PRIOR_RECORD] = "record",
    [QP_PRIOR_SUBMISSION] = "submission",
    NULL,
};

const char *const qp_words_language[] = {
    [QP_LANGUAGE_ZH] = "zh",
    [QP_LANGUAGE_EN] = "en",
    NULL,
};

const char *const qp_words_giver[] = {
    [QP_BY_DISTRICT] = "district",
    [QP_BY_DEPARTMENT] = "department",
    [QP_BY_EXPERTS] = "experts",
    [QP_BY_RULES] = "rules",
    NULL,
};

const char *const qp_words_constant[] = {
    [QP_CONSTANT_FULL] = "full",
    [QP_CONSTANT_FLOOR] = "floor",
    [QP_CONSTANT_EXCLUDE] = "exclude",
    NULL,
};

const char *const qp_words_zero_base[] = {
    [QP_ZERO_BASE_UNDEFINED] = "undefined",
    [QP_ZERO_BASE_FULL] = "full",
    [QP_ZERO_BASE_FLOOR] = "floor",
    [QP_ZERO_BASE_EXCLUDE] = "exclude",
    NULL,
};

const char *const qp_words_effect[] = {
    [QP_EFFECT_EXCLUDE] = "exclude",
    [QP_EFFECT_UNRANKED] = "unranked",
    [QP_EFFECT_ZERO] = "zero",
    [QP_EFFECT_GRADE] = "grade",
    [QP_EFFECT_CAP] = "cap",
    [QP_EFFECT_NO_BONUS] = "no_bonus",
    NULL,
};

const char *const qp_words_policy[] = {
    [QP_POLICY_REJECT] = "reject",
    [QP_POLICY_ZERO] = "zero",
    [QP_POLICY_SCORE] = "score",
    [QP_POLICY_EXCLUDE] = "exclude",
    [QP_POLICY_UNSCORED] = "unscored",
    [QP_POLICY_MEAN] = "mean",
    [QP_POLICY_GROUP_MEAN] = "group_mean",
    [QP_POLICY_MEDIAN] = "median",
    [QP_POLICY_MIN] = "min",
    [QP_POLICY_PRIOR] = "prior",
};

const char *const qp_words_standing[] = {
    [QP_STANDING_SCORED] = NULL,
    [QP_STANDING_UNSCORED] = "unscored",
    [QP_STANDING_EXCLUDED] = "excluded",
    [QP_STANDING_UNAVAILABLE] = "unavailable",
};

const char *const qp_words_transform[] = {
    [QP_TRANSFORM_NONE] = NULL,
    [QP_TRANSFORM_LOG] = "log",
    [QP_TRANSFORM_BOXCOX] = "boxcox",
};
