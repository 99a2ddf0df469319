/* What the files of the expression language share; nobody else includes it.
   An expression is a tree of nodes whose units were settled when it was
   compiled: conversions stand in the tree as nodes of their own, so that
   evaluation knows numbers only. */

#ifndef QP_ENGINE_EXPR_IMPL_H
#define QP_ENGINE_EXPR_IMPL_H

#include "engine/expr.h"

enum {
    QP_EXPR_PLACES = 18,  /* of round(), on either side of the point */
    QP_EXPR_SCORES = 1000, /* that trimmed_mean() drops at each end */
    QP_EXPR_YEARS = 100    /* that years_in() looks back */
};

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_UNIT, /* a word right behind a number */
    TOKEN_TEXT,
    TOKEN_NAME,
    TOKEN_OPERATOR, /* + - * / ^ ( ) , < <= > >= == != */
    TOKEN_WRONG
};

struct token {
    enum token_kind kind;
    const char *start;
    size_t length;
    qp_num number;
    const char *wrong; /* of TOKEN_WRONG: what is wrong with it */
};

/* Reads the token at *AT and moves *AT behind it; AFTER_NUMBER says that the
   token before was a number, so that a word is its unit. */
struct token qp_expr_token(struct qp_arena *arena, const char **at,
                           bool after_number);

enum op {
    OP_NUMBER,
    OP_TEXT,
    OP_DATUM,
    OP_CODE,
    OP_NAME,
    OP_GROUP,
    OP_SUBMITTED,
    OP_DUE,
    OP_FIELD, /* of a row; of a group: a take */
    OP_CALL,
    OP_SCALE, /* times NUMBER: a conversion of units */
    OP_NEGATE,
    OP_NOT,
    OP_AND,
    OP_OR,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_RAISE,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OP_EQUAL,
    OP_UNEQUAL
};

/* UNIT null: made of literals, takes the unit of what it meets. */
struct node {
    enum op op;
    qp_num number;
    const char *text; /* of a call: as the rules write it */
    const char *argument; /* of a call of a peer function: what it looks at,
                             the same */
    size_t datum; /* or the field, take or level */
    const struct function *function;
    struct node **args;
    size_t n_args;
    const struct qp_unit *unit;
    bool is_text, is_date;
};

struct qp_expr {
    const struct node *root;
    size_t *data;
    size_t n_data;
    struct qp_take *takes;
    size_t n_takes;
    bool asks_prior, asks_past;
    struct qp_peer_call *calls;
    size_t n_calls;
};

/* Whose figures of which year are looked at. */
struct moment {
    size_t district;
    bool prior;
};

/* How a function's arguments and result are typed. */
enum signature {
    TAKES_ALIKE,   /* numbers of like units, result in the first one's */
    TAKES_PLACES,  /* a number and a count of places; the number's unit */
    TAKES_NUMBER,  /* a number in its own unit, the result is pure */
    TAKES_CHOICE,  /* if: a condition and two branches of like units */
    TAKES_DATUM,   /* the name of a datum; its unit */
    TAKES_ASKING,  /* the name of a datum; a yes or no */
    TAKES_PANEL,   /* the name of an experts' datum, and numbers */
    TAKES_DATES,   /* days of the calendar; a pure number */
    TAKES_LEVEL,   /* the level of a check; a pure number */
    TAKES_NOTHING, /* what the district came to in the year before */
    TAKES_YEARS,   /* a grade and a number of years; a pure number */
    TAKES_PRIOR,   /* an expression of the year before */
    TAKES_PEERS,   /* an expression over the peers; its unit */
    TAKES_COUNTING /* an expression over the peers; a pure number */
};

struct function {
    struct qp_function row;
    enum signature signature;
    bool by_group; /* peers of the own group only */
    bool is_text;  /* it comes to a text */
    const char *sheet; /* the same in a spreadsheet, with %1 to %9 for the
                          arguments, %? for a condition that comes first, %*
                          for all; null: it has no words for it */
    const char *words[QP_N_LANGUAGES]; /* the same for people, with %1 to %9
                                          for the arguments, #1 to #9 for them
                                          in brackets unless they are one
                                          thing, %* for all */
    enum qp_statistic asks; /* of the peers */

    /* One of these: of the values of the arguments, of the values of the
       peers, or of the call as a whole. */
    qp_num (*plain)(struct qp_arena *arena, const qp_num args[], size_t n);
    qp_num (*statistic)(struct qp_arena *arena, const qp_num x[], size_t n);
    struct qp_value (*special)(struct qp_eval *in, const struct node *call,
                               struct moment at);
};

/* How the rules write OP, a binary operator or an attribute; null for all
   else. */
const char *qp_expr_symbol(enum op op);

/* The function called NAME (LENGTH bytes), without regard to case; null. */
const struct function *qp_expr_function(const char *name, size_t length);

/* What groups of rows can be asked for. */
struct group_function {
    struct qp_function row;
    enum qp_take_kind kind;
};

/* The function of groups called NAME (LENGTH bytes); null. */
const struct group_function *qp_expr_group_function(const char *name,
                                                    size_t length);

/* The districts of one scope that have a figure: their figures, for ranks in
   rising order, and the statistic made of them. */
struct scope {
    bool known;
    qp_num *x;
    size_t n;
    qp_num statistic;
};

/* What was read of one argument of a peer function for every district, and
   its scopes: [group], and [n_groups] for all. */
struct gathered {
    const struct node *call;
    bool prior;
    struct qp_value *values;
    struct scope *scopes;
};

struct qp_eval {
    struct qp_arena *arena;
    const struct qp_ruleset *rules;
    const struct qp_submissions *subs;
    const bool *peers;
    const struct qp_findings *findings;
    bool as_submitted; /* before verification */
    const struct qp_value *row; /* of a record or group */
    const struct qp_lone *lone; /* null: all districts are there */
    size_t n_asked;             /* times that LONE's frame was asked */
    struct gathered *gathered;
    size_t n_gathered, gathered_capacity;
    size_t *slots; /* a hash table of GATHERED: an index and 1, or 0 */
    size_t n_slots;
};

/* The value of NODE. */
struct qp_value qp_expr_node(struct qp_eval *in, const struct node *node,
                             struct moment at);

/* has_note(datum): 1 where the district explains it. */
struct qp_value qp_expr_has_note(struct qp_eval *in, const struct node *call,
                                 struct moment at);

/* The value of CALL, a peer function. */
struct qp_value qp_expr_peers(struct qp_eval *in, const struct node *call,
                              struct moment at);

/* city_rank, group_rank: 1 and the number of peers with a greater value. */
struct qp_value qp_expr_rank(struct qp_eval *in, const struct node *call,
                             struct moment at);

/* Settles the unit of NODE, whose arguments are settled, and puts conversions
   in.  Returns null, or what does not fit together. */
const char *qp_expr_settle(struct qp_arena *arena, struct node *node);

#endif
