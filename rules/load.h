/* What the passes of the loader share; nobody outside rules/ includes it.
   The rule set is filled in this order: objects (sections.c: who there is),
   fields (fields.c: what each key says), formulas (compile.c), the tree
   (tree.c), and what must hold between all of them (lint.c). */

#ifndef QP_RULES_LOAD_H
#define QP_RULES_LOAD_H

#include "rules/keys.h"
#include "rules/lines.h"
#include "engine/method.h"
#include "engine/suggest.h"

/* One section that is read, and the element that it fills: the INDEX-th of
   its kind. */
struct qp_object {
    const struct qp_kind *kind;
    const struct qp_section *section;
    size_t index;
    void *data;
    bool lacks_params; /* parameters are missing or could not be read */
};

struct qp_load {
    struct qp_session *run;
    struct qp_ruleset *rules;
    const struct qp_lines *lines;
    const char *main_file;
    struct qp_object *objects; /* in file order */
    size_t n_objects;
    bool units_known; /* all units lead to base units */
    bool has_evaluation; /* and what others are held against could be read */
    bool judgements_known; /* all rows of [weights] could be read */
    bool records_known; /* all fields of [record] could be read */
    struct qp_names *codes[QP_N_KINDS]; /* to indices */
};

/* The enum of OBJECT's kind. */
enum qp_kind_id qp_object_kind(const struct qp_object *object);

/* "indicator g01", "evaluation": what a message about OBJECT begins with. */
const char *qp_object_name(struct qp_load *load,
                           const struct qp_object *object);

/* Where OBJECT's section begins; where LINE stands. */
struct qp_place qp_object_at(const struct qp_object *object);
struct qp_place qp_line_at(const struct qp_line *line);

/* The line of key NAME in OBJECT without regard to case; null. */
const struct qp_line *qp_object_line(const struct qp_object *object,
                                     const char *name);

/* "; did you mean ...?" for WORD out of NAMES, or "": also where so many
   problems of CODE were found in FILE that this one will not be printed. */
const char *qp_load_suggest(struct qp_load *load, const char *file,
                            enum qp_code code, const char *word,
                            const struct qp_names *names);

/* Makes the objects of all sections of a known kind: their elements, codes
   and places.  Reports wrong kinds and codes. */
void qp_sections_read(struct qp_load *load);

/* Fills the fields of all objects from their keys and presets.  Reports
   unknown and missing keys and wrong values. */
void qp_fields_read(struct qp_load *load);

/* Reads the fields of all [record] sections: the units are known. */
void qp_records_read(struct qp_load *load);

/* True if NAME is FIELD or FIELD.DETAIL of OBJECT, a [record]. */
bool qp_record_key(const struct qp_object *object, const char *name);

/* Offers the keys of OBJECT, a [record], that its fields make. */
void qp_record_offer(struct qp_load *load, const struct qp_object *object,
                     struct qp_suggest *suggest);

/* The record type that keys of OBJECT speak of: a [record] itself, or the one
   that a [datum] names; null. */
const struct qp_record_type *qp_record_of(const struct qp_load *load,
                                          const struct qp_object *object);

/* Reads the value of KEY in OBJECT, its preset, or neither, into its field. */
void qp_value_read(struct qp_load *load, struct qp_object *object,
                   const struct qp_key *key);

/* Reads LINE of OBJECT, a row of a [weights NAME]. */
void qp_judgement_read(struct qp_load *load, const struct qp_object *object,
                       const struct qp_line *line);

/* Reads LINE of OBJECT, whose name has no row in the table: a district's
   figure of a datum, or an indicator's weight for a group or parameter of its
   method.  Returns false if it is none of these. */
bool qp_figure_read(struct qp_load *load, const struct qp_object *object,
                    const struct qp_line *line);
bool qp_param_read(struct qp_load *load, struct qp_object *object,
                   const struct qp_line *line);

/* Reads LINE of OBJECT, an [example], as a figure of a datum.  Returns false
   if its name begins with no datum's code. */
bool qp_example_read(struct qp_load *load, struct qp_object *object,
                     const struct qp_line *line);

/* Reads VALUE, "NUMBER" or "NUMBER UNIT", as a figure of DATUM into *FIGURE,
   in the datum's unit.  Returns null, or what is wrong with it, and sets
   *CODE. */
const char *qp_figure_parse(struct qp_load *load,
                            const struct qp_datum *datum, const char *value,
                            struct qp_figure *figure, enum qp_code *code);

/* Gives the parameters of INDICATOR's method that are left out their presets;
   reports those that are needed. */
void qp_params_finish(struct qp_load *load, struct qp_object *object);

/* Gives the alternatives of all indicators their parameters: those that the
   indicator's own method has of the same name, else presets.  Reports what is
   missing then, or makes no sense. */
void qp_alternatives_finish(struct qp_load *load);

/* Reads VALUE as parameter PARAM, of AT, into *ARGUMENT; returns what is wrong
   with it, or null. */
const char *qp_param_parse(struct qp_arena *arena,
                           const struct qp_param *param, const char *value,
                           struct qp_place at, struct qp_argument *argument);

/* Reads VALUE, without blanks around, as percent and sets *SHARE; returns
   what is wrong with it, or null. */
const char *qp_share_read(struct qp_arena *arena, const char *value,
                          size_t length, qp_num *share);

/* Null, or what is wrong with a SHARE that lies outside 0 to 100 percent. */
const char *qp_share_bounded(qp_num share);

/* "is none of a, b" for WORD out of WORDS (ends with null), with a
   suggestion; null when it is one of them and *INDEX is set to which. */
const char *qp_word_read(struct qp_arena *arena, const char *word,
                         const char *const *words, int *index);

/* Reports LINE of OBJECT: what is WRONG with its value as a phrase that
   follows it, such as "is not a number". */
void qp_line_wrong(struct qp_load *load, const struct qp_object *object,
                   const struct qp_line *line, enum qp_code code,
                   const char *wrong);

/* Compiles all expressions. */
void qp_compile(struct qp_load *load);

/* Fills children, top and order.  Returns false when the tree has a cycle,
   which has been reported then. */
bool qp_tree_build(struct qp_load *load);

#endif
