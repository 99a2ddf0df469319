/* Terms of the manual: what values look like, and limits; see manual.h. */

#include <config.h>

#include "engine/commands/manual.h"

#include <string.h>

#include "engine/expr.h"
#include "engine/tongue.h"
#include "engine/weigh.h"
#include "input/form.h"
#include "input/guard.h"
#include "input/sax.h"
#include "rules/include.h"
#include "rules/lines.h"
#include "rules/ruleset.h"
#include "rules/source.h"

const char *
qp_manual_sentence(struct qp_arena *arena, const char *text)
{
    const char *said = qp_say(text);
    size_t first = strcspn(said, " ");
    bool is_value = first > 0 && said[first - 1] == ':';
    char *copy = qp_arena_copy(arena, said, strlen(said));

    if (said == text && !is_value && *copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    return qp_arena_printf(arena, _("%s."), copy);
}

/* "one of points, relative": the values that WORDS lists. */
static const char *
words_text(struct qp_arena *arena, const char *type, const char *const *words)
{
    for (int i = 0; words && words[i]; i++)
        type = qp_arena_printf(arena, "%s%s%s", type, i ? ", " : " ",
                               words[i]);
    return type;
}

const char *
qp_manual_key_type(struct qp_arena *arena, const struct qp_key *key)
{
    const char *type =
        words_text(arena, qp_say(qp_key_type_text(key->type)), key->words);

    if (key->type == QP_KEY_INTEGER)
        type = qp_arena_printf(arena, _("%s from %d to %d"), type, key->least,
                               key->most);
    return type;
}

const char *
qp_manual_param_type(struct qp_arena *arena, const struct qp_param *param)
{
    static const char *const types[] = {
        [QP_PARAM_EXPR] = N_("an expression in the value's unit"),
        [QP_PARAM_BOUND] = N_("an expression in the value's unit, min or max"),
        [QP_PARAM_PRIOR] = N_("an expression in the value's unit"),
        [QP_PARAM_PERCENT] = N_("percent"),
        [QP_PARAM_BANDS] = N_("pairs THRESHOLD:PERCENT, apart by commas, with "
                              "rising thresholds"),
        [QP_PARAM_WORD] = N_("one of"),
    };
    const char *type =
        words_text(arena, qp_say(types[param->type]), param->words);

    if (param->positive)
        type = qp_arena_printf(arena, _("%s over 0"), type);
    return type;
}

/* ---- limits ---- */

static const struct qp_manual_limit limits[] = {
    { N_("a rule set, all files together"), QP_SOURCE_MOST, "byte" },
    { N_("a line of a rule file"), QP_LINES_LONGEST, "byte" },
    { N_("sections and keys of a rule file"), QP_LINES_MOST, "" },
    { N_("included files"), QP_INCLUDE_MOST, "" },
    { N_("files that include each other"), QP_INCLUDE_DEPTH, N_("deep") },
    { N_("units"), QP_RULESET_UNITS, "" },
    { N_("indicators below each other"), QP_RULESET_DEPTH, N_("deep") },
    { N_("an expression"), QP_EXPR_DEPTH, N_("deep") },
    { N_("a number in a rule file"), QP_NUM_DIGITS_RULES, N_("digits") },
    { N_("children compared by ahp"), QP_WEIGH_AHP_MOST, "" },
    { N_("a submission, verification or file of scores"), QP_GUARD_FILE,
      "byte" },
    { N_("a tag in it"), QP_GUARD_TAG, "byte" },
    { N_("a name in it"), QP_GUARD_NAME, "byte" },
    { N_("text between two tags"), QP_GUARD_TEXT, "byte" },
    { N_("elements within each other"), QP_SAX_DEPTH, N_("deep") },
    { N_("attributes of an element"), QP_SAX_ATTRIBUTES, "" },
    { N_("elements of a file, rows aside"), QP_SAX_ELEMENTS, "" },
    { N_("a number in a submission"), QP_NUM_DIGITS_INPUT, N_("digits") },
    { N_("faults of a file before it is read no further"), QP_FORM_FAULTS,
      "" },
    { N_("problems of one kind that are printed of a file"), QP_DIAG_MOST,
      "" },
};

const struct qp_manual_limit *
qp_manual_limit(size_t i)
{
    return i < QP_COUNT(limits) ? &limits[i] : NULL;
}

const char *
qp_manual_limit_text(struct qp_arena *arena,
                     const struct qp_manual_limit *limit)
{
    static const char *const units[] = { N_("bytes"), "KiB", "MiB", "GiB" };
    unsigned long long most = limit->most;
    size_t unit = 0;

    if (strcmp(limit->unit, "byte") != 0)
        return qp_arena_printf(arena, "%llu%s%s", most,
                               *limit->unit ? " " : "", qp_say(limit->unit));
    while (unit + 1 < QP_COUNT(units) && most % 1024 == 0) {
        most /= 1024;
        unit++;
    }
    return qp_arena_printf(arena, "%llu %s", most, qp_say(units[unit]));
}
