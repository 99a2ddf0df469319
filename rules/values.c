/* Values to fields: one reader for each type of the master table; see
   load.h. */

#include <config.h>

#include "rules/load.h"

#include <string.h>

#include "engine/date.h"
#include "engine/method.h"
#include "engine/record.h"
#include "engine/tongue.h"
#include "engine/words.h"

/* One value on its way into its field. */
struct field {
    struct qp_load *load;
    struct qp_object *object;
    const struct qp_key *key;
    const struct qp_line *line; /* null: VALUE is the preset */
    const char *value;
    void *place; /* of the field */
    enum qp_code code; /* of a fault */
};

static struct qp_arena *
arena_of(const struct field *f)
{
    return f->load->run->arena;
}

void
qp_line_wrong(struct qp_load *load, const struct qp_object *object,
              const struct qp_line *line, enum qp_code code,
              const char *wrong)
{
    qp_error(load->run, qp_line_at(line), code, "%s: %s = \"%s\" %s",
             qp_object_name(load, object), line->name, line->value, wrong);
}

/* Remembers that a value of [evaluation] is not what was meant, if others
   are held against it. */
static void
doubt(const struct field *f)
{
    if (qp_object_kind(f->object) == QP_KIND_EVALUATION && f->key->decides)
        f->load->has_evaluation = false;
}

/* Reports what is WRONG with the line of F. */
static void
report(const struct field *f, const char *wrong)
{
    qp_line_wrong(f->load, f->object, f->line, f->code, wrong);
    doubt(f);
}

/* ---- numbers ---- */

static const char *
parse_number(const struct field *f, qp_num *x)
{
    return qp_num_parse(arena_of(f), f->value, strlen(f->value),
                        QP_NUM_DIGITS_RULES, x);
}

static const char *
read_number(struct field *f)
{
    return parse_number(f, f->place);
}

static const char *
read_amount(struct field *f)
{
    qp_num x;
    const char *wrong = parse_number(f, &x);

    if (!wrong && qp_num_sign(x) < 0)
        wrong = _("is below 0");
    if (!wrong)
        *(qp_num *)f->place = x;
    return wrong;
}

static const char *
read_positive(struct field *f)
{
    qp_num x;
    const char *wrong = parse_number(f, &x);

    if (!wrong && qp_num_sign(x) <= 0)
        wrong = _("is not over 0");
    if (!wrong)
        *(qp_num *)f->place = x;
    return wrong;
}

static const char *
read_whole(struct field *f)
{
    qp_num x;
    const char *wrong = parse_number(f, &x);

    if (!wrong && (qp_num_sign(x) <= 0 ||
                   qp_num_cmp(qp_num_floor(arena_of(f), x), x) != 0))
        wrong = _("is no whole number over 0");
    if (!wrong)
        *(qp_num *)f->place = x;
    return wrong;
}

static const char *
read_integer(struct field *f)
{
    qp_num x;
    int64_t number;
    const char *wrong = parse_number(f, &x);

    if (wrong)
        return wrong;
    if (!qp_num_to_int(x, f->key->most, &number) || number < f->key->least)
        return qp_arena_printf(arena_of(f), _("is no integer from %d to %d"),
                               f->key->least, f->key->most);
    *(int *)f->place = (int)number;
    return NULL;
}

const char *
qp_share_read(struct qp_arena *arena, const char *value, size_t length,
              qp_num *share)
{
    qp_num percent;
    const char *wrong =
        qp_num_parse(arena, value, length, QP_NUM_DIGITS_RULES, &percent);

    if (!wrong)
        *share = qp_num_div(arena, percent, qp_num_int(100));
    return wrong;
}

const char *
qp_share_bounded(qp_num share)
{
    if (qp_num_sign(share) < 0 || qp_num_cmp(share, qp_num_int(1)) > 0)
        return _("is not from 0 to 100 percent");
    return NULL;
}

static const char *
read_share(struct field *f)
{
    qp_num share;
    const char *wrong =
        qp_share_read(arena_of(f), f->value, strlen(f->value), &share);

    if (!wrong)
        wrong = qp_share_bounded(share);
    if (!wrong)
        *(qp_num *)f->place = share;
    return wrong;
}

/* ---- words ---- */

const char *
qp_word_read(struct qp_arena *arena, const char *word,
             const char *const *words, int *index)
{
    struct qp_suggest suggest = { .word = word };
    const char *list = "";

    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0) {
            *index = i;
            return NULL;
        }
        list = qp_arena_printf(arena, "%s%s%s", list, i ? ", " : "",
                               words[i]);
        qp_suggest_offer(&suggest, words[i]);
    }
    return qp_arena_printf(arena, _("is none of %s%s"), list,
                           qp_suggest_text(arena, &suggest));
}

static const char *
read_word(struct field *f)
{
    int index = 0;
    const char *wrong =
        qp_word_read(arena_of(f), f->value, f->key->words, &index);

    /* Every enum of the model has the size of an int. */
    memcpy(f->place, &index, sizeof(enum qp_weights));
    return wrong;
}

static const char *
read_switch(struct field *f)
{
    int index = 0;
    const char *wrong =
        qp_word_read(arena_of(f), f->value, f->key->words, &index);

    *(bool *)f->place = index == 1;
    return wrong;
}

static const char *
read_text(struct field *f)
{
    *(const char **)f->place = f->value;
    return NULL;
}

static const char *
read_date(struct field *f)
{
    int day;
    const char *wrong = qp_date_parse(f->value, strlen(f->value), &day);

    return wrong ? wrong : read_text(f);
}

/* Splits "WORD REST" at its first blanks into *WORD; returns REST, which may
   be empty. */
static const char *
split_word(struct qp_arena *arena, const char *value, const char **word)
{
    size_t length = strcspn(value, " \t");

    *word = qp_arena_copy(arena, value, length);
    return value + length + strspn(value + length, " \t");
}

/* The arithmetic raises to no higher powers than the first; a scale that bends
   more than by the second tells nothing apart. */
enum { GREATEST_POWER = 1000, GREATEST_LAMBDA = 5 };

/* Reads the number behind "power" and "grey", which grey can do without. */
static const char *
read_aggregation_number(struct field *f, struct qp_aggregation *aggregation,
                        const char *number)
{
    bool is_grey = aggregation->kind == QP_AGGREGATE_GREY;
    qp_num *place = is_grey ? &aggregation->rho : &aggregation->power;

    if (is_grey && !*number)
        number = "0.5";
    if (qp_num_parse(arena_of(f), number, strlen(number),
                     QP_NUM_DIGITS_RULES, place))
        return is_grey ? _("needs a number or none: grey 0.5")
                       : _("needs a number: power 0.5");
    if (is_grey && (qp_num_sign(*place) <= 0 ||
                    qp_num_cmp(*place, qp_num_int(1)) > 0))
        return _("needs a number over 0 and up to 1: grey 0.5");
    if (!is_grey && qp_num_cmp(qp_num_abs(arena_of(f), *place),
                               qp_num_int(GREATEST_POWER)) > 0)
        return qp_arena_printf(arena_of(f),
                               _("needs a number from -%d to %d: power 0.5"),
                               GREATEST_POWER, GREATEST_POWER);
    return NULL;
}

static const char *const aggregations[] = {
    [QP_AGGREGATE_SUM] = "sum",
    [QP_AGGREGATE_MEAN] = "mean",
    [QP_AGGREGATE_GEOMETRIC] = "geometric",
    [QP_AGGREGATE_HARMONIC] = "harmonic",
    [QP_AGGREGATE_POWER] = "power",
    [QP_AGGREGATE_MIN] = "min",
    [QP_AGGREGATE_MEDIAN] = "median",
    [QP_AGGREGATE_TOPSIS] = "topsis",
    [QP_AGGREGATE_COPELAND] = "copeland",
    [QP_AGGREGATE_GREY] = "grey",
    NULL,
};

static bool
takes_number(enum qp_aggregate kind)
{
    return kind == QP_AGGREGATE_POWER || kind == QP_AGGREGATE_GREY;
}

static const char *
read_aggregation_word(struct field *f, const char *word,
                      struct qp_aggregation *aggregation)
{
    int index = 0;
    const char *wrong =
        qp_word_read(arena_of(f), word, aggregations, &index);

    aggregation->kind = (enum qp_aggregate)index;
    aggregation->power = aggregation->rho = qp_num_undefined("not given");
    return wrong;
}

static const char *
read_aggregation(struct field *f)
{
    struct qp_aggregation *aggregation = f->place;
    const char *word, *rest = split_word(arena_of(f), f->value, &word);
    const char *wrong = read_aggregation_word(f, word, aggregation);

    if (wrong)
        return wrong;
    if (takes_number(aggregation->kind))
        return read_aggregation_number(f, aggregation, rest);
    return *rest ? _("has something behind the word") : NULL;
}

/* Where the number of elements of F's list goes. */
static size_t *
count_of(const struct field *f)
{
    return (size_t *)(void *)((char *)f->object->data + f->key->count);
}

/* Reads aggregations apart by blanks, each with its number if it has one. */
static const char *
read_aggregations(struct field *f)
{
    const char *rest = f->value, *wrong = NULL, *word, *number;
    struct qp_aggregation *list = NULL;
    size_t n = 0, capacity = 0;

    while (*rest && !wrong) {
        list = qp_arena_grow(arena_of(f), list, n, &capacity, sizeof *list);
        rest = split_word(arena_of(f), rest, &word);
        wrong = read_aggregation_word(f, word, &list[n]);
        number = "";
        if (!wrong && takes_number(list[n].kind) &&
            strchr("+-.0123456789", *rest))
            rest = split_word(arena_of(f), rest, &number);
        if (!wrong && takes_number(list[n].kind))
            wrong = read_aggregation_number(f, &list[n], number);
        n++;
    }
    *(const struct qp_aggregation **)f->place = list;
    *count_of(f) = wrong ? 0 : n;
    return wrong;
}

/* Reads TEXT, without blanks, as a policy. */
static const char *
read_one_policy(struct field *f, const char *text, struct qp_policy *policy)
{
    static const char *const words[] = {
        "reject",     "zero",   "exclude", "unscored", "mean",
        "group_mean", "median", "min",     "prior",    NULL,
    };
    static const enum qp_policy_kind kinds[] = {
        QP_POLICY_REJECT,     QP_POLICY_ZERO,   QP_POLICY_EXCLUDE,
        QP_POLICY_UNSCORED,   QP_POLICY_MEAN,
        QP_POLICY_GROUP_MEAN, QP_POLICY_MEDIAN, QP_POLICY_MIN,
        QP_POLICY_PRIOR,
    };
    int index = 0;
    const char *wrong;

    if (!qp_share_read(arena_of(f), text, strlen(text), &policy->score)) {
        policy->kind = QP_POLICY_SCORE;
        return qp_share_bounded(policy->score);
    }
    wrong = qp_word_read(arena_of(f), text, words, &index);
    policy->kind = kinds[index];
    policy->score = qp_num_undefined("no score");
    if (wrong)
        wrong = qp_arena_printf(arena_of(f),
                                _("is no number of percent and %s"), wrong);
    return wrong;
}

static const char *
read_policy(struct field *f)
{
    return read_one_policy(f, f->value, f->place);
}

/* Reads policies apart by blanks.  A simulation that refuses figures would
   end. */
static const char *
read_policies(struct field *f)
{
    const char *rest = f->value, *wrong = NULL, *word;
    struct qp_policy *list = NULL;
    size_t n = 0, capacity = 0;

    while (*rest && !wrong) {
        list = qp_arena_grow(arena_of(f), list, n, &capacity, sizeof *list);
        rest = split_word(arena_of(f), rest, &word);
        wrong = read_one_policy(f, word, &list[n]);
        if (!wrong && list[n].kind == QP_POLICY_REJECT)
            wrong = _("has reject, which leaves nothing to simulate");
        n++;
    }
    *(const struct qp_policy **)f->place = list;
    *count_of(f) = wrong ? 0 : n;
    return wrong;
}

/* Reads "20 %", with or without the sign, or none. */
static const char *
read_spread(struct field *f)
{
    struct qp_spread *spread = f->place;
    size_t length = strlen(f->value);

    spread->kind = QP_SPREAD_NONE;
    spread->amount = qp_num_undefined("not given");
    if (strcmp(f->value, "none") == 0)
        return NULL;
    if (length && f->value[length - 1] == '%')
        length--;
    while (length && strchr(" \t", f->value[length - 1]))
        length--;
    if (qp_share_read(arena_of(f), f->value, length, &spread->amount))
        return _("is neither a number of percent nor none");
    spread->kind = QP_SPREAD_SHARE;
    return qp_share_bounded(spread->amount);
}

/* The same, or "dirichlet K". */
static const char *
read_weight_spread(struct field *f)
{
    struct qp_spread *spread = f->place;
    const char *word, *rest = split_word(arena_of(f), f->value, &word);
    const char *wrong;

    if (strcmp(word, "dirichlet") != 0) {
        wrong = read_spread(f);
        return wrong && spread->kind != QP_SPREAD_SHARE
                   ? _("is neither a number of percent, none nor dirichlet K")
                   : wrong;
    }
    spread->kind = QP_SPREAD_DIRICHLET;
    if (qp_num_parse(arena_of(f), rest, strlen(rest), QP_NUM_DIGITS_RULES,
                     &spread->amount) ||
        qp_num_sign(spread->amount) <= 0)
        return _("needs a number over 0: dirichlet 50");
    return NULL;
}

static const char *
read_clip(struct field *f)
{
    struct qp_indicator *indicator = f->object->data;
    const char *low, *high = split_word(arena_of(f), f->value, &low);

    indicator->has_clip = true;
    indicator->clip_none = strcmp(f->value, "none") == 0;
    if (indicator->clip_none)
        return NULL;
    if (qp_share_read(arena_of(f), low, strlen(low),
                      &indicator->clip_low) ||
        qp_share_read(arena_of(f), high, strlen(high),
                      &indicator->clip_high))
        return _("is neither LOW HIGH, two numbers in percent, nor none");
    if (qp_num_cmp(indicator->clip_low, indicator->clip_high) > 0)
        return "has LOW above HIGH";
    return NULL;
}

/* Reads WORD as a bound; "none" leaves it undefined. */
static bool
read_limit(struct field *f, const char *word, qp_num *limit)
{
    *limit = qp_num_undefined("not given");
    return strcmp(word, "none") == 0 ||
           !qp_num_parse(arena_of(f), word, strlen(word),
                         QP_NUM_DIGITS_RULES, limit);
}

static const char *
read_limits(struct field *f)
{
    struct qp_limits *limits = f->place;
    const char *low, *high = split_word(arena_of(f), f->value, &low);

    if (!read_limit(f, low, &limits->low) ||
        !read_limit(f, high, &limits->high))
        return _(
            "is not LOW HIGH, two numbers in the unit of value, or none in "
            "place of one of them");
    if (!qp_num_defined(limits->low) && !qp_num_defined(limits->high))
        return _("holds nothing; leave the key out");
    if (qp_num_defined(limits->low) && qp_num_defined(limits->high) &&
        qp_num_cmp(limits->low, limits->high) > 0)
        return "has LOW above HIGH";
    return NULL;
}

/* Reads the exponent behind "boxcox". */
static const char *
read_lambda(struct field *f, const char *number, qp_num *lambda)
{
    const char *wrong = qp_num_parse(arena_of(f), number, strlen(number),
                                     QP_NUM_DIGITS_RULES, lambda);

    if (wrong || qp_num_cmp(qp_num_abs(arena_of(f), *lambda),
                            qp_num_int(GREATEST_LAMBDA)) > 0)
        return qp_arena_printf(arena_of(f),
                               _("needs a number from -%d to %d: boxcox 0.5"),
                               GREATEST_LAMBDA, GREATEST_LAMBDA);
    return NULL;
}

static const char *
read_transform(struct field *f)
{
    static const char *const words[] = { "log", "boxcox", NULL };
    static const enum qp_transform_kind kinds[] = { QP_TRANSFORM_LOG,
                                                    QP_TRANSFORM_BOXCOX };
    struct qp_transform *transform = f->place;
    const char *word, *rest = split_word(arena_of(f), f->value, &word);
    int index = 0;
    const char *wrong = qp_word_read(arena_of(f), word, words, &index);

    if (wrong)
        return wrong;
    transform->kind = kinds[index];
    if (transform->kind == QP_TRANSFORM_BOXCOX)
        return read_lambda(f, rest, &transform->lambda);
    return *rest ? _("has something behind the word") : NULL;
}

/* ---- references ---- */

/* What CODE may have been meant to be among the codes of KIND. */
static const char *
suggestion(const struct field *f, enum qp_kind_id kind, const char *code)
{
    return qp_load_suggest(f->load, f->object->section->file, QP_REFERENCE,
                           code, f->load->codes[kind]);
}

/* Finds CODE among the codes of KIND; returns a fault if there is none. */
static const char *
find_code(struct field *f, enum qp_kind_id kind, const char *code,
          size_t *index)
{
    *index = qp_names_find(f->load->codes[kind], code);
    if (*index != QP_NONE)
        return NULL;
    f->code = QP_REFERENCE;
    return qp_arena_printf(arena_of(f), _("names no %s%s"),
                           qp_kinds[kind].name, suggestion(f, kind, code));
}

static const char *
read_group(struct field *f)
{
    struct qp_district *district = f->object->data;
    const char *wrong =
        find_code(f, QP_KIND_GROUP, f->value, &district->group);

    district->group_text =
        wrong ? f->value : f->load->rules->groups[district->group].code;
    return wrong;
}

static const char *
read_parent(struct field *f)
{
    return find_code(f, QP_KIND_INDICATOR, f->value, f->place);
}

static const char *
read_district(struct field *f)
{
    return find_code(f, QP_KIND_DISTRICT, f->value, f->place);
}

static bool
holds(const size_t *list, size_t n, size_t index)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == index)
            return true;
    return false;
}

/* Reads codes of KIND apart by blanks into a list, each once.  Reports every
   one that is wrong. */
static const char *
read_list(struct field *f, enum qp_kind_id kind)
{
    const char *rest = f->value, *code;
    size_t n = 0, capacity = 0, index, *list = NULL;

    while (*rest) {
        rest = split_word(arena_of(f), rest, &code);
        if (find_code(f, kind, code, &index)) {
            report(f, qp_arena_printf(arena_of(f), _("names no %s \"%s\"%s"),
                                      qp_kinds[kind].name, code,
                                      suggestion(f, kind, code)));
            continue;
        }
        if (holds(list, n, index)) {
            f->code = QP_DUPLICATE;
            report(f, qp_arena_printf(arena_of(f), "names %s twice", code));
            continue;
        }
        list = qp_arena_grow(arena_of(f), list, n, &capacity, sizeof *list);
        list[n++] = index;
    }
    *(const size_t **)f->place = list;
    *count_of(f) = n;
    return NULL;
}

static const char *
read_indicators(struct field *f)
{
    return read_list(f, QP_KIND_INDICATOR);
}

static const char *
read_measures(struct field *f)
{
    return read_list(f, QP_KIND_MEASURE);
}

static const char *
read_effect(struct field *f)
{
    struct qp_veto *veto = f->object->data;
    const char *word, *rest = split_word(arena_of(f), f->value, &word);
    int index = 0;
    const char *wrong =
        qp_word_read(arena_of(f), word, qp_words_effect, &index);
    bool of_grade = index == QP_EFFECT_GRADE || index == QP_EFFECT_CAP;

    veto->effect = (enum qp_effect_kind)index;
    if (wrong)
        return wrong;
    if (of_grade && !*rest)
        return _("needs the code of a grade behind it");
    if (of_grade)
        return find_code(f, QP_KIND_GRADE, rest, &veto->grade);
    return *rest ? _("has something behind the word") : NULL;
}

static const char *
read_weighting(struct field *f)
{
    static const char *const words[] = {
        [QP_WEIGHTING_GIVEN] = "given",
        [QP_WEIGHTING_EQUAL] = "equal",
        [QP_WEIGHTING_AHP] = "ahp",
        [QP_WEIGHTING_BUDGET] = "budget",
        [QP_WEIGHTING_ENTROPY] = "entropy",
        [QP_WEIGHTING_CRITIC] = "critic",
        [QP_WEIGHTING_SD] = "sd",
        [QP_WEIGHTING_PCA] = "pca",
        NULL,
    };
    struct qp_weighting *weighting = f->place;
    const char *word, *rest = split_word(arena_of(f), f->value, &word);
    int index = 0;
    const char *wrong = qp_word_read(arena_of(f), word, words, &index);
    bool of_judges = index == QP_WEIGHTING_AHP || index == QP_WEIGHTING_BUDGET;

    *weighting = (struct qp_weighting){
        .kind = (enum qp_weighting_kind)index,
        .judgements = QP_NONE,
    };
    if (f->line)
        weighting->at = qp_line_at(f->line);
    if (wrong)
        return wrong;
    if (of_judges && !*rest)
        return _("needs the name of a [weights NAME] behind it");
    if (of_judges)
        return find_code(f, QP_KIND_WEIGHTS, rest, &weighting->judgements);
    return *rest ? _("has something behind the word") : NULL;
}

/* ---- formulas and methods ---- */

static const char *
read_formula(struct field *f)
{
    *(struct qp_formula *)f->place = (struct qp_formula){
        .text = f->value,
        .at = qp_line_at(f->line),
    };
    return NULL;
}

/* The method called NAME; null, with what is wrong in *WRONG. */
static const struct qp_method *
find_method(struct field *f, const char *name, const char **wrong)
{
    struct qp_suggest suggest = { .word = name };
    const struct qp_method *method = qp_method_find(name), *row;

    if (method)
        return method;
    for (size_t i = 0; (row = qp_method_row(i)) != NULL; i++)
        qp_suggest_offer(&suggest, row->name);
    f->code = QP_REFERENCE;
    *wrong = qp_arena_printf(arena_of(f), _("is no method%s"),
                             qp_suggest_text(arena_of(f), &suggest));
    return NULL;
}

static const char *
read_method(struct field *f)
{
    struct qp_indicator *indicator = f->object->data;
    const char *wrong = NULL;

    indicator->method = find_method(f, f->value, &wrong);
    indicator->method_at = qp_line_at(f->line);
    return wrong;
}

/* Reads methods apart by blanks; their parameters come when all of the
   indicator's own are there. */
static const char *
read_methods(struct field *f)
{
    const char *rest = f->value, *wrong = NULL, *word;
    struct qp_alternative *list = NULL;
    size_t n = 0, capacity = 0;

    while (*rest && !wrong) {
        list = qp_arena_grow(arena_of(f), list, n, &capacity, sizeof *list);
        rest = split_word(arena_of(f), rest, &word);
        list[n++].method = find_method(f, word, &wrong);
    }
    if (wrong)
        wrong = qp_arena_printf(arena_of(f), _("has a word that %s"), wrong);
    *(const struct qp_alternative **)f->place = list;
    *count_of(f) = wrong ? 0 : n;
    return wrong;
}

/* ---- records ---- */

static const char *
read_record(struct field *f)
{
    return find_code(f, QP_KIND_RECORD, f->value, f->place);
}

/* Finds the field CODE of the record that F's section speaks of. */
static const char *
find_field(struct field *f, const char *code, size_t *index)
{
    const struct qp_record_type *record = qp_record_of(f->load, f->object);
    struct qp_suggest suggest = { .word = code };

    *index = QP_NONE;
    /* Without a record, lint says so; a wrong one explains enough. */
    if (!record || !record->n_fields)
        return NULL;
    *index = qp_record_field_find(record, code, strlen(code));
    if (*index != QP_NONE)
        return NULL;
    for (size_t i = 0; i < record->n_fields; i++)
        qp_suggest_offer(&suggest, record->fields[i].code);
    f->code = QP_REFERENCE;
    return qp_arena_printf(arena_of(f), _("names no field of %s%s"),
                           record->code,
                           qp_suggest_text(arena_of(f), &suggest));
}

static const char *
read_field(struct field *f)
{
    return find_field(f, f->value, f->place);
}

static const char *
read_take(struct field *f)
{
    const char *words[QP_N_TAKES + 1] = { NULL };
    struct qp_take *take = f->place;
    const char *word, *rest = split_word(arena_of(f), f->value, &word);
    const char *wrong;
    int index = 0;

    for (size_t i = 0; i < QP_N_TAKES; i++)
        words[i] = qp_record_takes[i].name;
    wrong = qp_word_read(arena_of(f), word, words, &index);
    *take = (struct qp_take){ (enum qp_take_kind)index, QP_NONE };
    if (wrong)
        return wrong;
    if (!qp_record_takes[index].takes_field)
        return *rest ? _("has something behind the word") : NULL;
    if (!*rest)
        return qp_arena_printf(arena_of(f), _("needs a field behind it: %s"),
                               qp_record_takes[index].usage);
    return find_field(f, rest, &take->field);
}

static const char *
read_files(struct field *f)
{
    (void)f;
    return NULL;
}

static const char *(*const readers[QP_N_KEY_TYPES])(struct field *f) = {
    [QP_KEY_TEXT] = read_text,
    [QP_KEY_DATE] = read_date,
    [QP_KEY_FILES] = read_files,
    [QP_KEY_INTEGER] = read_integer,
    [QP_KEY_NUMBER] = read_number,
    [QP_KEY_AMOUNT] = read_amount,
    [QP_KEY_POSITIVE] = read_positive,
    [QP_KEY_WHOLE] = read_whole,
    [QP_KEY_SHARE] = read_share,
    [QP_KEY_WORD] = read_word,
    [QP_KEY_SWITCH] = read_switch,
    [QP_KEY_AGGREGATION] = read_aggregation,
    [QP_KEY_AGGREGATIONS] = read_aggregations,
    [QP_KEY_WEIGHTING] = read_weighting,
    [QP_KEY_POLICY] = read_policy,
    [QP_KEY_POLICIES] = read_policies,
    [QP_KEY_SPREAD] = read_spread,
    [QP_KEY_WEIGHT_SPREAD] = read_weight_spread,
    [QP_KEY_LIMITS] = read_limits,
    [QP_KEY_TRANSFORM] = read_transform,
    [QP_KEY_CLIP] = read_clip,
    [QP_KEY_FORMULA] = read_formula,
    [QP_KEY_METHOD] = read_method,
    [QP_KEY_METHODS] = read_methods,
    [QP_KEY_GROUP] = read_group,
    [QP_KEY_PARENT] = read_parent,
    [QP_KEY_DISTRICT] = read_district,
    [QP_KEY_INDICATORS] = read_indicators,
    [QP_KEY_MEASURES] = read_measures,
    [QP_KEY_EFFECT] = read_effect,
    [QP_KEY_RECORD] = read_record,
    [QP_KEY_FIELDS] = read_files,
    [QP_KEY_FIELD] = read_field,
    [QP_KEY_TAKE] = read_take,
};

/* ---- one field ---- */

/* What a field holds where neither a key nor a preset says anything, and
   where what the key says is wrong. */
static void
leave_out(const struct field *f)
{
    switch (f->key->type) {
    case QP_KEY_TEXT: /* messages call the object something */
        if (f->key->required)
            *(const char **)f->place = f->object->section->code;
        break;
    case QP_KEY_INTEGER:
        *(int *)f->place = f->key->least - 1;
        break;
    case QP_KEY_NUMBER:
    case QP_KEY_AMOUNT:
    case QP_KEY_POSITIVE:
    case QP_KEY_WHOLE:
    case QP_KEY_SHARE:
        *(qp_num *)f->place = qp_num_undefined("not given");
        break;
    case QP_KEY_LIMITS:
        *(struct qp_limits *)f->place = (struct qp_limits){
            .low = qp_num_undefined("not given"),
            .high = qp_num_undefined("not given"),
        };
        break;
    case QP_KEY_GROUP:
    case QP_KEY_PARENT:
    case QP_KEY_DISTRICT:
    case QP_KEY_RECORD:
    case QP_KEY_FIELD:
        *(size_t *)f->place = QP_NONE;
        break;
    default: /* null, false, the first word */
        break;
    }
}

/* Reads the preset, if there is one, in place of a line without a value, for
   what looks at the field later. */
static void
read_preset(struct field *f)
{
    doubt(f);
    if (!f->key->preset)
        return;
    f->line = NULL;
    f->value = f->key->preset;
    readers[f->key->type](f);
}

void
qp_value_read(struct qp_load *load, struct qp_object *object,
              const struct qp_key *key)
{
    const struct qp_line *line = qp_object_line(object, key->name);
    struct field f = {
        .load = load,
        .object = object,
        .key = key,
        .line = line,
        .value = line ? line->value : key->preset,
        .place = (char *)object->data + key->offset,
        .code = QP_KEY_VALUE,
    };
    const char *wrong = NULL;

    leave_out(&f);
    if (line && (!line->value || !*line->value)) {
        if (line->value)
            report(&f, _("is empty; leave the key out or give it a value"));
        read_preset(&f);
    } else if (f.value)
        wrong = readers[key->type](&f);
    else if (key->required)
        qp_error(load->run, qp_object_at(object), QP_KEY_MISSING,
                 "%s: the key %s is missing", qp_object_name(load, object),
                 key->name);
    if (wrong)
        report(&f, wrong);
}
