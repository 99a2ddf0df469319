/* What an [example] says of data: "offshore_executed = 130", with .prior for
   the year before and .DISTRICT for one that it is compared with; see
   load.h. */

#include <config.h>

#include "rules/load.h"

#include <string.h>
#include <strings.h>

#include "engine/tongue.h"

/* Cuts what follows the last point off NAME and returns it; null without a
   point. */
static const char *
cut_suffix(char *name)
{
    char *point = strrchr(name, '.');

    if (!point)
        return NULL;
    *point = '\0';
    return point + 1;
}

/* Reads SUFFIX, which names a district, into *FACT.  Returns what is wrong
   with it, or null. */
static const char *
read_whose(struct qp_load *load, const struct qp_example *example,
           const char *suffix, struct qp_fact *fact)
{
    const struct qp_names *codes = load->codes[QP_KIND_DISTRICT];

    fact->district = qp_names_find(codes, suffix);
    if (fact->district == QP_NONE)
        return qp_arena_printf(load->run->arena, _("no district \"%s\"%s"),
                               suffix,
                               qp_load_suggest(load, example->at.file,
                                               QP_REFERENCE, suffix, codes));
    if (fact->district == 0 && example->district == QP_NONE)
        return qp_arena_printf(load->run->arena,
                               _("%s is the first district, whose example "
                                 "this is unless district "
                                 "= CODE names another one"),
                               load->rules->districts[0].code);
    return NULL;
}

/* Reads NAME, the key of a line, into whose and which figure *FACT is.  False
   if no datum is called so. */
static bool
read_name(struct qp_load *load, const struct qp_example *example,
          const char *text, struct qp_fact *fact, const char **wrong)
{
    char *name = qp_arena_text(load->run->arena, text);
    const char *suffix = cut_suffix(name);

    *wrong = NULL;
    fact->district = example->district == QP_NONE ? 0 : example->district;
    if (suffix && strcasecmp(suffix, "prior") != 0) {
        *wrong = read_whose(load, example, suffix, fact);
        suffix = cut_suffix(name);
    }
    fact->prior = suffix && strcasecmp(suffix, "prior") == 0;
    fact->datum = qp_names_find(load->codes[QP_KIND_DATUM], name);
    if (suffix && !fact->prior)
        return false;
    return fact->datum != QP_NONE;
}

/* Reads the scores of experts, apart by blanks. */
static const char *
read_opinions(struct qp_load *load, const struct qp_datum *datum,
              const char *value, struct qp_fact *fact, enum qp_code *code)
{
    struct qp_arena *arena = load->run->arena;
    struct qp_opinion *opinions = NULL;
    size_t capacity = 0;

    while (*value) {
        size_t length = strcspn(value, " \t");
        struct qp_figure figure;
        const char *wrong =
            qp_figure_parse(load, datum, qp_arena_copy(arena, value, length),
                            &figure, code);

        if (wrong)
            return wrong;
        opinions = qp_arena_grow(arena, opinions, fact->n_opinions, &capacity,
                                 sizeof *opinions);
        opinions[fact->n_opinions++] = (struct qp_opinion){
            .expert = "", .score = figure.value.num, .at = fact->at
        };
        value += length + strspn(value + length, " \t");
    }
    fact->opinions = opinions;
    return NULL;
}

/* WRONG, which is said of VALUE as a number, with the state that may have been
   meant. */
static const char *
or_state(struct qp_arena *arena, const char *value, const char *wrong)
{
    struct qp_suggest suggest = { .word = value };

    for (int state = QP_REPORTED + 1; state < QP_N_STATES; state++)
        qp_suggest_offer(&suggest, qp_state_name((enum qp_state)state));
    return qp_arena_printf(arena, "%s%s", wrong,
                           qp_suggest_text(arena, &suggest));
}

/* Reads VALUE: a state, or what the datum takes. */
static const char *
read_fact(struct qp_load *load, const char *value, struct qp_fact *fact,
          enum qp_code *code)
{
    const struct qp_datum *datum = &load->rules->data[fact->datum];
    const char *wrong;
    enum qp_state state;

    if (qp_state_find(value, &state) && state != QP_REPORTED) {
        fact->figure.value = qp_value_state(state, "as the example says");
        return NULL;
    }
    if (datum->given_by == QP_BY_EXPERTS)
        wrong = read_opinions(load, datum, value, fact, code);
    else
        wrong = qp_figure_parse(load, datum, value, &fact->figure, code);
    return wrong && *code == QP_NUMBER
               ? or_state(load->run->arena, value, wrong)
               : wrong;
}

bool
qp_example_read(struct qp_load *load, struct qp_object *object,
                const struct qp_line *line)
{
    struct qp_example *example = object->data;
    struct qp_fact fact = { .at = qp_line_at(line) };
    enum qp_code code = QP_KEY_VALUE;
    const char *wrong;

    if (!read_name(load, example, line->name, &fact, &wrong))
        return false;
    if (wrong) {
        qp_error(load->run, fact.at, QP_REFERENCE, "%s: %s: %s",
                 qp_object_name(load, object), line->name, wrong);
        return true;
    }
    fact.figure.at = fact.at;
    wrong = read_fact(load, line->value, &fact, &code);
    if (wrong)
        qp_line_wrong(load, object, line, code, wrong);
    example->facts =
        qp_arena_grow(load->run->arena, example->facts, example->n_facts,
                      &example->facts_capacity, sizeof *example->facts);
    example->facts[example->n_facts++] = fact;
    return true;
}
