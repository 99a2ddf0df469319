/* The intake of a run; see intake.h. */

#include <config.h>

#include "input/intake.h"

#include <string.h>

#include "engine/tongue.h"
#include "input/text.h"

struct qp_intake *
qp_intake_new(struct qp_session *run, const struct qp_ruleset *rules)
{
    struct qp_arena *arena = run->arena;
    struct qp_arena *passing = qp_arena_inner(arena);
    struct qp_intake *intake = qp_arena_alloc(arena, 1, sizeof *intake);

    *intake = (struct qp_intake){
        .run = run,
        .passing = passing,
        .rules = rules,
        .districts = qp_codes_of_districts(arena, rules),
        .data = qp_codes_of_data(arena, rules),
        .seen = qp_seen_new(passing),
        .entries = qp_arena_alloc(arena, rules->n_districts,
                                  rules->n_data * sizeof *intake->entries),
        .plans =
            qp_arena_alloc(arena, rules->n_records, sizeof *intake->plans),
    };
    qp_roll_secret(intake->secret);
    for (size_t i = 0; i < rules->n_records; i++)
        intake->plans[i] =
            qp_tally_plan_new(arena, rules, &rules->records[i]);
    return intake;
}

void
qp_intake_end(struct qp_intake *intake)
{
    qp_arena_clear(intake->passing);
    intake->seen = NULL;
}

struct qp_intake_part *
qp_intake_part_new(struct qp_arena *arena, const struct qp_intake *intake)
{
    struct qp_arena *passing = qp_arena_new();
    struct qp_intake_part *part = qp_arena_alloc(passing, 1, sizeof *part);

    *part = (struct qp_intake_part){
        .run = { arena, qp_diag_new(passing) },
        .passing = passing,
        .rules = intake->rules,
        .history = intake->history,
        .districts = intake->districts,
        .data = intake->data,
        .seen = qp_seen_new(passing),
        .plans = intake->plans,
        .secret = intake->secret,
    };
    return part;
}

/* ---- what is given twice ---- */

/* What stands before datum, district and word in the name of a thing, and
   behind; null where it has none.  IS_SHARED: no other file may give it. */
static const struct kind {
    const char *datum, *district, *word, *end;
    bool is_shared;
} kinds[] = {
    [QP_SEEN_SUBMISSION] = { .district = N_("the submission of "),
                             .is_shared = true },
    [QP_SEEN_REPORTED] = { .datum = "" },
    [QP_SEEN_VERIFIED] = { .datum = "",
                           .district = N_(" for "),
                           .is_shared = true },
    [QP_SEEN_SCORE] = { .datum = "",
                        .district = N_(" for "),
                        .word = N_(" by "),
                        .is_shared = true },
    [QP_SEEN_NOTE] = { .datum = N_("the note on ") },
    [QP_SEEN_EVIDENCE] = { .word = N_("the evidence \""), .end = "\"" },
};

static struct qp_text_shown
show(const char *text)
{
    return qp_text_show(text, strlen(text));
}

/* The name of THING, whose word is spelt as SPELT. */
static const char *
name_thing(struct qp_arena *arena, const struct qp_ruleset *rules,
           const struct qp_seen_thing *thing, const char *spelt)
{
    const struct kind *kind = &kinds[thing->kind];
    const char *name = "";

    if (kind->datum)
        name = qp_arena_printf(arena, "%s%s %s", kind->datum,
                               show(rules->data[thing->datum].code).text,
                               show(rules->data[thing->datum].name).text);
    if (kind->district)
        name =
            qp_arena_printf(arena, "%s%s%s %s", name, qp_say(kind->district),
                            rules->districts[thing->district].code,
                            rules->districts[thing->district].name);
    if (kind->word)
        name = qp_arena_printf(arena, "%s%s%s%s", name, qp_say(kind->word),
                               show(spelt ? spelt : thing->word).text,
                               kind->end ? kind->end : "");
    return name;
}

/* Says who was FIRST, if SECOND is written otherwise. */
static const char *
name_alias(struct qp_arena *arena, const char *first, const char *second)
{
    if (!first || strcmp(first, second) == 0)
        return "";
    return qp_arena_printf(arena,
                           _(", who is %s but for capitals and blanks,"),
                           show(first).text);
}

/* Reports THING, which is given at AT and was at FIRST. */
static void
refuse(struct qp_session *run, const struct qp_ruleset *rules,
       const struct qp_seen_thing *thing, struct qp_place at,
       const struct qp_place *first)
{
    const char *name = name_thing(run->arena, rules, thing, at.key);
    const char *alias = name_alias(run->arena, first->key, at.key);

    if (strcmp(first->file, at.file) == 0)
        qp_error(run, at, QP_DUPLICATE,
                 "%s%s is given twice; it stands in line %d already", name,
                 alias, first->line);
    else
        qp_error(run, at, QP_DUPLICATE,
                 "%s%s is given twice; it stands in %s:%d already", name,
                 alias, first->file, first->line);
}

/* Notes THING in SEEN, or reports it. */
static bool
note(struct qp_session *run, const struct qp_ruleset *rules,
     struct qp_seen *seen, const struct qp_seen_thing *thing,
     struct qp_place at)
{
    const struct qp_place *first = qp_seen_find(seen, thing);

    if (first)
        refuse(run, rules, thing, at, first);
    else
        qp_seen_add(seen, thing, at);
    return !first;
}

bool
qp_intake_is_first(struct qp_intake_part *part,
                   const struct qp_seen_thing *thing, struct qp_place at)
{
    return note(&part->run, part->rules, part->seen, thing, at);
}

/* ---- parts ---- */

struct qp_intake_item *
qp_intake_add_item(struct qp_intake_part *part, size_t district, size_t datum)
{
    struct qp_intake_item *item =
        qp_arena_alloc(part->passing, 1, sizeof *item);

    item->next = part->items;
    item->district = district;
    item->datum = datum;
    part->items = item;
    return item;
}

void
qp_intake_add_opinion(struct qp_intake_part *part, size_t district,
                      size_t datum, const struct qp_opinion *opinion)
{
    struct qp_intake_opinion *added =
        qp_arena_alloc(part->run.arena, 1, sizeof *added);

    *added = (struct qp_intake_opinion){ part->opinions, district, datum,
                                         *opinion };
    part->opinions = added;
    part->n_opinions++;
}

void
qp_intake_add_records(struct qp_intake_part *part,
                      const struct qp_intake_records *records)
{
    part->records =
        qp_arena_grow(part->passing, part->records, part->n_records,
                      &part->records_capacity, sizeof *records);
    part->records[part->n_records++] = *records;
}

void
qp_intake_add_finding(struct qp_intake_part *part,
                      const struct qp_finding *finding)
{
    part->findings =
        qp_arena_grow(part->passing, part->findings, part->n_findings,
                      &part->findings_capacity, sizeof *finding);
    part->findings[part->n_findings++] = *finding;
}

void
qp_intake_add_document(struct qp_intake_part *part,
                       const struct qp_document *document, struct qp_place at)
{
    part->document = (struct qp_intake_document){ *document, at };
    part->has_document = true;
}

/* ---- the whole ---- */

/* Takes over what other files may not give.  Returns false for a second
   submission of a district. */
static bool
join_seen(struct qp_intake *intake, const struct qp_intake_part *part)
{
    bool is_new = true;

    for (size_t i = 0; i < qp_seen_count(part->seen); i++) {
        struct qp_place at;
        const struct qp_seen_thing *thing = qp_seen_thing(part->seen, i, &at);

        if (kinds[thing->kind].is_shared &&
            !note(intake->run, intake->rules, intake->seen, thing, at) &&
            thing->kind == QP_SEEN_SUBMISSION)
            is_new = false;
    }
    return is_new;
}

/* Adds what ITEM has beside the figure to ENTRY. */
static void
join_extra(struct qp_intake *intake, const struct qp_intake_item *item,
           struct qp_entry *entry)
{
    const struct qp_extra *given = &item->extra;
    struct qp_extra *extra = entry->own_extra;

    if (!extra)
        extra = qp_model_change_extra(intake->run->arena, entry);
    if (given->reported_prior)
        extra->reported_prior = given->reported_prior;
    if (given->verified)
        extra->verified = given->verified;
    if (given->verified_prior)
        extra->verified_prior = given->verified_prior;
    if (given->note)
        extra->note = given->note;
    if (given->derived) {
        extra->derived = given->derived;
        extra->n_records = given->n_records;
    }
}

static void
join_item(struct qp_intake *intake, const struct qp_intake_item *item)
{
    struct qp_entry *entry =
        &intake->entries[item->district * intake->rules->n_data + item->datum];

    if (item->reported)
        entry->reported = item->reported;
    else
        join_extra(intake, item, entry);
}

/* Puts the opinions of PART before those that there are. */
static void
join_opinions(struct qp_intake *intake, struct qp_intake_part *part)
{
    struct qp_intake_opinion **last = &part->opinions;

    while (*last)
        last = &(*last)->next;
    *last = intake->opinions;
    intake->opinions = part->opinions;
    intake->n_opinions += part->n_opinions;
}

/* Takes over what stays of rows; of a second submission, nothing. */
static void
join_records(struct qp_intake *intake, const struct qp_intake_records *records,
             bool is_new)
{
    if (!is_new) {
        if (records->keys)
            qp_roll_free(records->keys);
        if (records->territorial)
            qp_labels_free(records->territorial);
        return;
    }
    intake->records =
        qp_arena_grow(intake->passing, intake->records, intake->n_records,
                      &intake->records_capacity, sizeof *records);
    intake->records[intake->n_records++] = *records;
}

static void
join_finding(struct qp_intake *intake, const struct qp_finding *finding)
{
    intake->findings =
        qp_arena_grow(intake->run->arena, intake->findings, intake->n_findings,
                      &intake->findings_capacity, sizeof *finding);
    intake->findings[intake->n_findings++] = *finding;
}

static void
join_document(struct qp_intake *intake,
              const struct qp_intake_document *document, bool is_new)
{
    struct qp_intake_document *joined;

    intake->documents = qp_arena_grow(
        intake->passing, intake->documents, intake->n_documents,
        &intake->documents_capacity, sizeof *intake->documents);
    joined = &intake->documents[intake->n_documents++];
    *joined = *document;
    if (!is_new)
        joined->document.district = QP_NONE;
}

void
qp_intake_join(struct qp_intake *intake, struct qp_intake_part *part)
{
    bool is_new;

    qp_diag_join(intake->run->diag, part->run.diag);
    intake->is_partial = intake->is_partial || part->is_partial;
    is_new = join_seen(intake, part);
    for (const struct qp_intake_item *item = part->items; item && is_new;
         item = item->next)
        join_item(intake, item);
    join_opinions(intake, part);
    for (size_t i = 0; i < part->n_records; i++)
        join_records(intake, &part->records[i], is_new);
    for (size_t i = 0; i < part->n_findings && is_new; i++)
        join_finding(intake, &part->findings[i]);
    if (part->has_document)
        join_document(intake, &part->document, is_new);
    qp_arena_free(part->passing);
}
