/* Rule files to struct qp_ruleset.  A rule set is a main INI file and what it
   includes.  iniparser reads each file, our own strict line pass (lines.h)
   reads it beside, and both must agree key for key; keys.h says what each
   section may hold; lint.h what must hold between sections.  All problems are
   reported in one run. */

#ifndef QP_RULES_RULESET_H
#define QP_RULES_RULESET_H

#include "engine/model.h"

enum {
    QP_RULESET_DEPTH = 64,  /* indicators above each other: a deeper tree is a
                               slip, and nobody could read it */
    QP_RULESET_UNITS = 1000 /* which are looked for one by one */
};

/* Loads the rule set whose main file is at PATH.  Returns null when anything
   in it is at fault; everything that is has been reported then. */
const struct qp_ruleset *qp_ruleset_load(struct qp_session *run,
                                         const char *path);

struct qp_overrides;

/* The same with OVERRIDES (override.h) in place of what the files say: data
   and districts are those of the rule set as it is, in the same order. */
const struct qp_ruleset *
qp_ruleset_load_with(struct qp_session *run, const char *path,
                     const struct qp_overrides *overrides);

/* Reads TEXT, "NUMBER" or "NUMBER UNIT", as a figure of DATUM of RULES into
   the value and unit of *FIGURE, in the datum's unit, as if a file of the
   rules gave it.  Returns null, or what is wrong with it as a phrase that
   follows it, and sets *CODE. */
const char *qp_ruleset_figure(struct qp_session *run,
                              const struct qp_ruleset *rules, size_t datum,
                              const char *text, struct qp_figure *figure,
                              enum qp_code *code);

/* The same for those who write the rules: reports beside what is wrong also
   what deserves a second look, and runs the rule set's own examples.  Who
   scores by a rule set has no use for that. */
const struct qp_ruleset *qp_ruleset_lint(struct qp_session *run,
                                         const char *path);

#endif
