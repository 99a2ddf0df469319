/* The documents that a run starts from: the rule set and what was submitted.
   They are filled once by rules/ and input/ and are read-only from then on.
   Districts, data and indicators are named by their index in these arrays
   throughout the engine; codes are for people. */

#ifndef QP_ENGINE_MODEL_H
#define QP_ENGINE_MODEL_H

#include "engine/diag.h"
#include "engine/num.h"
#include "engine/unit.h"
#include "engine/value.h"

struct qp_expr;
struct qp_method;

/* No district, datum, indicator or group. */
#define QP_NONE ((size_t)-1)

/* A file that was read, by what identifies it anywhere. */
struct qp_file {
    const char *path;   /* as the user gave it, for messages */
    const char *name;   /* base name, for records */
    char sha256[65];    /* lower-case hexadecimal, of the bytes as read */
    unsigned long long size;
};

/* ---- figures, as rules and submissions give them ---- */

/* One figure as somebody gave it. */
struct qp_figure {
    struct qp_value value;  /* in the datum's unit; a state has its reason */
    const char *unit;       /* as in the file, null when left out */
    struct qp_place at;
};

/* One expert's score. */
struct qp_opinion {
    const char *expert;
    qp_num score;
    bool conflict; /* left out */
    struct qp_place at;
};

/* ---- the rule set ---- */

/* An expression as written and compiled; EXPR is null where none is given. */
struct qp_formula {
    const char *text;
    struct qp_place at;
    const struct qp_expr *expr;
};

enum qp_weights { QP_WEIGHTS_POINTS, QP_WEIGHTS_RELATIVE };
enum qp_stage { QP_STAGE_INDICATOR, QP_STAGE_NODE, QP_STAGE_TOTAL };
enum qp_basis { QP_RANK_PUBLISHED, QP_RANK_EXACT };
enum qp_ties { QP_TIES_COMPETITION, QP_TIES_DENSE, QP_TIES_AVERAGE };
enum qp_prior { QP_PRIOR_RECORD, QP_PRIOR_SUBMISSION };
enum qp_language { QP_LANGUAGE_ZH, QP_LANGUAGE_EN, QP_N_LANGUAGES };

enum qp_aggregate {
    QP_AGGREGATE_SUM,
    QP_AGGREGATE_MEAN,
    QP_AGGREGATE_GEOMETRIC,
    QP_AGGREGATE_HARMONIC,
    QP_AGGREGATE_POWER,
    QP_AGGREGATE_MIN,
    QP_AGGREGATE_MEDIAN,
    QP_AGGREGATE_TOPSIS,
    QP_AGGREGATE_COPELAND,
    QP_AGGREGATE_GREY,
    QP_N_AGGREGATES
};

/* "sum"; "power" with its exponent P; "grey" with its distinguishing
   coefficient. */
struct qp_aggregation {
    enum qp_aggregate kind;
    qp_num power;
    qp_num rho;
};

/* A figure that a score or weight rests on: a parameter of the method, or a
   statistic of the peers. */
struct qp_quantity {
    const char *name; /* "low", "target", "max", "peers" */
    qp_num number;
    bool is_statistic; /* of the peers */
    bool rounded;      /* a statistic held to 1,024 bits */
};

/* Where the children of a node have their weights from: the rules, judges, or
   the scores of the districts. */
enum qp_weighting_kind {
    QP_WEIGHTING_GIVEN,
    QP_WEIGHTING_EQUAL,
    QP_WEIGHTING_AHP,
    QP_WEIGHTING_BUDGET,
    QP_WEIGHTING_ENTROPY,
    QP_WEIGHTING_CRITIC,
    QP_WEIGHTING_SD,
    QP_WEIGHTING_PCA
};

/* "weighting = ahp NAME". */
struct qp_weighting {
    enum qp_weighting_kind kind;
    size_t judgements; /* index, of ahp and budget */
    struct qp_place at;
};

/* A row of a [weights NAME]: what is said of one indicator. */
struct qp_judgement {
    size_t indicator;
    const qp_num *numbers;
    size_t n;
    struct qp_place at;
};

/* A [weights NAME].  Rows stand in file order. */
struct qp_judgements {
    const char *code;
    struct qp_judgement *rows;
    size_t n_rows;
    struct qp_place at;
};

/* The weight that was found for one child, and what it rests on: "sd",
   "loading"; of a budget "mean", "min" and "max" of the experts. */
struct qp_weighed {
    qp_num share; /* of the parent, 1 = all of it */
    const struct qp_quantity *quantities;
    size_t n_quantities;
};

/* How the weights of a node's children were found. */
struct qp_weighing {
    const struct qp_weighed *children; /* in the order of the children */
    const struct qp_quantity *quantities; /* "lambda", "cr", "districts" */
    size_t n_quantities;
    const char *note; /* why they are equal instead; null if they are not */
};

struct qp_group {
    const char *code, *name, *name_en;
    struct qp_place at;
};

struct qp_district {
    const char *code, *name, *name_en;
    const char *group_text; /* as written; null without a group */
    size_t group;           /* index, QP_NONE without a group */
    struct qp_place at;
};

/* How far a measure of the plan can be seen in a district, whether or not
   anything looks. */
enum qp_coverage {
    QP_COVERAGE_FULL,
    QP_COVERAGE_PARTIAL,  /* in part, by proxy, or in few districts */
    QP_COVERAGE_MUNICIPAL /* the city's own business */
};

struct qp_measure {
    const char *code, *title, *departments, *note;
    enum qp_coverage coverage;
    struct qp_place at;
};

/* Who gives a datum. */
enum qp_giver {
    QP_BY_DISTRICT,   /* in its submission; a verification may replace it */
    QP_BY_DEPARTMENT, /* in a verification only */
    QP_BY_EXPERTS,    /* in <scores>: a panel, read by mean(x) and the like */
    QP_BY_RULES       /* in the district's own section of the rules */
};

/* What a field of a detail record holds. */
enum qp_field_type {
    QP_FIELD_TEXT,
    QP_FIELD_INTEGER,
    QP_FIELD_DECIMAL,
    QP_FIELD_DATE,   /* YYYY-MM-DD */
    QP_FIELD_ENUM,   /* one of its words */
    QP_FIELD_BOOL,   /* yes or no */
    QP_FIELD_USCC,   /* unified social credit code, GB 32100 */
    QP_FIELD_COUNTRY, /* ISO 3166-1 alpha-2 */
    QP_N_FIELD_TYPES
};

/* A field of a record type: an attribute of its rows. */
struct qp_record_field {
    const char *code, *name, *name_en;
    enum qp_field_type type;
    const char *unit_name; /* as written, "" for a pure number */
    const struct qp_unit *unit;
    const char *const *words; /* of an enum */
    size_t n_words;
    bool optional;
    int decimals; /* most that may be written, -1 any */
    struct qp_place at;
};

/* A kind of rows of detail, such as contracts. */
struct qp_record_type {
    const char *code, *name, *name_en;
    struct qp_record_field *fields;
    size_t n_fields;
    size_t key;         /* field that tells rows apart; QP_NONE: nothing */
    size_t territorial; /* field whose value one district has alone, or
                           QP_NONE */
    struct qp_place at;
};

/* What a datum takes of the rows of a record type, or a condition on a group
   of rows asks for. */
enum qp_take_kind {
    QP_TAKE_COUNT,
    QP_TAKE_SUM,
    QP_TAKE_DISTINCT,
    QP_TAKE_MAX,
    QP_TAKE_MIN,
    QP_TAKE_MEAN,
    QP_N_TAKES
};

struct qp_take {
    enum qp_take_kind kind;
    size_t field; /* QP_NONE: of count */
};

struct qp_datum {
    const char *code, *name, *name_en, *source, *note;
    const char *unit_name;       /* as written, "" for a pure number */
    const struct qp_unit *unit;
    int decimals;                /* most that may be written, -1 any */
    qp_num min, max;             /* inclusive; undefined where not given */
    bool required;
    enum qp_giver given_by;
    int min_experts;
    const size_t *measures;
    size_t n_measures;

    /* Of a datum that is derived from rows of a record type.  BY makes groups
       of them, and a group then counts as one row whose fields are the sums
       over its rows. */
    size_t record; /* index, QP_NONE: it is not derived */
    struct qp_formula where, having;
    size_t by; /* field, or QP_NONE */
    struct qp_take take;
    qp_num tolerance; /* between a typed and the derived figure */
    struct qp_place at;
};

enum qp_level {
    QP_LEVEL_ERROR,
    QP_LEVEL_WARNING,
    QP_LEVEL_NOTE,
    QP_N_LEVELS
};

/* Something that must hold: for each row of a record type, for each
   district, or once for the city. */
struct qp_check {
    const char *code, *name, *name_en, *note;
    size_t record; /* index, or QP_NONE */
    bool by_city;
    struct qp_formula assertion, unless;
    enum qp_level level;
    struct qp_place at;
};

/* A goal of the plan for the city, and what measures how far it has come. */
struct qp_target {
    const char *code, *name, *name_en, *note;
    struct qp_formula value, goal; /* of the city; a number over 0 */
    const size_t *measures;
    size_t n_measures;
    struct qp_place at;
};

/* What a missing value earns. */
enum qp_policy_kind {
    QP_POLICY_NONE, /* not given */
    QP_POLICY_REJECT,
    QP_POLICY_ZERO,
    QP_POLICY_SCORE,       /* a number: that many percent */
    QP_POLICY_EXCLUDE,
    QP_POLICY_UNSCORED,
    QP_POLICY_MEAN,     /* these put a value in */
    QP_POLICY_GROUP_MEAN,
    QP_POLICY_MEDIAN,
    QP_POLICY_MIN,
    QP_POLICY_PRIOR
};

struct qp_policy {
    enum qp_policy_kind kind;
    qp_num score; /* QP_POLICY_SCORE: as a share, 1 = full marks */
};

enum qp_constant { QP_CONSTANT_FULL, QP_CONSTANT_FLOOR, QP_CONSTANT_EXCLUDE };
enum qp_zero_base {
    QP_ZERO_BASE_UNDEFINED,
    QP_ZERO_BASE_FULL,
    QP_ZERO_BASE_FLOOR,
    QP_ZERO_BASE_EXCLUDE
};

/* What a value may be at least and at most; undefined: anything. */
struct qp_limits {
    qp_num low, high;
};

enum qp_transform_kind {
    QP_TRANSFORM_NONE,
    QP_TRANSFORM_LOG,
    QP_TRANSFORM_BOXCOX
};

/* "log"; "boxcox" with its exponent L. */
struct qp_transform {
    enum qp_transform_kind kind;
    qp_num lambda;
};

/* What is done to values that lie far out, in this order, before gaps are
   filled and scores are made; see treat.h. */
struct qp_treatment {
    struct qp_limits clip;
    int winsorise; /* most values that are moved; 0: none */
    struct qp_transform transform;
    bool if_skewed; /* TRANSFORM only where both bounds are reached */
    qp_num skewness_bound, kurtosis_bound;
};

/* A row of "bands = 0:40, 1:60": from THRESHOLD on, SCORE (1 = full). */
struct qp_band {
    qp_num threshold, score;
};

/* What a rule gives for one parameter of its method (see method.h). */
struct qp_argument {
    bool given;
    struct qp_formula formula; /* parameters that are expressions */
    qp_num number;             /* percent parameters, as a share */
    int word;                  /* index among the words of a choice */
    const struct qp_band *bands; /* ascending thresholds */
    size_t n_bands;
};

/* Another method that a leaf could be scored by, as simulations try it; with
   its parameters. */
struct qp_alternative {
    const struct qp_method *method;
    struct qp_argument *arguments;
};

/* How far something is uncertain, for simulations. */
enum qp_spread_kind {
    QP_SPREAD_NOT_GIVEN,
    QP_SPREAD_NONE,
    QP_SPREAD_SHARE,    /* up to AMOUNT of itself either way, all alike */
    QP_SPREAD_DIRICHLET /* weights of siblings together, with concentration
                           AMOUNT */
};

struct qp_spread {
    enum qp_spread_kind kind;
    qp_num amount;
};

/* [robustness]: what simulations take as uncertain. */
struct qp_robustness {
    struct qp_spread weights, data;
    const struct qp_policy *missing; /* in place of what the rules say */
    size_t n_missing;
};

/* A node of the tree.  A leaf has a method and a value; an inner node has an
   aggregation.  Rule order is kept: children stand in file order. */
struct qp_indicator {
    const char *code, *name, *name_en, *unit_name, *note;
    size_t parent;         /* QP_NONE: directly below the total */
    const size_t *children;
    size_t n_children;
    qp_num weight;         /* undefined where not given */
    qp_num *group_weights; /* one a group; undefined where not given */
    struct qp_aggregation aggregate;
    struct qp_weighting weighting; /* of its children */
    const struct qp_weighing *weighing; /* null: given, or from the data */
    qp_num min_available;  /* as a share; undefined where not given */
    struct qp_formula value;
    const struct qp_method *method; /* null for an inner node */
    const struct qp_alternative *alternatives; /* of a leaf */
    size_t n_alternatives;
    const struct qp_aggregation *aggregate_alternatives; /* of an inner node */
    size_t n_aggregate_alternatives;
    struct qp_argument *arguments;  /* as METHOD's params */
    bool lower;                     /* direction = lower */
    bool by_group;                  /* scope = group */
    bool has_clip;                  /* else the method's own default */
    bool clip_none;
    qp_num clip_low, clip_high;     /* as shares */
    enum qp_constant constant;
    enum qp_zero_base zero_base;
    struct qp_treatment treatment;
    struct qp_policy missing;
    struct qp_policy missing_state[QP_N_STATES];
    const size_t *measures;
    size_t n_measures;
    struct qp_place at, weight_at, method_at;
};

/* A bonus or a deduction. */
struct qp_item {
    const char *code, *name, *name_en;
    struct qp_formula points;
    qp_num cap; /* points on the scale; undefined: no limit */
    const size_t *measures;
    size_t n_measures;
    struct qp_place at;
};

enum qp_effect_kind {
    QP_EFFECT_EXCLUDE,
    QP_EFFECT_UNRANKED,
    QP_EFFECT_ZERO,
    QP_EFFECT_GRADE,
    QP_EFFECT_CAP,
    QP_EFFECT_NO_BONUS
};

struct qp_veto {
    const char *code, *name, *name_en;
    struct qp_formula when;
    enum qp_effect_kind effect;
    size_t grade; /* index, for QP_EFFECT_GRADE and QP_EFFECT_CAP */
    struct qp_place at;
};

/* Best first. */
struct qp_grade {
    const char *code, *name, *name_en;
    qp_num min;   /* published total from which on; undefined: all the rest */
    qp_num share; /* as a share of the ranked districts; undefined: no limit */
    qp_num rank;  /* highest rank number; undefined: no limit */
    struct qp_place at;
};

struct qp_ranking {
    const char *code, *name, *name_en;
    struct qp_formula where;
    struct qp_place at;
};

/* One figure of an example: what a district has for DATUM, this year or the
   year before. */
struct qp_fact {
    size_t datum, district;
    bool prior;
    struct qp_figure figure;             /* but for experts' data */
    const struct qp_opinion *opinions;   /* experts' data only */
    size_t n_opinions;
    struct qp_place at;
};

/* What the rules are meant to give, by their own word: one district's figures
   and what INDICATOR comes to for them.  Run by lint. */
struct qp_example {
    const char *code;
    size_t indicator, district; /* DISTRICT: QP_NONE, the first one */
    qp_num points;              /* undefined where not given, */
    qp_num score;               /* as is this; in percent of full marks */
    enum qp_state state;        /* QP_REPORTED where not given, too */
    struct qp_fact *facts;
    size_t n_facts, facts_capacity;
    struct qp_place at;
};

/* The first thing in the rules that asks for something, as messages call it
   ("indicator g02: of"); null where nothing does. */
struct qp_asker {
    const char *name;
    struct qp_place at;
};

struct qp_ruleset {
    const char *id, *title, *authority;
    const char *date; /* as YYYY-MM-DD, never null */
    const char *due;  /* the same: submissions are in time; null: not given */
    int year;
    enum qp_language language;
    enum qp_weights weights;
    qp_num scale;
    struct qp_aggregation aggregate;
    const struct qp_aggregation *aggregate_alternatives;
    size_t n_aggregate_alternatives;
    struct qp_robustness robustness;
    struct qp_weighting weighting; /* of the top nodes */
    const struct qp_weighing *weighing; /* null: given, or from the data */
    enum qp_rounding rounding;
    int decimals;
    enum qp_stage round_at;
    enum qp_basis rank_on;
    enum qp_ties ties;
    const size_t *tie_break; /* indicators */
    size_t n_tie_break;
    qp_num bonus_cap, deduction_cap; /* undefined: no limit */
    qp_num min_available;            /* as a share; undefined: none */
    enum qp_prior prior;
    struct qp_asker asks_prior; /* for figures of the year before */
    struct qp_asker asks_past;  /* for outcomes of earlier years */

    struct qp_units *units;
    struct qp_group *groups;         /* in order of code */
    struct qp_district *districts;   /* in order of code */
    struct qp_measure *measures;     /* in file order, as all below */
    struct qp_record_type *records;
    struct qp_datum *data;
    struct qp_check *checks;
    struct qp_indicator *indicators; /* a parent may follow its children */
    struct qp_judgements *judgements;
    struct qp_item *bonuses, *deductions;
    struct qp_veto *vetoes;
    struct qp_grade *grades;
    struct qp_ranking *rankings;
    struct qp_target *targets;
    struct qp_example *examples;
    size_t n_groups, n_districts, n_measures, n_data, n_indicators;
    size_t n_records, n_checks;
    size_t n_judgements;
    size_t n_bonuses, n_deductions, n_vetoes, n_grades, n_rankings;
    size_t n_targets;
    size_t n_examples;

    const size_t *top;   /* indicators without a parent, in file order */
    size_t n_top;
    const size_t *order; /* all indicators, each before its children, siblings
                            in file order: the order in which people read */

    /* QP_BY_RULES data: [district * n_data + datum], null where the section
       has none; null as a whole without such data. */
    const struct qp_figure **given;

    struct qp_file *files; /* the main file first */
    size_t n_files;
    char sha256[65];       /* of the lines "HASH  NAME\n" of its files, in
                              that order: what sha256sum prints, hashed */
};

/* ---- what was submitted ---- */

/* A department's figure in place of a district's. */
struct qp_verified {
    struct qp_figure figure;
    const char *source, *reason, *document;
};

/* What is known of one datum of one district beside the figure that it
   reports. Null: nothing given. */
struct qp_extra {
    const struct qp_figure *reported_prior;
    const struct qp_figure *derived; /* tallied from the district's records, */
    size_t n_records;                /* from so many that count */
    const struct qp_verified *verified, *verified_prior;
    const char *note; /* the district's explanation */
    const struct qp_opinion *opinions; /* in order of expert */
    size_t n_opinions;
};

/* All that is known of it.  There are as many as data times districts, and
   most have no more than the figure. */
struct qp_entry {
    const struct qp_figure *reported; /* null: none */
    struct qp_extra *own_extra;       /* see qp_model_extra() */
};

/* What ENTRY has beside the figure; never null. */
const struct qp_extra *qp_model_extra(const struct qp_entry *entry);

/* The same to be changed: a copy that only ENTRY has. */
struct qp_extra *qp_model_change_extra(struct qp_arena *arena,
                                       struct qp_entry *entry);

enum qp_document_kind { QP_SUBMISSION, QP_VERIFICATION, QP_SCORES };

/* One file that was read. */
struct qp_document {
    enum qp_document_kind kind;
    struct qp_file file;
    size_t district;       /* of a submission, else QP_NONE */
    bool draft;
    const char *submitted; /* date as written, null when left out */
    const char *contact_unit, *contact_person, *contact_phone,
        *contact_document;
    const char *source;    /* of a verification */
    size_t n_records;      /* rows of detail in it */
};

/* What an expression rests on, and what it came to for a district or row. */
struct qp_term {
    const char *text;           /* as the rules write it: "prior(x)" */
    const char *name, *name_en; /* of the datum or field; null: of neither */
    bool prior;                 /* of the year before */
    bool of_peers;              /* other districts' figures are in it */
    const char *unit_name;      /* "" for a pure number */
    struct qp_value value;
};

/* A check that does not hold.  Figures are judged twice: as the district
   submitted them, and as they count. */
struct qp_finding {
    size_t check;
    size_t district; /* QP_NONE: of the city */
    enum qp_level level;
    bool is_submitted; /* as submitted it neither holds nor is explained */
    bool is_open;      /* the same as it counts */
    bool is_explained; /* neither, for the check's UNLESS holds */
    struct qp_place at;
    const struct qp_term *terms; /* of the assertion */
    size_t n_terms;
    const char *text; /* the terms: "x 执行额 = 5 万美元, prior(x) ..." */
};

/* Findings by district, those of the city last; then by check, and by
   line. */
struct qp_findings {
    struct qp_finding *items;
    size_t n;
};

/* What a district came to in one earlier year. */
struct qp_past {
    bool is_known;      /* the result of that year has the district */
    qp_num total, rank; /* as published; undefined: it had none */
    const char *grade;  /* code, as these rules write it if they have the
                           grade; null: it had none */
    qp_num bonus, deduction; /* of the year before alone, as published */
};

struct qp_past_year {
    int year;
    char sha256[65]; /* of the record of that year's result */
    struct qp_past *districts; /* [district] of these rules */
};

/* A node of the tree by which the year before was scored. */
struct qp_past_node {
    const char *code, *name;
    size_t indicator; /* of these rules with that code, or QP_NONE */
    bool is_top, is_leaf;
};

/* What a district had on it; undefined: nothing. */
struct qp_past_score {
    qp_num weight, points; /* in points; as printed */
};

/* What the record of the result of the year before says, and through it those
   of the years before that. */
struct qp_history {
    struct qp_file file;
    const struct qp_figure **figures; /* what counted, in the unit of these
                                         rules; [district * n_data + datum],
                                         null: nothing did */
    struct qp_past_year *years; /* the year before first, no year left out */
    size_t n_years;             /* at least one */

    /* How the year before was scored, as far as the record says so. */
    char rules_sha256[65];      /* "": it does not */
    qp_num scale;               /* undefined: it does not */
    int decimals;               /* of points */
    struct qp_past_node *nodes; /* in that record's order */
    size_t n_nodes;
    struct qp_past_score *scores; /* [district * n_nodes + node] */
};

struct qp_submissions {
    struct qp_document *documents; /* by kind, then district, then SHA-256:
                                      never by the order of arguments */
    size_t n_documents;
    size_t *of_district;           /* document of each district, QP_NONE */
    struct qp_entry *entries;      /* [district * n_data + datum] */
    bool all_drafts;               /* at least one submission, all drafts */
    struct qp_findings findings;   /* of checks of rows, which are read once */
    const struct qp_history *history; /* null without a record */
};

#endif
