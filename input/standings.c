/* Reading what districts came to; see standings.h. */

#include <config.h>

#include "input/standings.h"

#include <string.h>

#include "engine/history.h"
#include "engine/tongue.h"
#include "input/own.h"
#include "input/text.h"

/* The scores of a whole country are read. */
enum { ELEMENTS = 100 * 1000 * 1000 };

struct reader {
    struct qp_session *run;
    struct qp_standings *standings;
    size_t nodes_capacity, districts_capacity;
    size_t next; /* the node that the next score is expected to be of */
};

/* The attribute NAME for as long as the run, "" where it is missing, which has
   been reported. */
static const char *
need(struct reader *reader, const struct qp_own_opening *opening,
     const char *name)
{
    const char *value = qp_own_need(opening, name);

    return qp_arena_text(reader->run->arena, value ? value : "");
}

static void
open_evaluation(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;

    reader->standings->title = need(reader, opening, "title");
    reader->standings->year = need(reader, opening, "year");
}

static void
open_indicator(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_standings *s = reader->standings;

    s->nodes = qp_arena_grow(reader->run->arena, s->nodes, s->n_nodes,
                             &reader->nodes_capacity, sizeof *s->nodes);
    s->nodes[s->n_nodes++] = (struct qp_standings_node){
        .code = need(reader, opening, "code"),
        .name = need(reader, opening, "name"),
        .is_top = !qp_own_find(opening, "parent"),
    };
}

static void
open_district(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_standings *s = reader->standings;
    struct qp_standings_row *standing;
    qp_num none = qp_num_undefined("not given");

    s->districts =
        qp_arena_grow(reader->run->arena, s->districts, s->n_districts,
                      &reader->districts_capacity, sizeof *s->districts);
    standing = &s->districts[s->n_districts++];
    *standing = (struct qp_standings_row){
        .code = need(reader, opening, "code"),
        .name = need(reader, opening, "name"),
        .total = none,
        .rank = none,
        .points = qp_arena_alloc(reader->run->arena, s->n_nodes,
                                 sizeof *standing->points),
    };
    for (size_t i = 0; i < s->n_nodes; i++)
        standing->points[i] = none;
    reader->next = 0;
}

/* The node with CODE; scores stand in the order of the indicators. */
static size_t
find_node(struct reader *reader, const char *code)
{
    const struct qp_standings *s = reader->standings;

    for (size_t i = 0; i < s->n_nodes; i++) {
        size_t node = (reader->next + i) % s->n_nodes;

        if (qp_text_order(s->nodes[node].code, code) == 0)
            return node;
    }
    return QP_NONE;
}

static void
open_score(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_standings *s = reader->standings;
    const char *code = qp_own_need(opening, "code");
    size_t node = code ? find_node(reader, code) : QP_NONE;

    if (code && node == QP_NONE)
        qp_error(reader->run, opening->at, QP_REFERENCE,
                 "<score>: the record has no indicator \"%s\"",
                 qp_text_show(code, strlen(code)).text);
    if (node == QP_NONE)
        return;
    s->districts[s->n_districts - 1].points[node] =
        qp_own_number(opening, "points", "no points");
    reader->next = node + 1;
}

/* Points are printed with the decimals of the rules. */
static void
open_total(void *data, const struct qp_own_opening *opening)
{
    struct reader *reader = data;
    struct qp_standings *s = reader->standings;
    struct qp_standings_row *standing = &s->districts[s->n_districts - 1];
    const char *points = qp_own_find(opening, "points");

    standing->total = qp_own_number(opening, "points", "not scored");
    standing->rank = qp_own_number(opening, "rank", "no rank");
    if (points && strchr(points, '.'))
        s->decimals = (int)strlen(strchr(points, '.') + 1);
}

enum { RESULT, EVALUATION, RULES, INDICATOR, DISTRICT, SCORE, TOTAL };

static const struct qp_own_element elements[] = {
    [RESULT] = { .name = "result" },
    [EVALUATION] = { .name = "evaluation",
                     .parent = &elements[RESULT],
                     .open = open_evaluation },
    [RULES] = { .name = "rules", .parent = &elements[RESULT] },
    [INDICATOR] = { .name = "indicator",
                    .parent = &elements[RULES],
                    .open = open_indicator },
    [DISTRICT] = { .name = "district",
                   .parent = &elements[RESULT],
                   .open = open_district },
    [SCORE] = { .name = "score",
                .parent = &elements[DISTRICT],
                .open = open_score },
    [TOTAL] = { .name = "total",
                .parent = &elements[DISTRICT],
                .open = open_total },
};

static const struct qp_own_form form = {
    .namespace = QP_RESULT_NAMESPACE,
    .what = N_("a result"),
    .elements = elements,
    .n_elements = QP_COUNT(elements),
    .most = ELEMENTS,
};

const struct qp_standings *
qp_standings_read(struct qp_session *run, const char *path)
{
    struct reader reader = {
        .run = run,
        .standings = qp_arena_alloc(run->arena, 1, sizeof *reader.standings),
    };
    size_t n = strlen(path);
    const char *record = qp_arena_printf(run->arena, "%s%sresult.xml", path,
                                         n && path[n - 1] == '/' ? "" : "/");

    reader.standings->title = reader.standings->year = "";
    return qp_own_read(run, record, &form, &reader, &reader.standings->file)
               ? reader.standings
               : NULL;
}
