/* The expression language of rule files: compiled once, evaluated for each
   district.  Operators from loosest to tightest: or, and, not, == !=,
   < <= > >=, + -, * /, unary + -, and ^, which binds to the right.  Units are
   checked and converted when an expression is compiled; what cannot be
   computed comes back as a state with its reason (see value.h).

   if() evaluates only the branch taken, and/or stop at the first operand that
   decides; everything else is as undefined as its strictest operand.  Peer
   functions (city_sum ... group_rank) look at the districts of the context's
   peers whose argument is defined. */

#ifndef QP_ENGINE_EXPR_H
#define QP_ENGINE_EXPR_H

#include "engine/model.h"

struct node;
struct qp_expr;
struct qp_eval;
struct qp_lone;

/* How deep an expression may be nested. */
enum { QP_EXPR_DEPTH = 64 };

/* What an expression may hold beside data and functions of one district. */
enum {
    QP_EXPR_PEERS = 1,    /* city_sum and the like */
    QP_EXPR_GROUPS = 2,   /* over groups of rows: sum(x) and the like */
    QP_EXPR_FINDINGS = 4, /* failed(...): what the checks found */
    QP_EXPR_CITY = 8      /* of the city: no district's own figures */
};

/* Compiles TEXT, which stands at AT, for RULES, whose units, data, groups and
   districts are complete.  Reports what is wrong and returns null, or returns
   the expression. */
const struct qp_expr *qp_expr_compile(struct qp_session *run,
                                      const struct qp_ruleset *rules,
                                      const char *text, struct qp_place at,
                                      unsigned allowed);

/* Compiles TEXT over the fields of RECORD in place of data.  It holds functions
   of plain numbers only; with QP_EXPR_GROUPS in ALLOWED fields stand within
   sum(x), count(), max(x), min(x) and mean(x).  Texts compare with the words
   that the field can have, dates in their order. */
const struct qp_expr *
qp_expr_compile_record(struct qp_session *run, const struct qp_ruleset *rules,
                       const struct qp_record_type *record, const char *text,
                       struct qp_place at, unsigned allowed);

/* What an expression over groups asks of them, each once, in order of first
   mention. */
const struct qp_take *qp_expr_takes(const struct qp_expr *expr, size_t *n);

/* The value of EXPR, compiled for a record type, where ROW holds the values of
   the fields in their order; of an expression over groups, the values of its
   takes. */
struct qp_value qp_expr_eval_row(const struct qp_expr *expr,
                                 struct qp_arena *arena,
                                 const struct qp_value row[]);

enum qp_relation {
    QP_LESS,
    QP_LESS_EQUAL,
    QP_EQUAL,
    QP_UNEQUAL,
    QP_GREATER_EQUAL,
    QP_GREATER
};

/* A comparison of FIELD with one of these: the field OTHER, which has the same
   unit (else QP_NONE), TEXT (else null), NUMBER. */
struct qp_comparison {
    enum qp_relation relation;
    size_t field, other;
    const char *text;
    qp_num number;
};

/* A way in which a condition can hold: all of these do. */
struct qp_way {
    const struct qp_comparison *comparisons;
    size_t n;
};

/* The ways in which EXPR, compiled for a record type, holds for a row: at
   least one of them does, where a comparison of a field that is left out never
   holds.  Returns null if EXPR is not made of a few comparisons only. */
const struct qp_way *qp_expr_ways(struct qp_arena *arena,
                                  const struct qp_expr *expr, size_t *n);

/* The unit that numbers of EXPR stand in. */
const struct qp_unit *qp_expr_unit(const struct qp_expr *expr);

/* True if EXPR is made of literal numbers only and so has the same value for
   every district. */
bool qp_expr_is_literal(const struct qp_expr *expr);

/* True if EXPR has a unit of its own; a literal without one takes the unit
   that is asked for. */
bool qp_expr_has_unit(const struct qp_expr *expr);

/* The number of a literal expression. */
qp_num qp_expr_literal(struct qp_arena *arena, const struct qp_expr *expr);

/* True if EXPR holds prior(...). */
bool qp_expr_asks_prior(const struct qp_expr *expr);

/* True if EXPR asks what districts came to in earlier years: prior_grade() and
   the like. */
bool qp_expr_asks_past(const struct qp_expr *expr);

/* True if EXPR holds prior(...) with DATUM inside. */
bool qp_expr_asks_prior_of(const struct qp_expr *expr, size_t datum);

/* The data that EXPR reads, each once, in order of first mention. */
const size_t *qp_expr_data(const struct qp_expr *expr, size_t *n);

/* The datum that EXPR is, when it is nothing else; QP_NONE. */
size_t qp_expr_single(const struct qp_expr *expr);

/* A datum whose note alone makes EXPR hold: EXPR is has_note(datum), or one of
   the sides of an "or" is; QP_NONE. */
size_t qp_expr_note(const struct qp_expr *expr);

/* What a peer function asks of the values that it looks at. */
enum qp_statistic {
    QP_STATISTIC_COUNT,
    QP_STATISTIC_MIN,
    QP_STATISTIC_MAX,
    QP_STATISTIC_SUM,
    QP_STATISTIC_MEAN,
    QP_STATISTIC_SD,
    QP_STATISTIC_MEDIAN,
    QP_N_STATISTICS,
    QP_STATISTIC_PLACE = QP_N_STATISTICS
};

/* A call of a peer function that is not within another one. */
struct qp_peer_call {
    const char *text; /* its argument as written */
    bool prior;       /* within prior() */
    bool by_group;
    enum qp_statistic asks;
    const struct node *argument;
};

/* The calls of peer functions in EXPR, in order. */
const struct qp_peer_call *qp_expr_peer_calls(const struct qp_expr *expr,
                                              size_t *n);

/* The value of CALL's argument for DISTRICT. */
struct qp_value qp_expr_peer_value(const struct qp_peer_call *call,
                                   struct qp_eval *in, size_t district);

/* What evaluations look at: the figures, and who counts as a peer (one flag a
   district; null: nobody may ask yet), and what the checks found (null: the
   same).  Peer statistics are kept, so one context serves a run. */
struct qp_eval *qp_eval_new(struct qp_arena *arena,
                            const struct qp_ruleset *rules,
                            const struct qp_submissions *subs,
                            const bool *peers,
                            const struct qp_findings *findings);

/* The same, but it looks at what districts give as they submitted it, before
   any verification. */
struct qp_eval *qp_eval_new_submitted(struct qp_arena *arena,
                                      const struct qp_ruleset *rules,
                                      const struct qp_submissions *subs,
                                      const bool *peers);

/* Lets IN see the peers by LONE's frame only, and count how often it asked;
   what others give of LONE's district is not known yet. */
void qp_eval_alone(struct qp_eval *in, const struct qp_lone *lone);
size_t qp_eval_n_asked(const struct qp_eval *in);

/* The value of EXPR for DISTRICT, in qp_expr_unit(). */
struct qp_value qp_expr_eval(const struct qp_expr *expr, struct qp_eval *in,
                             size_t district);

/* One step of an expression and what it came to.  OP is as the rules write it:
   an operator, a function, an attribute of districts; "number" and "text" for
   literals, "datum" for a figure.  A conversion of units is "*" by a number.
   The steps that it was made of stand in ARGS: of if() the condition and the
   branch that was taken; of "and" and "or" those up to the one that decided;
   of a peer function the argument of each district that it looked at, for
   city_rank() and its like after that of the district itself.  prior(x) is x
   with PRIOR. */
struct qp_expr_step {
    const char *op;
    size_t district; /* whose figures */
    size_t datum;    /* that OP is or names; QP_NONE */
    bool prior;      /* of the year before */
    struct qp_value value;
    const struct qp_expr_step *args;
    size_t n_args;
};

/* The steps by which EXPR comes to its value for DISTRICT, or with PRIOR to
   that of the year before. */
const struct qp_expr_step *qp_expr_steps(const struct qp_expr *expr,
                                    struct qp_eval *in, size_t district,
                                    bool prior);

/* What EXPR rests on for DISTRICT, each once, in the order of the text: data,
   and calls that look at data of other kinds, years or districts. */
const struct qp_term *qp_expr_terms(const struct qp_expr *expr,
                                    struct qp_eval *in, size_t district,
                                    size_t *n);

/* The same of EXPR over a row of RECORD: its fields. */
const struct qp_term *
qp_expr_row_terms(const struct qp_expr *expr, struct qp_arena *arena,
                  const struct qp_record_type *record,
                  const struct qp_value row[], size_t *n);

/* The same with all data of the year before: what prior(...) gives. */
struct qp_value qp_expr_eval_prior(const struct qp_expr *expr,
                                   struct qp_eval *in, size_t district);

/* Where a spreadsheet holds figures.  Both may return null: what has no cell
   enters as a number. */
struct qp_spelling {
    struct qp_arena *arena;
    struct qp_eval *eval; /* for what the spreadsheet has no words for */

    /* The cell of DATUM of DISTRICT. */
    const char *(*cell)(void *context, size_t district, size_t datum,
                        bool prior);

    /* The cells of DATUM of DISTRICT's peers, or those of its own group. */
    const char *(*peers)(void *context, size_t district, size_t datum,
                         bool prior, bool by_group);
    void *context;
};

/* EXPR for DISTRICT as a formula of a spreadsheet, without "=", which comes to
   the same number where EXPR has one; null when it has no spelling. */
const char *qp_expr_spell(const struct qp_expr *expr,
                          const struct qp_spelling *spelling, size_t district,
                          bool prior);

/* EXPR in words of the language of RULES: data by their names, 执行额 ÷ 目标;
   fields by theirs where it was compiled for RECORD, else null. */
const char *qp_expr_words(struct qp_arena *arena,
                          const struct qp_ruleset *rules,
                          const struct qp_record_type *record,
                          const struct qp_expr *expr);

/* The same with the figures of DISTRICT, as qp_num_legible() has them, or
   those of the year before: what it was computed from. */
const char *qp_expr_figures(struct qp_arena *arena, const struct qp_expr *expr,
                            struct qp_eval *in, size_t district, bool prior);

/* X as it stands in such a formula: digits, or a fraction in brackets. */
const char *qp_spell_number(struct qp_arena *arena, qp_num x);

/* The figure of DATUM that counts for DISTRICT: verified, else reported, else
   derived from records, else given by the rules; null when nobody gave one. */
const struct qp_figure *qp_eval_figure(const struct qp_ruleset *rules,
                                       const struct qp_submissions *subs,
                                       size_t district, size_t datum,
                                       bool prior);

/* The same as the district submitted it: its own figure in place of a verified
   one, where districts give DATUM. */
const struct qp_figure *qp_eval_submitted(const struct qp_ruleset *rules,
                                          const struct qp_submissions *subs,
                                          size_t district, size_t datum,
                                          bool prior);

/* One row of the functions, for `quping help`. */
struct qp_function {
    const char *name;
    const char *usage; /* "clamp(x, lo, hi)" */
    const char *help;
    int least, most;   /* arguments; most -1: any */
};

/* The I-th attribute of districts that expressions may name, with what it is in
   *HELP; null behind the last. */
const char *qp_expr_attribute(size_t i, const char **help);

/* The I-th function in the order of the manual; null behind the last. */
const struct qp_function *qp_expr_function_row(size_t i);

/* True if WORD may not be a datum's code: a function, an attribute, an
   operator in letters, or total. */
bool qp_expr_reserved(const char *word);

/* One row of the functions of groups of rows, for `quping help`; null behind
   the last. */
const struct qp_function *qp_expr_group_row(size_t i);

#endif
