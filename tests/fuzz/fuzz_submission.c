/* Any bytes as a submission.  In pieces of any size a file says the same, and
   nothing is taken that libxml2 refuses when it reads the file as a whole. */

#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <libxml/parser.h>

#include "engine/num.h"
#include "input/form.h"
#include "input/records.h"
#include "input/submission.h"
#include "rules/ruleset.h"

enum { LONGEST = 4096 };

static const char rule_text[] =
    "[evaluation]\nid = e\ntitle = t\nyear = 2025\nprior = submission\n"
    "[units]\n万美元 = 10000 USD\n"
    "[district a]\nname = A\n[district b]\nname = B\n"
    "[record contract]\nname = c\nkey = id\nfields = id market amount\n"
    "id = text\nmarket = enum offshore onshore\namount = decimal 万美元\n"
    "[datum x]\nname = X\nunit = 万美元\ndecimals = 2\nmin = 0\nrequired = yes\n"
    "[datum n]\nname = N\nunit = 家\ndecimals = 0\n"
    "[datum s]\nname = S\nunit = 万美元\nrecord = contract\n"
    "where = market == \"offshore\"\ntake = sum amount\n"
    "[datum panel]\nname = P\ngiven_by = experts\nmax = 100\n"
    "[indicator i]\nname = I\nweight = 90\nvalue = x + prior(x) + s\n"
    "method = efficacy\n"
    "[indicator k]\nname = K\nweight = 10\nvalue = n\nmethod = rank\n"
    "[bonus g]\nname = G\npoints = mean(panel)\ncap = 1\n";

/* All that reading the file in pieces of CHUNK bytes says and finds. */
static const char *
read_file(const char *path, const struct qp_ruleset *rules, size_t chunk,
          bool *is_taken)
{
    struct qp_session *run = fuzz_begin();
    struct qp_intake *intake = qp_intake_new(run, rules);
    struct qp_intake_part *part = qp_intake_part_new(run->arena, intake);
    const char *found;

    qp_form_read(part, path, chunk);
    qp_intake_join(intake, part);
    qp_records_compare(intake); /* which frees what it compares */
    *is_taken = qp_diag_ok(run->diag);
    found = fuzz_said(run);
    for (size_t i = 0; i < rules->n_districts * rules->n_data; i++) {
        const struct qp_entry *entry = &intake->entries[i];
        const struct qp_figure *figure = entry->reported;
        const struct qp_figure *derived = qp_model_extra(entry)->derived;

        if (figure && figure->value.state == QP_REPORTED)
            found =
                qp_arena_printf(run->arena, "%s%zu=%s\n", found, i,
                                qp_num_text(run->arena, figure->value.num));
        if (derived && derived->value.state == QP_REPORTED)
            found = qp_arena_printf(
                run->arena, "%s%zu~%s\n", found, i,
                qp_num_text(run->arena, derived->value.num));
    }
    return found;
}

static void
say_nothing(void *state, const char *format, ...)
{
    (void)state;
    (void)format;
}

static bool
libxml2_reads(const uint8_t *data, size_t size)
{
    xmlDocPtr document;

    xmlSetGenericErrorFunc(NULL, say_nothing);
    document = xmlReadMemory((const char *)data, (int)size, "f.xml", NULL,
                             XML_PARSE_NONET | XML_PARSE_NOERROR |
                                 XML_PARSE_NOWARNING);
    xmlFreeDoc(document);
    return document != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t chunks[] = { QP_GUARD_CHUNK, 1, 7, 4096 };
    const struct qp_ruleset *rules;
    char *first = NULL;
    bool is_taken = false;
    const char *path;

    if (size > LONGEST)
        return 0;
    rules = fuzz_rules(rule_text);
    path = fuzz_file("f.xml", data, size);
    for (size_t i = 0; i < QP_COUNT(chunks); i++) {
        const char *said = read_file(path, rules, chunks[i], &is_taken);

        if (first && strcmp(first, said) != 0)
            fprintf(stderr, "%s---- in pieces of %zu bytes:\n%s", first,
                    chunks[i], said);
        MUST(!first || strcmp(first, said) == 0);
        if (!first)
            MUST((first = strdup(said)));
    }
    free(first);
    MUST(!is_taken || libxml2_reads(data, size));
    return 0;
}
