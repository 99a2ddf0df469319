/* result.csv; see csv.h. */

#include <config.h>

#include "output/csv.h"

#include <string.h>

#include "output/texts.h"

/* What every row of a district starts with. */
struct writer {
    struct qp_arena *arena;
    const struct qp_result *result;
    const struct qp_ruleset *rules;
    FILE *out;
    size_t district;
};

/* A text cell.  A spreadsheet program would run one that begins like a
   formula, so that one gets an apostrophe in front. */
static void
put_text(const struct writer *w, const char *text)
{
    bool defused = *text && strchr("=+-@\t\r", *text);

    if (!strpbrk(text, ",\"\r\n")) {
        if (defused)
            fputc('\'', w->out);
        fputs(text, w->out);
        return;
    }
    fputs(defused ? "\"'" : "\"", w->out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', w->out);
        fputc(*text, w->out);
    }
    fputc('"', w->out);
}

static void
put_number(const struct writer *w, qp_num x)
{
    fputc(',', w->out);
    fputs(qp_num_text(w->arena, x), w->out);
}

static void
put_points(const struct writer *w, qp_num x)
{
    fputc(',', w->out);
    fputs(qp_text_points(w->arena, w->rules, x), w->out);
}

/* district,name,group,indicator,parent,state */
static void
start_row(const struct writer *w, const char *code, const char *parent,
          enum qp_state state)
{
    const struct qp_district *district = &w->rules->districts[w->district];

    put_text(w, district->code);
    fputc(',', w->out);
    put_text(w, qp_text_name(w->rules, district->name, district->name_en));
    fputc(',', w->out);
    if (district->group != QP_NONE)
        put_text(w, w->rules->groups[district->group].code);
    fputc(',', w->out);
    put_text(w, code);
    fputc(',', w->out);
    fputs(parent, w->out);
    fputc(',', w->out);
    fputs(qp_state_name(state), w->out);
}

static void
put_node(const struct writer *w, size_t node)
{
    const struct qp_indicator *indicator = &w->rules->indicators[node];
    const struct qp_score *score =
        &w->result->scores[w->district * w->rules->n_indicators + node];
    enum qp_state state = score->state;

    if (!indicator->method)
        state = qp_num_defined(score->points) ? QP_REPORTED : QP_UNDEFINED;
    start_row(w, indicator->code,
              indicator->parent == QP_NONE
                  ? "total"
                  : w->rules->indicators[indicator->parent].code,
              state);
    if (indicator->method)
        put_number(w, score->used);
    else
        fputc(',', w->out);
    put_number(w, score->normalised);
    put_number(w, qp_result_weight(score));
    put_points(w, score->points);
    put_number(w, qp_result_rank(score));
    fputs(",\r\n", w->out);
}

/* Bonuses count upward, deductions downward. */
static void
put_items(const struct writer *w, const struct qp_item *items, size_t n,
          const struct qp_award *awards, bool down)
{
    for (size_t i = 0; i < n; i++) {
        qp_num points = awards[i].points;

        if (w->result->outcomes[w->district].excluded)
            points = qp_num_undefined("excluded");
        else if (down)
            points = qp_num_neg(w->arena, points);
        start_row(w, items[i].code, down ? "deduction" : "bonus",
                  awards[i].value.state);
        put_number(w, awards[i].value.num);
        fputs(",,", w->out);
        put_points(w, points);
        fputs(",,\r\n", w->out);
    }
}

static void
put_total(const struct writer *w)
{
    const struct qp_outcome *outcome = &w->result->outcomes[w->district];

    start_row(w, "total", "", outcome->state);
    fputc(',', w->out);
    put_number(w, outcome->base_normalised);
    put_number(w, outcome->excluded ? outcome->total : w->rules->scale);
    put_points(w, outcome->total);
    put_number(w, outcome->rank);
    fputc(',', w->out);
    if (outcome->grade != QP_NONE)
        put_text(w, w->rules->grades[outcome->grade].code);
    fputs("\r\n", w->out);
}

static void
put_district(const struct writer *w)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_outcome *outcome = &w->result->outcomes[w->district];

    for (size_t node = 0; node < rules->n_indicators; node++)
        put_node(w, node);
    put_items(w, rules->bonuses, rules->n_bonuses, outcome->bonuses, false);
    put_items(w, rules->deductions, rules->n_deductions, outcome->deductions,
              true);
    put_total(w);
}

/* Each district has an arena of its own, so that thousands take no more
   memory than one. */
void
qp_csv_write(const struct qp_result *result, FILE *out)
{
    struct writer w = { .result = result, .rules = result->rules, .out = out };

    fputs("\xef\xbb\xbf"
          "district,name,group,indicator,parent,state,value,normalised,"
          "weight,points,rank,grade\r\n",
          out);
    for (; w.district < w.rules->n_districts; w.district++) {
        w.arena = qp_arena_new();
        put_district(&w);
        qp_arena_free(w.arena);
    }
}
