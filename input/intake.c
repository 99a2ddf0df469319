/* The intake of a run; see intake.h. */

#include <config.h>

#include "input/intake.h"

#include <string.h>

struct qp_intake *
qp_intake_new(struct qp_session *run, const struct qp_ruleset *rules)
{
    struct qp_arena *arena = run->arena;
    struct qp_intake *intake = qp_arena_alloc(arena, 1, sizeof *intake);

    *intake = (struct qp_intake){
        .run = run,
        .rules = rules,
        .districts = qp_codes_of_districts(arena, rules),
        .data = qp_codes_of_data(arena, rules),
        .seen = qp_seen_new(arena),
        .entries = qp_arena_alloc(arena, rules->n_districts,
                                  rules->n_data * sizeof *intake->entries),
    };
    return intake;
}

bool
qp_intake_is_first(struct qp_intake *intake, const struct qp_seen_thing *thing,
                   struct qp_place at, const char *what)
{
    const struct qp_place *first = qp_seen_find(intake->seen, thing);

    if (!first) {
        qp_seen_add(intake->seen, thing, at);
        return true;
    }
    if (strcmp(first->file, at.file) == 0)
        qp_error(intake->run, at, QP_DUPLICATE,
                 "%s is given twice; it stands in line %d already", what,
                 first->line);
    else
        qp_error(intake->run, at, QP_DUPLICATE,
                 "%s is given twice; it stands in %s:%d already", what,
                 first->file, first->line);
    return false;
}

void
qp_intake_add_document(struct qp_intake *intake,
                       const struct qp_document *document, struct qp_place at)
{
    intake->documents = qp_arena_grow(
        intake->run->arena, intake->documents, intake->n_documents,
        &intake->documents_capacity, sizeof *intake->documents);
    intake->documents[intake->n_documents++] =
        (struct qp_intake_document){ *document, at };
}

void
qp_intake_add_opinion(struct qp_intake *intake, size_t district, size_t datum,
                      const struct qp_opinion *opinion)
{
    intake->opinions =
        qp_arena_grow(intake->run->arena, intake->opinions, intake->n_opinions,
                      &intake->opinions_capacity, sizeof *intake->opinions);
    intake->opinions[intake->n_opinions++] =
        (struct qp_intake_opinion){ district, datum, *opinion };
}
