/* Every kind of section and every key that it knows: the master copy.  The
   loader reads by these tables and `quping help rules` prints them, so a key
   that works is a key that is explained.  A new key is a row in keys.c and a
   field in engine/model.h. */

#ifndef QP_RULES_KEYS_H
#define QP_RULES_KEYS_H

#include "engine/model.h"

/* How a value is read, and what field it fills. */
enum qp_key_type {
    QP_KEY_TEXT,        /* const char * */
    QP_KEY_DATE,        /* const char *, YYYY-MM-DD */
    QP_KEY_FILES,       /* read by include.c */
    QP_KEY_INTEGER,     /* int, LEAST to MOST; LEAST - 1 if left out */
    QP_KEY_NUMBER,      /* qp_num */
    QP_KEY_AMOUNT,      /* qp_num, 0 or more */
    QP_KEY_POSITIVE,    /* qp_num over 0 */
    QP_KEY_WHOLE,       /* qp_num: 1, 2, 3 ... */
    QP_KEY_SHARE,       /* qp_num: 0 to 100 percent, held as a share */
    QP_KEY_WORD,        /* an enum: the place among WORDS */
    QP_KEY_SWITCH,      /* bool: the second of two WORDS is true */
    QP_KEY_AGGREGATION, /* struct qp_aggregation */
    QP_KEY_AGGREGATIONS, /* const struct qp_aggregation * */
    QP_KEY_WEIGHTING,   /* struct qp_weighting */
    QP_KEY_POLICY,      /* struct qp_policy */
    QP_KEY_POLICIES,    /* const struct qp_policy * */
    QP_KEY_SPREAD,      /* struct qp_spread */
    QP_KEY_WEIGHT_SPREAD, /* the same of weights */
    QP_KEY_LIMITS,      /* struct qp_limits */
    QP_KEY_TRANSFORM,   /* struct qp_transform */
    QP_KEY_CLIP,        /* the clip fields of struct qp_indicator */
    QP_KEY_FORMULA,     /* struct qp_formula */
    QP_KEY_METHOD,      /* const struct qp_method * */
    QP_KEY_METHODS,     /* const struct qp_alternative * */
    QP_KEY_GROUP,       /* of struct qp_district: a [group] */
    QP_KEY_PARENT,      /* size_t: an [indicator] */
    QP_KEY_DISTRICT,    /* size_t: a [district] */
    QP_KEY_INDICATORS,  /* const size_t *: [indicator] codes */
    QP_KEY_MEASURES,    /* const size_t *: [measure] codes */
    QP_KEY_EFFECT,      /* the effect of struct qp_veto */
    QP_KEY_RECORD,      /* size_t: a [record] */
    QP_KEY_FIELDS,      /* read by records.c */
    QP_KEY_FIELD,       /* size_t: a field of the [record], or of the one that
                           is named before */
    QP_KEY_TAKE,        /* struct qp_take: likewise */
    QP_N_KEY_TYPES
};

/* Which nodes of the tree a key of [indicator] belongs to. */
enum qp_key_nodes { QP_KEY_ANY, QP_KEY_LEAF, QP_KEY_INNER };

struct qp_key {
    const char *name;
    enum qp_key_type type;
    const char *help;
    bool required;
    const char *preset; /* as it would be written; null: none */
    size_t offset;      /* of the field in the section's struct */
    size_t count;       /* of lists: offset of the field with their number */
    const char *const *words; /* ends with null */
    int least, most;
    enum qp_key_nodes nodes;
    bool decides; /* of [evaluation]: what others are held against; where it
                     is wrong nothing can be said of them */
};

enum qp_kind_id {
    QP_KIND_EVALUATION,
    QP_KIND_UNITS,
    QP_KIND_GROUP,
    QP_KIND_DISTRICT,
    QP_KIND_MEASURE,
    QP_KIND_RECORD,
    QP_KIND_DATUM,
    QP_KIND_CHECK,
    QP_KIND_INDICATOR,
    QP_KIND_WEIGHTS,
    QP_KIND_BONUS,
    QP_KIND_DEDUCTION,
    QP_KIND_VETO,
    QP_KIND_GRADE,
    QP_KIND_RANKING,
    QP_KIND_TARGET,
    QP_KIND_EXAMPLE,
    QP_KIND_ROBUSTNESS,
    QP_N_KINDS
};

/* A kind of section.  Sections with a code fill elements of SIZE bytes of an
   array of struct qp_ruleset; [evaluation] and [robustness] fill the struct
   itself, [units] nothing. */
struct qp_kind {
    const char *name;
    const char *help;
    const char *open_keys; /* what keys it takes beside KEYS; null: none */
    const struct qp_key *keys;
    size_t n_keys;
    bool has_code;
    bool is_sorted; /* by code; else in file order */
    size_t size;
    size_t array, count; /* offsets in struct qp_ruleset */
    size_t code, at;     /* offsets in the element */
};

/* All kinds, by enum qp_kind_id. */
extern const struct qp_kind qp_kinds[QP_N_KINDS];

/* The kind called NAME without regard to case; null. */
const struct qp_kind *qp_kind_find(const char *name);

/* The row of key NAME in KIND without regard to case; null. */
const struct qp_key *qp_key_find(const struct qp_kind *kind,
                                 const char *name);

/* What a value of TYPE looks like, for the manual: "a number over 0". */
const char *qp_key_type_text(enum qp_key_type type);

#endif
