/* Commands: one file and one row each.  main.c finds the row, parses the
   options that the row declares, opens the session and calls run.  This is
   the only folder that includes every other one. */

#ifndef QP_ENGINE_COMMANDS_COMMAND_H
#define QP_ENGINE_COMMANDS_COMMAND_H

#include "engine/diag.h"

#include <stdint.h>

enum { QP_WORDS_MOST = 100 };

/* What an option says that may be given more than once, in order. */
struct qp_words {
    const char *items[QP_WORDS_MOST];
    size_t n;
};

/* What the command line said. */
struct qp_options {
    const char *output;        /* -o DIR */
    const char *prior;         /* --prior RESULT */
    const char *frame;         /* --frame FRAME */
    const char *html;          /* --html REPORT */
    const char *frozen;        /* --frozen SHA256 */
    bool draft;                /* --draft */
    bool bundle;               /* --bundle */
    bool no_notices;           /* --no-notices */
    const char *district;      /* --district CODE */
    const char *as;            /* --as FORM */
    const char *rules;         /* --rules RULES */
    const char *data;          /* --data SUBMISSIONS */
    const char *format;        /* --format FORM */
    const char *draws;         /* --draws N */
    const char *seed;          /* --seed S */
    const char *robustness;    /* --robustness N */
    const char *diagnostics;   /* --diagnostics=json */
    struct qp_words sets;      /* --set DISTRICT.DATUM=VALUE */
    struct qp_words keys;      /* --rule INDICATOR.KEY=VALUE */
    struct qp_words goals;     /* --goal DISTRICT.rank=N */
    const char *const *operands;
    size_t n_operands;
};

/* An option of a command: a name with two dashes, perhaps a letter with one;
   its place in struct qp_options, a text where VALUE names one (words where it
   may be given more than once), else a bool. */
struct qp_option {
    const char *name;
    char letter;       /* 0: none */
    const char *value; /* what it takes, for the help; null: nothing; with
                          "..." behind where it may be given again */
    size_t offset;
    const char *help;
};

struct qp_command {
    const char *name;
    const char *usage; /* operands and options, as after the name */
    const char *help;  /* one line */
    const struct qp_option *options; /* ends with a null name; or null */
    size_t least, most;              /* operands; most 0: any number */

    /* What is wrong with OPTIONS beyond each by itself, or null; may be
       null. */
    const char *(*check)(const struct qp_options *options);

    /* Does the work and returns the exit status. */
    int (*run)(struct qp_session *run, const struct qp_options *options);
};

/* Reads TEXT, digits only, as a number from LEAST to MOST. */
bool qp_command_number(const char *text, uint64_t least, uint64_t most,
                       uint64_t *number);

/* The options that every command takes. */
extern const struct qp_option qp_command_common[];

/* The I-th command, null behind the last. */
const struct qp_command *qp_command_row(size_t i);

/* The command called NAME; null if there is none. */
const struct qp_command *qp_command_find(const char *name);

#endif
