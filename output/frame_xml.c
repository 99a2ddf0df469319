/* frame.xml; see frame_xml.h. */

#include <config.h>

#include "output/frame_xml.h"

#include "output/xml.h"

struct writer {
    struct qp_xml xml;
    const struct qp_ruleset *rules;
    const struct qp_frame *frame;
};

static void
count(struct writer *w, const char *name, size_t n)
{
    qp_xml_number(&w->xml, name, qp_num_int((int64_t)n));
}

static void
put_levels(struct writer *w, const struct qp_peers *peers)
{
    for (size_t i = 0; i < peers->n_levels; i++) {
        qp_xml_begin(&w->xml, "level");
        count(w, "n", peers->levels[i].n);
        qp_xml_number(&w->xml, "mean", peers->levels[i].mean);
        qp_xml_end(&w->xml, "level");
    }
}

/* What is asked of SCOPE, as ELEMENT. */
static void
put_peers(struct writer *w, const char *element, const struct qp_peers *peers,
          size_t scope)
{
    if (!peers->is_asked)
        return;
    qp_xml_begin(&w->xml, element);
    if (scope < w->rules->n_groups)
        qp_xml_text(&w->xml, "group", w->rules->groups[scope].code);
    qp_xml_flag(&w->xml, "withheld", !peers->n);
    for (size_t i = 0; peers->n && i < QP_N_STATISTICS; i++)
        qp_xml_number(&w->xml, qp_frame_statistics[i], peers->of[i]);
    put_levels(w, peers);
    qp_xml_end(&w->xml, element);
}

static void
put_scopes(struct writer *w, const char *element,
           const struct qp_peers scopes[])
{
    for (size_t scope = 0; scope <= w->rules->n_groups; scope++)
        put_peers(w, element, &scopes[scope], scope);
}

/* How the values of SCOPE were treated; nothing where nobody is told. */
static void
put_treating(struct writer *w, const struct qp_treating *treating,
             size_t scope)
{
    if (!treating)
        return;
    qp_xml_begin(&w->xml, "treated");
    if (scope < w->rules->n_groups)
        qp_xml_text(&w->xml, "group", w->rules->groups[scope].code);
    qp_xml_number(&w->xml, "low", treating->moved.low);
    qp_xml_number(&w->xml, "high", treating->moved.high);
    qp_xml_flag(&w->xml, "transforms", treating->transforms);
    qp_xml_number(&w->xml, "from", treating->least);
    qp_xml_number(&w->xml, "shift", treating->shift);
    qp_xml_end(&w->xml, "treated");
}

static void
put_points(struct writer *w, size_t node)
{
    const struct qp_summary *points = &w->frame->points[node];

    qp_xml_begin(&w->xml, "points");
    qp_xml_flag(&w->xml, "withheld", !points->n);
    if (points->n) {
        count(w, "n", points->n);
        qp_xml_number(&w->xml, "mean", points->mean);
        qp_xml_number(&w->xml, "best", points->max);
    }
    qp_xml_end(&w->xml, "points");
}

/* The weights of the children of NODE, n_indicators for the total, where they
   came from the scores. */
static void
put_weights(struct writer *w, size_t node)
{
    const struct qp_ruleset *rules = w->rules;
    const struct qp_weighing *weighing = w->frame->weighings[node];
    bool is_total = node == rules->n_indicators;
    const size_t *children =
        is_total ? rules->top : rules->indicators[node].children;
    size_t n = is_total ? rules->n_top : rules->indicators[node].n_children;

    for (size_t i = 0; weighing && i < n; i++) {
        qp_xml_begin(&w->xml, "weight");
        qp_xml_text(&w->xml, "indicator", rules->indicators[children[i]].code);
        qp_xml_number(&w->xml, "share", weighing->children[i].share);
        qp_xml_end(&w->xml, "weight");
    }
}

static void
put_indicator(struct writer *w, size_t node)
{
    size_t row = node * (w->rules->n_groups + 1);

    qp_xml_begin(&w->xml, "indicator");
    qp_xml_text(&w->xml, "code", w->rules->indicators[node].code);
    put_scopes(w, "values", w->frame->values + row);
    put_scopes(w, "known", w->frame->known + row);
    for (size_t scope = 0; scope <= w->rules->n_groups; scope++)
        put_treating(w, w->frame->treatings[row + scope], scope);
    put_points(w, node);
    put_weights(w, node);
    qp_xml_end(&w->xml, "indicator");
}

static void
put_set(struct writer *w, const struct qp_peer_set *set)
{
    qp_xml_begin(&w->xml, "expression");
    qp_xml_text(&w->xml, "text", set->text);
    qp_xml_flag(&w->xml, "prior", set->prior);
    put_scopes(w, "values", set->scopes);
    qp_xml_end(&w->xml, "expression");
}

bool
qp_frame_xml_write(struct qp_session *run, const struct qp_ruleset *rules,
                   const struct qp_frame *frame, FILE *out)
{
    struct writer w = {
        .xml = { .arena = run->arena, .out = out },
        .rules = rules,
        .frame = frame,
    };

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    qp_xml_begin(&w.xml, "frame");
    qp_xml_word(&w.xml, "xmlns", QP_FRAME_NAMESPACE);
    qp_xml_word(&w.xml, "generator", "quping " PACKAGE_VERSION);
    qp_xml_text(&w.xml, "evaluation", frame->evaluation);
    qp_xml_number(&w.xml, "year", qp_num_int(frame->year));
    qp_xml_word(&w.xml, "rules", frame->sha256);
    qp_xml_flag(&w.xml, "drafts", frame->drafts);
    count(&w, "least", QP_FRAME_LEAST);
    for (size_t i = 0; i < rules->n_indicators; i++)
        put_indicator(&w, rules->order[i]);
    qp_xml_begin(&w.xml, "total");
    put_points(&w, rules->n_indicators);
    put_weights(&w, rules->n_indicators);
    qp_xml_end(&w.xml, "total");
    for (size_t i = 0; i < frame->n_sets; i++)
        put_set(&w, &frame->sets[i]);
    qp_xml_end(&w.xml, "frame");
    if (w.xml.wrong)
        qp_error(run, (struct qp_place){ .file = "frame.xml" }, QP_ENCODING,
                 "a text of the rules is not UTF-8 or holds a character that "
                 "XML cannot");
    return !w.xml.wrong;
}
