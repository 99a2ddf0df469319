/* The master table of sections and keys; see keys.h. */

#include <config.h>

#include "rules/keys.h"

#include <stddef.h>

#include "engine/tongue.h"
#include "engine/words.h"
#include "rules/names.h"

static const char *const no_yes[] = { "no", "yes", NULL };
static const char *const directions[] = { "higher", "lower", NULL };
static const char *const scopes[] = { "all", "group", NULL };
static const char *const check_scopes[] = { "district", "city", NULL };
static const char *const levels[] = { "error", "warning", "note", NULL };
static const char *const occasions[] = { "always", "skewed", NULL };
static const char *const coverages[] = { "full", "partial", "municipal",
                                         NULL };
static const char *const states[] = { /* by enum qp_state */
    "reported",       "absent",    "missing", "withheld",
    "not_applicable", "undefined", NULL
};

#define AT(field) .offset = offsetof(struct qp_ruleset, field)
static const struct qp_key evaluation[] = {
    { "id", QP_KEY_TEXT,
      N_("name of the evaluation, which submissions repeat"), .required = true,
      AT(id) },
    { "title", QP_KEY_TEXT, N_("title of the evaluation in all documents"),
      .required = true, AT(title) },
    { "year", QP_KEY_INTEGER, N_("year that is evaluated"), .required = true,
      AT(year), .least = 1000, .most = 9999 },
    { "authority", QP_KEY_TEXT, N_("who holds the evaluation"),
      AT(authority) },
    { "date", QP_KEY_DATE,
      N_("date that workbooks and records bear; 31 December of the year if "
         "left out"),
      AT(date) },
    { "due", QP_KEY_DATE,
      N_("last day on which submissions are in time, for days_between(due, "
         "submitted)"),
      AT(due) },
    { "language", QP_KEY_WORD, N_("language of the workbooks"), .preset = "zh",
      AT(language), .words = qp_words_language },
    { "include", QP_KEY_FILES,
      N_("further rule files, apart by blanks, relative to this one"),
      .required = false },
    { "weights", QP_KEY_WORD,
      N_("points: leaves add up to the scale; relative: within the parent, "
         "any sum"),
      .preset = "points", AT(weights), .words = qp_words_weights,
      .decides = true },
    { "scale", QP_KEY_POSITIVE, N_("points of a district with full marks"),
      .preset = "100", AT(scale), .decides = true },
    { "aggregate", QP_KEY_AGGREGATION, N_("how the top nodes make the total"),
      .preset = "sum", AT(aggregate) },
    { "aggregate_alternatives", QP_KEY_AGGREGATIONS,
      N_("what else the top nodes could make the total by, for simulations"),
      AT(aggregate_alternatives),
      .count = offsetof(struct qp_ruleset, n_aggregate_alternatives) },
    { "weighting", QP_KEY_WEIGHTING,
      N_("where the top nodes have their weights from: given by the rules, "
         "equal, ahp or budget as in [weights NAME], or from the scores of "
         "the districts: entropy, critic, sd, pca"),
      .preset = "given", AT(weighting), .decides = true },
    { "rounding", QP_KEY_WORD,
      N_("half_up: halves away from zero; half_even: to the even neighbour"),
      .preset = "half_up", AT(rounding), .words = qp_words_rounding },
    { "decimals", QP_KEY_INTEGER, N_("decimals of points"), .preset = "2",
      AT(decimals), .least = 0, .most = 18 },
    { "round_at", QP_KEY_WORD,
      N_("indicator: every leaf is rounded; node: every node above leaves; "
         "total: the total only"),
      .preset = "indicator", AT(round_at), .words = qp_words_stage },
    { "rank_on", QP_KEY_WORD, N_("rank on totals as printed or exact"),
      .preset = "published", AT(rank_on), .words = qp_words_basis },
    { "ties", QP_KEY_WORD,
      N_("equal totals rank competition 1 2 2 4, dense 1 2 2 3 or average 1 "
         "2.5 2.5 4"),
      .preset = "competition", AT(ties), .words = qp_words_ties },
    { "tie_break", QP_KEY_INDICATORS,
      N_("indicators whose points are compared in turn before a tie is "
         "accepted"),
      AT(tie_break), .count = offsetof(struct qp_ruleset, n_tie_break) },
    { "bonus_cap", QP_KEY_AMOUNT, N_("most points that all bonuses may add"),
      AT(bonus_cap) },
    { "deduction_cap", QP_KEY_AMOUNT,
      N_("most points that all deductions may take away"), AT(deduction_cap) },
    { "prior", QP_KEY_WORD,
      N_("last year's figures: record: from last year's result; submission: "
         "from data with last year's period"),
      .preset = "record", AT(prior), .words = qp_words_prior,
      .decides = true },
    { "min_available", QP_KEY_SHARE,
      N_("percent of the weight that must have a score, else there is no "
         "total"),
      AT(min_available) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_group, field)
static const struct qp_key group[] = {
    { "name", QP_KEY_TEXT, N_("name of the group"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_district, field)
static const struct qp_key district[] = {
    { "name", QP_KEY_TEXT, N_("name of the district"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "group", QP_KEY_GROUP, N_("group that it is compared within"),
      AT(group) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_measure, field)
static const struct qp_key measure[] = {
    { "title", QP_KEY_TEXT, N_("what the plan says, in short"),
      .required = true, AT(title) },
    { "departments", QP_KEY_TEXT, N_("who carries it out"), AT(departments) },
    { "coverage", QP_KEY_WORD,
      N_("how far a district's part in it can be measured: full; partial: in "
         "part, by proxy, or in few districts; municipal: not at all, it is "
         "the city's own business"),
      .preset = "full", AT(coverage), .words = coverages },
    { "note", QP_KEY_TEXT, N_("why nothing measures it, or the like"),
      AT(note) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_record_type, field)
static const struct qp_key record[] = {
    { "name", QP_KEY_TEXT, N_("name of such a record"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "fields", QP_KEY_FIELDS,
      N_("codes of its fields apart by blanks, which are the attributes of a "
         "row; letter case counts there"),
      .required = true },
    { "key", QP_KEY_FIELD,
      N_("field that tells records apart: no two of all districts are alike "
         "in it"),
      AT(key) },
    { "territorial", QP_KEY_FIELD,
      N_("field whose values stand in one district's file only: a firm "
         "reports where it is registered"),
      AT(territorial) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_datum, field)
static const struct qp_key datum[] = {
    { "name", QP_KEY_TEXT, N_("name of the figure"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "unit", QP_KEY_TEXT, N_("unit; a pure number if left out"), .preset = "",
      AT(unit_name) },
    { "decimals", QP_KEY_INTEGER,
      N_("most decimals that may be written; any if left out"), AT(decimals),
      .least = 0, .most = 18 },
    { "min", QP_KEY_NUMBER, N_("least figure allowed, in the unit"), AT(min) },
    { "max", QP_KEY_NUMBER, N_("greatest figure allowed, in the unit"),
      AT(max) },
    { "required", QP_KEY_SWITCH,
      N_("yes: a submission must have it, if only to say why there is no "
         "figure"),
      .preset = "no", AT(required), .words = no_yes },
    { "given_by", QP_KEY_WORD,
      N_("district: in its submission; department: in a verification; "
         "experts: in scores; rules: in the district's section"),
      .preset = "district", AT(given_by), .words = qp_words_giver },
    { "min_experts", QP_KEY_INTEGER,
      N_("fewer scores than that leave a panel undefined"), AT(min_experts),
      .least = 1, .most = 1000 },
    { "source", QP_KEY_TEXT, N_("department that the figure comes from"),
      AT(source) },
    { "measures", QP_KEY_MEASURES,
      N_("measures of the plan that it speaks to"), AT(measures),
      .count = offsetof(struct qp_datum, n_measures) },
    { "note", QP_KEY_TEXT,
      N_("how to fill it in, or why it is asked for though nothing uses it"),
      AT(note) },
    { "record", QP_KEY_RECORD,
      N_("records that it is derived from; a figure that is given as well "
         "must be equal"),
      AT(record) },
    { "where", QP_KEY_FORMULA,
      N_("condition on the fields of a record to count; all if left out"),
      AT(where) },
    { "by", QP_KEY_FIELD,
      N_("field by which records make groups; a group then counts as one "
         "record, whose amounts are the sums over it"),
      AT(by) },
    { "having", QP_KEY_FORMULA,
      N_("condition on groups to count, such as sum(executed) > 10000; all if "
         "left out"),
      AT(having) },
    { "take", QP_KEY_TAKE,
      N_("what the figure is of those that count; needed beside record"),
      AT(take) },
    { "tolerance", QP_KEY_AMOUNT,
      N_("most that a figure that is given may differ from the derived one, "
         "in the unit"),
      .preset = "0", AT(tolerance) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_check, field)
static const struct qp_key check[] = {
    { "name", QP_KEY_TEXT, N_("what must hold, in short"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "record", QP_KEY_RECORD,
      N_("records each of which is checked; the data of districts if left "
         "out"),
      AT(record) },
    { "scope", QP_KEY_SWITCH,
      N_("district: each district's data are checked; city: all of them "
         "together, by city_sum and the like"),
      .preset = "district", AT(by_city), .words = check_scopes },
    { "assert", QP_KEY_FORMULA,
      N_("what must hold: a condition over data, or over the fields of the "
         "record.  It is not found to fail where a figure is missing, or that "
         "of the year before is not known"),
      .required = true, AT(assertion) },
    { "unless", QP_KEY_FORMULA,
      N_("condition on which it need not hold, such as has_note(datum)"),
      AT(unless) },
    { "level", QP_KEY_WORD,
      N_("error: nothing is scored; warning, note: it is shown, and scoring "
         "goes on.  An error that verification has put right is noted only"),
      .preset = "error", AT(level), .words = levels },
    { "note", QP_KEY_TEXT, N_("explanation that is printed with it"),
      AT(note) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_indicator, field)
static const struct qp_key indicator[] = {
    { "parent", QP_KEY_PARENT,
      N_("indicator above it; directly below the total if left out"),
      AT(parent) },
    { "name", QP_KEY_TEXT, N_("name of the indicator"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "unit", QP_KEY_TEXT, N_("label that is shown with the value"),
      .preset = "", AT(unit_name) },
    { "weight", QP_KEY_AMOUNT,
      N_("points, or weight within the parent where weights are relative"),
      AT(weight) },
    { "value", QP_KEY_FORMULA, N_("what is measured: an expression over data"),
      AT(value), .nodes = QP_KEY_LEAF },
    { "method", QP_KEY_METHOD, N_("how values become scores"), AT(method),
      .nodes = QP_KEY_LEAF },
    { "alternatives", QP_KEY_METHODS,
      N_("methods that values could become scores by, for simulations, with "
         "the parameters of the same name that method has, else what is "
         "preset; zscore with mean = 50 and sd = 20"),
      AT(alternatives), .count = offsetof(struct qp_indicator, n_alternatives),
      .nodes = QP_KEY_LEAF },
    { "direction", QP_KEY_SWITCH, N_("lower: less is better"),
      .preset = "higher", AT(lower), .words = directions,
      .nodes = QP_KEY_LEAF },
    { "scope", QP_KEY_SWITCH,
      N_("districts that it is compared with: all, or its group"),
      .preset = "all", AT(by_group), .words = scopes, .nodes = QP_KEY_LEAF },
    { "clip", QP_KEY_CLIP,
      N_("bounds of the score in percent, LOW HIGH, or none; the method's own "
         "if left out"),
      .nodes = QP_KEY_LEAF },
    { "constant", QP_KEY_WORD, N_("what all earn when all values are equal"),
      .preset = "full", AT(constant), .words = qp_words_constant,
      .nodes = QP_KEY_LEAF },
    { "zero_base", QP_KEY_WORD,
      N_("what a base that is not positive earns; undefined: as missing says"),
      .preset = "undefined", AT(zero_base), .words = qp_words_zero_base,
      .nodes = QP_KEY_LEAF },
    { "clip_value", QP_KEY_LIMITS,
      N_("bounds that values are held within before all else, LOW HIGH in the "
         "value's unit"),
      AT(treatment.clip), .nodes = QP_KEY_LEAF },
    { "winsorise", QP_KEY_INTEGER,
      N_("most values of its scope that are moved: one after the other the "
         "outermost on the side of the skew becomes the next one inward, as "
         "long as skewness and kurtosis both reach their bounds.  Equal "
         "values move together or not at all"),
      AT(treatment.winsorise), .least = 1, .most = 1000,
      .nodes = QP_KEY_LEAF },
    { "treat", QP_KEY_TRANSFORM,
      N_("another scale for values that are then held against each other.  "
         "log: ln x; boxcox L: (x^L - 1) / L, which for L = 0 is ln x; where "
         "a value of a peer is 0 or less, x is x - least + 1"),
      AT(treatment.transform), .nodes = QP_KEY_LEAF },
    { "treat_when", QP_KEY_SWITCH,
      N_("skewed: treat only where, after winsorise, skewness and kurtosis "
         "both reach their bounds"),
      .preset = "always", AT(treatment.if_skewed), .words = occasions,
      .nodes = QP_KEY_LEAF },
    { "skewness_bound", QP_KEY_AMOUNT,
      N_("skewness, with the correction for samples and either sign, that "
         "counts as skewed"),
      .preset = "2", AT(treatment.skewness_bound), .nodes = QP_KEY_LEAF },
    { "kurtosis_bound", QP_KEY_NUMBER,
      N_("kurtosis beyond that of a bell curve, likewise corrected, that "
         "counts as skewed together with it"),
      .preset = "3.5", AT(treatment.kurtosis_bound), .nodes = QP_KEY_LEAF },
    { "missing", QP_KEY_POLICY,
      N_("what a value that is not there earns; reject if left out.  mean, "
         "median and min are of the values of its scope, group_mean of those "
         "of the district's own group, all after treatment.  Every gap is "
         "listed with the rank that the district would have if the evaluation "
         "were done again with this gap left out and all else as it is"),
      AT(missing), .nodes = QP_KEY_LEAF },
    { "missing.absent", QP_KEY_POLICY,
      N_("the same where the submission says nothing"),
      AT(missing_state[QP_ABSENT]), .nodes = QP_KEY_LEAF },
    { "missing.missing", QP_KEY_POLICY,
      N_("the same where the district has no figure"),
      AT(missing_state[QP_MISSING]), .nodes = QP_KEY_LEAF },
    { "missing.withheld", QP_KEY_POLICY,
      N_("the same where the figure is not given"),
      AT(missing_state[QP_WITHHELD]), .nodes = QP_KEY_LEAF },
    { "missing.not_applicable", QP_KEY_POLICY,
      N_("the same where there can be none; exclude if missing is left out "
         "too"),
      AT(missing_state[QP_NOT_APPLICABLE]), .nodes = QP_KEY_LEAF },
    { "missing.undefined", QP_KEY_POLICY,
      N_("the same where it cannot be computed"),
      AT(missing_state[QP_UNDEFINED]), .nodes = QP_KEY_LEAF },
    { "aggregate", QP_KEY_AGGREGATION, N_("how its children make its score"),
      .preset = "sum", AT(aggregate), .nodes = QP_KEY_INNER },
    { "aggregate_alternatives", QP_KEY_AGGREGATIONS,
      N_("what else could make it, for simulations"),
      AT(aggregate_alternatives),
      .count = offsetof(struct qp_indicator, n_aggregate_alternatives),
      .nodes = QP_KEY_INNER },
    { "weighting", QP_KEY_WEIGHTING,
      N_("where its children have their weights from, which split its points"),
      .preset = "given", AT(weighting), .nodes = QP_KEY_INNER },
    { "min_available", QP_KEY_SHARE,
      N_("percent of its weight that must have a score, else it is left out"),
      AT(min_available), .nodes = QP_KEY_INNER },
    { "measures", QP_KEY_MEASURES,
      N_("measures of the plan that it speaks to"), AT(measures),
      .count = offsetof(struct qp_indicator, n_measures) },
    { "note", QP_KEY_TEXT, N_("explanation that is printed with it"),
      AT(note) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_item, field)
static const struct qp_key item[] = {
    { "name", QP_KEY_TEXT, N_("name of the item"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "points", QP_KEY_FORMULA,
      N_("points as a positive number: an expression over data"),
      .required = true, AT(points) },
    { "cap", QP_KEY_AMOUNT, N_("most points of this item"), AT(cap) },
    { "measures", QP_KEY_MEASURES,
      N_("measures of the plan that it speaks to"), AT(measures),
      .count = offsetof(struct qp_item, n_measures) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_veto, field)
static const struct qp_key veto[] = {
    { "name", QP_KEY_TEXT, N_("name of the veto"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "when", QP_KEY_FORMULA, N_("condition over data on which it strikes"),
      .required = true, AT(when) },
    { "effect", QP_KEY_EFFECT,
      N_("exclude, unranked, zero, grade CODE, cap CODE or no_bonus"),
      .required = true },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_grade, field)
static const struct qp_key grade[] = {
    { "name", QP_KEY_TEXT, N_("name of the grade"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "min", QP_KEY_NUMBER, N_("total from which on it is given"), AT(min) },
    { "share", QP_KEY_SHARE, N_("percent of the ranked districts at most"),
      AT(share) },
    { "rank", QP_KEY_WHOLE, N_("last rank that it is given to"), AT(rank) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_ranking, field)
static const struct qp_key ranking[] = {
    { "name", QP_KEY_TEXT, N_("name of the ranking"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "where", QP_KEY_FORMULA, N_("condition on districts to be in it"),
      .required = true, AT(where) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_target, field)
static const struct qp_key target[] = {
    { "name", QP_KEY_TEXT, N_("name of the goal"), .required = true,
      AT(name) },
    { "name_en", QP_KEY_TEXT, N_("name in English"), AT(name_en) },
    { "value", QP_KEY_FORMULA,
      N_("what the city has come to: an expression of numbers, city_sum(...) "
         "and the like"),
      .required = true, AT(value) },
    { "goal", QP_KEY_FORMULA,
      N_("what the plan asks for: a number over 0, with its unit where that "
         "is not the value's"),
      .required = true, AT(goal) },
    { "measures", QP_KEY_MEASURES,
      N_("measures of the plan that it speaks to"), AT(measures),
      .count = offsetof(struct qp_target, n_measures) },
    { "note", QP_KEY_TEXT, N_("explanation that is printed with it"),
      AT(note) },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_example, field)
static const struct qp_key example[] = {
    { "indicator", QP_KEY_PARENT, N_("indicator that is tried"),
      .required = true, AT(indicator) },
    { "district", QP_KEY_DISTRICT,
      N_("district whose group, weights and figures given by the rules hold; "
         "the first one by code if left out"),
      AT(district) },
    { "points", QP_KEY_NUMBER,
      N_("points that come out, rounded to as many decimals as are written"),
      AT(points) },
    { "score", QP_KEY_NUMBER,
      N_("score that comes out in percent of full marks, rounded likewise"),
      AT(score) },
    { "state", QP_KEY_WORD, N_("state that comes out, before missing decides"),
      AT(state), .words = states },
};
#undef AT

#define AT(field) .offset = offsetof(struct qp_ruleset, robustness.field)
static const struct qp_key robustness[] = {
    { "weights", QP_KEY_WEIGHT_SPREAD,
      N_("how far weights are uncertain: each by up to so many percent of "
         "itself, or those of siblings together about their own, the closer "
         "the greater K is"),
      .preset = "20 %", AT(weights) },
    { "data", QP_KEY_SPREAD,
      N_("how far figures of districts and departments are, each by so many "
         "percent of itself, within min and max of its datum"),
      .preset = "2 %", AT(data) },
    { "missing", QP_KEY_POLICIES,
      N_("what else a missing figure could earn, in place of all that the "
         "indicators say of it; what is not applicable stays as they say"),
      AT(missing),
      .count = offsetof(struct qp_ruleset, robustness.n_missing) },
};
#undef AT

#define KEYS(table) .keys = table, .n_keys = QP_COUNT(table)
#define ARRAY(field, number, type)                                           \
    .array = offsetof(struct qp_ruleset, field),                             \
    .count = offsetof(struct qp_ruleset, number), .has_code = true,          \
    .size = sizeof(struct type), .code = offsetof(struct type, code),        \
    .at = offsetof(struct type, at)

const struct qp_kind qp_kinds[QP_N_KINDS] = {
    [QP_KIND_EVALUATION] = { "evaluation",
                             N_("the evaluation as a whole; in the main file"),
                             KEYS(evaluation) },
    [QP_KIND_UNITS] = { "units", N_("units that lead to other units"),
                        "NAME = FACTOR UNIT", .n_keys = 0 },
    [QP_KIND_GROUP] = { "group", N_("districts that are compared together"),
                        KEYS(group), ARRAY(groups, n_groups, qp_group),
                        .is_sorted = true },
    [QP_KIND_DISTRICT] = { "district", N_("one who is evaluated"),
                           N_("DATUM = NUMBER [UNIT]: its figure of a datum "
                              "that is given by the rules"),
                           KEYS(district),
                           ARRAY(districts, n_districts, qp_district),
                           .is_sorted = true },
    [QP_KIND_MEASURE] = { "measure", N_("a measure of the policy plan"),
                          KEYS(measure),
                          ARRAY(measures, n_measures, qp_measure) },
    [QP_KIND_RECORD] = { "record",
                         N_("a kind of rows of detail, such as contracts, "
                            "that a submission may carry in <records>"),
                         N_("FIELD = TYPE for each field; FIELD.name and "
                            "FIELD.name_en = what people call it; "
                            "FIELD.optional = yes: a row may leave it out; "
                            "FIELD.decimals = the most decimals that may be "
                            "written, of a decimal"),
                         KEYS(record),
                         ARRAY(records, n_records, qp_record_type) },
    [QP_KIND_DATUM] = { "datum", N_("a figure that is reported"), KEYS(datum),
                        ARRAY(data, n_data, qp_datum) },
    [QP_KIND_CHECK] = { "check",
                        N_("what must hold before anything is scored: for "
                           "each district, each record or the city"),
                        KEYS(check), ARRAY(checks, n_checks, qp_check) },
    [QP_KIND_INDICATOR] = { "indicator",
                            N_("a node of the tree: a leaf has a value and a "
                               "method, an inner node has children"),
                            N_("weight.GROUP = the weight for a group's "
                               "districts; on a leaf the parameters of its "
                               "method"),
                            KEYS(indicator),
                            ARRAY(indicators, n_indicators, qp_indicator) },
    [QP_KIND_WEIGHTS] = { "weights",
                          N_("what judges say of the children of a node, for "
                             "weighting = ahp or budget"),
                          N_("a row CODE = NUMBERS for each child.  ahp: the "
                             "upper triangle of the comparisons, from the 1 "
                             "on the diagonal on: how many times as important "
                             "as itself and the children of the rows below, "
                             "from 1/9 to 9.  budget: what each expert gives "
                             "to the child, a column an expert, with the same "
                             "sum for each expert"),
                          NULL, 0,
                          ARRAY(judgements, n_judgements, qp_judgements) },
    [QP_KIND_BONUS] = { "bonus", N_("points added after the tree"), KEYS(item),
                        ARRAY(bonuses, n_bonuses, qp_item) },
    [QP_KIND_DEDUCTION] = { "deduction",
                            N_("points taken away after the tree"), KEYS(item),
                            ARRAY(deductions, n_deductions, qp_item) },
    [QP_KIND_VETO] = { "veto", N_("an event that disqualifies"), KEYS(veto),
                       ARRAY(vetoes, n_vetoes, qp_veto) },
    [QP_KIND_GRADE] = { "grade", N_("a grade; the best one stands first"),
                        KEYS(grade), ARRAY(grades, n_grades, qp_grade) },
    [QP_KIND_RANKING] = { "ranking", N_("an order among some districts"),
                          KEYS(ranking),
                          ARRAY(rankings, n_rankings, qp_ranking) },
    [QP_KIND_TARGET] = { "target",
                         N_("a goal of the plan for the city; how far it has "
                            "come is shown, and scores nothing"),
                         KEYS(target), ARRAY(targets, n_targets, qp_target) },
    [QP_KIND_EXAMPLE] = { "example",
                          N_("figures of one district, and what an indicator "
                             "comes to for them; lint tries it"),
                          N_("DATUM = NUMBER [UNIT], a state such as missing, "
                             "or the scores of experts; DATUM.prior = the "
                             "same for the year before; DATUM.DISTRICT and "
                             "DATUM.prior.DISTRICT = the same for another "
                             "district that it is compared with"),
                          KEYS(example),
                          ARRAY(examples, n_examples, qp_example) },
    [QP_KIND_ROBUSTNESS] = { "robustness",
                             N_("what simulations take as uncertain, beside "
                                "the alternatives of indicators; without it "
                                "what its keys preset"),
                             KEYS(robustness) },
};

static const char *const types[QP_N_KEY_TYPES] = {
    [QP_KEY_TEXT] = N_("text"),
    [QP_KEY_DATE] = N_("a date, YYYY-MM-DD"),
    [QP_KEY_FILES] = N_("names of files"),
    [QP_KEY_INTEGER] = N_("an integer"),
    [QP_KEY_NUMBER] = N_("a number"),
    [QP_KEY_AMOUNT] = N_("a number, 0 or more"),
    [QP_KEY_POSITIVE] = N_("a number over 0"),
    [QP_KEY_WHOLE] = N_("a whole number over 0"),
    [QP_KEY_SHARE] = N_("percent, 0 to 100"),
    [QP_KEY_WORD] = N_("one of"),
    [QP_KEY_SWITCH] = N_("one of"),
    [QP_KEY_AGGREGATION] =
        N_("one of sum, mean, geometric, harmonic, power P, min, median, "
           "topsis, copeland or grey RHO"),
    [QP_KEY_AGGREGATIONS] = N_("such words, apart by blanks"),
    [QP_KEY_WEIGHTING] = N_(
        "one of given, equal, ahp NAME, budget NAME, entropy, critic, sd or "
        "pca"),
    [QP_KEY_POLICY] =
        N_("percent of full marks, or reject, zero, exclude, unscored, mean, "
           "group_mean, median, min or prior"),
    [QP_KEY_POLICIES] =
        N_("such words or numbers, apart by blanks, but for reject"),
    [QP_KEY_SPREAD] = N_("percent, 0 to 100, or none"),
    [QP_KEY_WEIGHT_SPREAD] =
        N_("percent, 0 to 100, or none, or dirichlet K, with K over 0"),
    [QP_KEY_LIMITS] = N_("two numbers, or none in place of one of them"),
    [QP_KEY_TRANSFORM] = N_("one of log or boxcox L, with L from -5 to 5"),
    [QP_KEY_CLIP] = N_("two numbers in percent, or none"),
    [QP_KEY_FORMULA] = N_("an expression"),
    [QP_KEY_METHOD] = N_("one of the methods"),
    [QP_KEY_METHODS] = N_("methods, apart by blanks"),
    [QP_KEY_GROUP] = N_("a group's code"),
    [QP_KEY_PARENT] = N_("an indicator's code"),
    [QP_KEY_DISTRICT] = N_("a district's code"),
    [QP_KEY_INDICATORS] = N_("indicators' codes"),
    [QP_KEY_MEASURES] = N_("measures' codes"),
    [QP_KEY_RECORD] = N_("a record's code"),
    [QP_KEY_FIELDS] = N_("codes"),
    [QP_KEY_FIELD] = N_("a field's code"),
    [QP_KEY_TAKE] =
        N_("one of count, sum FIELD, distinct FIELD, max FIELD, min FIELD or "
           "mean FIELD"),
    [QP_KEY_EFFECT] = N_("an effect and, with grade and cap, a grade's code"),
};

const char *
qp_key_type_text(enum qp_key_type type)
{
    return types[type];
}

const struct qp_kind *
qp_kind_find(const char *name)
{
    for (size_t i = 0; i < QP_N_KINDS; i++)
        if (qp_names_order(qp_kinds[i].name, name) == 0)
            return &qp_kinds[i];
    return NULL;
}

const struct qp_key *
qp_key_find(const struct qp_kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->n_keys; i++)
        if (qp_names_order(kind->keys[i].name, name) == 0)
            return &kind->keys[i];
    return NULL;
}
